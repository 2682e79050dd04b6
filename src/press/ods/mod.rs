//! Tables as an `OpenDocument` spreadsheet that follows the Analysis Function's guidance for
//! accessible spreadsheets: a cover sheet, a list of contents, notes, and one marked table
//! on each sheet, without merged cells, blank rows or meaning by colour. Columns are as wide
//! as their words, heads repeat on paper, and every sheet prints on the width of a page.

mod page;

use crate::model::diagnostic::Result;
use crate::model::document::NOT_APPLICABLE;
use crate::model::document::NOT_AVAILABLE;
use crate::model::escape::escape_line;
use crate::model::format::round;
use crate::output::archive;
use crate::output::sheet::SheetCell;
use crate::output::sheet::TableSheet;
use crate::press::Files;
use crate::press::ods::page::Alignment;
use crate::press::ods::page::OdsPage;
use crate::press::ods::page::link;
use crate::press::ods::page::range;
use crate::press::ods::page::width;
use crate::press::ods::page::words;
use crate::press::words::Voice;
use crate::say;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Every sheet prints on the width of a page.
const PAPER: &str = "<office:automatic-styles>\n<style:page-layout style:name=\"paper\"><style:page-layout-properties fo:page-width=\"29.7cm\" fo:page-height=\"21cm\" style:print-orientation=\"landscape\" style:scale-to-X=\"1\" style:scale-to-Y=\"0\"/></style:page-layout>\n</office:automatic-styles>\n<office:master-styles>\n<style:master-page style:name=\"Default\" style:page-layout-name=\"paper\"/>\n</office:master-styles>\n";

/// Returns the tables as one workbook.
pub(super) fn workbook(voice: Voice<'_>, sheets: &[TableSheet]) -> Result<Vec<u8>> {
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
        escape_line(&say!("ods-tables-of", title = meta.title.as_str())),
        escape_line(&voice.publishers().join(", ")),
        escape_line(&meta.language),
        escape_line(&voice.notice()),
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
        "{HEAD}<office:document-styles {NAMESPACES}>\n<office:styles>\n<style:default-style style:family=\"table-cell\"><style:text-properties style:font-name=\"Arial\" fo:font-family=\"Arial\" fo:font-size=\"12pt\" fo:language=\"{}\" fo:country=\"{}\"/></style:default-style>\n<style:style style:name=\"Default\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"top\" fo:padding-left=\"2mm\" fo:padding-right=\"2mm\"/></style:style>\n{}{}</office:styles>\n{PAPER}</office:document-styles>\n",
        escape_line(language),
        escape_line(country),
        cell("Heading 1", 16, "bold"),
        cell("Heading 2", 14, "bold"),
    )
}

/// Width of the words of the first sheets.
const WIDE: u32 = 160;

