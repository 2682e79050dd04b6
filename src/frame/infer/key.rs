//! The columns that identify a row, looked for in the data.

use crate::frame::infer::guess::Guess;
use crate::model::calendar::Step;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::collections::HashSet;

/// Rows beyond which combinations of four columns are not tried.
const MANY: usize = 200_000;

/// Returns the fewest columns that identify every row, as places; none where no four do.
pub(super) fn key(guesses: &[Guess], rows: &[Vec<String>]) -> Option<Vec<usize>> {
    let mut candidates: Vec<(usize, usize)> = guesses
        .iter()
        .enumerate()
        .filter(|(_, guess)| guess.is_whole && guess.missing.is_empty())
        .filter_map(|(at, guess)| Some((rank(guess, at, guesses)?, at)))
        .collect();
    candidates.sort_unstable();
    let columns: Vec<usize> = candidates.into_iter().map(|(_, at)| at).take(10).collect();
    let codes: Vec<Vec<u32>> = columns.iter().map(|at| codes(rows, *at)).collect();
    let most = if rows.len() > MANY { 3 } else { 4 };
    (1..=most)
        .find_map(|size| {
            combinations(columns.len(), size).into_iter().find(|set| {
                // Fewer combinations of values than rows cannot tell them apart.
                let room = set.iter().fold(1_usize, |room, at| {
                    let own = columns.get(*at).and_then(|at| guesses.get(*at));
                    room.saturating_mul(own.map_or(1, |guess| guess.distinct))
                });
                room >= rows.len() && unique(&codes, set, rows.len())
            })
        })
        .map(|set| {
            let mut key: Vec<usize> =
                set.iter().filter_map(|at| columns.get(*at).copied()).collect();
            // A column of time belongs to it, although one file may have a single period.
            let time = guesses.iter().position(|guess| {
                guess.step.is_some() && guess.is_whole && guess.distinct == 1
            });
            key.extend(time.filter(|time| !key.contains(time)));
            key.sort_unstable();
            key
        })
}

/// Returns how well a column serves in a key; none for one that measures.
fn rank(guess: &Guess, at: usize, all: &[Guess]) -> Option<usize> {
    let lower = guess.name.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let after = at * 2;
    let is_id = lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        ["id", "code", "urn", "ukprn", "uprn", "ref", "reference", "key"].contains(&word)
    });
    Some(match guess.kind {
        "number" | "boolean" => return None,
        "integer" if !is_id => return None,
        _ if guess.is_code || guess.kind == "integer" => after,
        // A day mostly says when, not what.
        _ if guess.step == Some(Step::Day) => 150 + after,
        _ if guess.step.is_some() => 1 + after,
        // Where there are names and codes, the code is the better key.
        _ if named(&["name"]) && all.iter().any(|other| other.is_code) => 1000 + after,
        _ if named(&["unit"]) => 500 + after,
        _ => 100 + after,
    })
}

/// Returns a number for each row that is the same for the same texts.
fn codes(rows: &[Vec<String>], column: usize) -> Vec<u32> {
    let mut known: HashMap<&str, u32, FixedState> = HashMap::default();
    rows.iter()
        .map(|row| {
            let next = known.len() as u32;
            *known.entry(row.get(column).map_or("", String::as_str)).or_insert(next)
        })
        .collect()
}

fn unique(codes: &[Vec<u32>], set: &[usize], rows: usize) -> bool {
    let mut seen: HashSet<Vec<u32>, FixedState> = HashSet::default();
    (0..rows).all(|row| {
        seen.insert(
            set.iter().filter_map(|at| codes.get(*at)?.get(row).copied()).collect(),
        )
    })
}

/// Returns every choice of so many of the first numbers, in order.
fn combinations(of: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    (0..of)
        .flat_map(|last| {
            combinations(last, size - 1).into_iter().map(move |mut set| {
                set.push(last);
                set
            })
        })
        .collect()
}

/// Returns how many rows are exact copies of an earlier one.
pub(super) fn copies(rows: &[Vec<String>]) -> usize {
    let mut seen: HashSet<&[String], FixedState> = HashSet::default();
    rows.iter().filter(|row| !seen.insert(row)).count()
}
