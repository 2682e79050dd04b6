//! Dates and months as a declared format writes them: `%d/%m/%Y`, `%B %Y`.

use crate::model::calendar::day_of;
use crate::model::calendar::month_named;

/// A format of dates, made ready to read many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    MonthName,
    Year,
    ShortYear,
    Hour,
    Minute,
    Second,
    Weekday,
    Sign(char),
}

/// A date as the program keeps it, `2024-03-31`, or a month, `2024-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    bytes: [u8; 10],
    length: usize,
}

impl Stamp {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    fn new(year: i64, month: i64, day: Option<i64>) -> Self {
        let text = match day {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        };
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        Self { bytes, length: text.len().min(10) }
    }
}

impl Written {
    /// Reads a format; says what is wrong with one that cannot be used. A day is wanted for dates,
    /// none for months.
    pub fn new(format: &str, with_day: bool) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut signs = format.chars();
        while let Some(sign) = signs.next() {
            parts.push(match sign {
                '%' => match signs.next() {
                    Some('d' | 'e') => Part::Day,
                    Some('m') => Part::Month,
                    Some('b' | 'B' | 'h') => Part::MonthName,
                    Some('Y') => Part::Year,
                    Some('y') => Part::ShortYear,
                    Some('H') => Part::Hour,
                    Some('M') => Part::Minute,
                    Some('S') => Part::Second,
                    Some('a' | 'A') => Part::Weekday,
                    Some('%') => Part::Sign('%'),
                    other => {
                        let other = other.map(String::from).unwrap_or_default();
                        return Err(format!("`%{other}` is not known"));
                    }
                },
                sign => Part::Sign(sign),
            });
        }
        let count = |wanted: &[Part]| parts.iter().filter(|p| wanted.contains(p)).count();
        if count(&[Part::Year, Part::ShortYear]) != 1 {
            return Err("it names no year, or two: `%Y`".to_owned());
        }
        if count(&[Part::Month, Part::MonthName]) != 1 {
            return Err("it names no month, or two: `%m` or `%B`".to_owned());
        }
        match (with_day, count(&[Part::Day])) {
            (true, 1) | (false, 0) => Ok(Self(parts)),
            (true, _) => Err("it names no day, or two: `%d`".to_owned()),
            (false, _) => Err("a month has no day: leave `%d` out".to_owned()),
        }
    }

    /// Reads a date; none for a text that is written otherwise, or a day that does not exist.
    pub fn read(&self, text: &str) -> Option<Stamp> {
        let (mut year, mut month, mut day) = (None, None, None);
        let mut rest = text.trim();
        for part in &self.0 {
            match part {
                Part::Sign(sign) if sign.is_whitespace() => rest = rest.trim_start(),
                Part::Sign(sign) => rest = rest.strip_prefix(*sign)?,
                Part::MonthName | Part::Weekday => {
                    let end = rest.find(|c: char| !c.is_alphabetic() && c != '.');
                    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
                    if *part == Part::MonthName {
                        month = Some(i64::try_from(month_named(name)?).ok()? + 1);
                    } else if name.len() < 3 {
                        return None;
                    }
                    rest = after;
                }
                Part::Year => year = Some(number(&mut rest, 4, 4)?),
                // As in POSIX: 69 to 99 are of the last century.
                Part::ShortYear => {
                    let short = number(&mut rest, 2, 2)?;
                    year = Some(if short < 69 { 2000 + short } else { 1900 + short });
                }
                Part::Day => day = Some(number(&mut rest, 1, 2)?),
                Part::Month => month = Some(number(&mut rest, 1, 2)?),
                Part::Hour | Part::Minute | Part::Second => {
                    number(&mut rest, 1, 2)?;
                }
            }
        }
        let (year, month) = (year?, month?);
        day_of(year, month, day.unwrap_or(1))?;
        rest.is_empty().then(|| Stamp::new(year, month, day))
    }
}

/// Takes a number of so many digits off the start of a text.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<i64> {
    let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(count).filter(|_| count >= least)?;
    *rest = after;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Written;

    fn read(format: &str, text: &str) -> Option<String> {
        let day = format.contains("%d");
        let stamp = Written::new(format, day).unwrap().read(text);
        stamp.map(|stamp| stamp.as_str().to_owned())
    }

    #[test]
    fn dates_are_read_as_they_are_declared_and_in_no_other_way() {
        let good = [
            ("%d/%m/%Y", "31/03/2024", "2024-03-31"),
            ("%d/%m/%Y", "1/3/2024", "2024-03-01"),
            ("%m/%d/%Y", "03/31/2024", "2024-03-31"),
            ("%d %B %Y", "5 March 2024", "2024-03-05"),
            ("%B %Y", "September 2023", "2023-09"),
            ("%b-%y", "Sep-23", "2023-09"),
            ("%d/%m/%Y %H:%M", "31/03/2024 00:00", "2024-03-31"),
            ("%d.%m.%y", "31.12.99", "1999-12-31"),
        ];
        for (format, text, expected) in good {
            assert_eq!(read(format, text).as_deref(), Some(expected), "{format} {text}");
        }
        for (format, text) in [
            ("%d/%m/%Y", "03/31/2024"),
            ("%d/%m/%Y", "30/02/2024"),
            ("%d/%m/%Y", "1/3/24"),
            ("%d/%m/%Y", "1/3/2024x"),
            ("%d/%m/%Y", "2024-03-01"),
            ("%B %Y", "Septembre 2023"),
            ("%B %Y", "2023"),
        ] {
            assert_eq!(read(format, text), None, "{format} {text}");
        }
    }

    #[test]
    fn a_format_that_cannot_be_used_is_refused() {
        assert_eq!(Written::new("%d/%q/%Y", true).unwrap_err(), "`%q` is not known");
        assert!(Written::new("%d/%m", true).is_err());
        assert!(Written::new("%m/%Y", true).is_err());
        assert!(Written::new("%d/%m/%Y", false).is_err());
    }
}
