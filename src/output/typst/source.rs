//! The document as Typst source: calls of the template's functions with string literals.

use crate::diag::Span;
use crate::doc::Alert;
use crate::doc::Block;
use crate::doc::Chapter;
use crate::doc::FigureBlock;
use crate::doc::Inline;
use crate::doc::TableBlock;
use crate::doc::Verdict;
use crate::doc::plain;
use crate::output::Publication;
use crate::project::Paper;
use crate::project::long_date;
use crate::stat::number::NBSP;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the main file, and the author's place behind its lines.
pub(super) fn main(
    publication: &Publication<'_>,
    paper: Paper,
) -> (String, BTreeMap<usize, Span>) {
    let mut writer = Writer {
        publication,
        out: String::new(),
        line: 1,
        lines: BTreeMap::new(),
        noted: BTreeSet::new(),
    };
    writer.head(paper);
    writer.findings();
    for chapter in &publication.document.chapters {
        writer.chapter(chapter);
    }
    (writer.out, writer.lines)
}

/// Returns a Typst string literal.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Marks of direction, controls and private characters have no place in print.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{e000}'..='\u{f8ff}' => out.push('\u{fffd}'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn tuple(items: impl Iterator<Item = String>) -> String {
    let mut out = String::from("(");
    for item in items {
        out.push_str(&item);
        out.push_str(", ");
    }
    out.push(')');
    out
}

struct Writer<'a> {
    publication: &'a Publication<'a>,
    out: String,
    line: usize,
    lines: BTreeMap<usize, Span>,
    noted: BTreeSet<usize>,
}

