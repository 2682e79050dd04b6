//! Each rule of charts, broken once: the whole message.

use crate::harness::Project;

const FIGURES: &str = "report/figures.yaml";

/// Five rows of one statistic under a kind.
fn items(kind: &str, series: usize) -> String {
    let mut out = format!(
        "figures:\n  trees_index:\n    kind: {kind}\n    headline: One finding\n    subtitle: Growth of street trees, %\n    source: Made-up survey\n    items:\n"
    );
    for at in 0..series {
        out.push_str(&format!(
            "      - {{stat: growth.planting, label: Trees, series: s{at}}}\n"
        ));
    }
    out
}

fn said(project: &Project) -> String {
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.err
}

/// What `check` says after one replacement in `figures.yaml`.
fn after(from: &str, to: &str) -> String {
    let project = Project::starter();
    project.replace(FIGURES, from, to);
    said(&project)
}

/// What `check` says of figures.
fn of(figures: &str) -> String {
    let project = Project::starter();
    project.file(FIGURES, figures);
    said(&project)
}

const HEADLINE: &str =
    "'{{ claim(\"grew_faster\", \"Trees grew faster where they were planted\") }}'";
const SUBTITLE: &str =
    "Street trees, each district 2018 = 100, mean of districts, 2018 to 2024";

