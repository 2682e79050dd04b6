//! BibTeX, parsed within limits: what the library resolves by calling itself has an end.
//!
//! **In:** the text of a bibliography. **Out:** its entries, or the first fault with its place.
//! **Guarantees:** abbreviations and cross-references in a circle, or which expand to very much, and
//! braces that nest deeply are faults at the author's own characters.

use biblatex::Bibliography;
use biblatex::ChunksExt as _;
use biblatex::Entry;
use biblatex::RawBibliography;
use biblatex::RawChunk;
use biblatex::Spanned;
use std::collections::HashMap;
use std::ops::Range;

/// The deepest that braces nest, and chains of abbreviations and of cross-references.
const DEEPEST: usize = 64;
/// The most bytes of text that all fields have together, abbreviations written out.
const LONGEST: usize = 16 << 20;
/// The most entries that are taken over through cross-references, together.
const MOST: usize = 100_000;

/// What is wrong, where, and what helps.
pub(super) struct Fault {
    pub what: String,
    pub at: Range<usize>,
    pub help: Option<&'static str>,
}

impl From<biblatex::ParseError> for Fault {
    fn from(error: biblatex::ParseError) -> Self {
        Self { what: error.kind.to_string(), at: error.span, help: None }
    }
}

fn fault(what: impl Into<String>, at: Range<usize>, help: &'static str) -> Fault {
    Fault { what: what.into(), at, help: Some(help) }
}

/// Parses a bibliography.
pub(super) fn parse(text: &str) -> Result<Bibliography, Fault> {
    let mut raw = RawBibliography::parse(text)?;
    // Works that take over from another look for the name of BibLaTeX alone.
    for entry in &mut raw.entries {
        for field in &mut entry.v.fields {
            if field.key.v.eq_ignore_ascii_case("address") {
                field.key.v = "location";
            }
        }
    }
    let mut sizes = Abbreviations::new(&raw);
    let names = raw.abbreviations.iter().map(|pair| pair.key.v);
    for name in names {
        sizes.of(name, &(0..text.len()), 0)?;
    }
    let mut left = LONGEST;
    let mut linked = false;
    for entry in &raw.entries {
        for field in &entry.v.fields {
            linked |= LINKS.contains(&field.key.v.to_ascii_lowercase().as_str());
            let size = sizes.chunks(&field.value.v, 0)?;
            left = left.checked_sub(size).ok_or_else(|| {
                let what =
                    format!("its fields have more than the {LONGEST} bytes allowed");
                fault(what, field.value.span.clone(), "shorten it")
            })?;
        }
    }
    if linked {
        links(&raw)?;
    }
    Ok(Bibliography::from_raw(raw)?)
}

/// The abbreviations (`@string`) of a bibliography, and how long each is when it is written out.
struct Abbreviations<'r> {
    known: HashMap<&'r str, &'r [Spanned<RawChunk<'r>>]>,
    sizes: HashMap<&'r str, Option<usize>>,
}

impl<'r> Abbreviations<'r> {
    fn new(raw: &'r RawBibliography<'r>) -> Self {
        let known = raw.abbreviations.iter();
        let known = known.map(|pair| (pair.key.v, pair.value.v.as_slice())).collect();
        Self { known, sizes: HashMap::new() }
    }

    fn of(
        &mut self,
        name: &'r str,
        at: &Range<usize>,
        depth: usize,
    ) -> Result<usize, Fault> {
        match self.sizes.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let what = format!("the abbreviation `{name}` is made of itself");
                return Err(fault(what, at.clone(), "write its text out in one of them"));
            }
            None => {}
        }
        if depth > DEEPEST {
            let what =
                format!("abbreviations are made of others more than {DEEPEST} deep");
            return Err(fault(what, at.clone(), "write their texts out"));
        }
        let Some(chunks) = self.known.get(name).copied() else { return Ok(0) };
        self.sizes.insert(name, None);
        let size = self.chunks(chunks, depth + 1)?;
        self.sizes.insert(name, Some(size));
        Ok(size)
    }

    fn chunks(
        &mut self,
        chunks: &'r [Spanned<RawChunk<'r>>],
        depth: usize,
    ) -> Result<usize, Fault> {
        let mut sum = 0_usize;
        for chunk in chunks {
            sum = sum.saturating_add(match &chunk.v {
                RawChunk::Normal(text) => {
                    nested(text, chunk.span.start)?;
                    text.len()
                }
                RawChunk::Abbreviation(name) => self.of(name, &chunk.span, depth)?,
            });
        }
        Ok(sum)
    }
}

/// Refuses braces, and commands before commands, that nest deeply.
fn nested(text: &str, start: usize) -> Result<(), Fault> {
    let (mut braces, mut commands) = (0_usize, 0_usize);
    for (at, sign) in text.bytes().enumerate() {
        match sign {
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'\\' => commands += 1,
            b' ' | b'\n' | b'\r' | b'\t' => commands = 0,
            _ => {}
        }
        if braces > DEEPEST || commands > 16 * DEEPEST {
            let what = "its braces or commands nest too deeply";
            let at = start + at;
            return Err(fault(what, at..at + 1, "write the text without them"));
        }
    }
    Ok(())
}

/// Fields that name other entries, from which fields are taken over.
const LINKS: [&str; 2] = ["crossref", "xdata"];

