//! Editions: a short report for each row of a frame, as a page and a PDF of its own.
//!
//! Statistics are computed once for all; what rests on too few is taken out before any edition
//! is woven, so that nothing can show it.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diag::Warned;
use crate::diag::did_you_mean;
use crate::doc::Block;
use crate::doc::Document;
use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::frame;
use crate::frame::Cells;
use crate::frame::Frames;
use crate::make::Desk;
use crate::make::Request;
use crate::make::outbox::Files as OutFiles;
use crate::make::pictures;
use crate::memo;
use crate::memo::Key;
use crate::memo::Memo;
use crate::narrative;
use crate::output::Drawn;
use crate::output::Publication;
use crate::output::html::Templates;
use crate::output::html::write;
use crate::output::typst;
use crate::output::typst::Bundle;
use crate::project::Editions;
use crate::project::Entry;
use crate::project::Files;
use crate::project::HtmlDecl;
use crate::project::PageForm;
use crate::project::PressDecl;
use crate::project::Project;
use crate::project::Row;
use crate::project::StatisticsFile;
use crate::project::words;
use crate::stat;
use crate::stat::Statistics;
use crate::stat::segment;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The folder of editions in the output folder, and in the working folder.
const FOLDER: &str = "editions";

/// What every edition is made with.
struct Press<'a> {
    request: &'a Request,
    project: &'a Project,
    editions: &'a Editions,
    frames: &'a Frames<'a>,
    statistics: &'a Arc<Statistics>,
    templates: &'a Templates,
    inputs: &'a BTreeMap<String, String>,
    sources: &'a Sources,
    memo: &'a dyn Memo,
    /// Where Typst finds what editions share, and its hash; none leaves the PDF out.
    shared: Option<(&'a Path, &'a str)>,
}

