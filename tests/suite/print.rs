//! Page and PDF say the same: every kind of text in every kind of block, tables and charts taller than a page,
//! and words too long for their line.

use crate::harness::Project;
use crate::harness::typst;
use reissue::figure::letters::missing_in_print;
use std::collections::BTreeMap;
use std::process::Command;

const CHAPTER: &str = "report/chapters/2-claims.md";

/// Builds a project with the real typst; returns the page and the text of the PDF.
fn built(project: &Project) -> (String, String) {
    let typst = typst();
    let ran = project.run(&["build", "--typst", typst.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (project.read("out/index.html"), text(project, &[]))
}

/// Returns the text of the PDF as `pdftotext` reads it.
fn text(project: &Project, options: &[&str]) -> String {
    let pdf = project.path().join("out/report.pdf");
    let ran = Command::new("pdftotext").args(options).arg(pdf).arg("-").output();
    // `pdftotext` is of poppler-utils.
    let ran = ran.unwrap();
    assert!(ran.status.success());
    // A word that was broken over two lines is one word.
    String::from_utf8(ran.stdout).unwrap().replace("\u{ad}\n", "").replace('\u{ad}', "")
}

/// A chapter whose pieces each have a word of their own.
#[derive(Default)]
struct Chapter {
    count: usize,
    notes: Vec<String>,
}

impl Chapter {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("x{}q", self.count)
    }

    /// A line with every kind of text.
    fn line(&mut self) -> String {
        let words: Vec<String> = (0..13).map(|_| self.word()).collect();
        let [a, b, c, d, e, f, g, h, i, j, k, l, m] = words.try_into().unwrap();
        format!(
            "{a} *{b}* **{c}** ~~{d}~~ `{e} # $ \\ \"` [{f}](https://example.org/) *{g} **{h}*** \
             <https://example.org> {i} {{{{ fixed(\"{j}\", because=\"a test\") }}}} \\* & < > # $ @ _ \" \\\\ \
             {{{{ claim(\"grew_faster\", \"{k}\") }}}} {{{{ ref(\"figure:trees_index\", text=\"{l}\") }}}} {m}"
        )
    }

    /// Every kind of block that holds no other.
    fn leaf(&mut self, sort: usize) -> Vec<String> {
        match sort {
            0 => vec![self.line()],
            1 => {
                let (a, b) = (self.word(), self.word());
                vec![
                    "```rust".to_owned(),
                    a,
                    String::new(),
                    format!("\t{b}"),
                    "```".to_owned(),
                ]
            }
            2 => {
                let (a, b, c) = (self.word(), self.word(), self.word());
                let row = format!("| {c} | {} |", self.line());
                vec![format!("| {a} | {b} |"), "|:-:|---|".to_owned(), row]
            }
            _ => vec!["---".to_owned()],
        }
    }

    /// A block around others.
    fn within(&mut self, sort: usize, inner: &[String]) -> Vec<String> {
        let indented = |first: &str, rest: &str| -> Vec<String> {
            let line = |(at, line): (usize, &String)| match (at, line.is_empty()) {
                (0, _) => format!("{first}{line}"),
                (_, true) => rest.trim_end().to_owned(),
                (_, false) => format!("{rest}{line}"),
            };
            inner.iter().enumerate().map(line).collect()
        };
        let more = self.word();
        match sort {
            0 => [indented("- ", "  "), vec![format!("- {more}")]].concat(),
            1 => [indented("3. ", "   "), vec![String::new(), format!("4. {more}")]]
                .concat(),
            2 => {
                [indented("> ", "> "), vec![">".to_owned(), format!("> {more}")]].concat()
            }
            3 => [
                vec!["> [!WARNING]".to_owned(), format!("> {more}"), ">".to_owned()],
                indented("> ", "> "),
            ]
            .concat(),
            4 => [vec![more, String::new()], indented(": ", "  ")].concat(),
            5 => [vec![format!("- [x] {more}"), String::new()], indented("  ", "  ")]
                .concat(),
            _ => {
                let note = format!("n{}", self.notes.len());
                let text = [
                    vec![format!("[^{note}]: {}", self.word()), String::new()],
                    indented("    ", "    "),
                ];
                self.notes.push(text.concat().join("\n"));
                vec![format!("{more} [^{note}] and again[^{note}]")]
            }
        }
    }
}

/// Returns the text of a page's main part, a space for each tag.
fn shown(page: &str) -> String {
    let main = &page[page.find("<main").unwrap()..page.find("</main>").unwrap()];
    regex::Regex::new("<[^>]*>").unwrap().replace_all(main, " ").into_owned()
}

/// How often each word of a chapter stands in a text.
fn counts(text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| word.starts_with('x') && word.ends_with('q')) {
        *out.entry(word.to_owned()).or_default() += 1;
    }
    out
}

