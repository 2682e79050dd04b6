//! Digits that are bound to no value.
//!
//! **In:** a passage. **Out:** a fault for each number that is no year, date, number of a part, age, length
//! of time or name.

use crate::labels;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::passage::Token;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

type Pattern = LazyLock<Option<Regex>>;

/// Numbers that need no binding: years, dates, numbers of parts, bases of rates and
/// indexes, names that hold digits, and numbers that name a book, a charity, a company, a house or a
/// telephone.
static FREE: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?x)
    \b(?:1[89]|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?s?\b
  | \b(?i:per|for\severy|in\severy)\s(?:1,000,000|100,000|10,000|1,000|100)\b
  | =\s?100\b
  | \b(?:ISBN|ISSN)(?:-1[03])?:?\s[\d–-]+[\dX]\b
  | \b(?i:(?:charity|company|VAT|registration)\s(?:registration\s)?(?:number|no\.?)|registered\s(?:charity|company)(?:\s(?:number|no\.?))?):?\s[A-Z]{0,2}\d{5,}\b
  | \b\d{1,4}[A-Za-z]?(?:[–-]\d{1,4})?\s(?:(?:\p{Lu}[\w’']*|of|the|and)\s){1,4}(?:Street|Road|Avenue|Lane|Square|Place|Gardens|Crescent|Terrace|Drive|Way|Court|House|Row|Hill|Wharf|Embankment)\b
  | \b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b
  | (?:\+44\s?|\b0)\d{2,5}(?:\s\d{3,6}){1,2}\b
  | \b[A-Za-z]+[-–]?\d+(?:\.\d+)*[A-Za-z]?\b
",
    )
    .ok()
});
static NUMBER: Pattern = LazyLock::new(|| {
    Regex::new(r"\p{Nd}(?:[\p{Nd},.]*\p{Nd})?[¼-¾⅐-⅞]?(?:\s?%)?|[¼-¾⅐-⅞]").ok()
});

/// Makes the patterns ready.
pub(super) fn prepare() {
    for pattern in [&FREE, &NUMBER] {
        LazyLock::force(pattern);
    }
}

/// Returns how a day of a month is written in the language of this thread, by the names that it has for months.
pub(super) fn dates() -> Option<Regex> {
    let named = |message: &str, number: u8| {
        let month = [("month", labels::Value::from(number))];
        regex::escape(&labels::say(message, &month))
    };
    let names: Vec<String> = (1..=12)
        .flat_map(|number| [named("month", number), named("month-short", number)])
        .collect();
    let (day, names) = (r"(?:0?[1-9]|[12]\d|3[01])", names.join("|"));
    // "28–30 April", "1af Mai", "1. Juli".
    let dates =
        format!(r"(?i)\b{day}(?:\s?[–-]\s?{day})?(?:\p{{L}}{{1,4}}|\.)?\s(?:{names})\b");
    Regex::new(&dates).ok()
}

impl Guard<'_> {
    /// Returns the digits of a text that are no year, date, number of a part or name, in the words of the report
    /// or of another language.
    pub fn bare_digits<'t>(
        &self,
        text: &'t str,
        lexicon: Option<&Lexicon>,
    ) -> Vec<(Range<usize>, &'t str)> {
        let own = [self.lexicon, lexicon].into_iter().flatten();
        let own = own.filter_map(|lexicon| lexicon.free.as_ref());
        let mut free: Vec<Range<usize>> = FREE
            .iter()
            .chain(own)
            .chain(&self.dates)
            .flat_map(|free| free.find_iter(text))
            .map(|m| m.range())
            .collect();
        // Each with the last end of all that start no later.
        free.sort_by_key(|range| range.start);
        let mut last = 0;
        for range in &mut free {
            last = last.max(range.end);
            range.end = last;
        }
        let numbers = NUMBER.iter().flat_map(|number| number.find_iter(text));
        let bare = numbers.map(|found| {
            let digits = found.as_str().trim_end_matches(['.', ',']);
            (found.start()..found.start() + digits.len(), digits)
        });
        bare.filter(|(range, _)| {
            let before = free.partition_point(|free| free.start <= range.start);
            let free = before.checked_sub(1).and_then(|at| free.get(at));
            free.is_none_or(|free| free.end < range.end)
        })
        .collect()
    }

    /// Reports digits that are bound to no value.
    pub(super) fn digits(
        &self,
        passage: &Passage,
        sentences: &[Vec<Token>],
        lexicon: Option<&Lexicon>,
        out: &mut Vec<Fault>,
    ) {
        let text = passage.text.as_str();
        if !text.chars().any(char::is_numeric) {
            return;
        }
        for (range, digits) in self.bare_digits(text, lexicon) {
            let claimed = passage.claims.iter().map(|(range, _)| range);
            if claimed.into_iter().any(|c| c.start <= range.start && range.end <= c.end) {
                continue;
            }
            let after = sentences.partition_point(|tokens| {
                tokens.first().is_some_and(|token| token.range.start <= range.start)
            });
            let own = after.checked_sub(1).and_then(|at| sentences.get(at));
            let own = own.zip(lexicon).and_then(|(tokens, lexicon)| {
                let at = tokens.binary_search_by_key(&range.start, |t| t.range.start);
                Some((Sentence { tokens, facts: &passage.facts, lexicon }, at.ok()?))
            });
            if own.is_some_and(|(s, at)| s.given(at)) {
                continue;
            }
            // "½ hour" is no result.
            let next =
                text.get(range.end..).unwrap_or_default().split_whitespace().next();
            let lasts = lexicon.is_some_and(|words| {
                next.is_some_and(|next| words.says(&next.to_lowercase(), Sense::Duration))
            });
            if lasts && !digits.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            // "can swim 25 metres": what the title of a number beside it says is its name.
            let named = next.is_some_and(|next| {
                let next = next.trim_end_matches(['.', ',', ';', ':', ')']);
                passage.facts.iter().any(|fact| has_pair(&fact.title, digits, next))
            });
            // "Region 9": so does the word before it.
            let last = text.get(..range.start).unwrap_or_default();
            let last =
                last.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let named = named
                || last.is_some_and(|last| {
                    passage.facts.iter().any(|fact| has_pair(&fact.title, last, digits))
                });
            if named {
                continue;
            }
            let moved = own.is_some_and(|(s, at)| s.moves_by(at, at + 1));
            out.push(Fault::bare(range, digits, moved));
        }
    }
}

