//! Faults of documents beside the report.

use crate::harness::Project;
use crate::messages::cases;
use crate::messages::says;

/// Declares documents, and writes the text of one of them.
fn declares(project: &Project, documents: &str, text: &str) {
    let report = project.read("report/report.yaml");
    project
        .file("report/report.yaml", format!("{report}documents:\n{documents}"))
        .file("report/documents/news.md", format!("# What was found\n\n{text}\n"));
}

cases! {
    documents_that_lack_what_they_need: |p: &Project| {
        declares(p, "  - {id: news, kind: summary, title: So, chapters: []}\n  \
                     - {id: news, kind: brief, title: So, chapters: [report/documents/news.md], outputs: []}\n  \
                     - {id: con, kind: brief, title: So, chapters: [report/documents/new.md]}\n  \
                     - {id: a, kind: news, title: So, chapters: [report/documents/news.md]}\n", "Text.");
    };
    a_kind_that_is_almost_another_and_a_limit_of_no_words: |p: &Project| {
        declares(p, "  - {id: short, kind: sumary, title: So, chapters: [report/documents/news.md]}\n  \
                     - {id: note, kind: newsletter, title: So, words: {most: 0}, chapters: [report/documents/news.md]}\n", "Text.");
    };
    a_document_whose_template_lacks_a_block: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, template: report/documents/page.html, chapters: [report/documents/news.md]}\n", "Text.");
        p.file("report/documents/page.html", "<html>{% block main %}{% endblock %}</html>\n");
    };
    a_document_that_is_too_long_and_one_that_is_too_short: |p: &Project| {
        declares(p, "  - {id: long, kind: brief, title: So, words: {most: 3}, chapters: [report/documents/news.md]}\n  \
                     - {id: short, kind: brief, title: So, words: {least: 30}, chapters: [report/documents/news.md]}\n", "A text.");
    };
    a_news_release_whose_headline_is_no_claim: |p: &Project| {
        declares(p, "  - {id: news, kind: news, title: Schemes plant trees that last, \
                     standfirst: '{{ claim(\"grew_faster\", \"Trees grew faster with a scheme\") }}, and they matter', \
                     chapters: [report/documents/news.md]}\n", "Text.");
    };
    a_document_that_asserts_what_is_no_claim: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "The number of street trees climbed. Costs fell.\n\nShould a scheme grow? It may grow. Ask who keeps the trees.");
    };
    a_slogan_is_answered_with_what_the_data_bear_out: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "Planting schemes doubled the number of trees.\n\nThe scheme boosts trees in districts.");
    };
    a_document_that_compares_without_a_claim: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "Districts with a planting scheme have more trees. Where there is none, trees are fewer.\n\n\
                  Ask for fewer forms than last time. The annex has more tables. We may have more trees.");
    };
    a_document_that_names_more_or_less_of_what_claims_are_about: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "Districts with a planting scheme had more trees.\n\nA scheme means fewer dead trees.\n\nOne more tree is one fewer complaint.\n\n\
                  Had there been fewer trees, nobody would have asked. Read more about trees. Districts had more time.");
    };
    a_document_that_judges_without_a_claim: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "Districts are safer.\n\n\
                  It is better to ask. Who has better ideas? Things may be worse. Ask for better forms.");
    };
    a_document_in_which_a_call_and_a_sentence_are_at_fault: |p: &Project| {
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "Costs fell by {{ stat(\"growth.plantin\") }}.\n\nThe number of street trees climbed.");
    };
    a_document_that_claims_what_the_report_does_not: |p: &Project| {
        let claims = p.read("report/claims.yaml");
        p.file("report/claims.yaml", format!("{claims}  grew:\n    says: the number of trees grew\n    kind: direction\n    of: growth.planting\n    is: rise\n"));
        declares(p, "  - {id: short, kind: brief, title: So, chapters: [report/documents/news.md]}\n",
                 "There, {{ claim(\"grew\", \"the number of trees grew\") }}.");
    };
    quotations_that_lack_what_they_need: |p: &Project| {
        p.file("report/quotations.yaml", "quotations:\n  a: {words: We are glad.}\n  \
            b: {role: Chair, words: We are glad., status: approved}\n  \
            c: {role: Chair, words: We are glad., status: approved, approved_by: the chair}\n  \
            d: {role: Chair, status: approved, approved_by: the chair, date: \"2025-01-10\"}\n  \
            e: {role: Chair, words: We are glad., date: \"2025-01-10\"}\n  \
            f: {role: Chair, words: 'It is {{ stat(\"growth.planting\") }}.'}\n  \
            g:\n    role: Chair\n    words: |\n      We are\n      glad.\n  \
            h: {role: Chair, words: We gained 30.3%., says: [{words: \"30.3%\"}, {words: We, stat: growth.planting, because: so}, {words: \"\"}, {words: gained, because: so, show: size}]}\n");
    };
    a_quotation_whose_words_are_not_what_the_data_say: |p: &Project| {
        p.file("report/quotations.yaml", "quotations:\n  \
            draft:\n    role: Chair\n    words: Trees grew by 31.3% with a scheme and by 7 without.\n    says:\n      - {words: \"31.3%\", stat: growth.planting}\n      - {words: \"3%\", stat: growth.none}\n  \
            said:\n    role: Chair\n    words: Trees grew by 31.3%. Their number doubled.\n    status: approved\n    approved_by: the chair\n    date: \"2025-01-10\"\n    says:\n      - {words: \"31.3%\", stat: growth.planting}\n  \
            claimed:\n    role: Chair\n    words: Trees grew more slowly with a scheme. We are 30.3% happy.\n    says:\n      - {words: Trees grew more slowly with a scheme, claim: grew_faster}\n      - {words: grew more, claim: grew_fast}\n      - {words: \"30.3%\", stat: growth.plantin}\n");
        let chapter = p.read("report/chapters/1-numbers.md");
        p.file("report/chapters/1-numbers.md", format!("{chapter}\n{{{{ quotation(\"draft\") }}}}\n\n{{{{ quotation(\"said\") }}}}\n\n{{{{ quotation(\"claimed\") }}}}\n\nIn a line: {{{{ quotation(\"said\") }}}}\n\n{{{{ quotation(\"sad\") }}}}\n"));
    };
}

#[test]
fn an_embargo_on_a_day_on_which_clocks_change_is_a_warning() {
    says("an_embargo_on_a_day_on_which_clocks_change", &["check"], &[], &|p| {
        let report = p.read("report/report.yaml");
        p.file(
            "report/report.yaml",
            format!("embargo: \"2027-03-28T00:30+00:00\"\n{report}"),
        );
    });
}
