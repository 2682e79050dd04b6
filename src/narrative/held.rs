//! What a document beside the report is held to: that it says no more than the report, that its
//! headline is a claim, and how long it may be.
//!
//! **In:** the documents, woven; the claims that the report makes. **Out:** findings.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Claim;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::every;
use crate::model::document::plain;
use crate::model::document::visit;
use crate::model::name::Name;
use crate::narrative::borne::Borne;
use crate::narrative::measured::words;
use crate::narrative::prose::Guard;
use crate::project::DocumentSource;
use crate::project::Project;
use crate::project::QUOTATIONS;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use crate::project::senses::Senses;
use std::collections::BTreeSet;

/// Within how many words after "more" or "fewer" it is said of what.
const NAMED: usize = 6;

/// Marks where a number or a claim was.
const BOUND: char = '\u{fffc}';

/// Reports what a document says beyond the report; `claimed` are the claims that the report makes.
pub fn held(
    whole: &Project,
    source: &DocumentSource,
    document: &Document,
    claimed: &BTreeSet<Name>,
    found: &mut Findings,
) {
    let index = source.index.to_string();
    let place = |key: &str| whole.report_yaml.place(&["documents", &index, key]);
    let lexicon = whole.words.as_deref();
    if source.decl.kind.is_news() {
        let meta = &document.meta;
        headline(lexicon, &meta.headline, "headline", place("title"), found);
        headline(lexicon, &meta.standfirst, "standfirst", place("standfirst"), found);
    }
    let mut said = BTreeSet::new();
    visit(document, &mut |node| {
        if let Inline::Claim(claim) = node
            && !claimed.contains(&Name::Claim(claim.id.clone()))
            && said.insert(claim.id.clone())
        {
            found.extend(beyond(whole, source, claim));
        }
    });
    length(source, document, &place("words"), found);
}

/// Reports sentences that say a movement, a multiple or a comparison without a number or a claim: nothing
/// holds them to the data. A block in which an error has been found is read again when that is mended.
pub(super) fn asserted(
    source: &DocumentSource,
    document: &Document,
    guard: &Guard<'_>,
    found: &mut Findings,
) {
    let Some(lexicon) = guard.lexicon else { return };
    let errors = found.so_far().iter().filter(|one| one.severity == Severity::Error);
    let faulty: Vec<Span> = errors.filter_map(Diagnostic::span).cloned().collect();
    let within = |block: &Span| {
        let met = |at: &Span| at.start < block.end && block.start < at.end;
        faulty.iter().any(|at| at.file == block.file && met(at))
    };
    let written = document.chapters.iter().filter(|chapter| !chapter.file.is_empty());
    for block in written.flat_map(|chapter| every(&chapter.blocks)) {
        let (Block::Paragraph { content, span } | Block::Heading { content, span, .. }) =
            block
        else {
            continue;
        };
        // What a quotation asserts has been read with it.
        if &*span.file == QUOTATIONS || within(span) {
            continue;
        }
        let text = unbound(content);
        for sentence in text.split_inclusive(['.', '?', '!']) {
            let compared = || compares(sentence, lexicon, &guard.borne);
            let word = asserts(sentence, lexicon).or_else(compared).map(str::to_owned);
            if let Some(word) = word.or_else(|| judges(sentence, lexicon, &guard.borne)) {
                let help = match guard.borne.instead(sentence) {
                    Some(instead) => format!("{instead}; or leave it out"),
                    None => "put it into `claim()`, so that it is held to the data, or leave it out".to_owned(),
                };
                let id = &source.decl.id;
                let message =
                    format!("document `{id}` says `{word}` without a number or a claim");
                found.push(
                    Diagnostic::error(Code::R0708, message)
                        .at(span.clone(), "")
                        .help(help),
                );
            }
        }
    }
}

/// Returns the first word of a line that asserts a movement or a multiple in a sentence without
/// a number or a claim.
pub(super) fn unbound_assertion(content: &[Inline], lexicon: &Lexicon) -> Option<String> {
    let text = unbound(content);
    let mut sentences = text.split_inclusive(['.', '?', '!']);
    sentences.find_map(|sentence| asserts(sentence, lexicon)).map(str::to_owned)
}

