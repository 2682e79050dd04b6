//! Declared quotations: their words, with what of them states the data, and who said them.
//!
//! **In:** an entry of `quotations.yaml`, statistics and claims. **Out:** a block, and findings.
//! **Guarantees:** the words are those of the author's file, character for character; a number or
//! a claim in them that the data no longer bear out is a finding at its place.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::document::Block;
use crate::model::document::Claim;
use crate::model::document::Container;
use crate::model::document::Inline;
use crate::model::document::Quoted;
use crate::model::document::Verdict;
use crate::model::format::NBSP;
use crate::model::name::Name;
use crate::model::unreadable::refused;
use crate::model::unreadable::unreadable;
use crate::narrative::fonts;
use crate::narrative::held::unbound_assertion;
use crate::narrative::met::Claimed;
use crate::narrative::parse::Reading;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::whole;
use crate::narrative::show;
use crate::narrative::world::Make;
use crate::project::Entry;
use crate::project::QuotationDecl;
use crate::project::QuotationStatus;
use crate::project::SaysDecl;
use crate::say;
use std::ops::Range;

/// Returns a declared quotation as a block; `span` is the call.
pub(super) fn declared(
    entry: &Entry<QuotationDecl>,
    make: &Make<'_>,
    span: Span,
    reading: &mut Reading<'_>,
) -> Block {
    let decl = &entry.decl;
    let (by, rest) = decl.attribution();
    let approved = decl.status == QuotationStatus::Approved;
    let quoted = Quoted { id: entry.id.clone(), approved, empty: decl.is_empty() };
    let place = entry.place(&["words"]);
    let (blocks, fields) = if quoted.empty {
        let from: Vec<&str> = [by.as_str(), rest.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let text = say!("quotation-to-come", from = from.join(", "));
        let content = vec![Inline::text(text)];
        (vec![Block::Paragraph { content, span: entry.span() }], Vec::new())
    } else {
        let mut reader = Reader { entry, make, place, reading };
        let blocks = reader.blocks();
        let line = |name: &str, text: String| (name.to_owned(), vec![Inline::text(text)]);
        let mut fields = vec![line("by", by)];
        if !rest.is_empty() {
            fields.push(line("source", rest));
        }
        (blocks, fields)
    };
    if !approved {
        let id = &entry.id;
        let message = if quoted.empty {
            format!("quotation `{id}` has no words yet")
        } else {
            format!("quotation `{id}` is a draft")
        };
        reading.met.found.push(
            Diagnostic::warning(Code::R0717, message)
                .at(span.clone(), "a release waits for it")
                .related(entry.span(), "declared here")
                .help(if quoted.empty {
                    "give its `words:`, and `status: approved`, `approved_by:` and `date:` once the speaker has agreed"
                } else {
                    "write `status: approved`, `approved_by:` and `date:` once the speaker has agreed"
                }),
        );
    }
    Block::Container(Container {
        kind: "quotation".to_owned(),
        id: String::new(),
        number: String::new(),
        title: Vec::new(),
        fields,
        picture: None,
        quoted: Some(quoted),
        blocks,
        span,
    })
}

/// What to do with words that nothing holds.
const BIND: &str = "bind the words under `says:`: `{words: …, stat: ID}`, `{words: …, claim: ID}`, or `because:` with the reason why they state nothing of the data";

/// Reads the words of one quotation.
struct Reader<'a, 'r, 'w> {
    entry: &'a Entry<QuotationDecl>,
    make: &'a Make<'a>,
    /// Of the words.
    place: Span,
    reading: &'r mut Reading<'w>,
}

/// Words of a paragraph that are bound to something.
#[derive(Clone)]
struct Bound<'a> {
    range: Range<usize>,
    says: &'a SaysDecl,
    index: usize,
}

impl<'a> Reader<'a, '_, '_> {
    fn blocks(&mut self) -> Vec<Block> {
        let decl = &self.entry.decl;
        if let Some(character) = decl.words.chars().find(|c| unreadable(*c)) {
            self.reading.met.found.push(refused(character, self.place.clone()));
            return Vec::new();
        }
        if let Some((_, missing)) = fonts::run(&decl.words) {
            self.reading.met.found.push(fonts::lacking(&missing, self.place.clone()));
        }
        let paragraphs = decl.paragraphs();
        self.missing(&paragraphs);
        let read = paragraphs.iter().map(|text| {
            let content = self.paragraph(text);
            Block::Paragraph { content, span: self.place.clone() }
        });
        read.collect()
    }

    /// Reports words under `says:` that the quotation does not have.
    fn missing(&mut self, paragraphs: &[String]) {
        for (index, says) in self.entry.decl.says.iter().enumerate() {
            let words = even(&says.words);
            if !words.is_empty()
                && !paragraphs
                    .iter()
                    .any(|text| occurrences(text, &words).next().is_some())
            {
                let message =
                    format!("quotation `{}` does not say `{words}`", self.entry.id);
                let at = self.entry.place(&["says", &index.to_string(), "words"]);
                self.reading.met.found.push(
                    Diagnostic::error(Code::R0716, message)
                        .at(at, "")
                        .related(self.place.clone(), "its words")
                        .help("name words as they are said, letter for letter"),
                );
            }
        }
    }

