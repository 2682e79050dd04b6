//! What a name means, beside the pointer: a value with its interval, a claim with its verdict, a
//! figure, a table, a frame, a key of a file.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::lsp::find::NameSort;
use crate::lsp::find::Occurrence;
use crate::lsp::session::Session;
use crate::make;
use crate::make::Woven;
use crate::manual;
use crate::model::format;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::words::counted;
use crate::narrative;
use crate::project::QuotationStatus;
use std::fmt::Write as _;

/// How many members of a block are listed.
const MEMBERS: usize = 12;

/// Returns the card of what is at a byte, as Markdown.
pub(super) fn card(session: &Session, file: &str, at: usize) -> Option<String> {
    if let Some(found) = session.index.at(file, at) {
        return of(session, found);
    }
    let text = session.text(file)?;
    let (path, kind) = key_at(&text, at)?;
    let name = file.rsplit('/').next()?;
    let keys = manual::keys();
    let key = keys.iter().find(|key| {
        key.file == name
            && key.path == path
            && (key.kinds.is_empty()
                || kind.as_ref().is_none_or(|kind| key.kinds.contains(kind)))
    })?;
    let mut out = key.about.clone();
    if !key.form.is_empty() {
        let _ = write!(out, "\n\n{}", key.form);
    }
    for (word, about) in &key.choices {
        let _ = write!(out, "\n- `{}` {about}", word.escape_default());
    }
    Some(out)
}

fn of(session: &Session, found: &Occurrence) -> Option<String> {
    if found.sort == NameSort::Statistic {
        let statistics = session.statistics.as_ref()?;
        let one = statistics.find(&found.written);
        return one.map(value).or_else(|| block(statistics, &found.name));
    }
    let woven = session.woven.as_ref()?;
    match found.sort {
        NameSort::Statistic => None,
        NameSort::Claim => claim(woven, &found.name),
        NameSort::Quotation => quotation(woven, &found.name),
        NameSort::Figure => picture(woven, &found.name),
        NameSort::Table => {
            let table =
                woven.project.tables.iter().find(|entry| entry.id == found.name)?;
            Some(format!("**{}**\n\n{}", table.decl.title, table.decl.subtitle))
        }
        NameSort::Frame | NameSort::Resource => {
            let table = woven.tables.get(&found.name)?;
            let columns: Vec<&str> =
                table.columns.iter().map(|(name, _)| name.as_str()).collect();
            Some(format!(
                "**{}**: {} of `{}`\n\nfrom {}",
                found.name,
                counted(table.rows, "row"),
                columns.join("`, `"),
                table.files.join(", ")
            ))
        }
    }
}

fn value(stat: &Stat) -> String {
    let mut out = format!("**{}**  \n{}", stat.printed(), stat.title);
    let mut line = |text: String| {
        let _ = write!(out, "\n\n{text}");
    };
    if let Some(interval) = &stat.interval {
        let range = stat.format.range(interval.low, interval.high);
        line(format!("{}% interval {range} ({})", interval.level, interval.method));
    }
    if let Some(test) = &stat.test {
        line(format!("{}: {}", test.name, format::p_value(test.p, 3)));
    }
    let counts: Vec<String> = stat
        .n
        .iter()
        .map(|count| {
            let group = if count.group.is_empty() { "all" } else { &count.group };
            format!("{group} {} of {}", count.used, count.of)
        })
        .collect();
    if !counts.is_empty() {
        line(format!("n: {}", counts.join(", ")));
    }
    let from = &stat.provenance;
    if !from.definition.is_empty() {
        line(from.definition.clone());
    }
    if !from.files.is_empty() {
        line(format!("from {}", from.files.join(", ")));
    }
    out
}

fn block(statistics: &Statistics, name: &str) -> Option<String> {
    let members: Vec<&Stat> =
        statistics.stats.values().filter(|stat| stat.provenance.block == name).collect();
    let first = members.first()?;
    let mut out = format!("**{name}**: {}", counted(members.len(), "value"));
    if !first.provenance.definition.is_empty() {
        let _ = write!(out, "\n\n{}", first.provenance.definition);
    }
    out.push('\n');
    for stat in members.iter().take(MEMBERS) {
        let _ = write!(out, "\n- `{}` {}", stat.id, stat.printed());
    }
    if members.len() > MEMBERS {
        let _ = write!(out, "\n- and {} more", members.len() - MEMBERS);
    }
    Some(out)
}

