//! The texts that reach a reader outside chapters: titles, the description, the citation, caveats,
//! labels of charts and tables, and the sentences for single areas.
//!
//! **In:** the declarations. **Out:** findings at their own keys.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::narrative::extent;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sign;
use crate::narrative::world::World;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::LocalDecl;
use crate::project::Names;
use crate::project::RowsDecl;
use crate::project::TableDecl;
use crate::project::sense::Sense;
use std::collections::BTreeMap;

/// Reads them all.
pub(super) fn read(world: &World<'_>) -> Findings {
    let mut all = Findings::new();
    let found = &mut all;
    let reader = Reader { world, guard: world.guard };
    reader.cover(found);
    reader.itself(found);
    reader.findings(found);
    for entry in &world.project.figures {
        reader.figure(entry, found);
        extent::figure(world.statistics, entry, found);
    }
    for entry in &world.project.tables {
        reader.table(entry, found);
    }
    for entry in &world.project.pictures {
        reader.label(&entry.decl.credit, &entry.place(&["credit"]), found);
    }
    reader.editions(found);
    reader.definitions(found);
    for (index, decl) in world.project.report.press.local.iter().enumerate() {
        reader.local(index, decl, found);
    }
    all
}

struct Reader<'a> {
    world: &'a World<'a>,
    guard: &'a Guard<'a>,
}

