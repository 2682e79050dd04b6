//! The steps of a run in words: what ran and why, what was used again.

use crate::make::Step;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The most names listed of steps that are told together.
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
        let _ = write!(line, " (changed: {})", step.changed.join(", "));
    }
    line
}

fn many(sort: &str, reused: bool, steps: &[&Step]) -> String {
    let mut names: Vec<&str> = steps
        .iter()
        .filter_map(|step| step.name.split_once(' '))
        .map(|(_, name)| name)
        .collect();
    names.sort_unstable();
    let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
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
        }
    }

    #[test]
    fn steps_with_a_reason_stand_alone_and_the_rest_together() {
        let mut steps = vec![
            step("project", false, &[]),
            step("statistic growth", false, &["column panel.trees"]),
            step("figure a", true, &[]),
        ];
        for name in ["e", "d", "c", "b", "a"] {
            steps.push(step(&format!("statistic {name}"), true, &[]));
        }
        assert_eq!(
            told(&steps),
            [
                "    ran project in 2 ms",
                "    ran statistic growth in 2 ms (changed: column panel.trees)",
                " reused figure a",
                " reused 5 × statistic: a, b, c, d and 1 more",
            ]
        );
    }
}
