//! How the blocks of a file are read: which cells are judged, what must be told apart or known
//! elsewhere, and what the queries want.

use crate::frame::Frames;
use crate::frame::check;
use crate::frame::check::Field;
use crate::frame::check::Judged;
use crate::frame::check::Typed;
use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::frame::stream::Header;
use crate::frame::stream::Question;
use crate::frame::stream::column::Column;
use crate::frame::stream::column::Columns;
use crate::frame::stream::faults::Faults;
use crate::frame::stream::grid::Grid;
use crate::frame::stream::grid::Looked;
use crate::frame::stream::plan::Asked;
use crate::frame::stream::plan::Role;
use crate::frame::stream::plan::Unit;
use crate::frame::stream::values::Data;
use crate::frame::stream::values::Dictionary;
use crate::model::diagnostic::Result;
use crate::project::ResourceDecl;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Mutex;

/// Between the parts of a key: no cell of a text file holds it.
const BETWEEN: char = '\u{1f}';

/// Columns whose values together must be no other record's.
pub(super) struct Apart {
    slots: Vec<usize>,
    kind: Kind,
}

/// Why values must be no other record's.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// They are the primary key: none is missing, either.
    Primary,
    /// They are a key.
    Unique,
    /// The texts of a column are.
    Texts,
}

/// Columns whose values together must be known elsewhere.
struct Elsewhere {
    slots: Vec<usize>,
    known: HashSet<String>,
}

/// A unit, and the column it looks at by the column's texts.
pub(super) struct Placed<'a> {
    pub(super) unit: &'a Unit,
    pub(super) column: Option<usize>,
    /// Whether it wants the numbers of the column as they stand: to read each is quicker than to
    /// look for its text among those known.
    pub(super) numbers: bool,
}

/// How blocks are read.
pub(super) struct Reading<'a> {
    pub(super) looked: Looked,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) apart: Vec<Apart>,
    elsewhere: Vec<Elsewhere>,
    pub(super) questions: &'a [Question<'a>],
    /// For each question, the units that ask it, where units can.
    pub(super) units: Vec<Option<Vec<Placed<'a>>>>,
    /// For each question, the values of its items that are told apart.
    pub(super) known: Vec<Vec<Mutex<Dictionary>>>,
    resource: &'a ResourceDecl,
    /// The texts that the contract lists as values.
    pub(super) listed: Vec<String>,
    pub(super) checked: bool,
}

/// What one block comes to.
#[derive(Default)]
pub(super) struct Part {
    pub(super) rows: usize,
    pub(super) faults: Faults,
    /// For each [`Apart`], a hash a row.
    pub(super) keys: Vec<Vec<u128>>,
    /// For each question.
    pub(super) answers: Vec<Result<Got, Refusal>>,
}

/// What a question comes to in a block.
pub(super) enum Got {
    /// Rows as they are.
    Rows(Ready),
    /// So many rows to be grouped, with the values of each item.
    Values(usize, Vec<Data>),
}

