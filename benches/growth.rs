//! How processor time and memory grow with what a report is made of, each at 1, 3 and 10 times: the table of
//! `reissue explain speed`. HTML alone, so that it is our own time.
//! `cargo bench --bench growth [-- chapters|figures|blocks|members|editions|warnings]`; nothing is asserted. A peak is
//! never less than what the process still holds of the projects before: for memory name one.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench makes files, looks at its own process and prints"
)]

mod shared;

use shared::Random;
use shared::forget_peak;
use shared::peak;
use shared::timed;
use shared::write;
use std::fmt::Write as _;
use std::path::Path;

/// Writes a CSV of so many places, and what is true of it.
fn data(root: &Path, places: usize) {
    let mut data = String::from("place,kind,year,n\n");
    let mut random = Random(2);
    for place in 0..places {
        for year in 2015..2025 {
            let kind = if place % 2 == 0 { "even" } else { "odd" };
            let _ = writeln!(data, "P{place},{kind},{year},{}", 100 + random.below(900));
        }
    }
    write(root, "data/data.csv", &data);
    write(
        root,
        "data/datapackage.yaml",
        "name: many\nresources:\n  - name: rows\n    path: data.csv\n    schema:\n      primaryKey: [place, year]\n      fields:\n        - {name: place, type: string}\n        - {name: kind, type: string}\n        - {name: year, type: year}\n        - {name: n, type: integer}\n",
    );
}

/// The frame that all blocks are over.
const PANEL: &str = "frames:
  panel:
    sql: SELECT place, kind, year, n FROM rows
    key: [place, year]
";

/// Writes `report.yaml` for chapters with these words.
fn report(root: &Path, chapters: &[String], more: &str) {
    let mut report =
        String::from("title: Many\nedition: First\ndate: \"2025-01-01\"\nchapters:\n");
    for (at, text) in chapters.iter().enumerate() {
        let path = format!("report/chapters/c{at:03}.md");
        let _ = writeln!(report, "  - {path}");
        write(root, &path, text);
    }
    write(root, "report/report.yaml", &format!("{report}{more}"));
}

/// So many chapters, with 2.5 figures and 25 statistics each.
fn chapters(root: &Path, count: usize) {
    data(root, 40);
    let mut statistics = format!("{PANEL}statistics:\n");
    let mut figures = String::from("figures:\n");
    for block in 0..count * 5 / 2 {
        let _ = writeln!(
            statistics,
            "  level_{block}:\n    kind: level\n    title: Level {block}\n    frame: panel\n    measure: n\n    where: {{year: [2015, 2017, 2019, 2021, 2023]}}\n    by: [kind, year]"
        );
        let _ = writeln!(
            figures,
            "  level_{block}:\n    kind: line\n    headline: Levels by year\n    subtitle: Mean of places, 2015 to 2023\n    source: Made up\n    data: level_{block}\n    x: year\n    series: kind"
        );
    }
    write(root, "report/statistics.yaml", &statistics);
    write(root, "report/figures.yaml", &figures);
    let chapter = |chapter: usize| {
        let mut text = format!("# Chapter of levels {chapter}\n\n");
        for block in (chapter * 5 / 2)..((chapter + 1) * 5 / 2) {
            let _ = writeln!(
                text,
                "The level was {{{{ stat(\"level_{block}.even.2015\") }}}} and {{{{ stat(\"level_{block}.odd.2023\") }}}}.\n\n{{{{ figure(\"level_{block}\") }}}}\n"
            );
        }
        text
    };
    report(root, &(0..count).map(chapter).collect::<Vec<_>>(), "");
}

/// So many blocks of statistics, of which twelve chapters print 120 values.
fn blocks(root: &Path, count: usize) {
    data(root, 40);
    let mut statistics = format!("{PANEL}statistics:\n");
    for block in 0..count {
        let _ = writeln!(
            statistics,
            "  level_{block}:\n    kind: level\n    title: Level {block}\n    frame: panel\n    measure: n\n    where: {{year: [2015, 2017, 2019, 2021, 2023]}}\n    by: [kind]"
        );
    }
    write(root, "report/statistics.yaml", &statistics);
    let chapter = |chapter: usize| {
        let mut text = format!("# Chapter of levels {chapter}\n\n");
        for block in chapter * 5..(chapter + 1) * 5 {
            let _ = writeln!(
                text,
                "The level was {{{{ stat(\"level_{block}.even\") }}}} and {{{{ stat(\"level_{block}.odd\") }}}}.\n"
            );
        }
        text
    };
    report(root, &(0..12).map(chapter).collect::<Vec<_>>(), "");
}

/// So many figures of one block in twenty chapters.
fn figures(root: &Path, count: usize) {
    data(root, 40);
    let level = "statistics:\n  level:\n    kind: level\n    title: Level\n    frame: panel\n    measure: n\n    by: [kind, year]\n";
    write(root, "report/statistics.yaml", &format!("{PANEL}{level}"));
    let mut figures = String::from("figures:\n");
    for figure in 0..count {
        let _ = writeln!(
            figures,
            "  line_{figure}:\n    kind: line\n    headline: Levels by year\n    subtitle: Mean of places, 2015 to 2024\n    source: Made up\n    data: level\n    x: year\n    series: kind"
        );
    }
    write(root, "report/figures.yaml", &figures);
    let chapter = |chapter: usize| {
        let own = (chapter..count).step_by(20);
        let shown = own.map(|figure| format!("{{{{ figure(\"line_{figure}\") }}}}\n\n"));
        format!("# Chapter of levels {chapter}\n\n{}", shown.collect::<String>())
    };
    report(root, &(0..20).map(chapter).collect::<Vec<_>>(), "");
}

