//! All 652 examples of the `CommonMark` specification, which `pulldown-cmark` brings as tests of its own: what is not
//! refused at a place has the same structure in the page and the same text in the PDF.

use crate::harness::Project;
use crate::harness::typst;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// An example: its number, the Markdown, and the HTML that the specification gives.
type Example = (usize, String, String);

/// Reads the examples from the sources of the parser.
fn examples() -> Vec<Example> {
    let lock =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock"))
            .unwrap();
    let (_, version) =
        lock.split_once("name = \"pulldown-cmark\"\nversion = \"").unwrap();
    let version = version.split('"').next().unwrap();
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.unwrap_or_else(|| {
        PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cargo")
    });
    let registries = std::fs::read_dir(home.join("registry/src")).unwrap();
    let sources = registries.map(|registry| {
        registry
            .unwrap()
            .path()
            .join(format!("pulldown-cmark-{version}/tests/suite/spec.rs"))
    });
    let sources = sources.into_iter().find(|file| file.exists());
    let text = std::fs::read_to_string(sources.unwrap()).unwrap();
    let example = regex::Regex::new(
        "(?s)fn spec_test_(\\d+)\\(\\) \\{\\s*let original = r##\"(.*?)\"##;\\s*let expected = r##\"(.*?)\"##;",
    )
    .unwrap();
    // Addresses lead to the web, since others are refused.
    let local = regex::Regex::new(
        r#"(^|[\s(<"])(/(?:url|uri|bar|path|foo|my%20uri|f%C3%B6%C3%B6)\b)"#,
    )
    .unwrap();
    let web =
        |text: &str| local.replace_all(text, "${1}https://example.org$2").into_owned();
    let found = example.captures_iter(&text);
    found.map(|one| (one[1].parse().unwrap(), web(&one[2]), web(&one[3]))).collect()
}

/// A project with a chapter for each example.
fn project(examples: &[Example]) -> Project {
    let project = Project::starter();
    for name in ["claims", "figures", "tables", "published"] {
        if project.path().join(format!("report/{name}.yaml")).exists() {
            project.remove(&format!("report/{name}.yaml"));
        }
    }
    project.file(
        "report/statistics.yaml",
        "frames:\n  panel: {sql: SELECT * FROM trees, key: [district, year]}\nstatistics: {}\n",
    );
    let mut report =
        "title: Trial\nedition: First edition\ndate: 2025-01-15\ndescription: A trial.\n\
        authors: [{name: A publisher, role: publisher}]\nnotice: Made up.\nchapters:\n"
            .to_owned();
    for (number, markdown, _) in examples {
        let tera = ["{{", "{%", "{#"].iter().any(|open| markdown.contains(open));
        let markdown = if tera {
            format!("{{% raw %}}{markdown}{{% endraw %}}")
        } else {
            markdown.clone()
        };
        project.file(
            &format!("report/chapters/e{number:03}.md"),
            format!("# Case e{number:03}q\n\n{markdown}"),
        );
        report.push_str(&format!("  - report/chapters/e{number:03}.md\n"));
    }
    project.file("report/report.yaml", report);
    project
}

/// A piece of a page: a tag with what matters of its attributes, or text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Tag(String),
    Text(String),
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Returns text without entities and with the quotation marks and dashes of typewriters.
fn typed(text: &str) -> String {
    let mut out = text.to_owned();
    for (entity, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        out = out.replace(entity, sign);
    }
    for (set, sign) in
        [("“”", "\""), ("‘’", "'"), ("…", "..."), ("—", "---"), ("–", "--")]
    {
        out = set.chars().fold(out, |out, c| out.replace(c, sign));
    }
    out
}

