//! Texts read as numbers, dates and the like.

use crate::frame::check::beside::says_nothing_after;
use crate::frame::check::beside::says_nothing_before;
use crate::frame::check::exact;
use crate::frame::check::exact::is_kept;
use crate::frame::check::exact::is_whole_kept;
use crate::model::calendar::Stamp;
use crate::model::calendar::Written;
use crate::project::FieldDecl;
use crate::project::FieldType;
use std::borrow::Cow;
use std::num::IntErrorKind;

/// One cell, read by its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::frame) enum Typed<'t> {
    Integer(i64),
    Number(f64),
    Text(&'t str),
    Stamp(Stamp),
    Bool(bool),
}

/// The sign of minus that is set in print.
const MINUS: char = '\u{2212}';

/// Reads a text by its column's type, or says what it should be.
pub(super) fn read<'t>(
    field: &FieldDecl,
    written: Option<&Written>,
    text: &'t str,
) -> Result<Typed<'t>, &'static str> {
    if matches!(field.kind, FieldType::Number | FieldType::Integer)
        && let Some(rest) = text.strip_prefix(MINUS)
        && rest.starts_with(|c: char| c.is_ascii_digit() || "£$€.".contains(c))
    {
        let read = match read(field, written, rest)? {
            Typed::Number(number) => Typed::Number(-number),
            Typed::Integer(number) => Typed::Integer(-number),
            other => other,
        };
        return Ok(read);
    }
    if let Some(written) = written {
        let wanted = "a date in the declared `format`";
        return written.read(text).map(Typed::Stamp).ok_or(wanted);
    }
    match field.kind {
        FieldType::Number | FieldType::Integer
            if field.format.as_deref() == Some("accounting") =>
        {
            accounting(field, text)
        }
        FieldType::Number if field.format.as_deref() == Some("scaled") => {
            let text = scaled_number(field, text).ok_or("a number such as 1.2m")?;
            number(&text, "a number such as 1.2m")
        }
        FieldType::Number if field.format.is_some() => {
            let text = share(field, text).ok_or("a number or a percentage")?;
            number(&text, "a number or a percentage")
        }
        FieldType::Integer => match digits(field, text).parse() {
            Ok(number) if is_whole_kept(number) => Ok(Typed::Integer(number)),
            Err(error)
                if !matches!(
                    error.kind(),
                    IntErrorKind::PosOverflow | IntErrorKind::NegOverflow
                ) =>
            {
                Err("a whole number")
            }
            _ => Err(exact::WANTED),
        },
        FieldType::Year => match text.parse::<i64>() {
            Ok(year) if text.len() == 4 && year >= 0 => Ok(Typed::Integer(year)),
            _ => Err("a year of four digits"),
        },
        FieldType::Number => number(&digits(field, text), "a number"),
        FieldType::Boolean if field.true_values.iter().any(|yes| yes == text) => {
            Ok(Typed::Bool(true))
        }
        FieldType::Boolean if field.false_values.iter().any(|no| no == text) => {
            Ok(Typed::Bool(false))
        }
        FieldType::Boolean => Err("`true` or `false`"),
        FieldType::Date if !date(text) => Err("a date like 2024-03-31"),
        FieldType::Yearmonth if days_of(text).is_none() => Err("a month like 2024-03"),
        FieldType::Date | FieldType::Yearmonth | FieldType::String | FieldType::Any => {
            Ok(Typed::Text(text))
        }
    }
}

/// Reads a number whose column is declared as percentages (`percent`: 12.3 % is 12.3) or as shares
/// of one (`fraction`: it is 0.123). A number without a sign of percent is what it says.
fn share<'t>(field: &FieldDecl, text: &'t str) -> Option<Cow<'t, str>> {
    let bare = text.trim();
    let Some(percent) = bare.strip_suffix('%') else { return Some(digits(field, bare)) };
    let digits = digits(field, percent.trim_end());
    match field.format.as_deref() {
        Some("fraction") => shifted(&digits, -2).map(Cow::Owned),
        _ => Some(digits),
    }
}

/// Reads a number whose column writes negatives in brackets: (4) is -4.
fn accounting<'t>(field: &FieldDecl, text: &str) -> Result<Typed<'t>, &'static str> {
    let plain = FieldDecl { format: None, ..field.clone() };
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let Some(inner) = inner.map(str::trim) else {
        return match read(&plain, None, text)? {
            Typed::Number(number) => Ok(Typed::Number(number)),
            Typed::Integer(number) => Ok(Typed::Integer(number)),
            _ => Err("a number"),
        };
    };
    if inner.starts_with(['-', '+', MINUS]) {
        return Err("a number, or one in brackets");
    }
    match read(&plain, None, inner)? {
        Typed::Number(number) => Ok(Typed::Number(-number)),
        Typed::Integer(number) => Ok(Typed::Integer(-number)),
        _ => Err("a number, or one in brackets"),
    }
}

