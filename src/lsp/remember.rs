//! Results of earlier runs, in memory and as they are: the last few of each step.

use crate::memo::Memo;
use crate::memo::Value;
use crate::memo::Values;
use crate::model::key::Key;
use std::collections::HashMap;
use std::sync::Mutex;

/// How many results of a step are kept: the languages of a report have one each, and what is
/// typed is often taken back.
const KEPT: usize = 8;

/// Results of one step, the one that was used last at the end, each under the hash of its key.
type Results = Vec<([u8; 32], Value)>;

/// Keeps the results of steps by their names. What a run did not ask for stays: half a line of
/// YAML stops one before most steps.
#[derive(Debug, Default)]
pub(super) struct Remember(Mutex<HashMap<String, Results>>);

impl Values for Remember {
    fn find(&self, key: &Key) -> Option<Value> {
        let hash = *key.hash().as_bytes();
        let mut kept = self.0.lock().ok()?;
        let results = kept.get_mut(key.step())?;
        let at = results.iter().position(|(known, _)| *known == hash)?;
        let found = results.remove(at);
        let value = Value::clone(&found.1);
        results.push(found);
        Some(value)
    }

    fn keep(&self, key: &Key, value: Value) {
        let Ok(mut kept) = self.0.lock() else { return };
        let results = kept.entry(key.step().to_owned()).or_default();
        results.push((*key.hash().as_bytes(), value));
        if results.len() > KEPT {
            results.remove(0);
        }
    }
}

impl Memo for Remember {
    fn values(&self) -> Option<&dyn Values> {
        Some(self)
    }
}