/// Returns an address without escapes: browsers escape what is typed plainly.
fn unescaped(address: &str) -> String {
    let mut out = Vec::new();
    let mut rest = typed(address).into_bytes().into_iter().peekable();
    while let Some(byte) = rest.next() {
        let mut after = rest.clone();
        let hex = (byte == b'%').then(|| [after.next(), after.next()]);
        let code = hex.and_then(|hex| {
            let hex = String::from_utf8(hex.into_iter().flatten().collect()).ok()?;
            u8::from_str_radix(&hex, 16).ok()
        });
        if code.is_some() {
            rest = after;
        }
        out.push(code.unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Returns what a tag comes to: headings are one kind, since chapters stand under a report's title.
fn tag(tag: &str) -> Option<String> {
    let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let name = name.trim_end_matches('/');
    let heading = name.trim_start_matches('/');
    Some(match name {
        "wbr" => return None,
        "a" => format!("a {}", unescaped(attribute(tag, "href").unwrap_or_default())),
        "ol" => format!("ol {}", attribute(tag, "start").unwrap_or("1")),
        "code" => format!(
            "code {}",
            attribute(tag, "class")
                .and_then(|class| class.split(' ').next())
                .unwrap_or_default()
        ),
        _ if heading.len() == 2 && heading.starts_with('h') && heading != "hr" => {
            name.replace(char::is_numeric, "#")
        }
        _ => name.to_owned(),
    })
}

/// Returns the pieces of HTML; white space outside of code is one space, and none beside blocks.
fn pieces(html: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut code = false;
    let mut rest = html;
    loop {
        let (text, tail) = rest.split_once('<').unwrap_or((rest, ""));
        let mut text = typed(text);
        if !code {
            let (before, after) = (
                text.starts_with(char::is_whitespace),
                text.ends_with(char::is_whitespace),
            );
            let inner = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let space = |there: bool| if there { " " } else { "" };
            text = if inner.is_empty() {
                space(before).to_owned()
            } else {
                format!("{}{inner}{}", space(before), space(after))
            };
        }
        match out.last_mut() {
            Some(Piece::Text(last)) => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => out.push(Piece::Text(text)),
        }
        if tail.is_empty() {
            break;
        }
        let (inner, after) = tail.split_once('>').unwrap();
        rest = after;
        if inner.starts_with("span class=\"number\"") {
            rest = after.split_once("</span>").unwrap().1;
        } else if let Some(tag) = tag(inner) {
            code = (code || tag == "pre") && tag != "/pre";
            out.push(Piece::Tag(tag));
        }
    }
    let inline = |piece: Option<&Piece>| match piece {
        Some(Piece::Tag(tag)) => ["a", "em", "strong", "code", "del"]
            .contains(&tag.trim_start_matches('/').split(' ').next().unwrap()),
        Some(Piece::Text(_)) => true,
        None => false,
    };
    let mut code = false;
    let mut trimmed = Vec::new();
    for (at, piece) in out.iter().enumerate() {
        match piece {
            Piece::Text(text) if !code => {
                let text = if inline(at.checked_sub(1).and_then(|at| out.get(at))) {
                    text
                } else {
                    text.trim_start()
                };
                let text = if inline(out.get(at + 1)) { text } else { text.trim_end() };
                if !text.is_empty() {
                    trimmed.push(Piece::Text(text.to_owned()));
                }
            }
            Piece::Tag(tag) => {
                code = (code || tag == "pre") && tag != "/pre";
                trimmed.push(piece.clone());
            }
            Piece::Text(_) => trimmed.push(piece.clone()),
        }
    }
    trimmed
}

/// Returns text as both outputs have it: without white space and what only breaks lines.
fn packed(text: &str) -> String {
    // `pdftotext` joins a lone accent with the letter after it.
    let plain = typed(text).replace('−', "-").replace(['`', '\u{300}'], "");
    plain
        .chars()
        .filter(|c| !c.is_whitespace() && !"\u{ad}\u{200b}\u{2060}\u{feff}".contains(*c))
        .collect()
}

#[test]
fn all_examples_of_commonmark_are_the_same_in_page_and_pdf_or_refused_at_their_place() {
    let all = examples();
    assert_eq!(all.len(), 652);
    let said = project(&all).run(&["check"]).err;
    let place =
        regex::Regex::new(r"(?m)^error\[(R\d+)\].*\n +--> report/chapters/e(\d+)\.md")
            .unwrap();
    let mut refused = BTreeSet::new();
    for one in place.captures_iter(&said) {
        // HTML, addresses without a scheme, pictures, headings out of order, letters without a font.
        let by_design =
            ["R0503", "R0655", "R0654", "R0502", "R0501", "R0520", "R0504", "R0623"];
        assert!(by_design.contains(&&one[1]), "{}", &one[0]);
        refused.insert(one[2].parse::<usize>().unwrap());
    }
    assert_eq!(
        said.matches("\nerror[").count() + usize::from(said.starts_with("error[")),
        place.captures_iter(&said).count()
    );
    let kept: Vec<Example> =
        all.into_iter().filter(|(number, _, _)| !refused.contains(number)).collect();
    assert!(kept.len() > 480, "only {} are read", kept.len());
    let project = project(&kept);
    let typst = typst();
    let ran = project.run(&["build", "--typst", typst.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = project.read("out/index.html");
    let pdf = Command::new("pdftotext")
        .arg("-raw")
        .arg(project.path().join("out/report.pdf"))
        .arg("-")
        .output()
        .unwrap();
    let pdf = String::from_utf8(pdf.stdout).unwrap();
    // What stands at the head and foot of each page.
    let pdf: Vec<&str> = pdf.split('\u{c}').collect();
    let pdf = packed(&pdf.join("\n").replace("Made up.", ""));
    for (number, markdown, html) in &kept {
        let title = format!("e{number:03}q");
        let section = page.split("<section").find(|part| {
            let head = part.split("</h2>").next().unwrap();
            part.starts_with(" class=\"chapter") && head.contains(&title)
        });
        let (_, body) = section.unwrap().split_once("</h2>").unwrap();
        let body = body.split("</section>").next().unwrap();
        let expected = pieces(html);
        assert_eq!(pieces(body), expected, "example {number}: {markdown}");
        // The chapter itself is the last place that has its title.
        let mut rest = pdf.rsplit(&title).next().unwrap();
        for piece in &expected {
            let Piece::Text(text) = piece else { continue };
            let text = packed(text);
            let after = rest.split_once(&text);
            assert!(
                after.is_some(),
                "example {number}: {markdown}: no `{text}` in {}",
                rest.chars().take(300).collect::<String>()
            );
            rest = after.unwrap().1;
        }
    }
}
