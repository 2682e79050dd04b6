//! Sentences of the kinds that published reports use, right and wrong, with their values: how many
//! of the wrong ones the checks of the prose find, and how many that they report are wrong.
//!
//! `tests/sentences/` holds seventeen sets; its README says how each was written and what was measured
//! before anything was mended for it.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::document::Design;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::graph::Graph;
use crate::model::statistic::Better;
use crate::model::statistic::Family;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Interval;
use crate::model::statistic::Member;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::statistic::Test;
use crate::narrative::claims;
use crate::narrative::claims::MemberNames;
use crate::narrative::claims::Rules;
use crate::narrative::failed_claims;
use crate::narrative::parse;
use crate::narrative::parse::Reading;
use crate::narrative::prose::Guard;
use crate::narrative::weave::Names;
use crate::narrative::weave::Weaver;
use crate::project::ClaimDecl;
use crate::project::Entry;
use crate::project::Yaml;
use crate::project::lexicon::words_of;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// A sentence with its values, and whether it is wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    text: String,
    #[serde(default)]
    values: BTreeMap<String, Given>,
    #[serde(default)]
    claims: BTreeMap<String, ClaimDecl>,
    #[serde(default)]
    design: Option<String>,
    #[serde(default)]
    language: Option<String>,
    wrong: bool,
    #[serde(default)]
    why: String,
}

/// A value as a set of sentences gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    value: f64,
    unit: Unit,
    #[serde(default)]
    noun: String,
    #[serde(default)]
    decimals: Option<u8>,
    kind: String,
    #[serde(default)]
    period: Option<Word>,
    #[serde(default)]
    from: Option<Word>,
    #[serde(default)]
    to: Option<Word>,
    #[serde(default)]
    p: Option<f64>,
    #[serde(default)]
    low: Option<f64>,
    #[serde(default)]
    high: Option<f64>,
    #[serde(default)]
    n: Option<usize>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    better: Option<Better>,
    #[serde(default)]
    definition: String,
}

/// A period, which YAML may read as a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Year(i64),
}

impl Word {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Year(year) => year.to_string(),
        }
    }
}

impl Given {
    fn stat(&self, id: &str) -> Stat {
        let mut format = Format::of(self.unit).noun(self.noun.clone());
        if let Some(decimals) = self.decimals {
            format = format.decimals(decimals);
        }
        let kind = match self.kind.as_str() {
            "share" => "sql",
            other => other,
        };
        let words = |word: &Option<Word>| word.as_ref().map(Word::text);
        let mut title = self.title.clone().unwrap_or_else(|| id.replace(['.', '_'], " "));
        if let Some(label) = &self.label {
            let _ = write!(title, ", {label}");
        }
        if let Some(period) = words(&self.period) {
            let _ = write!(title, ", {period}");
        }
        let span = words(&self.from).zip(words(&self.to));
        let span =
            span.map_or_else(String::new, |(from, to)| format!(", {from} to {to}"));
        let interval = self.low.zip(self.high).map(|(low, high)| Interval {
            low,
            high,
            level: 95.0,
            method: "t".to_owned(),
        });
        let mut stat = Stat::of_number(id, self.value, format);
        stat.title = title;
        stat.interval = interval;
        stat.test = self.p.map(|p| Test {
            name: "t test".to_owned(),
            statistic: 0.0,
            df: None,
            p,
        });
        stat.n = self
            .n
            .map(|n| GroupCount { group: String::new(), used: n, of: n })
            .into_iter()
            .collect();
        stat.better = self.better;
        stat.provenance.kind = kind.to_owned();
        stat.provenance.definition = match self.definition.as_str() {
            "" => format!("change{span};"),
            given => given.to_owned(),
        };
        stat
    }
}

/// Returns the statistics of a sentence; ids with a dot are members of a family.
fn statistics(item: &Item) -> Statistics {
    let mut out = Statistics::default();
    for (id, given) in &item.values {
        out.stats.insert(id.clone(), given.stat(id));
        let parts: Vec<&str> = id.split('.').collect();
        let [block, keys @ ..] = parts.as_slice() else { continue };
        if keys.is_empty() {
            continue;
        }
        let family = out.families.entry((*block).to_owned()).or_insert_with(|| Family {
            id: (*block).to_owned(),
            title: (*block).to_owned(),
            dimensions: (0..keys.len()).map(|at| format!("{block}{at}")).collect(),
            members: Vec::new(),
            choices: Vec::new(),
            orders: BTreeMap::new(),
        });
        let key = keys.iter().map(|key| (*key).to_owned()).collect();
        family.members.push(Member { key, id: id.clone() });
    }
    out
}

