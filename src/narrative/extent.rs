//! Periods that titles and notes name, held against those of the values they stand over.
//!
//! **In:** the declared texts of a figure or table, and the statistics or columns that it shows.
//! **Out:** warnings at the texts that name another period.
//! **Guarantees:** texts that are bound to the data are never at fault; what shows values of which
//! one has no period is not judged.

use crate::model::calendar::Mention;
use crate::model::calendar::Period;
use crate::model::calendar::mentions;
use crate::model::calendar::periods;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::has_level;
use crate::narrative::prose::interval_levels;
use crate::narrative::prose::period_of;
use crate::narrative::prose::rate_base;
use crate::project::Entry;
use crate::project::FigureDecl;
use std::collections::BTreeSet;

/// What a text says of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// A title: a span that it names is the whole of what is shown.
    Whole,
    /// A note or alternative text: it may name parts of what is shown.
    Part,
}

/// Collects the periods of what is shown.
#[derive(Debug, Default)]
pub(super) struct Extent {
    span: Option<(Period, Period)>,
    /// The spans of single values: words may name one of them.
    own: BTreeSet<(Period, Period)>,
    unknown: bool,
    /// The levels of intervals, as they print.
    levels: BTreeSet<String>,
    /// The bases of rates: "1,000".
    bases: BTreeSet<String>,
    /// Whether values are shown that are no rates.
    other: bool,
    /// Whether values are shown that are neither shares nor points of them.
    measured: bool,
}

impl Extent {
    /// Adds a statistic.
    pub(super) fn stat(&mut self, statistics: &Statistics, stat: &Stat) {
        match period_of(statistics, stat) {
            Some((first, last)) => self.add(first, last.unwrap_or(first)),
            None => self.unknown = true,
        }
        self.levels.extend(stat.interval.as_ref().map(|own| own.level.to_string()));
        let rate = stat.format.unit == Unit::Rate;
        let base = rate_base(&stat.format.noun).filter(|_| rate);
        self.other |= base.is_none();
        self.measured |= !matches!(stat.format.unit, Unit::Percent | Unit::Points);
        self.bases.extend(base);
    }

