//! How documents are set: the options that every run of the program has.

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
