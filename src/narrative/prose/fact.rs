//! What the checks of the prose know of a statistic.
//!
//! **In:** a statistic and how it is shown. **Out:** a [`Fact`]: its value, whether its sign is a
//! direction, and the period it is of.

use crate::model::calendar::Period;
use crate::model::calendar::mentions;
use crate::model::calendar::period;
use crate::model::format::Unit;
use crate::model::statistic::Better;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;

/// What the sign of a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::narrative) enum Sign {
    /// Whether it rose or fell.
    Change,
    /// Which of two is more.
    Gap,
    /// Nothing: it is a level, a share or a count.
    Level,
}

/// What stands for many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::narrative) enum Average {
    Mean,
    Median,
}

/// What is known of a number.
#[derive(Debug, Clone)]
pub(in crate::narrative) struct Fact {
    pub id: String,
    /// What it is, in words.
    pub title: String,
    pub value: f64,
    /// The value as a reader computes with it.
    pub rounded: f64,
    /// The value with its sign and unit.
    pub printed: String,
    /// The text that stands in the prose.
    pub shown: String,
    pub unit: Unit,
    pub sign: Sign,
    /// The period it is of, or from which and to which it changed.
    pub period: Option<(Period, Option<Period>)>,
    /// Whether a test or an interval tells it from zero; none where it has neither.
    pub clear: Option<bool>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// The level of its interval, in percent.
    pub level: Option<f64>,
    /// Whether it is a ratio between groups.
    pub compares: bool,
    /// Whether it is a correlation.
    pub relates: bool,
    /// Whether it is how much there is, and can be no change.
    pub state: bool,
    /// Which values are the better ones, where its block says so.
    pub better: Option<Better>,
    /// Whether it is a mean or a median; none where it is neither.
    pub average: Option<Average>,
    /// What it is the difference of: more of the first, less of the second.
    pub sides: Option<(String, String)>,
}

/// Kinds whose main value is a difference between groups.
const GAPS: &[&str] = &[
    "difference",
    "ancova",
    "twfe",
    "event_study",
    "matching",
    "placebo",
    "robustness",
    "bootstrap",
    "permutation",
    "mann_whitney",
    "wild_bootstrap",
    "trial",
    "effect_size",
    "balance",
    "leave_one_out",
    "welch",
];

/// Kinds whose main value is how much there is.
const STATES: &[&str] = &["level", "count"];

/// Kinds whose main value is a ratio between groups.
const RATIOS: &[&str] = &["ratio", "rates", "contingency", "logit"];

impl Fact {
    /// Returns what is known of a statistic that is a number.
    pub fn of(statistics: &Statistics, stat: &Stat, shown: &str) -> Option<Self> {
        let value = stat.number()?;
        let unit = stat.format.unit;
        let kind = stat.provenance.kind.as_str();
        let sign = sign_of(stat);
        let clear = stat.test.as_ref().map(|test| test.p < 0.05).or_else(|| {
            let judged = sign != Sign::Level;
            let interval = stat.interval.as_ref().filter(|_| judged)?;
            Some(interval.low > 0.0 || interval.high < 0.0)
        });
        let clear = clear.or((unit == Unit::P).then_some(value < 0.05));
        Some(Self {
            id: stat.id.clone(),
            title: stat.title.clone(),
            value,
            rounded: stat.format.rounded(value),
            printed: if sign == Sign::Level {
                stat.printed()
            } else {
                stat.format.signed(value)
            },
            shown: shown.to_owned(),
            unit,
            sign,
            period: period_of(statistics, stat),
            clear,
            interval: stat.interval.as_ref().map(|i| (i.low, i.high)),
            level: stat.interval.as_ref().map(|i| i.level),
            compares: unit == Unit::Ratio && RATIOS.contains(&kind),
            state: STATES.contains(&kind),
            relates: kind == "correlation" && stat.id == stat.provenance.block,
            better: stat.better,
            average: average(stat),
            sides: sides(stat),
        })
    }

    /// Returns the sign that a reader sees: 0 for what prints as zero.
    pub fn way(&self) -> i8 {
        if self.rounded > 0.0 {
            1
        } else if self.rounded < 0.0 {
            -1
        } else {
            0
        }
    }

    /// Returns whether its sign is a direction: that of a level is not, unless it is below zero.
    pub fn directed(&self) -> bool {
        self.sign != Sign::Level || self.value < 0.0
    }

    /// Returns whether what it says is good: a movement towards the better values; none where nothing says which
    /// they are, or where it did not move.
    pub fn is_good(&self) -> Option<bool> {
        let better = self.better.filter(|_| self.way() != 0)?;
        Some((self.way() > 0) == (better == Better::Higher))
    }

    /// Returns its block.
    pub fn block(&self) -> &str {
        self.id.split('.').next().unwrap_or(&self.id)
    }

    /// Returns whether it is how long something takes: "Response time in minutes", "Days of stay".
    pub fn is_time_taken(&self, lexicon: &Lexicon) -> bool {
        let measure = self.title.split(", ").next().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = measure.split(|c: char| !c.is_alphanumeric()).collect();
        words.iter().enumerate().any(|(n, word)| {
            let counted =
                n > 0 && words.get(n - 1).is_some_and(|one| one.parse::<f64>().is_ok());
            lexicon.says(word, Sense::Duration)
                && lexicon.ends(word, Ending::Plural)
                && !lexicon.says(word, Sense::YearsNoun)
                && !counted
        }) && !matches!(self.unit, Unit::Percent | Unit::Currency | Unit::Rate)
    }

