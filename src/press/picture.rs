//! A figure as pictures: laid out anew for each size and tone, with its record in the file.

use crate::figure;
use crate::figure::Drawn;
use crate::figure::Look;
use crate::figure::Pixels;
use crate::figure::Variant;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::document::FigureBlock;
use crate::model::document::plain;
use crate::press::size::Size;
use crate::press::stamp;
use crate::press::stamp::Stamp;
use crate::press::stamp::Tags;
use crate::press::words::Length;
use crate::press::words::Voice;
use std::sync::Arc;

/// A figure on its way out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub voice: Voice<'a>,
    pub block: &'a FigureBlock,
    pub chart: &'a Chart,
}

/// One size and tone of a figure, not yet a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shot<'a> {
    pub subject: Subject<'a>,
    pub size: &'static Size,
    pub tone: &'static str,
}

/// The words and the record that the pictures of a figure share.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub tags: Arc<Tags>,
    pub stamp: Stamp,
}

/// A picture that is drawn, with words and a record of its own, which lacks the hash of its content.
#[derive(Debug, Clone)]
pub(super) struct Taken<'a> {
    pub shot: Shot<'a>,
    pub svg: Arc<str>,
    /// What of the chart it does not show; empty where it shows all.
    pub left_out: String,
    pub tags: Arc<Tags>,
    pub stamp: Stamp,
}

impl Words {
    /// The same with more at the end of the alternative text.
    fn and(&self, said: &str) -> Self {
        let tags =
            Tags { alt: format!("{} {said}", self.tags.alt), ..(*self.tags).clone() };
        let stamp = Stamp { words: tags.hash(), ..self.stamp.clone() };
        Self { tags: Arc::new(tags), stamp }
    }
}

impl<'a> Subject<'a> {
    /// Finds what a figure of the document draws.
    pub(super) fn new(voice: Voice<'a>, block: &'a FigureBlock) -> Result<Self> {
        let chart = voice.edition.figures.get(&block.id).ok_or_else(|| {
            let message = format!("the edition has no chart for `{}`", block.id);
            Diagnostic::error(Code::R0702, message).help("build the edition again")
        })?;
        Ok(Self { voice, block, chart })
    }

    /// The chart in words.
    pub(super) fn alternatives(self) -> figure::Alternatives {
        figure::describe(self.chart, &self.voice.texts(self.block, Length::Whole))
    }

    /// Hash of what is drawn.
    pub(super) fn values(self) -> String {
        stamp::hash(&serde_json::to_vec(self.chart).unwrap_or_default())
    }

    /// Where it stands once the report is published.
    pub(super) fn link(self) -> String {
        self.voice.permalink(&format!("figure-{}", self.block.id))
    }

    /// The words that travel in the files of its pictures.
    fn tags(self) -> Tags {
        let meta = self.voice.meta();
        Tags {
            title: plain(&self.block.headline),
            alt: self.alternatives().alt,
            caption: self.voice.caption(self.block).trim_end().replace('\n', " "),
            creator: self.voice.publishers().join(", "),
            rights: [meta.licence.name.as_str(), meta.licence.url.as_str()]
                .join(" ")
                .trim()
                .to_owned(),
            source: plain(&self.block.source),
        }
    }

    /// The words and the record that its pictures share.
    pub(super) fn words(self) -> Words {
        let tags = self.tags();
        let stamp = self.stamp(&tags);
        Words { tags: Arc::new(tags), stamp }
    }

    fn stamp(self, tags: &Tags) -> Stamp {
        let meta = self.voice.meta();
        Stamp {
            report: meta.title.clone(),
            edition: meta.edition.clone(),
            date: meta.date.clone(),
            figure: self.block.id.clone(),
            values: self.values(),
            words: tags.hash(),
            embargo: self.voice.embargo_moment().to_owned(),
            recipient: self.voice.terms.recipient.clone().unwrap_or_default(),
            link: self.link(),
            ..Stamp::new()
        }
    }
}

