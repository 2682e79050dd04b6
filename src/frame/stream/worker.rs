//! What one thread does with the blocks it takes.

use crate::frame::engine;
use crate::frame::stream::Question;
use crate::frame::stream::blocks::Blocks;
use crate::frame::stream::blocks::Broken;
use crate::frame::stream::grid::Grid;
use crate::frame::stream::reading::Answer;
use crate::frame::stream::reading::Part;
use crate::frame::stream::reading::Reading;
use crate::frame::stream::tally::Tally;
use crate::frame::stream::tally::Texts;
use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::Sender;

/// What a worker keeps from block to block: the texts of columns that tallies tell rows apart
/// by, and the tallies.
pub(super) struct Worker<'a> {
    reading: &'a Reading<'a>,
    texts: Vec<Option<Texts>>,
    /// One for each question that a tally can answer.
    tallies: Vec<Option<Tally>>,
}

impl<'a> Worker<'a> {
    /// Returns what a worker begins with.
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let tally = |question: &Question<'_>| {
            question.plan.tally.as_ref()?;
            let columns = reading.columns.iter().enumerate().filter(|(_, column)| {
                let name = &column.field.decl.name;
                question.names(name) || question.names(&format!("{name}_reason"))
            });
            Some(Tally::new(columns.map(|(number, _)| number).collect()))
        };
        let tallies: Vec<Option<Tally>> = reading.questions.iter().map(tally).collect();
        let used = |number: usize| {
            let mut tallies = tallies.iter().flatten();
            tallies.any(|tally| tally.columns().contains(&number))
        };
        let texts =
            (0..reading.columns.len()).map(|number| used(number).then(Texts::default));
        Self { reading, texts: texts.collect(), tallies }
    }

    /// Takes blocks and tells what each comes to, until there are no more; returns what the
    /// tallies say in the end.
    pub(super) fn work(
        mut self,
        blocks: &Mutex<Blocks<impl Read>>,
        done: &Sender<(usize, Part)>,
    ) -> Result<Vec<Answer>, Broken> {
        let (mut space, mut ends) = (Vec::new(), Vec::new());
        loop {
            let block = match blocks.lock() {
                Ok(mut blocks) => blocks.next(&mut space)?,
                Err(_) => None,
            };
            let Some(block) = block else { return Ok(self.told()) };
            let grid = match Grid::new(&block, &self.reading.looked, &mut ends) {
                Ok(grid) => grid,
                Err(problem) => {
                    blocks.lock().into_iter().for_each(|mut blocks| blocks.end());
                    return Err(problem);
                }
            };
            if done.send((block.index, self.part(&grid))).is_err() {
                return Ok(Vec::new());
            }
        }
    }

    /// Checks a block, counts its rows, and asks it what is not counted.
    fn part(&mut self, grid: &Grid<'_>) -> Part {
        let reading = self.reading;
        let mut part = Part { rows: grid.rows(), ..Part::default() };
        let numbers = self.numbers(grid);
        if !reading.checked {
            for (at, column) in reading.columns.iter().enumerate() {
                let texts = grid.column(column.slot).enumerate();
                match (self.texts.get(at), numbers.get(at)) {
                    _ if !column.judged => {}
                    // Each text was looked at once, when it was new.
                    (Some(Some(known)), _) if known.are_sound() => {}
                    (Some(Some(known)), Some(numbers)) => {
                        let texts = texts.zip(numbers);
                        let bad = texts.filter(|(_, number)| !known.is_sound(**number));
                        part.judge(column, bad.map(|(cell, _)| cell));
                    }
                    _ => part.judge(column, texts),
                }
            }
            reading.shapes(grid, &mut part);
            reading.relations(grid, &mut part);
        }
        if !self.add(grid, &numbers) {
            part.answers = self.told();
            self.tallies.iter_mut().flatten().for_each(Tally::clear);
            self.texts.iter_mut().flatten().for_each(|texts| *texts = Texts::default());
            let numbers = self.numbers(grid);
            if !self.add(grid, &numbers) {
                // One block has more different rows than a tally holds.
                reading.asked(grid, true, &mut part);
            }
        }
        reading.asked(grid, false, &mut part);
        part
    }

    /// Returns the numbers of the texts of a block, for each column that has any.
    fn numbers(&mut self, grid: &Grid<'_>) -> Vec<Vec<u32>> {
        let columns = self.texts.iter_mut().zip(&self.reading.columns);
        let numbers = columns.map(|(texts, column)| {
            let field = &column.field;
            let sound = |text: &str| field.keeps(text, &field.judge(text));
            let cells = grid.column(column.slot);
            texts.as_mut().map(|texts| texts.numbers(cells, sound)).unwrap_or_default()
        });
        numbers.collect()
    }

    /// Counts the rows of a block; says no, and counts none, where there is no room for them.
    fn add(&mut self, grid: &Grid<'_>, numbers: &[Vec<u32>]) -> bool {
        let room = self.tallies.iter().flatten().all(|tally| tally.has_room(&self.texts));
        for tally in self.tallies.iter_mut().flatten().filter(|_| room) {
            tally.add(grid.rows(), &self.texts, numbers);
        }
        room
    }

    /// Returns what the tallies say of their questions.
    fn told(&self) -> Vec<Answer> {
        let reading = self.reading;
        let tallies = self.tallies.iter().zip(reading.questions).enumerate();
        let told = tallies.filter_map(|(number, (tally, question))| {
            let query = question.plan.tally.as_ref()?;
            let (count, table) = tally.as_ref()?.table(&reading.columns, &self.texts)?;
            let rows = engine::block(count, table);
            Some((number, rows.and_then(|rows| reading.ask(question, query, &rows))))
        });
        told.collect()
    }
}
