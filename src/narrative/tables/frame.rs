//! Tables that show the rows of a frame.

use crate::labels::capital;
use crate::model::calendar::Period;
use crate::model::calendar::periods;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::slip_of;
use crate::model::document::Cell;
use crate::model::document::plain;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::id::alike;
use crate::model::name::Name;
use crate::model::table;
use crate::model::table::Table;
use crate::narrative::extent::Extent;
use crate::narrative::gaps::Gaps;
use crate::narrative::parse::Reading;
use crate::narrative::tables::Body;
use crate::narrative::tables::column;
use crate::narrative::tables::hold;
use crate::narrative::tables::is_rounded;
use crate::narrative::tables::layout::gather;
use crate::narrative::tables::rows;
use crate::narrative::tables::texts;
use crate::narrative::world::Make;
use crate::project::Entry;
use crate::project::TableDecl;
use crate::project::words;
use std::collections::BTreeMap;

pub(super) fn of_frame(
    make: &Make<'_>,
    (entry, name): (&Entry<TableDecl>, &str),
    gaps: &mut Gaps<'_>,
    reading: &mut Reading<'_>,
) -> Body {
    let (labels, frames) = (&make.project.statistics.labels, make.frames);
    let found = &mut reading.met.found;
    reading.weaver.look(make.frames.name_of(name));
    let Some(frame) = found.keep(frames.table(name)) else { return Body::default() };
    let Some(frame) = frame else {
        let known = frames.names();
        found.push(
            Diagnostic::unknown(Thing::Frame, name, known)
                .at(entry.place(&["frame"]), ""),
        );
        return Body::default();
    };
    gaps.of_files(&frame.files);
    let mut body = Body::new();
    let mut times: Vec<Vec<Period>> = Vec::new();
    let mut columns = Vec::new();
    for (index, decl) in entry.decl.columns.iter().enumerate() {
        let index = index.to_string();
        let wanted = decl.column.as_deref().unwrap_or_default();
        let Some(column) = frame.column(wanted) else {
            let place = ["columns", &index, "column"];
            found.push(unknown(entry, &place, (wanted, name), frame));
            continue;
        };
        let unit = match decl.unit.as_deref() {
            Some(unit) => {
                if let Some(unit) = crate::stat::unit_named(unit) {
                    Some(unit)
                } else {
                    let place = entry.place(&["columns", &index, "unit"]);
                    found.push(crate::stat::unknown_unit(unit).at(place, ""));
                    None
                }
            }
            None => None,
        };
        let whole = matches!(column.cells, table::Cells::Integer(_));
        let year = whole && crate::frame::is_year(make.project, name, wanted);
        let usual = match (whole, year) {
            (_, true) => Unit::Year,
            (true, false) => Unit::Count,
            (false, false) => Unit::Number,
        };
        let mut format = Format::of(unit.unwrap_or(usual));
        if format.unit == Unit::Currency {
            format = format.noun(decl.noun.as_deref().unwrap_or("£"));
        }
        if let Some(decimals) = decl.decimals.or_else(|| frames.decimals(name, wanted)) {
            format.decimals = decimals;
        } else if format.unit != Unit::Currency {
            format.decimals = needed(column, format.decimals);
        }
        times.extend(period_column(column, year));
        found.extend(look_alike(entry, &index, column));
        body.columns.push(self::column(decl, column.is_numeric()));
        reading.weaver.look(Name::Labels(column.name.clone()));
        reading.weaver.look(Name::column(name, wanted));
        let reasons = reasons(make, entry, (frame, column), &index, found);
        columns.push((decl, column, reasons, format));
    }
    if let [one] = times.as_slice() {
        let mut extent = Extent::default();
        one.iter().for_each(|period| extent.add(*period, *period));
        hold(&extent, entry, found);
    }
    let heads = entry.decl.group.as_deref();
    let rows = rows::in_order(make.project, (name, heads), frame);
    for row in rows.iter().copied() {
        let cells = columns.iter().map(|(decl, column, reasons, format)| {
            if let Some(number) = column.number(row) {
                let text = match format.unit {
                    Unit::Percent | Unit::Currency => format.full(number),
                    _ => format.number(number),
                };
                let (content, sort) = (texts(&text), Some(number));
                return Cell { content, sort, ..Cell::default() };
            }
            match column.key(row) {
                Some(text) => {
                    let own = decl.labels.get(&text).map(String::as_str);
                    let text = own.unwrap_or_else(|| words(labels, &column.name, &text));
                    Cell { content: texts(text), ..Cell::default() }
                }
                None => {
                    gaps.missing(reasons.and_then(|column| column.key(row)).as_deref())
                }
            }
        });
        body.rows.push(cells.collect());
    }
    if let Some(wanted) = &entry.decl.group {
        reading.weaver.look(Name::Labels(wanted.clone()));
        match frame.column(wanted) {
            Some(column) => {
                group(&mut body, (column, &rows), |value| {
                    capital(words(labels, wanted, value))
                });
            }
            None => found.push(unknown(entry, &["group"], (wanted, name), frame)),
        }
    }
    for (at, (.., format)) in columns.iter().enumerate() {
        let cells: Option<Vec<(f64, String)>> = body
            .rows
            .iter()
            .map(|row| {
                let cell = row.get(at)?;
                Some((cell.sort?, plain(&cell.content)))
            })
            .collect();
        let cells = cells.filter(|_| format.unit == Unit::Percent).unwrap_or_default();
        body.rounded |=
            is_rounded(cells.iter().map(|(value, text)| (*value, text.as_str())));
    }
    body
}

