//! `kind: chi_square`, `kind: fisher` and `kind: proportions` — tables of counts.
//!
//! ```yaml
//! bands:
//!   kind: chi_square
//!   frame: area_list           # one row for each case; or `count:`, the column of counts
//!   rows: group
//!   columns: deprivation_decile
//! child_shares:
//!   kind: proportions
//!   frame: child_panel         # cases and others of two groups, added up
//!   measure: {share: low_income_children, of: children}
//!   group: {column: group, treated: nbi, control: benchmark}
//!   where: {year: 2021}
//! printed:
//!   kind: fisher
//!   table: [[12, 5], [3, 9]]   # counts that stand in print
//! ```
//!
//! All three take all three forms; `fisher` and `proportions` need two rows and two columns, the
//! first column the cases. `row_keys:` and `column_keys:` choose keys and their order.
//!
//! **Gives** for `chi_square` `ID`, χ² with its test, and `ID.df`, `ID.p`, `ID.yates`,
//! `ID.yates_p` (two by two, with continuity correction), `ID.cramers_v`, `ID.least_expected`.
//! For `fisher` `ID`, the two-sided p value, and `ID.odds_ratio` (conditional maximum likelihood,
//! with its exact interval), `ID.odds_low`, `ID.odds_high`, `ID.less`, `ID.greater`. For
//! `proportions` `ID`, the difference in percentage points with its interval and test, and
//! `ID.treated`, `ID.control` (each with its exact interval), `ID.wilson.SIDE.low` and `.high`,
//! `ID.exact.SIDE.low` and `.high`, `ID.p`, `ID.risk_ratio`, `ID.risk_low`, `ID.risk_high`,
//! `ID.odds_ratio`, `ID.odds_low`, `ID.odds_high`.
//!
//! **Formula.** χ² = Σ(O − E)²/E, (r − 1)(c − 1) df; Yates takes min(½, |O − E|) off each
//! distance; V = √(χ²/(n·min(r − 1, c − 1))). Fisher's p sums the tables with these margins that
//! are no more likely. Wald's interval of p₁ − p₂, the pooled z test, ratios on the log scale.
//!
//! **Unit.** Percentages, percentage points for their difference, ratios.
//!
//! **Undefined** where a row or column holds nothing, or a count is negative or (`fisher`) not
//! whole. An infinite odds ratio has no member, but its interval has a lower end.
//!
//! **Reference.** Pearson (1900); Fisher (1935); Clopper and Pearson (1934); Wilson (1927). Agrees
//! with R's `chisq.test` and `fisher.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! bands = 0.28
//! bands.p = p = 0.998
//! child_shares = −1.8 percentage points
//! child_shares.treated = 33.5%
//! printed = p = 0.025
//! printed.odds_ratio = 6.65
//! ```

use crate::diag::Result;
use crate::project::Estimated;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::measure_words;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::contingency::Ratio;
use crate::stat::estimate::contingency::chi_square;
use crate::stat::estimate::contingency::fisher;
use crate::stat::estimate::contingency::proportions;
use crate::stat::kind::panel::Groups;
use crate::stat::measured::sum;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::rows::Reader;
use crate::stat::rows::text;
use crate::stat::sheet::Sheet;
use crate::stat::value::GroupCount;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(default)]
    table: Option<Vec<Vec<f64>>>,
    #[serde(default)]
    frame: Option<String>,
    #[serde(default, rename = "where")]
    filter: Filter,
    #[serde(default)]
    rows: Option<String>,
    #[serde(default)]
    columns: Option<String>,
    #[serde(default)]
    row_keys: Vec<Scalar>,
    #[serde(default)]
    column_keys: Vec<Scalar>,
    #[serde(default)]
    count: Option<String>,
    #[serde(default)]
    measure: Option<Measure>,
    #[serde(default)]
    group: Option<Groups>,
    #[serde(default = "super::drawn::level")]
    level: f64,
}

/// A table of counts with what is known of it.
struct Counts {
    table: Vec<Vec<f64>>,
    n: Vec<GroupCount>,
    how: How,
}

impl Counts {
    fn read(context: &Context<'_>, settings: &Settings) -> Result<Self> {
        let forms = [
            settings.table.is_some(),
            settings.rows.is_some() || settings.columns.is_some(),
            settings.measure.is_some(),
        ];
        if forms.iter().filter(|given| **given).count() != 1 {
            return Err(context
                .contradiction(&[], "no table of counts is declared, or several")
                .help("give `table:`, or `frame:` with `rows:` and `columns:`, or `frame:` with a share as `measure:` and `group:`")
                .into());
        }
        if let Some(table) = &settings.table {
            let how = How {
                definition: "Counts declared in the block".to_owned(),
                ..How::default()
            };
            return Ok(Self { table: table.clone(), n: Vec::new(), how });
        }
        let Some(frame) = &settings.frame else {
            return Err(context.contradiction(&[], "`frame:` is missing").into());
        };
        let reader = context.reader(frame)?;
        match (&settings.rows, &settings.columns, &settings.measure, &settings.group) {
            (Some(rows), Some(columns), _, _) => {
                Self::crossed(settings, &reader, rows, columns)
            }
            (_, _, Some(measure), Some(group)) => {
                Self::shares(context, settings, &reader, measure, group)
            }
            _ => Err(context
                .contradiction(&[], "the table lacks its rows or its columns")
                .help("add `rows:` and `columns:`, or `group:` to a share")
                .into()),
        }
    }

