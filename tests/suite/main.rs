//! The program as its users meet it: projects in, messages and editions out.

#![expect(
    clippy::disallowed_methods,
    clippy::get_unwrap,
    clippy::unwrap_used,
    clippy::disallowed_types,
    reason = "tests make projects on disk, run the program, and fail by panic"
)]

mod adding;
mod ahead;
mod architecture;
mod bilingual;
mod brand;
mod cards;
mod chart_rules;
mod charts;
mod ci;
mod circles;
mod claims;
mod commonmark;
mod comparing;
mod contact_sheet;
mod data;
mod determinism;
mod editor;
mod documents;
mod editions;
mod elements;
mod engines;
mod explaining;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod harness;
mod hostile;
mod identity;
mod interrupted;
mod kept;
mod languages;
mod large;
mod lookups;
mod manual;
mod maps;
mod marked;
mod messages;
mod mutations;
mod oracle;
mod press;
mod print;
mod printing;
mod programs;
mod publication;
mod published;
mod queries;
mod quotations;
mod random_charts;
mod readme;
mod references;
mod repeat;
mod sentences;
mod serving;
mod site;
mod soak;
mod starter;
mod steps;
mod tables;
mod times;
mod timings;
mod watching;
