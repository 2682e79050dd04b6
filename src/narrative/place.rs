//! Declared figures and tables, put in the place of their marks.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Span;
use crate::doc::Block;
use crate::doc::FigureBlock;
use crate::doc::Inline;
use crate::doc::TableBlock;
use crate::frame::Frames;
use crate::narrative::parse;
use crate::narrative::parse::FIGURE_MARK;
use crate::narrative::parse::Reading;
use crate::narrative::parse::TABLE_MARK;
use crate::narrative::tables;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Project;
use crate::project::TableDecl;
use crate::stat::Statistics;
use std::collections::BTreeMap;

/// Texts of a figure or table, woven.
pub(super) type Texts = BTreeMap<&'static str, String>;

/// Weaves the words of a figure.
pub(super) fn figure_texts(weaver: &mut Weaver, entry: &Entry<FigureDecl>) -> Texts {
    let decl = &entry.decl;
    [
        ("headline", &decl.headline),
        ("subtitle", &decl.subtitle),
        ("note", &decl.note),
        ("source", &decl.source),
        ("alt", &decl.alt),
    ]
    .into_iter()
    .map(|(name, text)| {
        (name, weaver.text(text, &entry.place(&[name])).unwrap_or_default())
    })
    .collect()
}

/// Weaves the words of a table.
pub(super) fn table_texts(weaver: &mut Weaver, entry: &Entry<TableDecl>) -> Texts {
    let decl = &entry.decl;
    [
        ("title", &decl.title),
        ("subtitle", &decl.subtitle),
        ("note", &decl.note),
        ("source", &decl.source),
    ]
    .into_iter()
    .map(|(name, text)| {
        (name, weaver.text(text, &entry.place(&[name])).unwrap_or_default())
    })
    .collect()
}

/// What figures and tables are made of.
pub(super) struct Make<'a> {
    pub project: &'a Project,
    pub frames: &'a Frames<'a>,
    pub statistics: &'a Statistics,
    pub figures: &'a BTreeMap<&'a str, Texts>,
    pub tables: &'a BTreeMap<&'a str, Texts>,
}

/// Which figures and tables have their place, and where.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub figures: BTreeMap<String, Span>,
    pub tables: BTreeMap<String, Span>,
}

impl Placed {
    /// Puts figures and tables in the place of their marks.
    pub fn put(
        &mut self,
        blocks: &mut [Block],
        make: &Make<'_>,
        reading: &mut Reading<'_>,
        found: &mut Findings,
        top: bool,
    ) {
        for block in blocks {
            match block {
                Block::Paragraph { content, .. } => {
                    let Some(Inline::Ref { target, text }) = content.first() else {
                        continue;
                    };
                    let piece =
                        text.parse().ok().and_then(|at: usize| reading.pieces.get(at));
                    let span = match piece {
                        Some(Piece::Figure { span, .. } | Piece::Table { span, .. }) => {
                            span.clone()
                        }
                        _ => continue,
                    };
                    let new = if let Some(id) = target.strip_prefix(FIGURE_MARK) {
                        let id = id.to_owned();
                        once(&mut self.figures, &id, "figure", &span, found);
                        figure(make, &id, span.clone(), reading)
                    } else if let Some(id) = target.strip_prefix(TABLE_MARK) {
                        let id = id.to_owned();
                        once(&mut self.tables, &id, "table", &span, found);
                        table(make, &id, span.clone(), reading, found)
                    } else {
                        continue;
                    };
                    if !top {
                        found.push(
                            Diagnostic::error(
                                Code::R0502,
                                "a figure or table stands within a list or a quotation",
                            )
                            .at(span, "")
                            .help("put the call on a line of its own, outside the list"),
                        );
                    }
                    if let Some(new) = new {
                        *block = new;
                    }
                }
                Block::List { items, .. } => {
                    for item in items {
                        self.put(item, make, reading, found, false);
                    }
                }
                Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                    self.put(blocks, make, reading, found, false);
                }
                Block::Definitions { items } => {
                    for meaning in items.iter_mut().flat_map(|(_, meanings)| meanings) {
                        self.put(meaning, make, reading, found, false);
                    }
                }
                _ => {}
            }
        }
    }
}

fn once(
    placed: &mut BTreeMap<String, Span>,
    id: &str,
    what: &str,
    span: &Span,
    found: &mut Findings,
) {
    if let Some(first) = placed.get(id) {
        found.push(
            Diagnostic::error(Code::R0502, format!("{what} `{id}` is placed twice"))
                .at(span.clone(), "")
                .related(first.clone(), "first here")
                .help(format!("refer to it with `ref(\"{id}\")`")),
        );
    } else {
        placed.insert(id.to_owned(), span.clone());
    }
}

fn figure(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
) -> Option<Block> {
    let entry = make.project.figures.iter().find(|entry| entry.id == id)?;
    let texts = make.figures.get(id)?;
    let mut line = |name: &'static str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    Some(Block::Figure(FigureBlock {
        id: id.to_owned(),
        number: String::new(),
        headline: line("headline"),
        subtitle: line("subtitle"),
        note: line("note"),
        source: line("source"),
        alt: line("alt"),
        span,
    }))
}

fn table(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
    found: &mut Findings,
) -> Option<Block> {
    let entry = make.project.tables.iter().find(|entry| entry.id == id)?;
    let texts = make.tables.get(id)?;
    let body = tables::body(make.project, make.frames, make.statistics, entry, found);
    let mut line = |name: &'static str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    Some(Block::Table(TableBlock {
        id: id.to_owned(),
        number: String::new(),
        title: line("title"),
        subtitle: line("subtitle"),
        columns: body.columns,
        rows: body.rows,
        row_heads: body.row_heads,
        note: line("note"),
        source: line("source"),
        span,
    }))
}
