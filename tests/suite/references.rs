//! Citations and references, as a British report prints them and in other styles.

use crate::harness::Project;
use crate::harness::words;

const WORKS: &str = r"@incollection{brown, author={Brown, B}, title={A chapter}, booktitle={A book}, editor={Green, C}, year={2010}, pages={1-20}, publisher={Press}}
@online{office, author={{Office for Numbers}}, title={Population estimates}, url={https://example.org/p}, year={2024}, urldate={2024-03-05}}
@article{late, author={Miller, Ann}, title={Zebras in towns}, journal={Journal of Towns}, year={2019}, volume={12}}
@article{early, author={Miller, Ann}, title={Apples in towns}, journal={Journal of Towns}, year={2019}, volume={13}}
@book{berg, author={van den Berg, Jan}, title={Streets}, subtitle={A history}, year={2001}, publisher={Press}}
@techreport{inst, author={Smith, A.}, title={Costs of parks}, institution={Institute of Parks}, year={2020}, number={7}}
@misc{green, author={{Ministry}}, title={The Green Guide}, howpublished={\url{https://example.org/green}}, year={2023}, note={Accessed 1 May 2024}}
@book{emph, author={Field, C.}, title={Trees of \emph{Quercus} at {\it ten} \% and CO$_2$ of $\alpha$}, year={2018}, publisher={Leaf and Sons}}
";

/// The words of the page of a report that cites, in a style and language.
fn cited(style: &str, language: &str, text: &str) -> String {
    let project = Project::starter();
    project.file("report/works.bib", WORKS);
    let yaml = project.read("report/report.yaml");
    let kept: Vec<&str> = yaml
        .lines()
        .filter(|line| !line.starts_with("language:") && !line.starts_with("generated:"))
        .collect();
    let more = format!(
        "\nbibliography: report/works.bib\n{style}language: {language}\ngenerated: [references]\n"
    );
    project.file("report/report.yaml", kept.join("\n") + &more);
    project.file(
        "report/house.csl",
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
         <info><title>House</title><id>h</id><updated>2024-01-01T00:00:00+00:00</updated></info>\
         <citation><layout prefix=\"{\" suffix=\"}\" delimiter=\" + \"><text variable=\"title\"/></layout></citation>\
         <bibliography><layout><text variable=\"title\" font-weight=\"bold\"/></layout></bibliography></style>",
    );
    let chapter = "report/chapters/2-claims.md";
    project.replace(
        chapter,
        "## What to try next",
        &format!("{text}\n\n## What to try next"),
    );
    project.build_page();
    words(&project.read("out/index.html"))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

const ALL: &str = "See {{ cite(\"brown\") }}, {{ cite(\"office\") }}, {{ cite(\"late\") }}, {{ cite(\"early\") }}, \
    {{ cite(\"berg\") }}, {{ cite(\"inst\") }}, {{ cite(\"green\") }}, {{ cite(\"emph\") }} and \
    {{ cite(\"inst\", prefix=\"see for example\", suffix=\", chapter 3\") }}.";

#[track_caller]
fn holds(page: &str, expected: &[&str]) {
    for words in expected {
        assert!(page.contains(words), "no `{words}` in {page}");
    }
}

#[test]
fn a_british_report_prints_references_as_its_readers_know_them() {
    let page = cited("", "en-GB", ALL);
    holds(
        &page,
        &[
            "See (Brown, 2010), (Office for Numbers, 2024), (Miller, 2019b), (Miller, 2019a), \
             (van den Berg, 2001), (Smith, 2020), (Ministry, 2023), (Field, 2018) and \
             (see for example Smith, 2020, chapter 3).",
            "van den Berg, J. (2001) Streets: A history. Press. Brown, B. (2010) ‘A chapter’, in \
             C. Green (ed.) A book. Press, pp. 1–20. Field, C. (2018) Trees of Quercus at ten % \
             and CO₂ of α. Leaf and Sons. Miller, A. (2019a) ‘Apples in towns’, Journal of Towns, \
             13. Miller, A. (2019b) ‘Zebras in towns’, Journal of Towns, 12. Ministry (2023) The \
             Green Guide. Available at: https://example.org/green (Accessed: 1 May 2024). Office \
             for Numbers (2024) Population estimates. Available at: https://example.org/p \
             (Accessed: 5 March 2024). Smith, A. (2020) Costs of parks. Technical report 7. \
             Institute of Parks.",
        ],
    );
}

#[test]
fn other_styles_and_languages_print_as_they_do() {
    holds(
        &cited("", "en-US", ALL),
        &["“A chapter,” in C. Green", "(Accessed: March 5, 2024)"],
    );
    holds(
        &cited("style: apa\n", "en-GB", ALL),
        &[
            "(van den Berg, 2001)",
            "(Miller, 2019b), (Miller, 2019a)",
            "Miller, A. (2019a). Apples",
        ],
    );
    let ieee = cited("style: ieee\n", "en-GB", ALL);
    holds(
        &ieee,
        &[
            "See [1], [2], [3], [4], [5], [6], [7], [8] and [see for example 6, chapter 3].",
            "[1] B. Brown",
            "[8] C. Field",
        ],
    );
    let nature = cited("style: nature\n", "en-GB", ALL);
    holds(&nature, &["See 1, 2, 3, 4, 5, 6, 7, 8 and see for example 6, chapter 3."]);
    let own = cited(
        "style: report/house.csl\n",
        "en-GB",
        "See {{ cite(\"late\", \"early\") }}.",
    );
    holds(&own, &["See {Zebras in towns + Apples in towns}."]);
}
