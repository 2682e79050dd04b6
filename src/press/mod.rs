//! A figure or a finding, ready to publish, with everything that must travel with it.
//!
//! **In:** an edition, and which of its figures and findings are wanted.
//! **Out:** files: pictures laid out for each use, words, data, and a page to pick from.
//! **Guarantees:** nothing leaves without its source and the notice; the same edition gives
//! the same bytes; nothing is computed anew.

mod gallery;
mod pack;
mod snippet;

pub use pack::unzip;
pub use pack::zip;
pub use snippet::SIZES;
pub use snippet::Size;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::diff::Edition;
use crate::doc::FigureBlock;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the ids that can be pulled: figures, then findings.
pub fn ids(edition: &Edition) -> Vec<String> {
    let figures = snippet::figures(&edition.document).map(|figure| figure.id.clone());
    let findings = edition.document.findings.iter().map(|finding| finding.id.clone());
    figures.chain(findings).collect()
}

/// Makes the files of the figures and findings asked for; of all when none is.
pub fn press(edition: &Edition, wanted: &[String]) -> Result<Files> {
    let known = ids(edition);
    let mut found = Findings::new();
    for id in wanted.iter().filter(|id| !known.contains(id)) {
        found.push(unknown(id, &known));
    }
    let asked = |id: &str| wanted.is_empty() || wanted.iter().any(|name| name == id);
    let mut files = Files::new();
    let shown: Vec<&FigureBlock> =
        snippet::figures(&edition.document).filter(|figure| asked(&figure.id)).collect();
    let made: Vec<Result<Files>> =
        shown.par_iter().map(|figure| snippet::figure(edition, figure)).collect();
    for made in made {
        files.extend(found.keep(made).unwrap_or_default());
    }
    let mut facts = Vec::new();
    for finding in edition.document.findings.iter().filter(|finding| asked(&finding.id)) {
        let fact = snippet::fact(edition, finding);
        files.insert(
            format!("findings/{}.txt", finding.id),
            snippet::fact_text(&fact).into_bytes(),
        );
        facts.push(fact);
    }
    files.insert("facts.json".to_owned(), snippet::json(&facts)?);
    let page = gallery::page(edition, &shown, &facts);
    files.insert("index.html".to_owned(), page.into_bytes());
    found.finish(files).map(|warned| warned.value)
}

/// Makes one form of one figure: a picture at a size, or its words or data.
pub fn one(edition: &Edition, id: &str, form: &str, size: &str) -> Result<Vec<u8>> {
    let figure = snippet::figures(&edition.document).find(|figure| figure.id == id);
    let Some(figure) = figure else { return Err(unknown(id, &ids(edition)).into()) };
    snippet::one(edition, figure, form, size)
}

fn unknown(id: &str, known: &[String]) -> Diagnostic {
    Diagnostic::error(Code::R0702, format!("there is no figure or finding `{id}`"))
        .help(did_you_mean(id, known.iter().map(String::as_str), "figures and findings"))
}
