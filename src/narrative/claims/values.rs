//! The values of a claim's rule, as its words may state them.

use crate::model::calendar::Step;
use crate::model::format::Unit;
use crate::narrative::claims::Judge;
use crate::narrative::claims::names::IDS;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Sign;
use crate::project::ClaimKind;

/// What the values of a claim are.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// `of:` and `than:`.
    pub of: Option<Fact>,
    pub than: Option<Fact>,
    /// Every value that the rule reads, as it prints, without its unit.
    pub printed: Vec<String>,
    /// Counts that the rule rests on: of members, of values.
    pub counts: Vec<f64>,
    /// How many times one is the other.
    pub ratio: Option<f64>,
    /// A share in percent.
    pub share: Option<f64>,
    /// What `of:` is, in words, for a message.
    pub is: String,
    /// What the claim is about, in words.
    pub about: String,
    /// The values of the family that is ranked, and that of `of:` among them.
    pub ranked: Vec<f64>,
    /// Whether every value that the rule reads says how far something moved.
    pub changes: bool,
}

impl Judge<'_> {
    /// Returns whether a condition compares two values with one another.
    pub(super) fn compares_two(&self) -> bool {
        let condition = self.entry.decl.holds.as_deref().unwrap_or_default();
        IDS.as_ref().is_some_and(|pattern| {
            let parts = condition.split(" and ").flat_map(|part| part.split(" or "));
            parts.into_iter().any(|part| pattern.find_iter(part).count() > 1)
        })
    }

    /// Returns the first and last years of every value that the rule looks at.
    pub(super) fn periods(&self, guard: &Guard<'_>) -> Vec<(i64, i64)> {
        let decl = &self.entry.decl;
        let mut ids: Vec<String> = decl.of.iter().chain(&decl.than).cloned().collect();
        if let (Some(holds), Some(pattern)) = (&decl.holds, IDS.as_ref()) {
            ids.extend(pattern.captures_iter(holds).map(|found| found[1].to_owned()));
        }
        let family = decl.family.as_ref();
        let family = family.and_then(|id| self.statistics.families.get(id));
        ids.extend(family.into_iter().flat_map(|f| &f.members).map(|m| m.id.clone()));
        let spans = ids.iter().filter_map(|id| {
            let (from, to) = guard.fact(id, "")?.period?;
            let to = to.unwrap_or(from);
            let season = i64::from(to.step == Step::Season);
            Some((from.year(), to.year() + season))
        });
        spans.collect()
    }
}

impl Values {
    pub fn of(judge: &Judge<'_>, guard: &Guard<'_>) -> Self {
        let decl = &judge.entry.decl;
        let fact = |id: &Option<String>| {
            let stat = judge.find(id.as_deref()?)?;
            guard.fact(&stat.id, &stat.printed())
        };
        let (of, than) = (fact(&decl.of), fact(&decl.than));
        let mut out = Self::default();
        let mut ids: Vec<String> = decl.of.iter().chain(&decl.than).cloned().collect();
        if let (Some(holds), Some(pattern)) = (&decl.holds, IDS.as_ref()) {
            ids.extend(pattern.captures_iter(holds).map(|found| found[1].to_owned()));
        }
        ids.sort();
        ids.dedup();
        let change = |id: &String| {
            guard.fact(id, "").is_some_and(|fact| fact.sign == Sign::Change)
        };
        out.changes = !ids.is_empty() && ids.iter().all(change);
        for stat in ids.iter().filter_map(|id| judge.find(id)) {
            let Some(value) = stat.number() else { continue };
            out.printed.push(stat.format.number(value.abs()));
            out.counts.push(value);
        }
        out.counts.push(ids.len() as f64);
        if let Some(value) = decl.value {
            let format = of
                .as_ref()
                .and_then(|fact| judge.find(&fact.id))
                .map(|stat| stat.format.clone());
            out.printed.extend(format.map(|format| format.number(value)));
            out.counts.push(value);
        }
        if let (Some(of), Some(ClaimKind::Ratio | ClaimKind::Comparison)) =
            (&of, decl.kind)
        {
            out.ratio = match &than {
                Some(than)
                    if than.value != 0.0 && (of.value < 0.0) == (than.value < 0.0) =>
                {
                    Some(of.value / than.value)
                }
                Some(_) => None,
                None if decl.kind == Some(ClaimKind::Comparison) => None,
                None if of.unit == Unit::Percent => Some(1.0 + of.value / 100.0),
                None => Some(of.value),
            };
        }
        out.share = match (decl.kind, &of) {
            (Some(ClaimKind::Majority), Some(of)) if decl.family.is_none() => {
                Some(if Self::percent(of.unit) { of.value } else { of.value * 100.0 })
            }
            (Some(ClaimKind::Majority), _) => {
                judge.borne_out().map(|(count, all)| 100.0 * count / all)
            }
            (Some(ClaimKind::Ratio), _) => out.ratio.map(|ratio| ratio * 100.0),
            (Some(ClaimKind::Threshold), Some(of)) if Self::percent(of.unit) => {
                Some(of.value)
            }
            _ => None,
        };
        if let Some((count, all)) = judge.borne_out() {
            out.counts.extend([count, all]);
        }
        if decl.kind == Some(ClaimKind::Rank) {
            out.ranked = judge.members();
            out.counts.push(out.ranked.len() as f64);
        }
        if let Some(of) = &of {
            out.is = format!("`{}` is {}", of.id, of.printed);
            out.about = format!("“{}”", of.title);
        }
        (out.of, out.than) = (of, than);
        out
    }
}
