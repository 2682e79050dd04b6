//! The words by which a figure or a finding is found: its own, those of what it draws, and the
//! words that a reader may use for them (`report/synonyms.yaml`).

use crate::model::diagnostic::Result;
use crate::model::document::FigureBlock;
use crate::model::document::Finding;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::Yaml;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Where a project keeps its other words.
const SYNONYMS: &str = "report/synonyms.yaml";

/// Other words for a word: `criminal damage: [vandalism]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms(BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// Reads the project's synonyms; there are none without the file.
    pub fn read(files: &dyn Files) -> Result<Self> {
        let Ok(path) = ProjectPath::new(SYNONYMS) else { return Ok(Self::default()) };
        if !files.found(&path) {
            return Ok(Self::default());
        }
        let text = files.text(&path)?;
        Yaml::parse(SYNONYMS, &text).and_then(|yaml| yaml.decode()).map(Self)
    }

    /// Returns words with those that stand for any of them.
    fn with_others(&self, words: &str) -> String {
        let known = flat(words);
        let mut out = words.to_lowercase();
        for (word, others) in &self.0 {
            if known.contains(&flat(word)) {
                out.push(' ');
                out.push_str(&others.join(" ").to_lowercase());
            }
        }
        out
    }
}

/// Returns the words of a figure: headline, series, rows, panels, and statistics.
pub(super) fn of_figure(
    edition: &Edition,
    block: &FigureBlock,
    other: &Synonyms,
) -> String {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for part in [&block.headline, &block.subtitle, &block.note, &block.alt] {
        words.insert(plain(part));
    }
    words.insert(block.id.replace('_', " "));
    if let Some(chart) = edition.figures.get(&block.id) {
        words.extend([chart.axis.clone(), chart.x_axis.clone()]);
        words.extend(chart.marks.iter().map(|mark| mark.text.clone()));
        words.extend(chart.rules.iter().map(|rule| rule.label.clone()));
        for panel in &chart.panels {
            words.extend([panel.label.clone(), panel.key.replace('_', " ")]);
            for series in &panel.series {
                words.extend([series.label.clone(), series.key.replace('_', " ")]);
                // Of many points the names of places and years say little.
                let rows = series.points.iter().filter(|_| series.points.len() <= 40);
                words.extend(rows.map(|point| point.label.clone()));
            }
        }
        let statistics = chart.statistics();
        let stats = statistics.iter().filter_map(|id| edition.statistics.get(id));
        words.extend(stats.take(60).map(|stat| stat.title.clone()));
    }
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    other.with_others(&words.join(" "))
}

/// Returns the words of a finding, and of the figure that shows it.
pub(super) fn of_finding(finding: &Finding, other: &Synonyms) -> String {
    let words = format!("{} {} {}", finding.id, finding.title, plain(&finding.content));
    other.with_others(&words)
}

/// Returns whether words are found: each of them, in the singular or the plural and however it is
/// spelt with hyphens, as the gallery's script looks for them.
pub fn finds(text: &str, wanted: &[String]) -> bool {
    let text = flat(text);
    wanted.iter().all(|word| text.contains(stem(&flat(word))))
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
    use super::Synonyms;
    use super::finds;

    #[test]
    fn other_words_find_what_is_meant() {
        let other = Synonyms(
            [("criminal damage".to_owned(), vec!["vandalism".to_owned()])].into(),
        );
        let text = other.with_others("Criminal damage and anti-social behaviour");
        for word in ["vandalism", "antisocial", "anti-social", "damage", "damages"] {
            assert!(finds(&text, &[word.to_owned()]), "{word}");
        }
        assert!(!finds(&text, &["shoplifting".to_owned()]));
    }
}
