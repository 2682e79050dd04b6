//! `kind: did` and `kind: twfe` — difference in differences over a panel of areas, with
//! effects of area and time: over two periods, or over all of them.
//!
//! ```yaml
//! crime_did:
//!   kind: did
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   area: area
//!   time: year
//!   group: {column: group, treated: nbi, control: benchmark}
//!   from: 2012                 # the two times
//!   to: 2024
//! crime_twfe:
//!   kind: twfe                 # the same, but instead of `from` and `to`
//!   first_treated: 2013        # the first year under treatment
//!   weights: population        # of each row; or {column: population, at: 2012}
//!   cluster: region            # whose errors go together; the area by default
//!   where: {region: [R1, R2]}  # rows to keep; optional
//!   level: 95
//! ```
//!
//! **Formula.** By least squares, weighted where `weights:` says so, `twfe` is β of y(i,t) = α(i) + γ(t) +
//! β·treated(i)·1(t ≥ first treated) + ε(i,t), and `did` is β of y(i,t) = α + δ·treated(i) + γ·1(t = to) +
//! β·treated(i)·1(t = to) + ε(i,t), t being `from` or `to`. Without weights and gaps, `did` is the mean change
//! of the treated areas less that of the others. An area that lacks either time counts in
//! the other, unless `complete: true` leaves it out.
//!
//! **Gives.** `ID`, β in the unit of the measure (a share's in percentage points), with the
//! interval and test by CR2 (Bell and `McCaffrey` 2002, Satterthwaite df). Beside it, each by its
//! name: `ID.se_ols` (independent rows), `ID.se_cr0` (the plain sandwich), `ID.se_cr1` (× √(G/(G−1)), G
//! clusters), `ID.se_cr1s_absorbed` and `ID.se_cr1s_all_dummies` (also × √((N−1)/(N−k)), k without and
//! with the areas' dummies; `did` has none, and k = 4: `ID.se_cr1s`), `ID.se_cr2`, `ID.df_cr2`; `ID.cr1s`, β judged by CR1S
//! with G − 1 df (`twfe`: absorbed, as Stata `xtreg, fe` and R `fixest` do); `ID.n_obs`, `ID.n_areas`,
//! `ID.n_clusters`, `ID.n_params` (every dummy counted). `did` without weights also gives `ID.changes`, the
//! changes of the areas with both times compared by Welch's test.
//!
//! **Unit.** That of the measure; of a share percentage points.
//!
//! **Undefined** with fewer than two areas of a group seen twice, without times on both sides
//! of the first treated, where an area changes group or cluster, with weights not above
//! zero, with a single cluster, or where the model fits every row. Areas seen once are kept:
//! `reghdfe` and `fixest` drop them, so their errors differ on panels with gaps.
//!
//! **Cost.** 35,000 areas × 15 years take about a second and 120 MB (`cargo bench --bench panel`).
//!
//! **Reference.** Cameron and Miller (2015), doi:10.3368/jhr.50.2.317; Pustejovsky and Tipton
//! (2018), doi:10.1080/07350015.2016.1247004. Tested against R 4.2 (`clubSandwich`, `fixest`) and
//! statsmodels.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! crime_did = −8.6 per 1,000 people
//! crime_did.df_cr2 = 39.6
//! crime_did.n_obs = 358
//! crime_twfe = −5.1 per 1,000 people
//! crime_twfe.n_params = 194
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::panel::Estimate;
use crate::stat::estimate::panel::twfe;
use crate::stat::estimate::panel::two_periods;
use crate::stat::kind::Kind;
use crate::stat::kind::panel::BOTH_TIMES;
use crate::stat::kind::panel::Panel;
use crate::stat::kind::panel::estimated;
use crate::stat::kind::panel::read;
use crate::stat::kind::settings::Panelled;
use crate::stat::kind::settings::panelled;
use crate::stat::measure::measure_words;

panelled!(Twfe {
    /// The first year under treatment.
    first_treated: i64,
});

panelled!(Did {
    /// The time before.
    from: i64,
    /// The time after.
    to: i64,
    /// Whether areas that lack one of the two times are left out.
    #[serde(default)]
    complete: bool,
});

impl Kind for Twfe {
    const NAME: &'static str = "twfe";
    const MANUAL: &'static str = include_str!("twfe.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        fixed_effects(context, self)
    }
}

