//! `kind: event_study` — the difference between two groups in each year against a base year.
//!
//! ```yaml
//! crime_event:
//!   kind: event_study
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   area: area
//!   time: year
//!   group: {column: group, treated: nbi, control: benchmark}
//!   base: 2012                 # the year every other is compared with
//!   cluster: region            # optional, as are `weights`, `where` and `level`: see `twfe`
//! ```
//!
//! **Formula.** β(k) of y(i,t) = α(i) + γ(t) + Σ β(k)·treated(i)·1(t = k) + ε(i,t), k ≠ base.
//!
//! **Gives.** A family by the time column, `ID.2013` and so on, in the unit of the measure, with CR2 intervals;
//! the base year is zero by construction. Each has the details `se_ols`, `se_cr0`, `se_cr1`,
//! `se_cr1s_absorbed`, `se_cr1s_all_dummies`, `se_cr2` and `df_cr2`. `ID.pretrend` is the p value of the
//! joint test that no year before the base differs from it (HTZ with CR2, detail `q`);
//! `ID.pretrend_f` and `ID.pretrend_wald` are those of the Wald test with CR1S, area effects
//! absorbed, by F(q, G − 1) and χ²(q). `ID.n_obs` and `ID.n_areas` count rows and areas.
//!
//! **Unit.** That of the measure; of a share percentage points.
//!
//! **Undefined** as `twfe` is, and where a group has no value in some year. With no year before the
//! base, or too few areas for it, there is no `ID.pretrend`.
//!
//! **Reference.** Pustejovsky and Tipton (2018), doi:10.1080/07350015.2016.1247004. Tested
//! against R 4.2 (`clubSandwich`) and statsmodels.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! crime_event.2024 = −8.6 per 1,000 people
//! crime_event.pretrend = p = 0.846
//! ```

use crate::labels::capital;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::test;
use crate::stat::estimate::panel::EventStudy;
use crate::stat::estimate::panel::event_study;
use crate::stat::kind::Kind;
use crate::stat::kind::panel::Panel;
use crate::stat::kind::panel::estimated;
use crate::stat::kind::panel::read;
use crate::stat::kind::settings::panelled;

panelled!(Event {
    /// The year every other is compared with.
    base: i64,
});

