//! How far two sentences are apart, word by word.

use similar::Algorithm;
use similar::DiffTag;
use similar::capture_diff_slices;

/// Two sentences side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// How much of them is the same, from 0 to 1.
    pub alike: f64,
    /// The words that only the first has.
    pub old: String,
    /// The words that only the second has.
    pub new: String,
}

/// Compares two sentences by their words.
pub fn apart(old: &str, new: &str) -> Apart {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (old.split(' ').collect(), new.split(' ').collect());
    let (mut gone, mut come, mut same) = (Vec::<&str>::new(), Vec::<&str>::new(), 0);
    for step in capture_diff_slices(Algorithm::Myers, &a, &b) {
        if step.tag() == DiffTag::Equal {
            same += step.old_range().len();
        } else {
            gone.extend(a.get(step.old_range()).unwrap_or_default());
            come.extend(b.get(step.new_range()).unwrap_or_default());
        }
    }
    let alike = 2.0 * same as f64 / (a.len() + b.len()) as f64;
    Apart { alike, old: gone.join(" "), new: come.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn the_words_that_only_one_has_are_told() {
        let found = apart("it rose by a third", "it fell by a third");
        assert_eq!((found.old.as_str(), found.new.as_str()), ("rose", "fell"));
        assert!((found.alike - 0.8).abs() < 1e-12);
    }
}
