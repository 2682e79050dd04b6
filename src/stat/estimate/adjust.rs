//! Adjusted p values for several outcomes. Results keep the order of what was given, and
//! agree with R's `p.adjust`.

/// Returns the p values in ascending order, each with its place.
fn ranked(p: &[f64]) -> Vec<(usize, f64)> {
    let mut ranked: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    ranked
}

/// Returns min(1, m·p) for each of the m p values: the family-wise error of Bonferroni.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    let count = p.len() as f64;
    p.iter().map(|value| (value * count).min(1.0)).collect()
}

/// Returns max over j ≤ i of min(1, (m − j + 1)·p(j)), p(j) ascending: the family-wise
/// error of Holm (1979), never above Bonferroni's.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut most = 0.0_f64;
    for (rank, (place, p_value)) in ranked(p).into_iter().enumerate() {
        most = most.max((p_value * (p.len() - rank) as f64).min(1.0));
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = most;
        }
    }
    adjusted
}

/// Returns min over j ≥ i of min(1, m/j·p(j)), p(j) ascending: the false discovery rate of
/// Benjamini and Hochberg (1995).
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    step_up(p, 1.0)
}

/// Returns the same with m·Σ1/j in place of m: holds under any dependence (Benjamini and
/// Yekutieli 2001).
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    step_up(p, (1..=p.len()).rev().map(|rank| 1.0 / rank as f64).sum())
}

fn step_up(p: &[f64], factor: f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, (place, p_value)) in ranked(p).into_iter().enumerate().rev() {
        least = least.min(factor * p_value * p.len() as f64 / (rank + 1) as f64);
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::benjamini_hochberg;
    use super::benjamini_yekutieli;
    use super::bonferroni;
    use super::holm;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("p_adjust.") {
            let p = reference.vector("p").unwrap();
            reference.check_all("bonferroni", &bonferroni(&p));
            reference.check_all("holm", &holm(&p));
            reference.check_all("benjamini_hochberg", &benjamini_hochberg(&p));
            reference.check_all("benjamini_yekutieli", &benjamini_yekutieli(&p));
        }
    }

    #[test]
    fn the_order_moves_with_the_outcomes() {
        let p = [0.04, 0.001, 0.3, 0.04, 0.02];
        let mut reversed = p;
        reversed.reverse();
        for adjust in [bonferroni, holm, benjamini_hochberg, benjamini_yekutieli] {
            let mut back = adjust(&reversed);
            back.reverse();
            assert_eq!(adjust(&p), back);
            assert!(adjust(&p).iter().zip(&p).all(|(a, p)| a >= p && *a <= 1.0));
            assert!(adjust(&[]).is_empty());
        }
    }
}
