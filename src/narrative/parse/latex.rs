//! LaTeX to the pieces of a formula, within limits; what page and PDF cannot both carry is refused
//! where it is.

use crate::model::document::Class;
use crate::model::document::FormulaLayout as Layout;
use crate::model::document::FormulaPlace as Place;
use crate::model::document::Inline;
use crate::model::document::Math;
use crate::narrative::parse::letters::styled;
use pulldown_latex::Storage;
use pulldown_latex::event::Content;
use pulldown_latex::event::Dimension;
use pulldown_latex::event::DimensionUnit;
use pulldown_latex::event::EnvironmentFlow;
use pulldown_latex::event::Event;
use pulldown_latex::event::Font;
use pulldown_latex::event::Grouping;
use pulldown_latex::event::ScriptPosition;
use pulldown_latex::event::ScriptType;
use pulldown_latex::event::StateChange;
use pulldown_latex::event::Visual;

/// The first of the characters that stand for calls while LaTeX is read.
pub(super) const CALLS: u32 = 0xf_0000;
/// The longest formula, in bytes, and the deepest braces in one.
const LONGEST: usize = 8_192;
const DEEPEST: usize = 40;
/// What defines commands, which could go on for ever.
const DEFINING: [&str; 7] =
    ["def", "gdef", "edef", "xdef", "let", "futurelet", "newcommand"];

/// Why a formula cannot be read, and where in it.
pub(super) struct Stop {
    pub message: String,
    pub at: usize,
    pub help: &'static str,
}

const WORDS: &str = "write it with commands of LaTeX's own and of amsmath that set mathematics; \
                     colours, sizes and macros are not carried";

/// Reads LaTeX.
pub(super) fn read(latex: &str, values: &[Inline]) -> Result<Vec<Math>, Stop> {
    let stop =
        |message: &str, at: usize| Stop { message: message.to_owned(), at, help: WORDS };
    if latex.trim().is_empty() {
        return Err(stop("the formula is empty", 0));
    }
    if latex.len() > LONGEST {
        return Err(stop("the formula is too long", 0));
    }
    let mut depth = 0_usize;
    for (at, byte) in latex.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(stop("the formula nests too deeply", at));
        }
    }
    for (at, _) in latex.match_indices('\\') {
        let name: String =
            latex.chars_from(at + 1).take_while(char::is_ascii_alphabetic).collect();
        let defines = DEFINING.contains(&name.as_str())
            || name.ends_with("newcommand")
            || name == "providecommand";
        if defines {
            return Err(stop(&format!("`\\{name}` in a formula is not carried"), at));
        }
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in pulldown_latex::Parser::new(latex, &storage) {
        match event {
            Ok(event) => events.push(event),
            Err(error) => return Err(refused(&error.to_string(), latex)),
        }
    }
    let mut walk = Walk { events: &events, at: 0, values, font: None, ended: true };
    let items = walk.items().map_err(|message| {
        let command = message.split('`').nth(1).unwrap_or_default();
        let at = latex.find(command).unwrap_or_default();
        Stop { message, at, help: WORDS }
    })?;
    Ok(items)
}

trait CharsFrom {
    fn chars_from(&self, at: usize) -> std::str::Chars<'_>;
}

impl CharsFrom for str {
    fn chars_from(&self, at: usize) -> std::str::Chars<'_> {
        self.get(at..).unwrap_or_default().chars()
    }
}