impl<'a> Reading<'a> {
    /// `checked` says that the contract is known to be kept.
    pub(super) fn new(
        frames: &Frames<'_>,
        resource: &'a ResourceDecl,
        header: &Header,
        questions: &'a [Question<'a>],
        checked: bool,
        faults: &mut Faults,
    ) -> Result<Self> {
        let at = |name: &String| header.names.iter().position(|head| head == name);
        let mut looked = Looked::none(header.width, header.names.len());
        let mut columns = Vec::new();
        let mut apart = Vec::new();
        for decl in &resource.schema.fields {
            let Some(index) = at(&decl.name) else { continue };
            let field = Field::new(resource, decl);
            let judged = !checked && !field.takes_all();
            let cells = questions.iter().any(|question| question.names(&decl.name));
            let reason = format!("{}_reason", decl.name);
            let reasons = field.with_reasons()
                && questions.iter().any(|question| question.names(&reason));
            if judged || cells || reasons {
                let slot = looked.at(index);
                columns.push(Column { slot, field, judged });
            }
            if decl.constraints.unique && !checked {
                apart.push(Apart { slots: vec![looked.at(index)], kind: Kind::Texts });
            }
        }
        let mut all = |names: &[String]| {
            let columns = names.iter().map(at).collect::<Option<Vec<usize>>>()?;
            Some(columns.into_iter().map(|column| looked.at(column)).collect::<Vec<_>>())
        };
        let unique = resource.schema.unique_keys.iter().map(|key| (Kind::Unique, key));
        let primary = (Kind::Primary, &resource.schema.primary_key);
        let keys = std::iter::once(primary).chain(unique);
        for (kind, key) in keys.filter(|_| !checked) {
            if let Some(slots) = all(key.list()).filter(|slots| !slots.is_empty()) {
                apart.push(Apart { slots, kind });
            }
        }
        let mut elsewhere = Vec::new();
        let keys = if checked { &[][..] } else { &resource.schema.foreign_keys };
        for key in keys {
            let table = frames.table(&key.reference.resource)?;
            let slots = all(key.fields.list());
            let theirs: Option<Vec<_>> = table.and_then(|table| {
                let names = key.reference.fields.list().iter();
                names.map(|name| table.column(name)).collect()
            });
            let (Some(table), Some(slots), Some(theirs)) = (table, slots, theirs) else {
                faults.count += 1;
                continue;
            };
            let joined = |row: usize| {
                let parts: Vec<String> = theirs
                    .iter()
                    .map(|column| column.key(row).unwrap_or_default())
                    .collect();
                parts.join(&BETWEEN.to_string())
            };
            let known = (0..table.rows()).map(joined).collect();
            elsewhere.push(Elsewhere { slots, known });
        }
        let units = questions.iter().map(|question| question.units(&columns)).collect();
        let known = |question: &Question<'_>| match &question.plan.asked {
            Asked::Rows(..) => Vec::new(),
            Asked::Groups(grouped) => {
                grouped.items.iter().map(|_| Mutex::default()).collect()
            }
        };
        let known = questions.iter().map(known).collect();
        Ok(Self {
            looked,
            columns,
            apart,
            elsewhere,
            questions,
            units,
            known,
            resource,
            listed: check::listed(resource),
            checked,
        })
    }

    /// Returns columns of a block, those that are wanted.
    pub(super) fn rows<'t>(
        &'t self,
        grid: &'t Grid<'_>,
        wanted: impl Fn(&str) -> bool + Copy,
    ) -> Columns<'t> {
        let mut out = Vec::new();
        for column in &self.columns {
            column.put(grid.column(column.slot), wanted, &mut out);
        }
        out
    }

    /// Returns columns of texts of one column.
    pub(super) fn texts<'t>(
        &'t self,
        column: usize,
        texts: impl Iterator<Item = &'t str>,
        wanted: impl Fn(&str) -> bool,
    ) -> Columns<'t> {
        let mut out = Vec::new();
        if let Some(column) = self.columns.get(column) {
            column.put(texts, wanted, &mut out);
        }
        out
    }

    /// Asks a question of rows.
    pub(super) fn ask(
        &self,
        question: &Question<'_>,
        query: &Lowered,
        rows: &Ready,
    ) -> Result<Ready, Refusal> {
        let mut tables = question.others.clone();
        tables.push((self.resource.name.clone(), rows));
        engine::collect(query, &tables)
    }

    /// Notes rows of which something is to be said whatever the contract is, and returns those with
    /// another number of cells than the header.
    pub(super) fn shapes(&self, grid: &mut Grid<'_>, faults: &mut Faults) -> Vec<usize> {
        let odd = grid.odd();
        odd.ragged.iter().chain(&odd.long).for_each(|row| faults.add(*row));
        let unlisted =
            odd.remarks.into_iter().filter(|(.., first)| !self.listed.contains(first));
        faults.remarks.extend(unlisted.map(|(row, remark, _)| (row, remark)));
        odd.encoded.into_iter().for_each(|row| faults.encoded(row));
        odd.ragged
    }

    /// Writes the values of a row's columns, or says that one is missing or not what it should be.
    fn joined(
        &self,
        grid: &Grid<'_>,
        row: usize,
        (slots, kind): (&[usize], Kind),
        text: &mut String,
    ) -> Result<(), Lacking> {
        text.clear();
        let mut lacking = None;
        for (part, slot) in slots.iter().enumerate() {
            let cell = grid.cell(row, *slot);
            if part > 0 {
                text.push(BETWEEN);
            }
            let column = self.columns.iter().find(|column| column.slot == *slot);
            let judged = column.map(|column| column.field.judge(cell));
            match judged {
                None => text.push_str(cell),
                Some(Judged::Missing(_)) => lacking = Some(Lacking::Missing),
                Some(Judged::Wrong(_)) => lacking = lacking.or(Some(Lacking::Wrong)),
                Some(Judged::Value(_)) if kind == Kind::Texts => text.push_str(cell),
                Some(Judged::Value(value)) => {
                    let _ = match value {
                        Typed::Integer(number) => write!(text, "{number}"),
                        Typed::Number(number) => write!(text, "{number}"),
                        Typed::Bool(truth) => write!(text, "{truth}"),
                        Typed::Text(own) => text.write_str(own),
                        Typed::Stamp(stamp) => text.write_str(stamp.as_str()),
                    };
                }
            }
        }
        lacking.map_or(Ok(()), Err)
    }

    /// Notes rows whose keys lack a part, or point nowhere, and the keys of all others; rows with
    /// another number of cells than the header have none.
    pub(super) fn relations(&self, grid: &Grid<'_>, ragged: &[usize], part: &mut Part) {
        let rows = (0..grid.rows()).filter(|row| ragged.binary_search(row).is_err());
        let mut text = String::new();
        for apart in &self.apart {
            let mut keys = Vec::with_capacity(grid.rows());
            for row in rows.clone() {
                match self.joined(grid, row, (&apart.slots, apart.kind), &mut text) {
                    Ok(()) => {
                        let hash = blake3::hash(text.as_bytes());
                        let half = hash.as_bytes().first_chunk().copied();
                        let half = u128::from_le_bytes(half.unwrap_or_default());
                        keys.push((half << 32) | row as u128);
                    }
                    Err(Lacking::Missing) if apart.kind == Kind::Primary => {
                        part.faults.add(row);
                    }
                    Err(_) => {}
                }
            }
            part.keys.push(keys);
        }
        for other in &self.elsewhere {
            for row in rows.clone() {
                let joined =
                    self.joined(grid, row, (&other.slots, Kind::Unique), &mut text);
                if joined.is_ok() && !other.known.contains(&text) {
                    part.faults.add(row);
                }
            }
        }
    }
}

