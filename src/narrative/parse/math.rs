//! Formulas in LaTeX notation: what stands between dollar signs becomes a [`Formula`].
//!
//! `$2,000` stays money: dollar signs open a formula only where what they enclose looks like one.
//! A call of ours within a formula becomes a single character while LaTeX is read.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Formula;
use crate::model::document::Inline;
use crate::model::document::plain;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::marked;
use crate::narrative::parse::Reader;
use crate::narrative::parse::latex::CALLS;
use crate::narrative::parse::latex::Stop;
use crate::narrative::parse::latex::read;
use crate::narrative::parse::options::options;
use crate::narrative::prose::Origin as From;
use crate::narrative::weave::Piece;
use pulldown_cmark::Event as Markdown;
use pulldown_cmark::Parser;
use std::borrow::Cow;
use std::ops::Range;

/// Stands for a dollar sign that opens no formula.
pub(super) const DOLLAR: char = '\u{1}';
/// Returns the text with a stand-in for each dollar sign that opens no formula.
pub(super) fn money(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    if !text.contains('$') {
        return out;
    }
    loop {
        let strangers: Vec<Range<usize>> = Parser::new_ext(&out, options())
            .into_offset_iter()
            .filter_map(|(event, range)| match event {
                Markdown::InlineMath(inner) if !looks(&inner, after(&out, range.end)) => {
                    Some(range)
                }
                _ => None,
            })
            .collect();
        if strangers.is_empty() {
            return out;
        }
        let mut bytes = out.into_owned();
        for range in strangers {
            // One byte for one byte: no offset moves.
            bytes.replace_range(range.start..=range.start, &DOLLAR.to_string());
        }
        out = Cow::Owned(bytes);
    }
}

fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// Returns the numbers of a formula that state a result: what follows a sign of relation, and what
/// has two digits or more and is no power of ten. Those of calls are none, nor where an index begins, `_{i=1}`.
fn results(source: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(NODE) {
            at += rest.find(END).map_or(rest.len(), |end| end + END.len_utf8());
            continue;
        }
        let numeral = |c: char| !c.is_ascii_digit() && c != '.' && c != ',';
        let length = rest.find(numeral).unwrap_or(rest.len());
        let number = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ',']);
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            let before = source.get(..at).unwrap_or_default().trim_end();
            let before = before.trim_end_matches(['-', '+', ' ']);
            let related =
                RELATIONS.iter().any(|sign| before.ends_with(sign)) && !lowered(before);
            let digits = number.trim_start_matches('1').trim_matches('0');
            if related || number.contains('.') || number.len() > 1 && !digits.is_empty() {
                out.push(at..at + number.len());
            }
        }
        at += length.max(rest.chars().next().map_or(1, char::len_utf8));
    }
    out
}

/// Returns whether what follows a text is lowered: within the brackets of a `_`.
fn lowered(before: &str) -> bool {
    let mut open = Vec::new();
    let mut last = ' ';
    for c in before.chars() {
        match c {
            '{' => open.push(last == '_'),
            '}' => {
                open.pop();
            }
            _ => {}
        }
        last = c;
    }
    open.contains(&true)
}

/// Signs before a result.
const RELATIONS: &[&str] = &[
    "=", "<", ">", "\\approx", "\\sim", "\\simeq", "\\le", "\\leq", "\\ge", "\\geq",
    "\\lt", "\\gt", "\\equiv",
];

/// Returns whether what two dollar signs enclose looks like a formula.
fn looks(inner: &str, next: Option<char>) -> bool {
    let first = inner.chars().next();
    let word = next.is_some_and(char::is_alphanumeric);
    let tex = inner.contains(['\\', '^', '_', '=', '{']);
    let starts =
        first.is_some_and(|c| c.is_alphabetic() || matches!(c, '(' | '|' | '\\' | '-'));
    // Words between two prices are no product of letters.
    let letters =
        inner.split(|c: char| !c.is_alphabetic()).all(|word| word.chars().count() <= 1);
    !word && (tex || starts && letters)
}