/// Returns whether a title has a whole number and the word beside it: "25 metres", but not the "5 metres" in it.
fn has_pair(title: &str, one: &str, other: &str) -> bool {
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let whole = number(one) != number(other);
    let words = title.split_whitespace();
    let words: Vec<&str> =
        words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    whole && words.windows(2).any(|pair| pair == [one, other])
}

impl Sentence<'_> {
    /// Returns whether digits are no result: an age, the level of a test, a length of time that
    /// the design gives ("the past 12 months").
    fn given(&self, at: usize) -> bool {
        let percent = self.mark(at + 1, '%') || self.says(at + 1, Sense::Percents) > 0;
        let unit = at + 1 + usize::from(percent);
        if percent {
            let near = (unit..unit + 3).any(|i| self.is(i, Sense::TestLevel))
                || (at.saturating_sub(4)..at)
                    .any(|i| self.is(i, Sense::TestLevel) && self.is(at - 1, Sense::Of));
            return near && !self.is(unit, Sense::Of);
        }
        let spell =
            at > 0 && self.is(at - 1, Sense::Spell) && self.is(at + 1, Sense::Duration);
        let back = at.saturating_sub(10);
        let aged = (back..at).any(|i| self.is(i, Sense::Age))
            || self.is(at + 1, Sense::Age)
            || self.is(at + 1, Sense::And) && self.is(at + 2, Sense::Person)
            || at > 1 && self.is(at - 1, Sense::Person) && self.is(at - 2, Sense::Person);
        // "aged 16 to 74", "over 65": a whole number that an age can be.
        let age = self.word(at).parse::<u32>().is_ok_and(|n| n <= 110)
            && !self.is(at + 1, Sense::Counted);
        spell || aged && age
    }

    /// Returns whether a number says by how much something moved ("rose by 12%"), rather than from
    /// where a band begins ("rose by 5% or more").
    pub(super) fn moves_by(&self, at: usize, end: usize) -> bool {
        let percent = self.mark(end, '%') || self.says(end, Sense::Percents) > 0;
        let end = end + usize::from(percent);
        let open = self.is(end, Sense::Or)
            || self.is(end, Sense::To)
            || matches!(self.kind(end), Some(Kind::Mark('–' | '-' | '+')));
        let band = [Sense::Above, Sense::Below, Sense::Floor, Sense::Ceiling];
        let band = band.iter().any(|sense| self.ends(at, *sense) > 0);
        let moved = self.governor(at).is_some_and(|governor| !governor.compares);
        moved && !open && !band && !self.supposed(at)
    }
}

#[cfg(test)]
mod tests {
    use super::NUMBER;
    use super::has_pair;

    #[test]
    fn a_number_is_a_name_only_where_the_title_has_it_whole() {
        let title = "Pupils who can swim 25 metres, of 15 areas within 2.5 km";
        assert!(has_pair(title, "25", "metres") && has_pair(title, "15", "areas"));
        assert!(has_pair("Change in crime, Region 9", "Region", "9"));
        for (digits, next) in [
            ("5", "metres"),
            ("5", "areas"),
            ("25", "met"),
            ("25%", "metres"),
            ("5", "km"),
        ] {
            assert!(!has_pair(title, digits, next), "{digits} {next}");
        }
    }

    #[test]
    fn a_number_ends_with_a_digit_a_fraction_or_its_sign_of_percent() {
        let found = |text| -> Vec<&str> {
            let numbers = NUMBER.iter().flat_map(|number| number.find_iter(text));
            numbers.map(|found| found.as_str()).collect()
        };
        // The unit of a whole title is no part of the year before it.
        assert_eq!(found("Pupils, 2017/18 to 2024/25, %"), ["2017", "18", "2024", "25"]);
        assert_eq!(found("1,234.5, 12 %, 3½% and 7."), ["1,234.5", "12 %", "3½%", "7"]);
    }
}
