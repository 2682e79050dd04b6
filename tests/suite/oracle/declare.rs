//! Reference results as an author would declare them: blocks in YAML, and where the program
//! gives each field.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One reference result as declared: its blocks, and where each of its fields is found.
pub(super) struct Declared {
    pub blocks: String,
    /// Field → path from the results: `id`, or `id/interval/low`.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Fields that the program gives in another unit: the factor.
    pub factors: BTreeMap<String, f64>,
}

impl Declared {
    fn new(blocks: String) -> Self {
        Self { blocks, fields: BTreeMap::new(), factors: BTreeMap::new() }
    }

    /// Says where fields are found, as `field=path` by spaces; `@` stands for the id.
    fn at(mut self, id: &str, pairs: &str) -> Self {
        for pair in pairs.split_whitespace() {
            let (field, path) = pair.split_once('=').unwrap();
            self.fields.insert(field.to_owned(), vec![path.replace('@', id)]);
        }
        self
    }

    /// Says that fields are a hundredth of what the program gives in percent.
    fn percent(mut self, fields: &str) -> Self {
        for field in fields.split_whitespace() {
            self.factors.insert(field.to_owned(), 0.01);
        }
        self
    }
}

/// The settings that draw what a selection of the reference describes.
fn sample(select: &Value) -> String {
    let column = select["column"].as_str().unwrap();
    let measure = match select["denominator"].as_str() {
        Some(of) => format!("{{rate: {column}, of: {of}, per: {}}}", select["per"]),
        None => column.to_owned(),
    };
    let mut out = format!("    frame: rows\n    measure: {measure}\n");
    if select["derive"].is_string() {
        let form = if select["as"] == "percent" { "percent" } else { "absolute" };
        let (from, to) = (&select["from"], &select["to"]);
        write!(out, "    area: area\n    time: year\n    from: {from}\n    to: {to}\n    as: {form}\n").unwrap();
    }
    out
}

fn filter(select: &Value) -> String {
    let pairs: Vec<String> = select["where"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(column, value)| format!("{column}: {value}"))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("    where: {{{}}}\n", pairs.join(", "))
    }
}

/// The settings of a comparison of the two groups.
fn two(args: &Value) -> String {
    let select = &args["x"]["select"];
    let mut other = select.clone();
    other["where"].as_object_mut().unwrap().remove("group");
    format!(
        "{}{}    group: {{column: group, treated: nbi, control: benchmark}}\n",
        sample(select),
        filter(&other)
    )
}

/// The settings of a comparison of two times.
fn pairs(args: &Value) -> String {
    let (end, start) = (&args["x"]["select"], &args["y"]["select"]);
    let mut others = end.clone();
    others["where"].as_object_mut().unwrap().remove("year");
    format!(
        "{}    area: area\n    time: year\n    from: {}\n    to: {}\n{}",
        sample(end),
        start["where"]["year"],
        end["where"]["year"],
        filter(&others)
    )
}

fn block(id: &str, kind: &str, settings: &str) -> String {
    format!("  {id}:\n    kind: {kind}\n{settings}")
}

/// Declares a summary; a second block has the other level of intervals.
fn summary(id: &str, args: &Value) -> Declared {
    let select = &args["x"]["select"];
    let own = format!(
        "{}{}    quantiles: [5, 10, 25, 75, 90, 95]\n",
        sample(select),
        filter(select)
    );
    let other = format!("{id}_90");
    let blocks = block(id, "describe", &own)
        + &block(&other, "describe", &format!("{own}    level: 90\n"));
    let mut out = Declared::new(blocks).at(
        id,
        "n=@.n sum=@.sum mean=@ median=@.median variance=@.variance sd=@.sd se=@.se min=@.min \
         max=@.max q05=@.q5 q10=@.q10 q25=@.q25 q75=@.q75 q90=@.q90 q95=@.q95 iqr=@.iqr \
         ci95_low=@/interval/low ci95_high=@/interval/high",
    );
    out = out.at(&other, "ci90_low=@/interval/low ci90_high=@/interval/high");
    out
}

