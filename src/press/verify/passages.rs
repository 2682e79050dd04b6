//! Sentences of an edition within words of others: a mail, an article, a page that was pasted.
//!
//! **In:** the texts of an edition, and a text. **Out:** a sentence that is almost one of the edition's, or those that are.
//! **Guarantees:** ends of lines, quotes, kinds of dashes and capital letters make no difference.

use crate::diff;
use crate::press::stamp::shortened;
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

/// Returns what is said of a sentence that is almost one of the edition's.
pub(super) fn altered(known: &[(String, Vec<String>)], text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let own = sentences_of(known);
    let whole = plain(text);
    sentences(&whole).find_map(|sentence| almost(&own, sentence))
}

/// Returns what is said of a sentence that is almost another, or of what stands around one that is word by word.
fn almost(own: &BTreeMap<String, &str>, sentence: &str) -> Option<String> {
    if count(sentence) < FEWEST || own.keys().any(|one| one.contains(sentence)) {
        return None;
    }
    let within = own.keys().filter(|one| sentence.contains(one.as_str()));
    let most = within.max_by_key(|one| count(one));
    // Words of others stand before and behind it.
    let around = |one: &String| {
        let (before, after) = sentence.split_once(one.as_str())?;
        [before, after].iter().find_map(|rest| almost(own, rest.trim()))
    };
    if let Some(one) = most.filter(|one| 2 * count(one) > count(sentence)) {
        return around(one);
    }
    let words: BTreeSet<&str> = sentence.split(' ').collect();
    let near = own.iter().filter(|(one, _)| {
        let shared = one.split(' ').filter(|word| words.contains(word)).count();
        shared * 4 >= count(one).max(words.len()) * 3
    });
    let close = near.map(|(one, name)| (diff::apart(one, sentence), name));
    let best = close.max_by(|(a, _), (b, _)| a.alike.total_cmp(&b.alike));
    let Some((found, name)) = best.filter(|(found, _)| found.alike >= CLOSE) else {
        return most.and_then(around);
    };
    let says = |words: &str| match words {
        "" => "nothing".to_owned(),
        words => format!("“{}”", shortened(words, 80)),
    };
    Some(format!(
        "it says {} where {name} says {}: “{}”",
        says(&found.new),
        says(&found.old),
        shortened(sentence, 160)
    ))
}

fn count(text: &str) -> usize {
    text.split(' ').count()
}

/// Returns what is said of a text that holds sentences of the edition among others.
pub(super) fn held(known: &[(String, Vec<String>)], text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let whole = plain(text);
    let own = sentences_of(known);
    let found: Vec<(&String, &&str)> = own
        .iter()
        .filter(|(sentence, _)| {
            count(sentence) >= KNOWN && whole.contains(sentence.as_str())
        })
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
fn sentences_of(known: &[(String, Vec<String>)]) -> BTreeMap<String, &str> {
    let mut out = BTreeMap::new();
    for (name, lines) in known {
        for line in lines {
            for sentence in sentences(&plain(line)) {
                out.entry(sentence.to_owned()).or_insert(name.as_str());
            }
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

/// Returns a text in one line, in small letters, with one kind of dash and no quotes.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches(['>', ' ', '*', '•']));
    let joined = lines.collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(joined.len());
    for c in joined.chars() {
        match c {
            '“' | '”' | '"' | '‘' | '’' | '\'' | '«' | '»' => {}
            '−' | '–' | '—' => out.push('-'),
            c if c.is_control() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
