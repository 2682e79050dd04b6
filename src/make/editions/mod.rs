//! Editions: a short report for each row of a frame, as a page and a PDF of its own, and a page
//! that lists them.
//!
//! Statistics are computed once for all; what rests on too few is taken out before any edition
//! is woven, so that nothing can show it.

mod folder;
mod rows;

use crate::frame;
use crate::labels;
use crate::make::Desk;
use crate::make::Request;
use crate::make::atlas::atlas;
use crate::make::companion::Beside;
use crate::make::companion::Companion;
use crate::make::companion::Makings;
use crate::make::companion::Writing;
use crate::make::editions::folder::FOLDER;
use crate::make::editions::rows::extended;
use crate::make::editions::rows::project_of;
use crate::make::editions::rows::withhold;
use crate::make::files::Files as OutFiles;
use crate::make::staged::Staged;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Warned;
use crate::model::statistic::MARKED;
use crate::model::statistic::Statistics;
use crate::narrative;
use crate::output::Publication;
use crate::output::html;
use crate::output::html::Listed;
use crate::output::html::Templates;
use crate::project::Editions;
use crate::project::Files;
use crate::project::Project;
use crate::project::Row;
use crate::stat;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Path in the output folder → hash of the content.
type Hashes = BTreeMap<String, String>;

/// What every edition is made from.
struct Press<'a> {
    project: &'a Project,
    editions: &'a Editions,
    makings: Makings<'a>,
}

/// Weaves every edition and writes none; returns what was found in them.
pub(super) fn check(
    request: &Request,
    files: &dyn Files,
    project: &Project,
    statistics: &Statistics,
    sources: &Sources,
    memo: &dyn Memo,
) -> Result<Vec<Diagnostic>> {
    let made = |press: &Press<'_>, row: Row| {
        let woven = press.woven(row)?;
        Ok(Warned { value: (), warnings: woven.warnings })
    };
    let all = each(request, files, (project, statistics), sources, memo, made)?;
    Ok(all.warnings)
}

/// Writes every edition as soon as it is made, and then the page that lists them; returns the
/// hashes of the files. Only the editions under way are held in memory.
pub(super) fn write(
    request: &Request,
    (desk, staged): (&Desk, &Staged),
    files: &dyn Files,
    project: &Project,
    publication: &Publication<'_>,
    memo: &dyn Memo,
) -> Result<Warned<Hashes>> {
    let templates = Templates::read(files)?;
    let name =
        project.editions.as_ref().map_or("", |editions| &editions.decl.index.title);
    let beside = Beside { folder: FOLDER, report: true, list: Some(name) };
    let writing = Writing::new(
        request,
        desk,
        (files, publication.theme),
        publication,
        beside,
        memo,
    )?;
    let from = (project, publication.statistics);
    let made = |press: &Press<'_>, row: Row| {
        let listed = listed(press.editions, &row);
        let id = row.folder.clone();
        let Warned { value: local, warnings } = press.woven(row)?;
        let mut made = OutFiles::new();
        writing.with(&local, |publication| {
            writing.page(&id, publication, &templates, &mut made)?;
            writing.pdf(&id, publication, &local, &mut made)
        })?;
        let put = |(name, bytes): (String, Vec<u8>)| {
            let hash = staged.put(&name, &bytes)?;
            Ok((name, hash))
        };
        let put: Hashes = made.into_iter().map(put).collect::<Result<_>>()?;
        Ok(Warned { value: (listed, put), warnings })
    };
    let all = each(request, files, from, publication.sources, memo, made)?;
    let (list, put): (Vec<Listed>, Vec<Hashes>) = all.value.into_iter().unzip();
    let mut put: Hashes = put.into_iter().flatten().collect();
    let page = html::index(publication, name, &list, &templates)?;
    let name = format!("{FOLDER}/index.html");
    let hash = staged.put(&name, page.as_bytes())?;
    put.insert(name, hash);
    Ok(Warned { value: put, warnings: all.warnings })
}