/// Letters and words that multiply a number, with the power of ten.
const SCALES: [(&str, i32); 8] = [
    ("million", 6),
    ("billion", 9),
    ("thousand", 3),
    ("bn", 9),
    ("tn", 12),
    ("k", 3),
    ("m", 6),
    ("b", 9),
];

/// Returns the text of a number with its point moved by the letter or word behind it: `1.2m` is
/// 1200000.
pub(in crate::frame) fn scaled(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let found = SCALES.iter().find_map(|(word, power)| {
        Some((lower.strip_suffix(word)?.trim_end().to_owned(), *power))
    });
    match found {
        Some((number, power)) => shifted(&number, power),
        None => Some(lower),
    }
}

fn scaled_number(field: &FieldDecl, text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let scale = SCALES.iter().find(|(word, _)| lower.ends_with(word));
    let Some((word, power)) = scale else {
        return Some(digits(field, text).into_owned());
    };
    let bare = text.trim().get(..text.trim().len() - word.len())?;
    shifted(&digits(field, bare.trim_end()), *power)
}

/// Returns a decimal number's text with its point moved, so that no digit is lost to arithmetic.
pub(in crate::frame) fn shifted(text: &str, by: i32) -> Option<String> {
    text.parse::<f64>().ok()?;
    let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    Some(format!("{mantissa}e{}", power.parse::<i32>().ok()? + by))
}

/// Reads a number whose text is as Rust reads it; `wanted` is what it should be.
fn number<'t>(text: &str, wanted: &'static str) -> Result<Typed<'t>, &'static str> {
    if let Some(number) = plain_number(text) {
        return Ok(Typed::Number(number));
    }
    match text.parse::<f64>() {
        Ok(number) if !number.is_finite() => Err(wanted),
        Ok(number) if is_kept(text, number) => Ok(Typed::Number(number)),
        Ok(_) => Err(exact::WANTED),
        Err(_) => Err(wanted),
    }
}

/// Reads a short decimal: digits with a point among them, none where it is anything else. It is a
/// whole number over a power of ten, both exact, so that their quotient is the nearest number, as
/// the language's own reading gives it.
#[inline]
pub(super) fn plain_number(text: &str) -> Option<f64> {
    const TENS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
        1e15,
    ];
    let (sign, bare) = match text.as_bytes() {
        [b'-', bare @ ..] => (-1.0, bare),
        bare => (1.0, bare),
    };
    // Of sixteen bytes without a point the number might be none that is exact.
    if bare.len() > 15 {
        return None;
    }
    let mut whole = 0_u64;
    let mut bytes = bare.iter();
    let mut after = 0;
    for byte in bytes.by_ref() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            if *byte != b'.' {
                return None;
            }
            after = bytes.len();
            break;
        }
        whole = 10 * whole + u64::from(digit);
    }
    let mut digits = true;
    for byte in bytes.clone() {
        let digit = byte.wrapping_sub(b'0');
        digits &= digit <= 9;
        whole = 10 * whole + u64::from(digit);
    }
    // A point alone is no number.
    let any = bare.iter().any(u8::is_ascii_digit);
    let tens = TENS.get(after).filter(|_| digits && any)?;
    Some(sign * (whole as f64 / tens))
}

/// Returns whether a number's text is read as it stands.
pub(super) fn is_plain(field: &FieldDecl) -> bool {
    field.format.is_none()
        && field.bare_number
        && field.group_char.is_none()
        && field.decimal_char.is_none()
}

/// Stands for a text that is not read as a number.
const NO_NUMBER: &str = "none";

