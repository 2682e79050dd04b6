//! Named blocks: a fence and what it holds become a [`Container`].

use crate::labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::nearest;
use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::CONTAINERS;
use crate::model::document::Container;
use crate::model::document::ContainerKind;
use crate::model::document::FieldSort;
use crate::model::document::Inline;
use crate::model::document::Need;
use crate::model::document::container_kind;
use crate::narrative::foreign;
use crate::narrative::parse::DEEPEST;
use crate::narrative::parse::PICTURE_MARK;
use crate::narrative::parse::Reader;
use crate::narrative::parse::alone;
use crate::narrative::parse::fence::Attributes;
use crate::narrative::parse::fence::Fence;
use crate::narrative::parse::fence::FenceSort;
use crate::narrative::parse::line;
use crate::narrative::parse::piece::mark;
use crate::narrative::weave::Piece;
use crate::narrative::weave::untagged;
use pulldown_cmark::Event;
use std::ops::Range;

/// The most columns side by side.
const COLUMNS: usize = 3;
/// The most figures side by side.
const FIGURES: usize = 4;
/// What is said of a row of logos that holds something else.
pub(in crate::narrative) const LOGOS: (&str, &str) = (
    "`logos` holds pictures and nothing else, none of them counted as a figure",
    "call `picture()` for each, on a line of its own with an empty line between",
);

