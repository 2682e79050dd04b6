//! `kind: maryland_scale` — where a design stands on the Maryland Scientific Methods Scale, and
//! why.
//!
//! ```yaml
//! standing:
//!   kind: maryland_scale
//!   comparison: areas.benchmark          # a statistic that counts the comparison group
//!   before_and_after: business_growth.difference  # of a block that compares times
//!   alike: start                         # a `balance` or `matching` block
//!   tolerance: 0.25                      # what its largest difference may be
//!   adjusted: [business_adjusted]          # statistics of `ancova`, `matching` or `ols` blocks
//!   quasi_random: {is: no, because: areas were chosen for their prospects}
//!   randomised: {is: no, because: no lot was drawn}
//! ```
//!
//! **Formula.** The rule of the What Works Centre for Local Economic Growth: 1, a comparison group or a before and after, nothing
//! adjusted for; 2, one of the two with adjustment, or both without evidence that the groups are comparable; 3, both, with
//! evidence that the groups are alike at the start or adjustment for what differs; 4, a comparison group, and an assignment
//! as good as random (an instrument, a discontinuity); 5, a comparison group assigned by lot, and alike.
//!
//! **Gives.** `ID`, the level. By `criterion` the families `ID.met` ("yes" or "no"), `ID.because` (the statistic or the reason)
//! and `ID.needed` (the level it is needed for). `ID.why` and `ID.next` say in words what carries the level and what the
//! next one would take. What can be looked up is not taken on trust: a group must have members, a
//! block must be of its kind, and likeness is that of the data.
//!
//! **Unit.** A level from 1 to 5.
//!
//! **Undefined** with neither a comparison group nor a before and after.
//!
//! **Reference.** What Works Centre for Local Economic Growth (2016), The Maryland Scientific Methods Scale: scoring guide;
//! after Sherman and others (1998). Tested against each level of the guide.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! standing = 3
//! standing.met.alike = yes
//! standing.because.randomised = no lot was drawn
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::listed;
use crate::stat::kind::Kind;
use serde::Deserialize;

/// Something declared of the design, with its reason.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Fact {
    /// `yes` or `no`.
    #[serde(deserialize_with = "yes_or_no")]
    is: bool,
    /// Why, in words for a reader.
    because: String,
}

