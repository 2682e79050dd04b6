//! Embeds `templates/`, and stamps the commit and the sources: results kept by one state of
//! the program are no results of another.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a build script reads the tree and asks git"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let templates = root.join("templates");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut files = Vec::new();
    walk(&templates, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&templates)?.to_string_lossy().replace('\\', "/");
        writeln!(
            code,
            "    ({name:?}, include_bytes!({:?})),",
            file.display().to_string()
        )?;
    }
    code.push_str("]\n");
    let mut sources = files.clone();
    walk(&root.join("src"), &mut sources)?;
    sources.push(root.join("Cargo.lock"));
    sources.sort();
    // FNV-1a: it only has to differ when the sources do.
    let mut stamp = 0xcbf2_9ce4_8422_2325_u64;
    for file in &sources {
        for byte in std::fs::read(file)? {
            stamp = (stamp ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=REISSUE_BUILD={stamp:016x}");
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("templates.rs");
    std::fs::write(out, code)?;
    let commit = git(&root, &["rev-parse", "--short=12", "HEAD"]);
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=REISSUE_COMMIT={commit}");
    // Many functions of many types come out the same: kept once, they take a sixteenth less room.
    // Only LLD is asked for it, which is the linker where the toolchain brings it.
    if std::env::var("TARGET")? == "x86_64-unknown-linux-gnu" && brings_lld()? {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
    // Names of functions are almost a third of the file. A panic says its place without them; the
    // benches keep theirs, and so does a program compiled with debug information.
    if std::env::var("TARGET")?.contains("linux") && std::env::var("DEBUG")? == "false" {
        println!("cargo::rustc-link-arg-bins=-Wl,--strip-all");
    }
    // A commit on the same branch moves the log of HEAD, not HEAD. A path that is not there
    // would make every build run this again.
    let folder = git(&root, &["rev-parse", "--absolute-git-dir"]).map(PathBuf::from);
    for name in ["HEAD", "logs/HEAD"] {
        let file = folder.as_ref().map(|folder| folder.join(name));
        if let Some(file) = file.filter(|file| file.is_file()) {
            println!("cargo::rerun-if-changed={}", file.display());
        }
    }
    Ok(())
}

/// Returns whether the toolchain has a linker of its own, and nobody chose another.
fn brings_lld() -> Result<bool, Box<dyn std::error::Error>> {
    let chosen = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let output =
        Command::new(std::env::var("RUSTC")?).args(["--print", "sysroot"]).output()?;
    let sysroot = PathBuf::from(String::from_utf8(output.stdout)?.trim());
    let own = sysroot.join("lib/rustlib/x86_64-unknown-linux-gnu/bin/gcc-ld/ld.lld");
    let other = std::env::var_os("RUSTC_LINKER").is_some()
        || ["linker", "fuse-ld"].iter().any(|word| chosen.contains(word));
    Ok(own.is_file() && !other)
}

/// Returns what git answers, without the line's end.
fn git(root: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).current_dir(root).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
