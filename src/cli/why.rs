//! `reissue explain --why`: the chain from file and row to page, through frame, statistic,
//! claim, figure, table and chapter.

use crate::doc::Block;
use crate::doc::Chapter;
use crate::doc::Inline;
use crate::doc::plain;
use crate::doc::visit_blocks;
use crate::make::Woven;
use crate::project::Frame;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The most statistics shown of one thing; the rest are counted.
const MOST: usize = 12;

/// Returns the chain of a statistic, `figure:`, `table:`, `claim:`, `frame:`, `file:` or
/// `page:` (a chapter by its file or anchor); none when there is no such thing.
pub(super) fn chain(
    woven: &Woven,
    inputs: &BTreeMap<String, String>,
    id: &str,
) -> Option<String> {
    let chain = Chain { woven, inputs };
    let ids = chain.statistics_of(id)?;
    let mut out = String::from("chain\n");
    let above = chain.with_ancestors(&ids);
    chain.data(&above, &mut out);
    chain.statistics(&ids, &above, &mut out);
    chain.uses(id, &ids, &mut out);
    Some(out)
}

struct Chain<'a> {
    woven: &'a Woven,
    /// Content hashes by path.
    inputs: &'a BTreeMap<String, String>,
}

impl Chain<'_> {
    /// Returns the statistics that something stands on.
    fn statistics_of(&self, id: &str) -> Option<BTreeSet<String>> {
        let (sort, name) = id.split_once(':').unwrap_or(("stat", id));
        let all = &self.woven.statistics.stats;
        let document = &self.woven.document;
        match sort {
            "stat" => all.contains_key(name).then(|| BTreeSet::from([name.to_owned()])),
            "figure" => {
                let chart = self.woven.charts.get(name)?;
                Some(chart.statistics().into_iter().map(str::to_owned).collect())
            }
            "table" => document
                .chapters
                .iter()
                .flat_map(|chapter| &chapter.blocks)
                .find(|block| matches!(block, Block::Table(table) if table.id == name))
                .map(|block| named(std::slice::from_ref(block))),
            "page" => {
                let here =
                    |chapter: &&Chapter| chapter.file == name || chapter.id == name;
                let chapter = document.chapters.iter().find(here)?;
                let mut ids = named(&chapter.blocks);
                for block in &chapter.blocks {
                    if let Block::Figure(figure) = block {
                        ids.extend(self.statistics_of(&format!("figure:{}", figure.id))?);
                    }
                }
                Some(ids)
            }
            "claim" => {
                let entry =
                    self.woven.project.claims.iter().find(|entry| entry.id == name)?;
                let text = entry.yaml.canonical();
                Some(all.keys().filter(|id| mentions(&text, id)).cloned().collect())
            }
            "frame" => {
                self.woven.tables.get(name)?;
                let reads = |id: &&String| {
                    all.get(*id).is_some_and(|stat| stat.provenance.frame == name)
                };
                Some(all.keys().filter(reads).cloned().collect())
            }
            "file" => {
                self.inputs.get(name)?;
                let reads = |id: &&String| {
                    all.get(*id).is_some_and(|stat| {
                        stat.provenance.files.iter().any(|file| file == name)
                    })
                };
                Some(all.keys().filter(reads).cloned().collect())
            }
            _ => None,
        }
    }

    /// Adds the statistics that others were derived from.
    fn with_ancestors(&self, ids: &BTreeSet<String>) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut waiting: Vec<&str> = ids.iter().map(String::as_str).collect();
        while let Some(id) = waiting.pop() {
            if out.insert(id.to_owned())
                && let Some(stat) = self.woven.statistics.get(id)
            {
                waiting.extend(stat.provenance.from.iter().map(String::as_str));
            }
        }
        out
    }

    /// Writes the files and the frames behind statistics.
    fn data(&self, ids: &BTreeSet<String>, out: &mut String) {
        let stats = || ids.iter().filter_map(|id| self.woven.statistics.get(id));
        let files: BTreeSet<&String> =
            stats().flat_map(|stat| &stat.provenance.files).collect();
        for file in files {
            let hash = self.inputs.get(file).map_or("", String::as_str);
            let short: String = hash.chars().take(12).collect();
            let rows = self.woven.tables.values().find(|table| {
                table.files.len() == 1 && table.files.first() == Some(file)
            });
            let rows =
                rows.map_or(String::new(), |table| format!("{} rows, ", table.rows));
            let _ = writeln!(out, "  file {file}: {rows}hash {short}");
        }
        let mut names: BTreeSet<&str> =
            stats().map(|stat| stat.provenance.frame.as_str()).collect();
        let project = &self.woven.project;
        let frame = |name: &str| -> Option<&Frame> {
            project.statistics.frames.iter().find(|frame| frame.name == name)
        };
        // A frame may be made from frames.
        loop {
            let below: Vec<&str> = names
                .iter()
                .filter_map(|name| frame(name))
                .flat_map(|frame| {
                    let tables = self.woven.tables.keys().map(String::as_str);
                    tables.filter(|table| mentions(&frame.decl.sql, table))
                })
                .filter(|table| frame(table).is_some())
                .collect();
            let before = names.len();
            names.extend(below);
            if names.len() == before {
                break;
            }
        }
        for name in names {
            if let (Some(frame), Some(table)) = (frame(name), self.woven.tables.get(name))
            {
                let key = frame.decl.key.join(", ");
                let place = project.sources.place(&frame.yaml.span());
                let _ = writeln!(
                    out,
                    "  → frame {name}: {} rows by {key}, declared at {place}",
                    table.rows
                );
            }
        }
    }

    /// Writes statistics: those asked for, after those they were derived from.
    fn statistics(
        &self,
        ids: &BTreeSet<String>,
        above: &BTreeSet<String>,
        out: &mut String,
    ) {
        let derived_from = above.iter().filter(|id| !ids.contains(*id));
        let list: Vec<&String> = derived_from.chain(ids).collect();
        for id in list.iter().take(MOST) {
            let Some(stat) = self.woven.statistics.get(id) else { continue };
            let from = &stat.provenance;
            let rows = if from.rows > 0 && !from.frame.is_empty() {
                format!(", {} rows of {}", from.rows, from.frame)
            } else if from.from.is_empty() {
                String::new()
            } else {
                format!(", from {}", from.from.join(", "))
            };
            let place = self.woven.project.sources.place(&from.span);
            let _ = writeln!(
                out,
                "  → statistic {id} = {}{rows}, declared at {place}",
                stat.printed()
            );
        }
        if list.len() > MOST {
            let _ = writeln!(out, "  → and {} more statistics", list.len() - MOST);
        }
    }

    /// Writes what stands on statistics, and the pages that show it.
    fn uses(&self, id: &str, ids: &BTreeSet<String>, out: &mut String) {
        let project = &self.woven.project;
        let one = |sort: &str| id.strip_prefix(sort).and_then(|id| id.strip_prefix(':'));
        let any = |found: &BTreeSet<String>| found.iter().any(|id| ids.contains(id));
        let mut claims = BTreeSet::new();
        for entry in &project.claims {
            let text = entry.yaml.canonical();
            let about = ids.iter().any(|id| mentions(&text, id));
            if one("claim").map_or(about, |name| name == entry.id) {
                claims.insert(entry.id.as_str());
                let place = project.sources.place(&entry.span());
                let _ = writeln!(out, "  → claim {}, declared at {place}", entry.id);
            }
        }
        for chapter in &self.woven.document.chapters {
            for block in &chapter.blocks {
                let (sort, name, about) = match block {
                    Block::Figure(figure) => {
                        let chart = self.woven.charts.get(&figure.id);
                        let drawn = chart.is_some_and(|chart| {
                            chart.statistics().iter().any(|id| ids.contains(*id))
                        });
                        ("figure", &figure.id, drawn)
                    }
                    Block::Table(table) => {
                        ("table", &table.id, any(&named(std::slice::from_ref(block))))
                    }
                    _ => continue,
                };
                if one(sort).map_or(about && !name.is_empty(), |only| only == name) {
                    let _ = writeln!(out, "  → {sort} {name}, in {}", titled(chapter));
                }
            }
        }
        for chapter in &self.woven.document.chapters {
            self.lines(chapter, ids, &claims, out);
        }
        out.push_str("  → index.html, report.pdf, statistics.json, edition.json\n");
    }

    /// Writes the lines of a chapter that show a statistic or make a claim.
    fn lines(
        &self,
        chapter: &Chapter,
        ids: &BTreeSet<String>,
        claims: &BTreeSet<&str>,
        out: &mut String,
    ) {
        let mut places: BTreeSet<(usize, String)> = BTreeSet::new();
        visit_blocks(&chapter.blocks, &mut |node| {
            let (span, what) = match node {
                Inline::Stat { id, span, .. } if ids.contains(id) => (span, id.clone()),
                Inline::Claim(claim) if claims.contains(claim.id.as_str()) => {
                    (&claim.span, format!("claim {}", claim.id))
                }
                _ => return,
            };
            if *span.file == *chapter.file
                && let Some(at) = self.woven.project.sources.position(span)
            {
                places.insert((at.line, what));
            }
        });
        for (line, what) in places {
            let _ = writeln!(
                out,
                "  → {}:{line} ({}), {what}",
                chapter.file,
                titled(chapter)
            );
        }
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

fn titled(chapter: &Chapter) -> String {
    format!("{} {}", chapter.number, plain(&chapter.title)).trim().to_owned()
}

/// Returns whether a text holds a name as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    let part =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !part(before) && !part(after)
    })
}
