//! Text as a terminal may show it.
//!
//! **In:** text that may hold anything a stranger wrote: names of files, cells, words.
//! **Out:** the same text, in which no character moves the cursor, changes colours or turns the
//! direction of writing.
//! **Guarantees:** such a character becomes `\u001b`, which also means it within a string of JSON;
//! what holds none is returned as it is.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns whether a character acts on what is written around it: controls, but for the end of a
/// line and the tabulator, and marks of direction.
fn acts(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

fn replaced(text: &str, acts: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Returns a text of several lines without characters that act.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, acts)
}

/// Returns a text as one line without characters that act.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c| acts(c) || c == '\n')
}

#[cfg(test)]
mod tests {
    use super::visible;
    use super::visible_line;

    #[test]
    fn what_acts_on_a_terminal_is_shown_instead() {
        assert_eq!(
            visible("a\u{1b}[31m\r\n\tb\u{9b}"),
            "a\\u001b[31m\\u000d\n\tb\\u009b"
        );
        assert_eq!(visible("x\u{202e}y\u{2069}\u{7f}"), "x\\u202ey\\u2069\\u007f");
        assert_eq!(visible_line("a\nerror: b"), "a\\u000aerror: b");
        assert_eq!(visible("−1 °C, naïve, 日本"), "−1 °C, naïve, 日本");
    }

    #[test]
    fn a_string_of_json_keeps_its_meaning() {
        let text = "a\u{202e}\u{9b}\u{7f}b";
        let json = serde_json::to_string(text).unwrap();
        let back: String = serde_json::from_str(&visible(&json)).unwrap();
        assert_eq!(back, text);
    }
}
