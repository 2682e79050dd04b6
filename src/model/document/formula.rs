//! Formulas as plain data: what the writers of `MathML` and Typst both read.

use crate::model::document::inline::Inline;
use crate::say;
use serde::Deserialize;
use serde::Serialize;

/// A formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// As the author wrote it, with statistics as printed.
    pub source: String,
    /// What it is made of.
    pub items: Vec<Math>,
}

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Math {
    /// A variable: a letter in its own style.
    Letter {
        /// The letter, as Unicode has it in that style; upright unless italic.
        text: String,
        /// Whether it is set as variables are.
        italic: bool,
    },
    /// A number.
    Number {
        /// Its digits.
        text: String,
    },
    /// The name of a function: `sin`.
    Name {
        /// The name.
        text: String,
    },
    /// Words.
    Words {
        /// The words.
        text: String,
    },
    /// A sign.
    Sign {
        /// The sign.
        text: String,
        /// What it does.
        class: Class,
    },
    /// A statistic, as printed.
    Value {
        /// Its node.
        stat: Box<Inline>,
    },
    /// Pieces that count as one.
    Row {
        /// The pieces.
        items: Vec<Self>,
    },
    /// A fraction, or two things over one another.
    Fraction {
        /// Above.
        top: Box<Self>,
        /// Below.
        bottom: Box<Self>,
        /// Whether a line divides them.
        line: bool,
    },
    /// A root.
    Root {
        /// What it is taken of.
        of: Box<Self>,
        /// Which root; the second unless given.
        index: Option<Box<Self>>,
    },
    /// Something with marks below and above.
    Script {
        /// What carries them.
        base: Box<Self>,
        /// The lower mark.
        below: Option<Box<Self>>,
        /// The upper mark.
        above: Option<Box<Self>>,
        /// Where they stand.
        place: Place,
    },
    /// Pieces between signs that grow with them.
    Fenced {
        /// The sign before; may be empty.
        open: String,
        /// The pieces.
        items: Vec<Self>,
        /// The sign after; may be empty.
        close: String,
    },
    /// Rows and columns.
    Grid {
        /// Cells by row.
        rows: Vec<Vec<Self>>,
        /// How columns are set.
        layout: Layout,
    },
    /// Room.
    Space {
        /// In ems.
        ems: f32,
    },
}

/// What a sign does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Neither of those below.
    Plain,
    /// Joins two things: +.
    Binary,
    /// Relates two things: =.
    Relation,
    /// Sum, product, integral.
    Large,
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// Divides.
    Punctuation,
}

/// Where the marks of something stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// To its right.
    Right,
    /// Below and above it.
    Around,
    /// Below and above it in a displayed formula, to its right in a line.
    Either,
}

/// How the columns of a grid are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Centred.
    Matrix,
    /// To the left.
    Left,
    /// To the right and to the left by turns, close together.
    Aligned,
    /// To the left, behind a brace.
    Cases,
}

