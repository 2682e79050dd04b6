//! Rows of a frame: which are kept, how they group, and what is measured of each.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::frame::Column;
use crate::frame::Frames;
use crate::frame::Table;
use crate::memo::Seen;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::project::StatDecl;
use crate::stat::estimate::compensated;
use std::collections::BTreeMap;

/// A group of rows with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// One part a dimension.
    pub key: Vec<String>,
    /// Row numbers, ascending.
    pub rows: Vec<usize>,
}

/// A frame as one block reads it: which columns, is noted.
pub(super) struct Reader<'a> {
    block: &'a StatDecl,
    name: String,
    table: &'a Table,
    seen: &'a Seen,
}

impl<'a> Reader<'a> {
    /// Finds the frame of a block.
    pub fn new(
        block: &'a StatDecl,
        name: &str,
        frames: &'a Frames<'_>,
        seen: &'a Seen,
    ) -> Result<Self> {
        seen.note(format!("rows {name}"));
        match frames.table(name)? {
            Some(table) => Ok(Self { block, name: name.to_owned(), table, seen }),
            None => {
                Err(Diagnostic::error(Code::R0301, format!("unknown frame `{name}`"))
                    .at(block.place(&["frame"]), "")
                    .help(did_you_mean(name, frames.names(), "frames"))
                    .into())
            }
        }
    }

    /// Returns the data files behind the frame.
    pub fn files(&self) -> Vec<String> {
        self.table.files.clone()
    }

    /// Finds a column; `setting` is the path of the setting that names it.
    pub fn column(&self, name: &str, setting: &[&str]) -> Result<&'a Column> {
        self.seen.note(format!("column {}.{name}", self.name));
        self.table.column(name).ok_or_else(|| {
            Diagnostic::error(
                Code::R0302,
                format!("unknown column `{name}` in frame `{}`", self.name),
            )
            .at(self.block.place(setting), format!("not a column of `{}`", self.name))
            .help(did_you_mean(name, self.table.names(), "columns"))
            .into()
        })
    }

    /// Finds a column of numbers.
    pub fn numbers(&self, name: &str, setting: &[&str]) -> Result<&'a Column> {
        let column = self.column(name, setting)?;
        if column.is_numeric() {
            return Ok(column);
        }
        Err(Diagnostic::error(Code::R0304, format!("column `{name}` holds no numbers"))
            .at(self.block.place(setting), "")
            .into())
    }

    /// Returns the rows that pass a filter, ascending.
    pub fn keep(&self, filter: &Filter) -> Result<Vec<usize>> {
        let mut rows: Vec<usize> = (0..self.table.rows()).collect();
        for (name, wanted) in filter {
            let column = self.column(name, &["where", name])?;
            let wanted: Vec<String> = match wanted {
                OneOrMany::One(scalar) => vec![text(scalar)],
                OneOrMany::Many(scalars) => scalars.iter().map(text).collect(),
            };
            rows.retain(|row| wanted.iter().any(|key| column.is_key(*row, key)));
        }
        Ok(rows)
    }

    /// Groups rows by columns; groups come in the natural order of their keys. Rows with a
    /// missing key belong to no group.
    pub fn groups(&self, rows: &[usize], by: &[String]) -> Result<Vec<Group>> {
        let mut columns = Vec::new();
        for (index, name) in by.iter().enumerate() {
            columns.push(self.column(name, &["by", &index.to_string()])?);
        }
        let coded: Vec<(Vec<Option<usize>>, Vec<String>)> =
            columns.iter().map(|column| column.codes()).collect();
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for row in rows {
            let code: Option<Vec<usize>> = coded
                .iter()
                .map(|(codes, _)| codes.get(*row).copied().flatten())
                .collect();
            if let Some(code) = code {
                groups.entry(code).or_default().push(*row);
            }
        }
        let words = |code: &[usize]| {
            let parts = coded.iter().zip(code);
            parts.filter_map(|((_, keys), at)| keys.get(*at).cloned()).collect()
        };
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|(code, rows)| Group { key: words(&code), rows })
            .collect();
        groups.sort_by(|a, b| natural(&a.key, &b.key));
        Ok(groups)
    }

    /// Makes a measure ready.
    pub fn measure(&self, measure: &Measure) -> Result<Measured<'a>> {
        Ok(match measure {
            Measure::Column(name) => Measured {
                numerator: self.numbers(name, &["measure"])?,
                denominator: None,
                factor: 1.0,
            },
            Measure::Share(share) => Measured {
                numerator: self.numbers(&share.share, &["measure", "share"])?,
                denominator: Some(self.numbers(&share.of, &["measure", "of"])?),
                factor: 100.0,
            },
            Measure::Rate(rate) => Measured {
                numerator: self.numbers(&rate.rate, &["measure", "rate"])?,
                denominator: Some(self.numbers(&rate.of, &["measure", "of"])?),
                factor: rate.per,
            },
        })
    }
}