    /// Counts rows, or adds up a column, by two columns.
    fn crossed(
        settings: &Settings,
        reader: &Reader<'_>,
        rows: &str,
        columns: &str,
    ) -> Result<Self> {
        let counted = match &settings.count {
            Some(name) => Some(reader.numbers(name, &["count"])?),
            None => None,
        };
        let kept = reader.keep(&settings.filter)?;
        let keys =
            |name: &str, wanted: &[Scalar], setting: &str| -> Result<Vec<String>> {
                reader.column(name, &[setting])?;
                if !wanted.is_empty() {
                    return Ok(wanted.iter().map(text).collect());
                }
                let groups = reader.groups(&kept, &[name.to_owned()])?;
                Ok(groups
                    .into_iter()
                    .filter_map(|group| group.key.into_iter().next())
                    .collect())
            };
        let row_keys = keys(rows, &settings.row_keys, "rows")?;
        let column_keys = keys(columns, &settings.column_keys, "columns")?;
        let (across, down) =
            (reader.column(columns, &["columns"])?, reader.column(rows, &["rows"])?);
        let cell = |row_key: &String, column_key: &String| {
            let inside = kept.iter().filter(|row| {
                down.is_key(**row, row_key) && across.is_key(**row, column_key)
            });
            match counted {
                Some(column) => sum(inside.filter_map(|row| column.number(*row))),
                None => inside.count() as f64,
            }
        };
        let table: Vec<Vec<f64>> = row_keys
            .iter()
            .map(|row| column_keys.iter().map(|column| cell(row, column)).collect())
            .collect();
        let n = row_keys
            .iter()
            .map(|key| {
                let of = kept.iter().filter(|row| down.is_key(**row, key)).count();
                count(key, of, of)
            })
            .collect();
        let how = How {
            definition: format!(
                "Counts by {} and {}",
                rows.replace('_', " "),
                columns.replace('_', " ")
            ),
            frame: reader.name().to_owned(),
            rows: kept.len(),
            files: reader.files(),
            ..How::default()
        };
        Ok(Self { table, n, how })
    }

    /// Adds up the parts and the rest of two groups.
    fn shares(
        context: &Context<'_>,
        settings: &Settings,
        reader: &Reader<'_>,
        measure: &Measure,
        group: &Groups,
    ) -> Result<Self> {
        if !matches!(measure, Measure::Share(_)) {
            let message = "the measure of a table is a share: cases of all";
            return Err(context.contradiction(&["measure"], message).into());
        }
        let kept = reader.keep(&settings.filter)?;
        let measured = reader.measure(measure, &kept)?;
        let column = reader.column(&group.column, &["group", "column"])?;
        let mut table = Vec::new();
        let mut n = Vec::new();
        for (key, setting) in [(&group.treated, "treated"), (&group.control, "control")] {
            let own: Vec<usize> =
                kept.iter().copied().filter(|row| column.is_key(*row, key)).collect();
            if own.is_empty() {
                let message = format!("there is no group `{key}`");
                return Err(context.contradiction(&["group", setting], message).into());
            }
            let parts: Vec<_> =
                own.iter().filter_map(|row| measured.parts(*row)).collect();
            let cases = sum(parts.iter().map(|part| part.numerator));
            let all = sum(parts.iter().map(|part| part.denominator));
            table.push(vec![cases, all - cases]);
            n.push(count(key, parts.len(), own.len()));
        }
        let how = How {
            definition: format!("Counts of {}, added up", measure_words(measure)),
            frame: reader.name().to_owned(),
            rows: kept.len(),
            files: reader.files(),
            ..How::default()
        };
        Ok(Self { table, n, how })
    }

    /// Returns the four cells of a table of two rows and two columns.
    fn four(&self, context: &Context<'_>) -> Result<[f64; 4]> {
        match self.table.as_slice() {
            [first, second] if first.len() == 2 && second.len() == 2 => {
                Ok([first[0], first[1], second[0], second[1]])
            }
            table => {
                let columns = table.first().map_or(0, Vec::len);
                let message = format!(
                    "the table has {} rows and {columns} columns, where two of each are wanted",
                    table.len()
                );
                Err(context.contradiction(&[], message).into())
            }
        }
    }

    fn sheet<'a>(self, context: &'a Context<'a>, what: &str, formula: &str) -> Sheet<'a> {
        let how = How {
            definition: format!("{what}: {}", self.how.definition),
            formula: formula.to_owned(),
            ..self.how
        };
        Sheet::new(context, &[], context.title(&[], &[]), how, self.n)
    }
}

