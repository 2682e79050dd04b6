//! The `typst` program as a child process: found, installed, asked its version, run.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::key::Key;
use crate::output::child::Busy;
use crate::output::child::Late;
use crate::output::child::Output;
use crate::output::child::Running;
use crate::output::typst::Bundle;
use crate::output::typst::Refused;
use crate::output::typst::ahead;
use crate::output::typst::ahead::Ahead;
use crate::output::typst::is_whole;
use crate::output::typst::kept::Kept;
use crate::output::typst::setting::MEMORY;
use crate::output::typst::setting::Setting;
use crate::output::typst::setting::confine;
use crate::output::typst::setting::options;
use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::time::Duration;

/// The version that was tested, and that `--install-typst` installs.
pub const TESTED: &str = "0.15.1";
/// How long a run may take, unless said.
pub const PATIENCE: Duration = Duration::from_mins(5);
/// How long the answer to `--version` may take.
const ANSWER: Duration = Duration::from_secs(20);

/// What a program says of its version: asked when it is found, and heard when it is needed.
#[derive(Debug)]
struct Version {
    asked: Mutex<Option<std::io::Result<Running>>>,
    said: OnceLock<Result<String>>,
}

/// A `typst` that was found, with what it says of itself.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    version: Arc<Version>,
    patience: Duration,
    /// Whether templates may use packages, which come from the user's folders or the network.
    packages: bool,
    kept: Option<Arc<Kept>>,
    ahead: Arc<Ahead>,
}

fn missing() -> Failure {
    Diagnostic::error(Code::R0601, "the `typst` program was not found")
        .help(
            "run `reissue build --install-typst` once, name it with `--typst PATH`, or leave \
             the PDF out with `--html-only`",
        )
        .into()
}

/// Where an earlier install put the program.
fn installed(cache: &Path) -> PathBuf {
    let name = if cfg!(windows) { "typst.exe" } else { "typst" };
    cache.join(format!("typst-{TESTED}")).join("bin").join(name)
}

#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
impl Program {
    /// Finds the program: the one asked for, else an earlier install, else the search path.
    pub fn find(
        asked: Option<&Path>,
        cache: Option<&Path>,
        path: &[PathBuf],
    ) -> Result<Self> {
        if let Some(asked) = asked {
            return Ok(Self::at(asked.to_owned()));
        }
        if let Some(own) = cache.map(installed).filter(|own| own.is_file()) {
            return Ok(Self::at(own));
        }
        let name = if cfg!(windows) { "typst.exe" } else { "typst" };
        let found =
            path.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
        found.map(Self::at).ok_or_else(missing)
    }

    /// Sets how long a run may take before it is stopped.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sets whether templates may use packages. Without them a run opens no network connection
    /// and reads nothing but its folder.
    #[must_use]
    pub fn packages(self, packages: bool) -> Self {
        Self { packages, ..self }
    }

    /// Returns what the key of a document names beside its files.
    pub fn keyed(&self, key: Key) -> Result<Key> {
        let packages = if self.packages { "allowed" } else { "refused" };
        Ok(key.field("typst", self.version()?).field("packages", packages))
    }

