//! Declared figures and tables, put in the place of their marks.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::FigureBlock;
use crate::model::document::Inline;
use crate::model::document::TableBlock;
use crate::narrative::gaps::Gaps;
use crate::narrative::met::Met;
use crate::narrative::met::Placed;
use crate::narrative::parse;
use crate::narrative::parse::FIGURE_MARK;
use crate::narrative::parse::LOGOS;
use crate::narrative::parse::Reading;
use crate::narrative::parse::TABLE_MARK;
use crate::narrative::pictures;
use crate::narrative::quotations;
use crate::narrative::tables;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use crate::narrative::world::Make;
use crate::narrative::world::Texts;
use crate::narrative::world::World;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Project;
use crate::project::TableDecl;
use crate::say;
use std::collections::BTreeMap;

/// Weaves the words of a figure.
pub(super) fn figure_texts(
    weaver: &mut Weaver,
    project: &Project,
    entry: &Entry<FigureDecl>,
) -> Texts {
    let decl = &entry.decl;
    let own: [(String, &String); 5] = [
        ("headline".into(), &decl.headline),
        ("subtitle".into(), &decl.subtitle),
        ("note".into(), &decl.note),
        ("source".into(), &decl.source),
        ("alt".into(), &decl.alt),
    ];
    let annotations = decl.annotations.iter().enumerate();
    let annotations = annotations.map(|(at, it)| (annotation(at), &it.text));
    let mut texts = Texts::new();
    for (name, text) in own.into_iter().chain(annotations) {
        let woven = weaver.text(text, &placed(entry, &name)).unwrap_or_default();
        texts.insert(name, woven);
    }
    // Not woven: what a publisher is called is no template.
    let owed = decl.boundaries.as_ref().and_then(|name| project.attribution(name));
    texts.extend(owed.map(|owed| (BOUNDARIES.into(), owed)));
    texts
}

/// The name of the words of an annotation: its path in the declaration.
fn annotation(at: usize) -> String {
    format!("annotations.{at}.text")
}

/// The place of words by their name.
fn placed<T>(entry: &Entry<T>, name: &str) -> Span {
    entry.place(&name.split('.').collect::<Vec<_>>())
}

/// What is owed to the publisher of a map's boundaries.
const BOUNDARIES: &str = "boundaries";

/// Weaves the words of a table.
pub(super) fn table_texts(weaver: &mut Weaver, entry: &Entry<TableDecl>) -> Texts {
    let decl = &entry.decl;
    let mut texts: Texts = [
        ("title", &decl.title),
        ("subtitle", &decl.subtitle),
        ("note", &decl.note),
        ("source", &decl.source),
    ]
    .into_iter()
    .map(|(name, text)| {
        (name.into(), weaver.text(text, &entry.place(&[name])).unwrap_or_default())
    })
    .collect();
    for (n, note) in decl.notes.iter().enumerate() {
        let place = entry.place(&["notes", &n.to_string(), "text"]);
        let text = weaver.text(&note.text, &place).unwrap_or_default();
        texts.insert(format!("notes.{n}"), text);
    }
    texts
}

/// Puts figures and tables in the place of their marks.
pub(super) fn put(
    blocks: &mut [Block],
    make: &Make<'_>,
    reading: &mut Reading<'_>,
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
                if let Some(picture) =
                    piece.cloned().and_then(|piece| picture(make, piece, reading))
                {
                    *block = picture;
                    continue;
                }
                let piece =
                    text.parse().ok().and_then(|at: usize| reading.pieces.get(at));
                let span = match piece {
                    Some(Piece::Figure { span, .. } | Piece::Table { span, .. }) => {
                        span.clone()
                    }
                    _ => continue,
                };
                let (table, id) = if let Some(id) = target.strip_prefix(FIGURE_MARK) {
                    (false, id.to_owned())
                } else if let Some(id) = target.strip_prefix(TABLE_MARK) {
                    (true, id.to_owned())
                } else {
                    continue;
                };
                let new = if table {
                    self::table(make, &id, span.clone(), reading)
                } else {
                    figure(make, &id, span.clone(), reading)
                };
                if !top {
                    reading.met.found.push(
                        Diagnostic::error(
                            Code::R0502,
                            "a figure or table stands within a list or a quotation",
                        )
                        .at(span.clone(), "")
                        .help("put the call on a line of its own, outside the list"),
                    );
                }
                reading.met.placed.push(Placed { table, id, span });
                if let Some(new) = new {
                    *block = new;
                }
            }
            Block::List { items, .. } => {
                for item in items {
                    put(item, make, reading, false);
                }
            }
            Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                put(blocks, make, reading, false);
            }
            Block::Container(container) => {
                if let Some(picture) = &mut container.picture {
                    put(std::slice::from_mut(&mut **picture), make, reading, top);
                }
                put(&mut container.blocks, make, reading, top);
                let logos =
                    container.kind().is_some_and(|kind| kind.form == BlockForm::Logos);
                let other = |block: &Block| match block {
                    Block::Picture(picture) => picture.numbered,
                    // A mark of nothing that is known has been reported.
                    block => !matches!(block, Block::Paragraph { .. }),
                };
                if logos && container.blocks.iter().any(other) {
                    reading.met.found.push(
                        Diagnostic::error(Code::R0653, LOGOS.0)
                            .at(container.span.clone(), "")
                            .help(LOGOS.1),
                    );
                }
            }
            Block::Definitions { items } => {
                for meaning in items.iter_mut().flat_map(|(_, meanings)| meanings) {
                    put(meaning, make, reading, false);
                }
            }
            _ => {}
        }
    }
}

