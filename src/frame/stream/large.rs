//! Data files too large to hold: checked and queried in passes, never a table.

use crate::frame::Frames;
use crate::frame::boundaries;
use crate::frame::expect;
use crate::frame::packed;
use crate::frame::place::path;
use crate::frame::place::place;
use crate::frame::place::placed;
use crate::frame::query;
use crate::frame::query::Refusal;
use crate::frame::resource::contract;
use crate::frame::sql;
use crate::frame::stream::Question;
use crate::frame::stream::pass;
use crate::frame::stream::plan::Plan;
use crate::frame::stream::plan::plan;
use crate::memo;
use crate::memo::Json;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Lines;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;

/// CSV files of more bytes are read in passes.
const LARGE: u64 = 32 * 1024 * 1024;
/// Those of more than this, where all that is asked of them can be answered so: it takes less time and memory.
const MIDDLING: u64 = 8 * 1024 * 1024;

/// How many bytes a byte of a CSV file takes in memory while it is checked and queried: measured
/// with rows of numbers and short texts.
const HELD: u64 = 10;

/// How many bytes a byte of a compressed file usually becomes.
const PACKED: u64 = 6;

/// Returns whether a resource is read in passes: a large CSV file, a middling one of which nothing else is asked, or one
/// that asks for it (`stream: true`).
pub(in crate::frame) fn is_large(frames: &Frames<'_>, resource: &ResourceDecl) -> bool {
    let large = || {
        let size = size(frames, resource);
        size > Some(LARGE) || size > Some(MIDDLING) && is_only_counted(frames, resource)
    };
    held(frames, resource).is_none() && resource.stream.unwrap_or_else(large)
}

/// Returns whether a resource that is read in passes may be held as well, where its cells are asked for.
pub(in crate::frame) fn may_be_held(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
) -> bool {
    resource.stream.is_none() && size(frames, resource) <= Some(LARGE)
}

fn size(frames: &Frames<'_>, resource: &ResourceDecl) -> Option<u64> {
    frames.files.size(&path(frames.project, resource)?).ok()
}

/// Returns whether every frame over a resource can be answered in passes, and no other resource is held to its keys.
fn is_only_counted(frames: &Frames<'_>, resource: &ResourceDecl) -> bool {
    let held_to = |other: &ResourceDecl| {
        let mut keys = other.schema.foreign_keys.iter();
        keys.any(|key| key.reference.resource == resource.name)
    };
    let mut over = frames.project.statistics.frames.iter().filter_map(|frame| {
        let named = query::tables(query::parse(&frame.decl.sql).ok()?.as_ref());
        named.contains(&resource.name).then_some((&frame.decl.sql, named))
    });
    let mut answered = |(sql, named): (&String, Vec<String>)| {
        let declared =
            |name: &String| frames.project.resources().find(|it| it.name == *name);
        let others = named.into_iter().filter(|name| *name != resource.name);
        let tables: Option<Vec<(String, Vec<String>)>> = [Some(resource)]
            .into_iter()
            .chain(others.map(|name| declared(&name)))
            .map(|declared| Some((declared?.name.clone(), columns(declared?))))
            .collect();
        tables.is_some_and(|tables| plan(sql, &tables).is_ok())
    };
    let any = over.next();
    !frames.project.resources().any(held_to)
        && any.is_some_and(&mut answered)
        && over.all(answered)
}

/// Returns the columns of a resource, as queries name them.
fn columns(resource: &ResourceDecl) -> Vec<String> {
    let fields = resource.schema.fields.iter().map(|field| &field.name);
    fields.flat_map(|name| [name.clone(), format!("{name}_reason")]).collect()
}

/// Returns whether a query over a file that may be held can be answered in passes.
pub(in crate::frame) fn is_answered(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    sql: &str,
) -> bool {
    let others: Vec<String> =
        frames.tables_of(sql).into_iter().filter(|name| *name != resource.name).collect();
    planned(frames, resource, sql, &others).is_ok()
}

