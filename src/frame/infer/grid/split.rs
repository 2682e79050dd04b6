//! A column whose cells hold all breakdowns of a table.

use crate::frame::infer::grid::Grid;
use crate::frame::infer::yaml::scalar;
use crate::model::words::listed;
use crate::project::quoted;

impl Grid {
    /// Splits a column that holds all breakdowns, as those of Eurostat do: `freq,unit,geo\\TIME_PERIOD`.
    pub(super) fn split(&mut self) {
        let names = self.header.iter().enumerate();
        let found = names.into_iter().find_map(|(at, name)| {
            let (names, _) = name.rsplit_once('\\')?;
            let parts: Vec<String> =
                names.split(',').map(|it| it.trim().to_owned()).collect();
            let new = |part: &String| {
                !part.is_empty() && !self.header.iter().any(|it| it == part)
            };
            let mut apart = parts.clone();
            apart.sort();
            apart.dedup();
            let fits = |row: &Vec<String>| {
                row.get(at).is_some_and(|it| it.split(',').count() == parts.len())
            };
            let good = parts.len() > 1
                && apart.len() == parts.len()
                && parts.iter().all(new)
                && self.rows.iter().all(fits);
            good.then(|| (at, name.clone(), parts))
        });
        let Some((at, name, parts)) = found else { return };
        for row in &mut self.rows {
            let cell = row.get(at).cloned().unwrap_or_default();
            row.splice(at..=at, cell.split(',').map(str::to_owned));
        }
        let list: Vec<String> = parts.iter().map(|it| scalar(it)).collect();
        self.settings.push(format!(
            "split: {{column: {}, by: \",\", into: [{}]}}",
            quoted(&name),
            list.join(", ")
        ));
        self.checks.push(format!("`{name}` is split into {}", listed(&parts)));
        self.header.splice(at..=at, parts);
    }
}
