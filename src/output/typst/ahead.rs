//! A `typst compile` that is started before its document is made: meanwhile it gets up, finds its
//! fonts and reads the template, and then waits at a gate.
//!
//! The gate is a file of the folder that is the program's own standard input: what it includes
//! comes through a pipe, and not before somebody writes there. Whatever is not as expected ends
//! the program; the document is then compiled by one that starts with it.

use crate::output::child::Busy;
use crate::output::child::Late;
use crate::output::child::Running;
use crate::output::typst::Bundle;
use crate::output::typst::is_whole;
use crate::output::typst::place::Place;
use crate::output::typst::setting::Setting;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// The file that it begins with.
pub(super) const ENTRY: &str = "ahead.typ";
/// The file that is its standard input.
pub const GATE: &str = "gate.typ";

/// Returns the text of [`ENTRY`]. Fonts are looked for when one is named.
pub(super) fn entry() -> String {
    format!(
        "#{{ let _ = {{ set text(font: \"Noto Sans\") }}; import \"template.typ\"; include \"{GATE}\" }}\n"
    )
}

/// The program that is ahead, if one is.
#[derive(Debug, Default)]
pub(super) struct Ahead(Mutex<Option<Waiting>>);

/// A program at its gate.
#[derive(Debug)]
struct Waiting {
    running: Running,
    place: Place,
    setting: Setting,
    /// What it may have read.
    read: BTreeMap<String, Vec<u8>>,
}

impl Ahead {
    fn put(&self, waiting: Option<Waiting>) -> Option<Waiting> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *held, waiting)
    }

    /// Keeps a program that was started with [`ENTRY`] in a folder that holds these files and the gate.
    pub(super) fn keep(
        &self,
        running: Running,
        folder: &Path,
        setting: Setting,
        read: BTreeMap<String, Vec<u8>>,
    ) {
        let place = Place::of(folder).ok();
        self.put(place.map(|place| Waiting { running, place, setting, read }));
    }

    /// Returns the PDF of a bundle that was laid into a folder; none where it must be compiled by
    /// a program that starts with it.
    pub(super) fn pdf(
        &self,
        patience: Duration,
        folder: &Path,
        bundle: &Bundle,
        begun: &mut dyn FnMut(Busy),
    ) -> Result<Option<Vec<u8>>, Late> {
        let Some(waiting) = self.put(None) else { return Ok(None) };
        let stands = |(name, bytes)| bundle.files.get(name) == Some(bytes);
        let fits = waiting.place.is(folder) && waiting.setting == bundle.setting;
        if !fits || !waiting.read.iter().all(stands) {
            return Ok(None);
        }
        waiting.running.tell(format!("#include \"{}\"\n", bundle.main).as_bytes());
        begun(waiting.running.busy());
        let output = waiting.running.wait_for(is_whole, patience)?;
        Ok(Some(output.out).filter(|out| output.status.success() && is_whole(out)))
    }
}
