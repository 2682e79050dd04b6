//! The terminal: data to stdout, everything else to stderr. Nothing that a project holds acts on
//! the terminal: it is shown by [`visible`].

use crate::cli::args::Args;
use crate::cli::args::Colour;
use crate::cli::args::MessageFormat;
use crate::cli::environment::Environment;
use crate::diff::Screen;
use crate::diff::WIDTH;
use crate::model::diagnostic;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Sarif;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Style;
use crate::model::visible::visible;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::path::Component;
use std::path::Path;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

/// The project's folder in its repository, with its slash: services know files by it.
static FOLDER: OnceLock<String> = OnceLock::new();

/// What was found, for the one SARIF document of a run.
static SARIF: Mutex<Sarif> = Mutex::new(Sarif::new());

/// How a run speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui {
    format: MessageFormat,
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
            MessageFormat::Json => Style::Json,
            MessageFormat::Short | MessageFormat::Github | MessageFormat::Sarif => {
                Style::Short
            }
        };
        let folder = args.command.project().map(in_repository).unwrap_or_default();
        FOLDER.get_or_init(|| folder);
        let format = args.message_format;
        Self {
            format,
            style,
            quiet: args.quiet,
            verbose: args.verbose,
            ci: environment.ci,
        }
    }

    /// Writes data.
    pub(super) fn data(self, text: &str) {
        let mut out = std::io::stdout().lock();
        // A reader that closes the pipe has seen enough.
        let _ = out.write_all(visible(text).as_bytes());
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
        let _ = writeln!(std::io::stderr().lock(), "{}", visible(text));
    }

    /// Asks something; none when nobody answers.
    pub(super) fn ask(self, question: &str) -> Option<String> {
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{}", visible(question));
        let _ = err.flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer).ok()?;
        (read > 0).then_some(answer)
    }

    /// Ends what is written as one document.
    pub(super) fn finish(self) {
        if self.format == MessageFormat::Sarif {
            let all = SARIF.lock().unwrap_or_else(PoisonError::into_inner);
            self.data(&all.finish(env!("CARGO_PKG_VERSION")));
        }
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
        let folder = FOLDER.get().map_or("", String::as_str);
        let text = match self.format {
            MessageFormat::Github => diagnostic::github(&shown, sources, folder),
            MessageFormat::Sarif => {
                let mut all = SARIF.lock().unwrap_or_else(PoisonError::into_inner);
                all.add(&shown, sources, folder);
                return;
            }
            MessageFormat::Full | MessageFormat::Short | MessageFormat::Json => {
                diagnostic::render(&shown, sources, self.style)
            }
        };
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        if matches!(self.style, Style::Full { .. }) {
            self.urgent(&format!("\n{}", diagnostic::summary(&shown)));
        }
    }
}

/// Returns a folder as a prefix of paths in the repository.
fn in_repository(folder: &Path) -> String {
    let mut out = String::new();
    for part in folder.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => out.push('/'),
            other => {
                out.push_str(&other.as_os_str().to_string_lossy());
                out.push('/');
            }
        }
    }
    out
}

/// Returns the room of the terminal; of anything else, lines of a usual width and as many as it takes.
pub(super) fn screen() -> Screen {
    match console::Term::stdout().size_checked() {
        Some((rows, columns)) if columns > 0 => {
            let rows = Some(usize::from(rows)).filter(|rows| *rows > 0);
            Screen { width: usize::from(columns), rows }
        }
        _ => Screen { width: WIDTH, rows: None },
    }
}
