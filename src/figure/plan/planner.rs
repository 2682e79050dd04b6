//! A declaration with what it draws from, as the kinds of charts ask it.

use crate::labels::capital;
use crate::model::chart::Chart;
use crate::model::chart::Mark;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::chart::Role;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::Format;
use crate::model::geography::MapPage;
use crate::model::statistic::Better;
use crate::model::statistic::Choice;
use crate::model::statistic::Family;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::project::Entry;
use crate::project::FigureDecl;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Words for the values of columns: column → value → words.
pub type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// A declaration with what it draws from.
pub(in crate::figure) struct Planner<'a> {
    pub(super) entry: &'a Entry<FigureDecl>,
    pub(super) labels: &'a Labels,
    pub(super) statistics: &'a Statistics,
    pub(super) page: Option<&'a MapPage>,
    pub(super) warnings: RefCell<Vec<Diagnostic>>,
}

impl<'a> Planner<'a> {
    pub(in crate::figure) fn decl(&self) -> &'a FigureDecl {
        &self.entry.decl
    }

    /// A chart of the listed statistics where there are some, else of a family.
    pub(in crate::figure) fn listed_or_family(&self) -> Result<Chart> {
        if self.decl().items.is_empty() { self.family() } else { self.items() }
    }

    /// Returns the boundaries of the figure.
    pub(in crate::figure) fn page(&self) -> Option<&'a MapPage> {
        self.page
    }

    /// Adds a warning about what can be drawn all the same; what several panels say counts once.
    pub(in crate::figure) fn warn(&self, warning: Diagnostic) {
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Returns the place of a value of the declaration.
    pub(in crate::figure) fn place(&self, inner: &[&str]) -> Span {
        self.entry.place(inner)
    }

    /// Returns the dimension along the x axis; empty where statistics are listed.
    pub(in crate::figure) fn across(&self) -> &str {
        let family = self.find_family("data", self.decl().data.as_ref()).ok();
        let parts = family.and_then(|family| Some((family, self.parts(family).ok()?)));
        parts
            .and_then(|(family, parts)| family.dimensions.get(parts.x))
            .map_or("", |name| name)
    }

    /// Returns the choices behind the members of the family.
    pub(in crate::figure) fn choices(&self) -> Vec<Choice> {
        let family = self.find_family("data", self.decl().data.as_ref());
        family.map(|family| family.choices.clone()).unwrap_or_default()
    }

    pub(in crate::figure) fn fault(&self, setting: &str, message: String) -> Diagnostic {
        Diagnostic::error(Code::R0401, message).at(self.entry.place(&[setting]), "")
    }

    pub(super) fn find_family(
        &self,
        setting: &str,
        id: Option<&String>,
    ) -> Result<&'a Family> {
        let Some(id) = id else {
            return Err(self
                .fault(setting, format!("figure `{}` has nothing to draw", self.entry.id))
                .help(format!("add `{setting}:` with the id of a block that has `by:`"))
                .into());
        };
        self.statistics.families.get(id).ok_or_else(|| {
            let at = self.entry.place(&[setting]);
            let fault = self.statistics.unknown_family(id).at(at, "");
            let single = "this is a single value: list it under `items:`, or give the block a \
                          `by:`";
            let is_single = self.statistics.get(id).is_some();
            if is_single { fault.help(single) } else { fault }.into()
        })
    }

    pub(super) fn dimension(
        &self,
        family: &Family,
        setting: &str,
        name: Option<&String>,
    ) -> Result<Option<usize>> {
        let Some(name) = name else { return Ok(None) };
        let at = family.dimensions.iter().position(|dimension| dimension == name);
        at.map(Some).ok_or_else(|| {
            let known = family.dimensions.iter().map(String::as_str);
            self.fault(setting, format!("`{}` has no dimension `{name}`", family.id))
                .help(did_you_mean(name, known, "dimensions"))
                .into()
        })
    }

    pub(in crate::figure) fn label(&self, dimension: &str, key: &str) -> String {
        let own = self.decl().labels.get(key).cloned();
        own.unwrap_or_else(|| {
            // A value without words of its own prints as the data have it; a series of listed
            // statistics has the author's words.
            let known = self.labels.get(dimension).and_then(|words| words.get(key));
            let text = match known {
                Some(words) => words.as_str(),
                None if dimension.is_empty() => key,
                None => return key.to_owned(),
            };
            capital(text)
        })
    }

    pub(super) fn role(&self, key: &str) -> Role {
        let decl = self.decl();
        if decl.treated.as_deref() == Some(key) {
            Role::Treated
        } else if decl.control.as_deref() == Some(key) {
            Role::Control
        } else {
            Role::Other
        }
    }

    pub(super) fn point(
        &self,
        key: &str,
        label: String,
        stat: &Stat,
        setting: &str,
    ) -> Result<Point> {
        let Some(value) = stat.number() else {
            let message = format!("`{}` is a text and cannot be drawn", stat.id);
            return Err(self.fault(setting, message).into());
        };
        // An interval open at one end has no line that could be drawn.
        let closed = |i: &&crate::model::statistic::Interval| {
            i.low.is_finite() && i.high.is_finite()
        };
        let interval = stat.interval.as_ref().filter(closed);
        Ok(Point {
            key: key.to_owned(),
            label,
            x: key.parse().ok().filter(|x: &f64| x.is_finite()),
            value,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            printed: stat.format.full(value),
            size: None,
            stat: stat.id.clone(),
        })
    }

    /// A chart without values.
    pub(in crate::figure) fn empty(&self, format: Format) -> Chart {
        self.chart(format, Vec::new())
    }

    pub(super) fn chart(&self, format: Format, panels: Vec<Panel>) -> Chart {
        let decl = self.decl();
        Chart {
            id: self.entry.id.clone(),
            layout: decl.layout,
            axis: decl.axis.clone().unwrap_or_default(),
            x_axis: decl.x_axis.clone().unwrap_or_default(),
            panels,
            letters: decl.letters,
            marks: decl
                .marks
                .iter()
                .map(|mark| Mark { x: mark.x.clone(), text: mark.text.clone() })
                .collect(),
            zero: decl.zero,
            scale: decl.scale,
            curve: decl.curve,
            x_scale: decl.x_scale,
            lower_is_better: decl.better == Some(Better::Lower),
            grid: decl.grid.clone(),
            highlight: decl.highlight.clone(),
            ..Chart::new(decl.kind.clone(), format)
        }
    }
}

/// Finds an entry by key, or adds it.
pub(in crate::figure) fn entry_of<'a, T>(
    list: &'a mut Vec<T>,
    key: &str,
    key_of: impl Fn(&T) -> &str,
    make: impl FnOnce() -> T,
) -> &'a mut T {
    let at = list.iter().position(|item| key_of(item) == key);
    let at = at.unwrap_or_else(|| {
        list.push(make());
        list.len() - 1
    });
    &mut list[at]
}
