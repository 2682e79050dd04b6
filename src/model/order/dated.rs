//! Parts of a year with their year: `Autumn 2022`, `Q1 2022/23`, `Week 9 2023`; years of two digits.

/// Returns places in time of values that all are a part of a year and its year, or all years as `98/99`.
pub(super) fn dated(values: &[&str]) -> Option<Vec<f64>> {
    let small: Vec<String> = values
        .iter()
        .map(|value| value.to_lowercase().replace(['\u{2013}', '\u{2212}'], "-"))
        .collect();
    let short: Option<Vec<f64>> = small.iter().map(|value| short_year(value)).collect();
    if let Some(years) = short {
        // `99/00` follows `98/99`.
        let early = years.iter().any(|year| *year < 50.0);
        let turned = years.contains(&99.0);
        let late = |year: f64| if early && year < 50.0 { year + 100.0 } else { year };
        // `16-17` may be ages.
        let told = turned || small.iter().all(|value| value.contains('/'));
        return told.then(|| years.into_iter().map(late).collect());
    }
    let found: Option<Vec<f64>> = small.iter().map(|value| place(value)).collect();
    found.or_else(|| slashed(&small))
}

/// Days written with the day first, `31/01/2024`; nothing where one of them has no such month.
fn slashed(values: &[String]) -> Option<Vec<f64>> {
    let day = |value: &String| {
        let parts: Vec<&str> = value.split(['/', '.']).collect();
        let [day, month, year] = parts.as_slice() else { return None };
        let number = |text: &str, most: u32| {
            text.parse::<u32>().ok().filter(|at| (1..=most).contains(at))
        };
        let (day, month) = (number(day, 31)?, number(month, 12)?);
        let year = number(year, 9999).filter(|_| year.len() == 4)?;
        Some(f64::from(year * 10_000 + month * 100 + day))
    };
    values.iter().map(day).collect()
}

/// The first year of `98/99` or `00-01`.
fn short_year(value: &str) -> Option<f64> {
    let (first, next) = value.split_once(['/', '-'])?;
    let two = |text: &str| -> Option<u32> {
        text.parse().ok().filter(|_| text.len() == 2 && !text.starts_with('+'))
    };
    let (first, next) = (two(first)?, two(next)?);
    (next == (first + 1) % 100).then_some(f64::from(first))
}

/// The first year of `2022`, `2022/23`, `2022-2023`, and whether it has two.
fn year(text: &str) -> Option<(f64, bool)> {
    let (first, next) = match text.split_once(['/', '-']) {
        Some((first, next)) => (first, Some(next)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let first: f64 = first.parse().ok().filter(|_| digits(first) && first.len() == 4)?;
    let whole = next.is_none_or(|next| digits(next) && matches!(next.len(), 2 | 4));
    whole.then_some((first, next.is_some()))
}

/// Where a part of a year begins: one of a year that goes over two, and one of a calendar year.
fn part(words: &[&str]) -> Option<(f64, f64)> {
    let number = |text: &str| text.parse::<u8>().ok().map(f64::from);
    Some(match *words {
        ["autumn" | "fall"] => (0.7, 0.7),
        ["winter"] => (0.9, 0.9),
        ["spring"] => (1.2, 0.2),
        ["summer"] => (1.4, 0.4),
        ["quarter" | "week" | "period" | "month" | "term", at] => {
            let at = number(at)? / 1000.0;
            (at, at)
        }
        [short] => {
            let at = number(short.strip_prefix(['q', 'p', 'm'])?)? / 1000.0;
            (at, at)
        }
        _ => return None,
    })
}

fn place(value: &str) -> Option<f64> {
    let words = value.split([' ', ',']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let (found, rest) = match words.as_slice() {
        [rest @ .., last] if year(last).is_some() => (year(last)?, rest),
        [first, rest @ ..] => (year(first)?, rest),
        [] => return None,
    };
    let rest = match rest {
        [season, "term"] => std::slice::from_ref(season),
        rest => rest,
    };
    let ((year, two), (over, within)) = (found, part(rest)?);
    Some(year + if two { over } else { within })
}
