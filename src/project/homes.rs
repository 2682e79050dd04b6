//! In which file a key stands: one that is written into another would hold nothing there.

/// The files with the keys at their top. Keys that several files may have are with the first.
const HOMES: &[(&str, &[&str])] = &[
    ("report/statistics.yaml", &["engines", "frames", "labels", "statistics"]),
    ("report/figures.yaml", &["figures"]),
    ("report/tables.yaml", &["tables"]),
    ("report/claims.yaml", &["claims"]),
    ("report/published.yaml", &["published"]),
    ("report/pictures.yaml", &["pictures"]),
    ("report/quotations.yaml", &["quotations"]),
    ("the contract, `data/datapackage.yaml`", &["resources"]),
    ("report/report.yaml", REPORT),
];

/// The keys of `report/report.yaml`, but for those that may as well be said of data.
const REPORT: &[&str] = &[
    "allow",
    "appendices",
    "authors",
    "bibliography",
    "chapters",
    "cover",
    "documents",
    "edition",
    "editions",
    "embargo",
    "findings",
    "front",
    "generated",
    "guard",
    "lifted",
    "press",
    "review",
    "subtitle",
    "translations",
];

/// Returns the help for a key that stands in another file.
pub(super) fn belongs(key: &str) -> Option<String> {
    let (file, _) = HOMES.iter().find(|(_, keys)| keys.contains(&key))?;
    Some(if file.contains('`') {
        format!("`{key}:` belongs in {file}")
    } else {
        format!("`{key}:` belongs in `{file}`")
    })
}
