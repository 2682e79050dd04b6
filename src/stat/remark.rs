//! Warnings about a block, as they are kept with its results.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::StatDecl;
use serde::Deserialize;
use serde::Serialize;
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

/// Collects remarks about a block, and which rows it keeps.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Mutex<Vec<Remark>>,
    /// The words of the `where:` of every sample it reads.
    kept: Mutex<Vec<String>>,
}

impl Remarks {
    /// Adds a remark, once.
    pub fn push(&self, remark: Remark) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains(&remark) {
            all.push(remark);
        }
    }

    /// Notes which rows the block keeps, in words; those of a block that it reads again are its own.
    pub fn keep(&self, words: String) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.contains(&words) {
            kept.push(words);
        }
    }

    /// Returns which rows the block keeps, in words; empty where it keeps all.
    pub fn kept(&self) -> Vec<String> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns what was collected.
    pub fn taken(self) -> Vec<Remark> {
        self.all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