impl Reader<'_, '_, '_> {
    /// Reads what a fence opens, or reports that it closes nothing.
    pub(super) fn fence(&mut self, fence: Fence, out: &mut Vec<Block>) {
        let range = fence.range;
        match fence.sort {
            FenceSort::Open(attributes) => self.container(&attributes, &range, out),
            FenceSort::Close if self.foreign > 0 => {
                self.foreign -= 1;
                self.typed(&range, out);
            }
            FenceSort::Close => self.fault(
                Code::R0651,
                "this fence closes nothing",
                &range,
                "remove it, or open a block before it: `::: {.box title=\"…\"}`",
            ),
            FenceSort::Foreign => {
                self.foreign += 1;
                self.typed(&range, out);
            }
            FenceSort::Broken(at) => {
                self.fault(
                    Code::R0652,
                    "the attributes of a block cannot be read from here",
                    &(at..range.end.max(at + 1)),
                    "write `::: {.box #id title=\"…\"}`",
                );
                self.container_blocks(&range, out);
            }
        }
    }

    /// A fence of another tool is printed as it is typed.
    fn typed(&mut self, range: &Range<usize>, out: &mut Vec<Block>) {
        let span = self.place(range);
        self.reading.met.found.push(foreign::fence(span.clone()));
        let text = self.typed.get(range.clone()).unwrap_or_default();
        out.push(Block::Paragraph { content: vec![Inline::text(text)], span });
    }

    /// Reports a block within too many others, and skips to its end.
    fn too_deep(&mut self, open: &Range<usize>) {
        let message = format!("blocks nest more than {DEEPEST} levels deep");
        self.fault(
            Code::R0501,
            &message,
            open,
            "write the inner blocks one after another",
        );
        let (mut blocks, mut others) = (1, 0);
        while let Some((event, place)) = self.peek_with_place() {
            match event {
                Event::Start(_) => others += 1,
                Event::End(_) if others == 0 => break,
                Event::End(_) => others -= 1,
                Event::Rule => {
                    match self.fences.get(&place.start).map(|fence| &fence.sort) {
                        Some(FenceSort::Close) => blocks -= 1,
                        Some(FenceSort::Open(_) | FenceSort::Broken(_)) => blocks += 1,
                        Some(FenceSort::Foreign) | None => {}
                    }
                }
                _ => {}
            }
            self.at += 1;
            if blocks == 0 {
                break;
            }
        }
    }

    /// Reads blocks up to the fence that closes them.
    fn container_blocks(&mut self, open: &Range<usize>, out: &mut Vec<Block>) {
        if self.depth >= DEEPEST {
            self.too_deep(open);
            return;
        }
        self.depth += 1;
        self.containers += 1;
        loop {
            match self.peek_with_place() {
                Some((Event::Rule, place)) => {
                    let close = self.fences.get(&place.start);
                    if close.is_some_and(|close| close.sort == FenceSort::Close)
                        && self.foreign == 0
                    {
                        self.at += 1;
                        break;
                    }
                    self.block(out);
                }
                Some((Event::End(_), _)) | None => {
                    self.fault(
                        Code::R0651,
                        "this block is not closed",
                        open,
                        "write `:::` on a line of its own where it ends",
                    );
                    break;
                }
                Some(_) => self.block(out),
            }
        }
        self.containers -= 1;
        self.depth -= 1;
    }

    fn container(
        &mut self,
        attributes: &Attributes,
        range: &Range<usize>,
        out: &mut Vec<Block>,
    ) {
        let kind = self.container_kind(attributes, range);
        let before = std::mem::replace(&mut self.parent, kind.map(|kind| kind.form));
        let mut blocks = Vec::new();
        let around = self.reading.language.clone();
        if kind.is_some_and(|kind| kind.form == BlockForm::Lang) {
            self.enter(attributes);
        }
        self.container_blocks(range, &mut blocks);
        self.reading.language = around;
        self.parent = before;
        let Some(kind) = kind else {
            out.extend(blocks);
            return;
        };
        self.fits(kind, &blocks, range);
        let (title, fields) = self.fields(kind, attributes, range);
        if let BlockForm::Alert(alert) = kind.form {
            out.push(Block::Alert { kind: alert, title, blocks });
            return;
        }
        out.push(Block::Container(Container {
            kind: kind.name.to_owned(),
            id: attributes.id.clone(),
            number: String::new(),
            title,
            fields,
            picture: self.portrait(kind, attributes),
            quoted: None,
            blocks,
            span: self.place(range),
        }));
    }

    /// Reads on in the language that a block names.
    fn enter(&mut self, attributes: &Attributes) {
        let mut values = attributes.values.iter();
        let Some((_, tag, place)) = values.find(|(name, ..)| name == "tag") else {
            return;
        };
        if let Some(why) = labels::tag_fault(tag) {
            let place = self.place(place);
            self.reading.met.found.push(untagged(why, place));
        }
        self.reading.enter(tag);
    }

    fn container_kind(
        &mut self,
        attributes: &Attributes,
        range: &Range<usize>,
    ) -> Option<&'static ContainerKind> {
        let names: Vec<&str> = CONTAINERS.iter().map(|kind| kind.name).collect();
        let known = || format!("the kinds are `{}`", names.join("`, `"));
        match attributes.classes.as_slice() {
            [(name, place)] => {
                let kind = container_kind(name);
                if kind.is_none() {
                    // Quarto writes `callout-note`.
                    let own = name.strip_prefix("callout-").unwrap_or(name);
                    let near = nearest(own, names.iter().copied());
                    let near = near.map(|near| format!("did you mean `{near}`? "));
                    let help = format!("{}{}", near.unwrap_or_default(), known());
                    let message = format!("there is no kind of block called `{name}`");
                    self.fault(Code::R0650, &message, place, &help);
                }
                kind
            }
            [] => {
                self.fault(Code::R0650, "the block has no kind", range, &known());
                None
            }
            [_, (_, place), ..] => {
                let help = "a block is of one kind; nest blocks to have both";
                self.fault(Code::R0650, "the block has two kinds", place, help);
                None
            }
        }
    }

    /// Reads the title and the fields of a block, and holds them to those of its kind.
    fn fields(
        &mut self,
        kind: &ContainerKind,
        attributes: &Attributes,
        range: &Range<usize>,
    ) -> (Vec<Inline>, Vec<(String, Vec<Inline>)>) {
        let mut title = Vec::new();
        let mut given: Vec<(String, Vec<Inline>)> = Vec::new();
        let mut names: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
        if kind.title != Need::Not {
            names.insert(0, "title");
        }
        if kind.pictured {
            names.push("picture");
        }
        for (name, value, place) in &attributes.values {
            if name == "picture" && kind.pictured {
                continue;
            }
            let twice = given.iter().any(|(other, _)| other == name)
                || name == "title" && !title.is_empty();
            if twice || !names.contains(&name.as_str()) {
                let message = if twice {
                    format!("`{name}` is given twice")
                } else {
                    format!("a `{}` has no `{name}`", kind.name)
                };
                let help = if twice {
                    "remove one of them".to_owned()
                } else {
                    did_you_mean(name, names.iter().copied(), "fields")
                };
                self.fault(Code::R0652, &message, place, &help);
                continue;
            }
            if value.trim().is_empty() {
                let message = format!("`{name}` is empty");
                self.fault(Code::R0652, &message, range, "say it, or leave it out");
                continue;
            }
            let sort = kind.fields.iter().find(|field| field.name == name.as_str());
            let content = match sort.map(|field| field.sort) {
                Some(FieldSort::References) => self.references(value, place),
                _ => line(self.reading, value, &self.place(place)),
            };
            if name == "title" {
                title = content;
            } else {
                given.push((name.clone(), content));
            }
        }
        let said = |name: &str| attributes.values.iter().any(|(given, ..)| given == name);
        let fields = kind.fields.iter().filter(|field| field.need == Need::Must);
        let musts = fields.map(|field| field.name);
        let title_must = (kind.title == Need::Must).then_some("title");
        for name in title_must.into_iter().chain(musts).filter(|name| !said(name)) {
            let message = format!("a `{}` needs `{name}`", kind.name);
            let help = format!("write `::: {{.{} {name}=\"…\"}}`", kind.name);
            self.fault(Code::R0652, &message, range, &help);
        }
        let place = |name: &str| kind.fields.iter().position(|field| field.name == name);
        given.sort_by_key(|(name, _)| place(name));
        (title, given)
    }

    /// Reads the id of the picture that goes with a block.
    fn portrait(
        &mut self,
        kind: &ContainerKind,
        attributes: &Attributes,
    ) -> Option<Box<Block>> {
        let mut values = attributes.values.iter();
        let (_, id, place) =
            values.find(|(name, ..)| name == "picture" && kind.pictured)?;
        let span = self.place(place);
        let index = self.reading.pieces.len();
        let piece = Piece::Picture { id: id.clone(), span: span.clone() };
        self.reading.pieces.push(piece);
        let content = vec![mark(PICTURE_MARK, id, index)];
        Some(Box::new(Block::Paragraph { content, span }))
    }

    /// Reads ids with commas between as references.
    fn references(&mut self, value: &str, place: &Range<usize>) -> Vec<Inline> {
        let mut out = Vec::new();
        for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            if !out.is_empty() {
                out.push(Inline::text(", "));
            }
            // A call of `ref()` is one already.
            let read = line(self.reading, id, &self.place(place));
            if let [Inline::Ref { .. } | Inline::Link { .. } | Inline::Cite { .. }] =
                read.as_slice()
            {
                out.extend(read);
                continue;
            }
            let id = id.trim_start_matches('#').to_owned();
            let span = self.place(place);
            self.reading.met.referred.push((id.clone(), span));
            let capital = crate::narrative::parse::CAPITAL;
            let text = if out.is_empty() { capital.to_owned() } else { String::new() };
            out.push(Inline::Ref { target: id, text });
        }
        out
    }

    /// Holds what a block holds to what its kind can hold.
    fn fits(&mut self, kind: &ContainerKind, blocks: &[Block], range: &Range<usize>) {
        let column = |block: &Block| matches!(block, Block::Container(inner) if inner.kind == "column");
        let fault = match kind.form {
            BlockForm::Listing if blocks.is_empty() => None,
            BlockForm::Listing => Some((
                "the program writes what this block holds",
                "write the words before or after it",
            )),
            _ if blocks.is_empty() => {
                Some(("the block holds nothing", "write what it says, or remove it"))
            }
            BlockForm::Columns
                if !blocks.iter().all(column)
                    || !(2..=COLUMNS).contains(&blocks.len()) =>
            {
                Some((
                    "`columns` holds two or three `column` blocks and nothing else",
                    "put all it holds into `::: {.column}` … `:::`",
                ))
            }
            BlockForm::Column if self.parent != Some(BlockForm::Columns) => Some((
                "a `column` is not directly within `columns`",
                "open `::: {.columns}` around two or three of them",
            )),
            BlockForm::Figures
                if !blocks.iter().all(alone)
                    || !(2..=FIGURES).contains(&blocks.len()) =>
            {
                Some((
                    "`figures` holds two to four figures and nothing else",
                    "call `figure()` for each, on a line of its own with an empty line between",
                ))
            }
            BlockForm::Logos if !blocks.iter().all(alone) => Some((LOGOS.0, LOGOS.1)),
            _ => None,
        };
        if let Some((message, help)) = fault {
            self.fault(Code::R0653, message, range, help);
        }
    }
}
