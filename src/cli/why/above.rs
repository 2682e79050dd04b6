//! What something stands on: data files with the rows concerned, frames, statistics.

use crate::cli::why::Asked;
use crate::cli::why::Chain;
use crate::cli::why::Thing;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::model::visible::visible_line;
use crate::model::words::counted;
use crate::project::ProjectPath;
use crate::project::Yaml;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The most lines of statistics, and of places in a file; the rest are counted.
const MOST: usize = 12;
/// The most runs of lines that are named.
const RUNS: usize = 4;

impl Chain<'_> {
    /// Writes what stands above something.
    pub(super) fn above(&self, asked: &Asked<'_>, out: &mut String) {
        let ids = &asked.ids;
        let behind = match asked.thing {
            Thing::File(path) => self.behind([Name::File(path.to_owned())]),
            Thing::Frame(name) => self.behind([self.table(name)]),
            _ => self.behind(ids.iter().cloned().map(Name::Statistic)),
        };
        // A file or a frame is above its statistics; what is above these is not asked for.
        let above: BTreeSet<&str> = match asked.thing {
            Thing::File(_) | Thing::Frame(_) => ids.iter().map(String::as_str).collect(),
            _ => behind.iter().filter_map(|name| self.value(name)).collect(),
        };
        let stats: Vec<&Stat> =
            above.iter().filter_map(|id| self.woven.statistics.get(id)).collect();
        let files: BTreeSet<&str> = behind.iter().filter_map(file).collect();
        let frames: BTreeSet<&str> = match asked.thing {
            Thing::File(path) => {
                let tables = self.woven.tables.iter();
                let made = tables
                    .filter(|(_, table)| table.files.iter().any(|file| file == path));
                made.map(|(name, _)| name.as_str()).collect()
            }
            _ => behind.iter().filter_map(frame).collect(),
        };
        let only = match (&asked.thing, ids.first()) {
            (Thing::Statistics, Some(id)) if ids.len() == 1 => self.dimensions(id),
            _ => Vec::new(),
        };
        files.iter().for_each(|file| self.file(file, &only, out));
        frames.iter().for_each(|frame| self.frame(frame, out));
        let (own, derived_from): (Vec<&Stat>, Vec<&Stat>) =
            stats.into_iter().partition(|stat| ids.contains(&stat.id));
        self.statistics(&derived_from.into_iter().chain(own).collect::<Vec<_>>(), out);
    }

    /// Returns the id of the statistic that a name is of.
    fn value(&self, name: &Name) -> Option<&str> {
        match name {
            Name::Statistic(id) => {
                self.woven.statistics.find(id).map(|stat| stat.id.as_str())
            }
            _ => None,
        }
    }

    fn declared(&self, frame: &str) -> Option<(&[String], &Yaml)> {
        let mut all = self.woven.project.statistics.all_frames();
        all.find_map(|(name, key, yaml)| (name == frame).then_some((key, yaml)))
    }

    /// Returns the dimensions of a value of a family, each with its key.
    fn dimensions(&self, id: &str) -> Vec<(&str, &str)> {
        let families = self.woven.statistics.families.values();
        let found = families.filter_map(|family| {
            let member = family.members.iter().find(|member| member.id == id)?;
            Some(family.dimensions.iter().zip(&member.key))
        });
        found.flatten().map(|(name, key)| (name.as_str(), key.as_str())).collect()
    }

    fn file(&self, path: &str, only: &[(&str, &str)], out: &mut String) {
        let hash = self.inputs.get(path).map_or("", String::as_str);
        let short: String = hash.chars().take(12).collect();
        let own = |table: &&crate::model::table::Digest| {
            table.files.iter().eq(std::iter::once(path))
        };
        let rows = self.woven.tables.values().find(own);
        let rows = rows
            .map_or(String::new(), |table| format!("{}, ", counted(table.rows, "row")));
        let _ = writeln!(out, "  file {path}: {rows}hash {short}");
        if let Some(concerned) = self.rows(path, only) {
            let _ = writeln!(out, "    {concerned}");
        }
    }

    /// Returns which rows of a file have the keys of a value, where it has columns of their
    /// names.
    fn rows(&self, path: &str, only: &[(&str, &str)]) -> Option<String> {
        let path = ProjectPath::new(path).ok().filter(|_| !only.is_empty())?;
        let bytes = self.files.read(&path).ok()?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&*bytes);
        let head = reader.headers().ok()?.clone();
        let wanted: Vec<(usize, &str, &str)> = only
            .iter()
            .filter_map(|(name, key)| {
                Some((head.iter().position(|column| column == *name)?, *name, *key))
            })
            .collect();
        if wanted.is_empty() {
            return None;
        }
        let mut lines: Vec<u64> = Vec::new();
        for record in reader.records().map_while(Result::ok) {
            if wanted.iter().all(|(at, _, key)| record.get(*at) == Some(*key)) {
                lines.extend(record.position().map(csv::Position::line));
            }
        }
        let keys: Vec<String> =
            wanted.iter().map(|(_, name, key)| format!("{name} {key}")).collect();
        let count = lines.len();
        let rows = if count == 1 { "row" } else { "rows" };
        Some(format!("{count} {rows} of {}: {}", keys.join(", "), runs(&lines)))
            .filter(|_| count > 0)
    }

    fn frame(&self, name: &str, out: &mut String) {
        let (Some((key, yaml)), Some(table)) =
            (self.declared(name), self.woven.tables.get(name))
        else {
            return;
        };
        let key = key.join(", ");
        let place = self.woven.project.sources.place(&yaml.span());
        let rows = counted(table.rows, "row");
        let _ = writeln!(out, "  → frame {name}: {rows} by {key}, declared at {place}");
    }

    /// Writes statistics; where there are many, those of a block in one line.
    fn statistics(&self, list: &[&Stat], out: &mut String) {
        let mut blocks: BTreeMap<&str, usize> = BTreeMap::new();
        for stat in list {
            *blocks.entry(&stat.provenance.block).or_default() += 1;
        }
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut lines: Vec<(usize, String)> = Vec::new();
        for stat in list {
            let block = stat.provenance.block.as_str();
            let count = blocks.get(block).copied().unwrap_or_default();
            if count == 1 || list.len() <= MOST {
                lines.push((1, self.statistic(stat)));
            } else if told.insert(block) {
                let place = self.woven.project.sources.place(&stat.provenance.span);
                let line = format!(
                    "statistics {block}: {}, declared at {place}",
                    counted(count, "value")
                );
                lines.push((count, line));
            }
        }
        for (_, line) in lines.iter().take(MOST) {
            let _ = writeln!(out, "  → {}", visible_line(line));
        }
        let more: usize = lines.iter().skip(MOST).map(|(count, _)| count).sum();
        if more > 0 {
            let _ = writeln!(out, "  → and {more} more statistics");
        }
    }

    fn statistic(&self, stat: &Stat) -> String {
        let from = &stat.provenance;
        let rows = if from.rows > 0 && !from.frame.is_empty() {
            format!(", {} of {}", counted(from.rows, "row"), from.frame)
        } else if from.from.is_empty() {
            String::new()
        } else {
            format!(", from {}", from.from.join(", "))
        };
        let place = self.woven.project.sources.place(&from.span);
        format!("statistic {} = {}{rows}, declared at {place}", stat.id, stat.printed())
    }
}

fn file(name: &Name) -> Option<&str> {
    match name {
        Name::File(path) => Some(path),
        _ => None,
    }
}

fn frame(name: &Name) -> Option<&str> {
    match name {
        Name::Frame(name) => Some(name),
        _ => None,
    }
}

/// Returns numbers of lines in words, those that follow each other together.
fn runs(lines: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => runs.push((line, line)),
        }
    }
    let named = runs.iter().take(RUNS).map(|(start, end)| {
        if start == end { start.to_string() } else { format!("{start} to {end}") }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more: u64 = runs.iter().skip(RUNS).map(|(start, end)| end - start + 1).sum();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!("{word} {named}{more}")
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn lines_that_follow_each_other_are_told_together() {
        assert_eq!(runs(&[7]), "line 7");
        assert_eq!(runs(&[2, 3, 4, 9]), "lines 2 to 4, 9");
        assert_eq!(runs(&[1, 3, 5, 7, 9, 10]), "lines 1, 3, 5, 7 and 2 more");
    }
}
