//! `reissue`: Markdown narrative, statistics computed from data, and charts become one
//! publication, rebuilt as HTML and PDF whenever the data change.
//!
//! The modules stand in the order of the pipeline; imports point up this list only.

pub mod cli;
pub mod diag;
pub mod diff;
pub mod doc;
pub mod figure;
pub mod frame;
pub mod make;
pub mod narrative;
pub mod output;
pub mod project;
pub mod stat;
