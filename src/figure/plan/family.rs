//! Charts of a family: a block of statistics with dimensions.

use crate::figure::plan::Planner;
use crate::figure::plan::entry_of;
use crate::model::calendar::Step;
use crate::model::calendar::periods;
use crate::model::calendar::resolved;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::slip_of;
use crate::model::order::Scheme;
use crate::model::statistic::Family;
use crate::model::statistic::Reading;
use std::collections::HashMap;

/// Which dimension of a family plays which part.
pub(in crate::figure) struct Parts {
    pub x: usize,
    pub series: Option<usize>,
    pub panel: Option<usize>,
}

impl Planner<'_> {
    pub(in crate::figure) fn parts(&self, family: &Family) -> Result<Parts> {
        let decl = self.decl();
        let series = self.dimension(family, "series", decl.series.as_ref())?;
        let panel = self.dimension(family, "panel", decl.panel.as_ref())?;
        let x = match self.dimension(family, "x", decl.x.as_ref())? {
            Some(x) => x,
            None => (0..family.dimensions.len())
                .find(|at| Some(*at) != series && Some(*at) != panel)
                .ok_or_else(|| {
                    self.fault("x", "no dimension is left for `x:`".to_owned())
                })?,
        };
        for (at, name) in family.dimensions.iter().enumerate() {
            if at != x && Some(at) != series && Some(at) != panel {
                return Err(self
                    .fault(
                        "data",
                        format!("dimension `{name}` of `{}` has no part", family.id),
                    )
                    .help(format!("say `series: {name}` or `panel: {name}`"))
                    .into());
            }
        }
        Ok(Parts { x, series, panel })
    }

    /// Puts panels, series and points in the order of their values, and times to scale.
    fn in_order(
        &self,
        chart: &mut Chart,
        family: &Family,
        read: &Reading,
        parts: &Parts,
    ) {
        let decl = self.decl();
        let sorted = read.sorted;
        let order = |at: Option<usize>| {
            let at = at.filter(|_| sorted);
            move |key: &str| at.map_or(0, |at| read.rank(at, key).unwrap_or(usize::MAX))
        };
        let (by_panel, by_series, by_x) =
            (order(parts.panel), order(parts.series), order(Some(parts.x)));
        chart.panels.sort_by_key(|panel| by_panel(&panel.key));
        let scheme = read.schemes.get(parts.x).copied().unwrap_or(Scheme::Names);
        let values = read.values.get(parts.x).map_or(&[][..], Vec::as_slice);
        chart.ordered = scheme == Scheme::Declared || !decl.only.is_empty();
        let known = chart.keys().len();
        let whole = |series: &Series| series.points.len() == known;
        if sorted && !chart.panels.iter().flat_map(|panel| &panel.series).any(whole) {
            chart.order = values.to_vec();
            if matches!(scheme, Scheme::Names | Scheme::Scale | Scheme::Declared) {
                let at = |key: &String| decl.only.iter().position(|only| only == key);
                chart.order.sort_by_key(|key| at(key).unwrap_or(usize::MAX));
            }
        }
        let times = periods(values.iter().map(String::as_str));
        let wanted = places(&decl.only);
        let dimension = family.dimensions.get(parts.x).map_or("", String::as_str);
        for panel in &mut chart.panels {
            panel.series.sort_by_key(|series| by_series(&series.key));
            for series in &mut panel.series {
                series.points.sort_by_key(|point| by_x(&point.key));
                // Names come as the author lists them; times and numbers never do.
                if matches!(scheme, Scheme::Names | Scheme::Scale | Scheme::Declared)
                    && !decl.only.is_empty()
                {
                    series.points.sort_by_key(|point| wanted.get(point.key.as_str()));
                }
                for point in &mut series.points {
                    let at = read.rank(parts.x, &point.key);
                    let Some(time) =
                        times.as_ref().zip(at).and_then(|(times, at)| times.get(at))
                    else {
                        continue;
                    };
                    point.x = Some(time.number as f64);
                    let coded =
                        point.key.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                    let named = self.decl().labels.contains_key(&point.key)
                        || self
                            .labels
                            .get(dimension)
                            .is_some_and(|l| l.contains_key(&point.key));
                    if coded && !named && matches!(time.step, Step::Month | Step::Day) {
                        point.label = time.words();
                    }
                }
            }
        }
    }

    /// Warns of values to draw that the family does not have, and refuses dimensions that it lacks.
    fn unselected(
        &self,
        family: &Family,
        values: &[Vec<&str>],
        across: &[&str],
    ) -> Result<()> {
        let decl = self.decl();
        for (index, only) in decl.only.iter().enumerate() {
            self.known(family, only, across, &["only", &index.to_string()]);
        }
        let named = |value: &str| decl.labels.contains_key(value);
        for key in decl.labels.keys() {
            if let Some(meant) = slip_of(key, values.iter().flatten().copied(), named) {
                let message = format!("nothing of `{}` is `{key}`", family.id);
                self.warn(
                    Diagnostic::warning(Code::R0313, message)
                        .at(self.entry.yaml.key(&["labels", key]), "")
                        .help(format!("did you mean `{meant}`?")),
                );
            }
        }
        for (name, keys) in &decl.keep {
            let Some(at) = family.dimensions.iter().position(|own| own == name) else {
                let known = family.dimensions.iter().map(String::as_str);
                let message = format!("`{}` has no dimension `{name}`", family.id);
                let at = self.entry.yaml.key(&["keep", name]);
                return Err(Diagnostic::error(Code::R0401, message)
                    .at(at, "")
                    .help(did_you_mean(name, known, "dimensions"))
                    .into());
            };
            let values = values.get(at).map_or(&[][..], Vec::as_slice);
            for (index, key) in keys.iter().enumerate() {
                self.known(family, key, values, &["keep", name, &index.to_string()]);
            }
        }
        Ok(())
    }

    /// Warns of a value that a family does not have, and that no label says there can be.
    fn known(&self, family: &Family, key: &str, values: &[&str], setting: &[&str]) {
        let labelled = self.labels.values().any(|words| words.contains_key(key));
        if values.contains(&resolved(key, values)) || labelled {
            return;
        }
        let near = did_you_mean(key, values.iter().copied(), "values");
        self.warn(
            Diagnostic::warning(
                Code::R0313,
                format!(
                    "nothing of `{}` is `{key}`, so that it draws nothing",
                    family.id
                ),
            )
            .at(self.place(setting), "")
            .help(format!("{near}; a value that may be absent is one of its `labels:`")),
        );
    }

    /// A chart of the family of `data:`.
    pub(in crate::figure) fn family(&self) -> Result<Chart> {
        self.family_of("data", self.decl().data.as_ref())
    }

    /// A chart of the family that a setting names.
    pub(super) fn family_of(&self, setting: &str, id: Option<&String>) -> Result<Chart> {
        let decl = self.decl();
        let family = self.find_family(setting, id)?;
        let parts = self.parts(family)?;
        let name = |at: usize| family.dimensions.get(at).map_or("", String::as_str);
        let mut panels: Vec<Panel> = Vec::new();
        let mut format = None;
        let Some(read) = self.statistics.reading(&family.id) else {
            return Err(self
                .fault(setting, format!("unknown family `{}`", family.id))
                .into());
        };
        let values: Vec<Vec<&str>> = read
            .values
            .iter()
            .map(|values| values.iter().map(String::as_str).collect())
            .collect();
        let across = values.get(parts.x).map_or(&[][..], Vec::as_slice);
        self.unselected(family, &values, across)?;
        // What is chosen, once for all members: a family may have thousands, and each of as many
        // editions draw a few of them.
        let mut chosen: Vec<(usize, Vec<&str>)> = Vec::new();
        if !decl.only.is_empty() {
            let only = decl.only.iter().map(|only| resolved(only, across));
            chosen.push((parts.x, only.collect()));
        }
        for (at, dimension) in family.dimensions.iter().enumerate() {
            if let Some(keys) = decl.keep.get(dimension) {
                let values = values.get(at).map_or(&[][..], Vec::as_slice);
                let keys = keys.iter().map(|key| resolved(key, values));
                chosen.push((at, keys.collect()));
            }
        }
        let all = || (0..family.members.len()).collect();
        let fewest = chosen.iter().map(|(at, keys)| read.members_with(*at, keys));
        let fewest = fewest.min_by_key(Vec::len).unwrap_or_else(all);
        for member in fewest.into_iter().filter_map(|at| family.members.get(at)) {
            let key = |at: usize| member.key.get(at).map_or("", String::as_str);
            let x = key(parts.x);
            if !chosen.iter().all(|(at, keys)| keys.contains(&key(*at))) {
                continue;
            }
            let Some(stat) = self.statistics.get(&member.id) else { continue };
            format.get_or_insert_with(|| stat.format.clone());
            let point = self.point(x, self.label(name(parts.x), x), stat, setting)?;
            let panel_key = parts.panel.map_or("", key);
            let series_key = parts.series.map_or("", key);
            let panel_label = parts.panel.map(|at| self.label(name(at), panel_key));
            let panel = entry_of(
                &mut panels,
                panel_key,
                |panel| panel.key.as_str(),
                || Panel {
                    key: panel_key.to_owned(),
                    label: panel_label.unwrap_or_default(),
                    series: Vec::new(),
                },
            );
            let series_label = parts.series.map(|at| self.label(name(at), series_key));
            // Where panels have one series each, the groups may be the panels.
            let grouped = decl.treated.is_some() || decl.control.is_some();
            let role = match (parts.series, parts.panel) {
                (Some(_), _) => self.role(series_key),
                (None, Some(_)) if grouped => self.role(panel_key),
                (None, _) => Role::Treated,
            };
            let series = entry_of(
                &mut panel.series,
                series_key,
                |series| series.key.as_str(),
                || Series {
                    key: series_key.to_owned(),
                    label: series_label.unwrap_or_default(),
                    role,
                    points: Vec::new(),
                    fit: Vec::new(),
                },
            );
            series.points.push(point);
        }
        let Some(format) = format else {
            return Err(self
                .fault(setting, format!("nothing of `{}` is left to draw", family.id))
                .into());
        };
        let mut chart = self.chart(format, panels);
        self.in_order(&mut chart, family, &read, &parts);
        Ok(chart)
    }
}