/// Makes every edition; each finding is told once, with the first edition that has it.
pub(super) fn files(
    request: &Request,
    desk: &Desk,
    files: &dyn Files,
    (project, statistics): (&Project, &Statistics),
    (inputs, sources): (&BTreeMap<String, String>, &Sources),
    memo: &dyn Memo,
) -> Result<Warned<OutFiles>> {
    let Some(editions) = &project.editions else {
        return Err(Diagnostic::error(Code::R0103, "there are no `editions:` to build")
            .at(project.report_yaml.span(), "")
            .help("declare them in `report/report.yaml`, or leave `--editions` out")
            .into());
    };
    let extended = extended(project, editions);
    let mut sources = sources.clone();
    let frames = frame::load(&extended, files, memo, &mut sources)?;
    let mut statistics =
        stat::compute_more(&extended, &frames, statistics.clone(), memo)?;
    withhold(project, editions, &mut statistics)?;
    let rows = rows(&extended, editions, &frames)?;
    let templates = Templates::read(files)?;
    let shared = match &request.typst {
        Some(_) => {
            let shared = typst::shared(files)?;
            let all = shared.iter().fold(Key::new("shared"), |key, (name, bytes)| {
                key.content(name.clone(), bytes)
            });
            Some((desk.fill(FOLDER, &shared)?, all.hash().to_hex().to_string()))
        }
        None => None,
    };
    let statistics = Arc::new(statistics);
    let press = Press {
        request,
        project: &extended,
        editions,
        frames: &frames,
        statistics: &statistics,
        templates: &templates,
        inputs,
        sources: &sources,
        memo,
        shared: shared.as_ref().map(|(folder, hash)| (folder.as_path(), hash.as_str())),
    };
    let made: Vec<(String, Result<Warned<OutFiles>>)> =
        rows.into_par_iter().map(|row| (row.id.clone(), press.edition(row))).collect();
    let mut told: BTreeMap<String, (Diagnostic, String, usize)> = BTreeMap::new();
    let mut out = OutFiles::new();
    for (id, made) in made {
        let found = match made {
            Ok(made) => {
                out.extend(made.value);
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
    for (finding, id, more) in told.into_values() {
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("{} (edition `{id}`{more})", finding.message);
        found.push(Diagnostic { message, ..finding });
    }
    found.finish(out)
}

/// The project with the statistics of editions beside its own.
fn extended(project: &Project, editions: &Editions) -> Project {
    let mut out = project.clone();
    out.statistics.frames.extend(editions.statistics.frames.iter().cloned());
    out.statistics.statistics.extend(editions.statistics.statistics.iter().cloned());
    for (column, labels) in &editions.statistics.labels {
        let own = out.statistics.labels.entry(column.clone()).or_default();
        own.extend(labels.iter().map(|(key, text)| (key.clone(), text.clone())));
    }
    out
}

/// Takes out the values that rest on too few, in every family declared.
fn withhold(
    project: &Project,
    editions: &Editions,
    statistics: &mut Statistics,
) -> Result<()> {
    for (index, decl) in editions.decl.withhold.iter().enumerate() {
        let index = index.to_string();
        let place = |key: &[&str]| {
            let mut path = vec!["editions", "withhold", index.as_str()];
            path.extend_from_slice(key);
            project.report_yaml.place(&path)
        };
        for (at, id) in decl.families.iter().enumerate() {
            let Some(family) = statistics.families.get(id) else {
                let known = statistics.families.keys().map(String::as_str);
                let message = format!("unknown family `{id}`");
                return Err(Diagnostic::error(Code::R0306, message)
                    .at(place(&["families", &at.to_string()]), "")
                    .help(did_you_mean(id, known, "families"))
                    .into());
            };
            let mut few = Vec::new();
            for member in &family.members {
                let keys = family.dimensions.iter().cloned();
                let keys = keys.zip(member.key.iter().map(|key| segment(key))).collect();
                let base = Row { keys, ..Row::default() }.keyed(&decl.base.stat);
                let Some(base) = statistics.get(&base).and_then(stat::Stat::number)
                else {
                    let message =
                        format!("`{base}`, behind `{}`, has no value", member.id);
                    return Err(Diagnostic::error(Code::R0306, message)
                        .at(place(&["base", "stat"]), "")
                        .help("name a statistic that has a value wherever the family has one")
                        .into());
                };
                if base < decl.base.least {
                    few.push(member.id.clone());
                }
            }
            for id in &few {
                statistics.stats.remove(id);
            }
            if let Some(family) = statistics.families.get_mut(id) {
                family.members.retain(|member| !few.contains(&member.id));
            }
        }
    }
    Ok(())
}

/// The rows that editions are made for, in the order of the frame's key.
fn rows(project: &Project, editions: &Editions, frames: &Frames<'_>) -> Result<Vec<Row>> {
    let name = &editions.decl.each;
    let fault = |message: String, help: String| {
        let at = project.report_yaml.place(&["editions", "each"]);
        Diagnostic::error(Code::R0103, message).at(at, "").help(help)
    };
    let declared = project.statistics.frames.iter().find(|frame| frame.name == *name);
    let (Some(declared), Some(table)) = (declared, frames.table(name)?) else {
        let known = project.statistics.frames.iter().map(|frame| frame.name.as_str());
        return Err(fault(
            format!("unknown frame `{name}`"),
            did_you_mean(name, known, "frames"),
        )
        .into());
    };
    let [key] = declared.decl.key.as_slice() else {
        let message = format!("frame `{name}` has no key of one column");
        return Err(fault(message, "an edition is named by one column".to_owned()).into());
    };
    let labels = &project.statistics.labels;
    let row = |at: usize| {
        let mut row = Row { frame: name.clone(), ..Row::default() };
        for column in &table.columns {
            let Some(value) = column.key(at) else { continue };
            row.keys.insert(column.name.clone(), segment(&value));
            if matches!(column.cells, Cells::Text(_)) {
                let text = words(labels, &column.name, &value).to_owned();
                row.words.insert(column.name.clone(), text);
            }
            if column.name == *key {
                row.id = segment(&value);
            }
        }
        row
    };
    let rows: Vec<Row> = (0..table.rows()).map(row).collect();
    let mut ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    ids.sort_unstable();
    if let Some([one, _]) = ids.array_windows().find(|[one, two]| one == two) {
        let message = format!("two rows of `{name}` would share the folder `{one}`");
        return Err(
            fault(message, "let keys differ in letters or digits".to_owned()).into()
        );
    }
    Ok(rows)
}

impl Press<'_> {
    fn edition(&self, row: Row) -> Result<Warned<OutFiles>> {
        let id = row.id.clone();
        let project = self.project_of(row)?;
        let options =
            narrative::Options { draft: self.request.draft, strict: self.request.strict };
        let woven = narrative::narrate(
            &project,
            self.frames,
            self.statistics,
            options,
            self.memo,
        )?;
        let document = woven.value;
        let mut found = Findings::new();
        found.extend(woven.warnings);
        let figures = self.draw(&project, &document, &mut found);
        let publication = Publication {
            document: &document,
            statistics: self.statistics,
            figures: &figures,
            inputs: self.inputs,
            sources: self.sources,
            draft: self.request.draft,
            pdf: self.shared.is_some(),
            theme: &project.theme,
            beside: false,
            whole: Some(&self.project.report.title),
        };
        let mut out = OutFiles::new();
        let page = write(&publication, self.templates)?;
        out.insert(format!("{FOLDER}/{id}/index.html"), page.into_bytes());
        let bundle = typst::edition(&publication, project.report.pdf.paper, &id);
        if let Some(pdf) = self.pdf(&id, &bundle)? {
            out.insert(format!("{FOLDER}/{id}/report.pdf"), pdf);
        }
        found.finish(out)
    }

    /// The project that one edition is: the row's values stand in its texts.
    fn project_of(&self, row: Row) -> Result<Project> {
        let Editions { decl, chapters, figures, tables, claims, .. } = self.editions;
        let row = Arc::new(row);
        let mut report = self.project.report.clone();
        report.title = row.worded(&decl.title);
        report.subtitle = row.worded(&decl.subtitle);
        report.description.clone_from(&report.subtitle);
        report.findings = Vec::new();
        report.generated = Vec::new();
        report.press = PressDecl::default();
        report.html = HtmlDecl { form: PageForm::File };
        report.url = report.url.under(&format!("{FOLDER}/{}/", row.id));
        let mut filled: Vec<Entry<_>> = filled(figures, &row)?;
        for entry in &mut filled {
            let entry: &mut Entry<crate::project::FigureDecl> = entry;
            entry.decl.span = Some(entry.yaml.span());
        }
        Ok(Project {
            report,
            report_yaml: self.project.report_yaml.clone(),
            package: self.project.package.clone(),
            package_yaml: self.project.package_yaml.clone(),
            package_path: self.project.package_path.clone(),
            statistics: StatisticsFile {
                labels: self.project.statistics.labels.clone(),
                ..StatisticsFile::default()
            },
            figures: filled,
            theme: self.project.theme.clone(),
            theme_yaml: self.project.theme_yaml.clone(),
            tables: self::filled(tables, &row)?,
            claims: self::filled(claims, &row)?,
            published: Vec::new(),
            bibliography: None,
            front: chapters.clone(),
            chapters: Vec::new(),
            appendices: Vec::new(),
            parts: self.project.parts.clone(),
            editions: None,
            row: Some(row),
            sources: Sources::new(),
        })
    }

    fn draw(
        &self,
        project: &Project,
        document: &Document,
        found: &mut Findings,
    ) -> BTreeMap<String, Drawn> {
        let look = Look::new(&project.theme, Variant::Light);
        let paper = Look::new(&project.theme, Variant::Print);
        let mut out = BTreeMap::new();
        for block in document.chapters.iter().flat_map(|chapter| &chapter.blocks) {
            let Block::Figure(block) = block else { continue };
            let entry = project.figures.iter().find(|entry| entry.id == block.id);
            let Some(entry) = entry else { continue };
            let planned =
                figure::plan(entry, &project.statistics.labels, self.statistics);
            let Some(chart) = found.keep(planned) else { continue };
            let texts = pictures::texts(document, block);
            found.extend(figure::lint(entry, &chart, &texts, &project.theme));
            let drawn = Drawn {
                wide: figure::draw(&chart, &texts, Placement::OnPage, &look),
                narrow: figure::draw(&chart, &texts, Placement::OnPageNarrow, &look),
                print: figure::draw(&chart, &texts, Placement::OnPage, &paper),
                alternatives: figure::describe(&chart, &texts),
            };
            out.insert(block.id.clone(), drawn);
        }
        out
    }

    fn pdf(&self, id: &str, bundle: &Bundle) -> Result<Option<Vec<u8>>> {
        let (Some(program), Some((folder, shared))) = (&self.request.typst, self.shared)
        else {
            return Ok(None);
        };
        let mut key = Key::new(format!("pdf {id}"))
            .field("typst", program.version())
            .field("shared", shared)
            .field("timestamp", bundle.timestamp.to_string());
        for (name, bytes) in &bundle.files {
            key = key.content(name.clone(), bytes);
        }
        let pdf = memo::through(self.memo, &key, || {
            crate::make::write_all(folder, &bundle.files)?;
            program.compile(folder, bundle)
        })?;
        Ok(Some(pdf))
    }
}

/// Declarations with the row's values in their texts.
fn filled<T: DeserializeOwned>(entries: &[Entry<T>], row: &Row) -> Result<Vec<Entry<T>>> {
    entries
        .iter()
        .map(|entry| {
            let yaml = entry.yaml.mapped(&|text| row.keyed(text));
            Ok(Entry { id: entry.id.clone(), decl: yaml.decode()?, yaml })
        })
        .collect()
}
