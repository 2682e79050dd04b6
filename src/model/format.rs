//! How a number is printed: the one home of rounding, separators, signs and units.
//!
//! Rounding is half away from zero on the decimal figure, from the unrounded value, as
//! readers do it by hand; binary noise past the fifteenth significant digit is dropped
//! first, so a computed 0.285 rounds as 0.285 and not as 0.28499999999999998.

use crate::labels;
use crate::say;
use serde::Deserialize;
use serde::Serialize;

/// The typographic minus.
pub const MINUS: char = '\u{2212}';
/// The space that keeps a number and its unit together.
pub const NBSP: char = '\u{a0}';

/// What a number counts or measures.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Things counted; prints with thousands separators.
    Count,
    /// A share or a relative change, in hundredths; prints with `%`.
    Percent,
    /// A difference of two percentages; prints as "percentage points", never `%`.
    Points,
    /// Things per so many others; prints with its words, such as "per 1,000 people".
    Rate,
    /// One quantity over another.
    Ratio,
    /// A series rebased to 100.
    Index,
    /// Money.
    Currency,
    /// A probability value of a test.
    P,
    /// A standardised effect size.
    Effect,
    /// A plain number.
    Number,
    /// A calendar year: no separators.
    Year,
}

/// How one statistic's numbers are printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Format {
    /// What is measured.
    pub unit: Unit,
    /// Digits after the decimal point.
    pub decimals: u8,
    /// Words for the unit where it needs them: "per 1,000 people", "£", "local units".
    pub noun: String,
    /// Positive values below this are not printed, only that they are less: "<1%", "less than 5".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<u32>,
}

impl Format {
    /// Returns the usual format of a unit, without words.
    pub fn of(unit: Unit) -> Self {
        let decimals = match unit {
            Unit::Count | Unit::Currency | Unit::Year => 0,
            Unit::P => 3,
            Unit::Ratio | Unit::Effect | Unit::Number => 2,
            Unit::Percent | Unit::Points | Unit::Rate | Unit::Index => 1,
        };
        Self { unit, decimals, noun: String::new(), least: None }
    }

