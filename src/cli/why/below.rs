//! What stands on something: claims, figures, tables, lines of chapters, the files written.

use crate::cli::why::Asked;
use crate::cli::why::Chain;
use crate::cli::why::Thing;
use crate::cli::why::named;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Inline;
use crate::model::document::every;
use crate::model::document::plain;
use crate::model::document::visit_blocks;
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Chain<'_> {
    /// Writes what stands below something.
    pub(super) fn below(&self, asked: &Asked<'_>, out: &mut String) {
        let none = BTreeSet::new();
        let chapters = &self.woven.document.chapters;
        match &asked.thing {
            Thing::Statistics | Thing::Frame(_) | Thing::File(_) => {
                let ids = &asked.ids;
                let claims = self.claims(ids);
                claims.iter().for_each(|id| self.claim(id, out));
                for chapter in chapters {
                    self.shown(chapter, &|_, _, shows| !shows.is_disjoint(ids), out);
                }
                chapters
                    .iter()
                    .for_each(|chapter| self.lines(chapter, ids, &claims, out));
            }
            Thing::Claim(id) => {
                self.claim(id, out);
                let claims = BTreeSet::from([*id]);
                chapters.iter().for_each(|one| self.lines(one, &none, &claims, out));
            }
            Thing::Figure(name) => {
                for chapter in chapters {
                    let own =
                        |sort: &str, id: &str, _: &_| sort == "figure" && id == *name;
                    self.shown(chapter, &own, out);
                }
                let _ = writeln!(out, "  → figures/{name}.svg, .png, .csv, .json");
            }
            Thing::Table(name) => {
                for chapter in chapters {
                    let own =
                        |sort: &str, id: &str, _: &_| sort == "table" && id == *name;
                    self.shown(chapter, &own, out);
                }
                let _ = writeln!(out, "  → tables/{name}.csv");
            }
            Thing::Page(chapter) => {
                made(chapter).iter().for_each(|id| self.claim(id, out));
                self.shown(chapter, &|_, _, _| true, out);
            }
        }
        out.push_str("  → index.html, report.pdf, statistics.json, edition.json\n");
    }

    /// Returns the claims about statistics.
    fn claims(&self, ids: &BTreeSet<String>) -> BTreeSet<&str> {
        let entries = self.woven.project.claims.iter();
        let entries =
            entries.filter(|entry| self.claimed(&entry.id).any(|id| ids.contains(id)));
        entries.map(|entry| entry.id.as_str()).collect()
    }

    fn claim(&self, id: &str, out: &mut String) {
        let project = &self.woven.project;
        if let Some(entry) = project.claims.iter().find(|entry| entry.id == id) {
            let place = project.sources.place(&entry.span());
            let _ = writeln!(out, "  → claim {id}, declared at {place}");
        }
    }

    /// Writes the figures and tables of a chapter that are wanted, by sort, name and the
    /// statistics they show.
    fn shown(
        &self,
        chapter: &Chapter,
        wanted: &dyn Fn(&str, &str, &BTreeSet<String>) -> bool,
        out: &mut String,
    ) {
        for block in every(&chapter.blocks) {
            let (sort, name, shows) = match block {
                Block::Figure(figure) => {
                    let drawn = self.drawn(&figure.id).unwrap_or_default();
                    ("figure", &figure.id, drawn)
                }
                Block::Table(table) => {
                    ("table", &table.id, named(std::slice::from_ref(block)))
                }
                _ => continue,
            };
            if !name.is_empty() && wanted(sort, name, &shows) {
                let _ = writeln!(out, "  → {sort} {name}, in {}", titled(chapter));
            }
        }
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
        let title = titled(chapter);
        for (line, what) in places {
            let _ = writeln!(out, "  → {}:{line} ({title}), {what}", chapter.file);
        }
    }
}

/// The claims that a chapter makes.
fn made(chapter: &Chapter) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    visit_blocks(&chapter.blocks, &mut |node| {
        if let Inline::Claim(claim) = node {
            ids.insert(claim.id.clone());
        }
    });
    ids
}

fn titled(chapter: &Chapter) -> String {
    format!("{} {}", chapter.number, plain(&chapter.title)).trim().to_owned()
}
