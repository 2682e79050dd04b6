//! The constraints of a column.

use crate::frame::check::typed::Typed;
use crate::project::FieldDecl;
use regex::Regex;

/// A constraint of a column, made ready.
pub(super) enum Rule {
    Minimum(f64),
    Maximum(f64),
    Above(f64),
    Below(f64),
    Shortest(usize),
    Longest(usize),
    Pattern(Regex, String),
    Allowed(Vec<String>),
}

impl Rule {
    pub(super) fn of(field: &FieldDecl) -> Vec<Self> {
        let declared = &field.constraints;
        // Patterns that cannot be read are refused with the contract.
        let pattern = declared.pattern.as_ref().and_then(|pattern| {
            let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
            Some(Self::Pattern(whole, pattern.clone()))
        });
        [
            declared.minimum.map(Self::Minimum),
            declared.maximum.map(Self::Maximum),
            declared.exclusive_minimum.map(Self::Above),
            declared.exclusive_maximum.map(Self::Below),
            declared.min_length.map(Self::Shortest),
            declared.max_length.map(Self::Longest),
            pattern,
            declared.allowed_texts().map(Self::Allowed),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn keeps(&self, text: &str, value: Typed<'_>) -> bool {
        let number = match value {
            Typed::Integer(integer) => Some(integer as f64),
            Typed::Number(number) => Some(number),
            Typed::Text(_) | Typed::Stamp(_) | Typed::Bool(_) => None,
        };
        match self {
            Self::Minimum(least) => number.is_none_or(|number| number >= *least),
            Self::Maximum(most) => number.is_none_or(|number| number <= *most),
            Self::Above(limit) => number.is_none_or(|number| number > *limit),
            Self::Below(limit) => number.is_none_or(|number| number < *limit),
            // No text has more characters than bytes.
            Self::Longest(longest) => {
                text.len() <= *longest || text.chars().count() <= *longest
            }
            Self::Shortest(shortest) => text.chars().count() >= *shortest,
            Self::Pattern(regex, _) => regex.is_match(text),
            Self::Allowed(allowed) => allowed.iter().any(|one| one == text),
        }
    }

    /// Returns what is wrong with a text that breaks the rule.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Minimum(least) => format!("is below the minimum {least}"),
            Self::Maximum(most) => format!("is above the maximum {most}"),
            Self::Above(limit) => format!("is not greater than {limit}"),
            Self::Below(limit) => format!("is not less than {limit}"),
            Self::Shortest(_) => "is shorter than the contract allows".to_owned(),
            Self::Longest(_) => "is longer than the contract allows".to_owned(),
            Self::Pattern(_, pattern) => {
                format!("does not match the pattern `{pattern}`")
            }
            Self::Allowed(allowed) => {
                let list: Vec<String> =
                    allowed.iter().take(8).map(|one| format!("`{one}`")).collect();
                format!("is not one of {}", list.join(", "))
            }
        }
    }
}
