//! Declared annotations, held to what a chart draws.

use crate::figure::draw::places::at;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::kind;
use crate::figure::plan::Planner;
use crate::figure::plan::about::About;
use crate::model::calendar::periods;
use crate::model::calendar::resolved;
use crate::model::chart::Annotation;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Series;
use crate::model::chart::Target;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::words::listed;
use crate::project::AnnotationDecl;

const HELP: &str = "say what the words are about: `x:` for one value, `from:` and `to:` for a part of the x axis or, with `series:`, of a line, `between:` and `x:` for the distance of two series";

/// One declared annotation with its chart.
struct Reader<'a> {
    planner: &'a Planner<'a>,
    chart: &'a Chart,
    panel: &'a Panel,
    at: String,
    keys: Vec<&'a str>,
}

impl Planner<'_> {
    /// Returns the annotations of a chart that is otherwise planned.
    pub(super) fn annotations(&self, chart: &Chart) -> Result<Vec<Annotation>> {
        let known = kind::named(&chart.kind).annotated();
        let all = self.decl().annotations.iter().enumerate();
        all.map(|(at, decl)| {
            let at = at.to_string();
            let panel = self.panel_of(decl, &at, chart)?;
            let keys = chart.keys();
            let reader = Reader { planner: self, chart, panel, at, keys };
            let (about, target) = reader.target(decl)?;
            if !known.contains(&about) {
                let forms: Vec<String> =
                    known.iter().map(|form| form.settings().to_owned()).collect();
                let message = format!(
                    "`kind: {}` has no place for an annotation with {}",
                    chart.kind.name(),
                    about.settings()
                );
                return Err(reader
                    .fault("", message)
                    .help(format!("it takes those with {}", listed(&forms)))
                    .into());
            }
            Ok(Annotation::new(target).within(&panel.key))
        })
        .collect()
    }

    /// The panel that an annotation is in.
    fn panel_of<'c>(
        &self,
        decl: &AnnotationDecl,
        at: &str,
        chart: &'c Chart,
    ) -> Result<&'c Panel> {
        let fault = |setting: &[&str], message: String| {
            let place = self.place(&[&["annotations", at], setting].concat());
            Diagnostic::error(Code::R0429, message).at(place, "")
        };
        let all = chart.panels.as_slice();
        let named = |panel: &&Panel| !panel.label.is_empty();
        match (&decl.panel, all) {
            (Some(key), _) if all.iter().any(|panel| named(&panel)) => {
                let keys: Vec<&str> =
                    all.iter().map(|panel| panel.key.as_str()).collect();
                let key = resolved(key, &keys);
                all.iter().find(|panel| panel.key == key).ok_or_else(|| {
                    fault(&["panel"], format!("there is no panel `{key}`"))
                        .help(did_you_mean(key, keys, "panels"))
                        .into()
                })
            }
            (Some(_), _) => Err(fault(&["panel"], "the figure has no panels".to_owned())
                .help("leave `panel:` of the annotation out")
                .into()),
            (None, [only]) => Ok(only),
            (None, _) => {
                let keys: Vec<String> =
                    all.iter().map(|panel| format!("`{}`", panel.key)).collect();
                let message = "an annotation must say which panel it is in".to_owned();
                Err(fault(&[], message)
                    .help(format!("add `panel:` with one of {}", listed(&keys)))
                    .into())
            }
        }
    }
}

