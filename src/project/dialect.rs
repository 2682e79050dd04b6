//! How a CSV file is written: the Table Dialect of Data Package v2.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// How a CSV file is written. Rows are numbered as an editor numbers lines, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DialectDecl {
    /// The profile; read by other tools.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Whether a header names the columns; without one they are the schema's, in order.
    pub header: bool,
    /// The lines of the header; what stands above them is no data.
    pub header_rows: Vec<u64>,
    /// What joins the lines of a header of several.
    pub header_join: String,
    /// Lines that are no data.
    pub comment_rows: Vec<u64>,
    /// Begins a line that is no data.
    pub comment_char: Option<Symbol>,
    /// How many rows at the end are no data: totals, footnotes. Not part of the standard.
    pub footer_rows: usize,
    /// What stands between cells.
    pub delimiter: Symbol,
    /// How a line ends; any of the three is read.
    pub line_terminator: LineEnd,
    /// What stands around a cell that holds a delimiter.
    pub quote_char: Symbol,
    /// Whether two quotes within a cell are one.
    pub double_quote: bool,
    /// The character before a quote within a cell; unless given, such a quote is written as two.
    pub escape_char: Option<Symbol>,
    /// A cell that stands for a missing value.
    pub null_sequence: Option<String>,
    /// Whether spaces after a delimiter belong to no cell.
    pub skip_initial_space: bool,
}

impl DialectDecl {
    /// Returns whether a file is written as most are: a header, commas, double quotes.
    pub fn is_plain(&self) -> bool {
        let usual = Self {
            schema: self.schema.clone(),
            line_terminator: self.line_terminator,
            null_sequence: self.null_sequence.clone(),
            ..Self::default()
        };
        *self == usual
    }
}

impl Default for DialectDecl {
    fn default() -> Self {
        Self {
            schema: None,
            header: true,
            header_rows: vec![1],
            header_join: " ".to_owned(),
            comment_rows: Vec::new(),
            comment_char: None,
            footer_rows: 0,
            delimiter: Symbol(b','),
            line_terminator: LineEnd::default(),
            quote_char: Symbol(b'"'),
            double_quote: true,
            escape_char: None,
            null_sequence: None,
            skip_initial_space: false,
        }
    }
}

/// The end of a line.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
pub enum LineEnd {
    /// As in the standard.
    #[default]
    #[serde(rename = "\r\n")]
    CarriageReturnLineFeed,
    /// Unix.
    #[serde(rename = "\n")]
    LineFeed,
    /// Old Macintosh.
    #[serde(rename = "\r")]
    CarriageReturn,
}

/// One character of ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "String")]
pub struct Symbol(pub u8);

impl Symbol {
    /// Returns the character.
    pub fn char(self) -> char {
        char::from(self.0)
    }
}

impl Serialize for Symbol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_char(self.char())
    }
}

impl<'de> Deserialize<'de> for Symbol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_bytes() {
            [one] if one.is_ascii() => Ok(Self(*one)),
            _ => Err(serde::de::Error::custom(format!(
                "expected one character, found `{}`",
                text.escape_debug()
            ))),
        }
    }
}
