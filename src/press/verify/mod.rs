//! Whether a file in the wild is what the edition gives: current, superseded or altered; or
//! looks like it.

mod added;
mod chunks;
mod framed;
mod likeness;
mod lookup;
mod passages;
mod rival;
mod style;
mod vector;
mod verdict;
mod whose;
mod words;

pub use rival::Earlier;
pub use verdict::Judgement;
pub use verdict::State;

use crate::figure;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::model::moment::Lifted;
use crate::model::moment::long_date;
use crate::press::Terms;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::Taken;
use crate::press::picture::pixels_hash;
use crate::press::size::SIZES;
use crate::press::size::Size;
use crate::press::size::TONES;
use crate::press::stamp;
use crate::press::stamp::Stamp;
use crate::press::verify::framed::framed;
use crate::press::verify::lookup::Gallery;
use crate::press::verify::verdict::called;
use crate::press::verify::verdict::followed;
use crate::press::verify::verdict::held;
use crate::press::verify::verdict::verdict;
use crate::press::words::Voice;
use std::borrow::Cow;

/// The most bytes of a file that is judged.
pub const MOST: u64 = 32 * 1024 * 1024;

/// What files are judged against.
#[derive(Debug)]
pub struct Judge<'a> {
    edition: &'a Edition,
    gallery: Gallery<'a>,
    /// The editions before it that are at hand, the latest first; none for a judge by one of these.
    earlier: Option<&'a [Earlier]>,
    /// A judge by each of them.
    judges: Vec<Self>,
}

impl<'a> Judge<'a> {
    /// Judges by an edition and those before it; `recipients` are those who were given copies of their own.
    pub fn new(
        edition: &'a Edition,
        earlier: &'a [Earlier],
        recipients: &'a [String],
    ) -> Self {
        let gallery = |edition| Gallery::new(edition, recipients);
        let judge = |(_, edition): &'a Earlier| Self {
            edition,
            gallery: gallery(edition),
            earlier: None,
            judges: Vec::new(),
        };
        Self {
            edition,
            gallery: gallery(edition),
            earlier: Some(earlier),
            judges: earlier.iter().map(judge).collect(),
        }
    }

    /// Judges a file by what is in it; its name counts for nothing.
    pub fn verify(&self, bytes: &[u8]) -> Judgement {
        let own = self.by_this_edition(bytes);
        if !matches!(own.state, State::Altered | State::Unknown) {
            return own;
        }
        let mut best = own;
        let earlier = self.earlier.into_iter().flatten().zip(&self.judges);
        // The release of this very edition says nothing more.
        let others =
            earlier.filter(|((_, then), _)| then.outputs != self.edition.outputs);
        for (earlier, judge) in others {
            let then = judge.by_this_edition(bytes);
            match then.state {
                State::Current | State::Similar => {
                    let followed = followed(earlier, self.edition);
                    let because = format!("{followed}: {}", then.because);
                    return verdict(State::Superseded, because);
                }
                // What was made of an earlier edition is told by that.
                State::Altered if best.state == State::Unknown => best = then,
                _ => {}
            }
        }
        best
    }

    fn by_this_edition(&self, bytes: &[u8]) -> Judgement {
        let edition = self.edition;
        let hash = blake3::hash(bytes).to_hex();
        if let Some((name, _)) =
            edition.outputs.iter().find(|(_, own)| hash.as_str() == own.as_str())
        {
            let what = format!("it is `{name}` of the edition, as it was built");
            return verdict(State::Current, what);
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return self.png(bytes);
        }
        if bytes.starts_with(b"%PDF") {
            return match Stamp::find(bytes) {
                // What a PDF draws cannot be compared; its record may have been copied into it.
                Some(stamp) => unchecked(standing(edition, &stamp)),
                None => verdict(State::Unknown, "the PDF carries no record"),
            };
        }
        if let Some((kind, _)) = KINDS.iter().find(|kind| bytes.starts_with(kind.1)) {
            return match figure::decode_photo(bytes) {
                Ok(photo) => self.photo(kind, &photo),
                Err(why) => {
                    verdict(State::Unknown, format!("this {kind} cannot be read: {why}"))
                }
            };
        }
        if bytes.starts_with(b"PK") {
            return verdict(State::Unknown, PACKED);
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            // A mail of an older program: its letters are those of Latin-1, and its quotes are left out.
            Err(_) if is_western(bytes) => {
                Cow::Owned(bytes.iter().copied().map(char::from).collect())
            }
            Err(_) => {
                let because = "it is no kind of file that is handed out";
                return verdict(State::Unknown, because);
            }
        };
        let text = &*text;
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if ["<!doctype html", "<html"].iter().any(|open| {
            start.get(..open.len()).is_some_and(|own| own.eq_ignore_ascii_case(open))
        }) {
            return verdict(State::Unknown, PAGE);
        }
        if start.starts_with("<svg") || start.starts_with("<?xml") {
            return svg(edition, text);
        }
        words::words(edition, self.gallery.recipients, text)
    }

    /// Judges a JPEG or WebP.
    fn photo(&self, kind: &str, photo: &figure::Photo) -> Judgement {
        let Some(found) = self.look_up(&photo.pixels, "recompressed") else {
            let because = format!("this {kind} looks like no picture of this edition");
            return verdict(State::Unknown, because);
        };
        if let Some(what) = photo.added {
            return verdict(State::Altered, format!("it carries {what}"));
        }
        if photo.profile && found.state == State::Current {
            let because = format!(
                "{}; it carries a colour profile of its own, which can show other colours",
                found.because
            );
            return verdict(State::Similar, because);
        }
        found
    }

    fn look_up(&self, pixels: &figure::Pixels, how: &str) -> Option<Judgement> {
        let found = self.gallery.look_up(pixels, how, self.earlier);
        if found.as_ref().is_some_and(|found| found.state != State::Altered) {
            return found;
        }
        let framed = framed(&self.gallery, pixels);
        let known = framed.as_ref().is_some_and(|framed| framed.state == State::Similar);
        if known { framed } else { found.or(framed) }
    }

    /// Judges a PNG.
    fn png(&self, bytes: &[u8]) -> Judgement {
        let edition = self.edition;
        let (pixels, labels) = match figure::decode(bytes) {
            Ok(read) => read,
            Err(why) => {
                return verdict(State::Altered, format!("the PNG is damaged: {why}"));
            }
        };
        if let Some(what) = chunks::added(bytes) {
            return verdict(State::Altered, format!("it carries {what}"));
        }
        if chunks::texts(bytes) != labels.len() {
            return verdict(
                State::Altered,
                "it carries words that were changed or damaged",
            );
        }
        if figure::transparent(bytes) {
            return verdict(State::Altered, "parts of it are transparent");
        }
        let content = pixels_hash(&pixels);
        let stamp = labels.iter().find_map(|(_, text)| Stamp::find(text.as_bytes()));
        let Some(stamp) = stamp else {
            return self.look_up(&pixels, "rescaled or recompressed").unwrap_or_else(
                || {
                    verdict(
                        State::Unknown,
                        "it carries no record, and looks like no picture of this edition",
                    )
                },
            );
        };
        if stamp.content != content {
            let size = SIZES.iter().find(|size| size.name == stamp.size);
            let (across, down) = size.map_or((pixels.width, None), Size::pixels);
            let scaled =
                across != pixels.width || down.is_some_and(|down| down != pixels.height);
            if !scaled {
                let why = "its pixels are not those that were recorded";
                return verdict(State::Altered, why);
            }
            let like = self.look_up(&pixels, "rescaled or cut");
            return like
                .unwrap_or_else(|| verdict(State::Altered, "it was scaled or cut"));
        }
        let label = |keyword: &str| {
            let found =
                labels.iter().find(|(known, _)| known.eq_ignore_ascii_case(keyword));
            found.map(|(_, text)| text.as_str())
        };
        let words = [label("Title"), label("Description"), label("Caption")];
        if let [Some(title), Some(alt), Some(caption)] = words
            && stamp::words_hash(title, alt, caption) != stamp.words
        {
            return verdict(State::Altered, OTHER_WORDS);
        }
        drawn(edition, &stamp, |shot| {
            let own =
                shot.pixels(&shot.svg()).is_ok_and(|own| pixels_hash(&own) == content);
            if own {
                Ok(())
            } else {
                Err("the edition it names gives another picture".to_owned())
            }
        })
    }
}

