//! `kind: correlation` — of two measures of the same rows, or of two families with the same keys.
//!
//! ```yaml
//! needs_and_crime:
//!   kind: correlation
//!   frame: panel               # with a frame x and y are measures of its rows
//!   x: community_needs_score
//!   y: {rate: offences, of: population}
//!   method: spearman           # pearson unless given; spearman, kendall
//!   where: {year: 2012}
//! together:
//!   kind: correlation
//!   x: needs.q25               # without one, families with the same keys
//!   y: needs.q75
//! ```
//!
//! **Gives** `ID`, the correlation with its test (and, for `pearson`, its interval), and the
//! members `n`, `p`; of `pearson` also `t`, `df`; of `spearman` `p_t`, `p_exact`; of `kendall`
//! `z`, `p_normal`, `p_exact`.
//!
//! **Formula.** Pearson: Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²), t = r·√((n − 2)/(1 − r²)),
//! interval tanh(artanh r ± z/√(n − 3)). Spearman: Pearson's of the midranks; exact p over all
//! orders up to twelve pairs without ties. Kendall: τ-b, tie-corrected z; exact p up to 60 pairs
//! without ties.
//!
//! **Unit.** None: −1 to 1.
//!
//! **Undefined** with fewer than three pairs, or where a variable is constant. Points on one line
//! have a correlation of 1 or −1 and no test.
//!
//! **Reference.** Fisher (1915), Biometrika 10; Kendall (1945), Biometrika 33. Agrees with R's
//! `cor.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! needs_and_crime = 0.07
//! needs_and_crime.p = p = 0.322
//! together = 0.62
//! ```

use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Thing;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Family;
use crate::project::Filter;
use crate::project::Measure;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::correlation::kendall;
use crate::stat::estimate::correlation::pearson;
use crate::stat::estimate::correlation::spearman;
use crate::stat::estimate::settle;
use crate::stat::kind::Kind;
use crate::stat::measure::measure_words;
use crate::stat::measured::Parts;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Correlation {
    /// The frame read: one row for each area, or for each area and time.
    #[serde(default)]
    frame: Option<String>,
    /// The first measure.
    x: Measure,
    /// The second measure.
    y: Measure,
    /// `pearson` of the values, or `spearman` of their ranks.
    #[serde(default)]
    method: Method,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// Level of intervals, in percent.
    #[serde(default = "super::settings::percent")]
    level: f64,
}

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum Method {
    #[default]
    Pearson,
    Spearman,
    Kendall,
}

/// Pairs with what is known of them.
struct Pairs {
    x: Vec<f64>,
    y: Vec<f64>,
    of: usize,
    how: How,
}

impl Kind for Correlation {
    const NAME: &'static str = "correlation";
    const MANUAL: &'static str = include_str!("correlation.rs");

