//! Periods as publishers write them: years, financial and school years, quarters, months, days.
//!
//! **In:** texts such as `2018`, `2017/18`, `FY2018`, `Q1 2022`, `Jan 2022`, `2022-01`.
//! **Out:** a [`Period`]: a step of the calendar and how many of them have passed, so that periods
//! can be sorted, placed to scale and counted.
//! **Guarantees:** a text that can be read in two ways (`2011-12` is a month and a financial year)
//! is read as the texts beside it are.

mod mentions;
mod reading;
mod relative;
mod written;

use crate::labels;
use crate::say;
pub use mentions::Mention;
pub use mentions::mentions;
pub use reading::month_named;
use reading::readings;
pub use relative::Relative;
pub use relative::WHICH_TIME;
pub use relative::counted_over;
pub use relative::over_gaps;
pub use relative::resolved;
pub use written::Stamp;
pub use written::Written;

/// The step of a series of periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Calendar years.
    Year,
    /// Years that do not begin in January: financial and school years, by the year they begin in.
    Season,
    /// Quarters of calendar years.
    Quarter,
    /// Months, and spans that end with a month.
    Month,
    /// Days.
    Day,
}

/// A period: the step, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The step.
    pub step: Step,
    /// Its number: of a year the year, of a quarter `4·year + 0…3`, of a month `12·year + 0…11`,
    /// of a day the days since 1970.
    pub number: i64,
}

/// The months by name.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Period {
    fn new(step: Step, number: i64) -> Self {
        Self { step, number }
    }

    /// Returns the calendar year in which it begins.
    pub fn year(self) -> i64 {
        match self.step {
            Step::Year | Step::Season => self.number,
            Step::Quarter => self.number.div_euclid(4),
            Step::Month => self.number.div_euclid(12),
            Step::Day => date(self.number).0,
        }
    }

    /// Returns the month of the year, from 0, of a month or a day.
    pub fn month(self) -> Option<usize> {
        match self.step {
            Step::Month => usize::try_from(self.number.rem_euclid(12)).ok(),
            Step::Day => usize::try_from(date(self.number).1 - 1).ok(),
            Step::Year | Step::Season | Step::Quarter => None,
        }
    }

    fn month_name(self) -> String {
        let month = self.month().and_then(|at| u8::try_from(at + 1).ok());
        month.map(labels::month).unwrap_or_default()
    }

    /// Returns it for a reader.
    pub fn words(self) -> String {
        let year = self.year();
        match self.step {
            Step::Year => year.to_string(),
            Step::Season => format!("{year}/{:02}", (year + 1).rem_euclid(100)),
            Step::Quarter => {
                let quarter = self.number.rem_euclid(4) + 1;
                let quarter = say!("quarter-short", quarter = quarter.to_string());
                say!("quarter", quarter = quarter, year = year.to_string())
            }
            Step::Month => {
                say!("month-year", month = self.month_name(), year = year.to_string())
            }
            Step::Day => {
                let day = date(self.number).2.to_string();
                say!(
                    "date",
                    day = day,
                    month = self.month_name(),
                    year = year.to_string()
                )
            }
        }
    }

    /// Returns it for a program, the same in every language: `2016`, `2016/17`, `2016-Q3`, `2016-07`,
    /// `2016-07-31`.
    pub fn code(self) -> String {
        let year = self.year();
        match self.step {
            Step::Year | Step::Season => self.words(),
            Step::Quarter => format!("{year}-Q{}", self.number.rem_euclid(4) + 1),
            Step::Month => format!("{year}-{:02}", self.number.rem_euclid(12) + 1),
            Step::Day => {
                let (year, month, day) = date(self.number);
                format!("{year}-{month:02}-{day:02}")
            }
        }
    }

    /// Returns its part of the year in few letters, where it is a quarter, a month or a day.
    pub fn short(self) -> String {
        match (self.step, self.month()) {
            (Step::Quarter, _) => {
                let quarter = self.number.rem_euclid(4) + 1;
                say!("quarter-short", quarter = quarter.to_string())
            }
            (_, Some(month)) => say!("month-short", month = month + 1),
            (_, None) => self.words(),
        }
    }

    /// Returns where it is among periods of years: a month by the twelfth of its year.
    pub fn in_years(self) -> f64 {
        match self.step {
            Step::Year | Step::Season => self.number as f64,
            Step::Quarter => self.number as f64 / 4.0,
            Step::Month => self.number as f64 / 12.0,
            Step::Day => {
                let (year, month, day) = date(self.number);
                year as f64 + (month - 1) as f64 / 12.0 + (day - 1) as f64 / 372.0
            }
        }
    }
}

/// Returns the period that a text alone is; a financial year before a month where it is both.
pub fn period(text: &str) -> Option<Period> {
    readings(text).into_iter().min()
}

