//! Named blocks as Typst: a call of the template's function for their form.

use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::Container;
use crate::model::document::Inline;
use crate::model::document::PictureBlock;
use crate::model::document::named;
use crate::model::document::plain;
use crate::output::picture::name;
use crate::output::picture::printed;
use crate::output::typst::inline::spoken;
use crate::output::typst::literal::literal;
use crate::output::typst::literal::tuple;
use crate::output::typst::writer::Writer;

impl Writer<'_> {
    /// Writes a picture with its caption.
    pub(super) fn picture(&mut self, block: &PictureBlock) {
        let Some(form) = printed(self.publication, block) else { return };
        self.from(&block.span);
        let file = literal(&format!("{}{}", self.pictures, name(&block.path, form)));
        let id = if block.number.is_empty() {
            "none".to_owned()
        } else {
            literal(&format!("picture-{}", block.id))
        };
        let alt = if block.decorative {
            "none".to_owned()
        } else {
            literal(&plain(&block.alt))
        };
        let caption = self.option(&block.caption);
        let tall = f64::from(block.height) / f64::from(block.width.max(1));
        self.put(&format!(
            "#picture(id: {id}, number: {}, file: {file}, alt: {alt}, caption: {}, credits: {}, tall: {tall:.4}, wide: {})",
            literal(&block.number),
            caption,
            literal(&block.credits()),
            // A drawing is as wide as on the page: 96 of its units to an inch.
            if form.ending == "svg" { block.width * 150 / 96 } else { form.width },
        ));
    }

    /// Returns the picture on the cover, or `none`.
    pub(super) fn cover(&self) -> String {
        let cover = self.publication.document.meta.cover.as_ref();
        cover.map_or_else(|| "none".to_owned(), |block| self.part(block))
    }

    /// Returns a picture that a function sets, or `none` where its file is not known.
    fn part(&self, block: &PictureBlock) -> String {
        let Some(form) = printed(self.publication, block) else {
            return "none".to_owned();
        };
        let file = literal(&format!("{}{}", self.pictures, name(&block.path, form)));
        let alt = if block.decorative {
            "none".to_owned()
        } else {
            literal(&plain(&block.alt))
        };
        format!("(file: {file}, alt: {alt}, credits: {})", literal(&block.credits()))
    }

    /// Returns the picture of who speaks or signs, or `none`.
    fn portrait(&self, container: &Container) -> String {
        match container.picture.as_deref() {
            Some(Block::Picture(block)) => self.part(block),
            _ => "none".to_owned(),
        }
    }

    /// Writes a row of logos.
    fn logos(&mut self, container: &Container, id: &str) {
        let pictures = container.blocks.iter().filter_map(|block| match block {
            Block::Picture(picture) => {
                let caption = self.option(&picture.caption);
                Some(format!("({}, {caption})", self.part(picture)))
            }
            _ => None,
        });
        let pictures = tuple(pictures);
        self.put(&format!("#logos(id: {id}, {pictures})"));
    }

    pub(super) fn container(&mut self, container: &Container) {
        self.from(&container.span);
        let form = container.kind().map_or(BlockForm::Panel, |kind| kind.form);
        let id = match container.id.as_str() {
            "" => "none".to_owned(),
            id => literal(id),
        };
        let title = self.option(&container.title);
        let label = literal(&container.label());
        match form {
            BlockForm::Columns | BlockForm::Figures => {
                let call =
                    if form == BlockForm::Columns { "columned" } else { "together" };
                let number = literal(&container.number);
                self.put(&format!(
                    "#{call}(id: {id}, label: {label}, number: {number}, title: {title}, ("
                ));
                for block in &container.blocks {
                    self.put("[");
                    match block {
                        Block::Container(column) if column.kind == "column" => {
                            self.blocks(&column.blocks);
                        }
                        Block::Figure(figure) => self.beside(figure),
                        Block::Picture(picture) => self.picture(picture),
                        other => self.blocks(std::slice::from_ref(other)),
                    }
                    self.put("],");
                }
                self.put("))");
            }
            BlockForm::Logos => self.logos(container, &id),
            BlockForm::Listing => {
                let title = if container.title.is_empty() && !label.is_empty() {
                    format!("[#{label}]")
                } else {
                    title
                };
                match container.kind.as_str() {
                    "endnotes" => {
                        let ended = std::mem::take(&mut self.ended);
                        let notes = tuple(ended.into_iter().map(|index| {
                            format!("({}, [{}])", index + 1, self.note(index))
                        }));
                        self.put(&format!(
                            "#endnotes(id: {id}, title: {title}, {notes})"
                        ));
                    }
                    "index" => {
                        let entries =
                            tuple(entries(&container.blocks).map(|(term, places)| {
                                let places = tuple(places.map(literal));
                                format!("({}, {places})", literal(term))
                            }));
                        self.put(&format!(
                            "#index-of(id: {id}, title: {title}, {entries})"
                        ));
                    }
                    _ => {
                        self.put(&format!("#listed-here(id: {id}, title: {title})"));
                        self.blocks(&container.blocks);
                    }
                }
            }
            BlockForm::Lang => {
                self.put(&format!("#text({})[", spoken(&container.language())));
                self.blocks(&container.blocks);
                self.put("]");
            }
            BlockForm::Quotation | BlockForm::Pull => {
                let call = if form == BlockForm::Pull { "pull-quote" } else { "said" };
                let by = container.field("by").unwrap_or_default().to_owned();
                let by = self.option(&by);
                let source = container.field("source").unwrap_or_default().to_owned();
                let source = self.option(&source);
                let portrait = self.portrait(container);
                let mark = match container.mark().as_str() {
                    "" => String::new(),
                    mark => format!(", mark: {}", literal(mark)),
                };
                self.put(&format!(
                    "#{call}(id: {id}, by: {by}, source: {source}, portrait: {portrait}{mark})["
                ));
                self.blocks(&container.blocks);
                self.put("]");
            }
            BlockForm::Panel
            | BlockForm::Aside
            | BlockForm::Letter
            | BlockForm::Detail
            | BlockForm::Page
            | BlockForm::Column
            | BlockForm::Alert(_) => {
                let known = container.kind().map_or(&[] as &[_], |kind| kind.fields);
                let fields = tuple(container.fields.iter().map(|(name, line)| {
                    let field = known.iter().find(|field| field.name == name);
                    let label =
                        field.map_or_else(|| name.clone(), |field| named(field.label));
                    let line = self.option(line);
                    format!("({}, {}, {line})", literal(name), literal(&label))
                }));
                let kind = literal(&container.kind);
                let call = match form {
                    BlockForm::Letter => "letter",
                    BlockForm::Page => "last-page",
                    _ => "panel",
                };
                let portrait = self.portrait(container);
                self.put(&format!(
                    "#{call}(kind: {kind}, id: {id}, label: {label}, title: {title}, fields: {fields}, portrait: {portrait})["
                ));
                if let (
                    BlockForm::Panel
                    | BlockForm::Aside
                    | BlockForm::Detail
                    | BlockForm::Page,
                    Some(Block::Picture(picture)),
                ) = (form, container.picture.as_deref())
                {
                    self.picture(picture);
                }
                self.blocks(&container.blocks);
                self.put("]");
            }
        }
    }
}

/// Returns the terms of an index, each with the anchors of its places.
fn entries(blocks: &[Block]) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
    let items = blocks.iter().flat_map(|block| match block {
        Block::List { items, .. } => items.as_slice(),
        _ => &[],
    });
    items.flatten().filter_map(|block| match block {
        Block::Paragraph { content, .. } => {
            let term = content.iter().find_map(|node| match node {
                Inline::Text { text } => Some(text.as_str()),
                _ => None,
            });
            let places = content.iter().filter_map(|node| match node {
                Inline::Ref { target, .. } => Some(target.as_str()),
                _ => None,
            });
            Some((term?, places))
        }
        _ => None,
    })
}
