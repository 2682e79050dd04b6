//! Findings as facts that may be quoted, with what must be said beside them.

use crate::labels;
use crate::model::document::Design;
use crate::model::document::Finding;
use crate::model::document::Inline;
use crate::model::document::LocalFact;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::model::format::NBSP;
use crate::model::statistic::Stat;
use crate::press::words::Voice;
use crate::press::words::lines;
use crate::say;
use serde::Serialize;

/// A finding that may be quoted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub id: String,
    pub title: String,
    /// The sentence, as checked against the data.
    pub sentence: String,
    /// The sentence with its source, as it may be quoted.
    pub quote: String,
    pub numbers: Vec<Number>,
    /// What must be said beside it.
    pub caveat: String,
    pub cite: String,
    /// Empty while the report has no address.
    pub permalink: String,
    /// The figure that shows it.
    pub figure: Option<String>,
    /// Until when it may not be published; empty without an embargo.
    pub embargo: String,
}

/// A number of a fact.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Number {
    pub statistic: String,
    pub label: String,
    pub printed: String,
    pub value: Option<f64>,
    pub unit: String,
    pub interval: Option<Range>,
    pub definition: String,
}

/// An interval of a number.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Range {
    pub low: f64,
    pub high: f64,
    pub level: f64,
    pub printed: String,
}

/// Returns a key finding as a fact.
pub(super) fn fact(voice: Voice<'_>, finding: &Finding) -> Fact {
    let numbers = finding.numbers.iter().filter_map(|number| {
        let Inline::Stat { id, text, .. } = &number.stat else { return None };
        let stat = voice.edition.statistics.get(id)?;
        Some(told(stat, &number.label, text))
    });
    let sentence = plain(&finding.content).replace(NBSP, " ");
    Fact {
        id: finding.id.clone(),
        title: finding.title.clone(),
        quote: quote(voice, &sentence),
        sentence,
        numbers: numbers.collect(),
        caveat: caveat(voice, &finding.caveat),
        cite: voice.citation(),
        permalink: voice.permalink(&format!("finding-{}", finding.id)),
        figure: finding.figure.clone(),
        embargo: voice.embargo_moment().to_owned(),
    }
}

/// Returns a statistic as a number of a fact.
pub(super) fn told(stat: &Stat, label: &str, printed: &str) -> Number {
    let interval = stat.interval.as_ref().map(|interval| Range {
        low: interval.low,
        high: interval.high,
        level: interval.level,
        printed: format!(
            "{} ({}%)",
            stat.format.range(interval.low, interval.high).replace(NBSP, " "),
            interval.level
        ),
    });
    Number {
        statistic: stat.id.clone(),
        label: label.to_owned(),
        printed: printed.replace(NBSP, " "),
        value: stat.number(),
        unit: stat.format.unit_words(),
        interval,
        definition: labels::phrase(&stat.provenance.definition),
    }
}

/// The sentence with its source and its edition.
fn quote(voice: Voice<'_>, sentence: &str) -> String {
    let who = voice.publishers();
    let who = who.first().copied().unwrap_or(&voice.meta().title);
    let who = match voice.publishers().len() {
        0 | 1 => who.to_owned(),
        _ => say!("press-others", name = who),
    };
    let title = voice.meta().title.as_str();
    say!(
        "press-quote",
        sentence = sentence,
        who = who,
        title = title,
        issue = voice.issue()
    )
}

/// What must be said beside a finding: its own caveat, the reach of the design, the notice.
fn caveat(voice: Voice<'_>, own: &str) -> String {
    let design = match voice.meta().design {
        Design::Association => {
            say!("press-association")
        }
        Design::Causal => String::new(),
    };
    sentences(&[&voice.embargo(), own, &design, &plain(&voice.meta().notice)])
}

impl Fact {
    /// The sentence to be quoted, and what must be said beside it.
    pub fn quoted(&self) -> String {
        let beside = say!("beside-line", caveat = self.caveat.as_str());
        lines(&[self.quote.clone(), beside])
    }
}

/// Returns a fact as text to be pasted.
pub(super) fn text(fact: &Fact) -> String {
    let mut parts = vec![fact.title.clone(), fact.sentence.clone(), String::new()];
    for number in &fact.numbers {
        let interval = number.interval.as_ref();
        let interval = interval
            .map(|range| say!("data-interval-line", range = range.printed.as_str()));
        parts.push(format!(
            "{}: {}{}",
            number.label,
            number.printed,
            interval.unwrap_or_default()
        ));
    }
    parts.push(say!("quoted-line", quote = fact.quote.as_str()));
    parts.push(say!("beside-line", caveat = fact.caveat.as_str()));
    parts.push(say!("cite-line", citation = fact.cite.as_str()));
    parts.push(fact.permalink.clone());
    lines(&parts)
}

/// A fact for one area.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AreaFact {
    pub area: String,
    pub name: String,
    pub id: String,
    pub title: String,
    pub sentence: String,
    pub quote: String,
    pub statistic: String,
    pub printed: String,
    pub value: Option<f64>,
    pub unit: String,
    /// Why it is not told; empty when it is.
    pub withheld: String,
}

/// Returns the facts for areas.
pub(super) fn local(voice: Voice<'_>) -> Vec<AreaFact> {
    voice.edition.document.local.iter().map(|fact| area_fact(voice, fact)).collect()
}

fn area_fact(voice: Voice<'_>, fact: &LocalFact) -> AreaFact {
    let told = fact.withheld.is_empty();
    let stat = voice.edition.statistics.get(&fact.stat).filter(|_| told);
    AreaFact {
        area: fact.area.clone(),
        name: fact.name.clone(),
        id: fact.id.clone(),
        title: fact.title.clone(),
        sentence: fact.sentence.clone(),
        quote: if told { quote(voice, &fact.sentence) } else { String::new() },
        statistic: if told { fact.stat.clone() } else { String::new() },
        printed: fact.printed.replace(NBSP, " "),
        value: stat.and_then(Stat::number),
        unit: stat.map(|stat| stat.format.unit_words()).unwrap_or_default(),
        withheld: fact.withheld.clone(),
    }
}

/// What must be said beside the facts of an area.
pub(super) fn local_caveat(voice: Voice<'_>) -> String {
    caveat(voice, &say!("press-areas-vary"))
}
