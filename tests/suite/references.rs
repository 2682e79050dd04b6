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
    cited_of(WORKS, style, language, text)
}

fn cited_of(works: &str, style: &str, language: &str, text: &str) -> String {
    let project = Project::starter();
    project.file("report/works.bib", works);
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

const MORE: &str = r#"@article{smith, author={Smith, John}, title={Gamma things}, journal={Journal of Towns}, year=2019, pages={10--19, 25}}
@book{hand, editor={M{\"u}ller, Anna and Simek, Karel}, title={A handbook}, publisher={Press}, address={Oxford}, year=2015}
@incollection{chapter, crossref={hand}, author={Brown, B and Green, C and White, D}, title={A chapter}, pages={33--50}}
@book{series, author={Tree, A.}, title={Book}, year=2003, volume={2}, series={Classics}, publisher={Press}}
@dataset{data, author={{Forestry Commission}}, title={Inventory}, year=2023, version={4.1}, publisher={Data.gov.uk}}
@misc{act, title={Environment Act 2021}, howpublished={c. 30}, year=2021}
@article{span, author={Doe, John}, title={Two years}, journal={X}, year={2005/2006}}
"#;

/// What a style prints of these works, in a sentence and in the list.
fn more(style: &str) -> String {
    let keys = ["smith", "hand", "chapter", "series", "data", "act", "span"];
    let calls = keys.map(|key| format!("{{{{ cite(\"{key}\", form=\"prose\") }}}}"));
    let text = format!("Beside {}.", calls.join(", "));
    let page = cited_of(MORE, &format!("style: {style}\n"), "en-GB", &text);
    let (_, rest) = page.split_once(" Beside ").unwrap();
    let (prose, rest) = rest.split_once(" 2.1 What to try next").unwrap();
    let (_, list) = rest.rsplit_once(" References ").unwrap();
    format!("{style}: {prose} | {list}")
}

#[test]
fn a_page_is_printed_also_where_the_style_has_no_place_for_it() {
    let text = "See {{ cite(\"smith\", page=\"12\") }}, {{ cite(\"hand\", page=\"3–5\", prefix=\"see\", suffix=\"and the tables\") }}.";
    for (style, wanted) in [
        ("vancouver", "See (1, p. 12), (see 2, pp. 3–5 and the tables)."),
        ("ieee", "See [1, p. 12], [see 2, pp. 3–5 and the tables]."),
        (
            "apa",
            "See (Smith, 2019, p. 12), (see Müller & Simek, 2015, pp. 3–5 and the tables).",
        ),
    ] {
        holds(&cited_of(MORE, &format!("style: {style}\n"), "en-GB", text), &[wanted]);
    }
}

#[test]
fn no_style_leaves_out_names_or_prints_a_title_or_a_number_twice() {
    for expected in LISTS {
        let style = expected.split(':').next().unwrap();
        let printed = more(style);
        assert!(printed.starts_with(expected), "{printed}\nis not\n{expected}");
    }
}

const LISTS: &[&str] = &[
    "harvard-cite-them-right: Smith (2019), Müller and Simek (2015), Brown, Green and White (2015), Tree (2003), Forestry Commission (2023), Environment Act 2021 (2021), Doe (2005). | ‘Environment Act 2021’ (2021). c. 30. Brown, B., Green, C. and White, D. (2015) ‘A chapter’, in A. Müller and K. Simek (eds) A handbook. Oxford: Press, pp. 33–50. Doe, J. (2005) ‘Two years’, X [Preprint]. Forestry Commission (2023) ‘Inventory (version 4.1)’. Data.gov.uk. Müller, A. and Simek, K. (eds) (2015) A handbook. Oxford: Press. Smith, J. (2019) ‘Gamma things’, Journal of Towns, pp. 10–19, 25. Tree, A. (2003) Book. Press (Classics).",
    "apa: Smith (2019), Müller & Simek (2015), Brown et al. (2015), Tree (2003), Forestry Commission (2023), Environment Act 2021 (2021), Doe (2005). | Brown, B., Green, C., & White, D. (2015). A chapter. In A. Müller & K. Simek (Eds), A handbook (pp. 33–50). Press. Doe, J. (2005). Two years. X. Environment Act 2021. (2021). c. 30. Forestry Commission. (2023). Inventory (version 4.1) [Data set]. Data.gov.uk. Müller, A., & Simek, K. (Eds). (2015). A handbook. Press. Smith, J. (2019). Gamma things. Journal of Towns, 10–19, 25. Tree, A. (2003). Book (Vol. 2). Press.",
    "vancouver: Smith (1), Müller and Simek (2), Brown et al. (3), Tree (4), Forestry Commission (5), Environment Act 2021 (6), Doe (7). | 1. Smith J. Gamma things. Journal of Towns. 2019;10–9, 25. 2. Müller A, Simek K, editors. A handbook. Oxford: Press; 2015. 3. Brown B, Green C, White D. A chapter. In: Müller A, Simek K, editors. A handbook. Oxford: Press; 2015. pp. 33–50. 4. Tree A. Book. Vol. 2. Press; 2003. (Classics). 5. Forestry Commission. Inventory (version 4.1) [Data set]. Data.gov.uk; 2023. 6. Environment Act 2021. c. 30; 2021. 7. Doe J. Two years. X. 2005.",
    "nature: Smith 1, Müller and Simek 2, Brown et al. 3, Tree 4, Forestry Commission 5, Environment Act 2021 6, Doe 7. | 1. Smith, J. Gamma things. Journal of Towns 10–19, 25 (2019). 2. Müller, A. & Simek, K. A Handbook. (Press, Oxford, 2015). 3. Brown, B., Green, C. & White, D. A chapter. in A handbook (eds Müller, A. & Simek, K.) 33–50 (Press, Oxford, 2015). 4. Tree, A. Book. vol. 2 (Press, 2003). 5. Forestry Commission. Inventory (version 4.1). (2023). Data.gov.uk. 6. Environment Act 2021. (2021). c. 30. 7. Doe, J. Two years. X (2005).",
    "american-medical-association: Smith 1, Müller and Simek 2, Brown et al. 3, Tree 4, Forestry Commission 5, Environment Act 2021 6, Doe 7. | 1. Smith J. Gamma things. Journal of Towns. Published online 2019:10-19, 25. 2. Müller A, Simek K, eds. A Handbook. Press; 2015. 3. Brown B, Green C, White D. A chapter. In: Müller A, Simek K, eds. A Handbook. Press; 2015:33-50. 4. Tree A. Book. Vol 2. Press; 2003. 5. Forestry Commission. Inventory (version 4.1). Published online 2023. Data.gov.uk. 6. Environment Act 2021. Published online 2021. c. 30. 7. Doe J. Two years. X. Published online 2005.",
];

/// Works that are to come, have no date, or are known by a note or by who edited them.
const UNUSUAL: &str = r"@book{places, title={Handbook of Places}, editor={O'Neill, Cara and Berg, Dirk}, publisher={Policy Press}, year={2024}}
@article{khan, author={Khan, Imran}, title={Trees and crime}, journal={Urban Studies}, year={2025}, note={Accepted 3 May 2025}}
@article{lee, author={Lee, Mei}, title={Counting wards}, journal={Local Data}, year={forthcoming}}
@article{ash, author={Ash, Al}, title={Paths}, journal={Walking}, pubstate={inpress}}
@book{brown, author={Brown, Zed}, title={Undated things}, publisher={Old House}, year={n.d.}}
@misc{patel, author={Patel, Ria}, title={Interview with the chair}, howpublished={Personal communication}, year={2023}, note={Notes of 4 June}}
";

#[test]
fn what_is_to_come_is_said_and_notes_and_editors_print_in_every_style() {
    let keys = ["places", "khan", "lee", "ash", "brown", "patel"];
    let calls = keys.map(|key| format!("{{{{ cite(\"{key}\") }}}}")).join(", ");
    let page = |style: &str| cited_of(UNUSUAL, style, "en-GB", &calls);
    holds(
        &page(""),
        &[
            "(Lee, forthcoming), (Ash, in press), (Brown, no date)",
            "Lee, M. (forthcoming) ‘Counting wards’",
            "Khan, I. (2025) ‘Trees and crime’, Urban Studies [Preprint]. Accepted 3 May 2025.",
            "Patel, R. (2023) ‘Interview with the chair’. Personal communication. Notes of 4 June.",
        ],
    );
    holds(
        &page("style: nature\n"),
        &[
            "O'Neill, C. & Berg, D. Handbook of Places. (Policy Press, 2024).",
            "Lee, M. Counting wards. Local Data (forthcoming).",
            "Patel, R. Interview with the chair. (2023). Personal communication. Notes of 4 June.",
        ],
    );
    holds(
        &page("style: apa\n"),
        &["(Ash, in press), (Brown, n.d.)", "Ash, A. (in press). Paths. Walking."],
    );
    holds(
        &page("style: vancouver\n"),
        &["Lee M. Counting wards. Local Data. forthcoming."],
    );
}
