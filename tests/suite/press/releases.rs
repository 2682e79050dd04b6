//! News releases as the first thing of a pack.

use crate::harness::Project;
use crate::press::declare;
use crate::press::pack;
use crate::press::press;

const RELEASE: &str = r#"
url: https://example.org/trees/
embargo: "2025-07-01T00:01+01:00"
documents:
  - id: news
    kind: news
    title: '{{ claim("grew_faster", "Trees grew faster where there was a scheme") }}'
    standfirst: '{{ claim("grew_faster", "The number of trees grew faster with a scheme") }}'
    audience: journalists
    chapters: [report/documents/news.md]
    contacts: [{role: Press, name: Press office, address: press@example.org}]
"#;

const TEXT: &str = "# What the report found\n\nDistricts with a planting scheme gained {{ stat(\"growth.planting\") }}.\n";

#[test]
fn a_news_release_comes_first_with_what_editors_need() {
    let project = Project::starter();
    project.file("report/documents/news.md", TEXT);
    declare(&project, RELEASE);
    let list = press(&project, &["--list"]).out;
    assert!(list.starts_with("news\trelease\tTrees grew faster where"), "{list}");
    press(&project, &["--for", "North desk"]);
    let folder = "press-embargoed-until-2025-07-01-0001-for-north-desk";
    let files = pack(&project, folder);
    let read = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let gallery = read("index.html");
    let (release, figures) =
        (gallery.find("id=\"releases\""), gallery.find("id=\"figures\""));
    assert!(release.is_some() && release < figures);
    for name in ["news.html", "news.txt", "news.md"] {
        let text = read(name);
        for said in [
            "EMBARGOED until 00:01 on Tuesday",
            "Copy for North desk",
            "The data in this report are made up",
            "press@example.org",
            "For editors: figures and facts",
            "30.3%",
        ] {
            assert!(
                text.replace(['\u{a0}', '\n'], " ").contains(said),
                "{name}: {said}: {text}"
            );
        }
        assert!(read("README.txt").contains("news.html, .txt, .md"));
    }
    let page = read("news.html");
    assert!(page.contains("<a href=\"index.html#trees_index\">"), "{page}");
    assert!(!page.contains("../../"), "{page}");
    let text = read("news.txt");
    // There is nothing at this address before the time.
    let link = "<https://example.org/trees/#figure-trees_index>";
    assert!(!text.contains("example.org/trees"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 72 || !line.trim().contains(' '))
    );
    let copied = press(&project, &["--copy-text", "news", "--for", "North desk"]).out;
    assert_eq!(copied, text);
    let lifted = [
        "news",
        "--format",
        "text",
        "-o",
        "-",
        "--lift",
        "--force",
        "--because",
        "leaked",
    ];
    let lifted = press(&project, &lifted).out;
    assert!(!lifted.contains("EMBARGOED") && lifted.contains(link), "{lifted}");
    let file = format!("{folder}/news.txt");
    let said = project.run(&["press", "--verify", &file]).out;
    assert!(said.contains("current: the news release `news` as text"), "{said}");
    assert!(said.contains("copy for North desk"), "{said}");
}
