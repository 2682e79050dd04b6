//! Arguments as typed.

mod building;
mod comparing;
mod fetching;
mod press;
mod printing;
mod weight;

pub use building::BuildArgs;
pub use building::BuildCommand;
pub use building::CheckArgs;
pub use building::LiftArgs;
pub use building::ServeArgs;
pub use building::WatchArgs;
pub use comparing::DiffArgs;
pub use comparing::DiffFormat;
pub use comparing::ReleaseArgs;
pub use comparing::ReleasesArgs;
pub use comparing::ReviewArgs;
pub use fetching::ConnectionArgs;
pub use fetching::FetchArgs;
pub use press::PressArgs;
pub use press::VerifyArgs;
pub use printing::BrandArgs;
pub use printing::CiService;
pub use printing::DataAddArgs;
pub use printing::DataArgs;
pub use printing::DataCommand;
pub use printing::DataLookArgs;
pub use printing::DataReplaceArgs;
pub use printing::ExplainArgs;
pub use printing::FiguresArgs;
pub use printing::ManualArgs;
pub use printing::NewArgs;
pub use printing::SchemaArgs;
pub use printing::StatsArgs;
pub use printing::StatsFormat;
pub use printing::TemplatesArgs;
pub use weight::Weight;

use crate::model::budget;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use std::path::Path;

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
  reissue check --message-format short    a line each, for an editor
  reissue check --message-format sarif > found.sarif    for a service that reads SARIF";

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
  reissue explain topics                    everything that can be explained
  reissue explain figures.yaml              every key of a file
  reissue explain figure.layout             one key, with its values and an example
  reissue explain chart:line                a kind of chart
  reissue explain stack bars                where these words lead
  reissue explain R0302                     what a message means and how it is mended";

const FETCHING: &str = "\
Examples:
  reissue fetch                                  ask the engines of all frames that have one
  reissue fetch --check                          only ask whether they have other data
  reissue fetch --run model                      run the program of the frame `model`
  reissue fetch --run model --env R_LIBS_USER    let it have a variable of yours";

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
    /// Turns that the loops of a chapter may take together, and 80 bytes of text for each
    #[arg(long, global = true, value_name = "N", default_value_t = budget::TURNS, hide_short_help = true)]
    pub max_turns: u64,
    /// Rows that a query may make, at the end or on the way
    #[arg(long, global = true, value_name = "N", default_value_t = budget::ROWS, hide_short_help = true)]
    pub max_rows: u64,
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
    /// Annotations of GitHub's workflows
    Github,
    /// One SARIF document of all findings, on the standard output
    Sarif,
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
    /// Explain a file, a key, a chart, a kind of statistic, a message, or anything of the project
    #[command(after_long_help = EXPLAINING)]
    Explain(ExplainArgs),
    /// Build the whole manual as a report: a page with search, and a PDF
    ///
    /// It holds what `explain` prints, with a picture of every kind of chart. Nothing is fetched; a
    /// second call is up to date at once.
    Manual(ManualArgs),
    /// Print the JSON Schema of a file, for editors
    Schema(SchemaArgs),
    /// List the built-in templates, or copy one to change it
    Templates(TemplatesArgs),
    /// Serve an editor: findings as you type, completion, cards, renames (over stdio)
    Lsp,
    /// List the figures, or lay all of them out on one sheet
    Figures(FiguresArgs),
    /// Print the publisher's colours, or lay out colours, type and logo on one sheet
    Brand(BrandArgs),
    /// Make a small working project in a new folder
    #[command(after_long_help = BEGINNING)]
    New(NewArgs),
    /// Describe data files in the contract, check them, and look at them
    Data(DataArgs),
    /// Make the frames that engines or programs make, and keep them in `data/extracts/`
    ///
    /// An engine is reached by a profile of yours, and answers the SQL of the project. A program
    /// that a project names runs only here, when it is asked for by the name of its frame: on a
    /// copy of what it reads, without network where the system can, within limits of time and
    /// memory. It may still read and write what you may: run what you trust.
    #[command(after_long_help = FETCHING)]
    Fetch(FetchArgs),
    /// Answer one question to an engine, for `fetch`
    #[command(name = crate::make::CONNECTION, hide = true)]
    Connection(ConnectionArgs),
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

impl Command {
    /// Returns the folder of the project, where the command has one.
    pub fn project(&self) -> Option<&Path> {
        Some(match self {
            Self::Build(args) => &args.build.project,
            Self::Check(args) => &args.project,
            Self::Watch(args) => &args.build.project,
            Self::Serve(args) => &args.watch.build.project,
            Self::Diff(args) => &args.project,
            Self::Review(args) => &args.project,
            Self::Release(args) => &args.build.project,
            Self::Press(args) => &args.project,
            Self::Releases(args) => &args.project,
            _ => return None,
        })
    }
}
