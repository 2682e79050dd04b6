//! Faults of the chapters.

use crate::harness::Project;
use crate::messages::cases;
use crate::messages::says;

const CHAPTER: &str = "report/chapters/2-claims.md";

/// The starter's second chapter with a paragraph more.
fn writes(project: &Project, text: &str) {
    project.replace(
        CHAPTER,
        "## What to try next",
        &format!("{text}\n\n## What to try next"),
    );
}

cases! {
    a_day_that_the_calendar_does_not_have: |p: &Project| {
        p.file("report/chapters/3-data.md", "# Data\n\nThe survey ended on 31 November 2024, or on 29 February 2023.\n");
    };
    a_fall_to_a_value_that_was_never_higher: |p: &Project| {
        writes(p, "The index with a scheme fell to {{ stat(\"trees_index.planting.2023\") }}; without one it rose slowly to {{ stat(\"trees_index.none.2024\") }}.");
    };
    a_reference_to_two_sections_of_one_name: |p: &Project| {
        p.file("report/chapters/3-data.md", "# Data\n\nSee {{ ref(\"gaps\") }}.\n\n## Gaps\n\nSome.\n\n## Gaps\n\nMore.\n");
    };
    unknown_names_are_shown_together: |p: &Project| {
        let text = p.read("report/chapters/1-numbers.md");
        let text = text
            .replacen("stat(\"growth.none\")", "stat(\"growth.nun\")", 1)
            .replace("figure(\"trees_index\")", "figure(\"tree_index\")")
            .replace("table(\"growth\")", "table(\"grow\")")
            .replace("ref(\"growth\")", "ref(\"grow\")");
        p.file("report/chapters/1-numbers.md", text);
    };
    an_unknown_claim: |p: &Project| { p.replace(CHAPTER, "claim(\"grew_faster\"", "claim(\"grew_fast\""); };
    an_unknown_work: |p: &Project| {
        p.file("report/works.yaml", "survey:\n  type: report\n  title: Survey\n  date: 2024\n");
        p.replace("report/report.yaml", "generated:", "bibliography: report/works.yaml\ngenerated:");
        writes(p, "So it is known {{ cite(\"surwey\") }}, and {{ cite(\"survey\") }}.");
    };
    an_unknown_function: |p: &Project| writes(p, "It is {{ statistic(\"growth.none\") }}.");
    tags_of_languages_that_are_none: |p: &Project| {
        writes(p, "The {{ lang(\"welsh\", \"a\") }}, {{ lang(\"xx\", \"b\") }}, {{ lang(\"en_GB\", \"c\") }}.\n\n::: {.lang tag=\"cym\"}\nCymru 12%.\n:::");
    };
    a_guard_of_digits_for_a_language_that_is_read: |p: &Project| {
        p.replace("report/report.yaml", "edition: First", "guard: digits\nedition: First");
    };
    a_language_of_no_country: |p: &Project| {
        p.replace("report/report.yaml", "edition: First", "language: en-UK\nedition: First");
    };
    an_unknown_way_of_showing: |p: &Project| writes(p, "It is {{ stat(\"growth.none\", show=\"intervall\") }}.");
    an_interval_that_there_is_not: |p: &Project| {
        p.replace("report/statistics.yaml", "    as: percent\n", "    as: percent\n    summary: total\n");
    };
    arguments_that_a_call_does_not_know: |p: &Project| {
        writes(p, "It is {{ stat(\"growth.none\", shw=\"signed\", decimal=3) }} or {{ stat(\"growth.none\", \"signed\") }}, {{ ref(\"growth\", txt=\"so\") }}, {{ fixed(\"12\", because=\"x\", because=\"y\") }}.");
        p.replace("report/chapters/1-numbers.md", "figure(\"trees_index\")", "figure(\"trees_index\", width=\"50%\")");
        p.replace("report/chapters/1-numbers.md", "table(\"growth\")", "table(\"growth\", caption=\"x\")");
        p.replace("report/figures.yaml", "grew faster", "grew faster\", because=\"x");
    };
    a_filter_over_what_a_call_prints: |p: &Project| writes(p, "It is {{ stat(\"growth.none\") | upper }}{% if stat(\"growth.none\") == \"5%\" %} so{% endif %}.");
    a_filter_around_what_a_call_prints: |p: &Project| writes(p, "{% filter upper %}It is {{ stat(\"growth.none\") }}.{% endfilter %}");
    a_detail_that_is_not_shown: |p: &Project| writes(p, "It is {{ stat(\"growth.none\", detail=\"sd\") }}.");
    calls_within_code: |p: &Project| writes(p, "The words `{{ claim(\"grew_faster\", \"grew faster\") }}` and `{{ ref(\"growth\") }}`.\n\n```\n{{ stat(\"growth.none\") }} {{ figure(\"trees_index\") }}\n```");
    a_figure_within_a_cell_a_heading_and_a_note: |p: &Project| {
        writes(p, "| A |\n|---|\n| {{ table(\"growth\") }} |\n\n## So {{ figure(\"trees_index\") }}\n\nText.[^a]\n\n[^a]: {{ figure(\"trees_index\") }}");
        p.replace("report/tables.yaml", "  growth:\n", "  growth:\n    note: '{{ figure(\"trees_index\") }}'\n");
    };
    headings_that_skip_a_level: |p: &Project| writes(p, "#### Too deep");
    headings_within_something_else: |p: &Project| writes(p, "> ## In a quotation\n\n- ## In a list\n\n## \n\n### A\n\n#### B\n\n##### C\n\n###### D");
    an_argument_of_the_wrong_type: |p: &Project| writes(p, "It is {{ stat(12) }}.");
    a_number_bound_by_hand_without_a_reason: |p: &Project| writes(p, "It is {{ fixed(\"12\") }}.");
    a_call_that_is_not_closed: |p: &Project| writes(p, "{{ stat(\"growth.none\" }}");
    a_reference_into_a_chapter_that_cannot_be_read: |p: &Project| {
        let text = p.read("report/chapters/1-numbers.md");
        p.file("report/chapters/1-numbers.md", text + "\nMore is in {{ ref(\"what-to-try-next\") }}.\n");
        writes(p, "{{ stat(\"growth.none\" }}");
    };
    parentheses_nested_beyond_reason: |p: &Project| writes(p, &format!("{{{{ {}1 }}}}", "(".repeat(20_000)));
    a_component_that_two_chapters_define: |p: &Project| {
        for name in ["report/chapters/1-numbers.md", CHAPTER] {
            let component = "{% component so(name) %}Thus {{ name }}.{% endcomponent so %}";
            p.file(name, format!("{}\n{component}\n", p.read(name)));
        }
    };
    a_chapter_that_includes_itself: |p: &Project| writes(p, "{% include \"report/chapters/2-claims.md\" %}");
    chapters_that_include_one_another: |p: &Project| {
        p.file("report/parts/a.md", "{% include \"report/parts/b.md\" %}\n");
        p.file("report/parts/b.md", "{% include \"report/parts/a.md\" %}\n");
        writes(p, "{% include \"report/parts/a.md\" %}");
    };
    an_included_file_that_is_missing: |p: &Project| writes(p, "{% include \"report/parts/a.md\" %}");
    an_included_file_outside_the_project: |p: &Project| writes(p, "{% include \"../../etc/passwd\" %}");
    raw_html: |p: &Project| writes(p, "A <b>bold</b> word.\n\n<script>alert(1)</script>");
    a_link_to_something_odd: |p: &Project| writes(p, "A [link](javascript:alert(1)) and [a file](../secret.html).");
    a_style_that_there_is_not: |p: &Project| {
        p.file("report/works.yaml", "survey:\n  type: report\n  title: Survey\n  date: 2024\n");
        p.replace("report/report.yaml", "generated:", "bibliography: report/works.yaml\nstyle: harvard-cite-them-rigth\ngenerated:");
    };
    a_style_of_notes: |p: &Project| { p.replace("report/report.yaml", "generated:", "style: mhra-notes\ngenerated:"); };
    a_style_that_calls_itself: |p: &Project| {
        p.file("report/house.csl", "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>House</title><id>h</id><updated>2024-01-01T00:00:00+00:00</updated></info><macro name=\"a\"><text macro=\"a\"/></macro><citation><layout><text macro=\"a\"/></layout></citation><bibliography><layout><text macro=\"a\"/></layout></bibliography></style>");
        p.replace("report/report.yaml", "generated:", "style: report/house.csl\ngenerated:");
    };
    latex_and_dates_that_are_not_understood: |p: &Project| {
        p.file("report/works.bib", "@book{oak,\n  title={On \\foo{oaks} and $x^{ij}$},\n  year={this spring},\n  url={ftp://example.org}\n}\n");
        p.replace("report/report.yaml", "generated:", "bibliography: report/works.bib\ngenerated:");
        writes(p, "So it is {{ cite(\"oak\", suffix=\", which found 45% more\") }}.");
    };
    characters_that_no_font_has: |p: &Project| {
        writes(p, "In 北京 and नगर, `код 北`, &#xD06; and Ελλάδα → ✓.\n\n```\nx = 北\n```\n\n| Ok | 🙂 |\n|---|---|\n| a | b |");
        p.replace("report/report.yaml", "subtitle: A", "subtitle: 🙂 A");
    };
    characters_that_the_font_of_pictures_lacks: |p: &Project| {
        p.replace("report/figures.yaml", "planting: With a scheme, none: Without", "planting: 北 scheme, none: Not ✓");
    };
    a_heading_with_a_footnote: |p: &Project| writes(p, "## So it *is[^a]*\n\n[^a]: A note.");
    a_shortcode: |p: &Project| writes(p, "{{< include part.qmd >}}");
    decimals_that_no_number_has: |p: &Project| writes(p, "It is {{ stat(\"growth.none\", decimals=99) }} or {{ stat(\"growth.none\", decimals=\"3\") }}.");
    markup_of_more_tools: |p: &Project| {
        writes(p, "As @smith2020 says :smile: `r nrow(x)`. {>>so<<}\n\n!!! note \"So\"\n\n> [!CALLOUT]\n> So.\n\n```mermaid\ngraph\n```\n\n[TOC]\n\n## {{ stat(\"growth.nun\") }}");
    };
    a_picture_from_a_file: |p: &Project| writes(p, "![A tree](tree.png)");
    a_private_use_character: |p: &Project| writes(p, "A mark \u{e000}7\u{e001} of ours.");
    private_use_characters_in_other_spellings: |p: &Project| {
        writes(p, "Costs &#xE000; by `half` [x](https://example.org/&#xF8FF;) and {{ \"\u{e003}trees\" }}, &#x10FFFD;.");
    };
    a_private_use_character_in_a_declaration: |p: &Project| { p.replace("report/report.yaml", "title: Street trees", "title: \"Street \\uE000 trees\""); };
    files_that_include_one_another_too_deeply: |p: &Project| {
        for at in 0..300 {
            p.file(&format!("report/parts/p{at}.md"), format!("{{% include \"report/parts/p{}.md\" %}}\n", at + 1));
        }
        p.file("report/parts/p300.md", "End.\n");
        writes(p, "{% include \"report/parts/p0.md\" %}");
    };
    ten_files_that_all_include_one_another: |p: &Project| {
        for at in 0..10 {
            let others = (0..10).filter(|other| *other != at);
            let text: String = others.map(|other| format!("{{% include \"report/parts/p{other}.md\" %}}\n")).collect();
            p.file(&format!("report/parts/p{at}.md"), text);
        }
        writes(p, "{% include \"report/parts/p0.md\" %}");
    };
    a_picture_in_the_title_of_a_chapter: |p: &Project| { p.replace(CHAPTER, "# Claims are", "# ![A tree](tree.png) Claims are"); };
    a_row_with_more_cells_than_the_head: |p: &Project| {
        writes(p, "| Area | Trees |\n|---|---|\n| North |\n| South | few |  |\n| East | `a|b` many |\n| West | some | none | x |");
    };
    characters_that_no_text_of_a_pdf_may_hold: |p: &Project| {
        writes(p, "A mark\u{feff} of bytes, &#xFEFF; `as code&#x20E3;`, a key \u{31}\u{fe0f}\u{20e3}, a\u{64e}.\n\nIn தமிழ்நாடு.");
    };
    a_chapter_without_a_title: |p: &Project| { p.replace(CHAPTER, "# Claims are", "Claims are"); };
    a_chapter_with_two_titles: |p: &Project| { p.replace(CHAPTER, "## What to try next", "# What to try next"); };
    a_footnote_without_its_text: |p: &Project| writes(p, "So it is.[^one]");
    a_figure_within_a_sentence: |p: &Project| { p.replace("report/chapters/1-numbers.md", "{{ figure(\"trees_index\") }}", "See {{ figure(\"trees_index\") }} here."); };
    a_figure_within_a_list: |p: &Project| { p.replace("report/chapters/1-numbers.md", "{{ figure(\"trees_index\") }}", "- {{ figure(\"trees_index\") }}"); };
    a_figure_placed_twice: |p: &Project| { p.replace("report/chapters/1-numbers.md", "{{ figure(\"trees_index\") }}", "{{ figure(\"trees_index\") }}\n\n{{ figure(\"trees_index\") }}"); };
    quotations_nested_beyond_reason: |p: &Project| writes(p, &format!("{} deep", ">".repeat(5_000)));
    emphasis_nested_beyond_reason: |p: &Project| writes(p, &format!("{}deep{}", "*a ".repeat(2_000), "*".repeat(2_000)));
    a_claim_that_does_not_hold: |p: &Project| { p.replace("report/claims.yaml", "is: greater", "is: less"); };
    a_claim_in_an_included_file_that_does_not_hold: |p: &Project| {
        p.file("report/parts/a.md", "So it {{ claim(\"grew_faster\", \"grew *faster*\") }}.\n");
        writes(p, "{% include \"report/parts/a.md\" %}");
        p.replace("report/claims.yaml", "is: greater", "is: similar");
    };
}