/// The place of each value in a list; of two that are the same the first counts.
fn places<T: AsRef<str>>(values: &[T]) -> HashMap<&str, usize> {
    let places = values.iter().enumerate().rev();
    places.map(|(at, value)| (value.as_ref(), at)).collect()
}

#[cfg(test)]
mod tests {
    use crate::figure::plan::plan;
    use crate::model::chart::Chart;
    use crate::model::chart::Role;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use crate::model::geography::Atlas;
    use crate::model::statistic::Family;
    use crate::model::statistic::Member;
    use crate::model::statistic::Stat;
    use crate::model::statistic::Statistics;
    use crate::project::Entry;
    use crate::project::Yaml;
    use std::collections::BTreeMap;

    fn stat(id: &str) -> Stat {
        Stat::of_number(id, 1.0, Format::of(Unit::Count))
    }

    #[test]
    fn an_axis_has_the_order_that_a_reader_expects_where_no_series_has_all_values() {
        let text =
            "kind: column\nheadline: H\nsubtitle: S\ndata: f\nx: x\nseries: group\n";
        let yaml = Yaml::parse("figures.yaml", text).unwrap();
        let entry = Entry { id: "f".to_owned(), decl: yaml.decode().unwrap(), yaml };
        for expected in [
            ["Under 5", "5 to 9", "10 to 14", "65 and over"],
            ["Strongly agree", "Agree", "Neither", "Disagree"],
            ["1", "2", "9", "10"],
            ["Decile 1", "Decile 2", "Decile 9", "Decile 10"],
            ["January", "March", "June", "December"],
            ["2017/18", "2018/19", "2020/21", "2022/23"],
            ["Q4 2021", "Q1 2022", "Q2 2022", "Q4 2022"],
        ] {
            let mut statistics = Statistics::default();
            let mut members = Vec::new();
            // Each series lacks an end, and they come as no reader expects.
            for (group, keys) in [("late", &expected[1..]), ("early", &expected[..3])] {
                for key in keys.iter().rev() {
                    let id = format!("f.{group}.{key}");
                    statistics.stats.insert(id.clone(), stat(&id));
                    let key = vec![group.to_owned(), (*key).to_owned()];
                    members.push(Member { key, id });
                }
            }
            let mut family = Family {
                id: "f".to_owned(),
                title: String::new(),
                dimensions: vec!["group".to_owned(), "x".to_owned()],
                members,
                choices: Vec::new(),
                orders: BTreeMap::new(),
            };
            family.sort();
            statistics.families.insert("f".to_owned(), family);
            let labels = BTreeMap::new();
            let (chart, _) =
                plan(&entry, &labels, &statistics, &Atlas::default()).unwrap().value;
            assert_eq!(chart.keys(), expected);
        }
    }