    fn paragraph(&mut self, text: &str) -> Vec<Inline> {
        let first = self.reading.met.claimed.len();
        let bound = self.bound(text);
        let mut passage = Passage::default();
        let content = self.lay(text, 0..text.len(), &bound, &mut passage);
        for claimed in self.reading.met.claimed.iter_mut().skip(first) {
            let own = passage.claims.iter().find(|(range, id)| {
                *id == claimed.id && range.start == claimed.before.len()
            });
            if let Some((range, _)) = own {
                let after = passage.text.get(range.end..).unwrap_or_default();
                after.clone_into(&mut claimed.after);
            }
        }
        let guard = self.reading.guard;
        for name in guard.looked_at(&passage, guard.lexicon) {
            self.reading.weaver.look(name);
        }
        let mut reported: Vec<String> = Vec::new();
        for fault in guard.read(&passage) {
            let words = passage.text.get(fault.range.clone()).unwrap_or_default();
            let nth = passage.times_before(&fault.range);
            let place = guard.narrowed(&self.place, words, nth);
            let loose = fault.is_loose();
            let finding = guard.finding(fault, place);
            // What is quoted is quoted again: nothing in it may be loose.
            self.reading.met.found.push(if loose {
                reported.push(words.to_owned());
                Diagnostic { severity: Severity::Error, ..finding }.help(BIND)
            } else {
                finding
            });
        }
        let asserted = guard.lexicon.and_then(|words| unbound_assertion(&content, words));
        if let Some(word) = asserted.filter(|word| !reported.contains(word)) {
            let place = guard.narrowed(&self.place, &word, 0);
            let message = format!(
                "quotation `{}` says `{word}` and nothing holds it to the data",
                self.entry.id
            );
            self.reading
                .met
                .found
                .push(Diagnostic::error(Code::R0708, message).at(place, "").help(BIND));
        }
        content
    }