/// The warning for a resource that asks for passes, and is held.
pub(in crate::frame) fn not_streamed(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
) -> Option<Diagnostic> {
    let why = held(frames, resource).filter(|_| resource.stream == Some(true))?;
    let message = format!("`{}` is held in memory: {why}", resource.name);
    let at = place(frames.project, resource, &["stream"]);
    let help = "take `stream: true` out, or make one plain CSV file of it, in UTF-8";
    Some(Diagnostic::warning(Code::R0334, message).at(at, "").help(help))
}

/// Returns why a resource cannot be read in passes, if it cannot.
fn held(frames: &Frames<'_>, resource: &ResourceDecl) -> Option<&'static str> {
    let Some(path) = path(frames.project, resource) else {
        return Some("it is read from several files");
    };
    let utf_8 = |label: &str| ["utf-8", "utf8"].contains(&label.to_lowercase().as_str());
    let ending = packed::bare(path.as_str());
    let ending = ending.rsplit_once('.').map_or("", |(_, ending)| ending);
    let csv = resource.format.as_deref().unwrap_or("csv") == "csv"
        && boundaries::format(resource, &path).is_none()
        && !["parquet", "xlsx", "xlsm", "xlsb", "xls", "ods"]
            .contains(&ending.to_lowercase().as_str());
    let shaped = !resource.rename.is_empty()
        || !resource.empty_columns.is_empty()
        || resource.split.is_some()
        || resource.unpivot.is_some()
        || resource.pivot.is_some()
        || !resource.complete.is_empty();
    let notes = resource.schema.fields.iter().any(|field| field.footnotes);
    [
        (!csv, "it is no CSV file"),
        (!resource.encoding.as_deref().is_none_or(utf_8), "its `encoding:` is not UTF-8"),
        (!resource.dialect.is_plain(), "it has a `dialect:`"),
        (shaped, "its columns are renamed or reshaped"),
        (notes, "its cells have footnotes"),
        (resource.file_column.is_some(), "it has a column for the name of its file"),
    ]
    .into_iter()
    .find_map(|(is, why)| is.then_some(why))
}

/// Checks a file against its contract in one pass, which answers the declared frames over it
/// that need nothing but resources; tells what is known of it. The lines that findings point into join
/// `sources`.
pub(in crate::frame) fn load(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    sources: &mut Sources,
    found: &mut Findings,
) -> Result<Digest> {
    let path = alone(frames, resource)?;
    let contract = contract(resource);
    let mut key = Key::of(&Name::Resource(resource.name.clone()))
        .field("path", path.as_str())
        .content("contract", contract.as_bytes());
    for foreign in &resource.schema.foreign_keys {
        let target = &foreign.reference.resource;
        let hash = frames.digest(target).map_or("", |digest| digest.hash.as_str());
        key = key.field(Name::Resource(target.clone()).to_string(), hash);
    }
    // The first pass finds the hash on its way: only where an earlier one is known is the file
    // read for the hash alone.
    let hash = || frames.files.hash(&path).map_err(placed(frames, resource));
    let now = |_: &Name| {
        hash().map_or_else(|_| String::new(), |hash| hash.to_hex().to_string())
    };
    let mut shown = None;
    let read = memo::observed(frames.memo, &key, &now, |seen| {
        seen.note(Name::File(path.as_str().to_owned()));
        let questions = questions(frames, resource)?;
        let mut said = (Findings::new(), Lines::default());
        let answers = pass(frames, resource, &path, &questions, false, &mut said);
        let (said, lines) = said;
        shown = Some(lines.clone());
        let answers = answers.map_err(placed(frames, resource))?;
        let warned = said.finish(())?;
        if let Ok(mut answered) = frames.answered.lock() {
            for (question, table) in questions.into_iter().zip(answers.tables) {
                // A refusal is told where the frame is made.
                answered.extend(table.ok().map(|table| (question.sql, table)));
            }
        }
        Ok(Json((answers.rows, warned.warnings, lines)))
    });
    // What is known from earlier has its lines with it.
    let known = read.as_ref().ok().map(|(Json((_, _, lines)), _)| lines.clone());
    let lines = shown.or(known).unwrap_or_default();
    if !lines.numbers.is_empty() {
        sources.show(path.as_str(), lines);
    }
    let (Json((rows, warnings, _)), _) = read?;
    found.extend(warnings);
    let rows_at = || place(frames.project, resource, &["expect"]);
    let what = format!("`{}`", resource.name);
    let expected = resource.expect.as_ref().and_then(|expect| expect.rows);
    if let Some(found) = expect::count(&what, "rows", rows, expected, rows_at) {
        return Err(found.into());
    }
    let hash = hash()?;
    // Its cells are never hashed: the file and what it means stand for all of them.
    let content =
        blake3::hash(format!("{hash} {contract}").as_bytes()).to_hex().to_string();
    let fields = resource.schema.fields.iter();
    let columns = fields.map(|field| (field.name.clone(), content.clone())).collect();
    let files = vec![path.as_str().to_owned()];
    Ok(Digest { hash: content, columns, rows, files })
}

/// Returns the one file of a large resource.
fn alone(frames: &Frames<'_>, resource: &ResourceDecl) -> Result<ProjectPath> {
    let missing = || {
        let message = format!("`{}` is not read from one file", resource.name);
        Diagnostic::error(Code::R0209, message)
    };
    Ok(path(frames.project, resource).ok_or_else(missing)?)
}

/// The declared frames over a file that can be answered now.
fn questions<'f>(
    frames: &'f Frames<'_>,
    resource: &ResourceDecl,
) -> Result<Vec<Question<'f>>> {
    let mut out = Vec::new();
    for frame in &frames.project.statistics.frames {
        let sql = &frame.decl.sql;
        let Ok(parsed) = query::parse(sql) else { continue };
        let named = query::tables(&parsed);
        let others: Vec<String> =
            named.iter().filter(|name| **name != resource.name).cloned().collect();
        let known = others.iter().all(|name| frames.is_held(name));
        if known
            && others.len() < named.len()
            && let Ok(plan) = planned(frames, resource, sql, &others)
        {
            let others = frames.ready(&others, sql, &frame.yaml.place(&["sql"]))?;
            out.push(Question { sql: sql.clone(), plan, others });
        }
    }
    Ok(out)
}

