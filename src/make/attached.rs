//! The data that a PDF for archives carries with it.
//!
//! **In:** a publication, and its charts. **Out:** a CSV file of each figure and table, as they lie beside the page.

use crate::figure;
use crate::labels::capital;
use crate::model::chart::Chart;
use crate::model::document::Inline;
use crate::model::document::plain;
use crate::output::Publication;
use crate::output::sheet;
use crate::output::typst::Attached;
use crate::project::PdfDecl;
use crate::say;

/// Returns the data of the figures and tables of a publication; none where its PDF is for no archive.
pub(super) fn attached<'a>(
    decl: &PdfDecl,
    publication: &Publication<'_>,
    chart: impl Fn(&str) -> Option<&'a Chart>,
) -> Vec<Attached> {
    if !decl.archive {
        return Vec::new();
    }
    let titled = |named: String, title: &[Inline]| {
        format!("{}: {}", capital(&named), plain(title))
    };
    let figures = publication.document.figures().filter_map(|block| {
        Some(Attached {
            name: format!("figure-{}.csv", block.id),
            title: titled(
                say!("figure-named", number = block.number.as_str()),
                &block.headline,
            ),
            bytes: figure::csv(chart(&block.id)?),
        })
    });
    let tables = publication.document.tables().map(|block| Attached {
        name: format!("table-{}.csv", block.id),
        title: titled(say!("table-named", number = block.number.as_str()), &block.title),
        bytes: sheet::csv(&sheet::sheet(block, publication.statistics)),
    });
    figures.chain(tables).collect()
}
