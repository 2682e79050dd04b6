//! One pass over a file too large to hold: every record is checked against the contract, and
//! every query over the file is answered, block by block.
//!
//! Blocks are worked on side by side and put together in the order of the file, so that the
//! outcome is the same with any number of threads.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Span;
use crate::frame::Frames;
use crate::frame::blocks::Block;
use crate::frame::blocks::Blocks;
use crate::frame::blocks::Broken;
use crate::frame::blocks::Grid;
use crate::frame::check;
use crate::frame::check::Breaches;
use crate::frame::check::Cellular;
use crate::frame::check::Field;
use crate::frame::check::Judged;
use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::engine::Refusal;
use crate::frame::engine::Values;
use crate::frame::partial::PARTIAL;
use crate::frame::partial::Plan;
use crate::frame::table::Table;
use crate::project::LONGEST_LINE;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::sync::mpsc::sync_channel;

/// Rows of partial results that are combined at once, at the least.
const COMBINED: usize = 100_000;

/// A query over the file.
pub(super) struct Question<'a> {
    pub sql: String,
    pub plan: Plan,
    /// The other tables it names.
    pub others: Vec<(String, &'a Ready)>,
}

/// What a pass comes to.
pub(super) struct Answers {
    pub rows: usize,
    pub tables: Vec<Result<Table, Refusal>>,
}

