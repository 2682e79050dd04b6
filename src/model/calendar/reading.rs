//! How a text is read as a period: every way in which it can be.

use crate::model::calendar::MONTHS;
use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::day_of;
use std::cell::RefCell;
use std::collections::HashMap;

/// Words before a month that say that a span of time ends with it.
const ENDING: &[&str] = &[
    "year ending",
    "year ended",
    "year to",
    "12 months to",
    "ye",
    "quarter ending",
    "3 months to",
    "month ending",
];

/// The most bytes of a text that can be a period.
const LONGEST: usize = 100;
/// The most texts that are remembered.
const REMEMBERED: usize = 10_000;

thread_local! {
    /// What texts were read as: the same few are asked about again and again.
    static READ: RefCell<HashMap<String, Vec<Period>>> = RefCell::default();
}

/// Returns every way in which a text is a period.
pub(super) fn readings(text: &str) -> Vec<Period> {
    // Most names are none: each period has a year, which is digits.
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    if let Some(known) = READ.with_borrow(|read| read.get(text).cloned()) {
        return known;
    }
    let found = read(text);
    READ.with_borrow_mut(|read| {
        if read.len() >= REMEMBERED {
            read.clear();
        }
        read.insert(text.to_owned(), found.clone());
    });
    found
}

fn read(text: &str) -> Vec<Period> {
    let text = text.trim().replace(['\u{2013}', '\u{2212}'], "-");
    // Marks of provisional and revised figures.
    let mut bare = text.as_str();
    for mark in ["(p)", "(r)", "[p]", "[r]", "(provisional)", "(revised)"] {
        bare = bare.strip_suffix(mark).unwrap_or(bare).trim_end();
    }
    let small = bare.to_lowercase();
    let mut out: Vec<Period> = Vec::new();
    for found in
        [year(&small), season(&small), quarter(&small), month(&small), day(&small)]
    {
        out.extend(found);
    }
    out
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let good = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

fn full_year(text: &str) -> Option<i64> {
    digits(text, 4).filter(|year| (1000..3000).contains(year))
}

fn year(text: &str) -> Option<Period> {
    let text = text.strip_prefix("year ").unwrap_or(text);
    Some(Period::new(Step::Year, full_year(text)?))
}

fn season(text: &str) -> Option<Period> {
    let named = ["fy", "financial year ", "school year ", "academic year ", "ay"]
        .into_iter()
        .find_map(|word| text.strip_prefix(word));
    let bare = named.unwrap_or(text).trim_start_matches([' ', '-', '/']);
    if let (Some(_), Some(year)) = (named, full_year(bare)) {
        // `FY2018` is the year that ends in 2018.
        return Some(Period::new(Step::Season, year - 1));
    }
    if let (Some(_), Some(year)) = (named, digits(bare, 2)) {
        return Some(Period::new(Step::Season, 2000 + year - 1));
    }
    // `202021`, as the Department for Education writes it.
    let run = (bare.len() == 6).then(|| bare.split_at_checked(4)).flatten();
    let (first, second) = match run.filter(|_| bare.bytes().all(|b| b.is_ascii_digit())) {
        Some(parts) => parts,
        None => bare.split_once(['/', '-']).or_else(|| bare.split_once(" to "))?,
    };
    let first = full_year(first.trim())?;
    let second = second.trim();
    let next = full_year(second) == Some(first + 1)
        || digits(second, 2) == Some((first + 1).rem_euclid(100));
    next.then_some(Period { step: Step::Season, number: first })
}

fn quarter(text: &str) -> Option<Period> {
    let number = |text: &str| {
        let digit = text.trim().strip_prefix('q')?.trim();
        digits(digit, 1).filter(|quarter| (1..=4).contains(quarter))
    };
    let split = |at: usize| -> Option<Period> {
        let (a, b) = (text.get(..at)?, text.get(at..)?);
        let trim =
            |part: &str| part.trim_matches(|c: char| " -/,:".contains(c)).to_owned();
        let (a, b) = (trim(a), trim(b));
        let found = number(&a).zip(full_year(&b)).or(number(&b).zip(full_year(&a)));
        found.map(|(quarter, year)| Period {
            step: Step::Quarter,
            number: 4 * year + quarter - 1,
        })
    };
    if !text.contains('q') {
        return None;
    }
    (1..text.len()).find_map(split)
}

/// Returns the number of a month by its name or the start of it, from 0.
pub fn month_named(text: &str) -> Option<usize> {
    let small = text.trim().trim_end_matches('.').to_lowercase();
    MONTHS.iter().position(|name| {
        let name = name.to_lowercase();
        name == small
            || name.get(..3) == Some(&small)
            || (name == "september" && small == "sept")
    })
}

fn month(text: &str) -> Option<Period> {
    let ending = ENDING.iter().find_map(|words| text.strip_prefix(words));
    let text = ending.filter(|rest| rest.starts_with(' ')).unwrap_or(text).trim();
    let make = |year: i64, month: usize| {
        Some(Period { step: Step::Month, number: 12 * year + i64::try_from(month).ok()? })
    };
    let numbered = |text: &str| {
        digits(text, 2)
            .filter(|month| (1..=12).contains(month))
            .and_then(|month| usize::try_from(month - 1).ok())
    };
    // 2022-01, 2022/01, 2022m01, 01/2022.
    for sign in ['-', '/', 'm'] {
        if let Some((a, b)) = text.split_once(sign) {
            if let (Some(year), Some(month)) = (full_year(a), numbered(b)) {
                return make(year, month);
            }
            if let (Some(month), Some(year)) = (numbered(a), full_year(b)) {
                return make(year, month);
            }
        }
    }
    // 202201 (Jan-22), where both say the same.
    if let Some((digits, name)) =
        text.strip_suffix(')').and_then(|text| text.split_once(" ("))
    {
        let (year, number) = (digits.get(..4)?, digits.get(4..)?);
        let found = make(full_year(year)?, numbered(number)?);
        return found.filter(|_| month(name) == found);
    }
    // January 2022, Jan-22, 2022 Jan, Jan to Mar 2022.
    let words: Vec<&str> = text
        .split([' ', '-', '/', ',', '\''])
        .filter(|word| !word.is_empty() && *word != "to")
        .collect();
    let year_of =
        |text: &str| full_year(text).or(digits(text, 2).map(|year| 2000 + year));
    match words.as_slice() {
        [name, year] if month_named(name).is_some() => {
            make(year_of(year)?, month_named(name)?)
        }
        [year, name] => make(full_year(year)?, month_named(name)?),
        [first, last, year] => {
            month_named(first)?;
            make(full_year(year)?, month_named(last)?)
        }
        _ => None,
    }
}

fn day(text: &str) -> Option<Period> {
    let bare = text.split(['t', ' ']).next().filter(|date| date.len() == 10);
    let parts: Vec<&str> = bare.unwrap_or_default().split('-').collect();
    if let [year, month, day] = parts.as_slice() {
        return day_of(full_year(year)?, digits(month, 2)?, digits(day, 2)?);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let [day, name, year] = words.as_slice() else { return None };
    let day = digits(day, 2).or(digits(day, 1))?;
    day_of(full_year(year)?, i64::try_from(month_named(name)?).ok()? + 1, day)
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn a_text_of_a_megabyte_is_no_period_and_takes_no_time() {
        for text in ["q1 2018 ", "2018-", "jan "] {
            assert_eq!(readings(&text.repeat(1 << 17)), []);
        }
        // What is remembered is what is read.
        assert_eq!(readings("2011-12").len(), 2);
        assert_eq!(readings("2011-12"), readings(" 2011-12 "));
    }
}
