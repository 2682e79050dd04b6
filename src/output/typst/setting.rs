//! How documents are set: the options and the environment that every run of the program has.

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

/// Returns how documents are set.
pub(super) fn options(timestamp: i64) -> Vec<String> {
    let mut options: Vec<String> = [
        "--root",
        ".",
        "--font-path",
        "fonts",
        "--ignore-system-fonts",
        "--pdf-standard",
        "ua-1",
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
    options.extend(["--creation-timestamp".to_owned(), timestamp.to_string()]);
    options
}
