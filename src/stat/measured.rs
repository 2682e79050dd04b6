//! What is measured of each row of a frame, and what totals come to.

use crate::model::format::WHOLE;
use crate::model::table::Column;
use crate::project::Suppressed;
use crate::stat::estimate::compensated;
use crate::stat::estimate::settle;

/// Why a value is missing, where the data do not say.
pub(super) const UNSTATED: &str = "no reason stated";

/// A measure over the rows of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'a> {
    pub(super) numerator: &'a Column,
    pub(super) denominator: Option<&'a Column>,
    pub(super) factor: f64,
    /// Why cells of the numerator and of the denominator are missing.
    pub(super) reasons: [Option<&'a Column>; 2],
}

/// What was measured of one row: a value, or the parts of a share or rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    /// The column's value, or the part.
    pub numerator: f64,
    /// The whole of a share or rate; a column has none.
    pub denominator: Option<f64>,
    /// One, 100, or the base of the rate.
    pub factor: f64,
}

impl Parts {
    /// 72 of nobody: pooled, it would count among the parts and not in the whole.
    fn lacks_whole(self) -> bool {
        self.denominator == Some(0.0) && self.numerator != 0.0
    }

    /// Returns whether this is the value of a column, neither a share nor a rate.
    pub fn is_plain(&self) -> bool {
        self.denominator.is_none()
    }

    /// Returns how far rounding may have moved the value.
    pub fn noise(&self) -> f64 {
        match (self.denominator, self.value()) {
            (Some(_), Some(value)) => 8.0 * f64::EPSILON * value.abs(),
            _ => settle::noise(self.numerator),
        }
    }

    /// Returns the value; none where the whole is zero.
    pub fn value(&self) -> Option<f64> {
        let Some(whole) = self.denominator else { return Some(self.numerator) };
        (whole != 0.0).then(|| self.factor * self.numerator / whole)
    }
}

impl Measured<'_> {
    /// Returns what was measured of a row; none where a cell is missing, or a part has no whole.
    pub fn parts(&self, row: usize) -> Option<Parts> {
        let denominator = match self.denominator {
            Some(column) => Some(column.number(row)?),
            None => None,
        };
        let numerator = self.numerator.number(row)?;
        let parts = Parts { numerator, denominator, factor: self.factor };
        (!parts.lacks_whole()).then_some(parts)
    }

    /// Returns whether a row has a part and no whole of which it could be one.
    pub fn has_no_whole(&self, row: usize) -> bool {
        let denominator = self.denominator.and_then(|column| column.number(row));
        let numerator = self.numerator.number(row);
        numerator.is_some_and(|numerator| {
            Parts { numerator, denominator, factor: self.factor }.lacks_whole()
        })
    }

    /// Returns why a row has no value, in the words of the data's contract.
    pub fn reason(&self, row: usize) -> String {
        let stated = self.reasons.iter().flatten().find_map(|column| column.key(row));
        stated.unwrap_or_else(|| {
            match self.denominator.map(|column| column.number(row)) {
                Some(Some(0.0)) => {
                    format!("`{}` is zero", self.whole())
                }
                _ => UNSTATED.to_owned(),
            }
        })
    }

    fn whole(&self) -> &str {
        self.denominator.map_or("", |column| column.name.as_str())
    }

    /// Returns what a row would measure if its suppressed part were `count`; as it is where
    /// nothing is suppressed.
    pub fn bounded(&self, row: usize, rule: &Suppressed, count: f64) -> Option<Parts> {
        let [reason, _] = self.reasons;
        let why = reason.and_then(|column| column.key(row));
        if why.as_deref() != Some(rule.reason.as_str()) {
            return self.parts(row);
        }
        let denominator = match self.denominator {
            Some(column) => Some(column.number(row)?),
            None => None,
        };
        let parts = Parts { numerator: count, denominator, factor: self.factor };
        (!parts.lacks_whole()).then_some(parts)
    }

    /// Returns whether reasons are kept beside the part.
    pub fn knows_reasons(&self) -> bool {
        self.reasons[0].is_some()
    }

    /// Returns the value of the column, or of the part.
    pub fn plain(&self, row: usize) -> Option<f64> {
        self.numerator.number(row)
    }

    /// Returns whether the measure is a share or a rate.
    pub fn is_ratio(&self) -> bool {
        self.denominator.is_some()
    }
}

/// Returns the total of a measure: the sum, or the pooled share or rate.
pub(super) fn total<'p>(
    parts: impl IntoIterator<Item = &'p Parts> + Clone,
) -> Option<f64> {
    let all = || parts.clone().into_iter();
    let factor = all().next()?.factor;
    let numerator = sum(all().map(|part| part.numerator));
    if all().all(Parts::is_plain) {
        return Some(numerator);
    }
    let denominator = sum(parts.into_iter().filter_map(|part| part.denominator));
    (denominator != 0.0).then(|| factor * numerator / denominator)
}

/// Why a total has no value, where [`is_past`] is true of it.
pub(super) const PAST: &str = "the total passes 9,007,199,254,740,992, so that its last digits are not known: compute in a larger unit";

/// Returns whether whole numbers are exact one by one, and together more than a double counts.
pub(super) fn is_past(values: impl IntoIterator<Item = f64>) -> bool {
    whole(values).is_some_and(|(total, _)| total.unsigned_abs() as f64 >= WHOLE)
}

/// Returns the total of whole numbers that are exact one by one, and of their sizes; none if one is
/// not.
fn whole(values: impl IntoIterator<Item = f64>) -> Option<(i128, i128)> {
    values.into_iter().try_fold((0, 0), |(total, sizes), value| {
        let exact = value.fract() == 0.0 && value.abs() < WHOLE;
        let value = exact.then_some(value as i128)?;
        Some((total + value, sizes + value.abs()))
    })
}

/// Returns whether [`is_past`] is true of the total of a column.
pub(super) fn is_total_past<'p>(
    parts: impl IntoIterator<Item = &'p Parts> + Clone,
) -> bool {
    parts.clone().into_iter().all(Parts::is_plain)
        && is_past(parts.into_iter().map(|part| part.numerator))
}

/// Sums in an order that does not depend on that of the rows, with compensation.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    // Nothing is rounded on the way, in whatever order.
    if let Some((total, sizes)) = whole(values.iter().copied())
        && (sizes as f64) < WHOLE
    {
        return total as f64;
    }
    values.sort_by(f64::total_cmp);
    compensated(values.into_iter())
}

#[cfg(test)]
mod tests {
    use super::is_past;
    use super::sum;

    #[test]
    fn a_sum_does_not_depend_on_the_order_of_its_terms() {
        let terms = [1e16, 1.0, -1e16, 3.0, 0.1];
        let mut other = terms;
        other.reverse();
        assert_eq!(sum(terms.into_iter()).to_bits(), sum(other.into_iter()).to_bits());
        assert!((sum(terms.into_iter()) - 4.1).abs() < 1e-12);
    }

    #[test]
    fn whole_numbers_have_the_sum_that_their_digits_have() {
        let most = super::WHOLE - 1.0;
        assert_eq!(sum([3.0, -5.0, 4.0].into_iter()).to_bits(), 2.0_f64.to_bits());
        assert_eq!(sum([-0.0].into_iter()).to_bits(), 0.0_f64.to_bits());
        assert_eq!(sum([most, most, -most].into_iter()).to_bits(), most.to_bits());
        assert!(!is_past([most]) && is_past([most, 1.0]) && !is_past([most, 1.5]));
        assert!(!is_past([most, most, -most]));
    }
}
