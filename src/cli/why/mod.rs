//! `reissue explain --why`: the chain from file and row to page, through frame, statistic,
//! claim, figure, table and chapter.

mod above;
mod below;

use crate::make::Woven;
use crate::model::behind::behind;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Inline;
use crate::model::document::every;
use crate::model::document::visit_blocks;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::project::Files;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the chain of a statistic or a block of them, `figure:`, `table:`, `claim:`, `frame:`,
/// `file:` or `page:` (a chapter by its file, its name without folder and ending, its number or
/// its anchor); none when there is no such thing.
pub(super) fn chain(
    woven: &Woven,
    files: &dyn Files,
    inputs: &BTreeMap<String, String>,
    id: &str,
) -> Option<String> {
    let chain = Chain { woven, files, inputs };
    let asked = chain.asked(id)?;
    let mut out = String::from("chain\n");
    chain.above(&asked, &mut out);
    chain.below(&asked, &mut out);
    Some(out)
}

struct Chain<'a> {
    woven: &'a Woven,
    files: &'a dyn Files,
    /// Content hashes by path.
    inputs: &'a BTreeMap<String, String>,
}

/// What is asked for, and the statistics that it stands on, or that stand on it.
struct Asked<'a> {
    thing: Thing<'a>,
    ids: BTreeSet<String>,
}

enum Thing<'a> {
    Statistics,
    Figure(&'a str),
    Table(&'a str),
    Claim(&'a str),
    Page(&'a Chapter),
    Frame(&'a str),
    File(&'a str),
}

impl<'a> Chain<'a> {
    fn asked(&self, id: &'a str) -> Option<Asked<'a>> {
        let (sort, name) = id.split_once(':').unwrap_or(("stat", id));
        let all = &self.woven.statistics.stats;
        let of = |holds: &dyn Fn(&Stat) -> bool| -> BTreeSet<String> {
            let found = all.iter().filter(|(_, stat)| holds(stat));
            found.map(|(id, _)| id.clone()).collect()
        };
        let (thing, ids) = match sort {
            "stat" if all.contains_key(name) => {
                (Thing::Statistics, BTreeSet::from([name.to_owned()]))
            }
            "stat" => {
                let ids = of(&|stat| stat.provenance.block == name);
                (Thing::Statistics, Some(ids).filter(|ids| !ids.is_empty())?)
            }
            "figure" => (Thing::Figure(name), self.drawn(name)?),
            "table" => {
                let block = self.blocks().find(
                    |block| matches!(block, Block::Table(table) if table.id == name),
                )?;
                (Thing::Table(name), named(std::slice::from_ref(block)))
            }
            "page" => {
                let stem = |file: &str| {
                    let name = file.rsplit('/').next().unwrap_or_default();
                    name.trim_end_matches(".md").to_owned()
                };
                let mut chapters = self.woven.document.chapters.iter();
                let chapter = chapters.find(|chapter| {
                    [&chapter.file, &chapter.id, &chapter.number, &stem(&chapter.file)]
                        .contains(&&name.to_owned())
                })?;
                let mut ids = named(&chapter.blocks);
                for block in every(&chapter.blocks) {
                    if let Block::Figure(figure) = block {
                        ids.extend(self.drawn(&figure.id)?);
                    }
                }
                (Thing::Page(chapter), ids)
            }
            "claim" => {
                let mut entries = self.woven.project.claims.iter();
                entries.find(|entry| entry.id == name)?;
                (Thing::Claim(name), self.claimed(name).map(str::to_owned).collect())
            }
            "frame" => {
                self.woven.tables.get(name)?;
                (Thing::Frame(name), of(&self.on(self.table(name))))
            }
            "file" => {
                let (path, _) = self.inputs.get_key_value(name).or_else(|| {
                    let end = format!("/{name}");
                    self.inputs.iter().find(|(path, _)| path.ends_with(&end))
                })?;
                (Thing::File(path), of(&self.on(Name::File(path.clone()))))
            }
            _ => return None,
        };
        Some(Asked { thing, ids })
    }

    /// Returns everything behind results.
    fn behind(&self, results: impl IntoIterator<Item = Name>) -> BTreeSet<Name> {
        behind(results, &self.woven.looked_at, &self.woven.statistics)
    }

    /// Returns whether a statistic has something behind it.
    fn on(&self, what: Name) -> impl Fn(&Stat) -> bool {
        move |stat| self.behind([Name::Statistic(stat.id.clone())]).contains(&what)
    }

    /// Returns the name of a resource or frame.
    fn table(&self, name: &str) -> Name {
        let mut frames = self.woven.project.statistics.all_frames();
        if frames.any(|(frame, ..)| frame == name) {
            Name::Frame(name.to_owned())
        } else {
            Name::Resource(name.to_owned())
        }
    }

    /// Returns the statistics that the rule of a claim reads.
    fn claimed(&self, claim: &str) -> impl Iterator<Item = &'a str> {
        let name = Name::Claim(claim.to_owned());
        let looked_at = self.woven.looked_at.looked_at(&name);
        let read = looked_at.filter_map(|name| match name {
            Name::Statistic(id) => self.woven.statistics.find(id),
            _ => None,
        });
        read.map(|stat| stat.id.as_str()).collect::<Vec<_>>().into_iter()
    }

    /// Returns the statistics that a figure draws.
    fn drawn(&self, figure: &str) -> Option<BTreeSet<String>> {
        let chart = self.woven.charts.get(figure)?;
        Some(chart.statistics().into_iter().map(str::to_owned).collect())
    }

    /// Returns the blocks of all chapters.
    fn blocks(&self) -> impl Iterator<Item = &'a Block> {
        self.woven.document.blocks()
    }
}

/// The statistics shown in blocks.
fn named(blocks: &[Block]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    visit_blocks(blocks, &mut |node| {
        if let Inline::Stat { id, .. } = node {
            ids.insert(id.clone());
        }
    });
    ids
}
