//! Columns made rows: each row of the file becomes one for each of them.

use crate::frame::check::Cellular;
use crate::frame::check::Flaw;
use crate::frame::shape::joined::patterns;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::project::Names;
use crate::project::UnpivotDecl;
use regex::Regex;
use std::borrow::Cow;

struct Unpivoted<'a> {
    inner: Box<dyn Cellular + 'a>,
    header: Vec<String>,
    /// Columns of the file that stay.
    kept: Vec<usize>,
    /// Columns of the file that become rows, with what their names say.
    turned: Vec<(usize, Vec<String>)>,
}

/// Makes columns rows.
pub(super) fn unpivoted<'a>(
    decl: &UnpivotDecl,
    inner: Box<dyn Cellular + 'a>,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Box<dyn Cellular + 'a>> {
    let at = || place(&["unpivot", "columns"]);
    let mut fail = |message: String, help: String| {
        found.push(Diagnostic::error(Code::R0616, message).at(at(), "").help(help));
    };
    let header = inner.header();
    let listed = || header.iter().map(String::as_str);
    let mut turned: Vec<(usize, Vec<String>)> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    match &decl.columns {
        Names::Many(names) => {
            for name in names {
                let Some(column) = header.iter().position(|head| head == name) else {
                    let message =
                        format!("`unpivot` names a column `{name}` that the file lacks");
                    fail(message, did_you_mean(name, listed(), "columns of the file"));
                    return None;
                };
                turned.push((column, vec![name.clone()]));
            }
        }
        Names::One(pattern) => {
            let texts = std::slice::from_ref(pattern);
            let regex = patterns(texts, &["unpivot", "columns"], place, found)?.pop()?;
            groups = regex.capture_names().flatten().map(str::to_owned).collect();
            turned = header
                .iter()
                .enumerate()
                .filter_map(|(column, name)| Some((column, said(&regex, &groups, name)?)))
                .collect();
        }
    }
    let mut fail = |message: String, help: String| {
        found.push(Diagnostic::error(Code::R0616, message).at(at(), "").help(help));
    };
    if turned.is_empty() {
        let help = did_you_mean("", listed(), "columns of the file");
        fail("`unpivot` matches no column of the file".to_owned(), help);
        return None;
    }
    let names = match (groups.is_empty(), &decl.name) {
        (true, Some(name)) => vec![name.clone()],
        (true, None) => {
            let help = "add `name:`, the column that holds the names".to_owned();
            fail("`unpivot` does not say what its columns are".to_owned(), help);
            return None;
        }
        (false, _) => groups,
    };
    let is_turned = |column: &usize| turned.iter().any(|(it, _)| it == column);
    let kept: Vec<usize> = (0..header.len()).filter(|it| !is_turned(it)).collect();
    let stay = kept.iter().filter_map(|column| header.get(*column)).cloned();
    let header = stay.chain(names).chain([decl.value.clone()]).collect();
    Some(Box::new(Unpivoted { inner, header, kept, turned }))
}

/// Returns what a name says: its named groups, or all of it; none where it does not match.
fn said(regex: &Regex, groups: &[String], name: &str) -> Option<Vec<String>> {
    let all = regex.captures(name)?;
    if groups.is_empty() {
        return Some(vec![name.to_owned()]);
    }
    let text = |group: &String| {
        all.name(group).map(|it| it.as_str().to_owned()).unwrap_or_default()
    };
    Some(groups.iter().map(text).collect())
}

/// Where a cell comes from.
enum From<'a> {
    Cell(usize, usize),
    Name(&'a str),
}

impl Unpivoted<'_> {
    fn from(&self, row: usize, column: usize) -> Option<From<'_>> {
        let count = self.turned.len().max(1);
        let (inner, which) = (row / count, row % count);
        if let Some(kept) = self.kept.get(column) {
            return Some(From::Cell(inner, *kept));
        }
        let (turned, names) = self.turned.get(which)?;
        match names.get(column - self.kept.len()) {
            Some(name) => Some(From::Name(name)),
            None => Some(From::Cell(inner, *turned)),
        }
    }
}

impl Cellular for Unpivoted<'_> {
    fn rows(&self) -> usize {
        self.inner.rows() * self.turned.len()
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        match self.from(row, column)? {
            From::Cell(row, column) => self.inner.text(row, column),
            From::Name(name) => Some(name.into()),
        }
    }

    fn place(&self, row: usize, column: usize) -> Span {
        match self.from(row, column) {
            Some(From::Cell(row, column)) => self.inner.place(row, column),
            _ => self.top(),
        }
    }

    fn top(&self) -> Span {
        self.inner.top()
    }

    fn number(&self, row: usize) -> usize {
        self.inner.number(row / self.turned.len().max(1))
    }

    fn is_ragged(&self, row: usize) -> bool {
        self.inner.is_ragged(row / self.turned.len().max(1))
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        match self.from(row, column)? {
            From::Cell(row, column) => self.inner.flaw(row, column),
            From::Name(_) => None,
        }
    }
}
