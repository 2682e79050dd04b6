//! Sentences of an edition within words of others: a mail, an article, a page that was pasted.
//!
//! **In:** the texts of an edition, and a text. **Out:** the sentences that are almost the edition's, or those that are.
//! **Guarantees:** ends of lines, quotes, kinds of dashes, capital letters, marks of Markdown and the style of a
//! house in which numbers are written make no difference.

use crate::diff;
use crate::diff::Apart;
use crate::press::stamp::shortened;
use crate::press::verify::style;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The longest text that is looked through for sentences.
const LONGEST: usize = 256 * 1024;
/// The fewest words of a sentence that may have been changed.
const FEWEST: usize = 4;
/// The fewest words by which a sentence is known to be of an edition.
const KNOWN: usize = 8;
/// How much of two sentences is the same, of one that was changed.
const CLOSE: f64 = 0.75;

/// The most changed sentences that are told.
const TOLD: usize = 5;

/// Sentences of an edition, each with the name of a text that has it.
pub(super) type Sentences<'a> = BTreeMap<String, &'a str>;

/// Returns what is said of the sentences that are almost the edition's.
pub(super) fn altered(own: &Sentences<'_>, text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut found = Vec::new();
    for block in paragraphs(text) {
        for sentence in sentences(&plain(&block)) {
            almost(own, sentence, &mut found);
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.clone()));
    let more = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    if more > 0 {
        found.push(format!("and {more} more were changed"));
    }
    (!found.is_empty()).then(|| found.join("; "))
}

/// Tells of a sentence that is almost another, or of what stands around one that is word by word.
fn almost(own: &Sentences<'_>, sentence: &str, told: &mut Vec<String>) {
    if count(sentence) < FEWEST || own.keys().any(|one| one.contains(sentence)) {
        return;
    }
    let within = own.keys().filter(|one| sentence.contains(one.as_str()));
    let most = within.max_by_key(|one| count(one));
    // Words of others stand before and behind it.
    let around = |one: &String, told: &mut Vec<String>| {
        let (before, after) = sentence.split_once(one.as_str()).unwrap_or_default();
        for rest in [before, after] {
            almost(own, rest.trim(), told);
        }
    };
    if let Some(one) = most.filter(|one| 2 * count(one) > count(sentence)) {
        return around(one, told);
    }
    let words: BTreeSet<&str> = sentence.split(' ').collect();
    let near = own.iter().filter(|(one, _)| {
        let shared = one.split(' ').filter(|word| words.contains(word)).count();
        shared * 4 >= count(one).max(words.len()) * 3
    });
    let close: Vec<(Apart, &&str)> =
        near.map(|(one, name)| (diff::apart(one, sentence), name)).collect();
    if close.iter().any(|(found, _)| style::changed(found).is_none()) {
        return;
    }
    let best = close.iter().max_by(|(a, _), (b, _)| a.alike.total_cmp(&b.alike));
    let best = best.filter(|(found, _)| found.alike >= CLOSE);
    let Some((name, (old, new))) =
        best.and_then(|(found, name)| Some((name, style::changed(found)?)))
    else {
        if let Some(one) = most {
            around(one, told);
        }
        return;
    };
    let says = |words: &str| match words {
        "" => "nothing".to_owned(),
        words => format!("“{}”", shortened(words, 80)),
    };
    told.push(format!(
        "it says {} where {name} says {}: “{}”",
        says(&new),
        says(&old),
        shortened(sentence, 160)
    ));
}

fn count(text: &str) -> usize {
    text.split(' ').count()
}

/// Returns what is said of a text that holds sentences of the edition among others.
pub(super) fn held(own: &Sentences<'_>, text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let whole = plain(text);
    let told: Vec<&str> = sentences(&whole).collect();
    let holds = |one: &str| {
        whole.contains(one) || told.iter().any(|sentence| style::same(one, sentence))
    };
    let found: Vec<(&String, &&str)> = own
        .iter()
        .filter(|(sentence, _)| count(sentence) >= KNOWN && holds(sentence))
        .collect();
    let (sentence, name) = found.iter().max_by_key(|(sentence, _)| count(sentence))?;
    let more = match found.len() {
        1 => String::new(),
        many => format!(", and {} more of this edition", many - 1),
    };
    Some(format!(
        "it holds “{}”, of {name}{more}; what must be said beside it may be missing",
        shortened(sentence, 160)
    ))
}

/// Returns the sentences of an edition, each with the first text that has it.
pub(super) fn sentences_of<'a>(
    known: impl Iterator<Item = &'a (String, String)>,
) -> Sentences<'a> {
    let mut out = BTreeMap::new();
    for (name, text) in known {
        // What has paragraphs may break their lines.
        let blocks = if text.contains("\n\n") {
            paragraphs(text)
        } else {
            text.lines().map(str::to_owned).collect()
        };
        for block in blocks {
            for sentence in sentences(&plain(&block)) {
                out.entry(sentence.to_owned()).or_insert(name.as_str());
            }
        }
    }
    out
}

