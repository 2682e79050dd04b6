//! Which side of zero is the better one, as the words of a figure say it ("left of zero, areas did better") and as the
//! statistics that it shows do: `better:`.
//!
//! **In:** a figure as declared; the statistics. **Out:** findings at its words, and at a `better:` of its own that is
//! not that of its statistics.

use crate::model::diagnostic::Code;
use crate::model::statistic::Better;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sentence;
use crate::narrative::prose::Token;
use crate::narrative::unheld::names;
use crate::project::FigureDecl;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeSet;

/// What a figure shows. Its statistics are looked up when a text asks for them: those of a figure of thousands of
/// editions are all that any of them shows.
pub(super) struct Shown<'a> {
    statistics: &'a Statistics,
    decl: &'a FigureDecl,
}

impl<'a> Shown<'a> {
    pub fn of(decl: &'a FigureDecl, statistics: &'a Statistics) -> Self {
        Self { statistics, decl }
    }

    /// Returns the statistics, each with the words that it stands for in the figure.
    fn stats(&self) -> impl Iterator<Item = (&'a Stat, &'a str)> {
        let statistics = self.statistics;
        let items = self.decl.items.iter();
        let items = items.filter_map(move |item| {
            Some((statistics.find(&item.stat)?, item.label.as_str()))
        });
        let data = self.decl.data.iter().flat_map(move |id| {
            let within = format!("{id}.");
            let after = statistics.stats.range(within.clone()..);
            after.map(|(_, stat)| stat).take_while(move |s| s.id.starts_with(&within))
        });
        items.chain(data.map(|stat| (stat, stat.title.as_str())))
    }

    /// Returns the fault of a `better:` that none of the statistics has.
    pub fn other(&self) -> Option<Fault> {
        let own = self.decl.better?;
        let (stat, _) = self.stats().next()?;
        let known = self.stats().all(|(stat, _)| stat.better.is_some_and(|b| b != own));
        known.then(|| {
            Fault::wrong(
                Code::R0531,
                0..0,
                format!(
                    "`better: {}` contradicts `{}`, of which {} values are the better ones",
                    word(own),
                    stat.provenance.block,
                    stat.better.map(word).unwrap_or_default()
                ),
                "leave it out, or change the one that is wrong".to_owned(),
            )
        })
    }

    /// Returns the faults of a text that says which side of zero is the better one.
    pub fn faults(&self, text: &str, lexicon: &Lexicon) -> Vec<Fault> {
        let mut passage = Passage::default();
        passage.text(text, Origin::Text(0..text.len()));
        let sentences = passage.sentences(lexicon);
        let found = sentences.iter().filter_map(|tokens| {
            let s = Sentence { tokens, facts: &[], lexicon };
            let (at, end, said) = side(s)?;
            let range = s.range(at, end);
            let words = text.get(range.clone()).unwrap_or_default();
            let meant = self.meant(tokens, lexicon);
            let said = if self.of_the_other(&meant, tokens, lexicon) {
                reverse(said)
            } else {
                said
            };
            let better: BTreeSet<Option<&str>> =
                meant.iter().map(|stat| stat.better.or(self.decl.better).map(word)).collect();
            let block = meant.first().map(|stat| stat.provenance.block.as_str())?;
            match better.into_iter().collect::<Vec<_>>().as_slice() {
                [Some(known)] if *known != word(said) => Some(Fault::wrong(
                    Code::R0531,
                    range,
                    format!(
                        "`{words}` contradicts `{block}`, of which {known} values are the better ones"
                    ),
                    "name the other side, or change `better:`".to_owned(),
                )),
                [None] => Some(Fault::loose(
                    Code::R0546,
                    range,
                    format!(
                        "`{words}` is held to nothing: no statistic says whether higher or lower values of `{block}` are the better ones"
                    ),
                    format!(
                        "write `better: higher` or `better: lower` where `{block}` is declared"
                    ),
                )),
                _ => None,
            }
        });
        found.collect()
    }

    /// Returns whether a sentence names only the second of the two that a difference is between: "left of zero, the
    /// others did better" says the reverse of the same about the first.
    fn of_the_other(&self, meant: &[&Stat], tokens: &[Token], lexicon: &Lexicon) -> bool {
        let said: BTreeSet<String> =
            tokens.iter().flat_map(|token| names(token.text(), lexicon)).collect();
        let sides =
            meant.first().and_then(|stat| Fact::of(self.statistics, stat, "")?.sides);
        sides.is_some_and(|(first, second)| {
            let (first, second) = (names(&first, lexicon), names(&second, lexicon));
            !second.is_disjoint(&said) && first.is_disjoint(&said)
        })
    }

    /// Returns the statistics that a sentence is about: those that it names, or all.
    fn meant(&self, tokens: &[Token], lexicon: &Lexicon) -> Vec<&'a Stat> {
        let said: BTreeSet<String> =
            tokens.iter().flat_map(|token| names(token.text(), lexicon)).collect();
        let own = |label: &str| names(label, lexicon);
        let (stats, all): (Vec<&Stat>, Vec<BTreeSet<String>>) =
            self.stats().map(|(stat, label)| (stat, own(label))).unzip();
        // What all of them are called tells none of them apart.
        let apart = |word: &String| !all.iter().all(|own| own.contains(word));
        let fits = |label: &BTreeSet<String>| {
            label.iter().any(|word| said.contains(word) && apart(word))
        };
        let each = stats.iter().zip(&all);
        let named: Vec<&Stat> = each.filter(|(_, l)| fits(l)).map(|(s, _)| *s).collect();
        if named.is_empty() { stats } else { named }
    }
}

/// Returns where a sentence says that a side of zero is the better or the worse one, and which values are the better
/// ones if it is.
fn side(s: Sentence<'_>) -> Option<(usize, usize, Better)> {
    let (at, words, low) = (0..s.len()).find_map(|at| {
        let (low, high) = (s.says(at, Sense::LowSide), s.says(at, Sense::HighSide));
        (low.max(high) > 0).then_some((at, low.max(high), low > high))
    })?;
    let (end, good) = (at + words..s.len()).find_map(|at| {
        let good = s.is(at, Sense::Bettered) || s.is(at, Sense::Best);
        let bad = s.is(at, Sense::Worsened) || s.is(at, Sense::Worst);
        (good || bad).then_some((at, good != s.turned(at)))
    })?;
    let better = if low == good { Better::Lower } else { Better::Higher };
    (!s.asks() && !s.supposed(at)).then_some((at, end, better))
}

fn reverse(better: Better) -> Better {
    match better {
        Better::Higher => Better::Lower,
        Better::Lower => Better::Higher,
    }
}

fn word(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
    }
}
