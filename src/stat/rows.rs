//! Rows of a frame: which are kept, and how they group.

use crate::frame::Frames;
use crate::memo::Seen;
use crate::model::calendar::Relative;
use crate::model::calendar::WHICH_TIME;
use crate::model::calendar::counted_over;
use crate::model::calendar::over_gaps;
use crate::model::calendar::resolved;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::fixed;
use crate::model::name::Name;
use crate::model::order;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::row_codes;
use crate::project::Filter;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::project::StatDecl;
use crate::project::words;
use crate::stat::measured::Measured;
use crate::stat::measured::sum;
use crate::stat::remark::Remark;
use crate::stat::remark::Remarks;
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
    labels: &'a BTreeMap<String, BTreeMap<String, String>>,
    seen: &'a Seen,
    remarks: &'a Remarks,
}

impl<'a> Reader<'a> {
    /// Finds the frame of a block.
    pub fn new(
        block: &'a StatDecl,
        name: &str,
        frames: &'a Frames<'_>,
        labels: &'a BTreeMap<String, BTreeMap<String, String>>,
        seen: &'a Seen,
        remarks: &'a Remarks,
    ) -> Result<Self> {
        seen.note(Name::Rows(name.to_owned()));
        match frames.table(name)? {
            Some(table) => {
                Ok(Self { block, name: name.to_owned(), table, labels, seen, remarks })
            }
            None => Err(Diagnostic::unknown(Thing::Frame, name, frames.names())
                .at(block.place(&["frame"]), "")
                .into()),
        }
    }

    /// Returns the frame's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the place of a setting of the block.
    pub fn place(&self, setting: &[&str]) -> Span {
        self.block.place(setting)
    }

