//! The words by which a figure or a finding is found: its own, those of what it draws, and the words that a
//! reader may use for them: those of the message `press-same-words`, which a translation has in its own
//! language, and the project's (`report/synonyms.yaml`).

use crate::model::diagnostic::nearest;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::document::Finding;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::press::number::number;
use crate::press::number::rounds;
use crate::project::Synonyms;
use crate::say;
use std::collections::BTreeSet;

/// Returns words with those that stand for any of them.
pub(super) fn with_others(words: &str, synonyms: &Synonyms) -> String {
    let known = flat(words);
    let mut out = words.to_lowercase();
    for (word, others) in &synonyms.0 {
        if known.contains(&flat(word)) {
            out.push(' ');
            out.push_str(&others.join(" ").to_lowercase());
        }
    }
    let known = parted(&out);
    for group in say!("press-same-words").to_lowercase().split(';') {
        let same: Vec<&str> = group.split(',').map(str::trim).collect();
        let (there, others): (Vec<&str>, Vec<&str>) =
            same.iter().partition(|word| whole(&known, word).is_some());
        if !there.is_empty() && !others.is_empty() {
            out.push(' ');
            out.push_str(&others.join(" "));
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

/// Returns the words of a news release.
pub(super) fn of_release(document: &Document, other: &Synonyms) -> String {
    let meta = &document.meta;
    let words = [meta.called_for(), meta.title.clone(), meta.subtitle.clone()];
    let words = [&words[..], &[plain(&meta.standfirst)]].concat().join(" ");
    with_others(&words, other)
}

/// Returns where words are found, each of them, in the singular or the plural and however it is spelt
/// with hyphens, and a number by its rounding, as the gallery's script looks for them: the sum of their
/// places, which is least where they stand first. None where one is missing, and where signs alone are given.
pub fn found(text: &str, wanted: &[String]) -> Option<usize> {
    let (joined, parted) = (flat(text), parted(text));
    let words = sought(wanted);
    if words.is_empty() && !wanted.is_empty() {
        return None;
    }
    words.iter().map(|word| place(&joined, &parted, word)).sum()
}

/// Returns the words to look for: those with a letter or a digit; a percentage is one word.
pub fn sought(wanted: &[String]) -> Vec<String> {
    let text = wanted.join(" ").to_lowercase();
    let text = [" per cent", " percent", " %"]
        .iter()
        .fold(text, |text, sign| text.replace(sign, "%"));
    let words = text.split_whitespace();
    words.filter(|word| word.contains(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// Returns where a word is in a text, whose hyphens were left out, and were made spaces.
fn place(joined: &str, spaced: &str, word: &str) -> Option<usize> {
    let parts = || {
        let word = parted(word);
        // Of "covid-19" the number says little.
        let is_word = |part: &&str| part.contains(char::is_alphabetic);
        let named: Vec<&str> = word.split_whitespace().filter(is_word).collect();
        let places: Option<Vec<usize>> =
            named.iter().map(|part| starts(spaced, stem(part))).collect();
        places?.first().copied()
    };
    let word_flat = flat(word);
    // "jobs" finds job; "cars" does not find care.
    let one = || word_flat.strip_suffix('s').and_then(|one| whole(joined, one));
    let own = starts(joined, stem(&word_flat)).or_else(one);
    own.or_else(parts).or_else(|| rounded(spaced, word))
}

/// Returns where a text has a number that is rounded to the one of a word: "41%" finds "41.0%".
fn rounded(text: &str, word: &str) -> Option<usize> {
    let ("", said, sign) = number(word)? else { return None };
    let mut at = 0;
    while let Some((before, own, after)) = number(text.get(at..)?) {
        at += before.len();
        if rounds(own, said) && (sign.is_empty() || sign == "%" && after.starts_with('%'))
        {
            return Some(at);
        }
        at += own.len();
    }
    None
}

/// Returns the words looked for with each that is nowhere made the nearest of those that are known; none
/// where nothing is near.
pub fn meant(texts: &[String], wanted: &[String]) -> Option<String> {
    let known: BTreeSet<String> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
        .collect();
    let mut slips = 0;
    let mut right = |word: &str| {
        let one = [word.to_owned()];
        if texts.iter().any(|text| found(text, &one).is_some()) {
            return Some(word.to_owned());
        }
        slips += 1;
        nearest(word, known.iter().map(String::as_str)).map(str::to_owned)
    };
    let words: Option<Vec<String>> =
        sought(wanted).iter().map(|word| right(word)).collect();
    words.filter(|_| slips > 0).map(|words| words.join(" "))
}

/// Returns where a word of a text begins so: "tree" is not in "street".
fn starts(text: &str, word: &str) -> Option<usize> {
    let begins = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    text.match_indices(word).map(|(at, _)| at).find(begins)
}

/// Returns where a text has a word, or words, as they are.
fn whole(text: &str, words: &str) -> Option<usize> {
    let alone = |at: &usize| {
        !text[..*at].ends_with(char::is_alphanumeric)
            && !text[*at + words.len()..].starts_with(char::is_alphanumeric)
    };
    text.match_indices(words).map(|(at, _)| at).find(alone).filter(|_| !words.is_empty())
}

/// Returns a longer word without the ending of its plural.
fn stem(word: &str) -> &str {
    if word.chars().count() <= 4 {
        return word;
    }
    let endings = ["ies", "es", "s", "y"];
    endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Small letters with spaces for hyphens: "low-income" is "low income".
fn parted(text: &str) -> String {
    text.to_lowercase().replace(['-', '‑'], " ")
}

/// Small letters without hyphens: "anti-social" is "antisocial".
fn flat(text: &str) -> String {
    text.to_lowercase().replace(['-', '‑'], "")
}

#[cfg(test)]
mod tests {
    use super::found;
    use super::meant;
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
    fn plurals_and_general_words_find_what_is_meant() {
        let finds = |text: &str, word: &str| {
            found(&with_others(text, &Synonyms::default()), &[word.to_owned()]).is_some()
        };
        for (text, words) in [
            ("Children under 5 in low-income families", "kids kid child children"),
            ("Employment rate of residents", "jobs job work"),
            ("New jobs by district", "employment work"),
            ("A fee for parking", "fees"),
            ("Affordable homes completed", "housing house houses home"),
            ("Housing waiting list", "homes"),
            ("The price of a car", "cars vehicles"),
            ("Life expectancy of women", "lives woman female"),
        ] {
            for word in words.split(' ') {
                assert!(finds(text, word), "{text}: {word}");
            }
        }
        for (text, word) in [
            ("Care of older residents", "cars"),
            ("Carbon in the air", "cars"),
            ("Workshops for teachers", "jobs"),
            ("Employment rate of residents", "unemployed"),
            ("Children under 5", "adults"),
        ] {
            assert!(!finds(text, word), "{text}: {word}");
        }
    }

    #[test]
    fn a_sign_alone_finds_nothing_and_beside_a_number_belongs_to_it() {
        let text = "Share (%) of children: 41.0% of all";
        let finds = |words: &[&str]| {
            let words: Vec<String> =
                words.iter().map(|word| (*word).to_owned()).collect();
            found(text, &words).is_some()
        };
        for words in [&["%"][..], &["-"], &["% %"]] {
            assert!(!finds(words), "{words:?}");
        }
        for words in [&["41 %"][..], &["41", "%"], &["41 per cent"], &["41%", "children"]]
        {
            assert!(finds(words), "{words:?}");
        }
        assert!(found(text, &[]).is_some());
    }

    #[test]
    fn hyphens_spaces_and_roundings_make_no_difference() {
        let text =
            "Children in low-income families since covid: up by 41.0%, of 190 areas";
        for word in
            ["low income", "low-income", "lowincome", "covid-19", "41%", "41", "41.0"]
        {
            assert!(found(text, &[word.to_owned()]).is_some(), "{word}");
        }
        for word in ["high income", "42%", "41.00%", "190%", "19-19"] {
            assert_eq!(found(text, &[word.to_owned()]), None, "{word}");
        }
    }

    #[test]
    fn a_misspelt_word_is_met_with_the_nearest() {
        let texts = ["Business units grew".to_owned(), "Burglary fell".to_owned()];
        let said = |words: &str| meant(&texts, &[words.to_owned()]);
        assert_eq!(said("buisness").as_deref(), Some("business"));
        assert_eq!(said("burglery fell").as_deref(), Some("burglary fell"));
        for words in ["business", "business fell", "shoplifting"] {
            assert_eq!(said(words), None, "{words}");
        }
    }

    #[test]
    fn what_names_a_thing_first_is_found_first() {
        let at = |text: &str| found(text, &["burglary".to_owned()]);
        let (headline, row) =
            (at("Burglary fell in most areas"), at("Areas by type: burglary"));
        assert!(headline < row, "{headline:?} {row:?}");
    }
}
