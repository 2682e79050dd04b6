//! The order of categories: declared, or the one that a reader expects.
//!
//! **In:** the values of a column, and the order declared for it, if any.
//! **Out:** a rank for each value.
//! **Guarantees:** numbers come by size, periods by time, months, days of the week, age bands and
//! answers as people say them, terms by their year, and numbers inside names count: `Decile 2` is before
//! `Decile 10`.

mod bands;
mod dated;
mod degrees;
mod scales;
#[cfg(test)]
mod tests;

use crate::labels;
use crate::model::calendar::month_named;
use crate::model::calendar::periods;
use crate::model::order::bands::bounds;
use crate::model::order::dated::dated;
use crate::model::order::degrees::answers;
use crate::model::order::degrees::without_shared;
use crate::model::order::scales::before_counted;
use crate::model::order::scales::is_rest;
use std::cmp::Ordering;
use std::collections::HashMap;

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const WELSH_DAYS: [&str; 7] =
    ["llun", "mawrth", "mercher", "iau", "gwener", "sadwrn", "sul"];

/// How a set of values is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// As declared.
    Declared,
    /// By size.
    Numbers,
    /// By time.
    Time,
    /// As the months or the days of the week follow one another.
    Cycle,
    /// By the lower bounds of bands.
    Bands,
    /// As answers are said from one end to the other.
    Scale,
    /// By name, with the numbers in it.
    Names,
}

/// The place of a value: its rank in a scheme, and what decides between equals.
type Place = (f64, f64);

/// After all that have a place.
const END: Place = (f64::INFINITY, 0.0);

/// Returns the scheme of distinct values, and the rank of each.
pub fn ranks(values: &[&str], declared: Option<&[String]>) -> (Scheme, Vec<usize>) {
    let (scheme, places) = places(values, declared);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| {
        places[*a]
            .0
            .total_cmp(&places[*b].0)
            .then(places[*a].1.total_cmp(&places[*b].1))
            .then_with(|| natural(values[*a], values[*b]))
    });
    let mut ranks = vec![0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank;
    }
    (scheme, ranks)
}

fn places(values: &[&str], declared: Option<&[String]>) -> (Scheme, Vec<Place>) {
    if let Some(declared) = declared {
        let place = |value: &&str| {
            let at = declared.iter().position(|known| known == value);
            (at.unwrap_or(declared.len()) as f64, 0.0)
        };
        return (Scheme::Declared, values.iter().map(place).collect());
    }
    let told: Vec<&str> =
        values.iter().copied().filter(|value| !is_rest(value)).collect();
    if told.len() > 1
        && let Some((scheme, found)) = scheme_of(&told)
    {
        let known: HashMap<&str, Place> = told.into_iter().zip(found).collect();
        // What has no place in a scheme follows those that have.
        let place = |value: &&str| known.get(value).copied().unwrap_or(END);
        return (scheme, values.iter().map(place).collect());
    }
    // `No qualifications` comes before `Level 1`, `Reception` before `Year 1`.
    let counted = |value: &str| value.contains(|letter: char| letter.is_ascii_digit());
    let levels = told.iter().filter(|value| counted(value)).count();
    let levels = levels > 1
        && told.iter().all(|value| counted(value) || before_counted(value).is_some());
    // Numbers come before names, and both before what is left over; a value alone is ordered by
    // nothing.
    let place = |value: &&str| match number(value) {
        Some(n) => (n, 0.0),
        None if is_rest(value) => (f64::INFINITY, 1.0),
        None => match before_counted(value).filter(|_| levels) {
            Some(at) => (f64::NEG_INFINITY, at),
            None => END,
        },
    };
    (Scheme::Names, values.iter().map(place).collect())
}

