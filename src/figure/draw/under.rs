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
        && (!texts.iter().any(worded)
            || !texts.iter().any(|text| text.starts_with(char::is_alphabetic))
            || periods(all()).is_some()
            || rises(&all().collect::<Vec<&str>>()))
}

/// The words under a plot: every so many, so that none meets the next.
pub(in crate::figure) struct XTexts {
    kept: Vec<(f64, Vec<String>)>,
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
        let room = right - left;
        let size = look.theme.sizes.small;
        let gaps = places.windows(2).map(|pair| match pair {
            [a, b] => (b - a).abs(),
            _ => f64::INFINITY,
        });
        let least = gaps.fold(room, f64::min);
        let numeric = told_by_neighbours(texts);
        // Words break where they have room for it; numbers never do.
        let limit = if numeric { room } else { least.max(58.0).min(room) };
        let blocks: Vec<(f64, Vec<String>)> = places
            .iter()
            .zip(texts)
            .map(|(x, text)| (*x, measure::wrap(text, size, false, limit)))
            .collect();
        let span = |block: &(f64, Vec<String>)| {
            let width = measure::widest(&block.1, size, false);
            let start = within(block.0, width, left, right);
            (start, start + width)
        };
        let thinned = |step: usize| -> Vec<&(f64, Vec<String>)> {
            let last = blocks.len().saturating_sub(1);
            let keep = |index: &usize| (last - index).is_multiple_of(step);
            (0..blocks.len()).filter(keep).filter_map(|at| blocks.get(at)).collect()
        };
        let fits = |step: &usize| {
            thinned(*step).windows(2).all(|pair| match pair {
                [a, b] => span(b).0 - span(a).1 >= 8.0,
                _ => true,
            })
        };
        let step = (1..=blocks.len()).find(fits).unwrap_or(blocks.len().max(1));
        let broken =
            |text: &&String| !measure::breaks_between_words(text, size, false, limit);
        let lost = if numeric {
            0
        } else {
            (texts.len() - thinned(step).len()).max(texts.iter().filter(broken).count())
        };
        let kept = thinned(step)
            .into_iter()
            .map(|block| (f64::midpoint(span(block).0, span(block).1), block.1.clone()))
            .collect();
        Self { kept, line: look.small_line(), size, lost }
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
        let span = |block: &(f64, Vec<String>)| {
            let width = measure::widest(&block.1, size, false);
            let start = within(block.0, width, left, right);
            (start, start + width)
        };
        let fits = |blocks: &Vec<(f64, Vec<String>)>| {
            blocks.array_windows().all(|[a, b]| span(b).0 - span(a).1 >= 8.0)
        };
        let kept = steps.map(blocks).find(|blocks| !blocks.is_empty() && fits(blocks))?;
        let kept = kept
            .into_iter()
            .map(|block| (f64::midpoint(span(&block).0, span(&block).1), block.1))
            .collect();
        Some(Self { kept, line: look.small_line(), size, lost: 0 })
    }

    /// Returns the height of the words with the room above them.
    pub(in crate::figure) fn height(&self) -> f64 {
        let lines = self.kept.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        BASELINE + lines as f64 * self.line + 4.0
    }

    pub(in crate::figure) fn paint(&self, svg: &Svg, bottom: f64) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Middle);
        for (x, lines) in &self.kept {
            svg.lines((*x, bottom + BASELINE + self.size), lines, self.line, kind);
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
            Some(found.kept.into_iter().map(|(_, lines)| lines).collect())
        };
        let lines = |texts: &[&str]| -> Vec<String> {
            texts.iter().map(|it| (*it).to_owned()).collect()
        };
        let said = texts(true).unwrap();
        assert_eq!(said[..2], [lines(&["Jan", "2022"]), lines(&["Jul"])]);
        assert_eq!(texts(false), None);
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
