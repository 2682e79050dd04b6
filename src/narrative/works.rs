//! The bibliography: BibTeX as reports write it, or `hayagriva`'s YAML.
//!
//! **In:** the file. **Out:** works whose names, publishers, addresses and letters are where the
//! style looks for them. **Guarantees:** LaTeX and dates that are not understood draw a warning at
//! their place; emphasis within a title travels between two private characters (`emphasis`).

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::narrative::bibtex;
use crate::narrative::latex;
use crate::narrative::works_mends::chunk;
use crate::narrative::works_mends::dataset;
use crate::narrative::works_mends::divided;
use crate::narrative::works_mends::serialised;
use crate::narrative::works_mends::text_of;
use crate::narrative::works_mends::undated;
use crate::narrative::works_mends::year_of;
use crate::project::ChapterFile;
use crate::say;
use biblatex::Chunk;
use biblatex::Chunks;
use biblatex::ChunksExt;
use biblatex::Date;
use biblatex::DateValue;
use biblatex::PermissiveType;
use biblatex::Spanned;
use hayagriva::Entry;
use hayagriva::Library;
use hayagriva::types::MaybeTyped;
use hayagriva::types::Person;
use hayagriva::types::Publisher;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(super) use crate::narrative::latex::emphasis;
pub(super) use crate::narrative::latex::formula;

/// An address, alone or in its command.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\\url\{)?(https?://[^{}\s]+?)\}?[.,;]?\s*$").ok()
});
/// Where a work begins in a bibliography of either form, with its key.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*@\w+\s*[{(]\s*([^\s,{}]+)\s*,|^([^\s:#@][^:\n]*):").ok()
});
/// When a work was looked at, as notes say it.
static ACCESSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(?:last\s+)?(?:accessed|viewed|retrieved)(?:\s+on)?:?\s+([0-9]{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\s+([0-9]{4})\.?\s*$",
    )
    .ok()
});
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Fields whose text is printed as it is.
const VERBATIM: &[&str] = &["url", "doi", "file", "eprint", "pdf", "uri"];
/// Fields that are not printed.
const UNPRINTED: &[&str] =
    &["abstract", "keywords", "annote", "annotation", "file", "pdf"];

/// Compiles what the reading of a bibliography needs.
pub(super) fn prepare() {
    rayon::spawn(|| {
        LazyLock::force(&ADDRESS);
        LazyLock::force(&ACCESSED);
    });
}

/// Reads the bibliography.
pub(super) fn library(file: &ChapterFile, found: &mut Findings) -> Option<Library> {
    let name = file.path.as_str();
    let bibtex =
        name.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("bib"));
    let read = if bibtex { bibtex_of(file, found) } else { yaml_of(file) };
    match read {
        Ok(library) => Some(library.into_iter().map(settled).collect()),
        Err(faults) => {
            found.extend(faults);
            None
        }
    }
}

/// Returns the keys that are typed in a bibliography which cannot be read.
pub(super) fn typed_keys(text: &str) -> BTreeSet<String> {
    let found = KEY.iter().flat_map(|key| key.captures_iter(text));
    found
        .filter_map(|found| found.get(1).or_else(|| found.get(2)))
        .map(|key| key.as_str().trim_matches(['"', '\'']).to_owned())
        .collect()
}

type Read = Result<Library, Vec<Diagnostic>>;

fn yaml_of(file: &ChapterFile) -> Read {
    hayagriva::io::from_yaml_str(&file.text).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let text = error.to_string();
        // Neither the line, which is shown, nor the list of all words there are.
        let text = text.split(" at line ").next().unwrap_or_default();
        let text = text.split(", expected one of ").next().unwrap_or_default();
        let rest = file.text.get(at..).unwrap_or_default();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        vec![unreadable(text).at(Span::new(file.path.as_str(), at..at + length), "")]
    })
}

