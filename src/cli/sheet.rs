//! The sheet of a review: what changed and what was decided, to print and sign.

use crate::diff;
use crate::diff::Standing;
use crate::model::comparison::Comparison;
use crate::model::escape::escape_line;
use crate::model::signoff::Decision;
use crate::model::signoff::Remark;
use crate::model::signoff::Review;
use std::fmt::Write as _;

/// Returns a page to print: what changed, how it stands, and room for signatures.
pub(super) fn sheet(found: &Comparison, review: &Review) -> String {
    let mut rows = String::new();
    for item in found.items.iter().filter(|item| item.class.signed()) {
        let standing = diff::standing(found, item, review);
        let decision = review.get(&item.id);
        let by = decision.filter(|_| standing != Standing::Open).map_or_else(
            String::new,
            |one| {
                let date = if one.date.is_empty() {
                    String::new()
                } else {
                    format!(", {}", one.date)
                };
                format!(" by {}{date}", one.by)
            },
        );
        let said: String = decision
            .map(said)
            .unwrap_or_default()
            .iter()
            .map(|line| format!("<br>{}", escape_line(line)))
            .collect();
        let _ = writeln!(
            rows,
            "<tr><td>{}</td><td>{}</td><td>{}{}{said}</td><td></td></tr>",
            escape_line(&diff::change(item)),
            escape_line(&diff::because(&item.cause)),
            standing.name(),
            escape_line(&by),
        );
    }
    let signatures = (0..found.signatories.max(2))
        .map(|_| "<p class=\"sign\">Name<span></span>Signature<span></span>Date<span></span></p>\n")
        .collect::<String>();
    let title = format!("Sign-off: {}, {}", found.new.title, found.new.edition);
    let embargo = if found.new.embargo.is_empty() {
        String::new()
    } else {
        format!("<p><strong>{}</strong></p>\n", escape_line(&found.new.embargo))
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n<style>\n{SHEET}</style>\n</head>\n<body>\n<h1>{0}</h1>\n{embargo}<p>{1} compared with {2}</p>\n<table>\n<thead><tr><th scope=\"col\">What changed</th><th scope=\"col\">Because of</th><th scope=\"col\">Decision</th><th scope=\"col\">Initials</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{signatures}</body>\n</html>\n",
        escape_line(&title),
        escape_line(found.new.called()),
        escape_line(found.old.called()),
    )
}

/// What the sheet says of a decision beside who made it, line by line.
fn said(one: &Decision) -> Vec<String> {
    let dated = |remark: &Remark, what: &str| {
        let date = if remark.date.is_empty() { "" } else { ", " };
        format!("{what}{}{date}{}", remark.by, remark.date)
    };
    let reason = |words: &str| {
        if words.is_empty() { String::new() } else { format!(": {words}") }
    };
    let mut out = vec![one.because.clone()];
    out.extend(
        one.also
            .iter()
            .map(|also| format!("{}{}", dated(also, "also by "), reason(&also.because))),
    );
    if !one.assigned.is_empty() {
        let due = if one.due.is_empty() { "" } else { ", due " };
        out.push(format!("for {}{due}{}", one.assigned, one.due));
    }
    out.extend(
        one.comments
            .iter()
            .map(|comment| format!("{}{}", dated(comment, ""), reason(&comment.because))),
    );
    out.retain(|line| !line.is_empty());
    out
}

/// The look of the sheet.
const SHEET: &str = "\
@page { size: A4; margin: 18mm; }
body { font: 10pt/1.4 'Noto Sans', 'Segoe UI', Arial, sans-serif; max-width: 190mm; margin: 10mm auto; color: #111; background: #fff; }
h1 { font-size: 15pt; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #888; padding: 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th:nth-child(2) { width: 24%; }
th:nth-child(3) { width: 24%; }
th:last-child { width: 18mm; }
.sign { display: flex; gap: 3mm; margin-top: 12mm; break-inside: avoid; }
.sign span { flex: 1; border-bottom: 1px solid #111; }
";
