//! What chapters may call: each call keeps what it stands for and returns its marker; a
//! call at fault is noted at its place, and weaving goes on.

use crate::labels;
use crate::model::calendar::WHICH_TIME;
use crate::model::calendar::over_gaps;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Block;
use crate::model::document::PictureBlock;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::budget::Turns;
use crate::narrative::cite;
use crate::narrative::instrument::Call;
use crate::narrative::instrument::marker;
use crate::narrative::show::show;
use crate::project::Row;
use std::collections::BTreeSet;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;

/// The most decimals a number is shown with: what is kept has about 15 digits.
const DECIMALS: u8 = 12;

/// What a marker stands for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::narrative) enum Piece {
    /// A statistic as shown.
    Stat { id: String, show: String, text: String, span: Span },
    /// A number bound by hand.
    Fixed { text: String, because: String, span: Span },
    /// A figure.
    Figure { id: String, span: Span },
    /// A table.
    Table { id: String, span: Span },
    /// A declared picture.
    Picture { id: String, span: Span },
    /// A declared quotation.
    Quotation { id: String, span: Span },
    /// A picture written in Markdown.
    Image(Box<PictureBlock>),
    /// A displayed formula.
    Equation(Box<Block>),
    /// A reference.
    Ref { id: String, text: Option<String>, span: Span },
    /// A citation.
    Cite(cite::Call),
    /// Words in another language; they may hold markers.
    Lang { language: String, words: String, span: Span },
    /// Words that assert something; they may hold markers.
    Claim { id: String, words: String, span: Span },
    /// A term of the index.
    Term { term: String, span: Span },
    /// The id of a numbered paragraph.
    Paragraph { id: String, span: Span },
}

/// The names that calls may use.
#[derive(Debug, Default)]
pub(in crate::narrative) struct Names {
    pub statistics: Arc<Statistics>,
    pub figures: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    pub pictures: BTreeSet<String>,
    pub claims: BTreeSet<String>,
    pub quotations: BTreeSet<String>,
    pub citations: BTreeSet<String>,
    /// The row that the edition is made for.
    pub row: Option<Arc<Row>>,
    /// The columns of the row's frame.
    pub columns: BTreeSet<String>,
}

/// What the calls of a weave share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub names: Arc<Names>,
    pub calls: Mutex<Vec<Call>>,
    pub pieces: Mutex<Vec<Piece>>,
    pub found: Mutex<Vec<Diagnostic>>,
    /// The same, to look them up.
    pub noted: Mutex<HashSet<Diagnostic>>,
    /// What was looked at, by name.
    pub seen: Mutex<BTreeSet<Name>>,
    /// How many turns loops took.
    pub turns: Arc<Turns>,
}

impl Shared {
    fn call(&self, kwargs: &Kwargs) -> Option<Call> {
        let at = kwargs.get::<usize>("at").ok().flatten()?;
        self.calls.lock().ok()?.get(at).cloned()
    }

    pub fn whole(&self, kwargs: &Kwargs) -> Span {
        self.call(kwargs).map_or_else(|| Span::new("", 0..0), |call| call.span)
    }

    pub fn first(&self, kwargs: &Kwargs) -> Span {
        self.call(kwargs).map_or_else(|| Span::new("", 0..0), |call| call.first)
    }