impl Shot<'_> {
    /// The name of its files, without an ending: `business_line-social-dark`.
    pub(super) fn name(&self) -> String {
        let tone = if self.tone == "light" { "" } else { "-dark" };
        format!("{}-{}{tone}", self.subject.block.id, self.size.name)
    }

    /// Draws it.
    pub(super) fn svg(&self) -> String {
        self.drawn().svg
    }

    fn drawn(&self) -> Drawn {
        let Subject { voice, block, chart } = self.subject;
        let texts = voice.texts(block, self.size.length);
        figure::draw_whole(chart, &texts, self.size.placement(), &self.look())
    }

    fn look(&self) -> Look {
        let variant = match (self.tone, self.size.on_paper()) {
            ("dark", _) => Variant::Dark,
            (_, true) => Variant::Print,
            (_, false) => Variant::Light,
        };
        Look::new(&self.subject.voice.edition.theme, variant)
    }

    /// The record of one file, from what those of the figure share.
    fn stamp(&self, shared: &Stamp, content: String) -> Stamp {
        Stamp {
            size: self.size.name.to_owned(),
            tone: self.tone.to_owned(),
            content,
            ..shared.clone()
        }
    }

    /// Its pixels. What was drawn larger to hold its words comes out at the size asked for.
    pub(super) fn pixels(&self, svg: &str) -> Result<Pixels> {
        figure::set_in(&self.subject.voice.edition.theme, || {
            let drawn = figure::pixels(svg, self.measures(svg));
            Ok(drawn.map_err(|why| self.failed(&why))?)
        })
    }

    /// Pixels across and down.
    pub(super) fn measures(&self, svg: &str) -> (u32, u32) {
        let (width, height) = self.size.pixels();
        let drawn = || {
            let (across, down) = figure::extent(svg)?;
            Some((down / across * f64::from(width)).round() as u32)
        };
        (width, height.or_else(drawn).unwrap_or(width))
    }

    fn failed(&self, why: &str) -> Diagnostic {
        failed(&self.name(), why)
    }
}

impl<'a> Taken<'a> {
    /// Draws a size in one tone.
    pub(super) fn of(shot: Shot<'a>, words: &Words) -> Self {
        Self::with(shot, shot.drawn(), words)
    }

    /// What it leaves out is said at the end of its alternative text.
    fn with(shot: Shot<'a>, drawn: Drawn, words: &Words) -> Self {
        let Drawn { svg, left_out } = drawn;
        let words =
            if left_out.is_empty() { words.clone() } else { words.and(&left_out) };
        let stamp = shot.stamp(&words.stamp, String::new());
        Self { shot, svg: svg.into(), left_out, tags: words.tags, stamp }
    }

    /// As SVG, with its words and its record.
    pub(super) fn stamped_svg(&self) -> Vec<u8> {
        let content = stamp::hash(self.svg.as_bytes());
        let stamp = Stamp { content, ..self.stamp.clone() };
        stamp::into_svg(&self.svg, &self.tags.xmp(&stamp)).into_bytes()
    }
}

/// Draws one size of a figure in every tone in which a pack holds it.
pub(super) fn drawn<'a>(
    subject: Subject<'a>,
    size: &'static Size,
    words: &Words,
) -> Vec<Taken<'a>> {
    let shots: Vec<Shot<'a>> =
        size.tones().iter().map(|tone| Shot { subject, size, tone }).collect();
    let looks: Vec<Look> = shots.iter().map(Shot::look).collect();
    let texts = subject.voice.texts(subject.block, size.length);
    let drawn = figure::draw_each(subject.chart, &texts, size.placement(), &looks);
    let each = shots.into_iter().zip(drawn);
    each.map(|(shot, drawn)| Taken::with(shot, drawn, words)).collect()
}

/// Says why a picture cannot be turned to pixels.
pub(super) fn failed(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code::R0702, format!("`{name}` cannot become a PNG: {why}"))
}

/// Hash of pixels, whatever the file that holds them.
pub(super) fn pixels_hash(pixels: &Pixels) -> String {
    hashed(pixels.width, |hasher| {
        hasher.update(&pixels.rgb);
    })
}

/// The same of pixels that come in pieces.
pub(super) fn hashed(width: u32, feed: impl FnOnce(&mut blake3::Hasher)) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&width.to_le_bytes());
    feed(&mut hasher);
    hasher.finalize().to_hex().chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use crate::press::picture::Words;
    use crate::press::stamp::Stamp;
    use crate::press::stamp::Tags;
    use std::sync::Arc;

    #[test]
    fn words_of_a_picture_end_with_what_it_leaves_out_and_are_recorded_so() {
        let tags = Tags { alt: "Bar chart.".to_owned(), ..Tags::default() };
        let stamp = Stamp { words: tags.hash(), ..Stamp::new() };
        let shared = Words { tags: Arc::new(tags), stamp };
        let own = shared.and("Shown: 1 of 3 rows.");
        assert_eq!(own.tags.alt, "Bar chart. Shown: 1 of 3 rows.");
        assert_eq!(own.stamp.words, own.tags.hash());
        assert_ne!(own.stamp.words, shared.stamp.words);
    }
}
