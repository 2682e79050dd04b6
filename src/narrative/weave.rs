//! Tera: templates in, woven text with node markers out. What a call stands for is kept
//! beside the text, so nothing from the data is ever read as Markdown.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::diag::did_you_mean;
use crate::narrative::instrument::Call;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::Ready;
use crate::narrative::instrument::Traced;
use crate::narrative::instrument::instrument;
use crate::narrative::show::show;
use crate::stat::Stat;
use crate::stat::Statistics;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use tera::Context;
use tera::ErrorKind;
use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;

/// What a marker stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A statistic as shown.
    Stat { id: String, show: String, text: String, span: Span },
    /// A number bound by hand.
    Fixed { text: String, because: String },
    /// A figure.
    Figure { id: String, span: Span },
    /// A table.
    Table { id: String, span: Span },
    /// A reference.
    Ref { id: String, text: Option<String>, span: Span },
    /// A citation.
    Cite { keys: Vec<String>, prose: bool, page: Option<String>, span: Span },
    /// Words that assert something; they may hold markers.
    Claim { id: String, words: String, span: Span },
}

/// The names that calls may use.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub statistics: Arc<Statistics>,
    pub figures: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    pub claims: BTreeSet<String>,
    pub citations: BTreeSet<String>,
}

/// What the calls of a weave share.
#[derive(Debug, Default)]
struct Shared {
    names: Names,
    calls: Mutex<Vec<Call>>,
    pieces: Mutex<Vec<Piece>>,
    found: Mutex<Vec<Diagnostic>>,
}

impl Shared {
    fn call(&self, kwargs: &Kwargs) -> Option<Call> {
        let at = kwargs.get::<usize>("at").ok().flatten()?;
        self.calls.lock().ok()?.get(at).cloned()
    }

    fn whole(&self, kwargs: &Kwargs) -> Span {
        self.call(kwargs).map_or_else(|| Span::new("", 0..0), |call| call.span)
    }

    fn first(&self, kwargs: &Kwargs) -> Span {
        self.call(kwargs).map_or_else(|| Span::new("", 0..0), |call| call.first)
    }

    fn note(&self, diagnostic: Diagnostic) {
        if let Ok(mut found) = self.found.lock()
            && !found.contains(&diagnostic)
        {
            found.push(diagnostic);
        }
    }

    /// Keeps a piece and returns its marker.
    fn piece(&self, piece: Piece) -> String {
        let Ok(mut pieces) = self.pieces.lock() else { return String::new() };
        pieces.push(piece);
        format!("{NODE}{}{END}", pieces.len() - 1)
    }

    fn known(&self, id: &str, names: &BTreeSet<String>, what: &str, at: Span) -> bool {
        if names.contains(id) {
            return true;
        }
        let plural = format!("{what}s");
        self.note(
            Diagnostic::error(Code::R0502, format!("unknown {what} `{id}`"))
                .at(at, "")
                .help(did_you_mean(id, names.iter().map(String::as_str), &plural)),
        );
        false
    }

    fn stat<'a>(&'a self, id: &str, kwargs: &Kwargs) -> Option<&'a Stat> {
        let found = self.names.statistics.get(id);
        if found.is_none() {
            let names = self.names.statistics.ids();
            // With thousands of ids the nearest one and its neighbours help more than a list.
            let near: Vec<&str> = names
                .filter(|name| name.split('.').next() == id.split('.').next())
                .collect();
            let help = if near.is_empty() {
                let blocks: BTreeSet<&str> = self
                    .names
                    .statistics
                    .ids()
                    .filter_map(|id| id.split('.').next())
                    .collect();
                did_you_mean(id.split('.').next().unwrap_or(id), blocks, "blocks")
            } else {
                did_you_mean(id, near, "statistics of this block")
            };
            self.note(
                Diagnostic::error(Code::R0502, format!("unknown statistic `{id}`"))
                    .at(self.first(kwargs), "")
                    .help(help),
            );
        }
        found
    }
}

