//! Everything of one figure: its pictures, words, data, page to frame and card.

use crate::figure;
use crate::labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::document;
use crate::model::document::FigureBlock;
use crate::model::document::Finding;
use crate::model::document::plain;
use crate::press::Files;
use crate::press::Order;
use crate::press::embed::Embed;
use crate::press::embed::embed;
use crate::press::entry::Entry;
use crate::press::entry::ShownPicture;
use crate::press::exposure::Exposure;
use crate::press::fact::fact;
use crate::press::json::json;
use crate::press::picture;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::Taken;
use crate::press::print::PrintSheet;
use crate::press::search;
use crate::press::size::DOTS;
use crate::press::size::SIZES;
use crate::press::size::Size;
use crate::press::size::TONES;
use crate::press::size::packed;
use crate::press::stamp::Stamp;
use crate::press::words::Voice;
use crate::say;
use rayon::prelude::*;

/// A figure's files but for its pixels, those that are still to come, what the pack's page says of it, and what goes
/// to the PDFs.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub files: Files,
    pub exposures: Vec<Exposure>,
    pub entry: Entry<'a>,
    pub sheets: Vec<PrintSheet>,
}

/// Every size in every tone, also those that no pack holds.
pub(super) fn shots(subject: Subject<'_>) -> Vec<Shot<'_>> {
    SIZES
        .iter()
        .flat_map(|size| TONES.iter().map(move |tone| Shot { subject, size, tone }))
        .collect()
}

/// Makes everything of one figure but its pixels.
pub(super) fn figure<'a>(order: &Order<'a>, block: &'a FigureBlock) -> Result<Made<'a>> {
    let voice = order.voice();
    let subject = Subject::new(voice, block)?;
    let shared = subject.words();
    let id = &block.id;
    let labels = labels::current();
    let sizes: Vec<&Size> = packed().collect();
    let drawn: Vec<Vec<Taken<'_>>> = sizes
        .into_par_iter()
        .map(|size| {
            let _within = labels::enter(&labels);
            picture::drawn(subject, size, &shared)
        })
        .collect();
    let mut files = Files::new();
    let (mut pictures, mut sheets, mut exposures) = (Vec::new(), Vec::new(), Vec::new());
    for tones in drawn {
        exposures.push(Exposure::new(&tones, &voice.edition.theme));
        for taken in tones {
            pictures.push(shown(&taken));
            let path = format!("{id}/{}.svg", taken.shot.name());
            files.insert(path, taken.stamped_svg());
            // Nobody prints pixels of a screen.
            if taken.shot.size.on_paper() {
                sheets.push(PrintSheet::picture(taken));
            }
        }
    }
    let words = subject.alternatives();
    let changed = order.changed(id);
    let Embed { page, style, oembed, code } = embed(order, subject, !changed.is_empty())?;
    let findings = &voice.edition.document.findings;
    let finding = |finding: &&Finding| finding.figure.as_ref() == Some(id);
    let entry = Entry {
        id,
        number: &block.number,
        headline: plain(&block.headline),
        subtitle: plain(&block.subtitle),
        alt: words.alt.clone(),
        long: words.long.clone(),
        caption: voice.caption(block),
        cite: cite(subject),
        code,
        post: post(voice, id, &[&plain(&block.headline)], &subject.link())
            .map(|bytes| {
                String::from_utf8(bytes).unwrap_or_default().trim_end().to_owned()
            })
            .unwrap_or_default(),
        words: search::of_figure(order.edition, block, &order.synonyms),
        link: subject.link(),
        pictures,
        changed,
        finding: findings.iter().find(finding).map(|finding| fact(voice, finding)),
    };
    let text = |files: &mut Files, name: &str, text: &str| {
        files.insert(format!("{id}/{name}"), text.as_bytes().to_vec());
    };
    text(&mut files, "caption.txt", &entry.caption);
    text(&mut files, "alt.txt", &voice.on_terms(&words.alt));
    text(&mut files, "embed.html", &page);
    text(&mut files, "embed.css", &style);
    text(&mut files, "embed-code.txt", &format!("{}\n", entry.code));
    text(&mut files, "card.html", &order.card(&entry)?);
    files.insert(format!("{id}/oembed.json"), oembed);
    files.insert(format!("{id}/data.csv"), figure::csv(subject.chart));
    files.insert(
        format!("{id}/metadata.json"),
        json(&metadata(subject, &entry, &shared.stamp))?,
    );
    sheets.push(PrintSheet::card(subject, &entry, &shared));
    Ok(Made { files, exposures, entry, sheets })
}

/// How to cite a figure.
pub(super) fn cite(subject: Subject<'_>) -> String {
    let report = subject.voice.citation();
    let link = subject.link();
    let link = if link.is_empty() { link } else { format!(" {link}") };
    let number = subject.block.number.as_str();
    format!("{}{link}", say!("press-figure-in", number = number, report = report))
}

/// The sizes of a picture, and of the smallest letters in it.
fn shown(taken: &Taken<'_>) -> ShownPicture {
    let (shot, svg) = (&taken.shot, &*taken.svg);
    let size = shot.size;
    let (width, height) = shot.measures(svg);
    let (units, _) = figure::extent(svg).unwrap_or((1.0, 1.0));
    let dots = if size.on_paper() { DOTS } else { 1.0 };
    let type_size = smallest_type(svg) * f64::from(width) / units / dots;
    ShownPicture {
        file: shot.name(),
        size: size.name,
        tone: shot.tone,
        purpose: size.purpose(),
        paper: size.on_paper(),
        width,
        height,
        type_size: (type_size * 10.0).round() / 10.0,
        left_out: taken.left_out.clone(),
    }
}

/// Returns the least size of type in a drawing.
fn smallest_type(svg: &str) -> f64 {
    svg.split("font-size=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"')?.0.parse::<f64>().ok())
        .fold(f64::INFINITY, f64::min)
}

fn metadata(subject: Subject<'_>, entry: &Entry<'_>, stamp: &Stamp) -> serde_json::Value {
    let voice = subject.voice;
    let meta = voice.meta();
    let own = |name: &str| name.starts_with(&format!("figures/{}.", subject.block.id));
    let outputs = &voice.edition.outputs;
    let outputs: std::collections::BTreeMap<_, _> =
        outputs.iter().filter(|(name, _)| own(name)).collect();
    serde_json::json!({
        "id": entry.id,
        "number": entry.number,
        "title": entry.headline,
        "subtitle": entry.subtitle,
        "alt": entry.alt,
        "description": entry.long,
        "source": plain(&subject.block.source),
        "note": plain(&subject.block.note),
        "notice": plain(&meta.notice),
        "licence": meta.licence,
        "citation": entry.cite,
        "permalink": entry.link,
        "report": meta.title,
        "publishers": voice.publishers(),
        "contacts": meta.contacts,
        "edition": meta.edition,
        "date": meta.date,
        "draft": voice.edition.draft,
        "embargo": voice.embargo_moment(),
        "recipient": voice.terms.recipient,
        "changed": entry.changed,
        "statistics": subject.chart.statistics(),
        "pictures": entry.pictures,
        "hashes": {"values": stamp.values, "words": stamp.words, "outputs": outputs},
    })
}

/// The most characters of a post.
const POST: usize = 280;

/// Returns the words of a post: the first sentence that fits with what must travel with it. The
/// embargo and the notice are never left out.
pub(super) fn post(
    voice: Voice<'_>,
    id: &str,
    sentences: &[&str],
    link: &str,
) -> Result<Vec<u8>> {
    let notice = plain(&voice.meta().notice);
    let first = notice.find(". ").and_then(|at| notice.get(..=at));
    let notice = first.unwrap_or(&notice);
    let source = format!("({}, {})", voice.meta().title, voice.meta().edition);
    for sentence in sentences {
        let said = document::sentences(&[&voice.embargo(), sentence, notice]);
        for source in [source.as_str(), ""] {
            let parts = [said.as_str(), source, link];
            let text: Vec<&str> =
                parts.into_iter().filter(|part| !part.is_empty()).collect();
            let text = text.join(" ");
            if text.chars().count() <= POST && !(source.is_empty() && link.is_empty()) {
                return Ok(format!("{text}\n").into_bytes());
            }
        }
    }
    let message = format!(
        "`{id}` does not fit a post of {POST} characters with what must travel with it"
    );
    Err(Diagnostic::error(Code::R0702, message)
        .help("give the figure a shorter headline, or the finding a shorter title")
        .into())
}

/// The size of a picture unless another is asked for.
pub const USUAL: &str = "social";

/// The forms of one snippet.
pub(super) const FORMS: &[&str] = &[
    "png", "svg", "csv", "caption", "alt", "citation", "embed", "json", "quote", "post",
];

/// One form of a figure.
pub(super) fn one(
    order: &Order<'_>,
    block: &FigureBlock,
    form: &str,
    (size, tone): (Option<&str>, &str),
) -> Result<Vec<u8>> {
    let subject = Subject::new(order.voice(), block)?;
    let asked = size.is_some();
    let size = size.unwrap_or(USUAL);
    let size = known(SIZES.iter(), |known: &&Size| known.name, size, "size")?;
    let tone = known(TONES.iter(), |known: &&&str| known, tone, "tone")?;
    let shot = Shot { subject, size, tone };
    let shared = subject.words();
    let taken = || Taken::of(shot, &shared);
    let line = |text: String| Ok(format!("{}\n", text.trim_end()).into_bytes());
    match form {
        "png" => {
            let files = Exposure::new(&[taken()], &order.edition.theme).files()?;
            Ok(files.into_iter().next().map(|(_, png)| png).unwrap_or_default())
        }
        "svg" => Ok(taken().stamped_svg()),
        "csv" => Ok(figure::csv(subject.chart)),
        "caption" => line(order.voice().caption(block)),
        // Of a size, what that size shows; else of the figure.
        "alt" if asked => line(order.voice().on_terms(&taken().tags.alt)),
        "alt" => line(order.voice().on_terms(&shared.tags.alt)),
        "citation" => line(order.voice().on_terms(&cite(subject))),
        "embed" => line(embed(order, subject, false)?.code),
        "post" => {
            post(order.voice(), &block.id, &[&plain(&block.headline)], &subject.link())
        }
        "json" => {
            let made = figure(order, block)?;
            Ok(made
                .files
                .get(&format!("{}/metadata.json", block.id))
                .cloned()
                .unwrap_or_default())
        }
        "quote" => {
            let findings = &order.edition.document.findings;
            let mut shown =
                findings.iter().filter(|one| one.figure.as_ref() == Some(&block.id));
            let Some(finding) = shown.next() else {
                let message = format!("no finding is shown by `{}`", block.id);
                return Err(Diagnostic::error(Code::R0702, message)
                    .help("name a finding: `reissue press --list` tells them")
                    .into());
            };
            line(fact(order.voice(), finding).quoted())
        }
        other => Err(unknown("format", other, FORMS.iter().copied())),
    }
}

fn known<T: Copy>(
    mut all: impl Iterator<Item = T> + Clone,
    name: impl Fn(&T) -> &'static str,
    wanted: &str,
    what: &str,
) -> Result<T> {
    let names = all.clone().map(|one| name(&one)).collect::<Vec<_>>();
    all.find(|one| name(one) == wanted)
        .ok_or_else(|| unknown(what, wanted, names.into_iter()))
}

/// Says that there is no such thing, and what there is.
pub(super) fn unknown<'a>(
    what: &str,
    wanted: &str,
    names: impl Iterator<Item = &'a str>,
) -> crate::model::diagnostic::Failure {
    Diagnostic::error(Code::R0702, format!("there is no {what} `{wanted}`"))
        .help(did_you_mean(wanted, names, &format!("{what}s")))
        .into()
}