/// Turns an error of the parser to what it says and where: it shows the characters around.
fn refused(error: &str, latex: &str) -> Stop {
    let mut lines = error.lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("parsing error: ");
    let message = message.split(" - ").next().unwrap_or_default();
    let message = message.replace("unkown", "unknown").replace("primitive ", "");
    let shown: Vec<&str> = lines.filter_map(|line| line.strip_prefix('│')).collect();
    let line = shown
        .iter()
        .rev()
        .find(|line| !line.trim().is_empty() && !line.trim().chars().all(|c| c == '^'));
    let line = line.copied().unwrap_or_default();
    let cut = line.starts_with('…');
    let words = line.strip_prefix('…').or_else(|| line.strip_prefix(' ')).unwrap_or(line);
    let from = latex.find(words).unwrap_or_default();
    let mut at = from + if cut { 12 } else { 0 };
    // Without what stands before, the place is the twelfth byte from the end, or nearer.
    if !cut && words.len() > 12 && latex.len() > words.len() {
        at = words.len() - 12;
    } else if !cut {
        at = latex.len().min(words.len());
    }
    while at > 0 && !latex.is_char_boundary(at) {
        at -= 1;
    }
    if message.starts_with("unknown command") {
        let command = latex.get(..at).and_then(|before| before.rfind('\\'));
        let at = command.unwrap_or(at);
        let name: String =
            latex.chars_from(at + 1).take_while(char::is_ascii_alphabetic).collect();
        let message = format!("`\\{name}` in a formula is not known");
        return Stop { message, at, help: WORDS };
    }
    Stop {
        message: format!("the formula cannot be read: {message}"),
        at: at.saturating_sub(1),
        help: WORDS,
    }
}

/// A walk over the events of a formula.
struct Walk<'a> {
    events: &'a [Event<'a>],
    at: usize,
    values: &'a [Inline],
    font: Option<Font>,
    /// Whether the pieces read last went to the end of their group.
    ended: bool,
}

