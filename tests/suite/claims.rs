//! Every sort of claim, held and refused.

use crate::harness::Project;
use crate::harness::words;
use crate::messages::same;

/// The starter project with one claim, made once in the text.
fn with_claim(declaration: &str) -> Project {
    let project = Project::starter();
    project.file("report/claims.yaml", format!("claims:\n  it:\n    {declaration}\n"));
    project.replace(
        "report/figures.yaml",
        "claim(\"grew_faster\", \"Trees grew faster where they were planted\"",
        "claim(\"it\", \"So it is with trees\"",
    );
    project.replace(
        "report/chapters/2-claims.md",
        "claim(\"grew_faster\", \"grew faster\")",
        "claim(\"it\", \"so it is\")",
    );
    project
}

fn holds(declaration: &str) {
    let ran = with_claim(declaration).run(&["check"]);
    assert_eq!(ran.code, 0, "{declaration}\n{}", ran.err);
}

/// The first line of the refusal, and its help.
fn fails(declaration: &str) -> (String, String) {
    let err = with_claim(declaration).refusal();
    let line = |start: &str| {
        let found = err.lines().find(|line| line.trim_start().starts_with(start));
        found.unwrap_or_default().trim().to_owned()
    };
    (line("error[R0505]"), line("= help"))
}

#[test]
fn a_comparison_is_held_to_the_values() {
    holds("{kind: comparison, of: growth.planting, is: greater, than: growth.none}");
    holds(
        "{kind: comparison, of: growth.planting, is: similar, than: growth.none, tolerance: 30}",
    );
    assert_eq!(
        fails("{kind: comparison, of: growth.planting, is: less, than: growth.none}"),
        (
            "error[R0505]: claim `it` does not hold: 30.3% > 7.5%".to_owned(),
            "= help: say that “Change in street trees, districts with a planting scheme” is greater than “Change in street trees, districts without one” (`is: greater`)".to_owned()
        )
    );
}

#[test]
fn a_direction_is_held_to_the_printed_sign() {
    holds("{kind: direction, of: growth.planting, is: rise}");
    assert_eq!(
        fails("{kind: direction, of: growth.planting, is: fall}"),
        (
            "error[R0505]: claim `it` does not hold: Change in street trees, districts with a planting scheme is +30.3%".to_owned(),
            "= help: say that it rose (`is: rise`)".to_owned()
        )
    );
}

#[test]
fn a_ratio_word_covers_a_range_and_no_more() {
    holds("{kind: ratio, of: growth.planting, than: growth.none, is: more_than_triple}");
    assert_eq!(
        fails("{kind: ratio, of: growth.planting, than: growth.none, is: doubled}"),
        (
            "error[R0505]: claim `it` does not hold: 30.3% / 7.5% = 4.02".to_owned(),
            "= help: say “more than three times” (`is: more_than_triple`)".to_owned()
        )
    );
}

#[test]
fn a_ratio_that_new_data_take_the_meaning_from_does_not_hold_and_is_no_fault_of_its_declaration()
 {
    let project = with_claim(
        "{kind: ratio, of: growth.planting, than: growth.none, is: more_than_triple}",
    );
    // Districts without a scheme now lose trees.
    let lines = project.read("data/trees.csv");
    let lines = lines.lines().map(|line| {
        let lost = line.contains(",none,2024,");
        let start = line.rsplit_once(',').map_or(line, |(start, _)| start);
        if lost { format!("{start},100\n") } else { format!("{line}\n") }
    });
    project.file("data/trees.csv", lines.collect::<String>());
    let err = project.refusal();
    let first = err.lines().find(|line| line.contains("claim `it`")).unwrap_or_default();
    assert!(
        first.starts_with("error[R0505]: claim `it` does not hold: 30.3% / −"),
        "{err}"
    );
    assert!(first.ends_with("%: numbers of different signs have no ratio"), "{err}");
}

#[test]
fn a_rank_counts_from_the_highest() {
    holds("{kind: rank, of: growth.planting, family: growth, is: highest}");
    holds("{kind: rank, of: growth.none, family: growth, is: \"2\"}");
    assert_eq!(
        fails("{kind: rank, of: growth.none, family: growth, is: highest}"),
        (
            "error[R0505]: claim `it` does not hold: 7.5% is number 2 of 2 from the highest; planting has 30.3%".to_owned(),
            "= help: give its place: number 2 of 2".to_owned()
        )
    );
}

#[test]
fn a_majority_is_counted() {
    holds("{kind: majority, family: growth, is: rise}");
    assert_eq!(
        fails("{kind: majority, family: growth, is: above, value: 20}"),
        (
            "error[R0505]: claim `it` does not hold: 1 of 2".to_owned(),
            "= help: give the number: 1 of 2".to_owned()
        )
    );
}