fn bibtex_of(file: &ChapterFile, found: &mut Findings) -> Read {
    let name = file.path.as_str();
    let at =
        |at: std::ops::Range<usize>| Span::new(name, at.start..at.end.max(at.start + 1));
    let mut bibliography = bibtex::parse(&file.text).map_err(|fault| {
        let refusal = unreadable(&fault.what).at(at(fault.at), "");
        vec![match fault.help {
            Some(help) => refusal.help(help),
            None => refusal,
        }]
    })?;
    for entry in bibliography.iter_mut() {
        mend(entry, &mut |message: String, span: std::ops::Range<usize>, help: &str| {
            let warning = Diagnostic::warning(Code::R0621, message);
            found.push(warning.at(at(span), "").help(help.to_owned()));
        });
    }
    let serial: BTreeSet<String> = bibliography
        .iter()
        .filter(|one| {
            one.fields.contains_key("series") && !one.fields.contains_key("maintitle")
        })
        .map(|one| one.key.clone())
        .collect();
    let library = hayagriva::io::from_biblatex(&bibliography).map_err(|errors| {
        let fault = |error: biblatex::TypeError| {
            unreadable(&error.kind.to_string()).at(at(error.span), "")
        };
        errors.into_iter().map(fault).collect::<Vec<_>>()
    })?;
    let in_series = |entry: Entry| {
        if serial.contains(entry.key()) { serialised(entry) } else { entry }
    };
    Ok(library.into_iter().map(in_series).collect())
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::error(Code::R0509, format!("the bibliography cannot be read: {why}"))
}

/// Receives a message, its place and the help.
type Warn<'w> = &'w mut dyn FnMut(String, std::ops::Range<usize>, &str);

/// Puts the fields of a work where `hayagriva` looks for them, without LaTeX.
fn mend(entry: &mut biblatex::Entry, warn: Warn<'_>) {
    address(entry);
    for (name, chunks) in &mut entry.fields {
        if VERBATIM.contains(&name.as_str()) {
            continue;
        }
        let person = matches!(name.as_str(), "author" | "editor" | "translator");
        for chunk in chunks.iter_mut() {
            let (text, strange) = match &chunk.v {
                Chunk::Math(text) => formula(text),
                Chunk::Normal(text) | Chunk::Verbatim(text) => latex::plain(text, person),
            };
            if let Some(strange) = strange.filter(|_| !UNPRINTED.contains(&name.as_str()))
            {
                warn(
                    format!(
                        "`{strange}` in the bibliography is not understood and prints as typed"
                    ),
                    chunk.span.clone(),
                    "write the characters themselves: the file is UTF-8",
                );
            }
            chunk.v = match &chunk.v {
                Chunk::Normal(_) => Chunk::Normal(text),
                Chunk::Verbatim(_) | Chunk::Math(_) => Chunk::Verbatim(text),
            };
        }
    }
    if entry.entry_type == biblatex::EntryType::TechReport
        && !entry.fields.contains_key("type")
    {
        entry.fields.insert("type".to_owned(), chunk(say!("technical-report"), 0..0));
    }
    dataset(entry);
    subtitles(entry);
    published(entry);
    dates(entry, warn);
}

/// An address given as how a work was published, or in a note, is its address; a note that only
/// says when it was looked at is the date of that.
fn address(entry: &mut biblatex::Entry) {
    for name in ["howpublished", "note"] {
        let Some((text, span)) = text_of(entry, name) else { continue };
        let found = ADDRESS.as_ref().and_then(|address| address.captures(&text));
        if let Some(url) = found.and_then(|found| found.get(1))
            && !entry.fields.contains_key("url")
        {
            entry.fields.insert("url".to_owned(), chunk(url.as_str(), span));
            entry.fields.remove(name);
        }
    }
    let Some((text, span)) = text_of(entry, "note") else { return };
    let Some(found) = ACCESSED.as_ref().and_then(|accessed| accessed.captures(&text))
    else {
        return;
    };
    let month = found[2].to_lowercase();
    let month = MONTHS.iter().position(|name| month.starts_with(name));
    if let Some(month) = month
        && entry.fields.contains_key("url")
        && !entry.fields.contains_key("urldate")
    {
        let date = format!("{}-{:02}-{:0>2}", &found[3], month + 1, &found[1]);
        entry.fields.insert("urldate".to_owned(), chunk(date, span));
        entry.fields.remove("note");
    }
}

/// `hayagriva` reads titles only.
fn subtitles(entry: &mut biblatex::Entry) {
    let of = |fields: &std::collections::BTreeMap<String, Chunks>, name: &str| {
        fields.contains_key(name)
    };
    for (title, subtitle) in [
        ("title", "subtitle"),
        ("booktitle", "booksubtitle"),
        ("maintitle", "mainsubtitle"),
        ("journaltitle", "journalsubtitle"),
        ("journal", "journalsubtitle"),
    ] {
        if !of(&entry.fields, title) {
            continue;
        }
        let Some(more) = entry.fields.remove(subtitle) else { continue };
        if let Some(chunks) = entry.fields.get_mut(title) {
            let joined = chunks.format_verbatim().ends_with(['?', '!', ':', '.']);
            chunks.extend(chunk(if joined { " " } else { ": " }, more.span()));
            chunks.extend(more);
        }
    }
}

