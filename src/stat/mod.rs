//! Frames to named statistics, and how a number is printed.
//!
//! **In:** checked tables and the blocks of `statistics.yaml`.
//! **Out:** [`Statistics`]: values with unit, interval, test, counts and provenance.
//! **Guarantees:** nothing depends on the order of rows; an undefined value is an error at
//! the block's own line, never a NaN.

mod draft;
mod groups;
pub mod estimate;
mod kind;
mod manual;
mod measure;
mod measured;
mod named;
mod reading;
mod remark;
mod rows;
mod sheet;
mod unit;

pub use manual::index;
pub use manual::kinds;
pub use manual::manual;
pub use manual::pages;
pub use manual::schemas;
pub(crate) use unit::unit_named;
pub(crate) use unit::unknown_unit;

use crate::frame::Frames;
use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::format::Unit;
use crate::model::id::alike;
use crate::model::id::folded;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::model::statistic::Family;
use crate::model::statistic::Interval;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::project::Decoder;
use crate::project::Project;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::World;
use crate::stat::kind::KINDS;
use crate::stat::remark::Remark;
use crate::stat::remark::Remarks;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The decoders of all kinds, for [`crate::project::load`].
pub const DECODERS: &[Decoder] = &{
    let mut decoders = [KINDS[0].decoder; KINDS.len()];
    let mut at = 0;
    while at < decoders.len() {
        decoders[at] = KINDS[at].decoder;
        at += 1;
    }
    decoders
};

/// Computes every declared statistic; all that are undefined are reported at once.
pub fn compute(
    project: &Project,
    frames: &Frames<'_>,
    memo: &dyn Memo,
) -> Result<Warned<Statistics>> {
    let (done, mut found) = compute_partly(project, frames, Statistics::default(), memo);
    found.extend(named::misnamed(project, frames, &done));
    found.finish(done)
}

/// Computes the declared statistics that are not among those done, and returns all.
pub fn compute_more(
    project: &Project,
    frames: &Frames<'_>,
    done: Statistics,
    memo: &dyn Memo,
) -> Result<Warned<Statistics>> {
    let (done, found) = compute_partly(project, frames, done, memo);
    found.finish(done)
}

/// The same, but also returns what could be computed where a block is at fault.
pub fn compute_partly(
    project: &Project,
    frames: &Frames<'_>,
    mut done: Statistics,
    memo: &dyn Memo,
) -> (Statistics, Findings) {
    let mut found = Findings::new();
    let blocks: BTreeSet<String> =
        done.stats.values().map(|stat| stat.provenance.block.clone()).collect();
    let declared_blocks = project.statistics.statistics.iter();
    let mut waiting: Vec<&StatDecl> =
        declared_blocks.filter(|block| !blocks.contains(&block.id)).collect();
    let mut broken = false;
    while !waiting.is_empty() {
        // Blocks whose needs are met are computed side by side, and kept in the file's order.
        let before = waiting.len();
        let (ready, later): (Vec<&StatDecl>, Vec<&StatDecl>) =
            waiting.into_iter().partition(|block| {
                block
                    .needs
                    .iter()
                    .all(|id| known(&done, id) || (!declared(project, id) && !broken))
            });
        let world = World { project, frames, done: &done };
        let made: Vec<Result<_>> =
            ready.par_iter().map(|block| one(block, &world, memo)).collect();
        for (block, made) in ready.iter().zip(made) {
            let made = made.and_then(|(made, remarks, looked_at)| {
                let (made, remarks) = distinct(block, (made, remarks))?;
                Ok((made, remarks, looked_at))
            });
            match found.keep(made) {
                Some((mut made, remarks, looked_at)) => {
                    done.looked_at.note(Name::Block(block.id.clone()), looked_at);
                    whole(block, &mut made);
                    // After the cache: what is declared of columns is not in a block's key.
                    made.families.iter_mut().for_each(|family| ordered(family, project));
                    found.extend(remarks.iter().map(|remark| remark.of(block)));
                    found.extend(vanished(block, &made));
                    insert(&mut done, made);
                }
                None => broken = true,
            }
        }
        if later.len() == before {
            if !broken {
                stuck(&later, &mut found);
            }
            break;
        }
        waiting = later;
    }
    (done, found)
}

