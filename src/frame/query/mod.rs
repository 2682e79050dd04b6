//! The SQL of a query before the engine sees it: one `SELECT`, the tables it names, and the form
//! in which it is handed over.

mod chain;
mod fault;
mod keyed;
mod lower;
mod misread;
mod padded;
mod order;
mod place;
mod read;
mod refusal;
mod rows;
mod steps;
mod tables;
mod walk;
mod written;

pub(super) use fault::Fault;
pub(super) use lower::Lowered;
pub(super) use lower::lower;
pub(super) use order::by_key;
pub(super) use padded::check as padded;
pub(super) use place::place;
pub(super) use read::parse;
pub(super) use refusal::Part;
pub(super) use refusal::Refusal;
pub(super) use rows::Known;
pub(super) use rows::check as rows;
pub(super) use steps::registered;
pub(super) use tables::plain;
pub(super) use tables::tables;
pub(super) use tables::with_names;
pub(super) use walk::Met;
pub(super) use walk::column;
pub(super) use walk::columns;
pub(super) use walk::expressions;
pub(super) use walk::walk;
pub(super) use written::arguments;
pub(super) use written::names;