/// Reads `yes` and `no`, which YAML leaves as words, beside `true` and `false`.
fn yes_or_no<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> std::result::Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Flag(bool),
        Word(String),
    }
    match Said::deserialize(from)? {
        Said::Flag(flag) => Ok(flag),
        Said::Word(word) if word == "yes" => Ok(true),
        Said::Word(word) if word == "no" => Ok(false),
        Said::Word(word) => {
            Err(serde::de::Error::custom(format!("expected yes or no, found `{word}`")))
        }
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct MarylandScale {
    /// The statistic that counts the comparison group.
    #[serde(default)]
    comparison: Option<String>,
    /// A statistic of a block that compares times.
    #[serde(default)]
    before_and_after: Option<String>,
    /// The `balance` or `matching` block that shows the groups alike at the start.
    #[serde(default)]
    alike: Option<String>,
    /// The largest standardised difference that still counts as alike.
    #[serde(default = "quarter")]
    tolerance: f64,
    /// Statistics that adjust for what differs: of `ancova`, `matching` or `ols` blocks.
    #[serde(default)]
    adjusted: Vec<String>,
    /// Whether areas were assigned as good as at random, and why.
    quasi_random: Fact,
    /// Whether a lot was drawn, and why.
    randomised: Fact,
}

fn quarter() -> f64 {
    0.25
}

impl MarylandScale {
    /// Returns the statistics that are looked up.
    fn looked_up(&self) -> Vec<String> {
        let alike = self.alike.as_ref().map(|block| format!("{block}.largest"));
        let one = [&self.comparison, &self.before_and_after, &alike];
        one.into_iter().flatten().chain(&self.adjusted).cloned().collect()
    }
}

/// One criterion: its name, whether it is met, why, and the level it is needed for.
struct Criterion {
    name: &'static str,
    words: &'static str,
    met: bool,
    because: String,
    needed: u8,
    from: Vec<String>,
}

impl Kind for MarylandScale {
    const NAME: &'static str = "maryland_scale";
    const MANUAL: &'static str = include_str!("maryland_scale.rs");

    fn needs(&self) -> Vec<String> {
        self.looked_up()
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: maryland_scale`.
fn compute(context: &Context<'_>, settings: &MarylandScale) -> Result<Made> {
    let criteria = criteria(context, settings)?;
    let met = |name: &str| criteria.iter().any(|one| one.name == name && one.met);
    let Some(level) = level(&met) else {
        let reason = "there is neither a comparison group nor a before and after";
        return Err(context.undefined(&context.block.id, reason));
    };
    let block = &context.block;
    let how = How {
        definition: "Level on the Maryland Scientific Methods Scale, by the rule of the What Works Centre for Local Economic Growth".to_owned(),
        formula: RULE.to_owned(),
        from: settings.looked_up(),
        ..How::default()
    };
    let count = || Format::of(Unit::Count);
    let title = context.title(&[], &[]);
    let value = f64::from(level);
    let mut stats = vec![context.number(context.id(&[]), title, value, count(), &how)?];
    let words = |name: &str, about: &str, text: String, how: &How| {
        let id = context.id(&[name.to_owned()]);
        let title = format!("{}, {about}", block.title);
        let how = How { formula: String::new(), ..how.clone() };
        context.stat(id, title, Value::Text(text), count(), &how)
    };
    stats.push(words("why", "what carries it", why(level, &criteria), &how));
    stats.push(words("next", "what the next level takes", next(level).to_owned(), &how));
    let mut families = Vec::new();
    for (column, about) in [
        ("met", "is it so"),
        ("because", "the reason"),
        ("needed", "the level it is for"),
    ] {
        let mut members = Vec::new();
        for one in &criteria {
            let how = How {
                definition: format!("Whether the design has {}", one.words),
                formula: about.to_owned(),
                from: one.from.clone(),
                ..How::default()
            };
            let id = context.id(&[column.to_owned(), one.name.to_owned()]);
            let title = format!("{}, {}: {about}", block.title, one.words);
            let value = match column {
                "met" => Value::Text(if one.met { "yes" } else { "no" }.to_owned()),
                "because" => Value::Text(one.because.clone()),
                _ => Value::Number(f64::from(one.needed)),
            };
            stats.push(context.stat(id.clone(), title, value, count(), &how));
            members.push((vec![one.name.to_owned()], id));
        }
        let id = format!("{}.{column}", block.id);
        let title = format!("{}, {about}", block.title);
        families.push(listed(id, title, &["criterion".to_owned()], members));
    }
    Ok(Made { stats, families, ..Made::default() })
}

/// The rule by which [`level`] finds it: the first that holds, of criteria by name.
const RULE: &str = "5: comparison ∧ randomised ∧ alike; 4: comparison ∧ (quasi_random ∨ randomised); 3: comparison ∧ before_and_after ∧ (alike ∨ adjusted); 2: (comparison ∧ before_and_after) ∨ adjusted; 1: comparison ∨ before_and_after";

/// Returns the level of a design that meets these criteria.
fn level(met: &dyn Fn(&str) -> bool) -> Option<u8> {
    let (comparison, both_times) = (met("comparison"), met("before_and_after"));
    if !comparison && !both_times {
        return None;
    }
    let (alike, adjusted) = (met("alike"), met("adjusted"));
    Some(if comparison && met("randomised") && alike {
        5
    } else if comparison && (met("quasi_random") || met("randomised")) {
        4
    } else if comparison && both_times && (alike || adjusted) {
        3
    } else if comparison && both_times || adjusted {
        2
    } else {
        1
    })
}

fn criteria(context: &Context<'_>, settings: &MarylandScale) -> Result<Vec<Criterion>> {
    let shown = |stat: &Stat| format!("{}: {}", stat.title, stat.printed());
    let nothing = || "none is declared".to_owned();
    let mut comparison = (false, nothing(), Vec::new());
    if let Some(id) = &settings.comparison {
        let stat = context.earlier(id, &["comparison"])?;
        let some = stat.number().is_some_and(|number| number > 0.0);
        comparison = (some, shown(stat), vec![id.clone()]);
    }
    let mut both_times = (false, nothing(), Vec::new());
    if let Some(id) = &settings.before_and_after {
        let kinds = ["change", "did", "twfe", "event_study"];
        let stat = of_kind(context, id, &["before_and_after"], &kinds)?;
        both_times = (true, shown(stat), vec![id.clone()]);
    }
    let mut alike = (false, nothing(), Vec::new());
    if let Some(block) = &settings.alike {
        let id = format!("{block}.largest");
        let stat = of_kind(context, &id, &["alike"], &["balance", "matching"])?;
        let largest = stat.number().unwrap_or(f64::INFINITY);
        let tolerance = Format::of(Unit::Effect).number(settings.tolerance);
        let within = largest <= settings.tolerance;
        let side = if within { "within" } else { "beyond" };
        let words = format!("{}, {side} {tolerance}", shown(stat));
        alike = (within, words, vec![id]);
    }
    let mut reasons = Vec::new();
    for (at, id) in settings.adjusted.iter().enumerate() {
        let index = at.to_string();
        let kinds = ["ancova", "matching", "ols"];
        let stat = of_kind(context, id, &["adjusted", index.as_str()], &kinds)?;
        reasons.push(shown(stat));
    }
    let adjusted = if reasons.is_empty() { nothing() } else { reasons.join("; ") };
    let declared = |fact: &Fact| (fact.is, fact.because.clone(), Vec::new());
    let all = [
        ("comparison", "a comparison group", 3, comparison),
        ("before_and_after", "outcomes before and after", 3, both_times),
        ("alike", "groups shown to be alike at the start", 3, alike),
        (
            "adjusted",
            "adjustment for what differs",
            2,
            (!reasons.is_empty(), adjusted, settings.adjusted.clone()),
        ),
        (
            "quasi_random",
            "an assignment as good as random",
            4,
            declared(&settings.quasi_random),
        ),
        ("randomised", "assignment by lot", 5, declared(&settings.randomised)),
    ];
    Ok(all
        .into_iter()
        .map(|(name, words, needed, (met, because, from))| Criterion {
            name,
            words,
            met,
            because,
            needed,
            from,
        })
        .collect())
}

/// Finds a statistic of one of some kinds.
fn of_kind<'a>(
    context: &Context<'a>,
    id: &str,
    setting: &[&str],
    kinds: &[&str],
) -> Result<&'a Stat> {
    let stat = context.earlier(id, setting)?;
    if kinds.contains(&stat.provenance.kind.as_str()) {
        return Ok(stat);
    }
    let message = format!("`{id}` is of `kind: {}`", stat.provenance.kind);
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
    Err(context
        .contradiction(setting, message)
        .help(format!("name one of {}", kinds.join(", ")))
        .into())
}

/// Says what carries the level, and what keeps it from the next.
fn why(level: u8, criteria: &[Criterion]) -> String {
    let words = |met: bool| {
        let those = criteria.iter().filter(|one| one.met == met);
        those.map(|one| one.words).collect::<Vec<&str>>()
    };
    let (has, lacks) = (joined(&words(true), "and"), joined(&words(false), "nor"));
    if lacks.is_empty() || level == 5 {
        return has;
    }
    format!("{has}, but not {lacks}")
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., end] => format!("{} {last} {end}", all.join(", ")),
    }
}

const fn next(level: u8) -> &'static str {
    match level {
        1 => "adjustment for what differs between the groups or the times",
        2 => {
            "a comparison group, outcomes before and after, and groups shown to be alike or adjusted for what differs"
        }
        3 => {
            "an assignment that is as good as random, such as a threshold or a lot among applicants"
        }
        4 => "assignment by lot, with groups shown to be alike",
        _ => "nothing: there is no higher level",
    }
}

#[cfg(test)]
mod tests {
    use super::level;
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;
    use crate::stat::kind::trial::refused;

    #[test]
    fn each_level_of_the_guide_is_reached_by_its_own_criteria() {
        let of = |met: &[&str]| level(&|name| met.contains(&name));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&["alike", "adjusted"]), None);
        assert_eq!(of(&["comparison"]), Some(1));
        assert_eq!(of(&["before_and_after"]), Some(1));
        assert_eq!(of(&["comparison", "adjusted"]), Some(2));
        assert_eq!(of(&["before_and_after", "adjusted"]), Some(2));
        assert_eq!(of(&["comparison", "before_and_after"]), Some(2));
        assert_eq!(of(&["comparison", "before_and_after", "alike"]), Some(3));
        assert_eq!(of(&["comparison", "before_and_after", "adjusted"]), Some(3));
        assert_eq!(of(&["comparison", "quasi_random"]), Some(4));
        assert_eq!(of(&["comparison", "randomised"]), Some(4));
        assert_eq!(of(&["comparison", "randomised", "alike"]), Some(5));
        assert_eq!(of(&["before_and_after", "randomised"]), Some(1));
    }

    const PANEL: &str = "frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}";

    #[test]
    fn likeness_is_looked_up_and_not_declared() {
        let blocks = |tolerance: f64| {
            format!(
                "  areas: {{kind: count, frame: panel, distinct: area, by: [group]}}\n  did: {{kind: did, {PANEL}, from: 2014, to: 2019}}\n  start: {{kind: balance, frame: panel, where: {{year: 2012}}, group: {{column: group, treated: nbi, control: benchmark}}, covariates: [{{name: y, measure: y}}]}}\n  standing:\n    kind: maryland_scale\n    comparison: areas.benchmark\n    before_and_after: did\n    alike: start\n    tolerance: {tolerance}\n    quasi_random: {{is: no, because: areas were chosen}}\n    randomised: {{is: false, because: no lot was drawn}}\n"
            )
        };
        let alike = computed(&blocks(9.0), &panel_small());
        let text = |id: &str| alike.get(id).unwrap().printed();
        assert_eq!(text("standing"), "3");
        assert_eq!(
            text("standing.why"),
            "a comparison group, outcomes before and after and groups shown to be alike at the start, but not adjustment for what differs, an assignment as good as random nor assignment by lot"
        );
        assert_eq!(text("standing.met.alike"), "yes");
        assert_eq!(text("standing.because.randomised"), "no lot was drawn");
        let apart = computed(&blocks(0.001), &panel_small());
        assert_eq!(apart.get("standing").unwrap().printed(), "2");
        assert_eq!(apart.get("standing.met.alike").unwrap().printed(), "no");
        let wrong =
            blocks(9.0).replace("before_and_after: did", "before_and_after: areas.nbi");
        assert_eq!(refused(&wrong, &panel_small()), ["`areas.nbi` is of `kind: count`"]);
    }
}
