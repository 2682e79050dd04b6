//! Tables of counts for the kinds that test them: declared, counted by two columns, or the
//! cases and others of two groups.

use crate::model::diagnostic::Result;
use crate::model::format::WHOLE;
use crate::model::statistic::GroupCount;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::count;
use crate::stat::kind::settings::Groups;
use crate::stat::measure::measure_words;
use crate::stat::measured::PAST;
use crate::stat::measured::sum;
use crate::stat::rows::Reader;
use crate::stat::rows::text;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

/// Declares the settings of a kind that looks at a table of counts: its own beside those of
/// [`CountTest`].
macro_rules! counted {
    ($name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Debug, Clone, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(in crate::stat) struct $name {
            /// The counts themselves, row by row, instead of a frame.
            #[serde(default)]
            table: Option<Vec<Vec<f64>>>,
            /// The frame counted.
            #[serde(default)]
            frame: Option<String>,
            /// Rows to keep: a column, and a value or a list of values.
            #[serde(default, rename = "where")]
            filter: crate::project::Filter,
            /// The column whose values are the rows of the table.
            #[serde(default)]
            rows: Option<String>,
            /// The column whose values are the columns of the table.
            #[serde(default)]
            columns: Option<String>,
            /// The values that are rows, in order; all unless given.
            #[serde(default)]
            row_keys: Vec<crate::project::Scalar>,
            /// The values that are columns, in order; all unless given.
            #[serde(default)]
            column_keys: Vec<crate::project::Scalar>,
            /// The column that holds counts; rows are counted unless given.
            #[serde(default)]
            count: Option<String>,
            /// Cases and their base, as a share or a rate, instead of two columns.
            #[serde(default)]
            measure: Option<crate::project::Measure>,
            /// The groups compared: the column, and the values that are treated and control.
            #[serde(default)]
            group: Option<crate::stat::kind::settings::Groups>,
            /// Level of intervals, in percent.
            #[serde(default = "crate::stat::kind::settings::percent")]
            level: f64,
            $($(#[$attr])* $field: $kind,)*
        }

        impl $name {
            fn counted(&self) -> crate::stat::kind::counts::CountTest {
                let own = self.clone();
                crate::stat::kind::counts::CountTest {
                    table: own.table,
                    frame: own.frame,
                    filter: own.filter,
                    rows: own.rows,
                    columns: own.columns,
                    row_keys: own.row_keys,
                    column_keys: own.column_keys,
                    count: own.count,
                    measure: own.measure,
                    group: own.group,
                    level: own.level,
                }
            }
        }
    };
}
pub(super) use counted;

/// The settings that the three kinds share.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct CountTest {
    /// The counts themselves, row by row, instead of a frame.
    #[serde(default)]
    pub table: Option<Vec<Vec<f64>>>,
    /// The frame counted.
    #[serde(default)]
    pub frame: Option<String>,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// The column whose values are the rows of the table.
    #[serde(default)]
    pub rows: Option<String>,
    /// The column whose values are the columns of the table.
    #[serde(default)]
    pub columns: Option<String>,
    /// The values that are rows, in order; all unless given.
    #[serde(default)]
    pub row_keys: Vec<Scalar>,
    /// The values that are columns, in order; all unless given.
    #[serde(default)]
    pub column_keys: Vec<Scalar>,
    /// The column that holds counts; rows are counted unless given.
    #[serde(default)]
    pub count: Option<String>,
    /// Cases and their base, as a share or a rate, instead of two columns.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// The groups compared: the column, and the values that are treated and control.
    #[serde(default)]
    pub group: Option<Groups>,
    /// Level of intervals, in percent.
    #[serde(default = "super::settings::percent")]
    pub level: f64,
}

/// A table of counts with what is known of it.
pub(super) struct Counts {
    pub table: Vec<Vec<f64>>,
    n: Vec<GroupCount>,
    how: How,
}

impl Counts {
    pub fn read(context: &Context<'_>, settings: &CountTest) -> Result<Self> {
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
            let row = |row: &Vec<f64>| {
                let cells: Vec<String> = row.iter().map(f64::to_string).collect();
                cells.join(", ")
            };
            let rows: Vec<String> = table.iter().map(row).collect();
            let how = How {
                definition: format!("Counts declared in the block: {}", rows.join(" / ")),
                ..How::default()
            };
            return Ok(Self { table: table.clone(), n: Vec::new(), how });
        }
        let Some(frame) = &settings.frame else {
            return Err(context.contradiction(&[], "`frame:` is missing").into());
        };
        let reader = context.reader(frame)?;
        let counts =
            match (&settings.rows, &settings.columns, &settings.measure, &settings.group)
            {
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
            }?;
        // A count that a double does not hold to its last digit is refused.
        if counts.table.iter().flatten().any(|cell| cell.abs() >= WHOLE) {
            return Err(context.undefined(&context.block.id, PAST));
        }
        Ok(counts)
    }

    /// Counts rows, or adds up a column, by two columns.
    fn crossed(
        settings: &CountTest,
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
        // A row counts where it has a column of the table and, of counts, a number.
        let is_used = |row: usize| {
            column_keys.iter().any(|key| across.is_key(row, key))
                && counted.is_none_or(|column| column.number(row).is_some())
        };
        let n = row_keys
            .iter()
            .map(|key| {
                let own = || kept.iter().filter(|row| down.is_key(**row, key));
                count(key, own().filter(|row| is_used(**row)).count(), own().count())
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
        settings: &CountTest,
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
            let all = sum(parts.iter().filter_map(|part| part.denominator));
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
    pub fn four(&self, context: &Context<'_>) -> Result<[f64; 4]> {
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

    pub fn sheet<'a>(
        self,
        context: &'a Context<'a>,
        what: &str,
        formula: &str,
    ) -> ResultSheet<'a> {
        let how = How {
            definition: format!("{what}: {}", self.how.definition),
            formula: formula.to_owned(),
            ..self.how
        };
        ResultSheet::new(context, &[], context.title(&[], &[]), how, self.n)
    }
}
