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
use crate::model::diagnostic::Span;
use crate::model::signoff::Released;
use crate::model::signoff::Releases;
use crate::model::signoff::Review;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::yaml::Yaml;
use crate::project::yaml::quoted;
use serde::Serialize;
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
    if !files.found(&place) {
        return Ok(T::default());
    }
    let text = files.text(&place)?;
    if let Some(fault) = conflict(path, &text) {
        return Err(fault.into());
    }
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

/// Returns what git left of two forms that it could not join.
fn conflict(path: &str, text: &str) -> Option<Diagnostic> {
    const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    let mut start = 0;
    let mut lines: Vec<(usize, usize, usize)> = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        if MARKERS.iter().any(|marker| line.starts_with(marker)) {
            lines.push((at + 1, start, start + line.len()));
        }
        start += line.len() + 1;
    }
    let (first, from, to) = *lines.first()?;
    let others: Vec<String> = lines.iter().map(|(line, ..)| line.to_string()).collect();
    let fault = Diagnostic::error(
        Code::R0720,
        format!(
            "`{path}` line {first}: git left a conflict (its marks are on lines {})",
            others.join(", ")
        ),
    );
    let help =
        "keep the decisions of both sides, each under its own item, and remove the marks";
    Some(fault.at(Span::new(path, from..to), "").help(help))
}

/// Returns the sign-off as text.
pub fn review_text(review: &Review) -> String {
    let mut out =
        "# Sign-off of changes, written by `reissue review`. One block an item, sorted.\n"
            .to_owned();
    for (id, decision) in review {
        let _ = writeln!(out, "\n{}:", quoted(id));
        for (name, value) in [
            ("change", decision.change.as_str()),
            ("item", &decision.item),
            ("state", decision.state.name()),
            ("by", &decision.by),
            ("because", &decision.because),
            ("date", &decision.date),
        ] {
            let _ = writeln!(out, "  {name}: {}", quoted(value));
        }
        for (name, value) in [("assigned", &decision.assigned), ("due", &decision.due)] {
            if !value.is_empty() {
                let _ = writeln!(out, "  {name}: {}", quoted(value));
            }
        }
        // JSON is YAML too; a line each, so that git merges what two people said.
        listed("also", &decision.also, &mut out);
        listed("comments", &decision.comments, &mut out);
        listed("history", &decision.history, &mut out);
    }
    out
}

fn listed<T: Serialize>(name: &str, list: &[T], out: &mut String) {
    if list.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {name}:");
    for one in list {
        let _ = writeln!(out, "    - {}", serde_json::to_string(one).unwrap_or_default());
    }
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

#[cfg(test)]
mod tests {
    use super::review;
    use super::review_text;
    use crate::model::signoff::Decided;
    use crate::model::signoff::Decision;
    use crate::model::signoff::Earlier;
    use crate::model::signoff::Remark;
    use crate::model::signoff::Review;
    use crate::project::Memory;

    #[test]
    fn what_is_written_is_read_again_whatever_it_says() {
        let decision = Decision {
            change: "“a” → b: \"c\" # d".to_owned(),
            item: "0123".to_owned(),
            state: Decided::Queried,
            by: "Research desk".to_owned(),
            because: "why\n- not?".to_owned(),
            also: vec![Remark { by: "b".to_owned(), ..Remark::default() }],
            assigned: "c".to_owned(),
            due: "2026-01-01".to_owned(),
            comments: vec![Remark {
                because: "a: \"b\"".to_owned(),
                ..Remark::default()
            }],
            history: vec![Earlier { by: "d".to_owned(), ..Earlier::default() }],
            ..Decision::default()
        };
        let all: Review = [("number:a.b".to_owned(), decision)].into();
        let files = Memory::new().with(super::REVIEW, review_text(&all));
        assert_eq!(review(&files).unwrap(), all);
    }

    #[test]
    fn a_conflict_that_git_left_is_reported_at_its_line() {
        let text = "# Sign-off\n\n<<<<<<< HEAD\n\"a\":\n=======\n\"b\":\n>>>>>>> other\n";
        let files = Memory::new().with(super::REVIEW, text);
        let failure = review(&files).unwrap_err();
        let fault = failure.diagnostics().first().unwrap();
        assert_eq!(
            fault.message,
            "`report/review.yaml` line 3: git left a conflict (its marks are on lines 3, 5, 7)"
        );
    }
}