impl Math {
    /// Returns the pieces as one.
    pub fn row(mut items: Vec<Self>) -> Self {
        if items.len() == 1 { items.remove(0) } else { Self::Row { items } }
    }

    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Row { items } | Self::Fenced { items, .. } => items.iter().collect(),
            Self::Fraction { top, bottom, .. } => vec![top, bottom],
            Self::Root { of, index } => {
                std::iter::once(&**of).chain(index.as_deref()).collect()
            }
            Self::Script { base, below, above, .. } => std::iter::once(&**base)
                .chain(below.as_deref())
                .chain(above.as_deref())
                .collect(),
            Self::Grid { rows, .. } => rows.iter().flatten().collect(),
            _ => Vec::new(),
        }
    }

    fn parts_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Row { items } | Self::Fenced { items, .. } => {
                items.iter_mut().collect()
            }
            Self::Fraction { top, bottom, .. } => vec![top, bottom],
            Self::Root { of, index } => {
                std::iter::once(&mut **of).chain(index.as_deref_mut()).collect()
            }
            Self::Script { base, below, above, .. } => std::iter::once(&mut **base)
                .chain(below.as_deref_mut())
                .chain(above.as_deref_mut())
                .collect(),
            Self::Grid { rows, .. } => rows.iter_mut().flatten().collect(),
            _ => Vec::new(),
        }
    }

    fn values<'a>(&'a self, out: &mut Vec<&'a Inline>) {
        if let Self::Value { stat } = self {
            out.push(stat);
        }
        self.parts().into_iter().for_each(|part| part.values(out));
    }

    fn values_mut<'a>(&'a mut self, out: &mut Vec<&'a mut Inline>) {
        if let Self::Value { stat } = self {
            out.push(stat);
            return;
        }
        self.parts_mut().into_iter().for_each(|part| part.values_mut(out));
    }

    fn say(&self, out: &mut Vec<String>) {
        let mut say = |words: &str| out.push(words.to_owned());
        match self {
            Self::Letter { text, .. }
            | Self::Number { text }
            | Self::Name { text }
            | Self::Words { text } => say(text.trim()),
            Self::Sign { text, .. } => say(&sign(text)),
            Self::Value { stat } => {
                say(&crate::model::document::plain(std::slice::from_ref(stat)));
            }
            Self::Row { items } => items.iter().for_each(|item| item.say(out)),
            Self::Fraction { top, bottom, line } => {
                let simple = top.parts().is_empty() && bottom.parts().is_empty();
                if !simple {
                    say(&say!("math-fraction"));
                }
                top.say(out);
                out.push(if *line { say!("math-over") } else { say!("math-above") });
                bottom.say(out);
                if !simple {
                    out.push(say!("math-fraction-end"));
                }
            }
            Self::Root { of, index } => {
                match index {
                    None => say(&say!("math-root")),
                    Some(index) => {
                        say(&say!("math-root-order"));
                        index.say(out);
                        out.push(say!("math-root-of"));
                    }
                }
                of.say(out);
                if !of.parts().is_empty() {
                    out.push(say!("math-root-end"));
                }
            }
            Self::Script { base, below, above, place } => {
                base.say(out);
                let large = matches!(&**base, Self::Sign { class: Class::Large, .. });
                if let Some(below) = below {
                    out.push(if large { say!("math-from") } else { say!("math-sub") });
                    below.say(out);
                }
                match above.as_deref() {
                    Some(Self::Sign { text, .. } | Self::Letter { text, .. })
                        if *place == Place::Around && accent(text).is_some() =>
                    {
                        out.extend(
                            accent(text)
                                .map(|(name, _)| say!(&format!("math-accent-{name}"))),
                        );
                    }
                    Some(Self::Number { text }) if text == "2" && !large => {
                        out.push(say!("math-squared"));
                    }
                    Some(above) => {
                        out.push(if large {
                            say!("math-to")
                        } else {
                            say!("math-power")
                        });
                        above.say(out);
                    }
                    None => {}
                }
            }
            Self::Fenced { open, items, close } => {
                say(&sign(open));
                items.iter().for_each(|item| item.say(out));
                out.push(sign(close));
            }
            Self::Grid { rows, layout } => {
                for (at, row) in rows.iter().enumerate() {
                    if *layout != Layout::Aligned || at > 0 {
                        out.push(say!("math-line", line = at + 1));
                    }
                    for (at, cell) in row.iter().enumerate() {
                        if at > 0 && *layout != Layout::Aligned {
                            out.push(",".to_owned());
                        }
                        cell.say(out);
                    }
                }
            }
            Self::Space { .. } => {}
        }
    }
}

impl Formula {
    /// Returns the statistics in it.
    pub fn values(&self) -> Vec<&Inline> {
        let mut out = Vec::new();
        self.items.iter().for_each(|item| item.values(&mut out));
        out
    }

    /// Returns the statistics in it, to be changed.
    pub fn values_mut(&mut self) -> Vec<&mut Inline> {
        let mut out = Vec::new();
        self.items.iter_mut().for_each(|item| item.values_mut(&mut out));
        out
    }

    /// Returns the formula as it is read aloud.
    pub fn words(&self) -> String {
        let mut out = Vec::new();
        self.items.iter().for_each(|item| item.say(&mut out));
        out.retain(|word| !word.is_empty());
        out.join(" ").replace(" ,", ",")
    }
}

/// Returns how a sign is read.
fn sign(text: &str) -> String {
    let id = match text {
        "=" => "math-equals",
        "+" => "math-plus",
        "-" | "\u{2212}" => "math-minus",
        "±" => "math-plus-minus",
        "×" | "⋅" | "·" | "∗" | "*" => "math-times",
        "/" | "÷" => "math-divided",
        "≠" => "math-not-equal",
        "≤" | "⩽" => "math-at-most",
        "≥" | "⩾" => "math-at-least",
        "<" => "math-less",
        ">" => "math-more",
        "≈" => "math-about",
        "∼" => "math-distributed",
        "∈" => "math-in",
        "∑" => "math-sum",
        "∏" => "math-product",
        "∫" => "math-integral",
        "∞" => "math-infinity",
        "→" => "math-arrow",
        "(" => "math-open",
        ")" => "math-close",
        "[" => "math-open-square",
        "]" => "math-close-square",
        "{" => "math-open-brace",
        "}" => "math-close-brace",
        "|" | "∣" => "math-bar",
        other => return other.to_owned(),
    };
    say!(id)
}

/// Returns the name of a mark over a letter, and the sign that combines with it.
pub fn accent(mark: &str) -> Option<(&'static str, char)> {
    Some(match mark {
        "‾" | "¯" | "\u{304}" | "\u{305}" => ("bar", '\u{304}'),
        "^" | "ˆ" | "\u{302}" => ("hat", '\u{302}'),
        "~" | "˜" | "\u{303}" => ("tilde", '\u{303}'),
        "˙" | "\u{307}" => ("dot", '\u{307}'),
        "¨" | "\u{308}" => ("dots", '\u{308}'),
        "→" | "⃗" => ("arrow", '\u{20d7}'),
        "ˇ" => ("check", '\u{30c}'),
        "˘" => ("breve", '\u{306}'),
        "´" => ("acute", '\u{301}'),
        "`" => ("grave", '\u{300}'),
        _ => return None,
    })
}
