//! Judges text: a caption, an alternative text, a file of data, line by line.

use crate::figure;
use crate::labels;
use crate::labels::Labels;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::press::fact;
use crate::press::kit;
use crate::press::picture::Subject;
use crate::press::release;
use crate::press::stamp;
use crate::press::verify::passages;
use crate::press::verify::verdict::Judgement;
use crate::press::verify::verdict::State;
use crate::press::verify::verdict::handed_out;
use crate::press::verify::verdict::held;
use crate::press::verify::verdict::verdict;
use crate::press::words::Voice;
use std::collections::BTreeMap;

/// Judges a caption, an alternative text or a file of data by its lines.
pub(super) fn words(edition: &Edition, recipients: &[String], text: &str) -> Judgement {
    if sensible(text).next().is_none() {
        return verdict(State::Unknown, "there is nothing in it");
    }
    let whole = texts(edition, recipients);
    let known: Vec<(&String, Vec<String>)> =
        whole.iter().map(|(name, known)| (name, sensible(known).collect())).collect();
    // Which texts have a line, and whether the file has it: each line of the file is looked up
    // once and then let go, however many there are.
    let mut lines: BTreeMap<&str, (Vec<usize>, bool)> = BTreeMap::new();
    for (at, (name, known)) in known.iter().enumerate() {
        if sensible(text).eq(known.iter().map(String::as_str)) {
            return verdict(State::Current, name.as_str());
        }
        for line in known {
            let (places, _) = lines.entry(line).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let mut shared = vec![0_usize; known.len()];
    for line in sensible(text) {
        let Some((places, seen)) = lines.get_mut(line.as_str()) else { continue };
        *seen = true;
        for at in places {
            if let Some(count) = shared.get_mut(*at) {
                *count += 1;
            }
        }
    }
    let most = shared.iter().max().copied().filter(|most| *most > 0);
    let best = most.and_then(|most| shared.iter().position(|count| *count == most));
    // What a text was made of is named before others that say the same.
    let first = best.and_then(|at| whole.get(at));
    let own = passages::sentences_of(first.into_iter().chain(&whole));
    if let Some(found) = passages::altered(&own, text) {
        return verdict(State::Altered, found);
    }
    let Some((at, (name, own))) = best.and_then(|at| Some((at, known.get(at)?))) else {
        return passages::held(&own, text).map_or_else(
            || verdict(State::Unknown, "it shares no sentence with this edition"),
            |found| verdict(State::Similar, found),
        );
    };
    let of = |line: &str| lines.get(line).is_some_and(|(places, _)| places.contains(&at));
    if let Some(line) = sensible(text).find(|line| !of(line)) {
        let line = stamp::shortened(&line, 80);
        // Words of others stand around what was taken over; in a table, a line is a row.
        let table = own.iter().all(|line| line.contains(','));
        let (state, because) = if table {
            (State::Altered, format!("{name} has no line “{line}”"))
        } else {
            (
                State::Similar,
                format!(
                    "it holds words of {name}, and others that are not, such as “{line}”"
                ),
            )
        };
        return verdict(state, because);
    }
    let seen = |line: &str| lines.get(line).is_some_and(|(_, seen)| *seen);
    // The longest says most of what must stand beside the rest.
    let lost = own.iter().filter(|line| !seen(line)).max_by_key(|line| line.len());
    verdict(
        State::Similar,
        format!(
            "it is part of {name}, and lacks “{}”",
            stamp::shortened(lost.map_or("", String::as_str), 80)
        ),
    )
}

/// Returns the lines of a text that hold something, with single spaces between words.
fn sensible(text: &str) -> impl Iterator<Item = String> {
    let lines =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty())
}

/// Every text that a newsroom may hold.
fn texts(edition: &Edition, recipients: &[String]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for terms in &handed_out(edition, recipients) {
        let voice = Voice { edition, terms };
        for block in edition.document.figures() {
            let Ok(subject) = Subject::new(voice, block) else { continue };
            let of = |what: &str| {
                format!("the {what} of figure {}{}", block.number, held(voice))
            };
            out.push((of("caption"), voice.caption(block)));
            let alt = subject.alternatives().alt;
            out.push((of("alternative text"), voice.on_terms(&alt)));
            let data = figure::csv(subject.chart);
            out.push((of("data"), String::from_utf8_lossy(&data).into_owned()));
            out.push((of("citation"), voice.on_terms(&kit::cite(subject))));
            let headline = plain(&block.headline);
            if let Ok(post) = kit::post(voice, &block.id, &[&headline], &subject.link()) {
                out.push((of("post"), String::from_utf8_lossy(&post).into_owned()));
            }
        }
        for (id, document) in release::releases(edition) {
            let of =
                |form: &str| format!("the news release `{id}` as {form}{}", held(voice));
            let _within = labels::enter(&Labels::with(&document.meta.language, None).0);
            let [text, markdown] = release::texts(voice, document);
            out.extend([(of("text"), text), (of("Markdown"), markdown)]);
        }
        for fact in fact::local(voice) {
            let name =
                format!("the fact “{}” of {}{}", fact.title, fact.name, held(voice));
            out.extend([(name.clone(), fact.sentence), (name, fact.quote)]);
        }
        for finding in &edition.document.findings {
            let fact = fact::fact(voice, finding);
            let title = &fact.title;
            let of = |what: &str| format!("{what} the finding “{title}”{}", held(voice));
            out.push((of("").trim_start().to_owned(), fact::text(&fact)));
            out.push((of("the quotation of"), fact.quoted()));
            out.push((of("the citation of"), voice.on_terms(&fact.cite)));
            let sentences = [fact.sentence.as_str(), title];
            if let Ok(post) = kit::post(voice, &fact.id, &sentences, &fact.permalink) {
                out.push((
                    of("the post of"),
                    String::from_utf8_lossy(&post).into_owned(),
                ));
            }
        }
    }
    out
}
