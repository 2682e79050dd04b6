//! `kind: ancova` — the difference of a `change` block between areas that started alike: what
//! regression to the mean leaves of it.
//!
//! ```yaml
//! business_adjusted:
//!   kind: ancova
//!   of: business_growth                 # a `change` block that compares two groups
//!   covariates:                # more to adjust for; optional, as in `matching`
//!     - {name: residents, measure: population}
//! ```
//!
//! **Formula.** β of Δy(i) = α + β·treated(i) + λ·y(i, first) + Σ δ·x(i) + ε(i), by least squares over areas,
//! with HC2 errors and n − k degrees of freedom. An area far from the mean at first tends to move
//! back whatever is done; groups that start apart then differ in change without any effect.
//!
//! **Gives.** `ID`, β in the unit of the difference, with interval and test. `ID.slope`, λ: by how much the
//! change differs for each unit at the start within groups (−1, for a change in the measure's own unit,
//! were nothing of the start to last; 0 without regression to the mean). `ID.moved`, the plain difference less β: the
//! part of it that adjusting takes away.
//!
//! **Unit.** That of the block's difference; the slope, its unit for each unit at the start.
//!
//! **Undefined** with no more areas than coefficients, where the start does not vary, or depends on the group.
//!
//! **Reference.** Senn (2006), doi:10.1002/sim.2682; Vickers and Altman (2001),
//! doi:10.1136/bmj.323.7321.1123. Tested against statsmodels 0.15 (`OLS`, HC2).
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! business_adjusted = 19.0 percentage points
//! business_adjusted.slope = 0.00
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Double;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::mean;
use crate::stat::estimate::ols::Coefficient;
use crate::stat::estimate::ols::Covariate as Column;
use crate::stat::estimate::ols::Errors;
use crate::stat::estimate::ols::ols;
use crate::stat::kind::Kind;
use crate::stat::kind::balance::Covariate;
use crate::stat::kind::change::of_one_area;
use crate::stat::kind::comparison::change_of;
use crate::stat::kind::comparison::compared;
use crate::stat::kind::matching::of_areas;
use crate::stat::rows::text;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Ancova {
    /// The `change` block whose difference is adjusted.
    of: String,
    /// What is adjusted for: columns, or a name with a measure.
    #[serde(default)]
    covariates: Vec<Covariate>,
}