    fn needs(&self) -> Vec<String> {
        match (&self.frame, &self.x, &self.y) {
            (None, Measure::Column(x), Measure::Column(y)) => vec![x.clone(), y.clone()],
            _ => Vec::new(),
        }
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: correlation`.
fn compute(context: &Context<'_>, settings: &Correlation) -> Result<Made> {
    let mut pairs = match &settings.frame {
        Some(frame) => of_rows(context, settings, frame)?,
        None => of_families(context, settings)?,
    };
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    settings.method.formula().clone_into(&mut pairs.how.formula);
    let (x, y) = (&pairs.x, &pairs.y);
    let n = vec![count("", x.len(), pairs.of)];
    let mut sheet = ResultSheet::new(context, &[], context.title(&[], &[]), pairs.how, n);
    let format = context.format(Format::of(Unit::Number))?;
    let (plain, p_format) = (Format::of(Unit::Number), Format::of(Unit::P));
    match settings.method {
        Method::Pearson => {
            let found = pearson(x, y, settings.level / 100.0).map_err(undefined)?;
            let main = sheet.main(found.r, &format)?;
            main.interval = found
                .interval
                .map(|(low, high)| interval(low, high, settings.level, "Fisher's z"));
            main.test =
                found.test.map(|(t, p)| test("t test of r", t, Some(found.df), p));
            let (t, p) = found.test.unzip();
            sheet.add("t", "t", t, &plain);
            sheet.add("df", "degrees of freedom", found.df, &Format::of(Unit::Count));
            sheet.add("p", "p value", p, &p_format);
        }
        Method::Spearman => {
            let found = spearman(x, y).map_err(undefined)?;
            let p = found.p_exact.or(found.p_t);
            let main = sheet.main(found.rho, &format)?;
            main.test = p.map(|p| test("Spearman's test", found.rho, None, p));
            sheet.add("p", "p value", p, &p_format);
            sheet.add("p_t", "p value by t", found.p_t, &p_format);
            sheet.add("p_exact", "exact p value", found.p_exact, &p_format);
        }
        Method::Kendall => {
            let found = kendall(x, y).map_err(undefined)?;
            let p = found.p_exact.unwrap_or(found.p_normal);
            let main = sheet.main(found.tau_b, &format)?;
            main.test = Some(test("Kendall's test", found.z, None, p));
            sheet.add("p", "p value", p, &p_format);
            sheet.add("z", "z", found.z, &plain);
            sheet.add(
                "p_normal",
                "p value, normal approximation",
                found.p_normal,
                &p_format,
            );
            sheet.add("p_exact", "exact p value", found.p_exact, &p_format);
        }
    }
    sheet.add("n", "pairs", x.len() as f64, &Format::of(Unit::Count));
    Ok(sheet.made())
}

impl Method {
    const fn formula(self) -> &'static str {
        match self {
            Self::Pearson => {
                "Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²); interval by Fisher's z"
            }
            Self::Spearman => "Pearson's of the midranks",
            Self::Kendall => "τ-b: concordant less discordant pairs over those untied",
        }
    }
}

/// Pairs two measures of the rows of a frame.
fn of_rows(context: &Context<'_>, settings: &Correlation, frame: &str) -> Result<Pairs> {
    let reader = context.reader(frame)?;
    let rows = reader.keep(&settings.filter)?;
    let across = reader.measure_at(&settings.x, &rows, &["x"])?;
    let up = reader.measure_at(&settings.y, &rows, &["y"])?;
    let pairs: Vec<(Parts, Parts)> = rows
        .iter()
        .filter_map(|row| Some((across.parts(*row)?, up.parts(*row)?)))
        .filter(|(x, y)| x.value().is_some() && y.value().is_some())
        .collect();
    // Values that are equal in the figures of the data are ties.
    let settled = |parts: &mut dyn Iterator<Item = Parts>| -> Vec<f64> {
        let mut values: Vec<(f64, f64)> =
            parts.filter_map(|part| Some((part.value()?, part.noise()))).collect();
        settle::settle(values.iter_mut().map(|(value, noise)| (value, *noise)));
        values.into_iter().map(|(value, _)| value).collect()
    };
    let x = settled(&mut pairs.iter().map(|(x, _)| *x));
    let y = settled(&mut pairs.iter().map(|(_, y)| *y));
    let how = How {
        definition: format!(
            "Correlation of {} with {}",
            measure_words(&settings.x),
            measure_words(&settings.y)
        ),
        frame: frame.to_owned(),
        rows: x.len(),
        files: reader.files(),
        ..How::default()
    };
    Ok(Pairs { x, y, of: rows.len(), how })
}

/// Pairs the values of two families by their keys.
fn of_families(context: &Context<'_>, settings: &Correlation) -> Result<Pairs> {
    let find = |setting: &str, measure: &Measure| -> Result<&Family> {
        let Measure::Column(id) = measure else {
            let message = "without `frame:`, `x` and `y` name families of statistics";
            return Err(context.contradiction(&[setting], message).into());
        };
        context.family(id).ok_or_else(|| {
            let known = context.families();
            Diagnostic::unknown(Thing::Family, id, known)
                .at(context.block.place(&[setting]), "")
                .into()
        })
    };
    let (across, up) = (find("x", &settings.x)?, find("y", &settings.y)?);
    let (mut x, mut y) = (Vec::new(), Vec::new());
    let mut files = Vec::new();
    for member in &across.members {
        let other = up.members.iter().find(|other| other.key == member.key);
        let Some(other) = other else { continue };
        let (a, b) = (context.statistic(&member.id), context.statistic(&other.id));
        if let (Some(a), Some(b)) = (a, b)
            && let (Some(at), Some(to)) = (a.number(), b.number())
        {
            x.push(at);
            y.push(to);
            files.extend(a.provenance.files.iter().chain(&b.provenance.files).cloned());
        }
    }
    files.sort();
    files.dedup();
    let how = How {
        definition: format!("Correlation of “{}” with “{}”", across.title, up.title),
        rows: x.len(),
        files,
        from: vec![across.id.clone(), up.id.clone()],
        ..How::default()
    };
    Ok(Pairs { x, y, of: across.members.len(), how })
}