/// Why a row has no key.
#[derive(Clone, Copy)]
enum Lacking {
    /// A part is missing.
    Missing,
    /// A part is not what it should be, which is reported at its cell.
    Wrong,
}

impl<'a> Question<'a> {
    /// Returns the units that ask it, if they can: no table is joined in which a key is twice.
    fn units(&'a self, columns: &[Column<'_>]) -> Option<Vec<Placed<'a>>> {
        let Asked::Groups(grouped) = &self.plan.asked else { return None };
        let units = grouped.units.as_ref()?;
        let single = |query: &Lowered| {
            engine::collect(query, &self.others).is_ok_and(|doubled| doubled.rows() == 0)
        };
        let is = |column: &Column<'_>, name: &String| {
            column.field.decl.name == *name || column.reasons().as_ref() == Some(name)
        };
        let told =
            |at: &usize| grouped.items.get(*at).is_none_or(|item| item.role == Role::Key);
        let placed = |unit: &'a Unit| {
            let name = unit.column.as_ref();
            let column =
                name.and_then(|name| columns.iter().position(|column| is(column, name)));
            let field = column.and_then(|at| columns.get(at)).map(|column| &column.field);
            let numbers = unit.bare
                && field.is_some_and(Field::is_plain_number)
                && !unit.items.iter().any(told);
            Placed { unit, column, numbers }
        };
        units.doubled.iter().all(single).then(|| units.all.iter().map(placed).collect())
    }
}

impl Part {
    /// Holds cells of a column against the contract, but those of rows with another number of cells
    /// than the header.
    pub(super) fn judge<'g>(
        &mut self,
        column: &Column<'_>,
        texts: impl Iterator<Item = (usize, &'g str)>,
        ragged: &[usize],
    ) {
        let field = &column.field;
        for (row, text) in texts {
            if field.surely_keeps(text) {
                continue;
            }
            let judged = field.judge(text);
            if field.keeps(text, &judged) || ragged.binary_search(&row).is_ok() {
                continue;
            }
            field.faults(text, &judged).iter().for_each(|_| self.faults.add(row));
        }
    }
}
