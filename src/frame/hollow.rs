//! What is to be said of tables that can be used: warnings of their files, and frames without rows,
//! over which every number is undefined or zero.

use crate::frame::Frames;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;

impl Frames<'_> {
    /// Returns the warnings of the data files, and one for each frame without rows, unless it may
    /// have none.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let none = |name: &str| self.digest(name).is_some_and(|digest| digest.rows == 0);
        let frames = self.project.statistics.frames.iter();
        let hollow = frames.filter(|it| none(&it.name) && !it.decl.may_be_empty);
        let hollow = hollow.map(|frame| {
            let message = format!("frame `{}` has no rows", frame.name);
            Diagnostic::warning(Code::R0210, message)
                .at(frame.yaml.place(&["sql"]), "")
                .help("mend its `WHERE` or `JOIN`, or add `may_be_empty: true`")
        });
        self.said.iter().cloned().chain(hollow).collect()
    }
}
