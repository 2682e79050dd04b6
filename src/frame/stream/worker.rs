//! What one thread does with the blocks it takes.

use crate::frame::engine;
use crate::frame::engine::Values;
use crate::frame::query::Refusal;
use crate::frame::stream::blocks::Blocks;
use crate::frame::stream::blocks::Broken;
use crate::frame::stream::column::Columns;
use crate::frame::stream::grid::Grid;
use crate::frame::stream::plan::Asked;
use crate::frame::stream::plan::Grouped;
use crate::frame::stream::plan::ROW;
use crate::frame::stream::plan::Role;
use crate::frame::stream::plan::Unit;
use crate::frame::stream::reading::Got;
use crate::frame::stream::reading::Part;
use crate::frame::stream::reading::Placed;
use crate::frame::stream::reading::Reading;
use crate::frame::stream::values::Data;
use crate::model::texts::Texts;
use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::SyncSender;

/// The most different texts of a column that a worker keeps; in tests so few that columns are
/// looked at both ways.
const FEW: usize = if cfg!(test) { 4 } else { 1 << 17 };

/// What a worker keeps from block to block.
pub(super) struct Worker<'a> {
    reading: &'a Reading<'a>,
    /// The texts of columns that units look at, as long as they are few.
    known: Vec<Option<Known>>,
    /// For each unit of each question, the values of its items: for each text of its column, or
    /// for the rows of a block.
    values: Vec<Vec<Evaluated>>,
}

/// The different texts of a column.
#[derive(Default)]
struct Known {
    texts: Texts,
    /// Whether each keeps the contract, and whether one does not.
    sound: Vec<bool>,
    broken: bool,
}

/// The values of the items of a unit.
#[derive(Default)]
struct Evaluated {
    items: Vec<Data>,
    /// Whether the query takes the row, or what is joined leaves it out.
    taken: Vec<bool>,
}

