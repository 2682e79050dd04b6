//! What changed in the report's own file: its embargo, its form, and the lines behind one part of it, such as the
//! cover, the notice or a key finding.

use crate::diff::cause::written;
use crate::diff::settings::place;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::edition::Definition;
use crate::model::edition::Edition;
use crate::model::moment::Moment;

/// Returns the changed lines behind a passage of the cover, the notice or a key finding; all
/// that changed in the report's file where its own part is as it was, came or went.
pub(super) fn changed(sides: &Sides<'_>, slot: &str) -> String {
    let whole = |edition: &'_ Edition| edition.definitions.get("report").cloned();
    let (was, is) = (whole(sides.old), whole(sides.new));
    let own = |side: &Option<Definition>| side.as_ref().and_then(|side| part(side, slot));
    let (old, new) = (own(&was), own(&is));
    match (&old, &new) {
        (Some(a), Some(b)) if a.text != b.text => place(Some(a), Some(b)),
        (None, Some(_)) | (Some(_), None) => place(old.as_ref(), new.as_ref()),
        _ => place(was.as_ref(), is.as_ref()),
    }
}

/// Returns where a passage stands, or else what changed of the part of the report's file that
/// it comes from.
pub(super) fn line(sides: &Sides<'_>, passage: &Passage) -> String {
    if passage.place.line.is_empty() {
        changed(sides, &passage.slot)
    } else {
        passage.place.line.clone()
    }
}

/// Tells that the report may be published at another time than before.
pub(super) fn embargo(sides: &Sides<'_>) -> Option<Item> {
    let until = |edition: &Edition| -> String {
        edition.document.meta.held().map(Moment::words).unwrap_or_default()
    };
    let (was, is) = (until(sides.old), until(sides.new));
    let kind = match (was.is_empty(), is.is_empty()) {
        _ if was == is => return None,
        (true, _) => "embargo set",
        (_, true) => "embargo ended",
        (false, false) => "embargo moved",
    };
    let mut item = Item::new(Class::Statements, "report:embargo", kind)
        .title("the embargo")
        .values(was, is);
    item.cause = written(&changed(sides, "cover embargo"));
    Some(item)
}

/// Tells that the page became pages, or these one: what leads to a chapter must be changed.
pub(super) fn form(sides: &Sides<'_>) -> Option<Item> {
    let pages = |edition: &Edition| edition.document.meta.pages;
    if pages(sides.old) == pages(sides.new) {
        return None;
    }
    let said =
        |edition| if pages(edition) { "a page for each chapter" } else { "one page" };
    let mut item = Item::new(Class::Layout, "report:form", "form of the page changed")
        .title("the addresses of chapters")
        .values(said(sides.old), said(sides.new));
    item.cause = written(&changed(sides, "cover html"));
    Some(item)
}

fn part(whole: &Definition, slot: &str) -> Option<Definition> {
    let lines: Vec<&str> = whole.text.lines().collect();
    let mut words = slot.split(' ');
    let (first, second) = (words.next()?, words.next());
    let (from, to) = match (first, second) {
        ("finding", Some(id)) => {
            let (from, to) = block(&lines, 0, lines.len(), |line| key(line, "findings"))?;
            block(&lines, from, to, |line| named(line, id))?
        }
        ("cover", Some(name)) => {
            let name = match name {
                "author" => "authors",
                "contact" => "contacts",
                "picture" => "cover",
                name => name,
            };
            let (from, to) = block(&lines, 0, lines.len(), |line| key(line, name))?;
            // One of several contacts is its own lines.
            let role =
                slot.strip_prefix("cover contact ").map(|role| format!("role: {role}"));
            let own = |line: &str| {
                role.as_ref().is_some_and(|role| {
                    let found = line.split_once(role.as_str());
                    found.is_some_and(|(_, rest)| {
                        rest.is_empty() || rest.starts_with([',', '}'])
                    })
                })
            };
            block(&lines, from + 1, to, own).unwrap_or((from, to))
        }
        ("document", Some(id)) => {
            let (from, to) =
                block(&lines, 0, lines.len(), |line| key(line, "documents"))?;
            block(&lines, from, to, |line| named(line, id))?
        }
        ("press", Some(_)) => {
            let (from, to) = block(&lines, 0, lines.len(), |line| key(line, "press"))?;
            let id = words.next()?;
            block(&lines, from, to, |line| named(line, id))?
        }
        ("editions", Some(_)) => {
            block(&lines, 0, lines.len(), |line| key(line, "editions"))?
        }
        ("allow" | "design" | "embargo", _) => {
            block(&lines, 0, lines.len(), |line| key(line, first))?
        }
        ("notice", None) => block(&lines, 0, lines.len(), |line| key(line, "notice"))?,
        _ => return None,
    };
    let mut text = lines.get(from..to)?.join("\n");
    text.push('\n');
    Some(Definition { line: whole.line + from, text, ..whole.clone() })
}

