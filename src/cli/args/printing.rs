//! What to print, explain, draw or begin.

use clap::ValueEnum;
use std::path::PathBuf;

/// What to print.
#[derive(Debug, Clone, clap::Args)]
pub struct StatsArgs {
    /// An id, or the start of ids
    pub id: Option<String>,
    /// The form
    #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
    pub format: StatsFormat,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// The form of printed statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// Columns for people
    Table,
    /// One JSON object
    Json,
    /// Comma-separated values
    Csv,
}

/// What to explain.
#[derive(Debug, Clone, clap::Args)]
pub struct ExplainArgs {
    /// The id of a statistic or of a block of them, `claim:ID`, `figure:ID`, `table:ID`,
    /// `frame:NAME`, `file:PATH`, `page:CHAPTER`, `kinds`, `kind:NAME`, or a code such as R0302
    pub id: String,
    /// Show the chain from data file to page
    #[arg(long)]
    pub why: bool,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// Which figures, and what to make of them.
#[derive(Debug, Clone, clap::Args)]
pub struct FiguresArgs {
    /// Figures by id; all unless given
    pub ids: Vec<String>,
    /// Write a page with every figure in light, dark, print and grey at three widths
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "figures.html")]
    pub sheet: Option<PathBuf>,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// What to make.
#[derive(Debug, Clone, clap::Args)]
pub struct NewArgs {
    /// The new folder
    pub folder: PathBuf,
}
