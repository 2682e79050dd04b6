//! What editions are made from: the statistics they add, the values they withhold, the rows they
//! are made for, and the project that each of them is.

use crate::frame::Frames;
use crate::make::editions::folder::FOLDER;
use crate::make::editions::folder::folders;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Thing;
use crate::model::id::segment;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::table::Cells;
use crate::project::Editions;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::HtmlDecl;
use crate::project::PageForm;
use crate::project::PressDecl;
use crate::project::Project;
use crate::project::Row;
use crate::project::StatisticsFile;
use crate::project::words;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The project with the statistics of editions beside its own.
pub(super) fn extended(project: &Project, editions: &Editions) -> Project {
    let mut out = project.clone();
    out.statistics.frames.extend(editions.statistics.frames.iter().cloned());
    out.statistics.statistics.extend(editions.statistics.statistics.iter().cloned());
    let orders = editions.statistics.orders.iter();
    out.statistics.orders.extend(orders.map(|(name, all)| (name.clone(), all.clone())));
    for (column, labels) in &editions.statistics.labels {
        let own = out.statistics.labels.entry(column.clone()).or_default();
        own.extend(labels.iter().map(|(key, text)| (key.clone(), text.clone())));
    }
    out
}

/// Takes out the values that rest on too few, in every family declared.
pub(super) fn withhold(
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
                let at = place(&["families", &at.to_string()]);
                return Err(statistics.unknown_family(id).at(at, "").into());
            };
            let mut few = Vec::new();
            for member in &family.members {
                let keys = family.dimensions.iter().cloned();
                let ids = keys.zip(member.key.iter().map(|key| segment(key))).collect();
                let base = Row { ids, ..Row::default() }.keyed(&decl.base.stat);
                let Some(base) = statistics.get(&base).and_then(Stat::number) else {
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
pub(super) fn rows(
    project: &Project,
    editions: &Editions,
    frames: &Frames<'_>,
) -> Result<Vec<Row>> {
    let name = &editions.decl.each;
    let fault = |message: String, help: String| {
        let at = project.report_yaml.place(&["editions", "each"]);
        Diagnostic::error(Code::R0103, message).at(at, "").help(help)
    };
    let mut declared = project.statistics.all_frames();
    let key = declared.find_map(|(frame, key, _)| (frame == name).then_some(key));
    let (Some(key), Some(table)) = (key, frames.table(name)?) else {
        let known = project.statistics.all_frames().map(|(frame, ..)| frame);
        let at = project.report_yaml.place(&["editions", "each"]);
        return Err(Diagnostic::unknown(Thing::Frame, name, known).at(at, "").into());
    };
    let [key] = key else {
        let message = format!("frame `{name}` has no key of one column");
        return Err(fault(message, "an edition is named by one column".to_owned()).into());
    };
    let labels = &project.statistics.labels;
    let row = |at: usize| {
        let columns = table.names().map(str::to_owned).collect();
        let mut row = Row { frame: name.clone(), columns, ..Row::default() };
        for column in &table.columns {
            let Some(value) = column.key(at) else { continue };
            row.ids.insert(column.name.clone(), segment(&value));
            if matches!(column.cells, Cells::Text(_)) {
                let text = words(labels, &column.name, &value).to_owned();
                row.words.insert(column.name.clone(), text);
            }
            if column.name == *key {
                row.name.clone_from(&value);
            }
            row.values.insert(column.name.clone(), value);
        }
        row
    };
    let mut rows: Vec<Row> = (0..table.rows()).map(row).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let folders = folders(&names);
    for (row, folder) in rows.iter_mut().zip(folders) {
        row.folder = folder;
        for (text, setting) in
            [(&editions.decl.title, "title"), (&editions.decl.subtitle, "subtitle")]
        {
            let lacks = |column: &&String| {
                !row.words.contains_key(*column)
                    && text.contains(&format!("{{{column}}}"))
            };
            if let Some(column) = row.columns.iter().find(lacks) {
                let message = format!(
                    "`{{{column}}}` has no text for the row `{}` of `{name}`",
                    row.name
                );
                let at = project.report_yaml.place(&["editions", setting]);
                return Err(Diagnostic::error(Code::R0103, message)
                    .at(at, "")
                    .help("name a column of text that no row lacks")
                    .into());
            }
        }
    }
    Ok(rows)
}

/// The project that one edition is: the row's values stand in its texts.
pub(super) fn project_of(
    whole: &Project,
    editions: &Editions,
    row: Row,
) -> Result<Project> {
    let Editions { decl, chapters, figures, tables, claims, .. } = editions;
    let row = Arc::new(row);
    let mut report = whole.report.clone();
    report.title = row.worded(&decl.title);
    report.subtitle = row.worded(&decl.subtitle);
    report.description.clone_from(&report.subtitle);
    report.findings = Vec::new();
    report.cover = None;
    report.generated = Vec::new();
    report.press = PressDecl::default();
    report.html = HtmlDecl { form: PageForm::File, landing: false };
    report.url = report.url.under(&format!("{FOLDER}/{}/", row.folder));
    let mut filled: Vec<Entry<_>> = filled(figures, &row)?;
    for entry in &mut filled {
        let entry: &mut Entry<FigureDecl> = entry;
        entry.decl.span = Some(entry.yaml.span());
    }
    Ok(Project {
        report,
        report_yaml: whole.report_yaml.clone(),
        package: whole.package.clone(),
        package_yaml: whole.package_yaml.clone(),
        package_path: whole.package_path.clone(),
        extracts: whole.extracts.clone(),
        statistics: StatisticsFile {
            extracts: whole.statistics.extracts.clone(),
            labels: whole.statistics.labels.clone(),
            ..StatisticsFile::default()
        },
        figures: filled,
        pictures: whole.pictures.clone(),
        quotations: whole.quotations.clone(),
        theme: whole.theme.clone(),
        theme_yaml: whole.theme_yaml.clone(),
        warnings: Vec::new(),
        labels: whole.labels.clone(),
        words: whole.words.clone(),
        tables: self::filled(tables, &row)?,
        claims: self::filled(claims, &row)?,
        published: Vec::new(),
        bibliography: None,
        style: None,
        front: chapters.clone(),
        chapters: Vec::new(),
        appendices: Vec::new(),
        parts: whole.parts.clone(),
        editions: None,
        documents: Vec::new(),
        translations: Vec::new(),
        translation: None,
        row: Some(row),
        document: None,
        sources: Sources::new(),
    })
}

/// Declarations with the row's values in their texts.
fn filled<T: DeserializeOwned>(entries: &[Entry<T>], row: &Row) -> Result<Vec<Entry<T>>> {
    entries
        .iter()
        .map(|entry| {
            let yaml = entry.yaml.mapped(&|path, text| row.filled(path, text));
            Ok(Entry { id: entry.id.clone(), decl: yaml.decode()?, yaml })
        })
        .collect()
}
