//! The files of a resource, read: which they are, and the cells of each.

use crate::frame::Frames;
use crate::frame::boundaries;
use crate::frame::check::Cellular;
use crate::frame::check::CsvCells;
use crate::frame::check::Flaw;
use crate::frame::check::remarks;
use crate::frame::engine;
use crate::frame::place::place;
use crate::frame::place::placed;
use crate::frame::raw;
use crate::frame::shape;
use crate::frame::shape::Part;
use crate::frame::sheet;
use crate::frame::text;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::WHOLE;
use crate::model::table::Cells;
use crate::model::table::Table;
use crate::project::LARGEST;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use crate::project::SheetDecl;
use crate::project::is_pattern;
use regex::Regex;
use std::borrow::Cow;
use std::sync::Arc;

/// The files of a resource, read.
#[derive(Default)]
pub(super) struct Opened {
    files: Vec<(ProjectPath, File)>,
    /// The texts of the files that have any, by path: findings point into them.
    pub texts: Vec<(ProjectPath, Arc<str>)>,
    /// What is to be said of them.
    pub found: Findings,
}

/// One data file, read.
enum File {
    Csv { raw: Box<raw::Raw>, text: Arc<str> },
    Parquet(ParquetCells),
    Sheet(Arc<sheet::SheetCells>),
}

/// Returns the paths of the files of a resource, in order: as listed, a pattern sorted by name.
pub(super) fn paths(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
) -> Result<Vec<ProjectPath>> {
    let mut out = Vec::new();
    for (index, written) in resource.path.list().iter().enumerate() {
        let index = index.to_string();
        let single = resource.path.list().len() == 1;
        let inner: &[&str] = if single { &["path"] } else { &["path", &index] };
        let at = || place(frames.project, resource, inner);
        let path =
            frames.project.package_path.beside(written).map_err(|message| {
                Diagnostic::error(Code::R0104, message).at(at(), "")
            })?;
        if !is_pattern(written) {
            out.push(path);
            continue;
        }
        let listed = frames.files.read(&path).map_err(placed(frames, resource))?;
        let before = out.len();
        let listed = String::from_utf8_lossy(&listed).into_owned();
        out.extend(listed.lines().filter_map(|line| ProjectPath::new(line).ok()));
        if out.len() == before {
            let message = format!("no file matches `{path}`");
            return Err(Diagnostic::error(Code::R0101, message).at(at(), "").into());
        }
    }
    if out.is_empty() {
        let message = format!("`{}` has no file", resource.name);
        let at = place(frames.project, resource, &["path"]);
        return Err(Diagnostic::error(Code::R0101, message).at(at, "").into());
    }
    let mut sorted: Vec<&ProjectPath> = out.iter().collect();
    sorted.sort();
    if let Some(pair) = sorted.windows(2).find(|pair| pair.first() == pair.last()) {
        let twice = pair.first().map(ToString::to_string).unwrap_or_default();
        let message = format!("`{}` reads `{twice}` twice", resource.name);
        let at = place(frames.project, resource, &["path"]);
        return Err(Diagnostic::error(Code::R0612, message).at(at, "").into());
    }
    Ok(out)
}

/// Opens the files of a resource. Even if it fails, the texts that were read stay.
pub(super) fn open(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    out: &mut Opened,
) -> Result<()> {
    let mut total = 0;
    for path in paths(frames, resource)? {
        let bytes = frames.files.read(&path).map_err(placed(frames, resource))?;
        total += bytes.len() as u64;
        if total > LARGEST {
            let message = format!(
                "the files of `{}` have more than the {LARGEST} bytes allowed",
                resource.name
            );
            let at = place(frames.project, resource, &["path"]);
            let help = "make resources of fewer files, or store them as Parquet";
            return Err(Diagnostic::error(Code::R0107, message)
                .at(at, "")
                .help(help)
                .into());
        }
        let file = one(frames, resource, &path, bytes, out)?;
        out.files.push((path, file));
    }
    Ok(())
}

