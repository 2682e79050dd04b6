//! Days in the text that the calendar does not have: "31 November", "29 February 2023".

use crate::model::calendar::days_in;
use crate::model::calendar::month_named;
use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::passage::Sentence;

/// A year that has a 29 February, where none is named.
const LEAP: i64 = 2024;

/// Reports days that no month has.
pub(super) fn read(s: Sentence<'_>, text: &str, out: &mut Vec<Fault>) {
    let said = |from: usize, to: usize| text.get(s.range(from, to)).unwrap_or_default();
    for at in 1..s.len() {
        let name = said(at, at);
        // "31 may" is a verb.
        if !name.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(month) = month_named(name).and_then(|month| i64::try_from(month).ok())
        else {
            continue;
        };
        let day = |at: usize| {
            let word = s.word(at);
            let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
            digits.parse::<i64>().ok().filter(|day| (29..=31).contains(day))
        };
        let year = s.word(at + 1).parse::<i64>().ok().filter(|year| *year > 1000);
        let Some(day) = day(at - 1) else { continue };
        if day > days_in(year.unwrap_or(LEAP), month + 1) {
            let end = at + usize::from(year.is_some());
            let message =
                format!("there is no day `{}` in the calendar", said(at - 1, end));
            let help = "write the day that is meant".to_owned();
            out.push(Fault::wrong(Code::R0234, s.range(at - 1, end), message, help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::narrative::prose::tests::faults;

    #[test]
    fn days_that_no_month_has_are_found() {
        let wrong = |text: &str| faults(text);
        assert_eq!(wrong("It ended on 31 November 2024."), ["31 November 2024"]);
        assert_eq!(wrong("It ended on 30 February."), ["30 February"]);
        assert_eq!(wrong("It ended on 29 February 2023."), ["29 February 2023"]);
        assert_eq!(wrong("It ended on the 31st June 2024.")[0], "31st June 2024");
        assert!(wrong("It began on 29 February 2024 and ended on 31 March.").is_empty());
    }
}
