//! Words within a text.

/// Returns a text in which words have others in their place; words are made of what `letter` says.
pub(super) fn reworded<'n>(
    text: &str,
    letter: impl Fn(char) -> bool,
    other: impl Fn(&str) -> Option<&'n str>,
) -> String {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !letter(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(other(word).unwrap_or(word));
        let next = after.find(&letter).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        out.push_str(between);
        rest = after;
    }
    out
}