#[test]
fn every_kind_of_text_in_every_kind_of_block_reaches_page_and_pdf() {
    let mut chapter = Chapter::default();
    let mut text = "# All\n".to_owned();
    for level in ["##", "###", "####", "#####"] {
        text.push_str(&format!("\n{level} {} {}\n", chapter.word(), chapter.line()));
    }
    for leaf in 0..4 {
        for inner in 0..6 {
            for outer in 0..7 {
                let block = chapter.leaf(leaf);
                let block = chapter.within(inner, &block);
                let block = chapter.within(outer, &block);
                // What ends one list and begins the next.
                text.push_str(&format!("\nThen.\n\n{}\n", block.join("\n")));
            }
        }
    }
    for note in &chapter.notes {
        text.push_str(&format!("\n{note}\n"));
    }
    let project = Project::starter();
    project.file(CHAPTER, text);
    let (page, pdf) = built(&project);
    let (page, pdf) = (counts(&shown(&page)), counts(&pdf));
    let all: Vec<String> = (1..=chapter.count).map(|at| format!("x{at}q")).collect();
    let lost: Vec<&String> =
        all.iter().filter(|word| !page.contains_key(*word)).collect();
    assert!(lost.is_empty(), "the page lacks {lost:?}");
    let lost: Vec<&String> = all.iter().filter(|word| !pdf.contains_key(*word)).collect();
    assert!(lost.is_empty(), "the PDF lacks {lost:?}");
    for (word, count) in &page {
        assert!(
            pdf[word] >= *count,
            "{word} is {count} times on the page, {} in the PDF",
            pdf[word]
        );
    }
}

/// A project of one frame with its words in `chapter` and a table and a chart of all rows.
fn areas(rows: usize, words: &str) -> Project {
    let project = Project::starter();
    let row = |at: usize| format!("y{at}q,{words},{}\n", 1000 + at);
    let data: String = (0..rows).map(row).collect();
    project.file("data/d.csv", format!("k,w,n\n{data}"));
    project.replace(
        "data/datapackage.yaml",
        "resources:\n",
        "resources:\n  - name: d\n    path: d.csv\n    schema:\n      fields:\n        - {name: k, type: string}\n        \
         - {name: w, type: string}\n        - {name: n, type: integer}\n",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  tall: {kind: level, frame: d, measure: n, summary: total, by: [k], title: Trees}\n",
    );
    project.replace(
        "report/figures.yaml",
        "figures:\n",
        "figures:\n  tall: {kind: bar, headline: Trees, subtitle: Trees, source: S, data: tall, x: k}\n",
    );
    project.replace(
        "report/tables.yaml",
        "tables:\n",
        "tables:\n  tall:\n    title: Areas\n    subtitle: Trees\n    source: S\n    frame: d\n    columns:\n      \
         - {label: Area, column: k}\n      - {label: Words, column: w}\n      - {label: Trees, column: n}\n",
    );
    project
}

/// Returns the rows whose name is no word of its own in the text.
fn missing(pdf: &str, rows: usize) -> Vec<String> {
    let words: Vec<&str> = pdf.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    (0..rows)
        .map(|at| format!("y{at}q"))
        .filter(|name| !words.contains(&name.as_str()))
        .collect()
}

