//! The built-in templates: what each is for, and the values it receives.
//!
//! **In:** the embedded files. **Out:** a list, and the bytes of one.
//! **Guarantees:** the values are read from the templates themselves.

use crate::output::builtin;
use crate::output::builtin_under;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Folders whose files are no templates of outputs.
const OTHERS: &[&str] =
    &["ci/", "editor/", "manual/", "new/", "words/en.weights", "figures/"];

const ABOUT: &[(&str, &str)] = &[
    ("html/page.html", "the page of the report"),
    ("html/landing.html", "the page that leads to all of a publication"),
    ("html/style.css", "the style of the page"),
    ("html/script.js", "cards, downloads and search of the page"),
    ("html/card.html", "the card of a number"),
    ("html/claim.html", "the card of a claim"),
    ("html/finding.html", "a key finding"),
    ("html/figure.html", "a figure with its words and its table"),
    ("html/table.html", "a table"),
    ("html/editions.html", "the list of local editions"),
    ("html/editions.js", "the search in that list"),
    ("labels/en.ftl", "the words that outputs print by themselves, in English"),
    ("labels/cy.ftl", "the same words in Welsh"),
    ("words/en.yaml", "the words by which prose is held to the data, in English"),
    ("words/cy.yaml", "those of Welsh for directions and comparisons"),
    ("pdf/template.typ", "the look of the PDF: functions that the document calls"),
    ("diff/page.html", "the page of what changed"),
    ("diff/style.css", "its style"),
    ("diff/script.js", "its decisions and filters"),
    ("press/index.html", "the gallery of the press pack"),
    ("press/head.html", "the head that pages of the press pack share"),
    ("press/style.css", "the style of the gallery"),
    ("press/script.js", "the search of the gallery"),
    ("press/card.html", "the page of a figure in the press pack"),
    ("press/release.html", "the page of the news release in the press pack"),
    ("press/areas.html", "the sentences about every area"),
    ("press/embed.html", "a figure to embed in another page"),
    ("press/embed.css", "the style of an embedded figure"),
    ("press/press.typ", "the PDF of each figure in the press pack"),
    ("press/README.txt", "what lies in the press pack, in words"),
];

/// Returns the names of the built-in templates.
pub fn templates() -> impl Iterator<Item = &'static str> {
    builtin_under("")
        .map(|(name, _)| name)
        .filter(|name| !OTHERS.iter().any(|folder| name.starts_with(folder)))
}

/// Returns the bytes of a template.
pub fn template(name: &str) -> Option<&'static [u8]> {
    templates().find(|known| *known == name).and_then(builtin)
}

/// Returns the list of templates: what each is for and what it receives.
pub fn templates_list() -> String {
    let mut out = String::new();
    for name in templates() {
        let about = ABOUT.iter().find(|(known, _)| *known == name);
        let _ = writeln!(out, "{name}\n    {}", about.map_or("", |(_, about)| about));
        let values = received(name);
        if !values.is_empty() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let _ = writeln!(out, "    receives {}", values.join(", "));
        }
    }
    out.push_str("\n`reissue templates --copy NAME` copies one into `templates/` of the project.\n");
    out
}

/// The values that a Tera template prints or goes through, those of its own loops left out.
fn received(name: &str) -> BTreeSet<String> {
    let text = template(name).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let text = text.unwrap_or_default();
    // Typst has no such tags.
    if name.starts_with("pdf/") || name == "press/press.typ" {
        return BTreeSet::new();
    }
    let mut values = BTreeSet::new();
    let mut own: BTreeSet<&str> = BTreeSet::new();
    for piece in text.split("{%").skip(1) {
        let tag = piece.split("%}").next().unwrap_or_default();
        let mut words = tag.split_whitespace().skip_while(|word| *word == "-");
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("for"), Some(one), Some("in"), Some(many)) => {
                own.insert(one);
                values.insert(root(many));
            }
            (Some("set"), Some(one), ..) => {
                own.insert(one);
            }
            (Some("if" | "elif"), Some(one), ..) if one != "not" => {
                values.insert(root(one));
            }
            _ => {}
        }
    }
    for piece in text.split("{{").skip(1) {
        values.insert(root(piece.trim_start_matches('-').trim_start()));
    }
    let plain = |value: &&String| {
        !value.is_empty() && !own.contains(value.as_str()) && *value != "loop"
    };
    values.iter().filter(plain).cloned().collect()
}

/// The name before the first dot.
fn root(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::ABOUT;
    use super::templates;
    use super::templates_list;
    use std::collections::BTreeSet;

    #[test]
    fn every_built_in_template_is_described_and_no_other() {
        let there: BTreeSet<&str> = templates().collect();
        let described: BTreeSet<&str> = ABOUT.iter().map(|(name, _)| *name).collect();
        assert_eq!(there, described);
    }

    #[test]
    fn the_list_says_what_a_template_receives() {
        let list = templates_list();
        let wanted = "html/claim.html\n    the card of a claim\n    receives claim\n";
        assert!(list.contains(wanted), "{list}");
    }

    #[test]
    fn files_of_words_can_be_copied_and_weights_cannot() {
        for name in ["words/en.yaml", "words/cy.yaml"] {
            assert!(super::template(name).is_some(), "{name}");
        }
        assert!(super::template("words/en.weights").is_none());
    }
}
