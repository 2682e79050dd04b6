//! `kind: matching` — the difference of a `change` block between areas and their nearest
//! neighbours in the other group.
//!
//! ```yaml
//! business_matched:
//!   kind: matching
//!   of: business_growth                 # a `change` block that compares two groups
//!   match: control             # whose areas are given partners: treated (the default) or control
//!   covariates:                # measured at the block's first time, unless they say otherwise
//!     - {name: residents, measure: population}
//!     - {name: child, frame: children, where: {year: 2014}, measure: {share: poor, of: children}}
//!   distance: mahalanobis      # or euclidean, each covariate in its standard deviations
//!   replacement: false         # whether a partner may serve several; true by default
//!   neighbours: 1              # partners for each
//! ```
//!
//! **Formula.** mean over the matched areas of y(i) − mean of y over the partners of i, y being an area's
//! change; treated less control, whichever side is matched. Covariances of both groups together make the
//! distance. Ties go to the area whose name comes first; without replacement the closest pair of
//! all is made first.
//!
//! **Gives.** `ID` in the unit of the difference, with its interval and test: with replacement
//! after Abadie and Imbens (normal law), without it from the spread of the pairs' differences (t,
//! n − 1 df). `ID.partners` counts the areas that serve. Its own balance: the family
//! `ID.balance` by `stage` (before, after) and `covariate`, standardised mean
//! differences over the deviations before matching, each with the detail `variance_ratio`; `ID.largest`
//! and `ID.flagged`, the largest size after matching and how many exceed a tenth.
//!
//! **Unit.** That of the block's difference; balance in standard deviations.
//!
//! **Undefined** with fewer than two areas in a group, fewer areas than partners asked for, covariates that do
//! not vary or depend on one another, or matched differences that do not vary. Areas that lack a
//! covariate are left out and counted.
//!
//! **Reference.** Abadie and Imbens (2006), doi:10.1111/j.1468-0262.2006.00655.x; Stuart (2010),
//! doi:10.1214/09-STS313. Tested against brute force in numpy.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! business_matched = 20.0 percentage points
//! business_matched.partners = 56
//! business_matched.balance.after.crime = 0.00
//! business_matched.largest = 0.13
//! ```

