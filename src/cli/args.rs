//! Arguments as typed.

use crate::output::typst::PATIENCE;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use std::path::PathBuf;

const START: &str = "\
To begin:
  reissue new demo && cd demo && reissue build
  reissue explain R0505       what a message means

Exit codes:
  0  done
  1  the report has errors, or a comparison found differences
  2  could not run: an argument, a program or the disk is at fault
  130, 143  stopped by Ctrl-C, or by a request to end";

const BUILDING: &str = "\
Examples:
  reissue build                      page and PDF
  reissue build --html-only          the page alone, without typst
  reissue build --install-typst      install typst first, once
  reissue build --draft              although claims fail, with the failed ones marked
  reissue build --lift               without the stamps of the embargo, once its time has come
  reissue build -C report-2025 -v    another folder, saying which steps ran and why";

const CHECKING: &str = "\
Examples:
  reissue check                           what is wrong, and what is unbound or goes too far
  reissue check --strict                  before you publish
  reissue check --message-format short    a line each, for an editor";

const PRINTING: &str = "\
Examples:
  reissue stats                          every statistic with interval, p and n
  reissue stats growth                   growth and all that is computed under it
  reissue stats growth --format csv      for a spreadsheet";

const EXPLAINING: &str = "\
Examples:
  reissue explain growth.difference         definition, formula, rows, files, interval, test
  reissue explain growth.difference --why   the chain from data file to page
  reissue explain claim:grew_faster         whether it holds, with the values
  reissue explain R0302                     what a message means and how it is mended";

const BEGINNING: &str = "\
The project's report is its own tutorial:
  reissue new demo && cd demo && reissue build
then open out/index.html.";

/// Narrative, statistics and charts become one publication, rebuilt when the data change
///
/// A report project holds `report/` (words and declarations) and `data/` (a data package).
/// `reissue build` checks the data, computes every statistic, tests every claim, draws every
/// figure and writes `out/`: a web page, a PDF, each figure and table as files, and a record of
/// the edition.
#[derive(Debug, Parser)]
#[command(name = "reissue", version = concat!(env!("CARGO_PKG_VERSION"), " (", env!("REISSUE_COMMIT"), ")"), max_term_width = 100, after_long_help = START)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// How messages are written
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Full)]
    pub message_format: MessageFormat,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Say for each step whether it ran, and why
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// When to colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the lines concerned
    Full,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the publication into `out/`
    ///
    /// Stops at the first stage with errors, shows all of them, and leaves the edition that is
    /// in `out/` as it was.
    #[command(after_long_help = BUILDING)]
    Build(BuildCommand),
    /// Check everything and write nothing
    ///
    /// Runs everything up to the pages: contract, frames, statistics, claims, chapters, charts.
    #[command(after_long_help = CHECKING)]
    Check(CheckArgs),
    /// Build again whenever something it read changes
    Watch(WatchArgs),
    /// Watch, and show the page in a browser, reloaded in place
    Serve(ServeArgs),
    /// Print statistics: all of them, or those whose id starts with ID
    #[command(after_long_help = PRINTING)]
    Stats(StatsArgs),
    /// Explain a statistic, a claim, a figure, a kind of statistic or a message code
    #[command(after_long_help = EXPLAINING)]
    Explain(ExplainArgs),
    /// List the figures, or lay all of them out on one sheet
    Figures(FiguresArgs),
    /// Make a small working project in a new folder
    #[command(after_long_help = BEGINNING)]
    New(NewArgs),
    /// Show what changed between two editions, ordered by how much it matters
    Diff(DiffArgs),
    /// Decide on what changed: accept, query or reject, by name and with a reason
    ///
    /// Without a decision among the arguments it asks for one on every open item. Decisions
    /// are kept in `report/review.yaml`; one lapses when its item changes again.
    Review(ReviewArgs),
    /// Build, and keep the edition with its sources in an archive that never changes
    ///
    /// Refused while a conclusion or number that changed since the last release is not
    /// accepted.
    Release(ReleaseArgs),
    /// List the releases, and check that none was altered
    Releases(ReleasesArgs),
    /// Pull a figure or a finding with everything that travels with it
    Press(PressArgs),
    /// Check that nothing in a press pack was altered
    Verify(VerifyArgs),
}

