//! The names of everything that a result can depend on.

use serde::Deserialize;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Something that can be looked at: a declaration, a table, a value, a file.
///
/// As text it is its sort and its id, `frame panel`; the same in keys, in the record of an
/// edition and in messages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Name {
    /// The settings of `report.yaml`.
    Report,
    /// A file, by its path in the project.
    File(String),
    /// A data file as the contract declares it.
    Resource(String),
    /// A frame: a query over resources and frames.
    Frame(String),
    /// The number of rows of a resource or frame, and the files behind it.
    Rows(String),
    /// The cells of one column.
    Column {
        /// The resource or frame.
        table: String,
        /// The column.
        column: String,
    },
    /// The words for the values of a column.
    Labels(String),
    /// A declared block of `statistics.yaml`.
    Block(String),
    /// A value that a block gives, by its dotted id.
    Statistic(String),
    /// The values of a block, arranged by its dimensions.
    Family(String),
    /// A declared figure.
    Figure(String),
    /// A declared picture.
    Picture(String),
    /// A declared quotation.
    Quotation(String),
    /// A declared table of the text.
    Table(String),
    /// A claim.
    Claim(String),
    /// A number in print that is held against the computed one.
    Published(String),
    /// A work of the bibliography.
    Work(String),
    /// A chapter, by its path.
    Chapter(String),
}

impl Name {
    /// Returns the name of a column's cells.
    pub fn column(table: impl Into<String>, column: impl Into<String>) -> Self {
        Self::Column { table: table.into(), column: column.into() }
    }

    /// Returns the sort of what it names: "figure".
    pub fn sort(&self) -> &'static str {
        self.parts().0
    }

    /// Returns the sort and the id, as text has them.
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Report => ("report", ""),
            Self::File(id) => ("file", id),
            Self::Resource(id) => ("resource", id),
            Self::Frame(id) => ("frame", id),
            Self::Rows(id) => ("rows", id),
            Self::Column { column, .. } => ("column", column),
            Self::Labels(id) => ("labels", id),
            Self::Block(id) => ("statistic", id),
            Self::Statistic(id) => ("value", id),
            Self::Family(id) => ("family", id),
            Self::Figure(id) => ("figure", id),
            Self::Picture(id) => ("picture", id),
            Self::Quotation(id) => ("quotation", id),
            Self::Table(id) => ("table", id),
            Self::Claim(id) => ("claim", id),
            Self::Published(id) => ("published", id),
            Self::Work(id) => ("work", id),
            Self::Chapter(id) => ("chapter", id),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.parts()) {
            (Self::Report, (sort, _)) => f.write_str(sort),
            (Self::Column { table, column }, (sort, _)) => {
                write!(f, "{sort} {column} of {table}")
            }
            (_, (sort, id)) => write!(f, "{sort} {id}"),
        }
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.to_string()
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (sort, id) = text.split_once(' ').unwrap_or((text, ""));
        let owned = id.to_owned();
        Ok(match sort {
            "report" if id.is_empty() => Self::Report,
            "file" => Self::File(owned),
            "resource" => Self::Resource(owned),
            "frame" => Self::Frame(owned),
            "rows" => Self::Rows(owned),
            // A column may be called anything; no table has a space in its name.
            "column" => match id.rsplit_once(" of ") {
                Some((column, table)) => Self::column(table, column),
                None => return Err(format!("`{text}` names no column of a table")),
            },
            "labels" => Self::Labels(owned),
            "statistic" => Self::Block(owned),
            "value" => Self::Statistic(owned),
            "family" => Self::Family(owned),
            "figure" => Self::Figure(owned),
            "picture" => Self::Picture(owned),
            "quotation" => Self::Quotation(owned),
            "table" => Self::Table(owned),
            "claim" => Self::Claim(owned),
            "published" => Self::Published(owned),
            "work" => Self::Work(owned),
            "chapter" => Self::Chapter(owned),
            _ => return Err(format!("`{text}` is the name of nothing known")),
        })
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_read_back_from_its_text() {
        let id = || "a.b c".to_owned();
        for name in [
            Name::Report,
            Name::File("data/a b.csv".to_owned()),
            Name::Resource(id()),
            Name::Frame(id()),
            Name::Rows(id()),
            Name::column("panel.old", "share of all"),
            Name::Labels(id()),
            Name::Block(id()),
            Name::Statistic(id()),
            Name::Family(id()),
            Name::Figure(id()),
            Name::Table(id()),
            Name::Claim(id()),
            Name::Published(id()),
            Name::Work(id()),
            Name::Chapter("report/chapters/1 one.md".to_owned()),
        ] {
            assert_eq!(name.to_string().parse(), Ok(name));
        }
        assert!("nothing known".parse::<Name>().is_err());
        assert!("column trees".parse::<Name>().is_err());
    }
}
