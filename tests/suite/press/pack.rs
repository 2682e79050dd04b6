//! A pack: what is in it, its bytes, its copies.

use crate::harness::Project;
use crate::harness::typst;
use crate::press::built;
use crate::press::bytes;
use crate::press::ends;
use crate::press::pack;
use crate::press::press;

#[test]
fn a_pack_holds_every_figure_and_finding_with_the_notice_and_the_edition() {
    let project = built();
    press(&project, &[]);
    for file in [
        "press/trees_index/caption.txt",
        "press/trees_index/metadata.json",
        "press/trees_index/card.html",
        "press/findings/growth.txt",
        "press/facts.json",
        "press/index.html",
        "press/README.txt",
    ] {
        assert!(
            project.read(file).contains("The data in this report are made up."),
            "{file}"
        );
    }
    // The notice and the edition stand inside every picture, line by line.
    for size in ["social", "card", "square", "story", "column-dark", "print-single"] {
        let svg = project.read(&format!("press/trees_index/trees_index-{size}.svg"));
        let drawing = svg.split("</metadata>").nth(1).unwrap();
        // Lines break where they have to.
        let texts = drawing.split("</text>").filter_map(|text| text.rsplit('>').next());
        let drawing = texts.collect::<Vec<_>>().join(" ");
        assert!(drawing.contains("made up."), "{size}");
        assert!(drawing.contains("First edition"), "{size}");
        assert!(drawing.contains("Source: Made-up survey"), "{size}");
    }
    let facts = project.read("press/facts.json");
    assert!(facts.contains("\"printed\": \"23.0% to 37.6% (95%)\""));
    assert!(
        facts.contains(
            "(Your organisation, Street trees, First edition, 15 January 2025)"
        )
    );
}

#[test]
fn a_picture_has_exactly_the_size_asked_for() {
    let project = built();
    for (size, want) in [
        ("social", (1200, 628)),
        ("card", (800, 418)),
        ("square", (1080, 1080)),
        ("story", (1080, 1920)),
        ("slide", (1920, 1080)),
        ("portrait", (1080, 1350)),
    ] {
        let args = ["trees_index", "--format", "png", "--size", size, "-o", "one.png"];
        press(&project, &args);
        assert_eq!(measured(&bytes(&project, "one.png")), want, "{size}");
    }
    for (size, width) in [("column", 600), ("print-single", 1004), ("print-double", 2055)]
    {
        let args = ["trees_index", "--format", "png", "--size", size, "-o", "one.png"];
        press(&project, &args);
        assert_eq!(measured(&bytes(&project, "one.png")).0, width, "{size}");
    }
}

