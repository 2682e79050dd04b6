//! Facts for single areas: sentences that the author wrote for a rise, a fall and no change,
//! with the value of each area put in. Small numbers are withheld.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::LocalFact;
use crate::model::format::NBSP;
use crate::model::statistic::Family;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::project::LocalDecl;
use crate::project::Project;
use crate::project::words;
use std::collections::BTreeMap;

/// Returns every fact of every area, by area and in the order declared.
pub(super) fn facts(
    project: &Project,
    statistics: &Statistics,
    found: &mut Findings,
) -> Vec<LocalFact> {
    let mut out: BTreeMap<String, Vec<LocalFact>> = BTreeMap::new();
    for (index, decl) in project.report.press.local.iter().enumerate() {
        let index = index.to_string();
        let place = |key: &[&str]| {
            let mut path = vec!["press", "local", index.as_str()];
            path.extend_from_slice(key);
            project.report_yaml.place(&path)
        };
        let maker = Maker { project, statistics, decl, place: &place };
        match maker.facts() {
            Ok(facts) => {
                for fact in facts {
                    out.entry(fact.area.clone()).or_default().push(fact);
                }
            }
            Err(fault) => found.push(*fault),
        }
    }
    let declared = &project.report.press.local;
    out.into_values().flat_map(|facts| complete(facts, declared)).collect()
}

/// Adds what the data have no value for in an area, in the order declared.
fn complete(facts: Vec<LocalFact>, declared: &[LocalDecl]) -> Vec<LocalFact> {
    let Some(first) = facts.first().cloned() else { return facts };
    let missing = |decl: &LocalDecl| LocalFact {
        id: decl.id.clone(),
        title: decl.title.clone(),
        stat: String::new(),
        printed: String::new(),
        sentence: String::new(),
        withheld: "no value: missing or suppressed in the data".to_owned(),
        ..first.clone()
    };
    declared
        .iter()
        .map(|decl| {
            let told = facts.iter().find(|fact| fact.id == decl.id);
            told.cloned().unwrap_or_else(|| missing(decl))
        })
        .collect()
}

struct Maker<'a> {
    project: &'a Project,
    statistics: &'a Statistics,
    decl: &'a LocalDecl,
    place: &'a dyn Fn(&[&str]) -> Span,
}

type Fault = Box<Diagnostic>;

impl Maker<'_> {
    fn facts(&self) -> Result<Vec<LocalFact>, Fault> {
        let decl = self.decl;
        let Some(family) = self.statistics.families.get(&decl.family) else {
            let fault = self.statistics.unknown_family(&decl.family);
            return Err(Box::new(fault.at((self.place)(&["family"]), "")));
        };
        let Some(at) = family.dimensions.iter().position(|name| *name == decl.area)
        else {
            let known = family.dimensions.iter().map(String::as_str);
            let message = format!("`{}` has no dimension `{}`", decl.family, decl.area);
            let help = did_you_mean(&decl.area, known, "dimensions");
            return Err(self.fault(Code::R0703, message, &["area"], help));
        };
        let mut out = Vec::new();
        for member in &family.members {
            let stat = self.statistics.get(&member.id);
            let (Some(stat), Some(area)) = (stat, member.key.get(at)) else { continue };
            out.push(self.fact(family, &member.key, area, stat)?);
        }
        Ok(out)
    }

    fn fact(
        &self,
        family: &Family,
        key: &[String],
        area: &str,
        stat: &Stat,
    ) -> Result<LocalFact, Fault> {
        let decl = self.decl;
        let labels = &self.project.statistics.labels;
        let name = words(labels, &decl.area, area).to_owned();
        let keys: Vec<(&str, &str)> = family
            .dimensions
            .iter()
            .map(String::as_str)
            .zip(key.iter().map(String::as_str))
            .collect();
        let mut fact = LocalFact {
            id: decl.id.clone(),
            title: decl.title.clone(),
            area: area.to_owned(),
            name,
            stat: stat.id.clone(),
            printed: String::new(),
            sentence: String::new(),
            withheld: String::new(),
        };
        let Some(value) = stat.number() else {
            "no value: it is not a number".clone_into(&mut fact.withheld);
            return Ok(fact);
        };
        if let Some(base) = &decl.base {
            let known = self.at(&base.stat, &keys, &["base", "stat"])?;
            if known.number().is_none_or(|number| number < base.least) {
                fact.withheld = format!(
                    "withheld: it rests on fewer than {}",
                    known.format.full(base.least)
                );
                return Ok(fact);
            }
        }
        let printed = stat.format.number(value);
        let zero = !printed.chars().any(|c| ('1'..='9').contains(&c));
        let (text, way) = match value {
            _ if zero => (&decl.level, "level"),
            value if value > 0.0 => (&decl.rise, "rise"),
            _ => (&decl.fall, "fall"),
        };
        let mut known: Vec<(String, String)> = keys
            .iter()
            .filter(|(dimension, _)| *dimension != "area")
            .map(|(dimension, key)| {
                ((*dimension).to_owned(), words(labels, dimension, key).to_owned())
            })
            .collect();
        known.push(("area".to_owned(), fact.name.clone()));
        known.push(("size".to_owned(), stat.format.full(value.abs())));
        known.push(("value".to_owned(), stat.format.full(value)));
        if let Some(against) = &decl.against {
            let against = self.at(against, &keys, &["against"])?;
            let signed = against.number().map(|number| against.format.signed(number));
            known.push((
                "against".to_owned(),
                signed.unwrap_or_else(|| against.printed()),
            ));
        }
        fact.printed = stat.format.signed(value);
        fact.sentence = self.filled(text, &known, &[way])?.replace(NBSP, " ");
        Ok(fact)
    }

    /// Returns the statistic whose id is a pattern with keys put in.
    fn at(
        &self,
        pattern: &str,
        keys: &[(&str, &str)],
        key: &[&str],
    ) -> Result<&Stat, Fault> {
        let keys: Vec<(String, String)> = keys
            .iter()
            .map(|(name, key)| ((*name).to_owned(), (*key).to_owned()))
            .collect();
        let id = self.filled(pattern, &keys, key)?;
        self.statistics.get(&id).ok_or_else(|| {
            Box::new(self.statistics.unknown(&id).at((self.place)(key), ""))
        })
    }

    /// Returns a text with its `{name}` put in.
    fn filled(
        &self,
        text: &str,
        known: &[(String, String)],
        key: &[&str],
    ) -> Result<String, Fault> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
            let Some((_, words)) = known.iter().find(|(known, _)| known == name) else {
                let names = known.iter().map(|(name, _)| name.as_str());
                let message = format!("unknown name `{{{name}}}`");
                let help = did_you_mean(name, names, "names");
                return Err(self.fault(Code::R0703, message, key, help));
            };
            out.push_str(words);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn fault(&self, code: Code, message: String, key: &[&str], help: String) -> Fault {
        Box::new(Diagnostic::error(code, message).at((self.place)(key), "").help(help))
    }
}