/// Returns a number's text as Rust reads it: without grouping, with a point.
fn digits<'t>(field: &FieldDecl, text: &'t str) -> Cow<'t, str> {
    if is_plain(field) {
        return Cow::Borrowed(text);
    }
    let mut out = Cow::Borrowed(text);
    if !field.bare_number {
        let inside = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',');
        // A minus before a sign of money belongs to the number: -£4.
        let signed = text.strip_prefix('-').filter(|rest| !rest.starts_with(inside));
        let number = signed.unwrap_or(text).trim_matches(|c| !inside(c));
        let around = signed.unwrap_or(text).split_once(number).unwrap_or((text, ""));
        if signed.is_some() && number.starts_with(['-', '+']) {
            return Cow::Borrowed(NO_NUMBER);
        }
        // The point of an abbreviation is none of the number: Rs.5 is not 0.5.
        let abbreviated =
            around.0.ends_with(char::is_alphabetic) && number.starts_with(['.', ',']);
        if abbreviated || !(says_nothing_before(around.0) && says_nothing_after(around.1))
        {
            return Cow::Borrowed(NO_NUMBER);
        }
        out = match signed {
            Some(_) => Cow::Owned(format!("-{number}")),
            None => Cow::Borrowed(number),
        };
    }
    let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let by_space = field.group_char.as_deref().is_some_and(|it| it.chars().all(space));
    // Spaces of any width group alike.
    if by_space && out.contains(space) {
        out = Cow::Owned(out.replace(space, " "));
    }
    let group = field.group_char.as_deref().filter(|group| !group.is_empty());
    if let Some(group) = group.map(|group| if by_space { " " } else { group }) {
        let point = field.decimal_char.as_deref().filter(|point| !point.is_empty());
        let whole = out.split(point.unwrap_or(".")).next().unwrap_or_default();
        let mut groups = whole.trim_start_matches(['-', '+']).split(group);
        let first = groups.next().unwrap_or_default();
        let mut rest = groups.peekable();
        let grouped = rest.peek().is_some();
        // "0,478" is no thousands.
        let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
        if grouped && (!leads || rest.any(|digits| digits.len() != 3)) {
            return Cow::Borrowed(NO_NUMBER);
        }
        out = Cow::Owned(out.replace(group, ""));
    }
    match field.decimal_char.as_deref() {
        Some(point) if !point.is_empty() && point != "." => {
            Cow::Owned(out.replace(point, "."))
        }
        _ => out,
    }
}

fn date(text: &str) -> bool {
    let day = |day: &str| digits_of(day.strip_prefix('-')?, 2);
    let (Some(month), Some(rest)) = (text.get(..7), text.get(7..)) else { return false };
    match (days_of(month), day(rest)) {
        (Some(days), Some(day)) => (1..=days).contains(&day),
        _ => false,
    }
}

/// Returns how many days a month like `2024-03` has; none for another text.
fn days_of(month: &str) -> Option<u32> {
    let (year, month) = month.split_at_checked(4)?;
    let (year, month) = (digits_of(year, 4)?, digits_of(month.strip_prefix('-')?, 2)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Returns the number that so many digits write.
fn digits_of(text: &str, count: usize) -> Option<u32> {
    let digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.bytes().fold(0, |sum, byte| 10 * sum + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::date;
    use super::days_of;
    use super::plain_number;

    #[test]
    fn numbers_are_those_that_the_language_reads() {
        let mut seed = 1_u64;
        let mut texts: Vec<String> = [
            "",
            "-",
            ".",
            "-.",
            "1.",
            ".5",
            "-0",
            "-0.0",
            "1e3",
            "+1",
            "1.2.3",
            "0.1",
            "9007199254740993",
            "123456789012345.6",
            "0.000000000000001",
            "--1",
            "nan",
            "inf",
        ]
        .map(str::to_owned)
        .into();
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (digits, point) = (seed >> 12, (seed >> 4) as usize % 20);
            let mut text = digits.to_string();
            if point < text.len() {
                text.insert(point, '.');
            }
            text.truncate(1 + (seed >> 60) as usize);
            texts.push(if seed.is_multiple_of(2) { format!("-{text}") } else { text });
        }
        for text in texts {
            if let Some(number) = plain_number(&text) {
                let parsed: f64 = text.parse().unwrap();
                assert_eq!(number.to_bits(), parsed.to_bits(), "{text}");
            }
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar_in_digits_alone() {
        for good in ["2024-02-29", "2000-02-29", "2023-12-31"] {
            assert!(date(good), "{good}");
        }
        for bad in ["2023-02-29", "1900-02-29", "2024-13-01", "2024-1-01", "+024-01-01"] {
            assert!(!date(bad), "{bad}");
        }
        assert_eq!(days_of("2024-02"), Some(29));
        for bad in ["2024-00", "2024-+1", "2024-1", "24-01", "2024é01", "2024-011"] {
            assert_eq!(days_of(bad), None, "{bad}");
        }
    }
}
