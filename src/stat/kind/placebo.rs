//! `kind: placebo` — a comparison where nothing should be found: at a date before the real
//! one, or of an outcome that could not have been moved.
//!
//! ```yaml
//! business_placebo:               # a `change` or `did` block between two earlier times
//!   kind: placebo
//!   of: business_growth
//!   from: 2010
//!   to: 2012                   # no later than the block's own first time
//! crime_2011:                  # a `twfe` block with an earlier start, over the times before the real one
//!   kind: placebo
//!   of: crime_twfe
//!   first_treated: 2011
//! residents_placebo:            # the same block of another outcome
//!   kind: placebo
//!   of: business_growth
//!   measure: population
//! ```
//!
//! **Formula.** That of the block, with the settings given in place of its own.
//!
//! **Gives.** `ID`, the difference in the unit of the block's, with interval and test (`change`: Welch; `did` and
//! `twfe`: CR2). An interval that leaves zero out speaks against the comparison.
//!
//! **Unit.** That of the block's difference; `unit:` and `noun:` name that of another outcome.
//!
//! **Undefined** where the block would be. A date that is not earlier than the real one is an error.
//!
//! **Reference.** Bertrand, Duflo and Mullainathan (2004), doi:10.1162/003355304772839588. Tested against the
//! same block declared with those settings.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! business_placebo = −0.3 percentage points
//! crime_2011 = 0.5 per 1,000 people
//! residents_placebo = −1.1 percentage points
//! ```

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::statistic::Stat;
use crate::project::Measure;
use crate::project::Scalar;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::panel::twfe;
use crate::stat::estimate::panel::two_periods;
use crate::stat::estimate::welch;
use crate::stat::kind::Kind;
use crate::stat::kind::area_change::Change;
use crate::stat::kind::change::of_one_area;
use crate::stat::kind::comparison::compared;
use crate::stat::kind::of_did::Event;
use crate::stat::kind::of_did::settings_of;
use crate::stat::kind::panel::estimated;
use crate::stat::kind::panel::read;
use crate::stat::measure::measure_words;
use crate::stat::rows::text;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Placebo {
    /// The block that is repeated.
    of: String,
    /// The earlier time in its place.
    #[serde(default)]
    from: Option<i64>,
    /// The later time in its place.
    #[serde(default)]
    to: Option<i64>,
    /// The first year under treatment in its place.
    #[serde(default)]
    first_treated: Option<i64>,
    /// Another outcome, which could not have been moved.
    #[serde(default)]
    measure: Option<Measure>,
    /// The frame that holds it; that of the block unless given.
    #[serde(default)]
    frame: Option<String>,
}

impl Placebo {
    /// Whether it has neither dates nor an outcome of its own.
    fn is_empty(&self) -> bool {
        [self.from, self.to, self.first_treated].iter().all(Option::is_none)
            && self.measure.is_none()
    }
}

