//! Texts and lists as Typst source.

/// Returns a Typst string literal.
pub(in crate::output) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Marks of direction, controls and private characters have no place in print.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{e000}'..='\u{f8ff}' => out.push('\u{fffd}'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a Typst string literal of code: its lines and tabs as they are.
pub(super) fn code(text: &str) -> String {
    let line = |line: &str| {
        let pieces: Vec<String> = line.split('\t').map(literal).collect();
        pieces.join(" + \"\\t\" + ")
    };
    let lines: Vec<String> = text.trim_end_matches('\n').split('\n').map(line).collect();
    lines.join(" + \"\\n\" + ")
}

/// Returns a Typst array.
pub(super) fn tuple(items: impl Iterator<Item = String>) -> String {
    let mut out = String::from("(");
    for item in items {
        out.push_str(&item);
        out.push_str(", ");
    }
    out.push(')');
    out
}
