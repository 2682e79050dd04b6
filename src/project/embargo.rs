//! An embargo and its end: only what is asked for takes it away, and the record says so.
//!
//! No clock is read here. Whoever asks for the end says what time it is, and that decides
//! whether files are made, never what stands in them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::moment::Lifted;
use crate::model::moment::Moment;

/// What is asked of an embargo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// The seconds since 1970.
    pub now: i64,
    /// Why it is to end before its time; none when it is to end at its time.
    pub because: Option<String>,
    /// What else to do before its time, for a person.
    pub help: &'static str,
}

impl Lift {
    /// Lifts an embargo, or says why it stays.
    pub fn of(&self, embargo: Option<&Moment>) -> Result<Lifted> {
        let Some(embargo) = embargo else {
            let message = "there is no embargo to lift";
            return Err(Diagnostic::error(Code::R0704, message)
                .help("leave `--lift` out, or write `embargo:` in report/report.yaml and build")
                .into());
        };
        if embargo.has_passed(self.now) {
            return Ok(Lifted::default());
        }
        let because = self.because.as_ref().filter(|reason| !reason.trim().is_empty());
        if because.is_some() {
            return Ok(Lifted { because: because.cloned() });
        }
        let message = format!("the edition is under embargo until {}", embargo.words());
        Err(Diagnostic::error(Code::R0704, message).help(self.help).into())
    }
}