impl Walk<'_> {
    /// Reads pieces up to the end of their group.
    fn items(&mut self) -> Result<Vec<Math>, String> {
        let font = self.font;
        let mut out = Vec::new();
        let mut ended = true;
        while let Some(event) = self.events.get(self.at) {
            match event {
                Event::End => {
                    self.at += 1;
                    break;
                }
                Event::EnvironmentFlow(_) => {
                    ended = false;
                    break;
                }
                _ => out.extend(self.element()?),
            }
        }
        (self.font, self.ended) = (font, ended);
        Ok(out)
    }

    fn one(&mut self) -> Result<Box<Math>, String> {
        loop {
            if self.at >= self.events.len() {
                return Ok(Box::new(Math::Row { items: Vec::new() }));
            }
            if let Some(found) = self.element()? {
                return Ok(Box::new(found));
            }
        }
    }

    /// Reads one element; a change of the font is none.
    fn element(&mut self) -> Result<Option<Math>, String> {
        let Some(event) = self.events.get(self.at) else { return Ok(None) };
        self.at += 1;
        Ok(Some(match event {
            Event::Content(content) => self.content(content),
            Event::Begin(grouping) => self.group(grouping)?,
            Event::End
            | Event::EnvironmentFlow(_)
            | Event::StateChange(StateChange::Style(_)) => return Ok(None),
            Event::Visual(visual) => match visual {
                Visual::SquareRoot => Math::Root { of: self.one()?, index: None },
                Visual::Root => {
                    let of = self.one()?;
                    Math::Root { of, index: Some(self.one()?) }
                }
                Visual::Fraction(line) => {
                    let (top, bottom) = (self.one()?, self.one()?);
                    let line = line.is_none_or(|line| line.value > 0.0);
                    Math::Fraction { top, bottom, line }
                }
                Visual::Negation => self.negated()?,
            },
            Event::Script { ty, position } => {
                let base = self.one()?;
                let (below, above) = match ty {
                    ScriptType::Subscript => (Some(self.one()?), None),
                    ScriptType::Superscript => (None, Some(self.one()?)),
                    ScriptType::SubSuperscript => {
                        let below = self.one()?;
                        (Some(below), Some(self.one()?))
                    }
                };
                let place = match position {
                    ScriptPosition::Right => Place::Right,
                    ScriptPosition::AboveBelow => Place::Around,
                    ScriptPosition::Movable => Place::Either,
                };
                Math::Script { base, below, above, place }
            }
            Event::Space { width, .. } => Math::Space { ems: width.map_or(0.0, ems) },
            Event::StateChange(StateChange::Font(font)) => {
                self.font = *font;
                return Ok(None);
            }
            Event::StateChange(StateChange::Color(_)) => {
                return Err("`\\color` in a formula is not carried".to_owned());
            }
        }))
    }

    fn negated(&mut self) -> Result<Math, String> {
        match *self.one()? {
            Math::Sign { text, class } => {
                let text = match text.as_str() {
                    "=" => "≠".to_owned(),
                    "∈" => "∉".to_owned(),
                    "<" => "≮".to_owned(),
                    ">" => "≯".to_owned(),
                    other => format!("{other}\u{338}"),
                };
                Ok(Math::Sign { text, class })
            }
            _ => {
                Err("`\\not` before something other than a sign is not carried"
                    .to_owned())
            }
        }
    }

    fn value(&self, character: char) -> Option<Math> {
        let at = u32::from(character).checked_sub(CALLS)?;
        let stat = self.values.get(at as usize)?;
        Some(Math::Value { stat: Box::new(stat.clone()) })
    }

    fn content(&self, content: &Content<'_>) -> Math {
        let sign = |character: char, class: Class| Math::Sign {
            text: if character == '-' {
                "\u{2212}".to_owned()
            } else {
                character.to_string()
            },
            class,
        };
        match content {
            Content::Text(text) => self.words(text),
            Content::Number(text) => {
                let text = text.chars().map(|digit| styled(digit, self.font)).collect();
                Math::Number { text }
            }
            Content::Function(name) => Math::Name { text: (*name).to_owned() },
            Content::Ordinary { content, .. } => {
                if let Some(value) = self.value(*content) {
                    value
                } else if content.is_alphabetic() {
                    let plain = matches!(self.font, None | Some(Font::Italic));
                    let greek_capital = ('Α'..='Ω').contains(content);
                    let text = styled(*content, self.font).to_string();
                    Math::Letter { text, italic: plain && !greek_capital }
                } else {
                    sign(*content, Class::Plain)
                }
            }
            Content::LargeOp { content, .. } => sign(*content, Class::Large),
            Content::BinaryOp { content, .. } => sign(*content, Class::Binary),
            Content::Relation { content, .. } => {
                let mut buffer = [0; 8];
                let bytes = content.encode_utf8_to_buf(&mut buffer);
                let text = String::from_utf8_lossy(bytes).into_owned();
                Math::Sign { text, class: Class::Relation }
            }
            Content::Delimiter { content, ty, .. } => {
                use pulldown_latex::event::DelimiterType;
                let class = match ty {
                    DelimiterType::Open => Class::Open,
                    DelimiterType::Fence => Class::Plain,
                    DelimiterType::Close => Class::Close,
                };
                sign(*content, class)
            }
            Content::Punctuation(content) => sign(*content, Class::Punctuation),
        }
    }

    /// Words of a formula, with what calls print among them.
    fn words(&self, text: &str) -> Math {
        let mut items = Vec::new();
        let mut words = String::new();
        for character in text.chars() {
            match self.value(character) {
                None => words.push(character),
                Some(value) => {
                    if !words.is_empty() {
                        items.push(Math::Words { text: std::mem::take(&mut words) });
                    }
                    items.push(value);
                }
            }
        }
        if !words.is_empty() {
            items.push(Math::Words { text: words });
        }
        Math::row(items)
    }

    fn group(&mut self, grouping: &Grouping) -> Result<Math, String> {
        let shown = |sign: &Option<char>| sign.map(String::from).unwrap_or_default();
        Ok(match grouping {
            Grouping::Normal | Grouping::Equation { .. } => Math::row(self.items()?),
            Grouping::LeftRight(open, close) => Math::Fenced {
                open: shown(open),
                items: self.items()?,
                close: shown(close),
            },
            Grouping::Cases { left: true } => self.grid(Layout::Cases)?,
            Grouping::Cases { left: false } => {
                return Err("`rcases` in a formula is not carried".to_owned());
            }
            Grouping::Matrix { .. } | Grouping::Array(_) | Grouping::SubArray { .. } => {
                self.grid(Layout::Matrix)?
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => self.grid(Layout::Aligned)?,
            Grouping::Gather { .. } | Grouping::Gathered => self.grid(Layout::Matrix)?,
            Grouping::Multline => self.grid(Layout::Left)?,
        })
    }

    fn grid(&mut self, layout: Layout) -> Result<Math, String> {
        let mut rows: Vec<Vec<Math>> = vec![Vec::new()];
        loop {
            let cell = Math::row(self.items()?);
            let flow = match self.events.get(self.at) {
                Some(Event::EnvironmentFlow(flow)) if !self.ended => Some(flow),
                _ => None,
            };
            let last = rows.len() - 1;
            if let Some(row) = rows.get_mut(last) {
                row.push(cell);
            }
            match flow {
                Some(EnvironmentFlow::Alignment) => self.at += 1,
                Some(EnvironmentFlow::NewLine { .. }) => {
                    self.at += 1;
                    rows.push(Vec::new());
                }
                Some(EnvironmentFlow::StartLines { .. }) => {
                    return Err("`\\hline` in a formula is not carried".to_owned());
                }
                None => break,
            }
        }
        // A line break after the last row opens none.
        let empty = |row: &Vec<Math>| {
            row.iter().all(|cell| matches!(cell, Math::Row { items } if items.is_empty()))
        };
        if rows.len() > 1 && rows.last().is_some_and(empty) {
            rows.pop();
        }
        Ok(Math::Grid { rows, layout })
    }
}

