//! The record that a picture carries of what it shows, and its way into the file and back.
//!
//! The record is one flat JSON object in ASCII, so that it survives programs that know
//! nothing of it, in a text chunk of a PNG, in the metadata of an SVG and in the keywords of
//! a PDF.

use crate::model::escape::escape_line;
use serde::Deserialize;
use serde::Serialize;
use std::fmt::Write as _;

const SCHEMA: &str = "reissue-picture/1";
/// The most bytes of a record on either side of its schema.
const LONGEST: usize = 16 * 1024;
/// How many places that look like a record are tried.
const TRIED: usize = 1000;

/// What a picture shows, of which edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// `reissue-picture/1`.
    pub schema: String,
    /// Title of the report.
    pub report: String,
    /// Edition.
    pub edition: String,
    /// Date of the edition.
    pub date: String,
    /// The figure.
    pub figure: String,
    /// Size by name.
    pub size: String,
    /// Tone by name.
    pub tone: String,
    /// Hash of what is drawn.
    pub values: String,
    /// Hash of the words of the file: title, description, caption.
    pub words: String,
    /// Hash of the pixels of a PNG, or of the drawing of an SVG; empty in a PDF.
    pub content: String,
    /// The embargo under which it was handed out; may be empty.
    pub embargo: String,
    /// Whose copy it is; may be empty.
    pub recipient: String,
    /// Permalink; may be empty.
    pub link: String,
}

impl Stamp {
    pub(super) fn new() -> Self {
        Self { schema: SCHEMA.to_owned(), ..Self::default() }
    }

