//! Several files of the same columns, one under another.

use crate::frame::check::Cellular;
use crate::frame::check::Flaw;
use crate::frame::shape::Part;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::project::FileColumnDecl;
use crate::project::ResourceDecl;
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

struct Joined<'a> {
    header: Vec<String>,
    files: Vec<File<'a>>,
    rows: usize,
}

struct File<'a> {
    cells: Box<dyn Cellular + 'a>,
    /// How many rows stand above its own.
    above: usize,
    /// For each column of the whole, that of the file; none where it lacks it.
    columns: Vec<Option<usize>>,
    /// What its name says, for the last column.
    named: Option<String>,
}

/// Puts files together by the names of their columns.
pub(super) fn joined<'a>(
    resource: &'a ResourceDecl,
    parts: Vec<Part<'a>>,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Box<dyn Cellular + 'a>> {
    let empty = patterns(&resource.empty_columns, &["emptyColumns"], place, found)?;
    let mut unused: BTreeSet<&String> = resource.rename.keys().collect();
    let mut header: Vec<String> = Vec::new();
    let mut first: Option<(String, Span)> = None;
    let mut files: Vec<File<'a>> = Vec::new();
    let mut paths: Vec<String> = Vec::new();
    let mut rows = 0;
    let mut good = true;
    for Part { path, cells } in parts {
        let mut names: Vec<Option<String>> = Vec::new();
        for (column, name) in cells.header().iter().enumerate() {
            unused.remove(name);
            if empty.iter().any(|pattern| pattern.is_match(name)) {
                good &= is_empty(&*cells, column, found);
                names.push(None);
            } else {
                names.push(Some(resource.rename.get(name).unwrap_or(name).clone()));
            }
        }
        let own: Vec<String> = names.iter().flatten().cloned().collect();
        if let Some((other, top)) = &first {
            good &= agree(resource, (&header, other, top), (&own, path, &*cells), found);
            let more = resource.schema.fields_match.fewer();
            let new = own.iter().filter(|name| more && !header.contains(name));
            let new: Vec<String> = new.cloned().collect();
            header.extend(new);
        } else {
            header = own;
            first = Some((path.to_owned(), cells.top()));
        }
        let named = resource
            .file_column
            .as_ref()
            .map(|decl| named(decl, path, place, found))
            .transpose();
        let Ok(named) = named else { return None };
        let columns = header
            .iter()
            .map(|name| names.iter().position(|own| own.as_ref() == Some(name)))
            .collect();
        let above = rows;
        rows += cells.rows();
        paths.push(path.to_string());
        files.push(File { cells, above, columns, named });
    }
    copies(&files, &paths, found);
    for name in unused {
        good = false;
        let known: BTreeSet<&str> = files
            .iter()
            .flat_map(|file| file.cells.header())
            .map(String::as_str)
            .collect();
        let message = format!("`rename` names a column `{name}` that no file has");
        found.push(
            Diagnostic::error(Code::R0612, message)
                .at(place(&["rename"]), "")
                .help(did_you_mean(name, known, "columns")),
        );
    }
    if let Some(decl) = &resource.file_column {
        header.push(decl.name.clone());
    }
    good.then(|| Box::new(Joined { header, files, rows }) as Box<dyn Cellular + 'a>)
}

/// Warns of files that hold the same rows: most probably one of them is there by mistake, and counts twice.
fn copies(files: &[File<'_>], paths: &[String], found: &mut Findings) {
    let mut known: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let row = |at: usize, row: usize| -> Vec<String> {
        let cells = &files[at].cells;
        let text = |column| cells.text(row, column).unwrap_or_default().into_owned();
        (0..cells.header().len()).map(text).collect()
    };
    for (at, file) in files.iter().enumerate().filter(|(_, file)| file.cells.rows() > 0) {
        let own = known.entry(row(at, 0)).or_default();
        let same = |other: &usize| {
            let (a, b) = (&file.cells, &files[*other].cells);
            let alike = a.rows() == b.rows() && a.header() == b.header();
            alike && (1..a.rows()).all(|line| row(at, line) == row(*other, line))
        };
        if let Some(other) = own.iter().find(|other| same(other)) {
            let message =
                format!("`{}` holds the same rows as `{}`", paths[at], paths[*other]);
            found.push(
                Diagnostic::warning(Code::R0612, message)
                    .at(file.cells.top(), "")
                    .help("remove one of them, so that nothing counts twice; a `primaryKey` makes it an error"),
            );
        }
        own.push(at);
    }
}

/// Reads regular expressions that match whole names.
pub(super) fn patterns(
    texts: &[String],
    inner: &[&str],
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Vec<Regex>> {
    let mut out = Vec::new();
    for text in texts {
        let Ok(pattern) = Regex::new(&format!("^(?:{text})$")) else {
            let message = format!("`{text}` is not a regular expression");
            let at = place(inner);
            found.push(Diagnostic::error(Code::R0103, message).at(at, ""));
            return None;
        };
        out.push(pattern);
    }
    Some(out)
}

fn is_empty(cells: &dyn Cellular, column: usize, found: &mut Findings) -> bool {
    let filled = (0..cells.rows())
        .find(|row| cells.text(*row, column).is_some_and(|text| !text.trim().is_empty()));
    let Some(row) = filled else { return true };
    let name = cells.header().get(column).cloned().unwrap_or_default();
    let text = cells.text(row, column).unwrap_or_default().into_owned();
    let message = format!(
        "row {}: column `{name}` is declared empty, but holds `{text}`",
        cells.number(row)
    );
    found.push(
        Diagnostic::error(Code::R0618, message)
            .at(cells.place(row, column), "")
            .help("take it out of `emptyColumns`, and declare it as a field"),
    );
    false
}

/// Checks that a file has the columns of the first, whatever their order.
fn agree(
    resource: &ResourceDecl,
    (header, other, top): (&[String], &str, &Span),
    (own, path, cells): (&[String], &str, &dyn Cellular),
    found: &mut Findings,
) -> bool {
    let matching = resource.schema.fields_match;
    let declared = |name: &String| {
        !matching.more() || resource.schema.fields.iter().any(|it| it.name == *name)
    };
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let only = these.iter().filter(|name| declared(name) && !those.contains(name));
        only.map(|name| format!("`{name}`")).collect()
    };
    let (gone, come) = (only(header, own), only(own, header));
    if matching.fewer() || gone.is_empty() && come.is_empty() {
        return true;
    }
    let sides = [(come, path, other), (gone, other, path)];
    let parts: Vec<String> = sides
        .into_iter()
        .filter(|(names, ..)| !names.is_empty())
        .map(|(names, has, lacks)| {
            let plural = if names.len() == 1 { "" } else { "s" };
            format!(
                "`{has}` has column{plural} {} that `{lacks}` lacks",
                names.join(", ")
            )
        })
        .collect();
    found.push(
        Diagnostic::error(Code::R0612, parts.join("; "))
            .at(cells.top(), "")
            .related(top.clone(), "the first file")
            .help(
                "give a column its present name with `rename: {OLD NAME: NAME}`, or say \
                 `fieldsMatch: superset` where some files lack columns",
            ),
    );
    false
}

/// Returns what the path of a file says by a pattern; a pattern that does not match is refused.
fn named(
    decl: &FileColumnDecl,
    path: &str,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Result<String, ()> {
    let Some(pattern) = &decl.pattern else {
        let name = path.rsplit('/').next().unwrap_or(path);
        return Ok(name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned());
    };
    let at = || place(&["fileColumn", "pattern"]);
    let Ok(regex) = Regex::new(pattern) else {
        let message = format!("`{pattern}` is not a regular expression");
        found.push(Diagnostic::error(Code::R0103, message).at(at(), ""));
        return Err(());
    };
    let value = regex.captures(path).and_then(|all| all.get(1).or(all.get(0)));
    value.map(|value| value.as_str().to_owned()).ok_or_else(|| {
        let message = format!("`{pattern}` finds nothing in the name `{path}`");
        found.push(Diagnostic::error(Code::R0612, message).at(at(), ""));
    })
}

impl Joined<'_> {
    fn file(&self, row: usize) -> Option<(&File<'_>, usize)> {
        let after = self.files.partition_point(|file| file.above <= row);
        let file = self.files.get(after.checked_sub(1)?)?;
        Some((file, row - file.above))
    }

    /// Calls what looks at one cell, with its row and column in its own file.
    fn cell<'s, T>(
        &'s self,
        row: usize,
        column: usize,
        look: impl FnOnce(&'s (dyn Cellular + 's), usize, usize) -> T,
    ) -> Option<T> {
        let (file, row) = self.file(row)?;
        let column = file.columns.get(column).copied().flatten()?;
        Some(look(&*file.cells, row, column))
    }
}

impl Cellular for Joined<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        let (file, _) = self.file(row)?;
        if let Some(named) = file.named.as_deref()
            && column + 1 == self.header.len()
        {
            return Some(named.into());
        }
        self.cell(row, column, Cellular::text)?
    }

    fn place(&self, row: usize, column: usize) -> Span {
        self.cell(row, column, Cellular::place)
            .or_else(|| self.file(row).map(|(file, row)| file.cells.place(row, 0)))
            .unwrap_or_else(|| self.top())
    }

    fn top(&self) -> Span {
        self.files.first().map_or_else(|| Span::new("", 0..0), |file| file.cells.top())
    }

    fn number(&self, row: usize) -> usize {
        self.file(row).map_or(row + 1, |(file, row)| file.cells.number(row))
    }

    fn is_ragged(&self, row: usize) -> bool {
        self.file(row).is_some_and(|(file, row)| file.cells.is_ragged(row))
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        self.cell(row, column, Cellular::flaw)?
    }
}
