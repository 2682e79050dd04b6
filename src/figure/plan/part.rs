//! The panels of a combined figure, each planned as a figure of its own.

use crate::figure::kind;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use std::cell::RefCell;

/// Kinds that are no panel: they have panels themselves, or draw no statistics.
const NO_PARTS: [&str; 5] = ["combined", "multiples", "map", "timeline", "flow"];

impl Planner<'_> {
    /// Plans a panel; its key is its letter, its name its title.
    pub(in crate::figure) fn part(&self, at: usize) -> Result<Chart> {
        let index = at.to_string();
        let Some(decl) = self.decl().panels.get(at) else { return self.family() };
        let name = decl.kind.name();
        if NO_PARTS.contains(&name) {
            let message = format!("`kind: {name}` cannot be a panel of another figure");
            let place = self.place(&["panels", &index, "kind"]);
            return Err(Diagnostic::error(Code::R0401, message)
                .at(place, "")
                .help("make it a figure of its own")
                .into());
        }
        let Some(entry) = self.entry.part(at) else { return self.family() };
        let planner = Planner {
            entry: &entry,
            labels: self.labels,
            statistics: self.statistics,
            page: None,
            warnings: RefCell::default(),
        };
        let mut chart = kind::named(&decl.kind).plan(&planner)?;
        planner.finish(&mut chart)?;
        for warning in planner.warnings.into_inner() {
            self.warn(warning);
        }
        let letter = u32::try_from(at).ok().and_then(|at| char::from_digit(at + 10, 36));
        for panel in &mut chart.panels {
            panel.key = letter.map(String::from).unwrap_or_default();
            panel.label.clone_from(&decl.title);
        }
        Ok(chart)
    }
}