fn content(voice: Voice<'_>, sheets: &[TableSheet]) -> String {
    let marks = marks(sheets);
    let tables: Vec<(OdsPage, usize)> =
        sheets.iter().map(|sheet| table(voice, sheet, !marks.is_empty())).collect();
    let fronts = [cover(voice), contents(sheets), notes(voice, &marks)];
    let pages = || fronts.iter().chain(tables.iter().map(|(page, _)| page));
    let widths: BTreeSet<u32> =
        pages().flat_map(|page| page.widths.iter().copied()).collect();
    let decimals: BTreeSet<usize> = sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().flatten())
        .filter_map(|value| match value {
            SheetCell::Number { decimals, .. } => Some(*decimals),
            SheetCell::Words(_) => None,
        })
        .collect();
    let mut out = format!(
        "{HEAD}<office:document-content {NAMESPACES}>\n<office:automatic-styles>\n<style:style style:name=\"sheet\" style:family=\"table\" style:master-page-name=\"Default\"/>\n"
    );
    for width in widths {
        let _ = writeln!(
            out,
            "<style:style style:name=\"mm{width}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width}mm\"/></style:style>"
        );
    }
    for count in decimals {
        let _ = writeln!(
            out,
            "<number:number-style style:name=\"digits{count}\"><number:number number:decimal-places=\"{count}\" number:min-decimal-places=\"{count}\" number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>\n<style:style style:name=\"number{count}\" style:family=\"table-cell\" style:parent-style-name=\"Default\" style:data-style-name=\"digits{count}\"/>"
        );
    }
    for side in [Alignment::Left, Alignment::Right] {
        let align = if side == Alignment::Right { "end" } else { "start" };
        let _ = write!(
            out,
            "<style:style style:name=\"{}\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:table-cell-properties fo:wrap-option=\"wrap\" fo:border-bottom=\"1pt solid #000000\" style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"{align}\"/><style:text-properties fo:font-weight=\"bold\"/></style:style>\n<style:style style:name=\"{}\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:table-cell-properties fo:wrap-option=\"wrap\" style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"{align}\"/></style:style>\n",
            side.head(),
            side.words(),
        );
    }
    out.push_str("</office:automatic-styles>\n<office:body>\n<office:spreadsheet>\n");
    pages().for_each(|page| page.write(&mut out));
    let mut ranges = range("contents", &say!("ods-contents"), 3, 2, sheets.len() + 3);
    ranges.push_str(&range(
        "notes",
        &say!("ods-notes"),
        notes_head(voice),
        2,
        notes_head(voice) + marks.len() + 1,
    ));
    for (sheet, (page, first)) in sheets.iter().zip(&tables) {
        let (columns, last) = (sheet.heads.len(), first + sheet.rows.len());
        ranges.push_str(&range(&sheet.id, &page.name, *first, columns, last));
    }
    let _ = write!(
        out,
        "<table:database-ranges>\n{ranges}</table:database-ranges>\n</office:spreadsheet>\n</office:body>\n</office:document-content>\n"
    );
    out
}

fn cover(voice: Voice<'_>) -> OdsPage {
    let meta = voice.meta();
    let mut page = OdsPage::new(say!("ods-cover"), vec![WIDE]);
    page.row("Heading_20_1", &say!("ods-tables-of", title = meta.title.as_str()));
    let mut part = |title: &str, text: &str| {
        if !text.is_empty() {
            page.row("Heading_20_2", title);
            page.row("wrap", text);
        }
    };
    part(&say!("ods-holds"), &meta.subtitle);
    part(&say!("press-embargo-label"), &voice.embargo());
    part(&say!("ods-notice"), &crate::model::document::plain(&meta.notice));
    part(&say!("edition"), &voice.issue());
    part(&say!("ods-publishers"), &voice.publishers().join(", "));
    part(&say!("licence"), &format!("{} {}", meta.licence.name, meta.licence.url));
    part(&say!("ods-cite"), &voice.citation());
    part(&say!("ods-address"), voice.address());
    for contact in &meta.contacts {
        let words = format!("{} {}", contact.name, contact.address);
        part(&say!("ods-contact", role = contact.role.as_str()), words.trim());
    }
    part(&say!("ods-copy"), &voice.mark());
    page
}

fn contents(sheets: &[TableSheet]) -> OdsPage {
    let mut page = OdsPage::new(say!("ods-contents"), vec![35, WIDE]);
    page.row("Heading_20_1", &say!("ods-contents"));
    page.row("", &say!("ods-contents-about"));
    let heads = [say!("ods-worksheet"), say!("title")];
    page.heads(heads.iter().map(|head| (head.as_str(), Alignment::Left)));
    for sheet in sheets {
        let target = format!("#{}.A1", name(sheet));
        let link = link(&target, &say!("table-caption", number = sheet.number.as_str()));
        page.cells([link, words("wrap", &titled(sheet))]);
    }
    page
}