    /// Sets the digits after the decimal point.
    #[must_use]
    pub fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }

    /// Sets the words of the unit.
    #[must_use]
    pub fn noun(mut self, noun: impl Into<String>) -> Self {
        self.noun = noun.into();
        self
    }

    /// Returns what stands in a page to sort by in the place of a value: of one that is kept back
    /// half of the least, which has its place in the order.
    pub fn sorted(&self, value: f64) -> f64 {
        self.below(value).map_or(value, |least| f64::from(least) / 2.0)
    }

    /// Returns the least value printed, where this one is positive and below it.
    fn below(&self, value: f64) -> Option<u32> {
        self.least.filter(|least| value > 0.0 && value < f64::from(*least))
    }

    /// Returns whether a value is not printed, only that it is less.
    pub fn keeps_back(&self, value: f64) -> bool {
        self.below(value).is_some()
    }

    /// Returns the bare figure: "1,234.5", "−19.1"; no unit.
    pub fn number(&self, value: f64) -> String {
        if let Some(least) = self.below(value) {
            return format!("<{}", fixed(f64::from(least), 0));
        }
        if self.unit == Unit::Year {
            return round(value, usize::from(self.decimals));
        }
        fixed(value, usize::from(self.decimals))
    }

    /// Returns the figure with its unit: "41%", "5.5 percentage points",
    /// "−19.1 per 1,000 people", "£1,200", "p = 0.012".
    pub fn full(&self, value: f64) -> String {
        if let Some(least) = self.below(value) {
            let plain = Self { least: None, decimals: 0, ..self.clone() };
            let least = plain.full(f64::from(least));
            // A sign stands by a sign, and words by words.
            return match self.unit {
                Unit::Percent | Unit::Currency => format!("<{least}"),
                _ => say!("number-less-than", least = least),
            };
        }
        let figure = self.number(value);
        match self.unit {
            Unit::Percent => format!("{figure}%"),
            Unit::Points => {
                let one = figure.trim_start_matches(MINUS) == "1";
                let noun = if one { say!("unit-point") } else { say!("unit-points") };
                format!("{figure}{NBSP}{noun}")
            }
            Unit::Rate => format!("{figure}{NBSP}{}", self.rate()),
            Unit::Currency => match figure.strip_prefix(MINUS) {
                Some(rest) => format!("{MINUS}{}{rest}", self.noun),
                None => format!("{}{figure}", self.noun),
            },
            Unit::P => p_value(value, usize::from(self.decimals)),
            Unit::Count
            | Unit::Ratio
            | Unit::Index
            | Unit::Effect
            | Unit::Number
            | Unit::Year => figure,
        }
    }

    /// Returns the figure with its unit and an explicit sign: "+41%".
    pub fn signed(&self, value: f64) -> String {
        let full = self.full(value);
        // The unit's words may hold digits of their own: "per 1,000 people".
        let shows = !self.keeps_back(value) && is_nonzero(&self.number(value));
        if value > 0.0 && shows { format!("+{full}") } else { full }
    }

    /// Returns the bare figure with an explicit sign: "+5.5".
    pub fn signed_number(&self, value: f64) -> String {
        let figure = self.number(value);
        let shows = !self.keeps_back(value) && is_nonzero(&figure);
        if value > 0.0 && shows { format!("+{figure}") } else { figure }
    }

    /// Returns a range with its unit once: "12.3 to 24.9%", "−3.1 to 0.4 percentage
    /// points", "at least 0.3" where it is open.
    pub fn range(&self, low: f64, high: f64) -> String {
        match (low.is_finite(), high.is_finite()) {
            (true, true) => {}
            (true, false) => return say!("number-at-least", low = self.full(low)),
            (false, true) => return say!("number-at-most", high = self.full(high)),
            (false, false) => return say!("number-any"),
        }
        match self.unit {
            Unit::Percent => spanned(
                &format!("{}%", self.number(low)),
                &format!("{}%", self.number(high)),
            ),
            Unit::Currency => spanned(&self.full(low), &self.full(high)),
            Unit::Points
            | Unit::Rate
            | Unit::Count
            | Unit::Ratio
            | Unit::Index
            | Unit::P
            | Unit::Effect
            | Unit::Number
            | Unit::Year => spanned(&self.number(low), &self.full(high)),
        }
    }

    /// Returns the value as printed, parsed back: what a reader would compute with.
    pub fn rounded(&self, value: f64) -> f64 {
        let decimals = usize::from(self.decimals);
        let plain = plainly_rounded(value, decimals);
        plain.unwrap_or_else(|| round(value, decimals).parse().unwrap_or(value))
    }

    /// Returns the words of a rate. "Per so many people" is how the program puts it where the author
    /// does not, so it is said in the language of the text.
    fn rate(&self) -> String {
        let per = self.noun.strip_prefix("per ").and_then(|rest| rest.split_once(' '));
        match per
            .filter(|(count, _)| count.starts_with(|sign: char| sign.is_ascii_digit()))
        {
            Some(("1", "people")) => say!("unit-per-person"),
            Some((count, "people")) => say!("unit-per-people", count = count),
            Some((count, things)) => say!("unit-per", count = count, things = things),
            None => self.noun.clone(),
        }
    }

    /// Returns the unit in words, for axis titles and table heads: "%", "percentage
    /// points", "per 1,000 people".
    pub fn unit_words(&self) -> String {
        match self.unit {
            Unit::Percent => "%".to_owned(),
            Unit::Points => say!("unit-points"),
            Unit::P => say!("unit-p"),
            Unit::Rate => self.rate(),
            Unit::Currency | Unit::Count | Unit::Number => self.noun.clone(),
            Unit::Ratio => say!("unit-ratio"),
            Unit::Index => {
                if self.noun.is_empty() {
                    say!("unit-index")
                } else {
                    self.noun.clone()
                }
            }
            Unit::Year => say!("unit-year"),
            Unit::Effect => say!("unit-effect"),
        }
    }
}

/// Returns a range of printed values: "2012 to 2024".
pub fn spanned(low: &str, high: &str) -> String {
    say!("range", low = low, high = high)
}

/// Returns a p value as printed: "p = 0.012", or "p < 0.001" below the last digit.
pub fn p_value(p: f64, decimals: usize) -> String {
    let least = 10_f64.powi(-i32::try_from(decimals).unwrap_or(3));
    if p < least {
        format!("p{NBSP}<{NBSP}{}", fixed(least, decimals))
    } else {
        format!("p{NBSP}={NBSP}{}", fixed(p, decimals))
    }
}

/// Returns the figure with separators and a typographic minus.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = round(value, decimals);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::new();
    if sign {
        out.push(MINUS);
    }
    labels::signs(|decimal, group| {
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push_str(decimal);
            out.push_str(part);
        }
    });
    out
}

/// Past this, neighbouring whole numbers are the same double.
pub const WHOLE: f64 = 9_007_199_254_740_992.0;

