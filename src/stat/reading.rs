//! The measure of a block over the rows of its frame: columns found, periods that are not
//! complete refused.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::table::Column;
use crate::project::Complete;
use crate::project::Measure;
use crate::project::Rate;
use crate::stat::measured::Measured;
use crate::stat::rows::Reader;

/// Rows shown of those that break a rule.
const SHOWN: usize = 3;

impl<'a> Reader<'a> {
    /// Makes a measure ready for some rows; a rate over a period that is not complete in all
    /// of them is refused unless that is waived.
    pub fn measure(&self, measure: &Measure, rows: &[usize]) -> Result<Measured<'a>> {
        self.measure_at(measure, rows, &["measure"])
    }

    /// The same for a measure that another setting holds.
    pub fn measure_at(
        &self,
        measure: &Measure,
        rows: &[usize],
        setting: &[&str],
    ) -> Result<Measured<'a>> {
        let within = |name: &'static str| {
            let mut path = setting.to_vec();
            path.push(name);
            path
        };
        Ok(match measure {
            Measure::Column(name) => Measured {
                numerator: self.numbers(name, setting)?,
                denominator: None,
                factor: 1.0,
                reasons: [self.reasons(name), None],
            },
            Measure::Share(share) => Measured {
                numerator: self.numbers(&share.share, &within("share"))?,
                denominator: Some(self.whole(&share.of, rows, &within("of"))?),
                factor: 100.0,
                reasons: [self.reasons(&share.share), self.reasons(&share.of)],
            },
            Measure::Rate(rate) => {
                if let Some(complete) = &rate.complete {
                    self.complete(rate, complete, rows, &within("complete"))?;
                }
                Measured {
                    numerator: self.numbers(&rate.rate, &within("rate"))?,
                    denominator: Some(self.whole(&rate.of, rows, &within("of"))?),
                    factor: rate.per,
                    reasons: [self.reasons(&rate.rate), self.reasons(&rate.of)],
                }
            }
        })
    }

    /// Returns the whole of a share or rate; one below zero is refused, for it would turn the
    /// sign.
    fn whole(&self, name: &str, rows: &[usize], setting: &[&str]) -> Result<&'a Column> {
        let column = self.numbers(name, setting)?;
        let below = |row: &&usize| column.number(**row).is_some_and(|whole| whole < 0.0);
        let below: Vec<usize> = rows.iter().filter(below).copied().collect();
        let shown = self.shown(&below);
        if shown.is_empty() {
            return Ok(column);
        }
        let message =
            format!("`{name}` is below zero in {shown}: a part of it has the wrong sign");
        Err(Diagnostic::error(Code::R0304, message)
            .at(self.place(setting), "")
            .help("leave these rows out with `where`, or mend the data")
            .into())
    }

    /// Names the first of some rows, and says how many more there are.
    fn shown(&self, rows: &[usize]) -> String {
        let mut shown: Vec<String> =
            rows.iter().take(SHOWN).map(|row| self.row_words(*row)).collect();
        if rows.len() > SHOWN {
            shown.push(format!("{} more", rows.len() - SHOWN));
        }
        shown.join(", ")
    }

    /// Returns the column that says why cells of another are missing, where the frame has it.
    fn reasons(&self, name: &str) -> Option<&'a Column> {
        self.optional(&format!("{name}_reason"))
    }

    /// Refuses rows whose period is not complete.
    fn complete(
        &self,
        rate: &Rate,
        complete: &Complete,
        rows: &[usize],
        setting: &[&str],
    ) -> Result<()> {
        let mut path = setting.to_vec();
        path.push("column");
        let column = self.numbers(&complete.column, &path)?;
        if let Some(reason) = &complete.waived {
            if reason.trim().is_empty() {
                path.pop();
                path.push("waived");
                let message = "`waived` gives no reason";
                return Err(Diagnostic::error(Code::R0304, message)
                    .at(self.place(&path), "")
                    .into());
            }
            return Ok(());
        }
        let short: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|row| column.number(*row).is_none_or(|n| n < complete.at_least))
            .collect();
        if short.is_empty() {
            return Ok(());
        }
        let message = format!(
            "a rate of `{}` over incomplete periods: `{}` is below {} in {}",
            rate.rate,
            complete.column,
            complete.at_least,
            self.shown(&short)
        );
        Err(Diagnostic::error(Code::R0307, message)
            .at(self.place(setting), "")
            .help(
                "leave these rows out with `where`, mend the data, or say why they may stand: `waived: …`",
            )
            .into())
    }
}
