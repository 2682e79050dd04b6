//! The manual searched by free words.
//!
//! **In:** words as an author types them. **Out:** the page that answers them, or where they lead, the nearest first.
//! **Guarantees:** a word counts by how few pages have it, in whatever form it is written; a page is printed at once only where it has
//! clearly more of the words than any other.

use crate::figure;
use crate::manual::keys::keys;
use crate::manual::page::first_sentence;
use crate::manual::page::page;
use crate::manual::written::pages;
use crate::model::diagnostic::Code;
use crate::model::document;
use crate::stat;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// How many hits are listed, and how many below a page that is printed.
const HITS: usize = 12;
const BELOW: usize = 5;

/// How much more a page must have than the next to be printed at once.
const CLEAR: f64 = 1.15;

/// What a word counts in a name and in one of the phrases that a page is looked for by, against one in a short text.
const NAME: f64 = 3.0;

/// How many words a text has in which one word counts half.
const LONG: f64 = 150.0;

/// Something that can be explained.
struct Entry {
    /// What is typed after `explain`.
    command: String,
    title: String,
    /// Whether it is a page to read rather than one key or message.
    page: bool,
    names: BTreeSet<String>,
    /// What it is looked for by, each as its words.
    phrases: Vec<BTreeSet<String>>,
    text: BTreeSet<String>,
    length: usize,
}

impl Entry {
    fn new(command: String, title: &str, phrases: &[&str], text: &str) -> Self {
        let phrases: Vec<BTreeSet<String>> =
            phrases.iter().map(|phrase| stems(phrase).collect()).collect();
        Self {
            page: !command.contains('.'),
            command,
            title: first_sentence(title),
            names: phrases.iter().flatten().cloned().collect(),
            phrases,
            text: stems(text).collect(),
            length: text.split_whitespace().count(),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.names.contains(word) || self.text.contains(word)
    }

    /// How well it answers: its words by how rare they are, and a phrase of its own that is asked for whole once more.
    fn score(&self, asked: &BTreeSet<String>, index: &Index) -> f64 {
        let text = LONG / (LONG + self.length as f64);
        let mut found = 0.0;
        let mut sum = 0.0;
        for word in asked.iter().filter(|word| self.has(word)) {
            let rare = index.rarity(word);
            found += rare;
            sum += rare * if self.names.contains(word) { NAME } else { text };
        }
        let whole =
            |phrase: &&BTreeSet<String>| !phrase.is_empty() && phrase.is_subset(asked);
        let weight = |phrase: &BTreeSet<String>| {
            phrase.iter().map(|word| index.rarity(word)).sum()
        };
        let phrase = self.phrases.iter().filter(whole).map(weight).fold(0.0, f64::max);
        let all: f64 = asked.iter().map(|word| index.rarity(word)).sum();
        let covered = if all > 0.0 { found / all } else { 0.0 };
        let page = if self.page { 1.2 } else { 1.0 };
        (sum + NAME * phrase) * covered * page
    }
}

/// Everything that can be explained, and how many entries have each word.
struct Index {
    entries: Vec<Entry>,
    with: BTreeMap<String, usize>,
}

impl Index {
    /// A word that nothing has counts as one that a single entry has.
    fn rarity(&self, word: &str) -> f64 {
        let with = self.with.get(word).copied().unwrap_or(1);
        (self.entries.len() as f64 / with as f64).ln()
    }
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let entries = entries();
    let mut with = BTreeMap::new();
    for entry in &entries {
        for word in entry.names.union(&entry.text) {
            *with.entry(word.clone()).or_insert(0) += 1;
        }
    }
    Index { entries, with }
});

fn entries() -> Vec<Entry> {
    let mut out = Vec::new();
    for page in pages() {
        let phrases = [&[page.name, page.title][..], &page.also].concat();
        out.push(Entry::new(page.name.to_owned(), page.title, &phrases, page.text));
    }
    for chart in figure::kinds() {
        let page = figure::manual(chart).unwrap_or_default();
        let title = about(&page);
        let names = [&format!("{chart} chart"), title.as_str()];
        out.push(Entry::new(format!("chart:{chart}"), &title, &names, &page));
    }
    for kind in document::CONTAINERS {
        let names = [kind.name, kind.about];
        let command = format!("block:{}", kind.name);
        out.push(Entry::new(command, kind.about, &names, &kind.manual()));
    }
    // Kinds of one page are one entry.
    for (kinds, page) in stat::pages() {
        let title = about(&page);
        let names = [&kinds[..], &[title.as_str()]].concat();
        let first = kinds.first().unwrap_or(&"");
        out.push(Entry::new(format!("kind:{first}"), &title, &names, &page));
    }
    for key in keys() {
        let stem = key.file.trim_end_matches(".yaml");
        let path = key.path.strip_prefix(&[stem.to_owned()][..]).unwrap_or(&key.path);
        let command = match path {
            [] => key.file.to_owned(),
            path => format!("{stem}.{}", path.join(".")),
        };
        let choices = key.choices.iter().map(|(word, about)| format!("{word} {about}"));
        let choices = choices.collect::<Vec<_>>().join(" ");
        let names = [key.path.join(" "), choices];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        out.push(Entry::new(command, &key.about, &names, &key.about));
    }
    for code in Code::ALL {
        let first = code.text().trim().lines().next().unwrap_or_default();
        let mut entry = Entry::new(code.to_string(), first, &[], code.text());
        entry.page = false;
        out.push(entry);
    }
    let mut seen = BTreeSet::new();
    out.retain(|entry| seen.insert(entry.command.clone()));
    out
}

