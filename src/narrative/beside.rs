//! The texts that reach a reader outside chapters: titles, the description, the citation, caveats,
//! labels of charts and tables, and the sentences for single areas.
//!
//! **In:** the declarations. **Out:** findings at their own keys.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::statistic::Member;
use crate::narrative::extent;
use crate::narrative::met::Stated;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sign;
use crate::narrative::sided::Shown;
use crate::narrative::unheld;
use crate::narrative::world::World;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::LocalDecl;
use crate::project::Names;
use crate::project::RowsDecl;
use crate::project::TableDecl;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads them all.
pub(super) fn read(world: &World<'_>) -> (Findings, Stated) {
    let mut all = Found::default();
    let found = &mut all;
    let reader = Reader { world, guard: world.guard };
    reader.cover(found);
    reader.itself(found);
    reader.findings(found);
    for entry in &world.project.figures {
        reader.figure(entry, found);
        extent::figure(world.statistics, entry, &mut found.faults);
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
    (all.faults, all.stated)
}

/// What was found, and the statements that nothing in them holds.
#[derive(Default)]
struct Found {
    faults: Findings,
    stated: Stated,
}

impl Found {
    fn push(&mut self, finding: Diagnostic) {
        self.faults.push(finding);
    }
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
    fn report(&self, passage: &Passage, place: &Span, label: bool, found: &mut Found) {
        let faults = self.guard.read(passage);
        // A label names what a number is of; a sentence says something of it.
        if !label || passage.text.trim_end().ends_with('.') {
            self.stated(passage, &faults, place, found);
        }
        // Names hold numbers: "65 and over", "Under 5".
        for fault in faults.into_iter().filter(|fault| !(label && fault.is_nameable())) {
            self.found(fault, passage, place, found);
        }
    }

    /// Notes what a passage states that nothing in it is bound to; what was reported already is left out.
    fn stated(
        &self,
        passage: &Passage,
        faults: &[Fault],
        place: &Span,
        found: &mut Found,
    ) {
        for statement in self.guard.statements(passage, self.guard.lexicon, "") {
            let own = &statement.range;
            let apart = |at: &Range<usize>| at.end <= own.start || own.end <= at.start;
            if faults.iter().all(|fault| apart(&fault.range)) {
                let nth = passage.times_before(own);
                let place = self.guard.narrowed(place, &statement.word, nth);
                found.stated.push((statement, place));
            }
        }
    }

    /// Reports a fault at its words in a text that is written at a place.
    fn found(&self, fault: Fault, passage: &Passage, place: &Span, found: &mut Found) {
        let words = passage.text.get(fault.range.clone()).unwrap_or_default();
        let nth = passage.times_before(&fault.range);
        let place = self.guard.narrowed(place, words, nth);
        found.push(self.guard.finding(fault, place));
    }

    fn text(&self, text: &str, place: &Span, found: &mut Found) {
        self.report(&plain(text), place, false, found);
    }

    fn label(&self, text: &str, place: &Span, found: &mut Found) {
        self.report(&plain(text), place, true, found);
    }

    /// Words beside a mark or a time of a chart: they say what happened there.
    fn remark(&self, text: &str, place: &Span, found: &mut Found) {
        self.label(text, place, found);
        if !text.trim_end().ends_with('.') {
            self.stated(&plain(text), &[], place, found);
        }
    }

    fn cover(&self, found: &mut Found) {
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
    fn editions(&self, found: &mut Found) {
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
            let passage = filled(text, &place, &|_| None);
            self.report(&passage, &place, true, found);
        }
    }

    /// What the report says of itself: its edition, its year, and whether its data are real.
    fn itself(&self, found: &mut Found) {
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

    fn findings(&self, found: &mut Found) {
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
    fn definitions(&self, found: &mut Found) {
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
    fn title(&self, title: &str, numbers: &[&str], place: &Span, found: &mut Found) {
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

    fn figure(&self, entry: &Entry<FigureDecl>, found: &mut Found) {
        let decl = &entry.decl;
        self.sides(entry, found);
        self.exchanged(&decl.labels, &|key| entry.place(&["labels", key]), found);
        let mut label =
            |text: &str, path: &[&str]| self.label(text, &entry.place(path), found);
        for (key, text) in &decl.labels {
            label(text, &["labels", key]);
        }
        for (key, text) in [("neutral", &decl.neutral), ("no_data", &decl.no_data)] {
            label(text.as_deref().unwrap_or_default(), &[key]);
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
        for (n, part) in decl.panels.iter().enumerate() {
            label(&part.title, &["panels", &n.to_string(), "title"]);
        }
        for (n, item) in decl.items.iter().enumerate() {
            label(&item.label, &["items", &n.to_string(), "label"]);
        }
        for (key, text) in [("axis", &decl.axis), ("x_axis", &decl.x_axis)] {
            self.remark(text.as_deref().unwrap_or_default(), &entry.place(&[key]), found);
        }
        for (n, event) in decl.events.iter().enumerate() {
            let place = entry.place(&["events", &n.to_string(), "text"]);
            self.remark(&event.text, &place, found);
        }
        for (n, mark) in decl.marks.iter().enumerate() {
            let place = entry.place(&["marks", &n.to_string(), "text"]);
            self.remark(&mark.text, &place, found);
        }
        for (n, item) in decl.items.iter().enumerate() {
            let place = entry.place(&["items", &n.to_string(), "label"]);
            self.labelled(&item.label, std::slice::from_ref(&item.stat), &place, found);
        }
    }

    /// Which side of zero a figure says is the better one.
    fn sides(&self, entry: &Entry<FigureDecl>, found: &mut Found) {
        let decl = &entry.decl;
        let shown = Shown::of(decl, self.world.statistics);
        if let Some(fault) = shown.other() {
            found.push(self.guard.finding(fault, entry.place(&["better"])));
        }
        let Some(lexicon) = self.guard.lexicon else { return };
        for (key, text) in [
            ("headline", decl.headline.as_str()),
            ("subtitle", &decl.subtitle),
            ("note", &decl.note),
            ("alt", &decl.alt),
            ("axis", decl.axis.as_deref().unwrap_or_default()),
            ("x_axis", decl.x_axis.as_deref().unwrap_or_default()),
        ] {
            for fault in shown.faults(text, lexicon) {
                self.found(fault, &plain(text), &entry.place(&[key]), found);
            }
        }
        for (n, note) in decl.annotations.iter().enumerate() {
            let place = entry.place(&["annotations", &n.to_string(), "text"]);
            for fault in shown.faults(&note.text, lexicon) {
                self.found(fault, &plain(&note.text), &place, found);
            }
        }
    }

    /// Words for a value that are those of another value of its column.
    fn exchanged(
        &self,
        labels: &BTreeMap<String, String>,
        place: &dyn Fn(&str) -> Span,
        found: &mut Found,
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

    fn table(&self, entry: &Entry<TableDecl>, found: &mut Found) {
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
        if let Some(RowsDecl::List(rows)) = &decl.rows {
            let patterns =
                decl.columns.iter().filter_map(|column| column.stat.as_deref());
            let patterns: Vec<&str> = patterns.collect();
            for (n, row) in rows.iter().enumerate() {
                let ids = patterns.iter().map(|id| id.replace("{row}", &row.key));
                let ids: Vec<String> = ids.collect();
                let place = entry.place(&["rows", &n.to_string(), "label"]);
                self.labelled(&row.label, &ids, &place, found);
            }
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
    fn labelled(&self, label: &str, ids: &[String], place: &Span, found: &mut Found) {
        let told = |fault: &dyn Fn(&String) -> Option<Fault>| {
            let mut faults = ids.iter().map(fault);
            let first = faults.next().flatten()?;
            faults.all(|fault| fault.is_some()).then_some(first)
        };
        let statistics = self.world.statistics;
        let fault = told(&|id| self.guard.mislabelled(label, id)).or_else(|| {
            let lexicon = self.guard.lexicon?;
            told(&|id| {
                unheld::of_another(label, statistics.find(id)?, statistics, lexicon)
            })
        });
        let Some(fault) = fault else { return };
        let words = label.get(fault.range.clone()).unwrap_or_default();
        let place = self.guard.narrowed(place, words, 0);
        found.push(self.guard.finding(fault, place));
    }

    /// The sentences for a rise, a fall and no change: each as it reads for a value of that sign, and for every area
    /// with the area's own numbers, since words that hold of one may not hold of another.
    fn local(&self, index: usize, decl: &LocalDecl, found: &mut Found) {
        let index = index.to_string();
        let place = |key: &str| self.place(&["press", "local", &index, key]);
        self.remark(&decl.title, &place("title"), found);
        let family = self.world.statistics.families.get(&decl.family);
        let members = family.map(|family| family.members.as_slice()).unwrap_or_default();
        let facts: Vec<(&Member, Fact)> = members
            .iter()
            .filter_map(|member| Some((member, self.guard.fact(&member.id, "")?)))
            .collect();
        for (key, text, way) in [
            ("rise", &decl.rise, 1_i8),
            ("fall", &decl.fall, -1),
            ("level", &decl.level, 0),
        ] {
            let at = place(key);
            let sample = facts.first().map(|(_, fact)| Fact {
                value: way.into(),
                rounded: way.into(),
                sign: Sign::Change,
                printed: match key {
                    "rise" => "above zero here".to_owned(),
                    "fall" => "below zero here".to_owned(),
                    _ => "zero here".to_owned(),
                },
                ..fact.clone()
            });
            let passage = filled(text, &at, &|name| {
                sample.clone().filter(|_| name == "size" || name == "value")
            });
            self.report(&passage, &at, false, found);
            if decl.against.is_none() {
                continue;
            }
            let mut own = facts.iter().filter(|(_, fact)| fact.way() == way);
            let fault = own.find_map(|(member, fact)| {
                let keys = family.iter().flat_map(|family| &family.dimensions);
                let against = decl.against.clone().map(|id| {
                    keys.zip(&member.key).fold(id, |id, (name, key)| {
                        id.replace(&format!("{{{name}}}"), key)
                    })
                });
                let passage = filled(text, &at, &|name| match name {
                    "size" | "value" => Some(Fact { sign: Sign::Change, ..fact.clone() }),
                    "against" => self.guard.fact(against.as_deref()?, ""),
                    _ => None,
                });
                let wrong = |fault: &Fault| !fault.is_loose();
                let fault = self.guard.read(&passage).into_iter().find(wrong)?;
                Some((fault, passage))
            });
            if let Some((fault, passage)) = fault {
                self.found(fault, &passage, &at, found);
            }
        }
    }
}

/// Returns a text with names in braces as a passage: those of numbers with what is known of them.
fn filled(text: &str, at: &Span, fact: &dyn Fn(&str) -> Option<Fact>) -> Passage {
    let mut passage = Passage::default();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        passage.text(before, Origin::Call(at.clone()));
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        match fact(name) {
            Some(fact) => passage.fact(Some(fact), true, at),
            None => passage.slot(Kind::Other, None),
        }
        rest = after;
    }
    passage.text(rest, Origin::Call(at.clone()));
    passage
}

/// Returns a text without calls as a passage.
fn plain(text: &str) -> Passage {
    let mut passage = Passage::default();
    passage.text(text, Origin::Text(0..text.len()));
    passage
}
