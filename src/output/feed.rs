//! The releases of a publication as an Atom feed (RFC 4287), for who wants to hear of the next.
//!
//! **In:** the publication's metadata, the list of releases.
//! **Out:** XML.
//! **Guarantees:** dates are those of the releases, never a clock's; what is under embargo is left out;
//! every text is escaped.

use crate::model::document::Meta;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::model::escape::escape_line;
use crate::model::signoff::Released;
use crate::model::signoff::Releases;
use std::fmt::Write as _;

/// The feed's name.
pub const FILE: &str = "releases.atom";

/// Returns releases with their ids, the newest first.
pub(super) fn ordered(releases: &Releases) -> impl Iterator<Item = (&String, &Released)> {
    let mut all: Vec<_> = releases.iter().collect();
    all.sort_by_key(|(_, released)| std::cmp::Reverse(released.number));
    all.into_iter()
}

/// Returns the feed; none for a publication without an address, by which entries are known.
pub fn feed(meta: &Meta, releases: &Releases) -> Option<String> {
    let url = Some(meta.url.as_str()).filter(|url| !url.is_empty())?;
    let own = format!("{}, {}", meta.title, meta.edition);
    let shown: Vec<_> = ordered(releases)
        .filter(|(_, released)| meta.held().is_none() || released.edition != own)
        .collect();
    let updated =
        shown.first().map_or(meta.date.as_str(), |(_, released)| &released.date);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = write!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"self\" href=\"{}{FILE}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        escape_line(&meta.language),
        escape_line(url),
        escape_line(&meta.title),
        moment(updated),
        escape_line(url),
        escape_line(url),
    );
    for author in &meta.authors {
        let _ =
            writeln!(out, "<author><name>{}</name></author>", escape_line(&author.name));
    }
    if meta.authors.is_empty() {
        // Atom asks for one.
        let _ =
            writeln!(out, "<author><name>{}</name></author>", escape_line(&meta.title));
    }
    if !meta.licence.name.is_empty() {
        let _ = writeln!(out, "<rights>{}</rights>", escape_line(&meta.licence.name));
    }
    for (id, released) in shown {
        let _ = write!(
            out,
            "<entry>\n<id>{}{FILE}#{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
            escape_line(url),
            escape_line(id),
            escape_line(&released.edition),
            moment(&released.date),
            escape_line(url),
        );
        // The link leads to the edition that stands there now: its notice holds for all.
        let current =
            if released.edition == own { meta.description.as_str() } else { "" };
        let summary = sentences(&[current, &plain(&meta.notice)]);
        if !summary.is_empty() {
            let _ = writeln!(out, "<summary>{}</summary>", escape_line(&summary));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    Some(out)
}

/// Returns a date as a moment: the beginning of the day.
fn moment(date: &str) -> String {
    let date = date.split(['T', ' ']).next().unwrap_or(date);
    format!("{}T00:00:00Z", escape_line(date))
}

#[cfg(test)]
mod tests {
    use super::moment;
    use super::ordered;
    use crate::model::signoff::Released;

    #[test]
    fn the_newest_release_comes_first() {
        let released = |number| Released { number, ..Released::default() };
        let releases = [("b".to_owned(), released(1)), ("a".to_owned(), released(2))];
        let ids: Vec<String> =
            ordered(&releases.into()).map(|(id, _)| id.clone()).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(moment("2025-07-01"), "2025-07-01T00:00:00Z");
    }
}
