//! A project in a folder of its own, and the program run on it.

use reissue::model::edition::Edition;
use rustix::process::Signal;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use tempfile::TempDir;

/// What a run said and how it ended.
pub(crate) struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A project on disk; the folder goes when it does.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// The starter project, as `reissue new` makes it.
    pub(crate) fn starter() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in reissue::output::builtin_under("new/") {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub(crate) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Replaces the first occurrence of a text in a file, which must hold it.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from}");
        self.file(path, text.replacen(from, to, 1))
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        std::fs::remove_file(self.path().join(path)).unwrap();
        self
    }

    /// Runs the program in the project.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run_in(self.path(), args, &[])
    }

    /// Starts the program in the project, and says nothing of what it says.
    pub(crate) fn spawn(&self, args: &[&str]) -> Child {
        program(self.path())
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Checks that the output folder is one whole edition: every file its record names, and no
    /// other, with the content it had.
    pub(crate) fn whole(&self) {
        let files = self.outputs();
        let edition: Edition = serde_json::from_slice(&files["edition.json"]).unwrap();
        for (name, hash) in &edition.outputs {
            let now = blake3::hash(&files[name]).to_hex().to_string();
            assert_eq!(*hash, now, "{name}");
        }
        assert_eq!(files.len(), edition.outputs.len() + 1);
    }

    /// Writes a program for the shell, and returns its name.
    pub(crate) fn program(&self, name: &str, script: &str) -> String {
        use std::os::unix::fs::PermissionsExt as _;
        self.file(name, format!("#!/bin/sh\n{script}\n"));
        let all = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path().join(name), all).unwrap();
        format!("./{name}")
    }

    /// Runs the program in the project with answers on its standard input.
    pub(crate) fn answered(&self, args: &[&str], answers: &str) -> Ran {
        use std::io::Write as _;
        let mut child = program(self.path())
            .args(args)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Builds the page; the run must succeed.
    pub(crate) fn build_page(&self) -> BTreeMap<String, Vec<u8>> {
        let ran = self.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        self.outputs()
    }

    /// Returns the files in `out/`.
    pub(crate) fn outputs(&self) -> BTreeMap<String, Vec<u8>> {
        self.files("out")
    }

    /// Returns the files in a folder.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path().join(folder), "", &mut files);
        files
    }

    /// Returns what `check` says when it must refuse the project.
    pub(crate) fn refusal(&self) -> String {
        let ran = self.run(&["check"]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        ran.err
    }
}

/// Numbers that are the same in every run (`SplitMix64`).
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// Whether whoever started the tests has them, and all they start, ignore a signal: `nohup` does, and
/// a shell for what it runs in the background.
pub(crate) fn ignored(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    let mask = u64::from_str_radix(mask.trim(), 16).unwrap();
    mask >> (signal.as_raw() - 1) & 1 == 1
}

/// How often; more on request, for a thorough run.
pub(crate) fn times(usual: usize) -> usize {
    std::env::var("REISSUE_TIMES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// Returns the files of a ZIP archive.
pub(crate) fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files
}

/// Returns a folder of the user's states that lasts as long as the tests.
pub(crate) fn state() -> &'static Path {
    static STATE: OnceLock<TempDir> = OnceLock::new();
    STATE.get_or_init(|| tempfile::tempdir().unwrap()).path()
}

/// Returns the program in a folder.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reissue"));
    command.current_dir(folder).env("XDG_STATE_HOME", state());
    command
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Ran {
    let mut command = program(folder);
    command.args(args).env_remove("REISSUE_TYPST").env_remove("CI").env("NO_COLOR", "1");
    for (name, value) in env {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The typst that the program would use; installed by the same code when it is not there,
/// so that no test passes by skipping.
pub(crate) fn typst() -> PathBuf {
    // Tests run side by side; only one of them may install.
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND.get_or_init(found_or_installed).clone()
}

fn found_or_installed() -> PathBuf {
    use reissue::output::typst::Program;
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let asked = set("REISSUE_TYPST").map(PathBuf::from);
    let home = set("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let cache = home.map(|home| home.join("reissue"));
    let path: Vec<PathBuf> = set("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    let program = Program::find(asked.as_deref(), cache.as_deref(), &path)
        .or_else(|_| Program::install(&cache.unwrap(), &mut |_| {}))
        .unwrap();
    program.path().to_owned()
}

/// Returns the text of a page without its markup, its pictures and its cards.
pub(crate) fn words(page: &str) -> String {
    let main = &page[page.find("<main").unwrap()..page.find("</main>").unwrap()];
    let mut out = String::new();
    let mut rest = main;
    while let Some((text, tail)) = rest.split_once('<') {
        out.push_str(text);
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        rest = if tag.starts_with("svg") {
            after.split_once("</svg>").map_or("", |(_, after)| after)
        } else {
            after
        };
    }
    out.push_str(rest);
    out.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}
