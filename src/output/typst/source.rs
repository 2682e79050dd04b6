//! The document as Typst source: calls of the template's functions with string literals.

use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Inline;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::model::format::NBSP;
use crate::model::moment::long_date;
use crate::output::Publication;
use crate::output::typst::Attached;
use crate::output::typst::breaks::breakable;
use crate::output::typst::literal::code;
use crate::output::typst::literal::literal;
use crate::output::typst::literal::tuple;
use crate::output::typst::math;
use crate::output::typst::writer::TITLE;
use crate::output::typst::writer::Words;
use crate::output::typst::writer::Writer;
use crate::project::Paper;
use crate::project::PdfDecl;
use crate::say;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The generated chapter that says where numbers come from.
const PROVENANCE: &str = "provenance";

/// Returns the main file, and the author's place behind its lines.
pub(super) fn main(
    publication: &Publication<'_>,
    pdf: &PdfDecl,
    attached: &[Attached],
    pictures: &str,
) -> (String, BTreeMap<usize, Span>) {
    let document = publication.document;
    let generated = |id: &str| {
        document
            .chapters
            .iter()
            .any(|chapter| chapter.file.is_empty() && chapter.id == id)
    };
    let listed = document.references.iter().filter(|_| generated("references"));
    let mut writer = Writer {
        publication,
        pictures,
        linked: generated(PROVENANCE),
        used: BTreeSet::new(),
        listed: listed.map(|reference| reference.key.clone()).collect(),
        noted: BTreeSet::new(),
        ended: Vec::new(),
        words: Words { width: 30.0, bold: false },
        out: String::new(),
        line: 1,
        lines: BTreeMap::new(),
    };
    writer.attach(attached);
    writer.head(pdf);
    writer.findings();
    for chapter in &document.chapters {
        writer.chapter(chapter);
    }
    (writer.out, writer.lines)
}

/// What a template may not leave out.
pub(super) const TOLD: [&str; 2] = ["embargo", "notice"];
/// How the message begins with which the document refuses itself when it does.
pub(super) const UNTOLD: &str = "reissue: the template leaves out the ";

/// The mark by which a text is found again in the finished document.
fn mark(what: &str) -> String {
    format!("#metadata(none)<told:{what}>")
}

/// Marks the content of a block, which has no beginning yet; what stands for nothing stays.
fn told(what: &str, content: Option<&str>, nothing: &str) -> String {
    content.map_or_else(|| nothing.to_owned(), |rest| format!("[{}{rest}", mark(what)))
}

/// Asks for a marked text before the template has a say.
fn asked(what: &str) -> String {
    format!(
        "#context if query(<told:{what}>).len() == 0 {{ panic(\"{UNTOLD}{what}\") }}\n"
    )
}

