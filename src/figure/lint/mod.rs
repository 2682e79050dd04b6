//! The rules that hold for every chart, each with a code of its own.

mod set;
mod words;

pub use set::lint_set;

use crate::figure::draw::Texts;
use crate::figure::draw::crowded;
use crate::figure::draw::hues;
use crate::figure::kind;
use crate::figure::kind::Kind;
use crate::figure::letters;
use crate::figure::letters::missing_in_pictures;
use crate::figure::letters::missing_in_print;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::Variant;
use crate::figure::theme::contrast;
use crate::model::calendar::Written;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Role;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::format::Unit;
use crate::model::order::Scheme;
use crate::model::order::closed_up;
use crate::model::order::ranks;
use crate::model::theme::Theme;
use crate::project::Entry;
use crate::project::FigureDecl;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most words of a headline.
const HEADLINE: usize = 15;
/// The longest words over a plot, in characters.
const MARK: usize = 40;
/// The longest annotation, in characters.
const NOTE: usize = 90;
/// The longest name of a row or a series, in characters.
const NAME: usize = 60;
/// The least contrast of shapes (WCAG 2.1, 1.4.11).
const CONTRAST: f64 = 3.0;

/// Returns what numbers write whose digits are all those of a month or of a day (202012,
/// 20201231), with the declaration that reads them so.
fn times_in_digits(keys: &[&str]) -> Option<(&'static str, &'static str)> {
    let all = |format: &str, with_day: bool| {
        let length = if with_day { 8 } else { 6 };
        Written::new(format, with_day).is_ok_and(|written| {
            keys.iter().all(|key| {
                key.len() == length
                    && key.starts_with(['1', '2'])
                    && written.read(key).is_some()
            })
        })
    };
    if all("%Y%m", false) {
        return Some(("months", "`type: yearmonth` with `format: \"%Y%m\"`"));
    }
    all("%Y%m%d", true).then_some(("days", "`type: date` with `format: \"%Y%m%d\"`"))
}

/// Returns what breaks a rule, at its place in the figure's declaration.
pub fn lint(
    entry: &Entry<FigureDecl>,
    chart: &Chart,
    texts: &Texts,
    theme: &Arc<Theme>,
) -> Vec<Diagnostic> {
    let mut linter = Linter { entry, chart, texts, whole: true, out: Vec::new() };
    linter.titles();
    linter.source();
    linter.period();
    if chart.parts.is_empty() {
        linter.drawn(theme);
    }
    linter.names(theme);
    linter.notes(theme);
    linter.letters();
    linter.unit();
    linter.alternative();
    linter.highlighted();
    linter.level();
    for (at, chart) in chart.parts.iter().enumerate() {
        if let Some(entry) = entry.part(at) {
            let (texts, out) = (&Texts::default(), std::mem::take(&mut linter.out));
            let mut panel = Linter { entry: &entry, chart, texts, whole: false, out };
            panel.drawn(theme);
            linter.out = panel.out;
        }
    }
    linter.out
}

struct Linter<'a> {
    entry: &'a Entry<FigureDecl>,
    chart: &'a Chart,
    texts: &'a Texts,
    /// Whether it is a figure, rather than a panel of a combined one.
    whole: bool,
    out: Vec<Diagnostic>,
}

