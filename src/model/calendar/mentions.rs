//! The periods that a text names, held against those of a series.

use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::period;

/// A period that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub words: String,
    /// Its start.
    pub from: Period,
    /// Its end, where the words are a span.
    pub to: Option<Period>,
    /// Whether it is where a span ends whose start is not said: "up to 2022".
    pub closes: bool,
}

impl Mention {
    /// Returns whether the words cannot be true of a series from one period to another: a span must
    /// be the whole of it, a single period lie within it.
    pub fn contradicts(&self, first: Period, last: Period) -> bool {
        let alike = |said: Period, drawn: Period| {
            if said.step == drawn.step {
                said.number == drawn.number
            } else {
                // The coarser of the two decides; a season is in both of its years.
                let other = i64::from([said.step, drawn.step].contains(&Step::Season));
                said.year() == drawn.year() || said.year() == drawn.year() + other
            }
        };
        match self.to {
            Some(to) => !alike(self.from, first) || !alike(to, last),
            None if self.closes => !alike(self.from, last),
            None if self.from.step == first.step && first.step == last.step => {
                self.from < first || self.from > last
            }
            None => {
                self.from.in_years().floor() > last.in_years().floor() + 1.0
                    || self.from.year()
                        > last.year() + i64::from(last.step == Step::Season)
                    || self.from.year() < first.year()
            }
        }
    }
}

impl Mention {
    /// Returns whether the words reach beyond a series from one period to another: a span that has a
    /// part of it begins before it or ends after it, and a single period before a word such as "in"
    /// does not lie within.
    pub fn reaches_beyond(&self, first: Period, last: Period) -> bool {
        let begin = self.from.in_years();
        let end = self.to.unwrap_or(self.from).in_years();
        let (from, to) = (first.in_years(), last.in_years());
        // A year and a month of it are no different periods here.
        let alike = |a: f64, b: f64| (a - b).abs() < 1.0 && self.from.step != first.step;
        match self.to {
            Some(_) => {
                begin <= to
                    && end >= from
                    && (begin < from && !alike(begin, from)
                        || end > to && !alike(end, to))
            }
            None => false,
        }
    }
}

/// Returns the ends of a span in one word: "2018–2023", "2018–23". "2018–19" is a season.
fn joined(word: &str) -> Option<(Period, Period)> {
    let (a, b) = word.split_once(['\u{2013}', '\u{2014}', '-', '/'])?;
    let from = period(a)?;
    let short = b.len() == 2 && from.step == Step::Year && a.len() == 4;
    let to = match b.parse::<i64>() {
        Ok(year) if short && year > from.year() % 100 + 1 => {
            period(&(from.year() / 100 * 100 + year).to_string())
        }
        _ if word.contains(['\u{2013}', '\u{2014}']) => period(b),
        _ => None,
    }?;
    (from.step == to.step).then_some((from, to))
}

/// Returns whether what follows these words is how many something is counted for: "per 1000", "1 in
/// 2000".
fn is_base(before: &[&str]) -> bool {
    match before {
        [.., one, word] if *word == "in" => {
            *one == "1" || one.eq_ignore_ascii_case("one")
        }
        [.., word] => word.eq_ignore_ascii_case("per"),
        [] => false,
    }
}

