//! The terminal: data to stdout, everything else to stderr.

use crate::cli::args::Args;
use crate::cli::args::Colour;
use crate::cli::args::MessageFormat;
use crate::cli::environment::Environment;
use crate::model::diagnostic;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Style;
use std::io::IsTerminal as _;
use std::io::Write as _;

/// How a run speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui {
    pub(super) style: Style,
    pub(super) quiet: bool,
    pub(super) ci: bool,
    pub(super) verbose: bool,
}

#[expect(clippy::unused_self, reason = "whoever holds the terminal may speak")]
impl Ui {
    pub(super) fn new(args: &Args, environment: &Environment) -> Self {
        let colour = match args.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => !environment.no_color && std::io::stderr().is_terminal(),
        };
        let style = match args.message_format {
            MessageFormat::Full => Style::Full { colour },
            MessageFormat::Short => Style::Short,
            MessageFormat::Json => Style::Json,
        };
        Self { style, quiet: args.quiet, verbose: args.verbose, ci: environment.ci }
    }

    /// Writes data.
    pub(super) fn data(self, text: &str) {
        let mut out = std::io::stdout().lock();
        // A reader that closes the pipe has seen enough.
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }

    /// Writes data that is no text.
    pub(super) fn bytes(self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes);
        let _ = out.flush();
    }

    /// Says something, unless asked to be quiet.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            self.urgent(text);
        }
    }

    /// Says something in any case.
    pub(super) fn urgent(self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Asks something; none when nobody answers.
    pub(super) fn ask(self, question: &str) -> Option<String> {
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{question}");
        let _ = err.flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer).ok()?;
        (read > 0).then_some(answer)
    }

    /// Draws findings, and a line with their number.
    pub(super) fn findings(self, found: &[Diagnostic], sources: &Sources) {
        let shown: Vec<Diagnostic> = found
            .iter()
            .filter(|one| !self.quiet || one.severity == diagnostic::Severity::Error)
            .cloned()
            .collect();
        if shown.is_empty() {
            return;
        }
        let text = diagnostic::render(&shown, sources, self.style);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        if matches!(self.style, Style::Full { .. }) {
            self.urgent(&format!("\n{}", diagnostic::summary(&shown)));
        }
    }
}

/// Returns how many letters a line of the terminal holds; of anything else, what is usual.
pub(super) fn width() -> usize {
    match console::Term::stdout().size_checked() {
        Some((_, columns)) if columns > 0 => usize::from(columns),
        _ => crate::diff::WIDTH,
    }
}
