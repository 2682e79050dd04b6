//! The card that a number opens: what it is, how it was computed, and from what.

use crate::output::Publication;
use crate::output::html::inline::escape;
use crate::stat::Stat;
use crate::stat::number::p_value;
use std::fmt::Write as _;

/// Returns the card of a statistic.
pub(super) fn card(publication: &Publication<'_>, stat: &Stat) -> String {
    let id = escape(&stat.id);
    let mut out = format!(
        "<aside class=\"card\" id=\"v-{id}\" popover role=\"dialog\" aria-label=\"{}\">\n",
        escape(&stat.title)
    );
    let _ = writeln!(out, "<p class=\"card-title\">{}</p>", escape(&stat.title));
    let _ =
        writeln!(out, "<p class=\"card-value\">{}</p>\n<dl>", escape(&stat.printed()));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escape(value));
        }
    };
    if let Some(number) = stat.number() {
        line("Unrounded", &number.to_string());
    }
    if let Some(interval) = &stat.interval {
        let range = stat.format.range(interval.low, interval.high);
        line("Interval", &format!("{range} ({}%, {})", interval.level, interval.method));
    }
    if let Some(test) = &stat.test {
        let df = test.df.map(|df| format!(", df = {df:.1}")).unwrap_or_default();
        line(
            "Test",
            &format!("{}: {:.2}{df}, {}", test.name, test.statistic, p_value(test.p, 3)),
        );
    }
    let n: Vec<String> = stat
        .n
        .iter()
        .map(|count| {
            let group = if count.group.is_empty() { "all" } else { &count.group };
            format!("{group}: {} of {}", count.used, count.of)
        })
        .collect();
    line("Used", &n.join("; "));
    let from = &stat.provenance;
    line("Definition", &from.definition);
    line("Formula", &from.formula);
    if !from.frame.is_empty() {
        line("Frame", &format!("{}, {} rows used", from.frame, from.rows));
    }
    line("From", &from.from.join(", "));
    let files: Vec<String> = from
        .files
        .iter()
        .map(|file| match publication.inputs.get(file) {
            Some(hash) => format!("{file} ({})", hash.get(..12).unwrap_or(hash)),
            None => file.clone(),
        })
        .collect();
    line("Files", &files.join(", "));
    line("Declared", &publication.sources.place(&from.span));
    line("Id", &stat.id);
    out.push_str("</dl>\n</aside>\n");
    out
}
