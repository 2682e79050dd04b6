//! `reissue`: Markdown narrative, statistics computed from data, and charts become one
//! publication, rebuilt as HTML and PDF whenever the data change.
//!
//! The modules stand in the order of the pipeline; imports point up this list only.

pub mod model;
pub mod memo;
pub mod project;
pub mod frame;
pub mod stat;
pub mod figure;
pub mod narrative;
pub mod diff;
pub mod output;
pub mod press;
pub mod make;
pub mod watch;
pub mod serve;
pub mod cli;

/// Small texts come and go by the million, from every thread: a tenth of a cold build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
