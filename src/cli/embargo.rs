//! The end of an embargo, as asked for on the command line: here alone is the clock read.

use crate::cli::args::LiftArgs;
use crate::model::moment::Moment;
use crate::project::Lift;

/// What was asked, with the time; none when the embargo is to stand.
pub(super) fn lift(args: &LiftArgs, help: &'static str) -> Option<Lift> {
    args.lift.then(|| Lift { now: now(), because: args.because.clone(), help })
}

/// What a run that left the stamps on says of them; `again` is the run that takes them off.
pub(super) fn standing(embargo: &Moment, again: &str) -> String {
    let words = embargo.words();
    if embargo.has_passed(now()) {
        format!(
            "stamped, although the embargo passed at {words}: `{again}` takes the stamps off"
        )
    } else {
        format!("stamped: under embargo until {words}")
    }
}

/// The seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "an embargo ends by the clock, read here alone"
)]
pub(super) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