/// Text woven from one template.
#[derive(Debug)]
pub(super) struct Woven {
    /// The text for Markdown, and the way back to the author's.
    pub traced: Traced,
}

/// The weaver: one Tera for all chapters and texts of a report.
pub(super) struct Weaver {
    tera: Tera,
    shared: Arc<Shared>,
    ready: Vec<(String, Ready)>,
}

impl Weaver {
    pub(super) fn new(names: Names) -> Self {
        let shared = Arc::new(Shared { names, ..Shared::default() });
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        register(&mut tera, &shared);
        Self { tera, shared, ready: Vec::new() }
    }

    /// Takes the findings so far.
    pub(super) fn found(&self) -> Vec<Diagnostic> {
        self.shared
            .found
            .lock()
            .map(|mut found| std::mem::take(&mut *found))
            .unwrap_or_default()
    }

    /// Returns the pieces so far; markers are indexes into them.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        self.shared.pieces.lock().map(|pieces| pieces.clone()).unwrap_or_default()
    }

    /// Returns the file of a template by its number.
    pub(super) fn file(&self, source: usize) -> &str {
        self.ready.get(source).map_or("", |(file, _)| file.as_str())
    }

    /// Adds chapters and the parts they include, then weaves the chapters; a chapter that
    /// cannot be read is a finding, and the others are woven all the same.
    pub(super) fn chapters(
        &mut self,
        files: &[(String, Arc<str>)],
        parts: &[(String, Arc<str>)],
    ) -> Vec<Option<Woven>> {
        let mut templates = Vec::new();
        for (file, text) in files.iter().chain(parts) {
            self.refuse_private(file, text);
            let source = self.ready.len();
            let ready = {
                let Ok(mut calls) = self.shared.calls.lock() else { return Vec::new() };
                instrument(text, file, source, None, &mut calls)
            };
            templates.push((file.clone(), ready.text.clone()));
            self.ready.push((file.clone(), ready));
        }
        // All together, so that includes find one another; on a fault one by one, so that
        // each fault is said.
        let mut bad = BTreeSet::new();
        if self.tera.add_raw_templates(templates.clone()).is_err() {
            for (name, text) in &templates {
                let mut alone = Tera::new();
                alone.autoescape_on(Vec::<&str>::new());
                register(&mut alone, &self.shared);
                let others: Vec<(String, String)> = templates
                    .iter()
                    .filter(|(other, _)| other != name)
                    .map(|(other, _)| (other.clone(), String::new()))
                    .collect();
                let _ = alone.add_raw_templates(others);
                if let Err(error) = alone.add_raw_template(name, text) {
                    self.refused(&error, name);
                    bad.insert(name.clone());
                }
            }
            let good: Vec<(String, String)> = templates
                .into_iter()
                .map(|(name, text)| {
                    let text = if bad.contains(&name) { String::new() } else { text };
                    (name, text)
                })
                .collect();
            let first = good.first().map(|(name, _)| name.clone()).unwrap_or_default();
            if let Err(error) = self.tera.add_raw_templates(good) {
                self.refused(&error, &first);
                return files.iter().map(|_| None).collect();
            }
        }
        let context = Context::new();
        files
            .iter()
            .map(|(file, _)| match self.tera.render(file, &context) {
                Ok(_) if bad.contains(file) => None,
                Ok(woven) => Some(Woven { traced: Traced::new(&woven) }),
                Err(error) => {
                    self.refused(&error, file);
                    None
                }
            })
            .collect()
    }

    /// Weaves a short text that stands at a place of a YAML file.
    pub(super) fn text(&mut self, text: &str, place: &Span) -> Option<String> {
        let private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
        if text.contains(private) {
            self.shared.note(
                Diagnostic::error(Code::R0501, "private-use character in the text")
                    .at(place.clone(), "")
                    .help("remove it; such characters have no meaning for a reader"),
            );
            return None;
        }
        if !text.contains("{{") && !text.contains("{%") {
            return Some(text.to_owned());
        }
        let ready = {
            let mut calls = self.shared.calls.lock().ok()?;
            instrument(text, &place.file, 0, Some(place), &mut calls)
        };
        match self.tera.render_str(&ready.text, &Context::new(), false) {
            Ok(woven) => Some(woven),
            Err(error) => {
                let message = message_of(&error);
                self.shared
                    .note(Diagnostic::error(Code::R0501, message).at(place.clone(), ""));
                None
            }
        }
    }

    /// Evaluates a condition over `value()`, `p()`, `low()` and `high()`.
    pub(super) fn holds(&mut self, expression: &str, place: &Span) -> Option<bool> {
        let text = format!("{{% if {expression} %}}yes{{% else %}}no{{% endif %}}");
        let before = self.shared.found.lock().ok()?.len();
        let woven = self.text(&text, place)?;
        let after = self.shared.found.lock().ok()?.len();
        (before == after).then(|| woven == "yes")
    }

    fn refuse_private(&self, file: &str, text: &str) {
        let private =
            text.char_indices().find(|(_, c)| ('\u{E000}'..='\u{F8FF}').contains(c));
        if let Some((at, character)) = private {
            self.shared.note(
                Diagnostic::error(
                    Code::R0501,
                    format!(
                        "private-use character U+{:04X} in the text",
                        u32::from(character)
                    ),
                )
                .at(Span::new(file, at..at + character.len_utf8()), "")
                .help("remove it; such characters have no meaning for a reader"),
            );
        }
    }

    /// Notes an error of Tera at the author's own place.
    fn refused(&self, error: &tera::Error, file: &str) {
        let message = message_of(error);
        let place = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name =
                    if report.filename().is_empty() { file } else { report.filename() };
                self.back(name, report.span().range.clone())
            }
            _ => drawn_place(&error.to_string(), file).map_or_else(
                || Span::new(file, 0..0),
                |(file, line, column)| self.at_line(&file, line, column),
            ),
        };
        let code = match error.kind() {
            ErrorKind::RenderingError(_) => Code::R0502,
            _ => Code::R0501,
        };
        self.shared.note(Diagnostic::error(code, message).at(place, ""));
    }

    fn back(&self, file: &str, range: std::ops::Range<usize>) -> Span {
        let ready = self.ready.iter().find(|(name, _)| name == file);
        match ready {
            Some((_, ready)) => {
                let start = ready.original(range.start);
                let end = ready.original(range.end).max(start);
                Span::new(file, start..end)
            }
            None => Span::new(file, 0..0),
        }
    }

    fn at_line(&self, file: &str, line: usize, column: usize) -> Span {
        let ready = self.ready.iter().find(|(name, _)| name == file);
        let offset = ready.and_then(|(_, ready)| {
            let mut start = 0;
            for (index, text) in ready.text.split_inclusive('\n').enumerate() {
                if index + 1 == line {
                    let inside: usize =
                        text.chars().take(column).map(char::len_utf8).sum();
                    return Some(start + inside);
                }
                start += text.len();
            }
            None
        });
        offset.map_or_else(|| Span::new(file, 0..0), |at| self.back(file, at..at + 1))
    }
}

