//! The program as its users meet it: projects in, messages and editions out.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests make projects on disk and run the program"
)]

mod architecture;
mod bad_input;
mod claims;
mod data;
mod determinism;
mod harness;
mod hostile;
mod starter;
mod typst;
