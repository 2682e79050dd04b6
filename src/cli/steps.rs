//! The steps of a run in words: what ran and why, what was used again.

use crate::make::Step;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The most names listed of steps, or of what changed, that are told together.
const NAMED: usize = 4;

/// Returns the steps, a line each; those over single things that have nothing to say for
/// themselves are told together.
pub(super) fn told(steps: &[Step]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut together: BTreeMap<(&str, bool), Vec<&Step>> = BTreeMap::new();
    for step in steps {
        match step.name.split_once(' ') {
            Some((sort, _)) if step.changed.is_empty() => {
                together.entry((sort, step.reused)).or_default().push(step);
            }
            _ => lines.push(alone(step)),
        }
    }
    for ((sort, reused), steps) in together {
        lines.push(match steps.as_slice() {
            [step] => alone(step),
            steps => many(sort, reused, steps),
        });
    }
    lines
}

fn verb(reused: bool) -> &'static str {
    if reused { " reused" } else { "    ran" }
}

fn alone(step: &Step) -> String {
    let mut line = format!("{} {}", verb(step.reused), step.name);
    if !step.reused {
        let _ = write!(line, " in {} ms", step.took.as_millis());
    }
    if !step.changed.is_empty() {
        let named: Vec<&str> =
            step.changed.iter().take(NAMED).map(|field| plain(field)).collect();
        let more = more(step.changed.len());
        let _ = write!(line, " (changed: {}{more})", named.join(", "));
    }
    line
}

/// Returns what a field of a key is in the words of those who write reports. One that names a
/// table, a column or a file says so already.
fn plain(field: &str) -> &str {
    match field {
        "reissue" => "reissue itself",
        "typst" => "the version of typst",
        "packages" => "whether packages may be used",
        "timestamp" => "the date of the edition",
        "shared" => "what all editions share",
        "path" => "the name of the file",
        "file" => "the content of the file",
        "contract" => "its contract",
        "resource" => "its data",
        "column" => "its column",
        "sql" => "its SQL",
        "key" => "its key",
        "declaration" => "its declaration",
        "bibliography" => "the bibliography",
        "calls" => "what is cited",
        "chart" => "what it draws",
        "words" => "its words",
        "look" => "the theme",
        "svg" => "its drawing",
        "main.typ" => "the text",
        "template.typ" => "the template",
        name => name,
    }
}

/// Returns how many there are beside those that are named.
fn more(all: usize) -> String {
    match all.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

fn many(sort: &str, reused: bool, steps: &[&Step]) -> String {
    let mut names: Vec<&str> = steps
        .iter()
        .filter_map(|step| step.name.split_once(' '))
        .map(|(_, name)| name)
        .collect();
    names.sort_unstable();
    let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = more(names.len());
    let took =
        steps.iter().map(|step| step.took).sum::<std::time::Duration>().as_millis();
    let took = if reused { String::new() } else { format!(" in {took} ms") };
    format!("{} {} × {sort}{took}: {named}{more}", verb(reused), steps.len())
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::make::Step;
    use std::time::Duration;

    fn step(name: &str, reused: bool, changed: &[&str]) -> Step {
        Step {
            name: name.to_owned(),
            reused,
            changed: changed.iter().map(|&field| field.to_owned()).collect(),
            start: Duration::ZERO,
            took: Duration::from_millis(2),
            lane: 0,
        }
    }

    #[test]
    fn steps_with_a_reason_stand_alone_and_the_rest_together() {
        let mut steps = vec![
            step("project", false, &[]),
            step("statistic growth", false, &["column trees of panel", "declaration"]),
            step("pdf", false, &["a.svg", "b.svg", "c.svg", "main.typ", "typst"]),
            step("figure a", true, &[]),
        ];
        for name in ["e", "d", "c", "b", "a"] {
            steps.push(step(&format!("statistic {name}"), true, &[]));
        }
        assert_eq!(
            told(&steps),
            [
                "    ran project in 2 ms",
                "    ran statistic growth in 2 ms (changed: column trees of panel, its declaration)",
                "    ran pdf in 2 ms (changed: a.svg, b.svg, c.svg, the text and 1 more)",
                " reused figure a",
                " reused 5 × statistic: a, b, c, d and 1 more",
            ]
        );
    }
}