#[test]
fn a_footnote_without_its_mark() {
    says("a_footnote_without_its_mark", &["check"], &[], &|p| {
        writes(p, "[^one]: So it is.");
    });
}

#[test]
fn markup_of_other_tools() {
    says("markup_of_other_tools", &["check"], &[], &|p| {
        writes(
            p,
            "The programme is described below.\n\n::: {.callout-note}\nRead this first.\n:::\n\n\
             Towns grew [@smith; see also @jones]. Carbon is CO~2~, area is m^2^, and the mean \
             is $\\bar{x} = \\frac{1}{n}\\sum x_i$. This is ==important== {.lead}. It cost \
             {{ fixed(\"$2,000\", because=\"x\") }}.\n\n```{r}\nplot(x)\n```",
        );
    });
}

#[test]
fn a_language_without_words() {
    says("a_language_without_words", &["check"], &[], &|p| {
        p.replace("report/report.yaml", "edition: First", "language: de\nedition: First");
    });
}

#[test]
fn digits_in_another_language() {
    says("digits_in_another_language", &["check"], &[], &|p| {
        writes(p, "In Welsh: {{ lang(\"cy\", \"cododd 12%\") }}.");
    });
}

#[test]
fn a_language_that_is_read_by_its_digits_alone() {
    let name = "a_language_that_is_read_by_its_digits_alone";
    says(name, &["check", "--strict"], &[], &|p| {
        p.replace(
            "report/report.yaml",
            "edition: First",
            "language: cy\nguard: digits\nedition: First",
        );
    });
}