/// Returns warnings of texts of a column that look alike, and of words for one that is a slip away.
fn look_alike(
    entry: &Entry<TableDecl>,
    index: &str,
    column: &table::Column,
) -> Vec<Diagnostic> {
    let table::Cells::Text(cells) = &column.cells else { return Vec::new() };
    let values = || cells.iter().flatten();
    let decl = index.parse().ok().and_then(|index: usize| entry.decl.columns.get(index));
    let labels = decl.map(|decl| &decl.labels);
    let named = |value: &str| labels.is_some_and(|labels| labels.contains_key(value));
    let slips = labels.into_iter().flat_map(BTreeMap::keys).filter_map(|key| {
        let meant = slip_of(key, values(), named)?;
        let message = format!("no value of `{}` is `{key}`", column.name);
        let at = entry.yaml.key(&["columns", index, "labels", key]);
        let found = Diagnostic::warning(Code::R0313, message).at(at, "");
        Some(found.help(format!("did you mean `{meant}`?")))
    });
    let help = "make them one with TRIM or REPLACE in the frame's SQL, or in the file";
    let alike = alike(&column.name, values()).into_iter().map(|message| {
        let at = entry.place(&["columns", index, "column"]);
        Diagnostic::warning(Code::R0630, message).at(at, "").help(help)
    });
    slips.chain(alike).collect()
}

fn unknown(
    entry: &Entry<TableDecl>,
    place: &[&str],
    (wanted, name): (&str, &str),
    frame: &Table,
) -> Diagnostic {
    let message = format!("unknown column `{wanted}` in frame `{name}`");
    Diagnostic::error(Code::R0302, message).at(entry.place(place), "").help(did_you_mean(
        wanted,
        frame.names(),
        "columns",
    ))
}

/// Brings rows of the same value of a column together, in the order in which the values come.
fn group(
    body: &mut Body,
    (column, rows): (&table::Column, &[usize]),
    words: impl Fn(&str) -> String,
) {
    let mut headings: Vec<String> = Vec::new();
    let mut of = Vec::new();
    for row in rows {
        let heading = column.key(*row).map(|value| words(&value));
        of.push(heading.map(|heading| {
            let known = headings.iter().position(|known| *known == heading);
            known.unwrap_or_else(|| {
                headings.push(heading);
                headings.len() - 1
            })
        }));
    }
    gather(body, &headings, &of);
}

/// Returns how many digits after the point the values of a column have, up to the usual ones: more
/// would say of them what nobody measured.
fn needed(column: &table::Column, usual: u8) -> u8 {
    let values = || (0..column.len()).filter_map(|row| column.number(row));
    let enough = |decimals: &u8| {
        let scale = 10_f64.powi(i32::from(*decimals));
        values().all(|value| {
            let scaled = value * scale;
            (scaled - scaled.round()).abs() <= 1e-9 * scaled.abs().max(1.0)
        })
    };
    if values().next().is_none() {
        return usual;
    }
    (0..usual).find(enough).unwrap_or(usual)
}

/// Returns the periods of a column that holds nothing else.
fn period_column(column: &table::Column, year: bool) -> Option<Vec<Period>> {
    if column.is_numeric() && !year {
        return None;
    }
    let keys: Vec<String> = (0..column.len()).filter_map(|row| column.key(row)).collect();
    periods(keys.iter().map(String::as_str))
}

/// Returns the column that says why values of another are missing.
fn reasons<'f>(
    make: &Make<'_>,
    entry: &Entry<TableDecl>,
    (frame, column): (&'f Table, &table::Column),
    index: &str,
    found: &mut Findings,
) -> Option<&'f table::Column> {
    let name = format!("{}_reason", column.name);
    if column.is_whole() {
        return None;
    }
    if let Some(reasons) = frame.column(&name) {
        return Some(reasons);
    }
    let known = make.project.resources().any(|resource| {
        let field = resource.schema.fields.iter().find(|field| field.name == column.name);
        let own = field.and_then(|field| field.missing_values.as_ref());
        let markers = field.map(|_| own.unwrap_or(&resource.schema.missing_values));
        markers.is_some_and(|all| all.iter().any(|marker| !marker.marker().is_empty()))
    });
    if known {
        let message = format!(
            "missing values of `{}` print as [x], whatever their reason",
            column.name
        );
        found.push(
            Diagnostic::warning(Code::R0570, message)
                .at(entry.place(&["columns", index, "column"]), "")
                .help(format!("add `{name}` to the frame's `SELECT`")),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::needed;
    use crate::model::table::Cells;
    use crate::model::table::Column;

    #[test]
    fn numbers_print_with_the_digits_that_they_have_and_with_the_usual_ones_at_most() {
        let of = |values: &[f64]| {
            let cells = Cells::Number(values.iter().map(|value| Some(*value)).collect());
            needed(&Column { name: "x".to_owned(), cells }, 2)
        };
        assert_eq!(of(&[1.0, 20.0, -3.0]), 0);
        assert_eq!(of(&[1.0, 20.5, -3.0]), 1);
        assert_eq!(of(&[0.1 + 0.2, 1e9 + 0.1]), 1);
        assert_eq!(of(&[1.25, 20.5]), 2);
        assert_eq!(of(&[1.0 / 3.0]), 2);
        assert_eq!(of(&[]), 2);
    }
}
