//! A comparison as a page and as a PDF.

use crate::comparing::catalogue::Edited;
use crate::comparing::catalogue::base;
use crate::comparing::catalogue::woven;
use crate::harness::Project;
use crate::harness::typst;
use reissue::make;
use reissue::model::signoff::Review;

fn page(change: impl FnOnce(&mut Edited)) -> String {
    let mut edited = Edited(base());
    change(&mut edited);
    let (old, new) = (woven("old", base()), woven("new", edited.0));
    let found = make::compare(&old, &new);
    let root = std::path::Path::new("nowhere");
    make::changes_page(root, &old, &new, &found, &Review::new()).unwrap()
}

fn count(page: &str, what: &str) -> usize {
    page.matches(what).count()
}

#[test]
fn the_page_shows_words_side_by_side_and_figures_before_and_now() {
    let page = page(|edited| {
        edited.replace(
            "report/chapters/2-claims.md",
            "the build stops",
            "the build ends",
        );
        edited.replace(
            "data/trees.csv",
            "D1,planting,2024,1109",
            "D1,planting,2024,1150",
        );
    });
    assert!(page.contains("<del>stops</del>") && page.contains("<ins>ends</ins>"));
    assert_eq!(count(&page, "<figure class=\"was\">"), 1);
    assert_eq!(count(&page, "<figure class=\"is\">"), 1);
    assert_eq!(count(&page, "class=\"pick-over\""), 1);
    assert!(page.contains("data-item=\"headline:growth.planting\""));
}

#[test]
fn the_page_asks_nothing_of_another_host_and_text_cannot_break_out_of_it() {
    let page = page(|edited| {
        edited.replace(
            "report/report.yaml",
            "title: Street trees",
            "title: '</script><script>alert(1)</script>'",
        );
        edited.replace("report/claims.yaml", "is: greater", "is: less");
    });
    for text in ["src=\"http", "href=\"http", "url(http", "@import", "<script>alert"] {
        assert_eq!(count(&page, text), 0, "{text}");
    }
    let (_, island) = page.split_once("id=\"review\" ").unwrap();
    let (_, island) = island.split_once('>').unwrap();
    let (island, _) = island.split_once("</script>").unwrap();
    let review: serde_json::Value = serde_json::from_str(island).unwrap();
    assert_eq!(review["claim:grew_faster"]["state"], "open");
}

#[test]
fn the_page_begins_with_what_changed_and_its_tools_are_folded() {
    let page = page(|edited| {
        edited.replace(
            "data/trees.csv",
            "D1,planting,2024,1109",
            "D1,planting,2024,1150",
        );
    });
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what}"));
    let tools =
        at("<details id=\"fold\">\n<summary>Filter, search and sign off</summary>");
    let [counts, items, causes, kinds] =
        ["<p class=\"counts\">", "<ol class=\"items\">", "id=\"causes\"", "id=\"kinds\""]
            .map(at);
    assert!(counts < tools && tools < items && items < causes && causes < kinds);
    assert!(tools < at("id=\"search\"") && at("id=\"download\"") < items);
}

#[test]
fn every_change_has_a_name_of_its_own_and_is_reached_by_keys() {
    let page = page(|edited| {
        edited.replace(
            "data/trees.csv",
            "D1,planting,2024,1109",
            "D1,planting,2024,1150",
        );
        edited.replace(
            "report/chapters/2-claims.md",
            "the build stops",
            "the build ends",
        );
        edited.replace("report/chapters/2-claims.md", "Write a digit", "Write a number");
    });
    let ids: Vec<&str> = page
        .split("<li class=\"item\" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(count(&page, "tabindex=\"0\" data-class"), 1);
    assert_eq!(count(&page, "tabindex=\"-1\" data-class"), ids.len() - 1);
}

#[test]
fn a_comparison_comes_as_a_pdf_through_typst() {
    let project = Project::starter();
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    project.replace("report/chapters/2-claims.md", "the build stops", "the build ends");
    let typst = typst();
    let typst = typst.to_string_lossy();
    let ran =
        project.run(&["diff", "old", ".", "--pdf", "changes.pdf", "--typst", &typst]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    // The figure that moved, before and now, side by side.
    let main = project.read(".reissue/typst/main.typ");
    let at = |what: &str| main.find(what).unwrap_or_else(|| panic!("{what}: {main}"));
    assert!(
        at("alt: \"Before: figure trees_index\"")
            < at("alt: \"Now: figure trees_index\"")
    );
    let bytes = std::fs::read(project.path().join("changes.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
}
