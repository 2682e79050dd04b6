//! Which of several changed inputs did it: each is tried alone, and what the old edition
//! becomes with it is compared with what the new edition says.

use crate::diff::Edition;
use crate::diff::compare::compare;
use crate::diff::data::Drifts;
use crate::diff::item::Class;
use crate::diff::item::Comparison;
use crate::diff::item::Found;
use crate::diff::item::Input;
use crate::diff::item::Item;
use std::collections::BTreeMap;

/// The old edition with one changed input in its new form.
#[derive(Debug)]
pub struct Trial {
    /// The input's name.
    pub input: String,
    /// What came of it; none when the input cannot stand without the others.
    pub edition: Option<Edition>,
}

/// Returns the inputs that must be tried: those of items that depend on more than one.
pub fn doubtful(comparison: &Comparison) -> Vec<Input> {
    let several = comparison.items.iter().filter(|item| item.cause.inputs.len() > 1);
    let mut inputs: Vec<Input> =
        several.flat_map(|item| item.cause.inputs.iter().cloned()).collect();
    inputs.sort();
    inputs.dedup();
    inputs
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
    for item in &mut comparison.items {
        let tried =
            item.cause.inputs.iter().all(|input| alone.contains_key(&*input.name));
        if item.cause.inputs.len() < 2 || !tried {
            continue;
        }
        let (mut whole, mut part) = (Vec::new(), Vec::new());
        let mut inputs = item.cause.inputs.clone();
        for input in &mut inputs {
            match alone.get(&*input.name) {
                Some(Some(found)) => match found.get(&item.id) {
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

/// Returns whether an input alone makes the same of an item: the same conclusion, or the
/// same print.
fn same(item: &Item, made: &Item) -> bool {
    let reads = ["headline:", "named:", "units:", "used:"];
    if item.class == Class::Conclusions
        && !reads.iter().any(|name| item.id.starts_with(name))
    {
        return item.kind == made.kind;
    }
    item.hash == made.hash
}

fn effect(made: &Item) -> String {
    if made.new.is_empty() {
        made.kind.clone()
    } else {
        format!("{} → {}", made.old, made.new)
    }
}
