//! Claims: what the prose asserts, held against the statistics, with the wording that
//! would be true where it is not.
//!
//! Numbers are compared as they are, but two that print alike never count as different: a
//! reader could not see it.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::did_you_mean;
use crate::narrative::weave::Weaver;
use crate::project::ClaimDecl;
use crate::project::ClaimKind;
use crate::project::Entry;
use crate::project::Project;
use crate::stat::Stat;
use crate::stat::Statistics;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::number::fixed;
use crate::stat::number::p_value;
use regex::Regex;
use std::collections::BTreeMap;

/// How a claim came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether the data bear it out.
    pub holds: bool,
    /// The condition with its values: "41.0% > 22.0%".
    pub because: String,
    /// What would be true instead, where it does not hold.
    pub proposal: Option<String>,
}

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

/// Judges every claim; faults of the declarations are reported at their own keys.
pub(super) fn judge_all(
    project: &Project,
    statistics: &Statistics,
    weaver: &mut Weaver,
    found: &mut Findings,
) -> BTreeMap<String, Judged> {
    let mut out = BTreeMap::new();
    for entry in &project.claims {
        let judge = Judge { entry, statistics };
        let judged =
            match (&entry.decl.holds, entry.decl.kind) {
                (Some(expression), None) => Ok(judge.expression(expression, weaver)),
                (None, Some(kind)) => judge.typed(kind).map(Some),
                (Some(_), Some(_)) => {
                    Err(judge.incomplete("give `holds:` or `kind:`, not both"))
                }
                (None, None) => Err(judge
                    .incomplete("what must hold is missing: give `kind:` or `holds:`")),
            };
        match judged {
            Ok(Some(judged)) => {
                out.insert(entry.id.clone(), judged);
            }
            Ok(None) => {}
            Err(fault) => found.push(*fault),
        }
    }
    out
}

type Verdict<T> = Result<T, Box<Diagnostic>>;

struct Judge<'a> {
    entry: &'a Entry<ClaimDecl>,
    statistics: &'a Statistics,
}

/// The members of a family along one dimension: key and statistic.
type Series<'a> = Vec<(String, &'a Stat)>;

impl<'a> Judge<'a> {
    fn incomplete(&self, message: &str) -> Box<Diagnostic> {
        let message = format!("claim `{}`: {message}", self.entry.id);
        Box::new(Diagnostic::error(Code::R0508, message).at(self.entry.span(), ""))
    }

    fn expression(&self, expression: &str, weaver: &mut Weaver) -> Option<Judged> {
        let place = self.entry.place(&["holds"]);
        let holds = weaver.holds(expression, &place)?;
        let because = self.with_values(expression);
        Some(Judged { holds, because, proposal: None })
    }

    /// Puts printed values in the place of calls.
    fn with_values(&self, expression: &str) -> String {
        let Ok(call) = Regex::new(r#"\b(value|p|low|high)\(\s*["']([^"']+)["']\s*\)"#)
        else {
            return expression.to_owned();
        };
        call.replace_all(expression, |found: &regex::Captures<'_>| {
            let Some(stat) = self.statistics.get(&found[2]) else {
                return found[0].to_owned();
            };
            let interval = stat.interval.as_ref();
            let text = match &found[1] {
                "p" => stat.test.as_ref().map(|test| p_value(test.p, 3)),
                "low" => interval.map(|interval| stat.format.full(interval.low)),
                "high" => interval.map(|interval| stat.format.full(interval.high)),
                _ => Some(stat.printed()),
            };
            text.unwrap_or_else(|| found[0].to_owned())
        })
        .into_owned()
    }

