//! Numbers and references: what every chapter, section, figure and table is called, and
//! what a reference to it says.

use crate::labels::capital;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::Container;
use crate::model::document::Count;
use crate::model::document::Document;
use crate::model::document::FRONT;
use crate::model::document::FigureBlock;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::PictureBlock;
use crate::model::document::REPORT;
use crate::model::document::container_kind;
use crate::model::document::plain;
use crate::model::document::visit;
use crate::model::document::visit_mut;
use crate::model::words::listed;
use crate::narrative::parse::CAPITAL;
use crate::say;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What a reference may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    anchor: String,
    text: String,
    /// Whether its author gave it the name, which a title that reads so does not take away.
    given: bool,
}

/// What references may lead to, by id.
type Targets = BTreeMap<String, Vec<Target>>;

/// Numbers everything, gives sections their anchors, and completes references. What a document beside
/// the report does not have itself is looked for in the report.
pub(super) fn resolve(
    document: &mut Document,
    referred: &[(String, Span)],
    report: Option<&Document>,
    found: &mut Findings,
) {
    let targets = targets(document);
    let lacking = |(id, _): &(String, Span)| matches!(find(id, &targets), Found::None);
    // In the language of the document, and not in that of the report.
    let beyond = report.filter(|_| referred.iter().any(lacking)).map(|report| {
        let mut report = report.clone();
        let targets = self::targets(&mut report);
        (report, targets)
    });
    let look = |id: &str| match (find(id, &targets), &beyond) {
        (Found::None, Some((_, beyond))) => find(id, beyond),
        (found, _) => found,
    };
    let names =
        || targets.keys().chain(beyond.iter().flat_map(|(_, beyond)| beyond.keys()));
    let mut faults: Vec<Diagnostic> = Vec::new();
    for (id, span) in referred {
        match look(id) {
            Found::One(_) => {}
            Found::Several(targets) => {
                let said: Vec<&str> =
                    targets.iter().map(|target| target.text.as_str()).collect();
                let help = if targets.iter().any(|one| one.anchor.starts_with("figure-"))
                {
                    format!("write `figure:{id}` or `table:{id}`")
                } else {
                    "give one of them another id: `## Title {#id}`".to_owned()
                };
                let message = format!("`{id}` is {}", listed(&said));
                let fault = Diagnostic::error(Code::R0504, message);
                faults.push(fault.at(span.clone(), "").help(help));
            }
            Found::None => faults.push(
                Diagnostic::error(Code::R0504, format!("there is no `{id}` to refer to"))
                    .at(span.clone(), "")
                    .help(did_you_mean(id, names().map(String::as_str), "targets")),
            ),
        }
    }
    found.extend(faults);
    let mut marks: BTreeMap<usize, usize> = BTreeMap::new();
    visit_mut(document, &mut |node| {
        if let Inline::Footnote { index, mark } = node {
            let count = marks.entry(*index).or_default();
            *count += 1;
            *mark = *count;
        }
        let Inline::Ref { target, text } = node else { return };
        let own = matches!(find(target, &targets), Found::One(_));
        let Found::One(found) = look(target) else { return };
        if text.is_empty() || text == CAPITAL {
            let words = if own {
                found.text.clone()
            } else {
                say!("reference-report", reference = found.text.as_str())
            };
            *text = if text.is_empty() { words } else { capital(&words) };
        }
        if let Some((report, _)) = beyond.as_ref().filter(|_| !own) {
            let address = report.address(&found.anchor);
            let url = match report.meta.url.as_str() {
                "" if address.starts_with('#') => format!("{REPORT}{FRONT}{address}"),
                "" => format!("{REPORT}{address}"),
                url => format!("{url}{address}"),
            };
            let content = vec![Inline::text(text.as_str())];
            *node = Inline::Link { url, content };
        } else {
            target.clone_from(&found.anchor);
        }
    });
}