    /// Keeps a process between the documents that are marked, for as long as this program or a
    /// copy of it is there.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: Some(Arc::default()), ..self }
    }

    /// Asks a program its version, and does not wait for the answer.
    fn at(path: PathBuf) -> Self {
        // It is run in a folder of its own, from where a relative path would lead elsewhere.
        let path = std::path::absolute(&path).unwrap_or(path);
        let mut command = std::process::Command::new(&path);
        command
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let asked = Mutex::new(Some(Running::start(&mut command)));
        let version = Arc::new(Version { asked, said: OnceLock::new() });
        Self {
            path,
            version,
            patience: PATIENCE,
            packages: false,
            kept: None,
            ahead: Arc::default(),
        }
    }

    /// Waits until it is known that the program is fit to run.
    pub fn checked(self) -> Result<Self> {
        self.version()?;
        Ok(self)
    }

    /// Returns what the program says of its version; another than the tested line is refused.
    pub fn version(&self) -> Result<&str> {
        let said = self.version.said.get_or_init(|| {
            let asked = self.version.asked.lock();
            let asked = asked.map(|mut asked| asked.take()).ok().flatten();
            self.heard(asked.unwrap_or_else(|| Err(std::io::ErrorKind::NotFound.into())))
        });
        said.as_ref().map(String::as_str).map_err(Clone::clone)
    }

    fn heard(&self, asked: std::io::Result<Running>) -> Result<String> {
        let shown = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let shown = shown.unwrap_or_else(|| "typst".to_owned());
        let failed = |why: String| -> Failure {
            Diagnostic::error(Code::R0601, format!("`{shown}` cannot be run: {why}"))
                .help("name a working one with `--typst PATH`, or run with `--install-typst`")
                .into()
        };
        let output = asked
            .map_err(|error| failed(error.to_string()))?
            .wait(ANSWER)
            .map_err(|late| failed(format!("`--version` {late}")))?;
        let text = String::from_utf8_lossy(&output.out);
        let version = text.trim().to_owned();
        let number = version.split_whitespace().nth(1).unwrap_or_default();
        let line =
            |version: &str| version.split('.').take(2).collect::<Vec<_>>().join(".");
        if !output.status.success() || line(number) != line(TESTED) {
            let said = if version.is_empty() {
                "nothing".to_owned()
            } else {
                format!("`{version}`")
            };
            return Err(Diagnostic::error(
                Code::R0602,
                format!("`{shown}` is not typst {}: it says {said}", line(TESTED)),
            )
            .help("run `reissue build --install-typst`, or name another with `--typst PATH`")
            .into());
        }
        Ok(version)
    }

    /// Returns where the program is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the finding of a machine without a place to install into.
    pub fn no_place() -> Failure {
        Diagnostic::error(Code::R0605, "typst could not be installed: there is no home folder")
            .help("set `HOME` or `XDG_CACHE_HOME`, or install typst by other means and name it with `--typst PATH`")
            .into()
    }

    /// Installs the tested version with cargo into the cache folder; `say` is told how it
    /// goes.
    pub fn install(cache: &Path, say: &mut dyn FnMut(&str)) -> Result<Self> {
        let failed = |why: String| -> Failure {
            Diagnostic::error(Code::R0605, format!("typst could not be installed: {why}"))
                .help("install typst by other means and name it with `--typst PATH`")
                .into()
        };
        let folder = cache.join(format!("typst-{TESTED}"));
        say(&format!(
            "installing typst {TESTED} into the user's cache folder: cargo install --locked typst-cli --version {TESTED} (several minutes, once)"
        ));
        let mut command = std::process::Command::new("cargo");
        command
            .args(["install", "--locked", "typst-cli", "--version", TESTED, "--root"])
            .arg(&folder)
            .arg("--target-dir")
            .arg(folder.join("target"))
            // The last percent of speed is not worth half an hour of linking.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = Running::start(&mut command)
            .map_err(|error| failed(format!("cargo cannot be run: {error}")))?;
        let mut last = Vec::new();
        if let Some(stderr) = child.stderr() {
            for (count, line) in BufReader::new(stderr)
                .lines()
                .map_while(std::result::Result::ok)
                .enumerate()
            {
                if count % 50 == 49 {
                    say(&format!("  {}", line.trim()));
                }
                last.push(line);
                if last.len() > 12 {
                    last.remove(0);
                }
            }
        }
        // Nothing comes any more: it has ended.
        let output =
            child.wait(ANSWER).map_err(|late| failed(format!("cargo {late}")))?;
        if !output.status.success() {
            return Err(failed(last.join("; ")));
        }
        // What was compiled on the way is not needed again.
        remove(&folder.join("target"));
        Self::at(installed(cache)).checked()
    }

    /// Returns whether a process is kept between the documents.
    pub fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// Starts a run in a folder that holds what [`beginning`](super::beginning) tells and a
    /// [`GATE`](super::GATE): it waits there for its document.
    pub fn begin(
        &self,
        folder: &Path,
        setting: Setting,
        read: BTreeMap<String, Vec<u8>>,
    ) {
        let mut command = self.command(folder, setting);
        command.args([ahead::ENTRY, "-"]).stdin(Stdio::piped());
        if let Ok(running) = Running::start(&mut command) {
            self.ahead.keep(running.within(MEMORY), folder, setting, read);
        }
    }

    /// Compiles a bundle that stands in a folder; returns the PDF's bytes.
    pub fn compile(&self, folder: &Path, bundle: &Bundle) -> Result<Vec<u8>> {
        self.compile_beside(folder, bundle, &mut |_| ())
    }

    /// Does the same, and lets whoever works beside it look at how busy a process is that was
    /// begun for this document.
    pub fn compile_beside(
        &self,
        folder: &Path,
        bundle: &Bundle,
        begun: &mut dyn FnMut(Busy),
    ) -> Result<Vec<u8>> {
        self.version()?;
        let early = match &self.kept {
            Some(kept) => {
                kept.pdf((&self.path, self.packages), self.patience, folder, bundle)
            }
            None => self.ahead.pdf(self.patience, folder, bundle, begun),
        };
        if let Some(pdf) = early.map_err(late)? {
            return Ok(pdf);
        }
        let mut command = self.command(folder, bundle.setting);
        command.args([bundle.main.as_str(), "-"]);
        let running = started(&mut command)?;
        begun(running.busy());
        let output = running.wait_for(is_whole, self.patience).map_err(late)?;
        if output.status.success() && output.out.starts_with(b"%PDF") {
            return Ok(output.out);
        }
        let template = bundle.files.get("template.typ").map_or(&[][..], Vec::as_slice);
        let about = Refused {
            main: (&bundle.main, &bundle.lines),
            template: ("template.typ", "pdf/template.typ", template),
            packages: self.packages,
        };
        Err(refused(&output, about, "gave no PDF"))
    }

    /// Returns the command that compiles one document of a folder; which, is left to say.
    fn command(&self, folder: &Path, setting: Setting) -> std::process::Command {
        let mut command = std::process::Command::new(&self.path);
        command
            .current_dir(folder)
            .arg("compile")
            .args(options(setting))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        confine(&mut command, self.packages);
        command
    }

    /// Runs `main.typ` of a folder, which is this template and makes several documents, into a
    /// folder within it.
    pub fn documents(&self, folder: &Path, template: &[u8], into: &str) -> Result<()> {
        self.version()?;
        let mut command = std::process::Command::new(&self.path);
        command
            .current_dir(folder)
            .args(["compile", "--root", ".", "--font-path", "fonts"])
            .args(["--ignore-system-fonts", "--creation-timestamp", "0"])
            .args(["--features", "bundle,a11y-extras", "--format", "bundle"])
            .args(["--pdf-standard", "ua-1", "--diagnostic-format", "short"])
            .args(["main.typ", into])
            // Some hundred documents need more than a thread's usual stack.
            .env("RUST_MIN_STACK", "134217728")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        confine(&mut command, self.packages);
        let output = started(&mut command)?.wait(self.patience).map_err(|late| {
            died(&late.to_string()).help("leave the PDFs out with `--no-pdf`")
        })?;
        if output.status.success() {
            return Ok(());
        }
        let about = Refused {
            main: ("main.typ", &BTreeMap::new()),
            template: ("main.typ", "press/press.typ", template),
            packages: self.packages,
        };
        Err(refused(&output, about, "failed"))
    }
}

