//! The publication of this repository: its size, and one set of numbers in both outputs.

use crate::harness::run_in;
use reissue::model::document;
use reissue::model::document::Block;
use reissue::model::document::Document;
use reissue::model::document::Inline;
use resvg::usvg::roxmltree;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tempfile::TempDir;

/// The publication built in a folder of its own; a stand-in for typst keeps what it is given.
struct Built {
    folder: TempDir,
}

impl Built {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["report", "data"] {
            copy(&root.join(name), &folder.path().join(name));
        }
        let fake = folder.path().join("fake-typst");
        let script = "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; else printf '%%PDF-1.7'; fi";
        std::fs::write(&fake, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).unwrap();
        let ran = run_in(folder.path(), &["build", "--typst", "./fake-typst"], &[]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        Self { folder }
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn document(&self) -> Document {
        let record: serde_json::Value =
            serde_json::from_str(&self.read("out/edition.json")).unwrap();
        serde_json::from_value(record["document"].clone()).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// How often each text stands between two marks.
fn between<'t>(text: &'t str, open: &str, close: &str) -> BTreeMap<&'t str, usize> {
    let mut counts = BTreeMap::new();
    for piece in text.split(open).skip(1) {
        if let Some((inside, _)) = piece.split_once(close) {
            *counts.entry(inside).or_default() += 1;
        }
    }
    counts
}

#[test]
fn the_page_and_the_pdf_show_the_same_numbers() {
    let built = Built::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let page = built.read("out/index.html");
    let source = built.read(".reissue/typst/main.typ");
    let mut document = built.document();
    let mut large = Vec::new();
    for number in
        document.findings.iter_mut().flat_map(|f| std::mem::take(&mut f.numbers))
    {
        // Set large, the figure may stand apart from its unit.
        let Inline::Stat { text, .. } = &number.stat else { continue };
        let figure = text.split('\u{a0}').next().unwrap().trim_end_matches('%');
        assert!(page.contains(figure) && source.contains(figure), "{figure}");
        large.extend([text.clone(), figure.to_owned()]);
    }
    document::visit(&document, &mut |node| {
        if let Inline::Stat { text, .. } = node {
            *numbers.entry(text.clone()).or_default() += 1;
        }
    });
    // A number in an alternative text is no link: pictures have it as plain words.
    for figure in document.figures() {
        let alt = serde_json::to_value(&figure.alt).unwrap();
        let stats = alt.as_array().unwrap().iter().filter(|node| node["type"] == "stat");
        for text in stats.map(|node| node["text"].as_str().unwrap()) {
            let count = numbers.get_mut(text).unwrap();
            *count -= 1;
        }
        numbers.retain(|_, count| *count > 0);
    }
    assert!(numbers.len() > 200, "{}", numbers.len());
    let shown = between(&page, "<a class=\"v\" ", "</a>");
    let mut on_page: BTreeMap<String, usize> = BTreeMap::new();
    // In a formula a number is text: what is within a formula cannot be a link.
    let in_formulas = between(&page, "<mtext class=\"v\"", "</mtext>");
    for (tag, count) in shown.into_iter().chain(in_formulas) {
        let text = tag.split_once('>').unwrap().1;
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        *on_page.entry(text).or_default() += count;
    }
    // Typst prints what it is given: each number is a string of its own in the source.
    for (text, count) in &numbers {
        assert!(on_page.get(text) >= Some(count), "the page lacks {text}");
        let typed = source.matches(&format!("\"{text}\"")).count();
        assert!(typed >= *count, "the PDF has {text} {typed} times, not {count}");
    }
    for text in on_page.keys() {
        let known = numbers.contains_key(text) || large.contains(text);
        assert!(known, "the page alone has {text}");
    }
}

/// What is drawn in a picture: its size, and how many marks and texts there are of each class.
fn drawn(svg: &str) -> String {
    let page = roxmltree::Document::parse(svg).unwrap();
    let root = page.root_element();
    let size = ["width", "height"].map(|name| root.attribute(name).unwrap().to_owned());
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        let Some(class) = node.attribute("class") else { continue };
        let mark = format!("{} {class}", node.tag_name().name());
        *marks.entry(mark).or_default() += 1;
    }
    let lines = marks.iter().map(|(mark, count)| format!("  {count} {mark}\n"));
    format!("{}\n{}", size.join(" x "), lines.collect::<String>())
}

/// Compares the figures with `tests/figures.txt`; `BLESS=1 cargo test` writes it.
#[test]
fn every_figure_has_the_marks_that_it_had() {
    let folder = Built::new().folder;
    let files = std::fs::read_dir(folder.path().join("out/figures")).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|end| end == "svg")).collect();
    files.sort();
    let figures = files.iter().map(|file| {
        let id = file.file_stem().unwrap().to_string_lossy();
        format!("{id} {}", drawn(&std::fs::read_to_string(file).unwrap()))
    });
    let found = figures.collect::<String>();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&kept, &found).unwrap();
    }
    let known = std::fs::read_to_string(&kept).unwrap();
    for (line, (was, is)) in (1..).zip(known.lines().zip(found.lines())) {
        assert_eq!(is, was, "tests/figures.txt:{line}; look at it, then bless it");
    }
    assert_eq!(found.lines().count(), known.lines().count());
}

#[test]
fn the_publication_is_of_the_size_that_was_promised() {
    let document = Built::new().document();
    let (mut numbers, mut claims) = (0, std::collections::BTreeSet::new());
    document::visit(&document, &mut |node| match node {
        Inline::Stat { .. } => numbers += 1,
        Inline::Claim(claim) => {
            claims.insert(claim.id.clone());
        }
        _ => {}
    });
    let written = document.chapters.iter().filter(|chapter| !chapter.file.is_empty());
    let (mut words, mut figures, mut tables) = (0, 0, 0);
    for block in written.flat_map(|chapter| &chapter.blocks) {
        match block {
            Block::Figure(_) => figures += 1,
            Block::Table(table) if !table.id.is_empty() => tables += 1,
            Block::Table(_) => {}
            block => words += words_of(block),
        }
    }
    assert!((7_000..=11_000).contains(&words), "{words} words");
    assert!(numbers >= 60, "{numbers} numbers");
    assert!(figures >= 14, "{figures} figures");
    assert!(tables >= 10, "{tables} tables");
    assert!(claims.len() >= 20, "{} claims", claims.len());
}

fn words_of(block: &Block) -> usize {
    let of = |content: &[Inline]| document::plain(content).split_whitespace().count();
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content, .. } => of(content),
        Block::List { items, .. } => items.iter().flatten().map(words_of).sum(),
        Block::Quote { blocks } | Block::Alert { blocks, .. } => {
            blocks.iter().map(words_of).sum()
        }
        Block::Definitions { items } => items
            .iter()
            .map(|(term, meanings)| {
                of(term) + meanings.iter().flatten().map(words_of).sum::<usize>()
            })
            .sum(),
        _ => 0,
    }
}
