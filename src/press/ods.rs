//! Tables as an `OpenDocument` spreadsheet that follows the Analysis Function's guidance for
//! accessible spreadsheets: a cover sheet, a list of contents, notes, and one marked table
//! on each sheet, without merged cells, blank rows or meaning by colour.

use crate::diag::Result;
use crate::figure::escape;
use crate::output::archive;
use crate::press::Files;
use crate::press::sheet::NOTHING;
use crate::press::sheet::Sheet;
use crate::press::sheet::Value;
use crate::press::words::Voice;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Returns the tables as one workbook.
pub(super) fn workbook(voice: Voice<'_>, sheets: &[Sheet]) -> Result<Vec<u8>> {
    let files: Files = [
        ("mimetype", MIME.to_owned()),
        ("META-INF/manifest.xml", manifest()),
        ("content.xml", content(voice, sheets)),
        ("meta.xml", meta(voice)),
        ("styles.xml", styles(voice)),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect();
    archive::document(&files)
}

fn manifest() -> String {
    let entry = |path: &str, kind: &str| {
        format!(
            "<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>\n"
        )
    };
    format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\n{}{}{}{}</manifest:manifest>\n",
        entry("/", MIME),
        entry("content.xml", "text/xml"),
        entry("meta.xml", "text/xml"),
        entry("styles.xml", "text/xml"),
    )
}

fn meta(voice: Voice<'_>) -> String {
    let meta = voice.meta();
    format!(
        "{HEAD}<office:document-meta {NAMESPACES}>\n<office:meta>\n<dc:title>{}</dc:title>\n<dc:creator>{}</dc:creator>\n<dc:language>{}</dc:language>\n<dc:description>{}</dc:description>\n</office:meta>\n</office:document-meta>\n",
        escape(&format!("Tables of {}", meta.title)),
        escape(&voice.publishers().join(", ")),
        escape(&meta.language),
        escape(&voice.notice()),
    )
}

fn styles(voice: Voice<'_>) -> String {
    let (language, country) =
        voice.meta().language.split_once('-').unwrap_or((&voice.meta().language, "none"));
    let cell = |name: &str, size: u8, bold: &str| {
        format!(
            "<style:style style:name=\"{}\" style:display-name=\"{name}\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:text-properties fo:font-size=\"{size}pt\" fo:font-weight=\"{bold}\"/></style:style>\n",
            name.replace(' ', "_20_")
        )
    };
    format!(
        "{HEAD}<office:document-styles {NAMESPACES}>\n<office:styles>\n<style:default-style style:family=\"table-cell\"><style:text-properties style:font-name=\"Arial\" fo:font-family=\"Arial\" fo:font-size=\"12pt\" fo:language=\"{}\" fo:country=\"{}\"/></style:default-style>\n<style:style style:name=\"Default\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"top\"/></style:style>\n{}{}</office:styles>\n</office:document-styles>\n",
        escape(language),
        escape(country),
        cell("Heading 1", 16, "bold"),
        cell("Heading 2", 14, "bold"),
    )
}

/// A sheet of the workbook on its way to XML.
struct Page {
    name: String,
    widths: Vec<&'static str>,
    body: String,
}

impl Page {
    fn new(name: impl Into<String>, widths: Vec<&'static str>) -> Self {
        Self { name: name.into(), widths, body: String::new() }
    }

    /// Adds a row with words in its first column.
    fn row(&mut self, style: &str, text: &str) {
        let cell = words(style, text);
        let _ = writeln!(self.body, "<table:table-row>{cell}</table:table-row>");
    }

    fn write(&self, out: &mut String) {
        let _ = writeln!(out, "<table:table table:name=\"{}\">", escape(&self.name));
        for width in &self.widths {
            let _ = writeln!(out, "<table:table-column table:style-name=\"{width}\"/>");
        }
        out.push_str(&self.body);
        out.push_str("</table:table>\n");
    }
}

