//! `report/review.yaml`: who accepted which change, and why; and `releases/releases.yaml`:
//! the editions that were released.
//!
//! Both are written by the program and read by people: a block an entry, sorted, each value in
//! quotes on a line of its own. Every entry has the same lines, so that two people who decide
//! on different items change different lines, and git merges what they did.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::signoff::Decision;
use crate::model::signoff::Released;
use crate::model::signoff::Releases;
use crate::model::signoff::Review;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::yaml::Yaml;
use serde::de::DeserializeOwned;
use std::fmt::Write as _;

/// Where the sign-off is kept.
pub const REVIEW: &str = "report/review.yaml";
/// Where releases are listed; each lies beside it.
pub const RELEASES: &str = "releases/releases.yaml";

/// Reads the sign-off; there is none before the first decision.
pub fn review(files: &dyn Files) -> Result<Review> {
    decoded(files, REVIEW)
}

/// Reads the list of releases.
pub fn releases(files: &dyn Files) -> Result<Releases> {
    decoded(files, RELEASES)
}

/// Returns the latest release.
pub fn latest(releases: &Releases) -> Option<&String> {
    releases.iter().max_by_key(|(_, released)| released.number).map(|(id, _)| id)
}

fn decoded<T: DeserializeOwned + Default>(files: &dyn Files, path: &str) -> Result<T> {
    let unread = |why: &str| {
        Diagnostic::error(Code::R0710, format!("`{path}` cannot be read: {why}"))
    };
    let place = ProjectPath::new(path).map_err(|why| unread(&why))?;
    if !files.exists(&place) {
        return Ok(T::default());
    }
    let text = files.text(&place)?;
    if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Ok(T::default());
    }
    let yaml = Yaml::parse(path, &text).and_then(|yaml| yaml.decode());
    yaml.map_err(|failure: Failure| {
        let mut found = Findings::new();
        for fault in failure.into_diagnostics() {
            // What is not well formed names the file itself.
            let message = match fault.code {
                Code::R0102 => fault.message,
                _ => unread(&fault.message).message,
            };
            let good =
                "take the last good form of the file from the repository's history";
            let help = fault.help.or_else(|| Some(good.to_owned()));
            found.push(Diagnostic { code: Code::R0710, message, help, ..fault });
        }
        match found.finish(()) {
            Err(failure) => failure,
            Ok(_) => {
                Diagnostic::error(Code::R0710, format!("`{path}` cannot be read")).into()
            }
        }
    })
}

/// Returns the sign-off as text.
pub fn review_text(review: &Review) -> String {
    let mut out =
        "# Sign-off of changes, written by `reissue review`. One block an item, sorted.\n"
            .to_owned();
    for (id, decision) in review {
        let Decision { change, item, state, by, because, date } = decision;
        let _ = writeln!(out, "\n{}:", quoted(id));
        let state = state.name();
        for (name, value) in [
            ("change", change.as_str()),
            ("item", item),
            ("state", state),
            ("by", by),
            ("because", because),
            ("date", date),
        ] {
            let _ = writeln!(out, "  {name}: {}", quoted(value));
        }
    }
    out
}

/// Returns the list of releases as text, in their order.
pub fn releases_text(releases: &Releases) -> String {
    let mut out = "# Releases, written by `reissue release`. An archive never changes.\n"
        .to_owned();
    let mut list: Vec<(&String, &Released)> = releases.iter().collect();
    list.sort_by_key(|(_, released)| released.number);
    for (id, released) in list {
        let Released { number, edition, date, after, archive, accepted, open, forced } =
            released;
        let _ = writeln!(out, "\n{}:\n  number: {number}", quoted(id));
        for (name, value) in
            [("edition", edition), ("date", date), ("after", after), ("archive", archive)]
        {
            let _ = writeln!(out, "  {name}: {}", quoted(value));
        }
        let _ = writeln!(out, "  accepted: {accepted}\n  open: {open}");
        let _ = writeln!(out, "  forced: {}", quoted(forced));
    }
    out
}

/// Returns a text in quotes that YAML and JSON read alike.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::review;
    use super::review_text;
    use crate::model::signoff::Decision;
    use crate::model::signoff::Review;
    use crate::model::signoff::Verdict;
    use crate::project::Memory;

    #[test]
    fn what_is_written_is_read_again_whatever_it_says() {
        let decision = Decision {
            change: "“a” → b: \"c\" # d".to_owned(),
            item: "0123".to_owned(),
            state: Verdict::Queried,
            by: "Research desk".to_owned(),
            because: "why\n- not?".to_owned(),
            date: String::new(),
        };
        let all: Review = [("number:a.b".to_owned(), decision)].into();
        let files = Memory::new().with(super::REVIEW, review_text(&all));
        assert_eq!(review(&files).unwrap(), all);
    }
}
