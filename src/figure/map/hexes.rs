//! A hexagon of one size for each area, as near its place as can be.

/// Returns the places of hexagons, for each area one, and how far apart their middles are in a
/// row, in the unit of the areas' middles. Areas nearest the middle of all choose first.
pub(super) fn hexes(middles: &[(f64, f64)]) -> (Vec<(f64, f64)>, f64) {
    let count = middles.len().max(1) as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| middles.iter().map(of).sum::<f64>() / count;
    let centre = (mean(|at| at.0), mean(|at| at.1));
    let range = |of: fn(&(f64, f64)) -> f64| {
        let low = middles.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = middles.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (high - low).max(1e-9)
    };
    let (wide, tall) = (range(|at| at.0), range(|at| at.1));
    // The middles fill about two thirds of their rectangle.
    let step = (wide * tall * 0.75 / count).sqrt().max(wide.max(tall) / count).max(1e-9);
    let row = step * 3_f64.sqrt() / 2.0;
    let cell = |(x, y): (f64, f64)| -> (i64, i64) {
        let line = ((y - centre.1) / row).round() as i64;
        let shift = if line.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
        ((((x - centre.0) / step) - shift).round() as i64, line)
    };
    let place = |(column, line): (i64, i64)| -> (f64, f64) {
        let shift = if line.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
        (centre.0 + (column as f64 + shift) * step, centre.1 + line as f64 * row)
    };
    let far = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2);
    let mut order: Vec<usize> = (0..middles.len()).collect();
    let from_centre = |at: &usize| middles.get(*at).map_or(0.0, |at| far(*at, centre));
    order.sort_by(|a, b| from_centre(a).total_cmp(&from_centre(b)).then(a.cmp(b)));
    let mut taken = std::collections::BTreeSet::new();
    let mut out = vec![centre; middles.len()];
    for at in order {
        let Some(own) = middles.get(at).copied() else { continue };
        let (column, line) = cell(own);
        let mut best: Option<(f64, (i64, i64))> = None;
        for radius in 0..1000_i64 {
            // Whatever lies farther out is farther away than this.
            let least = (radius - 1).max(0) as f64 * row;
            if best.is_some_and(|(found, _)| found < least * least) {
                break;
            }
            for down in -radius..=radius {
                for right in -radius..=radius {
                    if down.abs().max(right.abs()) != radius {
                        continue;
                    }
                    let cell = (column + right, line + down);
                    let distance = far(place(cell), own);
                    let nearer = best.is_none_or(|(found, _)| distance < found);
                    if nearer && !taken.contains(&cell) {
                        best = Some((distance, cell));
                    }
                }
            }
        }
        if let Some((_, cell)) = best {
            taken.insert(cell);
            if let Some(slot) = out.get_mut(at) {
                *slot = place(cell);
            }
        }
    }
    (out, step)
}

#[cfg(test)]
mod tests {
    use super::hexes;

    #[test]
    fn every_area_has_a_hexagon_of_its_own_near_its_place() {
        let middles: Vec<(f64, f64)> = (0..200_u32)
            .map(|at| (f64::from(at * 7919 % 1000), f64::from(at * 104_729 % 700)))
            .collect();
        let (placed, step) = hexes(&middles);
        let apart = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
        for (at, one) in placed.iter().enumerate() {
            for other in &placed[at + 1..] {
                assert!(apart(*one, *other) > step * 0.99);
            }
        }
        let moved: f64 = placed.iter().zip(&middles).map(|(a, b)| apart(*a, *b)).sum();
        assert!(moved / 200.0 < 1.5 * step, "{} of {step}", moved / 200.0);
    }
}
