//! Which of several changed inputs did it: each is tried alone, and what the old edition
//! becomes with it is compared with what the new edition says.

use crate::diff::compare::compare;
use crate::diff::data::Drifts;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Found;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::edition::Edition;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The old edition with one changed input in its new form.
#[derive(Debug)]
pub struct Trial {
    /// The input's name.
    pub input: String,
    /// What came of it; none when the input cannot stand without the others.
    pub edition: Option<Edition>,
}

/// Returns the inputs to be tried: those of items that depend on more than one, the inputs
/// of the weightiest items first, so many at most.
pub fn doubtful(comparison: &Comparison, most: usize) -> Vec<Input> {
    let several = comparison.items.iter().filter(|item| item.cause.inputs.len() > 1);
    let mut seen = BTreeSet::new();
    let inputs = several.flat_map(|item| &item.cause.inputs);
    inputs.filter(|input| seen.insert(*input)).take(most).cloned().collect()
}

/// Notes for every item of more than one possible cause which of them did it.
pub fn settle(comparison: &mut Comparison, old: &Edition, trials: &[Trial]) {
    let alone: BTreeMap<&str, Option<BTreeMap<String, Item>>> = trials
        .iter()
        .map(|trial| {
            let found = trial.edition.as_ref().map(|edition| {
                let items = compare(old, edition, &Drifts::new()).items;
                items.into_iter().map(|item| (item.id.clone(), item)).collect()
            });
            (trial.input.as_str(), found)
        })
        .collect();
    let renamed = renamed(comparison);
    for item in &mut comparison.items {
        let tried =
            item.cause.inputs.iter().all(|input| alone.contains_key(&*input.name));
        if item.cause.inputs.len() < 2 {
            continue;
        }
        if !tried {
            item.cause.found = Found::Untried;
            continue;
        }
        let (mut whole, mut part) = (Vec::new(), Vec::new());
        let mut inputs = item.cause.inputs.clone();
        for input in &mut inputs {
            match alone.get(&*input.name) {
                Some(Some(found)) => match alike(found, item, &renamed) {
                    Some(made) => {
                        input.alone = effect(made);
                        part.push(input.clone());
                        if same(item, made) {
                            whole.push(Input { alone: String::new(), ..input.clone() });
                        }
                    }
                    None => "no change".clone_into(&mut input.alone),
                },
                _ => "it cannot stand alone".clone_into(&mut input.alone),
            }
        }
        item.cause.found = Found::Substitution;
        item.cause.joint = whole.is_empty();
        item.cause.inputs = match (whole.len(), part.len()) {
            (1.., _) => whole,
            (0, 2..) => part,
            // One that does nothing alone may still change what another does.
            (0, _) => inputs,
        };
    }
}

/// Notes that several possible causes are known from the records alone.
pub fn unsettled(comparison: &mut Comparison) {
    for item in comparison.items.iter_mut().filter(|item| item.cause.inputs.len() > 1) {
        item.cause.found = Found::Record;
    }
}

/// Returns the statistics that have another name: new → old. A trial knows the old one.
fn renamed(comparison: &Comparison) -> BTreeMap<String, String> {
    let of = |item: &Item| {
        let new = item.id.strip_prefix("method:statistic.")?;
        (item.kind == "renamed").then(|| (new.to_owned(), item.old.clone()))
    };
    comparison.items.iter().filter_map(of).collect()
}

/// Returns what a trial says of the same thing: of a statistic it may be another conclusion.
fn alike<'a>(
    found: &'a BTreeMap<String, Item>,
    item: &Item,
    renamed: &BTreeMap<String, String>,
) -> Option<&'a Item> {
    let (sort, own) = item.id.split_once(':').unwrap_or(("", &item.id));
    let (block, member) = own.split_once('.').unwrap_or((own, ""));
    let former = renamed.get(block).map(|old| match member {
        "" => old.clone(),
        member => format!("{old}.{member}"),
    });
    let statistic = Some(former.as_deref().unwrap_or(own));
    let id = former.as_ref().map(|former| format!("{sort}:{former}"));
    found.get(id.as_ref().unwrap_or(&item.id)).or_else(|| {
        let conclusions = found.values().filter(|made| made.class == item.class);
        let mut same = conclusions
            .filter(|made| made.id.split_once(':').map(|(_, id)| id) == statistic);
        same.next().filter(|_| item.class == Class::Conclusions)
    })
}

/// Returns whether an input alone makes the same of an item: the same conclusion, or the
/// same print.
fn same(item: &Item, made: &Item) -> bool {
    let reads = ["headline:", "named:", "units:", "used:"];
    if item.class == Class::Conclusions
        && !reads.iter().any(|name| item.id.starts_with(name))
    {
        return item.kind == made.kind;
    }
    let prints = |one: &Item| (one.kind.clone(), one.old.clone(), one.new.clone());
    item.hash == made.hash || item.id != made.id && prints(item) == prints(made)
}

fn effect(made: &Item) -> String {
    if made.new.is_empty() {
        made.kind.clone()
    } else {
        format!("{} → {}", made.old, made.new)
    }
}

#[cfg(test)]
mod tests {
    use super::doubtful;
    use crate::diff::tell::because;
    use crate::model::comparison::Cause;
    use crate::model::comparison::Class;
    use crate::model::comparison::ComparedSide;
    use crate::model::comparison::Comparison;
    use crate::model::comparison::Found;
    use crate::model::comparison::Input;
    use crate::model::comparison::Item;

    fn cause(names: &[&str]) -> Cause {
        let input = |name: &&str| Input {
            name: (*name).to_owned(),
            place: (*name).to_owned(),
            ..Input::default()
        };
        Cause {
            inputs: names.iter().map(input).collect(),
            joint: true,
            found: Found::Graph,
        }
    }

    #[test]
    fn a_statistic_that_was_renamed_is_found_in_a_trial_under_its_old_name() {
        let item = |id: &str| Item::new(Class::Numbers, id, "moved");
        let known = item("number:growth.nbi");
        let found = [(known.id.clone(), known)].into();
        let renamed = [("rise".to_owned(), "growth".to_owned())].into();
        let made = |id: &str| super::alike(&found, &item(id), &renamed).is_some();
        assert!(made("number:rise.nbi") && made("number:growth.nbi"));
        assert!(!made("number:rise.benchmark") && !made("unseen:rise.nbi"));
    }

    #[test]
    fn the_inputs_of_the_weightiest_items_are_tried_first() {
        let causes =
            [cause(&["z"]), cause(&["y", "b"]), cause(&["b", "a"]), cause(&["c", "d"])];
        let items = causes.map(|cause| {
            let item = Item::new(Class::Numbers, "number:a", "moved");
            Item { cause, ..item }
        });
        let comparison = Comparison {
            schema: String::new(),
            old: ComparedSide::default(),
            new: ComparedSide::default(),
            items: items.into(),
            signatories: 1,
        };
        let names: Vec<String> =
            doubtful(&comparison, 3).into_iter().map(|input| input.name).collect();
        assert_eq!(names, ["y", "b", "a"]);
    }

    #[test]
    fn inputs_that_were_too_many_to_try_are_said_to_be() {
        let untried = Cause { found: Found::Untried, ..cause(&["a.csv", "b.csv"]) };
        assert_eq!(
            because(&untried),
            "a.csv and b.csv (one or several of them: too many inputs changed for each to be tried)"
        );
        let absent = Cause { found: Found::Record, ..cause(&["a.csv", "b.csv"]) };
        assert!(
            because(&absent)
                .ends_with("(joint, from the records; the inputs are not at hand)")
        );
    }
}