use crate::labels::capital;
use crate::model::diagnostic::Result;
use crate::model::format;
use crate::model::format::Format;
use crate::project::OneOrMany;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::listed;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::smd;
use crate::stat::estimate::design::weighted_smd;
use crate::stat::estimate::matching::Matched;
use crate::stat::estimate::matching::Rule;
use crate::stat::estimate::matching::Unit;
use crate::stat::estimate::matching::matched;
use crate::stat::kind::Kind;
use crate::stat::kind::area_change::AreaChange;
use crate::stat::kind::area_change::Change;
use crate::stat::kind::area_change::GroupChanges;
use crate::stat::kind::balance::Covariate;
use crate::stat::kind::balance::FLAG;
use crate::stat::kind::comparison::Compared;
use crate::stat::kind::comparison::change_of;
use crate::stat::kind::comparison::compared;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Matching {
    /// The `change` block whose areas are matched.
    of: String,
    /// What partners are alike in.
    covariates: Vec<Covariate>,
    /// How far apart two areas are: `mahalanobis`, or `euclidean` in standard deviations.
    #[serde(default)]
    distance: Distance,
    /// Whether a partner may serve several.
    #[serde(default = "yes")]
    replacement: bool,
    /// How many partners each has.
    #[serde(default = "one")]
    neighbours: usize,
    /// Whose areas are given partners.
    #[serde(default, rename = "match")]
    side: MatchedFrom,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum Distance {
    #[default]
    Mahalanobis,
    Euclidean,
}

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum MatchedFrom {
    #[default]
    Treated,
    Control,
}

impl Kind for Matching {
    const NAME: &'static str = "matching";
    const MANUAL: &'static str = include_str!("matching.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: matching`.
fn compute(context: &Context<'_>, settings: &Matching) -> Result<Made> {
    let (block, change) = change_of(context, &settings.of)?;
    let found = compared(context, block, change, change)?;
    let columns = settings
        .covariates
        .iter()
        .map(|covariate| of_areas(context, change, covariate))
        .collect::<Result<Vec<_>>>()?;
    let (treated, control) =
        (units(&found.treated, &columns), units(&found.control, &columns));
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let rule = Rule {
        mahalanobis: settings.distance == Distance::Mahalanobis,
        replacement: settings.replacement,
        neighbours: settings.neighbours,
    };
    let level = change.level;
    let flipped = settings.side == MatchedFrom::Control;
    let (ours, theirs) =
        if flipped { (&control, &treated) } else { (&treated, &control) };
    let result = matched(ours, theirs, rule, level / 100.0).map_err(undefined)?;
    let how = how(context, settings, (block, &found), ours.len() + theirs.len());
    let sign = if flipped { -1.0 } else { 1.0 };
    let title = context.title(&[], &[]);
    let format = found.format.clone();
    let value = sign * result.difference;
    let mut stat = context.number(context.id(&[]), title, value, format, &how)?;
    let (low, high) =
        if flipped { (-result.high, -result.low) } else { (result.low, result.high) };
    let (method, name) = if settings.replacement {
        ("Abadie–Imbens", "Abadie–Imbens z test")
    } else {
        ("t interval of the pairs", "paired t test")
    };
    stat.interval = Some(interval(low, high, level, method));
    stat.test = Some(test(name, sign * result.t, result.df, result.p));
    let serving = result.weights.iter().filter(|weight| **weight > 0.0).count();
    let (used_treated, used_control) =
        if flipped { (serving, control.len()) } else { (treated.len(), serving) };
    stat.n = vec![
        count(found.treated.key.join(", "), used_treated, found.treated.of),
        count(found.control.key.join(", "), used_control, found.control.of),
    ];
    stat.details.insert("se".to_owned(), result.se);
    let mut made = Made { stats: vec![stat], families: Vec::new(), ..Made::default() };
    let id = context.id(&["partners".to_owned()]);
    let title = format!("{}, areas that serve as partners", context.block.title);
    let counted = Format::of(format::Unit::Count);
    let serves = How {
        definition: format!("Areas that serve as partners, with: {}", how.definition),
        formula: "n".to_owned(),
        ..how.clone()
    };
    made.stats.push(context.number(id, title, serving as f64, counted, &serves)?);
    balance(
        context,
        settings,
        (&treated, &control),
        (flipped, &result),
        &how,
        &mut made,
    )?;
    Ok(made)
}

fn how(
    context: &Context<'_>,
    settings: &Matching,
    (block, found): (&StatDecl, &Compared<'_>),
    areas: usize,
) -> How {
    let column = found.decl.by.first().map_or("", String::as_str);
    let words = |group: &GroupChanges| {
        let key = group.key.first().map_or("", String::as_str);
        context.words(column, key).to_owned()
    };
    let (treated, control) = (words(&found.treated), words(&found.control));
    let (ours, theirs) = match settings.side {
        MatchedFrom::Treated => (&treated, &control),
        MatchedFrom::Control => (&control, &treated),
    };
    let names: Vec<&str> = settings.covariates.iter().map(Covariate::words).collect();
    How {
        definition: format!(
            "Difference for “{}” between {treated} and {control} when each of the {ours} is compared with its nearest {theirs} ({}, {} replacement, {} each) in {}",
            block.title,
            match settings.distance {
                Distance::Mahalanobis => "Mahalanobis distance",
                Distance::Euclidean => "standardised Euclidean distance",
            },
            if settings.replacement { "with" } else { "without" },
            settings.neighbours,
            names.join(", "),
        ),
        formula: "mean of y(i) − mean of y over the partners of i".to_owned(),
        frame: found.decl.frame.clone(),
        rows: 2 * areas,
        files: found.files.clone(),
        from: vec![format!("{}.difference", block.id)],
    }
}

/// Returns a covariate of each area by the area's name; an area with several rows is an error.
pub(in crate::stat) fn of_areas(
    context: &Context<'_>,
    change: &Change,
    covariate: &Covariate,
) -> Result<BTreeMap<String, f64>> {
    let reader = context.reader(covariate.frame.as_ref().unwrap_or(&change.frame))?;
    let filter = if covariate.is_elsewhere() {
        covariate.filter.clone()
    } else {
        let mut filter = change.filter.clone();
        filter.insert(change.time.clone(), OneOrMany::One(change.from.clone()));
        filter
    };
    let area = reader.column(&change.area, &["covariates"])?;
    let (rows, _) = reader.pass(&filter)?;
    let measured = reader.measure(&covariate.measure, &rows)?;
    let mut values = BTreeMap::new();
    for row in rows {
        let (Some(area), Some(value)) =
            (area.key(row), measured.parts(row).and_then(|parts| parts.value()))
        else {
            continue;
        };
        if values.insert(area.clone(), value).is_some() {
            let message =
                format!("area `{area}` has several values of `{}`", covariate.name);
            return Err(context
                .contradiction(&["covariates"], message)
                .help("say which with `where:`")
                .into());
        }
    }
    Ok(values)
}

/// Returns the areas of a group that have a change and every covariate.
fn units(group: &GroupChanges, columns: &[BTreeMap<String, f64>]) -> Vec<Unit> {
    let of = |area: &AreaChange| {
        let covariates: Option<Vec<f64>> =
            columns.iter().map(|column| column.get(&area.area).copied()).collect();
        Some(Unit { outcome: area.change?, covariates: covariates? })
    };
    group.areas.iter().filter_map(of).collect()
}

/// The balance of the covariates before and after.
fn balance(
    context: &Context<'_>,
    settings: &Matching,
    (treated, control): (&[Unit], &[Unit]),
    (flipped, result): (bool, &Matched),
    how: &How,
    made: &mut Made,
) -> Result<()> {
    let block = &context.block;
    let ones = |units: &[Unit]| vec![1.0; units.len()];
    let (of_treated, of_control) = if flipped {
        (result.weights.clone(), ones(control))
    } else {
        (ones(treated), result.weights.clone())
    };
    let mut members = Vec::new();
    let (mut largest, mut flagged) = (0.0_f64, 0_usize);
    for (at, covariate) in settings.covariates.iter().enumerate() {
        let column =
            |units: &[Unit]| units.iter().map(|unit| unit.covariates[at]).collect();
        let (x, y): (Vec<f64>, Vec<f64>) = (column(treated), column(control));
        for (stage, found) in [
            ("before", smd(&x, &y)),
            ("after", weighted_smd((&x, &of_treated), (&y, &of_control))),
        ] {
            let key = vec![stage.to_owned(), covariate.name.clone()];
            let id = format!("{}.balance.{stage}.{}", block.id, covariate.name);
            let found = found.map_err(|error| context.undefined(&id, &error.reason))?;
            if stage == "after" {
                largest = largest.max(found.smd.abs());
                flagged += usize::from(found.smd.abs() > FLAG);
            }
            let how = How {
                definition: format!(
                    "Standardised mean difference of {} {stage} matching, treated less control",
                    covariate.words()
                ),
                formula: "(m₁ − m₀)/√((s₁² + s₀²)/2), s before matching".to_owned(),
                ..how.clone()
            };
            let title = format!("{}, {} {stage}", block.title, covariate.words());
            let format = Format::of(format::Unit::Effect);
            let mut stat = context.number(id.clone(), title, found.smd, format, &how)?;
            if found.variance_ratio.is_finite() {
                stat.details.insert("variance_ratio".to_owned(), found.variance_ratio);
            }
            members.push((key, id));
            made.stats.push(stat);
        }
    }
    // Before comes first, and covariates keep the order in which they are declared.
    members.sort_by_key(|(key, _): &(Vec<String>, String)| {
        key.first().is_some_and(|stage| stage == "after")
    });
    let dimensions = ["stage".to_owned(), "covariate".to_owned()];
    let id = format!("{}.balance", block.id);
    made.families.push(listed(id, &block.title, &dimensions, members));
    let (effect, counted) =
        (Format::of(format::Unit::Effect), Format::of(format::Unit::Count));
    for (name, words, formula, value, format) in [
        ("largest", "largest difference left", "max |d| after matching", largest, effect),
        (
            "flagged",
            "covariates beyond a tenth",
            "number of |d| > 0.1 after matching",
            flagged as f64,
            counted,
        ),
    ] {
        let id = context.id(&[name.to_owned()]);
        let title = format!("{}, {words}", block.title);
        let how = How {
            definition: format!("{}, with: {}", capital(words), how.definition),
            formula: formula.to_owned(),
            ..how.clone()
        };
        made.stats.push(context.number(id, title, value, format, &how)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;

    #[test]
    fn either_side_may_be_matched_and_the_balance_is_its_own() {
        let blocks = "  growth: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2014, to: 2019, as: absolute, by: [group], compare: {treated: nbi, control: benchmark}}\n  control: {kind: matching, of: growth, match: control, replacement: false, covariates: [{name: residents, measure: population}]}\n  treated: {kind: matching, of: growth, covariates: [{name: residents, measure: population}]}\n";
        let statistics = computed(blocks, &panel_small());
        let of = |id: &str| statistics.get(id).unwrap();
        // By hand from the file: the nearest in population of 2014 of each of the four.
        let (control, treated) = (of("control"), of("treated"));
        assert_eq!((control.n[0].used, control.n[1].used), (4, 4));
        assert_eq!((treated.n[0].used, treated.n[0].of), (8, 8));
        assert!(treated.n[1].used <= 4);
        assert_eq!(control.test.as_ref().unwrap().df, Some(3.0));
        assert_eq!(treated.test.as_ref().unwrap().df, None);
        let interval = control.interval.as_ref().unwrap();
        let middle = f64::midpoint(interval.low, interval.high);
        assert!((middle - control.number().unwrap()).abs() < 1e-9);
        let number = |id: &str| of(id).number().unwrap();
        let (before, after) = (
            number("control.balance.before.residents").abs(),
            number("control.balance.after.residents").abs(),
        );
        assert!(after < before, "{after} {before}");
        assert!((number("control.largest") - after).abs() < 1e-15);
        assert_eq!(number("control.flagged") > 0.5, after > 0.1);
        let swapped = blocks
            .replace(
                "treated: nbi, control: benchmark",
                "treated: benchmark, control: nbi",
            )
            .replace("match: control", "match: treated");
        let swapped = computed(&swapped, &panel_small());
        let turned = swapped.get("control").unwrap().number().unwrap();
        assert!((turned + control.number().unwrap()).abs() < 1e-9);
    }
}
