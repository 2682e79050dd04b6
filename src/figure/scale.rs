//! Axes at humane numbers, and numbers short enough to stand beside a mark.

use crate::figure::measure;
use crate::model::chart::Point;
use crate::model::chart::Scale;
use crate::model::format::Format;
use crate::model::format::MINUS;
use crate::model::format::Unit;
use crate::model::format::fixed;
use crate::model::format::round;

/// The numbers of an axis and their words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub values: Vec<f64>,
    pub texts: Vec<String>,
}

impl Ticks {
    /// Returns about `count` ticks that cover a range.
    pub(super) fn cover(format: &Format, (low, high): (f64, f64), count: usize) -> Self {
        let whole = format.unit == Unit::Count && format.decimals == 0;
        let values = ticks((low, high), count, if whole { 1.0 } else { 0.0 });
        let texts = texts(format, &values);
        Self { values, texts }
    }

    /// Returns about `count` ticks that cover a range, with little of the width beyond it.
    pub(super) fn across(format: &Format, range: (f64, f64), count: usize) -> Self {
        let all = (count.max(2) - 1..=count + 2).map(|n| Self::cover(format, range, n));
        let cost = |ticks: &Self| ticks.cost(range, count as f64);
        let best = all.min_by(|a, b| cost(a).total_cmp(&cost(b)));
        best.unwrap_or_else(|| Self::cover(format, range, count))
    }

    /// What part of the axis lies beyond a range, and how far from a wanted number of steps
    /// the ticks are.
    fn cost(&self, range: (f64, f64), steps: f64) -> f64 {
        let (start, end) = self.ends();
        let waste = (end - start) / (range.1 - range.0).max(f64::MIN_POSITIVE) - 1.0;
        waste + 0.06 * (self.values.len() as f64 - steps - 1.0).abs()
    }

    /// Returns ticks that cover a range along a height, as many as have room.
    pub(super) fn along(
        format: &Format,
        range: (f64, f64),
        height: f64,
        line: f64,
    ) -> Self {
        let most = ((height / 44.0).round() as usize).clamp(1, 6);
        let fits = |ticks: &Self| {
            height / (ticks.values.len().saturating_sub(1)).max(1) as f64 >= line * 1.15
        };
        let cost = |ticks: &Self| ticks.cost(range, most as f64);
        let found = (1..=most + 2)
            .map(|count| Self::cover(format, range, count))
            .filter(fits)
            .min_by(|a, b| cost(a).total_cmp(&cost(b)));
        found.unwrap_or_else(|| {
            let mut ticks = Self::cover(format, range, 1);
            let last = ticks.texts.len().saturating_sub(1);
            let room = (line * 1.15 / height * last as f64).ceil().max(1.0) as usize;
            for (at, text) in ticks.texts.iter_mut().enumerate() {
                if !(last - at).is_multiple_of(room) {
                    text.clear();
                }
            }
            ticks
        })
    }

    /// Returns ticks that cover a range of values along an axis of some scale, about `count`.
    pub(super) fn of(
        scale: Scale,
        format: &Format,
        range: (f64, f64),
        count: usize,
    ) -> Self {
        match scale {
            Scale::Linear => Self::across(format, range, count),
            Scale::Log => Self::log(format, range, count),
        }
    }

    /// The same, as many as have room along a height.
    pub(super) fn up(
        scale: Scale,
        format: &Format,
        range: (f64, f64),
        (height, line): (f64, f64),
    ) -> Self {
        match scale {
            Scale::Linear => Self::along(format, range, height, line),
            Scale::Log => {
                let most = (height / (line * 1.3)).floor().max(2.0) as usize;
                Self::log(format, range, most.min(9))
            }
        }
    }

    /// Returns the widest of all ticks that an axis of some height could have.
    pub(super) fn widest(
        scale: Scale,
        format: &Format,
        range: (f64, f64),
        size: f64,
    ) -> f64 {
        let width = |count: usize| match scale {
            Scale::Linear => Self::cover(format, range, count).width(size),
            Scale::Log => Self::log(format, range, count).width(size),
        };
        (1..=9).map(width).fold(0.0, f64::max)
    }

