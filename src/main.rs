//! The program: arguments in, exit code out; and what holds for the whole process.

use std::process::ExitCode;

/// Small texts come and go by the million, from every thread: a tenth of a cold build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Here alone, so that a change of the sources compiles nothing else anew for its sake.
    reissue::model::key::made_by(env!("REISSUE_BUILD"));
    reissue::cli::run(std::env::args_os())
}
