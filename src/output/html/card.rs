//! The cards of the numbers and claims that a page shows.

use crate::labels::phrase;
use crate::model::document::Inline;
use crate::model::document::Verdict;
use crate::model::document::visit;
use crate::model::extract::Extracted;
use crate::model::format::p_value;
use crate::model::statistic::Stat;
use crate::output::Publication;
use crate::output::html::inline::coded;
use crate::output::html::view::Card;
use crate::output::html::view::ClaimView;
use crate::say;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the cards of the statistics that the document shows, in the order of their ids.
pub(super) fn cards<'a>(publication: &Publication<'a>) -> Vec<Card<'a>> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    visit(publication.document, &mut |node| {
        if let Inline::Stat { id, .. } = node {
            used.insert(id);
        }
    });
    used.into_iter()
        .filter_map(|id| publication.statistics.get(id))
        .map(|stat| card(publication, stat))
        .collect()
}

/// Returns the cards of the claims that the document makes and the data bear out.
pub(super) fn claims<'a>(publication: &Publication<'a>) -> Vec<ClaimView<'a>> {
    let mut made: BTreeMap<&str, &str> = BTreeMap::new();
    visit(publication.document, &mut |node| {
        if let Inline::Claim(claim) = node
            && claim.verdict == Verdict::Holds
        {
            made.insert(&claim.id, &claim.because);
        }
    });
    made.into_iter()
        .map(|(id, because)| ClaimView { id, because: coded(because) })
        .collect()
}

/// Says what made an extract, and from what.
fn made(extract: &Extracted) -> String {
    let by = match extract.version.as_str() {
        "" => extract.by.clone(),
        version => format!("{}, {version}", extract.by),
    };
    let files: Vec<&str> = extract.reads.keys().map(String::as_str).collect();
    if files.is_empty() {
        return say!("card-made-by", by = by);
    }
    say!("card-made-by-from", by = by, files = files.join(", "))
}

fn card<'a>(publication: &Publication<'a>, stat: &'a Stat) -> Card<'a> {
    let from = &stat.provenance;
    let used = stat.n.iter().map(|count| {
        let used =
            say!("count-of", used = count.used.to_string(), of = count.of.to_string());
        // The title says which group it is, where there is one.
        if stat.n.len() == 1 { used } else { format!("{}: {used}", count.group) }
    });
    let files = from.files.iter().map(|file| {
        let hash = publication.inputs.get(file);
        let hash = hash.map(|hash| hash.get(..12).unwrap_or(hash).to_owned());
        let mut extracts = publication.extracts.values();
        let made = extracts.find(|extract| extract.path == *file).map(made);
        let about: Vec<String> = hash.into_iter().chain(made).collect();
        if about.is_empty() {
            file.clone()
        } else {
            format!("{file} ({})", about.join("; "))
        }
    });
    Card {
        id: &stat.id,
        title: phrase(&stat.title),
        value: stat.printed(),
        unrounded: stat.number().map(|number| number.to_string()).unwrap_or_default(),
        interval: stat.interval.as_ref().map_or_else(String::new, |interval| {
            let range = stat.format.range(interval.low, interval.high);
            format!("{range} ({}%, {})", interval.level, phrase(&interval.method))
        }),
        test: stat.test.as_ref().map_or_else(String::new, |test| {
            let df = test.df.map(|df| format!(", df = {df:.1}")).unwrap_or_default();
            let p = p_value(test.p, 3);
            format!("{}: {:.2}{df}, {p}", phrase(&test.name), test.statistic)
        }),
        used: used.collect::<Vec<_>>().join("; "),
        definition: coded(&phrase(&from.definition)),
        formula: coded(&phrase(&from.formula)),
        frame: &from.frame,
        frame_rows: from.rows,
        from: from.from.join(", "),
        files: files.collect::<Vec<_>>().join(", "),
        declared: publication.sources.place(&from.span),
    }
}