/// Returns whether bytes may be a text in Latin-1: mostly ASCII, and no controls.
fn is_western(bytes: &[u8]) -> bool {
    let ascii = bytes.iter().filter(|byte| byte.is_ascii()).count();
    !bytes.contains(&0) && 4 * ascii > 3 * bytes.len()
}

const PACKED: &str = "an archive or a document is not looked into: check a pack with `reissue verify`, or save the words as text";
const PAGE: &str = "a page is not looked into: check its pack with `reissue verify`, or save its words as text";

const OTHER_WORDS: &str =
    "its title, alternative text or caption is not the one that was recorded";

/// Kinds of pictures that are not handed out, by their first bytes.
const KINDS: &[(&str, &[u8])] = &[
    ("JPEG", b"\xff\xd8\xff"),
    ("WebP", b"RIFF"),
    ("GIF", b"GIF8"),
    ("TIFF", b"II*\0"),
    ("TIFF", b"MM\0*"),
];

fn svg(edition: &Edition, text: &str) -> Judgement {
    if text.len() > vector::LONGEST {
        let because = "it is many times as large as any drawing that is handed out";
        return verdict(State::Unknown, because);
    }
    let Some(stamp) = Stamp::find(text.as_bytes()) else {
        return verdict(State::Unknown, "the SVG carries no record");
    };
    let content = stamp::hash(stamp::out_of_svg(text).as_bytes());
    let words = ["dc:title", "Iptc4xmpCore:AltTextAccessibility", "dc:description"]
        .map(|name| stamp::element(text, name));
    if let [Some(title), Some(alt), Some(caption)] = &words
        && stamp::words_hash(title, alt, caption) != stamp.words
    {
        return verdict(State::Altered, OTHER_WORDS);
    }
    let rewritten = std::cell::Cell::new(false);
    let judged = drawn(edition, &stamp, |shot| {
        let own = shot.svg();
        let differs = vector::difference(text, &own);
        rewritten.set(
            differs.is_some() && vector::same_vocabulary(text, &own) && {
                let (a, b) =
                    (shot.pixels(&own), figure::pixels(text, shot.measures(&own)));
                let told = |svg: &str| stamp::element(svg, "title");
                told(text) == told(&own) && a.is_ok_and(|a| b.is_ok_and(|b| a == b))
            },
        );
        differs.map_or(Ok(()), |what| {
            Err(format!("its drawing is not the one that was recorded: {what}"))
        })
    });
    if rewritten.get() {
        let because = format!(
            "looks like figure `{}` of {}; the file was written anew, and only what is seen was compared",
            stamp.figure, stamp.edition
        );
        return verdict(State::Similar, because);
    }
    if judged.state == State::Current && stamp.content != content {
        let because =
            format!("{}; the file was written anew, and draws the same", judged.because);
        return verdict(State::Current, because);
    }
    judged
}