    /// Returns what is bound in a paragraph, from left to right, the longer before what it holds.
    fn bound(&mut self, text: &str) -> Vec<Bound<'a>> {
        let mut out: Vec<Bound<'a>> = Vec::new();
        for (index, says) in self.entry.decl.says.iter().enumerate() {
            let words = even(&says.words);
            for at in occurrences(text, &words) {
                out.push(Bound { range: at..at + words.len(), says, index });
            }
        }
        out.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
        let mut kept: Vec<Bound<'a>> = Vec::new();
        for one in out {
            let over = kept.iter().find(|known| {
                let crosses = known.range.start < one.range.end
                    && one.range.start < known.range.end;
                let within =
                    known.says.claim.is_some() && one.range.end <= known.range.end;
                crosses && !(within && one.says.claim.is_none())
            });
            if let Some(over) = over {
                let place = |index: usize| {
                    self.entry.place(&["says", &index.to_string(), "words"])
                };
                let message = format!("`{}` is bound twice", even(&one.says.words));
                let fault = Diagnostic::error(Code::R0716, message)
                    .at(place(one.index), "")
                    .related(place(over.index), "also bound here")
                    .help("bind each word once; within the words of a claim, numbers may be bound");
                self.reading.met.found.push(fault);
            } else {
                kept.push(one);
            }
        }
        kept
    }

    /// Lays a range of a paragraph out as nodes, and adds it to the passage.
    fn lay(
        &mut self,
        text: &str,
        range: Range<usize>,
        bound: &[Bound<'a>],
        passage: &mut Passage,
    ) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut at = range.start;
        let place = self.place.clone();
        let plain = |range: Range<usize>, passage: &mut Passage| {
            let words = text.get(range).unwrap_or_default();
            passage.text(words, Origin::Call(place.clone()));
            (!words.is_empty()).then(|| Inline::text(words))
        };
        while let Some(next) = bound
            .iter()
            .find(|one| one.range.start >= at && one.range.end <= range.end)
            .cloned()
        {
            out.extend(plain(at..next.range.start, passage));
            at = next.range.end;
            let inner: Vec<Bound<'a>> = bound
                .iter()
                .filter(|one| {
                    one.index != next.index
                        && one.range.start >= next.range.start
                        && one.range.end <= next.range.end
                })
                .cloned()
                .collect();
            let words = text.get(next.range.clone()).unwrap_or_default();
            out.push(match (&next.says.stat, &next.says.claim) {
                (Some(id), _) => self.value(id, &next, words, passage),
                (None, Some(id)) => {
                    let before = passage.text.clone();
                    let start = before.len();
                    let content = self.lay(text, next.range.clone(), &inner, passage);
                    passage.claims.push((start..passage.text.len(), id.clone()));
                    self.claim(id, &next, content, before)
                }
                (None, None) => {
                    passage.slot(Kind::Hand, Some(Origin::Call(self.place.clone())));
                    let because = next.says.because.clone().unwrap_or_default();
                    Inline::Fixed { text: words.to_owned(), because }
                }
            });
        }
        out.extend(plain(at..range.end, passage));
        out
    }

    fn at(&self, one: &Bound<'_>, key: &str) -> Span {
        self.entry.place(&["says", &one.index.to_string(), key])
    }

    /// A value as it was said; one that the data no longer have is reported.
    fn value(
        &mut self,
        id: &str,
        one: &Bound<'_>,
        words: &str,
        passage: &mut Passage,
    ) -> Inline {
        let statistics = self.make.statistics;
        self.reading.weaver.look(Name::Statistic(id.to_owned()));
        let said = Inline::text(words);
        let Some(stat) = statistics.find(id) else {
            passage.slot(Kind::Other, None);
            let fault = statistics.unknown(id).at(self.at(one, "stat"), "");
            self.reading.met.found.push(fault);
            return said;
        };
        let block = id.split('.').next().unwrap_or_default().to_owned();
        self.reading.weaver.look(Name::Family(block));
        let mode = one.says.show.as_deref().unwrap_or("value");
        let shown = match show::show(stat, mode, None, one.says.decimals) {
            Ok(shown) => shown,
            Err(message) => {
                passage.slot(Kind::Other, None);
                let key = if one.says.show.is_some() { "show" } else { "stat" };
                let fault = Diagnostic::error(Code::R0502, message);
                self.reading.met.found.push(fault.at(self.at(one, key), ""));
                return said;
            }
        };
        let guard = self.reading.guard;
        let span = guard.narrowed(&self.place, words, 0);
        if alike(&shown) != alike(words) {
            let decl = &self.entry.decl;
            let shown = shown.replace(NBSP, " ");
            let message = format!("the quotation says `{words}`; the data say `{shown}`");
            let help = match decl.status {
                QuotationStatus::Draft => {
                    format!("write `{shown}`, here and under `says:`")
                }
                QuotationStatus::Approved => format!(
                    "the words were approved by {}, and no build changes them: ask whether `{shown}` may be said, and give the new `words:` a new `date:`",
                    decl.approved_by.trim()
                ),
            };
            let fault = Diagnostic::error(Code::R0715, message)
                .at(span.clone(), "")
                .related(self.at(one, "stat"), "what it states")
                .help(help);
            self.reading
                .met
                .found
                .push(Diagnostic { severity: guard.severity(), ..fault });
        }
        let number =
            ["value", "number", "size", "size_number", "signed", "signed_number"];
        passage.fact(guard.fact(id, &shown), number.contains(&mode), &span);
        Inline::Stat {
            id: stat.id.clone(),
            show: mode.to_owned(),
            text: words.to_owned(),
            span,
        }
    }

    fn claim(
        &mut self,
        id: &str,
        one: &Bound<'_>,
        content: Vec<Inline>,
        before: String,
    ) -> Inline {
        let entries = &self.make.project.claims;
        self.reading.weaver.look(Name::Claim(id.to_owned()));
        let span = self.at(one, "words");
        if !entries.iter().any(|entry| entry.id == id) {
            let names = entries.iter().map(|entry| entry.id.as_str());
            let fault = Diagnostic::unknown(Thing::Claim, id, names)
                .at(self.at(one, "claim"), "");
            self.reading.met.found.push(fault);
            return Inline::Emph { content };
        }
        let judged = self.reading.judged.get(id);
        let holds = judged.is_none_or(|judged| judged.holds);
        let because = judged.map(|judged| judged.because.clone()).unwrap_or_default();
        self.reading.met.claimed.push(Claimed {
            id: id.to_owned(),
            content: content.clone(),
            before,
            after: String::new(),
            span: span.clone(),
        });
        let verdict = if holds { Verdict::Holds } else { Verdict::Fails };
        Inline::Claim(Claim { id: id.to_owned(), content, verdict, because, span })
    }
}

/// Returns where words stand in a text and are no part of longer ones: "3%" is not in "30.3%".
fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let point = |c: Option<char>| matches!(c, Some('.' | ','));
    whole(text, words).filter(move |at| {
        let mut before = text.get(..*at).unwrap_or_default().chars().rev();
        let mut after = text.get(at + words.len()..).unwrap_or_default().chars();
        let first = digit(words.chars().next());
        let last = digit(words.chars().next_back());
        !(first && point(before.next()) && digit(before.next())
            || last && point(after.next()) && digit(after.next()))
    })
}

/// Returns words with single spaces.
fn even(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a number as it is compared: what is said may have plain spaces and hyphens.
fn alike(text: &str) -> String {
    let plain = |c: char| match c {
        NBSP | '\u{202f}' | '\u{2009}' => ' ',
        '\u{2212}' | '\u{2011}' => '-',
        c => c,
    };
    text.chars().map(plain).collect()
}