/// Prints means of large counts as whole ones: there is no tenth of a resident. The values of a
/// family print alike.
fn whole(block: &StatDecl, made: &mut Made) {
    if block.print.decimals.is_some() {
        return;
    }
    let large = |stat: &Stat| {
        stat.format.unit == Unit::Count
            && stat.number().is_some_and(|value| value.abs() >= 1000.0)
    };
    let mut apart: BTreeSet<&str> = BTreeSet::new();
    for family in &made.families {
        let ids: BTreeSet<&str> = family.members.iter().map(|m| m.id.as_str()).collect();
        let mut members = made.stats.iter().filter(|stat| ids.contains(stat.id.as_str()));
        if !members.all(large) {
            apart.extend(ids);
        }
    }
    let apart: BTreeSet<String> = apart.into_iter().map(str::to_owned).collect();
    for stat in made.stats.iter_mut().filter(|stat| !apart.contains(&stat.id)) {
        if large(stat) {
            stat.format.decimals = 0;
        }
    }
}

/// Returns a warning where nobody asked for so few digits, and a value that is not zero prints as 0 (an amount of
/// money, or an estimate with all of its interval), or a count that is none loses a twentieth of itself.
fn vanished(block: &StatDecl, made: &Made) -> Option<Diagnostic> {
    if block.print.decimals.is_some() || block.print.least.is_some() {
        return None;
    }
    let rounded = |stat: &Stat, value: f64| {
        let scale = 10_f64.powi(i32::from(stat.format.decimals));
        (value * scale).round() / scale
    };
    let zero = |stat: &Stat, value: f64| value != 0.0 && rounded(stat, value) == 0.0;
    let lost = |stat: &&Stat| {
        let Some(value) = stat.number() else { return false };
        let ends = stat.interval.as_ref().map(|found| [found.low, found.high]);
        let money = stat.format.unit == Unit::Currency;
        let vanishes = zero(stat, value)
            && ends
                .map_or(money, |ends| ends.iter().all(|end| rounded(stat, *end) == 0.0));
        let whole = stat.format.unit == Unit::Count && stat.format.decimals == 0;
        vanishes || whole && (value - rounded(stat, value)).abs() > 0.05 * value.abs()
    };
    let stat = made.stats.iter().find(lost)?;
    let message = format!(
        "`{}` is {}, and prints as {}",
        stat.id,
        stat.number().unwrap_or_default(),
        stat.printed()
    );
    let help = "declare the `unit:` of what is measured, or `decimals:`";
    Some(Diagnostic::warning(Code::R0314, message).at(block.place(&[]), "").help(help))
}

/// Returns what a block gives: of an earlier run, if all it looked at is the same.
fn one(
    block: &StatDecl,
    world: &World<'_>,
    memo: &dyn Memo,
) -> Result<(Made, Vec<Remark>, BTreeSet<Name>)> {
    let name = Name::Block(block.id.clone());
    let own = Key::of(&name).content("declaration", block.canonical.as_bytes());
    let (Json((mut made, remarks)), looked_at) =
        memo::observed(memo, &own, &|name| world.hash(name), |seen| {
            let remarks = Remarks::default();
            let made = block_of(&Context::new(block, world, seen, &remarks))?;
            Ok(Json((made, remarks.taken())))
        })?;
    // The place is no part of the result: lines above it may have moved it.
    for stat in &mut made.stats {
        stat.provenance.span = block.span();
    }
    Ok((made, remarks, looked_at))
}

/// Refuses results of which two share an id: a group that is called as one of the block's own
/// results. Two groups never do (`key`).
fn distinct(
    block: &StatDecl,
    (made, mut remarks): (Made, Vec<Remark>),
) -> Result<(Made, Vec<Remark>)> {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for stat in &made.stats {
        let Some(other) = known.insert(&stat.id, &stat.title) else { continue };
        let message = format!(
            "two results have the id `{}`: \"{other}\" and \"{}\"",
            stat.id, stat.title
        );
        return Err(Diagnostic::error(Code::R0340, message)
            .at(block.span(), "")
            .help("a group has the name of a result of the block: give it another name in the frame's SQL")
            .into());
    }
    let mut alike: BTreeMap<String, &str> = BTreeMap::new();
    for stat in &made.stats {
        if let Some(other) = alike.insert(folded(&stat.id), &stat.id) {
            remarks.push(Remark::new(
                Code::R0342,
                format!(
                    "the ids `{other}` and `{}` differ only in capitals and hyphens",
                    stat.id
                ),
                &[],
                "write them in full, or make the values one in the frame's SQL if they mean the same",
            ));
        }
    }
    remarks.extend(made.families.iter().flat_map(alike_to_the_eye));
    Ok((made, remarks))
}