/// Reports what has more than one place.
pub(super) fn once(placed: &[Placed], found: &mut Findings) {
    let mut first: BTreeMap<(bool, &str), &Span> = BTreeMap::new();
    for Placed { table, id, span } in placed {
        let what = if *table { "table" } else { "figure" };
        if let Some(first) = first.get(&(*table, id.as_str())) {
            found.push(
                Diagnostic::error(Code::R0502, format!("{what} `{id}` is placed twice"))
                    .at(span.clone(), "")
                    .related((*first).clone(), "first here")
                    .help(format!("refer to it with `ref(\"{id}\")`")),
            );
        } else {
            first.insert((*table, id), span);
        }
    }
}

/// Weaves the words of what has no place, so that their faults are told.
pub(super) fn unplaced(world: &World<'_>, met: &mut Met) {
    let mut weaver = Weaver::new(world.names);
    let has_place = |table: bool, id: &str| {
        met.placed.iter().any(|placed| placed.table == table && placed.id == id)
    };
    for entry in world.project.figures.iter().filter(|entry| !has_place(false, &entry.id))
    {
        figure_texts(&mut weaver, world.project, entry);
    }
    for entry in world.project.tables.iter().filter(|entry| !has_place(true, &entry.id)) {
        table_texts(&mut weaver, entry);
    }
    met.found.extend(weaver.found());
}

/// Returns a picture, a displayed formula or a quotation as a block; they may stand wherever a block may.
fn picture(make: &Make<'_>, piece: Piece, reading: &mut Reading<'_>) -> Option<Block> {
    let (id, span) = match piece {
        Piece::Picture { id, span } => (id, span),
        Piece::Image(picture) => return Some(Block::Picture(*picture)),
        Piece::Equation(equation) => return Some(*equation),
        Piece::Quotation { id, span } => {
            let mut entries = make.project.quotations.iter();
            let entry = entries.find(|entry| entry.id == id)?;
            reading.met.quoted.insert(id);
            return Some(quotations::declared(entry, make, span, reading));
        }
        _ => return None,
    };
    let entries = &make.project.pictures;
    let Some(entry) = entries.iter().find(|entry| entry.id == id) else {
        let names = entries.iter().map(|entry| entry.id.as_str());
        reading
            .met
            .found
            .push(Diagnostic::unknown(Thing::Picture, &id, names).at(span, ""));
        return None;
    };
    reading.met.pictured.insert(id.clone());
    let texts = make.pictures.get(&id);
    Some(Block::Picture(pictures::declared(entry, texts, span, reading)))
}

fn figure(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
) -> Option<Block> {
    let entry = make.project.figures.iter().find(|entry| entry.id == id)?;
    let texts = make.figures.get(id)?;
    let mut line = |name: &str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &placed(entry, name))
    };
    let mut source = line("source");
    if let Some(owed) = texts.get(BOUNDARIES) {
        let text = if source.is_empty() { owed.clone() } else { format!(". {owed}") };
        source.push(Inline::text(text));
    }
    Some(Block::Figure(FigureBlock {
        id: id.to_owned(),
        number: String::new(),
        headline: line("headline"),
        subtitle: line("subtitle"),
        note: line("note"),
        source,
        alt: line("alt"),
        annotations: (0..entry.decl.annotations.len())
            .map(|at| line(&annotation(at)))
            .collect(),
        span,
    }))
}

fn table(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
) -> Option<Block> {
    let entry = make.project.tables.iter().find(|entry| entry.id == id)?;
    let texts = make.tables.get(id)?;
    let mut gaps = Gaps::of(make.project);
    let body = tables::body(make, entry, texts, &mut gaps, reading);
    for marker in &gaps.unknown {
        let message = format!("`{marker}` stands for missing values and has no meaning");
        reading.met.found.push(
            Diagnostic::warning(Code::R0570, message)
                .at(entry.span(), "in this table")
                .help(format!(
                    "write `{{value: \"{marker}\", label: WHY}}` in `missingValues`"
                )),
        );
    }
    let mut line = |name: &'static str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    let remarks = [
        (body.rows.is_empty(), tables::EMPTY),
        (body.rounded, tables::ROUNDED),
        (body.shaded, tables::SHADED),
        (body.barred, tables::BARRED),
    ];
    let remarks = remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name);
    let remarks: Vec<&str> = remarks.collect();
    Some(Block::Table(TableBlock {
        id: id.to_owned(),
        number: String::new(),
        title: line("title"),
        subtitle: line("subtitle"),
        columns: body.columns,
        rows: body.rows,
        row_heads: body.row_heads,
        groups: body.groups,
        totals: body.totals,
        turned: entry.decl.turned,
        notes: body.notes,
        note: gaps.explained(remarked(line("note"), &remarks)),
        source: line("source"),
        span,
    }))
}

/// Adds to the note of a table what must be said of its numbers.
fn remarked(mut note: Vec<Inline>, remarks: &[&str]) -> Vec<Inline> {
    for remark in remarks {
        let space = if note.is_empty() { "" } else { " " };
        note.push(Inline::text(format!("{space}{}", say!(remark))));
    }
    note
}