/// Withholds a judgement that rests on a record alone.
fn unchecked(standing: Judgement) -> Judgement {
    if standing.state != State::Current {
        return standing;
    }
    let because = format!(
        "it says that it is {}; what a PDF draws is not checked: compare it with the PNG, or check its pack with `reissue verify`",
        standing.because
    );
    verdict(State::Unknown, because)
}

/// Judges a record, and whether the edition draws the same when it says it would.
fn drawn(
    edition: &Edition,
    stamp: &Stamp,
    same: impl Fn(&Shot<'_>) -> Result<(), String>,
) -> Judgement {
    let standing = standing(edition, stamp);
    if standing.state != State::Current {
        return standing;
    }
    let terms = terms(edition, stamp);
    let voice = Voice { edition, terms: &terms };
    let block = edition.document.figures().find(|block| block.id == stamp.figure);
    let subject = block.and_then(|block| Subject::new(voice, block).ok());
    match subject.and_then(|subject| shot(subject, stamp)).map(|shot| same(&shot)) {
        Some(Ok(())) => standing,
        Some(Err(why)) => verdict(State::Altered, why),
        None => verdict(State::Altered, "the edition it names gives another picture"),
    }
}

/// The size and tone of which a record is.
fn shot<'a>(subject: Subject<'a>, stamp: &Stamp) -> Option<Shot<'a>> {
    let size = SIZES.iter().find(|size| size.name == stamp.size)?;
    let tone = TONES.iter().find(|tone| **tone == stamp.tone)?;
    Some(Shot { subject, size, tone })
}

/// The terms under which a picture was handed out.
fn terms(edition: &Edition, stamp: &Stamp) -> Terms {
    let lifted = stamp.embargo.is_empty() && edition.document.meta.embargo.is_some();
    let recipient = Some(stamp.recipient.clone()).filter(|name| !name.is_empty());
    Terms { lifted: lifted.then(Lifted::default), recipient }
}

/// Judges a record alone.
fn standing(edition: &Edition, stamp: &Stamp) -> Judgement {
    let meta = &edition.document.meta;
    if stamp.report != meta.title {
        return verdict(
            State::Unknown,
            format!("it is of another report, “{}”", stamp.report),
        );
    }
    let now = called(edition);
    let then = format!("{}, {}", stamp.edition, long_date(&stamp.date));
    let block = edition.document.figures().find(|block| block.id == stamp.figure);
    let Some(block) = block else {
        let because = format!(
            "it is of {then}, which {now}, has followed: it has no figure `{}` now",
            stamp.figure
        );
        return verdict(State::Superseded, because);
    };
    let terms = terms(edition, stamp);
    let voice = Voice { edition, terms: &terms };
    let Ok(subject) = Subject::new(voice, block) else {
        let because = format!("it is of {then}; {now}, draws no such figure");
        return verdict(State::Superseded, because);
    };
    let same_values = subject.values() == stamp.values;
    let words = subject.words();
    // A picture that leaves something out says so in its words.
    let own = || shot(subject, stamp).map(|shot| Taken::of(shot, &words).stamp.words);
    let same_words =
        words.stamp.words == stamp.words || own().as_ref() == Some(&stamp.words);
    let headline = plain(&block.headline);
    if then != now {
        let what =
            if same_values { "the values are the same" } else { "the values changed" };
        let because = format!(
            "it is of {then}, which {now}, has followed: {what}; figure {} now says “{headline}”",
            block.number
        );
        return verdict(State::Superseded, because);
    }
    if stamp.embargo != voice.embargo_moment() {
        let because = format!("it is of {now} under embargo: the embargo was lifted");
        return verdict(State::Superseded, because);
    }
    if !same_values || !same_words {
        let what = if same_values { "words" } else { "values" };
        let because = format!(
            "it is of {then}, which a later build of it has followed: the {what} changed"
        );
        return verdict(State::Superseded, because);
    }
    let because = format!("figure {} of {now}{}", block.number, held(voice));
    verdict(State::Current, because)
}
