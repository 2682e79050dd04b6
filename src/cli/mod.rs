//! Arguments to a request, results to the terminal.
//!
//! **In:** the command line; the environment is read here alone.
//! **Out:** an exit code: 0 done, 1 the report has errors or editions differ, 2 could not run;
//! stopped by Ctrl-C or a request to end, it ends by that signal.
//! **Guarantees:** data go to stdout, everything else to stderr.

mod args;
mod build;
mod data;
mod diff;
mod embargo;
mod explain;
mod figures;
mod guards;
mod interrupt;
mod new;
mod press;
mod manual;
mod release;
mod review;
mod progress;
mod side;
mod stats;
mod steps;
mod ui;
mod verify;
mod watch;
mod why;

use crate::cli::args::Args;
use crate::cli::args::Command;
use crate::cli::ui::Ui;
use crate::make::Seal;
use crate::output;
use clap::Parser as _;
use std::ffi::OsString;
use std::process::ExitCode;

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done,
    /// The report has errors, or editions differ.
    Found,
    /// Could not run.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Found => Self::from(1),
            Exit::Failed => Self::from(2),
        }
    }
}

/// What the environment says.
#[derive(Debug, Clone, Default)]
struct Environment {
    no_color: bool,
    /// Whether this is a run of continuous integration.
    ci: bool,
    typst: Option<std::path::PathBuf>,
    cache: Option<std::path::PathBuf>,
    /// Where what belongs to this user on this machine is kept.
    state: Option<std::path::PathBuf>,
    path: Vec<std::path::PathBuf>,
}

impl Environment {
    /// Returns the seal on what is kept between runs.
    fn seal(&self) -> Seal {
        Seal::kept(self.state.as_deref())
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here alone")]
fn environment() -> Environment {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let home = set("HOME").or_else(|| set("USERPROFILE")).map(std::path::PathBuf::from);
    let cache = set("XDG_CACHE_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| home.as_ref().map(|home| home.join(".cache")))
        .map(|cache| cache.join("reissue"));
    let state = set("XDG_STATE_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| home.map(|home| home.join(".local").join("state")))
        .map(|state| state.join("reissue"));
    let path = set("PATH").map(|path| std::env::split_paths(&path).collect());
    Environment {
        no_color: set("NO_COLOR").is_some(),
        ci: set("CI").is_some_and(|value| value != "false"),
        typst: set("REISSUE_TYPST").map(std::path::PathBuf::from),
        cache,
        state,
        path: path.unwrap_or_default(),
    }
}

/// Runs the program with its arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Failed } else { Exit::Done };
            let _ = error.print();
            return code.into();
        }
    };
    interrupt::heed();
    crate::model::budget::set(args.max_turns, args.max_rows);
    let environment = environment();
    let ui = Ui::new(&args, &environment);
    let exit = match &args.command {
        Command::Build(args) => build::command(ui, args, &environment),
        Command::Check(args) => build::check(ui, args, &environment),
        Command::Stats(args) => stats::stats(ui, args),
        Command::Explain(args) => explain::explain(ui, args),
        Command::Schema(args) => manual::schema(ui, args),
        Command::Templates(args) => manual::templates(ui, args),
        Command::Lsp => manual::lsp(ui),
        Command::Figures(args) => figures::figures(ui, args),
        Command::New(args) => new::new(ui, args),
        Command::Data(args) => data::data(ui, args),
        Command::Watch(args) => watch::watch(ui, args, &environment),
        Command::Serve(args) => watch::serve(ui, args, &environment),
        Command::Press(args) => press::press(ui, args, &environment),
        Command::Verify(args) => verify::verify(ui, args),
        Command::Review(args) => review::review(ui, args, &environment),
        Command::Release(args) => release::release(ui, args, &environment),
        Command::Releases(args) => release::releases(ui, args),
        Command::Diff(args) => diff::diff(ui, args, &environment),
    };
    output::see_off();
    exit.into()
}
