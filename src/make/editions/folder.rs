//! The folder of an edition, from the name of its row.
//!
//! It is the name as a part of an id, cut where it is long. What a file system takes for the same
//! or for a device, or what editions share, gets a sign at its end that no id has.

use crate::model::id::segment;
use crate::model::key::content;
use std::collections::BTreeSet;

/// The folder of editions in the output folder, and in the working folder.
pub(super) const FOLDER: &str = "editions";

/// The most bytes of a folder's name; file systems take 255.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, and those beside the folders of editions.
const TAKEN: &[&str] =
    &["con", "prn", "aux", "nul", "conin_", "conout_", "template", "fonts", "index"];

/// Returns the folders of rows, by their names, all different where capitals make no difference.
pub(super) fn folders(names: &[&str]) -> Vec<String> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| segment(names[*at]));
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut out = vec![String::new(); names.len()];
    for at in order {
        let mut folder = short(names[at]);
        if !known.insert(folder.to_lowercase()) {
            folder = format!("{folder}-{}-", mark(names[at]));
            known.insert(folder.to_lowercase());
        }
        out[at] = folder;
    }
    out
}

fn mark(name: &str) -> String {
    content(&name).chars().take(8).collect()
}

fn short(name: &str) -> String {
    let id = segment(name);
    if id.len() > LONGEST {
        let cut = (0..=LONGEST - 10).rev().find(|at| id.is_char_boundary(*at));
        let start = id.get(..cut.unwrap_or_default()).unwrap_or_default();
        return format!("{start}-{}-", mark(name));
    }
    let small = id.to_lowercase();
    let port = ["com", "lpt"].iter().any(|port| {
        let rest = small.strip_prefix(port).unwrap_or_default();
        rest.chars().count() == 1 && rest.chars().all(char::is_numeric)
    });
    if port || TAKEN.contains(&small.as_str()) { format!("{id}-") } else { id }
}

#[cfg(test)]
mod tests {
    use super::folders;

    #[test]
    fn folders_differ_without_capitals_and_are_no_devices() {
        let names = ["B01", "b01", "CON", "lpt1", "Grade A", "com10", "template"];
        let folders = folders(&names);
        assert_eq!(folders[0], "B01");
        assert!(folders[1].starts_with("b01-") && folders[1].ends_with('-'));
        assert_eq!(folders[2..], ["CON-", "lpt1-", "Grade-A", "com10", "template-"]);
    }

    #[test]
    fn a_long_name_is_cut_and_stays_different() {
        let (a, b) = (format!("{}a", "é".repeat(200)), format!("{}b", "é".repeat(200)));
        let folders = folders(&[&a, &b]);
        assert!(folders.iter().all(|folder| folder.len() <= 101), "{folders:?}");
        assert_ne!(folders[0], folders[1]);
    }
}
