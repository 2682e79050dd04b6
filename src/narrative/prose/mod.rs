//! What prose may not do: contradict the numbers beside its words, hold a number or a ratio word
//! that is bound to no value, or go further than the design of the study supports.
//!
//! **In:** a passage (a paragraph, a title, a label) with what is known of its numbers.
//! **Out:** faults, each with its range in the passage.
//! **Guarantees:** words are read only in a language that has a file of words
//! (`templates/words/`); what is supposed, asked, hoped or denied is not taken for said.

mod agreement;
mod alike;
mod among;
mod amounts;
mod asserted;
mod bases;
mod called;
mod cases;
mod certainty;
mod compared;
mod comparison;
mod counted;
mod course;
mod days;
mod described;
mod differences;
mod digits;
mod direction;
mod every;
mod extremes;
mod fact;
mod fault;
mod fellows;
mod firsts;
mod fortune;
mod gaps;
mod governor;
mod joint;
mod judged;
mod kin;
mod lead;
mod lengths;
mod letters;
mod levels;
mod moved;
mod movement;
mod multiples;
mod names;
mod numbers;
mod pairs;
mod passage;
mod places;
mod predicate;
mod ranks;
mod relation;
mod returns;
mod rivals;
mod series;
mod shares;
mod sizes;
mod sole;
mod stands;
mod statement;
mod subject;
mod supposed;
mod tallies;
mod topic;
mod until;
mod weighed;
mod wholes;
mod widened;
mod wording;
mod years;

pub(super) use amounts::Amount;
pub(super) use fact::Fact;
pub(super) use fact::Sign;
pub(in crate::narrative) use fact::period_of;
pub(in crate::narrative) use fact::sign_of;
pub(super) use fault::CALL;
pub(super) use fault::Fault;
use fault::Gravity;
pub(super) use levels::has_level;
pub(super) use levels::interval_levels;
pub(super) use levels::rate_base;
pub(super) use passage::Kind;
pub(super) use passage::Origin;
pub(super) use passage::Passage;
pub(super) use passage::Sentence;
pub(super) use passage::Token;
pub(super) use passage::whole;
pub(super) use predicate::Of;
pub(super) use statement::Statement;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::document::Design;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::narrative::borne::Borne;
use crate::project::AllowDecl;
use crate::project::lexicon::Lexicon;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;

/// How the prose of a report is read.
pub(super) struct Guard<'a> {
    pub lexicon: Option<&'a Lexicon>,
    /// Dates, in a language of which the program has no words, or some.
    dates: Option<Regex>,
    wording: bool,
    allowed: Vec<String>,
    strict: bool,
    draft: bool,
    statistics: &'a Statistics,
    sources: &'a Sources,
    /// The claims that hold, offered in the place of what nothing bears out.
    pub borne: Borne<'a>,
}

/// Makes the patterns ready beside whatever else is done, and the weights of words where sentences are weighed.
pub(super) fn prepare(words: Option<&Lexicon>) {
    let weights = words.and_then(|words| words.weights);
    rayon::spawn(move || {
        digits::prepare();
        let _ = weights.map(|weights| &**weights);
    });
}

impl<'a> Guard<'a> {
    pub fn new(
        lexicon: Option<&'a Lexicon>,
        design: Design,
        allow: &[AllowDecl],
        statistics: &'a Statistics,
        sources: &'a Sources,
    ) -> Self {
        Self {
            lexicon,
            dates: if lexicon.is_none_or(|words| words.partial) {
                digits::dates()
            } else {
                None
            },
            wording: design == Design::Association,
            allowed: allow.iter().map(|allow| allow.words.clone()).collect(),
            strict: false,
            draft: false,
            statistics,
            sources,
            borne: Borne::default(),
        }
    }

    /// Sets the claims that hold.
    #[must_use]
    pub fn bearing(mut self, borne: Borne<'a>) -> Self {
        self.borne = borne;
        self
    }

    /// Sets how grave faults are.
    #[must_use]
    pub fn graded(mut self, strict: bool, draft: bool) -> Self {
        (self.strict, self.draft) = (strict, draft);
        self
    }

    /// Returns what is known of a statistic; `shown` is the text in the prose.
    pub fn fact(&self, id: &str, shown: &str) -> Option<Fact> {
        Fact::of(self.statistics, self.statistics.find(id)?, shown)
    }

    /// Returns how grave a statement is that the data contradict: a draft may make it.
    pub fn severity(&self) -> Severity {
        if self.draft { Severity::Warning } else { Severity::Error }
    }