/// Returns the periods that a text names, in order: single ones, and spans such as "2012 to 2024",
/// "March 2023 to March 2025", "between 2017/18 and 2021/22".
pub fn mentions(text: &str) -> Vec<Mention> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/').to_owned()
    };
    // Each period with where its words begin and end.
    let mut found: Vec<(usize, usize, Period)> = Vec::new();
    let mut spans: Vec<Mention> = Vec::new();
    let mut at = 0;
    // Each period has a year, which is digits: most words are not worth a look.
    let digits = |word: Option<&&str>| {
        word.is_some_and(|it| it.bytes().any(|b| b.is_ascii_digit()))
    };
    while at < words.len() {
        if !digits(words.get(at)) && !digits(words.get(at + 1)) {
            at += 1;
            continue;
        }
        let one = bare(words[at]);
        if let Some((from, to)) = joined(&one) {
            spans.push(Mention { words: one, from, to: Some(to), closes: false });
            at += 1;
            continue;
        }
        let two = words.get(at + 1).map(|next| format!("{one} {}", bare(next)));
        let pair =
            two.filter(|_| one.chars().any(char::is_alphabetic)).and_then(|t| period(&t));
        if let Some(pair) = pair.filter(|pair| pair.step != Step::Year) {
            found.push((at, at + 2, pair));
            at += 2;
        } else {
            let base = is_base(&words[..at]);
            if let Some(period) = period(&one).filter(|_| !base) {
                found.push((at, at + 1, period));
            }
            at += 1;
        }
    }
    let word = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map_or_else(String::new, |word| bare(word).to_lowercase())
    };
    let closes = |start: usize| match word(start.checked_sub(1)).as_str() {
        "until" | "till" | "ending" | "ended" => true,
        "to" => [
            "up", "year", "years", "month", "months", "quarter", "quarters", "period",
            "down",
        ]
        .contains(&word(start.checked_sub(2)).as_str()),
        _ => false,
    };
    let mut out = spans;
    let mut index = 0;
    while let Some((start, end, from)) = found.get(index).copied() {
        let said = |end: usize| words.get(start..end).unwrap_or_default().join(" ");
        let next = found.get(index + 1).copied().filter(|(next, ..)| {
            let joint = words.get(end).copied().unwrap_or_default();
            let between =
                start > 0 && bare(words[start - 1]).eq_ignore_ascii_case("between");
            *next == end + 1
                && (["to", "until", "-", "\u{2013}"].contains(&joint)
                    || (between && joint == "and"))
        });
        if let Some((_, stop, to)) = next {
            let words = said(stop).trim_end_matches([',', '.', ';', ':', ')']).to_owned();
            out.push(Mention { words, from, to: Some(to), closes: false });
            index += 2;
        } else {
            let words = said(end).trim_end_matches([',', '.', ';', ':', ')']).to_owned();
            out.push(Mention { words, from, to: None, closes: closes(start) });
            index += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::mentions;
    use crate::model::calendar::period;

    #[test]
    fn words_that_name_another_period_than_the_series_contradict_it() {
        let wrong = |text: &str, first: &str, last: &str| {
            let (first, last) = (period(first).unwrap(), period(last).unwrap());
            let all = mentions(text);
            all.into_iter()
                .find(|said| said.contradicts(first, last))
                .map(|said| said.words)
        };
        for (text, first, last) in [
            ("Units, 2012 = 100, 2010 to 2024", "2010", "2024"),
            ("Claimants, March 2023 to March 2025", "March 2023", "March 2025"),
            ("Claimants, 2023 to 2025", "March 2023", "March 2025"),
            ("Share of pupils, 2017/18 to 2021/22, %", "2017/18", "2021/22"),
            ("Between 2010 and 2024, by area", "2010", "2024"),
            ("Rates per 1,000 people", "2010", "2024"),
            ("Births, rate per 1000", "2022", "2023"),
            ("One in 2000 births, 1 in 1500 of them early", "2022", "2023"),
            ("Children, 2014\u{2013}2021", "2014", "2021"),
            ("Crime, 2008/09 to 2018/19", "2008/09", "2018/19"),
            ("Crime, 2018\u{2013}23", "2018", "2023"),
            ("Crime up to 2023, compared to 2019", "2018", "2023"),
        ] {
            assert_eq!(wrong(text, first, last), None, "{text}");
        }
        assert_eq!(wrong("Crime, 2018-23", "2018", "2024").as_deref(), Some("2018-23"));
        for (text, said) in [
            ("Claimants, March 2023 to March 2024.", "March 2023 to March 2024"),
            ("Claimants, 2022 to 2025", "2022 to 2025"),
            ("Claimants in 2019", "2019"),
            ("Claimants, the year to March 2024", "March 2024"),
            ("Claimants up to 2024", "2024"),
            ("Claimants in 2026", "2026"),
        ] {
            assert_eq!(wrong(text, "March 2023", "March 2025").as_deref(), Some(said));
        }
    }
}