    /// Ticks at 1, 2 and 5 times the powers of ten, at the powers alone, or at some of these; within
    /// about a decade at more, as close as there is room.
    fn log(format: &Format, (low, high): (f64, f64), most: usize) -> Self {
        let (low, high) = if low > 0.0 { (low, high.max(low)) } else { (1.0, 10.0) };
        let steps = |factors: &[f64]| -> Vec<f64> {
            let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
            let all = (first - 1..=last + 1).flat_map(|power| {
                factors.iter().map(move |factor| factor * 10_f64.powi(power))
            });
            let all: Vec<f64> = all.collect();
            // From the last at or below the range to the first at or above it.
            let start = all.iter().rposition(|value| *value <= low * (1.0 + 1e-9));
            let end = all.iter().position(|value| *value >= high * (1.0 - 1e-9));
            let (start, mut end) = (start.unwrap_or(0), end.unwrap_or(all.len() - 1));
            if end <= start {
                end = start + 1;
            }
            all.get(start..=end.min(all.len() - 1)).unwrap_or_default().to_vec()
        };
        let coarse = [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]];
        let found = coarse.iter().map(|factors| steps(factors));
        let mut values =
            found.clone().find(|values| values.len() <= most.max(3)).unwrap_or_default();
        if (1..FEW_TICKS).contains(&values.len()) && high > low * 1.001 {
            let even = (3..=most).rev().map(|count| ticks((low, high), count, 0.0));
            let even =
                even.filter(|values| values.first().is_some_and(|least| *least > 0.0));
            let finer = std::iter::once(steps(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0]));
            let apart = |values: &Vec<f64>| {
                let gaps = values.windows(2).map(|pair| match pair {
                    [a, b] => (b / a).log10(),
                    _ => 0.0,
                });
                let whole = gaps.clone().sum::<f64>();
                let room = whole / most.max(1) as f64 * 0.75;
                values.len() > 2 && gaps.fold(f64::INFINITY, f64::min) >= room
            };
            let close = high < low * 3.0;
            let found = finer.filter(|_| !close).chain(even).find(apart);
            values = found.unwrap_or(values);
        }
        if values.is_empty() {
            // Every so many powers, from the lowest.
            let powers = steps(&[1.0]);
            let every = powers.len().saturating_sub(1).div_ceil(most.max(3) - 1).max(1);
            let count = powers.len().saturating_sub(1).div_ceil(every);
            let first = powers.first().copied().unwrap_or(1.0);
            let power = |at: usize| first * 10_f64.powf((at * every) as f64);
            values = (0..=count).map(power).collect();
        }
        let text = |value: &f64| texts(format, &[*value, *value * 2.0]).swap_remove(0);
        Self { texts: values.iter().map(text).collect(), values }
    }

    /// Keeps the ticks that lie within a range.
    pub(super) fn within(mut self, (low, high): (f64, f64)) -> Self {
        let slack = (high - low) * 1e-9;
        let keep: Vec<bool> = self
            .values
            .iter()
            .map(|value| *value >= low - slack && *value <= high + slack)
            .collect();
        let mut kept = keep.iter();
        self.values.retain(|_| kept.next().copied().unwrap_or(false));
        let mut kept = keep.iter();
        self.texts.retain(|_| kept.next().copied().unwrap_or(false));
        self
    }

    /// Says the sizes of numbers on both sides of zero.
    pub(super) fn mirror(&mut self) {
        for text in &mut self.texts {
            *text = text.replace(MINUS, "");
        }
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        match (self.values.first(), self.values.last()) {
            (Some(first), Some(last)) if last > first => (*first, *last),
            _ => (0.0, 1.0),
        }
    }

    /// Returns the width of the widest text.
    pub(super) fn width(&self, size: f64) -> f64 {
        measure::widest(&self.texts, size, false)
    }
}

/// Fewer ticks than these on a logarithmic axis do not say where values are.
const FEW_TICKS: usize = 4;

