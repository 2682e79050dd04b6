//! Text with a capital letter in front.

/// Returns the text with a capital letter in front.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::capital;

    #[test]
    fn a_capital_stands_for_the_first_letter_alone() {
        assert_eq!(capital("éa B"), "Éa B");
        assert_eq!(capital(""), "");
    }
}
