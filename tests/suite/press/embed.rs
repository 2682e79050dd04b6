//! Pages to frame.

use crate::press::built;
use crate::press::declare;
use crate::press::press;

#[test]
fn an_embed_needs_no_script_and_its_oembed_has_what_the_specification_asks() {
    let project = built();
    declare(&project, "url: https://example.org/trees/");
    press(&project, &[]);
    let page = project.read("press/trees_index/embed.html");
    assert!(!page.contains("<script"));
    // A strict policy refuses styles within a page, and a frame without its look shows all widths.
    assert!(!page.contains("<style") && !page.contains(" style=\""));
    let style = project.read("press/trees_index/embed.css");
    assert!(style.contains("prefers-color-scheme"));
    // On an article of any colour it has a ground of its own.
    assert!(style.contains("html, body { margin: 0; background: var(--c-ground, #fff);"));
    assert!(page.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
    // A frame within the frame, which is sandboxed, is refused by every policy that names who may frame it.
    assert!(!page.contains("<iframe"));
    assert!(page.contains("Published on 15 January 2025: First edition"));
    let text = project.read("press/trees_index/oembed.json");
    let oembed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(oembed["version"], "1.0");
    assert_eq!(oembed["type"], "rich");
    let html = oembed["html"].as_str().unwrap();
    assert!(html.starts_with(
        "<iframe src=\"https://example.org/trees/press/trees_index/embed.html\""
    ));
    assert!(html.contains(" sandbox=\""));
    for side in ["width", "height", "thumbnail_width", "thumbnail_height"] {
        assert!(oembed[side].is_u64(), "{side}");
    }
    assert!(oembed["thumbnail_url"].is_string());
}
