//! A text as values and their places: both of one reading.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::unreadable::unreadable;
use crate::project::yaml::name::name_of;
use crate::project::yaml::places::Place;
use crate::project::yaml::places::Places;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use serde_yaml::Mapping;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most collections within one another.
const DEEPEST: usize = 64;

/// What was read of a text.
pub(super) struct Read {
    pub(super) value: Value,
    pub(super) places: Places,
    /// Whether a text in it may hold a character that none may hold.
    pub(super) doubtful: bool,
}

/// A collection that is being read.
struct Open {
    start: usize,
    values: Values,
    /// The places of what is in it.
    inner: BTreeMap<String, Place>,
}

/// Its values, and the key whose value comes next.
enum Values {
    Mapping(Mapping, Option<(Value, String, Range<usize>)>),
    Sequence(Vec<Value>),
}

/// What is being read of a text.
struct Reading<'t> {
    file: &'t str,
    text: &'t str,
    open: Vec<Open>,
    /// The whole, once it is read.
    done: Option<(Value, Place)>,
    /// Whether something is met that is left to the decoder: tags, anchors, keys that are no words, characters on which
    /// versions of the format differ.
    odd: bool,
}

/// Reads a file's text.
pub(super) fn read(file: &str, text: &str) -> Result<Read> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    let (odd, doubtful) = if text.bytes().all(plain) {
        (false, text.contains('\\'))
    } else {
        (text.contains(strange), text.contains(|c| unreadable(c) || c == '\\'))
    };
    let odd = odd || text.lines().any(|line| line.starts_with(['%', '.']));
    let mut reading = Reading { file, text, open: Vec::new(), done: None, odd };
    reading.walk()?;
    let (value, place) = reading.done.unwrap_or_default();
    let places = Places::new(file, place);
    if !reading.odd {
        return Ok(Read { value, places, doubtful });
    }
    let value = serde_yaml::from_str(text).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let message = error.to_string();
        let message =
            message.split(" at line ").next().unwrap_or_default().to_lowercase();
        ill_formed((file, text), &message, at)
    })?;
    Ok(Read { value, places, doubtful: true })
}