    /// Returns its period in words.
    pub fn period_words(&self) -> String {
        match &self.period {
            Some((from, Some(to))) => format!("{} to {}", from.words(), to.words()),
            Some((at, None)) => at.words(),
            None => String::new(),
        }
    }

    /// Returns whether its unit is written with a sign.
    pub fn noun_says(&self, sign: char) -> bool {
        self.printed.contains(sign)
    }

    /// Returns the time of a level; none of a change, or of what has no time.
    pub fn level_time(&self) -> Option<Period> {
        match self.period {
            Some((own, None)) if self.sign == Sign::Level => Some(own),
            _ => None,
        }
    }

    /// Returns whether two numbers may be of one series: members of a family that differ in time alone, or two statistics
    /// that are each by itself.
    pub fn is_of_one_series(&self, other: &Self) -> bool {
        let alone = |fact: &Self| !fact.id.contains('.');
        self.series() == other.series()
            || alone(self) && alone(other) && self.unit == other.unit
    }

    /// Returns the part of its id that names no period.
    pub fn series(&self) -> String {
        let parts = self.id.split('.').filter(|part| period(part).is_none());
        parts.collect::<Vec<_>>().join(".")
    }
}

/// Returns what the sign of a statistic says.
pub(in crate::narrative) fn sign_of(stat: &Stat) -> Sign {
    let unit = stat.format.unit;
    let part = stat.id.rsplit('.').next().unwrap_or_default();
    match stat.provenance.kind.as_str() {
        _ if matches!(unit, Unit::P | Unit::Year | Unit::Ratio) => Sign::Level,
        "change" if ["difference", "effect"].contains(&part) => Sign::Gap,
        "change" if stat.title.contains("difference between") => Sign::Gap,
        "change" => Sign::Change,
        kind if GAPS.contains(&kind) && unit != Unit::Count => Sign::Gap,
        "difference" => Sign::Gap,
        _ => Sign::Level,
    }
}

/// Returns the period of a statistic: that of its key, or the one that its definition or title
/// names.
pub(in crate::narrative) fn period_of(
    statistics: &Statistics,
    stat: &Stat,
) -> Option<(Period, Option<Period>)> {
    let kind = stat.provenance.kind.as_str();
    if kind == "change" {
        let text = format!("{} ;", stat.provenance.definition.replace(';', " ; "));
        let span =
            mentions(&text).into_iter().find_map(|said| Some((said.from, said.to?)));
        return span.map(|(from, to)| (from, Some(to)));
    }
    if kind != "level" && kind != "sql" && kind != "count" {
        return None;
    }
    if let Some(words) = statistics.period(stat) {
        return Some((period(&words)?, None));
    }
    if let Some(at) = statistics.key_of(stat).iter().find_map(|key| period(key)) {
        return Some((at, None));
    }
    // "only rows with month 2023-08"
    let kept = stat.provenance.definition.split_once(crate::model::statistic::ONLY_ROWS);
    let kept = kept.into_iter().flat_map(|(_, kept)| kept.split(", and "));
    let times: Vec<Period> =
        kept.filter_map(|part| period(part.rsplit("` ").next()?.trim())).collect();
    if let [one] = times.as_slice() {
        return Some((*one, None));
    }
    // "2012 = 100" names the base and not the period.
    let title = stat.title.replace("= 100", "=100");
    let named: Vec<_> = mentions(&title)
        .into_iter()
        .filter(|said| !title.contains(&format!("{} =100", said.words)))
        // "Cases from 2019" has no end, and is no period of a value.
        .filter(|said| {
            let open = ["from", "since"].map(|word| format!("{word} {}", said.words));
            said.to.is_some() || !open.iter().any(|words| title.contains(words.as_str()))
        })
        .collect();
    match named.as_slice() {
        [one, rest @ ..]
            if rest.iter().all(|said| (said.from, said.to) == (one.from, one.to)) =>
        {
            Some((one.from, one.to))
        }
        _ => None,
    }
}

/// Returns which average a statistic is, by how it is reckoned.
fn average(stat: &Stat) -> Option<Average> {
    let starts = |word: &str| stat.provenance.definition.starts_with(word);
    match stat.provenance.kind.as_str() {
        "level" if starts("Mean over ") => Some(Average::Mean),
        "level" if starts("Median over ") => Some(Average::Median),
        "describe" if stat.id.ends_with(".median") => Some(Average::Median),
        "describe" if starts("Mean: ") || starts("Mean weighted by ") => {
            Some(Average::Mean)
        }
        _ => None,
    }
}

/// Returns what a difference is of.
fn sides(stat: &Stat) -> Option<(String, String)> {
    if let Some((_, names)) = stat.title.split_once("difference between ") {
        let names = names.split(',').next().unwrap_or(names);
        let (a, b) = names.split_once(" and ")?;
        return Some((a.to_owned(), b.to_owned()));
    }
    // Of two statistics, it is defined by their titles.
    let defined = stat.provenance.definition.split_once(" less ");
    let titled = || stat.title.split_once(" less ").or(defined);
    let (a, b) = defined.filter(|_| stat.provenance.from.len() == 2).or_else(titled)?;
    // What the two do not share, but for times: "Rent, councils, 2024 less Rent, associations, 2024".
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(',').map(|part| part.trim().to_lowercase());
        parts.filter(|part| period(part).is_none()).collect()
    };
    let (a, b) = (parts(a), parts(b));
    let own = |all: &[String], other: &[String]| {
        all.iter().rfind(|part| !other.contains(part)).cloned()
    };
    Some((own(&a, &b)?, own(&b, &a)?))
}
