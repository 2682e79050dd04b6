//! What a page must say, whatever its template: the embargo, the notice, whom to ask.
//!
//! **In:** a publication and templates of the project's own.
//! **Out:** what a reader of the finished page would not find.
//! **Guarantees:** the page is rendered and read as a reader sees it, so that comments, conditions and
//! hidden elements do not count; it is rendered with an embargo and a contact, even if there are none yet.

use crate::model::diagnostic::Result;
use crate::model::document::Contact;
use crate::output::Publication;
use crate::output::html::Templates;
use crate::output::html::page;
use std::borrow::Cow;

/// Words that no author writes, by which texts are found again.
const MARKS: [(&str, &str); 3] =
    [("embargo", "qzembargoqz"), ("notice", "qznoticeqz"), ("contacts", "qzcontactqz")];

/// Returns which of the embargo, the notice and the contacts the page of these templates leaves out.
pub fn unsaid(
    publication: &Publication<'_>,
    templates: &Templates,
) -> Result<Vec<&'static str>> {
    let [(_, embargo), (_, notice), (_, contact)] = MARKS;
    let mut page = page(publication, templates);
    // The mark is at the end: a text that is cut off is left out, too.
    let marked = |text: &str, mark: &str| format!("{text} {mark}").trim().to_owned();
    page.embargo = marked(&page.embargo, embargo);
    page.notice = marked(&page.notice, notice);
    let mut contacts = page.contacts.to_vec();
    contacts.push(Contact {
        role: contact.to_owned(),
        name: contact.to_owned(),
        address: String::new(),
    });
    page.contacts = Cow::Owned(contacts);
    let seen = visible(&templates.pages.fill(&templates.page, &page)?).to_lowercase();
    let unsaid = MARKS.iter().filter(|(_, mark)| !seen.contains(mark));
    Ok(unsaid.map(|(name, _)| *name).collect())
}

/// Returns whether a reader of a page sees a text.
pub fn seen(page: &str, text: &str) -> bool {
    let plain = |text: &str| {
        ["&#39;", "&#x27;", "&apos;"]
            .iter()
            .fold(text.to_owned(), |text, spelt| text.replace(spelt, "'"))
            .replace("&quot;", "\"")
            .replace("&#x2F;", "/")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    plain(&visible(page)).contains(text)
}

/// Elements whose content no reader sees, or that are only seen once something is pressed.
const UNSEEN: [&str; 8] =
    ["head", "script", "style", "template", "noscript", "title", "textarea", "select"];

/// Elements without an end.
const VOID: [&str; 8] = ["img", "input", "br", "hr", "meta", "link", "source", "wbr"];

/// Returns the text of a page that is seen without doing anything.
fn visible(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    // The element that hides what is read now, and how many of its name are open.
    let mut hidden: Option<(String, usize)> = None;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if hidden.is_none() {
            out.push_str(text);
        }
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (inside, after) =
            tag.get(1..).and_then(|tag| tag.split_once('>')).unwrap_or_default();
        rest = after;
        let closes = inside.starts_with('/');
        let name: String = inside
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        hidden = match hidden {
            Some((by, 1)) if closes && by == name => None,
            Some((by, open)) if by == name => {
                Some((by, if closes { open - 1 } else { open + 1 }))
            }
            None if !closes
                && !VOID.contains(&name.as_str())
                && (UNSEEN.contains(&name.as_str()) || hides(inside)) =>
            {
                Some((name, 1))
            }
            same => same,
        };
    }
    if hidden.is_none() {
        out.push_str(rest);
    }
    out
}

/// Whether the attributes of an element hide it.
fn hides(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let flat: String = tag.chars().filter(|c| !c.is_whitespace()).collect();
    let attribute = |name: &str| {
        tag.split(|c: char| c.is_whitespace() || c == '/')
            .any(|part| part.split('=').next() == Some(name))
    };
    attribute("hidden")
        || [
            "display:none",
            "visibility:hidden",
            "opacity:0;",
            "opacity:0\"",
            "font-size:0",
        ]
        .iter()
        .any(|style| flat.contains(style))
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn only_what_a_reader_sees_is_read() {
        let page = "<head><title>a</title></head><p>b<!-- c > --></p><div hidden>d<div>e</div>f</div>\
            g<p style=\"display: none\">h</p>i<script>\"j\"</script><a href=\"k\">l</a>";
        assert_eq!(visible(page), "bgil");
    }
}