/// Returns what the checks report of a sentence.
fn reported(item: &Item, yaml: &Yaml) -> Vec<Diagnostic> {
    let statistics = statistics(item);
    let entries: Vec<Entry<ClaimDecl>> = item
        .claims
        .iter()
        .map(|(id, decl)| Entry {
            id: id.clone(),
            decl: decl.clone(),
            yaml: yaml.clone(),
        })
        .collect();
    let mut labels: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (id, given) in &item.values {
        let mut parts = id.split('.');
        let block = parts.next().unwrap_or_default();
        if let (Some(label), Some(key)) = (&given.label, parts.next()) {
            let words = labels.entry(format!("{block}0")).or_default();
            words.insert(key.to_owned(), label.clone());
        }
    }
    let names = Arc::new(Names {
        statistics: Arc::new(statistics.clone()),
        claims: entries.iter().map(|entry| entry.id.clone()).collect::<BTreeSet<_>>(),
        ..Names::default()
    });
    let sources = Sources::new();
    let design = if item.design.as_deref() == Some("causal") {
        Design::Causal
    } else {
        Design::Association
    };
    let lexicon = words_of(item.language.as_deref().unwrap_or("en"));
    let guard = Guard::new(lexicon.as_deref(), design, &[], &statistics, &sources);
    let mut found = Findings::new();
    let mut weaver = Weaver::new(&names);
    let graph = &mut Graph::default();
    let judged = claims::judge_all(&entries, &statistics, &mut weaver, graph, &mut found);
    let place = Span::new("sentences.yaml", 0..0);
    let woven = weaver.text(&item.text, &place).unwrap_or_default();
    let mut reading = Reading::new(&weaver, &judged, &guard);
    parse::line(&mut reading, &woven, &place);
    let met = reading.met;
    found.join(met.found);
    let names = MemberNames::new(&statistics, &labels);
    let rules = Rules { claims: &entries, statistics: &statistics, names: &names };
    failed_claims(rules, &judged, &guard, &met.claimed, &mut found);
    let mut found = match found.finish(()) {
        Ok(warned) => warned.warnings,
        Err(failure) => failure.into_diagnostics(),
    };
    // That something is held to nothing says neither that it is wrong nor that it is right.
    found.retain(|one| one.code != Code::R0546);
    found
}

/// Judges a set of sentences, prints what was misjudged, and returns precision and recall.
fn measure(name: &str, text: &str) -> (f64, f64) {
    let yaml = Yaml::parse(name, text).unwrap();
    let items: Vec<Item> = yaml.decode().unwrap();
    let (mut hit, mut missed, mut false_alarms) = (0, 0, 0);
    let mut report = String::new();
    for item in &items {
        let found = reported(item, &yaml);
        let broken = found.iter().any(|f| {
            matches!(f.code.to_string().as_str(), "R0501" | "R0502" | "R0306" | "R0508")
        });
        assert!(!broken, "{}\n{found:#?}", item.text);
        match (item.wrong, found.is_empty()) {
            (true, false) => hit += 1,
            (true, true) => {
                missed += 1;
                let _ = writeln!(report, "missed: {}\n    ({})", item.text, item.why);
            }
            (false, false) => {
                false_alarms += 1;
                let _ =
                    writeln!(report, "false alarm: {}\n    ({})", item.text, item.why);
                for fault in &found {
                    let grave = if fault.severity == Severity::Error {
                        "error"
                    } else {
                        "warning"
                    };
                    let _ =
                        writeln!(report, "    {grave} {}: {}", fault.code, fault.message);
                }
            }
            (false, true) => {}
        }
    }
    let precision = f64::from(hit) / f64::from(hit + false_alarms);
    let recall = f64::from(hit) / f64::from(hit + missed);
    #[expect(clippy::print_stdout, reason = "the figures are what the test is for")]
    {
        println!("{report}");
        println!(
            "{name}: {} sentences, precision {precision:.3}, recall {recall:.3} \
             ({hit} found, {missed} missed, {false_alarms} false alarms)",
            items.len()
        );
    }
    (precision, recall)
}

