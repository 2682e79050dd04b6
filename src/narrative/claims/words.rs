//! The words of a claim against its rule: words may not say more than the rule tests.
//!
//! The rule of a `holds:` expression is the author's own and is believed; a typed kind tests
//! one sort of assertion, and words of another sort would pass untested.

use crate::project::ClaimDecl;
use crate::project::ClaimKind;
use regex::Regex;
use std::sync::LazyLock;

/// Words that assert something of one sort, with the kinds of claim that test it.
struct Sort {
    words: LazyLock<Option<Regex>>,
    kinds: &'static [ClaimKind],
    name: &'static str,
}

macro_rules! sort {
    ($name:literal, $kinds:expr, $words:literal) => {
        Sort {
            words: LazyLock::new(|| Regex::new(concat!("(?i)", $words)).ok()),
            kinds: $kinds,
            name: $name,
        }
    };
}

static SORTS: [Sort; 6] = [
    sort!(
        "ratio",
        &[ClaimKind::Ratio],
        r"\b(?:doubl|tripl|trebl|quadrupl|twice|thrice|halv|half (?:of |as |the )|(?:two|three|four|five) times)"
    ),
    sort!(
        "majority",
        &[ClaimKind::Majority, ClaimKind::Ratio],
        r"\b(?:majority|most (?:areas|places|regions|districts|years|types))\b"
    ),
    sort!(
        "trend",
        &[ClaimKind::Trend],
        r"\b(?:every|each|all) (?:single )?years?\b|\byear (?:after|on|by) year\b"
    ),
    sort!("coverage", &[ClaimKind::Coverage, ClaimKind::Majority], r"\ball \d"),
    sort!(
        "rank",
        &[ClaimKind::Rank],
        r"\b(?:highest|lowest|largest|smallest|widest|narrowest|greatest|steepest)\b"
    ),
    sort!("significance", &[ClaimKind::Significance], r"\bsignifican"),
];

/// Returns what is wrong with a claim's words, and what to do, where they do not fit its rule.
pub(in crate::narrative) fn unfit(
    words: &str,
    decl: &ClaimDecl,
) -> Option<(String, String)> {
    let kind = decl.kind?;
    for sort in &SORTS {
        let found = sort.words.as_ref().and_then(|regex| regex.find(words));
        if let Some(found) = found.filter(|_| !sort.kinds.contains(&kind)) {
            let said = word_at(words, found.start());
            return Some((
                format!("`{said}` is not what the claim tests"),
                format!(
                    "test it with `kind: {}` or `holds:`, or change the words",
                    sort.name
                ),
            ));
        }
    }
    turned(words, decl)
}

/// Returns the word that begins at an offset.
fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// Words that say up, words that say down, and words that turn either round.
static TURNS: LazyLock<Option<[Regex; 3]>> = LazyLock::new(|| {
    let up =
        r"(?i)\b(?:rose|rises?|rising|grew|grows?|growing|growth|increase[sd]?|gained)\b";
    let down = r"(?i)\b(?:fell|falls?|fallen|falling|decline[sd]?|decrease[sd]?|shrank|dropped)\b";
    let not =
        r"(?i)\b(?:not|no|never|neither|nor|without|hardly|stopped|cannot)\b|n[’']t\b";
    Some([Regex::new(up).ok()?, Regex::new(down).ok()?, Regex::new(not).ok()?])
});

/// Compares the direction of the words with that of the rule.
fn turned(words: &str, decl: &ClaimDecl) -> Option<(String, String)> {
    let [up, down, not] = TURNS.as_ref()?;
    let negated = not.find(words);
    let rule = decl.is.as_deref()?;
    let fault = |said: &str| {
        Some((
            format!("`{said}` is the reverse of what the claim tests (`is: {rule}`)"),
            "change the words, or the rule".to_owned(),
        ))
    };
    // A gap grows while the difference that measures it falls further below zero.
    let gap =
        ["gap", "difference", "distance", "lead"].iter().any(|of| words.contains(of));
    match (decl.kind?, rule) {
        (ClaimKind::Direction | ClaimKind::Trend, "rise" | "fall") if !gap => {
            let (same, other) = if rule == "rise" { (up, down) } else { (down, up) };
            match (same.find(words), other.find(words), negated) {
                // "did not rise" where the rule is a rise.
                (Some(_), None, Some(not)) => fault(not.as_str()),
                // "fell" where the rule is a rise.
                (None, Some(other), None) => fault(other.as_str()),
                _ => None,
            }
        }
        (ClaimKind::Significance, "significant") => {
            let significant = words.to_lowercase().contains("significan");
            negated.filter(|_| significant).and_then(|not| fault(not.as_str()))
        }
        (ClaimKind::Significance, "not_significant") => {
            let said = words.to_lowercase().contains("significan");
            if said && negated.is_none() { fault("significant") } else { None }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::unfit;
    use crate::project::ClaimDecl;
    use crate::project::ClaimKind;

    fn says(words: &str, kind: ClaimKind, is: &str) -> Option<String> {
        let decl = ClaimDecl {
            kind: Some(kind),
            is: Some(is.to_owned()),
            ..ClaimDecl::default()
        };
        unfit(words, &decl).map(|(message, _)| message)
    }

    #[test]
    fn words_may_say_what_the_rule_tests() {
        for (words, kind, is) in [
            ("grew faster", ClaimKind::Comparison, "greater"),
            ("almost double", ClaimKind::Ratio, "almost_double"),
            ("most areas grew", ClaimKind::Majority, "rise"),
            ("rose in each year", ClaimKind::Trend, "rise"),
            ("All 150 areas", ClaimKind::Coverage, ""),
            ("shows the widest gap", ClaimKind::Rank, "highest"),
            ("did not fall", ClaimKind::Direction, "rise"),
            ("The gap grew every year", ClaimKind::Trend, "fall"),
            ("statistically significant", ClaimKind::Significance, "significant"),
            ("not statistically significant", ClaimKind::Significance, "not_significant"),
            ("cannot be told apart", ClaimKind::Significance, "not_significant"),
        ] {
            assert_eq!(says(words, kind, is), None, "{words}");
        }
    }

    #[test]
    fn words_may_not_say_more_than_the_rule_tests() {
        for (words, kind, is, said) in [
            ("doubled", ClaimKind::Comparison, "greater", "doubled"),
            ("almost double", ClaimKind::Direction, "rise", "double"),
            ("grew in most areas", ClaimKind::Direction, "rise", "most"),
            ("rose every year", ClaimKind::Direction, "rise", "every"),
            ("in all 150 areas", ClaimKind::Comparison, "greater", "all"),
            ("the largest fall", ClaimKind::Comparison, "less", "largest"),
            ("significantly faster", ClaimKind::Comparison, "greater", "significantly"),
        ] {
            let message = format!("`{said}` is not what the claim tests");
            assert_eq!(says(words, kind, is), Some(message), "{words}");
        }
    }

    #[test]
    fn words_may_not_turn_the_rule_round() {
        for (words, kind, is, said) in [
            ("did not rise", ClaimKind::Direction, "rise", "not"),
            ("fell", ClaimKind::Direction, "rise", "fell"),
            ("grew every year", ClaimKind::Trend, "fall", "grew"),
            ("isn’t significant", ClaimKind::Significance, "significant", "n’t"),
            ("significant", ClaimKind::Significance, "not_significant", "significant"),
        ] {
            let message =
                format!("`{said}` is the reverse of what the claim tests (`is: {is}`)");
            assert_eq!(says(words, kind, is), Some(message), "{words}");
        }
    }
}
