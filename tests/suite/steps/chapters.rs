//! Which chapters are read again.

use super::Bench;
use super::CHAPTER;
use super::CLAIMS;
use super::NUMBERS;
use super::single;

#[test]
fn white_space_in_a_chapter_computes_and_draws_nothing() {
    let bench = Bench::new();
    bench.project.replace(CHAPTER, "\n\n", "\n\n\n\n");
    assert_eq!(bench.ran(), [CLAIMS]);
}

#[test]
fn a_word_in_a_chapter_reads_it_alone_and_makes_the_pdf() {
    let bench = Bench::new();
    bench.project.replace(CHAPTER, "What to try next", "What to try now");
    assert_eq!(bench.ran(), [CLAIMS, "pdf"]);
}

#[test]
fn a_part_reads_the_chapters_that_include_it() {
    let bench = Bench::new();
    let text = bench.project.read(CHAPTER);
    bench.project.file("report/part.md", "Words of a part.\n");
    bench.project.file(CHAPTER, format!("{text}\n{{% include \"report/part.md\" %}}\n"));
    assert_eq!(bench.ran(), [CLAIMS, "pdf"]);
    bench.project.file("report/part.md", "Other words of a part.\n");
    let outcome = bench.build("0.15.1");
    assert_eq!(single(&outcome), [CLAIMS, "pdf"]);
    let read = outcome.steps.iter().find(|step| step.name == CLAIMS).unwrap();
    assert_eq!(read.changed, ["file report/part.md"]);
}

#[test]
fn a_value_reads_the_chapters_that_show_it() {
    let bench = Bench::new();
    bench.project.replace(
        "data/trees.csv",
        "D1,planting,2024,1109",
        "D1,planting,2024,1309",
    );
    let outcome = bench.build("0.15.1");
    let ran = single(&outcome);
    assert!(ran.contains(&NUMBERS.to_owned()) && ran.contains(&CLAIMS.to_owned()));
    let changed = |name: &str| {
        let step = outcome.steps.iter().find(|step| step.name == name).unwrap();
        step.changed.clone()
    };
    assert_eq!(
        changed(NUMBERS),
        // What the chapter says is judged by the other values of the block, too.
        [
            "claim grew_faster",
            "statistic growth",
            "value growth.difference",
            "value growth.planting"
        ]
    );
    assert_eq!(changed(CLAIMS), ["claim grew_faster"]);
}

#[test]
fn a_renamed_chapter_computes_and_draws_nothing() {
    let bench = Bench::new();
    let text = bench.project.read(CHAPTER);
    bench.project.remove(CHAPTER).file("report/chapters/2-renamed.md", text);
    bench.project.replace("report/report.yaml", "2-claims.md", "2-renamed.md");
    assert_eq!(bench.ran(), ["chapter report/chapters/2-renamed.md"]);
}

#[test]
fn a_chapter_taken_out_computes_and_draws_nothing_but_the_pdf() {
    let bench = Bench::new();
    bench.project.remove(CHAPTER);
    bench.project.replace("report/report.yaml", "  - report/chapters/2-claims.md\n", "");
    assert_eq!(bench.ran(), ["pdf"]);
}

#[test]
fn a_component_may_be_called_in_every_chapter_and_reads_them_all() {
    let bench = Bench::new();
    let component = |word: &str| {
        format!(
            "{{% component so(name) %}}{word} {{{{ name }}}}.{{% endcomponent so %}}\n"
        )
    };
    let first = "report/chapters/1-numbers.md";
    let (numbers, claims) = (bench.project.read(first), bench.project.read(CHAPTER));
    bench.project.file(first, format!("{numbers}\n{}", component("Thus")));
    bench.project.file(CHAPTER, format!("{claims}\n{{{{ <so name=\"here\" /> }}}}\n"));
    assert!(bench.build("0.15.1").done);
    assert!(bench.project.read("out/index.html").contains("Thus here."));
    bench.project.file(first, format!("{numbers}\n{}", component("Now")));
    assert!(bench.ran().contains(&CLAIMS.to_owned()));
    assert!(bench.project.read("out/index.html").contains("Now here."));
}

#[test]
fn a_chapter_may_extend_another_and_is_read_with_it() {
    let bench = Bench::new();
    let base = "report/chapters/3-data.md";
    let words = "# {% block head %}Data{% endblock head %}\n\nWords of both.\n";
    bench.project.file(base, words);
    let head = "{% block head %}More{% endblock head %}\n";
    bench
        .project
        .file("report/chapters/4-more.md", format!("{{% extends \"{base}\" %}}\n{head}"));
    let list = format!("  - {base}\n");
    let more = format!("{list}  - report/chapters/4-more.md\n");
    bench.project.replace("report/report.yaml", &list, &more);
    assert!(bench.build("0.15.1").done);
    bench.project.replace(base, "of both", "of either");
    let read = [&format!("chapter {base}"), "chapter report/chapters/4-more.md", "pdf"];
    assert_eq!(bench.ran(), read);
    assert_eq!(
        bench.project.read("out/index.html").matches("Words of either").count(),
        2
    );
}

#[test]
fn a_part_whatever_its_name_hides_no_change_of_the_chapter() {
    let bench = Bench::new();
    let text = bench.project.read(CHAPTER);
    bench.project.file("text", "Words of a part.\n");
    bench.project.file(CHAPTER, format!("{text}\n{{% include \"text\" %}}\n"));
    assert_eq!(bench.ran(), [CLAIMS, "pdf"]);
    bench.project.replace(CHAPTER, "What to try next", "What to try now");
    assert_eq!(bench.ran(), [CLAIMS, "pdf"]);
}
