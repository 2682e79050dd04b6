//! Why something changed: the changed inputs among all that it looked at. Where several are
//! left, `settle` tries them one by one.

use crate::diff::graph::graph;
use crate::model::behind::behind;
use crate::model::comparison::Cause;
use crate::model::comparison::Found;
use crate::model::comparison::Input;
use crate::model::edition::Edition;
use crate::model::graph::Graph;
use crate::model::name::Name;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The inputs that changed between two editions, and what their results looked at.
#[derive(Debug)]
pub(super) struct Causes<'a> {
    sides: [(&'a Edition, Cow<'a, Graph>); 2],
    /// By name: a file by its path, a declaration by its sort and id.
    changed: BTreeMap<String, Input>,
    /// Figures and tables of which only words changed.
    worded: BTreeMap<String, Input>,
    /// Changed versions of the program, which may be behind anything else.
    tools: Vec<Input>,
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
            sides: [(old, graph(old)), (new, graph(new))],
            changed: changed.into_iter().map(named).collect(),
            worded: worded.into_iter().map(named).collect(),
            tools: tools.into_iter().collect(),
        }
    }

    /// Returns the changed inputs behind statistics and declarations.
    pub(super) fn of<'s>(
        &self,
        statistics: impl IntoIterator<Item = &'s str>,
        declared: &[Name],
    ) -> Cause {
        let values = statistics.into_iter().map(|id| Name::Statistic(id.to_owned()));
        let asked: Vec<Name> = values.chain(declared.iter().cloned()).collect();
        let mut names = BTreeSet::new();
        for (edition, graph) in &self.sides {
            let all = behind(asked.iter().cloned(), graph, &edition.statistics);
            // Words for values print with a number; they do not move it.
            let behind = all.iter().filter(|name| !matches!(name, Name::Labels(_)));
            names.extend(behind.map(as_input));
        }
        names.retain(|name| self.changed.contains_key(name));
        let worded = declared.iter().map(as_input);
        names.extend(worded.filter(|name| self.worded.contains_key(name)));
        self.cause(names)
    }

    fn cause(&self, names: BTreeSet<String>) -> Cause {
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

    /// Returns a cause of one named input.
    pub(super) fn one(&self, name: &str) -> Cause {
        self.cause([name.to_owned()].into())
    }
}

/// Returns the cause of words: the line they stand on.
pub(super) fn written(place: &str) -> Cause {
    let file = place.rsplit_once(':').map_or(place, |(file, _)| file);
    let input = Input {
        name: file.to_owned(),
        file: file.to_owned(),
        place: place.to_owned(),
        ..Input::default()
    };
    Cause { inputs: vec![input], ..Cause::default() }
}

/// Returns what a name is called among the inputs: a file by its path.
fn as_input(name: &Name) -> String {
    match name {
        Name::File(path) => path.clone(),
        name => name.to_string(),
    }
}