/// Returns ticks at steps of 1, 2, 5 or, of large numbers, 2.5 times a power of ten that cover the range from
/// the first to the last tick, about `count` of them, no step smaller than `least`.
fn ticks((low, high): (f64, f64), count: usize, least: f64) -> Vec<f64> {
    let most = low.abs().max(high.abs());
    let span = high - low;
    if !span.is_finite() || span <= most * 1e-6 {
        // As good as one value: it stands in the middle.
        let around = if most == 0.0 || !most.is_finite() { 1.0 } else { most };
        let power = 10_f64.powf(around.log10().floor());
        let step = (around / power).ceil() * power;
        return if low < 0.0 { vec![-2.0 * step, -step, 0.0] } else { vec![0.0, step] };
    }
    let rough = span / count.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    // A quarter of a hundred is a humane number, a quarter of ten is not.
    let quarter = if power >= 10.0 { 2.5 } else { 2.0 };
    let step = [1.0, 2.0, quarter, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * power)
        .max(least);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let steps = (last - first).round().clamp(1.0, 50.0) as usize;
    (0..=steps).map(|index| clean((first + index as f64) * step, step)).collect()
}

/// Drops binary noise: 0.30000000000000004 becomes 0.3.
fn clean(value: f64, step: f64) -> f64 {
    let scale = 10_f64.powi(i32::try_from(decimals(step)).unwrap_or(0));
    let rounded = (value * scale).round() / scale;
    let kept = if rounded.is_finite() && step >= 1e-8 { rounded } else { value };
    if kept == 0.0 { 0.0 } else { kept }
}

/// Returns how many digits after the point a step needs.
pub(super) fn decimals(step: f64) -> usize {
    (0..9)
        .find(|digits| {
            let scaled = step * 10_f64.powi(*digits);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1e-300)
        })
        .map_or(9, |digits| digits as usize)
}

/// Words for large numbers: what they count, and the letters for it.
const LARGE: [(f64, &str); 3] = [(1e12, "trn"), (1e9, "bn"), (1e6, "m")];

fn texts(format: &Format, values: &[f64]) -> Vec<String> {
    let most = values.iter().map(|value| value.abs()).fold(0.0, f64::max);
    let step = match values {
        [a, b, ..] => (b - a).abs(),
        _ => 1.0,
    };
    let large = LARGE
        .iter()
        .find(|(unit, _)| most >= *unit && most < 1e15 && decimals(step / unit) <= 3);
    let figure = |value: f64| match large {
        _ if value == 0.0 => "0".to_owned(),
        Some((unit, word)) => {
            format!("{}{word}", fixed(value / unit, decimals(step / unit)))
        }
        None if most >= 1e15 || step < 1e-6 => {
            let power = most.log10().floor();
            let unit = 10_f64.powf(power);
            let digits = decimals(step / unit).min(6);
            format!("{}×10{}", fixed(value / unit, digits), raised(power as i32))
        }
        None if format.unit == Unit::Year => round(value, decimals(step)),
        None => fixed(value, decimals(step)),
    };
    values.iter().map(|value| with_unit(format, figure(*value))).collect()
}

fn raised(power: i32) -> String {
    let digit = |digit: char| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => other
            .to_digit(10)
            .and_then(|digit| char::from_u32(0x2070 + digit))
            .unwrap_or(other),
    };
    power.to_string().chars().map(digit).collect()
}

/// Adds the sign of a unit that has one.
fn with_unit(format: &Format, figure: String) -> String {
    match format.unit {
        Unit::Percent => format!("{figure}%"),
        Unit::Currency if format.noun.chars().count() <= 3 => {
            match figure.strip_prefix(MINUS) {
                Some(rest) => format!("{MINUS}{}{rest}", format.noun),
                None => format!("{}{figure}", format.noun),
            }
        }
        _ => figure,
    }
}

