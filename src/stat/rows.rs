//! Rows of a frame: which are kept, and how they group.

use crate::frame::Frames;
use crate::memo::Seen;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::row_codes;
use crate::project::Filter;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::project::StatDecl;

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
            self.seen.note(format!("column {}.{}", self.name, column.name));
            column.key(row)
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Returns a column where the frame has it.
    pub fn optional(&self, name: &str) -> Option<&'a Column> {
        self.seen.note(format!("column {}.{name}", self.name));
        self.table.column(name)
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
        let codes = row_codes(&columns, self.table.rows());
        let mut members: Vec<Vec<usize>> = Vec::new();
        for row in rows {
            let Some(code) = codes.get(*row).copied().flatten() else { continue };
            members.resize_with(members.len().max(code + 1), Vec::new);
            members[code].push(*row);
        }
        let key = |row: usize| columns.iter().filter_map(move |column| column.key(row));
        let mut groups: Vec<Group> = members
            .into_iter()
            .filter_map(|rows| Some(Group { key: key(*rows.first()?).collect(), rows }))
            .collect();
        groups.sort_by(|a, b| natural(&a.key, &b.key));
        Ok(groups)
    }
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