/// Reports keys of a family that differ only in signs that nobody sees.
fn alike_to_the_eye(family: &Family) -> Vec<Remark> {
    let mut out = Vec::new();
    for (at, dimension) in family.dimensions.iter().enumerate() {
        let keys = family.members.iter().filter_map(|m| m.key.get(at));
        for message in alike(dimension, keys.map(String::as_str)) {
            let help =
                "make them one with TRIM or REPLACE in the frame's SQL, or in the file";
            out.push(Remark::new(Code::R0630, message, &[], help));
        }
    }
    out
}

/// Orders a family of groups by what is declared of its columns.
fn ordered(family: &mut Family, project: &Project) {
    let order = |(at, dimension): (usize, &String)| {
        let keys = family.members.iter().filter_map(|member| member.key.get(at));
        let values = keys.map(String::as_str).collect();
        Some((dimension.clone(), project.order_of(dimension, &values)?))
    };
    let orders: Vec<_> = family.dimensions.iter().enumerate().filter_map(order).collect();
    // Most have none, and to look through thousands of families for what nobody asks takes its time.
    if orders.is_empty() {
        return;
    }
    // One that is not sorted has an order of its own.
    let sorted = family.is_sorted();
    family.orders.extend(orders);
    if sorted {
        family.sort();
    }
}

fn insert(done: &mut Statistics, made: Made) {
    for stat in made.stats {
        done.stats.insert(stat.id.clone(), stat);
    }
    for family in made.families {
        done.families.insert(family.id.clone(), family);
    }
    done.missing.extend(made.missing);
}

fn block_of(context: &Context<'_>) -> Result<Made> {
    let name = &context.block.kind_name;
    let Some(kind) = KINDS.iter().find(|kind| kind.decoder.kind == name) else {
        return Err(context.undefined(&context.block.id, &format!("kind `{name}`")));
    };
    let mut made = (kind.compute)(context, &context.block.settings)?;
    // Values that are all equal have no spread to make an interval of: one without width would
    // say that nothing is uncertain. Where an index is 100 by definition, nothing is.
    for stat in &mut made.stats {
        if beyond_doubles(stat) {
            return Err(context.undefined(&stat.id, &estimate::beyond().reason));
        }
        let base = stat.format.unit == Unit::Index && stat.number() == Some(100.0);
        stat.interval = stat.interval.take().filter(|ends| base || ends.low < ends.high);
    }
    Ok(made)
}

/// Whether squares of the values left the range of a double on the way to a result.
fn beyond_doubles(stat: &Stat) -> bool {
    let no_end = |ends: &Interval| {
        ends.low.is_nan()
            || ends.high.is_nan()
            || (ends.high - ends.low).is_nan()
            || ends.low == f64::NEG_INFINITY && ends.high == f64::INFINITY
    };
    stat.interval.as_ref().is_some_and(no_end)
        || stat.test.as_ref().is_some_and(|test| test.p.is_nan())
        || stat.details.values().any(|value| !value.is_finite())
}

fn known(done: &Statistics, id: &str) -> bool {
    done.find(id).is_some() || done.families.contains_key(id)
}

/// Returns whether a block may still give this id.
fn declared(project: &Project, id: &str) -> bool {
    let block = id.split('.').next().unwrap_or(id);
    let mut blocks = project.statistics.statistics.iter();
    blocks.any(|declared| declared.id == block)
}

fn stuck(blocks: &[&StatDecl], found: &mut Findings) {
    for block in blocks {
        let names: Vec<String> = block.needs.iter().map(|id| format!("`{id}`")).collect();
        found.push(
            Diagnostic::error(
                Code::R0306,
                format!(
                    "`{}` needs {}, which no block gives",
                    block.id,
                    names.join(", ")
                ),
            )
            .at(block.span(), "")
            .help("look for a misspelt id, or for blocks that need one another"),
        );
    }
}