/// Refuses entries that take over from themselves, or from very many.
fn links(raw: &RawBibliography<'_>) -> Result<(), Fault> {
    // The names in these fields are read as the library reads them, but not followed.
    let mut unlinked = raw.clone();
    for field in unlinked.entries.iter_mut().flat_map(|entry| &mut entry.v.fields) {
        let name = field.key.v.to_ascii_lowercase();
        if let Some(at) = LINKS.iter().position(|link| *link == name) {
            field.key.v = ["crossref-unread", "xdata-unread"][at];
        }
    }
    let all = Bibliography::from_raw(unlinked)?;
    let mut counts = HashMap::new();
    let mut left = MOST;
    for entry in all.iter() {
        let count = taken_over(&all, entry, &mut counts, 0)?;
        left = left.checked_sub(count).ok_or_else(|| {
            fault(
                format!("its cross-references take over more than {MOST} entries"),
                place(entry),
                "write the fields where they belong",
            )
        })?;
    }
    Ok(())
}

/// Returns how many entries one takes over from, those of its parents included.
fn taken_over<'b>(
    all: &'b Bibliography,
    entry: &'b Entry,
    counts: &mut HashMap<&'b str, Option<usize>>,
    depth: usize,
) -> Result<usize, Fault> {
    match counts.get(entry.key.as_str()) {
        Some(Some(count)) => return Ok(*count),
        Some(None) => {
            let what = format!("the entry `{}` takes over from itself", entry.key);
            return Err(fault(what, place(entry), "remove a `crossref` or `xdata`"));
        }
        None => {}
    }
    if depth > DEEPEST {
        let what =
            format!("cross-references follow one another more than {DEEPEST} deep");
        return Err(fault(what, place(entry), "write the fields where they belong"));
    }
    counts.insert(&entry.key, None);
    let one = entry.get_as::<String>("crossref-unread").ok();
    let more = entry.get_as::<Vec<String>>("xdata-unread").unwrap_or_default();
    let mut sum = 0_usize;
    for key in one.into_iter().chain(more) {
        let Some(parent) = all.get(&key) else {
            let what = format!(
                "the entry `{}` takes over from `{key}`, which is not there",
                entry.key
            );
            return Err(fault(what, place(entry), "add that entry, or remove the field"));
        };
        let above = taken_over(all, parent, counts, depth + 1)?;
        sum = sum.saturating_add(above).saturating_add(1);
    }
    counts.insert(&entry.key, Some(sum));
    Ok(sum)
}

/// Returns where an entry names another.
fn place(entry: &Entry) -> Range<usize> {
    let field = ["crossref-unread", "xdata-unread"].iter();
    let mut found = field.filter_map(|name| entry.fields.get(*name));
    found.next().map_or(0..0, |chunks| chunks.span())
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn refused(text: &str) -> (String, usize) {
        let fault = parse(text).err().unwrap();
        (fault.what, fault.at.start)
    }

    #[test]
    fn abbreviations_are_written_out_and_refused_where_they_have_no_end() {
        let entry = "@article{a, title = s}";
        let read = parse(&format!("@string{{t = \"x\"}}@string{{s = t # t}}{entry}"));
        let title = read.ok().unwrap().get("a").unwrap().fields["title"].clone();
        assert_eq!(biblatex::ChunksExt::format_verbatim(&title[..]), "xx");
        let (what, at) = refused(&format!("@string{{s = s # s}}{entry}"));
        assert_eq!((what.as_str(), at), ("the abbreviation `s` is made of itself", 12));
        let doubled: String =
            (1..45).map(|at| format!("@string{{s{at} = s{0} # s{0}}}", at - 1)).collect();
        let (what, _) = refused(&format!(
            "@string{{s0 = \"xxxx\"}}{doubled}@article{{a, title = s44}}"
        ));
        assert_eq!(what, "its fields have more than the 16777216 bytes allowed");
        let chain: String =
            (1..100).map(|at| format!("@string{{s{at} = s{}}}", at + 1)).collect();
        let (what, _) = refused(&format!("{chain}@article{{a, title = s1}}"));
        assert_eq!(what, "abbreviations are made of others more than 64 deep");
    }

    #[test]
    fn cross_references_are_followed_and_refused_where_they_have_no_end() {
        let read = parse("@book{b, publisher={P}}@inbook{a, crossref={b}}").ok().unwrap();
        assert!(read.get("a").unwrap().fields.contains_key("publisher"));
        for (text, said) in [
            ("@book{a, crossref={a}}".to_owned(), "the entry `a` takes over from itself"),
            (
                "@book{a, crossref={b}}@book{b, xdata={c}}@book{c, ids={d}, crossref={a}}"
                    .to_owned(),
                "the entry `a` takes over from itself",
            ),
            (
                "@book{a, crossref={b}}".to_owned(),
                "the entry `a` takes over from `b`, which is not there",
            ),
            (
                "@book{a, ids={b}, crossref={{b}}}".to_owned(),
                "the entry `a` takes over from itself",
            ),
            (
                (0..100)
                    .map(|at| format!("@book{{b{at}, crossref={{b{}}}}}", at + 1))
                    .collect(),
                "cross-references follow one another more than 64 deep",
            ),
            (
                (0..60)
                    .map(|at| format!("@xdata{{b{at}, xdata={{b{0}, b{0}}}}}", at + 1))
                    .chain(["@xdata{b60, title={T}}".to_owned()])
                    .collect(),
                "its cross-references take over more than 100000 entries",
            ),
        ] {
            assert_eq!(refused(&text).0, said);
        }
    }

    #[test]
    fn braces_that_nest_deeply_are_refused() {
        let deep = |open: &str| {
            refused(&format!(
                "@book{{a, title={{{}x{}}}}}",
                open.repeat(200),
                "}".repeat(200)
            ))
            .0
        };
        assert_eq!(deep("{"), "its braces or commands nest too deeply");
        assert_eq!(deep("\\textbf{"), "its braces or commands nest too deeply");
        assert!(parse("@book{a, title={{{{x}}}}}").is_ok());
    }
}
