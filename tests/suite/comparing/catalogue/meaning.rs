//! Edits whose words stay and whose meaning does not; names, forms and places that change while
//! everything else stays.

use super::NUMBERS;
use super::Plant;
use super::STATISTICS;
use super::compared;

const SAID: &str = "Trees grow slowly. They are counted in every spring, street by street and tree by tree.";

pub(super) const PLANTS: &[Plant] = &[
    Plant {
        name: "a sentence struck out",
        edit: |e| e.replace(NUMBERS, "Trees grow slowly.", "~~Trees grow slowly.~~"),
        told: "\
            statements|words:7008da2733|struck out|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "another number in a sentence",
        edit: |e| {
            e.replace(
                NUMBERS,
                "{{ stat(\"fine_rate\") }}",
                "{{ stat(\"near.difference\") }}",
            );
        },
        told: "\
            numbers|number:in.104be7eb63:0|another number in its place|report/chapters/1-numbers.md:22\n",
    },
    Plant {
        name: "a number typed that reads as the one that was bound",
        edit: |e| {
            e.replace(
                NUMBERS,
                "{{ stat(\"fine_rate\") }}",
                "{{ fixed(\"40.96%\", because=\"exact\") }}",
            );
        },
        told: "\
            guards|guard:fixed.40.96%-1|a guard was loosened|report/chapters/1-numbers.md:22\n",
    },
    Plant {
        name: "a number typed in the place of one that was bound",
        edit: |e| {
            e.replace(
                NUMBERS,
                "{{ stat(\"fine_rate\") }}",
                "{{ fixed(\"41%\", because=\"round\") }}",
            );
        },
        told: "\
            guards|guard:fixed.41%-1|a guard was loosened|report/chapters/1-numbers.md:22\n",
    },
    Plant {
        name: "a number typed without a reason that reads as the one that was bound",
        edit: |e| e.replace(NUMBERS, "{{ stat(\"fine_rate\") }}", "40.96%"),
        told: "\
            guards|guard:typed.104be7eb63:0|a guard was loosened|report/chapters/1-numbers.md:22\n",
    },
    Plant {
        name: "another number typed",
        edit: |e| e.replace(NUMBERS, "four in five", "nine in ten"),
        told: "\
            guards|guard:fixed.nine-in-ten-1|a guard was changed|report/chapters/1-numbers.md:32\n",
    },
    Plant {
        name: "another reason for a number typed",
        edit: |e| e.replace(NUMBERS, "the plan of 2018", "the plan"),
        told: "\
            guards|guard:fixed.four-in-five-1|a guard was changed|report/chapters/1-numbers.md:32\n",
    },
    Plant {
        name: "the address of the licence",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "publicdomain/zero/1.0",
                "publicdomain/mark/2.0",
            );
        },
        told: "\
            statements|words:cover.licence|changed|report/report.yaml:10\n",
    },
    Plant {
        name: "a design that lets more be said",
        edit: |e| e.append("report/report.yaml", "design: causal\n"),
        told: "\
            guards|guard:design|a guard was loosened|report/report.yaml:37\n",
    },
    Plant {
        name: "other words by which the press finds things",
        edit: |e| e.file("report/synonyms.yaml", "trees: [greenery]\n"),
        told: "\
            words|words:synonyms|other words by which the press finds things|report/synonyms.yaml:1\n",
    },
    Plant {
        name: "chapters in another order",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "  - report/chapters/1-numbers.md\n  - report/chapters/2-claims.md\n",
                "  - report/chapters/2-claims.md\n  - report/chapters/1-numbers.md\n",
            );
        },
        told: "\
            words|words:c04c4c67ab|chapter moved|report/report.yaml\n",
    },
    Plant {
        name: "a label of a group",
        edit: |e| {
            e.replace(
                STATISTICS,
                "    planting: districts with a planting scheme",
                "    planting: districts that planted",
            );
        },
        told: "\
            statements|words:labels.scheme|label changed|report/statistics.yaml:12\n",
    },
    Plant {
        name: "the name of a figure",
        edit: |e| {
            e.replace("report/figures.yaml", "  trees_index:", "  trees_line:");
            e.replace(NUMBERS, "figure(\"trees_index\")", "figure(\"trees_line\")");
            e.replace("report/report.yaml", "figure: trees_index", "figure: trees_line");
        },
        told: "\
            figures|figure:trees_line|renamed, which breaks links to it and embeds of it|report/figures.yaml:2\n",
    },
    Plant {
        name: "the name of a statistic",
        edit: |e| {
            e.replace(STATISTICS, "  rate:\n", "  speed:\n");
            e.replace(NUMBERS, "stat(\"rate\")", "stat(\"speed\")");
        },
        told: "\
            method|method:statistic.speed|renamed|report/statistics.yaml:76\n",
    },
    Plant {
        name: "a data file under another name",
        edit: |e| {
            let text = e.text("data/rates.csv");
            e.file("data/speeds.csv", text);
            e.replace("data/datapackage.yaml", "path: rates.csv", "path: speeds.csv");
        },
        told: "\
            data|data:data/speeds.csv|the same rows in another form|data/speeds.csv\n",
    },
];