/// Returns how several values are ordered, other than by name, and the place of each.
fn scheme_of(told: &[&str]) -> Option<(Scheme, Vec<Place>)> {
    let alone = |found: Vec<f64>| found.into_iter().map(|at| (at, 0.0)).collect();
    let in_time = || {
        let found = periods(told.iter().copied())?;
        Some(found.iter().map(|period| period.number as f64).collect())
    };
    let in_turn = || Some(in_cycle(told)?.into_iter().map(|at| at as f64).collect());
    let numbers: Option<Vec<f64>> = told.iter().map(|value| number(value)).collect();
    let found = numbers
        .map(|found| (Scheme::Numbers, found))
        .or_else(|| Some((Scheme::Time, in_time()?)))
        .or_else(|| Some((Scheme::Cycle, in_turn()?)))
        .or_else(|| Some((Scheme::Scale, answers(told)?)))
        .or_else(|| Some((Scheme::Scale, dated(told)?)));
    if let Some((scheme, found)) = found {
        return Some((scheme, alone(found)));
    }
    if let Some(found) = bounds(told) {
        return Some((Scheme::Bands, found));
    }
    Some((Scheme::Scale, alone(without_shared(told)?)))
}

fn number(value: &str) -> Option<f64> {
    value.parse::<f64>().ok().filter(|n| n.is_finite())
}

/// Whether values are numbers or bands of numbers, from the lowest to the highest.
pub fn rises(values: &[&str]) -> bool {
    let (scheme, ranks) = ranks(values, None);
    matches!(scheme, Scheme::Numbers | Scheme::Bands) && ranks.is_sorted()
}

/// Returns the number of a day of the week by its name or the start of it, from 0: `Mondays`, `Tues`,
/// `Weds`, `Dydd Iau`.
fn day_named(value: &str) -> Option<usize> {
    let small = value.to_lowercase();
    let small = small.trim_end_matches('.');
    if let Some(day) = small.strip_prefix("dydd ").or(small.strip_prefix("nos ")) {
        return WELSH_DAYS.iter().position(|known| *known == day);
    }
    let small = if small.ends_with("days") || small == "weds" {
        small.trim_end_matches('s')
    } else {
        small
    };
    DAYS.iter().position(|day| small.len() > 2 && day.starts_with(small))
}

/// Returns which months, or which days of the week, values name, each from 0.
pub fn in_cycle(values: &[&str]) -> Option<Vec<usize>> {
    let all = |of: fn(&str) -> Option<usize>| -> Option<Vec<usize>> {
        values.iter().map(|value| of(value)).collect()
    };
    all(month_named).or_else(|| all(day_named))
}

/// Returns the first two of months or days of the week between which others have no value, and how many.
pub fn closed_up<'v>(keys: &[&'v str]) -> Option<(&'v str, &'v str, usize)> {
    let mut placed: Vec<(usize, &str)> =
        in_cycle(keys)?.into_iter().zip(keys.iter().copied()).collect();
    placed.sort_unstable();
    placed
        .array_windows()
        .find(|[a, b]| b.0 > a.0 + 1)
        .map(|[a, b]| (a.1, b.1, b.0 - a.0 - 1))
}

/// Orders two names: numbers inside them by size, letters as the language of this thread orders them.
pub fn natural(a: &str, b: &str) -> Ordering {
    if let (Ok(x), Ok(y)) = (a.parse::<f64>(), b.parse::<f64>()) {
        return x.total_cmp(&y).then_with(|| a.cmp(b));
    }
    // The best grade: `A*`, `A`, `B`.
    if a.strip_suffix('*') == Some(b) {
        return Ordering::Less;
    }
    if b.strip_suffix('*') == Some(a) {
        return Ordering::Greater;
    }
    let (x, y) = (pieces(a), pieces(b));
    for (x, y) in x.iter().zip(&y) {
        let order = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(x), Ok(y)) => x.cmp(&y),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => labels::compare(x, y),
        };
        if order.is_ne() {
            return order;
        }
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// Cuts a name where digits begin and end.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before: Option<bool> = None;
    for (at, character) in text.char_indices() {
        let digit = character.is_ascii_digit();
        if before.is_some_and(|before| before != digit) {
            out.push(text.get(from..at).unwrap_or_default());
            from = at;
        }
        before = Some(digit);
    }
    out.push(text.get(from..).unwrap_or_default());
    out
}