fn ems(room: Dimension) -> f32 {
    let unit = match room.unit {
        DimensionUnit::Em => 1.0,
        DimensionUnit::Mu => 1.0 / 18.0,
        DimensionUnit::Ex => 0.45,
        DimensionUnit::Pt | DimensionUnit::Bp => 0.1,
        DimensionUnit::Pc | DimensionUnit::Cc => 1.2,
        DimensionUnit::In => 7.2,
        DimensionUnit::Cm => 2.83,
        DimensionUnit::Mm => 0.283,
        DimensionUnit::Dd => 0.107,
        DimensionUnit::Sp => 0.0,
    };
    room.value * unit
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::document::Formula;

    fn said(latex: &str) -> String {
        match read(latex, &[]) {
            Ok(items) => Formula { source: String::new(), items }.words(),
            Err(stop) => format!("{} at {}", stop.message, stop.at),
        }
    }

    #[test]
    fn formulas_are_read_aloud() {
        for (latex, words) in [
            ("x", "x"),
            ("a+b", "a plus b"),
            (
                r"\bar{x} = \frac{1}{n}\sum_{i=1}^n x_i",
                "x bar equals 1 over n the sum from i equals 1 to n x sub i",
            ),
            (r"\sqrt{x^2 + 1}", "the square root of x squared plus 1 end of root"),
            (r"\frac{a + b}{c}", "the fraction a plus b over c end of fraction"),
            (r"\hat\beta \approx \text{about }2", "β hat is about about 2"),
            (
                r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",
                "line 1: 1, x is more than 0 line 2: 0, else",
            ),
            (
                r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
                "a equals b line 2: c equals d",
            ),
            (r"\left( \frac{a}{b} \right]", "open bracket a over b close square bracket"),
            (r"\mathbb{R}^k", "ℝ to the power of k"),
        ] {
            assert_eq!(said(latex), words, "{latex}");
        }
    }

    #[test]
    fn what_is_not_carried_is_refused_where_it_is() {
        for (latex, why) in [
            (r"a + \foo{b}", r"`\foo` in a formula is not known at 4"),
            (r"\def\a{\a\a}\a", r"`\def` in a formula is not carried at 0"),
            (r"x + \color{red} y", r"`\color` in a formula is not carried at 4"),
            ("", "the formula is empty at 0"),
        ] {
            assert_eq!(said(latex), why, "{latex}");
        }
        assert!(said("{a").contains("unbalanced"));
        assert!(said(&"{".repeat(60)).contains("nests too deeply"));
    }
}