/// Returns the words of a line, with a mark where a number or a claim is.
fn unbound(content: &[Inline]) -> String {
    let mut out = String::new();
    for node in content {
        match node {
            Inline::Claim(_) | Inline::Stat { .. } | Inline::Fixed { .. } => {
                out.push(BOUND);
            }
            Inline::Emph { content }
            | Inline::Strong { content }
            | Inline::Link { content, .. } => out.push_str(&unbound(content)),
            // A name in code asserts nothing, and what another language says is not read.
            Inline::Code { .. } | Inline::Lang { .. } => {}
            node => out.push_str(&plain(std::slice::from_ref(node))),
        }
    }
    out
}

/// Returns the words of a sentence that states something by itself: it has no number and no claim, asks nothing,
/// and does not say what may or should be.
fn stated<'s>(sentence: &'s str, lexicon: &Lexicon) -> Vec<(&'s str, Senses)> {
    if sentence.contains(BOUND) || sentence.trim_end().ends_with('?') {
        return Vec::new();
    }
    let words: Vec<(&str, Senses)> = sentence
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’')
        .filter(|word| !word.is_empty())
        .map(|word| (word, lexicon.senses(&word.to_lowercase())))
        .collect();
    let open = [Sense::Modal, Sense::Supposed, Sense::Reported, Sense::Hedge];
    // "Had it fallen" supposes, "had fewer" does not.
    let opens = |(at, (_, senses)): (usize, &(&str, Senses))| {
        open.iter().any(|sense| senses.has(*sense))
            && (at == 0 || !senses.has(Sense::Has))
    };
    if words.iter().enumerate().any(opens) { Vec::new() } else { words }
}

/// Returns the first word of a sentence that asserts a movement or a multiple.
fn asserts<'s>(sentence: &'s str, lexicon: &Lexicon) -> Option<&'s str> {
    let mut words = stated(sentence, lexicon).into_iter();
    let found = words.find(|(word, senses)| {
        // "up" and "cut" are said of much else.
        let moves = senses.has(Sense::Rise) || senses.has(Sense::Fall);
        moves && word.len() > 3 || senses.has(Sense::Multiplied)
    });
    found.map(|(word, _)| word)
}

/// Returns the first word of a sentence that says that there is more or less of what claims are about than elsewhere:
/// "have less poverty", "was lower", "fewer crimes than", "mean less crime".
fn compares<'s>(
    sentence: &'s str,
    lexicon: &Lexicon,
    borne: &Borne<'_>,
) -> Option<&'s str> {
    let words = stated(sentence, lexicon);
    if !borne.is_about(sentence) {
        return None;
    }
    let is = |at: usize, sense: Sense| {
        words.get(at).is_some_and(|(_, senses)| senses.has(sense))
    };
    let claimed = |at: usize| words.get(at).is_some_and(|(word, _)| borne.is_about(word));
    let plain = |at: usize| {
        words
            .get(at)
            .is_some_and(|(_, senses)| senses.is_empty() || senses.has(Sense::State))
    };
    let found = (0..words.len()).find(|at| {
        let verb = (at.saturating_sub(2)..*at)
            .any(|i| is(i, Sense::Has) || is(i, Sense::Copula));
        let than = (at + 2..at + 8).any(|i| is(i, Sense::Than));
        // "fewer poor children", "were fewer people in poverty"; not "more on crime", "had more time".
        let thing = claimed(at + 1) || plain(at + 1) && claimed(at + 2);
        let later = || (at + 1..at + NAMED).any(claimed);
        let of = is(*at, Sense::Approximates) && words.len() > at + 1;
        let held = if of { thing || (verb || than) && later() } else { verb || than };
        (is(*at, Sense::More) || is(*at, Sense::Less)) && !is(at + 1, Sense::Than) && held
    });
    found.and_then(|at| words.get(at)).map(|(word, _)| *word)
}

