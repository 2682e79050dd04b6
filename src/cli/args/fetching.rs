//! What to fetch.

use std::path::PathBuf;

/// What to fetch.
#[derive(Debug, Clone, clap::Args)]
pub struct FetchArgs {
    /// Ask the engines of these frames; those of all frames that have one unless given
    pub names: Vec<String>,
    /// Run the programs of these frames
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub run: Vec<String>,
    /// Let the programs have a variable of your environment, such as `R_LIBS_USER`
    #[arg(long, value_name = "VARIABLE", requires = "run")]
    pub env: Vec<String>,
    /// Only ask the engines whether they have other data than when the frames were fetched
    #[arg(long, conflicts_with = "run")]
    pub check: bool,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}

/// What one connection is asked.
#[derive(Debug, Clone, clap::Args)]
pub struct ConnectionArgs {
    /// The question, in JSON
    pub question: String,
}