/// Numbers everything in a document, and returns what references to it may lead to.
fn targets(document: &mut Document) -> Targets {
    let mut targets = Targets::new();
    let mut anchors = Anchors::of(document);
    let mut through = BTreeMap::new();
    let paragraphs = document.meta.paragraphs;
    let listed = document.blocks().any(
        |block| matches!(block, Block::Container(one) if one.kind == "recommendations"),
    );
    let mut body = 0_usize;
    let mut appendix = 0_usize;
    // Where there is but one chapter, and it has no number, figures need no letter.
    let alone =
        matches!(document.chapters.as_slice(), [only] if only.part == Part::Front);
    for chapter in &mut document.chapters {
        chapter.number = match chapter.part {
            Part::Front => String::new(),
            Part::Body => {
                body += 1;
                body.to_string()
            }
            Part::Appendix => {
                appendix += 1;
                letters(appendix)
            }
        };
        let given = !chapter.id.is_empty();
        let wanted =
            if given { chapter.id.clone() } else { slug(&plain(&chapter.title)) };
        chapter.id = anchors.anchor(&wanted, given);
        let name = match chapter.part {
            Part::Front => plain(&chapter.title),
            Part::Body => say!("reference-chapter", number = chapter.number.as_str()),
            Part::Appendix => {
                say!("reference-appendix", number = chapter.number.as_str())
            }
        };
        let target = Target { anchor: chapter.id.clone(), text: name, given };
        targets.entry(chapter.id.clone()).or_default().push(target);
        let mut counter = Counter {
            chapter: chapter.number.clone(),
            paragraphs: paragraphs && !chapter.file.is_empty(),
            listed,
            prefix: match chapter.number.as_str() {
                _ if alone => String::new(),
                // Front matter has no number: its figures are counted with an S, for summary.
                "" => "S".to_owned(),
                number => format!("{number}."),
            },
            anchors: &mut anchors,
            targets: &mut targets,
            through: &mut through,
            within: BTreeMap::new(),
        };
        counter.number(&mut chapter.blocks, true);
    }
    targets
}

enum Found<'a> {
    One(&'a Target),
    Several(Vec<&'a Target>),
    None,
}

fn find<'a>(id: &str, targets: &'a Targets) -> Found<'a> {
    let (prefix, name) = match id.split_once(':') {
        Some(("figure", name)) => ("figure-", name),
        Some(("table", name)) => ("table-", name),
        _ => ("", id),
    };
    let Some(list) = targets.get(name) else { return Found::None };
    let fitting: Vec<&Target> =
        list.iter().filter(|target| target.anchor.starts_with(prefix)).collect();
    let given: Vec<&Target> =
        fitting.iter().copied().filter(|target| target.given).collect();
    match (fitting.as_slice(), given.as_slice()) {
        ([], _) => Found::None,
        ([one], _) | (_, [one]) => Found::One(one),
        _ => Found::Several(if given.is_empty() { fitting } else { given }),
    }
}

/// Counts what a chapter holds.
struct Counter<'a> {
    /// The chapter's number; may be empty.
    chapter: String,
    /// Whether its paragraphs are numbered.
    paragraphs: bool,
    /// Whether recommendations are listed.
    listed: bool,
    /// What stands before the numbers of its figures.
    prefix: String,
    anchors: &'a mut Anchors,
    targets: &'a mut Targets,
    /// How many of each kind the report had so far.
    through: &'a mut BTreeMap<&'static str, usize>,
    /// How many of each the chapter had so far.
    within: BTreeMap<&'static str, usize>,
}

