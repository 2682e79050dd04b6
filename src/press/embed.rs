//! A figure as a page to be framed in another: any width, light and dark, without script.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::model::diagnostic::Result;
use crate::model::document::plain;
use crate::model::escape::escape_line;
use crate::model::moment::long_date;
use crate::output::brand;
use crate::press::Order;
use crate::press::json::json;
use crate::press::picture::Subject;
use crate::press::words::Length;
use serde::Serialize;

/// Widths for which the picture is laid out, in pixels; the widest that fits is shown.
const WIDTHS: &[u32] = &[300, 360, 440, 540, 660, 800, 960, 1140];
/// Pixels under the picture for the line that says which edition is current.
const FOOT: u32 = 34;

/// What the style of both pages is filled with.
#[derive(Debug, Serialize)]
struct Looks {
    style: String,
    widths: Vec<Width>,
}

/// What the page of a figure is filled with.
#[derive(Debug, Serialize)]
struct EmbedPage<'a> {
    language: &'a str,
    title: &'a str,
    embargo: String,
    pictures: Vec<Picture>,
    link: String,
    number: &'a str,
    oembed: String,
    logo: String,
    issue: String,
    date: String,
    /// Whether there was an edition before.
    again: bool,
    /// Whether this figure changed since.
    changed: bool,
}

/// A picture of the page.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    pub width: u32,
    pub svg: String,
}

/// A width for which a picture is laid out.
#[derive(Debug, Serialize)]
struct Width {
    #[serde(rename = "width")]
    pixels: u32,
    /// The least width of a page that shows it; 0 for the narrowest.
    from: u32,
    /// The least width of a page that shows the next; 0 for the widest.
    until: u32,
}

/// An oEmbed response of type `rich`, version 1.0.
#[derive(Debug, Serialize)]
struct Oembed {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    author_name: String,
    provider_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    provider_url: String,
    cache_age: u32,
    html: String,
    width: u32,
    height: u32,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    thumbnail: Option<Thumbnail>,
}

#[derive(Debug, Serialize)]
struct Thumbnail {
    #[serde(rename = "thumbnail_url")]
    url: String,
    #[serde(rename = "thumbnail_width")]
    width: u32,
    #[serde(rename = "thumbnail_height")]
    height: u32,
}

/// A figure's page for framing, with what goes with it.
#[derive(Debug)]
pub(super) struct Embed {
    pub page: String,
    /// The look of the page, in a file of its own: a strict policy of content refuses styles
    /// within a page.
    pub style: String,
    pub oembed: Vec<u8>,
    /// The code to paste.
    pub code: String,
}

/// Draws the pictures of the page, of which a reader sees the one that fits, and returns how high they are.
pub(super) fn pictures(subject: Subject<'_>, variant: Variant) -> (u32, Vec<Picture>) {
    let voice = subject.voice;
    let texts = voice.texts(subject.block, Length::Whole);
    let look = Look::new(&voice.edition.theme, variant);
    let draw = |width: u32, height: Option<u32>| {
        let placement = Placement::Sized { width, height };
        figure::draw(subject.chart, &texts, placement, &look)
    };
    // One height serves every width, because a frame cannot follow its content: what the
    // narrow ones need. The wide ones need no more, and fill it.
    let height = WIDTHS
        .iter()
        .filter(|width| **width <= 540)
        .filter_map(|width| figure::extent(&draw(*width, None)))
        .map(|(_, height)| height.ceil() as u32)
        .max()
        .unwrap_or(480);
    let pictures = WIDTHS
        .iter()
        .map(|width| Picture { width: *width, svg: draw(*width, Some(height)) });
    (height, pictures.collect())
}

/// Makes the page.
pub(super) fn embed(
    order: &Order<'_>,
    subject: Subject<'_>,
    changed: bool,
) -> Result<Embed> {
    let voice = subject.voice;
    let meta = voice.meta();
    let (height, pictures) = pictures(subject, Variant::Light);
    let headline = plain(&subject.block.headline);
    let widths = WIDTHS.iter().enumerate().map(|(at, width)| Width {
        pixels: *width,
        from: if at == 0 { 0 } else { *width },
        until: WIDTHS.get(at + 1).copied().unwrap_or(0),
    });
    let looks = Looks { style: order.style("svg"), widths: widths.collect() };
    let id = &subject.block.id;
    let base = if meta.url.is_empty() {
        String::new()
    } else {
        format!("{}press/{id}/", meta.url)
    };
    let frame = height + FOOT;
    // Whoever pastes it before the time sees an empty frame.
    let from = if base.is_empty() { String::new() } else { voice.works_from() };
    let from = match from.as_str() {
        "" => from,
        from => format!("<!-- {}. {} -->\n", voice.embargo(), escape_line(from)),
    };
    let code = format!(
        "{from}<iframe src=\"{base}embed.html\" title=\"{}\" width=\"100%\" height=\"{frame}\" frameborder=\"0\" style=\"border:0;width:100%;height:{frame}px\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" loading=\"lazy\"></iframe>",
        escape_line(&headline)
    );
    let oembed = Oembed {
        version: "1.0",
        kind: "rich",
        title: headline.clone(),
        author_name: voice.publishers().join(", "),
        provider_name: meta.title.clone(),
        provider_url: voice.address().to_owned(),
        cache_age: 86_400,
        html: code.clone(),
        width: 660,
        height: frame,
        thumbnail: (!voice.address().is_empty()).then(|| Thumbnail {
            url: format!("{base}{id}-card.png"),
            width: 800,
            height: 418,
        }),
    };
    let page = EmbedPage {
        language: &meta.language,
        title: &headline,
        embargo: voice.embargo(),
        pictures,
        link: subject.link(),
        number: &subject.block.number,
        oembed: if voice.held().is_some() {
            String::new()
        } else {
            format!("{base}oembed.json")
        },
        logo: order.logo(),
        issue: meta.edition.clone(),
        date: long_date(&meta.date),
        again: order.before.is_some(),
        changed,
    };
    let page = order.fill("press/embed.html", &page)?;
    // The letters of the page travel in its style.
    let theme = &order.edition.theme;
    let own = brand::fonts_in(&brand::style(theme), &page, theme);
    Ok(Embed {
        style: format!("{own}{}", order.fill("press/embed.css", &looks)?),
        page,
        oembed: json(&oembed)?,
        code,
    })
}