    fn planned(decl: &str) -> Result<Chart, String> {
        let text = format!("headline: H\nsubtitle: S\ndata: f\nx: x\n{decl}");
        let yaml = Yaml::parse("figures.yaml", &text).unwrap();
        let entry = Entry { id: "f".to_owned(), decl: yaml.decode().unwrap(), yaml };
        let mut statistics = Statistics::default();
        let members = [("north", 3.0), ("south", 40_000.0)].map(|(key, value)| {
            let id = format!("f.{key}");
            let stat = Stat::of_number(&id, value, Format::of(Unit::Count));
            statistics.stats.insert(id.clone(), stat);
            Member { key: vec![key.to_owned()], id }
        });
        let family = Family {
            id: "f".to_owned(),
            title: String::new(),
            dimensions: vec!["x".to_owned()],
            members: members.to_vec(),
            choices: Vec::new(),
            orders: BTreeMap::new(),
        };
        statistics.families.insert("f".to_owned(), family);
        let planned = plan(&entry, &BTreeMap::new(), &statistics, &Atlas::default());
        planned.map(|planned| planned.value.0).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_logarithmic_axis_reaches_as_far_as_its_values_in_every_kind_that_has_one() {
        for kind in ["dot", "line", "slope", "strip", "multiples"] {
            let Ok(chart) = planned(&format!("kind: {kind}\nscale: log\n")) else {
                continue;
            };
            assert_eq!((kind, chart.extent()), (kind, (3.0, 40_000.0)));
        }
        assert!(planned("kind: dot\nscale: log\n").is_ok());
    }

    #[test]
    fn groups_are_series_or_panels_or_values_that_are_there() {
        let groups = |chart: &Chart| chart.groups.clone();
        let chart = planned("kind: bar\ntreated: south\ncontrol: north\n").unwrap();
        let of = |key: &str, role| (key.to_owned(), role);
        assert_eq!(
            groups(&chart),
            BTreeMap::from([of("north", Role::Control), of("south", Role::Treated)])
        );
        let wrong = planned("kind: bar\ntreated: sout\n").unwrap_err();
        assert!(wrong.contains("there is no value `sout`"), "{wrong}");
        let none = planned("kind: heat\ntreated: south\n").unwrap_err();
        assert!(
            none.contains("`treated:` names a series or a panel, and there is none"),
            "{none}"
        );
    }
}
