//! A number that is bound to nothing, and the statistics that print as it is written.
//!
//! **In:** the statistics, a number as somebody typed it; what was found of a report. **Out:** calls that print it;
//! the same findings, their help with the call.
//! **Guarantees:** it looks at no chapter, so what a chapter keeps of itself does not depend on every statistic.

use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::CALL;
use std::collections::BTreeMap;

/// The most statistics that a message names.
const NAMED: usize = 2;
/// The most that print so: with more, none is likely to be meant.
const ALIKE: usize = 12;

/// Returns the statistics that print as a number is written, each with the call that does it.
pub fn printing<'s>(
    statistics: &'s Statistics,
    written: &str,
) -> Vec<(&'s Stat, String)> {
    printed(statistics, std::iter::once(written)).remove(written).unwrap_or_default()
}

/// Returns the statistics that print as each of some numbers is written, each with the call that does it: a
/// statistic is printed once for all of them.
fn printed<'s, 'w>(
    statistics: &'s Statistics,
    written: impl Iterator<Item = &'w str>,
) -> BTreeMap<&'w str, Vec<(&'s Stat, String)>> {
    let digits = |written: &&str| written.chars().any(|c| c.is_ascii_digit());
    let mut out: BTreeMap<&str, Vec<(&Stat, String)>> =
        written.filter(digits).map(|written| (written, Vec::new())).collect();
    if out.is_empty() {
        return out;
    }
    for stat in statistics.stats.values() {
        let Some(number) = stat.number() else { continue };
        for (text, shown) in forms(stat, number) {
            let Some(known) = out.get_mut(text.as_str()) else { continue };
            // The first of its forms that reads so is the plainest.
            if known.last().is_none_or(|(last, _)| last.id != stat.id) {
                known.push((stat, format!("stat(\"{}\"{shown})", stat.id)));
            }
        }
    }
    out
}

/// Returns what a statistic can be printed as, each with what its call says for it, the plainest first.
fn forms(stat: &Stat, number: f64) -> impl Iterator<Item = (String, String)> {
    let format = &stat.format;
    let whole = [
        (stat.printed(), ""),
        (format.number(number), ", show=\"number\""),
        (format.full(number.abs()), ", show=\"size\""),
        (format.number(number.abs()), ", show=\"size_number\""),
    ];
    let fewer = (0..format.decimals).map(move |decimals| {
        let text = format.clone().decimals(decimals).full(number);
        (text, format!(", decimals={decimals}"))
    });
    whole.into_iter().map(|(text, shown)| (text, shown.to_owned())).chain(fewer)
}

/// Names the statistic in what was found of numbers that are bound to no value.
pub(super) fn named(found: Findings, statistics: &Statistics) -> Findings {
    let found: Vec<Diagnostic> = found.into_iter().collect();
    let known =
        printed(statistics, found.iter().filter_map(wanted).map(|(number, _)| number));
    let help: Vec<Option<String>> = found
        .iter()
        .map(|found| {
            let (written, rest) = wanted(found)?;
            let known = nearest(known.get(written)?);
            let offer = |(stat, call): &(&Stat, String)| {
                format!("`{}` is {}: write `{call}`", stat.id, stat.printed())
            };
            let known: Vec<String> = known.iter().map(|known| offer(known)).collect();
            (!known.is_empty()).then(|| format!("{}{rest}", known.join("; ")))
        })
        .collect();
    let mut out = Findings::new();
    out.extend(
        found
            .into_iter()
            .zip(help)
            .map(|(found, help)| Diagnostic { help: help.or(found.help), ..found }),
    );
    out
}

/// Returns the number that is bound to no value, as it is written, and what the help says behind the call; none
/// for what is said word for word, which is bound in another way, and for what is found anywhere, such as "3".
fn wanted(found: &Diagnostic) -> Option<(&str, &str)> {
    let rest = found.help.as_deref()?.strip_prefix(CALL)?;
    let written = found.unbound.as_deref()?;
    let digits = written.chars().filter(char::is_ascii_digit);
    let telling = digits.skip_while(|digit| *digit == '0').count() >= 2;
    telling.then_some((written, rest))
}