impl Kind for Event {
    const NAME: &'static str = "event_study";
    const MANUAL: &'static str = include_str!("event_study.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: event_study`.
fn compute(context: &Context<'_>, kind: &Event) -> Result<Made> {
    let settings = &kind.panel();
    let base = kind.base;
    let panel = read(context, settings, &|_| true, &settings.against(base))?;
    let found = event_study(&panel.observations, base, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let dimensions = [settings.time.clone()];
    let mut made = Made::default();
    let mut members = Vec::new();
    let mut add = |key: String, stat: Stat| {
        members.push((vec![key], stat.id.clone()));
        made.stats.push(stat);
    };
    for (time, estimate) in &found.coefficients {
        let key = time.to_string();
        let id = context.id(std::slice::from_ref(&key));
        let title = context.title(&dimensions, std::slice::from_ref(&key));
        let mut stat = estimated(context, &panel, id, title, estimate, settings.level)?;
        for (name, value) in [
            ("se_ols", estimate.se_ols),
            ("se_cr0", estimate.se_cr0),
            ("se_cr1", estimate.se_cr1),
            ("se_cr1s_absorbed", estimate.se_cr1s_absorbed),
            ("se_cr1s_all_dummies", estimate.se_cr1s_all_dummies),
            ("se_cr2", estimate.se_cr2),
            ("df_cr2", estimate.df_cr2),
        ] {
            stat.details.insert(name.to_owned(), value);
        }
        add(key, stat);
    }
    let key = base.to_string();
    let id = context.id(std::slice::from_ref(&key));
    let title = format!("{}, {base} (the base year)", context.block.title);
    let how = How { formula: format!("β({base}) = 0"), ..panel.how.clone() };
    let mut zero = context.number(id, title, 0.0, panel.format.clone(), &how)?;
    zero.n.clone_from(&panel.n);
    add(key, zero);
    let block = &context.block;
    made.grouped(context, &dimensions, members);
    joint(context, &panel, &found, &mut made)?;
    if let Some((_, estimate)) = found.coefficients.first() {
        for (name, words, value) in
            [("n_obs", "rows", estimate.n_obs), ("n_areas", "areas", estimate.n_units)]
        {
            let by = settings.clustered();
            let how = How {
                definition: format!(
                    "{} of “{}”, clustered by {by}",
                    capital(words),
                    block.title
                ),
                formula: "n".to_owned(),
                ..panel.how.clone()
            };
            let id = context.id(&[name.to_owned()]);
            let title = format!("{}, {words}", block.title);
            let format = Format::of(Unit::Count);
            made.stats.push(context.number(id, title, value as f64, format, &how)?);
        }
    }
    Ok(made)
}

/// The joint tests of the years before the base.
fn joint(
    context: &Context<'_>,
    panel: &Panel,
    found: &EventStudy,
    made: &mut Made,
) -> Result<()> {
    let Ok((htz, wald)) = &found.pretrend else { return Ok(()) };
    let base = found.base;
    let q = wald.q;
    let tests = [
        (
            "pretrend",
            "HTZ, Pustejovsky and Tipton",
            format!("F({q}, {:.1}) of the CR2 Wald statistic", htz.df),
            test("HTZ test", htz.f, Some(htz.df), htz.p),
        ),
        (
            "pretrend_f",
            "F test with CR1S, area effects absorbed",
            format!("F({q}, {:.0}) of the CR1S Wald statistic over {q}", wald.df),
            test("Wald F test", wald.f, Some(wald.df), wald.p_f),
        ),
        (
            "pretrend_wald",
            "χ² test with CR1S, area effects absorbed",
            format!("χ²({q}) of the CR1S Wald statistic"),
            test("Wald χ² test", wald.chi2, Some(q as f64), wald.p_chi2),
        ),
    ];
    for (name, words, formula, test) in tests {
        let how = How {
            definition: format!(
                "Joint test that no year before {base} differs from it: {words}"
            ),
            formula,
            ..panel.how.clone()
        };
        let id = context.id(&[name.to_owned()]);
        let title = format!("{}, years before {base}", context.block.title);
        let mut p = context.number(id, title, test.p, Format::of(Unit::P), &how)?;
        p.test = Some(test);
        p.n.clone_from(&panel.n);
        p.details.insert("q".to_owned(), q as f64);
        made.stats.push(p);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::stat::estimate::design::oracle;
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;

    #[test]
    fn every_field_of_the_reference_is_a_statistic_or_a_detail() {
        let blocks = "  event: {kind: event_study, frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}, base: 2014}\n";
        let statistics = computed(blocks, &panel_small());
        let want = &oracle::all("event_study.base_2014")[0];
        for year in [2012, 2013, 2015, 2016, 2017, 2018, 2019] {
            let stat = statistics.get(&format!("event.{year}")).unwrap();
            want.check(&format!("coef.{year}"), stat.number().unwrap());
            for (field, detail) in [
                ("se_CR0", "se_cr0"),
                ("se_CR1S_absorbed", "se_cr1s_absorbed"),
                ("se_CR2", "se_cr2"),
                ("df_CR2", "df_cr2"),
            ] {
                want.check(&format!("{field}.{year}"), stat.details[detail]);
            }
        }
        for (field, id) in [
            ("pretrend_HTZ_p", "event.pretrend"),
            ("pretrend_p_F", "event.pretrend_f"),
            ("pretrend_p_chi2", "event.pretrend_wald"),
            ("n_obs", "event.n_obs"),
            ("n_areas", "event.n_areas"),
        ] {
            want.check(field, statistics.get(id).unwrap().number().unwrap());
        }
        let test = |id: &str| statistics.get(id).unwrap().test.clone().unwrap();
        want.check("pretrend_HTZ_F_CR2", test("event.pretrend").statistic);
        want.check("pretrend_HTZ_df_denom", test("event.pretrend").df.unwrap());
        want.check("pretrend_F_CR1S", test("event.pretrend_f").statistic);
        want.check("pretrend_wald_chi2_CR1S", test("event.pretrend_wald").statistic);
        want.check("pretrend_q", statistics.get("event.pretrend").unwrap().details["q"]);
        let base = statistics.get("event.2014").unwrap();
        assert!(base.number() == Some(0.0) && base.interval.is_none());
    }
}
