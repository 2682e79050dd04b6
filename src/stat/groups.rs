//! The groups of a block, computed one by one: what has no value is reported, and silences no other.

use crate::model::calendar::periods;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::stat::draft::Context;
use crate::stat::remark::Remark;
use std::collections::BTreeSet;

/// Groups that are named in a message; the rest are counted.
const NAMED: usize = 5;

impl Context<'_> {
    /// Computes a value for each group. One that is undefined is left out with a warning at a
    /// setting, as long as another has a value; without any, it is the error.
    pub fn each<G, T>(
        &self,
        groups: impl IntoIterator<Item = G>,
        setting: &[&str],
        mut one: impl FnMut(G) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut made = Vec::new();
        let mut undefined: Vec<Failure> = Vec::new();
        for group in groups {
            match one(group) {
                Ok(value) => made.push(value),
                Err(failure) if is_undefined(&failure) => undefined.push(failure),
                Err(failure) => return Err(failure),
            }
        }
        if made.is_empty() {
            return undefined.into_iter().next().map_or(Ok(made), Err);
        }
        let all: Vec<&str> = undefined
            .iter()
            .filter_map(|failure| failure.diagnostics().first())
            .map(|found| found.message.as_str())
            .collect();
        if let Some(first) = all.first() {
            let others = match all.len() {
                1 => String::new(),
                many => format!(" (and {} more)", many - 1),
            };
            self.remark(Remark::new(
                Code::R0311,
                format!(
                    "{first}{others}; left out, while {} of {} have a value",
                    made.len(),
                    made.len() + all.len()
                ),
                setting,
                "leave it out with `where:`, join groups, or say why it has no value",
            ));
        }
        Ok(made)
    }

    /// Warns of values of a column, other than times, of which no group has a value: figures and
    /// tables of the family leave them out.
    pub fn absent(&self, by: &[String], all: &[&[String]], there: &[&[String]]) {
        for (at, column) in by.iter().enumerate() {
            let values = |keys: &[&[String]]| -> BTreeSet<String> {
                keys.iter().filter_map(|key| key.get(at)).cloned().collect()
            };
            let (all, there) = (values(all), values(there));
            let lost: Vec<&str> = all.difference(&there).map(String::as_str).collect();
            if lost.is_empty() || periods(all.iter().map(String::as_str)).is_some() {
                continue;
            }
            let more = if lost.len() > NAMED { ", …" } else { "" };
            let first: Vec<&str> = lost.iter().take(NAMED).copied().collect();
            self.remark(Remark::new(
                Code::R0308,
                format!(
                    "{} of {} values of `{column}` have no value of the measure, and are left out: {}{more}",
                    lost.len(),
                    all.len(),
                    first.join(", ")
                ),
                &["by", &at.to_string()],
                "say so in a note, and leave them out in the frame's SQL: `WHERE … IS NOT NULL`",
            ));
        }
    }
}

/// Returns whether a value is undefined, and nothing else is wrong.
fn is_undefined(failure: &Failure) -> bool {
    failure.diagnostics().iter().all(|found| found.code == Code::R0303)
}

#[cfg(test)]
mod tests {
    use crate::model::statistic::Statistics;
    use crate::stat::kind::trial::refused;
    use crate::stat::kind::trial::with_warnings;

    fn near(found: &Statistics, id: &str, want: f64) {
        let got = found.stats.get(id).unwrap_or_else(|| panic!("no `{id}`")).number();
        assert!((got.unwrap() - want).abs() < 1e-9, "{id}: {got:?}, want {want}");
    }

    #[test]
    fn a_group_that_is_undefined_silences_no_other() {
        let mut rows = "area,group,year,y,population\n".to_owned();
        for year in 2012..2016 {
            rows.push_str(&format!(
                "A1,nbi,{year},{},2\nA3,nbi,{year},5,2\n",
                year - 2010
            ));
            rows.push_str(&format!("A4,nbi,{year},c,2\n"));
        }
        rows.push_str("A2,nbi,2012,0,0\nA2,nbi,2015,4,0\nA5,nbi,2012,3,2\n");
        let change =
            "kind: change, frame: panel, area: area, time: year, from: 2012, to: 2015";
        let blocks = format!(
        "  t: {{kind: trend, frame: panel, measure: y, time: year, by: [area]}}
  s: {{kind: level, frame: panel, measure: y, summary: sd, by: [area]}}
  r: {{kind: level, frame: panel, measure: {{rate: y, of: population}}, summary: total, by: [area]}}
  i: {{kind: level, frame: panel, measure: y, summary: total, by: [area, year], index: {{column: year, at: 2012}}}}
  d: {{kind: describe, frame: panel, measure: y, weights: population, by: [area]}}
  p: {{{change}, measure: y, as: percent, summary: total, by: [area]}}\n"
    );
        let (found, said) = with_warnings(&blocks, &rows);
        near(&found, "t.A1", 1.0);
        near(&found, "t.A3", 0.0);
        near(&found, "s.A3", 0.0);
        near(&found, "r.A1", 1000.0 * 14.0 / 8.0);
        near(&found, "i.A1.2015", 250.0);
        near(&found, "d.A1", 3.5);
        near(&found, "p.A1", 150.0);
        for id in
            ["t.A2", "t.A5", "s.A5", "r.A2", "i.A2.2015", "d.A2", "p.A2", "t.A4", "d.A4"]
        {
            assert!(!found.stats.contains_key(id), "{id}");
            let (block, area) = (&id[..1], &id[2..4]);
            assert!(
                said.iter()
                    .any(|it| it.contains(&format!("`{block}.")) || it.contains(area)),
                "{id} {said:?}"
            );
        }
        // Without any group that is defined, it is an error.
        let one = "  t: {kind: trend, frame: panel, measure: y, time: year, by: [area], where: {area: [A2, A5]}}\n";
        let said = refused(one, &rows).join("; ");
        assert!(said.starts_with("`t.A2` is undefined"), "{said}");
    }
}
