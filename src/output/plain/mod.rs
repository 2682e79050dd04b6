//! A document as plain text: in lines of 72 columns for e-mail, or as Markdown for a content
//! system.
//!
//! **In:** a [`Publication`].
//! **Out:** text.
//! **Guarantees:** the embargo comes first and the notice is there; no line of the plain form is
//! longer than 72 columns unless it is one word; in Markdown no text of the data is markup.

mod inline;
mod table;
mod writer;

use crate::model::document::Block;
use crate::model::document::BlockForm as Layout;
use crate::model::document::Container;
use crate::model::document::FigureBlock;
use crate::model::document::Inline;
use crate::model::document::Meta;
use crate::model::document::PictureBlock;
use crate::model::document::named;
use crate::model::format::NBSP;
use crate::model::moment::long_date;
use crate::output::Publication;
use crate::output::plain::inline::escaped;
use crate::output::plain::writer::COLUMNS;
use crate::output::plain::writer::TextForm;
use crate::output::plain::writer::Writer;
use crate::say;

/// Returns a document as plain text for e-mail.
pub fn text(publication: &Publication<'_>) -> String {
    written(publication, TextForm::Text)
}

/// Returns a document as Markdown, with its title and date before it.
pub fn markdown(publication: &Publication<'_>) -> String {
    written(publication, TextForm::Markdown)
}

fn written(publication: &Publication<'_>, form: TextForm) -> String {
    let document = &*publication.document.laid_out();
    Writer::new(&Publication { document, ..*publication }, form).written()
}