/// A measure over the rows of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'a> {
    numerator: &'a Column,
    denominator: Option<&'a Column>,
    factor: f64,
}

/// What was measured of one row: a value, or the parts of a share or rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    /// The column's value, or the part.
    pub numerator: f64,
    /// One, or the whole.
    pub denominator: f64,
    /// One, 100, or the base of the rate.
    pub factor: f64,
}

impl Parts {
    /// Returns the value; none where the whole is zero.
    pub fn value(&self) -> Option<f64> {
        (self.denominator != 0.0).then(|| self.factor * self.numerator / self.denominator)
    }
}

impl Measured<'_> {
    /// Returns what was measured of a row; none where a cell is missing.
    pub fn parts(&self, row: usize) -> Option<Parts> {
        let denominator = match self.denominator {
            Some(column) => column.number(row)?,
            None => 1.0,
        };
        let numerator = self.numerator.number(row)?;
        Some(Parts { numerator, denominator, factor: self.factor })
    }

    /// Returns whether the measure is a share or a rate.
    pub fn is_ratio(&self) -> bool {
        self.denominator.is_some()
    }
}

/// Returns the total of a measure: the sum, or the pooled share or rate.
#[expect(clippy::float_cmp, reason = "exactly one stands for a column")]
pub(super) fn total(parts: &[Parts]) -> Option<f64> {
    let factor = parts.first()?.factor;
    let numerator = sum(parts.iter().map(|part| part.numerator));
    let pooled = parts.iter().any(|part| part.denominator != 1.0) || factor != 1.0;
    if !pooled {
        return Some(numerator);
    }
    let denominator = sum(parts.iter().map(|part| part.denominator));
    (denominator != 0.0).then(|| factor * numerator / denominator)
}

/// Sums in an order that does not depend on that of the rows, with compensation.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    compensated(values.into_iter())
}

/// Returns the text of a scalar, as keys are written.
pub(super) fn text(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Bool(flag) => flag.to_string(),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}

/// Orders keys part by part: numbers by size, then texts.
pub(super) fn natural(a: &[String], b: &[String]) -> std::cmp::Ordering {
    let part = |a: &String, b: &String| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        (Ok(_), Err(_)) => std::cmp::Ordering::Less,
        (Err(_), Ok(_)) => std::cmp::Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    };
    a.iter()
        .zip(b)
        .map(|(a, b)| part(a, b))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// Returns a key's part as it stands in an id: letters and digits as they are; anything
/// else makes the whole part small with `_` between.
pub(crate) fn segment(key: &str) -> String {
    if !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return key.to_owned();
    }
    let mut out = String::new();
    for character in key.chars() {
        if character.is_alphanumeric() {
            out.extend(character.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let trimmed = out.trim_end_matches('_');
    if trimmed.is_empty() { "blank".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::natural;
    use super::segment;
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
    fn keys_become_segments_of_ids() {
        assert_eq!(segment("R1"), "R1");
        assert_eq!(segment("Anti-social behaviour"), "anti_social_behaviour");
    }

    #[test]
    fn numeric_keys_come_in_order_of_size() {
        let ten = ["10".to_owned()];
        let nine = ["9".to_owned()];
        assert!(natural(&nine, &ten).is_lt());
    }
}