/// Declares the change of totals and of areas, in percent and absolute.
fn aggregate_change(id: &str, args: &Value) -> Declared {
    let (start, end) = (&args["start"]["select"], &args["end"]["select"]);
    let group = &start["where"]["group"];
    let own = |form: &str, summary: &str| {
        format!(
            "    frame: rows\n    measure: value\n    area: area\n    time: year\n    from: {}\n    to: {}\n    where: {{group: {group}}}\n    as: {form}\n    summary: {summary}\n",
            start["where"]["year"], end["where"]["year"]
        )
    };
    let blocks = block(id, "change", &own("percent", "total"))
        + &block(&format!("{id}_by"), "change", &own("absolute", "total"))
        + &block(&format!("{id}_mean"), "change", &own("percent", "mean"));
    Declared::new(blocks).at(
        id,
        "total_start=@/details/start total_end=@/details/end change=@_by pct_change_of_totals=@ \
         mean_area_pct=@_mean median_area_pct=@_mean/details/median n_areas=@/n/0/used \
         n_zero_baseline=@_mean/details/zero_at_start annual_growth_pct=@/details/annual",
    )
}

/// Declares the change of a rate: pooled, of areas, and of areas weighed by their start.
fn rate_change(id: &str, args: &Value) -> Declared {
    let (start, end) = (&args["start"]["select"], &args["end"]["select"]);
    let group = &start["where"]["group"];
    let own = |form: &str, summary: &str| {
        format!(
            "    frame: rows\n    measure: {{rate: value, of: population, per: {}}}\n    area: area\n    time: year\n    from: {}\n    to: {}\n    where: {{group: {group}}}\n    as: {form}\n    summary: {summary}\n",
            args["per"], start["where"]["year"], end["where"]["year"]
        )
    };
    let weighed = own("absolute", "mean") + "    weights: population\n";
    let blocks = block(id, "change", &own("absolute", "total"))
        + &block(&format!("{id}_percent"), "change", &own("percent", "total"))
        + &block(&format!("{id}_mean"), "change", &own("absolute", "mean"))
        + &block(&format!("{id}_weighed"), "change", &weighed);
    Declared::new(blocks).at(
        id,
        "pooled_start=@/details/start pooled_end=@/details/end pooled_change=@ \
         pooled_pct_change=@_percent mean_area_start=@_mean/details/start \
         mean_area_end=@_mean/details/end mean_area_change=@_mean \
         median_area_change=@_mean/details/median weighted_area_change=@_weighed",
    )
}

fn t_test(id: &str, kind: &str, args: &Value) -> Declared {
    let mut own = if kind == "paired_t" { pairs(args) } else { two(args) };
    if let Some(level) = args["conf_level"].as_f64() {
        writeln!(own, "    level: {}", 100.0 * level).unwrap();
    }
    if let Some(alternative) = args["alternative"].as_str() {
        writeln!(own, "    alternative: {alternative}").unwrap();
    }
    Declared::new(block(id, kind, &own)).at(
        id,
        "diff=@ t=@.t df=@.df p=@.p se=@.se ci_low=@/interval/low ci_high=@/interval/high",
    )
}

/// A table of two rows as YAML.
fn table(args: &Value) -> String {
    let cells = args["table"]["values"].as_array().unwrap();
    let rows: Vec<String> = cells
        .chunks(cells.len() / 2)
        .map(|row| serde_json::to_string(row).unwrap())
        .collect();
    format!("    table: [{}]\n", rows.join(", "))
}

fn correlation(id: &str, method: &str, args: &Value) -> Declared {
    let (x, y) = (&args["x"]["select"], &args["y"]["select"]);
    // Two times of one column stand side by side in the frame `ends`.
    let own = if x["where"]["year"] == y["where"]["year"] {
        format!("    frame: rows\n    x: {}\n    y: {}\n", x["column"], y["column"])
    } else {
        "    frame: ends\n    x: at_start\n    y: at_end\n".to_owned()
    };
    Declared::new(block(id, "correlation", &format!("{own}    method: {method}\n"))).at(
        id,
        "n=@.n r=@ rho=@ tau_b=@ t=@.t df=@.df p=@.p p_t_approx=@.p_t p_exact=@.p_exact \
         p_normal=@.p_normal z=@.z ci95_low=@/interval/low ci95_high=@/interval/high",
    )
}

