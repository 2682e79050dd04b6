//! Charts of two families, one along each axis.

use crate::figure::plan::Planner;
use crate::figure::plan::entry_of;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use std::collections::BTreeMap;

impl Planner<'_> {
    /// Returns the values of the family of sizes, by the last part of their keys.
    pub(in crate::figure) fn sizes(&self) -> Result<BTreeMap<String, f64>> {
        let decl = self.decl();
        let family = self.find_family("size", decl.size.as_ref())?;
        let across = self.find_family("data", decl.data.as_ref())?;
        let x = self.parts(across)?.x;
        let members = family.members.iter().filter_map(|member| {
            let value = self.statistics.get(&member.id)?.number()?;
            Some((member.key.get(x)?.clone(), value))
        });
        Ok(members.collect())
    }

    pub(in crate::figure) fn scatter(&self) -> Result<Chart> {
        let decl = self.decl();
        let across = self.find_family("data", decl.data.as_ref())?;
        let up = self.find_family("y", decl.y.as_ref())?;
        let parts = self.parts(across)?;
        let name = |at: usize| across.dimensions.get(at).map_or("", String::as_str);
        let mut series: Vec<Series> = Vec::new();
        let (mut format, mut x_format) = (None, None);
        for member in &across.members {
            let other = up.members.iter().find(|other| other.key == member.key);
            let Some((x, y)) = other.and_then(|other| {
                Some((self.statistics.get(&member.id)?, self.statistics.get(&other.id)?))
            }) else {
                continue;
            };
            let key = |at: usize| member.key.get(at).map_or("", String::as_str);
            let mut point = self.point(
                key(parts.x),
                self.label(name(parts.x), key(parts.x)),
                y,
                "y",
            )?;
            point.x = x.number();
            (point.low, point.high) = (None, None);
            format.get_or_insert_with(|| y.format.clone());
            x_format.get_or_insert_with(|| x.format.clone());
            let series_key = parts.series.map_or("", key);
            let label = parts.series.map(|at| self.label(name(at), series_key));
            let role = if parts.series.is_some() {
                self.role(series_key)
            } else {
                Role::Treated
            };
            let list = entry_of(
                &mut series,
                series_key,
                |series| series.key.as_str(),
                || Series {
                    key: series_key.to_owned(),
                    label: label.unwrap_or_default(),
                    role,
                    points: Vec::new(),
                },
            );
            list.points.push(point);
        }
        let (Some(format), Some(x_format)) = (format, x_format) else {
            let message = format!("`{}` and `{}` share no keys", across.id, up.id);
            return Err(self.fault("y", message).into());
        };
        let panel = Panel { key: String::new(), label: String::new(), series };
        let mut chart = self.chart(format, vec![panel]);
        chart.x_format = Some(x_format);
        Ok(chart)
    }
}
