//! How documents are set: the options and the environment that every run of the program has.

use crate::model::key::Key;
use crate::model::moment::day_seconds;
use crate::project::PdfDecl;

/// Where a program that may use no packages looks for them: a folder that is never made.
const NOWHERE: &str = "no-packages";
/// A proxy that refuses every connection: nothing can listen at port 0.
const CLOSED: &str = "http://127.0.0.1:0";
/// The memory that a run may address: several times what a long report needs.
pub(super) const MEMORY: u64 = 4 << 30;
/// What programs read about proxies.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Sets the environment of a run. Without packages no folder outside its own is read and no
/// network connection is opened, however a template spells what it imports.
#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
pub(super) fn confine(command: &mut std::process::Command, packages: bool) {
    command.env("NO_COLOR", "1");
    // These would change what is set.
    command.env_remove("TYPST_FEATURES").env_remove("TYPST_IGNORE_EMBEDDED_FONTS");
    if packages {
        return;
    }
    command.env("TYPST_PACKAGE_PATH", NOWHERE).env("TYPST_PACKAGE_CACHE_PATH", NOWHERE);
    command.env_remove("TYPST_CERT").env_remove("NO_PROXY").env_remove("no_proxy");
    for name in PROXIES {
        command.env(name, CLOSED);
    }
}

/// What is said of a document beside its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Seconds since 1970 that stand for the date of publication.
    pub timestamp: i64,
    /// Whether it is to be kept for good, as PDF/A-3.
    pub archive: bool,
}

impl Setting {
    /// Returns how a document of a date is set.
    pub fn of(pdf: &PdfDecl, date: &str) -> Self {
        Self { timestamp: day_seconds(date).unwrap_or(0), archive: pdf.archive }
    }

    /// Adds it to the key of a document.
    pub fn keyed(self, key: Key) -> Key {
        let timestamp = self.timestamp.to_string();
        key.field("timestamp", timestamp).field("standard", self.standard())
    }

    /// Returns the standards that Typst holds it to.
    fn standard(self) -> &'static str {
        if self.archive { "a-3a,ua-1" } else { "ua-1" }
    }
}

/// Returns how documents are set.
pub(super) fn options(setting: Setting) -> Vec<String> {
    let mut options: Vec<String> = [
        "--root",
        ".",
        "--font-path",
        "fonts",
        "--ignore-system-fonts",
        "--pdf-standard",
        setting.standard(),
        // Cells that name rows are tagged as their heads.
        "--features",
        "a11y-extras",
        "--diagnostic-format",
        "short",
        "--jobs",
        "2",
    ]
    .map(str::to_owned)
    .to_vec();
    options.extend(["--creation-timestamp".to_owned(), setting.timestamp.to_string()]);
    options
}
