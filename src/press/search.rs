//! The words by which a figure or a finding is found: its own, those of what it draws, and the
//! words that a reader may use for them (`report/synonyms.yaml`).

use crate::model::document::FigureBlock;
use crate::model::document::Finding;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::project::Synonyms;
use std::collections::BTreeSet;

/// Returns words with those that stand for any of them.
fn with_others(words: &str, synonyms: &Synonyms) -> String {
    let known = flat(words);
    let mut out = words.to_lowercase();
    for (word, others) in &synonyms.0 {
        if known.contains(&flat(word)) {
            out.push(' ');
            out.push_str(&others.join(" ").to_lowercase());
        }
    }
    out
}

/// Returns the words of a figure, what it says before what is said of it: headline, what it draws in
/// its order, then notes and statistics.
pub(super) fn of_figure(
    edition: &Edition,
    block: &FigureBlock,
    other: &Synonyms,
) -> String {
    let mut words = vec![plain(&block.headline), block.id.replace('_', " ")];
    words.push(plain(&block.subtitle));
    let chart = edition.figures.get(&block.id);
    if let Some(chart) = chart {
        for panel in &chart.panels {
            words.extend([panel.label.clone(), panel.key.replace('_', " ")]);
            for series in &panel.series {
                words.extend([series.label.clone(), series.key.replace('_', " ")]);
                // Of many points the names of places and years say little.
                let rows = series.points.iter().filter(|_| series.points.len() <= 40);
                words.extend(rows.map(|point| point.label.clone()));
            }
        }
        words.extend([chart.axis.clone(), chart.x_axis.clone()]);
        words.extend(chart.marks.iter().map(|mark| mark.text.clone()));
        words.extend(chart.rules.iter().map(|rule| rule.label.clone()));
    }
    words.extend([plain(&block.note), plain(&block.alt)]);
    if let Some(chart) = chart {
        let statistics = chart.statistics();
        let stats = statistics.iter().filter_map(|id| edition.statistics.get(id));
        words.extend(stats.take(60).map(|stat| stat.title.clone()));
    }
    let mut seen = BTreeSet::new();
    words.retain(|word| !word.is_empty() && seen.insert(word.clone()));
    with_others(&words.join(" "), other)
}

/// Returns the words of a finding, and of the figure that shows it.
pub(super) fn of_finding(finding: &Finding, other: &Synonyms) -> String {
    let words = format!("{} {} {}", finding.id, finding.title, plain(&finding.content));
    with_others(&words, other)
}

/// Returns where words are found, each of them, in the singular or the plural and however it is spelt
/// with hyphens, as the gallery's script looks for them: the sum of their places, which is least where
/// they stand first. None where one is missing.
pub fn found(text: &str, wanted: &[String]) -> Option<usize> {
    let text = flat(text);
    wanted.iter().map(|word| starts(&text, stem(&flat(word)))).sum()
}

/// Returns where a word of a text begins so: "tree" is not in "street".
fn starts(text: &str, word: &str) -> Option<usize> {
    let begins = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    text.match_indices(word).map(|(at, _)| at).find(begins)
}

/// Returns a longer word without the ending of its plural.
fn stem(word: &str) -> &str {
    if word.chars().count() <= 4 {
        return word;
    }
    let endings = ["ies", "es", "s", "y"];
    endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Small letters without hyphens: "anti-social" is "antisocial".
fn flat(text: &str) -> String {
    text.to_lowercase().replace(['-', '‑'], "")
}

#[cfg(test)]
mod tests {
    use super::found;
    use super::with_others;
    use crate::project::Synonyms;

    #[test]
    fn other_words_find_what_is_meant() {
        let other = Synonyms(
            [("criminal damage".to_owned(), vec!["vandalism".to_owned()])].into(),
        );
        let text = with_others("Criminal damage and anti-social behaviour", &other);
        for word in ["vandalism", "antisocial", "anti-social", "damage", "damages"] {
            assert!(found(&text, &[word.to_owned()]).is_some(), "{word}");
        }
        assert_eq!(found(&text, &["shoplifting".to_owned()]), None);
        assert_eq!(found("the high street", &["trees".to_owned()]), None);
    }

    #[test]
    fn what_names_a_thing_first_is_found_first() {
        let at = |text: &str| found(text, &["burglary".to_owned()]);
        let (headline, row) =
            (at("Burglary fell in most areas"), at("Areas by type: burglary"));
        assert!(headline < row, "{headline:?} {row:?}");
    }
}
