//! Rounding half away from zero on the decimal figure, as numbers are printed.

/// Rounds a number to so many decimals, or to tens where they are negative. A number is taken
/// for the figure of fifteen digits that it prints as: 1.005 rounds to 1.01, although the
/// nearest binary number is a little less.
pub(super) fn round(value: f64, decimals: i64) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return value;
    }
    // Nowhere near a half, the plain way is exact: a whole number over a power of ten.
    if let Some(scale) = usize::try_from(decimals).ok().and_then(|at| TENS.get(at)) {
        let scaled = value.abs() * scale;
        let apart = (scaled.fract() - 0.5).abs();
        if scaled < 1e15 && apart > 1e-14 * scaled + 1e-12 {
            return value.signum() * (scaled.round() / scale);
        }
    }
    let figure = format!("{:.14e}", value.abs());
    let Some((mantissa, exponent)) = figure.split_once('e') else { return value };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let (Ok(digits), Ok(exponent)) = (digits.parse::<u64>(), exponent.parse::<i64>())
    else {
        return value;
    };
    // The last of the fifteen digits stands at 10^(exponent − 14).
    let dropped = 14 - exponent - decimals;
    let kept = match u32::try_from(dropped).ok() {
        None | Some(0) => return value,
        Some(dropped @ 1..=16) => {
            let ten = 10_u64.pow(dropped);
            (digits + ten / 2) / ten
        }
        Some(_) => 0,
    };
    let rounded: f64 = format!("{kept}e{}", -decimals).parse().unwrap_or(value);
    if rounded == 0.0 { 0.0 } else { value.signum() * rounded }
}

const TENS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rounding is exact to the bit")]
mod tests {
    use super::round;
    use crate::model::format;

    #[test]
    fn numbers_round_as_they_print() {
        let mut seed = 1_u64;
        let mut values =
            vec![0.5, 2.5, 0.285, 1.005, -0.5, 0.045, 1e-9, 999.9995, 1e22, 0.0];
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let whole = (seed >> 20) % 10_000_000;
            let power = (seed >> 56) % 9;
            values.push(whole as f64 / 10_f64.powi(power as i32));
            values.push(-(seed as f64) / 1e7);
        }
        for value in values {
            for decimals in [0, 1, 2, 3, 5] {
                let printed: f64 = format::round(value, decimals).parse().unwrap();
                let got = round(value, i64::try_from(decimals).unwrap());
                // Beyond fifteen digits a number stays itself.
                let same = got == printed || got == value && value.abs() > 1e9;
                assert!(same, "{value} to {decimals}: {got}, printed {printed}");
            }
        }
    }

    #[test]
    fn tens_and_hundreds_round_too() {
        for (value, decimals, wanted) in [
            (1_250.0, -2, 1_300.0),
            (-1_250.0, -2, -1_300.0),
            (4.9, -1, 0.0),
            (1e300, -2, 1e300),
        ] {
            assert_eq!(round(value, decimals), wanted, "{value}");
        }
    }
}