/// Where the project is and how to build it.
#[derive(Debug, Clone, clap::Args)]
pub struct BuildArgs {
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
    /// The folder to write, from the project's folder
    #[arg(long, default_value = "out")]
    pub out: PathBuf,
    /// Build although claims fail, with the failed ones marked in both outputs
    #[arg(long)]
    pub draft: bool,
    /// Treat bare numbers, and wording that goes too far, as errors
    #[arg(long)]
    pub strict: bool,
    /// Make an edition for each row of the frame named under `editions:`, too
    #[arg(long)]
    pub editions: bool,
    /// Leave the PDF out
    #[arg(long)]
    pub html_only: bool,
    /// The typst program to use
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
    /// Stop typst when it takes longer than this
    #[arg(long, value_name = "SECONDS", default_value_t = PATIENCE.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    pub typst_patience: u64,
    /// Install the tested typst with cargo when it is not there
    #[arg(long)]
    pub install_typst: bool,
    /// Wait for another build of this project to end
    #[arg(long)]
    pub wait: bool,
    /// Use nothing kept from earlier runs
    #[arg(long)]
    pub no_cache: bool,
    /// Write how long each step took, in the trace-event form
    #[arg(long, value_name = "FILE")]
    pub timings: Option<PathBuf>,
}

/// How to build, and whether the embargo ends.
#[derive(Debug, Clone, clap::Args)]
pub struct BuildCommand {
    /// How to build
    #[command(flatten)]
    pub build: BuildArgs,
    /// Whether the embargo ends
    #[command(flatten)]
    pub embargo: LiftArgs,
}

/// Whether the embargo ends.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct LiftArgs {
    /// Make clean files of what is under embargo, once its time has come
    #[arg(long)]
    pub lift: bool,
    /// Lift the embargo before its time, with a reason
    #[arg(long, requires = "lift", requires = "because")]
    pub force: bool,
    /// Why the embargo is lifted before its time; recorded in the files
    #[arg(long, value_name = "REASON", requires = "force")]
    pub because: Option<String>,
}

/// What to check.
#[derive(Debug, Clone, clap::Args)]
pub struct CheckArgs {
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
    /// Treat bare numbers, and wording that goes too far, as errors
    #[arg(long)]
    pub strict: bool,
    /// Report failed claims as warnings
    #[arg(long)]
    pub draft: bool,
    /// Check the edition of each row, too
    #[arg(long)]
    pub editions: bool,
    /// Compare with a release or another edition, and fail when it drifted
    #[arg(long, value_name = "EDITION")]
    pub against: Option<String>,
    /// What must have changed for that
    #[arg(long, value_enum, default_value_t = Weight::Numbers)]
    pub fail_on: Weight,
}

/// How to watch.
#[derive(Debug, Clone, clap::Args)]
pub struct WatchArgs {
    /// How to build
    #[command(flatten)]
    pub build: BuildArgs,
    /// Look at the files every SECONDS instead of waiting for events (for network mounts)
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub poll: Option<u64>,
}

/// How to serve.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArgs {
    /// How to watch
    #[command(flatten)]
    pub watch: WatchArgs,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:4040")]
    pub address: String,
}

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

/// What to compare.
#[derive(Debug, Clone, clap::Args)]
pub struct DiffArgs {
    /// The old edition: a release, a built folder, an `edition.json`, a project's folder, or
    /// `git:REV[:PATH]`; `git:HEAD` unless given. Paths start at the project's folder
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
    /// Accept the item of this id; `*` stands for anything
    #[arg(long, value_name = "ITEM")]
    pub accept: Vec<String>,
    /// Query the item
    #[arg(long, value_name = "ITEM")]
    pub query: Vec<String>,
    /// Reject the item
    #[arg(long, value_name = "ITEM")]
    pub reject: Vec<String>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    /// The date of the decision, to be recorded with it
    #[arg(long)]
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

/// How much a change must matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    /// Conclusions
    Conclusions,
    /// Conclusions and numbers as printed
    Numbers,
    /// These, figures, tables and words
    Words,
    /// Anything, method, data and layout included
    Any,
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

/// What to pull.
#[derive(Debug, Clone, clap::Args)]
pub struct PressArgs {
    /// Figures and findings by id; all unless given. With `--list`, words to look for
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
    /// `quote` or `json`; of a finding `quote`, `citation`, `text` or `json`
    #[arg(long)]
    pub format: Option<String>,
    /// The size of a picture: `social`, `card`, `square`, `story`, `column`, `print-single`
    /// or `print-double`
    #[arg(long, default_value = "social")]
    pub size: String,
    /// The tone of a picture: `light` or `dark`
    #[arg(long, default_value = "light")]
    pub tone: String,
    /// Print everything of one figure or finding that is pasted as text
    #[arg(long)]
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
    /// Whether the embargo ends
    #[command(flatten)]
    pub embargo: LiftArgs,
    /// Mark the pack as this recipient's copy; several make a pack each, and an access list
    #[arg(long = "for", value_name = "NAME")]
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