impl Kind for Ancova {
    const NAME: &'static str = "ancova";
    const MANUAL: &'static str = include_str!("ancova.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: ancova`.
fn compute(context: &Context<'_>, settings: &Ancova) -> Result<Made> {
    let (block, change) = change_of(context, &settings.of)?;
    let found = compared(context, block, change, change)?;
    let others = settings
        .covariates
        .iter()
        .map(|covariate| of_areas(context, change, covariate))
        .collect::<Result<Vec<_>>>()?;
    let mut y = Vec::new();
    // The group, the start, and the covariates.
    let mut x: Vec<Vec<f64>> = vec![Vec::new(); 2 + others.len()];
    for (group, treated) in [(&found.treated, 1.0), (&found.control, 0.0)] {
        for area in &group.areas {
            let more: Option<Vec<f64>> =
                others.iter().map(|column| column.get(&area.area).copied()).collect();
            let (Some(change), Some(start), Some(more)) =
                (area.change, area.start.value(), more)
            else {
                continue;
            };
            y.push(change);
            for (column, value) in
                x.iter_mut().zip([treated, start].into_iter().chain(more))
            {
                column.push(value);
            }
        }
    }
    let names = ["group".to_owned(), text(&change.from)];
    let names =
        names.into_iter().chain(settings.covariates.iter().map(|c| c.name.clone()));
    let columns: Vec<Column> = names
        .zip(&x)
        .map(|(name, values)| Column {
            name,
            values: values.iter().map(|value| Double::from(*value)).collect(),
        })
        .collect();
    let id = &context.block.id;
    let undefined = |error: Undefined| context.undefined(id, &error.reason);
    let fit = ols(&y, &columns, true).map_err(undefined)?;
    let [_, group, slope, ..] = fit.coefficients.as_slice() else {
        return Err(context.undefined(id, "the regression has no coefficients"));
    };
    let level = change.level;
    let mut adjusted_for = vec![format!("the value of {}", text(&change.from))];
    adjusted_for.extend(settings.covariates.iter().map(|c| c.words().to_owned()));
    let more: String = settings
        .covariates
        .iter()
        .enumerate()
        .map(|(at, covariate)| format!("δ({})·{}(i) + ", at + 1, covariate.name))
        .collect();
    let model = format!(
        "Δy(i) = α + β·treated(i) + λ·y(i, {}) + {more}ε(i), Δ = {}",
        text(&change.from),
        of_one_area(change)
    );
    let how = |definition: String, formula: &str| How {
        definition,
        formula: formula.to_owned(),
        frame: change.frame.clone(),
        rows: 2 * y.len(),
        files: found.files.clone(),
        from: vec![format!("{}.difference", block.id)],
    };
    let adjusted = how(
        format!(
            "Difference for “{}”, adjusted for {}",
            block.title,
            adjusted_for.join(", ")
        ),
        &format!("{model}; HC2, n − k df"),
    );
    let treated_used = x[0].iter().filter(|treated| **treated > 0.5).count();
    let n = vec![
        count(found.treated.key.join(", "), treated_used, found.treated.of),
        count(found.control.key.join(", "), y.len() - treated_used, found.control.of),
    ];
    let one =
        |name: &[String], title: String, of: &Coefficient, format: Format, how: &How| {
            let mut stat =
                context.number(context.id(name), title, of.value, format, how)?;
            let se = of
                .error(Errors::Hc2)
                .ok_or_else(|| context.undefined(id, "an area determines its own fit"))?;
            let (low, high) = fit.interval(of, se, level / 100.0).map_err(undefined)?;
            stat.interval = Some(interval(low, high, level, "HC2"));
            stat.test = fit
                .test(of, se)
                .map_err(undefined)?
                .map(|(t, p)| test("HC2 t test", t, Some(fit.df), p));
            stat.n.clone_from(&n);
            stat.details.insert("se".to_owned(), se);
            Ok::<_, crate::model::diagnostic::Failure>(stat)
        };
    let title = context.title(&[], &[]);
    let mut stats = vec![one(&[], title, group, found.format.clone(), &adjusted)?];
    let regression = how(
        format!("Change of “{}” for each unit at the start, within groups", block.title),
        &format!("λ; {model}"),
    );
    let title = format!("{}, slope on the start", context.block.title);
    let number = Format::of(Unit::Number);
    stats.push(one(&["slope".to_owned()], title, slope, number, &regression)?);
    // Of the same areas, so that only adjusting makes the difference.
    let side = |wanted: f64| -> std::result::Result<f64, Undefined> {
        let values = y.iter().zip(&x[0]);
        let own = values.filter(|(_, treated)| (**treated - wanted).abs() < 0.5);
        mean(&own.map(|(value, _)| *value).collect::<Vec<f64>>())
    };
    let plain = side(1.0).map_err(undefined)? - side(0.0).map_err(undefined)?;
    let moved = how(
        format!("Part of the difference for “{}” that adjusting takes away", block.title),
        &format!("mean(treated) − mean(control) − β; {model}"),
    );
    let title = format!("{}, taken away by adjusting", context.block.title);
    let format = found.format.clone();
    let id = context.id(&["moved".to_owned()]);
    stats.push(context.number(id, title, plain - group.value, format, &moved)?);
    Ok(Made { stats, families: Vec::new(), ..Made::default() })
}

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;

    #[test]
    fn the_adjusted_difference_and_the_slope_agree_with_statsmodels() {
        // statsmodels 0.15.0: OLS of the change on group and start, cov_type HC2, use_t.
        let blocks = "  growth: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2014, to: 2019, as: absolute, by: [group], compare: {treated: nbi, control: benchmark}}\n  adjusted: {kind: ancova, of: growth}\n  more: {kind: ancova, of: growth, covariates: [{name: residents, measure: population}]}\n";
        let statistics = computed(blocks, &panel_small());
        let of = |id: &str| statistics.get(id).unwrap();
        let near =
            |got: f64, want: f64| assert!((got - want).abs() < 1e-7, "{got} {want}");
        let adjusted = of("adjusted");
        near(adjusted.number().unwrap(), 4.830_517_27);
        near(adjusted.details["se"], 5.516_753_43);
        let interval = adjusted.interval.as_ref().unwrap();
        near(interval.low, -7.649_246_02);
        near(interval.high, 17.310_280_57);
        near(adjusted.test.as_ref().unwrap().p, 0.404_005_724);
        near(of("adjusted.slope").number().unwrap(), 0.343_423_14);
        near(of("adjusted.slope").details["se"], 0.015_842_07);
        near(of("more").number().unwrap(), 3.722_567_044_164_475_4);
        near(of("more").details["se"], 5.191_822_842_911_855);
        let plain = of("growth.difference").number().unwrap();
        near(of("adjusted.moved").number().unwrap(), plain - 4.830_517_27);
    }
}
