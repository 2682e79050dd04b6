//! What to compare, review and release.

use crate::cli::args::BuildArgs;
use crate::cli::args::weight::Weight;
use crate::model::moment::is_day;
use clap::ValueEnum;
use std::path::PathBuf;

/// What to compare.
#[derive(Debug, Clone, clap::Args)]
pub struct DiffArgs {
    /// The old edition: a release (`release:latest` is the last), a built folder, an
    /// `edition.json`, a project's folder, or `git:REV[:PATH]`; `git:HEAD` unless given. Paths start at the project's folder
    pub old: Option<String>,
    /// The new edition; the working tree unless given
    pub new: Option<String>,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
    /// The form
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Show everything, not one screen of it
    #[arg(long)]
    pub all: bool,
    /// The file to write; the standard output unless given
    #[arg(long, short = 'o', value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Write the comparison as a PDF too
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// The typst program to use for it
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
    /// Let the project's templates of PDFs use Typst packages, also from the network
    #[arg(long)]
    pub packages: bool,
    /// What must have changed for the exit code to be 1
    #[arg(long, value_enum, default_value_t = Weight::Any)]
    pub fail_on: Weight,
}

/// What to decide.
#[derive(Debug, Clone, clap::Args)]
pub struct ReviewArgs {
    /// The old edition, as for `diff`; the latest release, or else `git:HEAD`, unless given
    pub old: Option<String>,
    /// The new edition; the working tree unless given
    pub new: Option<String>,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
    /// Print every item with its standing, and decide nothing
    #[arg(long)]
    pub list: bool,
    /// Go through all classes, not only what a release waits for
    #[arg(long)]
    pub all: bool,
    /// Accept the item of this id; `*` stands for anything, but leaves alone what another
    /// person decided
    #[arg(long, value_name = "ITEM")]
    pub accept: Vec<String>,
    /// Query the item
    #[arg(long, value_name = "ITEM")]
    pub query: Vec<String>,
    /// Reject the item
    #[arg(long, value_name = "ITEM")]
    pub reject: Vec<String>,
    /// Say something of the item, in `--because`, and decide nothing
    #[arg(long, value_name = "ITEM")]
    pub comment: Vec<String>,
    /// Leave the item to the person named by `--to`
    #[arg(long, value_name = "ITEM", requires = "to")]
    pub assign: Vec<String>,
    /// Who is to decide on what is assigned
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Until when what is assigned is to be decided
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub due: Option<String>,
    /// Write a sheet to print and sign, as HTML, and decide nothing
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    /// The date of the decision, to be recorded with it
    #[arg(long, value_parser = day)]
    pub date: Option<String>,
}

/// What to release.
#[derive(Debug, Clone, clap::Args)]
pub struct ReleaseArgs {
    /// The release's id, such as `2025-07`
    pub id: Option<String>,
    /// How to build it
    #[command(flatten)]
    pub build: BuildArgs,
    /// Release clean files of what was under embargo, once its time has come
    #[arg(long)]
    pub lift: bool,
    /// Release although items are not accepted
    #[arg(long)]
    pub force: bool,
    /// Why it is forced, to be recorded
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    /// The date of the release; the edition's own unless given
    #[arg(long)]
    pub date: Option<String>,
    /// The edition it is compared with; the latest release unless given
    #[arg(long, value_name = "EDITION")]
    pub against: Option<String>,
    /// Print a draft of the notice of corrections and revisions, and release nothing
    #[arg(long)]
    pub notice: bool,
}

/// Which releases.
#[derive(Debug, Clone, clap::Args)]
pub struct ReleasesArgs {
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// The form of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal
    Text,
    /// For a merge request
    Markdown,
    /// One web page that works from disk
    Html,
    /// For programs
    Json,
}

/// Reads a day of the calendar.
fn day(text: &str) -> Result<String, String> {
    if text.len() == 10 && is_day(text) {
        Ok(text.to_owned())
    } else {
        Err("write a day of the calendar as `2026-07-01`".to_owned())
    }
}