/// Returns the few that are most likely meant: of a whole rather than of a part, as they print by themselves.
fn nearest<'k, 's>(all: &'k [(&'s Stat, String)]) -> Vec<&'k (&'s Stat, String)> {
    let drawn = |stat: &Stat| stat.id.starts_with("figure.");
    let mut known: Vec<_> = all.iter().filter(|(stat, _)| !drawn(stat)).collect();
    let far = |(stat, call): &(&Stat, String)| {
        (call.contains(", "), stat.id.matches('.').count())
    };
    let alike = known.len() <= ALIKE;
    let least = known.iter().map(|one| far(one)).min();
    known.retain(|one| alike && Some(far(one)) == least);
    if known.len() > NAMED { Vec::new() } else { known }
}

#[cfg(test)]
mod tests {
    use super::named;
    use super::printing;
    use crate::model::diagnostic::Code;
    use crate::model::diagnostic::Diagnostic;
    use crate::model::diagnostic::Findings;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use crate::model::statistic::Stat;
    use crate::model::statistic::Statistics;

    fn percent(id: &str, value: f64) -> Stat {
        Stat::of_number(id, value, Format::of(Unit::Percent).decimals(1))
    }

    #[test]
    fn a_number_is_offered_with_the_call_that_prints_it_so() {
        let mut statistics = Statistics::default();
        for (id, value) in [("growth", 41.04), ("fall", -19.1)] {
            statistics.stats.insert(id.to_owned(), percent(id, value));
        }
        let offered = |written: &str| -> Vec<String> {
            printing(&statistics, written).into_iter().map(|(_, call)| call).collect()
        };
        assert_eq!(offered("41.0%"), ["stat(\"growth\")"]);
        assert_eq!(offered("41.0"), ["stat(\"growth\", show=\"number\")"]);
        assert_eq!(offered("41%"), ["stat(\"growth\", decimals=0)"]);
        assert_eq!(offered("19.1%"), ["stat(\"fall\", show=\"size\")"]);
        assert_eq!(offered("19.1"), ["stat(\"fall\", show=\"size_number\")"]);
        assert!(offered("40%").is_empty() && offered("half").is_empty());
    }

    #[test]
    fn what_is_found_of_a_number_names_the_statistic_of_the_whole() {
        let mut statistics = Statistics::default();
        for (id, value) in [
            ("growth.all", 41.0),
            ("growth.area.one", 41.0),
            ("figure.line.all", 41.0),
            ("a", 7.0),
            ("b", 7.0),
            ("c", 7.0),
            ("small", 0.05),
        ] {
            statistics.stats.insert(id.to_owned(), percent(id, value));
        }
        let help = |number: &str, help: &str| {
            let bare = Diagnostic::warning(Code::R0506, "").help(help);
            let mut found = Findings::new();
            found.push(Diagnostic { unbound: Some(number.to_owned()), ..bare });
            let out = named(found, &statistics);
            out.so_far().first().and_then(|found| found.help.clone()).unwrap()
        };
        let bare =
            "write `stat(\"id\")`, or `fixed(\"…\", because=\"…\")` with the reason";
        assert_eq!(
            help("41.0%", bare),
            "`growth.all` is 41.0%: write `stat(\"growth.all\")`, or `fixed(\"…\", because=\"…\")` with the reason"
        );
        assert_eq!(help("7.0%", bare), bare, "one of three is not guessed");
        assert_eq!(help("5.0%", bare), bare);
        assert_eq!(help("0.05", bare), bare, "so many print so by chance");
        assert_eq!(help("41.0%", "bind it under `says:`"), "bind it under `says:`");
    }
}