impl Writer<'_> {
    /// Adds text that holds no line break of its own, as a line.
    fn put(&mut self, text: &str) {
        self.line += text.matches('\n').count() + 1;
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn from(&mut self, span: &Span) {
        self.lines.insert(self.line, span.clone());
    }

    fn head(&mut self, paper: Paper) {
        let meta = &self.publication.document.meta;
        let (language, region) = match meta.language.split_once('-') {
            Some((language, region)) => (language, literal(&region.to_lowercase())),
            None => (meta.language.as_str(), "none".to_owned()),
        };
        let paper = match paper {
            Paper::A4 => "a4",
            Paper::UsLetter => "us-letter",
        };
        let authors = tuple(meta.authors.iter().map(|author| literal(&author.name)));
        let keywords = tuple(meta.keywords.iter().map(|word| literal(word)));
        let contacts = tuple(meta.contacts.iter().map(|contact| {
            let address = if contact.address.is_empty() {
                String::new()
            } else {
                format!(", {}", contact.address)
            };
            literal(&format!("{}: {}{address}", contact.role, contact.name))
        }));
        let notice = self.option(&meta.notice);
        let description = literal(&meta.description);
        let text = format!(
            "#import \"template.typ\": *\n#show: report.with(\n  title: {},\n  subtitle: {},\n  edition: {},\n  date: {},\n  language: {},\n  region: {region},\n  paper: \"{paper}\",\n  authors: {authors},\n  keywords: {keywords},\n  description: {description},\n  notice: {notice},\n  licence: {},\n  citation: {},\n  contacts: {contacts},\n  draft: {},\n)\n#let notice = {notice}",
            literal(&meta.title),
            literal(&meta.subtitle),
            literal(&meta.edition),
            literal(&long_date(&meta.date)),
            literal(language),
            literal(&meta.licence.name),
            literal(&meta.citation),
            self.publication.draft,
        );
        self.put(&text);
    }

    fn findings(&mut self) {
        let document = self.publication.document;
        if document.findings.is_empty() {
            return;
        }
        self.put("#chapter(\"key-findings\", \"\")[#\"Key findings\"]");
        for finding in &document.findings {
            let numbers = tuple(finding.numbers.iter().map(|number| {
                let value = plain(std::slice::from_ref(&number.stat));
                let (figure, unit) = value.split_once(NBSP).unwrap_or((&value, ""));
                let unit = unit.replace(NBSP, " ");
                format!(
                    "({}, {}, {})",
                    literal(figure),
                    literal(&unit),
                    literal(&number.label)
                )
            }));
            let body = self.inlines(&finding.content);
            let title = literal(&finding.title);
            self.put(&format!("#finding(title: {title}, numbers: {numbers})[{body}]"));
        }
    }

    fn chapter(&mut self, chapter: &Chapter) {
        let title = self.inlines(&chapter.title);
        self.put(&format!(
            "#chapter({}, {})[{title}]",
            literal(&chapter.id),
            literal(&chapter.number)
        ));
        self.blocks(&chapter.blocks);
        if chapter.file.is_empty() && chapter.id == "references" {
            for reference in &self.publication.document.references {
                let body = self.inlines(&reference.content);
                let id = literal(&format!("ref-{}", reference.key));
                self.put(&format!("#reference({id})[{body}]"));
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, number, content, span } => {
                self.from(span);
                let body = self.inlines(content);
                let level = (*level).clamp(2, 3);
                let (id, number) = (literal(id), literal(number));
                self.put(&format!("#section({level}, {id}, {number})[{body}]"));
            }
            Block::Paragraph { content, span } => {
                self.from(span);
                let body = self.inlines(content);
                self.put(&format!("#par[{body}]"));
            }
            Block::List { start, items } => {
                let open = match start {
                    None => "#list(".to_owned(),
                    Some(start) => format!("#enum(start: {start}, "),
                };
                self.put(&open);
                for item in items {
                    self.put("[");
                    self.blocks(item);
                    self.put("],");
                }
                self.put(")");
            }
            Block::Quote { blocks } => {
                self.put("#quotation[");
                self.blocks(blocks);
                self.put("]");
            }
            Block::Alert { kind, blocks } => {
                let title = match kind {
                    Alert::Note => "Note",
                    Alert::Tip => "Tip",
                    Alert::Important => "Important",
                    Alert::Warning => "Warning",
                    Alert::Caution => "Caution",
                };
                self.put(&format!("#alert(\"{title}\")["));
                self.blocks(blocks);
                self.put("]");
            }
            Block::Code { text, .. } => {
                let text =
                    text.lines().map(literal).collect::<Vec<_>>().join(" + \"\\n\" + ");
                let text = if text.is_empty() { "\"\"".to_owned() } else { text };
                self.put(&format!("#raw(block: true, {text})"));
            }
            Block::Definitions { items } => {
                for (term, meanings) in items {
                    let term = self.inlines(term);
                    self.put(&format!("#definition([{term}], ("));
                    for meaning in meanings {
                        self.put("[");
                        self.blocks(meaning);
                        self.put("],");
                    }
                    self.put("))");
                }
            }
            Block::Rule => self.put("#line(length: 100%, stroke: 0.5pt)"),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
        }
    }

    fn option(&mut self, content: &[Inline]) -> String {
        if content.is_empty() {
            return "none".to_owned();
        }
        format!("[{}]", self.inlines(content))
    }

    fn figure(&mut self, figure: &FigureBlock) {
        self.from(&figure.span);
        let alt = self
            .publication
            .figures
            .get(&figure.id)
            .map(|drawn| drawn.alternatives.alt.clone())
            .unwrap_or_default();
        let text = format!(
            "#chart(id: {}, number: {}, headline: {}, subtitle: {}, file: {}, alt: {}, note: {}, source: {}, notice: notice)",
            literal(&format!("figure-{}", figure.id)),
            literal(&figure.number),
            self.option(&figure.headline),
            self.option(&figure.subtitle),
            literal(&format!("figures/{}.svg", figure.id)),
            literal(&alt),
            self.option(&figure.note),
            self.option(&figure.source),
        );
        self.put(&text);
    }

    fn table(&mut self, table: &TableBlock) {
        self.from(&table.span);
        let widths = widths(table);
        let aligns = tuple(table.columns.iter().map(|column| {
            if column.numeric { "right".to_owned() } else { "left".to_owned() }
        }));
        let head = tuple(
            table
                .columns
                .iter()
                .map(|column| format!("[{}]", self.inlines(&column.label))),
        );
        let id = if table.id.is_empty() {
            "none".to_owned()
        } else {
            literal(&format!("table-{}", table.id))
        };
        let size = match table.columns.len() {
            0..=5 => "8.5pt",
            6..=7 => "7.8pt",
            _ => "7pt",
        };
        let title = self.option(&table.title);
        let subtitle = self.option(&table.subtitle);
        let number = literal(&table.number);
        self.put(&format!(
            "#data-table(id: {id}, number: {number}, headline: {title}, subtitle: {subtitle}, widths: {widths}, aligns: {aligns}, size: {size}, head: {head}, rows: ("
        ));
        for row in &table.rows {
            let cells = tuple(
                row.iter().map(|cell| format!("[{}]", self.inlines(&cell.content))),
            );
            self.put(&format!("  {cells},"));
        }
        let note = self.option(&table.note);
        let source = self.option(&table.source);
        let notice = if table.id.is_empty() { "none" } else { "notice" };
        self.put(&format!("), note: {note}, source: {source}, notice: {notice})"));
    }

    fn inlines(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        for node in content {
            self.inline(node, &mut out);
        }
        out
    }

    fn text(out: &mut String, text: &str) {
        if !text.is_empty() {
            out.push('#');
            out.push_str(&literal(text));
            out.push(';');
        }
    }

    fn inline(&mut self, node: &Inline, out: &mut String) {
        match node {
            Inline::Text { text }
            | Inline::Fixed { text, .. }
            | Inline::Stat { text, .. } => {
                Self::text(out, text);
            }
            Inline::Emph { content } => {
                let inner = self.inlines(content);
                out.push_str(&format!("#emph[{inner}];"));
            }
            Inline::Strong { content } => {
                let inner = self.inlines(content);
                out.push_str(&format!("#strong[{inner}];"));
            }
            Inline::Strike { content } => {
                let inner = self.inlines(content);
                out.push_str(&format!("#strike[{inner}];"));
            }
            Inline::Code { text } => out.push_str(&format!("#raw({});", literal(text))),
            Inline::Link { url, content } => {
                let inner = self.inlines(content);
                out.push_str(&format!("#link({})[{inner}];", literal(url)));
            }
            Inline::Image { alt, .. } => Self::text(out, alt),
            Inline::Claim(claim) => {
                let inner = self.inlines(&claim.content);
                match claim.verdict {
                    Verdict::Holds => out.push_str(&inner),
                    Verdict::Fails => {
                        let because = literal(&claim.because);
                        out.push_str(&format!("#fails({because})[{inner}];"));
                    }
                }
            }
            Inline::Ref { target, text } => {
                out.push_str(&format!(
                    "#link(label({}))[#{};];",
                    literal(target),
                    literal(text)
                ));
            }
            Inline::Cite { keys, text } => {
                let target = format!("ref-{}", keys.first().map_or("", String::as_str));
                let listed = self
                    .publication
                    .document
                    .references
                    .iter()
                    .any(|reference| format!("ref-{}", reference.key) == target)
                    && self.publication.document.chapters.iter().any(|chapter| {
                        chapter.file.is_empty() && chapter.id == "references"
                    });
                if listed {
                    let (target, text) = (literal(&target), literal(text));
                    out.push_str(&format!("#link(label({target}))[#{text};];"));
                } else {
                    Self::text(out, text);
                }
            }
            Inline::Footnote { index } => {
                let label = format!("note-{}", index + 1);
                if self.noted.insert(*index) {
                    let blocks = self
                        .publication
                        .document
                        .footnotes
                        .get(*index)
                        .map(|note| note.blocks.as_slice())
                        .unwrap_or_default();
                    let mut body = String::new();
                    for block in blocks {
                        if let Block::Paragraph { content, .. } = block {
                            body.push_str(&self.inlines(content));
                            body.push(' ');
                        }
                    }
                    out.push_str(&format!(
                        "#footnote[{}]#label({});",
                        body.trim_end(),
                        literal(&label)
                    ));
                } else {
                    out.push_str(&format!("#footnote(label({}));", literal(&label)));
                }
            }
            Inline::Checkbox { checked } => {
                out.push_str(&format!("#checkbox({checked});"));
            }
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str("#linebreak();"),
        }
    }
}

