//! Formulas as `MathML`.

use crate::model::document::Class;
use crate::model::document::Formula;
use crate::model::document::FormulaLayout as Layout;
use crate::model::document::FormulaPlace as Place;
use crate::model::document::Math;
use crate::model::document::formula_accent as accent;
use crate::model::document::plain;
use crate::model::escape::escape;

/// Returns a formula; `block` says whether it is displayed.
pub(super) fn math(formula: &Formula, block: bool) -> String {
    let display = if block { " display=\"block\"" } else { "" };
    let inner = all(&formula.items);
    format!("<math{display} alttext=\"{}\">{inner}</math>", escape(&formula.words()))
}

fn all(items: &[Math]) -> String {
    let shown = items.iter().map(|item| {
        let applied = if names(item) { "<mo>&#x2061;</mo>" } else { "" };
        format!("{}{applied}", one(item))
    });
    shown.collect()
}

/// Returns whether a piece is the name of a function, which what follows it is the argument of.
fn names(item: &Math) -> bool {
    match item {
        Math::Name { .. } => true,
        Math::Script { base, .. } => names(base),
        _ => false,
    }
}

fn row(inner: &str) -> String {
    format!("<mrow>{inner}</mrow>")
}

fn one(item: &Math) -> String {
    let part = |part: &Math| one(part);
    match item {
        Math::Letter { text, italic: true } => format!("<mi>{}</mi>", escape(text)),
        Math::Letter { text, italic: false } | Math::Name { text } => {
            format!("<mi mathvariant=\"normal\">{}</mi>", escape(text))
        }
        Math::Number { text } => format!("<mn>{}</mn>", escape(text)),
        Math::Words { text } => {
            format!("<mtext>{}</mtext>", escape(&text.replace(' ', "\u{a0}")))
        }
        Math::Sign { text, class } => {
            let large = match class {
                Class::Large => " largeop=\"true\"",
                Class::Open | Class::Close => " stretchy=\"false\"",
                _ => "",
            };
            format!("<mo{large}>{}</mo>", escape(text))
        }
        // A reader hears a formula as one: what is within it cannot be a link.
        Math::Value { stat } => {
            let shown = escape(&plain(std::slice::from_ref(stat)));
            format!("<mtext class=\"v\">{shown}</mtext>")
        }
        Math::Row { items } => row(&all(items)),
        Math::Fraction { top, bottom, line } => {
            let none = if *line { "" } else { " linethickness=\"0\"" };
            format!("<mfrac{none}>{}{}</mfrac>", part(top), part(bottom))
        }
        Math::Root { of, index: None } => format!("<msqrt>{}</msqrt>", part(of)),
        Math::Root { of, index: Some(index) } => {
            format!("<mroot>{}{}</mroot>", part(of), part(index))
        }
        Math::Script { base, below, above, place } => {
            let shown = part(base);
            let around = *place != Place::Right;
            let mark = above.as_deref().and_then(|above| match above {
                Math::Sign { text, .. } | Math::Letter { text, .. } => accent(text),
                _ => None,
            });
            let accented = if mark.is_some() && *place == Place::Around {
                " accent=\"true\""
            } else {
                ""
            };
            match (below, above) {
                (Some(below), Some(above)) => {
                    let tag = if around { "munderover" } else { "msubsup" };
                    format!("<{tag}>{shown}{}{}</{tag}>", part(below), part(above))
                }
                (Some(below), None) => {
                    let tag = if around { "munder" } else { "msub" };
                    format!("<{tag}>{shown}{}</{tag}>", part(below))
                }
                (None, Some(above)) => {
                    let tag = if around { "mover" } else { "msup" };
                    format!("<{tag}{accented}>{shown}{}</{tag}>", part(above))
                }
                (None, None) => shown,
            }
        }
        Math::Fenced { open, items, close } => {
            let side = |sign: &str, form: &str| {
                if sign.is_empty() {
                    return String::new();
                }
                format!("<mo stretchy=\"true\" form=\"{form}\">{}</mo>", escape(sign))
            };
            let inner = all(items);
            row(&format!("{}{inner}{}", side(open, "prefix"), side(close, "postfix")))
        }
        Math::Grid { rows, layout } => {
            let class = match layout {
                Layout::Matrix => "grid",
                Layout::Left | Layout::Cases => "grid left",
                Layout::Aligned => "grid aligned",
            };
            let cell = |cell: &Math| format!("<mtd>{}</mtd>", part(cell));
            let rows: String = rows
                .iter()
                .map(|row| {
                    format!("<mtr>{}</mtr>", row.iter().map(cell).collect::<String>())
                })
                .collect();
            let table = format!("<mtable class=\"{class}\">{rows}</mtable>");
            if *layout == Layout::Cases {
                row(&format!("<mo stretchy=\"true\" form=\"prefix\">{{</mo>{table}"))
            } else {
                table
            }
        }
        Math::Space { ems } => format!("<mspace width=\"{ems:.3}em\"></mspace>"),
    }
}
