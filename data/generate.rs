//! Writes the synthetic panel: `cargo run --release --example generate [FOLDER]`.
//!
//! The files go to `data/`, and the pictures to `report/pictures/`, of the folder given, `data` of the working folder otherwise. They
//! come out byte for byte alike on every machine, and a test holds the stored files to that.

use std::path::PathBuf;

#[path = "generate/pictures.rs"]
mod pictures;
#[path = "generate/study.rs"]
mod study;

#[expect(clippy::disallowed_methods, reason = "an example, outside the engine's outbox")]
fn main() -> std::io::Result<()> {
    let base = std::env::args_os().nth(1).map(PathBuf::from).unwrap_or_default();
    let folder = base.join("data");
    std::fs::create_dir_all(&folder)?;
    for (name, text) in study::generate() {
        std::fs::write(folder.join(name), text)?;
    }
    let folder = base.join("report/pictures");
    std::fs::create_dir_all(&folder)?;
    for (name, text) in pictures::draw() {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
