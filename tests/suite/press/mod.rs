//! Figures and findings that leave the report.

mod embargo;
mod embed;
mod facts;
mod pack;
mod releases;
mod tables;
mod wild;

use crate::harness::Project;
use crate::harness::Ran;
use std::collections::BTreeMap;

/// The starter project, built.
fn built() -> Project {
    let project = Project::starter();
    project.build_page();
    project
}

/// A run of `press` that leaves the PDFs out and must succeed.
fn press(project: &Project, args: &[&str]) -> Ran {
    let mut all = vec!["press", "--no-pdf"];
    all.extend_from_slice(args);
    let ran = project.run(&all);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

fn bytes(project: &Project, path: &str) -> Vec<u8> {
    std::fs::read(project.path().join(path)).unwrap()
}

/// The files of a pack by path.
fn pack(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    project.files(folder)
}

fn ends(name: &str, ending: &str) -> bool {
    name.rsplit('.').next() == Some(ending)
}

/// Adds a line at the top of `report.yaml` and builds again.
fn declare(project: &Project, line: &str) {
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{line}\n{report}"));
    project.build_page();
}