fn ols(id: &str) -> Declared {
    let own = "    frame: rows\n    measure: value\n    covariates: [population, year]\n";
    let mut out = Declared::new(block(id, "ols", own)).at(
        id,
        "r2=@.r2 adj_r2=@.adjusted_r2 sigma=@.sigma f=@.f df_resid=@.df f_p=@.f_p",
    );
    for name in ["intercept", "population", "year"] {
        let paths = "coef=@ se=@.se t=@.t p=@.p ci95_low=@/interval/low \
             ci95_high=@/interval/high se_HC0=@.hc0 se_HC1=@.hc1 se_HC2=@.hc2 se_HC3=@.hc3"
            .replace('=', &format!(".{name}="));
        out = out.at(&format!("{id}.{name}"), &paths);
    }
    out
}

fn p_adjust(id: &str, args: &Value) -> Declared {
    let p = args["p"]["values"].as_array().unwrap();
    let of: Vec<String> =
        p.iter().enumerate().map(|(at, p)| format!("o{at}: {p}")).collect();
    let mut out = Declared::new(String::new());
    for (field, method) in [
        ("bonferroni", "bonferroni"),
        ("holm", "holm"),
        ("benjamini_hochberg", "bh"),
        ("benjamini_yekutieli", "by"),
    ] {
        let id = format!("{id}_{method}");
        let own = format!("    method: {method}\n    of: {{{}}}\n", of.join(", "));
        out.blocks.push_str(&block(&id, "adjust", &own));
        let paths = (0..p.len()).map(|at| format!("{id}.o{at}")).collect();
        out.fields.insert(field.to_owned(), paths);
    }
    out
}

fn planned(id: &str, args: &Value) -> Declared {
    let mut own = format!(
        "    n: [{}, {}]\n    sd: [{}, {}]\n    alpha: {}\n",
        args["n1"],
        args["n2"],
        args["sd1"],
        args["sd2"],
        100.0 * args["alpha"].as_f64().unwrap()
    );
    if let Some(power) = args["power"].as_f64() {
        writeln!(own, "    power: {}", 100.0 * power).unwrap();
    }
    if let Some(difference) = args["delta"].as_f64() {
        writeln!(own, "    difference: {difference}").unwrap();
    }
    Declared::new(block(id, "power", &own))
        .at(
            id,
            "se=@.se df=@.df mde=@.mde mde_normal=@.mde_normal power=@.power \
             power_normal=@.power_normal",
        )
        .percent("power power_normal")
}

/// The settings of a panel.
fn panel(args: &Value) -> String {
    let measure = match args["denominator"].as_str() {
        Some(of) => format!(
            "{{rate: {}, of: {of}, per: {}}}",
            args["y"].as_str().unwrap(),
            args["per"]
        ),
        None => args["y"].as_str().unwrap().to_owned(),
    };
    let mut own = format!(
        "    frame: rows\n    measure: {measure}\n    area: area\n    time: year\n    group: {{column: group, treated: nbi, control: benchmark}}\n"
    );
    if let Some(weights) = args["weights"].as_str() {
        writeln!(own, "    weights: {weights}").unwrap();
    }
    own
}

/// Where the fields are that all panel kinds have.
const ESTIMATE: &str = "n_obs=@.n_obs n_areas=@.n_areas estimate=@ se_ols=@.se_ols \
    se_CR0=@.se_cr0 se_CR1=@.se_cr1 se_CR2=@.se_cr2 df_CR2=@.df_cr2 p_CR2=@/test/p \
    p_CR1S=@.cr1s/test/p ci95_low_CR1S=@.cr1s/interval/low \
    ci95_high_CR1S=@.cr1s/interval/high";

