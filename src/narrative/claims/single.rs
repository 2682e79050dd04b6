//! Claims about single statistics: direction, comparison, threshold, significance, coverage.

use crate::model::format::Unit;
use crate::model::format::fixed;
use crate::model::format::p_value;
use crate::narrative::claims::Judge;
use crate::narrative::claims::Ruling;
use crate::narrative::claims::alike;
use crate::narrative::claims::judged;
use crate::narrative::judged::Judged;
use crate::say;

impl Judge<'_> {
    pub(super) fn direction(&self) -> Ruling<Judged> {
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
        let because = say!(
            "because-is",
            title = stat.title.as_str(),
            value = stat.format.signed(value)
        );
        Ok(judged(word == actual, because, || match actual {
            "rise" => "say that it rose (`is: rise`)".to_owned(),
            "fall" => "say that it fell (`is: fall`)".to_owned(),
            _ => "say that it hardly changed (`is: flat`)".to_owned(),
        }))
    }

    pub(super) fn comparison(&self) -> Ruling<Judged> {
        let (of, than) = (self.of()?, self.than()?);
        let (a, b) = (self.number(of)?, self.number(than)?);
        let word = self.is(&["greater", "less", "similar"])?;
        if of.format.unit != than.format.unit {
            return Err(self.incomplete(&format!(
                "{} and {} are not of one unit",
                of.printed(),
                than.printed()
            )));
        }
        let near = alike(of, a, than, b)
            || (a - b).abs() <= self.entry.decl.tolerance.unwrap_or(0.0);
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
                "say that “{}” is greater than “{}” (`is: greater`)",
                of.title, than.title
            ),
            _ => {
                format!(
                    "say that “{}” is less than “{}” (`is: less`)",
                    of.title, than.title
                )
            }
        }))
    }

    pub(super) fn threshold(&self) -> Ruling<Judged> {
        let of = self.of()?;
        let value = self.number(of)?;
        let word = self.is(&["above", "below", "at_least", "at_most"])?;
        let Some(limit) = self.entry.decl.value else {
            return Err(self.incomplete("`value:` is missing"));
        };
        let level = alike(of, value, of, limit);
        let (holds, sign) = match word {
            "above" => (value > limit && !level, ">"),
            "below" => (value < limit && !level, "<"),
            "at_least" => (value >= limit || level, "≥"),
            _ => (value <= limit || level, "≤"),
        };
        let shown = of.format.full(limit);
        let because = if holds {
            format!("{} {sign} {shown}", of.printed())
        } else {
            say!("because-not", value = of.printed(), sign = sign, limit = shown)
        };
        Ok(judged(holds, because, || format!("give the value: {}", of.printed())))
    }

    pub(super) fn significance(&self) -> Ruling<Judged> {
        let of = self.of()?;
        let word = self.is(&["significant", "not_significant"])?;
        let level = self.entry.decl.level.unwrap_or(5.0) / 100.0;
        let p = match &self.entry.decl.correction {
            Some(name) => match of.details.get(name) {
                Some(p) => Some(*p),
                None => {
                    if let Some(stat) = self.find(name) {
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
        // The interval decides too: next to one that excludes zero, "no evidence of a
        // difference" would not be true, whatever a corrected p value says.
        let clear = of.interval.as_ref().map(|i| i.low > 0.0 || i.high < 0.0);
        let interval = of
            .interval
            .as_ref()
            .map(|i| say!("because-interval", range = of.format.range(i.low, i.high)));
        let significant = match (p, clear) {
            (Some(p), _) => p < level,
            (None, Some(clear)) => clear,
            (None, None) => {
                return Err(self.incomplete(&format!("`{}` has no test", of.id)));
            }
        };
        let test =
            p.map(|p| say!("because-p", p = p_value(p, 3), level = fixed(level, 2)));
        let torn = !significant && clear == Some(true);
        let because = match (test, interval) {
            (Some(test), Some(interval)) if torn => format!("{test}, {interval}"),
            (Some(test), _) => test,
            (None, interval) => interval.unwrap_or_default(),
        };
        let holds =
            if word == "significant" { significant } else { !significant && !torn };
        Ok(judged(holds, because, || {
            if torn {
                "say that the difference does not survive the correction or the test, and give its interval"
                    .to_owned()
            } else if significant {
                "say that the difference is statistically significant (`is: significant`)"
                    .to_owned()
            } else {
                "say that the data are consistent with no difference (`is: not_significant`)"
                    .to_owned()
            }
        }))
    }

    pub(super) fn coverage(&self) -> Ruling<Judged> {
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
        let because = say!("count-of", used = of.printed(), of = shown);
        Ok(judged((a - b).abs() < 1e-9, because.clone(), || format!("write “{because}”")))
    }
}
