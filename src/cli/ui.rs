//! The terminal: data to stdout, everything else to stderr.

use crate::cli::args::Args;
use crate::cli::args::Colour;
use crate::cli::args::MessageFormat;
use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::Sources;
use crate::diag::Style;
use crate::make::Progress;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

/// How a run speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui {
    style: Style,
    quiet: bool,
    pub(super) verbose: bool,
}

#[expect(clippy::unused_self, reason = "whoever holds the terminal may speak")]
impl Ui {
    pub(super) fn new(args: &Args, no_color: bool) -> Self {
        let colour = match args.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => !no_color && std::io::stderr().is_terminal(),
        };
        let style = match args.message_format {
            MessageFormat::Full => Style::Full { colour },
            MessageFormat::Short => Style::Short,
            MessageFormat::Json => Style::Json,
        };
        Self { style, quiet: args.quiet, verbose: args.verbose }
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
            .filter(|one| !self.quiet || one.severity == diag::Severity::Error)
            .cloned()
            .collect();
        if shown.is_empty() {
            return;
        }
        let text = diag::render(&shown, sources, self.style);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        if matches!(self.style, Style::Full { .. }) {
            self.urgent(&format!("\n{}", diag::summary(&shown)));
        }
    }

    /// Returns a line of progress: live on a terminal, nothing elsewhere.
    pub(super) fn progress(self) -> Line {
        let live = !self.quiet
            && matches!(self.style, Style::Full { .. })
            && std::io::stderr().is_terminal();
        let bar = live.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Line { bar, running: Mutex::default() }
    }
}

/// A line of progress.
#[derive(Debug)]
pub(super) struct Line {
    bar: Option<ProgressBar>,
    running: Mutex<Vec<String>>,
}

impl Line {
    fn show(&self, running: &[String]) {
        if let Some(bar) = &self.bar {
            bar.set_message(running.join(", "));
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Line {
    fn begin(&self, name: &str) {
        if let Ok(mut running) = self.running.lock() {
            running.push(name.to_owned());
            self.show(&running);
        }
    }

    fn end(&self, name: &str) {
        if let Ok(mut running) = self.running.lock() {
            running.retain(|other| other != name);
            self.show(&running);
        }
    }
}
