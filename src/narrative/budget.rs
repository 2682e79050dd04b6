//! What rendering may take: turns of loops, bytes of text, bytes of a value that is kept.
//!
//! `instrument` puts a call before each loop, each value that is kept and each component, so
//! that nothing that a template asks for goes on without being counted: in the text of chapters,
//! and in the templates of pages that a project brings.

use crate::model::budget;
use std::io::Write;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use tera::Error;
use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;
use tera::Value;

/// The most values of a list that a template keeps under a name.
const VALUES: usize = 100_000;
/// Bytes that may be printed for each turn that loops may take.
const PRINTED: u64 = 80;
/// Bytes that may be printed however few the turns.
const LEAST: u64 = 1024 * 1024;

/// How large a text may become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of a text that is kept under a name, or that a filter makes.
    pub kept: usize,
    /// Bytes that are printed.
    pub printed: u64,
}

impl Limits {
    /// Returns the limits of a chapter, or of a text of a declaration.
    pub(crate) fn of_chapters() -> Self {
        let printed = budget::turns().saturating_mul(PRINTED).max(LEAST);
        Self { kept: 64 * 1024, printed }
    }

    /// Returns the limits of a page, which is given texts and pictures that are ready.
    pub(crate) const fn of_pages() -> Self {
        Self { kept: 256 * 1024, printed: 128 * 1024 * 1024 }
    }
}

/// Returns whether a message is that of a limit of this file.
pub(crate) fn is_ours(message: &str) -> bool {
    [LOOPS, VALUE, FILTER].iter().any(|own| message.contains(own))
}

const LOOPS: &str = "the loops of this text take more than";
const VALUE: &str = "a value that is kept may have";
const FILTER: &str = "the filter would make more than";

/// Counts the turns of loops.
#[derive(Debug, Default)]
pub(crate) struct Turns(AtomicU64);

impl Turns {
    /// Begins to count anew.
    pub(crate) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Counts so many; more than are allowed are an error.
    pub(crate) fn take(&self, count: u64) -> TeraResult<()> {
        let taken = self.0.fetch_add(count, Ordering::Relaxed).saturating_add(count);
        if taken <= budget::turns() {
            return Ok(());
        }
        Err(Error::message(format!(
            "{LOOPS} {} turns; `--max-turns` allows more",
            budget::turns()
        )))
    }
}

/// Text that is being rendered, up to a limit.
#[derive(Debug)]
pub(crate) struct Text {
    pub bytes: Vec<u8>,
    /// Whether more was to come.
    pub full: bool,
    most: u64,
}

impl Text {
    /// Returns no text yet.
    pub(crate) const fn new(limits: Limits) -> Self {
        Self { bytes: Vec::new(), full: false, most: limits.printed }
    }

    /// Returns what is said of more text than that.
    pub(crate) fn too_much(&self) -> String {
        format!("the text renders to more than {} bytes", self.most)
    }
}

impl Write for Text {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if (self.bytes.len() + piece.len()) as u64 > self.most {
            self.full = true;
            return Err(std::io::Error::other("too much text"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Refuses a value that is too large to be kept.
fn weighed(value: &Value, most: usize) -> TeraResult<()> {
    let (mut text, mut values) = (0, 0);
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        values += 1;
        text += value.as_str().map_or(0, str::len);
        if values > VALUES + 1 || text > most {
            return Err(Error::message(format!(
                "{VALUE} {VALUES} entries and {most} bytes of text; this one has more"
            )));
        }
        rest.extend(value.as_array().unwrap_or_default());
        rest.extend(value.as_map().into_iter().flat_map(|map| map.values()));
    }
    Ok(())
}

/// Refuses a text that a filter would make too large.
fn fits(size: usize, most: usize) -> TeraResult<()> {
    if size <= most {
        return Ok(());
    }
    Err(Error::message(format!("{FILTER} {most} bytes of text")))
}

/// Makes the counting calls known to Tera, and filters that know their limits.
pub(crate) fn register(
    tera: &mut Tera,
    take: impl Fn(u64) -> TeraResult<()> + Clone + Send + Sync + 'static,
    limits: Limits,
) {
    let most = limits.kept;
    let own = take.clone();
    let of = |kwargs: &Kwargs| -> TeraResult<Value> {
        Ok(kwargs.get::<Value>("of")?.unwrap_or_else(Value::none))
    };
    tera.register_function(
        "turns",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let of = of(&kwargs)?;
            own(of.len().unwrap_or(0) as u64)?;
            Ok(of)
        },
    );
    tera.register_function(
        "turn",
        move |_: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
            take(1)?;
            Ok("")
        },
    );
    tera.register_function(
        "kept",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let of = of(&kwargs)?;
            weighed(&of, most)?;
            Ok(of)
        },
    );
    tera.register_function(
        "looked",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
            weighed(&of(&kwargs)?, most)?;
            Ok("")
        },
    );
    tera.register_filter(
        "replace",
        move |text: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let (from, to) =
                (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
            let found = text.matches(from).count();
            fits(text.len().saturating_add(found.saturating_mul(to.len())), most)?;
            Ok(text.replace(from, to))
        },
    );
    tera.register_filter(
        "join",
        move |values: &[Value], kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let between = kwargs.get::<&str>("sep")?.unwrap_or("");
            let mut out = String::new();
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push_str(between);
                }
                weighed(value, most)?;
                out.push_str(&value.to_string());
                fits(out.len(), most)?;
            }
            Ok(out)
        },
    );
    tera.register_filter(
        "indent",
        move |text: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let width = kwargs.get::<usize>("width")?.unwrap_or(4).min(1000);
            let first = kwargs.get::<bool>("first")?.unwrap_or(false);
            let blank = kwargs.get::<bool>("blank")?.unwrap_or(false);
            let sign = kwargs.get::<&str>("indentation")?.unwrap_or(" ");
            if sign.chars().count() != 1 {
                return Err(Error::message(
                    "The `indentation` argument must contain exactly one character",
                ));
            }
            let indent = sign.repeat(width);
            fits(
                text.len()
                    .saturating_add(text.lines().count().saturating_mul(indent.len())),
                most,
            )?;
            let lines = text.lines().enumerate().map(|(at, line)| {
                let wanted = (at > 0 || first) && (blank || !line.is_empty());
                format!("{}{line}", if wanted { indent.as_str() } else { "" })
            });
            let end = if text.ends_with('\n') { "\n" } else { "" };
            Ok(lines.collect::<Vec<_>>().join("\n") + end)
        },
    );
}