#[test]
fn a_threshold_is_a_number() {
    holds("{kind: threshold, of: growth.planting, is: at_least, value: 30}");
    assert_eq!(
        fails("{kind: threshold, of: growth.planting, is: above, value: 50}").0,
        "error[R0505]: claim `it` does not hold: 30.3% is not > 50.0%"
    );
}

#[test]
fn a_trend_is_every_step() {
    holds("{kind: trend, family: trees_index, at: [planting], is: rise}");
    assert_eq!(
        fails("{kind: trend, family: trees_index, at: [planting], is: fall}").1,
        "= help: name the steps that fall: 0 of 6"
    );
}

#[test]
fn a_significance_is_held_to_the_test() {
    holds("{kind: significance, of: growth.difference, is: significant}");
    assert_eq!(
        fails("{kind: significance, of: growth.difference, is: not_significant}").1,
        "= help: say that the difference is statistically significant (`is: significant`)"
    );
}

#[test]
fn a_coverage_is_all_there_are() {
    holds("{kind: coverage, of: districts.planting, value: 4}");
    assert_eq!(
        fails("{kind: coverage, of: districts.planting, value: 8}"),
        (
            "error[R0505]: claim `it` does not hold: 4 of 8".to_owned(),
            "= help: write “4 of 8”".to_owned()
        )
    );
}

#[test]
fn an_expression_shows_its_values() {
    holds("holds: 'value(\"growth.planting\") > 2 * value(\"growth.none\")'");
    assert_eq!(
        fails("holds: 'value(\"growth.planting\") < value(\"growth.none\")'").0,
        "error[R0505]: claim `it` does not hold: 30.3% < 7.5%"
    );
}

#[test]
fn what_looks_alike_is_not_said_to_differ() {
    // 30.3 % against 30.3 %: a rank that is shared, a threshold that is only met.
    let failed = |declaration: &str| fails(declaration).0;
    assert_eq!(
        failed("{kind: threshold, of: growth.planting, is: above, value: 30.28}"),
        "error[R0505]: claim `it` does not hold: 30.3% is not > 30.3%"
    );
    holds("{kind: threshold, of: growth.planting, is: at_least, value: 30.34}");
    assert_eq!(
        failed("{kind: rank, of: districts.planting, family: districts, is: highest}"),
        "error[R0505]: claim `it` does not hold: 4 is shared number 1 of 2 from the highest; none has 4"
    );
    assert_eq!(
        failed("{kind: rank, of: districts.planting, family: districts, is: lowest}"),
        "error[R0505]: claim `it` does not hold: 4 is shared number 1 of 2 from the highest; none has 4"
    );
    assert_eq!(
        failed(
            "{kind: comparison, of: districts.planting, is: greater, than: districts.none}"
        ),
        "error[R0505]: claim `it` does not hold: 4 ≈ 4"
    );
}

#[test]
fn a_ratio_of_changes_is_not_a_ratio_of_levels() {
    // +30.3 % is no doubling, although it is four times the other group's growth.
    assert_eq!(
        fails("{kind: ratio, of: growth.planting, is: doubled}"),
        (
            "error[R0505]: claim `it` does not hold: 1 + 30.3% = 1.30".to_owned(),
            "= help: give the number: 1.30 times".to_owned()
        )
    );
}

#[test]
fn a_trend_across_groups_is_no_trend() {
    let err = with_claim("{kind: trend, family: trees_index, is: rise}").refusal();
    assert!(
        err.starts_with(
            "error[R0508]: claim `it`: `at:` must hold all dimensions but that of the steps\n"
        ),
        "{err}"
    );
}

#[test]
fn a_draft_is_built_with_the_failed_claim_marked() {
    let project = with_claim("{kind: direction, of: growth.planting, is: fall}");
    let ran = project.run(&["build", "--html-only", "--draft"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = project.read("out/index.html");
    assert!(page.contains("<mark class=\"fails\" data-claim=\"it\">"));
    assert!(words(&page).contains("[not so: Change in street trees"));
}

#[test]
fn a_cell_that_flips_a_claim_stops_the_build_at_the_sentence_and_keeps_the_edition() {
    let project = Project::starter();
    let before = project.build_page();
    let mut data = project.read("data/trees.csv");
    for district in ["D5", "D6", "D7", "D8"] {
        let line =
            data.lines().find(|line| line.starts_with(&format!("{district},none,2024")));
        let line = line.unwrap().to_owned();
        data = data.replace(&line, &format!("{district},none,2024,9999"));
    }
    project.file("data/trees.csv", data);
    let ran = project.run(&["build", "--html-only"]);
    same("a_cell_that_flips_a_claim", &format!("exit {}\n{}", ran.code, ran.err));
    assert_eq!(project.outputs(), before);
}