#[test]
fn tables_taller_than_a_page_print_all_rows_within_the_page() {
    for rows in [20, 32, 36, 70] {
        let project = areas(
            rows,
            "A sentence of so many words that it needs two lines in its column and then one more whatever the width that it is given by the page",
        );
        project.file(CHAPTER, "# Tall\n\nText.\n\n{{ table(\"tall\") }}\n\nText.\n");
        let (_, _) = built(&project);
        // What lies over the foot of a page is in the text and not on the page.
        let pdf = text(&project, &["-x", "0", "-y", "70", "-W", "600", "-H", "705"]);
        assert_eq!(missing(&pdf, rows), [] as [String; 0], "of {rows}");
        assert!(pdf.matches("Words").count() > rows / 36, "the head is repeated");
    }
}

#[test]
fn charts_taller_than_a_page_print_all_bars_within_the_page() {
    for rows in [30, 45, 100] {
        let project = areas(rows, "w");
        project.file(CHAPTER, "# Tall\n\nText.\n\n{{ figure(\"tall\") }}\n\nText.\n");
        let (_, _) = built(&project);
        let pdf = text(&project, &["-x", "0", "-y", "70", "-W", "600", "-H", "705"]);
        assert_eq!(missing(&pdf, rows), [] as [String; 0], "of {rows}");
    }
}

#[test]
fn bookmarks_part_numbers_from_words_no_page_is_blank_and_the_back_page_is_last() {
    let project = Project::starter();
    project.file(CHAPTER, "# Two\n\nText.\n\n## Detail\n\nText.\n\n::: {.back-page title=\"The publisher\"}\nAn address.\n:::\n");
    let _ = built(&project);
    let outline = Command::new("pdftohtml")
        .args(["-xml", "-i", "-stdout"])
        .arg(project.path().join("out/report.pdf"))
        .output()
        .unwrap();
    let outline = String::from_utf8(outline.stdout).unwrap();
    assert!(outline.contains(">2 Two</item>"), "{outline}");
    assert!(outline.contains(">2.1 Detail</item>"), "{outline}");
    let pages = text(&project, &["-y", "70", "-x", "0", "-W", "600", "-H", "705"]);
    let empty = pages.split('\u{c}').filter(|page| page.trim().is_empty()).count();
    assert_eq!(empty, 1, "only what follows the last page");
    let last = pages.trim_end_matches('\u{c}').rsplit('\u{c}').next().unwrap_or_default();
    assert_eq!(
        last.split_whitespace().collect::<Vec<_>>().join(" "),
        "The publisher An address."
    );
}

#[test]
fn missing_values_print_the_publishers_marker_with_its_meaning_and_tables_hold_values() {
    let project = areas(0, "");
    project.file("data/d.csv", "k,w,n\na,1,1500\nb,2,[c]\nc,3,..\nd,4,\n");
    project.replace(
        "data/datapackage.yaml",
        "path: d.csv\n    schema:\n",
        "path: d.csv\n    schema:\n      missingValues: [\"\", \"[c]\", {value: \"..\", label: not collected}]\n",
    );
    project.file(CHAPTER, "# Gaps\n\nText.\n\n{{ table(\"tall\") }}\n");
    let (page, pdf) = built(&project);
    assert_eq!(
        project.read("out/tables/tall.csv"),
        "Area,Words,Trees\na,1,1500\nb,2,[c]\nc,3,..\nd,4,[x]\n"
    );
    let legend = ".. not collected; [c] confidential; [x] not available.";
    assert!(shown(&page).replace('\n', " ").contains(legend), "{page}");
    assert!(pdf.replace('\n', " ").contains(legend), "{pdf}");
}

