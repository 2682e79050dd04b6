//! Numbers and references: what every chapter, section, figure and table is called, and
//! what a reference to it says.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::plain;
use crate::model::document::visit;
use crate::model::document::visit_mut;
use crate::model::words::capital;
use crate::narrative::parse::CAPITAL;
use std::collections::BTreeMap;

/// What a reference may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    anchor: String,
    text: String,
}

/// Numbers everything, gives sections their anchors, and completes references.
pub(super) fn resolve(
    document: &mut Document,
    referred: &[(String, Span)],
    found: &mut Findings,
) {
    let mut targets: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    let mut anchors = taken(document);
    let mut body = 0_usize;
    let mut appendix = 0_usize;
    // Where there is but one chapter, and it has no number, figures need no letter.
    let alone =
        matches!(document.chapters.as_slice(), [only] if only.part == Part::Front);
    for chapter in &mut document.chapters {
        chapter.number = match chapter.part {
            Part::Front => String::new(),
            Part::Body => {
                body += 1;
                body.to_string()
            }
            Part::Appendix => {
                appendix += 1;
                letters(appendix)
            }
        };
        if chapter.id.is_empty() {
            chapter.id = slug(&plain(&chapter.title));
        }
        chapter.id = unique(&chapter.id, &mut anchors);
        let name = match chapter.part {
            Part::Front => plain(&chapter.title),
            Part::Body => format!("chapter\u{a0}{}", chapter.number),
            Part::Appendix => format!("appendix\u{a0}{}", chapter.number),
        };
        targets
            .entry(chapter.id.clone())
            .or_default()
            .push(Target { anchor: chapter.id.clone(), text: name });
        number(chapter, alone, &mut anchors, &mut targets);
    }
    let mut faults: Vec<Diagnostic> = Vec::new();
    for (id, span) in referred {
        match find(id, &targets) {
            Found::One(_) => {}
            Found::Several => faults.push(
                Diagnostic::error(Code::R0504, format!("`{id}` is a figure and a table"))
                    .at(span.clone(), "")
                    .help(format!("write `figure:{id}` or `table:{id}`")),
            ),
            Found::None => faults.push(
                Diagnostic::error(Code::R0504, format!("there is no `{id}` to refer to"))
                    .at(span.clone(), "")
                    .help(did_you_mean(
                        id,
                        targets.keys().map(String::as_str),
                        "targets",
                    )),
            ),
        }
    }
    found.extend(faults);
    let mut marks: BTreeMap<usize, usize> = BTreeMap::new();
    visit_mut(document, &mut |node| {
        if let Inline::Footnote { index, mark } = node {
            let count = marks.entry(*index).or_default();
            *count += 1;
            *mark = *count;
        }
        if let Inline::Ref { target, text } = node
            && let Found::One(found) = find(target, &targets)
        {
            if text.is_empty() {
                text.clone_from(&found.text);
            } else if text == CAPITAL {
                *text = capital(&found.text);
            }
            target.clone_from(&found.anchor);
        }
    });
}

enum Found<'a> {
    One(&'a Target),
    Several,
    None,
}

fn find<'a>(id: &str, targets: &'a BTreeMap<String, Vec<Target>>) -> Found<'a> {
    let (prefix, name) = match id.split_once(':') {
        Some(("figure", name)) => ("figure-", name),
        Some(("table", name)) => ("table-", name),
        _ => ("", id),
    };
    let Some(list) = targets.get(name) else { return Found::None };
    let mut fitting = list.iter().filter(|target| target.anchor.starts_with(prefix));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Found::One(one),
        (Some(_), Some(_)) => Found::Several,
        (None, _) => Found::None,
    }
}