    /// Warns of texts that name another level of intervals, or another base of rates.
    fn made(
        &self,
        what: &str,
        texts: &[(&str, &str, Says)],
        place: &dyn Fn(&str) -> Span,
        found: &mut Findings,
    ) {
        let list = |all: &BTreeSet<String>| {
            all.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        for (setting, text, _) in texts {
            let text = typed(text);
            let known: Vec<f64> =
                self.levels.iter().filter_map(|own| own.parse().ok()).collect();
            let other = |said: &f64| !known.iter().any(|own| has_level(*own, *said));
            let level = interval_levels(&text).into_iter().find(other);
            let message = match (level, rate_base(&text)) {
                (Some(level), _) if !self.levels.is_empty() => format!(
                    "{what}: the {setting} says {level}%, and the level of its intervals is {}%",
                    list(&self.levels)
                ),
                (_, Some(base))
                    if !self.other
                        && !self.bases.is_empty()
                        && !self.bases.contains(&base) =>
                {
                    format!(
                        "{what}: the {setting} says per {base}, and what is shown is per {}",
                        list(&self.bases)
                    )
                }
                // "Change in offences per 1,000 people, %" is a share of a rate.
                (_, Some(base))
                    if self.other
                        && !self.measured
                        && !text.contains(['%', '‰'])
                        && !text.to_lowercase().contains("per cent")
                        && !text.to_lowercase().contains("percent") =>
                {
                    format!(
                        "{what}: the {setting} says per {base}, and what is shown is in percent"
                    )
                }
                _ => continue,
            };
            found.push(
                Diagnostic::warning(Code::R0547, message)
                    .at(place(setting), "")
                    .help("write what the values have, or compute them so"),
            );
        }
    }

    /// Adds a span.
    pub(super) fn add(&mut self, first: Period, last: Period) {
        self.own.insert((first, last));
        let (a, b) = self.span.unwrap_or((first, last));
        self.unknown |= a.step != first.step;
        self.span = Some((a.min(first), b.max(last)));
    }

    /// Warns of texts that name another period; `what` is such as "figure `g`".
    pub(super) fn hold(
        &self,
        what: &str,
        texts: &[(&str, &str, Says)],
        place: &dyn Fn(&str) -> Span,
        found: &mut Findings,
    ) {
        self.made(what, texts, place, found);
        let Some((first, last)) = self.span.filter(|_| !self.unknown) else { return };
        let shown = if first == last {
            first.words()
        } else {
            format!("{} to {}", first.words(), last.words())
        };
        for (setting, text, says) in texts {
            let text = typed(text);
            let is_own = |said: &Mention| {
                self.own.iter().any(|(first, last)| !said.contradicts(*first, *last))
            };
            let wrong = mentions(&text).into_iter().find(|said| match says {
                Says::Whole => said.contradicts(first, last) && !is_own(said),
                Says::Part => said.reaches_beyond(first, last),
            });
            let Some(said) = wrong else { continue };
            let message = format!(
                "{what}: the {setting} says \"{}\", and what is shown is of {shown}",
                said.words
            );
            found.push(Diagnostic::warning(Code::R0441, message).at(place(setting), "").help(
                "write the period that is shown, or bind it to the data: `stat(\"FAMILY.latest\", show=\"period\")`",
            ));
        }
    }
}

/// The period that the words of a figure name is that of its values. A figure over time is held to
/// its axis where it is drawn.
pub(super) fn figure(
    statistics: &Statistics,
    entry: &Entry<FigureDecl>,
    found: &mut Findings,
) {
    let decl = &entry.decl;
    let mut extent = Extent::default();
    let family = decl.data.as_ref().and_then(|id| statistics.families.get(id));
    let other = decl.y.as_ref().and_then(|id| statistics.families.get(id));
    let all = family.into_iter().chain(other).flat_map(|it| &it.members);
    let mut members: Vec<&str> = all.map(|it| it.id.as_str()).collect();
    members.extend(decl.items.iter().map(|item| item.stat.as_str()));
    if members.is_empty() || !decl.only.is_empty() || !decl.keep.is_empty() {
        return;
    }
    for id in members {
        match statistics.get(id) {
            Some(stat) => extent.stat(statistics, stat),
            None => return,
        }
    }
    let over_time = family.is_some_and(|family| {
        let at = family.dimensions.iter().position(|it| Some(it) == decl.x.as_ref());
        let keys = family.members.iter().filter_map(|it| it.key.get(at?));
        at.is_some() && periods(keys.map(String::as_str)).is_some()
    });
    let titles = [
        ("headline", decl.headline.as_str(), Says::Whole),
        ("subtitle", decl.subtitle.as_str(), Says::Whole),
    ];
    let notes = [
        ("note", decl.note.as_str(), Says::Part),
        ("alt", decl.alt.as_str(), Says::Part),
    ];
    let axes = [("axis", &decl.axis), ("x_axis", &decl.x_axis)].map(|(setting, text)| {
        (setting, text.as_deref().unwrap_or_default(), Says::Part)
    });
    let what = format!("figure `{}`", entry.id);
    let place = |setting: &str| entry.place(&[setting]);
    if over_time {
        extent.made(&what, &titles, &place, found);
    } else {
        extent.hold(&what, &titles, &place, found);
    }
    extent.hold(&what, &notes, &place, found);
    extent.made(&what, &axes, &place, found);
}

/// Returns a text with a sign in the place of each call: what a call prints is bound.
fn typed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("{{") {
        out.push_str(before);
        out.push('§');
        rest = tail.split_once("}}").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn what_a_call_prints_is_bound() {
        let text = "Share, {{ stat(\"a.2020\", show=\"period\") }} to {{ x }}, 2019";
        assert_eq!(typed(text), "Share, § to §, 2019");
    }
}