/// Measures a set and holds it to what is wanted of both figures.
fn held(name: &str, text: &str) {
    let (precision, recall) = measure(name, text);
    assert!(
        precision >= 0.95 && recall >= 0.95,
        "precision {precision}, recall {recall}"
    );
}

#[test]
fn sentences_are_judged_with_few_misses_and_few_false_alarms() {
    held("first.yaml", include_str!("../../tests/sentences/first.yaml"));
}

#[test]
fn sentences_written_apart_from_the_checks_are_judged() {
    held("second.yaml", include_str!("../../tests/sentences/second.yaml"));
}

#[test]
fn sentences_of_official_reports_are_judged() {
    held("third.yaml", include_str!("../../tests/sentences/third.yaml"));
}

#[test]
fn sentences_measured_after_the_others_are_judged() {
    held("fourth.yaml", include_str!("../../tests/sentences/fourth.yaml"));
}

#[test]
fn sentences_of_a_fifth_hand_are_judged() {
    held("fifth.yaml", include_str!("../../tests/sentences/fifth.yaml"));
}

/// Measures a set and holds it to what was reached, where that is below what is wanted.
fn reached(name: &str, text: &str, least: (f64, f64)) {
    let (precision, recall) = measure(name, text);
    assert!(
        precision >= least.0 && recall >= least.1,
        "precision {precision}, recall {recall}"
    );
}

#[test]
fn sentences_measured_after_the_fifth_are_judged() {
    let text = include_str!("../../tests/sentences/sixth.yaml");
    reached("sixth.yaml", text, (0.98, 0.93));
}

#[test]
fn sentences_in_the_style_of_bulletins_are_judged() {
    held("seventh.yaml", include_str!("../../tests/sentences/seventh.yaml"));
}

#[test]
fn sentences_measured_after_the_seventh_are_judged() {
    let text = include_str!("../../tests/sentences/eighth.yaml");
    reached("eighth.yaml", text, (0.98, 0.92));
}

#[test]
fn sentences_measured_after_the_eighth_are_judged() {
    let text = include_str!("../../tests/sentences/ninth.yaml");
    reached("ninth.yaml", text, (0.95, 0.92));
}

#[test]
fn sentences_of_a_second_outsider_are_judged() {
    let text = include_str!("../../tests/sentences/tenth.yaml");
    reached("tenth.yaml", text, (0.98, 0.93));
}

#[test]
fn sentences_measured_after_the_tenth_are_judged() {
    let text = include_str!("../../tests/sentences/eleventh.yaml");
    reached("eleventh.yaml", text, (0.95, 0.93));
}

#[test]
fn sentences_of_news_and_findings_are_judged() {
    let text = include_str!("../../tests/sentences/twelfth.yaml");
    reached("twelfth.yaml", text, (0.99, 0.96));
}

#[test]
fn sentences_of_evidence_on_seven_subjects_are_judged() {
    let text = include_str!("../../tests/sentences/thirteenth.yaml");
    reached("thirteenth.yaml", text, (0.98, 0.99));
}

#[test]
fn sentences_measured_after_the_thirteenth_are_judged() {
    let text = include_str!("../../tests/sentences/fourteenth.yaml");
    reached("fourteenth.yaml", text, (0.96, 0.86));
}

#[test]
fn sentences_about_swimming_pools_are_judged() {
    let text = include_str!("../../tests/sentences/fifteenth.yaml");
    reached("fifteenth.yaml", text, (0.98, 0.99));
}

#[test]
fn sentences_of_official_statistics_on_nine_subjects_are_judged() {
    let text = include_str!("../../tests/sentences/sixteenth.yaml");
    reached("sixteenth.yaml", text, (0.99, 0.86));
}

#[test]
fn sentences_of_published_reports_on_six_subjects_are_judged() {
    let text = include_str!("../../tests/sentences/seventeenth.yaml");
    reached("seventeenth.yaml", text, (0.99, 0.97));
}

#[test]
fn welsh_sentences_are_judged_by_their_directions_and_comparisons() {
    held("welsh.yaml", include_str!("../../tests/sentences/welsh.yaml"));
}