    /// Returns the record as JSON in ASCII, without any brace but its own.
    pub(super) fn json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let inner = json.trim_start_matches('{').trim_end_matches('}');
        let mut out = String::from("{");
        for character in inner.chars() {
            match character {
                ' '..='z' if character != '<' => out.push(character),
                other => {
                    let mut units = [0; 2];
                    for unit in other.encode_utf16(&mut units) {
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
        out.push('}');
        out
    }

    /// Finds the record in the text of a file, escaped for XML or not. A PDF holds it twice,
    /// once in a form of its own.
    pub(super) fn find(text: &[u8]) -> Option<Self> {
        let schema = memchr::memmem::Finder::new(SCHEMA);
        schema.find_iter(text).take(TRIED).find_map(|at| {
            let before = text.get(at.saturating_sub(LONGEST)..at)?;
            let start = at - (before.len() - memchr::memrchr(b'{', before)?);
            let after = text.get(at..text.len().min(at + LONGEST))?;
            let end = at + memchr::memchr(b'}', after)?;
            let found = std::str::from_utf8(text.get(start..=end)?).ok()?;
            serde_json::from_str(&unescaped(found)).ok()
        })
    }
}

/// The words that travel in a picture's file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tags {
    pub title: String,
    /// Alternative text.
    pub alt: String,
    pub caption: String,
    pub creator: String,
    pub rights: String,
    pub source: String,
}

impl Tags {
    /// Hash of the words that a reader sees.
    pub(super) fn hash(&self) -> String {
        words_hash(&self.title, &self.alt, &self.caption)
    }

    /// The words by the keywords that PNG has for them.
    pub(super) fn labels(&self, stamp: &Stamp) -> Vec<(&'static str, String)> {
        vec![
            ("Title", self.title.clone()),
            ("Author", self.creator.clone()),
            ("Description", self.alt.clone()),
            ("Copyright", self.rights.clone()),
            ("Source", self.source.clone()),
            ("Caption", self.caption.clone()),
            ("reissue", stamp.json()),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect()
    }

    /// The words as XMP, with the property that picture editors show as alternative text.
    pub(super) fn xmp(&self, stamp: &Stamp) -> String {
        let language = |element: &str, text: &str| {
            if text.is_empty() {
                return String::new();
            }
            format!(
                "<{element}><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></{element}>\n",
                escape_line(text)
            )
        };
        format!(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n{}{}{}{}<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n<photoshop:Source>{}</photoshop:Source>\n<xmp:Label>{}</xmp:Label>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n",
            language("dc:title", &self.title),
            language("dc:description", &self.caption),
            language("Iptc4xmpCore:AltTextAccessibility", &self.alt),
            language("dc:rights", &self.rights),
            escape_line(&self.creator),
            escape_line(&self.source),
            escape_line(&stamp.json()),
        )
    }
}

/// Hash of the words of a file.
pub(super) fn words_hash(title: &str, alt: &str, caption: &str) -> String {
    hash(format!("{}\n{}\n{}", flat(title), flat(alt), flat(caption)).as_bytes())
}

/// Returns words with single spaces between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text cut to so many letters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut out: String = text.chars().take(most).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// A short hash: enough to tell apart what a newsroom may hold.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(32).collect()
}

/// Puts metadata into an SVG.
pub(super) fn into_svg(svg: &str, xmp: &str) -> String {
    match svg.split_once(">\n") {
        Some((open, rest)) => {
            format!("{open}>\n<metadata>\n{xmp}</metadata>\n{rest}")
        }
        None => svg.to_owned(),
    }
}

/// Returns text of XML as it was before it was escaped.
fn unescaped(text: &str) -> String {
    let pairs = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Returns the words within an element of XML, whatever program set it.
pub(super) fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}"))?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    // What stands before the first `>` is the rest of the opening tag.
    let words = inner.split('<').filter_map(|part| Some(part.split_once('>')?.1));
    Some(flat(&unescaped(&words.collect::<Vec<_>>().join(" "))))
}

/// Takes metadata out of an SVG: what is left is the drawing.
pub(super) fn out_of_svg(svg: &str) -> String {
    let cut = || {
        let (before, rest) = svg.split_once("<metadata>\n")?;
        let (_, after) = rest.split_once("</metadata>\n")?;
        Some(format!("{before}{after}"))
    };
    cut().unwrap_or_else(|| svg.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use super::Tags;
    use super::element;
    use super::into_svg;
    use super::out_of_svg;

    fn stamp() -> Stamp {
        Stamp {
            report: "A {report} — with <braces> & \"quotes\"".to_owned(),
            ..Stamp::new()
        }
    }

    #[test]
    fn a_record_comes_back_from_json_and_from_xml() {
        let stamp = stamp();
        assert!(stamp.json().is_ascii());
        assert_eq!(
            Stamp::find(format!("noise {} noise", stamp.json()).as_bytes()),
            Some(stamp.clone())
        );
        let xmp = Tags::default().xmp(&stamp);
        assert_eq!(Stamp::find(xmp.as_bytes()), Some(stamp));
        assert_eq!(Stamp::find(b"reissue-picture/1"), None);
    }

    #[test]
    fn places_that_only_look_like_a_record_are_none() {
        let many = "{reissue-picture/1".repeat(500_000);
        assert_eq!(Stamp::find(many.as_bytes()), None);
        assert_eq!(Stamp::find(format!("{{{many}").as_bytes()), None);
    }

    #[test]
    fn the_words_of_an_element_come_back_from_xml() {
        let xml =
            "<dc:title\n id=\"a\"><rdf:li x=\"y\">Fish &amp;\n chips</rdf:li></dc:title>";
        assert_eq!(element(xml, "dc:title").as_deref(), Some("Fish & chips"));
        assert_eq!(element(xml, "dc:rights"), None);
    }

    #[test]
    fn metadata_go_into_an_svg_and_leave_the_drawing_as_it_was() {
        let svg = "<svg>\n<rect/>\n</svg>\n";
        let with = into_svg(svg, &Tags::default().xmp(&stamp()));
        assert_ne!(with, svg);
        assert_eq!(out_of_svg(&with), svg);
    }
}