fn event_study(id: &str, args: &Value) -> Declared {
    let own = panel(args) + &format!("    base: {}\n", args["base_year"]);
    let mut out = Declared::new(block(id, "event_study", &own)).at(
        id,
        "n_obs=@.n_obs n_areas=@.n_areas pretrend_q=@.pretrend/details/q \
         pretrend_wald_chi2_CR1S=@.pretrend_wald/test/statistic \
         pretrend_p_chi2=@.pretrend_wald pretrend_F_CR1S=@.pretrend_f/test/statistic \
         pretrend_p_F=@.pretrend_f pretrend_HTZ_F_CR2=@.pretrend/test/statistic \
         pretrend_HTZ_df_denom=@.pretrend/test/df pretrend_HTZ_p=@.pretrend",
    );
    for year in 1990..2040 {
        let paths = "coef=@ se_CR0=@/details/se_cr0 \
             se_CR1S_absorbed=@/details/se_cr1s_absorbed se_CR2=@/details/se_cr2 \
             df_CR2=@/details/df_cr2"
            .replace('=', &format!(".{year}="));
        out = out.at(&format!("{id}.{year}"), &paths);
    }
    out
}

/// Declares a reference result; none of a kind that the program has no words for.
pub(super) fn declared(name: &str, id: &str, args: &Value) -> Option<Declared> {
    let kind = name.split('.').next().unwrap();
    Some(match kind {
        "summary" => summary(id, args),
        "aggregate_change" => aggregate_change(id, args),
        "rate_change" => rate_change(id, args),
        "weighted_mean" => {
            let select = &args["x"]["select"];
            let weight = args["w"]["select"]["column"].as_str().unwrap();
            let own =
                format!("{}{}    weights: {weight}\n", sample(select), filter(select));
            Declared::new(block(id, "describe", &own)).at(id, "value=@")
        }
        "linear_trend" => {
            let select = &args["y"]["select"];
            let own = format!("{}{}    time: year\n", sample(select), filter(select));
            Declared::new(block(id, "trend", &own)).at(
                id,
                "slope=@ intercept=@.intercept slope_se=@.se slope_t=@.t slope_p=@.p \
                 slope_ci95_low=@/interval/low slope_ci95_high=@/interval/high",
            )
        }
        "welch_t" => t_test(id, "welch", args),
        "student_t" => t_test(id, "student", args),
        "paired_t" => t_test(id, "paired_t", args),
        "mann_whitney" => Declared::new(block(id, "mann_whitney", &two(args))).at(
            id,
            "U_x=@.u U_y=@.u_control auc=@.auc p_normal_cc=@.p_normal \
             p_normal_nocc=@.p_uncorrected p_normal_cc_greater=@.p_greater p_exact=@.p_exact \
             p_exact_conditional=@.p_exact hodges_lehmann=@ hl_ci95_low=@/interval/low \
             hl_ci95_high=@/interval/high",
        ),
        "wilcoxon_signed_rank" => Declared::new(block(id, "wilcoxon", &pairs(args))).at(
            id,
            "n_used=@.used W_plus=@.w p_normal_cc=@.p_normal p_normal_nocc=@.p_uncorrected \
             p_exact=@.p_exact p_exact_conditional=@.p_exact",
        ),
        "ks_two_sample" => Declared::new(block(id, "kolmogorov_smirnov", &two(args)))
            .at(id, "D=@ p_exact=@.p_exact p_asymptotic_kolmogorov=@.p_asymptotic"),
        "cohens_d" => Declared::new(block(id, "effect_size", &two(args))).at(
            id,
            "d=@.d hedges_J=@.j hedges_g=@ d_ci95_noncentral_low=@.d_low \
             d_ci95_noncentral_high=@.d_high g_ci95_noncentral_low=@/interval/low \
             g_ci95_noncentral_high=@/interval/high d_se_normal=@.d_se \
             d_ci95_normal_low=@.d_normal_low d_ci95_normal_high=@.d_normal_high \
             d_average_sd=@.average glass_delta=@.glass",
        ),
        "smd" => Declared::new(block(id, "effect_size", &two(args))).at(
            id,
            "smd=@.average smd_treated_sd=@.treated_sd variance_ratio=@.variance_ratio",
        ),
        "var_test" => Declared::new(block(id, "variances", &two(args))).at(
            id,
            "f=@ p_two_sided=@.p brown_forsythe_f=@.brown_forsythe \
             brown_forsythe_p=@.brown_forsythe_p",
        ),
        "permutation_mean_diff" => Declared::new(block(id, "permutation", &two(args))).at(
            id,
            "diff=@.difference n_arrangements=@.arrangements p_two_sided=@ \
             p_greater=@.greater p_less=@.less",
        ),
        _ => return modelled(kind, id, args),
    })
}

