//! How publishers write numbers, codes and missing values.

use regex::Regex;
use std::sync::LazyLock;

/// Signs for missing values that publishers use, with what they mostly mean.
pub(super) const MARKERS: &[(&str, &str)] = &[
    ("NA", "not available"),
    ("N/A", "not available"),
    ("n/a", "not available"),
    ("..", "not available"),
    (":", "not available"),
    ("...", "not available"),
    ("-", "none, or not available"),
    ("–", "none, or not available"),
    ("—", "none, or not available"),
    ("*", "suppressed"),
    ("~", "too small to show"),
    ("!", "not available"),
    ("#", "not available"),
    ("[x]", "not available"),
    ("[c]", "confidential"),
    ("[z]", "not applicable"),
    ("[w]", "not available"),
    ("[u]", "too unreliable to show"),
    ("[low]", "rounds to zero"),
    ("[k]", "low number"),
    ("x", "not available"),
    ("c", "confidential"),
    ("z", "not applicable"),
    ("u", "too unreliable to show"),
    ("k", "low number"),
    ("low", "rounds to zero"),
    ("NULL", "not available"),
    ("null", "not available"),
    ("NaN", "not available"),
    ("nan", "not available"),
    ("SUPP", "suppressed"),
    ("DNS", "did not submit"),
    ("LOWCOV", "low coverage"),
    ("NE", "no entries"),
    ("NEW", "new, so not available"),
    ("#N/A", "not available"),
];

static CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("^[EWSNKJLM][0-9]{8}$").ok());
static GROUPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$").ok());
static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^[-+]?[1-9][0-9]{0,2}([ \u{a0}\u{202f}\u{2009}][0-9]{3})+(\\.[0-9]+)?$")
        .ok()
});
// Behind a blank, `b` mostly marks a break in a series, and `k` a low number.
static SCALED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?i)[0-9]([kb]| ?(m|bn|tn|million|billion))$").ok());
static COMMA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "^[-+]?([0-9]+|[0-9]{1,3}(\\.[0-9]{3})+|[0-9]{1,3}([ \u{a0}\u{202f}\u{2009}][0-9]{3})+|[0-9]{1,3}(['’][0-9]{3})+),[0-9]+$",
    )
    .ok()
});
// One point alone may stand before decimals.
static DOTTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?[1-9][0-9]{0,2}(\.[0-9]{3}){2,}$").ok());
static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[-+]?[1-9][0-9]{0,2}(['’][0-9]{3})+(\.[0-9]+)?$").ok()
});
static THOUSANDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?([1-9][0-9]{0,2}(\.[0-9]{3})*|0)$").ok());

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NumberForm {
    Whole,
    Plain,
    Grouped,
    Percent,
    Money,
    /// With a decimal comma; also what might be grouped thousands.
    Comma,
    /// Grouped by spaces.
    Spaced,
    /// Grouped by points, two at least.
    Dotted,
    /// Grouped by apostrophes.
    Quoted,
    /// In brackets, which mean a minus.
    Brackets,
    /// With a letter or word that multiplies it: 1.2m.
    Scaled,
}

pub(super) fn form(text: &str) -> Option<NumberForm> {
    // The sign of minus that is set in print.
    let minus = text.replacen('\u{2212}', "-", 1);
    let text = if text.starts_with('\u{2212}') { minus.as_str() } else { text };
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    if let Some(inner) = inner {
        let plain = inner.starts_with(|c: char| c.is_ascii_digit() || "£$€".contains(c));
        return form(inner)
            .filter(|form| {
                plain && !matches!(form, NumberForm::Percent | NumberForm::Scaled)
            })
            .map(|_| NumberForm::Brackets);
    }
    let leading = text.trim_start_matches(['-', '+']);
    let zeros =
        leading.len() > 1 && leading.starts_with('0') && !leading.starts_with("0.");
    if text.parse::<i64>().is_ok() {
        return (!zeros).then_some(NumberForm::Whole);
    }
    // 1E05 is a code; a power of ten has a point or a sign.
    let power = text.contains(['e', 'E']) && !text.contains(['.', '+', '-']);
    if text.parse::<f64>().is_ok_and(f64::is_finite)
        && leading.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && !zeros
        && !power
    {
        return Some(NumberForm::Plain);
    }
    if fits(&GROUPED, text) {
        return Some(NumberForm::Grouped);
    }
    if fits(&SPACED, text) {
        return Some(NumberForm::Spaced);
    }
    if fits(&DOTTED, text) {
        return Some(NumberForm::Dotted);
    }
    if fits(&QUOTED, text) {
        return Some(NumberForm::Quoted);
    }
    if fits(&SCALED, text) {
        let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
        let plain = matches!(
            form(number),
            Some(NumberForm::Whole | NumberForm::Plain | NumberForm::Money)
        );
        return plain.then_some(NumberForm::Scaled);
    }
    if fits(&COMMA, text) {
        return Some(NumberForm::Comma);
    }
    if let Some(number) = text.strip_suffix('%') {
        return form(number.trim_end()).map(|_| NumberForm::Percent);
    }
    let signed = text.strip_prefix('-').unwrap_or(text);
    let bare = signed.trim_start_matches(['£', '$', '€']);
    (bare.len() < signed.len() && form(bare).is_some()).then_some(NumberForm::Money)
}

/// Returns the number of a text without what stands around it: signs, money, brackets, `%`.
pub(super) fn inner(text: &str) -> &str {
    let around = |c: char| !c.is_ascii_digit();
    text.trim_matches(around)
}

/// Returns whether a number may be read with points between its thousands.
pub(super) fn in_thousands(text: &str) -> bool {
    fits(&THOUSANDS, text)
}

/// Returns whether a text is a number, as publishers write them.
pub(super) fn is_number(text: &str) -> bool {
    form(text.trim()).is_some()
}

/// Returns whether a text may be in a column of numbers: one, with or without the mark of a footnote
/// or a sign that it is no exact value, or a sign for a missing one.
pub(super) fn is_value(text: &str) -> bool {
    let text = text.trim();
    let bare = crate::frame::notes::split(text)
        .0
        .trim_start_matches(['<', '>', '~', '≤', '≥', '≈']);
    let short_mark = text.starts_with('[') && text.ends_with(']') && text.len() <= 12;
    is_marker(text)
        || short_mark
        || is_number(bare)
        || is_number(bare.trim_end_matches('*'))
}

/// Returns whether a text is a code of the official geography.
pub(super) fn is_code(text: &str) -> bool {
    fits(&CODE, text.trim())
}

/// Returns whether a text stands for a missing value.
pub(super) fn is_marker(text: &str) -> bool {
    MARKERS.iter().any(|(marker, _)| *marker == text.trim())
}
