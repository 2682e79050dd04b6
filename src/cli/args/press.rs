//! What to pull for the press, and what to verify.

use crate::cli::args::LiftArgs;
use std::path::PathBuf;

/// What to pull.
#[derive(Debug, Clone, clap::Args)]
pub struct PressArgs {
    /// News releases, figures and findings by id; all unless given. With `--list`, words to look for
    pub ids: Vec<String>,
    /// The edition: a built folder
    #[arg(long, default_value = "out")]
    pub edition: PathBuf,
    /// The folder, `.zip` or, with `--format`, file to write; `-` is the standard output. Unless
    /// given, `press`, or the file's own name
    #[arg(long, short = 'o')]
    pub to: Option<PathBuf>,
    /// The project's folder, for templates of its own
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
    /// Print what can be pulled: id, kind and words; or what speaks of the words given
    #[arg(long)]
    pub list: bool,
    /// One form of one figure: `png`, `svg`, `csv`, `caption`, `alt`, `citation`, `embed`,
    /// `quote`, `post` or `json`; of a finding `quote`, `citation`, `text`, `post` or `json`; of a news
    /// release `text` or `markdown`
    #[arg(long)]
    pub format: Option<String>,
    /// The size of a picture: `social`, `card`, `square`, `story`, `column`, `print-single`,
    /// `print-double`, or one that no pack holds: `slide`, `portrait`; `social` unless given
    #[arg(long, requires = "format")]
    pub size: Option<String>,
    /// The tone of a picture: `light` or `dark`; `light` unless given
    #[arg(long, requires = "format")]
    pub tone: Option<String>,
    /// Print everything of one news release, figure or finding that is pasted as text
    #[arg(long, conflicts_with = "format")]
    pub copy_text: bool,
    /// Say what changed since this edition: a release, a built folder, an `edition.json` or
    /// `git:REV`; the latest release unless given
    #[arg(long, value_name = "EDITION")]
    pub since: Option<String>,
    /// Leave the PDFs out
    #[arg(long)]
    pub no_pdf: bool,
    /// The typst program to use
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
    /// Let the project's templates of PDFs use Typst packages, also from the network
    #[arg(long)]
    pub packages: bool,
    /// Whether the embargo ends
    #[command(flatten)]
    pub embargo: LiftArgs,
    /// Mark the pack as this recipient's copy; several make a pack each, and an access list
    #[arg(long = "for", value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub recipients: Vec<String>,
    /// Say of files whether they are current, superseded or altered
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["list", "format", "copy_text", "to"])]
    pub verify: Vec<PathBuf>,
}

/// What to verify.
#[derive(Debug, Clone, clap::Args)]
pub struct VerifyArgs {
    /// A press pack: a folder or a `.zip`
    pub pack: PathBuf,
    /// The seal that the pack must have, as `reissue press` said it
    #[arg(long, value_name = "HASH")]
    pub seal: Option<String>,
}
