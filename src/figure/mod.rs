//! Declared figures to charts, and charts to pictures, words and tables.
//!
//! **In:** declarations and statistics; the words of a figure once they are woven.
//! **Out:** a [`Chart`](crate::model::chart::Chart); its SVG and PNG, its alternatives, its data.
//! **Guarantees:** only declared statistics are drawn; text is measured in the font it is
//! drawn in, and nothing overlaps or is cut; the same chart gives the same bytes.

mod backend;
mod describe;
mod draw;
mod faces;
mod few_colours;
mod logo;
mod kind;
pub mod letters;
mod lint;
mod map;
mod measure;
mod picture;
mod place;
mod plan;
mod raster;
mod scale;
mod shape;
mod sheet;
mod svg;
mod theme;

pub use describe::Alternatives;
pub use describe::csv;
pub use describe::describe;
pub use describe::harmless;
pub use describe::sort;
pub use draw::Drawn;
pub use draw::Placement;
pub use draw::Texts;
pub use draw::draw;
pub use draw::draw_each;
pub use draw::draw_whole;
pub use faces::fonts_key;
pub use faces::set_in;
pub use kind::check;
pub use kind::index;
pub use kind::kinds;
pub use kind::manual;
pub use kind::settings;
pub use lint::lint;
pub use lint::lint_set;
pub use logo::logo;
pub use measure::width as text_width;
pub use picture::Picture;
pub use picture::PictureForm;
pub use picture::picture;
pub use plan::Labels;
pub use plan::add;
pub use plan::plan;
pub use raster::Photo;
pub use raster::Pixels;
pub use raster::Raster;
pub use raster::decode;
pub use raster::decode_photo;
pub use raster::encode;
pub use raster::extent;
pub use raster::pixels;
pub use raster::png;
pub use raster::raster;
pub use raster::transparent;
pub use raster::xml;
pub use sheet::sheet;
pub use theme::Look;
pub use theme::Variant;
pub use theme::lint as lint_theme;
pub use theme::style;
