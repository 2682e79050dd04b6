//! Axes at humane numbers, and labels moved apart.

/// Returns ticks at steps of 1, 2, 2.5 or 5 times a power of ten that cover the range from
/// the first to the last tick, about `count` of them.
pub fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    if !span.is_finite() || span <= 0.0 {
        let around = if low == 0.0 || !low.is_finite() { 1.0 } else { low.abs() };
        return vec![low - around, low, low + around];
    }
    let rough = span / count.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * power);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let steps = (last - first).round().clamp(1.0, 50.0) as usize;
    (0..=steps).map(|index| clean((first + index as f64) * step, step)).collect()
}

/// Drops binary noise: 0.30000000000000004 becomes 0.3.
fn clean(value: f64, step: f64) -> f64 {
    let digits = decimals(step);
    let scale = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    let rounded = (value * scale).round() / scale;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Returns how many digits after the point a step needs.
pub fn decimals(step: f64) -> usize {
    (0..9)
        .find(|digits| {
            let scaled = step * 10_f64.powi(*digits);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1e-300)
        })
        .map_or(9, |digits| digits as usize)
}

/// Moves intervals of given heights apart: each keeps its order, none overlaps, all stay
/// between `top` and `bottom` where they fit, and the moves are small.
pub fn spread(centres: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..centres.len()).collect();
    let centre = |index: usize| centres.get(index).copied().unwrap_or(0.0);
    let height = |index: usize| heights.get(index).copied().unwrap_or(0.0);
    order.sort_by(|a, b| centre(*a).total_cmp(&centre(*b)).then(a.cmp(b)));
    let mut placed: Vec<(usize, f64)> = Vec::new();
    let mut edge = top;
    for index in &order {
        let y = centre(*index).max(edge + height(*index) / 2.0);
        edge = y + height(*index) / 2.0;
        placed.push((*index, y));
    }
    // What was pushed below the floor pushes the others back up.
    let mut edge = bottom;
    for (index, y) in placed.iter_mut().rev() {
        *y = y.min(edge - height(*index) / 2.0);
        edge = *y - height(*index) / 2.0;
    }
    let mut edge = top;
    for (index, y) in &mut placed {
        *y = y.max(edge + height(*index) / 2.0);
        edge = *y + height(*index) / 2.0;
    }
    let mut out = vec![0.0; centres.len()];
    for (index, y) in placed {
        if let Some(slot) = out.get_mut(index) {
            *slot = y;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spread;
    use super::ticks;
    use proptest::prelude::*;

    #[test]
    fn ticks_stand_at_humane_numbers_and_cover_the_range() {
        assert_eq!(
            ticks(97.0, 141.0, 5),
            [90.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0]
        );
        assert_eq!(ticks(0.0, 0.3, 3), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(ticks(-19.1, 0.0, 4), [-20.0, -15.0, -10.0, -5.0, 0.0]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap(centres in prop::collection::vec(0.0..300.0f64, 1..8)) {
            let heights = vec![18.0; centres.len()];
            let placed = spread(&centres, &heights, 0.0, 300.0);
            let mut sorted = placed;
            sorted.sort_by(f64::total_cmp);
            for pair in sorted.windows(2) {
                prop_assert!(pair[1] - pair[0] >= 18.0 - 1e-9);
            }
            prop_assert!(sorted[0] >= 9.0 - 1e-9);
            prop_assert!(sorted[sorted.len() - 1] <= 291.0 + 1e-9);
        }

        #[test]
        fn ticks_cover_any_range(low in -1e9..1e9f64, span in 1e-6..1e9f64, count in 2usize..8) {
            let ticks = ticks(low, low + span, count);
            prop_assert!(ticks[0] <= low + span * 1e-6);
            prop_assert!(ticks[ticks.len() - 1] >= low + span * (1.0 - 1e-6));
            prop_assert!(ticks.len() <= 2 * count + 3);
        }
    }
}
