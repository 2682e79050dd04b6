//! One pass over a file too large to hold: every record is checked against the contract, and
//! every query over the file is answered, block by block.
//!
//! Blocks are worked on side by side and put together in the order of the file, so that the outcome
//! is the same with any number of threads, and with blocks of any size.

#[cfg(test)]
mod alike;
mod blocks;
mod column;
mod faults;
mod grid;
mod groups;
mod large;
mod marks;
mod measures;
mod odd;
mod plan;
#[cfg(test)]
mod random;
mod reading;
mod told;
mod values;
mod whole;
mod worker;

pub(super) use large::is_answered;
pub(super) use large::is_large;
pub(super) use large::load;
pub(super) use large::may_be_held;
pub(super) use large::not_held;
pub(super) use large::not_streamed;
pub(super) use large::query;

use crate::frame::Frames;
use crate::frame::breaches::Breaches;
use crate::frame::check;
use crate::frame::check::Cellular;
use crate::frame::engine::Ready;
use crate::frame::files;
use crate::frame::packed;
use crate::frame::query::Refusal;
use crate::frame::raw;
use crate::frame::stream::blocks::Blocks;
use crate::frame::stream::blocks::Broken;
use crate::frame::stream::blocks::line_at;
use crate::frame::stream::faults::Faults;
use crate::frame::stream::plan::Plan;
use crate::frame::stream::reading::Reading;
use crate::frame::stream::whole::Whole;
use crate::frame::stream::worker::Worker;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Lines;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::table::Table;
use crate::project::LONGEST_LINE;
use crate::project::Pieces;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use crate::project::TELLING;
use crate::project::kind_of;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::channel;
use std::sync::mpsc::sync_channel;

/// Bytes of a block, where each is asked as a whole.
const BLOCK: usize = 4 * 1024 * 1024;

/// Bytes of a block of which only texts are looked at: it stays near the processor.
const SMALL: usize = 512 * 1024;

/// A query over the file.
struct Question<'a> {
    sql: String,
    plan: Plan,
    /// The other tables it names.
    others: Vec<(String, &'a Ready)>,
}

impl Question<'_> {
    /// Returns whether the query looks at a column.
    fn names(&self, column: &str) -> bool {
        self.plan.names.as_ref().is_none_or(|names| names.contains(column))
    }
}

/// What a pass comes to.
struct Answers {
    rows: usize,
    tables: Vec<Result<Table, Refusal>>,
}

/// What is to be said of a file, and the lines that are pointed at.
type Said = (Findings, Lines);