/// Declares results of counts, correlations, regressions, plans and panels.
fn modelled(kind: &str, id: &str, args: &Value) -> Option<Declared> {
    Some(match kind {
        "poisson_rate_ratio" => {
            let own = format!(
                "    counts: {}\n    exposure: {}\n    per: {}\n",
                args["counts"]["values"], args["exposure"]["values"], args["per"]
            );
            Declared::new(block(id, "rate_ratio", &own)).at(
                id,
                "rate1=@.treated rate2=@.control rate_ratio=@ p_exact=@.p \
                 ci95_exact_low=@/interval/low ci95_exact_high=@/interval/high \
                 ci95_wald_low=@.wald_low ci95_wald_high=@.wald_high p_wald=@.wald_p \
                 rate1_ci95_exact_low=@.treated_low rate1_ci95_exact_high=@.treated_high",
            )
        }
        "fisher_exact" => Declared::new(block(id, "fisher", &table(args))).at(
            id,
            "p_two_sided=@ p_less=@.less p_greater=@.greater or_conditional_mle=@.odds_ratio \
             ci95_low=@.odds_ratio/interval/low ci95_high=@.odds_ratio/interval/high",
        ),
        "chi_square_2x2" | "chi_square_rxc" => {
            Declared::new(block(id, "chi_square", &table(args))).at(
                id,
                "chi2=@ df=@.df p=@.p chi2_yates=@.yates p_yates=@.yates_p \
                 cramers_v=@.cramers_v min_expected=@.least_expected",
            )
        }
        "two_proportions" => Declared::new(block(id, "proportions", &table(args)))
            .at(
                id,
                "p1=@.treated p2=@.control diff=@ diff_ci95_low=@/interval/low \
                 diff_ci95_high=@/interval/high p_value=@.p risk_ratio=@.risk_ratio \
                 rr_ci95_low=@.risk_low rr_ci95_high=@.risk_high odds_ratio=@.odds_ratio \
                 or_ci95_low=@.odds_low or_ci95_high=@.odds_high \
                 p1_wilson_low=@.wilson.treated.low p1_wilson_high=@.wilson.treated.high \
                 p1_clopper_low=@.exact.treated.low p1_clopper_high=@.exact.treated.high",
            )
            .percent(
                "p1 p2 diff diff_ci95_low diff_ci95_high p1_wilson_low p1_wilson_high \
                 p1_clopper_low p1_clopper_high",
            ),
        "pearson" | "spearman" | "kendall" => correlation(id, kind, args),
        "ols" => ols(id),
        "p_adjust" => p_adjust(id, args),
        "welch_mde" | "welch_power" => planned(id, args),
        "panel_totals" => {
            let own = "    frame: rows\n    measure: value\n    summary: total\n    by: [group, year]\n";
            let mut out = Declared::new(block(id, "level", own));
            for group in ["nbi", "benchmark"] {
                for year in 1990..2040 {
                    let field = format!("total.{group}.{year}");
                    out.fields.insert(field, vec![format!("{id}.{group}.{year}")]);
                }
            }
            out
        }
        "did_two_period" => {
            let own = panel(args)
                + &format!("    from: {}\n    to: {}\n", args["pre"], args["post"]);
            Declared::new(block(id, "did", &own)).at(id, ESTIMATE).at(
                id,
                "se_CR1S_all_dummies=@.se_cr1s \
                 welch_on_changes_t=@.changes/test/statistic \
                 welch_on_changes_df=@.changes/test/df welch_on_changes_p=@.changes/test/p \
                 welch_on_changes_ci_low=@.changes/interval/low \
                 welch_on_changes_ci_high=@.changes/interval/high",
            )
        }
        "twfe" => {
            let own = panel(args)
                + &format!("    first_treated: {}\n", args["first_treated_year"]);
            Declared::new(block(id, "twfe", &own)).at(id, ESTIMATE).at(
                id,
                "n_params=@.n_params se_CR1S_all_dummies=@.se_cr1s_all_dummies \
                 se_CR1S_absorbed=@.se_cr1s_absorbed",
            )
        }
        "event_study" => event_study(id, args),
        _ => return None,
    })
}