#[test]
fn words_of_better_and_worse_are_held_to_what_the_statistic_says() {
    let name = "words_of_better_and_worse_that_the_data_contradict";
    says(name, &["check"], &[], &|p| {
        writes(
            p,
            "Planting improved by {{ stat(\"growth.planting\") }}.\n\n\
             A welcome rise of {{ stat(\"growth.none\") }} was seen.",
        );
        p.replace(
            "report/statistics.yaml",
            "  growth:\n",
            "  growth:\n    better: lower\n",
        );
    });
    says("words_of_better_that_nothing_says", &["check"], &[], &|p| {
        writes(p, "Planting improved by {{ stat(\"growth.planting\") }}.");
    });
}

#[test]
fn levels_and_signs_are_held_to_the_data() {
    says("levels_and_signs_that_the_data_contradict", &["check"], &[], &|p| {
        writes(
            p,
            "The 90% interval is {{ stat(\"growth.difference\", show=\"range\") }}.\n\n\
             Trees: −{{ stat(\"growth.planting\", show=\"size\") }}.",
        );
    });
}

#[test]
fn statements_without_a_number_or_a_claim_are_held_to_the_data() {
    let name = "statements_that_nothing_holds";
    says(name, &["check", "--strict"], &[], &|p| {
        writes(
            p,
            "Trees fell in both. The index was at its highest in 2019.\n\n\
             Did trees fall? Nationally trees fell, “as we had feared”. We would plant trees if\n\n\
             - trees fell further than before;",
        );
    });
}

