//! Changes and views of a whole text: tables of Markdown in columns, folds, symbols, values.

use crate::lsp::find::NameSort;
use crate::lsp::session::Session;
use crate::lsp::text::position;
use lsp_types::DocumentSymbol;
use lsp_types::FoldingRange;
use lsp_types::InlayHint;
use lsp_types::Range;
use lsp_types::SymbolKind;
use std::ops::Range as Bytes;

/// Returns the tables of a Markdown text with their columns aligned: place and new text.
pub(super) fn tables(text: &str) -> Vec<(Bytes<usize>, String)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut block: Option<(usize, Vec<&str>)> = None;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        fenced ^= bare.trim_start().starts_with("```");
        if bare.trim_start().starts_with('|') && !fenced {
            block.get_or_insert((start, Vec::new())).1.push(bare);
        } else if let Some((from, lines)) = block.take() {
            out.extend(aligned(&lines).map(|new| (from..start, new + "\n")));
        }
        start += line.len();
    }
    if let Some((from, lines)) = block {
        let end = if text.ends_with('\n') { "\n" } else { "" };
        out.extend(aligned(&lines).map(|new| (from..text.len(), new + end)));
    }
    out.retain(|(place, new)| text.get(place.clone()) != Some(new));
    out
}

fn aligned(lines: &[&str]) -> Option<String> {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| cells(line)).collect();
    let rule = rows.get(1)?;
    let is_rule =
        |cell: &String| cell.contains('-') && cell.chars().all(|c| c == '-' || c == ':');
    let count = rows.first()?.len();
    if !rule.iter().all(is_rule) || rows.iter().any(|row| row.len() != count) {
        return None;
    }
    let width = |text: &String| text.chars().count();
    let widths: Vec<usize> = (0..count)
        .map(|at| {
            let others = rows.iter().enumerate().filter(|(line, _)| *line != 1);
            others.filter_map(|(_, row)| row.get(at)).map(width).max().unwrap_or(0).max(3)
        })
        .collect();
    let line = |(number, row): (usize, &Vec<String>)| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .zip(rule)
            .map(|((cell, width), rule)| {
                let (left, right) = (rule.starts_with(':'), rule.ends_with(':'));
                if number == 1 {
                    let dashes =
                        "-".repeat(width - usize::from(left) - usize::from(right));
                    let end = |is: bool| if is { ":" } else { "" };
                    return format!("{}{dashes}{}", end(left), end(right));
                }
                let room = width - cell.chars().count();
                match (left, right) {
                    (false, true) => format!("{}{cell}", " ".repeat(room)),
                    _ => format!("{cell}{}", " ".repeat(room)),
                }
            })
            .collect();
        format!("| {} |", cells.join(" | "))
    };
    Some(rows.iter().enumerate().map(line).collect::<Vec<_>>().join("\n"))
}

/// Returns the cells of a row; a bar within a tag, code or after `\` divides nothing.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut out = vec![String::new()];
    let mut characters = inner.chars().peekable();
    let (mut depth, mut code) = (0_usize, false);
    while let Some(character) = characters.next() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '`' => code = !code,
            _ => {}
        }
        if character == '|' && depth == 0 && !code {
            out.push(String::new());
        } else if let Some(cell) = out.last_mut() {
            cell.push(character);
            if character == '\\'
                && let Some(next) = characters.next()
            {
                cell.push(next);
            }
        }
    }
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Returns what can be folded: sections of Markdown, entries of YAML.
pub(super) fn folds(file: &str, text: &str) -> Vec<FoldingRange> {
    let lines: Vec<&str> = text.lines().collect();
    let markdown = std::path::Path::new(file).extension().is_some_and(|end| end == "md");
    let level = |line: &str| {
        if markdown {
            let marks = line.bytes().take_while(|byte| *byte == b'#').count();
            (1..=6).contains(&marks).then_some(marks)
        } else {
            let key =
                line.trim_end().ends_with(':') && !line.trim_start().starts_with('#');
            key.then(|| line.len() - line.trim_start().len())
        }
    };
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(own) = level(line) else { continue };
        let ends = |next: &&str| {
            if markdown {
                level(next).is_some_and(|other| other <= own)
            } else {
                !next.trim().is_empty() && next.len() - next.trim_start().len() <= own
            }
        };
        let rest = lines.get(at + 1..).unwrap_or_default();
        let mut last = at + rest.iter().position(ends).unwrap_or(rest.len());
        while last > at && lines.get(last).is_some_and(|line| line.trim().is_empty()) {
            last -= 1;
        }
        if let (Ok(first), Ok(last)) = (u32::try_from(at), u32::try_from(last))
            && last > first
        {
            out.push(FoldingRange {
                start_line: first,
                end_line: last,
                ..FoldingRange::default()
            });
        }
    }
    out
}