#[test]
fn a_reason_that_a_frame_does_not_carry_is_a_warning() {
    let project = areas(0, "");
    project.file("data/d.csv", "k,w,n\na,1,1500\nb,2,[c]\n");
    project.replace(
        "data/datapackage.yaml",
        "path: d.csv\n    schema:\n",
        "path: d.csv\n    schema:\n      missingValues: [\"\", \"[c]\"]\n",
    );
    let frame = "frames:\n  bare: {sql: \"SELECT k, w, n FROM d\", key: [k]}\n";
    project.replace("report/statistics.yaml", "frames:\n", frame);
    project.replace("report/tables.yaml", "frame: d\n", "frame: bare\n");
    project.file(CHAPTER, "# Gaps\n\nText.\n\n{{ table(\"tall\") }}\n");
    let ran = project.run(&["check"]);
    let said =
        "warning[R0570]: missing values of `n` print as [x], whatever their reason";
    assert!(ran.err.contains(said), "{}", ran.err);
}

#[test]
fn every_character_that_passes_the_check_is_in_a_font_of_the_pdf() {
    let project = Project::starter();
    let ranges = include_str!("../../src/figure/letters.txt");
    let mut text = "# Letters\n".to_owned();
    let mut count = 0;
    for range in ranges.split_whitespace() {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let number = |text: &str| u32::from_str_radix(text, 16).unwrap();
        for code in number(first)..=number(last) {
            // Letters that our own fonts lack are refused.
            let c = char::from_u32(code).unwrap();
            if !missing_in_print(&format!("x{c}")).is_empty() && c.is_alphabetic() {
                continue;
            }
            // A mark stands above a letter; some only above those of their own script.
            let alone = matches!(code, 0x64b..=0x655 | 0x951..=0x954);
            text.push_str(if count % 40 == 0 { "\n\n" } else { " " });
            text.push_str(&format!("{}&#x{code:x};", if alone { "" } else { "x" }));
            count += 1;
        }
    }
    assert!(count > 4000, "{count}");
    project.file("report/chapters/3-data.md", text);
    built(&project);
}

#[test]
fn accents_that_stand_alone_do_not_print_over_the_letter_behind_them() {
    let project = Project::starter();
    let text = "# Accents\n\nOne ` two `` three and ´d ¨e ¸f.\n";
    project.file("report/chapters/3-data.md", text);
    let (_, pdf) = built(&project);
    assert!(pdf.contains("One ` two `` three and ´d ¨e ¸f."), "{pdf}");
}

#[test]
fn the_list_of_numbers_of_a_report_without_a_number_is_printed() {
    let project = Project::starter();
    let mut report = project.read("report/report.yaml");
    let at = report.find("chapters:").unwrap();
    report.truncate(at);
    report.push_str("chapters: [report/chapters/2-claims.md]\ngenerated: [provenance]\n");
    project.file("report/report.yaml", report).file(CHAPTER, "# Two\n\nText.\n");
    let (_, pdf) = built(&project);
    assert!(pdf.contains("Where every number comes from"), "{pdf}");
}

#[test]
fn words_of_the_cover_stay_on_its_coloured_ground() {
    let project = Project::starter();
    let long =
        format!("subtitle: {}\n", "A first report, to change into your own, ".repeat(12));
    project.replace(
        "report/report.yaml",
        "subtitle: A first report, to change into your own\n",
        &long,
    );
    built(&project);
    let words = text(&project, &["-bbox", "-l", "1"]);
    let last = words.rsplit_once(">organisation</word>").unwrap().0;
    let side = |name: &str| {
        let (_, rest) = last.rsplit_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let foot = side("yMax") as usize;
    let pdf = project.path().join("out/report.pdf");
    let ran = Command::new("pdftoppm").args(["-r", "72", "-l", "1"]).arg(pdf).output();
    let picture = ran.unwrap().stdout;
    // `P6`, the two sides and 255, a line each; then three bytes a pixel.
    let mut heads = picture.splitn(4, |byte| *byte == b'\n');
    let sides = String::from_utf8(heads.nth(1).unwrap().to_vec()).unwrap();
    let across: usize = sides.split(' ').next().unwrap().parse().unwrap();
    let pixels = heads.nth(1).unwrap();
    let at = |row: usize| &pixels[row * across * 3 + 6..row * across * 3 + 9];
    assert_eq!(at(foot), at(2), "below the last line, at the edge");
    assert_ne!(at(2), [255, 255, 255]);
}
