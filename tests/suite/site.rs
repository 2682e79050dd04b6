//! A publication of one page a chapter.

use crate::harness::Project;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The starter, as pages, with a document beside it.
fn site() -> BTreeMap<String, String> {
    let project = Project::starter();
    let declared = "html: {form: pages, landing: true}\ndocuments:\n  - {id: short, kind: summary, title: In short, chapters: [report/short.md]}\nedition:";
    project
        .replace("report/report.yaml", "edition:", declared)
        .file("report/short.md", "# In short\n\nSee {{ ref(\"trees_index\") }}.\n");
    let files = project.build_page();
    let again = project.run(&["build", "--html-only"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(project.outputs(), files);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    files.into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
}

fn values<'p>(page: &'p str, attribute: &str) -> BTreeSet<&'p str> {
    let pieces = page.split(attribute).skip(1);
    pieces.filter_map(|piece| piece.split('"').next()).collect()
}

#[test]
fn each_chapter_is_a_page_and_every_link_leads_to_what_it_names() {
    let files = site();
    let pages: BTreeMap<&String, &String> = files
        .iter()
        .filter(|(name, _)| name.rsplit('.').next() == Some("html"))
        .collect();
    let within = |name: &str| !name.contains('/') && name != "publication.html";
    let chapters: Vec<&String> =
        pages.keys().copied().filter(|name| within(name)).collect();
    assert!(chapters.len() > 3, "{chapters:?}");
    for (name, page) in &pages {
        for link in values(page, " href=\"") {
            if link.contains(':') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let up = file.matches("../").count();
            let folders: Vec<&str> = name.split('/').rev().skip(1 + up).collect();
            let mut path: Vec<&str> = folders.into_iter().rev().collect();
            path.push(file.trim_start_matches("../"));
            let path = if file.is_empty() { (*name).clone() } else { path.join("/") };
            let target = files.get(&path);
            assert!(target.is_some(), "{name} leads to {link}");
            let there =
                anchor.is_empty() || values(target.unwrap(), " id=\"").contains(anchor);
            assert!(there, "{name} leads to {link}");
        }
        // A page shows the cards of its own numbers, and of no others.
        let cards = values(page, "<div class=\"card\" id=\"");
        let links = values(page, " href=\"#");
        assert!(cards.is_subset(&links), "{name}: {cards:?}");
    }
    for name in &chapters {
        for other in &chapters {
            let link = format!("<a href=\"{other}");
            assert!(name == other || files[*name].contains(&link), "{name} to {other}");
        }
    }
    let short = &files["documents/short/index.html"];
    let figure =
        chapters.iter().find(|name| files[**name].contains("id=\"figure-trees_index\""));
    let link = format!("{}#figure-trees_index\"", figure.unwrap());
    assert!(short.contains(&link), "{link}: {short}");
}

#[test]
fn the_search_of_a_site_knows_every_page_and_its_policy_lets_no_other_script_in() {
    let files = site();
    let index = files["search.js"].strip_prefix("reissueSearch(").unwrap();
    let index: serde_json::Value =
        serde_json::from_str(index.trim_end().trim_end_matches(");")).unwrap();
    let pages = index["pages"].as_array().unwrap();
    let mut seen = BTreeSet::new();
    for text in index["texts"].as_array().unwrap() {
        let at = usize::try_from(text[0].as_u64().unwrap()).unwrap();
        let page = pages[at][0].as_str().unwrap();
        seen.insert(page);
        let ids = values(&files[page], " id=\"");
        assert!(ids.contains(text[1].as_str().unwrap()), "{page}: {text}");
    }
    assert_eq!(seen.len(), pages.len(), "{seen:?}");
    for page in &seen {
        let page = &files[*page];
        assert!(page.contains("'strict-dynamic'; style-src 'self'"));
        assert_eq!(page.matches("<script").count() - page.matches("ld+json").count(), 2);
    }
    assert!(!files["documents/short/index.html"].contains("strict-dynamic"));
}
