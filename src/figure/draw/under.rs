//! The words under a plot, and the title of its value axis.

use crate::figure::draw::places::Place;
use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::within;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Scale;
use crate::model::order::rises;
use crate::say;

/// Room under a plot before the words of its x axis: to their first baseline.
const BASELINE: f64 = 6.0;
/// The least room between two names that stand in more lines than they would choose.
const CLOSE: f64 = 6.0;

/// Returns the title of a chart's value axis; a set says it once for all its charts.
pub(in crate::figure) fn value_title(chart: &Chart) -> String {
    if chart.set.is_empty() { titled(&chart.axis, chart.scale) } else { String::new() }
}

/// Returns the title of a chart's x axis; a set says it once for all its charts.
pub(in crate::figure) fn x_title(chart: &Chart) -> String {
    if chart.set.is_empty() {
        titled(&chart.x_axis, chart.x_scale)
    } else {
        String::new()
    }
}

/// Returns the title of an axis, which says that it is logarithmic.
fn titled(title: &str, scale: Scale) -> String {
    match scale {
        Scale::Linear => title.to_owned(),
        Scale::Log if title.is_empty() => say!("axis-log-alone"),
        Scale::Log => say!("axis-log", title = title),
    }
}

/// Whether texts are numbers, times or bands of numbers: of those, and of letters before a number, what is
/// left out is understood from its neighbours. Of names it is not, though all have a number: `Autumn 2022`.
fn told_by_neighbours(texts: &[String]) -> bool {
    let worded = |text: &String| {
        text.split(|letter: char| !letter.is_alphabetic())
            .any(|word| word.chars().count() > 2)
    };
    let all = || texts.iter().map(String::as_str);
    texts.iter().all(|text| text.chars().any(|c| c.is_ascii_digit()))
        && !are_spans_of_years(texts)
        && (!texts.iter().any(worded)
            || !texts.iter().any(|text| text.starts_with(char::is_alphabetic))
            || periods(all()).is_some()
            || rises(&all().collect::<Vec<&str>>()))
}

/// Whether a text is a span: two numbers with more than a point between them.
fn is_span(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    let mut between = text.split(|c: char| c.is_ascii_digit());
    between.any(|part| {
        part.contains(['-', '\u{2013}']) || part.contains(char::is_alphabetic)
    })
}

/// Whether some texts are spans, and they are not times that follow one another.
fn are_spans(texts: &[String]) -> bool {
    texts.iter().any(|text| is_span(text))
        && periods(texts.iter().map(String::as_str)).is_none()
}

/// Whether texts are spans of years of any length, which is not understood from neighbours.
fn are_spans_of_years(texts: &[String]) -> bool {
    let year = |text: &String| text.chars().take_while(char::is_ascii_digit).count() == 4;
    texts.iter().all(|text| year(text) && is_span(text)) && are_spans(texts)
}

/// Texts in so many rows in turn.
fn lowered(blocks: &[Block], rows: usize) -> Vec<Stood> {
    let upper = blocks.iter().step_by(rows).map(|block| block.lines.len());
    let upper = upper.max().unwrap_or(0);
    let all = blocks.iter().enumerate();
    all.map(|(at, block)| block.at(at % rows * upper)).collect()
}

/// A text at its place: its left and right end, and its lines.
struct Block {
    span: (f64, f64),
    lines: Vec<String>,
}

impl Block {
    /// A text around a place, in lines within a limit, between two edges.
    fn new(
        (x, text): (f64, &str),
        (size, limit): (f64, f64),
        (left, right): (f64, f64),
    ) -> Self {
        let lines = measure::wrap(text, size, false, limit);
        let width = measure::widest(&lines, size, false);
        let start = within(x, width, left, right);
        Self { span: (start, start + width), lines }
    }

    /// Where it stands when it begins in a row of lines.
    fn at(&self, row: usize) -> Stood {
        Stood {
            x: f64::midpoint(self.span.0, self.span.1),
            row,
            lines: self.lines.clone(),
        }
    }
}

/// Whether each text is so far from the next but so many.
fn apart<'a>(
    blocks: impl Iterator<Item = &'a Block> + Clone,
    rows: usize,
    room: f64,
) -> bool {
    let next = blocks.clone().skip(rows);
    blocks.zip(next).all(|(a, b)| b.span.0 - a.span.1 >= room)
}

/// Every so many of a list, back from the last.
fn thinned(blocks: &[Block], step: usize) -> impl Iterator<Item = &Block> + Clone {
    let last = blocks.len().saturating_sub(1);
    let all = blocks.iter().enumerate();
    all.filter(move |(at, _)| (last - at).is_multiple_of(step)).map(|(_, block)| block)
}

/// A text that is set: around which place, from which row, in which lines.
struct Stood {
    x: f64,
    row: usize,
    lines: Vec<String>,
}