impl Kind for Placebo {
    const NAME: &'static str = "placebo";
    const MANUAL: &'static str = include_str!("placebo.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: placebo`.
fn compute(context: &Context<'_>, settings: &Placebo) -> Result<Made> {
    if settings.is_empty() {
        return Err(context
            .contradiction(&[], "the placebo is the block itself")
            .help("give an earlier date, or a `measure:` that could not have been moved")
            .into());
    }
    let block = context.declared(&settings.of)?;
    let change = block.settings.get::<Change>();
    let stat = match change.filter(|change| change.compare.is_some()) {
        Some(change) => of_change(context, settings, block, change)?,
        None => of_panel(context, settings)?,
    };
    Ok(Made { stats: vec![stat], families: Vec::new(), ..Made::default() })
}

/// Refuses a date that does not come before the real one.
fn earlier(
    context: &Context<'_>,
    name: &str,
    given: i64,
    real: i64,
    may_equal: bool,
) -> Result<()> {
    if given < real || may_equal && given == real {
        return Ok(());
    }
    let message = format!("the placebo's {given} does not come before the real {real}");
    Err(Diagnostic::error(Code::R0304, message)
        .at(context.block.place(&[name]), "")
        .help("choose a date at which nothing had begun")
        .into())
}

fn of_change(
    context: &Context<'_>,
    settings: &Placebo,
    block: &StatDecl,
    change: &Change,
) -> Result<Stat> {
    if settings.first_treated.is_some() {
        let message = "a `change` has no `first_treated:`";
        return Err(context.contradiction(&["first_treated"], message).into());
    }
    if let (Some(to), Ok(real)) = (settings.to, text(&change.from).parse()) {
        earlier(context, "to", to, real, true)?;
    }
    let mut changed = change.clone();
    if let Some(from) = settings.from {
        changed.from = Scalar::Integer(from);
    }
    if let Some(to) = settings.to {
        changed.to = Scalar::Integer(to);
    }
    if let Some(measure) = &settings.measure {
        changed.measure = measure.clone();
    }
    if let Some(frame) = &settings.frame {
        changed.frame.clone_from(frame);
    }
    let found = compared(context, block, change, &changed)?;
    let (x, y) = found.values();
    let level = change.level;
    let id = context.id(&[]);
    let result = welch(&x, &y, level / 100.0)
        .map_err(|error| context.undefined(&id, &error.reason))?;
    let how = How {
        definition: format!(
            "Placebo of “{}”: difference of the change in {}, {} to {}",
            block.title,
            measure_words(&changed.measure),
            text(&changed.from),
            text(&changed.to),
        ),
        formula: format!(
            "mean(treated) − mean(control); Welch t, Satterthwaite df; Δ = {}",
            of_one_area(&changed)
        ),
        frame: changed.frame.clone(),
        rows: 2 * (x.len() + y.len()),
        files: found.files.clone(),
        from: vec![format!("{}.difference", block.id)],
    };
    let title = context.title(&[], &[]);
    let format = context.format(found.format.clone())?;
    let mut stat = context.number(id, title, result.difference, format, &how)?;
    stat.interval = Some(interval(result.ci_low, result.ci_high, level, "Welch"));
    stat.test = Some(test("Welch t test", result.t, Some(result.df), result.p));
    stat.n = vec![
        count(found.treated.key.join(", "), x.len(), found.treated.of),
        count(found.control.key.join(", "), y.len(), found.control.of),
    ];
    Ok(stat)
}

fn of_panel(context: &Context<'_>, settings: &Placebo) -> Result<Stat> {
    let (block, event, mut of) = settings_of(context, &settings.of)?;
    let Event { pre: real_pre, post: real_post } = event;
    if let Some(measure) = &settings.measure {
        of.measure = measure.clone();
    }
    if let Some(frame) = &settings.frame {
        of.frame.clone_from(frame);
    }
    let level = of.level;
    let inner = context.of(block);
    let undefined = |error: crate::stat::estimate::Undefined| {
        context.undefined(&context.block.id, &error.reason)
    };
    let (mut panel, found) = if let Some(pre) = real_pre {
        if let Some(to) = settings.to {
            earlier(context, "to", to, pre, true)?;
        }
        let (from, to) = (settings.from.unwrap_or(pre), settings.to.unwrap_or(real_post));
        let formula = of.two_times(from, to);
        let wanted = |time| time == from || time == to;
        let panel = read(&inner, &of, &wanted, &formula)?.of_two_times(&of);
        let found = two_periods(&panel.observations, from, to, level / 100.0)
            .map_err(undefined)?;
        (panel, found.estimate)
    } else {
        let first = settings.first_treated.unwrap_or(real_post);
        let dated = settings.first_treated.is_some();
        if dated {
            earlier(context, "first_treated", first, real_post, false)?;
        }
        let mut formula = of.fixed_effects(first);
        if dated {
            formula.push_str(&format!("; t < {real_post}"));
        }
        let panel = read(&inner, &of, &|time| !dated || time < real_post, &formula)?;
        let found = twfe(&panel.observations, first, level / 100.0).map_err(undefined)?;
        (panel, found)
    };
    panel.format = context.format(panel.format)?;
    let title = context.title(&[], &[]);
    let mut stat = estimated(context, &panel, context.id(&[]), title, &found, level)?;
    stat.provenance.definition =
        format!("Placebo of “{}”: {}", block.title, stat.provenance.definition);
    stat.provenance.from = vec![block.id.clone()];
    Ok(stat)
}

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;
    use crate::stat::kind::trial::refused;

    const PANEL: &str = "frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}";
    const CHANGE: &str = "kind: change, frame: panel, area: area, time: year, as: absolute, by: [group], compare: {treated: nbi, control: benchmark}";

    #[test]
    fn a_placebo_is_the_block_with_other_settings() {
        let blocks = format!(
            "  growth: {{{CHANGE}, measure: y, from: 2014, to: 2019}}\n  early: {{{CHANGE}, measure: y, from: 2012, to: 2014}}\n  people: {{{CHANGE}, measure: population, from: 2014, to: 2019}}\n  before: {{kind: placebo, of: growth, from: 2012, to: 2014}}\n  other: {{kind: placebo, of: growth, measure: population}}\n  effects: {{kind: twfe, {PANEL}, first_treated: 2015}}\n  short: {{kind: twfe, {PANEL}, where: {{year: [2012, 2013, 2014]}}, first_treated: 2013}}\n  dated: {{kind: placebo, of: effects, first_treated: 2013}}\n  two: {{kind: did, {PANEL}, from: 2014, to: 2019}}\n  first: {{kind: did, {PANEL}, from: 2012, to: 2013}}\n  earlier: {{kind: placebo, of: two, from: 2012, to: 2013}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        for (placebo, same) in [
            ("before", "early.difference"),
            ("other", "people.difference"),
            ("dated", "short"),
            ("earlier", "first"),
        ] {
            let (a, b) =
                (statistics.get(placebo).unwrap(), statistics.get(same).unwrap());
            assert_eq!(a.value, b.value, "{placebo}");
            assert_eq!(a.interval, b.interval);
            assert_eq!(a.test, b.test);
        }
    }

    #[test]
    fn a_date_that_is_not_earlier_is_refused() {
        let tried = |placebo: &str| {
            let blocks = format!(
                "  growth: {{{CHANGE}, measure: y, from: 2014, to: 2019}}\n  effects: {{kind: twfe, {PANEL}, first_treated: 2015}}\n  x: {{kind: placebo, {placebo}}}\n"
            );
            refused(&blocks, &panel_small())
        };
        assert_eq!(
            tried("of: growth, from: 2012, to: 2016"),
            ["the placebo's 2016 does not come before the real 2014"]
        );
        assert_eq!(
            tried("of: effects, first_treated: 2015"),
            ["the placebo's 2015 does not come before the real 2015"]
        );
        assert_eq!(tried("of: growth"), ["the placebo is the block itself"]);
        assert_eq!(
            tried("of: x, measure: population"),
            ["`x` is no difference in differences"]
        );
    }
}
