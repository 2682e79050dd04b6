//! A stranger's project, workspace, archive or file: nothing is written, run, read or believed
//! that should not be, and all work has an end.

mod cells;
mod repositories;
mod workspaces;
mod writing;
