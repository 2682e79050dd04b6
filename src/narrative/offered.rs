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

/// The most statistics that a message names.
const NAMED: usize = 2;
/// The most that print so: with more, none is likely to be meant.
const ALIKE: usize = 12;

/// Returns the statistics that print as a number is written, each with the call that does it.
pub fn printing<'s>(
    statistics: &'s Statistics,
    written: &str,
) -> impl Iterator<Item = (&'s Stat, String)> {
    let digits = written.chars().any(|c| c.is_ascii_digit());
    statistics.stats.values().filter(move |_| digits).filter_map(move |stat| {
        let number = stat.number()?;
        let format = &stat.format;
        let fewer = || {
            let fewer = (0..format.decimals).find(|decimals| {
                format.clone().decimals(*decimals).full(number) == written
            });
            fewer.map(|decimals| format!(", decimals={decimals}"))
        };
        let shown = if stat.printed() == written {
            String::new()
        } else if format.number(number) == written {
            ", show=\"number\"".to_owned()
        } else if format.full(number.abs()) == written {
            ", show=\"size\"".to_owned()
        } else if format.number(number.abs()) == written {
            ", show=\"size_number\"".to_owned()
        } else {
            fewer()?
        };
        Some((stat, format!("stat(\"{}\"{shown})", stat.id)))
    })
}

/// Names the statistic in what was found of numbers that are bound to no value.
pub(super) fn named(found: Findings, statistics: &Statistics) -> Findings {
    let mut out = Findings::new();
    out.extend(found.into_iter().map(|found| {
        // What is said word for word is bound in another way.
        let rest = found.help.as_deref().and_then(|help| help.strip_prefix(CALL));
        let Some((written, rest)) = found.unbound.as_deref().zip(rest) else {
            return found;
        };
        // "3" and "0.05" are found anywhere.
        let digits = written.chars().filter(char::is_ascii_digit);
        if digits.skip_while(|digit| *digit == '0').count() < 2 {
            return found;
        }
        let known = nearest(printing(statistics, written));
        if known.is_empty() {
            return found;
        }
        let known: Vec<String> = known
            .into_iter()
            .map(|(stat, call)| {
                format!("`{}` is {}: write `{call}`", stat.id, stat.printed())
            })
            .collect();
        let help = format!("{}{rest}", known.join("; "));
        Diagnostic { help: Some(help), ..found }
    }));
    out
}

/// Returns the few that are most likely meant: of a whole rather than of a part, as they print by themselves.
fn nearest<'s>(all: impl Iterator<Item = (&'s Stat, String)>) -> Vec<(&'s Stat, String)> {
    let drawn = |stat: &Stat| stat.id.starts_with("figure.");
    let mut known: Vec<_> = all.filter(|(stat, _)| !drawn(stat)).collect();
    let far = |(stat, call): &(&Stat, String)| {
        (call.contains(", "), stat.id.matches('.').count())
    };
    let alike = known.len() <= ALIKE;
    let least = known.iter().map(far).min();
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
            printing(&statistics, written).map(|(_, call)| call).collect()
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