#[test]
fn what_is_for_paper_is_light_in_a_pack_and_dark_where_one_asks_for_it() {
    let project = built();
    press(&project, &[]);
    let pack = project.path().join("press/trees_index");
    for file in ["print-double.png", "print-double.svg", "story-dark.png"] {
        assert!(pack.join(format!("trees_index-{file}")).exists(), "{file}");
    }
    for file in ["print-single-dark.svg", "print-double-dark.png"] {
        assert!(!pack.join(format!("trees_index-{file}")).exists(), "{file}");
    }
    let page = project.read("press/index.html");
    assert!(page.contains(r#"data-size="print-double" data-tone="light""#));
    assert!(!page.contains(r#"data-size="print-double" data-tone="dark""#));
    let dark = ["--size", "print-double", "--tone", "dark", "-o", "one.png"];
    press(&project, &[&["trees_index", "--format", "png"], dark.as_slice()].concat());
    let told = press(&project, &["--verify", "one.png"]);
    assert!(told.out.contains("current"), "{}", told.out);
}

#[test]
fn a_size_that_no_pack_holds_is_made_where_one_asks_for_it_and_known_again() {
    let project = built();
    press(&project, &[]);
    let names = pack(&project, "press");
    let page = project.read("press/index.html");
    let readme = project.read("press/README.txt");
    for size in ["slide", "portrait"] {
        assert!(!names.keys().any(|name| name.contains(&format!("-{size}."))), "{size}");
        assert!(!page.contains(&format!("\"{size}\"")), "{size}");
        assert!(!readme.contains(&format!("  {size}: ")), "{size}");
        let file = format!("one-{size}.png");
        let args = ["trees_index", "--format", "png", "--size", size, "-o", &file];
        press(&project, &args);
        let told = press(&project, &["--verify", &file]);
        assert_eq!(
            told.out,
            format!("{file}: current: figure 1.1 of First edition, 15 January 2025\n")
        );
        // Without its record it is found among all pictures.
        let (pixels, _) = reissue::figure::decode(&bytes(&project, &file)).unwrap();
        project.file(&file, reissue::figure::encode(&pixels, &[]).unwrap());
        let told = press(&project, &["--verify", &file]);
        let known =
            format!("{file}: current: its pixels are those of trees_index-{size}, ");
        assert!(told.out.starts_with(&known), "{}", told.out);
    }
}

#[test]
fn a_story_keeps_clear_of_the_controls_that_are_laid_over_it() {
    let project = built();
    let args = ["trees_index", "--format", "svg", "--size", "story", "-o", "one.svg"];
    press(&project, &args);
    let svg = project.read("one.svg");
    let number = |text: &str, end: char| text.split(end).next().unwrap().parse::<f64>();
    let height = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split_once(' ').unwrap().1;
    let pixels = 1920.0 / number(height, '"').unwrap();
    let texts = svg.split("<text ").skip(1);
    let lines: Vec<f64> = texts
        .map(|text| number(text.split(" y=\"").nth(1).unwrap(), '"').unwrap() * pixels)
        .collect();
    assert!(lines.len() > 10);
    assert!(lines.iter().all(|line| (250.0..=1670.0).contains(line)), "{lines:?}");
}

fn measured(png: &[u8]) -> (u32, u32) {
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (side(16), side(20))
}

#[test]
fn a_pack_is_the_same_bytes_each_time_and_says_so() {
    let project = built();
    press(&project, &[]);
    let first = pack(&project, "press");
    press(&project, &["--to", "kit.zip"]);
    press(&project, &[]);
    assert_eq!(pack(&project, "press"), first);
    assert_eq!(bytes(&project, "kit.zip"), first["press-kit.zip"]);
    for name in ["press", "kit.zip"] {
        let ran = project.run(&["verify", name]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let last = ran.out.lines().last().unwrap();
        assert!(last.starts_with("whole: "), "{last}");
    }
}

#[test]
fn a_pack_that_was_touched_is_found_out() {
    let project = built();
    press(&project, &[]);
    project.replace("press/facts.json", "30.3", "31.3");
    project.remove("press/trees_index/alt.txt");
    project.file("press/extra.txt", "more");
    let ran = project.run(&["verify", "press"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told: Vec<&str> = ran.out.lines().skip(2).collect();
    assert_eq!(
        told,
        ["altered facts.json", "missing trees_index/alt.txt", "added extra.txt"]
    );
    // A list made anew has another seal.
    let ran = project.run(&["verify", "press/press-kit.zip", "--seal", "00"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .ends_with("the seal is another: this is not the pack that was handed out\n")
    );
    let ran = project.run(&["verify", "data"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0705]: this is no press pack: manifest.json is missing\n |\n = help: name a folder or a .zip that `reissue press` wrote\n\n1 error\n"
    );
}

#[test]
fn every_pdf_of_a_pack_is_made_in_one_run_and_is_tagged() {
    let project = built();
    let typst = typst();
    let ran = project.run(&["press", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = pack(&project, "press");
    let pdfs: Vec<&String> = files.keys().filter(|name| ends(name, "pdf")).collect();
    // Nobody prints the pixels of a screen.
    assert_eq!(
        pdfs,
        [
            "trees_index/card.pdf",
            "trees_index/trees_index-print-double.pdf",
            "trees_index/trees_index-print-single.pdf",
        ]
    );
    let page = project.read("press/index.html");
    for name in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(!ends(name, "pdf") || files.contains_key(name), "{name}");
    }
    assert!(
        project.read("press/README.txt").contains(
            ".svg beside it;\n                          .pdf at the sizes for paper: print-single, print-double\n"
        )
    );
    for name in pdfs {
        assert!(files[name].starts_with(b"%PDF"), "{name}");
        let text = String::from_utf8_lossy(&files[name]);
        assert!(text.contains("/StructTreeRoot"), "{name}");
    }
    let verdict = project.run(&["press", "--verify", "press/trees_index/card.pdf"]);
    assert_eq!(
        verdict.out,
        "press/trees_index/card.pdf: unknown: it says that it is figure 1.1 of First edition, 15 January 2025; what a PDF draws is not checked: compare it with the PNG, or check its pack with `reissue verify`\n"
    );
}

#[test]
fn each_recipient_has_a_marked_copy_and_stands_in_the_list() {
    let project = built();
    press(&project, &["--for", "North desk", "--for", "=South desk", "-o", "kit.zip"]);
    let list = project.read("kit-access.csv");
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows[0], "recipient,pack,seal");
    assert!(
        rows[1].starts_with("\"'=South desk\",\"kit-for-south-desk.zip\","),
        "{list}"
    );
    assert!(rows[2].starts_with("\"North desk\",\"kit-for-north-desk.zip\","), "{list}");
    let ran = project.run(&["verify", "kit-for-north-desk.zip"]);
    assert!(ran.out.contains("copy for North desk\n"), "{}", ran.out);
}

#[test]
fn whose_copy_it_is_stands_at_the_top_of_a_pack() {
    let project = built();
    press(&project, &["--for", "North desk"]);
    let folder = "press-for-north-desk";
    let readme = project.read(&format!("{folder}/README.txt"));
    let top: Vec<&str> = readme.lines().take(5).collect();
    assert!(top.contains(&"Copy for North desk."), "{readme}");
    let page = project.read(&format!("{folder}/index.html"));
    let header = page.split("<h1>").next().unwrap();
    assert!(header.contains("Copy for North desk"), "{header}");
}

#[test]
fn a_pack_says_what_changed_since_another_edition() {
    let project = built();
    std::fs::rename(project.path().join("out"), project.path().join("first")).unwrap();
    project.replace("report/report.yaml", "First edition", "Second edition");
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1150");
    let ran = project.run(&["build", "--html-only", "--draft"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = project.run(&["press", "trees_index", "--format", "post"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error[R0702]: `out` is a draft, and its statements need not hold\n |\n = help: mend what does not hold, and build without `--draft`\n\n1 error\n"
        )
    );
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    press(&project, &["--since", "first"]);
    let page = project.read("press/index.html");
    assert!(page.contains("What changed since First edition, 15 January 2025"));
    assert!(page.contains("Changed since First edition"), "{page}");
    let embed = project.read("press/trees_index/embed.html");
    assert!(
        embed.contains("Revised on 15 January 2025: Second edition, figures changed")
    );
}

#[test]
fn words_and_data_go_to_the_standard_output() {
    let project = built();
    let out = |args: &[&str]| {
        let mut all = vec!["press"];
        all.extend_from_slice(args);
        let ran = project.run(&all);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        ran.out
    };
    assert_eq!(
        out(&["--list"]).lines().next().unwrap(),
        "trees_index\tfigure\tTrees grew faster where they were planted"
    );
    assert_eq!(
        out(&["--list", "GREW", "trees"]),
        "trees_index\tfigure\tTrees grew faster where they were planted\n"
    );
    assert_eq!(
        out(&["--list", "GREW", "trees", "--message-format", "json"]),
        "{\"id\":\"trees_index\",\"kind\":\"figure\",\"title\":\"Trees grew faster where they were planted\"}\n"
    );
    let ran = project.run(&["press", "--list", "%"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error[R0702]: `%` has no letter or digit to look for\n |\n = help: name a word or a number, such as `41%`; `reissue press --list` alone tells all\n\n1 error\n"
        )
    );
    let ran = project.run(&["press", "--list", "jobs"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error[R0702]: no figure, finding or news release matches `jobs`\n |\n = help: use fewer or other words; `reissue press --list` alone tells all\n\n1 error\n"
        )
    );
    let text = out(&["trees_index", "--copy-text"]);
    for title in
        ["Caption", "Alternative text", "May be quoted as", "Cite as", "To embed"]
    {
        assert!(text.lines().any(|line| line == title), "{title}");
    }
    assert!(out(&["growth", "--format", "quote"]).starts_with('“'));
    assert!(out(&["trees_index", "--format", "svg", "-o", "-"]).starts_with("<svg"));
    let ran =
        project.run(&["press", "trees_index", "--format", "svg", "--size", "socail"]);
    assert_eq!(
        ran.err.lines().next().unwrap(),
        "error[R0702]: there is no size `socail`"
    );
}

#[test]
fn an_unknown_figure_and_a_missing_edition_are_said() {
    let project = Project::starter();
    let ran = project.run(&["press"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with(
            "error[R0701]: cannot read the edition `out`: edition.json is missing\n"
        ),
        "{}",
        ran.err
    );
    project.build_page();
    let ran = project.run(&["press", "--no-pdf", "tree_index"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0702]: there is no figure, finding or news release `tree_index`\n |\n = help: did you mean `trees_index`? the figures, findings and news releases are `trees_index`, `growth`\n\n1 error\n"
    );
}