/// Makes something of every row, side by side; each finding is told once, with the first
/// edition that has it.
fn each<T: Send>(
    request: &Request,
    files: &dyn Files,
    (project, statistics): (&Project, &Statistics),
    sources: &Sources,
    memo: &dyn Memo,
    make: impl Fn(&Press<'_>, Row) -> Result<Warned<T>> + Sync,
) -> Result<Warned<Vec<T>>> {
    let Some(editions) = &project.editions else {
        return Err(Diagnostic::error(Code::R0103, "there are no `editions:` to make")
            .at(project.report_yaml.span(), "")
            .help("declare them in `report/report.yaml`, or leave `--editions` out")
            .into());
    };
    let _within = labels::enter(&project.labels);
    let extended = extended(project, editions);
    let mut sources = sources.clone();
    let frames = frame::load(&extended, files, memo, &mut sources)?;
    let Warned { value: mut statistics, warnings } =
        stat::compute_more(&extended, &frames, statistics.clone(), memo)?;
    withhold(project, editions, &mut statistics)?;
    unmark(project, &mut statistics);
    let rows = rows::rows(&extended, editions, &frames)?;
    let mut unread = Findings::new();
    let atlas = atlas(&extended, &editions.figures, &frames, &mut unread);
    let Warned { value: atlas, .. } = unread.finish(atlas)?;
    let press = Press {
        project: &extended,
        editions,
        makings: Makings {
            files,
            frames: &frames,
            atlas: &atlas,
            statistics: Arc::new(statistics),
            report: None,
            options: narrative::Options { draft: request.draft, strict: request.strict },
            memo,
        },
    };
    let made: Vec<(String, Result<Warned<T>>)> = rows
        .into_par_iter()
        .map(|row| {
            let _within = labels::enter(&project.labels);
            (row.name.clone(), make(&press, row))
        })
        .collect();
    let mut told: BTreeMap<String, (Diagnostic, String, usize)> = BTreeMap::new();
    let mut out = Vec::new();
    for (id, made) in made {
        let found = match made {
            Ok(made) => {
                out.push(made.value);
                made.warnings
            }
            Err(failure) => failure.into_diagnostics(),
        };
        for finding in found {
            let key = format!("{:?} {:?}", finding.code, finding.span());
            told.entry(key).and_modify(|(_, _, more)| *more += 1).or_insert((
                finding,
                id.clone(),
                0,
            ));
        }
    }
    let mut found = Findings::new();
    found.extend(warnings);
    for (finding, id, more) in told.into_values() {
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("{} (edition `{id}`{more})", finding.message);
        found.push(Diagnostic { message, ..finding });
    }
    found.finish(out)
}

/// Takes out what the report's own figures mark where they differ from edition to edition: the
/// pictures of an edition print their own numbers.
fn unmark(project: &Project, statistics: &mut Statistics) {
    for figure in &project.figures {
        let words = figure.yaml.canonical();
        let mut columns = words.match_indices('{').filter_map(|(at, _)| {
            words.get(at + 1..)?.chars().next().filter(|next| next.is_alphabetic())
        });
        if columns.next().is_some() {
            let first = format!("{MARKED}.{}.", figure.id);
            statistics.stats.retain(|id, _| !id.starts_with(&first));
        }
    }
}

/// Returns how the list of editions names one of them.
fn listed(editions: &Editions, row: &Row) -> Listed {
    let decl = &editions.decl;
    let says = decl.index.says.as_ref().unwrap_or(&decl.subtitle);
    Listed {
        id: row.folder.clone(),
        title: row.worded(&decl.title),
        says: row.worded(says),
        group: row.words.get(&decl.index.group).cloned().unwrap_or_default(),
    }
}

impl Press<'_> {
    /// Weaves the edition of a row.
    fn woven(&self, row: Row) -> Result<Warned<Companion>> {
        self.makings.woven(project_of(self.project, self.editions, row)?)
    }
}
