//! What the stages hand to one another: plain data, without behaviour beyond accessors.
//!
//! **In:** nothing of this crate.
//! **Out:** the types that stages take by reference and return.
//! **Guarantees:** no file is read here and no stage is called; a type means the same to
//! every stage.

pub mod brand;
pub mod budget;
pub mod words;
pub mod escape;
pub mod visible;
pub mod name;
pub mod calendar;
pub mod diagnostic;
pub mod key;
pub mod moment;
pub mod unreadable;
pub mod format;
pub mod id;
pub mod order;
pub(crate) mod numbered;
pub mod texts;
pub mod table;
pub mod extract;
pub mod graph;
pub mod family;
pub mod statistic;
pub mod behind;
pub mod geography;
pub mod chart;
pub mod colour;
pub mod theme;
pub mod twice;
pub mod document;
pub mod edition;
pub mod comparison;
pub mod signoff;