/// Returns the lines of the first entry that begins as asked, with all that is further in.
fn block(
    lines: &[&str],
    from: usize,
    to: usize,
    begins: impl Fn(&str) -> bool,
) -> Option<(usize, usize)> {
    let start = (from..to).find(|at| lines.get(*at).is_some_and(|line| begins(line)))?;
    let own = lines.get(start)?;
    let item = own.trim_start().starts_with("- ");
    let within = |line: &&&str| {
        let more = indent(line) > indent(own);
        // Items of a list may stand as far out as its key.
        more || line.trim().is_empty() || !item && line.trim_start().starts_with("- ")
    };
    let rest = lines.get(start + 1..to)?;
    Some((start, start + 1 + rest.iter().take_while(within).count()))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn key(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'))
}

/// Whether a line begins an item of a list by its id.
fn named(line: &str, id: &str) -> bool {
    let item = line.trim_start().strip_prefix("- ").map(str::trim_start);
    let item = item.map(|item| item.strip_prefix('{').unwrap_or(item).trim_start());
    let value = item.and_then(|item| item.strip_prefix("id:"));
    let value = value.and_then(|value| value.split([',', '}', '#']).next());
    value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == id)
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::model::edition::Definition;

    fn lines(slot: &str) -> Option<(usize, String)> {
        let text = "\
title: Trees
notice: >-
  Made up.

  All of it.
findings:
- id: growth
  title: Growth
- {title: Loss, id: loss}
- {id: \"shade\", text: Less}
press:
  local:
    - id: growth
allow:
  - {words: doubled, because: style}
contacts:
- {role: Press, name: A}
- {role: Data, name: B}
";
        let whole =
            Definition { line: 1, text: text.to_owned(), ..Definition::default() };
        part(&whole, slot).map(|part| (part.line, part.text))
    }

    #[test]
    fn a_part_of_the_cover_or_a_finding_is_its_own_lines() {
        assert_eq!(lines("cover title"), Some((1, "title: Trees\n".to_owned())));
        assert_eq!(
            lines("notice"),
            Some((2, "notice: >-\n  Made up.\n\n  All of it.\n".to_owned()))
        );
        assert_eq!(
            lines("finding growth text"),
            Some((7, "- id: growth\n  title: Growth\n".to_owned()))
        );
        assert_eq!(
            lines("allow doubled"),
            Some((14, "allow:\n  - {words: doubled, because: style}\n".to_owned()))
        );
        assert_eq!(
            lines("cover contact Press"),
            Some((17, "- {role: Press, name: A}\n".to_owned()))
        );
        assert_eq!(
            lines("finding shade text"),
            Some((10, "- {id: \"shade\", text: Less}\n".to_owned()))
        );
    }

    #[test]
    fn what_is_not_found_has_no_part() {
        assert_eq!(
            lines("press local growth rise"),
            Some((13, "    - id: growth\n".to_owned()))
        );
        for slot in ["document growth title", "finding loss text", "reference x", ""] {
            assert_eq!(lines(slot), None, "{slot}");
        }
    }
}
