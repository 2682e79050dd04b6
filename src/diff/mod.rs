//! Editions, and what changed between two of them.
//!
//! **In:** two [`Edition`](crate::model::edition::Edition)s; what is known of the drift within their data files.
//! **Out:** a [`Comparison`](crate::model::comparison::Comparison): items ordered by how much they matter, each with its cause; and
//! its telling in words.
//! **Guarantees:** an edition compared with itself shows no change; a number that merely
//! followed the data is not reported as changed words; a change names the inputs behind it,
//! by substitution where the graph leaves more than one.

mod align;
mod anchors;
mod apart;
mod bound;
mod cause;
mod changed;
mod compare;
mod conclusions;
mod data;
mod extract;
mod figures;
mod graph;
mod guards;
mod layout;
mod line;
mod matching;
mod meaning;
mod method;
mod mixed;
mod notice;
mod numbers;
mod order;
mod part;
mod periods;
mod ranks;
mod relabelled;
mod renames;
mod review;
mod settings;
mod settings_told;
mod settle;
mod shown;
mod sides;
mod slots;
mod spelt;
mod swaps;
mod stands;
mod statements;
mod tables;
mod tell;
mod telling;
mod told;
mod tongues;
mod units;
mod weigh;
mod words;

pub use apart::Apart;
pub use apart::apart;
pub use compare::compare;
pub use compare::edited;
pub use data::Drift;
pub use data::Drifts;
pub use figures::PASSAGES;
pub use guards::loosened;
pub use guards::said;
pub use mixed::mixed;
pub use mixed::mixed_only;
pub use notice::notice;
pub use periods::periods;
pub use review::Standing;
pub use review::change;
pub use review::decide;
pub use review::described;
pub use review::doubted;
pub use review::of_another;
pub use review::prepared;
pub use review::same_person;
pub use review::standing;
pub use review::unaccepted;
pub use settle::Trial;
pub use settle::doubtful;
pub use settle::settle;
pub use settle::unsettled;
pub use tell::Screen;
pub use tell::WIDTH;
pub use tell::because;
pub use tell::causes;
pub use tell::document;
pub use tell::kinds;
pub use tell::markdown;
pub use tell::terminal;
pub use tell::told;
pub use tell::whole;
