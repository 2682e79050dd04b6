//! Maps: areas in the plane of a projection, coloured, hatched, named, with a legend.
//!
//! Kinds of maps share the frame: the main map, the legend beside or under it, insets.

mod chosen;
mod circles;
pub(in crate::figure) mod classes;
mod clip;
mod hatch;
mod hexes;
mod insets;
pub(in crate::figure) mod join;
mod layout;
mod legend;
mod names;
mod outlines;
mod paint;
mod shapes;

pub(in crate::figure) use layout::need;
pub(in crate::figure) use legend::Legend;
pub(in crate::figure) use legend::Sample;
pub(in crate::figure) use legend::class;
pub(in crate::figure) use legend::counts;
pub(in crate::figure) use legend::foot;
pub(in crate::figure) use legend::sentences;
pub(in crate::figure) use legend::within;
pub(in crate::figure) use paint::paint;