impl Writer<'_> {
    fn written(mut self) -> String {
        let meta = &self.publication.document.meta;
        if self.form == TextForm::Markdown {
            self.front_matter(meta);
        }
        let embargo = meta.embargo_words();
        if !embargo.is_empty() {
            self.strong(&embargo);
        }
        if self.publication.draft {
            self.strong(&say!("draft"));
        }
        let title = if meta.headline.is_empty() {
            vec![Inline::text(&meta.title)]
        } else {
            meta.headline.clone()
        };
        if self.form == TextForm::Text {
            let above = format!("{}, {}", meta.called_for(), long_date(&meta.date));
            self.words(&above);
        }
        self.heading(1, &title);
        if !meta.standfirst.is_empty() {
            self.line(&meta.standfirst);
        }
        for chapter in &self.publication.document.chapters {
            let mut title = chapter.title.clone();
            if !chapter.number.is_empty() {
                title.insert(0, Inline::text(format!("{} ", chapter.number)));
            }
            self.heading(2, &title);
            let (text, back) = chapter.before_back();
            self.blocks(text);
            if chapter.file.is_empty() && chapter.id == "references" {
                for reference in &self.publication.document.references {
                    self.line(&reference.content);
                }
            }
            self.blocks(back);
        }
        self.foot(meta);
        let mut out = self.out.trim_end().to_owned();
        out.push('\n');
        out
    }

    /// What a content system reads before the text.
    fn front_matter(&mut self, meta: &Meta) {
        let fields = [
            ("title", meta.title.as_str()),
            ("description", &meta.subtitle),
            ("date", &meta.date),
            ("lang", &meta.language),
            ("kind", &meta.kind),
            ("audience", &meta.audience),
            ("canonical", &meta.url),
            ("embargo", &meta.embargo_words()),
        ];
        self.out.push_str("---\n");
        for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            // A text of JSON is a text of YAML.
            let text = serde_json::to_string(text).unwrap_or_default();
            self.out.push_str(&format!("{name}: {text}\n"));
        }
        self.out.push_str("---\n\n");
    }

    fn foot(&mut self, meta: &Meta) {
        self.rule();
        if !meta.notice.is_empty() {
            self.line(&meta.notice);
        }
        for contact in &meta.contacts {
            let address = if contact.address.is_empty() {
                String::new()
            } else {
                format!(", {}", contact.address)
            };
            self.words(&format!("{}: {}{address}", contact.role, contact.name));
        }
        if !meta.citation.is_empty() {
            self.words(&say!("cite-line", citation = meta.citation.as_str()));
        }
        if !meta.licence.name.is_empty() {
            let licence = [meta.licence.name.as_str(), &meta.licence.url];
            let licence: Vec<&str> =
                licence.into_iter().filter(|text| !text.is_empty()).collect();
            self.words(&say!("licence-line", licence = licence.join(", ")));
        }
        let whole = self.publication.whole.map_or("", |whole| &whole.meta.title);
        let report = self.publication.report_url().unwrap_or_default();
        let from = [whole, report];
        let from: Vec<&str> = from.into_iter().filter(|text| !text.is_empty()).collect();
        if !from.is_empty() {
            self.words(&say!("whole-line", report = from.join(", ")));
        }
    }

    /// Adds plain words as a paragraph.
    fn words(&mut self, words: &str) {
        self.line(&[Inline::text(words)]);
    }

    fn strong(&mut self, words: &str) {
        self.line(&[Inline::Strong { content: vec![Inline::text(words)] }]);
    }

    fn rule(&mut self) {
        let rule = if self.form == TextForm::Text { "-- " } else { "---" };
        self.raw(rule.trim_end());
        self.end();
    }

    /// Adds a paragraph.
    fn line(&mut self, content: &[Inline]) {
        let text = self.inlines(content);
        self.paragraph(&text);
        self.notes(content);
    }

    fn paragraph(&mut self, text: &str) {
        for line in text.split('\n') {
            self.wrapped(line);
        }
        self.end();
    }

    /// Ends a block: an empty line follows.
    fn end(&mut self) {
        let indent = self.indent.trim_end();
        self.out.push_str(indent);
        self.out.push('\n');
    }

    /// Adds a line as it is.
    fn raw(&mut self, text: &str) {
        let mark = self.mark.take().unwrap_or_else(|| self.indent.clone());
        let mut line = format!("{mark}{text}");
        if self.form == TextForm::Text {
            // What belongs together was not parted; in mail it is a plain space.
            line = line.replace(NBSP, " ");
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Adds a line, broken where it would be too long.
    fn wrapped(&mut self, text: &str) {
        if self.form == TextForm::Markdown {
            self.raw(text.trim_start());
            return;
        }
        let room = COLUMNS.saturating_sub(self.indent.chars().count()).max(20);
        let mut line = String::new();
        for word in text.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let long = line.chars().count() + 1 + word.chars().count() > room;
            if long && !line.is_empty() {
                self.raw(&std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.raw(&line);
    }

    fn heading(&mut self, level: usize, content: &[Inline]) {
        let text = self.inlines(content);
        if self.form == TextForm::Markdown {
            self.raw(&format!("{} {}", "#".repeat(level), text.replace('\n', " ")));
            self.end();
            return;
        }
        let before = self.out.len();
        self.wrapped(&text.replace('\n', " "));
        if level <= 2 {
            let lines = self.out.get(before..).unwrap_or_default().lines();
            let width = lines.map(|line| line.chars().count()).max().unwrap_or_default();
            self.raw(&if level == 1 { "=" } else { "-" }.repeat(width));
        }
        self.end();
    }

    /// Adds the notes whose marks are in a line for the first time.
    fn notes(&mut self, content: &[Inline]) {
        let mut new = Vec::new();
        inline::marks(content, &mut new);
        for index in new {
            let note = self.publication.document.footnotes.get(index);
            if let Some(note) = note.filter(|_| self.noted.insert(index)) {
                let mark = format!("[{}] ", index + 1);
                self.within(&mark, |writer| writer.blocks(&note.blocks));
            }
        }
    }

    /// Writes something further in, the first line behind a mark.
    fn within(&mut self, mark: &str, write: impl FnOnce(&mut Self)) {
        let first = format!("{}{mark}", self.mark.take().unwrap_or(self.indent.clone()));
        let before = self.indent.clone();
        let quoted = mark.starts_with('>');
        let further =
            if quoted { mark.to_owned() } else { " ".repeat(mark.chars().count()) };
        self.indent.push_str(&further);
        self.mark = Some(first);
        write(self);
        self.indent = before;
        self.mark = None;
    }

    /// Writes what somebody said, with an empty line behind it that is no part of it.
    fn quoted(&mut self, blocks: &[Block]) {
        self.within("> ", |writer| writer.blocks(blocks));
        let last = format!("{}>\n", self.indent);
        if let Some(before) = self.out.strip_suffix(&last) {
            let length = before.len();
            self.out.truncate(length);
            self.end();
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, number, content, .. } => {
                let mut title = content.clone();
                if !number.is_empty() {
                    title.insert(0, Inline::text(format!("{number} ")));
                }
                self.heading(usize::from(*level) + 1, &title);
            }
            Block::Paragraph { content, .. } => self.line(content),
            Block::List { start, items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    let number = start.map(|start| start + index as u64);
                    let mark = number.map_or("- ".to_owned(), |n| format!("{n}. "));
                    self.within(&mark, |writer| writer.blocks(item));
                    // Items of one paragraph stand one under the other.
                    let close = matches!(item.as_slice(), [Block::Paragraph { .. }]);
                    if close && index + 1 < items.len() && self.out.ends_with("\n\n") {
                        self.out.pop();
                    }
                }
            }
            Block::Quote { blocks } => self.quoted(blocks),
            Block::Alert { kind, title, blocks } => {
                let label = [Inline::text(kind.label())];
                let title = if title.is_empty() { &label[..] } else { title };
                self.line(&[Inline::Strong { content: title.to_vec() }]);
                self.blocks(blocks);
            }
            Block::Code { text, .. } => {
                for line in text.lines() {
                    self.raw(&format!("    {line}"));
                }
                self.end();
            }
            Block::Definitions { items } => {
                for (term, meanings) in items {
                    self.line(&[Inline::Strong { content: term.clone() }]);
                    for meaning in meanings {
                        self.within("  ", |writer| writer.blocks(meaning));
                    }
                }
            }
            Block::Rule => self.rule(),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Equation { number, formula, .. } => {
                let number = if number.is_empty() {
                    String::new()
                } else {
                    format!(" ({number})")
                };
                self.words(&format!("{}{number}", formula.words()));
            }
            Block::Picture(picture) => self.picture(picture),
            Block::Container(container) => self.container(container),
        }
    }

    fn figure(&mut self, figure: &FigureBlock) {
        let label = match figure.number.as_str() {
            "" => String::new(),
            number => format!("{}: ", say!("figure-caption", number = number)),
        };
        let mut title = vec![Inline::text(label)];
        title.extend(figure.headline.iter().cloned());
        self.line(&[Inline::Strong { content: title }]);
        self.line_of(&figure.subtitle);
        let drawn = self.publication.figures.get(&figure.id);
        let sentences: Vec<String> =
            drawn.map(|drawn| drawn.alternatives.long.clone()).unwrap_or_default();
        if !sentences.is_empty() {
            self.words(&sentences.join(" "));
        }
        self.line_of(&figure.note);
        if !figure.source.is_empty() {
            let mut source = vec![Inline::text(format!("{} ", say!("source")))];
            source.extend(figure.source.iter().cloned());
            self.line(&source);
        }
        if let (Some(url), Some(whole)) =
            (self.publication.report_url(), self.publication.whole)
        {
            let address =
                format!("{url}{}", whole.address(&format!("figure-{}", figure.id)));
            let content = vec![Inline::text(&address)];
            let link = Inline::Link { url: address, content };
            self.line(&[Inline::text(format!("{} ", say!("picture-line"))), link]);
        }
    }

    fn line_of(&mut self, content: &[Inline]) {
        if !content.is_empty() {
            self.line(content);
        }
    }

    fn picture(&mut self, picture: &PictureBlock) {
        self.line_of(&picture.caption);
        let credits = picture.credits();
        if !credits.is_empty() {
            self.words(&credits);
        }
    }

    fn container(&mut self, container: &Container) {
        let form = container.kind().map_or(Layout::Panel, |kind| kind.form);
        if matches!(form, Layout::Quotation | Layout::Pull) {
            let mark = container.mark();
            if !mark.is_empty() {
                self.words(&format!("[{mark}]"));
            }
            self.quoted(&container.blocks);
            let by: Vec<String> = container
                .fields
                .iter()
                .map(|(_, content)| self.inlines(content))
                .filter(|text| !text.is_empty())
                .collect();
            if !by.is_empty() {
                self.paragraph(&format!("— {}", by.join(", ")));
            }
            return;
        }
        // Notes have a place of their own in a text.
        if container.kind == "endnotes" {
            return;
        }
        if form == Layout::Lang {
            let markdown = self.form == TextForm::Markdown;
            if markdown {
                self.paragraph(&format!("<div lang=\"{}\">", container.language()));
            }
            self.blocks(&container.blocks);
            if markdown {
                self.paragraph("</div>");
            }
            return;
        }
        let label = container.label();
        let title = self.inlines(&container.title);
        let head = match (label.as_str(), title.as_str()) {
            ("", title) => title.to_owned(),
            (label, "") => escaped(label, self.form),
            (label, title) => format!("{}: {title}", escaped(label, self.form)),
        };
        if !head.is_empty() {
            let head = if self.form == TextForm::Markdown {
                format!("**{head}**")
            } else {
                head
            };
            self.paragraph(&head);
        }
        self.blocks(&container.blocks);
        let kind = container.kind();
        for (name, content) in &container.fields {
            let label = kind.and_then(|kind| kind.fields.iter().find(|f| f.name == name));
            let label = label.map_or_else(String::new, |field| named(field.label));
            let text = self.inlines(content);
            let label =
                if label.is_empty() { String::new() } else { format!("{label}: ") };
            self.paragraph(&format!("{label}{text}"));
        }
    }
}
