//! A comparison as files: its page with the figures of both sides, and its PDF.

use crate::diff;
use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::labels;
use crate::make::compare::Side;
use crate::make::outbox::Desk;
use crate::make::step::Silent;
use crate::make::texts::texts;
use crate::model::comparison::Comparison;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
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
use crate::project::Paper;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Returns the page of a comparison; the project's own templates are used where it has them.
pub fn changes_page(
    root: &Path,
    old: &Side,
    new: &Side,
    found: &Comparison,
    review: &Review,
) -> Result<String> {
    let disk = Disk::new(root);
    let labels = project::spoken(&disk, &new.edition.document.meta.language);
    let _within = labels::enter(&labels);
    let pictures = drawn(&old.edition, &new.edition, found);
    changes::write(found, review, &pictures, &new.edition, &disk)
}

/// Draws the figures that changed, as they were and are.
fn drawn(old: &Edition, new: &Edition, found: &Comparison) -> Pictures {
    let items: Vec<&str> =
        found.items.iter().filter_map(|item| item.id.strip_prefix("figure:")).collect();
    let labels = labels::current();
    let both = |id: &&str| {
        let _within = labels::enter(&labels);
        ((*id).to_owned(), [svg(old, id), svg(new, id)])
    };
    items.par_iter().map(both).collect()
}

fn svg(edition: &Edition, id: &str) -> Option<String> {
    let chart = edition.figures.get(id)?;
    let block = edition.document.figures().find(|figure| figure.id == id)?;
    let words = texts(&edition.document, block);
    let look = Look::new(&edition.theme, Variant::Light);
    Some(figure::draw(chart, &words, Placement::OnPage, &look))
}

/// Returns the PDF of a comparison.
pub fn changes_pdf(
    root: &Path,
    new: &Side,
    found: &Comparison,
    program: &Program,
) -> Result<Vec<u8>> {
    let document = diff::document(found, &new.edition.document.meta);
    let publication = Publication {
        document: &document,
        statistics: &Statistics::default(),
        figures: &BTreeMap::new(),
        pictures: &BTreeMap::new(),
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
    let bundle = typst::write(&publication, Paper::A4, &Disk::new(root))?;
    let desk = Desk::open(root, Some(&Silent))?;
    let folder = desk.fill("typst", &bundle.files)?;
    program.compile(&folder.inside(), &bundle)
}
