//! A moment of time as an author writes it, `2025-07-01T00:01+01:00`, and days as numbers.

use crate::model::calendar::days_in;
use crate::say;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// Days of the week as messages name them, from Sunday.
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// A day as an author writes it: `2025-07-01`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Day(String);

impl Day {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if shaped && is_day(&text) {
            return Ok(Self(text));
        }
        if shaped {
            return Err(format!("there is no day `{text}` in the calendar"));
        }
        // Days first, as they are written in Britain; where that is no day there is no guess.
        let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
        let guess = match parts.as_slice() {
            [day, month, year] if year.len() == 4 => {
                let month = crate::model::calendar::MONTHS.iter().position(|name| {
                    month.len() > 2
                        && name
                            .get(..month.len())
                            .is_some_and(|start| start.eq_ignore_ascii_case(month))
                });
                let month = month.map_or_else(
                    || parts.get(1).map_or("", |m| m).to_owned(),
                    |at| (at + 1).to_string(),
                );
                Some(format!("{year}-{month:0>2}-{day:0>2}"))
            }
            [year, month, day] if year.len() == 4 => {
                Some(format!("{year}-{month:0>2}-{day:0>2}"))
            }
            _ => None,
        };
        let guess = guess.filter(|guess| guess.len() == 10 && is_day(guess));
        let as_this = guess.as_deref().unwrap_or("2025-07-01");
        Err(format!("`{text}` is no date: write it as `{as_this}`"))
    }
}

/// Returns whether `2025-07-01` is a day of the calendar.
pub fn is_day(text: &str) -> bool {
    let part =
        |range: std::ops::Range<usize>| text.get(range).and_then(|p| p.parse().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10))
    else {
        return false;
    };
    (1..=days_in(year, month)).contains(&day) && year > 0
}

/// A moment, with the zone it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    text: String,
    seconds: i64,
}

impl Moment {
    /// Returns the seconds since 1970.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Returns whether it is over at so many seconds since 1970.
    pub fn has_passed(&self, now: i64) -> bool {
        now >= self.seconds
    }

    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns it for a reader: "00:01 on Tuesday 1 July 2025 (UTC+01:00)".
    pub fn words(&self) -> String {
        let (date, rest) = self.text.split_once('T').unwrap_or((&self.text, ""));
        let time = rest.get(..5).unwrap_or_default();
        let zone = rest.find(['Z', '+', '-']).and_then(|at| rest.get(at..));
        let zone = zone.unwrap_or_default().trim_start_matches('Z');
        let day = day_seconds(date).and_then(|seconds| {
            // The first of January 1970 was a Thursday.
            usize::try_from((seconds / 86_400 + 4).rem_euclid(7)).ok()
        });
        let day = day.map_or("none", |day| DAYS.get(day).copied().unwrap_or("none"));
        say!("moment", time = time, day = day, date = long_date(date), zone = zone)
    }

    /// Returns its day where it was written: `2025-07-01`.
    pub fn day(&self) -> &str {
        self.text.split('T').next().unwrap_or_default()
    }

    /// Returns by how many seconds its clocks are ahead of UTC.
    pub fn offset(&self) -> i64 {
        let written =
            self.text.get(..16).and_then(|minutes| moment(&format!("{minutes}Z")));
        let whole_minutes = self.seconds - self.seconds.rem_euclid(60);
        written.map_or(0, |written| written - whole_minutes)
    }

    /// Returns it as characters that may stand in the name of a file.
    pub fn slug(&self) -> String {
        let minutes = self.text.get(..16).unwrap_or(&self.text);
        minutes.replace('T', "-").replace(':', "")
    }
}

/// That an embargo is lifted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// Why before its time; none when its time had come.
    pub because: Option<String>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.text
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match moment(&text) {
            Some(seconds) => Ok(Self { text, seconds }),
            None => Err(format!(
                "`{text}` is no moment: write date, time and zone as `2025-07-01T00:01+01:00`"
            )),
        }
    }
}

