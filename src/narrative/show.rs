//! How a statistic is shown in the text.

use crate::model::diagnostic::nearest;
use crate::model::format::Format;
use crate::model::format::NBSP;
use crate::model::format::p_value;
use crate::model::format::spanned;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use crate::say;

/// The ways of showing a statistic.
pub(super) const MODES: &[&str] = &[
    "value",
    "number",
    "size",
    "size_number",
    "signed",
    "signed_number",
    "interval",
    "range",
    "range_number",
    "p",
    "n",
    "low",
    "high",
    "level",
    "title",
    "period",
    "test",
    "detail",
];

/// Returns the text of a statistic, or why it cannot be shown so.
pub(super) fn show(
    stat: &Stat,
    mode: &str,
    detail: Option<&str>,
    decimals: Option<u8>,
) -> Result<String, String> {
    let mut format = stat.format.clone();
    if let Some(decimals) = decimals {
        format.decimals = decimals;
    }
    let number = || match &stat.value {
        Value::Number(number) => Ok(*number),
        Value::Text(_) => Err(format!("`{}` is a text, not a number", stat.id)),
    };
    let interval = || {
        stat.interval.as_ref().ok_or_else(|| {
            format!(
                "`{}` has no interval ({} of a {})",
                stat.id, stat.title, stat.provenance.kind
            )
        })
    };
    let end = |value: f64| {
        let open = || format!("the interval of `{}` is open at that end", stat.id);
        Some(value).filter(|value| value.is_finite()).ok_or_else(open)
    };
    let test = || stat.test.as_ref().ok_or_else(|| format!("`{}` has no test", stat.id));
    Ok(match mode {
        "value" => match &stat.value {
            Value::Number(number) => format.full(*number),
            Value::Text(text) => text.clone(),
        },
        "number" => format.number(number()?),
        "size" => format.full(number()?.abs()),
        "size_number" => format.number(number()?.abs()),
        "signed" => format.signed(number()?),
        "signed_number" => format.signed_number(number()?),
        "interval" => {
            let interval = interval()?;
            let range = format.range(interval.low, interval.high);
            let level = Format::of(format.unit).decimals(0).number(interval.level);
            say!("interval-level", level = level, range = range)
        }
        "range" => {
            let interval = interval()?;
            format.range(interval.low, interval.high)
        }
        "range_number" => {
            let interval = interval()?;
            let (low, high) = (end(interval.low)?, end(interval.high)?);
            spanned(&format.number(low), &format.number(high))
        }
        "low" => format.full(end(interval()?.low)?),
        "high" => format.full(end(interval()?.high)?),
        "level" => {
            let level = interval()?.level;
            format!("{}%", Format::of(format.unit).decimals(0).number(level))
        }
        "p" => match (&stat.test, format.unit) {
            (Some(test), _) => p_value(test.p, decimals.map_or(3, usize::from)),
            (None, crate::model::format::Unit::P) => {
                p_value(number()?, usize::from(format.decimals))
            }
            (None, _) => return Err(format!("`{}` has no test", stat.id)),
        },
        "test" => test()?.name.clone(),
        "n" => counts(&stat.n).ok_or_else(|| format!("`{}` counts no units", stat.id))?,
        "title" => stat.title.clone(),
        "detail" => {
            let name = detail.ok_or("`show=\"detail\"` needs `detail=`")?;
            let value = stat.details.get(name).ok_or_else(|| {
                let known: Vec<&str> = stat.details.keys().map(String::as_str).collect();
                let near = nearest(name, known.iter().copied())
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default();
                format!(
                    "`{}` has no detail `{name}`{near} (there are {})",
                    stat.id,
                    known.join(", ")
                )
            })?;
            if name.starts_with("p_") || name == "p" {
                p_value(*value, 3)
            } else {
                format.number(*value)
            }
        }
        other => {
            let near = nearest(other, MODES.iter().copied())
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            return Err(format!("there is no way to show `{other}`{near}"));
        }
    })
}

/// Returns "148 of 150", or "148 of 150 and 28 of 29", or just the numbers when all are used.
fn counts(n: &[GroupCount]) -> Option<String> {
    if n.is_empty() {
        return None;
    }
    let one = |count: &GroupCount| {
        let print = |n: usize| crate::model::format::fixed(n as f64, 0);
        if count.used == count.of {
            print(count.used)
        } else {
            format!("{}{NBSP}of{NBSP}{}", print(count.used), print(count.of))
        }
    };
    Some(n.iter().map(one).collect::<Vec<_>>().join(" and "))
}