/// Plans a query over a large file and other tables.
fn planned(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    sql: &str,
    others: &[String],
) -> std::result::Result<Plan, Refusal> {
    let mut tables = vec![(resource.name.clone(), columns(resource))];
    for name in others {
        let columns = frames.digest(name).into_iter().flat_map(Digest::names);
        tables.push((name.clone(), columns.map(str::to_owned).collect()));
    }
    plan(sql, &tables)
}

/// Answers a query over a large file: with what came with its check, or in a pass of its own.
pub(in crate::frame) fn query(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    sql: &str,
    at: &Span,
) -> Result<Table> {
    let known = frames.answered.lock().ok().and_then(|mut answered| answered.remove(sql));
    let mut table = if let Some(table) = known {
        table
    } else {
        let others: Vec<String> = frames
            .tables_of(sql)
            .into_iter()
            .filter(|name| *name != resource.name)
            .collect();
        let plan = planned(frames, resource, sql, &others)
            .map_err(|refusal| unplanned(frames, resource, sql, at, refusal))?;
        let others = frames.ready(&others, sql, at)?;
        let questions = [Question { sql: sql.to_owned(), plan, others }];
        let path = alone(frames, resource)?;
        let mut said = (Findings::new(), Lines::default());
        let answers = pass(frames, resource, &path, &questions, true, &mut said)
            .map_err(placed(frames, resource))?;
        let answer = answers.tables.into_iter().next();
        let refused = |refusal| sql::refused(&refusal, sql, at, frames);
        answer.unwrap_or_else(|| Ok(Table::default())).map_err(refused)?
    };
    table.files = sql::files(sql, frames);
    Ok(table)
}

/// The finding for somebody who wants the cells of a large file.
pub(in crate::frame) fn not_held(resource: &ResourceDecl) -> Diagnostic {
    let message = format!("`{}` is too large to hold in memory", resource.name);
    Diagnostic::error(Code::R0209, message)
        .help("declare a frame that counts or sums its rows, and read that")
}

