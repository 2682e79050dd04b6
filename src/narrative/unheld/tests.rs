//! Sentences without a number or a claim, by what they are held to.

use super::Named;
use super::named::stem;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::document::Design;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Family;
use crate::model::statistic::Member;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::project::Yaml;
use crate::project::lexicon::Lexicon;
use crate::project::lexicon::lexicon;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a set of sentences names, and the sentences.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    values: BTreeMap<String, Given>,
    names: Vec<String>,
    sentences: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    measure: String,
    #[serde(default)]
    group: String,
    kind: String,
    value: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    text: String,
    #[serde(default)]
    unbound: bool,
    #[serde(default)]
    untrue: bool,
}

fn statistics(values: &BTreeMap<String, Given>) -> Statistics {
    let mut out = Statistics::default();
    for (id, given) in values {
        // The two of a pair are of one block.
        let id = id.replace('-', ".");
        let format = Format::of(Unit::Percent).decimals(1);
        let mut stat = Stat::of_number(&id, given.value, format);
        stat.title.clone_from(&given.measure);
        if !given.group.is_empty() {
            let _ = write!(stat.title, ", {}", given.group);
        }
        stat.provenance.kind.clone_from(&given.kind);
        stat.provenance.definition = "change, 2015 to 2024;".to_owned();
        if let Some((block, key)) = id.split_once('.') {
            let family = out.families.entry(block.to_owned()).or_insert_with(|| Family {
                id: block.to_owned(),
                title: block.to_owned(),
                dimensions: vec!["group".to_owned()],
                members: Vec::new(),
                choices: Vec::new(),
                orders: BTreeMap::new(),
            });
            family.members.push(Member { key: vec![key.to_owned()], id: id.clone() });
        }
        out.stats.insert(id, stat);
    }
    out
}

/// Returns what is found in a text, and how grave.
fn found(text: &str, world: &World, words: &Lexicon) -> Vec<(Severity, Code, String)> {
    let statistics = statistics(&world.values);
    let sources = Sources::new();
    let guard = Guard::new(Some(words), Design::Association, &[], &statistics, &sources);
    let mut named = Named::known(&statistics, words);
    for name in &world.names {
        named.words.extend(super::names(name, words));
    }
    let mut passage = Passage::default();
    let mut rest = text;
    // A citation is no word.
    while let Some((before, tail)) = rest.split_once("[@") {
        passage.text(before, Origin::Text(0..0));
        passage.slot(Kind::Cited, None);
        rest = tail.split_once(']').map_or("", |(_, after)| after);
    }
    passage.text(rest, Origin::Text(0..0));
    let faults = guard.read(&passage);
    let stated = guard.statements(&passage, Some(words), "");
    let unheld = stated.iter().filter_map(|one| named.fault(one, &guard));
    faults
        .into_iter()
        .chain(unheld)
        .map(|fault| {
            let place = crate::model::diagnostic::Span::new("", 0..0);
            let found = guard.finding(fault, place);
            (found.severity, found.code, found.message)
        })
        .collect()
}

/// Measures a set, prints what was misjudged, and returns precision and recall.
fn measure(file: &str, text: &str) -> (f64, f64) {
    #[derive(Deserialize)]
    struct Set {
        worlds: BTreeMap<String, World>,
    }
    let set: Set = Yaml::parse(file, text).unwrap().decode().unwrap();
    let (mut hit, mut missed, mut alarms, mut belied, mut all) = (0, 0, 0, 0, 0);
    let mut report = String::new();
    for world in set.worlds.values() {
        for item in &world.sentences {
            let found = found(&item.text, world, lexicon());
            let untrue = found.iter().any(|one| one.1 == Code::R0530);
            all += usize::from(item.untrue);
            belied += usize::from(item.untrue && untrue);
            if untrue && !item.untrue {
                let _ = writeln!(report, "not false: {}\n  {found:?}", item.text);
            }
            if item.untrue && !untrue {
                let _ = writeln!(report, "not told false: {}\n  {found:?}", item.text);
            }
            match (item.unbound, found.is_empty()) {
                (true, false) => hit += 1,
                (true, true) => {
                    missed += 1;
                    let _ = writeln!(report, "missed: {}", item.text);
                }
                (false, false) => {
                    alarms += 1;
                    let _ = writeln!(report, "false alarm: {}\n  {found:?}", item.text);
                }
                (false, true) => {}
            }
        }
    }
    let precision = f64::from(hit) / f64::from(hit + alarms);
    let recall = f64::from(hit) / f64::from(hit + missed);
    #[expect(clippy::print_stdout, reason = "the figures are what the test is for")]
    {
        println!(
            "{report}{file}: precision {precision:.3}, recall {recall:.3} ({hit} found, {missed} missed, {alarms} false alarms), {belied} of {all} told false"
        );
    }
    (precision, recall)
}

#[test]
fn sentences_that_nothing_holds_are_told_from_those_that_state_nothing() {
    let (precision, recall) =
        measure("unbound.yaml", include_str!("../../../tests/sentences/unbound.yaml"));
    assert!(precision >= 0.95 && recall >= 0.95, "{precision}, {recall}");
}

#[test]
fn sentences_of_a_second_set_that_nothing_holds_are_told() {
    let (precision, recall) = measure(
        "unbound_second.yaml",
        include_str!("../../../tests/sentences/unbound_second.yaml"),
    );
    assert!(precision >= 0.95 && recall >= 0.9, "{precision}, {recall}");
}

#[test]
fn sentences_of_a_third_set_that_nothing_holds_are_told() {
    let (precision, recall) = measure(
        "unbound_third.yaml",
        include_str!("../../../tests/sentences/unbound_third.yaml"),
    );
    assert!(precision >= 0.95 && recall >= 0.9, "{precision}, {recall}");
}

#[test]
fn a_name_is_the_same_in_the_singular_and_the_plural() {
    let stem = |word: &str| stem(word, lexicon());
    assert_eq!(stem("burglaries"), stem("burglary"));
    assert_eq!(stem("crimes"), stem("crime"));
    assert_eq!(stem("residents’"), stem("resident"));
    assert_eq!(stem("rate"), None);
    assert_eq!(stem("rose"), None);
}