impl Linter<'_> {
    fn warn(&mut self, code: Code, place: &[&str], message: &str, help: &str) {
        let message = format!("figure `{}`: {message}", self.chart.id);
        let place = self.entry.place(place);
        self.out.push(Diagnostic::warning(code, message).at(place, "").help(help));
    }

    /// What holds for a figure and for each panel of a combined one.
    fn drawn(&mut self, theme: &Arc<Theme>) {
        self.series();
        self.axis();
        self.lengths();
        self.baseline();
        self.neighbours(theme);
    }

    /// The kind of the chart; a panel has a title, and is no set of panels for that.
    fn kind(&self) -> &'static dyn Kind {
        if self.whole { kind::of(self.chart) } else { kind::named(&self.chart.kind) }
    }

    fn titles(&mut self) {
        let (headline, subtitle) =
            (self.texts.headline.trim(), self.texts.subtitle.trim());
        let words = headline.split_whitespace().count();
        if words == 0 {
            let message = "there is no headline";
            let help = "say the finding in at most 15 words, usually as a `claim()`";
            self.warn(Code::R0410, &["headline"], message, help);
        } else if words > HEADLINE {
            let message = format!("the headline has {words} words, more than {HEADLINE}");
            let help = "say the finding shorter; the measure belongs into the subtitle";
            self.warn(Code::R0411, &["headline"], &message, help);
        }
        if subtitle.is_empty() {
            let message = "there is no subtitle";
            let help = "say the measure, the places and the period";
            self.warn(Code::R0412, &["subtitle"], message, help);
        } else if headline == subtitle {
            let message = "headline and subtitle say the same";
            let help = "the headline says the finding, the subtitle what is measured";
            self.warn(Code::R0412, &["subtitle"], message, help);
        }
    }

    fn source(&mut self) {
        if self.texts.source.trim().is_empty() {
            let message = "there is no source line";
            self.warn(Code::R0413, &["source"], message, "say where the data come from");
        }
    }

    fn series(&mut self) {
        let panels = &self.chart.panels;
        let count = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
        let most = self.kind().most_series();
        if let Some(most) = most.filter(|most| count > *most) {
            let message =
                format!("{count} series are more than {most}, which a reader can follow");
            let help = "use `kind: multiples` or `kind: heat`, or draw fewer";
            self.warn(Code::R0415, &["series"], &message, help);
        }
    }

    /// A line says that what it joins follows one another.
    fn axis(&mut self) {
        let chart = self.chart;
        let joins = self.kind().facts(chart).is_some() && chart.kind.name() != "column";
        if !joins || chart.ordered {
            return;
        }
        let keys = chart.keys();
        if keys.len() >= 3
            && periods(keys.iter().copied()).is_none()
            && let Some((what, format)) = times_in_digits(&keys)
        {
            let message = format!(
                "a line joins {what} as if they were plain numbers: `{}`, `{}`",
                keys.first().copied().unwrap_or_default(),
                keys.get(1).copied().unwrap_or_default()
            );
            let help = format!("declare the column {format} in the contract");
            self.warn(Code::R0440, &["x"], &message, &help);
            return;
        }
        if keys.len() < 3 || chart.points().all(|(_, _, point)| point.x.is_some()) {
            return;
        }
        let (scheme, _) = ranks(&keys, None);
        if let Some((before, after, missing)) = closed_up(&keys) {
            let message = format!(
                "a line joins `{before}` and `{after}` as if nothing were between them: {missing} without a row"
            );
            let help = "write the year beside the month, or the date, so that times are to scale, or draw bars or dots";
            self.warn(Code::R0440, &["x"], &message, help);
        }
        if matches!(scheme, Scheme::Names | Scheme::Scale) {
            let message = "a line joins values that are neither numbers nor times";
            let help = "draw bars or dots, or declare the order: `order: [first, …]` among the column's `labels:`, or ordered categories in the contract";
            self.warn(Code::R0440, &["x"], message, help);
        }
    }

    fn lengths(&mut self) {
        let chart = self.chart;
        for (index, mark) in chart.marks.iter().enumerate() {
            let count = mark.text.chars().count();
            if count > MARK {
                let message = format!(
                    "the annotation at {} has {count} characters, more than {MARK}",
                    mark.x
                );
                let help = "shorten it, or move it to the note";
                let index = index.to_string();
                self.warn(Code::R0416, &["marks", &index, "text"], &message, help);
            }
        }
        for (index, words) in self.texts.annotations.iter().enumerate() {
            let count = words.chars().count();
            if count > NOTE {
                let message =
                    format!("the annotation has {count} characters, more than {NOTE}");
                let help = "shorten it, or say it in the text";
                let index = index.to_string();
                let place = ["annotations", &index, "text"];
                self.warn(Code::R0416, &place, &message, help);
            }
        }
        let rule = chart.rules.iter().map(|rule| rule.label.chars().count()).max();
        if let Some(count) = rule.filter(|count| *count > MARK) {
            let message = format!(
                "the words of the line have {count} characters, more than {MARK}"
            );
            let help = "shorten them, or move them to the note";
            self.warn(Code::R0416, &["reference", "label"], &message, help);
        }
        let names = chart.points().flat_map(|(panel, series, point)| {
            [&panel.label, &series.label, &point.label]
        });
        let longest = names.max_by_key(|name| name.chars().count());
        if let Some(name) = longest.filter(|name| name.chars().count() > NAME) {
            let message = format!(
                "the name `{name}` has {} characters, more than {NAME}",
                name.chars().count()
            );
            let help =
                "names are set horizontally: give it a shorter one under `labels:`";
            self.warn(Code::R0417, &["labels"], &message, help);
        }
    }

    /// Annotations are left out where they have no room.
    fn notes(&mut self, theme: &Arc<Theme>) {
        let look = Look::new(theme, Variant::Light);
        for at in crowded(self.chart, self.texts, &look) {
            let words = self.texts.annotations.get(at).map_or("", String::as_str);
            let message =
                format!("the annotation \"{words}\" has no room in the picture");
            let help = "shorten it, point at another value, or say it in the text";
            let at = at.to_string();
            self.warn(Code::R0430, &["annotations", &at, "text"], &message, help);
        }
    }

    /// Names under a plot are left out where they have no room: of times that is harmless.
    fn names(&mut self, theme: &Arc<Theme>) {
        let look = Look::new(theme, Variant::Light);
        let kind = kind::of(self.chart);
        let lost = kind.unnamed(self.chart, &look, theme.width.page);
        if lost > 0 {
            let count = self.chart.keys().len();
            let message = format!("{lost} of {count} names have no room under the plot");
            let help = "draw rows, which have their names beside them: `kind: bar` or `kind: lollipop`; or give shorter names under `labels:`";
            self.warn(Code::R0423, &["x"], &message, help);
        }
    }

    /// Pictures are set in one font.
    fn letters(&mut self) {
        let chart = self.chart;
        let (texts, format) = (self.texts, &chart.format);
        let names = chart.points().flat_map(|(panel, series, point)| {
            [&panel.label, &series.label, &point.label]
        });
        let marks = chart.marks.iter().map(|mark| &mark.text);
        let rules = chart.rules.iter().map(|rule| &rule.label);
        let whole = [&chart.axis, &chart.x_axis, &format.noun].into_iter();
        // What is read as Markdown is reported there, where the PDF lacks it, too.
        let said = [&texts.headline, &texts.subtitle, &texts.note, &texts.source];
        let said = said.into_iter().flat_map(|text| {
            missing_in_pictures(text)
                .difference(&missing_in_print(text))
                .copied()
                .collect::<Vec<_>>()
        });
        let drawn = names.chain(marks).chain(rules).chain(whole);
        let mut missing: BTreeSet<char> =
            drawn.flat_map(|text| missing_in_pictures(text)).collect();
        missing.extend(said);
        if missing.is_empty() {
            return;
        }
        let message = format!(
            "figure `{}`: the font of pictures lacks {}",
            chart.id,
            letters::named(&missing)
        );
        self.out.push(
            Diagnostic::error(Code::R0623, message)
                .at(self.entry.span(), "")
                .help("give what is drawn names in Latin, Greek or Cyrillic letters under `labels:`"),
        );
    }

    /// The signs of % and £ stand on the axis; other units need their words.
    fn unit(&mut self) {
        let chart = self.chart;
        if chart.parts.is_empty() {
            self.unit_of(chart, &["subtitle"], "subtitle");
        }
        for (at, part) in chart.parts.iter().enumerate() {
            self.unit_of(part, &["panels", &at.to_string(), "title"], "title");
        }
    }

    fn unit_of(&mut self, chart: &Chart, place: &[&str], setting: &str) {
        let title = chart.panels.first().map_or("", |panel| panel.label.as_str());
        let said =
            format!("{} {} {} {title}", self.texts.subtitle, chart.axis, chart.x_axis)
                .to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let format = &chart.format;
        let noun = format.noun.to_lowercase();
        let named = match format.unit {
            Unit::Percent | Unit::Currency | Unit::Year => true,
            Unit::Points => has(&["percentage point"]),
            Unit::Rate => noun.is_empty() || has(&[&noun, "per "]),
            Unit::Index => has(&["index", "= 100", "=\u{a0}100"]),
            Unit::Effect => has(&["standard deviation"]),
            Unit::P => has(&["p value", "probabilit"]),
            Unit::Ratio => has(&["ratio", "times", "per "]),
            Unit::Count | Unit::Number => {
                // The last word of "local units" is enough.
                let last = noun.split_whitespace().next_back().unwrap_or_default();
                last.is_empty() || has(&[last])
            }
        };
        // Without a subtitle there is a message already.
        if !named && !self.texts.subtitle.trim().is_empty() {
            let unit = format.unit_words();
            let message = format!(
                "the unit, {unit}, stands neither in the {setting} nor on the axis"
            );
            let help = format!("name the unit in `{setting}:` or `axis:`");
            self.warn(Code::R0418, place, &message, &help);
        }
    }

    fn baseline(&mut self) {
        let refused = self.entry.yaml.has("zero") && !self.entry.decl.zero;
        let bars = self.kind().rows(self.chart).are_bars();
        if bars && refused {
            let message = "bars start at zero, whatever is declared";
            let help = "remove `zero: false`, or use `kind: dot`, whose axis need not";
            self.warn(Code::R0419, &["zero"], message, help);
        }
    }

    /// Bars that touch must be told apart without their colour.
    fn neighbours(&mut self, theme: &Arc<Theme>) {
        let touch = self.kind().touches(self.chart);
        let Some(panel) = self.chart.panels.first().filter(|_| touch) else { return };
        let look = Look::new(theme, Variant::Light);
        let hues = hues(&panel.series);
        for (pair, names) in hues.windows(2).zip(panel.series.windows(2)) {
            let ([a, b], [one, other]) = (pair, names) else { continue };
            let found = contrast(look.colour(Ink::Mark(*a)), look.colour(Ink::Mark(*b)));
            if found < CONTRAST {
                let message = format!(
                    "`{}` and `{}` touch with a contrast of {found:.1} : 1, less than {CONTRAST} : 1",
                    one.label, other.label
                );
                let roles =
                    [one.role, other.role].iter().any(|role| *role != Role::Other);
                let help = if roles {
                    "leave out `treated:` and `control:`, whose colours are fixed"
                } else {
                    "draw fewer series, or change `series:` in `report/theme.yaml`"
                };
                self.warn(Code::R0420, &["series"], &message, help);
            }
        }
    }
}