/// Returns the words of a sentence that say which of two states is the good one, of what claims are about or of
/// something counted: "areas are safer", "poverty is not as bad"; not "it is better to ask".
fn judges(sentence: &str, lexicon: &Lexicon, borne: &Borne<'_>) -> Option<String> {
    let words = stated(sentence, lexicon);
    let is = |at: usize, sense: Sense| {
        words.get(at).is_some_and(|(_, senses)| senses.has(sense))
    };
    let length = |at: usize| {
        let opens = words.get(at).is_some_and(|(_, s)| s.opens(Sense::Judged));
        if !opens {
            return usize::from(is(at, Sense::Judged));
        }
        let near = words.iter().skip(at).take(4);
        let lower: Vec<String> = near.map(|(word, _)| word.to_lowercase()).collect();
        lexicon.length(|n| lower.get(n).map(String::as_str), Sense::Judged)
    };
    let verb = |at: usize| {
        (at.saturating_sub(3)..at).find(|i| {
            is(*i, Sense::Copula) || is(*i, Sense::Become) || is(*i, Sense::Has)
        })
    };
    (1..words.len()).find_map(|at| {
        let (verb, length) = (verb(at)?, length(at));
        let subject = (0..verb).any(|i| is(i, Sense::Counted));
        let known = subject || borne.is_about(sentence);
        let said = words.get(at..at + length).filter(|said| !said.is_empty())?;
        (known && !is(at + length, Sense::To))
            .then(|| said.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" "))
    })
}

/// Returns a finding where a claim that the report does not make is not marked as new.
fn beyond(whole: &Project, source: &DocumentSource, claim: &Claim) -> Option<Diagnostic> {
    let entry = whole.claims.iter().find(|entry| entry.id == claim.id)?;
    let message = format!("the report does not make the claim `{}`", claim.id);
    (!entry.decl.new).then(|| {
        Diagnostic::error(Code::R0707, message)
            .at(claim.span.clone(), format!("document `{}` makes it", source.decl.id))
            .related(entry.span(), "declared here")
            .help("make the claim in the report, too, or write `new: true` where it is declared")
    })
}

/// Reports words of a headline that are not within a claim.
fn headline(
    lexicon: Option<&Lexicon>,
    content: &[Inline],
    what: &str,
    at: Span,
    found: &mut Findings,
) {
    let joins = |word: &str| {
        lexicon.is_some_and(|lexicon| lexicon.says(&word.to_lowercase(), Sense::Joins))
    };
    let outside: Vec<Inline> = content
        .iter()
        .filter(|node| !matches!(node, Inline::Claim(_)))
        .cloned()
        .collect();
    let words = plain(&outside);
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !joins(word))
        .collect();
    if content.is_empty() || words.is_empty() {
        return;
    }
    found.push(
        Diagnostic::error(
            Code::R0709,
            format!("the {what} of a news release must be a claim: \"{}\" is outside one", words.join(" ")),
        )
        .at(at, "")
        .help("write all of it as `{{ claim(\"id\", \"the words\") }}`; what it asserts is then held to the data"),
    );
}

/// Reports a document that is longer or shorter than it may be.
fn length(source: &DocumentSource, document: &Document, at: &Span, found: &mut Findings) {
    let (most, least) = (source.decl.words.most, source.decl.words.least);
    if most.is_none() && least.is_none() {
        return;
    }
    let count = words(document);
    let id = &source.decl.id;
    let counted = format!("document `{id}` has {count} words");
    if let Some(most) = most.filter(|most| count > *most) {
        let over = count - most;
        found.push(
            Diagnostic::error(
                Code::R0706,
                format!("{counted}, {over} more than the {most} allowed"),
            )
            .at(at.clone(), "")
            .help("shorten its chapters, or raise `most:`"),
        );
    }
    if let Some(least) = least.filter(|least| count < *least) {
        let under = least - count;
        found.push(
            Diagnostic::error(
                Code::R0706,
                format!("{counted}, {under} fewer than the {least} asked for"),
            )
            .at(at.clone(), "")
            .help("write more, or lower `least:`"),
        );
    }
}
