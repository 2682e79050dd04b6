//! For the tests of the kinds: statistics of a declared file over rows of CSV, as an author
//! would have them.

use crate::memo::Forgetful;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Warned;
use crate::model::statistic::Statistics;
use crate::project::Kinds;
use crate::project::Memory;

/// The reference panel `panel_small` as CSV, with the outcome as `y`, and a region of each area.
pub(in crate::stat) fn panel_small() -> String {
    let mut out = "area,group,year,y,population,region\n".to_owned();
    for (at, line) in
        crate::stat::estimate::design::oracle::PANEL.lines().skip(1).enumerate()
    {
        let region = ["north", "south", "east", "west"][at / 8 % 4];
        out.push_str(&format!("{line},{region}\n"));
    }
    out
}

/// Computes the blocks over a frame `panel` of the rows; the first line names the columns, of
/// which `area`, `group` and `region` hold text.
pub(in crate::stat) fn tried(
    blocks: &str,
    rows: &str,
) -> Result<Warned<Statistics>, Failure> {
    let columns: Vec<&str> = rows.lines().next().unwrap().split(',').collect();
    let fields: String = columns
        .iter()
        .map(|name| {
            let sort = match *name {
                "area" | "group" | "region" => "string",
                "year" => "integer",
                _ => "number",
            };
            format!("        - {{name: {name}, type: {sort}}}\n")
        })
        .collect();
    let files = Memory::new()
        .with(
            "report/report.yaml",
            "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: []\n",
        )
        .with("data/panel.csv", rows)
        .with(
            "data/datapackage.yaml",
            format!("name: p\nresources:\n  - name: rows\n    path: panel.csv\n    schema:\n      missingValues: [\"\", \"-\", c, \"*\", \"..\", \"[c]\"]\n      fields:\n{fields}"),
        )
        .with(
            "report/statistics.yaml",
            format!("frames:\n  panel: {{sql: 'SELECT * FROM rows', key: [area, year]}}\nstatistics:\n{blocks}"),
        );
    let kinds = Kinds {
        statistics: crate::stat::DECODERS,
        figure: |_| Vec::new(),
        logo: |_| Err((String::new(), "")),
    };
    let (project, mut sources) = crate::project::load(&files, &kinds);
    let project = project?;
    let frames = crate::frame::load(&project, &files, &Forgetful, &mut sources).unwrap();
    crate::stat::compute(&project, &frames, &Forgetful)
}

/// Computes blocks that must have no fault.
pub(in crate::stat) fn computed(blocks: &str, rows: &str) -> Statistics {
    tried(blocks, rows).unwrap().value
}

/// Computes blocks, and returns the warnings about them, too.
pub(in crate::stat) fn with_warnings(
    blocks: &str,
    rows: &str,
) -> (Statistics, Vec<String>) {
    let warned = tried(blocks, rows).unwrap();
    (warned.value, warned.warnings.into_iter().map(|it| it.message).collect())
}

/// Returns the messages of blocks that must have a fault.
pub(in crate::stat) fn refused(blocks: &str, rows: &str) -> Vec<String> {
    let failure = tried(blocks, rows).unwrap_err();
    failure.diagnostics().iter().map(|fault| fault.message.clone()).collect()
}