impl Counter<'_> {
    /// Numbers blocks and those within them; `top` says whether they are the chapter's own.
    fn number(&mut self, blocks: &mut [Block], top: bool) {
        for block in blocks {
            match block {
                Block::Heading { level, id, number, content, .. } => {
                    let given = !id.is_empty();
                    let wanted = if given { id.clone() } else { slug(&plain(content)) };
                    *id = self.anchors.anchor(&wanted, given);
                    if top && *level == 2 && !self.chapter.is_empty() && !self.paragraphs
                    {
                        let section = self.count("section");
                        *number = format!("{}.{section}", self.chapter);
                    }
                    if !top {
                        *level = 6;
                    }
                    let text = if number.is_empty() {
                        say!("quoted", words = plain(content))
                    } else {
                        say!("reference-section", number = number.as_str())
                    };
                    let target = Target { anchor: id.clone(), text, given };
                    self.targets.entry(wanted).or_default().push(target);
                }
                Block::Figure(figure) => {
                    let number = self.numbered("figure");
                    self.figure(figure, number);
                }
                Block::Table(table) if !table.id.is_empty() => {
                    table.number = self.numbered("table");
                    let anchor = format!("table-{}", table.id);
                    let text = say!("reference-table", number = table.number.as_str());
                    self.target(table.id.clone(), anchor, text);
                }
                Block::Equation { id, number, .. } if !id.is_empty() => {
                    *number = self.numbered("equation");
                    let wanted = id.clone();
                    *id = self.anchors.anchor(&wanted, true);
                    let text = say!("reference-equation", number = number.as_str());
                    self.target(wanted, id.clone(), text);
                }
                Block::Picture(picture) if picture.numbered => {
                    let number = self.numbered("figure");
                    self.picture(picture, number);
                }
                Block::Paragraph { content, span }
                    if top && self.paragraphs && !self.chapter.is_empty() =>
                {
                    self.paragraph(content, span);
                }
                Block::Container(container) => self.container(container),
                Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                    self.number(blocks, false);
                }
                Block::List { items, .. } => {
                    items.iter_mut().for_each(|item| self.number(item, false));
                }
                Block::Definitions { items } => {
                    let meanings = items.iter_mut().flat_map(|(_, meanings)| meanings);
                    meanings.for_each(|meaning| self.number(meaning, false));
                }
                _ => {}
            }
        }
    }

    /// Puts its number before a paragraph; one that its author named can be referred to.
    fn paragraph(&mut self, content: &mut Vec<Inline>, span: &Span) {
        let count = self.count("paragraph");
        let number = format!("{}.{count}", self.chapter);
        let mut named = None;
        content.retain(|node| match node {
            Inline::Mark { id, term, .. } if term.is_empty() => {
                named = Some(id.clone());
                false
            }
            _ => true,
        });
        let id = match &named {
            Some(name) => self.anchors.anchor(name, true),
            None => self
                .anchors
                .anchor(&format!("paragraph-{}", number.replace('.', "-")), false),
        };
        if let Some(name) = named {
            let text = say!("reference-paragraph", number = number.as_str());
            self.target(name, id.clone(), text);
        }
        let (term, span) = (String::new(), span.clone());
        content.insert(0, Inline::Mark { id, term, number, span });
    }

    fn container(&mut self, container: &mut Container) {
        let kind = container_kind(&container.kind);
        container.number = match kind.map(|kind| (kind.count, kind.name)) {
            Some((Count::Chapter, name)) => self.numbered(name),
            Some((Count::Figures, _)) => self.numbered("figure"),
            Some((Count::Report, name)) => {
                let count = self.through.entry(name).or_default();
                *count += 1;
                count.to_string()
            }
            Some((Count::No, _)) | None => String::new(),
        };
        if container.id.is_empty() && self.listed && container.kind == "recommendation" {
            let wanted = format!("recommendation-{}", container.number);
            container.id = self.anchors.anchor(&wanted, false);
        } else if !container.id.is_empty() {
            let wanted = container.id.clone();
            container.id = self.anchors.anchor(&wanted, true);
            let (label, title) = (container.label(), plain(&container.title));
            let text = match (container.number.is_empty(), title.is_empty()) {
                (true, false) => say!("quoted", words = title),
                (true, true) => label.to_lowercase(),
                (false, _) => label,
            };
            self.target(wanted, container.id.clone(), text);
        }
        if kind.is_some_and(|kind| kind.form == BlockForm::Figures) {
            let number = container.number.clone();
            let mut letters = 'a'..='z';
            for block in &mut container.blocks {
                let Some(letter) = letters.next() else { break };
                let number = format!("{number}{letter}");
                match block {
                    Block::Figure(figure) => self.figure(figure, number),
                    Block::Picture(picture) => self.picture(picture, number),
                    _ => {}
                }
            }
        } else {
            self.number(&mut container.blocks, false);
        }
    }

    fn figure(&mut self, figure: &mut FigureBlock, number: String) {
        let text = say!("reference-figure", number = number.as_str());
        figure.number = number;
        self.target(figure.id.clone(), format!("figure-{}", figure.id), text);
    }

    fn picture(&mut self, picture: &mut PictureBlock, number: String) {
        let text = say!("reference-figure", number = number.as_str());
        picture.number = number;
        if !picture.id.is_empty() {
            self.target(picture.id.clone(), format!("picture-{}", picture.id), text);
        }
    }

    /// Returns the number of the next of its kind in the chapter.
    fn numbered(&mut self, what: &'static str) -> String {
        let count = self.count(what);
        format!("{}{count}", self.prefix)
    }

    fn count(&mut self, what: &'static str) -> usize {
        let count = self.within.entry(what).or_default();
        *count += 1;
        *count
    }

    fn target(&mut self, id: String, anchor: String, text: String) {
        let target = Target { anchor, text, given: true };
        self.targets.entry(id).or_default().push(target);
    }
}

