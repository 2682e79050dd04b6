//! The `typst` program as a child process: found, installed, asked its version, run.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Result;
use crate::output::typst::Bundle;
use crate::output::typst::refusals;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Stdio;
use std::time::Duration;

/// The version that was tested, and that `--install-typst` installs.
pub const TESTED: &str = "0.15.1";
/// How long a run may take.
const PATIENCE: Duration = Duration::from_mins(5);

/// A `typst` that was found, with what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    path: PathBuf,
    version: String,
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
            return Self::at(asked.to_owned());
        }
        if let Some(own) = cache.map(installed).filter(|own| own.is_file()) {
            return Self::at(own);
        }
        let name = if cfg!(windows) { "typst.exe" } else { "typst" };
        let found =
            path.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
        found.map_or_else(|| Err(missing()), Self::at)
    }

    /// Asks a program its version; another than the tested line is refused.
    fn at(path: PathBuf) -> Result<Self> {
        let shown = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let shown = shown.unwrap_or_else(|| "typst".to_owned());
        let failed = |why: String| -> Failure {
            Diagnostic::error(Code::R0601, format!("`{shown}` cannot be run: {why}"))
                .help("name a working one with `--typst PATH`, or run with `--install-typst`")
                .into()
        };
        let output = std::process::Command::new(&path)
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))
            .and_then(|child| {
                wait(child, Duration::from_secs(20)).map_err(|why| failed(why.to_owned()))
            })?;
        let text = String::from_utf8_lossy(&output.out);
        let version = text.trim().to_owned();
        let number = version.split_whitespace().nth(1).unwrap_or_default();
        let line =
            |version: &str| version.split('.').take(2).collect::<Vec<_>>().join(".");
        if !output.success || line(number) != line(TESTED) {
            let said = if version.is_empty() { "nothing" } else { &version };
            return Err(Diagnostic::error(
                Code::R0602,
                format!("`{shown}` is not typst {}: it says `{said}`", line(TESTED)),
            )
            .help("run `reissue build --install-typst`, or name another with `--typst PATH`")
            .into());
        }
        Ok(Self { path, version })
    }

    /// Returns where the program is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what the program says of its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Installs the tested version with cargo into the cache folder; `say` is told how it
    /// goes.
    pub fn install(cache: &Path, say: &mut dyn FnMut(&str)) -> Result<Self> {
        let failed = |why: String| -> Failure {
            Diagnostic::error(Code::R0604, format!("typst could not be installed: {why}"))
                .help("install typst by other means and name it with `--typst PATH`")
                .into()
        };
        let folder = cache.join(format!("typst-{TESTED}"));
        say(&format!(
            "installing typst {TESTED} into the user's cache folder: cargo install --locked typst-cli --version {TESTED} (several minutes, once)"
        ));
        let mut child = std::process::Command::new("cargo")
            .args(["install", "--locked", "typst-cli", "--version", TESTED, "--root"])
            .arg(&folder)
            .arg("--target-dir")
            .arg(folder.join("target"))
            // The last percent of speed is not worth half an hour of linking.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(format!("cargo cannot be run: {error}")))?;
        let mut last = Vec::new();
        if let Some(stderr) = child.stderr.take() {
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
        let status = child.wait().map_err(|error| failed(error.to_string()))?;
        if !status.success() {
            return Err(failed(last.join("\n")));
        }
        // What was compiled on the way is not needed again.
        remove(&folder.join("target"));
        Self::at(installed(cache))
    }

    /// Compiles a bundle that stands in a folder; returns the PDF's bytes.
    pub fn compile(&self, folder: &Path, bundle: &Bundle) -> Result<Vec<u8>> {
        let child = std::process::Command::new(&self.path)
            .current_dir(folder)
            .args([
                "compile",
                "--root",
                ".",
                "--font-path",
                "fonts",
                "--ignore-system-fonts",
            ])
            .arg("--creation-timestamp")
            .arg(bundle.timestamp.to_string())
            .args([
                "--pdf-standard",
                "ua-1",
                "--diagnostic-format",
                "short",
                "--jobs",
                "2",
            ])
            .args(["main.typ", "-"])
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Diagnostic::error(Code::R0603, format!("typst cannot be run: {error}"))
            })?;
        let output = wait(child, PATIENCE)
            .map_err(|why| Diagnostic::error(Code::R0603, format!("typst {why}")))?;
        if output.success && output.out.starts_with(b"%PDF") {
            return Ok(output.out);
        }
        let text = String::from_utf8_lossy(&output.err);
        let mut found = crate::diag::Findings::new();
        found.extend(refusals(&text, &bundle.lines));
        match found.finish(()) {
            Err(failure) => Err(failure),
            Ok(_) => Err(Diagnostic::error(Code::R0603, "typst failed").into()),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the leavings of an install, outside any project"
)]
fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

/// What a program wrote.
struct Output {
    success: bool,
    out: Vec<u8>,
    err: Vec<u8>,
}

/// Waits for a program, but not for ever: one that hangs is stopped.
fn wait(mut child: Child, patience: Duration) -> Result<Output, &'static str> {
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    let read = |pipe: &mut Option<_>| -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let pipe: &mut std::process::ChildStdout = pipe;
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    };
    std::thread::scope(|scope| {
        let out = scope.spawn(move || read(&mut stdout));
        let err = scope.spawn(move || {
            let mut bytes = Vec::new();
            if let Some(pipe) = &mut stderr {
                let _ = pipe.read_to_end(&mut bytes);
            }
            bytes
        });
        let pause = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) if waited >= patience => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break Err("did not end in time and was stopped");
                }
                Ok(None) => {
                    std::thread::sleep(pause);
                    waited += pause;
                }
                Err(_) => break Err("could not be waited for"),
            }
        };
        let out = out.join().unwrap_or_default();
        let err = err.join().unwrap_or_default();
        status.map(|status| Output { success: status.success(), out, err })
    })
}