/// Computes `kind: chi_square`.
pub(in crate::stat) fn independence(
    context: &Context<'_>,
    decl: &Estimated,
) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let counts = Counts::read(context, &settings)?;
    let found = chi_square(&counts.table)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let mut sheet =
        counts.sheet(context, "χ² of independence of rows and columns", "Σ(O − E)²/E");
    let (plain, p) = (Format::of(Unit::Number), Format::of(Unit::P));
    let main = sheet.main(found.chi2, &context.format(plain.clone())?)?;
    main.test = Some(test("χ² test", found.chi2, Some(found.df), found.p));
    sheet.add("df", "degrees of freedom", found.df, &plain.clone().decimals(0));
    sheet.add("p", "p value", found.p, &p);
    let (yates, yates_p) = found.yates.unzip();
    sheet.add("yates", "χ² with continuity correction", yates, &plain);
    sheet.add("yates_p", "p value with continuity correction", yates_p, &p);
    sheet.add("cramers_v", "Cramér's V", found.cramers_v, &plain);
    sheet.add("least_expected", "least count expected", found.least_expected, &plain);
    Ok(sheet.made())
}

/// Computes `kind: fisher`.
pub(in crate::stat) fn exact(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let counts = Counts::read(context, &settings)?;
    let found = fisher(counts.four(context)?, settings.level / 100.0).map_err(
        |error: Undefined| context.undefined(&context.block.id, &error.reason),
    )?;
    let mut sheet = counts.sheet(
        context,
        "Fisher's exact test of independence",
        "Σ of the tables with the same margins that are no more likely",
    );
    let (ratio, p) = (Format::of(Unit::Ratio), Format::of(Unit::P));
    let main = sheet.main(found.p, &p)?;
    main.test = Some(test("Fisher's exact test", found.p, None, found.p));
    sheet.add("odds_ratio", "odds ratio", found.odds_ratio, &ratio);
    let ends =
        interval(found.ci_low, found.ci_high, settings.level, "exact, conditional");
    sheet.bound("odds_ratio", ends);
    sheet.add("odds_low", "odds ratio, lower end", found.ci_low, &ratio);
    sheet.add("odds_high", "odds ratio, upper end", found.ci_high, &ratio);
    sheet.add("less", "p value against less", found.p_less, &p);
    sheet.add("greater", "p value against greater", found.p_greater, &p);
    Ok(sheet.made())
}

/// Computes `kind: proportions`.
pub(in crate::stat) fn two(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let counts = Counts::read(context, &settings)?;
    let found = proportions(counts.four(context)?, settings.level / 100.0).map_err(
        |error: Undefined| context.undefined(&context.block.id, &error.reason),
    )?;
    let mut sheet = counts.sheet(
        context,
        "Difference of two proportions",
        "100·(x₁/n₁ − x₂/n₂); Wald's interval, pooled z test",
    );
    let (percent, points) = (Format::of(Unit::Percent), Format::of(Unit::Points));
    let (ratio, p) = (Format::of(Unit::Ratio), Format::of(Unit::P));
    let (value, low, high) = found.difference;
    let main = sheet.main(100.0 * value, &points)?;
    main.interval = Some(interval(100.0 * low, 100.0 * high, settings.level, "Wald"));
    if let Some(p) = found.p_value {
        main.test = Some(test("z test of two proportions", value, None, p));
    }
    sheet.add("p", "p value", found.p_value, &p);
    for (at, side) in ["treated", "control"].into_iter().enumerate() {
        let (low, high) = found.clopper[at];
        sheet.add(side, side, 100.0 * found.p[at], &percent);
        let exact =
            interval(100.0 * low, 100.0 * high, settings.level, "Clopper–Pearson");
        sheet.bound(side, exact);
        for (sort, name, (low, high)) in [
            ("wilson", "Wilson", found.wilson[at]),
            ("exact", "Clopper–Pearson", found.clopper[at]),
        ] {
            let words = format!("{side}, {name}");
            sheet.add_at(
                &[sort, side, "low"],
                &format!("{words}, lower end"),
                100.0 * low,
                &percent,
            );
            sheet.add_at(
                &[sort, side, "high"],
                &format!("{words}, upper end"),
                100.0 * high,
                &percent,
            );
        }
    }
    for (name, words, found) in [
        ("risk", "ratio of the proportions", found.risk_ratio),
        ("odds", "odds ratio", found.odds_ratio),
    ] {
        add_ratio(&mut sheet, name, words, found, &ratio, settings.level);
    }
    Ok(sheet.made())
}

fn add_ratio(
    sheet: &mut Sheet<'_>,
    name: &str,
    words: &str,
    found: Ratio,
    format: &Format,
    level: f64,
) {
    let main = format!("{name}_ratio");
    sheet.add(&main, words, found.value, format);
    if let (Some(low), Some(high)) = (found.low, found.high) {
        sheet.bound(&main, interval(low, high, level, "log scale"));
    }
    sheet.add(&format!("{name}_low"), &format!("{words}, lower end"), found.low, format);
    sheet.add(
        &format!("{name}_high"),
        &format!("{words}, upper end"),
        found.high,
        format,
    );
}
