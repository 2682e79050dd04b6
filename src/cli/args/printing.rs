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

/// Where the manual is built.
#[derive(Debug, Clone, clap::Args)]
pub struct ManualArgs {
    /// Show the page in the browser
    #[arg(long)]
    pub open: bool,
    /// The folder to write; one in the user's cache unless given
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// Leave the PDF out
    #[arg(long)]
    pub html_only: bool,
    /// The typst program to use
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
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

/// What to make of the publisher's identity.
#[derive(Debug, Clone, clap::Args)]
pub struct BrandArgs {
    /// Write a page with all colours and contrasts, the type, the logo and a chart in each look
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "brand.html")]
    pub sheet: Option<PathBuf>,
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
    /// The new folder; it may also be the last of what follows `--from`
    #[arg(required_unless_present = "from")]
    pub folder: Option<PathBuf>,
    /// Make it around these data files: CSV, XLSX, XLS, XLSB, ODS, or folders of them
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// Write the workflow of a service that checks and builds every change; in a folder that
    /// holds a report already, nothing else
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub ci: Option<CiService>,
}

/// A service that runs a workflow for every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CiService {
    /// `.github/workflows/report.yml`
    Github,
    /// `.gitlab-ci.yml`
    Gitlab,
}

/// What to do with data.
#[derive(Debug, Clone, clap::Args)]
pub struct DataArgs {
    /// What to do
    #[command(subcommand)]
    pub command: DataCommand,
}

/// What to do with data.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum DataCommand {
    /// Guess the contract of data files from the files, and write it
    ///
    /// Files from elsewhere are copied into `data/`. What was guessed is said, to be checked.
    Add(DataAddArgs),
    /// Put a new form of a data file in place of the old one, after saying what it changes
    ///
    /// Prints columns, rows by key, periods, categories and revised values that differ. Nothing is
    /// written without `--accept`. The old form stays in the release that holds it, or in
    /// `releases/data/`.
    Replace(DataReplaceArgs),
    /// Hold every data file to its contract
    Check(DataLookArgs),
    /// Show what tables hold: ranges, distinct values, missing cells, first rows
    Describe(DataLookArgs),
}

/// Which files.
#[derive(Debug, Clone, clap::Args)]
pub struct DataAddArgs {
    /// Files, or folders of them; files of one shape become one resource
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Print the contract, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// Which file, and for which resource.
#[derive(Debug, Clone, clap::Args)]
pub struct DataReplaceArgs {
    /// The resource whose file is replaced
    pub name: String,
    /// The new form of its file
    pub file: PathBuf,
    /// Write it
    #[arg(long)]
    pub accept: bool,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// Which table.
#[derive(Debug, Clone, clap::Args)]
pub struct DataLookArgs {
    /// A resource or frame; all resources unless given
    pub name: Option<String>,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}
