//! Charts of listed statistics.

use crate::figure::plan::Planner;
use crate::figure::plan::entry_of;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::format::Format;

impl Planner<'_> {
    pub(in crate::figure) fn items(&self) -> Result<Chart> {
        let mut series: Vec<Series> = Vec::new();
        let mut format = None;
        for (index, item) in self.decl().items.iter().enumerate() {
            let index = index.to_string();
            let place = self.entry.place(&["items", &index, "stat"]);
            let Some(stat) = self.statistics.find(&item.stat) else {
                return Err(self.statistics.unknown(&item.stat).at(place, "").into());
            };
            let format = format.get_or_insert_with(|| stat.format.clone());
            if format.unit != stat.format.unit {
                return Err(Diagnostic::error(
                    Code::R0401,
                    format!("`{}` has another unit than the first item", item.stat),
                )
                .at(place, "")
                .help("one axis has one unit: draw standardised differences, or two figures")
                .into());
            }
            let key = item.series.clone().unwrap_or_default();
            let role = if key.is_empty() { Role::Treated } else { self.role(&key) };
            let label = if key.is_empty() { String::new() } else { self.label("", &key) };
            let row =
                if key.is_empty() { item.stat.as_str() } else { item.label.as_str() };
            let point = self.point(row, item.label.clone(), stat, "items")?;
            let list = entry_of(
                &mut series,
                &key,
                |series| series.key.as_str(),
                || Series {
                    key: key.clone(),
                    label,
                    role,
                    points: Vec::new(),
                    fit: Vec::new(),
                },
            );
            if list.points.iter().any(|drawn| drawn.key == point.key) {
                let message = match &item.series {
                    Some(series) => {
                        format!(
                            "`{}` is drawn twice in the series `{series}`",
                            item.label
                        )
                    }
                    None => format!("`{}` is drawn twice", item.stat),
                };
                return Err(Diagnostic::error(Code::R0424, message)
                    .at(place, "")
                    .help("one of the two would be lost: remove it, or give it a `label:` or `series:` of its own")
                    .into());
            }
            list.points.push(point);
        }
        let format =
            format.unwrap_or_else(|| Format::of(crate::model::format::Unit::Number));
        let panel = Panel { key: String::new(), label: String::new(), series };
        Ok(self.chart(format, vec![panel]))
    }
}
