//! What the report claims and the data bear out: what to write instead of a statement that nothing bears out.
//!
//! **In:** the claims of the report, judged; a sentence. **Out:** the claims that are about the same, in words, with
//! their values.
//! **Guarantees:** a claim that fails is never offered; of several that are as near the first declared comes first.

use crate::narrative::judged::Judged;
use crate::project::ClaimDecl;
use crate::project::Entry;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most claims that are offered.
const MOST: usize = 2;

/// How near to the nearest another claim has to be to be offered, too.
const NEAR: f64 = 0.75;

/// The letters by which words count as forms of one: "child" and "children".
const STEM: usize = 5;

/// Words that name nothing: "there", "another", "times".
const TIES: [Sense; 3] = [Sense::Anaphor, Sense::Article, Sense::Times];

/// The most comparisons of a rule that are shown with a claim.
const SHOWN: usize = 2;

/// The claims that hold.
#[derive(Default)]
pub(super) struct Borne<'a> {
    lexicon: Option<&'a Lexicon>,
    claims: Vec<Known<'a>>,
    /// How many claims have a stem.
    counts: BTreeMap<String, usize>,
}

struct Known<'a> {
    id: &'a str,
    says: &'a str,
    because: &'a str,
    about: About,
}

/// What a sentence is about.
struct About {
    /// How its longer words begin, without those of direction.
    stems: BTreeSet<String>,
    /// Whether it says more, and whether it says less.
    ways: [bool; 2],
}

impl<'a> Borne<'a> {
    pub fn of(
        claims: &'a [Entry<ClaimDecl>],
        judged: &'a BTreeMap<String, Judged>,
        lexicon: Option<&'a Lexicon>,
    ) -> Self {
        let known = claims.iter().filter_map(|entry| {
            let judged = judged.get(&entry.id).filter(|judged| judged.holds)?;
            let says = entry.decl.says.trim();
            let (id, because) = (entry.id.as_str(), judged.because.as_str());
            (!says.is_empty()).then(|| Known {
                id,
                says,
                because,
                about: about(says, lexicon),
            })
        });
        let claims: Vec<Known<'a>> = known.collect();
        let mut counts = BTreeMap::new();
        for stem in claims.iter().flat_map(|known| &known.about.stems) {
            *counts.entry(stem.clone()).or_default() += 1;
        }
        Self { lexicon, claims, counts }
    }

    /// Returns what the data bear out of what a sentence is about, with how to write it.
    pub fn instead(&self, sentence: &str) -> Option<String> {
        let near = self.nearest(sentence);
        let offers = near.iter().map(|known| {
            let Known { id, says, because, .. } = known;
            let parts: Vec<&str> = because.split(" and ").collect();
            let shown =
                parts.iter().take(SHOWN).copied().collect::<Vec<_>>().join(" and ");
            let more = if parts.len() > SHOWN { " and more" } else { "" };
            format!("{says} ({shown}{more}): write `{{{{ claim(\"{id}\", \"…\") }}}}`")
        });
        let offers: Vec<String> = offers.collect();
        (!offers.is_empty())
            .then(|| format!("the data bear out that {}", offers.join("; and that ")))
    }

    /// Returns whether a sentence has a word that few claims have: it is about what they are about.
    pub fn is_about(&self, sentence: &str) -> bool {
        let few = |count: &usize| count * 3 <= self.claims.len() + 2;
        about(sentence, self.lexicon)
            .stems
            .iter()
            .any(|stem| self.counts.get(stem).is_some_and(few))
    }

    /// Returns the claims that share most with a sentence; words that few claims have count more, what a claim says
    /// beyond the sentence counts against it, and of several that are as near those of the same direction come first.
    fn nearest(&self, sentence: &str) -> Vec<&Known<'a>> {
        let said = about(sentence, self.lexicon);
        let all = self.claims.len() as f64;
        let weight = |stem: &String| {
            self.counts.get(stem).map_or(0.0, |count| (all / *count as f64).ln_1p())
        };
        let same = |known: &Known<'_>| {
            let both = known.about.ways.iter().zip(said.ways);
            both.filter(|(own, said)| **own && *said).count()
        };
        let mut scored: Vec<(f64, usize, &Known<'a>)> = self
            .claims
            .iter()
            .map(|known| {
                let shared = known.about.stems.intersection(&said.stems);
                let shared: f64 = shared.map(weight).sum();
                let own: f64 = known.about.stems.iter().map(weight).sum();
                (if own > 0.0 { shared * shared / own } else { 0.0 }, same(known), known)
            })
            .filter(|(score, ..)| *score > 0.0)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let top = scored.first().map_or(0.0, |(score, ..)| *score);
        scored.retain(|(score, ..)| *score >= NEAR * top);
        scored.into_iter().take(MOST).map(|(.., known)| known).collect()
    }
}

/// Returns what a text is about.
fn about(text: &str, lexicon: Option<&Lexicon>) -> About {
    let mut out = About { stems: BTreeSet::new(), ways: [false; 2] };
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        let senses = lexicon.map(|lexicon| lexicon.senses(&word)).unwrap_or_default();
        let up = senses.has(Sense::Rise) || senses.has(Sense::More);
        let down = senses.has(Sense::Fall) || senses.has(Sense::Less);
        out.ways = [out.ways[0] || up, out.ways[1] || down];
        let letters = word.chars().count();
        let ties = TIES.iter().any(|sense| senses.has(*sense));
        // Short words that the checks know only tie others together.
        if !up && !down && !ties && (letters > 4 || letters == 4 && senses.is_empty()) {
            let one = word.strip_suffix('s').unwrap_or(&word);
            out.stems.insert(one.chars().take(STEM).collect());
        }
    }
    out
}
