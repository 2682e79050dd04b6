//! `reissue`: Markdown narrative, statistics computed from data, and charts become one
//! publication, rebuilt as HTML and PDF whenever the data change.
//!
//! The program `reissue` is this library with a terminal in front of it. The modules stand in
//! the order of the pipeline; imports point up this list only, and what the stages hand to one
//! another is plain data in [`model`].
//!
//! # Build a project and read a value
//!
//! [`make::record`] runs the pipeline up to the document and writes nothing; [`make::build`]
//! does the same and publishes `out/`.
//!
//! ```
//! use reissue::make;
//! use reissue::memo::Forgetful;
//! use reissue::project::Memory;
//!
//! // A project in memory: the one that `reissue new` writes. `Disk` reads one from a folder.
//! let mut files = Memory::new();
//! for (path, bytes) in reissue::output::builtin_under("new/") {
//!     files.insert(path, bytes);
//! }
//! let (edition, warnings, _) = make::record(&files, &Forgetful);
//! let edition = edition?;
//! assert!(warnings.is_empty());
//! let growth = edition.statistics.get("growth.planting").ok_or("no such statistic")?;
//! assert_eq!(growth.printed(), "30.3%");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Compare two editions
//!
//! ```
//! use reissue::diff;
//! use reissue::diff::Drifts;
//! # use reissue::make;
//! # use reissue::memo::Forgetful;
//! # use reissue::project::Files as _;
//! # use reissue::project::Memory;
//! # use reissue::project::ProjectPath;
//! # let mut files = Memory::new();
//! # for (path, bytes) in reissue::output::builtin_under("new/") {
//! #     files.insert(path, bytes);
//! # }
//! let old = make::record(&files, &Forgetful).0?;
//! let data = files.text(&ProjectPath::new("data/trees.csv")?)?;
//! files.insert("data/trees.csv", data.replace("D1,planting,2024,1109", "D1,planting,2024,1300"));
//! let new = make::record(&files, &Forgetful).0?;
//! let found = diff::compare(&old, &new, &Drifts::default());
//! let first = found.items.first().ok_or("nothing changed")?;
//! assert_eq!((first.old.as_str(), first.new.as_str()), ("30.3%", "36.1%"));
//! assert_eq!(first.cause.inputs[0].name, "data/trees.csv");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Draw a chart from plain numbers
//!
//! ```
//! use reissue::figure::{Look, Placement, Texts, Variant, draw};
//! use reissue::model::chart::{Chart, FigureKind};
//! use reissue::model::format::{Format, Unit};
//! use reissue::model::theme::Theme;
//!
//! let chart = Chart::new(FigureKind::new("bar"), Format::of(Unit::Count))
//!     .series("Trees", [("North", 120.0), ("South", 80.0)]);
//! let texts = Texts { headline: "More trees in the north".to_owned(), ..Texts::default() };
//! let look = Look::new(&Theme::default().into(), Variant::Light);
//! let svg = draw(&chart, &texts, Placement::Alone, &look);
//! assert!(svg.starts_with("<svg") && svg.contains("120"));
//! ```
//!
//! A stage that finds something wrong returns [`model::diagnostic::Failure`]: every fault, each
//! at its own file, line and column. It is an error like any other, and
//! [`model::diagnostic::render()`] draws it.

pub mod labels;
pub mod model;
pub mod memo;
pub mod project;
pub mod geography;
pub mod frame;
pub mod stat;
pub mod figure;
pub mod narrative;
pub mod diff;
pub mod output;
pub mod press;
pub mod engine;
pub mod manual;
pub mod make;
pub mod watch;
pub mod serve;
pub mod lsp;
pub mod cli;
