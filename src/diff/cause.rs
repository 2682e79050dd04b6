//! Why something changed: the changed inputs that it depends on, by the graph of
//! declarations and files. Where several are left, `settle` tries them one by one.

use crate::model::comparison::Cause;
use crate::model::comparison::Found;
use crate::model::comparison::Input;
use crate::model::edition::Edition;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Names of changed inputs.
type Names = BTreeSet<String>;

/// The inputs that changed between two editions, and who depends on them.
#[derive(Debug)]
pub(super) struct Causes<'a> {
    sides: [&'a Edition; 2],
    changed: BTreeMap<String, Input>,
    /// Figures and tables of which only words changed.
    worded: BTreeMap<String, Input>,
    /// Changed versions of the program, which may be behind anything else.
    tools: Vec<Input>,
    known: RefCell<BTreeMap<(usize, String), Names>>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(
        old: &'a Edition,
        new: &'a Edition,
        changed: impl IntoIterator<Item = Input>,
        worded: impl IntoIterator<Item = Input>,
    ) -> Self {
        let named = |input: Input| (input.name.clone(), input);
        let tool = |name: &str, was: &str, is: &str| Input {
            name: name.to_owned(),
            file: name.to_owned(),
            place: name.to_owned(),
            what: format!("{was} → {is}"),
            alone: String::new(),
        };
        let tools = (old.reissue != new.reissue)
            .then(|| tool("reissue", &old.reissue, &new.reissue));
        Self {
            sides: [old, new],
            changed: changed.into_iter().map(named).collect(),
            worded: worded.into_iter().map(named).collect(),
            tools: tools.into_iter().collect(),
            known: RefCell::default(),
        }
    }

    /// Returns the changed inputs behind statistics and declarations.
    pub(super) fn of<'s>(
        &self,
        statistics: impl IntoIterator<Item = &'s str>,
        declared: &[String],
    ) -> Cause {
        let mut names: Names = Names::new();
        for id in statistics {
            for side in 0..2 {
                names.extend(self.statistic(side, id, 0));
            }
        }
        for name in declared {
            for side in 0..2 {
                names.extend(self.declaration(side, name));
            }
            names.extend(self.worded.contains_key(name).then(|| name.clone()));
        }
        self.cause(names)
    }

    fn cause(&self, names: Names) -> Cause {
        let mut inputs: Vec<Input> = names
            .into_iter()
            .filter_map(|name| {
                self.changed.get(&name).or(self.worded.get(&name)).cloned()
            })
            .collect();
        if inputs.is_empty() {
            inputs.clone_from(&self.tools);
        }
        // Declarations are named before data.
        inputs.sort_by_key(|input| (input.name == input.file, input.name.clone()));
        Cause { joint: inputs.len() > 1, inputs, found: Found::Graph }
    }

    fn statistic(&self, side: usize, id: &str, depth: usize) -> Names {
        let Some(stat) = self.sides.get(side).and_then(|side| side.statistics.get(id))
        else {
            return Names::new();
        };
        // Derived statistics cannot go in circles; the depth is a guard against a false record.
        if depth > 32 {
            return Names::new();
        }
        if let Some(known) = self.known.borrow().get(&(side, id.to_owned())) {
            return known.clone();
        }
        let from = &stat.provenance;
        let mut names = self.declaration(side, &format!("statistic {}", from.block));
        if !from.frame.is_empty() {
            names.extend(self.table(side, &from.frame));
        }
        names.extend(
            from.files.iter().filter(|file| self.changed.contains_key(*file)).cloned(),
        );
        for other in &from.from {
            names.extend(self.statistic(side, other, depth + 1));
        }
        self.known.borrow_mut().insert((side, id.to_owned()), names.clone());
        names
    }

    /// Returns the changed inputs behind a declaration: itself, the tables its SQL names, the
    /// frame it reads, the statistics it speaks of.
    fn declaration(&self, side: usize, name: &str) -> Names {
        let key = (side, format!("\n{name}"));
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        // Noted before the walk, so that a circle ends.
        self.known.borrow_mut().insert(key.clone(), Names::new());
        let mut names = Names::new();
        if self.changed.contains_key(name) {
            names.insert(name.to_owned());
        }
        let edition = self.sides.get(side);
        if let Some(definition) = edition.and_then(|side| side.definitions.get(name)) {
            let settings = &definition.settings;
            if let Some(frame) = settings.get("frame") {
                names.extend(self.table(side, frame));
            }
            if let Some(sql) = settings.get("sql") {
                for table in self.tables(side) {
                    if mentions(sql, &table) {
                        names.extend(self.table(side, &table));
                    }
                }
            }
        }
        self.known.borrow_mut().insert(key, names.clone());
        names
    }

    fn tables(&self, side: usize) -> Vec<String> {
        let definitions = self.sides.get(side).map(|side| &side.definitions);
        let tables =
            definitions.into_iter().flat_map(BTreeMap::keys).filter_map(|name| {
                name.strip_prefix("frame ").or_else(|| name.strip_prefix("resource "))
            });
        tables.map(str::to_owned).collect()
    }

    /// Returns the changed inputs behind a frame or a data file's table.
    fn table(&self, side: usize, name: &str) -> Names {
        let mut names = self.declaration(side, &format!("frame {name}"));
        let resource = format!("resource {name}");
        names.extend(self.declaration(side, &resource));
        let definition =
            self.sides.get(side).and_then(|side| side.definitions.get(&resource));
        if let Some(definition) = definition
            && let Some(path) = definition.settings.get("path")
        {
            let file = match definition.file.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{path}"),
                None => path.clone(),
            };
            names.extend(self.changed.contains_key(&file).then_some(file));
        }
        names
    }

    /// Returns the statistics that a declaration names, such as those of a claim.
    pub(super) fn named(&self, declared: &str) -> Vec<String> {
        let mut out = Vec::new();
        for side in self.sides {
            let Some(definition) = side.definitions.get(declared) else { continue };
            let text: Vec<&str> =
                definition.settings.values().map(String::as_str).collect();
            let text = text.join("\n");
            let family =
                definition.settings.get("family").or(definition.settings.get("of"));
            if let Some(family) = family.and_then(|id| side.statistics.families.get(id)) {
                out.extend(family.members.iter().map(|member| member.id.clone()));
            }
            out.extend(
                side.statistics.ids().filter(|id| mentions(&text, id)).map(str::to_owned),
            );
        }
        out.sort();
        out.dedup();
        out
    }

    /// Returns a cause of one named input.
    pub(super) fn one(&self, name: &str) -> Cause {
        self.cause([name.to_owned()].into())
    }
}

/// Returns whether a text holds a name as a whole word: `growth.none` is not in
/// `growth.none_at_all`.
fn mentions(text: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        // A point before a word ends a sentence or names a table; after it, a column.
        let starts = !before.is_some_and(word);
        let goes_on = after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            || after == Some('.') && name.contains('.');
        starts && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn names_are_found_as_whole_words() {
        assert!(mentions("SELECT * FROM trees AS t", "trees"));
        assert!(mentions("JOIN panel ON panel.area = x", "panel"));
        assert!(!mentions("FROM trees_2", "trees"));
        assert!(!mentions("growth.none_at_all", "growth.none"));
        assert!(mentions("value(\"growth.none\") > 3", "growth.none"));
    }
}
