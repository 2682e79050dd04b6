//! Warnings about a block, as they are kept with its results.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::StatDecl;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Warnings about a block. They are kept with its results, so that they are said again when these
/// are used again; their places are found anew, because lines above may have moved them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remark {
    code: Code,
    message: String,
    setting: Vec<String>,
    help: String,
}

impl Remark {
    /// Returns a warning about a setting.
    pub fn new(
        code: Code,
        message: String,
        setting: &[&str],
        help: impl Into<String>,
    ) -> Self {
        let setting = setting.iter().map(|key| (*key).to_owned()).collect();
        Self { code, message, setting, help: help.into() }
    }

    /// Returns it at its place in a block.
    pub fn of(&self, block: &StatDecl) -> Diagnostic {
        let setting: Vec<&str> = self.setting.iter().map(String::as_str).collect();
        Diagnostic::warning(self.code, self.message.clone())
            .at(block.place(&setting), "")
            .help(self.help.clone())
    }
}

/// Collects remarks, and which rows blocks keep.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Mutex<Vec<Remark>>,
    /// The words of each block's `where:`, by its id.
    kept: Mutex<BTreeMap<String, Vec<String>>>,
}

impl Remarks {
    /// Adds a remark, once.
    pub fn push(&self, remark: Remark) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains(&remark) {
            all.push(remark);
        }
    }

    /// Notes which rows a block keeps, in words.
    pub fn keep(&self, block: &str, words: String) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.entry(block.to_owned()).or_default();
        if !own.contains(&words) {
            own.push(words);
        }
    }

    /// Returns which rows a block keeps, in words; empty where it keeps all.
    pub fn kept(&self, block: &str) -> Vec<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(block).cloned().unwrap_or_default()
    }

    /// Returns what was collected.
    pub fn taken(self) -> Vec<Remark> {
        self.all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
