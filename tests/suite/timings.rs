//! `--timings`: what a profiler's view of a run is made of.

use crate::harness::Project;
use serde_json::Value;
use std::collections::BTreeMap;

/// A step as it lies in a lane: name, begin and end in microseconds.
type Slice = (String, u64, u64);

/// Builds with a typst that takes its time, and returns the slices of each lane.
fn lanes() -> BTreeMap<u64, Vec<Slice>> {
    let project = Project::starter();
    let typst = project.program(
        "slow-typst",
        "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi\nsleep 1\nprintf '%%PDF-1.7'",
    );
    let ran = project.run(&["build", "--typst", &typst, "--timings", "timings.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let trace: Value = serde_json::from_str(&project.read("timings.json")).unwrap();
    let mut lanes: BTreeMap<u64, Vec<Slice>> = BTreeMap::new();
    let mut named = BTreeMap::new();
    for event in trace["traceEvents"].as_array().unwrap() {
        assert_eq!(event["pid"], 1);
        let lane = event["tid"].as_u64().unwrap();
        match event["ph"].as_str().unwrap() {
            "M" => {
                assert_eq!(event["name"], "thread_name");
                named.insert(lane, event["args"]["name"].as_str().unwrap().to_owned());
            }
            kind => {
                assert_eq!(kind, "X");
                let begin = event["ts"].as_u64().unwrap();
                let end = begin + event["dur"].as_u64().unwrap();
                let name = event["name"].as_str().unwrap().to_owned();
                assert!(event["args"]["changed"].is_array());
                let sort = if event["args"]["reused"] == true { "reused" } else { "ran" };
                assert_eq!(event["cat"], sort);
                lanes.entry(lane).or_default().push((name, begin, end));
            }
        }
    }
    let names: Vec<u64> = named.keys().copied().collect();
    assert_eq!(names, lanes.keys().copied().collect::<Vec<_>>(), "each lane has a name");
    lanes
}

#[test]
fn steps_lie_in_lanes_that_show_what_ran_side_by_side() {
    let mut lanes = lanes();
    for (lane, slices) in &mut lanes {
        // Outer slices first: what a view nests under them must end within them.
        slices.sort_by_key(|(_, begin, end)| (*begin, u64::MAX - end));
        let mut open: Vec<&Slice> = Vec::new();
        for slice in slices.iter() {
            while open.last().is_some_and(|(_, _, end)| *end <= slice.1) {
                open.pop();
            }
            if let Some(around) = open.last() {
                // A step's length is rounded down to whole microseconds.
                assert!(
                    slice.2 <= around.2 + 1,
                    "lane {lane}: {slice:?} leaves {around:?}"
                );
            }
            open.push(slice);
        }
    }
    let all = || {
        lanes.iter().flat_map(|(lane, slices)| slices.iter().map(move |one| (lane, one)))
    };
    let (lane, pdf) = all().find(|(_, (name, ..))| name == "pdf").unwrap();
    assert!(pdf.2 - pdf.1 >= 1_000_000, "{pdf:?}");
    let beside: Vec<&str> = all()
        .filter(|(other, one)| *other != lane && one.1 < pdf.2 && pdf.1 < one.2)
        .map(|(_, (name, ..))| name.as_str())
        .collect();
    assert!(beside.contains(&"html"), "typst runs beside the page: {beside:?}");
    for name in ["project", "frames", "statistic growth", "png trees_index", "publish"] {
        assert!(all().any(|(_, one)| one.0 == name), "{name} is not there");
    }
}