fn words(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!(" table:style-name=\"{style}\"")
    };
    format!(
        "<table:table-cell{style} office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
        escape(text)
    )
}

fn link(target: &str, text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p><text:a xlink:type=\"simple\" xlink:href=\"{}\">{}</text:a></text:p></table:table-cell>",
        escape(target),
        escape(text)
    )
}

fn content(voice: Voice<'_>, sheets: &[Sheet]) -> String {
    let decimals: BTreeSet<usize> = sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().flatten())
        .filter_map(|value| match value {
            Value::Number { decimals, .. } => Some(*decimals),
            Value::Words(_) => None,
        })
        .collect();
    let mut out = format!(
        "{HEAD}<office:document-content {NAMESPACES}>\n<office:automatic-styles>\n"
    );
    for (name, width) in [("wide", "16cm"), ("first", "8cm"), ("other", "4.2cm")] {
        let _ = writeln!(
            out,
            "<style:style style:name=\"{name}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width}\"/></style:style>"
        );
    }
    for count in decimals {
        let _ = writeln!(
            out,
            "<number:number-style style:name=\"digits{count}\"><number:number number:decimal-places=\"{count}\" number:min-decimal-places=\"{count}\" number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>\n<style:style style:name=\"number{count}\" style:family=\"table-cell\" style:parent-style-name=\"Default\" style:data-style-name=\"digits{count}\"/>"
        );
    }
    out.push_str("<style:style style:name=\"head\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:table-cell-properties fo:wrap-option=\"wrap\" fo:border-bottom=\"1pt solid #000000\"/><style:text-properties fo:font-weight=\"bold\"/></style:style>\n<style:style style:name=\"wrap\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:table-cell-properties fo:wrap-option=\"wrap\"/></style:style>\n</office:automatic-styles>\n<office:body>\n<office:spreadsheet>\n");
    cover(voice).write(&mut out);
    contents(sheets).write(&mut out);
    notes(voice).write(&mut out);
    let mut ranges = range("contents", "Contents", 3, 2, sheets.len() + 3);
    ranges.push_str(&range("notes", "Notes", 3, 2, NOTES.len() + 3));
    for sheet in sheets {
        let (page, first) = table(sheet);
        page.write(&mut out);
        let (columns, last) = (sheet.heads.len(), first + sheet.rows.len());
        ranges.push_str(&range(&sheet.id, &page.name, first, columns, last));
    }
    let _ = write!(
        out,
        "<table:database-ranges>\n{ranges}</table:database-ranges>\n</office:spreadsheet>\n</office:body>\n</office:document-content>\n"
    );
    out
}

/// Marks a table, so that assistive technology and programs find its bounds. Rows count
/// from 1; the first is that of the heads.
fn range(id: &str, sheet: &str, first: usize, columns: usize, last: usize) -> String {
    format!(
        "<table:database-range table:name=\"{}\" table:target-range-address=\"{sheet}.A{first}:{sheet}.{}{last}\" table:contains-header=\"true\" table:display-filter-buttons=\"false\"/>\n",
        escape(id),
        letters(columns)
    )
}

/// The name of a column, counted from 1: A, B … Z, AA.
fn letters(mut column: usize) -> String {
    let mut out = String::new();
    while column > 0 {
        column -= 1;
        let letter = u8::try_from(column % 26).unwrap_or(0) + b'A';
        out.insert(0, char::from(letter));
        column /= 26;
    }
    out
}

fn cover(voice: Voice<'_>) -> Page {
    let meta = voice.meta();
    let mut page = Page::new("Cover", vec!["wide"]);
    page.row("Heading_20_1", &format!("Tables of {}", meta.title));
    let mut part = |title: &str, text: &str| {
        if !text.is_empty() {
            page.row("Heading_20_2", title);
            page.row("wrap", text);
        }
    };
    part("What this workbook holds", &meta.subtitle);
    part("Embargo", &voice.embargo());
    part("Notice", &crate::doc::plain(&meta.notice));
    part("Edition", &voice.issue());
    part("Publishers", &voice.publishers().join(", "));
    part("Licence", &format!("{} {}", meta.licence.name, meta.licence.url));
    part("How to cite", &voice.citation());
    part("Address", &meta.url);
    for contact in &meta.contacts {
        let words = format!("{} {}", contact.name, contact.address);
        part(&format!("{} contact", contact.role), words.trim());
    }
    part("Copy", &voice.mark());
    page
}

