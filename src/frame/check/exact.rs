//! Numbers of which every digit is kept: a number is a double, and one with more digits than a double
//! holds would print another.

use crate::model::format::WHOLE;

/// The most decimals with which a number can print.
const PRINTED: i64 = 9;

/// What is wanted where there are too many digits.
pub(super) const WANTED: &str = "a number of which every digit can be kept";

/// What to do about such a cell.
pub(super) const HELP: &str = "about 16 digits are kept: declare a code as `type: string`, and write an amount with fewer digits or in a larger unit";

/// Returns whether a whole number prints as itself.
pub(in crate::frame) fn is_whole_kept(number: i64) -> bool {
    if number.unsigned_abs() <= WHOLE as u64 {
        return true;
    }
    let text = number.to_string();
    text.trim_start_matches('-').trim_end_matches('0').len() <= 15
}

/// Returns whether a number prints with the digits of its text, as far as it can: what a double was
/// written as comes back, and digits behind the ninth decimal are those of a computation.
pub(in crate::frame) fn is_kept(text: &str, number: f64) -> bool {
    let bare = text.trim_start_matches(['-', '+']);
    let (mantissa, power) = bare.split_once(['e', 'E']).unwrap_or((bare, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let full = all.trim_start_matches('0');
    let digits = full.trim_end_matches('0');
    if digits.len() <= 15 {
        return true;
    }
    // Past the whole numbers that a double counts, fifteen digits print; a text with a power of ten says
    // that it is rounded.
    let shortest = digits == figures(&format!("{:e}", number.abs()));
    if shortest || number.abs() > WHOLE {
        return shortest && (number.abs() <= WHOLE || bare.contains(['e', 'E']));
    }
    // The digits are a whole number over a power of ten.
    let zeros = full.len() - digits.len();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let after = |power: i64| count(fraction.len()) - count(zeros) - power;
    match power.parse().map(after) {
        Ok(..=0) => false,
        Ok(1..=PRINTED) => {
            let as_many = full.len().saturating_sub(1);
            digits == figures(&format!("{:.as_many$e}", number.abs()))
        }
        _ => true,
    }
}

/// Returns the digits of a number with a power of ten.
fn figures(text: &str) -> String {
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.replace('.', "").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::is_kept;
    use super::is_whole_kept;

    #[test]
    fn a_number_is_kept_where_it_prints_with_the_digits_of_its_text() {
        for (text, kept) in [
            ("9007199254740992", true),
            ("9007199254740993", false),
            ("-9007199254740993", false),
            ("9007199254740993.0", false),
            ("9007199254740993e0", false),
            ("90071992547409930", false),
            ("9007199254740994", false),
            ("1.2345678901234566e25", true),
            ("1.23456789012345678e25", false),
            ("100000000000000000000", true),
            ("1234567890.1229999", true),
            ("1.234567890122999907e+09", true),
            ("1e23", true),
            ("123456789012345e10", true),
            ("12345678901.123455", true),
            ("12345678901.123456", false),
            ("123456789012.123456", false),
            ("12345678901234567890.1234567891", false),
            ("0.1234567890123456789", true),
            ("0.33333333333333333333", true),
            ("1234567.33333333333333333333", true),
            ("9007199254740993.33333333333333333333", false),
            ("0.30000000000000004", true),
            ("00000000000000000000012.5", true),
        ] {
            assert_eq!(is_kept(text, text.parse().unwrap()), kept, "{text}");
        }
    }

    #[test]
    fn whatever_a_double_was_written_as_is_kept() {
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = f64::from_bits(seed);
            if number.is_finite() {
                assert!(is_kept(&format!("{number:e}"), number), "{number:e}");
                for text in [number.to_string(), format!("{number:.16e}")] {
                    assert!(is_kept(&text, number) || number.abs() > 1e15, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_whole_number_is_kept_where_it_prints_as_itself() {
        for (number, kept) in [
            (9_007_199_254_740_992, true),
            (9_007_199_254_740_993, false),
            (9_007_199_254_740_994, false),
            (-9_007_199_254_740_993, false),
            (i64::MAX, false),
            (i64::MIN, false),
            (9_223_372_036_854_774_784, false),
            (5_000_000_000_000_000_000, true),
        ] {
            assert_eq!(is_whole_kept(number), kept, "{number}");
        }
    }
}
