//! Charts of several families: one up, one along the x axis, one for the sizes of the dots.

use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Sizes;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::statistic::Stat;
use crate::model::words::some;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most names that a message lists.
const FEW: usize = 5;

/// The values of a family at the panel, the series and the key of points.
struct Beside<'a> {
    /// Which of panel, series and key each dimension is.
    parts: Vec<usize>,
    values: BTreeMap<Vec<&'a str>, &'a Stat>,
}

impl<'a> Beside<'a> {
    fn get(&self, place: [&str; 3]) -> Option<&'a Stat> {
        let key: Vec<&str> =
            self.parts.iter().filter_map(|part| place.get(*part).copied()).collect();
        self.values.get(&key).copied()
    }
}

impl Planner<'_> {
    /// Returns the family of a setting, read at the points of that of `y:`.
    fn beside(&self, setting: &str, id: Option<&String>) -> Result<Beside<'_>> {
        let family = self.find_family(setting, id)?;
        let up = self.find_family("y", self.decl().y.as_ref())?;
        let parts = self.parts(up)?;
        let known = [parts.panel, parts.series, Some(parts.x)];
        let part = |name: &String| -> Result<usize> {
            // Of one dimension each, keys alone decide.
            if family.dimensions.len() == 1 && up.dimensions.len() == 1 {
                return Ok(2);
            }
            let at = up.dimensions.iter().position(|own| own == name);
            let part = at.and_then(|at| known.iter().position(|own| *own == Some(at)));
            part.ok_or_else(|| {
                let message = format!(
                    "`{}` has the dimension `{name}`, and `{}` has not",
                    family.id, up.id
                );
                let help =
                    "the families of one chart are looked up by the same dimensions";
                self.fault(setting, message).help(help).into()
            })
        };
        let parts: Result<Vec<usize>> = family.dimensions.iter().map(part).collect();
        let values = family.members.iter().filter_map(|member| {
            let stat = self.statistics.get(&member.id)?;
            Some((member.key.iter().map(String::as_str).collect(), stat))
        });
        Ok(Beside { parts: parts?, values: values.collect() })
    }

    /// A chart of the values of `y:` over those of `data:`.
    pub(in crate::figure) fn scatter(&self) -> Result<Chart> {
        let decl = self.decl();
        let across = self.beside("data", decl.data.as_ref())?;
        let mut chart = self.family_of("y", decl.y.as_ref())?;
        let (mut x_format, mut lost) = (None, Vec::new());
        let all = chart.points().count();
        each(&mut chart, |place, point| {
            let x = across.get(place);
            point.x = x.and_then(Stat::number);
            (point.low, point.high) = (None, None);
            match point.x {
                Some(_) => x_format = x_format.take().or(x.map(|x| x.format.clone())),
                None => lost.push(point.label.clone()),
            }
        });
        let id = decl.data.as_deref().unwrap_or_default();
        let Some(x_format) = x_format else {
            let up = decl.y.as_deref().unwrap_or_default();
            let message = format!("`{id}` and `{up}` share no keys");
            return Err(self.fault("y", message).into());
        };
        if !lost.is_empty() {
            let count = lost.len();
            let mut named = BTreeSet::new();
            lost.retain(|name| named.insert(name.clone()));
            let message = format!(
                "figure `{}`: {count} of {all} values are not drawn, because `{id}` has none for {}",
                self.entry.id,
                some(&lost, FEW)
            );
            let help = "leave them out by name with `only:` or `keep:`, or give both families the same groups";
            let at = self.place(&["data"]);
            self.warn(Diagnostic::warning(Code::R0445, message).at(at, "").help(help));
        }
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.points.retain(|point| point.x.is_some());
        }
        chart.x_format = Some(x_format);
        Ok(chart)
    }

    /// Gives the points of a scatter the sizes of `size:`.
    pub(in crate::figure) fn size(&self, chart: &mut Chart) -> Result<()> {
        let id = self.decl().size.as_ref();
        let sizes = self.beside("size", id)?;
        let format = sizes.values.values().next().map(|stat| stat.format.clone());
        let title = self.find_family("size", id)?.title.clone();
        chart.sizes = format.map(|format| Sizes { title, format });
        each(chart, |place, point| {
            point.size = sizes.get(place).and_then(Stat::number);
        });
        Ok(())
    }
}

/// Calls a function with every point and its panel, series and key.
fn each(chart: &mut Chart, mut call: impl FnMut([&str; 3], &mut Point)) {
    for panel in &mut chart.panels {
        for series in &mut panel.series {
            for point in &mut series.points {
                let key = point.key.clone();
                call([&panel.key, &series.key, &key], point);
            }
        }
    }
}