/// The finding for a query that is not known to come out the same in blocks of rows.
fn unplanned(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    sql: &str,
    at: &Span,
    refusal: Refusal,
) -> Failure {
    let Refusal::Part(part) = refusal else {
        return sql::refused(&refusal, sql, at, frames);
    };
    let name = &resource.name;
    let message = format!(
        "`{name}` is too large to hold, and the query cannot be run over blocks of its rows: {}",
        part.message
    );
    let place = query::place(part.at, sql, at, &frames.project.sources);
    let size = path(frames.project, resource).and_then(|it| frames.files.size(&it).ok());
    let packed =
        path(frames.project, resource).is_some_and(|it| packed::named(it.as_str()));
    let held = if packed { HELD * PACKED } else { HELD };
    let mib = (size.unwrap_or(0) * held).div_ceil(1 << 20);
    let help = format!(
        "{}, or hold the file in memory, about {mib} MiB, by `stream: false` on its resource",
        part.help
    );
    Diagnostic::error(Code::R0209, message).at(place, "").help(help).into()
}

#[cfg(test)]
mod tests {
    use super::MIDDLING;
    use super::is_large;
    use crate::frame;
    use crate::memo::Forgetful;
    use crate::project::Kinds;
    use crate::project::Memory;
    use std::fmt::Write as _;

    const NONE: Kinds = Kinds {
        statistics: &[],
        figure: |_| Vec::new(),
        logo: |_| Err((String::new(), "")),
    };

    /// Whether a file of so many bytes is read in passes, and how many rows two frames over it have.
    fn passed(bytes: u64, frames: &str, stream: &str, keyed: bool) -> (bool, Vec<usize>) {
        let mut many = String::from("area,n\n");
        while many.len() as u64 <= bytes {
            let row = many.len();
            let _ = writeln!(many, "A{},{row}", row % 7);
        }
        let keys = if keyed {
            ", foreignKeys: [{fields: [area], reference: {resource: many, fields: [area]}}]"
        } else {
            ""
        };
        let contract = format!(
            "name: d\nresources:\n  - {{name: areas, path: areas.csv, schema: {{fields: [{{name: area, type: string}}]{keys}}}}}\n  - name: many\n    path: many.csv\n{stream}    schema: {{fields: [{{name: area, type: string}}, {{name: n, type: integer}}]}}\n"
        );
        let files = Memory::new()
            .with("report/report.yaml", "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: [report/chapters/1.md]\n")
            .with("report/chapters/1.md", "# T\n")
            .with("report/statistics.yaml", format!("frames:\n{frames}statistics: {{}}\n"))
            .with("data/datapackage.yaml", contract)
            .with("data/areas.csv", "area\nA0\n")
            .with("data/many.csv", many);
        let (project, mut sources) = crate::project::load(&files, &NONE);
        let project = project.unwrap();
        let made = frame::load(&project, &files, &Forgetful, &mut sources).unwrap();
        let many = project.resources().find(|one| one.name == "many").unwrap();
        let rows = project.statistics.frames.iter().map(|frame| &frame.name);
        let rows = rows.map(|name| made.digest(name).unwrap().rows).collect();
        assert!(made.table("many").is_ok() || stream.contains("true"));
        (is_large(&made, many), rows)
    }

    #[test]
    fn a_middling_file_is_read_in_passes_where_all_that_is_asked_of_it_can_be() {
        let sums = "  sums: {sql: \"SELECT area, SUM(n) AS n FROM many GROUP BY area\", key: [area]}\n";
        let joined = "  joined: {sql: \"SELECT areas.area, COUNT(*) AS n FROM many JOIN areas ON many.area = areas.area GROUP BY areas.area\", key: [area]}\n";
        let held = "  held: {sql: \"SELECT area, COUNT(*) AS n FROM (SELECT area, n FROM many ORDER BY n LIMIT 3) AS few GROUP BY area\", key: [area]}\n";
        let over = MIDDLING + 1;
        assert_eq!(
            passed(over, &format!("{sums}{joined}"), "", false),
            (true, vec![7, 1])
        );
        let (passes, rows) = passed(over, &format!("{sums}{held}"), "", false);
        assert!(!passes && rows[0] == 7, "{rows:?}");
        assert!(!passed(over, sums, "    stream: false\n", false).0);
        assert!(!passed(over, sums, "", true).0);
        assert!(!passed(MIDDLING / 2, sums, "", false).0);
        assert!(passed(MIDDLING / 2, sums, "    stream: true\n", false).0);
    }
}
