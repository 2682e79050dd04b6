//! Results of earlier runs, in memory: those of the last two runs.

use crate::memo::Memo;
use crate::model::key::Key;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// Keeps what the last two runs made or used.
#[derive(Debug, Default)]
pub(super) struct Remember {
    now: Mutex<HashMap<[u8; 32], Vec<u8>>>,
    before: Mutex<HashMap<[u8; 32], Vec<u8>>>,
}

impl Remember {
    /// Begins a run: what the run before last had is forgotten unless the last used it.
    pub(super) fn turn(&self) {
        if let (Ok(mut now), Ok(mut before)) = (self.now.lock(), self.before.lock()) {
            *before = std::mem::take(&mut *now);
        }
    }
}

fn name(key: &Key) -> [u8; 32] {
    *key.hash().as_bytes()
}

impl Memo for Remember {
    fn find(&self, key: &Key) -> Option<Vec<u8>> {
        let name = name(key);
        let mut now = self.now.lock().ok()?;
        if let Some(bytes) = now.get(&name) {
            return Some(bytes.clone());
        }
        let bytes = self.before.lock().ok()?.get(&name).cloned()?;
        now.insert(name, bytes.clone());
        Some(bytes)
    }

    fn keep(&self, key: &Key, bytes: Vec<u8>) {
        if let Ok(mut now) = self.now.lock() {
            now.insert(name(key), bytes);
        }
    }

    fn begin(&self, _: &Key) -> Duration {
        Duration::ZERO
    }

    fn end(&self, _: &Key, _: Duration) {}

    fn reused(&self, _: &Key) {}
}