/// The marks that stand in place of values, with what they mean, where they are used.
fn marks(sheets: &[TableSheet]) -> Vec<(String, String)> {
    let used = |mark: &str| {
        let mut values = sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
        values.any(|value| matches!(value, SheetCell::Words(text) if text == mark))
    };
    let all = [
        (NOT_AVAILABLE, say!("ods-no-value")),
        (NOT_APPLICABLE, say!("ods-not-applicable")),
    ];
    let used = all.into_iter().filter(|(mark, _)| used(mark));
    used.map(|(mark, meaning)| (mark.to_owned(), meaning)).collect()
}

/// The row of the heads of the notes.
fn notes_head(voice: Voice<'_>) -> usize {
    3 + rows(&voice.notice()).count()
}

fn notes(voice: Voice<'_>, marks: &[(String, String)]) -> OdsPage {
    let mut page = OdsPage::new(say!("ods-notes"), vec![35, WIDE]);
    page.row("Heading_20_1", &say!("ods-notes"));
    page.row("", &say!("ods-notes-about"));
    for sentence in rows(&voice.notice()) {
        page.row("", sentence);
    }
    let heads = [say!("ods-mark"), say!("ods-meaning")];
    page.heads(heads.iter().map(|head| (head.as_str(), Alignment::Left)));
    let rounding = (say!("ods-rounding"), say!("ods-rounding-about"));
    for (mark, meaning) in marks.iter().chain([&rounding]) {
        page.cells([words("wrap", mark), words("wrap", meaning)]);
    }
    page
}

/// Sentences, each for a row of its own: words over a table are not wrapped.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim).filter(|sentence| !sentence.is_empty())
}

fn name(sheet: &TableSheet) -> String {
    let printed = say!("table-caption", number = sheet.number.as_str());
    printed.replace(|letter: char| !letter.is_alphanumeric(), "_")
}

fn titled(sheet: &TableSheet) -> String {
    if sheet.subtitle.is_empty() {
        sheet.title.clone()
    } else {
        format!("{}: {}", sheet.title, sheet.subtitle)
    }
}

/// Returns a table's sheet, and the row of its heads.
fn table(voice: Voice<'_>, sheet: &TableSheet, marked: bool) -> (OdsPage, usize) {
    let columns =
        sheet.heads.iter().enumerate().map(|(at, head)| {
            width(head, sheet.rows.iter().filter_map(|row| row.get(at)))
        });
    let mut page = OdsPage::new(name(sheet), columns.collect());
    page.row(
        "Heading_20_1",
        &say!(
            "ods-table-title",
            number = sheet.number.as_str(),
            title = sheet.title.as_str(),
        ),
    );
    let mut first = 2;
    let explained =
        if marked { format!(" {}", say!("ods-marks")) } else { String::new() };
    let source = match sheet.source.as_str() {
        "" => String::new(),
        source => say!("source-line", source = source),
    };
    let about = format!("{}{explained}", say!("ods-one-table"));
    for text in [&sheet.subtitle, &voice.embargo(), &about, &sheet.note, &source] {
        for sentence in rows(text) {
            page.row("", sentence);
            first += 1;
        }
    }
    let column = |at: usize| sheet.rows.iter().filter_map(move |row| row.get(at));
    let sides: Vec<Alignment> =
        (0..sheet.heads.len()).map(|at| Alignment::of(column(at))).collect();
    page.heads(sheet.heads.iter().map(String::as_str).zip(sides.iter().copied()));
    for row in &sheet.rows {
        page.cells(row.iter().zip(&sides).map(|(value, side)| match value {
            SheetCell::Words(text) => words(side.words(), text),
            SheetCell::Number { text, decimals } => format!(
                "<table:table-cell table:style-name=\"number{decimals}\" office:value-type=\"float\" office:value=\"{text}\"><text:p>{}</text:p></table:table-cell>",
                text.parse().map_or_else(|_| text.clone(), |value| round(value, *decimals))
            ),
        }));
    }
    (page, first)
}
