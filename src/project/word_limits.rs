//! What a file of words may ask for: it comes with a project, which a stranger may have written.
//!
//! **In:** a file of words. **Out:** what of it stands for nothing, for everything, or for very much.
//! **Guarantees:** in a file that passes, each word is one that a sentence can hold, each number is one, and all
//! forms of all words take little memory.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::project::yaml::Yaml;

/// The most words of a file.
const MOST: usize = 20_000;
/// The most bytes of a word, a phrase or an ending.
const LONGEST: usize = 200;
/// The most endings of one rule, and of all rules.
const ENDINGS: usize = 100;

/// Returns what a file of words asks for that it may not; `keyed` are its tables whose keys are words.
pub(super) fn excess(yaml: &Yaml, keyed: &[&str]) -> Vec<Diagnostic> {
    let fault =
        |place: Span, why: String| Diagnostic::error(Code::R0103, why).at(place, "");
    let texts = yaml.texts();
    let mut out = Vec::new();
    if texts.len() > MOST {
        out.push(fault(yaml.span(), format!("the file has more than {MOST} words")));
    }
    for (path, text) in &texts {
        let place = || yaml.place(&path.iter().map(String::as_str).collect::<Vec<_>>());
        let table = path.first().map(String::as_str).unwrap_or_default();
        if text.len() > LONGEST {
            out.push(fault(place(), format!("a word has more than {LONGEST} bytes")));
        } else if table != "inflections" && blank(text) {
            out.push(fault(place(), format!("`{text}` is no word")));
        }
    }
    for table in keyed {
        for (key, entry) in yaml.entries(table).unwrap_or_default() {
            if blank(&key) {
                out.push(fault(entry.span(), format!("`{key}` is no word")));
            }
            let one = entry.decode::<f64>().map(|number| vec![number]);
            let numbers = one.or_else(|_| entry.decode::<Vec<f64>>()).unwrap_or_default();
            if numbers.iter().any(|number| number.is_nan()) {
                out.push(fault(
                    entry.span(),
                    format!("the value of `{key}` is not a number"),
                ));
            }
        }
    }
    for table in ["inflections", "irregular", "superlatives"] {
        let entries = yaml.entries(table).unwrap_or_default();
        if table != "irregular" && entries.len() > ENDINGS {
            let why = format!("`{table}` has more than {ENDINGS} endings");
            out.push(fault(yaml.place(&[table]), why));
        }
        let long = entries.iter().find(|(_, entry)| entry.texts().len() > ENDINGS);
        if let Some((key, entry)) = long {
            let why = format!("`{key}` has more than {ENDINGS} forms");
            out.push(fault(entry.span(), why));
        }
    }
    out
}

/// Returns whether a text holds nothing but the signs of endings and other words.
fn blank(word: &str) -> bool {
    word.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '~' | '_' | '!'))
}

#[cfg(test)]
mod tests {
    use super::excess;
    use crate::project::Yaml;

    /// Returns what is said of a file of words, with the byte that each finding is about.
    fn said(text: &str) -> Vec<String> {
        let yaml = Yaml::parse("report/words.yaml", text).unwrap();
        let found = excess(&yaml, &["kin", "numbers", "shares", "sizes"]).into_iter();
        found
            .map(|one| format!("{}: {}", one.span().unwrap().start, one.message))
            .collect()
    }

    #[test]
    fn words_that_stand_for_nothing_or_for_everything_are_refused() {
        for (text, wanted) in [
            ("rise: [up, \"\"]", vec!["11: `` is no word"]),
            ("rise: [\"*\", \"up*\"]", vec!["7: `*` is no word"]),
            ("shares: {\"\": [99, 1]}", vec!["9: `` is no word"]),
            ("numbers: {\" ~\": 1}", vec!["10: ` ~` is no word"]),
            ("numbers: {x: .nan}", vec!["10: the value of `x` is not a number"]),
            ("sizes: {x: [1, .nan]}", vec!["8: the value of `x` is not a number"]),
            ("sizes: {x: [1, .inf]}", vec![]),
            ("kin: {a: [\"\"]}", vec!["10: `` is no word"]),
            ("inflections: {\"\": {present: [\"\"]}}", vec![]),
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
    }

    #[test]
    fn words_that_make_very_many_forms_are_refused() {
        let list = |count: usize| vec!["up"; count].join(", ");
        assert_eq!(said(&format!("rise: [{}]", list(20_000))), [""; 0]);
        assert_eq!(
            said(&format!("rise: [{}]", list(20_001))),
            ["0: the file has more than 20000 words"]
        );
        let long = "x".repeat(201);
        assert_eq!(
            said(&format!("rise: [{long}]")),
            ["7: a word has more than 200 bytes"]
        );
        let rule = format!("inflections: {{e: {{past: [{}]}}}}", list(101));
        assert_eq!(said(&rule), ["14: `e` has more than 100 forms"]);
    }

    #[test]
    fn the_words_of_english_pass() {
        assert_eq!(said(include_str!("../../templates/words/en.yaml")), [""; 0]);
    }
}