    /// Returns the finding of a fault at a place.
    pub fn finding(&self, fault: Fault, place: Span) -> Diagnostic {
        let severity = match fault.gravity {
            Gravity::Wrong => self.severity(),
            Gravity::Loose if self.strict => Severity::Error,
            Gravity::Loose => Severity::Warning,
        };
        let found = Diagnostic::error(fault.code, fault.message);
        Diagnostic { severity, unbound: fault.unbound, ..found }
            .at(place, "")
            .help(fault.help)
    }

    /// Returns the part of a place in which words of a passage are written, where it can be
    /// found: a value of a YAML file is longer than the word at fault.
    pub fn narrowed(&self, place: &Span, words: &str, nth: usize) -> Span {
        let text =
            self.sources.text(&place.file).and_then(|text| text.get(place.range()));
        let Some(text) = text else { return place.clone() };
        let found: Vec<usize> = whole(text, words).collect();
        match found.get(nth).or(found.first()) {
            Some(at) => {
                let start = place.start + at;
                Span::new(std::sync::Arc::clone(&place.file), start..start + words.len())
            }
            None => place.clone(),
        }
    }

    /// Returns what a passage is judged by beside its own numbers.
    pub fn looked_at(
        &self,
        passage: &Passage,
        lexicon: Option<&Lexicon>,
    ) -> BTreeSet<Name> {
        // Without words only digits are read.
        lexicon.map(|_| kin::looked_at(passage, self.statistics)).unwrap_or_default()
    }

    /// Returns the fault of a label over a number of another member of its family.
    pub fn mislabelled(&self, label: &str, id: &str) -> Option<Fault> {
        let lexicon = self.lexicon?;
        let fact = self.fact(id, "")?;
        let mut passage = Passage::default();
        passage.text(label, Origin::Text(0..label.len()));
        let tokens: Vec<Token> =
            passage.sentences(lexicon).into_iter().flatten().collect();
        let s = Sentence { tokens: &tokens, facts: &[], lexicon };
        let mut title = Passage::default();
        title.text(&fact.title, Origin::Text(0..fact.title.len()));
        let title: Vec<Token> = title.sentences(lexicon).into_iter().flatten().collect();
        let title = Sentence { tokens: &title, facts: &[], lexicon };
        names::mislabelled(s, &fact, self.statistics)
            .or_else(|| levels::mislabelled(s, &fact))
            .or_else(|| direction::mislabelled(s, title, &fact))
    }

    /// Returns the fault of a number bound by hand that is none of those in its reason.
    pub fn by_hand(&self, text: &str, because: &str) -> Option<Fault> {
        let lexicon = self.lexicon?;
        let percents = |text: &str| -> Vec<(f64, f64)> {
            let mut passage = Passage::default();
            passage.text(text, Origin::Text(0..text.len()));
            let tokens: Vec<Token> =
                passage.sentences(lexicon).into_iter().flatten().collect();
            Sentence { tokens: &tokens, facts: &[], lexicon }.percents()
        };
        let (own, reason) = (percents(text), percents(because));
        let meets = |a: &(f64, f64)| reason.iter().any(|b| a.0 <= b.1 && b.0 <= a.1);
        (!own.is_empty() && !reason.is_empty() && !own.iter().any(meets)).then(|| {
            Fault::loose(
                Code::R0544,
                0..text.len(),
                format!("`{text}` is not the number of its reason: “{because}”"),
                "write the number that the reason gives, or the reason of this one"
                    .to_owned(),
            )
        })
    }

    /// Reads a passage.
    pub fn read(&self, passage: &Passage) -> Vec<Fault> {
        self.read_by(passage, self.lexicon)
    }