fn one(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    bytes: Arc<[u8]>,
    out: &mut Opened,
) -> Result<File> {
    let format = resource.format.as_deref();
    if let Some(format) = boundaries::format(resource, path) {
        let found = boundaries::read(frames, resource, format)?;
        let table = boundaries::table(&found);
        let file = path.as_str().into();
        let cells = ParquetCells { file, header: found.header, table };
        return Ok(File::Parquet(cells));
    }
    if format == Some("parquet")
        || (format.is_none() && path.as_str().ends_with(".parquet"))
    {
        return parquet(frames, resource, path, &bytes);
    }
    let by_name = || sheet::format_of(path.as_str());
    let named = |format: &str| sheet::format_of(&format!(".{format}"));
    if let Some(format) = format.map_or_else(by_name, named) {
        return workbook(frames, resource, path, (bytes, format), &mut out.found);
    }
    let read = text::decode(path.as_str(), &bytes, resource.encoding.as_deref());
    let text: Arc<str> = read.text.into();
    out.texts.push((path.clone(), Arc::clone(&text)));
    if let Some(found) = read.found {
        let found = match found.primary {
            Some(_) => found,
            None => found.at(place(frames.project, resource, &["encoding"]), ""),
        };
        if found.severity == Severity::Error {
            return Err(found.into());
        }
        out.found.push(found);
    }
    let fields: Vec<&str> =
        resource.schema.fields.iter().map(|field| field.name.as_str()).collect();
    let (raw, found) =
        raw::read(path.as_str(), &text, &resource.dialect, &fields, &wanted(resource))?;
    out.found.join(found);
    out.found.extend(remarks(resource, &CsvCells { raw: &raw, source: &text }));
    Ok(File::Csv { raw: Box::new(raw), text })
}

fn parquet(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    bytes: &Arc<[u8]>,
) -> Result<File> {
    let fields = resource.schema.fields.iter();
    let fields = fields.map(|field| field.name.as_str());
    let renamed = resource.rename.keys().map(String::as_str);
    let wanted: Vec<&str> = fields.chain(renamed).collect();
    let (header, table) = engine::parquet(bytes, &wanted).map_err(|refusal| {
        Diagnostic::error(Code::R0201, format!("cannot read `{path}`: {refusal}"))
            .at(place(frames.project, resource, &["path"]), "")
            .help("write the column in another type: texts, numbers, dates")
    })?;
    Ok(File::Parquet(ParquetCells { file: path.as_str().into(), header, table }))
}