/// Reads a file once, and says what is wrong with it. `checked` says that its contract is known to be
/// kept.
fn pass(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    questions: &[Question<'_>],
    checked: bool,
    said: &mut Said,
) -> Result<Answers> {
    let broken = |why: &str| {
        Diagnostic::error(Code::R0201, format!("cannot read `{path}`: {why}"))
    };
    let line_at = |offset| -> Result<usize> {
        let from = opened(frames, path)?;
        Ok(line_at(offset, from).map_err(|error| broken(&error.to_string()))?)
    };
    let lines = RefCell::new(Lines::default());
    let unreadable = |problem: Broken| -> Failure {
        let fault = match problem {
            Broken::Io(error) if packed::named(path.as_str()) => {
                let size = frames.files.size(path).unwrap_or(0);
                return packed::broken(path.as_str(), size, &error).into();
            }
            Broken::Io(error) => return broken(&error.to_string()).into(),
            Broken::Empty => {
                *lines.borrow_mut() = Lines { numbers: [1].into(), ..Lines::default() };
                let message = format!("`{path}` is empty");
                let at = Span::new(path.as_str(), 0..0);
                return Diagnostic::error(Code::R0201, message).at(at, "").into();
            }
            Broken::Line(offset) => line_at(offset).map(|line| {
                let message = format!(
                    "line {line} of `{path}` is longer than the {LONGEST_LINE} bytes allowed"
                );
                Diagnostic::error(Code::R0107, message)
                    .help("look for lost line ends, or a file that is no text")
            }),
            Broken::Text(offset) => opened(frames, path).and_then(|from| {
                let read = told::not_text(path, offset, from);
                let (found, shown) = read.map_err(|error| broken(&error.to_string()))?;
                *lines.borrow_mut() = shown;
                Ok(found)
            }),
            Broken::Record(offset) => line_at(offset).map(|line| {
                broken(&format!("the record of line {line} has no end"))
                    .help("look for a quotation mark that is never closed")
            }),
        };
        fault.map_or_else(|failure| failure, Into::into)
    };
    let outcome = answers(frames, resource, path, (questions, checked), &unreadable);
    let (answers, faults) = outcome.inspect_err(|_| said.1 = lines.take())?;
    if !faults.is_empty() {
        *said = told::told(frames, resource, path, faults, answers.rows, &unreadable)?;
    }
    Ok(answers)
}

/// Reads a file once, and returns the rows of which something is to be said.
fn answers(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    (questions, checked): (&[Question<'_>], bool),
    unreadable: &dyn Fn(Broken) -> Failure,
) -> Result<(Answers, Faults)> {
    let mut begin = Vec::new();
    let start = opened(frames, path)?.take(TELLING).read_to_end(&mut begin);
    start.map_err(|error| unreadable(Broken::Io(error)))?;
    if let Some(kind) = kind_of(&begin) {
        let (path, within) = (path.as_str(), packed::named(path.as_str()));
        let refusal = if within { packed::inner(path, kind) } else { kind.refusal(path) };
        return Err(refusal.into());
    }
    let (tell, told) = channel();
    let pieces = frames.files.open(path)?.then(move |hash| {
        let _ = tell.send(hash);
    });
    let pieces = within(frames, path, pieces)?;
    let by_text = questions.iter().all(|question| question.plan.is_by_text());
    let size = frames.block.unwrap_or(if by_text { SMALL } else { BLOCK });
    let mut blocks = Blocks::new(pieces, size);
    let mut space = Vec::new();
    let first = blocks.next(&mut space).map_err(unreadable)?;
    let bytes = first.map_or(&[][..], |first| first.bytes);
    let (header, length) = Header::read(bytes, resource).map_err(unreadable)?;
    if header.names.is_empty() {
        return Err(unreadable(Broken::Empty));
    }
    blocks.after_header(length, bytes);
    let mut faults = Faults::default();
    if !checked {
        let mut found = Findings::new();
        let mut breaches = Breaches::new(&mut found, path.as_str());
        check::header(resource, &header, &mut breaches);
        faults.count += found.so_far().len();
    }
    let reading =
        Reading::new(frames, resource, &header, questions, checked, &mut faults)?;
    let mut whole = Whole::new(&reading, faults);
    let blocks = Mutex::new(blocks);
    let ended = std::thread::scope(|scope| {
        let threads = rayon::current_num_threads().clamp(1, 8);
        // Nobody reads far ahead of what is put together, but so far that nobody waits while a table grows.
        let ahead = (2 * BLOCK / size.max(1)).clamp(2, 16);
        let (done, parts) = sync_channel(ahead * threads);
        let mut workers = Vec::new();
        for _ in 0..threads {
            let (done, blocks, reading) = (done.clone(), &blocks, &reading);
            workers.push(scope.spawn(move || Worker::new(reading).work(blocks, &done)));
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, part) in parts {
            waiting.insert(index, part);
            while let Some(part) = waiting.remove(&next) {
                whole.add(part);
                next += 1;
            }
        }
        let stopped = || Broken::Io(std::io::Error::other("a worker stopped"));
        let mut problems = Vec::new();
        for worker in workers {
            problems.extend(worker.join().unwrap_or_else(|_| Err(stopped())).err());
        }
        // The first in the file is what is said, whoever met it.
        match problems.into_iter().min_by_key(Broken::at) {
            Some(problem) => Err(unreadable(problem)),
            None => Ok(()),
        }
    });
    ended?;
    // What came out would be kept under the hash of other bytes.
    if told.try_recv().ok() != frames.files.hash(path).ok() {
        let fault =
            Diagnostic::error(Code::R0101, format!("`{path}` changed while it was read"));
        return Err(fault.help("build again once it is written").into());
    }
    let (answers, mut faults) = whole.finish();
    if !checked {
        faults.count += usize::from(answers.rows == 0);
        let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
        let trailing = check::trailing(&reading.listed, blocks.tail());
        faults.end(&trailing, answers.rows);
    }
    Ok((answers, faults))
}

/// Opens a file to read it piece by piece, what is within it where it is compressed.
fn opened<'r>(
    frames: &Frames<'_>,
    path: &ProjectPath,
) -> Result<Box<dyn Read + Send + 'r>> {
    within(frames, path, frames.files.open(path)?)
}

fn within<'r>(
    frames: &Frames<'_>,
    path: &ProjectPath,
    pieces: Pieces,
) -> Result<Box<dyn Read + Send + 'r>> {
    let size = frames.files.size(path).unwrap_or(0);
    let read = packed::pieces(path.as_str(), size, pieces);
    Ok(read.map_err(|error| packed::broken(path.as_str(), size, &error))?)
}

/// The first record of a file.
struct Header {
    names: Vec<String>,
    /// Its cells, those without a name too.
    width: usize,
    file: Arc<str>,
}

impl Header {
    /// Reads the first record of a file, and says how many bytes it takes.
    fn read(bytes: &[u8], resource: &ResourceDecl) -> Result<(Self, usize), Broken> {
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes.get(start..).unwrap_or_default());
        let mut record = csv::StringRecord::new();
        if reader.read_record(&mut record).is_err() {
            let bad = std::str::from_utf8(bytes).err();
            let at = bad.map_or(0, |bad| bad.valid_up_to());
            return Err(Broken::Text(at as u64));
        }
        let width = record.len();
        let names = raw::joined(&[record], "", &files::wanted(resource));
        let end = start + reader.position().byte() as usize;
        let file = resource.name.as_str().into();
        Ok((Self { names, width, file }, end.min(bytes.len())))
    }
}

/// Its faults are counted here, and told when its lines are read again.
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
        self.top()
    }

    fn top(&self) -> Span {
        Span::new(Arc::clone(&self.file), 0..0)
    }
}
