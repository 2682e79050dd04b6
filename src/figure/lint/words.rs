//! What the words of a figure say, held to what it draws: the period, the row that the headline is
//! about, the alternative text.

use crate::figure::describe::Facts;
use crate::figure::describe::facts;
use crate::figure::describe::names;
use crate::figure::kind;
use crate::figure::lint::Linter;
use crate::model::calendar::mentions;
use crate::model::calendar::periods;
use crate::model::chart::Point;
use crate::model::diagnostic::Code;
use std::collections::HashMap;

/// The fewest rows of which one is to stand out.
const MANY: usize = 5;
/// The shortest name that a headline is searched for.
const SHORTEST: usize = 3;

impl Linter<'_> {
    /// The words must not name another period than the one drawn.
    pub(super) fn period(&mut self) {
        let chart = self.chart;
        let Some(times) =
            chart.times().filter(|_| kind::of(chart).facts(chart).is_some())
        else {
            return;
        };
        let (Some((_, first)), Some((_, last))) = (times.first(), times.last()) else {
            return;
        };
        let extent = format!("{} to {}", first.words(), last.words());
        for (setting, text) in
            [("headline", &self.texts.headline), ("subtitle", &self.texts.subtitle)]
        {
            let wrong =
                mentions(text).into_iter().find(|said| said.contradicts(*first, *last));
            if let Some(said) = wrong {
                let message = format!(
                    "the {setting} says \"{}\", and the figure shows {extent}",
                    said.words
                );
                let help = "write the period that is drawn, or bind it to the data: `stat(\"FAMILY.latest\", show=\"period\")`";
                self.warn(Code::R0441, &[setting], &message, help);
            }
        }
    }

    /// What the headline names stands out among many.
    pub(super) fn highlighted(&mut self) {
        let chart = self.chart;
        let name = chart.kind.name();
        let can = kind::settings(name).is_some_and(|known| known.contains(&"highlight"));
        let keys = kind::of(chart).highlights(chart);
        if !can || keys.len() < MANY || periods(keys.iter().copied()).is_some() {
            return;
        }
        let mut labels: HashMap<&str, &str> = HashMap::new();
        for (panel, series, point) in chart.points() {
            let all = [
                (&point.key, &point.label),
                (&series.key, &series.label),
                (&panel.key, &panel.label),
            ];
            for (key, label) in all {
                labels.entry(key).or_insert(label);
            }
        }
        let label = |key: &str| labels.get(key).copied().unwrap_or_default();
        let said = |key: &&&str| {
            let label = label(key);
            label.chars().count() >= SHORTEST && names(&self.texts.headline, label)
        };
        let named: Vec<&str> = keys.iter().filter(said).copied().collect();
        let missing =
            named.iter().find(|key| !chart.highlight.iter().any(|own| own == *key));
        // A headline that names most of them singles none out.
        if let Some(key) = missing.filter(|_| named.len() * 2 <= keys.len()) {
            let message = format!(
                "the headline names `{}`, which does not stand out among {}",
                label(key),
                keys.len()
            );
            let help = format!("add `{key}` to `highlight:`, which fades the others");
            self.warn(Code::R0442, &["headline"], &message, &help);
        }
    }

    /// What the headline names at an end of the values must be seen to be there: no other row prints the same.
    pub(super) fn level(&mut self) {
        let chart = self.chart;
        let keys = kind::of(chart).highlights(chart);
        if periods(keys.iter().copied()).is_some() {
            return;
        }
        let said = |point: &&Point| {
            keys.contains(&point.key.as_str())
                && point.label.chars().count() >= SHORTEST
                && names(&self.texts.headline, &point.label)
        };
        let all = chart.panels.iter().flat_map(|panel| &panel.series);
        let pair = all.into_iter().find_map(|series| {
            let points = &series.points;
            let named: Vec<&Point> = points.iter().filter(said).collect();
            let [named] = named.as_slice() else { return None };
            let more = |a: &&Point, b: &&Point| a.value.total_cmp(&b.value);
            let ends = [points.iter().max_by(more)?, points.iter().min_by(more)?];
            let at_an_end = ends.iter().any(|end| end.printed == named.printed)
                && ends.iter().any(|end| end.printed != named.printed);
            let same =
                |other: &&Point| other.key != named.key && other.printed == named.printed;
            let rival = points.iter().find(same).filter(|_| at_an_end)?;
            Some(((*named).clone(), rival.clone()))
        });
        if let Some((named, rival)) = pair {
            let differ = if named.value.total_cmp(&rival.value).is_eq() {
                "has the same value"
            } else {
                "prints the same"
            };
            let message = format!(
                "the headline names `{}`, and `{}` {differ} ({})",
                named.label, rival.label, named.printed
            );
            let help = "print one more decimal, by `decimals:` of the statistic, or say that the two are level";
            self.warn(Code::R0444, &["headline"], &message, help);
        }
    }

    /// Hand-written words about the chart are held to it.
    pub(super) fn alternative(&mut self) {
        let declared = self.entry.decl.alt.trim();
        if declared.is_empty() {
            return;
        }
        if !declared.contains("{{") {
            let message = "the alternative text is bound to nothing";
            let help = "assert through `claim()` and `stat()`, or leave `alt:` out: the chart writes its own";
            self.warn(Code::R0421, &["alt"], message, help);
        }
        let Some(facts) = facts(self.chart) else { return };
        let said = self.texts.alt.to_lowercase();
        let words: Vec<&str> = said
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !word.is_empty())
            .collect();
        for (spoken, holds, why) in spoken(facts) {
            if let Some(word) = words.iter().find(|word| spoken.contains(word) && !holds)
            {
                let message = format!("the alternative text says `{word}`, but {why}");
                let help = "say what the chart shows, or leave `alt:` out";
                self.warn(Code::R0422, &["alt"], &message, help);
            }
        }
    }
}

/// Words about a course, whether the chart bears them out, and why not.
fn spoken(facts: Facts) -> [(&'static [&'static str], bool, &'static str); 5] {
    [
        (
            &[
                "rise",
                "rises",
                "rose",
                "risen",
                "rising",
                "grow",
                "grows",
                "grew",
                "increase",
                "increases",
                "increased",
                "climbs",
                "climbed",
            ],
            facts.rises,
            "no line rises",
        ),
        (
            &[
                "fall",
                "falls",
                "fell",
                "fallen",
                "falling",
                "decrease",
                "decreases",
                "decreased",
                "declines",
                "declined",
                "drops",
                "dropped",
                "shrinks",
                "shrank",
            ],
            facts.falls,
            "no line falls",
        ),
        (&["cross", "crosses", "crossed"], facts.crosses, "no lines cross"),
        (&["widen", "widens", "widened"], facts.widens, "no gap widens"),
        (
            &["narrow", "narrows", "narrowed", "closes", "closed"],
            facts.narrows,
            "no gap narrows",
        ),
    ]
}