#[test]
fn words_of_a_figure_are_held_to_which_values_are_the_better_ones() {
    let name = "a_side_of_zero_that_is_not_the_better_one";
    says(name, &["check"], &[], &|p| {
        p.replace(
            "report/statistics.yaml",
            "  growth:\n",
            "  growth:\n    better: higher\n",
        );
        p.replace(
            "report/figures.yaml",
            "figures:\n",
            "figures:\n  sides:\n    kind: dot\n    headline: Growth\n    subtitle: Of trees, 2018 to 2024\n    \
             note: Left of zero, districts did better.\n    source: Us\n    items:\n      - {stat: growth.planting, label: With a scheme}\n",
        );
        p.replace(
            "report/chapters/1-numbers.md",
            "{{ figure(",
            "{{ figure(\"sides\") }}\n\n{{ figure(",
        );
    });
}

#[test]
fn welsh_directions_are_held_to_the_data() {
    says("welsh_directions_that_the_data_contradict", &["check"], &[], &|p| {
        writes(
            p,
            "::: {.lang tag=\"cy\"}\n\
             Gostyngodd nifer y coed o {{ stat(\"growth.planting\") }}.\n:::",
        );
    });
}

#[test]
fn sentences_that_the_data_contradict() {
    says("sentences_that_the_data_contradict", &["check"], &[], &|p| {
        writes(
            p,
            "The number of trees fell by {{ stat(\"growth.planting\") }}. The index fell from \
             {{ stat(\"trees_index.planting.2018\") }} to {{ stat(\"trees_index.planting.2024\") }}.\n\n\
             It doubled from {{ stat(\"trees_index.planting.2018\") }} to \
             {{ stat(\"trees_index.planting.2024\") }}. In 2019 it was \
             {{ stat(\"trees_index.planting.2018\") }}.\n\nHeights were significantly larger.",
        );
        p.replace(CHAPTER, "\"grew faster\"", "\"grew more slowly\"");
        p.replace(
            "report/claims.yaml",
            "    kind: comparison",
            "    words: [outgrew the others, fell behind the others, grew less]\n    kind: comparison",
        );
    });
}