/// Returns A, B … Z, AA, AB … for 1, 2 … 26, 27, 28 …
fn letters(number: usize) -> String {
    let mut out = String::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        out.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    out
}

/// The anchors of a document.
struct Anchors {
    /// Those that are taken, each with the last number that was put behind it.
    taken: BTreeMap<String, usize>,
    /// Ids that authors gave, of what is still to come: no title takes them.
    given: BTreeSet<String>,
}

impl Anchors {
    fn of(document: &Document) -> Self {
        let taken = taken(document);
        let mut given = BTreeSet::new();
        for chapter in &document.chapters {
            given.insert(chapter.id.clone());
            ids(&chapter.blocks, &mut given);
        }
        given.retain(|id| !id.is_empty() && !taken.contains_key(id));
        Self { taken, given }
    }

    /// Returns an anchor that nothing else has: an id that its author gave stays as it is.
    fn anchor(&mut self, wanted: &str, given: bool) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let own = given && self.given.remove(wanted);
        let free = |name: &str, anchors: &Self| {
            !anchors.taken.contains_key(name) && !anchors.given.contains(name)
        };
        if own || free(wanted, self) {
            self.taken.insert(wanted.to_owned(), 1);
            return wanted.to_owned();
        }
        let mut count = self.taken.get(wanted).copied().unwrap_or(1);
        loop {
            count += 1;
            let candidate = format!("{wanted}-{count}");
            if free(&candidate, self) {
                if let Some(last) = self.taken.get_mut(wanted) {
                    *last = count;
                }
                self.taken.insert(candidate.clone(), 1);
                return candidate;
            }
        }
    }
}

/// Returns the ids that authors gave to blocks.
fn ids(blocks: &[Block], out: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } | Block::Equation { id, .. } => {
                out.insert(id.clone());
            }
            Block::Container(container) => {
                out.insert(container.id.clone());
                ids(&container.blocks, out);
            }
            Block::Quote { blocks } | Block::Alert { blocks, .. } => ids(blocks, out),
            Block::List { items, .. } => items.iter().for_each(|item| ids(item, out)),
            Block::Definitions { items } => {
                items.iter().flat_map(|(_, all)| all).for_each(|one| ids(one, out));
            }
            _ => {}
        }
    }
}

/// Returns the anchors that both outputs give to what is no chapter and no section.
fn taken(document: &Document) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let mut take = |name: String| out.insert(name, 1);
    for name in ["main", "closed", "search", "key-findings"] {
        take(name.to_owned());
    }
    for finding in &document.findings {
        take(format!("finding-{}", finding.id));
    }
    for note in 1..=document.footnotes.len() {
        take(format!("note-{note}"));
        take(format!("noteref-{note}"));
    }
    for reference in &document.references {
        take(format!("ref-{}", reference.key));
    }
    for block in document.chapters.iter().flat_map(|chapter| &chapter.blocks) {
        match block {
            Block::Figure(figure) => take(format!("figure-{}", figure.id)),
            Block::Table(table) => take(format!("table-{}", table.id)),
            _ => None,
        };
    }
    visit(document, &mut |node| match node {
        Inline::Stat { id, .. } => {
            let block = id.split('.').next().unwrap_or_default();
            take(format!("v-{id}"));
            take(format!("t-{id}"));
            take(format!("use-{block}"));
            take(format!("from-{block}"));
        }
        Inline::Claim(claim) => {
            take(format!("c-{}", claim.id));
            take(format!("u-{}", claim.id));
        }
        _ => {}
    });
    out
}

/// Returns an anchor for a heading: letters and digits, words joined by `-`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            out.extend(character.to_lowercase());
        } else if !matches!(character, '’' | '\'')
            && !out.is_empty()
            && !out.ends_with('-')
        {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::letters;
    use super::slug;

    #[test]
    fn appendices_are_lettered_on_past_z() {
        let shown = [1, 2, 26, 27, 52, 53, 702, 703].map(letters);
        assert_eq!(shown, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_heading_becomes_an_anchor_of_letters_digits_and_hyphens() {
        assert_eq!(
            slug("What the design can’t show: 1. Power"),
            "what-the-design-cant-show-1-power"
        );
    }
}