impl Kind for Did {
    const NAME: &'static str = "did";
    const MANUAL: &'static str = include_str!("twfe.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        two_period(context, self)
    }
}

impl Did {
    /// Returns the settings of the panel that it reads.
    pub(in crate::stat) fn settings(&self) -> Panelled {
        Panelled { complete: self.complete, ..self.panel() }
    }
}

/// Computes `kind: twfe`.
fn fixed_effects(context: &Context<'_>, kind: &Twfe) -> Result<Made> {
    let settings = kind.panel();
    let first = kind.first_treated;
    let panel = read(context, &settings, &|_| true, &settings.fixed_effects(first))?;
    let found = twfe(&panel.observations, first, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    members(context, &settings, &panel, &found, Small::Absorbed(found.se_cr1s_absorbed))
}

/// Computes `kind: did`.
fn two_period(context: &Context<'_>, kind: &Did) -> Result<Made> {
    let settings = kind.settings();
    let (from, to) = (kind.from, kind.to);
    let wanted = |time| time == from || time == to;
    let panel = read(context, &settings, &wanted, &settings.two_times(from, to))?;
    let panel = panel.of_two_times(&settings);
    let level = settings.level;
    let found = two_periods(&panel.observations, from, to, level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let cr1s = Small::Dummies(found.estimate.se_cr1s_all_dummies);
    let mut made = members(context, &settings, &panel, &found.estimate, cr1s)?;
    if let Some(welch) = found.changes {
        let n = panel.with_both_times(&settings);
        let how = How {
            definition: format!(
                "Difference of the change in {}, {from} to {to}; {BOTH_TIMES}",
                measure_words(&settings.measure)
            ),
            formula: "mean(Δ treated) − mean(Δ control); Welch t, Satterthwaite df"
                .to_owned(),
            rows: 2 * n.iter().map(|group| group.used).sum::<usize>(),
            ..panel.how.clone()
        };
        let id = context.id(&["changes".to_owned()]);
        let title = format!("{}, by Welch's test of the changes", context.block.title);
        let mut stat = context.number(id, title, welch.difference, panel.format, &how)?;
        stat.interval = Some(interval(welch.ci_low, welch.ci_high, level, "Welch"));
        stat.test = Some(test("Welch t test", welch.t, Some(welch.df), welch.p));
        stat.n = n;
        made.stats.push(stat);
    }
    Ok(made)
}

/// The CR1S error by which an estimate is judged beside CR2: with the areas' dummies absorbed,
/// or with every dummy counted.
#[derive(Clone, Copy)]
enum Small {
    Absorbed(f64),
    Dummies(f64),
}

/// The estimate, and every way of judging it by name.
fn members(
    context: &Context<'_>,
    settings: &Panelled,
    panel: &Panel,
    found: &Estimate,
    small: Small,
) -> Result<Made> {
    let (Small::Absorbed(cr1s) | Small::Dummies(cr1s)) = small;
    let block = &context.block;
    let level = settings.level;
    let by = settings.clustered();
    let undefined = |error: Undefined| context.undefined(&block.id, &error.reason);
    let title = context.title(&[], &[]);
    let mut stats =
        vec![estimated(context, panel, context.id(&[]), title, found, level)?];
    let member = |name: &str, words: &str, value: f64, format: Format, formula: &str| {
        let how = How {
            definition: format!("{words} of “{}”, clustered by {by}", block.title),
            formula: formula.to_owned(),
            from: vec![block.id.clone()],
            ..panel.how.clone()
        };
        let title = format!("{}: {words}", block.title);
        context.number(context.id(&[name.to_owned()]), title, value, format, &how)
    };
    let judged = found.by_cr1s(cr1s, level / 100.0).map_err(undefined)?;
    let format = panel.format.clone();
    let (words, formula) = ("Estimate with CR1S", "β ± t(G − 1)·se");
    let mut stat = member("cr1s", words, found.estimate, format, formula)?;
    stat.interval = Some(interval(judged.low, judged.high, level, "CR1S, G − 1 df"));
    stat.test = Some(test("CR1S t test", judged.t, Some(judged.df), judged.p));
    stat.n.clone_from(&panel.n);
    stats.push(stat);
    let formula = "CR0·√(G/(G−1)·(N−1)/(N−k))";
    let mut errors = vec![
        ("se_ols", "Standard error for independent rows", found.se_ols, "√(σ²·M)"),
        ("se_cr0", "Standard error CR0", found.se_cr0, "√(Σ (cᵀM·X̃ᵀWe)²)"),
        ("se_cr1", "Standard error CR1", found.se_cr1, "CR0·√(G/(G−1))"),
        ("se_cr2", "Standard error CR2", found.se_cr2, "√(Σ (cᵀM·X̃ᵀWA·e)²)"),
    ];
    if matches!(small, Small::Absorbed(_)) {
        let (words, value) =
            ("Standard error CR1S, area effects absorbed", found.se_cr1s_absorbed);
        errors.push(("se_cr1s_absorbed", words, value, formula));
        let (words, value) =
            ("Standard error CR1S, every dummy counted", found.se_cr1s_all_dummies);
        errors.push(("se_cr1s_all_dummies", words, value, formula));
    } else {
        errors.push(("se_cr1s", "Standard error CR1S", cr1s, formula));
    }
    for (name, words, value, formula) in errors {
        stats.push(member(name, words, value, panel.format.clone(), formula)?);
    }
    let number = Format::of(Unit::Number).decimals(1);
    let words = "Satterthwaite degrees of freedom of CR2";
    stats.push(member("df_cr2", words, found.df_cr2, number, "(Σ P_gg)²/Σ P_gh²")?);
    for (name, words, value) in [
        ("n_obs", "Rows", found.n_obs),
        ("n_areas", "Areas", found.n_units),
        ("n_clusters", "Clusters", found.n_clusters),
        ("n_params", "Coefficients with every dummy", found.n_params),
    ] {
        stats.push(member(name, words, value as f64, Format::of(Unit::Count), "n")?);
    }
    Ok(Made { stats, families: Vec::new(), ..Made::default() })
}

#[cfg(test)]
mod tests {
    use crate::model::statistic::Statistics;
    use crate::stat::estimate::design::oracle;
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;
    use crate::stat::kind::trial::refused;

    const PANEL: &str = "frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}";

    fn number(statistics: &Statistics, id: &str) -> f64 {
        statistics.get(id).unwrap_or_else(|| panic!("no {id}")).number().unwrap()
    }

    #[test]
    fn every_field_of_the_reference_is_a_statistic_by_its_name() {
        let blocks = format!(
            "  plain: {{kind: twfe, {PANEL}, first_treated: 2015}}\n  weighted: {{kind: twfe, {PANEL}, first_treated: 2015, weights: population}}\n  two: {{kind: did, {PANEL}, from: 2014, to: 2019}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        for (block, reference) in [
            ("plain", "twfe.from_2015"),
            ("weighted", "twfe.from_2015.weighted_by_population"),
            ("two", "did_two_period.2014_2019"),
        ] {
            let want = &oracle::all(reference)[0];
            want.check("estimate", number(&statistics, block));
            for (field, member) in [
                ("n_obs", "n_obs"),
                ("n_areas", "n_areas"),
                ("n_params", "n_params"),
                ("se_ols", "se_ols"),
                ("se_CR0", "se_cr0"),
                ("se_CR1", "se_cr1"),
                ("se_CR1S_absorbed", "se_cr1s_absorbed"),
                (
                    "se_CR1S_all_dummies",
                    if block == "two" { "se_cr1s" } else { "se_cr1s_all_dummies" },
                ),
                ("se_CR2", "se_cr2"),
                ("df_CR2", "df_cr2"),
            ] {
                if want.has(field) {
                    want.check(field, number(&statistics, &format!("{block}.{member}")));
                }
            }
            let main = statistics.get(block).unwrap();
            want.check("p_CR2", main.test.as_ref().unwrap().p);
            let cr1s = statistics.get(&format!("{block}.cr1s")).unwrap();
            want.check("p_CR1S", cr1s.test.as_ref().unwrap().p);
            want.check("ci95_low_CR1S", cr1s.interval.as_ref().unwrap().low);
            want.check("ci95_high_CR1S", cr1s.interval.as_ref().unwrap().high);
        }
        let changes = statistics.get("two.changes").unwrap();
        let want = &oracle::all("did_two_period.2014_2019")[0];
        want.check("welch_on_changes_t", changes.test.as_ref().unwrap().statistic);
        want.check("welch_on_changes_df", changes.test.as_ref().unwrap().df.unwrap());
        want.check("welch_on_changes_ci_low", changes.interval.as_ref().unwrap().low);
        assert!(statistics.get("weighted.changes").is_none());
    }

    #[test]
    fn a_cluster_that_is_declared_is_the_one_that_is_used() {
        let blocks = format!(
            "  by_area: {{kind: twfe, {PANEL}, first_treated: 2015}}\n  by_region: {{kind: twfe, {PANEL}, first_treated: 2015, cluster: region}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        let of = |id: &str| number(&statistics, id);
        assert_eq!((of("by_area.n_clusters"), of("by_region.n_clusters")), (12.0, 4.0));
        assert!((of("by_area") - of("by_region")).abs() < 1e-12);
        // numpy 2: the sandwich summed by region, and by area.
        assert!((of("by_area.se_cr0") - 7.499_262_098_364).abs() < 1e-9);
        assert!((of("by_region.se_cr0") - of("by_area.se_cr0")).abs() > 0.1);
        assert!(of("by_region.se_cr2") > of("by_region.se_cr0"));
    }

    #[test]
    fn an_area_with_one_of_the_times_counts_unless_it_is_left_out() {
        let blocks = format!(
            "  all: {{kind: did, {PANEL}, from: 2014, to: 2019}}\n  both: {{kind: did, {PANEL}, from: 2014, to: 2019, complete: true}}\n"
        );
        let rows = panel_small();
        let gap: Vec<&str> =
            rows.lines().filter(|row| !row.contains("D01,nbi,2019")).collect();
        let statistics = computed(&blocks, &gap.join("\n"));
        let of = |id: &str| number(&statistics, id);
        assert_eq!((of("all.n_obs"), of("all.n_areas")), (23.0, 12.0));
        assert_eq!((of("both.n_obs"), of("both.n_areas")), (22.0, 11.0));
        assert!((of("both") - of("all.changes")).abs() < 1e-9);
        assert!((of("all") - of("both")).abs() > 0.1);
        let used = |id: &str| statistics.get(id).unwrap().n[0].clone();
        assert_eq!((used("all").used, used("all").of), (8, 8));
        assert_eq!((used("both").used, used("both").of), (7, 8));
    }

    #[test]
    fn weights_of_one_year_stay_fixed() {
        let blocks = format!(
            "  own: {{kind: twfe, {PANEL}, first_treated: 2015, weights: population}}\n  fixed: {{kind: twfe, {PANEL}, first_treated: 2015, weights: {{column: population, at: 2012}}}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        let of = |id: &str| number(&statistics, id);
        assert!((of("own") - of("fixed")).abs() > 1e-6);
        let flat: String = {
            let rows = panel_small();
            let mut first = std::collections::BTreeMap::new();
            let mut lines = rows.lines();
            let mut out = format!("{}\n", lines.next().unwrap());
            for line in lines {
                let mut cells: Vec<&str> = line.split(',').collect();
                cells[4] = first.entry(cells[0]).or_insert(cells[4]);
                out.push_str(&format!("{}\n", cells.join(",")));
            }
            out
        };
        let again = computed(&blocks, &flat);
        assert_eq!(of("fixed").to_bits(), number(&again, "own").to_bits());
    }

    #[test]
    fn the_order_of_rows_changes_no_bit() {
        let blocks = format!("  plain: {{kind: twfe, {PANEL}, first_treated: 2015}}\n");
        let rows = panel_small();
        let mut lines: Vec<&str> = rows.lines().collect();
        lines[1..].reverse();
        assert_eq!(
            computed(&blocks, &rows).stats,
            computed(&blocks, &lines.join("\n")).stats
        );
    }

    #[test]
    fn settings_that_do_not_fit_say_so() {
        let tried = |settings: &str| {
            refused(&format!("  x: {{kind: {settings}, {PANEL}}}\n"), &panel_small())
        };
        assert_eq!(tried("twfe"), ["missing key `first_treated`"]);
        assert_eq!(
            tried("twfe, first_treated: 2015, base: 2014"),
            ["unknown key `base`"]
        );
        assert_eq!(
            tried("twfe, first_treated: 2015, cluster: regoin"),
            ["unknown column `regoin` in frame `panel`"]
        );
        assert_eq!(
            tried("twfe, first_treated: 2015, cluster: year"),
            ["`x` is undefined: an area changes its cluster between its rows"]
        );
        assert_eq!(
            tried("twfe, first_treated: 2015, complete: true"),
            ["unknown key `complete`"]
        );
        assert_eq!(
            tried("did, from: 2019, to: 2014"),
            ["`x` is undefined: 2019 does not come before 2014"]
        );
    }
}
