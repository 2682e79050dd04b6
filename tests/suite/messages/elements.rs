//! Faults of what a published report is made of: named blocks, pictures, formulas.

use crate::harness::Project;
use crate::messages::cases;

fn writes(project: &Project, text: &str) {
    let end = format!("{text}\n\n## What to try next");
    project.replace("report/chapters/2-claims.md", "## What to try next", &end);
}

cases! {
    a_block_of_no_known_kind: |p: &Project| {
        writes(p, "::: {.case-studdy title=\"A hall\"}\nText.\n:::\n\n::: {.callout-note}\nText.\n:::\n\n::: {#so}\nText.\n:::\n\n::: {.box .note}\nText.\n:::");
    };
    blocks_that_are_not_closed_and_fences_that_close_nothing: |p: &Project| {
        writes(p, ":::\n\n- ::: {.box title=\"In a list\"}\n  Text.\n\n:::\n\n::: {.box title=\"To the end\"}\nText.");
    };
    attributes_of_blocks_that_do_not_fit: |p: &Project| {
        writes(p, "::: {.quotation title=\"A\" by=\"Resident, area N024\" by=\"Another\"}\nText.\n:::\n\n\
                   ::: {.recommendation who=\"\" evidence=\"grow, growth\"}\nText.\n:::\n\n\
                   ::: {.box title=\"A}\nText.\n:::\n\n::: {.box titel=\"A\"}\nText.\n:::");
    };
    blocks_that_hold_what_they_cannot: |p: &Project| {
        writes(p, "::: note\n:::\n\n::: columns\nText.\n:::\n\n::: column\nText.\n:::\n\n\
                   ::: {.figures title=\"A\"}\nText.\n:::\n\n::: {.box title=\"A\"}\n## So\n\nText.\n:::");
    };
    lists_of_what_the_report_does_not_have: |p: &Project| {
        writes(p, "{{ paragraph(\"method\") }}So. {{ index(\" \") }}\n\n::: {.recommendations}\n:::\n\n::: {.endnotes}\n:::\n\n::: {.index}\n:::\n\n::: {.index}\nText.\n:::\n\nSo.[^so]\n\n[^so]: A note{{ index(\"Oaks\") }}.");
        p.replace("report/tables.yaml", "show: signed}", "show: signed, shade: true, bar: true}");
    };
    letters_that_no_font_has_where_they_are_not_read_as_text: |p: &Project| {
        p.file("images/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"/>");
        p.file("report/pictures.yaml", "pictures:\n  hall: {file: images/a.svg, alt: A hall, credit: \"\u{e44}\"}\n");
        p.file("templates/labels/en.ftl", "# \u{e01}\nsource = \u{e02}\n");
        writes(p, "The word \u{5d0}\u{5d1}.\n\n{{ picture(\"hall\") }}\n\nIt is $\\text{\u{5d2}}$.\n\n$$\n\\text{\u{5d3}}\n$$");
    };
    back_pages_that_cannot_come_last: |p: &Project| {
        let back = "::: {.back-page title=\"The publisher\"}\nAn address.\n:::";
        writes(p, &format!("::: {{.box title=\"A\"}}\n{back}\n:::\n\n- {}\n\n{back}\n\n{back}", back.replace('\n', "\n  ")));
        p.file("report/chapters/4-back.md", format!("# The back\n\n{back}\n"));
        p.replace("report/report.yaml", "generated:", "appendices: [report/chapters/4-back.md]\ngenerated:");
    };
    pictures_without_words_and_without_files: |p: &Project| {
        p.file("images/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"/>");
        p.file("report/pictures.yaml", "pictures:\n  lead: {file: images/a.svg, focal: [2, 0.5]}\n  other: {file: images/b.png, alt: So, decorative: true}\n  third: {file: images/a.svg, decorative: true, numbered: true}\n");
        writes(p, "![](images/a.svg)\n\n![A tree](tree.png)\n\n![A tree](../../../tree.png)\n\n![A tree](https://example.org/tree.png)\n\nIn a ![tree](images/a.svg) line.\n\n{{ picture(\"led\") }}\n\n{{ picture(\"other\") }}\n\n::: {.quotation by=\"A resident\" picture=\"laed\"}\nText.\n:::");
    };
    pictures_that_cannot_be_shown: |p: &Project| {
        p.file("images/a.jpg", "no picture at all");
        let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\">{inner}</svg>");
        p.file("images/b.svg", svg("<image href=\"file:///etc/passwd\"/>"));
        p.file("images/c.svg", svg("<rect fill=\"url(https://example.org/x)\"/>"));
        p.file("images/d.svg", svg("<style>@import \"x.css\";</style>"));
        p.file("images/e.svg", svg("<text>\u{4e2d}</text>"));
        // A picture of 60,000 by 60,000 pixels, in 67 bytes.
        p.file("images/f.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\x0f\xb0\xe2\x15");
        let shown: String = ["a.jpg", "b.svg", "c.svg", "d.svg", "e.svg", "f.png"].iter().map(|name| format!("![So](images/{name})\n\n")).collect();
        writes(p, &shown);
    };
    a_number_typed_into_a_formula: |p: &Project| {
        writes(p, "The mean is $\\bar{x} = 41\\%$ of $n = 3$, and $\\frac{1}{2} x$ is {{ ref(\"nothing\") }}.");
    };
    formulas_that_cannot_be_read: |p: &Project| {
        writes(p, "The mean $\\bar{x} = \\foo{y}$ and $\\frac{1}{2$ and $x + \\color{red} y$.\n\n$$\n\\def\\a{x} \\a\n$$\n\nIt is $x = {{ ref(\"growth\") }}$.");
    };
}
