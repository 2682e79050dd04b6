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
            && (*at + 1..*at + 5).any(|i| s.is(i, Sense::Betwixt))
            && !s.turned(*at)
    });
    let Some(at) = said.filter(|at| !s.asks() && !s.supposed(*at)) else { return };
    let numbers = s.numbers();
    if let [a, b, c, d] = numbers.as_slice() {
        out.extend(s.gap_of_gaps(at, [*a, *b, *c, *d]));
        return;
    }
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

impl Sentence<'_> {
    /// "the gap between A (x) and B (y) was wider than in 2019, when they were v and w".
    fn gap_of_gaps(&self, gap: usize, numbers: [usize; 4]) -> Option<Fault> {
        let word = (gap..self.len()).find(|i| self.wider(*i).is_some())?;
        let up = self.wider(word)? != self.turned(word);
        let [a, b, c, d] = numbers.map(|at| self.fact(at));
        let (a, b, c, d) = (a?, b?, c?, d?);
        let all = [a, b, c, d];
        let alike = all.iter().all(|f| f.sign == Sign::Level && f.unit == a.unit);
        let timed = a.period.is_some() && a.period == b.period && c.period == d.period;
        if !alike || !timed || a.period == c.period {
            return None;
        }
        let (one, other) = ((a.rounded - b.rounded).abs(), (c.rounded - d.rounded).abs());
        // "narrowed from x and y to v and w": the later one is meant; "wider than": the first.
        let than = (word..self.len()).any(|i| self.is(i, Sense::Than));
        let first = than || a.period > c.period;
        let (is, was) = if first { (one, other) } else { (other, one) };
        let holds = if up { is > was } else { is < was };
        let decimals = all.iter().map(|fact| places(&fact.printed)).max()?;
        let shown = |gap: f64| format!("{gap:.*}", usize::from(decimals));
        (!holds).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(word, word),
                format!(
                    "`{}` contradicts the data: between {} and {} it is {}, between {} and {} {}",
                    self.word(word), a.shown, b.shown, shown(one), c.shown, d.shown, shown(other)
                ),
                "change the word, or the order of the numbers".to_owned(),
            )
        })
    }

    /// Returns whether a word says of a gap that it is wider, or narrower.
    fn wider(&self, at: usize) -> Option<bool> {
        let wide = self.is(at, Sense::Widens);
        let compared = self.way(at).filter(|(_, compares)| *compares);
        (wide || self.is(at, Sense::Narrows))
            .then_some(wide)
            .or(compared.map(|(up, _)| up))
    }

    /// Returns whether two gaps of two numbers each are compared: no two of its numbers are.
    pub(super) fn compares_gaps(&self) -> bool {
        self.numbers().len() == 4
            && (0..self.len()).any(|at| {
                self.is(at, Sense::Gap)
                    && (at + 1..at + 5).any(|i| self.is(i, Sense::Betwixt))
            })
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