#[test]
fn what_markup_says_is_told_beside_what_words_say() {
    let kinds = |from: &str, to: &str, was: &'static str| {
        let edited = |text: &str| {
            let text = text.to_owned();
            let mut files = super::Edited(super::base());
            files.replace(NUMBERS, SAID, &text);
            files.append(NUMBERS, "\n[^a]: Except where stated.\n\nOther words.[^a]\n");
            files.0
        };
        let found = reissue::make::compare(
            &super::woven("old", edited(from)),
            &super::woven("new", edited(to)),
        );
        let kinds: Vec<String> =
            found.items.iter().map(|item| item.kind.clone()).collect();
        assert_eq!(kinds.join("; "), was);
    };
    kinds(
        "It [leads](https://a.org/1) on.",
        "It [leads](https://a.org/2) on.",
        "link leads elsewhere",
    );
    kinds("It [leads](https://a.org/1) on.", "It leads on.", "link removed");
    kinds(
        "As {{ ref(\"growth\") }} shows.",
        "As {{ ref(\"trees_index\") }} shows.",
        "reference leads elsewhere",
    );
    kinds("One thing. Another.", "One thing.[^a] Another.", "note a now stands here");
    kinds(
        "Trees were counted in every district by hand.[^a]\n\nStumps were left out where they were small.",
        "Trees were counted in every district by hand.\n\nStumps were left out where they were small.[^a]",
        "note a moved here from another statement",
    );
    kinds(
        "> [!WARNING]\n> Do not compare.",
        "> [!TIP]\n> Do not compare.",
        "warning became a tip",
    );
    kinds("> [!NOTE]\n> Do not compare.", "Do not compare.", "note became plain text");
    kinds("It is **not** so.", "It is ~~not~~ so.", "struck out");
    kinds("It *is* so.", "It **is** so.", "set in bold, no longer in italics");
    kinds("It is so.", "It is **so**.", "set in bold");
    kinds("It *is* so.", "It is *so*.", "italics elsewhere");
}

#[test]
fn the_order_and_the_pictures_of_key_findings_and_whom_a_document_is_for_are_named() {
    let base = || {
        let mut files = super::Edited(super::base());
        let figures = files.text("report/figures.yaml").replace("figures:\n", "");
        files.append(
            "report/figures.yaml",
            &figures.replace("trees_index:", "trees_other:"),
        );
        files.append(NUMBERS, "\n{{ figure(\"trees_other\") }}\n");
        files.append(
            NUMBERS,
            "\nStreets are long. We do not test what is counted. They are lined with trees.\n",
        );
        files.replace(
            "report/report.yaml",
            "chapters:\n",
            "  - {id: slow, title: Slow, text: Trees grow slowly., figure: trees_index}\nchapters:\n",
        );
        files.append(
            "report/report.yaml",
            "documents:\n  - {id: brief, kind: brief, title: Trees, audience: councils, chapters: [report/documents/brief.md], words: {most: 60}}\n",
        );
        files.file("report/documents/brief.md", "# Trees\n\nAll of this is made up.\n");
        files
    };
    let mut edited = base();
    edited.replace(
        "report/report.yaml",
        "figure: trees_index\n",
        "figure: trees_other\n",
    );
    edited.replace("report/report.yaml", "audience: councils", "audience: residents");
    edited.replace("report/report.yaml", "{most: 60}", "{most: 90}");
    let slow =
        "  - {id: slow, title: Slow, text: Trees grow slowly., figure: trees_index}\n";
    edited.replace("report/report.yaml", slow, "");
    edited.replace("report/report.yaml", "findings:\n", &format!("findings:\n{slow}"));
    edited.replace(NUMBERS, "We do not test what is counted. ", "");
    let found = reissue::make::compare(
        &super::woven("old", base().0),
        &super::woven("new", edited.0),
    );
    assert_eq!(
        super::told(&found),
        "\
            guards|guard:documents.brief.words.most|a guard was loosened|report/report.yaml:39\n\
            statements|words:order.key-findings|in another order|report/report.yaml:12,16,39\n\
            statements|words:finding.growth.figure|shown in another figure|report/report.yaml:16\n\
            statements|words:document.brief.audience|changed|report/report.yaml:39\n\
            statements|words:c47e0b683d|changed|report/chapters/1-numbers.md:36\n"
    );
}