/// Returns a value as it stands beside a mark: as printed, without long words; very large
/// ones in millions and more.
pub(super) fn short(format: &Format, value: f64) -> String {
    if format.unit == Unit::P && value.abs() <= 1.0 {
        return format.full(value);
    }
    let figure = format.number(value);
    if figure.chars().count() <= 12 {
        return with_unit(format, figure);
    }
    let size = value.abs();
    let compact = match LARGE.iter().find(|(unit, _)| size >= *unit && size < 1e15) {
        Some((unit, word)) => {
            let digits = usize::from(size / unit < 100.0);
            format!("{}{word}", fixed(value / unit, digits))
        }
        None if size > 0.0 => {
            let power = size.log10().floor();
            let unit = 10_f64.powf(power);
            format!("{}×10{}", fixed(value / unit, 1), raised(power as i32))
        }
        None => "0".to_owned(),
    };
    with_unit(format, compact)
}

/// Returns the value of a point as it stands beside its mark.
pub(super) fn beside(format: &Format, point: &Point) -> String {
    short(format, point.value)
}

#[cfg(test)]
mod tests {
    use super::Ticks;
    use super::short;
    use super::ticks;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use proptest::prelude::*;

    #[test]
    fn ticks_stand_at_humane_numbers_and_cover_the_range() {
        assert_eq!(
            ticks((97.0, 141.0), 5, 0.0),
            [90.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0]
        );
        assert_eq!(ticks((0.0, 0.3), 3, 0.0), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(ticks((-19.1, 0.0), 4, 0.0), [-20.0, -15.0, -10.0, -5.0, 0.0]);
    }

    #[test]
    fn ticks_of_a_log_axis_are_at_ones_twos_and_fives_and_cover_the_range() {
        let ticks = |low, high, most| {
            Ticks::log(&Format::of(Unit::Count).decimals(0), (low, high), most).texts
        };
        assert_eq!(ticks(3.0, 180.0, 8), ["2", "5", "10", "20", "50", "100", "200"]);
        assert_eq!(ticks(3.0, 180.0, 5), ["3", "10", "30", "100", "300"]);
        assert_eq!(
            ticks(0.03, 1e5, 9),
            ["0.01", "0.1", "1", "10", "100", "1,000", "10,000", "100,000"]
        );
        assert_eq!(ticks(1.0, 1e12, 5).len(), 5);
        assert_eq!(ticks(7.0, 7.0, 8), ["5", "10"]);
        assert_eq!(ticks(12.0, 18.0, 8), ["12", "13", "14", "15", "16", "17", "18"]);
        assert_eq!(ticks(12.0, 18.0, 4), ["12", "14", "16", "18"]);
        assert_eq!(ticks(21.0, 79.0, 8), ["20", "30", "40", "50", "70", "100"]);
        assert_eq!(ticks(11.0, 92.0, 9), ["10", "20", "50", "100"]);
        assert_eq!(ticks(0.0, 1.0, 9), ["1", "2", "5", "10"]);
    }

    #[test]
    fn ticks_of_very_large_and_very_small_numbers_stay_short() {
        let texts =
            |format: &Format, low, high| Ticks::cover(format, (low, high), 2).texts;
        let number = Format::of(Unit::Number);
        assert_eq!(texts(&number, 0.0, 3e6), ["0", "2m", "4m"]);
        assert_eq!(
            texts(&Format::of(Unit::Currency).noun("£"), -1e9, 1e9),
            ["−£1bn", "£0", "£1bn"]
        );
        assert_eq!(texts(&number, 0.0, 3e-9), ["0", "2×10⁻⁹", "4×10⁻⁹"]);
        assert_eq!(short(&number, 1_234_567_890_123.0), "1.2trn");
        assert_eq!(short(&number, 1_234_567.0), "1,234,567.00");
    }

    proptest! {
        #[test]
        fn ticks_cover_any_range(low in -1e9..1e9f64, span in 1e-6..1e9f64, count in 1usize..8) {
            prop_assume!(span > 1e-6 * (low.abs() + span));
            let ticks = ticks((low, low + span), count, 0.0);
            prop_assert!(ticks[0] <= low + span * 1e-6);
            prop_assert!(ticks[ticks.len() - 1] >= low + span * (1.0 - 1e-6));
            prop_assert!(ticks.len() <= 2 * count + 3);
        }
    }
}
