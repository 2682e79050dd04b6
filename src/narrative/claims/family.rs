//! Claims about the members of a family: rank, majority, trend.

use crate::model::format::Unit;
use crate::model::format::spanned;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::narrative::claims::Judge;
use crate::narrative::claims::Ruling;
use crate::narrative::claims::alike;
use crate::narrative::claims::judged;
use crate::narrative::judged::Judged;
use crate::say;

/// The members of a family along one dimension: key and statistic.
type Series<'a> = Vec<(String, &'a Stat)>;

/// Another member of the family: its value, its key, and itself.
type Other<'a> = (f64, &'a String, &'a &'a Stat);

impl<'a> Judge<'a> {
    /// Finds the members of the claim's family along the dimension that `at` leaves free.
    fn series(&self) -> Ruling<Series<'a>> {
        let Some(id) = &self.entry.decl.family else {
            return Err(self.incomplete("`family:` is missing"));
        };
        let Some(family) = self.statistics.families.get(id) else {
            let fault = self.statistics.unknown_family(id);
            return Err(Box::new(fault.at(self.entry.place(&["family"]), "")));
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
                self.seen.note(Name::Statistic(member.id.clone()));
                out.push((rest.join(" "), stat));
            }
        }
        if out.is_empty() {
            return Err(self.incomplete("no member of the family has these keys"));
        }
        Ok(out)
    }

    /// Returns the values of the members of the claim's family.
    pub(super) fn members(&self) -> Vec<f64> {
        let series = self.series().unwrap_or_default();
        series.iter().filter_map(|(_, stat)| stat.number()).collect()
    }

    /// Returns whether the members of the claim's family are differences between groups.
    pub(super) fn of_differences(&self) -> bool {
        let series = self.series().unwrap_or_default();
        series.iter().any(|(_, stat)| stat.title.contains("difference"))
    }

    /// Returns how many members go the way that the claim says, and how many there are.
    pub(super) fn borne_out(&self) -> Option<(f64, f64)> {
        self.entry.decl.family.as_ref()?;
        let series = self.series().ok()?;
        let up = matches!(self.entry.decl.is.as_deref(), Some("rise" | "above"));
        let threshold = self.entry.decl.value.unwrap_or(0.0);
        let beyond = |value: f64| if up { value > threshold } else { value < threshold };
        let count = series.iter().filter(|(_, s)| s.number().is_some_and(beyond)).count();
        Some((count as f64, series.len() as f64))
    }

    pub(super) fn rank(&self) -> Ruling<Judged> {
        let of = self.of()?;
        let series = self.series()?;
        let Some(word) = self.entry.decl.is.as_deref() else {
            return Err(
                self.incomplete("`is:` is missing: `highest`, `lowest` or a place")
            );
        };
        if !series.iter().any(|(_, stat)| stat.id == of.id) {
            return Err(self.incomplete(&format!("`{}` is not in the family", of.id)));
        }
        let value = self.number(of)?;
        let (mut above, mut beside): (Vec<Other<'_>>, Vec<Other<'_>>) =
            Default::default();
        let mut below: Vec<Other<'_>> = Vec::new();
        for (key, stat) in series.iter().filter(|(_, stat)| stat.id != of.id) {
            let other = self.number(stat)?;
            let side = if alike(stat, other, of, value) {
                &mut beside
            } else if other > value {
                &mut above
            } else {
                &mut below
            };
            side.push((other, key, stat));
        }
        let place = above.len() + 1;
        let holds = match word {
            "highest" => above.is_empty() && beside.is_empty(),
            "lowest" => below.is_empty() && beside.is_empty(),
            number => match number.parse::<usize>() {
                // A place after the last was one before members were lost.
                Ok(wanted) if wanted > 0 => place == wanted && beside.is_empty(),
                Ok(_) => return Err(self.incomplete("`is:` is a place, from 1")),
                Err(_) => {
                    return Err(self.is(&["highest", "lowest"]).err().unwrap_or_else(
                        || self.incomplete("`is:` is `highest`, `lowest` or a place"),
                    ));
                }
            },
        };
        // Who stands in the way: one that looks alike, or the one at the end that was claimed.
        let by_size = |a: &&Other<'_>, b: &&Other<'_>| a.0.total_cmp(&b.0);
        let rival = match word {
            _ if holds => None,
            _ if !beside.is_empty() => beside.first(),
            "lowest" => below.iter().min_by(by_size),
            _ => above.iter().max_by(by_size),
        };
        let rival = rival.map(|(_, key, stat)| {
            say!("because-rival", key = key.as_str(), value = stat.printed())
        });
        let shared = if beside.is_empty() { "" } else { "shared " };
        let because = say!(
            "because-rank",
            value = of.printed(),
            shared = if beside.is_empty() { "no" } else { "yes" },
            place = place.to_string(),
            of = series.len().to_string(),
        );
        let because = format!("{because}{}", rival.unwrap_or_default());
        Ok(judged(holds, because, || {
            format!("give its place: {shared}number {place} of {}", series.len())
        }))
    }

    pub(super) fn majority(&self) -> Ruling<Judged> {
        if self.entry.decl.family.is_none() {
            let of = self.of()?;
            let value = self.number(of)?;
            let half = if of.format.unit == Unit::Percent { 50.0 } else { 0.5 };
            let holds = value > half && !alike(of, value, of, half);
            let because = say!(
                "because-against",
                value = of.printed(),
                limit = of.format.full(half)
            );
            return Ok(judged(holds, because, || {
                if alike(of, value, of, half) {
                    "say “half”".to_owned()
                } else {
                    "say “a minority” or give the share".to_owned()
                }
            }));
        }
        let series = self.series()?;
        let word = self.is(&["rise", "fall", "above", "below"])?;
        let threshold = self.entry.decl.value.unwrap_or(0.0);
        let mut count = 0;
        for (_, stat) in &series {
            let value = self.number(stat)?;
            let up = matches!(word, "rise" | "above");
            let beyond = if up { value > threshold } else { value < threshold };
            count += usize::from(beyond && !alike(stat, value, stat, threshold));
        }
        let because =
            say!("count-of", used = count.to_string(), of = series.len().to_string());
        Ok(judged(2 * count > series.len(), because, || {
            format!("give the number: {count} of {}", series.len())
        }))
    }

    pub(super) fn trend(&self) -> Ruling<Judged> {
        let (series, dimensions) = (self.series()?, self.dimensions());
        let word = self.is(&["rise", "fall"])?;
        if dimensions != self.entry.decl.at.len() + 1 {
            let message = "`at:` must hold all dimensions but that of the steps";
            return Err(self.incomplete(message));
        }
        let steps = series.len() - 1;
        if steps == 0 {
            return Err(self.incomplete("a trend needs at least two members"));
        }
        let mut breaks = Vec::new();
        for pair in series.windows(2) {
            let [(from, a), (to, b)] = pair else { continue };
            let (before, after) = (self.number(a)?, self.number(b)?);
            let goes = if word == "rise" { after > before } else { after < before };
            if !goes || alike(a, before, b, after) {
                breaks.push(format!(
                    "{}: {}",
                    spanned(from, to),
                    spanned(&a.printed(), &b.printed())
                ));
            }
        }
        let because = if breaks.is_empty() {
            say!("because-steps", steps = steps.to_string(), word = word)
        } else {
            say!(
                "because-breaks",
                count = breaks.len().to_string(),
                steps = steps.to_string(),
                word = word,
                breaks = breaks.join("; "),
            )
        };
        let count = breaks.len();
        Ok(judged(breaks.is_empty(), because, || {
            if 2 * count < steps {
                format!("say “in most years” or name the exceptions ({count} of {steps})")
            } else {
                format!("name the steps that {word}: {} of {steps}", steps - count)
            }
        }))
    }

    /// Returns how many dimensions the claim's family has.
    fn dimensions(&self) -> usize {
        let family = self.entry.decl.family.as_ref();
        family
            .and_then(|id| self.statistics.families.get(id))
            .map_or(0, |family| family.dimensions.len())
    }
}
