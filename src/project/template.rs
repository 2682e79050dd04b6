//! What is looked at in a template before Tera reads it, whatever the template is for.

use std::ops::Range;

/// The most branches of one `if`.
pub const BRANCHES: usize = 200;

/// Returns the `elif` that is one too many: Tera reads each within the one before.
pub fn branch_too_many(text: &str) -> Option<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices("{%") {
        let rest = text.get(at + 2..)?.trim_start_matches(['-', ' ', '\t', '\r', '\n']);
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        match rest.get(..end)? {
            "if" => open.push(0),
            "endif" => drop(open.pop()),
            "elif" => {
                let count = open.last_mut()?;
                *count += 1;
                if *count > BRANCHES {
                    let start = text.len() - rest.len();
                    return Some(start..start + end);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::branch_too_many;

    #[test]
    fn an_if_with_very_many_branches_is_found() {
        let elif = |count: usize| "{%- elif a %}".repeat(count);
        let few = format!("{{% if a %}}{}{{% endif %}}", elif(150)).repeat(3);
        assert_eq!(branch_too_many(&few), None);
        let many = format!("{few}{{% if a %}}{}", elif(201));
        let found = branch_too_many(&many).unwrap();
        assert_eq!(many.get(found), Some("elif"));
    }
}
