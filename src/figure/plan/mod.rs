//! A declaration and the statistics to what is drawn.

mod about;
mod annotations;
mod family;
mod finish;
pub(in crate::figure) mod fit;
mod items;
mod marked;
mod part;
mod planner;
mod scatter;

pub(in crate::figure) use about::About;
pub(in crate::figure) use marked::Marking;
pub use marked::add;
pub use planner::Labels;
pub(in crate::figure) use planner::Planner;
pub(in crate::figure) use planner::entry_of;

use crate::figure::kind;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::geography::Atlas;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::project::Entry;
use crate::project::FigureDecl;
use std::cell::RefCell;

/// Plans a figure; a setting that does not fit is an error at its own place. With the chart come
/// the statistics that it marks beside those it draws.
pub fn plan(
    entry: &Entry<FigureDecl>,
    labels: &Labels,
    statistics: &Statistics,
    atlas: &Atlas,
) -> Result<Warned<(Chart, Vec<Stat>)>> {
    let planner = Planner {
        entry,
        labels,
        statistics,
        page: atlas.get(&entry.id),
        warnings: RefCell::default(),
    };
    let mut chart = kind::named(&entry.decl.kind).plan(&planner)?;
    planner.finish(&mut chart)?;
    chart.annotations = planner.annotations(&chart)?;
    let (marked, stats) = planner.mark(kind::of(&chart).marked(&chart));
    chart.marked = marked;
    chart.share_marked();
    Ok(Warned { value: (chart, stats), warnings: planner.warnings.into_inner() })
}
