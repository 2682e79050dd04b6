//! Numbers among words, as others write them.
//!
//! **In:** words. **Out:** their numbers, and whether one is another that was rounded.
//! **Guarantees:** a rounded number has fewer decimals, and commas say nothing.

/// Returns what stands before the first number of a text, the number, and what stands after it.
pub(super) fn number(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = word.split_at(start);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let number = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ',']);
    Some((before, number, rest.get(number.len()..)?))
}

/// Returns whether a number is another, or is it rounded to fewer decimals.
pub(super) fn rounds(own: &str, said: &str) -> bool {
    let (own, said) = (own.replace(',', ""), said.replace(',', ""));
    if own == said {
        return true;
    }
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, end)| end.len());
    let (Ok(value), Ok(other)) = (own.parse::<f64>(), said.parse::<f64>()) else {
        return false;
    };
    let half = 0.5 * 0.1_f64.powi(decimals(&said).try_into().unwrap_or(i32::MAX));
    decimals(&said) < decimals(&own) && (value - other).abs() <= half + 1e-9
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn a_number_is_rounded_to_fewer_decimals_and_no_digit_else() {
        for said in ["41", "41.0", "41.04"] {
            assert!(rounds("41.04", said), "{said}");
        }
        for said in ["42", "41.1", "41.040", "40"] {
            assert!(!rounds("41.04", said), "{said}");
        }
        assert!(rounds("1,234", "1234"));
        assert!(!rounds("1,234", "1,200"));
    }
}