/// Returns the decimal text of a value rounded half away from zero, with an ASCII minus
/// and never a negative zero.
pub fn round(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    // A number is taken for the figure of fifteen digits that it is; where more are printed, and it
    // has them, for the shortest that no other number has.
    let mut scientific = format!("{:.14e}", value.abs());
    let exponent = |text: &str| text.split_once('e').and_then(|(_, it)| it.parse().ok());
    let mut power: i64 = exponent(&scientific).unwrap_or(0);
    if usize::try_from(power).unwrap_or(0) + decimals > 14 && value.abs() <= WHOLE {
        scientific = format!("{:e}", value.abs());
        power = exponent(&scientific).unwrap_or(0);
    }
    let mantissa = scientific.split('e').next().unwrap_or_default();
    let mut digits: Vec<u8> =
        mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    // `digits[0]` stands at 10^power; keep those down to 10^-decimals.
    let mut point = power + 1;
    if point < 1 {
        let zeros = usize::try_from(1 - point).unwrap_or(0);
        digits.splice(0..0, std::iter::repeat_n(0, zeros));
        point = 1;
    }
    let keep = usize::try_from(point).unwrap_or(1) + decimals;
    let up = digits.get(keep).is_some_and(|digit| *digit >= 5);
    digits.resize(keep, 0);
    if up {
        let mut carried = true;
        for digit in digits.iter_mut().rev() {
            if *digit == 9 {
                *digit = 0;
            } else {
                *digit += 1;
                carried = false;
                break;
            }
        }
        if carried {
            digits.insert(0, 1);
            point += 1;
        }
    }
    let whole = usize::try_from(point).unwrap_or(1);
    let mut out = String::new();
    if value < 0.0 && digits.iter().any(|digit| *digit != 0) {
        out.push('-');
    }
    for (index, digit) in digits.iter().enumerate() {
        if index == whole {
            out.push('.');
        }
        out.push(char::from(b'0' + digit));
    }
    out
}

/// Returns what the text of `round` is as a number, where the value is so far from a half that its digits
/// need not be looked at: maps ask this of tens of thousands of values.
fn plainly_rounded(value: f64, decimals: usize) -> Option<f64> {
    // Powers of ten that numbers hold as they are.
    const TENS: [f64; 7] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    let ten = TENS.get(decimals)?;
    let size = value.abs() * ten;
    let plain = size < 1e9 && (size.fract() - 0.5).abs() > 1e-4;
    let rounded = size.round() / ten;
    plain.then_some(if value < 0.0 { 0.0 - rounded } else { rounded })
}

fn is_nonzero(text: &str) -> bool {
    text.chars().any(|character| character.is_ascii_digit() && character != '0')
}

#[cfg(test)]
mod tests {
    use super::Format;
    use super::NBSP;
    use super::Unit;
    use super::fixed;
    use super::round;
    use crate::labels;
    use crate::labels::Labels;
    use std::sync::Arc;

    #[test]
    fn a_rounded_number_is_its_text_read_back() {
        for decimals in 0..=7 {
            let format = Format::of(Unit::Number).decimals(decimals);
            let steps = (-4000..4000).map(|at| f64::from(at) / 1600.0);
            let large = (1..400).map(|at| f64::from(at) * 7_654_321.123_456_7);
            let halves = [2.675, -0.5, 0.285, 9.995, 1.005, -0.000_4, 1e300, -0.0];
            for value in steps.chain(large).chain(halves) {
                let text = round(value, usize::from(decimals));
                let read: f64 = text.parse().unwrap();
                let found = format.rounded(value);
                assert_eq!(found.to_bits(), read.to_bits(), "{value} {text} {found}");
            }
        }
    }

    #[test]
    fn halves_round_away_from_zero_on_the_decimal_figure() {
        assert_eq!(round(2.675, 2), "2.68");
        assert_eq!(round(-0.5, 0), "-1");
        assert_eq!(round(0.285, 2), "0.29");
        assert_eq!(round(9.995, 2), "10.00");
        assert_eq!(round(0.05, 1), "0.1");
        assert_eq!(round(0.004, 1), "0.0");
        assert_eq!(round(-0.004, 1), "0.0");
    }

    #[test]
    fn large_numbers_have_separators_and_negatives_a_typographic_minus() {
        assert_eq!(fixed(-1_234_567.891, 1), "\u{2212}1,234,567.9");
        assert_eq!(fixed(999.5, 0), "1,000");
        assert_eq!(fixed(0.0, 0), "0");
    }

    #[test]
    fn percentage_points_never_print_as_percent() {
        assert_eq!(Format::of(Unit::Points).full(5.5), "5.5\u{a0}percentage points");
        assert_eq!(
            Format::of(Unit::Points).decimals(0).full(1.0),
            "1\u{a0}percentage point"
        );
        assert_eq!(Format::of(Unit::Percent).decimals(0).signed(41.0), "+41%");
    }

