//! Hatching: slanted lines within the rings of an area.

/// Returns the pieces of slanted lines, so far apart, that lie within some rings.
pub(super) fn hatch(
    rings: &[Vec<(f64, f64)>],
    apart: f64,
) -> Vec<((f64, f64), (f64, f64))> {
    let sides = || {
        rings.iter().flat_map(|ring| {
            ring.iter()
                .enumerate()
                .filter_map(|(at, a)| Some((*a, *ring.get((at + 1) % ring.len())?)))
        })
    };
    // Along a line x + y stays the same.
    let levels = || sides().map(|((x, y), _)| x + y);
    let low = levels().fold(f64::INFINITY, f64::min);
    let high = levels().fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        return Vec::new();
    }
    let (first, last) = ((low / apart).ceil() as i64, (high / apart).floor() as i64);
    let mut out = Vec::new();
    for step in first..=last {
        let level = step as f64 * apart + 1e-6;
        let mut cuts: Vec<f64> = sides()
            .filter_map(|((ax, ay), (bx, by))| {
                let (a, b) = (ax + ay, bx + by);
                ((a < level) != (b < level))
                    .then(|| ax + (level - a) / (b - a) * (bx - ax))
            })
            .collect();
        cuts.sort_by(f64::total_cmp);
        for [from, to] in cuts.as_chunks::<2>().0 {
            out.push(((*from, level - from), (*to, level - to)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::hatch;

    #[test]
    fn lines_stay_within_the_rings_and_leave_holes_free() {
        let outer = vec![(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0)];
        let hole = vec![(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)];
        let lines = hatch(&[outer, hole], 5.0);
        assert!(lines.len() > 11);
        for ((x0, y0), (x1, y1)) in lines {
            for share in [0.01, 0.5, 0.99] {
                let (x, y) = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
                assert!((-0.01..=30.01).contains(&x) && (-0.01..=30.01).contains(&y));
                let within = x > 10.01 && x < 19.99 && y > 10.01 && y < 19.99;
                assert!(!within, "{x} {y}");
            }
        }
    }
}
