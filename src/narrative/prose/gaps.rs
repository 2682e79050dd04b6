//! A gap beside the two numbers that it is between: "the gap between A (x) and B (y) was z points".

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports a gap that the two numbers beside it do not leave.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let said = (0..s.len()).find(|at| {
        s.is(*at, Sense::Gap)
            && (*at + 1..*at + 3).any(|i| s.is(i, Sense::Betwixt))
            && !s.turned(*at)
    });
    let Some(at) = said.filter(|at| !s.asks() && !s.supposed(*at)) else { return };
    let numbers = s.numbers();
    let [first, second, third] = numbers.as_slice() else { return };
    let (Some(a), Some(b), Some(c)) = (s.fact(*first), s.fact(*second), s.fact(*third))
    else {
        return;
    };
    // The gap is the first of the three, or the last.
    for (gap, x, y) in [(c, a, b), (a, b, c)] {
        if let Some(left) = left_between(gap, x, y) {
            out.push(Fault::wrong(
                Code::R0531,
                s.range(at, at),
                format!(
                    "`{}` contradicts the data: between {} and {} it is {left}, and `{}` is {}",
                    s.word(at),
                    x.shown,
                    y.shown,
                    gap.id,
                    gap.printed
                ),
                "show the statistic of this gap, or the two numbers that it is between"
                    .to_owned(),
            ));
            return;
        }
    }
}

/// Returns what two levels leave between them, where a gap is said to be of another size.
fn left_between(gap: &Fact, x: &Fact, y: &Fact) -> Option<String> {
    let levels = x.sign == Sign::Level && y.sign == Sign::Level && x.unit == y.unit;
    let unit = gap.unit == x.unit && gap.sign != Sign::Level
        || gap.unit == Unit::Points && x.unit == Unit::Percent;
    if !levels || !unit || matches!(x.unit, Unit::P | Unit::Ratio) {
        return None;
    }
    let decimals = [gap, x, y].into_iter().map(|fact| places(&fact.printed)).min()?;
    let left = (x.value - y.value).abs();
    // Each of the three may be rounded.
    let near = 1.5 * 0.1_f64.powi(i32::from(decimals));
    ((left - gap.value.abs()).abs() > near)
        .then(|| format!("{left:.*}", usize::from(decimals)))
}

/// Returns how many digits a number has after its point.
fn places(printed: &str) -> u8 {
    let after = printed.split_once('.').map_or("", |(_, after)| after);
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    u8::try_from(digits).unwrap_or(u8::MAX).min(9)
}
