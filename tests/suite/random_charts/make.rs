//! What a random chart is made of: its keys, series, values, rules, marks and choices.

use crate::random_charts::dice::Dice;
use reissue::model::chart::Mark;
use reissue::model::chart::Panel;
use reissue::model::chart::Point;
use reissue::model::chart::Role;
use reissue::model::chart::Rule;
use reissue::model::chart::Series;
use reissue::model::format::Format;
use reissue::model::format::Unit;
use reissue::model::statistic::Choice;
use std::collections::BTreeMap;

fn keys(dice: &mut Dice, numeric: bool, count: usize) -> Vec<(String, String)> {
    (0..count)
        .map(|at| {
            if numeric {
                let year = (2000 + at).to_string();
                (year.clone(), year)
            } else {
                (format!("k{at}"), dice.name())
            }
        })
        .collect()
}

/// What the series of one chart share.
pub(super) struct Make {
    kind: &'static str,
    ranged: bool,
    gaps: bool,
    roles: bool,
    pub keys: Vec<(String, String)>,
    names: Vec<String>,
    pub format: Format,
    pub scale: (f64, f64),
}

impl Make {
    pub(super) fn new(dice: &mut Dice, kind: &'static str) -> Self {
        let count = match kind {
            "slope" => 2,
            "strip" | "scatter" | "map" | "box" | "violin" => 1 + dice.below(150),
            "connected" => 1 + dice.below(15),
            "donut" => 1 + dice.below(3),
            "squares" => 1 + dice.below(5),
            "tiles" => 1 + dice.below(30),
            _ => 1 + dice.below(18),
        };
        let lists = match kind {
            "dumbbell" | "pyramid" => 2,
            "tiles" | "histogram" | "waterfall" | "map" | "donut" | "squares" => 1,
            "timeline" | "flow" => 0,
            "fan" => 5,
            "multiples" => 1 + dice.below(4),
            "heat" | "slope" => 1 + dice.below(14),
            _ => 1 + dice.below(if dice.tame { 3 } else { 6 }),
        };
        let numeric = times(kind) && dice.chance(0.8);
        Self {
            kind,
            ranged: dice.chance(0.5),
            gaps: dice.chance(0.4)
                && !matches!(kind, "area" | "donut" | "squares" | "fan"),
            roles: dice.chance(0.6),
            keys: keys(dice, numeric, count),
            names: (0..lists).map(|_| dice.name()).collect(),
            format: format(dice),
            scale: dice.scale(),
        }
    }

    pub(super) fn panels(&self, dice: &mut Dice) -> Vec<Panel> {
        let many = self.kind == "multiples";
        let count = if many { 1 + dice.below(14) } else { 1 };
        (0..count)
            .map(|at| Panel {
                key: format!("p{at}"),
                label: if many { dice.name() } else { String::new() },
                series: self.series(dice),
            })
            .collect()
    }

    fn series(&self, dice: &mut Dice) -> Vec<Series> {
        let only = self.names.len() == 1;
        self.names
            .iter()
            .enumerate()
            .map(|(list, name)| Series {
                key: format!("s{list}"),
                points: self.points(dice),
                fit: Vec::new(),
                label: if only && dice.chance(0.5) {
                    String::new()
                } else {
                    name.clone()
                },
                role: match list {
                    0 if self.roles => Role::Treated,
                    1 if self.roles => Role::Control,
                    _ => Role::Other,
                },
            })
            .collect()
    }

    fn points(&self, dice: &mut Dice) -> Vec<Point> {
        let mut out = Vec::new();
        for (key, label) in &self.keys {
            let mut point = self.point(dice, key, label);
            if matches!(self.kind, "scatter" | "bubble" | "connected") {
                point.x = Some(self.value(dice));
            }
            if !self.gaps || dice.chance(0.8) {
                out.push(point);
            }
        }
        out
    }

    fn value(&self, dice: &mut Dice) -> f64 {
        self.scale.0 + self.scale.1 * dice.share()
    }

    fn point(&self, dice: &mut Dice, key: &str, label: &str) -> Point {
        let value = match dice.below(12) {
            0 => 0.0,
            1 => self.scale.0,
            _ => self.value(dice),
        };
        let half = self.scale.1 * 0.3 * dice.share();
        Point {
            key: key.to_owned(),
            label: label.to_owned(),
            x: key.parse().ok(),
            value,
            low: self.ranged.then_some(value - half),
            high: self.ranged.then_some(value + half),
            printed: self.format.full(value),
            size: None,
            stat: "s".to_owned(),
        }
    }

    pub(super) fn rules(&self, dice: &mut Dice) -> Vec<Rule> {
        let count = dice.below(3);
        let label = |dice: &mut Dice| {
            let most = if dice.tame { 3 } else { 6 };
            if dice.chance(0.7) { dice.words(most) } else { String::new() }
        };
        (0..count).map(|_| Rule { value: self.value(dice), label: label(dice) }).collect()
    }

    pub(super) fn marks(&self, dice: &mut Dice) -> Vec<Mark> {
        let count = if times(self.kind) { dice.below(4) } else { 0 };
        let at = |dice: &mut Dice| self.keys[dice.below(self.keys.len())].0.clone();
        (0..count)
            .map(|_| Mark {
                x: at(dice),
                text: dice.words(if dice.tame { 3 } else { 5 }),
            })
            .collect()
    }

    pub(super) fn choices(&self, dice: &mut Dice) -> Vec<Choice> {
        let some = self.kind == "specification" && dice.chance(0.7);
        let count = if some { 1 + dice.below(20) } else { 0 };
        let choice = |at: usize, dice: &mut Dice| Choice {
            group: format!("Group {}", at / 4),
            label: dice.words(5),
            members: self
                .keys
                .iter()
                .filter(|_| dice.chance(0.3))
                .map(|(key, _)| key.clone())
                .collect(),
        };
        (0..count).map(|at| choice(at, dice)).collect()
    }

    pub(super) fn missing(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let some = matches!(self.kind, "tiles" | "map") && dice.chance(0.3);
        let count = if some { 1 + dice.below(3) } else { 0 };
        (0..count).map(|at| (format!("m{at}"), dice.name())).collect()
    }

    pub(super) fn grid(&self, dice: &mut Dice) -> BTreeMap<String, (u32, u32)> {
        let columns = if dice.tame { 4 + dice.below(4) } else { 1 + dice.below(9) };
        let place = |at: usize| ((at % columns + 1) as u32, (at / columns + 1) as u32);
        let keys = self.keys.iter().enumerate();
        keys.map(|(at, (key, _))| (key.clone(), place(at))).collect()
    }
}

fn times(kind: &'static str) -> bool {
    matches!(
        kind,
        "line" | "event_study" | "multiples" | "area" | "bump" | "fan" | "connected"
    )
}

fn format(dice: &mut Dice) -> Format {
    let unit = dice.of(&[
        Unit::Count,
        Unit::Percent,
        Unit::Points,
        Unit::Rate,
        Unit::Index,
        Unit::Currency,
        Unit::Number,
        Unit::Effect,
        Unit::P,
    ]);
    let noun = match unit {
        Unit::Currency => "£",
        Unit::Rate => "per 1,000 people",
        _ => "",
    };
    Format::of(unit).decimals(dice.below(4) as u8).noun(noun)
}