fn workbook(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    (bytes, format): (Arc<[u8]>, &'static str),
    found: &mut Findings,
) -> Result<File> {
    let at = |key: &str| place(frames.project, resource, &[key]);
    let unreadable = |why: String| {
        let message = format!("cannot read `{path}`: {why}");
        Diagnostic::error(Code::R0614, message).at(at("path"), "")
    };
    let book = sheet::Book::open(bytes, format).map_err(unreadable)?;
    let index = match &resource.sheet {
        Some(SheetDecl::Number(number)) => number.checked_sub(1),
        Some(SheetDecl::Name(name)) => book.names.iter().position(|one| one == name),
        None => (book.names.len() == 1).then_some(0),
    };
    let Some(index) = index.filter(|index| *index < book.names.len()) else {
        let list = || book.names.iter().map(String::as_str);
        let (message, help) = match &resource.sheet {
            None => (
                format!("`{path}` has {} sheets", book.names.len()),
                format!("name one with `sheet:`: {}", did_you_mean("", list(), "sheets")),
            ),
            Some(SheetDecl::Name(name)) => (
                format!("`{path}` has no sheet `{name}`"),
                did_you_mean(name, list(), "sheets"),
            ),
            Some(SheetDecl::Number(number)) => (
                format!("`{path}` has no sheet {number}: they count from 1"),
                did_you_mean("", list(), "sheets"),
            ),
        };
        return Err(Diagnostic::error(Code::R0614, message)
            .at(at("sheet"), "")
            .help(help)
            .into());
    };
    let sheet = book.sheet(index).map_err(unreadable)?;
    let name = sheet.name.clone();
    let wanted = wanted(resource);
    let table = sheet::locate(
        &sheet,
        &resource.dialect,
        resource.range.as_deref(),
        resource.hidden,
        &wanted,
    )
    .map_err(|lost| {
        let message = format!("no table found: {}", lost.message);
        let (row, column) = lost.at;
        Diagnostic::error(Code::R0614, message)
            .at(sheet::place(path.as_str(), &name, row, column), "")
            .help(lost.help)
    })?;
    let cells = sheet::SheetCells::new(path.as_str(), sheet, table);
    cells.look(resource.hidden, found);
    found.extend(remarks(resource, &cells));
    Ok(File::Sheet(Arc::new(cells)))
}

/// Returns whether a name in a file is one that the contract knows, before columns are renamed or
/// made rows.
pub(super) fn wanted(resource: &ResourceDecl) -> impl Fn(&str) -> bool {
    let mut names: Vec<String> =
        resource.schema.fields.iter().map(|field| field.name.clone()).collect();
    names.extend(resource.rename.keys().cloned());
    let mut patterns: Vec<String> = resource.empty_columns.clone();
    if let Some(unpivot) = &resource.unpivot {
        match &unpivot.columns {
            crate::project::Names::One(pattern) => patterns.push(pattern.clone()),
            crate::project::Names::Many(list) => names.extend(list.iter().cloned()),
        }
    }
    names.extend(resource.split.iter().map(|split| split.column.clone()));
    if let Some(pivot) = &resource.pivot {
        names.extend([pivot.name.clone(), pivot.value.clone()]);
    }
    let patterns: Vec<Regex> = patterns
        .iter()
        .filter_map(|pattern| Regex::new(&format!("^(?:{pattern})$")).ok())
        .collect();
    move |name: &str| {
        names.iter().any(|known| known == name)
            || patterns.iter().any(|pattern| pattern.is_match(name))
    }
}

impl Opened {
    /// Returns how many files there are.
    pub(super) fn count(&self) -> usize {
        self.files.len()
    }

    /// Returns their paths, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &ProjectPath> {
        self.files.iter().map(|(path, _)| path)
    }

    /// Returns the cells of all files in the shape of the schema; none where they do not go
    /// together, which is then among what was found.
    pub(super) fn cells<'o>(
        &'o self,
        frames: &Frames<'_>,
        resource: &'o ResourceDecl,
        found: &mut Findings,
    ) -> Option<Box<dyn Cellular + 'o>> {
        let parts = self
            .files
            .iter()
            .map(|(path, file)| Part { path: path.as_str(), cells: file.cells() });
        let at = |inner: &[&str]| place(frames.project, resource, inner);
        shape::shaped(resource, parts.collect(), &at, found)
    }
}

impl File {
    fn cells(&self) -> Box<dyn Cellular + '_> {
        match self {
            Self::Csv { raw, text } => Box::new(CsvCells { raw, source: text }),
            Self::Parquet(cells) => Box::new(cells.clone()),
            Self::Sheet(cells) => Box::new(Arc::clone(cells)),
        }
    }
}

impl Cellular for Arc<sheet::SheetCells> {
    fn rows(&self) -> usize {
        (**self).rows()
    }

    fn header(&self) -> &[String] {
        (**self).header()
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        (**self).text(row, column)
    }

    fn place(&self, row: usize, column: usize) -> Span {
        (**self).place(row, column)
    }

    fn top(&self) -> Span {
        (**self).top()
    }

    fn number(&self, row: usize) -> usize {
        (**self).number(row)
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        (**self).flaw(row, column)
    }
}

/// A Parquet file's cells as texts, so that one checker serves all formats.
#[derive(Clone)]
struct ParquetCells {
    file: Arc<str>,
    header: Vec<String>,
    table: Table,
}

impl Cellular for ParquetCells {
    fn rows(&self) -> usize {
        self.table.rows()
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        let column = self.table.column(self.header.get(column)?)?;
        // A double of more digits than print is written as one that is rounded.
        let rounded = match &column.cells {
            Cells::Number(_) => column.number(row).filter(|it| it.abs() >= WHOLE),
            _ => None,
        };
        match rounded {
            Some(number) => Some(Cow::Owned(format!("{number:e}"))),
            None => column.key(row).map(Cow::Owned),
        }
    }

    fn place(&self, _: usize, _: usize) -> Span {
        self.top()
    }

    fn top(&self) -> Span {
        Span::new(Arc::clone(&self.file), 0..0)
    }
}