fn number(
    chapter: &mut Chapter,
    alone: bool,
    anchors: &mut Anchors,
    targets: &mut BTreeMap<String, Vec<Target>>,
) {
    // Front matter has no number: its figures are counted with an S, for summary.
    let prefix = if alone {
        String::new()
    } else if chapter.number.is_empty() {
        "S".to_owned()
    } else {
        format!("{}.", chapter.number)
    };
    let (mut figures, mut tables, mut sections) = (0, 0, 0);
    for block in &mut chapter.blocks {
        match block {
            Block::Heading { level, id, number, content, .. } => {
                if id.is_empty() {
                    *id = slug(&plain(content));
                }
                let wanted = id.clone();
                *id = unique(id, anchors);
                if *level == 2 && !chapter.number.is_empty() {
                    sections += 1;
                    *number = format!("{}.{sections}", chapter.number);
                }
                let text = if number.is_empty() {
                    format!("“{}”", plain(content))
                } else {
                    format!("section\u{a0}{number}")
                };
                let target = Target { anchor: id.clone(), text };
                targets.entry(wanted).or_default().push(target);
            }
            Block::Figure(figure) => {
                figures += 1;
                figure.number = format!("{prefix}{figures}");
                let anchor = format!("figure-{}", figure.id);
                let text = format!("Figure\u{a0}{}", figure.number);
                targets
                    .entry(figure.id.clone())
                    .or_default()
                    .push(Target { anchor, text });
            }
            Block::Table(table) if !table.id.is_empty() => {
                tables += 1;
                table.number = format!("{prefix}{tables}");
                let anchor = format!("table-{}", table.id);
                let text = format!("Table\u{a0}{}", table.number);
                targets
                    .entry(table.id.clone())
                    .or_default()
                    .push(Target { anchor, text });
            }
            _ => {}
        }
    }
}

/// Returns A, B … Z, AA, AB … for 1, 2 … 26, 27, 28 …
fn letters(number: usize) -> String {
    let mut out = String::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        out.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    out
}

/// Anchors that are taken, each with the last number that was put behind it.
type Anchors = BTreeMap<String, usize>;

/// Returns the anchors that both outputs give to what is no chapter and no section.
fn taken(document: &Document) -> Anchors {
    let mut out = Anchors::new();
    let mut take = |name: String| out.insert(name, 1);
    for name in ["main", "closed", "search", "key-findings"] {
        take(name.to_owned());
    }
    for finding in &document.findings {
        take(format!("finding-{}", finding.id));
    }
    for note in 1..=document.footnotes.len() {
        take(format!("note-{note}"));
        take(format!("noteref-{note}"));
    }
    for reference in &document.references {
        take(format!("ref-{}", reference.key));
    }
    for block in document.chapters.iter().flat_map(|chapter| &chapter.blocks) {
        match block {
            Block::Figure(figure) => take(format!("figure-{}", figure.id)),
            Block::Table(table) => take(format!("table-{}", table.id)),
            _ => None,
        };
    }
    visit(document, &mut |node| match node {
        Inline::Stat { id, .. } => {
            let block = id.split('.').next().unwrap_or_default();
            take(format!("v-{id}"));
            take(format!("t-{id}"));
            take(format!("use-{block}"));
            take(format!("from-{block}"));
        }
        Inline::Claim(claim) => {
            take(format!("c-{}", claim.id));
            take(format!("u-{}", claim.id));
        }
        _ => {}
    });
    out
}

fn unique(wanted: &str, anchors: &mut Anchors) -> String {
    let wanted = if wanted.is_empty() { "section" } else { wanted };
    let Some(mut count) = anchors.get(wanted).copied() else {
        anchors.insert(wanted.to_owned(), 1);
        return wanted.to_owned();
    };
    loop {
        count += 1;
        let candidate = format!("{wanted}-{count}");
        if !anchors.contains_key(&candidate) {
            anchors.insert(wanted.to_owned(), count);
            anchors.insert(candidate.clone(), 1);
            return candidate;
        }
    }
}

/// Returns an anchor for a heading: letters and digits, words joined by `-`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            out.extend(character.to_lowercase());
        } else if !matches!(character, '’' | '\'')
            && !out.is_empty()
            && !out.ends_with('-')
        {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::letters;
    use super::slug;

    #[test]
    fn appendices_are_lettered_on_past_z() {
        let shown = [1, 2, 26, 27, 52, 53, 702, 703].map(letters);
        assert_eq!(shown, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_heading_becomes_an_anchor_of_letters_digits_and_hyphens() {
        assert_eq!(
            slug("What the design can’t show: 1. Power"),
            "what-the-design-cant-show-1-power"
        );
    }
}