/// Reads a file once. `checked` says that its contract is known to be kept.
pub(super) fn pass(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    questions: &[Question<'_>],
    checked: bool,
) -> Result<Answers> {
    let top = Span::new(path.as_str(), 0..0);
    let broken = |why: &str| {
        Diagnostic::error(Code::R0201, format!("cannot read `{path}`: {why}"))
    };
    let unreadable = |problem: Broken| -> Failure {
        match problem {
            Broken::Io(error) => broken(&error.to_string()),
            Broken::Line(line) => Diagnostic::error(
                Code::R0107,
                format!(
                    "line {line} of `{path}` is longer than the {LONGEST_LINE} bytes allowed"
                ),
            )
            .help("look for lost line ends, or a file that is no text"),
            Broken::Record(line) => broken(&format!("the record of line {line} has no end"))
                .help("look for a quotation mark that is never closed"),
        }
        .into()
    };
    let mut blocks = Blocks::new(frames.files.open(path)?);
    let Some(Block { mut bytes, .. }) = blocks.next().map_err(unreadable)? else {
        return Err(broken("it is empty").into());
    };
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    let mut first = Grid::new(bytes).map_err(|line| not_text(path, line))?;
    let header = Header { names: first.take_header(), at: top.clone() };
    let mut found = Findings::new();
    let mut breaches = Breaches::new(&mut found, path.as_str());
    if !checked {
        check::header(resource, &header, &mut breaches);
    }
    let reading =
        Reading::new(frames, resource, &header, questions, checked, &mut breaches)?;
    let mut whole = Whole::new(&reading, top);
    let (send, receive) = sync_channel::<Block>(1);
    // Once the last worker has left, nobody holds it, and whoever sends is told.
    let receive = Arc::new(Mutex::new(receive));
    let ended = std::thread::scope(|scope| {
        let (done, parts) = channel();
        for _ in 0..rayon::current_num_threads().clamp(1, 8) {
            let (done, receive) = (done.clone(), Arc::clone(&receive));
            let reading = &reading;
            scope.spawn(move || {
                loop {
                    let block = receive.lock().ok().and_then(|from| from.recv().ok());
                    let Some(Block { index, bytes }) = block else { return };
                    let part = Grid::new(bytes).map(|grid| reading.part(&grid));
                    if done.send((index, part)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((done, receive));
        let cutting = scope.spawn(move || {
            while let Some(block) = blocks.next()? {
                if send.send(block).is_err() {
                    break;
                }
            }
            Ok(())
        });
        whole.add(reading.part(&first), &mut breaches);
        drop(first);
        let mut waiting = BTreeMap::new();
        let mut next = 1;
        for (index, part) in parts {
            waiting.insert(index, part);
            while let Some(part) = waiting.remove(&next) {
                match part {
                    Ok(part) => whole.add(part, &mut breaches),
                    Err(line) => {
                        return Err(not_text(path, whole.rows + 1 + line).into());
                    }
                }
                next += 1;
            }
        }
        match cutting.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(problem)) => Err(unreadable(problem)),
            Err(_) => Err(broken("the reading stopped").into()),
        }
    });
    ended?;
    let answers = whole.finish(&mut breaches);
    breaches.close();
    found.finish(answers).map(|warned| warned.value)
}

fn not_text(path: &ProjectPath, line: usize) -> Diagnostic {
    let message = format!("`{path}` is not UTF-8: line {line} holds other bytes");
    Diagnostic::error(Code::R0106, message).help("save the file as UTF-8")
}

/// The first record of a file.
struct Header {
    names: Vec<String>,
    at: Span,
}

impl Cellular for Header {
    fn rows(&self) -> usize {
        0
    }

    fn header(&self) -> &[String] {
        &self.names
    }

    fn text(&self, _: usize, _: usize) -> Option<Cow<'_, str>> {
        None
    }

    fn place(&self, _: usize, _: usize) -> Span {
        self.at.clone()
    }

    fn top(&self) -> Span {
        self.at.clone()
    }
}

/// How the primary key is named.
const PRIMARY: &str = "the primary key";

/// Columns whose texts together must be no other record's.
struct Apart {
    columns: Vec<usize>,
    name: String,
    what: &'static str,
}

/// Columns whose texts together must be known elsewhere.
struct Elsewhere {
    columns: Vec<usize>,
    target: String,
    known: HashSet<String>,
}

/// How blocks are read.
struct Reading<'a> {
    width: usize,
    fields: Vec<(usize, Field<'a>)>,
    /// Whether the cells of a field are wanted, and the reasons of missing ones.
    wanted: Vec<(bool, bool)>,
    apart: Vec<Apart>,
    elsewhere: Vec<Elsewhere>,
    questions: &'a [Question<'a>],
    resource: &'a ResourceDecl,
    checked: bool,
}

/// A fault in a block: its row there, and what is said of it once the row is known.
type Fault = (usize, Box<dyn Fn(usize) -> Diagnostic + Send>);

/// What one block comes to.
struct Part {
    rows: usize,
    faults: Vec<Fault>,
    more: usize,
    /// For each [`Apart`], a hash a row.
    keys: Vec<Vec<u128>>,
    answers: Vec<Result<Ready, Refusal>>,
}

/// Between the parts of a key: no cell of a text file holds it.
const BETWEEN: char = '\u{1f}';

impl<'a> Reading<'a> {
    fn new(
        frames: &Frames<'_>,
        resource: &'a ResourceDecl,
        header: &Header,
        questions: &'a [Question<'a>],
        checked: bool,
        breaches: &mut Breaches<'_>,
    ) -> Result<Self> {
        let at = |name: &String| header.names.iter().position(|head| head == name);
        let all = |names: &[String]| names.iter().map(at).collect::<Option<Vec<usize>>>();
        let named = |name: &str| {
            questions.iter().any(|question| {
                let whole = question.plan.combine.is_none() && question.sql.contains('*');
                whole || question.sql.contains(name)
            })
        };
        let mut fields = Vec::new();
        let mut wanted = Vec::new();
        let mut apart = Vec::new();
        for decl in &resource.schema.fields {
            let Some(index) = at(&decl.name) else { continue };
            wanted.push((named(&decl.name), named(&format!("{}_reason", decl.name))));
            fields.push((index, Field::new(resource, decl)));
            if decl.constraints.unique {
                let name = decl.name.clone();
                apart.push(Apart { columns: vec![index], name, what: "the value of" });
            }
        }
        let unique =
            resource.schema.unique_keys.iter().map(|key| ("the unique key", key));
        for (what, key) in
            std::iter::once((PRIMARY, &resource.schema.primary_key)).chain(unique)
        {
            if let Some(columns) = all(key.list()).filter(|columns| !columns.is_empty()) {
                apart.push(Apart { columns, name: key.list().join(", "), what });
            }
        }
        let mut elsewhere = Vec::new();
        let keys = if checked { &[][..] } else { &resource.schema.foreign_keys };
        for key in keys {
            let target = key.reference.resource.clone();
            let table = frames.table(&target)?;
            let columns = all(key.fields.list());
            let theirs: Option<Vec<_>> = table.and_then(|table| {
                let names = key.reference.fields.list().iter();
                names.map(|name| table.column(name)).collect()
            });
            let (Some(table), Some(columns), Some(theirs)) = (table, columns, theirs)
            else {
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
            elsewhere.push(Elsewhere { columns, target, known });
        }
        let width = header.names.len();
        if checked {
            apart.clear();
        }
        Ok(Self { width, fields, wanted, apart, elsewhere, questions, resource, checked })
    }

    fn part(&self, grid: &Grid) -> Part {
        let mut part = Part {
            rows: grid.rows(),
            faults: Vec::new(),
            more: 0,
            keys: Vec::new(),
            answers: Vec::new(),
        };
        let columns = self.columns(grid, &mut part);
        if !self.checked {
            self.shapes(grid, &mut part);
            self.relations(grid, &mut part);
        }
        let block = engine::block(columns);
        for question in self.questions {
            part.answers.push(block.as_ref().map_err(Clone::clone).and_then(|block| {
                let mut tables = question.others.clone();
                tables.push((self.resource.name.clone(), block));
                engine::collect(&question.plan.block, &tables)
            }));
        }
        part
    }

    /// Judges every cell, and returns the columns that a query wants.
    fn columns<'g>(
        &'g self,
        grid: &'g Grid,
        part: &mut Part,
    ) -> Vec<(String, Values<'g>)> {
        let mut columns = Vec::new();
        for ((index, field), (cells, reasons)) in self.fields.iter().zip(&self.wanted) {
            if self.checked && !cells && !reasons {
                continue;
            }
            let mut values = cells.then(|| Values::new(field.decl.kind, grid.rows()));
            let mut why = reasons.then(Vec::new);
            for row in 0..grid.rows() {
                let text = grid.cell(row, *index);
                let judged = field.judge(text);
                if !self.checked {
                    for fault in field.faults(text, &judged) {
                        let (name, text) = (field.decl.name.clone(), text.to_owned());
                        let at = Span::new("", 0..0);
                        part.fault(row, move |row| {
                            Field::breach(&name, row, &text, fault.clone(), at.clone())
                        });
                    }
                }
                if let Some(why) = &mut why {
                    why.push(match judged {
                        Judged::Missing(reason) => Some(reason),
                        Judged::Value(_) | Judged::Wrong(_) => None,
                    });
                }
                if let Some(values) = &mut values {
                    values.push(match judged {
                        Judged::Value(value) => Some(value),
                        Judged::Missing(_) | Judged::Wrong(_) => None,
                    });
                }
            }
            let name = &field.decl.name;
            columns.extend(values.map(|values| (name.clone(), values)));
            columns.extend(why.map(|why| (format!("{name}_reason"), Values::Text(why))));
        }
        columns
    }

    /// Checks that every record has as many cells as the header.
    fn shapes(&self, grid: &Grid, part: &mut Part) {
        let wanted = self.width;
        for row in 0..grid.rows() {
            let cells = grid.width(row);
            if cells != wanted {
                part.fault(row, move |row| {
                    let message = format!(
                        "row {} has {cells} cells where the header has {wanted}",
                        row + 1
                    );
                    Diagnostic::error(Code::R0201, message)
                });
            }
        }
    }

    fn relations(&self, grid: &Grid, part: &mut Part) {
        let joined = |row: usize, columns: &[usize], text: &mut String| {
            text.clear();
            let mut whole = true;
            for column in columns {
                let cell = grid.cell(row, *column);
                let field = self.fields.iter().find(|(index, _)| index == column);
                let missing =
                    |field: &Field<'_>| matches!(field.judge(cell), Judged::Missing(_));
                whole &= !field.is_some_and(|(_, field)| missing(field));
                if !text.is_empty() || column != &columns[0] {
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
                if joined(row, &apart.columns, &mut text) {
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
                if joined(row, &other.columns, &mut text) && !other.known.contains(&text)
                {
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

impl Part {
    fn fault(&mut self, row: usize, say: impl Fn(usize) -> Diagnostic + Send + 'static) {
        if self.faults.len() < check::MOST {
            self.faults.push((row, Box::new(say)));
        } else {
            self.more += 1;
        }
    }
}

/// The parts put together so far.
struct Whole<'a> {
    reading: &'a Reading<'a>,
    top: Span,
    rows: usize,
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
    fn new(reading: &'a Reading<'a>, top: Span) -> Self {
        Self {
            reading,
            top,
            rows: 0,
            keys: reading.apart.iter().map(|_| Vec::new()).collect(),
            answers: reading.questions.iter().map(|_| Ok(Gathered::default())).collect(),
        }
    }

    fn add(&mut self, part: Part, breaches: &mut Breaches<'_>) {
        let mut faults = part.faults;
        faults.sort_by_key(|(row, _)| *row);
        for (row, say) in faults {
            breaches.push(|| say(self.rows + row).at(self.top.clone(), ""));
        }
        breaches.more(part.more);
        for (all, keys) in self.keys.iter_mut().zip(part.keys) {
            all.extend(keys.into_iter().map(|key| key + self.rows as u128));
        }
        for ((all, answer), question) in
            self.answers.iter_mut().zip(part.answers).zip(self.reading.questions)
        {
            let joined = match (std::mem::replace(all, Ok(Gathered::default())), answer) {
                (Ok(gathered), Ok(answer)) => gathered.with(answer, &question.plan),
                (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
            };
            *all = joined;
        }
        self.rows += part.rows;
    }

    fn finish(self, breaches: &mut Breaches<'_>) -> Answers {
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
                let ready = gathered?.combined(&question.plan)?;
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
            self.table = self.combined(plan)?;
            let rows = self.table.as_ref().map_or(0, Ready::rows);
            return Ok(Self { before: rows, ..self });
        }
        Ok(self)
    }

    fn combined(&self, plan: &Plan) -> Result<Option<Ready>, Refusal> {
        match (&self.table, &plan.combine) {
            (Some(table), Some(sql)) => {
                engine::collect(sql, &[(PARTIAL.to_owned(), table)]).map(Some)
            }
            (Some(table), None) => Ok(Some(table.clone())),
            (None, _) => Ok(None),
        }
    }
}