/// Returns the paragraphs, headings and items of a text.
fn paragraphs(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_start_matches(['>', ' ']).trim_end();
        let is_mark = |word: &str| word.chars().all(|c| "#-=*•_".contains(c));
        let marked = line.split(' ').next().is_some_and(is_mark);
        if marked {
            out.push(String::new());
        }
        if let Some(block) = out.last_mut() {
            *block += line;
            *block += "\n";
        }
        // A heading, or a rule under one.
        if marked && (line.starts_with('#') || !line.contains(' ')) {
            out.push(String::new());
        }
    }
    out
}

/// Returns the sentences of a plain text that have enough words to be known by.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split_inclusive(['.', '!', '?']);
    // "41.0%" ends no sentence.
    let mut start = 0;
    let mut out = Vec::new();
    let mut end = 0;
    for part in parts {
        end += part.len();
        let next = text.get(end..).and_then(|rest| rest.chars().next());
        if next.is_none_or(char::is_whitespace) {
            out.push(text.get(start..end).unwrap_or_default());
            start = end;
        }
    }
    out.push(text.get(start..).unwrap_or_default());
    let trimmed = out.into_iter().map(|one| one.trim().trim_end_matches(['.', '!', '?']));
    trimmed.filter(|one| one.split(' ').count() >= FEWEST)
}

/// Returns a text in one line, in small letters, with one kind of dash, one of per cent, and no quotes or marks.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches(['>', ' ', '*', '•']));
    let joined = lines.collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(joined.len());
    for c in joined.chars() {
        match c {
            '“' | '”' | '"' | '‘' | '’' | '\'' | '«' | '»' | '*' | '`' | '\\' =>
                {}
            '−' | '–' | '—' => out.push('-'),
            c if c.is_control() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    let is_mark = |word: &&str| word.chars().all(|c| "#-=_".contains(c));
    style::per_cent(out.split_whitespace().filter(|word| !is_mark(word)))
}

#[cfg(test)]
mod tests {
    use super::altered;
    use super::held;
    use super::sentences_of;

    const TEXT: &str = "News for all\n============\n\n- Between 2012 and 2024 the units of these areas grew\n  by 41.0%, and those of others by 22.0%.\n";
    const MARKDOWN: &str = "# News for all\n\n- Between 2012 and 2024 the units of these areas grew by 41.0%, and **those** of others by 22.0%.\n";

    fn known() -> [(String, String); 3] {
        let rose = (1..8).map(|at| {
            format!(
                "In area {at} of all the areas the number rose by {at} units in a year.\n"
            )
        });
        [("the text", TEXT.to_owned()), ("the Markdown", MARKDOWN.to_owned())]
            .map(|(name, text)| (name.to_owned(), text))
            .into_iter()
            .chain([("the caption".to_owned(), rose.collect())])
            .collect::<Vec<_>>()
            .try_into()
            .unwrap()
    }

    #[test]
    fn what_was_changed_is_told_and_rules_and_breaks_of_lines_are_no_words() {
        let known = known();
        let own = sentences_of(known.iter());
        let changed = "it says “43.0%,” where the text says “41.0%,”: “between 2012 and 2024 the units of these areas grew by 43.0%, and those of others by 22.0%”";
        for text in [TEXT, MARKDOWN] {
            assert_eq!(altered(&own, text), None);
            let found = altered(&own, &text.replace("41.0%", "43.0%"));
            assert_eq!(found.as_deref(), Some(changed));
        }
    }

    #[test]
    fn five_changed_sentences_are_told_and_the_others_counted() {
        let known = known();
        let [_, _, (_, caption)] = &known;
        let own = sentences_of(known.iter());
        let found = altered(&own, &caption.replace("rose", "fell")).unwrap();
        let told: Vec<&str> = found.split("; ").collect();
        assert_eq!(told.len(), 6, "{found}");
        assert_eq!(
            told[0],
            "it says “fell” where the caption says “rose”: “in area 1 of all the areas the number fell by 1 units in a year”"
        );
        assert_eq!(told[5], "and 2 more were changed");
    }

    #[test]
    fn a_style_of_numbers_is_no_change() {
        let known = known();
        let own = sentences_of(known.iter());
        let told = "Between 2012 and 2024 the units of these areas grew by 41 per cent, and those of others by 22%.";
        assert_eq!(altered(&own, told), None);
        assert!(held(&own, told).is_some_and(|held| held.starts_with("it holds “")));
        let found = altered(&own, &told.replace("41", "42"));
        assert!(
            found.as_deref().is_some_and(|found| found
                .starts_with("it says “42%,” where the text says “41.0%,”: ")),
            "{found:?}"
        );
    }
}