#[test]
fn ratios_units_and_unchanged_numbers_that_the_data_contradict() {
    let name = "ratios_units_and_unchanged_numbers_that_the_data_contradict";
    says(name, &["check"], &[], &|p| {
        writes(
            p,
            "Districts with a scheme were less likely to plant (a ratio of {{ stat(\"times\") }}). \
             The number of trees was unchanged, at {{ stat(\"growth.planting\") }}. It rose by \
             {{ stat(\"growth.planting\", show=\"number\") }} percentage points. \
             It rose marginally, by {{ stat(\"growth.planting\") }}.\n\nThe district ranked third.",
        );
        p.replace(
            "report/statistics.yaml",
            "  districts:\n",
            "  times: {kind: ratio, of: growth.planting, to: growth.none, title: Ratio of growth}\n  districts:\n",
        );
    });
}

#[test]
fn names_places_and_reasons_that_the_numbers_beside_them_contradict() {
    let name = "names_places_and_reasons_that_the_numbers_beside_them_contradict";
    says(name, &["check"], &[], &|p| {
        writes(
            p,
            "Trees stood at {{ stat(\"trees_index.none.2024\") }} in districts with a planting \
             scheme. The lowest index was {{ stat(\"trees_index.planting.2024\") }}. Of all trees \
             {{ fixed(\"51%\", because=\"49% in the count of the districts\") }} are oaks.",
        );
    });
}

#[test]
fn words_of_a_project_are_read_and_a_key_of_none_is_refused() {
    says("words_of_a_project_are_read", &["check"], &[], &|p| {
        writes(p, "Trees dwimmered by {{ stat(\"growth.planting\") }}.");
        p.file("report/words.yaml", "fall: [dwimmered]\n");
    });
    says("a_key_of_words_that_says_nothing", &["check"], &[], &|p| {
        p.file("report/words.yaml", "falls: [dwimmered]\n");
    });
    says("keys_of_words_with_other_values", &["check"], &[], &|p| {
        p.file("report/words.yaml", "fall: [dwimmered]\nbad: litter\ntopcs: {a: [b]}\n");
    });
}

#[test]
fn a_language_without_words_is_strictly_an_error() {
    let name = "a_language_without_words_is_strictly_an_error";
    says(name, &["check", "--strict"], &[], &|p| {
        p.replace("report/report.yaml", "edition: First", "language: de\nedition: First");
    });
}

