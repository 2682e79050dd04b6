//! What to fetch.

use std::path::PathBuf;

/// What to fetch.
#[derive(Debug, Clone, clap::Args)]
pub struct FetchArgs {
    /// Run the programs of these frames; without it, the frames that have one are listed
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub run: Vec<String>,
    /// Let the programs have a variable of your environment, such as `R_LIBS_USER`
    #[arg(long, value_name = "VARIABLE", requires = "run")]
    pub env: Vec<String>,
    /// The project's folder
    #[arg(long, short = 'C', default_value = ".")]
    pub project: PathBuf,
}
