//! Values put into classes: where each class after the first begins.

/// Begins classes of about as many values each; equal values stay together.
pub fn quantile(values: &[f64], count: usize) -> Vec<f64> {
    let sorted = sorted(values);
    let starts = (1..count)
        .filter_map(|at| sorted.get((at * sorted.len()).div_ceil(count.max(1))).copied());
    distinct(starts, sorted.first().copied())
}

/// Begins classes of equal width between the least and the greatest value.
pub fn equal(values: &[f64], count: usize) -> Vec<f64> {
    let sorted = sorted(values);
    let (Some(low), Some(high)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let step = (high - low) / count.max(1) as f64;
    distinct((1..count).map(|at| low + step * at as f64), Some(*low))
}

/// Begins the classes in which values differ least from the means of their classes (Fisher,
/// 1958; natural breaks of Jenks): the sum of squares is least.
pub fn jenks(values: &[f64], count: usize) -> Vec<f64> {
    let sorted = sorted(values);
    let mut groups: Vec<(f64, f64)> = Vec::new();
    for value in sorted {
        match groups.last_mut() {
            Some((known, many)) if known.total_cmp(&value).is_eq() => *many += 1.0,
            _ => groups.push((value, 1.0)),
        }
    }
    let n = groups.len();
    let count = count.min(n);
    if count < 2 {
        return Vec::new();
    }
    let middle = groups.get(n / 2).map_or(0.0, |(value, _)| *value);
    // Sums up to each group, of weights, values and squares, about a middle value.
    let mut sums = vec![(0.0, 0.0, 0.0)];
    for (value, many) in &groups {
        let (w, s, q) = sums.last().copied().unwrap_or_default();
        let x = value - middle;
        sums.push((w + many, s + many * x, q + many * x * x));
    }
    let spread = |from: usize, to: usize| -> f64 {
        let (Some(a), Some(b)) = (sums.get(from), sums.get(to)) else {
            return f64::INFINITY;
        };
        let (w, s, q) = (b.0 - a.0, b.1 - a.1, b.2 - a.2);
        if w > 0.0 { (q - s * s / w).max(0.0) } else { 0.0 }
    };
    // The least spread of the first `to` groups in so many classes; where the last one begins
    // never goes back as `to` grows, so that halves can be looked for apart.
    let mut best: Vec<f64> = (0..=n).map(|to| spread(0, to)).collect();
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for classes in 2..=count {
        let mut next = vec![f64::INFINITY; n + 1];
        let mut begins = vec![0; n + 1];
        let mut open = vec![(classes, n, classes - 1, n - 1)];
        while let Some((low, high, from, until)) = open.pop() {
            if low > high {
                continue;
            }
            let to = usize::midpoint(low, high);
            let mut found = (f64::INFINITY, from);
            for start in from..=until.min(to - 1) {
                let sum =
                    best.get(start).copied().unwrap_or(f64::INFINITY) + spread(start, to);
                if sum < found.0 {
                    found = (sum, start);
                }
            }
            if let (Some(slot), Some(begin)) = (next.get_mut(to), begins.get_mut(to)) {
                (*slot, *begin) = found;
            }
            if to > low {
                open.push((low, to - 1, from, found.1));
            }
            open.push((to + 1, high, found.1, until));
        }
        best = next;
        starts.push(begins);
    }
    let mut out = Vec::new();
    let mut end = n;
    for begins in starts.iter().rev() {
        end = begins.get(end).copied().unwrap_or(0);
        out.extend(groups.get(end).map(|(value, _)| *value));
    }
    out.reverse();
    out
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn distinct(starts: impl Iterator<Item = f64>, least: Option<f64>) -> Vec<f64> {
    let mut out: Vec<f64> = starts.filter(|start| Some(*start) > least).collect();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::equal;
    use super::jenks;
    use super::quantile;
    use proptest::prelude::*;

    #[test]
    fn classes_of_equal_number_and_width_are_as_expected() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(quantile(&values, 5), [3.0, 5.0, 7.0, 9.0]);
        assert_eq!(equal(&values, 3), [4.0, 7.0]);
        assert_eq!(quantile(&[1.0, 1.0, 1.0, 2.0], 2), Vec::<f64>::new());
        assert_eq!(quantile(&[], 4), Vec::<f64>::new());
    }

    fn cost(values: &[f64], starts: &[f64]) -> f64 {
        let mut edges = vec![f64::NEG_INFINITY];
        edges.extend(starts);
        edges.push(f64::INFINITY);
        let mut sum = 0.0;
        for pair in edges.windows(2) {
            let own: Vec<f64> = values
                .iter()
                .copied()
                .filter(|v| *v >= pair[0] && *v < pair[1])
                .collect();
            let mean = own.iter().sum::<f64>() / own.len().max(1) as f64;
            sum += own.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
        }
        sum
    }

    proptest! {
        #[test]
        fn no_three_classes_have_less_spread_than_natural_breaks(
            whole in prop::collection::vec(0u32..400, 3..24)
        ) {
            let values: Vec<f64> = whole.iter().map(|v| f64::from(*v) / 4.0).collect();
            let mut distinct = values.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            prop_assume!(distinct.len() >= 3);
            let found = jenks(&values, 3);
            prop_assert_eq!(found.len(), 2);
            let own = cost(&values, &found);
            for a in 1..distinct.len() {
                for b in a + 1..distinct.len() {
                    prop_assert!(own <= cost(&values, &[distinct[a], distinct[b]]) + 1e-6);
                }
            }
        }
    }
}