#[test]
fn texts_beside_chapters_that_the_data_contradict() {
    says("texts_beside_chapters_that_the_data_contradict", &["check"], &[], &|p| {
        let report = "report/report.yaml";
        p.replace(report, "title: Trees", "title: Fewer trees, a fall everywhere");
        p.replace(
            report,
            "gained {{ stat(\"growth.planting\") }}",
            "gained {{ fixed(\"31%\", because=\"x\") }}",
        );
        p.replace(report, "label: without}", "label: fall without}");
        p.replace(report, "edition: First edition", "edition: Second edition\ncitation: Your organisation (2024) Street trees, first edition.");
        p.replace(
            report,
            "are made up",
            "are real, and two-thirds of all districts took part",
        );
        p.replace(
            "report/figures.yaml",
            "{planting: With a scheme,",
            "{planting: Twice as many,",
        );
        p.replace(
            "report/tables.yaml",
            "label: Change",
            "label: Change caused by the scheme",
        );
    });
}

#[test]
fn a_typed_number_names_the_statistic_that_prints_so() {
    says("a_typed_number_names_the_statistic_that_prints_so", &["check"], &[], &|p| {
        writes(p, "With a scheme it was 30.3%, or 30%; and 77.7% elsewhere.");
    });
}

#[test]
fn what_is_unbound_or_goes_too_far_is_a_warning() {
    says("what_is_unbound_or_goes_too_far_is_a_warning", &["check"], &[], &too_far);
}

#[test]
fn what_is_unbound_or_goes_too_far_is_strictly_an_error() {
    let name = "what_is_unbound_or_goes_too_far_is_strictly_an_error";
    says(name, &["check", "--strict"], &[], &too_far);
}

fn too_far(project: &Project) {
    writes(
        project,
        "It rose by 12%, that is three times as much, in nine in ten places, which doubled. \
         It was caused by planting and had no effect on two-thirds of them.",
    );
    project.replace(CHAPTER, "\"grew faster\"", "\"doubled every year\"");
    let claims = project.read("report/claims.yaml");
    let other = "  other:\n    kind: direction\n    of: growth.none\n    is: rise\n";
    project.file("report/claims.yaml", claims + other);
}

#[test]
fn a_link_with_a_title() {
    says("a_link_with_a_title", &["check"], &[], &|p: &Project| {
        writes(
            p,
            "A [link](https://example.org/ \"More\") and [another].\n\n[another]: https://example.org/ 'More'",
        );
    });
}

#[test]
fn a_file_of_words_at_fault() {
    says("a_file_of_words_at_fault", &["check"], &[], &|p| {
        p.file(
            "templates/labels/en.ftl",
            "source = Origin:\nsorce = Origin:\nfigure-caption = Figure { $nmber }\ncontents = Contents { $what }\n= nothing\n",
        );
    });
}

#[test]
fn words_that_compare_nothing_are_not_what_a_claim_of_two_tests() {
    says(
        "words_that_compare_nothing_in_a_claim_of_two",
        &["check", "--strict"],
        &[],
        &|p| {
            p.file(
                "report/chapters/2-claims.md",
                "# Claims\n\n\
                {{ claim(\"grew_faster\", \"Trees boomed wherever there was a planting scheme\") }}.\n\
                {{ claim(\"grew_faster\", \"Trees grew faster with a planting scheme\") }}.\n",
            );
        },
    );
}

#[test]
fn a_level_in_the_words_of_a_claim_about_changes_is_not_what_it_tests() {
    says(
        "a_level_in_the_words_of_a_claim_about_changes",
        &["check", "--strict"],
        &[],
        &|p| {
            let claims = p.read("report/claims.yaml");
            p.file("report/claims.yaml", format!("{claims}  both:\n    says: the number of trees rose in both, and by more with a planting scheme\n    holds: value(\"growth.none\") > 0 and value(\"growth.none\") < value(\"growth.planting\")\n"));
            p.file("report/chapters/2-claims.md", "# Claims\n\n\
            {{ claim(\"both\", \"The number of trees was higher with a planting scheme\") }}.\n\
            {{ claim(\"grew_faster\", \"There are more trees where there is a planting scheme\") }}.\n\
            {{ claim(\"grew_faster\", \"Growth was higher with a planting scheme\") }}.\n\
            {{ claim(\"both\", \"The number of trees rose by more with a planting scheme\") }}.\n");
        },
    );
}