    fn stat(&self, key: &str, id: &str) -> Verdict<&'a Stat> {
        self.statistics.get(id).ok_or_else(|| {
            let block = id.split('.').next().unwrap_or(id);
            let near: Vec<&str> =
                self.statistics.ids().filter(|other| other.starts_with(block)).collect();
            let help = if near.is_empty() {
                did_you_mean(id, self.statistics.ids(), "statistics")
            } else {
                did_you_mean(id, near, "statistics of this block")
            };
            Box::new(
                Diagnostic::error(Code::R0306, format!("unknown statistic `{id}`"))
                    .at(self.entry.place(&[key]), "")
                    .help(help),
            )
        })
    }

    fn number(&self, stat: &Stat) -> Verdict<f64> {
        stat.number().ok_or_else(|| self.incomplete(&format!("`{}` is a text", stat.id)))
    }

    fn of(&self) -> Verdict<&'a Stat> {
        match &self.entry.decl.of {
            Some(id) => self.stat("of", id),
            None => Err(self.incomplete("`of:` is missing")),
        }
    }

    fn than(&self) -> Verdict<&'a Stat> {
        match &self.entry.decl.than {
            Some(id) => self.stat("than", id),
            None => Err(self.incomplete("`than:` is missing")),
        }
    }

    fn is(&self, known: &[&str]) -> Verdict<&'a str> {
        let Some(word) = self.entry.decl.is.as_deref() else {
            return Err(self.incomplete(&format!("`is:` is missing; {}", list(known))));
        };
        if known.contains(&word) {
            return Ok(word);
        }
        Err(Box::new(
            Diagnostic::error(Code::R0508, format!("unknown word `{word}`"))
                .at(self.entry.place(&["is"]), "")
                .help(did_you_mean(word, known.iter().copied(), "words")),
        ))
    }

    fn typed(&self, kind: ClaimKind) -> Verdict<Judged> {
        match kind {
            ClaimKind::Direction => self.direction(),
            ClaimKind::Comparison => self.comparison(),
            ClaimKind::Ratio => self.ratio(),
            ClaimKind::Rank => self.rank(),
            ClaimKind::Majority => self.majority(),
            ClaimKind::Threshold => self.threshold(),
            ClaimKind::Trend => self.trend(),
            ClaimKind::Significance => self.significance(),
            ClaimKind::Coverage => self.coverage(),
        }
    }

    fn direction(&self) -> Verdict<Judged> {
        let stat = self.of()?;
        let value = self.number(stat)?;
        let word = self.is(&["rise", "fall", "flat"])?;
        let visible = stat.format.rounded(value);
        let tolerance = self.entry.decl.tolerance.unwrap_or(0.0);
        let actual = if visible.abs() <= tolerance {
            "flat"
        } else if visible > 0.0 {
            "rise"
        } else {
            "fall"
        };
        let because = format!("{} is {}", stat.title, stat.format.signed(value));
        Ok(judged(word == actual, because, || match actual {
            "rise" => "say that it rose (`is: rise`)".to_owned(),
            "fall" => "say that it fell (`is: fall`)".to_owned(),
            _ => "say that it hardly changed (`is: flat`)".to_owned(),
        }))
    }

    fn comparison(&self) -> Verdict<Judged> {
        let (of, than) = (self.of()?, self.than()?);
        let (a, b) = (self.number(of)?, self.number(than)?);
        let word = self.is(&["greater", "less", "similar"])?;
        let alike = of.format.number(a) == than.format.number(b);
        let near = alike || (a - b).abs() <= self.entry.decl.tolerance.unwrap_or(0.0);
        let actual = if near {
            "similar"
        } else if a > b {
            "greater"
        } else {
            "less"
        };
        let sign = match actual {
            "similar" => "≈",
            "greater" => ">",
            _ => "<",
        };
        let because = format!("{} {sign} {}", of.printed(), than.printed());
        Ok(judged(word == actual, because, || match actual {
            "similar" => "say that the two are about the same (`is: similar`)".to_owned(),
            "greater" => format!(
                "say that {} is greater than {} (`is: greater`)",
                of.title, than.title
            ),
            _ => {
                format!("say that {} is less than {} (`is: less`)", of.title, than.title)
            }
        }))
    }

    fn ratio(&self) -> Verdict<Judged> {
        let of = self.of()?;
        let a = self.number(of)?;
        let words: Vec<&str> = RATIOS.iter().map(|(word, ..)| *word).collect();
        let word = self.is(&words)?;
        let (ratio, shown) = match &self.entry.decl.than {
            Some(_) => {
                let than = self.than()?;
                let b = self.number(than)?;
                if b == 0.0 || (a < 0.0) != (b < 0.0) {
                    let message = "a ratio of numbers with different signs means nothing";
                    return Err(self.incomplete(message));
                }
                (a / b, format!("{} / {}", of.printed(), than.printed()))
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

    /// Finds the members of the claim's family along the dimension that `at` leaves free.
    fn series(&self) -> Verdict<Series<'a>> {
        let Some(id) = &self.entry.decl.family else {
            return Err(self.incomplete("`family:` is missing"));
        };
        let Some(family) = self.statistics.families.get(id) else {
            return Err(Box::new(
                Diagnostic::error(Code::R0306, format!("unknown family `{id}`"))
                    .at(self.entry.place(&["family"]), "")
                    .help(did_you_mean(
                        id,
                        self.statistics.families.keys().map(String::as_str),
                        "families",
                    )),
            ));
        };
        let at = &self.entry.decl.at;
        let free = family.dimensions.len().saturating_sub(at.len());
        let whole = at.is_empty() && !family.dimensions.is_empty();
        if free != 1 && !whole {
            let message = format!(
                "`at:` must hold all but one of the dimensions {}",
                family.dimensions.join(", ")
            );
            return Err(self.incomplete(&message));
        }
        let mut out = Vec::new();
        for member in &family.members {
            let mut wanted = at.iter();
            let mut next = wanted.next();
            let mut rest = Vec::new();
            for part in &member.key {
                if next == Some(part) {
                    next = wanted.next();
                } else {
                    rest.push(part.as_str());
                }
            }
            if next.is_none()
                && rest.len() == member.key.len() - at.len()
                && let Some(stat) = self.statistics.get(&member.id)
            {
                out.push((rest.join(" "), stat));
            }
        }
        if out.is_empty() {
            return Err(self.incomplete("no member of the family has these keys"));
        }
        Ok(out)
    }

    fn rank(&self) -> Verdict<Judged> {
        let of = self.of()?;
        let series = self.series()?;
        let Some(word) = self.entry.decl.is.as_deref() else {
            return Err(
                self.incomplete("`is:` is missing: `highest`, `lowest` or a place")
            );
        };
        let mut ranked: Vec<(f64, &str, &Stat)> = Vec::new();
        for (key, stat) in &series {
            ranked.push((self.number(stat)?, key.as_str(), *stat));
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let Some(at) = ranked.iter().position(|(_, _, stat)| stat.id == of.id) else {
            return Err(self.incomplete(&format!("`{}` is not in the family", of.id)));
        };
        let place = at + 1;
        let wanted = match word {
            "highest" => 1,
            "lowest" => ranked.len(),
            number => match number.parse::<usize>() {
                Ok(place) if place >= 1 => place,
                _ => {
                    return Err(self.is(&["highest", "lowest"]).err().unwrap_or_else(
                        || self.incomplete("`is:` is `highest`, `lowest` or a place"),
                    ));
                }
            },
        };
        let other = ranked.get(if wanted == 1 { 0 } else { ranked.len() - 1 });
        let leader = other
            .map(|(_, key, stat)| format!("; {key} has {}", stat.printed()))
            .filter(|_| place != wanted)
            .unwrap_or_default();
        let because = format!(
            "{} is number {place} of {} from the highest{leader}",
            of.printed(),
            ranked.len()
        );
        Ok(judged(place == wanted, because, || {
            format!("give its place: number {place} of {}", ranked.len())
        }))
    }

    fn majority(&self) -> Verdict<Judged> {
        if self.entry.decl.family.is_none() {
            let of = self.of()?;
            let value = self.number(of)?;
            let half = if of.format.unit == Unit::Percent { 50.0 } else { 0.5 };
            let because = format!("{} against {half}", of.printed());
            return Ok(judged(value > half, because, || {
                "say “a minority” or give the share".to_owned()
            }));
        }
        let series = self.series()?;
        let word = self.is(&["rise", "fall", "above", "below"])?;
        let threshold = self.entry.decl.value.unwrap_or(0.0);
        let mut count = 0;
        for (_, stat) in &series {
            let value = self.number(stat)?;
            let counts = match word {
                "rise" | "above" => value > threshold,
                _ => value < threshold,
            };
            count += usize::from(counts);
        }
        let because = format!("{count} of {}", series.len());
        Ok(judged(2 * count > series.len(), because, || {
            format!("give the number: {count} of {}", series.len())
        }))
    }

    fn threshold(&self) -> Verdict<Judged> {
        let of = self.of()?;
        let value = self.number(of)?;
        let word = self.is(&["above", "below", "at_least", "at_most"])?;
        let Some(limit) = self.entry.decl.value else {
            return Err(self.incomplete("`value:` is missing"));
        };
        let (holds, sign) = match word {
            "above" => (value > limit, ">"),
            "below" => (value < limit, "<"),
            "at_least" => (value >= limit, "≥"),
            _ => (value <= limit, "≤"),
        };
        let shown = of.format.full(limit);
        let because = if holds {
            format!("{} {sign} {shown}", of.printed())
        } else {
            format!("{} is not {sign} {shown}", of.printed())
        };
        Ok(judged(holds, because, || format!("give the value: {}", of.printed())))
    }

    fn trend(&self) -> Verdict<Judged> {
        let series = self.series()?;
        let word = self.is(&["rise", "fall"])?;
        let mut breaks = Vec::new();
        for pair in series.windows(2) {
            let [(from, a), (to, b)] = pair else { continue };
            let step = self.number(b)? - self.number(a)?;
            let fine = if word == "rise" { step > 0.0 } else { step < 0.0 };
            if !fine {
                breaks.push(format!(
                    "{from} to {to}: {} to {}",
                    a.printed(),
                    b.printed()
                ));
            }
        }
        let steps = series.len().saturating_sub(1);
        let because = if breaks.is_empty() {
            format!("{steps} of {steps} steps {word}")
        } else {
            format!(
                "{} of {steps} steps do not {word}: {}",
                breaks.len(),
                breaks.join("; ")
            )
        };
        let count = breaks.len();
        Ok(judged(breaks.is_empty(), because, || {
            format!("say “in most years” or name the exceptions ({count} of {steps})")
        }))
    }

    fn significance(&self) -> Verdict<Judged> {
        let of = self.of()?;
        let word = self.is(&["significant", "not_significant"])?;
        let level = self.entry.decl.level.unwrap_or(5.0) / 100.0;
        let p = match &self.entry.decl.correction {
            Some(name) => match of.details.get(name) {
                Some(p) => Some(*p),
                None => {
                    if let Some(stat) = self.statistics.get(name) {
                        Some(self.number(stat)?)
                    } else {
                        let message = format!("`{}` has no corrected p `{name}`", of.id);
                        return Err(self.incomplete(&message));
                    }
                }
            },
            None if of.format.unit == Unit::P => of.number(),
            None => of.test.as_ref().map(|test| test.p),
        };
        let (significant, because) = match (p, &of.interval) {
            (Some(p), _) => {
                (p < level, format!("{} at {}", p_value(p, 3), fixed(level, 2)))
            }
            (None, Some(interval)) => {
                let clear = interval.low > 0.0 || interval.high < 0.0;
                (
                    clear,
                    format!("interval {}", of.format.range(interval.low, interval.high)),
                )
            }
            (None, None) => {
                return Err(self.incomplete(&format!("`{}` has no test", of.id)));
            }
        };
        let holds = significant == (word == "significant");
        Ok(judged(holds, because, || {
            if significant {
                "say that the difference is statistically significant (`is: significant`)"
                    .to_owned()
            } else {
                "say that the data are consistent with no difference (`is: not_significant`)"
                    .to_owned()
            }
        }))
    }

    fn coverage(&self) -> Verdict<Judged> {
        let of = self.of()?;
        let a = self.number(of)?;
        let (b, shown) = match (&self.entry.decl.than, self.entry.decl.value) {
            (Some(_), _) => {
                let than = self.than()?;
                (self.number(than)?, than.printed())
            }
            (None, Some(value)) => (value, of.format.full(value)),
            (None, None) => return Err(self.incomplete("`than:` or `value:` is missing")),
        };
        let because = format!("{} of {shown}", of.printed());
        Ok(judged((a - b).abs() < 1e-9, because.clone(), || format!("write “{because}”")))
    }
}

fn judged(holds: bool, because: String, proposal: impl FnOnce() -> String) -> Judged {
    Judged { holds, because, proposal: (!holds).then(proposal) }
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("the words are {}", words.join(", "))
}