    /// Reads a passage by the words of a language; without them its digits alone.
    pub fn read_by(&self, passage: &Passage, lexicon: Option<&Lexicon>) -> Vec<Fault> {
        let mut out = Vec::new();
        let mut sentences =
            lexicon.map(|lexicon| passage.sentences(lexicon)).unwrap_or_default();
        if let Some(lexicon) = lexicon {
            names::quiet(&mut sentences, &passage.facts, self.statistics, lexicon);
        }
        letters::read(passage, &mut out);
        self.digits(passage, &sentences, lexicon, &mut out);
        if let Some(lexicon) = lexicon {
            let mut before: Vec<&Fact> = Vec::new();
            let mut last: Option<Sentence<'_>> = None;
            for tokens in &sentences {
                let s = Sentence { tokens, facts: &passage.facts, lexicon };
                direction::read(s, &mut out);
                judged::read(s, &mut out);
                joint::read(s, &mut out);
                names::read(s, self.statistics, &mut out);
                counted::read(s, self.statistics, &mut out);
                cases::read(s, &mut out);
                subject::read(s, last.replace(s), self.statistics, &mut out);
                places::read(s, self.statistics, &mut out);
                let before_lookup = out.len();
                series::read(s, self.statistics, &mut out);
                returns::read(s, self.statistics, &mut out);
                tallies::read(s, self.statistics, &mut out);
                sole::read(s, self.statistics, &mut out);
                fellows::read(s, self.statistics, &mut out);
                firsts::read(s, self.statistics, &mut out);
                widened::read(s, self.statistics, &mut out);
                every::read(s, self.statistics, &mut out);
                rivals::read(s, self.statistics, &mut out);
                rivals::fared(s, &mut out);
                topic::drop_of_something_else(
                    s,
                    self.statistics,
                    &mut out,
                    before_lookup,
                );
                stands::read(s, self.statistics, &mut out);
                movement::read(s, &mut out);
                pairs::read(s, &mut out);
                alike::flat(s, &mut out);
                alike::far(s, &mut out);
                course::read(s, &mut out);
                gaps::read(s, &mut out);
                differences::read(s, self.statistics, &mut out);
                relation::read(s, &mut out);
                comparison::read(s, &mut out);
                agreement::read(s, &mut out);
                sizes::read(s, &mut out);
                wholes::read(s, &mut out);
                described::read(s, &mut out);
                pairs::units(s, &mut out);
                numbers::read(s, self.statistics, &mut out);
                years::read(s, &mut out);
                lengths::read(s, &mut out);
                levels::read(s, &mut out);
                days::read(s, &passage.text, &mut out);
                if self.wording {
                    wording::causes(s, &mut out);
                }
                wording::significance(s, &before, &mut out);
                certainty::read(s, &mut out);
                let facts = tokens.iter().filter_map(|token| match token.kind {
                    Kind::Number(at) | Kind::Evidence(at) => passage.facts.get(at),
                    _ => None,
                });
                before = facts.filter(|fact| fact.clear.is_some()).collect();
            }
        }
        // What a work says in words is its own statement; its numbers are bound by hand.
        let cited = |at: usize| {
            let own =
                sentences.iter().find(|s| s.last().is_some_and(|t| at < t.range.end));
            own.is_some_and(|s| s.iter().any(|token| token.kind == Kind::Cited))
        };
        out.retain(|fault| {
            !(fault.is_unbound() && fault.unbound.is_none() && cited(fault.range.start))
        });
        let allowed: Vec<Range<usize>> = self.allowed(&passage.text);
        out.retain(|fault| {
            !allowed
                .iter()
                .any(|c| c.start <= fault.range.start && fault.range.end <= c.end)
        });
        // One place has one fault: a contradiction says more than a lack.
        let mut kept: Vec<Fault> = Vec::new();
        out.sort_by_key(|fault| (fault.range.start, fault.gravity == Gravity::Loose));
        for fault in out {
            if kept.last().is_none_or(|last| {
                last.range.end <= fault.range.start || last.code != fault.code
            }) {
                kept.push(fault);
            }
        }
        // What is only warned of is kept with its chapter, while the values of claims may change.
        for fault in kept.iter_mut().filter(|fault| self.strict && fault.is_assertion()) {
            let instead = self.borne.instead(sentence(&passage.text, fault.range.start));
            fault.help = instead
                .into_iter()
                .chain([fault.help.clone()])
                .collect::<Vec<_>>()
                .join("; or ");
        }
        kept
    }

    /// Returns where a text holds words that the report allows.
    fn allowed(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.allowed.iter().flat_map(|words| {
            text.match_indices(words.as_str()).map(|(at, w)| at..at + w.len())
        });
        found.collect()
    }
}