#[test]
fn a_headline_must_be_there() {
    assert_eq!(
        after(HEADLINE, "''"),
        "warning[R0410]: figure `trees_index`: there is no headline\n --> report/figures.yaml:4:15\n  |\n4 |     headline: ''\n  |               ^^\n  |\n  = help: say the finding in at most 15 words, usually as a `claim()`\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_headline_has_fifteen_words_at_most() {
    let long = "Where districts planted trees they grew faster than they did in any other place we know of";
    assert_eq!(
        after(HEADLINE, long),
        "warning[R0411]: figure `trees_index`: the headline has 17 words, more than 15\n --> report/figures.yaml:4:15\n  |\n4 |     headline: Where districts planted trees they grew faster than they did in any other place we know of\n  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: say the finding shorter; the measure belongs into the subtitle\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_subtitle_must_be_there_and_say_something_else() {
    assert_eq!(
        after(SUBTITLE, "''"),
        "warning[R0412]: figure `trees_index`: there is no subtitle\n --> report/figures.yaml:5:15\n  |\n5 |     subtitle: ''\n  |               ^^\n  |\n  = help: say the measure, the places and the period\n\n1 warning\nno errors found\n"
    );
    let same = "Trees, 2018 = 100";
    let project = Project::starter();
    project.replace(FIGURES, HEADLINE, same).replace(FIGURES, SUBTITLE, same);
    assert_eq!(
        said(&project),
        "warning[R0412]: figure `trees_index`: headline and subtitle say the same\n --> report/figures.yaml:5:15\n  |\n5 |     subtitle: Trees, 2018 = 100\n  |               ^^^^^^^^^^^^^^^^^\n  |\n  = help: the headline says the finding, the subtitle what is measured\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_source_must_be_there() {
    assert_eq!(
        after("    source: Made-up survey of street trees\n", ""),
        "warning[R0413]: figure `trees_index`: there is no source line\n --> report/figures.yaml:2:3\n  |\n2 |   trees_index:\n  |   ^^^^^^^^^^^\n  |\n  = help: say where the data come from\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn four_series_can_be_followed() {
    assert_eq!(
        of(&items("bar", 5)),
        "warning[R0415]: figure `trees_index`: 5 series are more than 4, which a reader can follow\n --> report/figures.yaml:2:3\n  |\n2 |   trees_index:\n  |   ^^^^^^^^^^^\n  |\n  = help: use `kind: multiples` or `kind: heat`, or draw fewer\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn an_annotation_is_short() {
    let mark = "    x: year\n    marks:\n      - {x: \"2020\", text: The year in which nobody planted anything at all}\n";
    assert_eq!(
        after("    x: year\n", mark),
        "warning[R0416]: figure `trees_index`: the annotation at 2020 has 48 characters, more than 40\n  --> report/figures.yaml:10:27\n   |\n10 |       - {x: \"2020\", text: The year in which nobody planted anything at all}\n   |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n   |\n   = help: shorten it, or move it to the note\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_name_is_short_enough_to_be_set_horizontally() {
    let name = "{planting: With a scheme under which the district plants trees in its streets every year";
    assert_eq!(
        after("{planting: With a scheme", name),
        "warning[R0417]: figure `trees_index`: the name `With a scheme under which the district plants trees in its streets every year` has 77 characters, more than 60\n  --> report/figures.yaml:10:13\n   |\n10 |     labels: {planting: With a scheme under which the district plants trees in its streets every year, none: Without}\n   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n   |\n   = help: names are set horizontally: give it a shorter one under `labels:`\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_unit_is_named() {
    assert_eq!(
        after("each district 2018 = 100, ", ""),
        "warning[R0418]: figure `trees_index`: the unit, index, stands neither in the subtitle nor on the axis\n --> report/figures.yaml:5:15\n  |\n5 |     subtitle: Street trees, mean of districts, 2018 to 2024\n  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: name the unit in `subtitle:` or `axis:`\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn what_the_headline_names_stands_out_among_many() {
    let mut figures = items("bar", 0).replace("One finding", "The east has its trees");
    for name in ["North", "South", "East", "West", "Centre"] {
        figures.push_str(&format!(
            "      - {{stat: growth.planting, label: {name}, series: s}}\n"
        ));
    }
    assert_eq!(
        of(&figures),
        "warning[R0442]: figure `trees_index`: the headline names `East`, which does not stand out among 5\n --> report/figures.yaml:4:15\n  |\n4 |     headline: The east has its trees\n  |               ^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: add `East` to `highlight:`, which fades the others\n\n1 warning\nno errors found\n"
    );
    assert_eq!(of(&(figures + "    highlight: [East]\n")), "no faults found\n");
}

#[test]
fn what_the_headline_names_at_an_end_is_seen_to_be_there() {
    let drawn = |headline: &str| {
        let mut figures = items("bar", 0).replace("One finding", headline);
        for (stat, name) in
            [("planting", "North"), ("none", "South"), ("planting", "East")]
        {
            figures.push_str(&format!(
                "      - {{stat: growth.{stat}, label: {name}, series: s}}\n"
            ));
        }
        of(&figures)
    };
    assert_eq!(
        drawn("The east has its trees"),
        "warning[R0444]: figure `trees_index`: the headline names `East`, and `North` has the same value (30.3%)\n --> report/figures.yaml:4:15\n  |\n4 |     headline: The east has its trees\n  |               ^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: print one more decimal, by `decimals:` of the statistic, or say that the two are level\n\n1 warning\nno errors found\n"
    );
    assert_eq!(drawn("The north and the east have their trees"), "no faults found\n");
    assert_eq!(drawn("The south has few trees"), "no faults found\n");
}

#[test]
fn bars_start_at_zero() {
    assert_eq!(
        of(&(items("bar", 1) + "    zero: false\n")),
        "warning[R0419]: figure `trees_index`: bars start at zero, whatever is declared\n --> report/figures.yaml:9:11\n  |\n9 |     zero: false\n  |           ^^^^^\n  |\n  = help: remove `zero: false`, or use `kind: dot`, whose axis need not\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn bars_that_touch_are_told_apart_without_their_colour() {
    let figures =
        items("bar", 3) + "    layout: stacked\n    treated: s0\n    control: s1\n";
    assert_eq!(
        of(&figures),
        "warning[R0420]: figure `trees_index`: `S1` and `S2` touch with a contrast of 1.0 : 1, less than 3 : 1\n --> report/figures.yaml:2:3\n  |\n2 |   trees_index:\n  |   ^^^^^^^^^^^\n  |\n  = help: leave out `treated:` and `control:`, whose colours are fixed\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn colours_of_a_theme_stand_out() {
    let project = Project::starter();
    project.file("report/theme.yaml", "dark:\n  treated:\n    mark: \"#333333\"\n");
    assert_eq!(
        said(&project),
        "warning[R0420]: `dark: treated: mark` stands out from the ground by 1.4 : 1, less than 3 : 1\n --> report/theme.yaml:3:11\n  |\n3 |     mark: \"#333333\"\n  |           ^^^^^^^^^\n  |\n  = help: make it darker or lighter\n\nwarning[R0420]: `dark: control: mark` stands out from `treated` by 2.5 : 1, less than 3 : 1\n --> report/theme.yaml:1:1\n  |\n1 | dark:\n  | ^^^^\n  |\n  = help: make it darker or lighter\n\n2 warnings\nno errors found\n"
    );
}

#[test]
fn an_alternative_text_by_hand_is_bound_and_true() {
    assert_eq!(
        after("    x: year\n", "    x: year\n    alt: Two lines that differ\n"),
        "warning[R0421]: figure `trees_index`: the alternative text is bound to nothing\n --> report/figures.yaml:9:10\n  |\n9 |     alt: Two lines that differ\n  |          ^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: assert through `claim()` and `stat()`, or leave `alt:` out: the chart writes its own\n\n1 warning\nno errors found\n"
    );
    let alt = "    x: year\n    alt: 'Trees {{ claim(\"grew_faster\", \"grew faster\") }}; the lines cross and one falls'\n";
    assert_eq!(
        after("    x: year\n", alt),
        "warning[R0422]: figure `trees_index`: the alternative text says `falls`, but no line falls\n --> report/figures.yaml:9:10\n  |\n9 |     alt: 'Trees {{ claim(\"grew_faster\", \"grew faster\") }}; the lines cross and one falls'\n  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: say what the chart shows, or leave `alt:` out\n\nwarning[R0422]: figure `trees_index`: the alternative text says `cross`, but no lines cross\n --> report/figures.yaml:9:10\n  |\n9 |     alt: 'Trees {{ claim(\"grew_faster\", \"grew faster\") }}; the lines cross and one falls'\n  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: say what the chart shows, or leave `alt:` out\n\n2 warnings\nno errors found\n"
    );
}

#[test]
fn words_of_a_figure_that_it_does_not_show_are_errors_where_a_check_is_strict() {
    let project = Project::starter();
    project.replace(
        FIGURES,
        "    x: year\n",
        "    x: year\n    alt: Two lines that differ\n",
    );
    let ran = project.run(&["check", "--strict", "--message-format", "short"]);
    assert_eq!(
        (ran.code, &*ran.err),
        (
            1,
            "report/figures.yaml:9:10: error[R0421]: figure `trees_index`: the alternative text is bound to nothing\n"
        )
    );
    // A bar stands for what its label says, and an axis has the unit of its values.
    let bars = items("bar", 1).replace(
        "stat: growth.planting, label: Trees",
        "stat: grew, label: Trees that fell",
    ) + "    axis: Districts per 1,000 of them\n";
    project.file(FIGURES, &bars);
    let grew = "  grew:\n    kind: sql\n    title: Share of districts where trees rose\n    sql: SELECT 100.0 * COUNT(*) / COUNT(*) AS share FROM panel\n    unit: percent\n\n  districts:\n";
    project.replace("report/statistics.yaml", "  districts:\n", grew);
    let ran = project.run(&["check", "--message-format", "short"]);
    assert_eq!(
        (ran.code, &*ran.err),
        (
            1,
            "report/figures.yaml:8:40: error[R0542]: `fell` is not what the number beside it is of: `grew` is 100.0% (“Share of districts where trees rose”)\n\
             report/figures.yaml:9:11: warning[R0547]: figure `trees_index`: the axis says per 1,000, and what is shown is in percent\n"
        )
    );
}

#[test]
fn values_of_a_scatter_that_the_other_family_lacks_are_named() {
    let project = Project::starter();
    let later = "  later:\n    kind: level\n    title: Later street trees\n    frame: panel\n    measure: trees\n    by: [scheme, year]\n    where: {year: [\"2019\", \"2020\"]}\n\n  districts:\n";
    project.replace("report/statistics.yaml", "  districts:\n", later);
    project.replace(FIGURES, "kind: line", "kind: scatter\n    y: trees_index");
    project.replace(FIGURES, "data: trees_index", "data: later");
    assert_eq!(
        said(&project),
        "warning[R0445]: figure `trees_index`: 10 of 14 values are not drawn, because `later` has none for 2018, 2021, 2022, 2023 and 2024\n --> report/figures.yaml:8:11\n  |\n8 |     data: later\n  |           ^^^^^\n  |\n  = help: leave them out by name with `only:` or `keep:`, or give both families the same groups\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_panel_of_a_combined_figure_keeps_the_rules_of_its_kind() {
    let list: String = (0..5)
        .map(|at| {
            format!(
                "          - {{stat: growth.planting, label: Trees, series: s{at}}}\n"
            )
        })
        .collect();
    let one = "      - kind: bar\n        title: Growth, %\n        items:\n          - {stat: growth.planting, label: Trees}\n";
    let figures = format!(
        "figures:\n  trees_index:\n    kind: combined\n    headline: One finding\n    subtitle: Growth of street trees, %\n    source: Made-up survey\n    panels:\n{one}      - kind: bar\n        title: Growth again, %\n        items:\n{list}"
    );
    assert_eq!(
        of(&figures),
        "warning[R0415]: figure `trees_index`: 5 series are more than 4, which a reader can follow\n  --> report/figures.yaml:12:9\n   |\n12 |       - kind: bar\n   |         ^^^^^^^^^\n   |\n   = help: use `kind: multiples` or `kind: heat`, or draw fewer\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_combined_figure_has_letters_words_and_one_table_of_its_panels() {
    let project = Project::starter();
    let panels = "      - {kind: line, title: \"Street trees, 2018 = 100\", data: trees_index, x: year, series: scheme}\n      - kind: bar\n        title: Growth, %\n        items:\n          - {stat: growth.planting, label: With a scheme}\n          - {stat: growth.none, label: Without}\n";
    project.file(FIGURES, format!("figures:\n  trees_index:\n    kind: combined\n    headline: Trees grew\n    subtitle: Each district, 2018 to 2024\n    source: Made-up survey\n    panels:\n{panels}"));
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |name: &str| {
        std::fs::read_to_string(project.path().join("out/figures").join(name)).unwrap()
    };
    let svg = read("trees_index.svg");
    for title in ["(a) Street trees, 2018 = 100", "(b) Growth, %"] {
        assert_eq!(svg.matches(&format!(">{title}<")).count(), 1, "{title}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&read("trees_index.json")).unwrap();
    let words = &json["alternatives"];
    let alt = words["alt"].as_str().unwrap();
    assert!(
        alt.starts_with("Combined chart: Trees grew. (a) Street trees, 2018 = 100. "),
        "{alt}"
    );
    assert!(alt.contains(" (b) Growth, %. "), "{alt}");
    let heads = words["head"].as_array().unwrap();
    assert_eq!(heads[0], "Panel");
    let rows = words["rows"].as_array().unwrap();
    let of = |title: &str| rows.iter().filter(|row| row[0] == title).count();
    assert_eq!((of("Street trees, 2018 = 100"), of("Growth, %")), (14, 2));
    assert_eq!(read("trees_index.csv").lines().count(), 1 + 16);
}

#[test]
fn figures_that_are_compared_have_one_scale() {
    let project = Project::starter();
    let one = |id: &str, scheme: &str| {
        format!(
            "  {id}:\n    kind: line\n    headline: Trees of {scheme}\n    subtitle: Street trees, 2018 = 100, 2018 to 2024\n    source: Made-up survey\n    data: trees_index\n    x: year\n    series: scheme\n    keep: {{scheme: [{scheme}]}}\n"
        )
    };
    project.file(
        FIGURES,
        format!(
            "figures:\n{}{}",
            one("trees_index", "planting"),
            one("trees_without", "none")
        ),
    );
    let call = "{{ figure(\"trees_index\") }}";
    let both = format!("{call}\n\n{{{{ figure(\"trees_without\") }}}}");
    project.replace("report/chapters/1-numbers.md", call, &both);
    assert_eq!(
        said(&project),
        "warning[R0443]: figures `trees_index` and `trees_without` draw parts of `trees_index` on scales of 100.0 to 137.6 and 100.0 to 110.6\n  --> report/figures.yaml:19:11\n   |\n19 |     keep: {scheme: [none]}\n   |           ^^^^^^^^^^^^^^^^\n   |\n   = help: draw both as panels of one figure with `panel:`: they share their scale\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn panels_of_one_series_have_the_colours_of_the_groups_that_they_are() {
    let project = Project::starter();
    let figures = |treated: &str, kind: &str| {
        project.file(
            FIGURES,
            format!("figures:\n  trees_index: {{kind: {kind}, headline: One finding, subtitle: \"Street trees, index, 2018 to 2024\", source: Made up, data: trees_index, x: year, panel: scheme, treated: {treated}, control: none}}\n"),
        );
    };
    for kind in ["column", "histogram"] {
        figures("planting", kind);
        project.build_page();
        let svg = project.read("out/figures/trees_index.svg");
        for class in ["\"f-treated\"", "\"f-control\""] {
            assert!(svg.contains(class), "{kind}: {class}");
        }
    }
    figures("plantin", "column");
    let ran = project.run(&["check"]);
    assert!(
        ran.err.starts_with("error[R0401]: there is no panel `plantin`\n"),
        "{}",
        ran.err
    );
}
