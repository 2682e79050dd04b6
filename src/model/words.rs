//! Words put together as the language of the text does.

use crate::say;

/// Joins words: "a", "a and b", "a, b and c".
pub fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => say!("list-two", first = *one, last = *other),
        [first @ .., last] => {
            let first = first.join(&say!("list-between"));
            say!("list-end", first = first, last = *last)
        }
    }
}

/// Returns how many there are of a thing, in a message: "1 row", "2 rows".
pub fn counted<N>(count: N, noun: &str) -> String
where
    N: Copy + std::fmt::Display + PartialEq + From<u8>,
{
    let ending = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Joins the first words of a list, and says how many more there are; for messages.
pub fn some(words: &[String], most: usize) -> String {
    match words.get(..most) {
        Some(first) if words.len() > most => {
            format!("{} and {} more", first.join(", "), words.len() - most)
        }
        _ => listed(words),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;
    use super::some;

    #[test]
    fn words_are_joined_with_and_before_the_last() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            [2, 3].map(|most| some(&words, most)),
            ["a, b and 1 more", "a, b and c"]
        );
        assert_eq!(listed(&["a", "b"]), "a and b");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