/// Compares the base with itself, each with its own edit.
fn between(
    old: impl FnOnce(&mut super::Edited),
    new: impl FnOnce(&mut super::Edited),
) -> reissue::model::comparison::Comparison {
    let (mut was, mut is) = (super::Edited(super::base()), super::Edited(super::base()));
    old(&mut was);
    new(&mut is);
    reissue::make::compare(&super::woven("old", was.0), &super::woven("new", is.0))
}

#[test]
fn a_number_typed_over_another_is_told_in_the_notice_by_what_both_read() {
    let found = compared(|e| {
        e.replace(
            NUMBERS,
            "{{ stat(\"fine_rate\") }}",
            "{{ fixed(\"41%\", because=\"round\") }}",
        );
    });
    let notice = reissue::diff::notice(&found, &reissue::model::signoff::Review::new());
    assert!(notice.contains("40.96% becomes 41%."), "{notice}");
}

#[test]
fn references_after_a_renamed_anchor_are_no_items() {
    let with = |anchor: &'static str| {
        move |e: &mut super::Edited| {
            e.replace(
                NUMBERS,
                "## Near and far\n",
                &format!("## Near and far {{ #{anchor} }}\n"),
            );
            e.append(
                NUMBERS,
                &format!(
                    "\nMore is in {{{{ ref(\"{anchor}\") }}}}, [there](#{anchor}).\n"
                ),
            );
        }
    };
    assert_eq!(
        super::told(&between(with("near"), with("close"))),
        "words|words:anchor.near|another anchor, which breaks links to it|report/chapters/1-numbers.md:18\n"
    );
}

#[test]
fn another_statistic_of_the_same_print_is_told_as_that() {
    let shows = |id: &'static str| {
        move |e: &mut super::Edited| {
            e.append(STATISTICS, "\n  twin:\n    kind: sql\n    title: Another rate\n    sql: SELECT rate FROM rates LIMIT 1\n    unit: percent\n");
            e.append(NUMBERS, &format!("\nIt was {{{{ stat(\"{id}\") }}}} in all.\n"));
        }
    };
    let found = between(shows("rate"), shows("twin"));
    let [item] = &found.items[..] else { panic!("{}", super::told(&found)) };
    assert_eq!(item.class.name(), "numbers");
    assert_eq!(item.kind, "another statistic, same value");
    assert_eq!((&*item.old, &*item.new), ("41.0% (rate)", "41.0% (twin)"));
}

#[test]
fn a_setting_of_a_figure_is_told_as_readers_know_it() {
    let found = compared(|e| e.append("report/figures.yaml", "    scale: log\n"));
    let [item] = &found.items[..] else { panic!("{}", super::told(&found)) };
    assert_eq!((&*item.old, &*item.new), ("scale of the value axis: linear", "log"));
}

#[test]
fn a_guard_that_changed_names_the_number_it_holds_that_moved_and_the_words_it_lets_pass()
{
    let found = compared(|e| {
        e.data("D1,planting,2024,1109", "D1,planting,2024,1300");
        e.replace("report/claims.yaml", "is: greater", "is: less");
        e.replace(
            "report/report.yaml",
            "findings:\n",
            "allow:\n  - {words: slowly, because: known}\nfindings:\n",
        );
    });
    let screen = reissue::diff::Screen { width: 118, rows: None };
    let text = reissue::diff::terminal(&found, false, screen);
    let guards: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("Guards"))
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("      it "))
        .collect();
    assert_eq!(
        guards,
        [
            "      it lets pass “Trees grow slowly.”",
            "      it holds Change in street trees, districts with a planting scheme, which moved 30.3% → 36.1%",
        ],
        "{text}"
    );
}

#[test]
fn numbers_of_a_new_period_are_one_item_and_a_revision_is_another() {
    let add = |years: [u16; 3]| {
        move |e: &mut super::Edited| {
            e.append(
                STATISTICS,
                "\n  by_year:\n    kind: level\n    title: Trees\n    frame: panel\n    measure: trees\n    by: [year]\n",
            );
            for (at, year) in years.into_iter().enumerate() {
                let text = format!(
                    "\nNumber {{{{ fixed(\"{at}\", because=\"order\") }}}} is {{{{ stat(\"by_year.{year}\") }}}}.\n"
                );
                e.append(NUMBERS, &text);
            }
        }
    };
    let found = between(add([2021, 2022, 2023]), |e| {
        add([2022, 2023, 2024])(e);
        e.replace("data/rates.csv", "40.96", "44.2");
    });
    let numbers: Vec<(&str, &str)> = found
        .items
        .iter()
        .filter(|item| item.class.name() == "numbers")
        .map(|item| (item.id.as_str(), item.kind.as_str()))
        .collect();
    assert_eq!(
        numbers,
        [
            ("period:2023-2024", "3 numbers of a new period"),
            ("number:fine_rate", "moved"),
            ("number:rate", "moved")
        ]
    );
    let period = found.items.iter().find(|item| item.id == "period:2023-2024").unwrap();
    assert_eq!(
        (&*period.title, period.details.len(), period.places.len()),
        ("period 2023 → 2024", 3, 3)
    );
    let notice = reissue::diff::notice(&found, &reissue::model::signoff::Review::new());
    let (before, periods) = notice.split_once("## New periods").unwrap();
    assert!(!before.contains("period 2023") && periods.contains("period 2023 → 2024"));
}