fn moment(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once('T')?;
    let day = day_seconds(date).filter(|_| date.len() == 10)?;
    let at = rest.find(['Z', '+', '-'])?;
    let (time, zone) = rest.split_at(at);
    let clock = |text: &str, seconds: bool| -> Option<i64> {
        let parts: Vec<&str> = text.split(':').collect();
        let two = |part: &str, limit: i64| {
            let good = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i64>().ok().filter(|value| good && *value < limit)
        };
        match parts.as_slice() {
            [hour, minute] => Some(two(hour, 24)? * 3600 + two(minute, 60)? * 60),
            [hour, minute, second] if seconds => {
                Some(two(hour, 24)? * 3600 + two(minute, 60)? * 60 + two(second, 60)?)
            }
            _ => None,
        }
    };
    let offset = match zone.split_at(1) {
        ("Z", "") => 0,
        ("+", ahead) => clock(ahead, false)?,
        ("-", behind) => -clock(behind, false)?,
        _ => return None,
    };
    Some(day + clock(time, true)? - offset)
}

/// Returns the seconds from 1970 to the start of a day such as `2025-07-01`.
pub fn day_seconds(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some()
        || !(1..=days_in(year, month)).contains(&day)
        || !(1970..=9999).contains(&year)
    {
        return None;
    }
    // Days of the Gregorian calendar, counted in years that begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days =
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * 86_400)
}

/// Returns "1 July 2025" for "2025-07-01", and anything else as it stands.
pub fn long_date(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    if let [year, month, day] = parts.as_slice()
        && let (Ok(month), Ok(day)) = (month.parse::<u8>(), day.parse::<u8>())
        && (1..=12).contains(&month)
    {
        return say!(
            "date",
            day = day.to_string(),
            month = crate::labels::month(month),
            year = *year
        );
    }
    date.to_owned()
}

#[cfg(test)]
mod tests {
    use super::Day;
    use super::Moment;
    use super::day_seconds;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        let day = |text: &str| Day::try_from(text.to_owned()).map(String::from);
        assert_eq!(day("2024-02-29").unwrap(), "2024-02-29");
        let says = |text: &str| day(text).unwrap_err();
        assert_eq!(says("2025-02-30"), "there is no day `2025-02-30` in the calendar");
        assert_eq!(
            says("15/01/2025"),
            "`15/01/2025` is no date: write it as `2025-01-15`"
        );
        assert_eq!(
            says("5 March 2024"),
            "`5 March 2024` is no date: write it as `2024-03-05`"
        );
        assert_eq!(says("2025-7-1"), "`2025-7-1` is no date: write it as `2025-07-01`");
        assert_eq!(says("soon"), "`soon` is no date: write it as `2025-07-01`");
        assert_eq!(says("2025"), "`2025` is no date: write it as `2025-07-01`");
    }

    #[test]
    fn a_date_becomes_its_seconds() {
        assert_eq!(day_seconds("1970-01-01"), Some(0));
        assert_eq!(day_seconds("2025-07-01"), Some(1_751_328_000));
        assert_eq!(day_seconds("2024-02-29"), Some(1_709_164_800));
        assert_eq!(day_seconds("2025-02-29"), None);
        assert_eq!(day_seconds("July"), None);
    }

    #[test]
    fn a_moment_knows_its_zone() {
        let moment = |text: &str| Moment::try_from(text.to_owned());
        let summer = moment("2025-07-01T00:01+01:00").unwrap();
        assert_eq!(summer.seconds(), 1_751_328_000 - 3600 + 60);
        assert_eq!(summer.words(), "00:01 on Tuesday 1 July 2025 (UTC+01:00)");
        assert_eq!(summer.slug(), "2025-07-01-0001");
        assert_eq!(moment("2025-07-01T00:01Z").unwrap().seconds(), 1_751_328_060);
        for wrong in [
            "2025-07-01",
            "2025-07-01T00:01",
            "2025-07-01T24:00Z",
            "2025-06-31T00:00Z",
            "",
        ] {
            assert!(moment(wrong).is_err(), "{wrong}");
        }
    }
}