impl Writer<'_> {
    /// Puts data into the PDF: their bytes are read from beside the pictures, so that they have their own names.
    fn attach(&mut self, attached: &[Attached]) {
        for Attached { name, title, .. } in attached {
            let path = literal(&format!("{}{name}", self.pictures));
            self.put(&format!(
                "#pdf.attach({}, read({path}, encoding: none), relationship: \"data\", mime-type: \"text/csv\", description: {})\n",
                literal(name),
                literal(title),
            ));
        }
    }

    fn head(&mut self, pdf: &PdfDecl) {
        let meta = &self.publication.document.meta;
        let (language, region) = match meta.language.split_once('-') {
            Some((language, region)) => (language, literal(&region.to_lowercase())),
            None => (meta.language.as_str(), "none".to_owned()),
        };
        let paper = match pdf.paper {
            Paper::A4 => "a4",
            Paper::UsLetter => "us-letter",
        };
        let named = |fields: &[(&str, &str)]| {
            let fields =
                fields.iter().map(|(name, text)| format!("{name}: {}", literal(text)));
            format!("({})", fields.collect::<Vec<_>>().join(", "))
        };
        let authors = tuple(meta.authors.iter().map(|author| {
            let role = match author.role.as_str() {
                "publisher" => say!("role-publisher"),
                role => role.to_owned(),
            };
            named(&[("name", &author.name), ("role", &role), ("url", &author.url)])
        }));
        let keywords = tuple(meta.keywords.iter().map(|word| literal(word)));
        let contacts = tuple(meta.contacts.iter().map(|contact| {
            named(&[
                ("role", &contact.role),
                ("name", &contact.name),
                ("address", &contact.address),
            ])
        }));
        let cover = self.cover();
        let notice = self.option(&meta.notice);
        let notice = told("notice", notice.strip_prefix('['), &notice);
        let embargo = meta.embargo_words();
        let content = format!("#{}]", literal(&embargo));
        let shown = Some(content.as_str()).filter(|_| !embargo.is_empty());
        let shown = told("embargo", shown, "\"\"");
        for what in TOLD {
            if [&notice, &shown].iter().any(|content| content.contains(&mark(what))) {
                self.put(&asked(what));
            }
        }
        let description = literal(&sentences(&[&embargo, &meta.description]));
        // What few documents have: a template of an older project need not know it.
        let rare = [
            (!meta.kind.is_empty())
                .then(|| format!("\n  kind: {},", literal(&meta.called_for()))),
            pdf.facing.then(|| "\n  facing: true,".to_owned()),
            (pdf.bleed > 0).then(|| format!("\n  bleed: {}mm,", pdf.bleed)),
            pdf.archive.then(|| "\n  dated: true,".to_owned()),
        ];
        let rare: String = rare.into_iter().flatten().collect();
        let text = format!(
            "#import \"template.typ\": *\n#show: report.with(\n  title: {},\n  subtitle: {},\n  edition: {},\n  date: {},\n  language: {},\n  region: {region},\n  paper: \"{paper}\",\n  authors: {authors},\n  keywords: {keywords},\n  description: {description},\n  notice: {notice},\n  licence: {},\n  citation: {},\n  contacts: {contacts},\n  url: {},\n  embargo: {},\n  draft: {},\n  whole: {},\n  picture: {cover},{rare}\n)",
            literal(&breakable(&meta.title, 10.0, true)),
            literal(&breakable(&meta.subtitle, TITLE, false)),
            literal(&meta.edition),
            literal(&long_date(&meta.date)),
            literal(language),
            named(&[("name", &meta.licence.name), ("url", &meta.licence.url)]),
            literal(&meta.citation),
            literal(&meta.url),
            shown,
            self.publication.draft,
            self.publication
                .whole
                .map_or_else(|| "none".to_owned(), |whole| literal(&whole.meta.title)),
        );
        self.put(&text);
    }

    fn findings(&mut self) {
        let document = self.publication.document;
        if document.findings.is_empty() {
            return;
        }
        self.put(&format!(
            "#chapter(\"key-findings\", \"\")[#{}]",
            literal(&say!("key-findings"))
        ));
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
            let caveat = literal(&finding.caveat);
            self.put(&format!(
                "#finding(title: {title}, numbers: {numbers}, caveat: {caveat})[{body}]"
            ));
        }
    }

    fn chapter(&mut self, chapter: &Chapter) {
        let title = self.title(&chapter.title);
        let opening =
            if self.publication.whole.is_some() { "opening" } else { "chapter" };
        self.put(&format!(
            "#{opening}({}, {})[{title}]",
            literal(&chapter.id),
            literal(&chapter.number)
        ));
        let (text, back) = chapter.before_back();
        if chapter.file.is_empty() && chapter.id == PROVENANCE {
            let linked = std::mem::replace(&mut self.linked, false);
            self.origins(text);
            self.linked = linked;
        } else {
            self.blocks(text);
        }
        if chapter.file.is_empty() && chapter.id == "references" {
            for reference in &self.publication.document.references {
                let body = self.inlines(&reference.content);
                let id = literal(&format!("ref-{}", reference.key));
                self.put(&format!("#reference({id})[{body}]"));
            }
        }
        self.blocks(back);
    }

    /// The appendix on where numbers come from: entries that numbers lead to.
    fn origins(&mut self, blocks: &[Block]) {
        for block in blocks {
            let Block::Definitions { items } = block else {
                self.block(block);
                continue;
            };
            self.put("#dense[");
            for (term, meanings) in items {
                let name = term.iter().find_map(|node| match node {
                    Inline::Code { text } => Some(text.as_str()),
                    _ => None,
                });
                let title = self.inlines(term);
                let meanings =
                    tuple(meanings.iter().flatten().map(|block| match block {
                        Block::Paragraph { content, .. } => {
                            format!("[{}]", self.inlines(content))
                        }
                        _ => "[]".to_owned(),
                    }));
                let name = literal(name.unwrap_or_default());
                self.put(&format!("#origin({name}, [{title}], {meanings})"));
            }
            self.put("]");
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, number, content, span } => {
                self.from(span);
                let body = self.title(content);
                if *level > 5 {
                    self.put(&format!("#subhead({})[{body}]", literal(id)));
                    return;
                }
                let (id, number) = (literal(id), literal(number));
                self.put(&format!("#section({level}, {id}, {number})[{body}]"));
            }
            Block::Paragraph { content, span } => {
                self.from(span);
                let body = self.inlines(content);
                self.put(&format!("#par[{body}]"));
            }
            Block::List { start, loose, items } => {
                let tight = !loose;
                let open = match start {
                    None => format!("#list(tight: {tight}, "),
                    Some(start) => format!("#enum(tight: {tight}, start: {start}, "),
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
            Block::Alert { kind, title, blocks } => {
                let title = if title.is_empty() {
                    literal(&kind.label())
                } else {
                    self.option(title)
                };
                self.put(&format!("#alert({title})["));
                self.blocks(blocks);
                self.put("]");
            }
            Block::Container(container) => self.container(container),
            Block::Picture(picture) => self.picture(picture),
            Block::Equation { id, number, formula, span } => {
                self.from(span);
                let id = if id.is_empty() { "none".to_owned() } else { literal(id) };
                let shown = math::equation(formula, Some(number));
                self.put(&format!("#marked({id}, {shown})"));
            }
            Block::Code { text, .. } => {
                self.put(&format!(
                    "#raw(block: true, {})",
                    code(&breakable(text, 40.0, true))
                ));
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
}