#[test]
fn a_publisher_who_is_taken_out_is_a_statement() {
    let mut named = super::Edited(super::base());
    named.file("report/brand.yaml", "name: City Office\n");
    let found = reissue::make::compare(
        &super::woven("named", named.0),
        &super::woven("without", super::base()),
    );
    assert_eq!(
        super::told(&found),
        "statements|words:brand|words of a declaration|report/brand.yaml:1\n"
    );
}

#[test]
fn another_name_of_a_figure_that_counts_for_itself_moves_no_point() {
    let with = |id: &str| {
        let mut files = super::Edited(super::base());
        files.append(
            "report/figures.yaml",
            &format!("\n  {id}:\n    kind: histogram\n    headline: Trees of districts\n    subtitle: Districts by trees\n    source: Made-up survey\n    data: sizes\n    x: district\n    bin: 500\n    x_axis: Trees\n"),
        );
        files.append(NUMBERS, &format!("\n{{{{ figure(\"{id}\") }}}}\n"));
        super::woven(id, files.0)
    };
    let found = reissue::make::compare(&with("districts"), &with("spread"));
    assert_eq!(
        super::told(&found),
        "figures|figure:spread|renamed, which breaks links to it and embeds of it|report/figures.yaml:14\n"
    );
}

#[test]
fn what_stands_at_the_front_is_told_before_what_stands_behind() {
    let found = compared(|e| {
        e.data("D1,planting,2024,1109", "D1,planting,2024,1300");
        e.replace("data/rates.csv", "40.96", "44.2");
    });
    let first: Vec<&str> =
        found.items.iter().map(|item| item.id.as_str()).take(2).collect();
    assert_eq!(first, ["headline:growth.planting", "headline:whole_rate"]);
}

#[test]
fn lines_fit_the_terminal_and_keep_what_became_of_their_subject() {
    let found = compared(|e| e.data("D1,planting,2024,1109", "D1,planting,2024,1300"));
    for width in [60, 80, 118, 160] {
        let screen = reissue::diff::Screen { width, rows: None };
        let text = reissue::diff::terminal(&found, false, screen);
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{width}: {text}");
        if width > 60 {
            assert!(text.contains("30.3% → 36.1%"), "{width}: {text}");
        }
    }
}

#[test]
fn what_matters_most_stays_on_a_terminal_of_few_lines() {
    let found = compared(|e| {
        e.data("D1,planting,2024,1109", "D1,planting,2024,9999");
        e.replace(NUMBERS, "Trees grow slowly.", "Trees do not grow slowly.");
        e.replace(STATISTICS, "kind: welch", "kind: student");
    });
    for rows in [26, 40] {
        let screen = reissue::diff::Screen { width: 80, rows: Some(rows) };
        let text = reissue::diff::terminal(&found, false, screen);
        assert!(text.lines().count() + 2 <= rows, "{rows}: {text}");
        assert!(text.contains("Conclusions (3"), "{rows}: {text}");
        for count in ["1 statement", "2 tables", "1 data file"] {
            assert!(text.contains(count), "{rows}: {text}");
        }
    }
}

#[test]
fn a_number_of_the_next_period_is_no_correction() {
    let add = |year: &str| {
        let mut files = super::Edited(super::base());
        files.append(
            STATISTICS,
            "\n  by_year:\n    kind: level\n    title: Trees\n    frame: panel\n    measure: trees\n    by: [year]\n",
        );
        files.append(NUMBERS, &format!("\nIn {{{{ fixed(\"{year}\", because=\"the year\") }}}} there were {{{{ stat(\"by_year.{year}\") }}}}.\n"));
        super::woven(year, files.0)
    };
    let found = reissue::make::compare(&add("2023"), &add("2024"));
    // The year that is bound by hand is a guard of its own.
    let numbers: Vec<_> =
        found.items.iter().filter(|item| item.class.name() != "guards").collect();
    assert_eq!((numbers.len(), found.items.len()), (1, 2), "{}", super::told(&found));
    let item = numbers[0];
    assert_eq!((item.class.name(), item.kind.as_str()), ("numbers", "new period"));
    assert!(item.old.ends_with("(2023)") && item.new.ends_with("(2024)"), "{item:?}");
    let notice = reissue::diff::notice(&found, &reissue::model::signoff::Review::new());
    assert!(
        notice.contains("## New periods") && !notice.contains("## Corrections"),
        "{notice}"
    );
}
