//! Where a part of a query stands in the file that declares it.

use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use sqlparser::tokenizer;
use sqlparser::tokenizer::Location;

/// Returns the place of a part of a query, given the place of the whole in its file. YAML folds
/// lines and escapes characters: the two texts are walked side by side, without their spaces.
/// Where they differ in more, the whole is the place.
pub(in crate::frame) fn place(
    part: tokenizer::Span,
    sql: &str,
    at: &Span,
    sources: &Sources,
) -> Span {
    let found = || {
        let start = offset(sql, part.start)?;
        let end = offset(sql, part.end).unwrap_or(sql.len()).max(start + 1);
        let written = sources.text(&at.file)?.get(at.range())?;
        let ends = aligned(sql, written)?;
        // The first character of the part, and the last that is no space.
        let first = ends.iter().find(|(from, _)| *from >= start)?;
        let last = ends.iter().rev().find(|(from, _)| *from < end && *from >= first.0);
        let last = last.unwrap_or(first);
        Some(at.start + first.1..at.start + last.1 + 1)
    };
    match found() {
        Some(range) => Span::new(at.file.clone(), whole(range, at, sources)),
        None => at.clone(),
    }
}

/// Moves the end of a range to the end of the character it cuts.
fn whole(
    range: std::ops::Range<usize>,
    at: &Span,
    sources: &Sources,
) -> std::ops::Range<usize> {
    let mut end = range.end;
    if let Some(text) = sources.text(&at.file) {
        while end < text.len() && !text.is_char_boundary(end) {
            end += 1;
        }
    }
    range.start..end
}

/// Returns the byte of a text at which a line and column stand, both from 1.
fn offset(sql: &str, at: Location) -> Option<usize> {
    let line = usize::try_from(at.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(at.column).ok()?.checked_sub(1)?;
    let starts = sql.match_indices('\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0).chain(starts).nth(line)?;
    let rest = sql.get(start..)?;
    rest.char_indices().map(|(at, _)| start + at).chain([sql.len()]).nth(column)
}

/// Returns for each character of a query that is no space its byte there and as written.
fn aligned(sql: &str, written: &str) -> Option<Vec<(usize, usize)>> {
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    let from = match written.chars().next() {
        // A block's first line says how it is folded.
        Some('|' | '>') => written.find('\n')?,
        Some('"' | '\'') => 1,
        _ => 0,
    };
    let mut there = written.get(from..)?.char_indices().map(|(at, c)| (from + at, c));
    let mut out = Vec::new();
    for (here, wanted) in sql.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let (at, found) = there.find(|(_, c)| !c.is_whitespace())?;
        let escaped = match quote {
            Some('"') => found == '\\' && wanted != '\\',
            _ => false,
        };
        let (at, found) = if escaped { there.next()? } else { (at, found) };
        if found != wanted {
            return None;
        }
        // What is doubled or escaped in the file is one character of the query.
        if (quote == Some('\'') && found == '\'')
            || (quote == Some('"') && found == '\\' && !escaped)
        {
            there.next()?;
        }
        out.push((here, at));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::model::diagnostic::Sources;
    use crate::model::diagnostic::Span;
    use sqlparser::tokenizer;
    use sqlparser::tokenizer::Location;

    /// What the place of `part` in the query of a YAML file shows.
    fn shown(yaml: &str, sql: &str, part: &str) -> String {
        let start = sql.find(part).unwrap();
        let location = |at: usize| {
            let before = &sql[..at];
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
            Location::new(line, column)
        };
        let span = tokenizer::Span::new(location(start), location(start + part.len()));
        let mut sources = Sources::default();
        sources.insert("a.yaml", yaml);
        let at = Span::new("a.yaml", yaml.find(": ").unwrap() + 2..yaml.len());
        yaml[place(span, sql, &at, &sources).range()].to_owned()
    }

    #[test]
    fn parts_are_found_in_every_way_to_write_a_text() {
        let sql = "SELECT \"é\", 'it''s' AS b\nFROM a";
        for yaml in [
            "sql: |\n  SELECT \"é\", 'it''s' AS b\n  FROM a\n",
            "sql: \"SELECT \\\"é\\\", 'it''s' AS b\\nFROM a\"",
            "sql: SELECT \"é\", 'it''s' AS b\n  FROM a",
        ] {
            for part in ["b", "FROM", "'it''s'"] {
                let found = shown(yaml, sql, part);
                // An escaped line break is no space in the file: the whole is shown.
                assert!(found == part || yaml.contains("\\n"), "{yaml}: {found}");
            }
        }
        let folded = "sql: >-\n  SELECT a,\n    b FROM c\n";
        assert_eq!(shown(folded, "SELECT a, b FROM c", "b"), "b");
        let single = "sql: 'SELECT ''x'' AS y'";
        assert_eq!(shown(single, "SELECT 'x' AS y", "y"), "y");
    }
}