/// One block with ten values for each of so many places.
fn members(root: &Path, count: usize) {
    data(root, count);
    let level = "statistics:\n  level:\n    kind: level\n    title: Level\n    frame: panel\n    measure: n\n    by: [place, year]\n";
    write(root, "report/statistics.yaml", &format!("{PANEL}{level}"));
    let chapter = "# Levels\n\nThe level was {{ stat(\"level.P0.2015\") }}.\n".to_owned();
    report(root, &[chapter], "");
}

/// So many local editions of a paragraph and a figure.
fn editions(root: &Path, count: usize) {
    data(root, count);
    write(
        root,
        "report/statistics.yaml",
        &format!(
            "{PANEL}  places:\n    sql: SELECT DISTINCT place AS area, kind FROM rows\n    key: [area]\nstatistics:\n  level:\n    kind: level\n    title: Level\n    frame: panel\n    measure: n\n    by: [kind]\n"
        ),
    );
    write(
        root,
        "report/areas/statistics.yaml",
        "statistics:\n  own:\n    kind: level\n    title: Level of a place\n    frame: panel\n    measure: n\n    by: [place]\n  own_years:\n    kind: level\n    title: Level of a place by year\n    frame: panel\n    measure: n\n    by: [place, year]\n",
    );
    write(
        root,
        "report/areas/figures.yaml",
        "figures:\n  own_line:\n    kind: line\n    headline: Levels by year\n    subtitle: One place, 2015 to 2024\n    source: Made up\n    data: own_years\n    x: year\n    series: place\n    keep: {place: [\"{area}\"]}\n",
    );
    write(
        root,
        "report/areas/brief.md",
        "# Where {{ column(\"area\") }} stands\n\nThe level of {{ column(\"area\") }} was {{ stat(\"own.{area}\") }}; of its kind it was {{ stat(\"level.{kind}\") }}.\n\n{{ figure(\"own_line\") }}\n",
    );
    let own = "editions:\n  each: places\n  title: \"Place {area}\"\n  chapters: [report/areas/brief.md]\n  statistics: report/areas/statistics.yaml\n  figures: report/areas/figures.yaml\n";
    let chapter = "# Levels\n\nThe level was {{ stat(\"level.even\") }}.\n".to_owned();
    report(root, &[chapter], own);
}

/// Twenty chapters with so many warnings of numbers that are typed by hand.
fn warnings(root: &Path, count: usize) {
    data(root, 40);
    let level = "statistics:\n  level:\n    kind: level\n    title: Level\n    frame: panel\n    measure: n\n    by: [kind]\n";
    write(root, "report/statistics.yaml", &format!("{PANEL}{level}"));
    let chapter = |chapter: usize| {
        let mut text = format!("# Chapter of levels {chapter}\n\n");
        for at in 0..count / 20 {
            let _ = writeln!(
                text,
                "The level was {{{{ stat(\"level.even\") }}}} and 7.{at}{chapter:02}% of it.\n"
            );
        }
        text
    };
    report(root, &(0..20).map(chapter).collect::<Vec<_>>(), "");
}

/// Builds, and returns the seconds of processor time that it took: on a busy machine the clock says more of the others.
fn spent(root: &Path, editions: bool) -> f64 {
    let begun = processor();
    timed(root, editions);
    processor() - begun
}

/// Returns the seconds of processor time that this process took so far.
fn processor() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> =
        fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// What grows: its name, its counts, how a project of so many is written, and whether local editions
/// are built.
type Curve = (&'static str, [usize; 3], fn(&Path, usize), bool);

const CURVES: [Curve; 6] = [
    ("chapters", [20, 60, 200], chapters, false),
    ("figures", [50, 150, 500], figures, false),
    ("blocks", [300, 900, 3000], blocks, false),
    ("members", [100, 300, 1000], members, false),
    ("editions", [100, 300, 1000], editions, true),
    ("warnings", [100, 300, 1000], warnings, false),
];

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let named = |name: &str| chosen.iter().any(|word| word == name);
    let all = !CURVES.iter().any(|(name, ..)| named(name));
    println!(
        "| | cold | nothing changed | one word | most memory |\n|---|---|---|---|---|"
    );
    for (name, counts, written, local) in CURVES {
        if !all && !named(name) {
            continue;
        }
        for count in counts {
            let scratch = tempfile::tempdir().unwrap();
            let root = scratch.path();
            written(root, count);
            forget_peak();
            let cold = spent(root, local);
            let peak = peak();
            let nothing = spent(root, local);
            let path = root.join("report/chapters/c000.md");
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, format!("{text}\nOne word more.\n")).unwrap();
            let word = spent(root, local);
            println!(
                "| {count} {name} | {cold:.2} s | {nothing:.2} s | {word:.2} s | {peak} |"
            );
        }
    }
}
