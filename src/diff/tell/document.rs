//! A comparison as a document, for the writers of documents.

use crate::diff::tell::because;
use crate::diff::tell::causes;
use crate::diff::tell::counts;
use crate::diff::tell::kinds;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::Meta;
use crate::model::document::Part;
use crate::model::document::coded;
use std::collections::BTreeMap;

/// The most items of a class, and parts of an item, that are printed.
const MOST: usize = 200;
/// The most parts of an item.
const PARTS: usize = 20;

/// What shows an item beside its words, by its id.
type Beside = BTreeMap<String, Block>;

/// Returns the comparison as a document with a chapter a class; what it comes to, and why, is
/// last.
pub fn document(found: &Comparison, meta: &Meta, beside: &Beside) -> Document {
    let classes = Class::ALL.into_iter().filter(|class| found.count(*class) > 0);
    let mut chapters: Vec<Chapter> =
        classes.map(|class| chapter(found, class, beside)).collect();
    chapters.push(summary(found));
    let meta = Meta {
        title: format!("What changed in {}", found.new.title),
        subtitle: format!(
            "{}. {} compared with {}",
            counts(found).join(", "),
            side(found, true),
            side(found, false)
        ),
        description: String::new(),
        keywords: Vec::new(),
        citation: String::new(),
        ..meta.clone()
    };
    Document {
        meta,
        findings: Vec::new(),
        chapters,
        footnotes: Vec::new(),
        references: Vec::new(),
        local: Vec::new(),
    }
}

fn side(found: &Comparison, new: bool) -> String {
    let side = if new { &found.new } else { &found.old };
    format!("{} ({})", side.edition, side.called())
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph { content, span: Span::new("", 0..0) }
}

fn text(words: impl Into<String>) -> Inline {
    Inline::text(words)
}

fn list(items: impl IntoIterator<Item = String>) -> Block {
    let items = items.into_iter().map(|words| vec![paragraph(coded(&words))]).collect();
    Block::List { start: None, loose: false, items }
}

fn summary(found: &Comparison) -> Chapter {
    let counts = counts(found).join(", ");
    let counts = if counts.is_empty() {
        "Nothing that a reader sees changed.".to_owned()
    } else {
        counts
    };
    let mut blocks =
        vec![paragraph(vec![Inline::Strong { content: vec![text(counts)] }])];
    let kinds = kinds(found);
    if !kinds.is_empty() {
        blocks
            .push(list(kinds.into_iter().map(|(kind, count)| format!("{count} {kind}"))));
    }
    let causes = causes(found);
    if !causes.is_empty() {
        blocks.push(paragraph(vec![text("Because of:")]));
        blocks.push(list(causes.into_iter().map(|(cause, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{cause} (behind {count} change{plural})")
        })));
    }
    made("summary", "Why", blocks)
}

fn made(id: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter {
        id: id.to_owned(),
        number: String::new(),
        part: Part::Front,
        title: vec![text(title)],
        file: String::new(),
        blocks,
    }
}

fn chapter(found: &Comparison, class: Class, beside: &Beside) -> Chapter {
    let count = found.count(class);
    let shown = found.of(class).take(MOST);
    let mut items: Vec<Vec<Block>> = shown.map(|item| entry(item, beside)).collect();
    if count > MOST {
        items.push(vec![paragraph(vec![text(format!("and {} more", count - MOST))])]);
    }
    let title = format!("{} ({count})", class.title());
    made(class.name(), &title, vec![Block::List { start: None, loose: false, items }])
}

fn entry(item: &Item, beside: &Beside) -> Vec<Block> {
    let mut line = vec![Inline::Strong { content: vec![text(item.title.clone())] }];
    line.push(text(format!(" {}", item.kind)));
    if item.marks.is_empty() && !(item.old.is_empty() && item.new.is_empty()) {
        line.push(text(format!(": {} → {}", item.old, item.new)));
    }
    if let Some(moved) = &item.movement {
        line.push(text(format!(" ({})", moved.words)));
    }
    let mut out = vec![paragraph(line)];
    if !item.marks.is_empty() {
        for (head, runs, gone) in
            [("Before: ", &item.marks.old, true), ("Now: ", &item.marks.new, false)]
        {
            if runs.is_empty() {
                continue;
            }
            let mut words = vec![Inline::Emph { content: vec![text(head)] }];
            words.extend(runs.iter().map(|(run, changed)| {
                let content = vec![text(run.replace('\n', " "))];
                match (*changed, gone) {
                    (true, true) => Inline::Strike { content },
                    (true, false) => Inline::Strong { content },
                    (false, _) => text(run.replace('\n', " ")),
                }
            }));
            out.push(paragraph(words));
        }
    }
    out.extend(beside.get(&item.id).cloned());
    let why = because(&item.cause);
    if !why.is_empty() {
        out.push(paragraph(coded(&format!("Because of {why}."))));
    }
    let mut parts: Vec<String> = item
        .details
        .iter()
        .take(PARTS)
        .map(|part| {
            let values = if part.old.is_empty() && part.new.is_empty() {
                String::new()
            } else {
                format!(": {} → {}", part.old, part.new)
            };
            let note = if part.note.is_empty() {
                String::new()
            } else {
                format!(", {}", part.note)
            };
            format!("{}{values}{note}", part.what)
        })
        .collect();
    if item.details.len() > PARTS {
        parts.push(format!("and {} more", item.details.len() - PARTS));
    }
    if !parts.is_empty() {
        out.push(list(parts));
    }
    out
}