/// Returns what the program found wrong, or how it ended.
fn refused(output: &Output, about: Refused<'_>, idle: &str) -> Failure {
    let said = String::from_utf8_lossy(&output.err);
    let mut found = Findings::new();
    found.extend(about.findings(&said));
    if !found.failed() {
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        found.push(died(&match last {
            _ if output.status.success() => idle.to_owned(),
            Some(last) => format!("ended with {}: {}", output.status, last.trim()),
            None => format!("ended with {} and said nothing", output.status),
        }));
    }
    match found.finish(()) {
        Err(failure) => failure,
        Ok(_) => died(idle).into(),
    }
}

#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
fn started(command: &mut std::process::Command) -> Result<Running> {
    Running::start(command)
        .map(|running| running.within(MEMORY))
        .map_err(|error| died(&format!("cannot be run: {error}")).into())
}

/// Returns the finding about a document that took too long.
#[expect(clippy::needless_pass_by_value, reason = "what an error is mapped with")]
fn late(late: Late) -> Diagnostic {
    died(&late.to_string()).help(
        "give it more time with `--typst-patience SECONDS`, or leave the PDF out with \
         `--html-only`",
    )
}

/// Returns the finding about a program that is not fit to run.
fn died(how: &str) -> Diagnostic {
    Diagnostic::error(Code::R0606, format!("typst {how}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the leavings of an install, outside any project"
)]
fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}