/// What has no publisher was published by its institution, or as it says.
fn published(entry: &mut biblatex::Entry) {
    // These are lists, in which "and" divides; "Leaf and Sons" is one name.
    let whole = |chunks: &Chunks| {
        vec![Spanned::new(Chunk::Verbatim(chunks.format_verbatim()), chunks.span())]
    };
    for name in
        ["publisher", "organization", "institution", "school", "location", "address"]
    {
        if let Some(chunks) = entry.fields.get_mut(name) {
            *chunks = whole(chunks);
        }
    }
    let has = |entry: &biblatex::Entry, name: &str| entry.fields.contains_key(name);
    if has(entry, "publisher") || has(entry, "journal") || has(entry, "journaltitle") {
        return;
    }
    let by = ["organization", "institution", "school", "howpublished"];
    if let Some(chunks) = by.iter().find_map(|name| entry.fields.get(*name)) {
        let chunks = whole(chunks);
        entry.fields.insert("publisher".to_owned(), chunks);
    }
}

/// Warns of dates that are not understood, and leaves them out. A word that says that a work is to come
/// takes the place of its year.
fn dates(entry: &mut biblatex::Entry, warn: Warn<'_>) {
    let dated =
        ["date", "year"].into_iter().find(|name| entry.fields.contains_key(*name));
    if dated.is_none()
        && let Some(state) = entry.fields.remove("pubstate")
    {
        entry.fields.insert("year".to_owned(), state);
    }
    for name in ["date", "year"] {
        let Some((text, span)) = text_of(entry, name) else { continue };
        if let Some(year) = year_of(&text) {
            entry.fields.insert(name.to_owned(), chunk(year.to_string(), span));
        } else if undated(&text) {
            entry.fields.remove(name);
        }
    }
    for name in ["date", "year", "urldate"] {
        let Some((text, span)) = text_of(entry, name) else { continue };
        let read = match name {
            "urldate" => entry.url_date(),
            _ => entry.date(),
        };
        let spans = name == "year" && text.trim().contains(['/', '-', '–']);
        if spans
            || matches!(
                read,
                Ok(PermissiveType::Typed(Date { value: DateValue::Between(..), .. }))
            )
        {
            let text = text.trim();
            let message =
                format!("of the span `{text}` of `{}` one end alone prints", entry.key);
            warn(message, span, "write the date that is meant");
            continue;
        }
        let known = matches!(read, Ok(PermissiveType::Typed(_)));
        if !known && !text.trim().is_empty() {
            entry.fields.remove(name);
            warn(
                format!(
                    "the date `{}` of `{}` is not understood and does not print",
                    text.trim(),
                    entry.key
                ),
                span,
                "write a year, a date as 2024-03-05, or `forthcoming`, `in press` or `n.d.`",
            );
        }
    }
    if let Some((text, span)) = text_of(entry, "url")
        && !crate::project::is_safe(text.trim())
    {
        warn(
            format!(
                "the address `{}` of `{}` is no address of the web",
                text.trim(),
                entry.key
            ),
            span,
            "write it as `https://example.org/`",
        );
    }
}

/// Puts particles before names, as British lists do, and institutions where publishers are.
fn settled(mut entry: Entry) -> Entry {
    settle(&mut entry);
    entry
}

fn settle(entry: &mut Entry) {
    let whole = |people: &[Person]| -> Vec<Person> {
        let mut people = people.to_vec();
        for person in &mut people {
            if let Some(prefix) = person.prefix.take() {
                person.name = format!("{prefix} {}", person.name);
            }
        }
        people
    };
    if let Some(authors) = entry.authors().map(whole) {
        entry.set_authors(authors);
    }
    if let Some(editors) = entry.editors().map(whole) {
        entry.set_editors(editors);
    }
    if let Some(mut others) = entry.affiliated().map(<[_]>::to_vec) {
        for other in &mut others {
            other.names = whole(&other.names);
        }
        entry.set_affiliated(others);
    }
    if entry.publisher().is_none()
        && let Some(organization) = entry.organization().cloned()
    {
        entry.set_publisher(Publisher::new(Some(organization), None));
    }
    if let Some(MaybeTyped::Typed(pages)) = entry.page_range() {
        let pages = divided(pages);
        entry.set_page_range(MaybeTyped::Typed(pages));
    }
    let mut parents = entry.parents().to_vec();
    parents.iter_mut().for_each(settle);
    entry.set_parents(parents);
}
