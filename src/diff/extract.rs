//! Why an extract differs between two editions: its declaration, what made it, or what that read.

use crate::model::comparison::Detail;
use crate::model::edition::Edition;
use crate::model::extract::Extracted;
use std::collections::BTreeSet;

/// What the detail of a data file is called that says why an extract differs.
pub(super) const EXTRACT: &str = "extract";

/// Returns why a file differs, where it is an extract on both sides.
pub(super) fn changed(old: &Edition, new: &Edition, path: &str) -> Option<Detail> {
    let of = |edition: &Edition| {
        edition.extracts.values().find(|extract| extract.path == path).cloned()
    };
    let (was, is) = (of(old)?, of(new)?);
    let reasons = reasons(&was, &is);
    let note = if reasons.is_empty() {
        "nothing known of how it was made differs".to_owned()
    } else {
        reasons.join(", ")
    };
    Some(Detail::note(EXTRACT, note))
}

fn reasons(was: &Extracted, is: &Extracted) -> Vec<String> {
    let mut out = Vec::new();
    if was.declaration != is.declaration {
        out.push("declared otherwise".to_owned());
    }
    for (what, was, is) in [
        ("made by", &was.by, &is.by),
        ("version", &was.version, &is.version),
        ("data", &was.data, &is.data),
    ] {
        if was != is {
            out.push(format!("{what} `{was}` → `{is}`"));
        }
    }
    let paths: BTreeSet<&String> = was.reads.keys().chain(is.reads.keys()).collect();
    let moved =
        paths.into_iter().filter(|path| was.reads.get(*path) != is.reads.get(*path));
    let moved: Vec<String> = moved.map(|path| format!("`{path}`")).collect();
    if !moved.is_empty() {
        out.push(format!("made from another {}", moved.join(", ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::reasons;
    use crate::model::extract::Extracted;

    #[test]
    fn what_made_an_extract_differ_is_named() {
        let was = Extracted {
            by: "Rscript m.R".to_owned(),
            version: "4.2".to_owned(),
            reads: [("a.csv".to_owned(), "1".to_owned())].into(),
            ..Extracted::default()
        };
        let is = Extracted {
            version: "4.3".to_owned(),
            reads: [("a.csv".to_owned(), "2".to_owned())].into(),
            ..was.clone()
        };
        assert_eq!(reasons(&was, &was), Vec::<String>::new());
        assert_eq!(
            reasons(&was, &is),
            ["version `4.2` → `4.3`", "made from another `a.csv`"]
        );
    }
}
