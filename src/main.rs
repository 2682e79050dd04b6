//! The program: arguments in, exit code out; and what holds for the whole process.

use std::process::ExitCode;

/// Small texts come and go by the million, from every thread: a tenth of a cold build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a thread at work may nest: trees of documents go as deep as an author writes.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    // One that cannot be had leaves the threads that are made when they are asked for.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    // Here alone, so that a change of the sources compiles nothing else anew for its sake.
    reissue::model::key::made_by(env!("REISSUE_BUILD"));
    reissue::cli::run(std::env::args_os())
}