fn claim(woven: &Woven, name: &str) -> Option<String> {
    let entry = woven.project.claims.iter().find(|entry| entry.id == name)?;
    let judged = narrative::judge(&woven.project, &woven.statistics, name)?;
    let verdict = if judged.holds { "holds" } else { "**does not hold**" };
    Some(format!("{}\n\n{verdict}: {}", entry.decl.says, judged.because))
}

fn quotation(woven: &Woven, name: &str) -> Option<String> {
    let entry = woven.project.quotations.iter().find(|entry| entry.id == name)?;
    let (by, rest) = entry.decl.attribution();
    let by = [by, rest].join(", ");
    let words = if entry.decl.is_empty() { "*no words yet*" } else { &entry.decl.words };
    let status = match entry.decl.status {
        QuotationStatus::Draft => "draft".to_owned(),
        QuotationStatus::Approved => format!("approved by {}", entry.decl.approved_by),
    };
    Some(format!("> {words}\n\n{}: {status}", by.trim_end_matches([',', ' '])))
}

fn picture(woven: &Woven, name: &str) -> Option<String> {
    let (_, chart, texts) =
        make::charted(woven).into_iter().find(|(id, _, _)| *id == name)?;
    let look = Look::new(&woven.project.theme, Variant::Light);
    let drawn = figure::draw(chart, &texts, Placement::OnPageNarrow, &look);
    let mut data = String::new();
    for byte in drawn.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            data.push(char::from(byte));
        } else {
            let _ = write!(data, "%{byte:02X}");
        }
    }
    Some(format!("**{}**\n\n![{name}](data:image/svg+xml,{data})", texts.headline))
}

/// Returns the keys that lead to a byte of a YAML file, ids left out, and the kind of the entry.
pub(super) fn key_at(text: &str, at: usize) -> Option<(Vec<String>, Option<String>)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.split('\n').next()?;
    let own = key_of(line)?;
    let column = at - start;
    let indent = line.len() - line.trim_start_matches([' ', '-']).len();
    if column < indent || column > indent + own.len() {
        return None;
    }
    let (mut path, kind) = parents(text, start, indent);
    path.push(own.to_owned());
    Some((path, kind))
}

/// Sections whose second key is an id.
const ENTRIES: &[&str] = &[
    "statistics",
    "figures",
    "tables",
    "claims",
    "quotations",
    "published",
    "frames",
    "labels",
];

/// Returns the keys above a line of an indent, ids left out, and the kind of the entry.
pub(super) fn parents(
    text: &str,
    start: usize,
    indent: usize,
) -> (Vec<String>, Option<String>) {
    let before: Vec<&str> = text.get(..start).unwrap_or_default().lines().collect();
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut least = indent;
    let mut top = start;
    let mut left = start;
    for line in before.iter().rev() {
        left = left.saturating_sub(line.len() + 1);
        let own = line.len() - line.trim_start_matches([' ', '-']).len();
        let Some(key) = key_of(line).filter(|_| own < least) else { continue };
        least = own;
        path.push((own, key.to_owned()));
        if path.len() == 1 || own > 0 {
            top = left;
        }
    }
    path.reverse();
    let with_ids = path.first().is_some_and(|(_, key)| ENTRIES.contains(&key.as_str()));
    let kind = if with_ids { kind_of(text, top) } else { None };
    let keys = path
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !(with_ids && *at == 1))
        .map(|(_, (_, key))| key)
        .collect();
    (keys, kind)
}

/// Returns the kind that the entry at a line declares.
fn kind_of(text: &str, start: usize) -> Option<String> {
    let mut lines = text.get(start..)?.lines();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let first = depth(lines.next()?);
    lines
        .take_while(|line| line.trim().is_empty() || depth(line) > first)
        .find_map(|line| line.trim().strip_prefix("kind:"))
        .map(|kind| kind.split('#').next().unwrap_or_default().trim().to_owned())
}

fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '-']);
    let (key, _) = line.split_once(':')?;
    let good = key.chars().all(|c| c.is_ascii_alphanumeric() || "_$-".contains(c));
    (good && !key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::key_at;

    #[test]
    fn the_path_of_a_key_leaves_ids_out_and_knows_the_kind() {
        let text = "figures:\n  trees:\n    kind: line\n    marks:\n      - {x: 1}\n    layout: stacked\n";
        let at = text.find("layout").unwrap() + 2;
        let (path, kind) = key_at(text, at).unwrap();
        assert_eq!(path, ["figures", "layout"]);
        assert_eq!(kind.as_deref(), Some("line"));
        let text = "title: x\nhtml:\n  form: file\n";
        let at = text.find("form").unwrap();
        assert_eq!(key_at(text, at).unwrap().0, ["html", "form"]);
    }
}