    /// Returns a row in words: the first two columns, by which a frame is usually keyed.
    pub fn row_words(&self, row: usize) -> String {
        let named = |column: &&Column| !column.name.ends_with("_reason");
        let keys = self.table.columns.iter().filter(named).take(2);
        let parts = keys.filter_map(|column| {
            self.seen.note(Name::column(&self.name, &column.name));
            column.key(row)
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Returns a column where the frame has it.
    pub fn optional(&self, name: &str) -> Option<&'a Column> {
        self.seen.note(Name::column(&self.name, name));
        self.table.column(name)
    }

    /// Returns the data files behind the frame.
    pub fn files(&self) -> Vec<String> {
        self.table.files.clone()
    }

    /// Finds a column; `setting` is the path of the setting that names it.
    pub fn column(&self, name: &str, setting: &[&str]) -> Result<&'a Column> {
        self.seen.note(Name::column(&self.name, name));
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

    /// Returns the rows that pass the filter of the block, ascending. Every card of the block says
    /// so.
    pub fn keep(&self, filter: &Filter) -> Result<Vec<usize>> {
        let (rows, said) = self.pass(filter)?;
        said.into_iter().for_each(|words| self.remarks.keep(words));
        Ok(rows)
    }

    /// Returns the rows that pass a filter of a part of the block, ascending, with words for each
    /// column of the filter.
    pub fn pass(&self, filter: &Filter) -> Result<(Vec<usize>, Vec<String>)> {
        let mut rows: Vec<usize> = (0..self.table.rows()).collect();
        let mut told = Vec::new();
        for (name, wanted) in filter {
            let column = self.column(name, &["where", name])?;
            for scalar in match wanted {
                OneOrMany::One(scalar) => std::slice::from_ref(scalar),
                OneOrMany::Many(scalars) => scalars,
            } {
                self.counted(column, scalar, &["where", name]);
            }
            let wanted: Vec<String> = match wanted {
                OneOrMany::One(scalar) => vec![time(column, scalar)],
                OneOrMany::Many(scalars) => {
                    scalars.iter().map(|scalar| time(column, scalar)).collect()
                }
            };
            self.seen.note(Name::Labels(name.clone()));
            let said: Vec<&str> =
                wanted.iter().map(|value| words(self.labels, name, value)).collect();
            told.push(format!("`{name}` {}", said.join(" or ")));
            self.unmet(column, &wanted);
            rows.retain(|row| wanted.iter().any(|key| column.is_key(*row, key)));
        }
        Ok((rows, told))
    }

    /// Warns of a time by a word that counts over times that are not there.
    pub fn counted(&self, column: &Column, wanted: &Scalar, setting: &[&str]) {
        let word = text(wanted);
        let (_, known) = column.codes();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        if known.contains(&word.as_str()) {
            return;
        }
        if let Some((meant, missing)) = counted_over(&word, &known) {
            self.remarks.push(Remark::new(
                Code::R0313,
                over_gaps(&word, meant, missing),
                setting,
                WHICH_TIME,
            ));
        }
    }

    /// Warns of wanted values that no row of the frame has, and that no label says there can be.
    fn unmet(&self, column: &Column, wanted: &[String]) {
        let name = &column.name;
        let labelled =
            |value: &str| self.labels.get(name).is_some_and(|of| of.contains_key(value));
        for value in wanted.iter().filter(|value| !labelled(value)) {
            if (0..self.table.rows()).any(|row| column.is_key(row, value)) {
                continue;
            }
            let (_, known) = column.codes();
            let near = did_you_mean(value, known.iter().map(String::as_str), "values");
            self.remarks.push(Remark::new(
                Code::R0313,
                format!("no row of `{}` has `{value}` as `{name}`", self.name),
                &["where", name],
                format!("{near}; a value that may be absent is one of its `labels:`"),
            ));
        }
    }

    /// Groups rows by columns; groups come in the natural order of their keys. Rows with a
    /// missing key belong to no group, and a warning counts them.
    pub fn groups(&self, rows: &[usize], by: &[String]) -> Result<Vec<Group>> {
        self.groups_of(rows, by, None)
    }

    /// The same; the warning says too how much of a measure is in no group.
    pub fn groups_of(
        &self,
        rows: &[usize],
        by: &[String],
        measured: Option<(&str, Measured<'_>)>,
    ) -> Result<Vec<Group>> {
        let mut columns = Vec::new();
        for (index, name) in by.iter().enumerate() {
            columns.push(self.column(name, &["by", &index.to_string()])?);
        }
        let codes = row_codes(&columns, self.table.rows());
        let mut members: Vec<Vec<usize>> = Vec::new();
        for row in rows {
            let Some(code) = codes.get(*row).copied().flatten() else { continue };
            members.resize_with(members.len().max(code + 1), Vec::new);
            members[code].push(*row);
        }
        self.lost(rows, &columns, &codes, measured);
        let key = |row: usize| columns.iter().filter_map(move |column| column.key(row));
        let mut groups: Vec<Group> = members
            .into_iter()
            .filter_map(|rows| Some(Group { key: key(*rows.first()?).collect(), rows }))
            .collect();
        groups.sort_by(|a, b| natural(&a.key, &b.key));
        Ok(groups)
    }
}

impl Reader<'_> {
    /// Warns of rows that belong to no group.
    fn lost(
        &self,
        rows: &[usize],
        columns: &[&Column],
        codes: &[Option<usize>],
        measured: Option<(&str, Measured<'_>)>,
    ) {
        let lost: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|row| codes.get(*row).copied().flatten().is_none())
            .collect();
        if lost.is_empty() {
            return;
        }
        let without: Vec<&str> = columns
            .iter()
            .filter(|column| lost.iter().any(|row| column.key(*row).is_none()))
            .map(|column| column.name.as_str())
            .collect();
        let share = measured.and_then(|(name, measured)| {
            let sum =
                |rows: &[usize]| sum(rows.iter().filter_map(|row| measured.plain(*row)));
            let (part, whole) = (sum(&lost), sum(rows));
            (!measured.is_ratio() && whole != 0.0)
                .then(|| format!("; they hold {part} of {whole} of `{name}`"))
        });
        let one = lost.len() == 1;
        self.remarks.push(Remark::new(
            Code::R0341,
            format!(
                "{} of {} rows of `{}` {} no `{}` and {} to no group of `{}` ({}%){}",
                lost.len(),
                rows.len(),
                self.name,
                if one { "has" } else { "have" },
                without.join("` or `"),
                if one { "belongs" } else { "belong" },
                self.block.id,
                fixed(100.0 * lost.len() as f64 / rows.len() as f64, 1),
                share.unwrap_or_default(),
            ),
            &["by"],
            named_or_left(without.first().copied().unwrap_or_default()),
        ));
    }

    /// Warns of rows that are not used because a column that places them is missing.
    pub fn unplaced(&self, rows: usize, of: usize, column: &str, setting: &[&str]) {
        if rows == 0 {
            return;
        }
        self.remarks.push(Remark::new(
            Code::R0341,
            format!(
                "{rows} of {of} rows of `{}` {} no `{column}` and {} not used in `{}`",
                self.name,
                if rows == 1 { "has" } else { "have" },
                if rows == 1 { "is" } else { "are" },
                self.block.id
            ),
            setting,
            named_or_left(column),
        ));
    }
}

/// What to do about rows without a value in a column.
pub(super) fn named_or_left(column: &str) -> String {
    format!(
        r#"in the SQL, name them, `COALESCE("{column}", 'Not stated') AS "{column}"`, or leave them out, `WHERE "{column}" IS NOT NULL`"#
    )
}

/// Returns the value of a time that is wanted, which may be said by a word such as `latest`.
pub(super) fn time(column: &Column, wanted: &Scalar) -> String {
    let wanted = text(wanted);
    if Relative::read(&wanted).is_none() {
        return wanted;
    }
    let (_, known) = column.codes();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    resolved(&wanted, &known).to_owned()
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

/// Orders keys part by part: numbers by size, then texts by the numbers and letters in them.
pub(super) fn natural(a: &[String], b: &[String]) -> std::cmp::Ordering {
    let part = |a: &String, b: &String| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        (Ok(_), Err(_)) => std::cmp::Ordering::Less,
        (Err(_), Ok(_)) => std::cmp::Ordering::Greater,
        (Err(_), Err(_)) => order::natural(a, b),
    };
    a.iter()
        .zip(b)
        .map(|(a, b)| part(a, b))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numeric_keys_come_in_order_of_size() {
        let ten = ["10".to_owned()];
        let nine = ["9".to_owned()];
        assert!(natural(&nine, &ten).is_lt());
    }
}
