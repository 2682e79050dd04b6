//! How the blocks of a file are read: which cells are judged, what must be told apart or known
//! elsewhere, and what the queries want.

use crate::frame::Frames;
use crate::frame::check;
use crate::frame::check::Breaches;
use crate::frame::check::Field;
use crate::frame::check::Judged;
use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::frame::stream::Header;
use crate::frame::stream::Question;
use crate::frame::stream::column::Column;
use crate::frame::stream::column::Columns;
use crate::frame::stream::grid::Grid;
use crate::frame::stream::grid::Looked;
use crate::frame::stream::plan::Asked;
use crate::frame::stream::plan::Role;
use crate::frame::stream::plan::Unit;
use crate::frame::stream::values::Data;
use crate::frame::stream::values::Dictionary;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::words::counted;
use crate::project::ResourceDecl;
use std::collections::HashSet;
use std::sync::Mutex;

/// How the primary key is named.
const PRIMARY: &str = "the primary key";

/// Between the parts of a key: no cell of a text file holds it.
const BETWEEN: char = '\u{1f}';

/// Columns whose texts together must be no other record's.
pub(super) struct Apart {
    slots: Vec<usize>,
    pub(super) name: String,
    pub(super) what: &'static str,
}

/// Columns whose texts together must be known elsewhere.
struct Elsewhere {
    slots: Vec<usize>,
    target: String,
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
    pub(super) checked: bool,
}

/// A fault in a block: its row there, and what is said of it once the row is known.
pub(super) type Fault = (usize, Box<dyn Fn(usize) -> Diagnostic + Send>);

/// What one block comes to.
#[derive(Default)]
pub(super) struct Part {
    pub(super) rows: usize,
    pub(super) faults: Vec<Fault>,
    pub(super) more: usize,
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
        breaches: &mut Breaches<'_>,
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
                let (slots, name) = (vec![looked.at(index)], decl.name.clone());
                apart.push(Apart { slots, name, what: "the value of" });
            }
        }
        let mut all = |names: &[String]| {
            let columns = names.iter().map(at).collect::<Option<Vec<usize>>>()?;
            Some(columns.into_iter().map(|column| looked.at(column)).collect::<Vec<_>>())
        };
        let unique =
            resource.schema.unique_keys.iter().map(|key| ("the unique key", key));
        let keys = std::iter::once((PRIMARY, &resource.schema.primary_key)).chain(unique);
        for (what, key) in keys.filter(|_| !checked) {
            if let Some(slots) = all(key.list()).filter(|slots| !slots.is_empty()) {
                apart.push(Apart { slots, name: key.list().join(", "), what });
            }
        }
        let mut elsewhere = Vec::new();
        let keys = if checked { &[][..] } else { &resource.schema.foreign_keys };
        for key in keys {
            let target = key.reference.resource.clone();
            let table = frames.table(&target)?;
            let slots = all(key.fields.list());
            let theirs: Option<Vec<_>> = table.and_then(|table| {
                let names = key.reference.fields.list().iter();
                names.map(|name| table.column(name)).collect()
            });
            let (Some(table), Some(slots), Some(theirs)) = (table, slots, theirs) else {
                let message = format!(
                    "a foreign key of `{}` names no table or column",
                    resource.name
                );
                breaches.push(|| Diagnostic::error(Code::R0203, message));
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
            elsewhere.push(Elsewhere { slots, target, known });
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

    /// Checks that every record has as many cells as the header; more may be empty.
    pub(super) fn shapes(&self, grid: &Grid<'_>, part: &mut Part) {
        let wanted = self.looked.named();
        for (row, cells) in grid.odd() {
            let cells = *cells;
            part.fault(*row, move |row| {
                let cells = counted(cells, "cell");
                let message =
                    format!("row {} has {cells} where the header has {wanted}", row + 1);
                Diagnostic::error(Code::R0201, message)
            });
        }
    }

    pub(super) fn relations(&self, grid: &Grid<'_>, part: &mut Part) {
        let joined = |row: usize, slots: &[usize], text: &mut String| {
            text.clear();
            let mut whole = true;
            for (part, slot) in slots.iter().enumerate() {
                let cell = grid.cell(row, *slot);
                let column = self.columns.iter().find(|column| column.slot == *slot);
                whole &= !column.is_some_and(|column| {
                    matches!(column.field.judge(cell), Judged::Missing(_))
                });
                if part > 0 {
                    text.push(BETWEEN);
                }
                text.push_str(cell);
            }
            whole
        };
        let mut text = String::new();
        for apart in &self.apart {
            let mut keys = Vec::with_capacity(grid.rows());
            for row in 0..grid.rows() {
                if joined(row, &apart.slots, &mut text) {
                    let hash = blake3::hash(text.as_bytes());
                    let half = hash.as_bytes().first_chunk().copied().unwrap_or_default();
                    keys.push((u128::from_le_bytes(half) << 32) | row as u128);
                } else if apart.what == PRIMARY {
                    part.fault(row, move |row| {
                        let message = format!(
                            "row {}: the primary key has a missing part",
                            row + 1
                        );
                        Diagnostic::error(Code::R0203, message)
                    });
                }
            }
            part.keys.push(keys);
        }
        for other in &self.elsewhere {
            for row in 0..grid.rows() {
                if joined(row, &other.slots, &mut text) && !other.known.contains(&text) {
                    let shown = text.replace(BETWEEN, ", ");
                    let target = other.target.clone();
                    part.fault(row, move |row| {
                        let message =
                            format!("row {}: `{shown}` is not in `{target}`", row + 1);
                        Diagnostic::error(Code::R0203, message)
                    });
                }
            }
        }
    }
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
    /// Holds cells of a column against the contract.
    pub(super) fn judge<'g>(
        &mut self,
        column: &Column<'_>,
        texts: impl Iterator<Item = (usize, &'g str)>,
    ) {
        let field = &column.field;
        for (row, text) in texts {
            if field.surely_keeps(text) {
                continue;
            }
            let judged = field.judge(text);
            if field.keeps(text, &judged) {
                continue;
            }
            for fault in field.faults(text, &judged) {
                let (name, text) = (field.decl.name.clone(), text.to_owned());
                let at = Span::new("", 0..0);
                self.fault(row, move |row| {
                    Field::breach(&name, row, &text, fault.clone(), at.clone())
                });
            }
        }
    }

    fn fault(&mut self, row: usize, say: impl Fn(usize) -> Diagnostic + Send + 'static) {
        if self.faults.len() < check::MOST {
            self.faults.push((row, Box::new(say)));
        } else {
            self.more += 1;
        }
    }
}
