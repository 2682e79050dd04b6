//! The text of a page of the manual as a part of a chapter: what is written for a terminal, for the weaver.
//!
//! **In:** Markdown as `explain` prints it. **Out:** the same in which no call is run, numbers are bound as those of the
//! program, and names of other pages are references.
//! **Guarantees:** code stays as it is, but where all of it is the name of a page.

/// Why a number of the manual comes from no data.
const BECAUSE: &str = "a number of the program, not of data";

/// Returns a section: its heading with an id, and its text, whose own headings are a level lower.
pub fn section(
    title: &str,
    anchor: &str,
    text: &str,
    known: &dyn Fn(&str) -> Option<String>,
) -> String {
    format!(
        "## {} {{#{anchor}}}\n\n{}\n\n",
        Spans::of(title, &|_| None),
        body(text, known)
    )
}

/// Returns the text of a page; `known` gives the anchor of what `explain` is asked for.
pub fn body(text: &str, known: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut words = String::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let mark = line.trim_start();
        let ticks = mark
            .get(..mark.len() - mark.trim_start_matches('`').len())
            .unwrap_or_default();
        match fence {
            None if ticks.len() >= 3 => {
                out += &Spans::of(&words, known);
                words.clear();
                out += &format!("{{% raw %}}{line}\n");
                fence = Some(ticks);
            }
            None => {
                let lower = if line.starts_with("##") { "#" } else { "" };
                words += &format!("{lower}{line}\n");
            }
            Some(open) => {
                out += line;
                let ends = mark == open;
                out += if ends { "{% endraw %}\n" } else { "\n" };
                fence = fence.filter(|_| !ends);
            }
        }
    }
    out + &Spans::of(&words, known)
}

/// A walk over words and code spans.
struct Spans<'a> {
    rest: &'a str,
    out: String,
}

impl<'a> Spans<'a> {
    fn of(text: &'a str, known: &dyn Fn(&str) -> Option<String>) -> String {
        let mut spans = Self { rest: text, out: String::new() };
        while let Some((words, after)) = spans.rest.split_once('`') {
            spans.words(words);
            let more = after.len() - after.trim_start_matches('`').len();
            let tick = "`".repeat(more + 1);
            let inner = after.get(more..).unwrap_or_default();
            let Some((code, after)) = inner.split_once(tick.as_str()) else { break };
            spans.code(code, &tick, known);
            spans.rest = after;
        }
        let last = spans.rest;
        spans.words(last);
        spans.out
    }

    /// Adds a code span, or a reference where it names a page.
    fn code(&mut self, code: &str, tick: &str, known: &dyn Fn(&str) -> Option<String>) {
        let asked = code.trim_start_matches("reissue ").strip_prefix("explain ");
        self.out += &match asked.and_then(known) {
            Some(anchor) => format!("{{{{ ref(\"{anchor}\", text=\"{code}\") }}}}"),
            None if code.contains(['{', '}']) => {
                format!("{{% raw %}}{tick}{code}{tick}{{% endraw %}}")
            }
            None => format!("{tick}{code}{tick}"),
        };
    }

    /// Adds words, with each number bound.
    fn words(&mut self, words: &str) {
        let mut rest = words;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
            let (before, token) = rest.split_at(start);
            let within =
                |c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '_' | '%');
            let end = token.find(within).unwrap_or(token.len());
            let whole = token.get(..end).unwrap_or_default();
            let whole = whole.trim_end_matches(['.', ',', '_']);
            let heading = before.ends_with('\n') && before.contains('#');
            let digits = whole.contains(char::is_numeric);
            let name = whole.starts_with(|c: char| c.is_ascii_alphabetic())
                && !whole.contains('.');
            let number = digits && !name && !heading;
            self.out += before;
            self.out += &if number {
                format!("{{{{ fixed(\"{whole}\", because=\"{BECAUSE}\") }}}}")
            } else {
                whole.to_owned()
            };
            rest = token.get(whole.len()..).unwrap_or_default();
        }
        self.out += rest;
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use super::section;

    fn known(name: &str) -> Option<String> {
        (name == "show").then(|| "page-show".to_owned())
    }

    #[test]
    fn numbers_are_bound_calls_are_not_run_and_pages_are_references() {
        let text =
            "Up to 5 keys, as `{{ stat(\"a\") }}`: see `explain show`, `explain me`.";
        let bound =
            "{{ fixed(\"5\", because=\"a number of the program, not of data\") }}";
        let wanted = format!(
            "Up to {bound} keys, as {{% raw %}}`{{{{ stat(\"a\") }}}}`{{% endraw %}}: see \
             {{{{ ref(\"page-show\", text=\"explain show\") }}}}, `explain me`.\n"
        );
        assert_eq!(body(text, &known), wanted);
    }

    #[test]
    fn code_stays_and_headings_are_a_level_lower() {
        let text = "## The words\n\n```yaml\nkeep: 12 # {{ x }}\n```\nafter";
        let wanted = "## Title {#page-a}\n\n### The words\n\n{% raw %}```yaml\nkeep: 12 # {{ x }}\n```{% endraw %}\nafter\n\n\n";
        assert_eq!(section("Title", "page-a", text, &known), wanted);
    }
}
