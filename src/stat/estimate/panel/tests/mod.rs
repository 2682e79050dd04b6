//! The panel estimators against references, definitions and properties.

mod properties;
mod reference;