/// The words under a plot: every so many, so that none meets the next.
pub(in crate::figure) struct XTexts {
    kept: Vec<Stood>,
    line: f64,
    size: f64,
    /// Names, not numbers or times, that are left out or broken within a word.
    lost: usize,
}

impl XTexts {
    /// Chooses which texts to set at which places between two edges, and where they break.
    pub(in crate::figure) fn new(
        look: &Look,
        places: &[f64],
        texts: &[String],
        (left, right): (f64, f64),
    ) -> Self {
        let (room, size) = (right - left, look.theme.sizes.small);
        let gaps = places.array_windows().map(|[a, b]| (b - a).abs());
        let least = gaps.fold(room, f64::min);
        let blocks = |limit: f64| -> Vec<Block> {
            let all = places.iter().copied().zip(texts.iter().map(String::as_str));
            all.map(|one| Block::new(one, (size, limit), (left, right))).collect()
        };
        let broken = |text: &str, limit: f64| {
            !measure::breaks_at_hyphens(text, size, false, limit)
        };
        let whole = |limit: f64| texts.iter().all(|text| !broken(text, limit));
        let numeric = told_by_neighbours(texts);
        // Words break where they have room for it; numbers never do.
        let limit = if numeric { room } else { least.max(58.0).min(room) };
        let usual = blocks(limit);
        let fits = |step: &usize| apart(thinned(&usual, *step), 1, 8.0);
        let step = (1..=usual.len()).find(fits).unwrap_or(usual.len().max(1));
        let kept: Vec<Stood> = thinned(&usual, step).map(|block| block.at(0)).collect();
        let line = look.small_line();
        let all = kept.len() == texts.len() && whole(limit);
        if !all && (!numeric || are_spans(texts)) {
            // Before a name is left out or cut, names stand in more lines, or every other lower.
            let found = [1, 2].into_iter().find_map(|rows: usize| {
                let limit = least * rows as f64 - CLOSE;
                let blocks = whole(limit).then(|| blocks(limit))?;
                apart(blocks.iter(), rows, CLOSE - 0.01).then(|| lowered(&blocks, rows))
            });
            if let Some(kept) = found {
                return Self { kept, line, size, lost: 0 };
            }
        }
        let cut = texts.iter().filter(|text| broken(text, limit)).count();
        let lost = if numeric { 0 } else { cut.max(texts.len() - kept.len()) };
        Self { kept, line, size, lost }
    }

    /// Returns how many names are left out or broken within a word. Numbers and times are
    /// understood from their neighbours, names are not.
    pub(in crate::figure) fn lost(&self) -> usize {
        self.lost
    }

    /// The same for months and quarters: those that have room, to scale, and under the first of each
    /// year the year. None for other places.
    pub(in crate::figure) fn timed(
        look: &Look,
        places: &[Place],
        px: &dyn Fn(f64) -> f64,
        (left, right): (f64, f64),
    ) -> Option<Self> {
        let times = periods(places.iter().map(|place| place.key.as_str()))?;
        let (first, last) = (times.iter().min()?, times.iter().max()?);
        let in_year = match first.step {
            Step::Month => 12,
            Step::Quarter => 4,
            Step::Year | Step::Season | Step::Day => return None,
        };
        let scaled =
            |(place, time): (&Place, &Period)| (place.x - time.number as f64).abs() < 0.5;
        if first == last || !places.iter().zip(&times).all(scaled) {
            return None;
        }
        let size = look.theme.sizes.small;
        let steps = [1, 3, 6, 12, 24, 60, 120, 240].into_iter().filter(|step| {
            // Quarters are every one, every other or whole years.
            in_year == 12 || step % 3 == 0
        });
        let blocks = |every: i64| -> Vec<(f64, Vec<String>)> {
            let every = if in_year == 4 { (every / 3).max(1) } else { every };
            let mut before: Option<i64> = None;
            (first.number..=last.number)
                .filter(|number| number.rem_euclid(every) == 0)
                .map(|number| {
                    let period = Period { number, ..*first };
                    let year = period.year();
                    let mut lines = Vec::new();
                    if every % in_year != 0 {
                        lines.push(period.short());
                    }
                    if before != Some(year) {
                        lines.push(year.to_string());
                    }
                    before = Some(year);
                    (px(number as f64), lines)
                })
                .collect()
        };
        let set = |every: i64| -> Vec<Block> {
            let block = |(x, lines): (f64, Vec<String>)| {
                let width = measure::widest(&lines, size, false);
                let start = within(x, width, left, right);
                Block { span: (start, start + width), lines }
            };
            blocks(every).into_iter().map(block).collect()
        };
        let fits =
            |blocks: &Vec<Block>| !blocks.is_empty() && apart(blocks.iter(), 1, 8.0);
        let kept = steps.map(set).find(fits)?;
        let kept = kept.iter().map(|block| block.at(0)).collect();
        Some(Self { kept, line: look.small_line(), size, lost: 0 })
    }