/// Returns the sentence of a text that holds a byte.
fn sentence(text: &str, at: usize) -> &str {
    let ends = ['.', '?', '!'];
    let (before, after) = (text.get(..at), text.get(at..));
    let start = before.and_then(|text| text.rfind(ends)).map_or(0, |at| at + 1);
    let end = after.and_then(|text| text.find(ends)).map_or(text.len(), |end| at + end);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Guard;
    use super::Origin;
    use super::Passage;
    use crate::model::diagnostic::Sources;
    use crate::model::document::Design;
    use crate::model::statistic::Statistics;
    use crate::project::AllowDecl;
    use crate::project::lexicon::words_of;

    fn read(text: &str, design: Design, language: &str) -> Vec<String> {
        let allow = [AllowDecl { words: "Key Stage 2".into(), because: "a name".into() }];
        let (statistics, sources) = (Statistics::default(), Sources::new());
        let words = words_of(language);
        let guard = Guard::new(words.as_deref(), design, &allow, &statistics, &sources);
        let mut passage = Passage::default();
        passage.text(text, Origin::Text(0..text.len()));
        guard
            .read(&passage)
            .into_iter()
            .map(|fault| text[fault.range].to_owned())
            .collect()
    }

    pub(super) fn faults(text: &str) -> Vec<String> {
        read(text, Design::Association, "en")
    }

    #[test]
    fn years_dates_bases_and_parts_are_not_bare_numbers() {
        let fine = "On 1 July 2025, between 2012 and 2024 (2014/15), per 1,000 people, 2012 = 100, chapter 3, CR2, Key Stage 2";
        assert_eq!(faults(fine), Vec::<String>::new());
    }

    #[test]
    fn signs_without_a_width_hide_no_word_and_letters_of_two_alphabets_are_found() {
        assert_eq!(
            faults("which dou\u{200b}bled, by 4\u{ad}1%"),
            ["dou\u{200b}bled", "4", "1%"]
        );
        assert_eq!(faults("which d\u{43e}wn"), ["d\u{43e}wn"]);
        assert_eq!(faults("the Москва line, \u{3b2}-blockers and 5 \u{3bc}g").len(), 1);
    }

    #[test]
    fn a_bare_number_and_a_ratio_word_are_found() {
        assert_eq!(
            faults("rose by 41% and 1,200 more, which doubled"),
            ["41%", "1,200", "doubled"]
        );
    }

    #[test]
    fn a_multiple_of_another_is_no_cause() {
        assert_eq!(
            faults("Growth with schemes was almost double that of the others").len(),
            1
        );
        assert_eq!(
            faults(
                "Growth was high with schemes, almost double the growth of the others"
            ),
            ["double"]
        );
        assert_eq!(
            faults("Schemes almost double the growth of districts"),
            ["double", "double"]
        );
    }

    #[test]
    fn digits_of_every_script_and_fractions_are_numbers() {
        assert_eq!(
            faults("rose by \u{ff11}\u{ff12}% and by ½"),
            ["\u{ff11}\u{ff12}%", "½"]
        );
        assert_eq!(faults("it took 2½ hours and ½ hour"), ["2½"]);
    }

    #[test]
    fn numbers_that_name_a_book_a_charity_a_house_or_a_telephone_need_no_binding() {
        for fine in [
            "ISBN 978-1-00-000000-0 (PDF), ISBN: 0-306-40615-X and ISSN 2049-3630",
            "Registered charity 1147511, company number SC123456",
            "Charity registration no. 1147511",
        ] {
            assert_eq!(faults(fine), Vec::<String>::new(), "{fine}");
        }
        for fine in [
            "1 Example Street, Sometown SW1A 1AA",
            "12–14 Old Bank of England Court; 7a St John’s Square; 020 7946 0000",
            "+44 20 7946 0000, 0117 496 0000, 01632 960000",
        ] {
            assert_eq!(faults(fine), Vec::<String>::new(), "{fine}");
        }
        assert_eq!(faults("12 areas have a Street"), ["12"]);
        assert_eq!(faults("some 7 Streets and 300 Places"), ["7", "300"]);
        assert_eq!(faults("the company registered 12345 members"), ["12345"]);
        assert_eq!(faults("a charity with number 12"), ["12"]);
    }

    #[test]
    fn causal_wording_is_found_unless_the_design_is_causal() {
        assert_eq!(faults("this led to growth"), ["led to"]);
        assert!(read("this led to growth", Design::Causal, "en").is_empty());
    }

    #[test]
    fn days_of_months_are_dates_in_the_language_of_the_text() {
        let (welsh, _) = crate::labels::Labels::with("cy", None);
        let _within = crate::labels::enter(&welsh);
        let read = |text: &str| read(text, Design::Association, "cy");
        let fine = "Cyhoeddwyd ar 1 Gorffennaf 2025, rhwng 3ydd Mai a 28–30 Ebr 2024";
        assert_eq!(read(fine), Vec::<String>::new());
        assert_eq!(read("Tyfodd 41 Mai, 12 maint a 1.5 Mai"), ["41", "12", "1.5"]);
    }

    #[test]
    fn words_of_a_language_without_a_file_are_not_read() {
        assert_eq!(
            read("half of it doubled, thanks to 12%", Design::Association, "de"),
            ["12%"]
        );
    }
}