/// Returns the names that a file declares, or its headings.
#[expect(deprecated, reason = "the protocol's type has a field that is no longer used")]
pub(super) fn symbols(session: &Session, file: &str, text: &str) -> Vec<DocumentSymbol> {
    let symbol = |name: &str, kind: SymbolKind, place: Bytes<usize>| {
        let range = Range::new(position(text, place.start), position(text, place.end));
        DocumentSymbol {
            name: name.to_owned(),
            detail: None,
            kind,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        }
    };
    let mut out: Vec<DocumentSymbol> = session
        .index
        .0
        .iter()
        .filter(|found| found.file == file && found.declared)
        .map(|found| {
            let kind = match found.sort {
                NameSort::Statistic => SymbolKind::NUMBER,
                NameSort::Frame | NameSort::Resource => SymbolKind::STRUCT,
                NameSort::Figure | NameSort::Table => SymbolKind::OBJECT,
                NameSort::Claim => SymbolKind::BOOLEAN,
                NameSort::Quotation => SymbolKind::STRING,
            };
            symbol(&found.name, kind, found.place.clone())
        })
        .collect();
    if out.is_empty() {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            if bare.starts_with('#') {
                let title = bare.trim_start_matches('#').trim();
                out.push(symbol(title, SymbolKind::STRING, start..start + bare.len()));
            }
            start += line.len();
        }
    }
    out
}

/// Returns the values of statistics, to be shown behind their calls.
pub(super) fn values(session: &Session, file: &str, text: &str) -> Vec<InlayHint> {
    let Some(statistics) = &session.statistics else { return Vec::new() };
    session
        .index
        .0
        .iter()
        .filter(|found| {
            found.file == file && !found.declared && found.sort == NameSort::Statistic
        })
        .filter_map(|found| {
            let stat = statistics.find(&found.written)?;
            Some(InlayHint {
                position: position(text, found.place.end + 1),
                label: lsp_types::InlayHintLabel::String(stat.printed()),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::folds;
    use super::tables;

    #[test]
    fn the_columns_of_a_table_are_aligned_and_calls_stay_whole() {
        let text = "a\n\n| x | n |\n|---|--:|\n| {{ stat(\"a|b\") }} | 1 |\n\nb\n";
        let (place, new) = tables(text).remove(0);
        assert_eq!(
            new,
            "| x                 |   n |\n| ----------------- | --: |\n| {{ stat(\"a|b\") }} |   1 |\n"
        );
        let mut done = text.to_owned();
        done.replace_range(place, &new);
        assert_eq!(tables(&done), []);
    }

    #[test]
    fn sections_and_entries_fold() {
        let found = |file, text| -> Vec<(u32, u32)> {
            folds(file, text)
                .iter()
                .map(|fold| (fold.start_line, fold.end_line))
                .collect()
        };
        assert_eq!(
            found("a.md", "# A\nx\n## B\ny\n\n# C\nz\n"),
            [(0, 3), (2, 3), (5, 6)]
        );
        assert_eq!(
            found("a.yaml", "a:\n  b:\n    c: 1\nd:\n  e: 2\n"),
            [(0, 2), (1, 2), (3, 4)]
        );
    }
}
