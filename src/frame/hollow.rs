//! The warning for frames without rows: every number over one is undefined or zero.

use crate::frame::Frames;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;

impl Frames<'_> {
    /// Returns a warning for each frame without rows, unless it may have none.
    pub fn hollow(&self) -> Vec<Diagnostic> {
        let none = |name: &str| self.digest(name).is_some_and(|digest| digest.rows == 0);
        let frames = self.project.statistics.frames.iter();
        let hollow = frames.filter(|it| none(&it.name) && !it.decl.may_be_empty);
        hollow
            .map(|frame| {
                let message = format!("frame `{}` has no rows", frame.name);
                Diagnostic::warning(Code::R0210, message)
                    .at(frame.yaml.place(&["sql"]), "")
                    .help("mend its `WHERE` or `JOIN`, or add `may_be_empty: true`")
            })
            .collect()
    }
}