    /// Notes that something was looked at.
    pub fn look(&self, name: Name) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(name);
        }
    }

    /// Returns whether something of this code was noted within a place.
    pub fn has_noted(&self, code: Code, place: &Span) -> bool {
        let range = place.start..=place.end;
        let within = |at: &Span| at.file == place.file && range.contains(&at.start);
        self.noted.lock().is_ok_and(|noted| {
            noted.iter().any(|one| one.code == code && one.span().is_some_and(within))
        })
    }

    pub fn note(&self, diagnostic: Diagnostic) {
        // A call in a loop is at fault each time.
        if let Ok(mut noted) = self.noted.lock()
            && noted.insert(diagnostic.clone())
            && let Ok(mut found) = self.found.lock()
        {
            found.push(diagnostic);
        }
    }

    /// Keeps a piece and returns its marker.
    pub fn piece(&self, piece: Piece) -> String {
        let Ok(mut pieces) = self.pieces.lock() else { return String::new() };
        pieces.push(piece);
        marker(pieces.len() - 1)
    }

    fn known(
        &self,
        id: &str,
        names: &BTreeSet<String>,
        name: fn(String) -> Name,
        at: Span,
    ) -> bool {
        let name = name(id.to_owned());
        let what = name.sort();
        self.look(name);
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

    fn shown(
        &self,
        stat: &Stat,
        mode: &str,
        detail: Option<&str>,
        decimals: Option<u8>,
    ) -> Result<String, String> {
        if mode == "period" {
            let period = self.names.statistics.period(stat);
            return period
                .ok_or_else(|| format!("the key of `{}` holds no period", stat.id));
        }
        show(stat, mode, detail, decimals)
    }

    fn stat<'a>(&'a self, id: &str, kwargs: &Kwargs) -> Option<&'a Stat> {
        self.look(Name::Statistic(id.to_owned()));
        let found = self.names.statistics.find(id);
        if let Some((word, meant, missing)) =
            found.and_then(|_| self.names.statistics.counted_over(id))
        {
            let block = id.split('.').next().unwrap_or(id);
            self.look(Name::Family(block.to_owned()));
            self.note(
                Diagnostic::warning(Code::R0313, over_gaps(&word, &meant, missing))
                    .at(self.first(kwargs), "")
                    .help(WHICH_TIME),
            );
        }
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
                    .help(self.names.statistics.without_value(id) + &help),
            );
        }
        found
    }
}

pub(super) fn text_of<'k>(kwargs: &'k Kwargs, name: &'k str) -> TeraResult<String> {
    kwargs.must_get::<&str>(name).map(str::to_owned)
}

/// What an expression asks of a statistic.
type Pick = fn(&Stat) -> Option<f64>;

/// Makes the call of a claim known to Tera.
fn register_claim(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "claim",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            let words = text_of(&kwargs, "words")?;
            if !own.known(&id, &own.names.claims, Name::Claim, own.first(&kwargs)) {
                return Ok(words);
            }
            Ok(own.piece(Piece::Claim { id, words, span: own.whole(&kwargs) }))
        },
    );
}

/// Makes the call of a quotation known to Tera.
fn register_quotation(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "quotation",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            let (names, first) = (&own.names.quotations, own.first(&kwargs));
            if !own.known(&id, names, Name::Quotation, first) {
                return Ok(String::new());
            }
            Ok(own.piece(Piece::Quotation { id, span: own.whole(&kwargs) }))
        },
    );
}

/// Makes the call of words in another language known to Tera.
fn register_lang(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "lang",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let language = text_of(&kwargs, "tag")?;
            let words = text_of(&kwargs, "words")?;
            if let Some(why) = labels::tag_fault(&language) {
                own.note(untagged(why, own.first(&kwargs)));
                return Ok(words);
            }
            Ok(own.piece(Piece::Lang { language, words, span: own.whole(&kwargs) }))
        },
    );
}

/// Makes the calls that mark a place known to Tera.
fn register_marks(tera: &mut Tera, shared: &Arc<Shared>) {
    let mark = |argument: &'static str, piece: fn(String, Span) -> Piece| {
        let own = Arc::clone(shared);
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let text = text_of(&kwargs, argument)?.trim().to_owned();
            if text.is_empty() {
                let message = format!("`{argument}` is empty");
                own.note(
                    Diagnostic::error(Code::R0502, message).at(own.whole(&kwargs), ""),
                );
                return Ok(String::new());
            }
            Ok(own.piece(piece(text, own.whole(&kwargs))))
        }
    };
    tera.register_function(
        "index",
        mark("term", |term, span| Piece::Term { term, span }),
    );
    tera.register_function(
        "paragraph",
        mark("id", |id, span| Piece::Paragraph { id, span }),
    );
}