impl<'a> Worker<'a> {
    /// Returns what a worker begins with.
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let placed = || reading.units.iter().flatten().flatten();
        let looked = |at: usize| {
            placed().any(|placed| placed.column == Some(at) && !placed.numbers)
        };
        let known = (0..reading.columns.len()).map(|at| looked(at).then(Known::default));
        let values = reading.units.iter().map(|units| {
            let units = units.iter().flatten();
            units.map(|_| Evaluated::default()).collect()
        });
        Self { reading, known: known.collect(), values: values.collect() }
    }

    /// Takes blocks and sends what each comes to, until there are no more.
    pub(super) fn work(
        mut self,
        blocks: &Mutex<Blocks<impl Read>>,
        done: &SyncSender<(usize, Part)>,
    ) -> Result<(), Broken> {
        let (mut space, mut ends) = (Vec::new(), Vec::new());
        loop {
            let block = match blocks.lock() {
                Ok(mut blocks) => blocks.next(&mut space)?,
                Err(_) => None,
            };
            let Some(block) = block else { return Ok(()) };
            let mut grid = match Grid::new(&block, &self.reading.looked, &mut ends) {
                Ok(grid) => grid,
                Err(problem) => {
                    blocks.lock().into_iter().for_each(|mut blocks| blocks.end());
                    return Err(problem);
                }
            };
            if done.send((block.index, self.part(&mut grid))).is_err() {
                return Ok(());
            }
        }
    }

    /// Checks a block, and asks it every question.
    fn part(&mut self, grid: &mut Grid<'_>) -> Part {
        let reading = self.reading;
        let mut part = Part { rows: grid.rows(), ..Part::default() };
        let numbers = self.numbers(grid);
        if !reading.checked {
            let ragged = reading.shapes(grid, &mut part.faults);
            for (at, column) in reading.columns.iter().enumerate() {
                let texts = grid.column(column.slot).enumerate();
                match (self.known.get(at), numbers.get(at)) {
                    _ if !column.judged => {}
                    // Each text was looked at once, when it was new.
                    (Some(Some(known)), _) if !known.broken => {}
                    (Some(Some(known)), Some(numbers)) => {
                        let sound = |at: u32| known.sound.get(at as usize).copied();
                        let texts = texts.zip(numbers);
                        let bad = texts.filter(|(_, at)| sound(**at) != Some(true));
                        part.judge(column, bad.map(|(cell, _)| cell), &ragged);
                    }
                    _ => part.judge(column, texts, &ragged),
                }
            }
            reading.relations(grid, &ragged, &mut part);
        }
        for (number, question) in reading.questions.iter().enumerate() {
            let units = reading.units.get(number).and_then(Option::as_deref);
            part.answers.push(match (&question.plan.asked, units) {
                (Asked::Rows(query, _), _) => {
                    let columns = reading.rows(grid, |name| question.names(name));
                    engine::block(grid.rows(), columns)
                        .and_then(|rows| reading.ask(question, query, &rows))
                        .map(Got::Rows)
                }
                (Asked::Groups(grouped), Some(units)) => {
                    self.by_units(number, grouped, units, grid, &numbers)
                }
                (Asked::Groups(grouped), None) => {
                    let unit = &grouped.rows;
                    let columns = reading.rows(grid, |name| unit.names.contains(name));
                    self.evaluated(number, grouped, unit, grid.rows(), columns)
                        .map(|(rows, items)| in_order(&rows, items))
                }
            });
        }
        self.forget();
        part
    }

    /// Returns the numbers of the texts of a block, for each column whose texts are few.
    fn numbers(&mut self, grid: &Grid<'_>) -> Vec<Vec<u32>> {
        let columns = self.known.iter_mut().zip(&self.reading.columns);
        let numbers = columns.map(|(known, column)| {
            let Some(known) = known else { return Vec::new() };
            let mut numbers = Vec::with_capacity(grid.rows());
            for cell in grid.column(column.slot) {
                numbers.push(known.texts.number(cell.as_bytes()));
            }
            let keeps = |text: &str| column.field.keeps(text, &column.field.judge(text));
            for text in known.texts.from(known.sound.len()) {
                let sound = keeps(text);
                known.broken |= !sound;
                known.sound.push(sound);
            }
            numbers
        });
        numbers.collect()
    }

    /// Asks the units of a question: those of a column whose texts are known of the new ones,
    /// others of all rows.
    fn by_units(
        &mut self,
        number: usize,
        grouped: &Grouped,
        units: &[Placed<'_>],
        grid: &Grid<'_>,
        numbers: &[Vec<u32>],
    ) -> Result<Got, Refusal> {
        let mut all = self.values.get_mut(number).map(std::mem::take).unwrap_or_default();
        let rows = grid.rows();
        for (Placed { unit, column, .. }, values) in units.iter().zip(&mut all) {
            let by_text = column.and_then(|at| Some((at, self.known.get(at)?.as_ref()?)));
            if let Some((at, known)) = by_text {
                let begun = values.taken.len();
                let count = known.texts.len() - begun;
                if count > 0 || values.taken.is_empty() {
                    let texts = known.texts.from(begun);
                    let columns =
                        self.reading.texts(at, texts, |name| unit.names.contains(name));
                    values
                        .append(self.aligned(number, grouped, unit, count, columns)?)?;
                }
            } else if unit.bare {
                *values = self.bare(number, grouped, unit, grid)?;
            } else {
                let columns = self.reading.rows(grid, |name| unit.names.contains(name));
                *values = self.aligned(number, grouped, unit, rows, columns)?;
            }
        }
        let own: Vec<u32> = (0..rows as u32).collect();
        let places = |placed: &Placed<'_>| {
            let known = |at: usize| self.known.get(at).is_some_and(Option::is_some);
            match placed.column.filter(|at| known(*at)) {
                Some(at) => numbers.get(at).map_or(&[][..], Vec::as_slice),
                None => &own,
            }
        };
        let mut taken = own.clone();
        for (placed, values) in units.iter().zip(&all) {
            if values.taken.contains(&false) {
                let places = places(placed);
                taken.retain(|row| {
                    let place = places.get(*row as usize).map(|place| *place as usize);
                    place.and_then(|place| values.taken.get(place)) == Some(&true)
                });
            }
        }
        let mut items = vec![Data::Codes(Vec::new()); grouped.items.len()];
        for (placed, values) in units.iter().zip(&all) {
            let places = places(placed);
            let at = |row: &u32| places.get(*row as usize).copied().unwrap_or_default();
            let some: Vec<u32>;
            let places = if taken.len() == rows {
                places
            } else {
                some = taken.iter().map(at).collect();
                &some
            };
            for (number, data) in placed.unit.items.iter().zip(&values.items) {
                let condition = grouped.items.get(*number).map(|item| item.role);
                if let (false, Some(item)) =
                    (condition == Some(Role::Condition), items.get_mut(*number))
                {
                    *item = data.at(places);
                }
            }
        }
        if let Some(values) = self.values.get_mut(number) {
            *values = all;
        }
        Ok(Got::Values(taken.len(), items))
    }

    /// Returns the values of a unit that wants a column as it stands.
    fn bare(
        &self,
        number: usize,
        grouped: &Grouped,
        unit: &Unit,
        grid: &Grid<'_>,
    ) -> Result<Evaluated, Refusal> {
        let taken = vec![true; grid.rows()];
        let mut items = Vec::new();
        for at in &unit.items {
            let known = self.reading.known.get(number).and_then(|known| known.get(*at));
            let wanted = |name: &str| unit.column.as_deref() == Some(name);
            let cells = self.reading.rows(grid, wanted).pop();
            if let (Some(item), Some(known), Some((_, cells))) =
                (grouped.items.get(*at), known, cells)
            {
                items.push(Data::of(cells, item.role, known)?);
            }
        }
        Ok(Evaluated { items, taken })
    }

    /// Asks a unit of rows, and returns for each of them the values, or that it is left out.
    fn aligned(
        &self,
        number: usize,
        grouped: &Grouped,
        unit: &Unit,
        rows: usize,
        columns: Columns<'_>,
    ) -> Result<Evaluated, Refusal> {
        let (found, items) = self.evaluated(number, grouped, unit, rows, columns)?;
        let mut places = vec![u32::MAX; rows];
        for (place, row) in found.into_iter().enumerate() {
            if let Some(to) = places.get_mut(row) {
                *to = place as u32;
            }
        }
        let mut taken: Vec<bool> =
            places.iter().map(|place| *place != u32::MAX).collect();
        let items: Vec<Data> = items.iter().map(|data| data.at(&places)).collect();
        for (number, data) in unit.items.iter().zip(&items) {
            let item = grouped.items.get(*number);
            if item.is_some_and(|item| item.role == Role::Condition) {
                let codes = taken.iter_mut().zip(data.codes());
                codes.for_each(|(taken, code)| *taken &= *code > 0);
            }
        }
        Ok(Evaluated { items, taken })
    }

    /// Asks a unit of rows, and returns those that come out, and the values of its items.
    fn evaluated(
        &self,
        number: usize,
        grouped: &Grouped,
        unit: &Unit,
        rows: usize,
        mut columns: Columns<'_>,
    ) -> Result<(Vec<usize>, Vec<Data>), Refusal> {
        let ids = (0_i64..).take(rows).map(Some).collect();
        columns.push((ROW.to_owned(), Values::Integer(ids)));
        let block = engine::block(rows, columns)?;
        let (Some(question), Some(known)) =
            (self.reading.questions.get(number), self.reading.known.get(number))
        else {
            return Ok((Vec::new(), Vec::new()));
        };
        let found = self.reading.ask(question, &unit.query, &block)?;
        let mut values = engine::values(&found)?.into_iter();
        let rows = match values.next() {
            Some(Values::Integer(ids)) => {
                ids.into_iter().flatten().map(|id| id as usize).collect()
            }
            _ => Vec::new(),
        };
        let mut items = Vec::new();
        for (at, values) in unit.items.iter().zip(values) {
            if let (Some(item), Some(known)) = (grouped.items.get(*at), known.get(*at)) {
                items.push(Data::of(values, item.role, known)?);
            }
        }
        Ok((rows, items))
    }

    /// Keeps no more texts of a column that has too many.
    fn forget(&mut self) {
        for (at, known) in self.known.iter_mut().enumerate() {
            if known.as_ref().is_some_and(|known| known.texts.len() > FEW) {
                *known = None;
                for (units, values) in self.reading.units.iter().zip(&mut self.values) {
                    let units = units.iter().flatten().zip(values);
                    let of_it = units.filter(|(placed, _)| placed.column == Some(at));
                    of_it.for_each(|(_, values)| *values = Evaluated::default());
                }
            }
        }
    }
}

/// Returns values in the order of their rows, which a join may have changed.
fn in_order(rows: &[usize], items: Vec<Data>) -> Got {
    if rows.is_sorted() {
        return Got::Values(rows.len(), items);
    }
    let mut places: Vec<u32> = (0..rows.len() as u32).collect();
    places.sort_by_key(|place| rows.get(*place as usize));
    Got::Values(rows.len(), items.iter().map(|data| data.at(&places)).collect())
}

impl Evaluated {
    /// Adds values of more texts.
    fn append(&mut self, more: Self) -> Result<(), Refusal> {
        if self.taken.is_empty() {
            *self = more;
            return Ok(());
        }
        self.taken.extend(more.taken);
        self.items
            .iter_mut()
            .zip(more.items)
            .try_for_each(|(data, more)| data.append(more))
    }
}
