//! A value of which what does not fit is taken out, so that the rest may show further faults.

use crate::model::diagnostic::nearest;
use crate::project::yaml::name::name_of;
use serde_yaml::Value;
use std::collections::BTreeSet;

/// What is left of a value while what does not fit is taken out of it.
pub(super) struct Left {
    pub(super) value: Value,
    /// What was taken out, by its path as the author wrote it.
    taken: BTreeSet<Vec<String>>,
}

impl Left {
    pub(super) fn of(value: &Value) -> Self {
        Self { value: value.clone(), taken: BTreeSet::new() }
    }

    /// Returns a path as the author wrote it: items of lists that are gone count.
    pub(super) fn written(&self, path: &[String]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut at = Some(&self.value);
        for name in path {
            let item = at.filter(|value| value.is_sequence());
            let number = item.and_then(|_| name.parse::<usize>().ok());
            at = at.and_then(|value| within(value, name));
            let gone = |number: &usize| {
                self.taken.contains(&[out.as_slice(), &[number.to_string()]].concat())
            };
            let written = number
                .and_then(|number| (0_usize..).filter(|index| !gone(index)).nth(number));
            out.push(written.map_or_else(|| name.clone(), |number| number.to_string()));
        }
        out
    }

    /// Returns whether a message comes of what was taken out: a key that is missing is mostly the
    /// misspelt one that is gone, and a list has too few items without those that did not fit.
    pub(super) fn explains(&self, path: &[String], message: &str) -> bool {
        let gone = self.taken.iter().filter_map(|taken| {
            let rest = taken.strip_prefix(path)?;
            rest.first().map(|name| (name, rest.len()))
        });
        let mut gone = gone.peekable();
        if let Some(missing) = message.strip_prefix("missing field `") {
            let missing = missing.split('`').next().unwrap_or_default();
            return gone.any(|(name, depth)| {
                depth == 1 && nearest(name, std::iter::once(missing)).is_some()
            });
        }
        unknown_field(message).is_none() && gone.peek().is_some()
    }

    /// Takes out the key or item at a path; returns whether there was one.
    pub(super) fn take_out(&mut self, path: &[String]) -> bool {
        let written = self.written(path);
        let Some((last, above)) = path.split_last() else { return false };
        let mut at = &mut self.value;
        for name in above {
            let next = match at {
                Value::Mapping(mapping) => mapping
                    .iter_mut()
                    .find(|(key, _)| name_of(key) == *name)
                    .map(|(_, value)| value),
                Value::Sequence(items) => {
                    name.parse().ok().and_then(|index: usize| items.get_mut(index))
                }
                _ => None,
            };
            let Some(next) = next else { return false };
            at = next;
        }
        let was = match at {
            Value::Mapping(mapping) => {
                let key = mapping.keys().find(|key| name_of(key) == *last).cloned();
                key.is_some_and(|key| mapping.shift_remove(&key).is_some())
            }
            Value::Sequence(items) => {
                let index = last.parse().ok().filter(|index| *index < items.len());
                index.map(|index: usize| items.remove(index)).is_some()
            }
            _ => false,
        };
        was && self.taken.insert(written)
    }
}

/// Returns what a name or number leads to.
pub(super) fn within<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Sequence(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    }
}

/// Returns the name of the field that a message of the decoder calls unknown.
pub(super) fn unknown_field(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}
