//! Values at the precision of what they were computed from: binary noise makes no difference
//! between changes that are equal in the decimal figures of the data.

/// Digits that a double always holds of a decimal figure.
const HELD: i32 = 15;

/// Returns the digits after the point of a figure as it was written; none of one that needs
/// more digits than anybody writes, and so was computed.
fn places(value: f64) -> Option<i32> {
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e')?;
    let held = digits.chars().filter(char::is_ascii_digit).count();
    let held = i32::try_from(held).ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    let places = held - 1 - exponent;
    (held <= HELD && places <= HELD).then_some(places.max(0))
}

/// Returns both figures in units of their last decimal place, with the size of these; none
/// where one was computed, or is too large to count in them.
fn whole(a: f64, b: f64) -> Option<(f64, f64, f64)> {
    let unit = 10_f64.powi(places(a)?.max(places(b)?));
    let (a, b) = ((a * unit).round(), (b * unit).round());
    let exact = a.abs().max(b.abs()) < 2_f64.powi(53);
    exact.then_some((a, b, unit))
}

/// Returns `end` − `start` as the decimal figures have it, and how far rounding may have moved
/// it.
pub fn difference(start: f64, end: f64) -> (f64, f64) {
    match whole(start, end) {
        Some((start, end, unit)) => ((end - start) / unit, 0.0),
        None => (end - start, 8.0 * f64::EPSILON * (start.abs() + end.abs())),
    }
}

/// Returns (`end` − `start`)/`start` as the decimal figures have it, and how far rounding may
/// have moved it.
pub fn growth(start: f64, end: f64) -> (f64, f64) {
    if let Some((start, end, _)) = whole(start, end) {
        return ((end - start) / start, 0.0);
    }
    let noise = 8.0 * f64::EPSILON * (1.0 + (end / start).abs());
    ((end - start) / start, noise)
}

/// Returns how far rounding may have moved a value: nothing of a figure as somebody wrote it.
pub fn noise(value: f64) -> f64 {
    if places(value).is_some() { 0.0 } else { 8.0 * f64::EPSILON * value.abs() }
}

/// Makes values equal that lie no further apart than rounding may have moved them; each value
/// stands with that distance.
pub fn settle<'a>(values: impl Iterator<Item = (&'a mut f64, f64)>) {
    let mut values: Vec<(&mut f64, f64)> = values.collect();
    values.sort_by(|a, b| a.0.total_cmp(b.0));
    let mut first: Option<(f64, f64)> = None;
    for (value, noise) in values {
        match first {
            Some((least, own)) if *value - least <= own.max(noise) => *value = least,
            _ => first = Some((*value, noise)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use super::growth;
    use super::noise;
    use super::settle;

    #[test]
    fn a_difference_is_that_of_the_decimal_figures() {
        let pairs = [(0.1, 0.3), (0.4, 0.6), (1.0, 1.2), (1000.0, 1000.2), (-0.1, 0.1)];
        for (start, end) in pairs {
            assert_eq!(difference(start, end), (0.2, 0.0), "{start} {end}");
        }
        // Large figures with small steps keep all that they hold.
        assert_eq!(difference(1e12, 1_000_000_000_000.25), (0.25, 0.0));
        for (start, end) in [(0.1, 0.3), (0.2, 0.6), (0.7, 2.1), (1.1, 3.3)] {
            assert_eq!(growth(start, end), (2.0, 0.0), "{start} {end}");
        }
        assert!(difference(1.0 / 3.0, 0.5).1 > 0.0);
    }

    #[test]
    fn only_what_was_computed_has_noise_and_settles() {
        assert!(noise(0.2).abs() < f64::MIN_POSITIVE);
        let computed = [0.1 + 0.2, 0.3, 0.7 - 0.4, 0.300_000_000_001];
        let mut values = computed.map(|value| (value, noise(value)));
        settle(values.iter_mut().map(|(value, noise)| (value, *noise)));
        assert_eq!(values[0].0.to_bits(), values[1].0.to_bits());
        assert_eq!(values[1].0.to_bits(), values[2].0.to_bits());
        assert!(values[3].0 > values[0].0);
    }
}
