//! Ratio words: which ratios each may stand for.

use crate::model::format::Format;
use crate::model::format::Unit;
use crate::narrative::claims::Judge;
use crate::narrative::claims::Ruling;
use crate::narrative::claims::judged;
use crate::narrative::judged::Judged;

/// Ratio words with the range of ratios each covers: low ≤ ratio < high.
const RATIOS: &[(&str, &str, f64, f64)] = &[
    ("less_than_half", "less than half", 0.0, 0.475),
    ("half", "half", 0.475, 0.525),
    ("more_than_half", "more than half", 0.525, 0.95),
    ("as_many", "about as much as", 0.95, 1.05),
    ("one_and_a_half", "about one and a half times", 1.4, 1.6),
    ("almost_double", "almost double", 1.75, 1.95),
    ("doubled", "double", 1.95, 2.05),
    ("more_than_double", "more than double", 2.05, 2.75),
    ("almost_triple", "almost three times", 2.75, 2.95),
    ("tripled", "three times", 2.95, 3.05),
    ("more_than_triple", "more than three times", 3.05, f64::INFINITY),
];

impl Judge<'_> {
    pub(super) fn ratio(&self) -> Ruling<Judged> {
        let of = self.of()?;
        let a = self.number(of)?;
        let words: Vec<&str> = RATIOS.iter().map(|(word, ..)| *word).collect();
        let word = self.is(&words)?;
        let (ratio, shown) = match &self.entry.decl.than {
            Some(_) => {
                let than = self.than()?;
                let b = self.number(than)?;
                let shown = format!("{} / {}", of.printed(), than.printed());
                if b == 0.0 || (a < 0.0) != (b < 0.0) {
                    // New data may do that to any claim: its words hold no longer.
                    let why = if b == 0.0 {
                        "there is no ratio to zero"
                    } else {
                        "numbers of different signs have no ratio"
                    };
                    let because = format!("{shown}: {why}");
                    let proposal =
                        || "give both numbers, and say which way each moved".to_owned();
                    return Ok(judged(false, because, proposal));
                }
                (a / b, shown)
            }
            // A change in percent says itself how many times the start the end is.
            None if of.format.unit == Unit::Percent => {
                (1.0 + a / 100.0, format!("1 + {}", of.printed()))
            }
            None => (a, of.printed()),
        };
        let times = Format::of(Unit::Ratio).number(ratio);
        let because = format!("{shown} = {times}");
        let holds = RATIOS.iter().any(|(known, _, low, high)| {
            *known == word && *low <= ratio && ratio < *high
        });
        let fits = RATIOS.iter().find(|(_, _, low, high)| *low <= ratio && ratio < *high);
        Ok(judged(holds, because, || match fits {
            Some((word, phrase, ..)) => format!("say “{phrase}” (`is: {word}`)"),
            None => format!("give the number: {times} times"),
        }))
    }
}
