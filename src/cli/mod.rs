//! Arguments to a request, results to the terminal.
//!
//! **In:** the command line; the environment is read here alone.
//! **Out:** an exit code: 0 done, 1 the report has errors or editions differ, 2 could not run;
//! stopped by Ctrl-C or a request to end, it ends by that signal.
//! **Guarantees:** data go to stdout, everything else to stderr.

mod access;
mod args;
mod brand;
mod build;
mod data;
mod diff;
mod embargo;
mod environment;
mod explain;
mod fetch;
mod figures;
mod given;
mod guards;
mod interrupt;
mod new;
mod press;
mod manual;
mod release;
mod replace;
mod review;
mod progress;
mod sheet;
mod side;
mod stats;
mod steps;
mod ui;
mod verify;
mod watch;
mod why;

use crate::cli::args::Args;
use crate::cli::args::Command;
use crate::cli::args::MessageFormat;
use crate::cli::environment::Environment;
use crate::cli::ui::Ui;
use crate::output;
use clap::CommandFactory as _;
use clap::Parser as _;
use clap::error::ErrorKind;
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
    let endless = matches!(args.command, Command::Watch(_) | Command::Serve(_));
    if endless && args.message_format == MessageFormat::Sarif {
        let message =
            "a SARIF document ends, and this does not: use `--message-format json`";
        let _ = Args::command().error(ErrorKind::ArgumentConflict, message).print();
        return Exit::Failed.into();
    }
    interrupt::heed();
    crate::model::budget::set(args.max_turns, args.max_rows);
    let environment = Environment::read();
    let ui = Ui::new(&args, &environment);
    let exit = match &args.command {
        Command::Build(args) => build::command(ui, args, &environment),
        Command::Check(args) => build::check(ui, args, &environment),
        Command::Stats(args) => stats::stats(ui, args, &environment.seal()),
        Command::Explain(args) => explain::explain(ui, args, &environment),
        Command::Schema(args) => manual::schema(ui, args),
        Command::Manual(args) => manual::manual(ui, args, &environment),
        Command::Templates(args) => manual::templates(ui, args),
        Command::Lsp => manual::lsp(ui),
        Command::Brand(args) => brand::brand(ui, args, &environment.seal()),
        Command::Figures(args) => figures::figures(ui, args, &environment.seal()),
        Command::New(args) => new::new(ui, args),
        Command::Data(args) => data::data(ui, args, &environment.seal()),
        Command::Fetch(args) => fetch::fetch(ui, args, &environment),
        Command::Connection(args) => fetch::connection(ui, args),
        Command::Watch(args) => watch::watch(ui, args, &environment),
        Command::Serve(args) => watch::serve(ui, args, &environment),
        Command::Press(args) => press::press(ui, args, &environment),
        Command::Verify(args) => verify::verify(ui, args),
        Command::Review(args) => review::review(ui, args, &environment),
        Command::Release(args) => release::release(ui, args, &environment),
        Command::Releases(args) => release::releases(ui, args),
        Command::Diff(args) => diff::diff(ui, args, &environment),
    };
    ui.finish();
    output::see_off();
    exit.into()
}