/// Returns the page that clearly answers, with what lies near, or where the words lead.
pub fn search(words: &str) -> Option<String> {
    let hits = ranked(words);
    let (best, first) = hits.first()?;
    let next = hits.get(1).map_or(0.0, |(score, _)| *score);
    let clear = *best > CLEAR * next;
    let Some(page) = clear.then(|| page(&first.command)).flatten() else {
        return Some(list(&hits, 0, HITS));
    };
    let more = list(&hits, 1, BELOW);
    let more = if more.is_empty() { more } else { format!("\nNear it\n\n{more}") };
    Some(format!("{page}{more}"))
}

/// Returns what has any of the words, the nearest first, each with its score.
fn ranked(words: &str) -> Vec<(f64, &'static Entry)> {
    let asked: BTreeSet<String> = stems(words).collect();
    let index = &*INDEX;
    let scored = index.entries.iter().map(|entry| (entry.score(&asked, index), entry));
    let mut hits: Vec<_> = scored.filter(|(score, _)| *score > 0.0).collect();
    hits.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    hits
}

fn list(hits: &[(f64, &Entry)], from: usize, most: usize) -> String {
    let mut out = String::new();
    for (_, entry) in hits.iter().skip(from).take(most) {
        let _ = writeln!(out, "reissue explain {}\n    {}", entry.command, entry.title);
    }
    out
}

/// Words that say nothing about what is looked for.
const COMMON: &[&str] = &[
    "the", "how", "do", "to", "of", "in", "is", "an", "can", "what", "where", "are",
    "my", "for", "and", "or", "does", "it", "on", "with", "which", "use", "put", "not",
    "from", "at", "be", "as", "by", "if", "when", "that", "this", "want", "make", "we",
    "me", "our", "should", "there", "get", "have", "has", "into", "need", "turn",
    "switch", "off",
];

/// Returns the words of a text that say something, each in one form.
fn stems(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.len() > 1 && !COMMON.contains(word));
    words.map(stem).collect::<Vec<_>>().into_iter()
}

/// Takes the endings off that English puts on words, and spells "colour" as "color".
fn stem(word: &str) -> String {
    let ends = ["ings", "ing", "ions", "ion", "ies", "ied", "es", "ed", "s", "y", "e"];
    let cut =
        ends.iter().find_map(|end| word.strip_suffix(end).filter(|cut| cut.len() > 2));
    let mut cut = cut.unwrap_or(word).replace("our", "or");
    let mut letters = cut.chars().rev();
    if cut.len() > 3 && letters.next() == letters.next() {
        cut.pop();
    }
    cut
}

/// Returns what the first lines of a kind's page say it is.
fn about(page: &str) -> String {
    let first: Vec<&str> = page.lines().take_while(|line| !line.is_empty()).collect();
    let first = first.join(" ");
    let about = first.split_once(" — ").or_else(|| first.split_once("`: "));
    about.map_or(first.clone(), |(_, about)| about.to_owned())
}

#[cfg(test)]
mod tests {
    use super::INDEX;
    use super::ranked;
    use super::search;
    use super::stem;
    use crate::manual::page::page;

    #[test]
    fn a_word_has_one_form() {
        for forms in [
            &["category", "categories"][..],
            &["suppress", "suppressed", "suppression", "suppresses"],
            &["map", "maps", "mapping", "mapped"],
            &["colour", "color", "colours"],
            &["translate", "translation", "translations", "translated"],
        ] {
            let first = stem(forms[0]);
            assert!(forms.iter().all(|form| stem(form) == first), "{forms:?}: {first}");
        }
    }

    #[test]
    fn whatever_is_found_has_a_page() {
        for entry in &INDEX.entries {
            assert!(page(&entry.command).is_some(), "explain {}", entry.command);
        }
    }

    #[test]
    fn free_words_print_the_page_that_answers_them() {
        for (words, answer) in [
            ("how do I stack bars", "stacked, or shares"),
            ("order categories", "categoriesOrdered"),
            ("table note", "Under a figure or table"),
        ] {
            let page = search(words).unwrap_or_else(|| panic!("nothing on `{words}`"));
            let screen: Vec<&str> = page.lines().take(40).collect();
            assert!(screen.join("\n").contains(answer), "{words}: {page}");
        }
        for (question, first) in [
            ("how do I stack bars", "stacked"),
            ("order categories", "order"),
            ("hide a label", "labels"),
            ("put a table note", "notes"),
            ("what words can a claim use", "claims"),
            ("where are the templates", "templates"),
            ("two y axes", "axes"),
            ("how do I cite", "citations"),
            ("change the font", "brand"),
            ("a footnote in a cell", "notes"),
            ("page break", "paper"),
            ("landscape table", "paper"),
            ("turn off the notice", "report.notice"),
            ("a box", "block:box"),
            ("compare with last year", "measures"),
            ("share of total", "measures"),
            ("confidence interval off", "show"),
            ("rename a group", "labels"),
            ("embed in WordPress", "press"),
        ] {
            let found: Vec<&str> = ranked(question)
                .iter()
                .map(|(_, entry)| entry.command.as_str())
                .collect();
            assert_eq!(found.first(), Some(&first), "{question}: {found:?}");
        }
        assert!(search("median").unwrap().contains("reissue explain kind:describe"));
        assert_eq!(search("xylophone"), None);
        assert_eq!(search("how do I"), None);
    }
}