/// Returns the finding of a tag that is none.
pub(in crate::narrative) fn untagged(why: String, place: Span) -> Diagnostic {
    Diagnostic::error(Code::R0527, why).at(place, "").help(
        "write the tag of the language that the words are in, such as `cy` or `en-GB`",
    )
}

/// Makes the calls known to Tera.
#[expect(clippy::too_many_lines, reason = "one registration a call, in a row")]
pub(super) fn register(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "stat",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = own.id(&kwargs)?;
            let mode = kwargs.get::<&str>("show")?.unwrap_or("value").to_owned();
            let detail = kwargs.get::<&str>("detail")?;
            let decimals = kwargs.get::<u8>("decimals")?;
            if let Some(many) = decimals.filter(|many| *many > DECIMALS) {
                own.note(
                    Diagnostic::error(
                        Code::R0502,
                        format!("{many} decimals are more than {DECIMALS}, which numbers are kept with"),
                    )
                    .at(own.whole(&kwargs), ""),
                );
            }
            if detail.is_some() && mode != "detail" {
                own.note(
                    Diagnostic::error(Code::R0502, "`detail=` needs `show=\"detail\"`")
                        .at(own.whole(&kwargs), ""),
                );
            }
            let Some(stat) = own.stat(&id, &kwargs) else { return Ok(String::new()) };
            let shown = own.shown(stat, &mode, detail, decimals);
            match shown {
                Ok(text) => {
                    let (id, span) = (stat.id.clone(), own.whole(&kwargs));
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
        let span = own.whole(&kwargs);
        Ok(own.piece(Piece::Fixed { text, because, span }))
    });
    let own = Arc::clone(shared);
    tera.register_function(
        "figure",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            if !own.known(&id, &own.names.figures, Name::Figure, own.first(&kwargs)) {
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
            if !own.known(&id, &own.names.tables, Name::Table, own.first(&kwargs)) {
                return Ok(String::new());
            }
            Ok(own.piece(Piece::Table { id, span: own.whole(&kwargs) }))
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "picture",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let id = text_of(&kwargs, "id")?;
            if !own.known(&id, &own.names.pictures, Name::Picture, own.first(&kwargs)) {
                return Ok(String::new());
            }
            Ok(own.piece(Piece::Picture { id, span: own.whole(&kwargs) }))
        },
    );
    register_quotation(tera, shared);
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
                    && own.known(
                        key,
                        &own.names.citations,
                        Name::Work,
                        own.first(&kwargs),
                    )
                {
                    keys.push(key.to_owned());
                }
            }
            if keys.is_empty() {
                return Ok(String::new());
            }
            let form = kwargs.get::<&str>("form")?;
            if let Some(form) = form.filter(|form| *form != "prose") {
                own.note(
                    Diagnostic::error(Code::R0502, format!("there is no form `{form}`"))
                        .at(own.whole(&kwargs), "")
                        .help("write `form=\"prose\"` for Smith (2024), or leave it out"),
                );
            }
            let prose = form.is_some();
            let given = |name: &str| -> TeraResult<Option<String>> {
                Ok(kwargs.get::<&str>(name)?.map(str::to_owned))
            };
            let page = given("page")?;
            let (prefix, suffix) = (given("prefix")?, given("suffix")?);
            let call = cite::Call { keys, prose, page, prefix, suffix };
            if let Some(digits) = call.number() {
                own.note(
                    Diagnostic::error(
                        Code::R0502,
                        format!("the words around a citation hold the number `{digits}`"),
                    )
                    .at(own.whole(&kwargs), "")
                    .help(
                        "give a page by `page=\"12\"`, a part as \", chapter 3\"; write other \
                         numbers outside the citation, where they are held to the data",
                    ),
                );
            }
            Ok(own.piece(Piece::Cite(call)))
        },
    );
    register_claim(tera, shared);
    register_lang(tera, shared);
    register_marks(tera, shared);
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
                let id = own.id(&kwargs)?;
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