/// Returns whether versions of the format differ on a character: whether it may stand in a file, begin a line, or end one.
fn strange(c: char) -> bool {
    c != '\n' && c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn ill_formed((file, text): (&str, &str), why: &str, at: usize) -> Failure {
    Diagnostic::error(Code::R0102, format!("`{file}` is not well formed: {why}"))
        .at(Span::new(file, word(text, at)), "here")
        .into()
}

impl Reading<'_> {
    /// Walks the events.
    fn walk(&mut self) -> Result<()> {
        let text = self.text;
        // The parser counts characters.
        let offsets: Vec<usize> = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| at).collect()
        };
        let byte = |index: usize| match offsets.get(index) {
            Some(at) => *at,
            None if offsets.is_empty() => index.min(text.len()),
            None => text.len(),
        };
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| {
                ill_formed((self.file, text), error.info(), byte(error.marker().index()))
            })?;
            let range = byte(span.start.index())..byte(span.end.index());
            match event {
                Event::Scalar(scalar, style, anchor, tag) => {
                    self.odd |= anchor != 0 || tag.is_some();
                    self.scalar(scalar.into_owned(), style, range)?;
                }
                Event::Alias(_) => {
                    self.odd = true;
                    self.put(Value::Null, Place::new(range, BTreeMap::new()));
                }
                Event::MappingStart(anchor, tag) => {
                    self.odd |= anchor != 0 || tag.is_some();
                    self.begin(range.start, Values::Mapping(Mapping::new(), None))?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.odd |= anchor != 0 || tag.is_some();
                    self.begin(range.start, Values::Sequence(Vec::new()))?;
                }
                Event::MappingEnd | Event::SequenceEnd => self.end(range.end),
                Event::DocumentStart(_) => {
                    documents += 1;
                    self.odd |= documents > 1;
                }
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    /// Takes a text: a key, or a value.
    fn scalar(
        &mut self,
        scalar: String,
        style: ScalarStyle,
        range: Range<usize>,
    ) -> Result<()> {
        let written = self.text.get(range.clone());
        let end = written.map_or(range.end, |found| range.start + found.trim_end().len());
        // Where a block of lines ends that no line end follows, the decoder knows better.
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        self.odd |= block && (self.open.is_empty() || !self.text.ends_with('\n'));
        let value = resolved(scalar, style).unwrap_or_else(|scalar| {
            self.odd = true;
            Value::String(scalar)
        });
        let Some(Open { values: Values::Mapping(_, key @ None), inner, .. }) =
            self.open.last_mut()
        else {
            self.put(value, Place::new(range.start..end, BTreeMap::new()));
            return Ok(());
        };
        let name = name_of(&value);
        self.odd |= value.is_null() || written.is_some_and(|key| key.contains('\n'));
        if let Some(first) = inner.get(&name).and_then(|place| place.key.clone()) {
            let message = format!("the key `{name}` occurs twice");
            return Err(Diagnostic::error(Code::R0102, message)
                .at(Span::new(self.file, range), "")
                .related(Span::new(self.file, first), "first here")
                .into());
        }
        *key = Some((value, name, range));
        Ok(())
    }

    /// Begins a collection.
    fn begin(&mut self, start: usize, values: Values) -> Result<()> {
        if self.open.len() == DEEPEST {
            let message =
                format!("`{}` nests more than {DEEPEST} levels deep", self.file);
            return Err(Diagnostic::error(Code::R0102, message)
                .at(Span::new(self.file, word(self.text, start)), "here")
                .into());
        }
        self.open.push(Open { start, values, inner: BTreeMap::new() });
        Ok(())
    }

    /// Ends the innermost collection. Its place is its first line.
    fn end(&mut self, end: usize) {
        let Some(Open { start, values, inner }) = self.open.pop() else { return };
        let found = self.text.get(start..end).unwrap_or_default();
        let line = found.lines().next().unwrap_or_default().trim_end();
        let value = match values {
            Values::Mapping(mapping, _) => Value::Mapping(mapping),
            Values::Sequence(items) => Value::Sequence(items),
        };
        self.put(value, Place::new(start..start + line.len(), inner));
    }

    /// Puts a value that is complete where it belongs.
    fn put(&mut self, value: Value, place: Place) {
        let Some(Open { values, inner, .. }) = self.open.last_mut() else {
            self.done = Some((value, place));
            return;
        };
        match values {
            Values::Sequence(items) => {
                inner.insert(items.len().to_string(), place);
                items.push(value);
            }
            Values::Mapping(mapping, key) => {
                if let Some((known, name, at)) = key.take() {
                    inner.insert(name, place.under(at));
                    mapping.insert(known, value);
                } else {
                    self.odd = true;
                    let name = name_of(&Value::Sequence(Vec::new()));
                    *key = Some((Value::Null, name, place.value));
                }
            }
        }
    }
}

/// Returns what a text stands for, as the decoder reads it; the text where that is left to the decoder itself.
fn resolved(text: String, style: ScalarStyle) -> std::result::Result<Value, String> {
    if style != ScalarStyle::Plain {
        return Ok(Value::String(text));
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    Ok(match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        word if word.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
            Value::String(text)
        }
        whole
            if whole.len() < 19
                && digits(whole)
                && (whole.len() == 1 || !whole.starts_with('0')) =>
        {
            match whole.parse::<u64>() {
                Ok(number) => Value::Number(number.into()),
                Err(_) => return Err(text),
            }
        }
        sign if sign.starts_with(['?', ':', '|', '>', '%', '@', '`']) => {
            return Err(text);
        }
        words if words.contains(char::is_whitespace) => Value::String(text),
        other => match serde_yaml::from_str(other) {
            Ok(Value::Number(number)) => Value::Number(number),
            Ok(_) => Value::String(text),
            Err(_) => return Err(text),
        },
    })
}

/// Returns the range of the word at a byte offset, for a caret that can be seen.
fn word(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    at..at + length
}
