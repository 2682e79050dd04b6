//! How to check and build, once or whenever something changes.

use crate::cli::args::weight::Weight;
use crate::output::typst::PATIENCE;
use std::path::PathBuf;

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
    /// Let the project's templates of PDFs use Typst packages, also from the network
    #[arg(long)]
    pub packages: bool,
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
    /// Make only these documents of `documents:`, by id; what else is in the folder is kept as long as
    /// it is made of the same values, and left out otherwise
    #[arg(long, value_name = "ID", num_args = 1.., conflicts_with = "editions")]
    pub only: Vec<String>,
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