fn contents(sheets: &[Sheet]) -> Page {
    let mut page = Page::new("Contents", vec!["first", "wide"]);
    page.row("Heading_20_1", "Contents");
    page.row("wrap", "This worksheet contains one table: the tables of this workbook, each with a link to its worksheet.");
    let _ = writeln!(
        page.body,
        "<table:table-row>{}{}</table:table-row>",
        words("head", "Worksheet"),
        words("head", "Title")
    );
    for sheet in sheets {
        let name = name(sheet);
        let _ = writeln!(
            page.body,
            "<table:table-row>{}{}</table:table-row>",
            link(&format!("#{name}.A1"), &format!("Table {}", sheet.number)),
            words("wrap", &titled(sheet))
        );
    }
    page
}

const NOTES: &[(&str, &str)] = &[
    (NOTHING, "No value: missing or suppressed in the data, or not applicable."),
    (
        "Rounding",
        "Numbers are rounded as in the report; totals may differ from the sum of their parts.",
    ),
];

fn notes(voice: Voice<'_>) -> Page {
    let mut page = Page::new("Notes", vec!["first", "wide"]);
    page.row("Heading_20_1", "Notes");
    page.row(
        "wrap",
        &format!(
            "This worksheet contains one table: what holds for every table. {}",
            voice.notice()
        ),
    );
    let row = |style: &str, a: &str, b: &str| {
        format!(
            "<table:table-row>{}{}</table:table-row>\n",
            words(style, a),
            words(style, b)
        )
    };
    page.body.push_str(&row("head", "Mark", "Meaning"));
    for (mark, meaning) in NOTES {
        page.body.push_str(&row("wrap", mark, meaning));
    }
    page
}

fn name(sheet: &Sheet) -> String {
    format!("Table_{}", sheet.number.replace('.', "_"))
}

fn titled(sheet: &Sheet) -> String {
    if sheet.subtitle.is_empty() {
        sheet.title.clone()
    } else {
        format!("{}: {}", sheet.title, sheet.subtitle)
    }
}

/// Returns a table's sheet, and the row of its heads.
fn table(sheet: &Sheet) -> (Page, usize) {
    let others = sheet.heads.len().saturating_sub(1);
    let mut widths = vec!["first"];
    widths.extend(std::iter::repeat_n("other", others));
    let mut page = Page::new(name(sheet), widths);
    page.row("Heading_20_1", &format!("Table {}: {}", sheet.number, titled(sheet)));
    page.row("", &format!("This worksheet contains one table. Marks such as {NOTHING} are explained on the Notes worksheet."));
    let mut first = 3;
    let source = format!("Source: {}", sheet.source);
    for (text, there) in [(&sheet.note, &sheet.note), (&source, &sheet.source)] {
        if !there.is_empty() {
            page.row("", text);
            first += 1;
        }
    }
    page.body.push_str("<table:table-row>");
    for head in &sheet.heads {
        page.body.push_str(&words("head", head));
    }
    page.body.push_str("</table:table-row>\n");
    for row in &sheet.rows {
        page.body.push_str("<table:table-row>");
        for value in row {
            match value {
                Value::Words(text) => page.body.push_str(&words("", text)),
                Value::Number { text, decimals } => {
                    let _ = write!(
                        page.body,
                        "<table:table-cell table:style-name=\"number{decimals}\" office:value-type=\"float\" office:value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"
                    );
                }
            }
        }
        page.body.push_str("</table:table-row>\n");
    }
    (page, first)
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["A", "Z", "AA", "AZ", "AAA"]);
    }
}
