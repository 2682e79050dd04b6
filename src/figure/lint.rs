//! The rules that hold for every chart.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::figure::chart::Chart;
use crate::figure::draw::Texts;
use crate::project::FigureKind;

/// The most words of a headline.
const HEADLINE: usize = 15;
/// The most series named at their ends.
const SERIES: usize = 4;
/// The longest annotation, in characters.
const MARK: usize = 40;

/// Returns what breaks a rule, at the figure's declaration.
pub fn lint(chart: &Chart, texts: &Texts, place: &Span) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut warn = |message: String, help: &str| {
        let message = format!("figure `{}`: {message}", chart.id);
        out.push(
            Diagnostic::warning(Code::R0402, message).at(place.clone(), "").help(help),
        );
    };
    let words = texts.headline.split_whitespace().count();
    if words == 0 {
        warn("there is no headline".to_owned(), "say the finding in at most 15 words");
    } else if words > HEADLINE {
        warn(
            format!("the headline has {words} words, more than {HEADLINE}"),
            "say the finding shorter; the measure belongs into the subtitle",
        );
    }
    if texts.subtitle.trim().is_empty() {
        warn(
            "there is no subtitle".to_owned(),
            "say the measure, the places and the period",
        );
    }
    if texts.source.trim().is_empty() {
        warn("there is no source line".to_owned(), "say where the data come from");
    }
    if !texts.headline.is_empty() && texts.headline == texts.subtitle {
        warn(
            "headline and subtitle say the same".to_owned(),
            "the headline says the finding, the subtitle what is measured",
        );
    }
    let series = chart.panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    let many = series > SERIES
        && !matches!(
            chart.kind,
            FigureKind::Heat | FigureKind::Strip | FigureKind::Tiles
        );
    if many {
        warn(
            format!("{series} series are more than {SERIES}, which a reader can follow"),
            "use `kind: multiples` or `kind: heat`",
        );
    }
    for mark in &chart.marks {
        if mark.text.chars().count() > MARK {
            warn(
                format!("the annotation at {} has more than {MARK} characters", mark.x),
                "shorten it, or move it to the note",
            );
        }
    }
    let empty = chart.points().next().is_none();
    if empty {
        warn("there is nothing to draw".to_owned(), "look at `only:` and the statistics");
    }
    out
}