/// Returns the first line of what Tera says, in the style of our messages.
fn message_of(error: &tera::Error) -> String {
    let text = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            report.message().to_owned()
        }
        ErrorKind::CircularInclude { include_chain, .. } => {
            format!(
                "the files include one another in a circle: {}",
                include_chain.join(" → ")
            )
        }
        _ => error.to_string(),
    };
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
        .trim_start_matches("error: ")
        .trim_end_matches('.');
    let mut characters = line.chars();
    let first =
        characters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("the template cannot be read: {first}{}", characters.as_str())
}

/// Reads the place out of an error that Tera has already drawn: ` --> file:1:6`.
fn drawn_place(drawn: &str, file: &str) -> Option<(String, usize, usize)> {
    let line = drawn.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
    let (rest, column) = line.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let name = name.trim_matches(['[', ']']);
    let name = if name.is_empty() { file } else { name };
    Some((
        name.to_owned(),
        line.trim().parse().ok()?,
        column.trim_matches(']').parse().ok()?,
    ))
}

fn text_of<'k>(kwargs: &'k Kwargs, name: &'k str) -> TeraResult<String> {
    kwargs.must_get::<&str>(name).map(str::to_owned)
}

/// What an expression asks of a statistic.
type Pick = fn(&Stat) -> Option<f64>;

