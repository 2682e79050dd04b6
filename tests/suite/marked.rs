//! Numbers that a chart prints beside the values it draws: statistics like any other.

use crate::harness::Project;

/// The starter with a family of districts, and charts that mark numbers of it.
fn charted() -> Project {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  trees: {kind: level, title: Trees, frame: panel, measure: trees, summary: total, where: {year: 2024}, by: [district, scheme]}\n  end: {kind: level, title: Trees, frame: panel, measure: trees, summary: total, where: {year: 2024}, by: [district]}\n  start: {kind: level, title: Trees, frame: panel, measure: trees, summary: total, where: {year: 2018}, by: [district]}\n",
    );
    project.replace(
        "report/figures.yaml",
        "figures:\n",
        "figures:\n  spread: {kind: strip, headline: Trees, subtitle: Trees in 2024, source: S, data: trees, x: district, series: scheme}\n  bins: {kind: histogram, headline: Trees, subtitle: Trees in 2024, source: S, data: end, x: district, bin: 250}\n  rise: {kind: scatter, headline: Trees, subtitle: Trees, source: S, data: start, y: end}\n",
    );
    project
}

fn json(project: &Project, args: &[&str]) -> serde_json::Value {
    let ran = project.run(args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// The values of the districts, as the family of the starter has them.
fn drawn(project: &Project, scheme: &str) -> Vec<f64> {
    let all = json(project, &["stats", "trees", "--format", "json"]);
    let own = all.as_object().unwrap().iter().filter(|(id, _)| id.ends_with(scheme));
    own.map(|(_, stat)| stat["value"].as_f64().unwrap()).collect()
}

#[test]
fn the_mean_and_median_of_a_strip_are_statistics() {
    let project = charted();
    let all = json(&project, &["stats", "figure.spread", "--format", "json"]);
    for scheme in ["planting", "none"] {
        let mut values = drawn(&project, scheme);
        values.sort_by(f64::total_cmp);
        let n = values.len();
        let mean = values.iter().sum::<f64>() / n as f64;
        let median = f64::midpoint(values[(n - 1) / 2], values[n / 2]);
        let value = |what: &str| {
            all[format!("figure.spread.{what}.{scheme}")]["value"].as_f64().unwrap()
        };
        assert!((value("mean") - mean).abs() < 1e-9);
        assert!((value("median") - median).abs() < 1e-9);
        assert!((value("n") - n as f64).abs() < 1e-9);
    }
    let stat = &all["figure.spread.mean.planting"];
    assert_eq!(stat["provenance"]["formula"], "Σy / n");
    assert_eq!(stat["provenance"]["from"].as_array().unwrap().len(), 4);
}

#[test]
fn the_counts_of_a_histogram_are_statistics_and_add_up() {
    let project = charted();
    let all = json(&project, &["stats", "figure.bins", "--format", "json"]);
    let all = all.as_object().unwrap();
    let counts = all.iter().filter(|(id, _)| id.starts_with("figure.bins.count."));
    let sum: f64 = counts.map(|(_, stat)| stat["value"].as_f64().unwrap()).sum();
    assert_eq!(Some(sum), all["figure.bins.n"]["value"].as_f64());
    let values: Vec<f64> =
        ["planting", "none"].iter().flat_map(|s| drawn(&project, s)).collect();
    let within = values.iter().filter(|v| (750.0..1000.0).contains(*v)).count();
    assert_eq!(all["figure.bins.count.750.1000"]["value"].as_f64(), Some(within as f64));
}

#[test]
fn the_fitted_line_of_a_scatter_is_a_statistic_with_its_interval() {
    let project = charted();
    let all = json(&project, &["stats", "figure.rise", "--format", "json"]);
    let slope = &all["figure.rise.slope"];
    assert!(slope["interval"]["low"].as_f64() < slope["value"].as_f64());
    for end in ["start", "end"] {
        assert!(
            all[format!("figure.rise.{end}")]["interval"]["high"].is_number(),
            "{all}"
        );
    }
}

#[test]
fn a_number_that_a_figure_marks_can_be_written_and_is_in_the_record_with_its_card() {
    let project = charted();
    let text = "On average {{ stat(\"figure.spread.mean.planting\") }} trees.\n\n{{ figure(\"spread\") }}\n\n{{ figure(\"bins\") }}\n\n{{ figure(\"rise\") }}\n";
    project.file("report/chapters/3-data.md", format!("# Data\n\n{text}"));
    let outputs = project.build_page();
    let record: serde_json::Value =
        serde_json::from_slice(&outputs["edition.json"]).unwrap();
    let stat = &record["statistics"]["stats"]["figure.spread.mean.planting"];
    let printed = format!("{:.0}", stat["value"].as_f64().unwrap()).len();
    assert!(printed > 2, "{stat}");
    let behind = &record["looked_at"];
    assert_eq!(
        behind["statistic figure.spread"],
        serde_json::json!(["figure spread"]),
        "{behind}"
    );
    let page = String::from_utf8(outputs["index.html"].clone()).unwrap();
    assert!(page.contains("Unweighted mean of the values that the chart draws"));
    // A change of a value that is drawn changes what is marked, and the comparison says so.
    project.file("before.json", &outputs["edition.json"]);
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1409");
    project.file("after.json", &project.build_page()["edition.json"]);
    let said = project.run(&["diff", "before.json", "after.json"]);
    assert!(said.out.contains("Mean of the values drawn"), "{}{}", said.out, said.err);
    assert!(said.out.contains("data/trees.csv"), "{}", said.out);
}

#[test]
fn a_block_is_not_called_as_the_numbers_of_figures_begin() {
    let project = Project::starter();
    project.replace("report/statistics.yaml", "  districts:\n", "  figure:\n");
    let said = project.refusal();
    assert!(said.contains("error[R0730]: a block cannot be called `figure`\n  --> report/statistics.yaml:"), "{said}");
}
