//! Calls of our functions in the tags of a template: where they are, and the names of their
//! arguments.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use std::ops::Range;

/// One of our functions.
struct Function {
    name: &'static str,
    /// The names of its positional arguments.
    positional: &'static [&'static str],
    /// Arguments that are given by name alone.
    named: &'static [&'static str],
    /// Whether it prints something, which an expression cannot look at.
    prints: bool,
}

const fn prints(
    name: &'static str,
    positional: &'static [&'static str],
    named: &'static [&'static str],
) -> Function {
    Function { name, positional, named, prints: true }
}

const fn gives(name: &'static str, positional: &'static [&'static str]) -> Function {
    Function { name, positional, named: &[], prints: false }
}

const FUNCTIONS: &[Function] = &[
    prints("stat", &["id"], &["show", "detail", "decimals"]),
    gives("value", &["id"]),
    prints("figure", &["id"], &[]),
    prints("table", &["id"], &[]),
    prints("picture", &["id"], &[]),
    prints("quotation", &["id"], &[]),
    prints("ref", &["id"], &["text"]),
    prints(
        "cite",
        &["key", "key2", "key3", "key4", "key5"],
        &["form", "page", "prefix", "suffix"],
    ),
    prints("claim", &["id", "words"], &[]),
    prints("fixed", &["text"], &["because"]),
    prints("lang", &["tag", "words"], &[]),
    prints("index", &["term"], &[]),
    prints("paragraph", &["id"], &[]),
    gives("p", &["id"]),
    gives("low", &["id"]),
    gives("high", &["id"]),
    gives("shown", &["id"]),
    prints("column", &["name"], &[]),
];

/// A call of one of our functions in the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::narrative) struct Call {
    /// The whole call.
    pub span: Span,
    /// Its first argument.
    pub first: Span,
}
/// What may be called besides our functions.
const BUILT_IN: &[&str] =
    &["range", "throw", "super", "if", "elif", "and", "or", "not", "in", "is"];

/// Returns the names of our functions.
pub(in crate::narrative) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

/// Returns the names of the arguments of one of our functions.
pub(in crate::narrative) fn arguments(function: &str) -> Vec<&'static str> {
    let found = FUNCTIONS.iter().find(|known| known.name == function);
    found
        .map(|known| known.positional.iter().chain(known.named).copied().collect())
        .unwrap_or_default()
}

/// Finds the first call in a tag of something that is no function, filter or test.
pub(super) fn stranger(code: &str, start: usize, text: &str) -> Option<Range<usize>> {
    let mut quote: Option<char> = None;
    let mut word: Option<usize> = None;
    for (index, character) in code.char_indices() {
        let at = start + index;
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if character.is_alphanumeric() || character == '_' => {
                word.get_or_insert(at);
                continue;
            }
            None if character == '(' => {
                let name = word.and_then(|from| text.get(from..at)).unwrap_or_default();
                let before =
                    word.and_then(|from| text.get(start..from)).unwrap_or_default();
                let before = before.trim_end();
                let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                let applied = before.ends_with(['|', '.', ':'])
                    || matches!(last, "is" | "not" | "macro" | "filter" | "component");
                let known =
                    BUILT_IN.contains(&name) || functions().any(|own| own == name);
                if let Some(from) =
                    word.filter(|_| !applied && !known && !name.is_empty())
                {
                    return Some(from..at);
                }
            }
            _ => {}
        }
        word = None;
    }
    None
}
/// One argument list that is being read.
struct Open {
    function: Option<&'static Function>,
    start: usize,
    argument: usize,
    argument_start: usize,
    /// Where the name of a named argument ends.
    keyword: Option<usize>,
    first: Option<Range<usize>>,
    /// The names given so far.
    given: Vec<String>,
}

/// What is gathered from the tags of a template.
pub(super) struct Tags<'a, S> {
    pub text: &'a str,
    pub span: &'a S,
    pub calls: &'a mut Vec<Call>,
    pub insertions: &'a mut Vec<(usize, String)>,
    pub faults: &'a mut Vec<Diagnostic>,
}

