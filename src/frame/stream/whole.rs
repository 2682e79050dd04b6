//! The parts of a file put together, in its order.

use crate::frame::check::Breaches;
use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::frame::stream::Answers;
use crate::frame::stream::plan::PARTIAL;
use crate::frame::stream::plan::Plan;
use crate::frame::stream::reading::Answer;
use crate::frame::stream::reading::Part;
use crate::frame::stream::reading::Reading;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::table::Table;

/// Rows of partial results that are combined at once, at the least.
const COMBINED: usize = 100_000;

/// The parts put together so far.
pub(super) struct Whole<'a> {
    reading: &'a Reading<'a>,
    top: Span,
    pub(super) rows: usize,
    keys: Vec<Vec<u128>>,
    answers: Vec<Result<Gathered, Refusal>>,
}

/// Partial results of one query.
#[derive(Default)]
struct Gathered {
    table: Option<Ready>,
    /// Rows when they were combined last.
    before: usize,
}

impl<'a> Whole<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, top: Span) -> Self {
        Self {
            reading,
            top,
            rows: 0,
            keys: reading.apart.iter().map(|_| Vec::new()).collect(),
            answers: reading.questions.iter().map(|_| Ok(Gathered::default())).collect(),
        }
    }

    pub(super) fn add(&mut self, part: Part, breaches: &mut Breaches<'_>) {
        let mut faults = part.faults;
        faults.sort_by_key(|(row, _)| *row);
        for (row, say) in faults {
            breaches.push(|| say(self.rows + row).at(self.top.clone(), ""));
        }
        breaches.more(part.more);
        for (all, keys) in self.keys.iter_mut().zip(part.keys) {
            all.extend(keys.into_iter().map(|key| key + self.rows as u128));
        }
        part.answers.into_iter().for_each(|answer| self.answer(answer));
        self.rows += part.rows;
    }

    /// Adds a partial result.
    pub(super) fn answer(&mut self, (number, answer): Answer) {
        let known = self.answers.get_mut(number).zip(self.reading.questions.get(number));
        if let Some((all, question)) = known {
            *all = match (std::mem::replace(all, Ok(Gathered::default())), answer) {
                (Ok(gathered), Ok(answer)) => gathered.with(answer, &question.plan),
                (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
            };
        }
    }

    pub(super) fn finish(self, breaches: &mut Breaches<'_>) -> Answers {
        let Self { reading, top, rows, keys, answers } = self;
        for (apart, mut keys) in reading.apart.iter().zip(keys) {
            keys.sort_unstable();
            for pair in keys.windows(2) {
                if let [a, b] = pair
                    && a >> 32 == b >> 32
                {
                    let (first, row) = (a & 0xffff_ffff, b & 0xffff_ffff);
                    let message = format!(
                        "row {}: {} `{}` is that of row {} again",
                        row + 1,
                        apart.what,
                        apart.name,
                        first + 1
                    );
                    breaches.push(|| {
                        Diagnostic::error(Code::R0203, message).at(top.clone(), "")
                    });
                }
            }
        }
        let tables = answers
            .into_iter()
            .zip(reading.questions)
            .map(|(gathered, question)| {
                let combine = question.plan.combine.as_ref();
                let ready = gathered?.combined(combine.map(|it| &it.last))?;
                ready.map_or_else(|| Ok(Table::default()), |ready| engine::table(&ready))
            })
            .collect();
        Answers { rows, tables }
    }
}

impl Gathered {
    /// Adds a partial result; combined again when they have doubled, so that all the combining
    /// together is linear in the rows.
    fn with(mut self, answer: Ready, plan: &Plan) -> Result<Self, Refusal> {
        self.table = Some(match self.table.take() {
            None => answer,
            Some(table) => engine::append(table, &answer)?,
        });
        let rows = self.table.as_ref().map_or(0, Ready::rows);
        if rows > COMBINED.max(2 * self.before) {
            self.table = self.combined(plan.combine.as_ref().map(|it| &it.merge))?;
            let rows = self.table.as_ref().map_or(0, Ready::rows);
            return Ok(Self { before: rows, ..self });
        }
        Ok(self)
    }

    fn combined(&self, query: Option<&Lowered>) -> Result<Option<Ready>, Refusal> {
        match (&self.table, query) {
            (Some(table), Some(query)) => {
                engine::collect(query, &[(PARTIAL.to_owned(), table)]).map(Some)
            }
            (Some(table), None) => Ok(Some(table.clone())),
            (None, _) => Ok(None),
        }
    }
}