impl Reader<'_> {
    fn fault(&self, setting: &str, message: impl Into<String>) -> Diagnostic {
        let mut path = vec!["annotations", self.at.as_str()];
        path.extend((!setting.is_empty()).then_some(setting));
        Diagnostic::error(Code::R0429, message.into()).at(self.planner.place(&path), "")
    }

    fn target(&self, decl: &AnnotationDecl) -> Result<(About, Target)> {
        if decl.text.trim().is_empty() {
            return Err(self.fault("text", "an annotation without words").into());
        }
        let ends = decl.from.as_deref().zip(decl.to.as_deref());
        match (decl.x.as_deref(), ends, &decl.between, &decl.series) {
            (Some(x), None, None, series) if decl.from.is_none() && decl.to.is_none() => {
                let series = self.series(series.as_deref())?;
                let x = self.value(series, x)?;
                let target = Target::Point { series: series.key.clone(), x };
                Ok((About::Point, target))
            }
            (None, Some((from, to)), None, None) => {
                let (from, to) = self.ends(from, to)?;
                Ok((About::Range, Target::Range { from, to }))
            }
            (None, Some((from, to)), None, Some(series)) => {
                let series = self.series(Some(series))?;
                let (from, to) = (self.value(series, from)?, self.value(series, to)?);
                let (from, to) = self.ends(&from, &to)?;
                let target = Target::Stretch { series: series.key.clone(), from, to };
                Ok((About::Stretch, target))
            }
            (Some(x), None, Some((a, b)), None) => {
                let (one, other) = (self.named("between", a)?, self.named("between", b)?);
                if one.key == other.key {
                    let message = format!("`{a}` has no distance from itself");
                    return Err(self.fault("between", message).into());
                }
                let (x, _) = (self.value(one, x)?, self.value(other, x)?);
                let between = (one.key.clone(), other.key.clone());
                Ok((About::Difference, Target::Difference { between, x }))
            }
            _ => Err(self
                .fault("", "it is not clear what this annotation is about")
                .help(HELP)
                .into()),
        }
    }

    fn series(&self, named: Option<&str>) -> Result<&Series> {
        match (named, self.panel.series.as_slice()) {
            (Some(key), _) => self.named("series", key),
            (None, [only]) => Ok(only),
            (None, all) => {
                let keys: Vec<String> =
                    all.iter().map(|series| format!("`{}`", series.key)).collect();
                Err(self
                    .fault("", "an annotation must say which series it is about")
                    .help(format!("add `series:` with one of {}", listed(&keys)))
                    .into())
            }
        }
    }

    fn named(&self, setting: &str, key: &str) -> Result<&Series> {
        let all = &self.panel.series;
        all.iter().find(|series| series.key == key).ok_or_else(|| {
            let known = all.iter().map(|series| series.key.as_str());
            self.fault(setting, format!("there is no series `{key}`"))
                .help(did_you_mean(key, known, "series"))
                .into()
        })
    }

    /// The key of a value that a series has.
    fn value(&self, series: &Series, key: &str) -> Result<String> {
        let key = resolved(key, &self.keys);
        let own = series.points.iter().map(|point| point.key.as_str());
        if own.clone().any(|own| own == key) {
            return Ok(key.to_owned());
        }
        let of = match series.key.as_str() {
            "" => String::new(),
            key => format!(" of `{key}`"),
        };
        Err(self
            .fault("", format!("no value{of} is drawn at `{key}`"))
            .help(did_you_mean(key, own, "keys"))
            .into())
    }

    /// The ends of a part of the x axis.
    fn ends(&self, from: &str, to: &str) -> Result<(String, String)> {
        let places = places(self.chart);
        let axis = range(&places, 0.0);
        let mut xs = Vec::new();
        for (setting, key) in [("from", from), ("to", to)] {
            let key = resolved(key, &self.keys);
            let Some(x) = at(key, &places, axis) else {
                return Err(self
                    .fault(setting, format!("`{key}` is not on the x axis"))
                    .help(did_you_mean(key, self.keys.iter().copied(), "places"))
                    .into());
            };
            xs.push((x, key.to_owned()));
        }
        match xs.as_slice() {
            [(start, from), (end, to)] if start < end => Ok((from.clone(), to.clone())),
            _ => {
                let times = periods([from, to]).is_some();
                let word = if times { "before" } else { "left of" };
                Err(self.fault("to", format!("`{from}` is not {word} `{to}`")).into())
            }
        }
    }
}
