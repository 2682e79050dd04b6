//! The parts of a file put together, in its order.

use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::frame::stream::Answers;
use crate::frame::stream::faults::Faults;
use crate::frame::stream::measures::Grouping;
use crate::frame::stream::plan::Asked;
use crate::frame::stream::plan::GROUPS;
use crate::frame::stream::plan::Plan;
use crate::frame::stream::reading::Got;
use crate::frame::stream::reading::Part;
use crate::frame::stream::reading::Reading;
use crate::frame::stream::values::Dictionary;
use crate::model::table::Table;
use std::sync::Mutex;

/// Rows of which all are asked at once, at the least.
const MANY: usize = 100_000;

/// The parts put together so far.
pub(super) struct Whole<'a> {
    faults: Faults,
    pub(super) rows: usize,
    keys: Vec<Vec<u128>>,
    answers: Vec<Result<Gathered<'a>, Refusal>>,
}

/// What one question comes to so far.
enum Gathered<'a> {
    /// Rows, and how many there were when they were asked last.
    Rows {
        table: Option<Ready>,
        last: Option<&'a Lowered>,
        before: usize,
    },
    Groups(Box<Grouping<'a>>, &'a Lowered),
}

impl<'a> Whole<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, faults: Faults) -> Self {
        Self {
            faults,
            rows: 0,
            keys: reading.apart.iter().map(|_| Vec::new()).collect(),
            answers: reading
                .questions
                .iter()
                .zip(&reading.known)
                .map(|(question, known)| Ok(Gathered::new(&question.plan, known)))
                .collect(),
        }
    }

    pub(super) fn add(&mut self, part: Part) {
        self.faults.append(part.faults, self.rows);
        for (all, keys) in self.keys.iter_mut().zip(part.keys) {
            all.extend(keys.into_iter().map(|key| key + self.rows as u128));
        }
        for (all, got) in self.answers.iter_mut().zip(part.answers) {
            // The first refusal in the file is what is said.
            if let Ok(gathered) = all
                && let Err(refusal) = got.and_then(|got| gathered.add(got))
            {
                *all = Err(refusal);
            }
        }
        self.rows += part.rows;
    }

    /// Returns what the questions come to, and the rows of which something is to be said.
    pub(super) fn finish(self) -> (Answers, Faults) {
        let Self { mut faults, rows, keys, answers } = self;
        for mut keys in keys {
            keys.sort_unstable();
            let mut first: Option<u128> = None;
            for key in keys {
                let row = |key: u128| (key & 0xffff_ffff) as usize;
                match first.filter(|first| first >> 32 == key >> 32) {
                    Some(first) => faults.pair(row(key), row(first)),
                    None => first = Some(key),
                }
            }
        }
        let tables = answers.into_iter().map(|gathered| gathered?.table()).collect();
        (Answers { rows, tables }, faults)
    }
}

impl<'a> Gathered<'a> {
    fn new(plan: &'a Plan, known: &'a [Mutex<Dictionary>]) -> Self {
        match &plan.asked {
            Asked::Rows(_, last) => {
                Self::Rows { table: None, last: last.as_ref(), before: 0 }
            }
            Asked::Groups(grouped) => {
                Self::Groups(Box::new(Grouping::new(grouped, known)), &grouped.last)
            }
        }
    }

    /// Adds what comes out of a block. Rows are asked again when they have doubled, so that all
    /// the asking together is linear in the rows.
    fn add(&mut self, got: Got) -> Result<(), Refusal> {
        match (self, got) {
            (Self::Groups(grouping, _), Got::Values(rows, items)) => {
                grouping.add(rows, &items)?;
            }
            (Self::Rows { table, last, before }, Got::Rows(rows)) => {
                let all = match table.take() {
                    None => rows,
                    Some(table) => engine::append(table, &rows)?,
                };
                *table = Some(match last {
                    Some(last) if all.rows() > MANY.max(2 * *before) => {
                        let all = asked(last, &all)?;
                        *before = all.rows();
                        all
                    }
                    _ => all,
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn table(self) -> Result<Table, Refusal> {
        match self {
            Self::Groups(grouping, last) => {
                engine::table(&asked(last, &grouping.table()?)?)
            }
            Self::Rows { table: Some(table), last: Some(last), .. } => {
                engine::table(&asked(last, &table)?)
            }
            Self::Rows { table: Some(table), last: None, .. } => engine::table(&table),
            Self::Rows { table: None, .. } => Ok(Table::default()),
        }
    }
}

/// Asks a query of what was put together.
fn asked(query: &Lowered, table: &Ready) -> Result<Ready, Refusal> {
    engine::collect(query, &[(GROUPS.to_owned(), table)])
}
