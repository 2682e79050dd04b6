//! What the page of a pack hands out from disk, where a browser opens a linked file instead of saving it:
//! texts, data and the picture of each figure that its main button names, within a script of their own.

use crate::model::brand::Bytes;
use crate::press::Files;
use std::collections::BTreeMap;

/// The file, beside the page that loads it.
pub(super) const NAME: &str = "downloads.js";

/// Endings of files that it holds; other pictures are too many.
const HELD: [&str; 5] = ["-social.png", ".csv", ".txt", ".md", ".json"];

/// Returns the script for a pack with its page.
pub(super) fn script(files: &Files) -> Vec<u8> {
    let page = files.get("index.html").map(|page| String::from_utf8_lossy(page));
    let page = page.unwrap_or_default();
    let linked = page.split("href=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('"')?;
        rest.starts_with(" download").then_some(name)
    });
    let held: BTreeMap<&str, String> = linked
        .filter(|name| HELD.iter().any(|ending| name.ends_with(ending)))
        .filter_map(|name| {
            Some((name, Bytes(files.get(name)?.as_slice().into()).base64()))
        })
        .collect();
    let held = serde_json::to_string_pretty(&held).unwrap_or_default();
    format!("window.downloads = {held};\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::Files;
    use super::script;

    #[test]
    fn what_the_page_links_for_saving_is_held_and_no_more() {
        let page = "<a href=\"a/a-social.png\" download>A</a> <a href=\"a/a-story.png\" download>B</a> \
                    <a href=\"a/card.html\">C</a> <a href=\"b.csv\">D</a> <a href=\"c.csv\" download>E</a>";
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let files = Files::from([
            file("index.html", page),
            file("a/a-social.png", "png"),
            file("a/a-story.png", "png"),
            file("b.csv", "b"),
            file("c.csv", "c"),
        ]);
        assert_eq!(
            String::from_utf8(script(&files)).unwrap(),
            "window.downloads = {\n  \"a/a-social.png\": \"cG5n\",\n  \"c.csv\": \"Yw==\"\n};\n"
        );
    }
}