impl<S: Fn(Range<usize>) -> Span> Tags<'_, S> {
    /// Finds the calls of our functions; each learns its number and its arguments their names.
    /// `inside` is the tag between its braces.
    pub fn find_calls(&mut self, inside: Range<usize>) {
        let text = self.text;
        let code = text.get(inside.clone()).unwrap_or_default();
        let words = code.trim_matches(['-', ' ', '\n', '\t']);
        let sort = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let condition = matches!(sort, "if" | "elif");
        let mut stack: Vec<Open> = Vec::new();
        let mut quote: Option<char> = None;
        let mut word_start: Option<usize> = None;
        for (index, character) in code.char_indices() {
            let at = inside.start + index;
            if let Some(open) = quote {
                if character == open {
                    quote = None;
                }
                continue;
            }
            if character.is_alphanumeric() || character == '_' {
                word_start.get_or_insert(at);
                continue;
            }
            let word =
                word_start.take().and_then(|start| Some((start, text.get(start..at)?)));
            match character {
                '"' | '\'' | '`' => quote = Some(character),
                '(' => {
                    let known = word.and_then(|(start, name)| {
                        let known = FUNCTIONS.iter().find(|known| known.name == name);
                        known.map(|function| (start, function))
                    });
                    stack.push(Open {
                        function: known.map(|(_, function)| function),
                        start: known.map_or(at, |(start, _)| start),
                        argument: 0,
                        argument_start: at + 1,
                        keyword: None,
                        first: None,
                        given: Vec::new(),
                    });
                }
                '=' => {
                    let next = text.as_bytes().get(at + 1);
                    let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
                    let comparison = next == Some(&b'=')
                        || matches!(before, Some(b'=' | b'!' | b'<' | b'>'));
                    if let Some(open) = stack.last_mut().filter(|_| !comparison) {
                        open.keyword.get_or_insert(at);
                    }
                }
                ',' => {
                    if let Some(mut open) = stack.pop() {
                        self.argument(&mut open, at);
                        open.argument += 1;
                        open.argument_start = at + 1;
                        open.keyword = None;
                        stack.push(open);
                    }
                }
                ')' => {
                    let Some(mut open) = stack.pop() else { continue };
                    self.close(&mut open, at, condition);
                }
                _ => {}
            }
        }
        // A call left open gets its names all the same, so that what Tera says is the true
        // fault.
        for mut open in stack {
            self.argument(&mut open, inside.end);
        }
    }

    /// Ends a call at its closing bracket.
    fn close(&mut self, open: &mut Open, at: usize, condition: bool) {
        let empty = self
            .text
            .get(open.argument_start..at)
            .is_none_or(|rest| rest.trim().is_empty());
        if !empty {
            self.argument(open, at);
        }
        let Some(function) = open.function else { return };
        let separator = if open.argument == 0 && empty { "" } else { ", " };
        let trailing = open.argument > 0 && empty;
        let separator = if trailing { "" } else { separator };
        self.insertions.push((at, format!("{separator}at={}", self.calls.len())));
        let first = open.first.clone().unwrap_or(open.start..at + 1);
        let whole = (self.span)(open.start..at + 1);
        self.calls.push(Call { span: whole.clone(), first: (self.span)(first) });
        let after = self.text.get(at + 1..).unwrap_or_default().trim_start();
        let compared = ["==", "!=", "<", ">"].iter().any(|sign| after.starts_with(sign));
        let name = function.name;
        let message = if !function.prints {
            return;
        } else if after.starts_with('|') && !after.starts_with("||") {
            format!("a filter cannot change what `{name}` prints")
        } else if condition || compared {
            format!("a condition cannot look at what `{name}` prints")
        } else {
            return;
        };
        let help = match name {
            "stat" => {
                "`value(\"id\")` gives the number; `show=` and `decimals=` say how it is printed"
            }
            "column" => {
                "the values of the row are names of their own: `{% if column == \"north\" %}`"
            }
            _ => "write the words as they are to be printed",
        };
        self.faults
            .push(Diagnostic::error(Code::R0502, message).at(whole, "").help(help));
    }

    /// Names a positional argument, and refuses one that the function does not know.
    fn argument(&mut self, open: &mut Open, end: usize) {
        let Some(function) = open.function else { return };
        let raw = self.text.get(open.argument_start..end).unwrap_or_default();
        let start = open.argument_start + (raw.len() - raw.trim_start().len());
        let stop = start + raw.trim().len();
        if open.argument == 0 {
            open.first = Some(start..stop);
        }
        let all = || function.positional.iter().chain(function.named).copied();
        let name = match open.keyword {
            Some(end) => {
                let name = self.text.get(start..end).unwrap_or_default().trim();
                if !all().any(|known| known == name) {
                    let message =
                        format!("unknown argument `{name}` of `{}`", function.name);
                    let at = (self.span)(start..start + name.len());
                    let help = did_you_mean(name, all(), "arguments");
                    self.faults.push(
                        Diagnostic::error(Code::R0502, message).at(at, "").help(help),
                    );
                }
                name
            }
            None => match function.positional.get(open.argument) {
                Some(name) => {
                    self.insertions.push((start, format!("{name}=")));
                    name
                }
                None if raw.trim().is_empty() => return,
                None => {
                    let message = format!(
                        "`{}` takes {} without a name",
                        function.name,
                        match function.positional.len() {
                            1 => "one argument".to_owned(),
                            many => format!("{many} arguments"),
                        }
                    );
                    let at = (self.span)(start..stop);
                    let list: Vec<String> =
                        function.named.iter().map(|name| format!("`{name}=`")).collect();
                    let help = if list.is_empty() {
                        format!("take it out: `{}` has no other", function.name)
                    } else {
                        format!("give the others by name: {}", list.join(", "))
                    };
                    self.faults.push(
                        Diagnostic::error(Code::R0502, message).at(at, "").help(help),
                    );
                    return;
                }
            },
        };
        if open.given.iter().any(|given| given == name) {
            let message = format!("`{}` is given `{name}` twice", function.name);
            let at = (self.span)(start..stop);
            self.faults.push(Diagnostic::error(Code::R0502, message).at(at, ""));
        }
        open.given.push(name.to_owned());
    }
}
