//! Reports in other languages: no word of the program's own in the wrong one.

use crate::architecture::sources;
use crate::harness::Project;
use crate::harness::typst;
use crate::harness::unpacked;
use reissue::labels::Labels;
use std::collections::BTreeSet;

/// Words of no language: forms of files, signs of mathematics, names of programs and addresses.
const NEUTRAL: &[&str] = &[
    "cc",
    "csv",
    "df",
    "frame",
    "html",
    "https",
    "id",
    "json",
    "org",
    "pdf",
    "png",
    "sql",
    "svg",
    "utf",
    "statistics",
    "report",
    "yaml",
    "data",
    "trees",
    "welch",
    "satterthwaite",
    "max",
    "min",
];

/// A small report in Welsh, made of the starter project.
fn welsh() -> Project {
    let project = Project::starter();
    for path in ["2-claims", "3-data"] {
        project.remove(&format!("report/chapters/{path}.md"));
    }
    project.file(
        "report/report.yaml",
        r#"title: Coed stryd
subtitle: Adroddiad byr
edition: Argraffiad cyntaf
date: "2024-03-05"
language: cy
description: Adroddiad byr am goed.
authors:
  - {name: Swyddfa’r Coed, role: publisher}
notice: Data ffug yw’r data hyn.
licence: {name: CC0 1.0, url: "https://creativecommons.org/publicdomain/zero/1.0/"}
citation: Swyddfa’r Coed (2024) Coed stryd.
url: https://example.org/coed/
findings:
  - id: growth
    title: Coed
    text: 'Cododd nifer y coed {{ stat("growth.planting") }}, a {{ stat("growth.none") }}.'
    figure: trees_index
    numbers:
      - {stat: growth.planting, show: signed, label: gyda chynllun}
chapters: [report/chapters/1-numbers.md]
generated: [provenance, references]
documents:
  - id: crynodeb
    kind: summary
    title: Crynodeb o’r coed
    audience: cynghorwyr
    chapters: [report/documents/crynodeb.md]
"#,
    );
    project.file(
        "report/documents/crynodeb.md",
        "# Yn gryno\n\nCododd nifer y coed {{ stat(\"growth.planting\") }}.\n\n{{ figure(\"trees_index\") }}\n",
    );
    project.file(
        "report/quotations.yaml",
        "quotations:\n  cadeirydd: {words: Mae coed yn dda., role: Cadeirydd}\n  maer: {role: Maer}\n",
    );
    project.file(
        "report/chapters/1-numbers.md",
        r#"# Coed

Gweler {{ ref("trees_index") }}, {{ ref("growth") }} a {{ ref("adran") }}: {{ stat("growth.difference") }}
({{ stat("growth.difference", show="interval") }}, {{ stat("growth.difference", show="p") }}).[^n]
Tyfodd y coed {{ claim("grew_faster", "yn gynt") }}, ond $x^2 = \frac{1}{2}$.

[^n]: Troednodyn.

{{ figure("trees_index") }}

{{ figure("bars") }}

{{ table("growth") }}

> [!WARNING]
> Byddwch yn ofalus.

{{ quotation("cadeirydd") }}

{{ quotation("maer") }}

::: {.recommendation who="Y cyngor" when="Mai 2025" evidence="trees_index"}
Plannwch goed.
:::

::: {.box #blwch title="Cefndir"}
Testun.
:::

## Adran {#adran}

- [x] Un
- [ ] Dau
"#,
    );
    for (file, pairs) in [
        (
            "report/statistics.yaml",
            &[
                ("districts with a planting scheme", "ardaloedd gyda chynllun"),
                ("districts without one", "ardaloedd heb gynllun"),
                ("Change in street trees", "Newid yn y coed"),
                ("Street trees, index", "Coed, mynegai"),
                ("title: Districts", "title: Ardaloedd"),
            ] as &[_],
        ),
        (
            "report/figures.yaml",
            &[
                ("Trees grew faster where they were planted", "Tyfodd y coed yn gynt"),
                (
                    "Street trees, each district 2018 = 100, mean of districts, 2018 to 2024",
                    "Coed stryd, 2018 = 100, 2018 i 2024",
                ),
                ("Made-up survey of street trees", "Arolwg ffug"),
                ("With a scheme", "Gyda chynllun"),
                ("Without", "Heb gynllun"),
            ],
        ),
        (
            "report/tables.yaml",
            &[
                ("Change in street trees", "Newid yn y coed"),
                ("Mean of districts, 2018 to 2024", "Cymedr, 2018 i 2024"),
                ("head: Districts", "head: Ardaloedd"),
                ("label: Districts", "label: Ardaloedd"),
                ("label: Change", "label: Newid"),
                ("95% interval", "Cyfwng 95%"),
                ("With a planting scheme", "Gyda chynllun"),
                ("label: Without", "label: Heb gynllun"),
            ],
        ),
        (
            "report/claims.yaml",
            &[(
                "the number of trees grew faster in districts with a planting scheme",
                "tyfodd y coed yn gynt",
            )],
        ),
    ] {
        for (from, to) in pairs {
            project.replace(file, from, to);
        }
    }
    let bars = "  bars:\n    kind: bar\n    headline: Newid\n    subtitle: Canran\n    source: Arolwg\n    data: growth\n    x: scheme\n";
    let figures = project.read("report/figures.yaml");
    project.file("report/figures.yaml", format!("{figures}{bars}"));
    project
}

/// The words of a text, in small letters, without figures.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'')
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()))
        .map(|word| word.trim_matches(['’', '\'']).to_lowercase())
        .filter(|word| word.chars().count() > 1)
        .collect()
}

