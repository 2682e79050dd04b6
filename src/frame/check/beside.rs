//! What stands beside a number in its cell: what can be passed over, and what changes the value.

/// Words that change or bound the value of the number before them.
const TELLING: [&str; 48] = [
    "m",
    "k",
    "b",
    "t",
    "e",
    "x",
    "bn",
    "mn",
    "mio",
    "tn",
    "trn",
    "tsd",
    "th",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "score",
    "lakh",
    "crore",
    "bp",
    "or",
    "to",
    "and",
    "fewer",
    "less",
    "more",
    "below",
    "above",
    "under",
    "over",
    "plus",
    "minus",
    "off",
    "max",
    "maximum",
    "minimum",
    "approx",
    "approximately",
    "est",
    "estimated",
    "negative",
    "cr",
    "dr",
    "credit",
    "debit",
];

/// Words that say before a number that it is not its exact value.
const ABOUT: [&str; 18] = [
    "less",
    "fewer",
    "more",
    "under",
    "over",
    "below",
    "above",
    "up",
    "at",
    "about",
    "around",
    "approx",
    "approximately",
    "circa",
    "ca",
    "c",
    "nearly",
    "almost",
];

fn is_space_or_money(c: char) -> bool {
    c.is_whitespace() || matches!(c, '£' | '$' | '€' | '¥' | '%')
}

/// Returns whether what stands before a number can be passed over: spaces, signs of money, the
/// code of a currency (EUR 5). Any other word may change the value: less than 5, c.5.
pub(super) fn says_nothing_before(before: &str) -> bool {
    let code =
        |word: &str| word.len() == 3 && word.bytes().all(|c| c.is_ascii_uppercase());
    before.split(is_space_or_money).all(|word| word.is_empty() || code(word))
}

/// Returns whether what stands after a number can be passed over: spaces, signs of money and of
/// percent, and names of units. Brackets and words such as "million" or "or fewer" change the value.
pub(super) fn says_nothing_after(after: &str) -> bool {
    after.split(is_space_or_money).filter(|word| !word.is_empty()).all(|word| {
        let lower = word.to_lowercase();
        let word = lower.strip_suffix('s').filter(|w| w.len() > 1).unwrap_or(&lower);
        let telling = TELLING.contains(&word) || TELLING.contains(&lower.as_str());
        word.chars().all(char::is_alphabetic) && !telling
    })
}

/// Returns whether a text gives a bound or a rough number in place of an exact one: <5, less than
/// 5, c.5, 5 or fewer, 5+.
pub(super) fn is_inexact(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    lower.starts_with(['<', '>', '~', '≤', '≥', '≈', '±'])
        || ABOUT.contains(&first)
        || lower.ends_with('+')
        || [" or fewer", " or less", " or more", " or over", " or under"]
            .iter()
            .any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::is_inexact;
    use super::says_nothing_after;
    use super::says_nothing_before;

    #[test]
    fn what_changes_a_value_is_not_passed_over() {
        for harmless in ["", "£", " £ ", "EUR ", "$"] {
            assert!(says_nothing_before(harmless), "{harmless}");
        }
        for harmless in
            ["", " %", "€ ", " kg", " people", "\u{a0}%", "p", " EUR", " min", "s"]
        {
            assert!(says_nothing_after(harmless), "{harmless}");
        }
        for telling in
            ["(£", "−£", "<", "~", ">", "c.", "≈", "c", "circa ", "less than ", "minus "]
        {
            assert!(!says_nothing_before(telling), "{telling}");
        }
        for telling in [
            ")",
            "m",
            "k",
            "bn",
            " million",
            " millions",
            " hundred",
            " or fewer",
            " CR",
            " bps",
            "x",
        ] {
            assert!(!says_nothing_after(telling), "{telling}");
        }
    }

    #[test]
    fn bounds_and_rough_numbers_are_known_by_their_signs_and_words() {
        for text in ["<5", "Less than 5", "c.5", "circa 5", "5 or fewer", "5+", "up to 5"]
        {
            assert!(is_inexact(text), "{text}");
        }
        for text in ["5", "-5", "£5", "5 kg", "(5)", "5 (r)"] {
            assert!(!is_inexact(text), "{text}");
        }
    }
}