fn register(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "stat",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            let mode = kwargs.get::<&str>("show")?.unwrap_or("value").to_owned();
            let detail = kwargs.get::<&str>("detail")?;
            let decimals = kwargs.get::<u8>("decimals")?;
            let Some(stat) = own.stat(&id, &kwargs) else { return Ok(String::new()) };
            match show(stat, &mode, detail, decimals) {
                Ok(text) => {
                    let span = own.whole(&kwargs);
                    Ok(own.piece(Piece::Stat { id, show: mode, text, span }))
                }
                Err(message) => {
                    own.note(
                        Diagnostic::error(Code::R0502, message)
                            .at(own.whole(&kwargs), ""),
                    );
                    Ok(String::new())
                }
            }
        },
    );
    let own = Arc::clone(shared);
    tera.register_function("fixed", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let text = text_of(&kwargs, "text")?;
        let because = kwargs.get::<&str>("because")?.unwrap_or_default().to_owned();
        if because.trim().is_empty() {
            own.note(
                Diagnostic::error(Code::R0502, "`fixed` needs a reason")
                    .at(own.whole(&kwargs), "")
                    .help("add `because=\"…\"`: why is this number bound to no statistic?"),
            );
        }
        Ok(own.piece(Piece::Fixed { text, because }))
    });
    let own = Arc::clone(shared);
    tera.register_function(
        "figure",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            if !own.known(&id, &own.names.figures, "figure", own.first(&kwargs)) {
                return Ok(String::new());
            }
            Ok(own.piece(Piece::Figure { id, span: own.whole(&kwargs) }))
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "table",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            if !own.known(&id, &own.names.tables, "table", own.first(&kwargs)) {
                return Ok(String::new());
            }
            Ok(own.piece(Piece::Table { id, span: own.whole(&kwargs) }))
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "ref",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            let text = kwargs.get::<&str>("text")?.map(str::to_owned);
            Ok(own.piece(Piece::Ref { id, text, span: own.first(&kwargs) }))
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "cite",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let mut keys = Vec::new();
            for name in ["key", "key2", "key3", "key4", "key5"] {
                if let Some(key) = kwargs.get::<&str>(name)?
                    && own.known(key, &own.names.citations, "work", own.first(&kwargs))
                {
                    keys.push(key.to_owned());
                }
            }
            if keys.is_empty() {
                return Ok(String::new());
            }
            let prose = kwargs.get::<&str>("form")? == Some("prose");
            let page = kwargs.get::<&str>("page")?.map(str::to_owned);
            Ok(own.piece(Piece::Cite { keys, prose, page, span: own.whole(&kwargs) }))
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "claim",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            let words = text_of(&kwargs, "words")?;
            if !own.known(&id, &own.names.claims, "claim", own.first(&kwargs)) {
                return Ok(words);
            }
            Ok(own.piece(Piece::Claim { id, words, span: own.whole(&kwargs) }))
        },
    );
    let pick: [(&'static str, Pick); 4] = [
        ("value", Stat::number),
        ("p", |stat| stat.test.as_ref().map(|test| test.p)),
        ("low", |stat| stat.interval.as_ref().map(|interval| interval.low)),
        ("high", |stat| stat.interval.as_ref().map(|interval| interval.high)),
    ];
    for (name, get) in pick {
        let own = Arc::clone(shared);
        tera.register_function(
            name,
            move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<f64> {
                let id = text_of(&kwargs, "id")?;
                let Some(stat) = own.stat(&id, &kwargs) else { return Ok(0.0) };
                let value = get(stat);
                if value.is_none() {
                    own.note(
                        Diagnostic::error(Code::R0502, format!("`{id}` has no {name}"))
                            .at(own.whole(&kwargs), ""),
                    );
                }
                Ok(value.unwrap_or_default())
            },
        );
    }
}
