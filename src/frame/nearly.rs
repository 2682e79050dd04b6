//! Joins by keys that differ only in what nobody sees or in capitals: rows of which no partner is found.
//!
//! **In:** a frame that joins tables by columns of text. **Out:** a refusal that names such a pair of keys.
//! **Guarantees:** a key that has its partner is never named; nothing is said of a table that `lookups:` declares, or that is read in passes.

use crate::frame::Frames;
use crate::frame::query;
use crate::frame::query::Met;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::id::escaped;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::unreadable::silent;
use crate::project::Frame;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::Expr;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::JoinOperator;
use sqlparser::ast::Select;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableFactor;
use sqlparser::tokenizer::Span;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// A table of a query, by the name that it has there.
struct Named {
    alias: String,
    table: String,
}

/// A column of text, and the table that has it.
type Keyed<'f> = (&'f str, &'f Column);

/// Refuses a join that leaves out rows because of how their keys are written.
pub(super) fn check(frames: &Frames<'_>, frame: &Frame) -> Result<()> {
    let Ok(parsed) = query::parse(&frame.decl.sql) else { return Ok(()) };
    let mut found = None;
    let _ = query::walk(&parsed, &mut |met| {
        if let Met::Select(select) = met {
            found = found.take().or_else(|| joined(frames, frame, select));
        }
        Ok(())
    });
    found.map_or(Ok(()), |fault| Err(fault.into()))
}

fn joined(frames: &Frames<'_>, frame: &Frame, select: &Select) -> Option<Diagnostic> {
    for from in &select.from {
        let mut known: Vec<Named> = named(&from.relation).into_iter().collect();
        for join in &from.joins {
            known.extend(named(&join.relation));
            let (JoinOperator::Join(on)
            | JoinOperator::Inner(on)
            | JoinOperator::Left(on)
            | JoinOperator::LeftOuter(on)
            | JoinOperator::Right(on)
            | JoinOperator::RightOuter(on)) = &join.join_operator
            else {
                continue;
            };
            let mut pairs: Vec<(Keyed<'_>, Keyed<'_>, Span)> = Vec::new();
            match on {
                JoinConstraint::On(expr) => {
                    let mut sides = Vec::new();
                    equal(expr, &mut sides);
                    pairs.extend(sides.into_iter().filter_map(|(a, b)| {
                        let (one, other) =
                            (column(frames, &known, a), column(frames, &known, b));
                        Some((one?, other?, a.span()))
                    }));
                }
                JoinConstraint::Using(names) => {
                    let Some((last, before)) = known.split_last() else { continue };
                    for name in names {
                        let column = query::plain(name);
                        let mut one =
                            before.iter().filter_map(|one| text(frames, one, &column));
                        let pair = one.next().zip(text(frames, last, &column));
                        pairs.extend(pair.map(|(one, other)| (one, other, name.span())));
                    }
                }
                JoinConstraint::Natural | JoinConstraint::None => {}
            }
            for (one, other, at) in pairs {
                let declared = frame.decl.lookups.iter().any(|decl| {
                    let of = |table: &str| decl.from == table || decl.to == table;
                    of(one.0) && of(other.0)
                });
                if declared || one.0 == other.0 {
                    continue;
                }
                if let Some((first, second)) = nearly(one.1, other.1) {
                    let sources = &frames.project.sources;
                    let within = frame.yaml.place(&["sql"]);
                    let place = query::place(at, &frame.decl.sql, &within, sources);
                    let found = said((one.0, &first), (other.0, &second), &one.1.name);
                    return Some(found.at(place, ""));
                }
            }
        }
    }
    None
}

fn said((a, first): (&str, &str), (b, second): (&str, &str), column: &str) -> Diagnostic {
    let message = format!(
        "rows of `{a}` find no partner in `{b}`: `{column}` is {} in one, and {} in the other",
        escaped(first),
        escaped(second)
    );
    Diagnostic::error(Code::R0235, message).help(
        "make them one with `TRIM`, `UPPER` or `REPLACE` on both sides of the `ON`, or in the file; if they are two, declare the join by `lookups:` with its `unmatched:` rows",
    )
}

fn named(factor: &TableFactor) -> Option<Named> {
    let TableFactor::Table { name, alias, .. } = factor else { return None };
    let table = query::plain(name);
    let alias =
        alias.as_ref().map_or_else(|| table.clone(), |alias| alias.name.value.clone());
    Some(Named { alias, table })
}

/// Collects the columns that a condition holds to be equal.
fn equal<'q>(expr: &'q Expr, out: &mut Vec<(&'q Expr, &'q Expr)>) {
    match expr {
        Expr::Nested(inner) => equal(inner, out),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            equal(left, out);
            equal(right, out);
        }
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => out.push((left, right)),
        _ => {}
    }
}

/// Returns the table and the column of text that an expression names.
fn column<'f>(
    frames: &'f Frames<'_>,
    known: &'f [Named],
    expr: &Expr,
) -> Option<Keyed<'f>> {
    let name = query::column(expr)?;
    let of = if let Expr::CompoundIdentifier(parts) = expr {
        let alias = &parts.get(parts.len().checked_sub(2)?)?.value;
        known.iter().find(|one| one.alias.eq_ignore_ascii_case(alias))?
    } else {
        let has = |one: &&Named| {
            frames.digest(&one.table).is_some_and(|digest| digest.column(name).is_some())
        };
        let mut having = known.iter().filter(has);
        having.next().filter(|_| having.next().is_none())?
    };
    text(frames, of, name)
}

fn text<'f>(frames: &'f Frames<'_>, of: &'f Named, name: &str) -> Option<Keyed<'f>> {
    if !frames.is_held(&of.table) {
        return None;
    }
    let column = frames.table(&of.table).ok().flatten()?.column(name)?;
    matches!(column.cells, Cells::Text(_)).then_some((of.table.as_str(), column))
}

/// Returns two keys without a partner that read as one.
fn nearly(one: &Column, other: &Column) -> Option<(String, String)> {
    let (Cells::Text(a), Cells::Text(b)) = (&one.cells, &other.cells) else {
        return None;
    };
    let (a, b): (BTreeSet<&str>, BTreeSet<&str>) =
        (a.texts().collect(), b.texts().collect());
    let (lone, others): (Vec<&&str>, Vec<&&str>) =
        (a.difference(&b).collect(), b.difference(&a).collect());
    if lone.is_empty() || others.is_empty() {
        return None;
    }
    let folded: BTreeMap<String, &str> =
        others.into_iter().map(|key| (folded(key), *key)).collect();
    lone.into_iter().find_map(|key| {
        let twin = folded.get(&self::folded(key))?;
        Some(((*key).to_owned(), (*twin).to_owned()))
    })
}

/// Returns a key as it is read aloud.
fn folded(key: &str) -> String {
    let plain: String = key.nfkc().filter(|c| !silent(*c)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
