//! The style of a house: how a newspaper writes numbers that it takes over.
//!
//! **In:** the words of an edition and those of another. **Out:** what differs besides the style.
//! **Guarantees:** a number may lose decimals by rounding, and its commas; nothing else of it.

use crate::diff::Apart;
use crate::press::number::number;
use crate::press::number::rounds;

/// Joins words by spaces, with "41 per cent", "41 percent" and "41 %" as "41%".
pub(super) fn per_cent<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let counted = out.ends_with(|c: char| c.is_ascii_digit());
        let cent = match word {
            "per" if counted => words.peek().and_then(|next| next.strip_prefix("cent")),
            _ if counted => word.strip_prefix("percent").or(word.strip_prefix('%')),
            _ => None,
        };
        let Some(end) = cent.filter(|end| !end.starts_with(char::is_alphanumeric)) else {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
            continue;
        };
        if word == "per" {
            words.next();
        }
        out.push('%');
        out.push_str(end);
    }
    out
}

/// Returns what differs between two sentences besides the style: the words of the edition, and the others.
/// None where nothing else does.
pub(super) fn changed(found: &Apart) -> Option<(String, String)> {
    let old: Vec<&str> = found.old.split(' ').collect();
    let new: Vec<&str> = found.new.split(' ').collect();
    if old.len() != new.len() {
        return Some((found.old.clone(), found.new.clone()));
    }
    let pairs = old.into_iter().zip(new).filter(|(own, said)| !written(own, said));
    let (old, new): (Vec<&str>, Vec<&str>) = pairs.unzip();
    (!old.is_empty()).then(|| (old.join(" "), new.join(" ")))
}

/// Returns whether two sentences are one but for the style.
pub(super) fn same(own: &str, said: &str) -> bool {
    let (mut own, mut said) = (own.split(' '), said.split(' '));
    loop {
        match (own.next(), said.next()) {
            (None, None) => return true,
            (Some(own), Some(said)) if written(own, said) => {}
            _ => return false,
        }
    }
}

/// Returns whether a word is another but for the style of its numbers.
fn written(own: &str, said: &str) -> bool {
    let (Some((before, number, after)), Some((ahead, other, behind))) =
        (number(own), number(said))
    else {
        return own == said;
    };
    before == ahead && rounds(number, other) && written(after, behind)
}

#[cfg(test)]
mod tests {
    use super::per_cent;
    use super::same;

    #[test]
    fn a_number_may_be_rounded_and_its_sign_be_written_out() {
        let own = "units grew by 41.0% (36.2%-45.8%), to 1,234";
        for said in [
            "units grew by 41% (36.2%-45.8%), to 1234",
            "units grew by 41 per cent (36%-46%), to 1,234",
            "units grew by 41.0 percent (36.2 %-45.8%), to 1,234",
        ] {
            let said = per_cent(said.split(' '));
            assert!(same(own, &said), "{said}");
        }
        for said in [
            "units grew by 42% (36.2%-45.8%), to 1,234",
            "units grew by 41.1% (36.2%-45.8%), to 1,234",
            "units grew by 41.00% (36.2%-45.8%), to 1,234",
            "units grew by -41% (36.2%-45.8%), to 1,234",
            "units grew by 41 (36.2%-45.8%), to 1,234",
            "units grew by 41% (36.2%-45.8%), to 1,200",
            "units grew by 41% (36.2%-45.8%)",
        ] {
            assert!(!same(own, said), "{said}");
        }
        let points = "rose by 5 percentage points per centre";
        assert_eq!(per_cent(points.split(' ')), points);
    }
}
