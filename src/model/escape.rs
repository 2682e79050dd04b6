//! Characters as HTML and XML may hold them.

use std::borrow::Cow;

/// Returns characters as HTML and XML may hold them, in text and in attributes. Marks that turn the
/// direction of the words around them are left out, so that a name from the data cannot turn a page.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns the same in one line, as pictures and tables hold it.
pub fn escape_line(text: &str) -> String {
    let line = if text.contains(['\n', '\t']) {
        Cow::Owned(text.replace(['\n', '\t'], " "))
    } else {
        Cow::Borrowed(text)
    };
    escape(&line)
}

#[cfg(test)]
mod tests {
    use super::escape;
    use super::escape_line;

    #[test]
    fn text_of_a_project_cannot_become_markup() {
        assert_eq!(escape("<a & \"b\">\u{7}\n"), "&lt;a &amp; &quot;b&quot;&gt;\n");
        assert_eq!(escape_line("a\nb\u{202e}\u{ffff}"), "a b");
    }
}