    #[test]
    fn what_is_below_the_least_prints_as_less() {
        let mut percent = Format::of(Unit::Percent);
        percent.least = Some(1);
        assert_eq!((percent.full(0.4), percent.number(0.4)), ("<1%".into(), "<1".into()));
        assert_eq!(
            (percent.full(0.0), percent.full(1.0)),
            ("0.0%".into(), "1.0%".into())
        );
        assert_eq!(percent.signed(0.4), "<1%");
        let mut count = Format::of(Unit::Count);
        count.least = Some(5);
        let sorted = [4.0, 5.0, 0.0].map(|value| count.sorted(value).to_string());
        assert_eq!(sorted, ["2.5", "5", "0"]);
        assert_eq!(
            (count.full(3.0), count.number(3.0)),
            ("less than 5".into(), "<5".into())
        );
        let mut money = Format::of(Unit::Currency).noun("€");
        money.least = Some(1000);
        assert_eq!(money.full(12.0), "<€1,000");
    }

    #[test]
    fn a_rate_is_said_in_the_language_of_the_text() {
        let rate =
            |noun: &str| Format::of(Unit::Rate).noun(noun).full(2.5).replace(NBSP, " ");
        assert_eq!(rate("per 1,000 people"), "2.5 per 1,000 people");
        assert_eq!(rate("per 1 people"), "2.5 per person");
        let _within = labels::enter(&Arc::new(Labels::built_in("cy").unwrap()));
        assert_eq!(rate("per 1,000 people"), "2.5 fesul 1,000 o bobl");
        assert_eq!(rate("per 100 o goed"), "2.5 fesul 100 o goed");
        assert_eq!(rate("y mil"), "2.5 y mil");
    }

    #[test]
    fn a_year_has_no_separators() {
        let year = Format::of(Unit::Year);
        assert_eq!(year.full(2018.0), "2018");
        assert_eq!(year.range(2018.0, 2024.0), "2018 to 2024");
    }

    #[test]
    fn a_value_that_prints_as_zero_has_no_sign() {
        let rate = Format::of(Unit::Rate).noun("per 1,000 people");
        assert_eq!(rate.signed(0.04), "0.0\u{a0}per 1,000 people");
        assert_eq!(rate.signed(0.05), "+0.1\u{a0}per 1,000 people");
        assert_eq!(rate.signed(-0.04), "0.0\u{a0}per 1,000 people");
        assert_eq!(rate.signed(-0.05), "\u{2212}0.1\u{a0}per 1,000 people");
        assert_eq!(rate.signed_number(0.04), "0.0");
        assert_eq!(Format::of(Unit::Percent).full(-0.0), "0.0%");
    }

    #[test]
    fn the_very_large_and_the_very_small_print_in_full() {
        assert_eq!(fixed(123_456_789_012_345.0, 0), "123,456,789,012,345");
        assert_eq!(fixed(1e21, 0), "1,000,000,000,000,000,000,000");
        assert_eq!(fixed(1_234_567_890_123_456.0, 0), "1,234,567,890,123,456");
        assert_eq!(fixed(9_007_199_254_740_992.0, 0), "9,007,199,254,740,992");
        assert_eq!(fixed(501_273_242_989_055_740.0, 0), "501,273,242,989,056,000");
        assert_eq!(fixed(1e23, 0), "100,000,000,000,000,000,000,000");
        assert_eq!(fixed(12_345_678_901_234.566, 3), "12,345,678,901,234.566");
        assert_eq!(fixed(12_345_678_901_234.566, 1), "12,345,678,901,234.6");
        assert_eq!(fixed(9_999_999_999_999.998, 2), "10,000,000,000,000.00");
        assert_eq!(fixed(1e-300, 2), "0.00");
        assert_eq!(fixed(f64::MIN_POSITIVE, 9), "0.000000000");
        assert_eq!(fixed(999_999.95, 1), "1,000,000.0");
    }

    #[test]
    fn p_values_at_the_edge_of_print_keep_to_their_side() {
        let p = |value| Format::of(Unit::P).full(value).replace('\u{a0}', " ");
        assert_eq!(p(0.0), "p < 0.001");
        assert_eq!(p(1e-300), "p < 0.001");
        assert_eq!(p(0.000_999_9), "p < 0.001");
        assert_eq!(p(0.001), "p = 0.001");
        assert_eq!(p(0.049_96), "p = 0.050");
        assert_eq!(p(1.0), "p = 1.000");
    }

    #[test]
    fn small_p_values_print_as_below_the_last_digit() {
        assert_eq!(Format::of(Unit::P).full(0.000_4), "p\u{a0}<\u{a0}0.001");
        assert_eq!(Format::of(Unit::P).full(0.012_4), "p\u{a0}=\u{a0}0.012");
    }
}