    /// Returns the height of the words with the room above them.
    pub(in crate::figure) fn height(&self) -> f64 {
        let foot = |text: &Stood| text.row + text.lines.len();
        let lines = self.kept.iter().map(foot).max().unwrap_or(0);
        BASELINE + lines as f64 * self.line + 4.0
    }

    pub(in crate::figure) fn paint(&self, svg: &Svg, bottom: f64) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Middle);
        for text in &self.kept {
            let top = bottom + text.row as f64 * self.line;
            let at = (text.x, top + BASELINE + self.size);
            svg.lines(at, &text.lines, self.line, kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::XTexts;
    use super::told_by_neighbours;
    use crate::figure::draw::places::Place;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::calendar::period;
    use std::sync::Arc;

    #[test]
    fn months_nest_in_their_years_where_they_stand_to_scale() {
        let look = Look::new(&Arc::default(), Variant::Light);
        let texts = |scaled: bool| -> Option<Vec<Vec<String>>> {
            let place = |at: usize| {
                let key = format!("{}-{:02}", 2022 + at / 12, at % 12 + 1);
                let number = period(&key).map_or(0.0, |time| time.number as f64);
                let x = if scaled { number } else { at as f64 };
                Place { label: key.clone(), key, x }
            };
            let places: Vec<Place> = (0..24).map(place).collect();
            let from = places[0].x;
            let px = |x: f64| (x - from) * 10.0;
            let found = XTexts::timed(&look, &places, &px, (0.0, 240.0))?;
            Some(found.kept.into_iter().map(|text| text.lines).collect())
        };
        let lines = |texts: &[&str]| -> Vec<String> {
            texts.iter().map(|it| (*it).to_owned()).collect()
        };
        let said = texts(true).unwrap();
        assert_eq!(said[..2], [lines(&["Jan", "2022"]), lines(&["Jul"])]);
        assert_eq!(texts(false), None);
    }

    #[test]
    fn names_stand_in_more_lines_or_lower_before_one_is_left_out() {
        let look = Look::new(&Arc::default(), Variant::Light);
        let set = |texts: &[&str], step: f64| -> (Vec<(usize, String)>, usize) {
            let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
            let places: Vec<f64> =
                (0..texts.len()).map(|at| (at as f64 + 0.5) * step).collect();
            let edges = (0.0, step * texts.len() as f64);
            let found = XTexts::new(&look, &places, &texts, edges);
            let kept =
                found.kept.iter().map(|text| (text.row, text.lines.join("|"))).collect();
            (kept, found.lost)
        };
        let said = |texts: &[(usize, &str)]| -> Vec<(usize, String)> {
            texts.iter().map(|(row, text)| (*row, (*text).to_owned())).collect()
        };
        let crimes = ["Criminal damage", "Anti-social behaviour", "Other", "All"];
        let lines = [
            (0, "Criminal|damage"),
            (0, "Anti-social|behaviour"),
            (0, "Other"),
            (0, "All"),
        ];
        assert_eq!(set(&crimes, 72.0), (said(&lines), 0));
        let lower = [
            (0, "Criminal|damage"),
            (2, "Anti-social|behaviour"),
            (0, "Other"),
            (2, "All"),
        ];
        assert_eq!(set(&crimes, 50.0), (said(&lower), 0));
        let (kept, lost) = set(&crimes, 20.0);
        assert!(lost > 0 && kept.len() < 4, "{kept:?}");
        // Spans of any length are names, years are not.
        let spans = ["2012\u{2013}16", "2016\u{2013}19", "2019\u{2013}20"];
        let lines =
            [(0, "2012\u{2013}|16"), (0, "2016\u{2013}|19"), (0, "2019\u{2013}|20")];
        assert_eq!(set(&spans, 48.0), (said(&lines), 0));
        assert!(set(&spans, 10.0).1 > 0);
        let years = ["2012", "2013", "2014"];
        assert_eq!(set(&years, 24.0), (said(&[(0, "2012"), (0, "2014")]), 0));
    }

    #[test]
    fn names_with_a_number_are_names_and_times_and_bands_are_told_by_their_neighbours() {
        let told = |texts: &[&str]| {
            told_by_neighbours(
                &texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(),
            )
        };
        for texts in [
            &["2018", "2019"][..],
            &["Jan 2022", "Feb 2022"],
            &["Under 16", "16 to 24", "65 and over"],
            &["Q1", "Q2"],
            &["1 person household", "2 person household"],
            &["£2 million", "£4 million"],
        ] {
            assert!(told(texts), "{texts:?}");
        }
        for texts in [
            &["Autumn 2022", "Spring 2023"][..],
            &["Ward 1", "Ward 2"],
            &["North", "South"],
        ] {
            assert!(!told(texts), "{texts:?}");
        }
    }
}