/// What a page shows and says, attributes for readers included.
fn said(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push('\n');
        let skipped = ["style", "script"].iter().find(|tag| {
            // In a workbook it is the beginning of other names.
            let after = rest[at + 1..].strip_prefix(**tag);
            after.is_some_and(|after| after.starts_with(['>', ' ']))
        });
        if let Some(tag) = skipped {
            let end = format!("</{tag}>");
            rest = &rest[at + rest[at..].find(&end).unwrap()..];
        } else {
            rest = &rest[at..];
        }
        let end = rest.find('>').unwrap();
        for name in ["aria-label", "alt", "placeholder", "title", "data-what"] {
            if let Some((_, value)) = rest[..end].split_once(&format!(" {name}=\"")) {
                out.push_str(value.split('"').next().unwrap());
                out.push('\n');
            }
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.replace("&#39;", "’").replace("&gt;", ">").replace("&lt;", "<")
}

/// The strings of a script, or of a source of Typst, without its code.
fn quoted(script: &str) -> String {
    script.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_report_in_welsh_has_no_word_that_its_author_did_not_write() {
    let project = welsh();
    let ran = project.run(&["build", "--typst", &typst().to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let cy = include_str!("../../templates/labels/cy.ftl");
    let mut known: BTreeSet<String> = words(cy);
    known.extend(NEUTRAL.iter().map(|word| (*word).to_owned()));
    for file in [
        "report/report.yaml",
        "report/statistics.yaml",
        "report/figures.yaml",
        "report/tables.yaml",
        "report/claims.yaml",
        "report/quotations.yaml",
        "report/chapters/1-numbers.md",
        "report/documents/crynodeb.md",
    ] {
        known.extend(words(&project.read(file)));
    }
    let unknown = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|word| !known.contains(word)).collect()
    };
    for page in ["out/index.html", "out/documents/crynodeb/index.html"] {
        assert_eq!(unknown(&said(&project.read(page))), [""; 0], "{page}");
    }
    for file in ["crynodeb.txt", "crynodeb.md"] {
        let text = project.read(&format!("out/documents/crynodeb/{file}"));
        let text = text.replace("canonical:", "").replace("audience:", "");
        let text = text.replace("title:", "").replace("date:", "").replace("lang:", "");
        let text = text.replace("kind: \"summary\"", "").replace("index.html", "");
        assert_eq!(unknown(&text), [""; 0], "{file}");
    }
    let page = project.read("out/index.html");
    for words in ["5 Mawrth 2024", "Ffigur 1.1", "Ffynhonnell:", "prawf t Welch"] {
        assert!(page.contains(words), "{words}");
    }
    let source = project.read(".reissue/typst/main.typ");
    for words in
        ["Prif ganfyddiadau", "Siart llinell", "5 Mawrth 2024", "Ffigur\\u{a0}1.1"]
    {
        let found = source.contains(words)
            || source.contains(&words.replace("\\u{a0}", "\u{a0}"));
        assert!(found, "{words}");
    }
    let template = project.read(".reissue/typst/template.typ");
    for words in ["[Cynnwys]", "[Ffynhonnell: #source]", "[Ffigur #(number)]"] {
        assert!(template.contains(words), "{words}");
    }
    assert!(!quoted(&source).contains("Key findings"));
}

/// A text without the code that frames a figure in a page.
fn without_code(text: &str) -> String {
    let mut pieces = text.split("<iframe");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| {
        out + piece.split_once("</iframe>").map_or("", |(_, after)| after)
    })
}

/// Words of a pack that are names: of its files, its commands, and the forms of them.
const OF_A_PACK: &[&str] = &[
    "alt",
    "areas",
    "caption",
    "card",
    "code",
    "column",
    "dark",
    "double",
    "downloads",
    "dpi",
    "embed",
    "facts",
    "file",
    "findings",
    "folder",
    "iframe",
    "index",
    "js",
    "metadata",
    "mm",
    "ods",
    "oembed",
    "press",
    "print",
    "px",
    "reissue",
    "sha",
    "single",
    "size",
    "social",
    "square",
    "story",
    "sums",
    "tables",
    "txt",
    "verify",
    "check",
    "zip",
    "example",
    "coed",
    "growth",
    "figure",
    "finding",
    "planting",
    "none",
    "tree",
    "trees",
    "bars",
    "index.html",
];

#[test]
fn a_press_pack_of_a_report_in_welsh_is_welsh_and_the_report_can_be_released() {
    let project = welsh();
    let report = project.read("report/report.yaml");
    let without = report.split("documents:").next().unwrap();
    let local = "press:\n  local:\n    - {id: twf, title: Coed, area: scheme, family: growth, \
                 rise: 'Yn {area} cododd nifer y coed {size}.', fall: 'Yn {area} gostyngodd y coed {size}.', level: 'Yn {area} ni newidiodd y coed.'}\n";
    let report = without.replace("language: cy", "language: cy\nguard: digits") + local;
    project.file("report/report.yaml", report);
    let ran = project.run(&["build", "--strict", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("alone, as declared"), "{}", ran.err);
    let ran = project.run(&["press", "--no-pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut known: BTreeSet<String> =
        words(include_str!("../../templates/labels/cy.ftl"));
    known.extend(NEUTRAL.iter().chain(OF_A_PACK).map(|word| (*word).to_owned()));
    for file in ["report", "statistics", "figures", "tables", "claims"] {
        known.extend(words(&project.read(&format!("report/{file}.yaml"))));
    }
    known.extend(words(&project.read("report/chapters/1-numbers.md")));
    // An address that a narrow picture has no room for is parted.
    let address = regex::Regex::new(r"#figure-\w+(\n+\w+)?").unwrap();
    let unknown = |text: &str| -> Vec<String> {
        let text = address.replace_all(text, "");
        words(&text).into_iter().filter(|word| !known.contains(word)).collect()
    };
    for (file, bytes) in project.files("press") {
        let text = String::from_utf8_lossy(&bytes);
        let text = match file.rsplit('.').next() {
            Some("html") => said(&text),
            Some("txt" | "csv") => text.into_owned(),
            Some("svg") => said(text.split("</metadata>").last().unwrap()),
            Some("ods") => {
                let parts = unpacked(&bytes);
                let content = String::from_utf8_lossy(&parts["content.xml"]);
                said(content.split("<office:body>").last().unwrap())
            }
            _ => continue,
        };
        assert_eq!(unknown(&without_code(&text)), [""; 0], "{file}");
    }
}

#[test]
fn words_in_another_language_are_marked_in_every_output_and_not_read_as_english() {
    let project = Project::starter();
    let chapter = project.read("report/chapters/1-numbers.md");
    project.file(
        "report/chapters/1-numbers.md",
        chapter
            + "\n\nIt is {{ lang(\"cy\", \"Cododd **caused** \" ~ stat(\"growth.planting\")) }} there.\n\n\
               ::: {.lang tag=\"fr-FR\"}\nLes arbres fell by {{ stat(\"growth.planting\") }}.\n:::\n",
    );
    project.file("report/documents/brief.md", "# Brief\n\nIn Welsh: {{ lang(\"cy\", \"coed\") }}.\n\n::: {.lang tag=cy}\nCoed.\n:::\n");
    project.replace(
        "report/report.yaml",
        "generated: [provenance]",
        "generated: [provenance]\ndocuments:\n  - {id: brief, kind: brief, title: Brief, chapters: [report/documents/brief.md]}",
    );
    let ran = project.run(&["build", "--strict", "--typst", &typst().to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = project.read("out/index.html");
    assert!(
        page.contains("It is <span lang=\"cy\">Cododd <strong>caused</strong> <a"),
        "{page}"
    );
    assert!(page.contains("<div lang=\"fr-FR\">\n<p>Les arbres fell by"), "{page}");
    let source = project.read(".reissue/typst/main.typ");
    assert!(source.contains("#text(lang: \"cy\")[#\"Cododd \";"), "{source}");
    assert!(source.contains("#text(lang: \"fr\", region: \"FR\")["), "{source}");
    let text = project.read("out/documents/brief/brief.txt");
    assert!(text.contains("In Welsh: coed.\n\nCoed."), "{text}");
    let markdown = project.read("out/documents/brief/brief.md");
    assert!(markdown.contains("In Welsh: <span lang=\"cy\">coed</span>."), "{markdown}");
    assert!(markdown.contains("<div lang=\"cy\">\n\nCoed.\n\n</div>"), "{markdown}");
}

#[test]
fn a_document_beside_the_report_has_a_language_of_its_own() {
    let project = Project::starter();
    project.replace(
        "report/report.yaml",
        "generated: [provenance]",
        "generated: [provenance]\ndocuments:\n  - {id: crynodeb, kind: summary, title: Crynodeb, language: cy, notice: Data ffug yw’r data., chapters: [report/documents/cy.md]}",
    );
    project.file(
        "report/documents/cy.md",
        "# Coed\n\nCododd y nifer {{ stat(\"growth.difference\") }}.\n\n{{ figure(\"trees_index\") }}\n",
    );
    let ran = project.run(&["build", "--typst", &typst().to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The figure has the words of the report.
    for said in [
        "warning[R0528]: the words of figure `trees_index` are in `en-GB`, and the document is in `cy`",
        "report/documents/cy.md:5:",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert!(project.read(".reissue/documents-cy/template.typ").contains("[Cynnwys]"));
    let own = project.read("out/documents/crynodeb/index.html");
    let whole = project.read("out/index.html");
    for (page, has, lacks) in [
        (&own, "Ffynhonnell:", "Source:"),
        (&own, "22.7\u{a0}pwynt canran", "percentage points"),
        (&own, "<html lang=\"cy\">", "Skip to"),
        (&own, "Siart llinell", "Line chart"),
        (&own, "Data ffug", "made up"),
        (&whole, "Source:", "Ffynhonnell:"),
        (
            &whole,
            "crynodeb/index.html\" lang=\"cy\" hreflang=\"cy\">Crynodeb</a>",
            ">Summary</a>",
        ),
        (&whole, "Line chart", "Siart llinell"),
    ] {
        assert!(page.contains(has), "{has}");
        assert!(!page.contains(lacks), "{lacks}");
    }
}

/// Calls of `say!` in the sources, each with its arguments: `say!("id", a = …, b = …)`.
fn calls(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut out = Vec::new();
    for piece in text.split("say!(").skip(1) {
        let piece = piece.trim_start();
        let Some(rest) = piece.strip_prefix('"') else { continue };
        let (id, rest) = rest.split_once('"').unwrap();
        let (mut depth, mut names, mut word) = (0_usize, BTreeSet::new(), String::new());
        let mut quoted = false;
        for (at, letter) in rest.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' if depth == 0 => break,
                ')' | '}' | ']' => depth -= 1,
                '=' if depth == 0 && !rest[at + 1..].starts_with(['=', '>']) => {
                    names.insert(word.trim().to_owned());
                }
                ',' if depth == 0 => word.clear(),
                _ if depth == 0 => word.push(letter),
                _ => {}
            }
        }
        out.push((id.to_owned(), names));
    }
    out
}

#[test]
fn every_message_that_is_said_is_in_every_language_with_its_arguments() {
    let (english, welsh) =
        (Labels::built_in("en").unwrap(), Labels::built_in("cy").unwrap());
    assert_eq!(english.ids(), welsh.ids());
    // A language may choose what it says by one of the arguments, without the others.
    let free = ["because-", "press-change-kind"];
    for id in english.ids() {
        let (own, theirs) = (english.arguments(&id), welsh.arguments(&id));
        assert!(theirs.iter().all(|name| own.contains(name)), "{id} of Welsh");
        let plural = theirs.len() < own.len() && own.contains(&"count".to_owned());
        assert!(
            own == theirs || plural || free.iter().any(|start| id.starts_with(start)),
            "{id} of Welsh"
        );
    }
    let ids: BTreeSet<String> = english.ids().into_iter().collect();
    let mut said = BTreeSet::new();
    let mut all = String::new();
    for (path, text) in sources() {
        if path.starts_with("labels/") {
            continue;
        }
        for (id, given) in calls(&text) {
            assert!(ids.contains(&id), "{path} says `{id}`, which is no message");
            let wanted: BTreeSet<String> = english.arguments(&id).into_iter().collect();
            assert_eq!(given, wanted, "{path}, `{id}`");
            said.insert(id);
        }
        all.push_str(&text);
    }
    for (path, bytes) in reissue::output::builtin_under("") {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if path.starts_with("labels/") {
            continue;
        }
        for message in text.split("@@").skip(1).step_by(2) {
            let mut parts = message.split('|');
            let id = parts.next().unwrap_or_default();
            if !id.starts_with(|c: char| c.is_ascii_lowercase()) {
                continue;
            }
            assert!(ids.contains(id), "{path} has `{id}`, which is no message");
            let given: BTreeSet<String> = parts
                .filter_map(|part| part.split_once('=').map(|(name, _)| name.to_owned()))
                .collect();
            let wanted: BTreeSet<String> = english.arguments(id).into_iter().collect();
            assert_eq!(given, wanted, "{path}, `{id}`");
            said.insert(id.to_owned());
        }
    }
    // Ids that are put together or looked up.
    let families = [
        "chart-",
        "stat-",
        "published-head-",
        "kind-",
        "math-",
        "block-",
        "field-",
        "gap-",
        "less-",
        "number-",
        "size-",
    ];
    for id in &ids {
        let family = families.iter().any(|family| id.starts_with(family));
        let named = all.contains(&format!("\"{id}\""));
        assert!(said.contains(id) || family || named, "nothing says `{id}`");
    }
}

#[test]
fn work_on_several_threads_goes_on_in_the_language_of_the_text() {
    // What these do on other threads prints no word.
    let silent = [
        "make/compare.rs",
        "make/last.rs",
        "make/mod.rs",
        "make/rows.rs",
        "make/staged.rs",
        "press/seal.rs",
        "narrative/prose/mod.rs",
        "narrative/style.rs",
        "narrative/works.rs",
    ];
    let stages = ["narrative/", "figure/", "diff/", "output/", "press/", "make/"];
    for (path, text) in sources() {
        let parallel = ["par_iter", "rayon::join", "rayon::spawn", "thread::scope"];
        let stage = stages.iter().any(|stage| path.starts_with(stage));
        if !stage || !parallel.iter().any(|call| text.contains(call)) {
            continue;
        }
        assert!(!text.contains("rayon::join"), "{path}: use labels::join");
        let hands_on = text.contains("labels::enter(");
        assert!(hands_on || silent.contains(&path.as_str()), "{path}");
    }
}

#[test]
fn a_project_brings_a_language_or_replaces_single_messages() {
    let project = Project::starter();
    project.replace(
        "report/report.yaml",
        "edition: First",
        "language: de\nedition: First",
    );
    let english = include_str!("../../templates/labels/en.ftl");
    let german = english
        .replace("number-decimal = .", "number-decimal = ,")
        .replace("number-group = ,", "number-group = .")
        .replace("source = Source:", "source = Quelle:")
        .replace("contents = Contents", "contents = Inhalt");
    project.file("templates/labels/de.ftl", german);
    let ran = project.run(&["build", "--typst", &typst().to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.err.contains("R0522"), "{}", ran.err);
    let page = project.read("out/index.html");
    for words in ["Quelle: Made-up", "Inhalt", "30,3%", "15 January 2025"] {
        assert!(page.contains(words), "{words}");
    }
    project.file("templates/labels/de.ftl", "source = Herkunft:\n");
    let ran = project.run(&["build", "--typst", &typst().to_string_lossy()]);
    assert!(
        ran.err.contains(
            "warning[R0522]: `templates/labels/de.ftl` has no `number-decimal`, "
        ),
        "{}",
        ran.err
    );
    // What changes in the file is seen.
    assert!(project.read("out/index.html").contains("Herkunft: Made-up"));
}

#[test]
fn names_are_ordered_as_the_language_orders_them() {
    let order = |language: &str| {
        let _within = reissue::labels::enter(&Labels::with(language, None).0);
        let mut names = [
            "Lwc", "Llan", "Édith", "Zoe", "Dyfed", "Ddol", "Edwin", "Area 10", "Area 9",
        ];
        names.sort_by(|a, b| reissue::labels::compare(a, b));
        names
    };
    assert_eq!(order("en-GB")[..4], ["Area 10", "Area 9", "Ddol", "Dyfed"]);
    assert_eq!(order("en-GB")[4..], ["Édith", "Edwin", "Llan", "Lwc", "Zoe"]);
    assert_eq!(
        order("cy")[2..],
        ["Dyfed", "Ddol", "Édith", "Edwin", "Lwc", "Llan", "Zoe"]
    );
}
