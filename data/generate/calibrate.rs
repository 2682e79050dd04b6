//! Makes drawn figures meet a total and a mean exactly, and keeps their spread.

/// A mean this close prints the same to two decimals, as a percentage or per 1,000.
const NEAR: f64 = 1e-7;

/// What the end figures of one group must come to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    /// The sum of the counts, a multiple of `unit`.
    pub(crate) total: i64,
    /// The mean over areas of count / scale.
    pub(crate) mean: f64,
    /// What counts are rounded to.
    pub(crate) unit: i64,
}

/// Turns wished-for measures into counts that meet the goal; a count is measure × scale.
///
/// Every measure stays within its `limits`. Clipping and projecting alternate, because each
/// spoils the other a little.
pub(crate) fn meet(
    wish: &[f64],
    scale: &[f64],
    limits: &[(f64, f64)],
    goal: Goal,
) -> Vec<i64> {
    let mut measure = wish.to_vec();
    for _ in 0..20 {
        for (value, limit) in measure.iter_mut().zip(limits) {
            *value = value.clamp(limit.0, limit.1);
        }
        project(&mut measure, scale, goal);
    }
    let exact: Vec<f64> = measure.iter().zip(scale).map(|(m, s)| m * s).collect();
    let mut counts = apportion(&exact, goal.total, goal.unit);
    settle(&mut counts, scale, goal);
    counts
}

/// Stretches drawn figures until their mean and standard deviation are as wished.
pub(crate) fn spread(drawn: &mut [f64], mean: f64, sd: f64) {
    let n = drawn.len() as f64;
    let middle = drawn.iter().sum::<f64>() / n;
    let squares: f64 = drawn.iter().map(|x| (x - middle) * (x - middle)).sum();
    let factor = sd / (squares / (n - 1.0)).sqrt();
    for value in drawn.iter_mut() {
        *value = mean + (*value - middle) * factor;
    }
}

/// Moves the measures the least (in squares) that meets both the total and the mean.
///
/// This is g + Aᵀ(AAᵀ)⁻¹(target − Ag), with the scales and ones as the two rows of A.
fn project(measure: &mut [f64], scale: &[f64], goal: Goal) {
    let n = measure.len() as f64;
    let sum: f64 = scale.iter().sum();
    let squares: f64 = scale.iter().map(|s| s * s).sum();
    let of_total =
        goal.total as f64 - measure.iter().zip(scale).map(|(m, s)| m * s).sum::<f64>();
    let of_mean = goal.mean * n - measure.iter().sum::<f64>();
    let determinant = squares * n - sum * sum;
    let by_scale = (n * of_total - sum * of_mean) / determinant;
    let by_one = (squares * of_mean - sum * of_total) / determinant;
    for (value, s) in measure.iter_mut().zip(scale) {
        *value += by_scale * s + by_one;
    }
}

/// Rounds to multiples of `unit` that sum to `total`: floor, then the largest remainders.
///
/// Among equal remainders the earlier wins.
pub(crate) fn apportion(exact: &[f64], total: i64, unit: i64) -> Vec<i64> {
    let step = unit as f64;
    let mut counts: Vec<i64> = exact.iter().map(|x| (x / step).floor() as i64).collect();
    let remainder = |at: &usize| exact[*at] / step - (exact[*at] / step).floor();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)));
    let short = total / unit - counts.iter().sum::<i64>();
    for at in order.into_iter().cycle().take(short.unsigned_abs() as usize) {
        counts[at] += short.signum();
    }
    counts.iter().map(|count| count * unit).collect()
}

/// Repairs what rounding did to the mean: single units move between areas, the total stays.
fn settle(counts: &mut [i64], scale: &[f64], goal: Goal) {
    let (n, unit) = (counts.len() as f64, goal.unit as f64);
    for _ in 0..50 {
        let mean = counts.iter().zip(scale).map(|(c, s)| *c as f64 / s).sum::<f64>() / n;
        let error = mean - goal.mean;
        let mut best = (error.abs(), None);
        for from in 0..counts.len() {
            for to in 0..counts.len() {
                let moved = error + unit / n * (1.0 / scale[to] - 1.0 / scale[from]);
                if moved.abs() < best.0 * 0.999 {
                    best = (moved.abs(), Some((from, to)));
                }
            }
        }
        let Some((from, to)) = best.1 else { return };
        if error.abs() < NEAR {
            return;
        }
        counts[from] -= goal.unit;
        counts[to] += goal.unit;
    }
}