impl Reader<'_, '_, '_> {
    /// Reads a formula; one that cannot be read is reported and left as it was typed.
    pub(super) fn formula(&mut self, source: &str, range: &Range<usize>) -> Formula {
        let inner = self.text.get(range.clone()).unwrap_or_default();
        let dollars = inner.bytes().take_while(|byte| *byte == b'$').count();
        let start = range.start + dollars;
        for found in results(source) {
            // Apart from the words around it: a formula is no clause of theirs.
            let number = source.get(found.clone()).unwrap_or_default();
            let place = start + found.start..start + found.end;
            self.passage.text(" ", From::Text(place.clone()));
            self.passage.text(number, From::Text(place.clone()));
            self.passage.text(" ", From::Text(place));
        }
        let mut values = Vec::new();
        let (latex, printed, shifts) = self.without_calls(source, &mut values, range);
        match read(&latex, &values) {
            Ok(items) => Formula { source: printed, items },
            Err(Stop { message, at, help }) => {
                let shift: usize =
                    shifts.iter().filter(|(from, _)| *from < at).map(|(_, by)| by).sum();
                let from = (start + at + shift).min(range.end.saturating_sub(1));
                let command = latex.get(at..).map_or(1, |rest| {
                    let name = rest.trim_start_matches('\\');
                    let letters = name.find(|c: char| !c.is_ascii_alphabetic());
                    letters.unwrap_or(name.len()) + rest.len() - name.len()
                });
                let to = (from + command.max(1)).min(range.end);
                self.fault(Code::R0660, &message, &(from..to), help);
                Formula { source: printed, items: Vec::new() }
            }
        }
    }

    /// Returns LaTeX with a character for each call, the same with what calls print, and where
    /// how many bytes were saved.
    fn without_calls(
        &mut self,
        source: &str,
        values: &mut Vec<Inline>,
        range: &Range<usize>,
    ) -> (String, String, Vec<(usize, usize)>) {
        let (mut latex, mut printed, mut shifts) =
            (String::new(), String::new(), Vec::new());
        let mut rest = source;
        while let Some((before, tail)) = rest.split_once(NODE) {
            latex.push_str(before);
            printed.push_str(before);
            let (number, next) = tail.split_once(END).unwrap_or((tail, ""));
            let piece =
                marked(number).and_then(|at| self.reading.pieces.get(at)).cloned();
            let node = match piece {
                Some(Piece::Stat { id, show, text, span }) => {
                    Some(Inline::Stat { id, show, text, span })
                }
                Some(Piece::Fixed { text, because, .. }) => {
                    Some(Inline::Fixed { text, because })
                }
                _ => None,
            };
            if let Some(node) = node {
                printed.push_str(&plain(std::slice::from_ref(&node)));
                let character = char::from_u32(CALLS + values.len() as u32);
                let before = latex.len();
                latex.extend(character);
                let marker = NODE.len_utf8() + number.len() + END.len_utf8();
                shifts.push((before, marker.saturating_sub(latex.len() - before)));
                values.push(node);
            } else {
                let place = self.place(range);
                self.reading.met.found.push(
                    Diagnostic::error(
                        Code::R0660,
                        "a formula can hold `stat()` and `fixed()` only",
                    )
                    .at(place, "")
                    .help("take the call out of the formula"),
                );
            }
            rest = next;
        }
        latex.push_str(rest);
        printed.push_str(rest);
        (latex, printed, shifts)
    }
}

#[cfg(test)]
mod tests {
    use super::looks;
    use super::money;
    use super::options;
    use super::results;

    #[test]
    fn a_result_typed_into_a_formula_is_a_number_of_the_prose() {
        let found = |text: &str| -> Vec<String> {
            results(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("\\bar{x} = 41\\%"), ["41"]);
        assert_eq!(found("n = 3"), ["3"]);
        assert_eq!(found("p < 0.05"), ["0.05"]);
        assert_eq!(found("\\delta \\approx -7"), ["7"]);
        assert_eq!(found("\\sum_{i=1}^{n} x_i = 7"), ["7"]);
        assert_eq!(found("x_{p < 0.05} + \\bar{x}_{i} = 4"), ["0.05", "4"]);
        assert_eq!(found("\\frac{1}{2} x^2 + 100 y_1 (1 - x)"), Vec::<String>::new());
    }

    #[test]
    fn money_is_no_formula() {
        for text in [
            "It cost $2,000 and not $3,000.",
            "From $5-$10 a head, US$4 and A$5.",
            "Costs ($) rose and prices ($) fell.",
            "for $5 *more* than ($)",
            "It cost $a lot$5",
            "from $x and y are$ here",
        ] {
            assert!(
                !money(text).contains('$') || money(text).matches('$').count() < 2 || {
                    let shown = money(text);
                    !pulldown_cmark::Parser::new_ext(&shown, options()).any(|event| {
                        matches!(event, pulldown_cmark::Event::InlineMath(_))
                    })
                },
                "{text}"
            );
        }
        assert!(
            looks("x", None) && looks("\\bar{x}", Some('.')) && looks("n-1", Some(' '))
        );
        assert!(!looks("x", Some('5')));
        assert_eq!(money("the mean $x$ of $n = 3$"), "the mean $x$ of $n = 3$");
    }
}
