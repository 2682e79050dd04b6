//! Columns of times: years, months, dates and seasons, in the spellings of publishers.

use crate::frame::infer::guess::Guess;
use crate::frame::notes;
use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::Written;
use crate::model::calendar::periods;
use std::collections::BTreeMap;

/// Returns whether a name is one for times.
pub(super) fn named_for_time(name: &str) -> bool {
    let lower = name.to_lowercase();
    [
        "year", "period", "time", "date", "month", "quarter", "jahr", "année", "annee",
        "blwyddyn", "mis", "datum", "año", "anno",
    ]
    .iter()
    .any(|it| lower.contains(it))
}

/// Returns whether all are two years in a row without a sign between: 202021.
pub(super) fn school_years(texts: &[&str]) -> bool {
    let season = |text: &&str| {
        text.trim().len() == 6
            && periods([text.trim()])
                .is_some_and(|all| all.iter().all(|it| it.step == Step::Season))
    };
    texts.iter().all(season)
}

/// Returns whether all are months or days of recent centuries in digits alone: 202310, 20231031.
pub(super) fn in_digits(texts: &[&str]) -> bool {
    let all = |length: usize, format: &str, day: bool| {
        Written::new(format, day).is_ok_and(|written| {
            texts.iter().all(|text| {
                let text = text.trim();
                text.len() == length
                    && (text.starts_with("19") || text.starts_with("20"))
                    && written.read(text).is_some()
            })
        })
    };
    all(6, "%Y%m", false) || all(8, "%Y%m%d", true)
}

/// Formats of months and of dates, tried in this order.
const MONTH_FORMATS: &[&str] =
    &["%Y-%m", "%B %Y", "%b-%y", "%B-%Y", "%Y %b", "%m/%Y", "%Y/%m", "%b %y"];
const DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y%m%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d/%m/%y",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S+00:00",
];

pub(super) fn time(out: &mut Guess, filled: &[&str]) -> bool {
    let reads = |format: &str, day: bool, texts: &[&str]| {
        Written::new(format, day)
            .is_ok_and(|it| texts.iter().all(|text| it.read(text).is_some()))
    };
    let bases: Vec<&str> =
        filled.iter().map(|text| notes::split(text.trim()).0).collect();
    let noted = bases.iter().zip(filled).any(|(base, text)| *base != text.trim());
    let found = periods(bases.iter().copied());
    let seasons =
        found.as_ref().is_some_and(|all| all.iter().all(|it| it.step == Step::Season));
    if !seasons && !noted {
        let date = DATE_FORMATS.iter().find(|format| reads(format, true, filled));
        let month = MONTH_FORMATS.iter().find(|format| reads(format, false, filled));
        if let Some(format) = date.or(month) {
            let is_date = date.is_some();
            out.kind = if is_date { "date" } else { "yearmonth" };
            out.step = Some(if is_date { Step::Day } else { Step::Month });
            if !matches!(*format, "%Y-%m-%d" | "%Y-%m") {
                out.keys.push(("format", format!("\"{format}\"")));
                out.comments.push(
                    "kept as 2024-03-31 or 2024-03, which sorts and compares".to_owned(),
                );
            }
            let swapped =
                format.replace("%d", "%-").replace("%m", "%d").replace("%-", "%m");
            if is_date && swapped.starts_with("%m") && reads(&swapped, true, filled) {
                out.checks.push(format!("`{}` is read as day/month/year: no date shows that it is not month/day/year", out.name));
            }
            if format.contains("%H") {
                out.checks.push(format!(
                    "`{}` keeps the day, and not the time of day",
                    out.name
                ));
            }
            if !named_for_time(&out.name) {
                out.checks.push(format!(
                    "`{}` is read as {}, such as `{}`: if these are codes, make it `type: string`",
                    out.name,
                    if is_date { "dates" } else { "months" },
                    filled.first().unwrap_or(&"")
                ));
            }
            let last = Written::new(format, is_date).ok().and_then(|written| {
                let read = |text: &&str| {
                    Some((written.read(text)?.as_str().to_owned(), (*text).to_owned()))
                };
                filled.iter().filter_map(read).max()
            });
            (out.leading, out.leading_raw) = last.unwrap_or_default();
            return true;
        }
    }
    let Some(found) = found else {
        let some = bases.iter().filter(|text| periods([**text]).is_some()).count();
        if some == bases.len() && named_for_time(&out.name) {
            let mut steps: BTreeMap<Step, Vec<(Period, &str)>> = BTreeMap::new();
            for text in &bases {
                if let Some(own) = periods([*text]).and_then(|all| all.first().copied()) {
                    steps.entry(own.step).or_default().push((own, text));
                }
            }
            let most = steps.into_iter().max_by_key(|(_, all)| all.len());
            if let Some((step, all)) = most {
                out.step = Some(step);
                let last = all.into_iter().max();
                out.leading = last.map(|(_, text)| text.to_owned()).unwrap_or_default();
            }
            out.checks.push(format!(
                "`{}` mixes kinds of period (such as {}): they cannot stand on one axis; choose one in the frame's SQL",
                out.name,
                mixed(&bases)
            ));
        }
        return false;
    };
    out.step = found.first().map(|period| period.step);
    let last = found.iter().zip(&bases).max_by_key(|(period, _)| **period);
    out.leading = last.map(|(_, text)| (*text).to_owned()).unwrap_or_default();
    if noted {
        out.keys.push(("footnotes", "true".to_owned()));
        out.comments.push(format!(
            "marks such as (p) for provisional go into `{}_note`",
            out.name
        ));
    }
    if seasons {
        out.comments
            .push("financial or school years: placed on an axis as time".to_owned());
    }
    true
}

/// Returns a text of each kind of period.
fn mixed(texts: &[&str]) -> String {
    let mut steps: BTreeMap<Step, &str> = BTreeMap::new();
    for text in texts {
        if let Some(period) = periods([*text]).and_then(|all| all.first().copied()) {
            steps.entry(period.step).or_insert(text);
        }
    }
    steps.values().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
}
