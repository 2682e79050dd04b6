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
    /// A topic (`topics` lists them), a file such as `figures.yaml`, a key such as
    /// `figure.layout`, `charts`, `chart:NAME`, `kinds`, `kind:NAME`, a code such as R0302, or
    /// words to search for; of the project the id of a statistic or of a block of them,
    /// `claim:ID`, `figure:ID`, `table:ID`, `frame:NAME`, `file:PATH`, `page:CHAPTER`
    #[arg(value_name = "WHAT")]
    pub id: Vec<String>,
    /// Show the chain from data file to page
    #[arg(long)]
    pub why: bool,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// Which schema.
#[derive(Debug, Clone, clap::Args)]
pub struct SchemaArgs {
    /// The file, such as `figures.yaml`; all are listed unless given
    pub file: Option<String>,
}

/// Which templates.
#[derive(Debug, Clone, clap::Args)]
pub struct TemplatesArgs {
    /// Copy one into the project's `templates/`, where it takes the place of the built-in one
    #[arg(long, value_name = "NAME")]
    pub copy: Option<String>,
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
