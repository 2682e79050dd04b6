//! An embargo and its end: only what is asked for takes it away, and the record says so.
//!
//! No clock is read here. Whoever asks for the end says what time it is, and that decides
//! whether files are made, never what stands in them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::moment::Lifted;
use crate::model::moment::Moment;
use crate::model::moment::day_seconds;

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

/// Returns a warning for an embargo whose time may be misread: on a day on which clocks change, or by
/// another offset than British clocks have that day, in a report of Britain.
pub(super) fn doubtful(
    embargo: &Moment,
    language: &str,
    place: &Span,
) -> Option<Diagnostic> {
    let day = embargo.day();
    let year = day.get(..4)?;
    let offset = embargo.offset();
    let [begins, ends] = if offset < 0 { american(year)? } else { european(year)? };
    let warn = |message: String, help: String| {
        Some(Diagnostic::warning(Code::R0719, message).at(place.clone(), "").help(help))
    };
    // Elsewhere clocks do not change, or not on these days.
    let changing =
        (-10..=-3).contains(&(offset / HOUR)) || (0..=3).contains(&(offset / HOUR));
    let today = day_seconds(day)?;
    let british = language == "cy" || language.ends_with("-GB");
    // British clocks change at 01:00 UTC.
    let summer = (begins + HOUR..ends + HOUR).contains(&embargo.seconds());
    let expected = if summer { HOUR } else { 0 };
    let other = british && offset != expected && [0, HOUR].contains(&offset);
    let zone = if summer { "+01:00" } else { "+00:00" };
    if changing && (today == begins || today == ends) {
        let hour = embargo.seconds() + offset - (today + HOUR);
        let named = british && [0, HOUR].contains(&offset) && (0..HOUR).contains(&hour);
        let what = match (named, today == begins) {
            (true, true) => ", and British clocks leave that hour out",
            (true, false) => ", and British clocks show that hour twice",
            (false, _) if other => ", and British clocks have another offset then",
            (false, _) => "",
        };
        let words = embargo.words();
        return warn(
            format!("clocks change on the day on which the embargo ends{what}: {words}"),
            match (named, other) {
                (false, true) => {
                    format!("write the offset as `{zone}` if the time is British, or choose another day")
                }
                _ => "say the time with its zone to whoever gets a copy, or choose another day"
                    .to_owned(),
            },
        );
    }
    if other {
        return warn(
            format!("on that day British clocks have `{zone}`: {}", embargo.words()),
            format!("write the offset as `{zone}` if the time is that of British clocks"),
        );
    }
    None
}

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The days of a year on which European clocks change: the last Sundays of March and October.
fn european(year: &str) -> Option<[i64; 2]> {
    Some([sunday_by(&format!("{year}-03-31"))?, sunday_by(&format!("{year}-10-31"))?])
}

/// The same in North America: the second Sunday of March, the first of November.
fn american(year: &str) -> Option<[i64; 2]> {
    Some([sunday_by(&format!("{year}-03-14"))?, sunday_by(&format!("{year}-11-07"))?])
}

/// Returns the start of the last Sunday up to a day.
fn sunday_by(day: &str) -> Option<i64> {
    let start = day_seconds(day)?;
    // The first of January 1970 was a Thursday.
    let after_sunday = (start / DAY + 4).rem_euclid(7);
    Some(start - after_sunday * DAY)
}

#[cfg(test)]
mod tests {
    use super::doubtful;
    use crate::model::diagnostic::Span;
    use crate::model::moment::Moment;

    fn said(embargo: &str, language: &str) -> Option<String> {
        let embargo = Moment::try_from(embargo.to_owned()).unwrap();
        doubtful(&embargo, language, &Span::new("report/report.yaml", 0..1))
            .map(|found| found.message)
    }

    #[test]
    fn a_time_that_may_be_misread_is_doubtful() {
        for day in ["2027-03-28T00:01+00:00", "2026-10-25T00:01+01:00"] {
            assert!(said(day, "en-GB").unwrap().starts_with("clocks change on the day"));
        }
        // An hour that is not there, one that comes twice, and an offset that is over.
        for (embargo, language, what) in [
            (
                "2026-03-29T01:30+00:00",
                "en-GB",
                ", and British clocks leave that hour out",
            ),
            ("2026-03-29T01:30+01:00", "cy", ", and British clocks leave that hour out"),
            (
                "2026-10-25T01:30+01:00",
                "en-GB",
                ", and British clocks show that hour twice",
            ),
            ("2026-10-25T01:30Z", "en-GB", ", and British clocks show that hour twice"),
            (
                "2026-10-25T09:00+01:00",
                "en-GB",
                ", and British clocks have another offset then",
            ),
            ("2026-10-25T00:30+01:00", "en-GB", ""),
            ("2026-10-25T09:00+00:00", "en-GB", ""),
            ("2026-10-25T01:30+01:00", "de-DE", ""),
        ] {
            let start =
                format!("clocks change on the day on which the embargo ends{what}: ");
            let found = said(embargo, language).unwrap();
            assert!(found.starts_with(&start), "{embargo}: {found}");
        }
        assert!(said("2026-03-29T09:00+02:00", "de-DE").is_some());
        assert!(said("2026-03-08T09:00-05:00", "en-US").is_some());
        assert!(said("2026-11-01T09:00-04:00", "en-US").is_some());
        assert_eq!(said("2026-03-29T09:00+09:00", "ja-JP"), None);
        assert_eq!(said("2026-03-29T09:00-05:00", "en-US"), None);
        let winter = said("2025-07-01T00:01+00:00", "en-GB").unwrap();
        assert!(
            winter.starts_with("on that day British clocks have `+01:00`"),
            "{winter}"
        );
        assert!(said("2025-12-01T00:01+01:00", "cy").is_some());
        assert_eq!(said("2025-07-01T00:01+01:00", "en-GB"), None);
        assert_eq!(said("2025-12-01T00:01Z", "en-GB"), None);
        assert_eq!(said("2025-07-01T00:01+00:00", "en"), None);
    }
}
