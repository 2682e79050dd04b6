//! A comparison as files: its page with the figures of both sides, and its PDF.

use crate::diff;
use crate::figure;
use crate::figure::Look;
use crate::figure::Picture;
use crate::figure::PictureForm;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::labels;
use crate::make::compare::OpenedSide;
use crate::make::outbox::Desk;
use crate::make::step::Silent;
use crate::make::texts::texts;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Container;
use crate::model::document::Inline;
use crate::model::document::PictureBlock;
use crate::model::edition::Edition;
use crate::model::signoff::Review;
use crate::model::statistic::Statistics;
use crate::output::Publication;
use crate::output::changes;
use crate::output::changes::Pictures;
use crate::output::typst;
use crate::output::typst::Program;
use crate::project;
use crate::project::Disk;
use crate::project::PdfDecl;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Returns the page of a comparison; the project's own templates are used where it has them.
pub fn changes_page(
    root: &Path,
    old: &OpenedSide,
    new: &OpenedSide,
    found: &Comparison,
    review: &Review,
) -> Result<String> {
    let disk = Disk::new(root);
    let labels = project::spoken(&disk, &new.edition.document.meta.language);
    let _within = labels::enter(&labels);
    let pictures = drawn([&old.edition, &new.edition], &found.items, PAGE);
    changes::write(found, review, &pictures, &new.edition, &disk)
}

/// Where figures are drawn for, and in which colours.
type Looks = (Placement, Variant);

const PAGE: Looks = (Placement::OnPage, Variant::Light);
/// Half the width of paper: before and now stand side by side.
const PAPER: Looks = (Placement::OnPageNarrow, Variant::Print);

/// Draws the figures that changed, as they were and are.
fn drawn<'i>(
    sides: [&Edition; 2],
    items: impl IntoIterator<Item = &'i Item>,
    looks: Looks,
) -> Pictures {
    let items: Vec<&str> =
        items.into_iter().filter_map(|item| item.id.strip_prefix("figure:")).collect();
    let labels = labels::current();
    let both = |id: &&str| {
        let _within = labels::enter(&labels);
        ((*id).to_owned(), sides.map(|side| svg(side, id, looks)))
    };
    items.par_iter().map(both).collect()
}

fn svg(edition: &Edition, id: &str, (placement, variant): Looks) -> Option<String> {
    let chart = edition.figures.get(id)?;
    let block = edition.document.figures().find(|figure| figure.id == id)?;
    let words = texts(&edition.document, block);
    let look = Look::new(&edition.theme, variant);
    Some(figure::draw(chart, &words, placement, &look))
}

/// Files of pictures by path.
type Files = BTreeMap<String, Arc<Picture>>;

/// Returns what shows the figures that changed side by side, by the id of their item, and its files.
fn beside(pictures: Pictures) -> (BTreeMap<String, Block>, Files) {
    let (mut blocks, mut files) = (BTreeMap::new(), Files::new());
    for (id, sides) in pictures {
        let mut columns = Vec::new();
        for (name, svg) in ["Before", "Now"].into_iter().zip(sides) {
            let Some(svg) = svg else { continue };
            let path = format!("{}/{id}.svg", name.to_lowercase());
            let (width, height) = figure::extent(&svg).unwrap_or((1.0, 1.0));
            let (width, height) = (width.ceil() as u32, height.ceil() as u32);
            columns.push(Block::Container(column(Block::Picture(PictureBlock {
                path: path.clone(),
                width,
                height,
                alt: vec![Inline::text(format!("{name}: figure {id}"))],
                caption: vec![Inline::text(name)],
                ..PictureBlock::new(Span::new("", 0..0))
            }))));
            let form =
                PictureForm { width, height, ending: "svg", bytes: svg.into_bytes() };
            let picture = Picture { forms: vec![form], left_out: Vec::new() };
            files.insert(path, Arc::new(picture));
        }
        let row = Container { kind: "columns".to_owned(), blocks: columns, ..bare() };
        blocks.insert(format!("figure:{id}"), Block::Container(row));
    }
    (blocks, files)
}

fn column(block: Block) -> Container {
    Container { kind: "column".to_owned(), blocks: vec![block], ..bare() }
}

fn bare() -> Container {
    Container {
        kind: String::new(),
        id: String::new(),
        number: String::new(),
        title: Vec::new(),
        fields: Vec::new(),
        picture: None,
        quoted: None,
        blocks: Vec::new(),
        span: Span::new("", 0..0),
    }
}

/// Returns the PDF of a comparison.
pub fn changes_pdf(
    root: &Path,
    (old, new): (&OpenedSide, &OpenedSide),
    found: &Comparison,
    program: &Program,
) -> Result<Vec<u8>> {
    let labels = project::spoken(&Disk::new(root), &new.edition.document.meta.language);
    let (blocks, files) = {
        let _within = labels::enter(&labels);
        // What moved by less than is printed looks as before.
        let seen = found.items.iter().filter(|item| item.class != Class::Unseen);
        beside(drawn([&old.edition, &new.edition], seen, PAPER))
    };
    let document = diff::document(found, &new.edition.document.meta, &blocks);
    let publication = Publication {
        document: &document,
        statistics: &Statistics::default(),
        figures: &BTreeMap::new(),
        pictures: &files,
        theme: &new.edition.theme,
        inputs: &BTreeMap::new(),
        extracts: &BTreeMap::new(),
        sources: &Sources::new(),
        draft: false,
        // Without a cover: a comparison begins with what changed.
        whole: Some(&new.edition.document),
        pdf: true,
        beside: false,
        editions: None,
        documents: &[],
        languages: &[],
        landing: false,
    };
    let bundle =
        typst::write(&publication, &PdfDecl::default(), Vec::new(), &Disk::new(root))?;
    let desk = Desk::open(root, Some(&Silent))?;
    let folder = desk.fill("typst", &bundle.files)?;
    program.compile(&folder.inside(), &bundle)
}