/// Returns the periods that texts are, where all are periods of one step.
pub fn periods<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Vec<Period>> {
    // Of tens of thousands of codes the first tells that they are none.
    let some = |text| Some(readings(text)).filter(|found| !found.is_empty());
    let all: Vec<Vec<Period>> = texts.into_iter().map(some).collect::<Option<_>>()?;
    if all.is_empty() {
        return None;
    }
    [Step::Year, Step::Season, Step::Quarter, Step::Month, Step::Day]
        .into_iter()
        .find_map(|step| {
            let one = |list: &Vec<Period>| list.iter().copied().find(|p| p.step == step);
            all.iter().map(one).collect()
        })
}

/// Returns how many steps lie between most neighbours of a sorted series; none where no distance is
/// that of at least half of them.
pub fn pace(numbers: &[f64]) -> Option<f64> {
    let mut gaps: Vec<f64> =
        numbers.array_windows().map(|[a, b]| b - a).filter(|gap| *gap > 0.0).collect();
    gaps.sort_by(f64::total_cmp);
    let all = gaps.len();
    let mut best: Option<(usize, f64)> = None;
    for gap in &gaps {
        // Months of days have 28 to 31 of them.
        let count = gaps.iter().filter(|other| (*other / gap - 1.0).abs() < 0.12).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, *gap));
        }
    }
    best.filter(|(count, _)| 2 * count >= all).map(|(_, gap)| gap)
}

/// Returns how many days a month has, from 1; none has what is no month.
pub fn days_in(year: i64, month: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Returns a date as a period; none for one that does not exist.
pub fn day_of(year: i64, month: i64, day: i64) -> Option<Period> {
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    // Days of the Gregorian calendar, counted in years that begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let number =
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(Period::new(Step::Day, number))
}

/// Returns year, month and day of the days since 1970.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let part = (5 * of_year + 2) / 153;
    let month = if part < 10 { part + 3 } else { part - 9 };
    let day = of_year - (153 * part + 2) / 5 + 1;
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Step;
    use super::pace;
    use super::period;
    use super::periods;

    #[test]
    fn periods_are_read_in_the_spellings_of_publishers() {
        for (text, words) in [
            ("2018", "2018"),
            ("2017/18", "2017/18"),
            ("2017-18", "2017/18"),
            ("2017\u{2013}18", "2017/18"),
            ("2017/2018", "2017/18"),
            ("202021", "2020/21"),
            ("199900", "1999/00"),
            ("2021 to 2022", "2021/22"),
            ("1999/00", "1999/00"),
            ("2021/22 (p)", "2021/22"),
            ("FY2018", "2017/18"),
            ("FY 2017/18", "2017/18"),
            ("Q1 2022", "Q1 2022"),
            ("2022 Q1", "Q1 2022"),
            ("2022Q4", "Q4 2022"),
            ("2022-Q2", "Q2 2022"),
            ("Jan 2022", "January 2022"),
            ("January 2022", "January 2022"),
            ("Sept-21", "September 2021"),
            ("2022-01", "January 2022"),
            ("2022 May", "May 2022"),
            ("Year ending March 2023", "March 2023"),
            ("Jan to Mar 2022", "March 2022"),
            ("2024-02-29", "29 February 2024"),
            ("1 July 2025", "1 July 2025"),
            ("1969-12-31", "31 December 1969"),
        ] {
            assert_eq!(
                period(text).map(super::Period::words).as_deref(),
                Some(words),
                "{text}"
            );
        }
        for text in [
            "",
            "12",
            "2018/20",
            "2022-13",
            "2023-02-29",
            "Q5 2022",
            "Total",
            "May",
            "20222",
            "202022",
            "2021 to 2024",
            "202012",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_both_a_month_and_a_financial_year_is_read_as_its_neighbours_are() {
        let step = |texts: &[&str]| periods(texts.iter().copied()).map(|all| all[0].step);
        assert_eq!(step(&["2010-11", "2011-12", "2012-13"]), Some(Step::Season));
        assert_eq!(step(&["2010-11", "2010-12", "2011-01"]), Some(Step::Month));
        assert_eq!(step(&["2010", "2011-12"]), None);
    }

    #[test]
    fn the_pace_of_a_series_is_that_of_at_least_half_of_its_steps() {
        assert_eq!(pace(&[2017.0, 2018.0, 2021.0, 2022.0]), Some(1.0));
        assert_eq!(pace(&[2018.0, 2021.0]), Some(3.0));
        assert_eq!(pace(&[2018.0, 2021.0, 2022.0]), Some(1.0));
        assert_eq!(pace(&[0.0, 1.0, 4.0, 11.0]), None);
    }
}