/// Returns the widths of a table's columns. Where all fits on a line, columns take what they
/// need and the first the rest; else they share the page by what they hold, and none is
/// narrower than its longest word.
fn widths(table: &TableBlock) -> String {
    let length = |content: &[Inline]| plain(content).chars().count();
    let word = |content: &[Inline]| {
        let text = plain(content);
        text.split([' ', NBSP]).map(|word| word.chars().count()).max().unwrap_or(0)
    };
    let mut needs = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let cells =
            || table.rows.iter().filter_map(|row| row.get(at)).map(|cell| &cell.content);
        let whole = cells().map(|cell| length(cell)).max().unwrap_or(0);
        let longest =
            cells().map(|cell| word(cell)).max().unwrap_or(0).max(word(&column.label));
        needs.push((whole.max(length(&column.label).min(14)), longest));
    }
    // About 95 characters of the table's type fit on the page's width.
    let total: usize = needs.iter().map(|(whole, _)| whole + 3).sum();
    if total <= 95 {
        let auto =
            (0..needs.len()).map(|at| if at == 0 { "1fr" } else { "auto" }.to_owned());
        return tuple(auto);
    }
    tuple(needs.iter().map(|(whole, longest)| {
        format!("{}fr", (*whole).clamp(*longest, 34.max(*longest)) + 3)
    }))
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn a_text_cannot_leave_its_literal() {
        assert_eq!(
            literal("\" + read(\"/etc/passwd\") + \"\\"),
            "\"\\\" + read(\\\"/etc/passwd\\\") + \\\"\\\\\""
        );
        assert_eq!(literal("#import \"x\"\n"), "\"#import \\\"x\\\" \"");
    }
}