impl Reader<'_> {
    fn place(&self, path: &[&str]) -> Span {
        self.world.project.report_yaml.place(path)
    }

    /// Reports the faults of a passage that is written at a place.
    fn report(&self, passage: &Passage, place: &Span, label: bool, found: &mut Findings) {
        let faults = self.guard.read(passage);
        // Names hold numbers: "65 and over", "Under 5".
        for fault in faults.into_iter().filter(|fault| !(label && fault.is_nameable())) {
            self.found(fault, passage, place, found);
        }
    }

    /// Reports a fault at its words in a text that is written at a place.
    fn found(&self, fault: Fault, passage: &Passage, place: &Span, found: &mut Findings) {
        let words = passage.text.get(fault.range.clone()).unwrap_or_default();
        let nth = passage.times_before(&fault.range);
        let place = self.guard.narrowed(place, words, nth);
        found.push(self.guard.finding(fault, place));
    }

    fn text(&self, text: &str, place: &Span, found: &mut Findings) {
        self.report(&plain(text), place, false, found);
    }

    fn label(&self, text: &str, place: &Span, found: &mut Findings) {
        self.report(&plain(text), place, true, found);
    }

    fn cover(&self, found: &mut Findings) {
        let report = &self.world.project.report;
        // Those of a local edition are filled from its row: their numbers are data.
        if self.world.project.row.is_some() {
            return;
        }
        let texts = [
            ("title", &report.title),
            ("subtitle", &report.subtitle),
            ("description", &report.description),
        ];
        for (key, text) in texts {
            self.text(text, &self.place(&[key]), found);
        }
        for (n, word) in report.keywords.iter().enumerate() {
            self.label(word, &self.place(&["keywords", &n.to_string()]), found);
        }
        // A citation holds the year, volumes and pages.
        self.label(&report.citation, &self.place(&["citation"]), found);
    }

    /// The titles of editions and of the page that lists them; columns in braces are data.
    fn editions(&self, found: &mut Findings) {
        let report = &self.world.project.report;
        let Some(decl) = report.editions.as_ref().filter(|_| {
            // Those of a single edition are filled from its row.
            self.world.project.row.is_none()
        }) else {
            return;
        };
        let says = decl.index.says.as_deref().unwrap_or_default();
        for (text, path) in [
            (decl.title.as_str(), &["editions", "title"][..]),
            (&decl.subtitle, &["editions", "subtitle"]),
            (&decl.index.title, &["editions", "index", "title"]),
            (says, &["editions", "index", "says"]),
        ] {
            let place = self.place(path);
            let mut passage = Passage::default();
            let mut rest = text;
            while let Some((before, tail)) = rest.split_once('{') {
                passage.text(before, Origin::Call(place.clone()));
                passage.slot(Kind::Other, None);
                rest = tail.split_once('}').map_or("", |(_, after)| after);
            }
            passage.text(rest, Origin::Call(place.clone()));
            self.report(&passage, &place, true, found);
        }
    }

    /// What the report says of itself: its edition, its year, and whether its data are real.
    fn itself(&self, found: &mut Findings) {
        let project = self.world.project;
        let report = &project.report;
        let Some(lexicon) = self.guard.lexicon else { return };
        let mut wrong = |place: &Span, words: &str, message: String, help: String| {
            let place = self.guard.narrowed(place, words, 0);
            let fault = Fault::wrong(Code::R0536, 0..0, message, help);
            found.push(self.guard.finding(fault, place));
        };
        let says = |word: &str, sense| lexicon.says(&word.to_lowercase(), sense);
        let cited = |text: &str| -> Option<(String, f64)> {
            let words: Vec<&str> = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .collect();
            let at = words.iter().position(|word| says(word, Sense::EditionNoun))?;
            let word = words.get(at.checked_sub(1)?)?;
            let ordinal = word.trim_end_matches(char::is_alphabetic).parse().ok();
            Some((
                (*word).to_owned(),
                *lexicon.places.get(&word.to_lowercase()).or(ordinal.as_ref())?,
            ))
        };
        let place = self.place(&["citation"]);
        if let (Some((_, own)), Some((said, other))) =
            (cited(&report.edition), cited(&report.citation))
            && (own - other).abs() > f64::EPSILON
        {
            let message = format!(
                "the citation names the `{said}` edition; this is the `{}`",
                report.edition
            );
            let help =
                format!("write “{}” in the citation", report.edition.to_lowercase());
            wrong(&place, &said, message, help);
        }
        let date: String = report.date.clone().into();
        let year = date.get(..4).unwrap_or_default();
        let cited_year =
            report.citation.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
                word.len() == 4
                    && word.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
            });
        if let Some(said) =
            cited_year.filter(|said| !report.citation.contains(year) && *said != year)
        {
            let message = format!(
                "the citation is of {said}; the report is of {year} (`date: {date}`)"
            );
            wrong(&place, said, message, format!("write {year} in the citation"));
        }
        // "The data are real", where the data contract says that they are synthetic.
        let package = &project.package;
        let described = format!("{} {}", package.title, package.description);
        let others = format!("{described} {}", report.description).to_lowercase();
        for (key, text) in [
            ("notice", &report.notice),
            ("description", &report.description),
            ("subtitle", &report.subtitle),
        ] {
            let words: Vec<String> = text
                .split_whitespace()
                .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
                .collect();
            for (at, word) in words.iter().enumerate() {
                let Some(other) = lexicon.opposite.get(word) else { continue };
                let about = words
                    .get(at.saturating_sub(6)..at + 2)
                    .unwrap_or(&words[at.saturating_sub(6)..]);
                let data = about.iter().any(|w| says(w, Sense::DataNoun));
                let denied = about.iter().any(|w| says(w, Sense::Turn));
                let kin = lexicon.kin.get(other).into_iter().flatten();
                let said = kin.into_iter().find(|kin| {
                    others
                        .split(|c: char| !c.is_alphanumeric() && c != '-')
                        .any(|w| w == kin.as_str())
                });
                if let Some(said) = said.filter(|_| data && !denied) {
                    let message = format!(
                        "the data are called `{word}` here, and `{said}` where they are described"
                    );
                    wrong(
                        &self.place(&[key]),
                        word,
                        message,
                        format!("write `{said}`, or change the description of the data"),
                    );
                }
            }
        }
    }

    fn findings(&self, found: &mut Findings) {
        for (index, decl) in self.world.project.report.findings.iter().enumerate() {
            let index = index.to_string();
            let place = |key: &[&str]| {
                let mut path = vec!["findings", index.as_str()];
                path.extend_from_slice(key);
                self.place(&path)
            };
            self.title(
                &decl.title,
                &decl.numbers.iter().map(|n| n.stat.as_str()).collect::<Vec<_>>(),
                &place(&["title"]),
                found,
            );
            self.text(&decl.caveat, &place(&["caveat"]), found);
            for (n, number) in decl.numbers.iter().enumerate() {
                let place = place(&["numbers", &n.to_string(), "label"]);
                self.label(&number.label, &place, found);
                let mut passage = Passage::default();
                passage
                    .text(&format!("{} of ", number.label), Origin::Call(place.clone()));
                let fact = self.guard.fact(&number.stat, "");
                passage.fact(fact, true, &place);
                self.report(&passage, &place, true, found);
                self.labelled(
                    &number.label,
                    std::slice::from_ref(&number.stat),
                    &place,
                    found,
                );
            }
            if decl.text.contains("fixed(") {
                let fault = Fault::loose(
                    Code::R0537,
                    0..0,
                    "a number of a key finding is bound by hand".to_owned(),
                    "show the statistic, `stat(\"id\")`: key findings are handed out to be quoted".to_owned(),
                );
                let place = self.guard.narrowed(&place(&["text"]), "fixed", 0);
                found.push(self.guard.finding(fault, place));
            }
        }
    }

    /// Titles and descriptions of statistics and of what they hold, which the appendix, tables and the
    /// cards of numbers print, and the words for frames and groups.
    fn definitions(&self, found: &mut Findings) {
        let file = &self.world.project.statistics;
        for frame in &file.frames {
            let place = frame.yaml.place(&["description"]);
            self.label(&frame.decl.description, &place, found);
        }
        for (column, entry) in &file.labelled {
            for (value, words) in file.labels.get(column).into_iter().flatten() {
                self.label(words, &entry.place(&[value]), found);
            }
        }
        for decl in &self.world.project.statistics.statistics {
            let words = decl.yaml.texts().into_iter().filter(|(path, _)| {
                path.last()
                    .is_some_and(|key| ["title", "description"].contains(&key.as_str()))
            });
            for (path, text) in words {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let (place, passage) = (decl.yaml.place(&path), plain(text));
                // Numbers of a definition say how it is computed, and are no results.
                let faults = self.guard.read(&passage).into_iter();
                for fault in faults.filter(|fault| !fault.is_unbound()) {
                    self.found(fault, &passage, &place, found);
                }
            }
        }
    }

    /// A title over numbers: its direction is theirs.
    fn title(&self, title: &str, numbers: &[&str], place: &Span, found: &mut Findings) {
        self.text(title, place, found);
        let facts: Vec<Fact> =
            numbers.iter().filter_map(|id| self.guard.fact(id, "")).collect();
        let changes = facts.iter().all(|fact| fact.sign == Sign::Change);
        let one_way = facts.windows(2).all(|pair| pair[0].way() == pair[1].way());
        if let Some(fact) = facts.into_iter().next().filter(|_| changes && one_way) {
            let mut passage = Passage::default();
            passage.text(&format!("{title} by "), Origin::Call(place.clone()));
            passage.fact(Some(fact), true, place);
            self.report(&passage, place, true, found);
        }
    }

    fn figure(&self, entry: &Entry<FigureDecl>, found: &mut Findings) {
        let decl = &entry.decl;
        self.exchanged(&decl.labels, &|key| entry.place(&["labels", key]), found);
        let mut label =
            |text: &str, path: &[&str]| self.label(text, &entry.place(path), found);
        for (key, text) in &decl.labels {
            label(text, &["labels", key]);
        }
        for (key, text) in [("axis", &decl.axis), ("x_axis", &decl.x_axis)] {
            label(text.as_deref().unwrap_or_default(), &[key]);
        }
        for (key, text) in [("neutral", &decl.neutral), ("no_data", &decl.no_data)] {
            label(text.as_deref().unwrap_or_default(), &[key]);
        }
        for (n, event) in decl.events.iter().enumerate() {
            label(&event.text, &["events", &n.to_string(), "text"]);
        }
        for (n, node) in decl.nodes.iter().enumerate() {
            label(&node.text, &["nodes", &n.to_string(), "text"]);
        }
        for (n, inset) in decl.insets.iter().enumerate() {
            label(&inset.label, &["insets", &n.to_string(), "label"]);
        }
        if let Some(reference) = &decl.reference {
            label(&reference.label, &["reference", "label"]);
        }
        for (n, mark) in decl.marks.iter().enumerate() {
            label(&mark.text, &["marks", &n.to_string(), "text"]);
        }
        for (n, part) in decl.panels.iter().enumerate() {
            label(&part.title, &["panels", &n.to_string(), "title"]);
        }
        for (n, item) in decl.items.iter().enumerate() {
            let path = ["items", &n.to_string(), "label"].map(str::to_owned);
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            label(&item.label, &path);
        }
        for (n, item) in decl.items.iter().enumerate() {
            let place = entry.place(&["items", &n.to_string(), "label"]);
            self.labelled(&item.label, std::slice::from_ref(&item.stat), &place, found);
        }
    }

    /// Words for a value that are those of another value of its column.
    fn exchanged(
        &self,
        labels: &BTreeMap<String, String>,
        place: &dyn Fn(&str) -> Span,
        found: &mut Findings,
    ) {
        for (key, text) in labels {
            let columns = self.world.project.statistics.labels.values();
            let other =
                columns.filter(|words| words.contains_key(key)).find_map(|words| {
                    let same = |own: &String| own.to_lowercase() == text.to_lowercase();
                    let mut others =
                        words.iter().filter(|(value, own)| *value != key && same(own));
                    others.next().filter(|_| !words.get(key).is_some_and(same))
                });
            let Some((value, _)) = other else { continue };
            let fault = Fault::wrong(
                Code::R0542,
                0..0,
                format!("`{text}` stands for `{key}` here, and for `{value}` elsewhere"),
                format!(
                    "write the words for `{key}`, or leave them out: those of `statistics.yaml` are printed"
                ),
            );
            found.push(self.guard.finding(fault, place(key)));
        }
    }

    fn table(&self, entry: &Entry<TableDecl>, found: &mut Findings) {
        let decl = &entry.decl;
        let mut label =
            |text: &str, path: &[&str]| self.label(text, &entry.place(path), found);
        label(&decl.head, &["head"]);
        for (n, group) in decl.groups.iter().enumerate() {
            label(&group.label, &["groups", &n.to_string(), "label"]);
        }
        for (n, column) in decl.columns.iter().enumerate() {
            label(&column.label, &["columns", &n.to_string(), "label"]);
            match &column.spanner {
                Names::One(one) => label(one, &["columns", &n.to_string(), "spanner"]),
                Names::Many(all) => all.iter().enumerate().for_each(|(at, one)| {
                    let at = at.to_string();
                    label(one, &["columns", &n.to_string(), "spanner", &at]);
                }),
            }
            for (key, text) in &column.labels {
                label(text, &["columns", &n.to_string(), "labels", key]);
            }
        }
        match &decl.rows {
            Some(RowsDecl::List(rows)) => {
                for (n, row) in rows.iter().enumerate() {
                    label(&row.label, &["rows", &n.to_string(), "label"]);
                }
            }
            Some(RowsDecl::Each(each)) => {
                for (key, text) in &each.labels {
                    label(text, &["rows", "labels", key]);
                }
            }
            None => {}
        }
        for (n, column) in decl.columns.iter().enumerate() {
            let pattern = column.stat.as_deref().unwrap_or_default();
            let ids = match &decl.rows {
                Some(RowsDecl::List(rows)) => {
                    rows.iter().map(|row| pattern.replace("{row}", &row.key)).collect()
                }
                _ => self.meant(pattern),
            };
            let place = entry.place(&["columns", &n.to_string(), "label"]);
            self.labelled(&column.label, &ids, &place, found);
        }
    }

    /// Returns the statistics that an id with `{row}` in it may mean.
    fn meant(&self, pattern: &str) -> Vec<String> {
        if !pattern.contains('{') {
            return vec![pattern.to_owned()];
        }
        let parts: Vec<&str> = pattern.split('.').collect();
        let block = parts.first().copied().unwrap_or_default();
        let fits = |id: &&String| {
            let own: Vec<&str> = id.split('.').collect();
            own.len() == parts.len()
                && own
                    .iter()
                    .zip(&parts)
                    .all(|(own, part)| own == part || part.contains('{'))
        };
        let families = self.world.statistics.families.values();
        families
            .filter(|family| family.id.split('.').next() == Some(block))
            .flat_map(|family| family.members.iter().map(|member| &member.id))
            .filter(fits)
            .cloned()
            .collect()
    }

    /// A label over statistics of which none is of the member that it names.
    fn labelled(&self, label: &str, ids: &[String], place: &Span, found: &mut Findings) {
        let mut faults = ids.iter().map(|id| self.guard.mislabelled(label, id));
        let Some(Some(first)) = faults.next() else { return };
        if faults.all(|fault| fault.is_some()) {
            let words = label.get(first.range.clone()).unwrap_or_default();
            let place = self.guard.narrowed(place, words, 0);
            found.push(self.guard.finding(first, place));
        }
    }

    /// The sentences for a rise, a fall and no change, each with a value of that sign.
    fn local(&self, index: usize, decl: &LocalDecl, found: &mut Findings) {
        let index = index.to_string();
        let place = |key: &str| self.place(&["press", "local", &index, key]);
        self.label(&decl.title, &place("title"), found);
        let family = self.world.statistics.families.get(&decl.family);
        let member = family.and_then(|family| family.members.first());
        let sample = member.and_then(|member| self.guard.fact(&member.id, ""));
        for (key, text, value) in [
            ("rise", &decl.rise, 1.0),
            ("fall", &decl.fall, -1.0),
            ("level", &decl.level, 0.0),
        ] {
            let at = place(key);
            let mut passage = Passage::default();
            let mut rest = text.as_str();
            while let Some((before, tail)) = rest.split_once('{') {
                passage.text(before, Origin::Call(at.clone()));
                let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
                let fact = sample
                    .clone()
                    .filter(|_| name == "size" || name == "value")
                    .map(|fact| Fact {
                        value,
                        rounded: value,
                        sign: Sign::Change,
                        printed: match key {
                            "rise" => "above zero here".to_owned(),
                            "fall" => "below zero here".to_owned(),
                            _ => "zero here".to_owned(),
                        },
                        ..fact
                    });
                match fact {
                    Some(fact) => passage.fact(Some(fact), true, &at),
                    None => passage.slot(Kind::Other, None),
                }
                rest = after;
            }
            passage.text(rest, Origin::Call(at.clone()));
            self.report(&passage, &at, false, found);
        }
    }
}

/// Returns a text without calls as a passage.
fn plain(text: &str) -> Passage {
    let mut passage = Passage::default();
    passage.text(text, Origin::Text(0..text.len()));
    passage
}
