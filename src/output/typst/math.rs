//! Formulas as Typst: every character of the author's is an escape or a string literal.

use crate::model::document::Class;
use crate::model::document::Formula;
use crate::model::document::FormulaLayout as Layout;
use crate::model::document::FormulaPlace as Place;
use crate::model::document::Math;
use crate::model::document::formula_accent as accent;
use crate::model::document::plain;
use crate::output::typst::literal::literal;

/// Returns a formula as an expression after `#`; `number` is that of a displayed one.
pub(super) fn equation(formula: &Formula, number: Option<&str>) -> String {
    let inner = match formula.items.as_slice() {
        // Lines of their own take the signs of alignment as they are.
        [Math::Grid { rows, layout: Layout::Aligned }] => {
            let rows: Vec<String> =
                rows.iter().map(|row| cells(row).join(" & ")).collect();
            rows.join(" \\ ")
        }
        items => all(items),
    };
    let alt = literal(&formula.words());
    match number {
        None => format!("math.equation(alt: {alt}, $ {inner} $.body)"),
        Some(number) => {
            format!("displayed({}, {alt}, $ {inner} $.body)", literal(number))
        }
    }
}

fn cells(row: &[Math]) -> Vec<String> {
    row.iter().map(one).collect()
}

fn all(items: &[Math]) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Returns characters as escapes, which mean nothing else.
fn escaped(text: &str) -> String {
    text.chars().map(|character| format!("\\u{{{:x}}}", u32::from(character))).collect()
}

/// Returns a piece as an argument; an empty one is still one.
fn argument(item: &Math) -> String {
    let shown = one(item);
    if shown.trim().is_empty() { "#none".to_owned() } else { shown }
}

fn one(item: &Math) -> String {
    match item {
        Math::Letter { text, italic: true } => escaped(text),
        Math::Letter { text, italic: false } => {
            format!("std.math.upright({})", escaped(text))
        }
        Math::Number { text } | Math::Words { text } => format!("#{}", literal(text)),
        Math::Name { text } => format!("#std.math.op({})", literal(text)),
        Math::Sign { text, class } => {
            let sign = escaped(text);
            let class = match class {
                Class::Plain | Class::Large => return sign,
                Class::Binary => "binary",
                Class::Relation => "relation",
                Class::Open => "opening",
                Class::Close => "closing",
                Class::Punctuation => "punctuation",
            };
            format!("std.math.class(#\"{class}\", {sign})")
        }
        Math::Value { stat } => {
            format!("#{}", literal(&plain(std::slice::from_ref(stat))))
        }
        Math::Row { items } => all(items),
        Math::Fraction { top, bottom, line: true } => {
            format!("std.math.frac({}, {})", argument(top), argument(bottom))
        }
        Math::Fraction { top, bottom, line: false } => {
            format!("std.math.mat(delim: #none, {}; {})", argument(top), argument(bottom))
        }
        Math::Root { of, index: None } => format!("std.math.sqrt({})", argument(of)),
        Math::Root { of, index: Some(index) } => {
            format!("std.math.root({}, {})", argument(index), argument(of))
        }
        Math::Script { base, below, above, place } => {
            script(base, below.as_deref(), above.as_deref(), *place)
        }
        Math::Fenced { open, items, close } => {
            format!("std.math.lr({} {} {})", escaped(open), all(items), escaped(close))
        }
        Math::Grid { rows, layout: Layout::Cases } => {
            let rows: Vec<String> =
                rows.iter().map(|row| cells(row).join(" & ")).collect();
            format!("std.math.cases({})", rows.join(", "))
        }
        Math::Grid { rows, .. } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| row.iter().map(argument).collect::<Vec<_>>().join(", "))
                .collect();
            format!("std.math.mat(delim: #none, {})", rows.join("; "))
        }
        Math::Space { ems } => format!("#h({ems:.3}em)"),
    }
}

fn script(
    base: &Math,
    below: Option<&Math>,
    above: Option<&Math>,
    place: Place,
) -> String {
    let shown = argument(base);
    if let (
        Place::Around,
        None,
        Some(Math::Sign { text, .. } | Math::Letter { text, .. }),
    ) = (place, below, above)
        && let Some((_, mark)) = accent(text)
    {
        if matches!(base, Math::Row { .. }) && mark == '\u{304}' {
            return format!("std.math.overline({shown})");
        }
        return format!("std.math.accent({shown}, \\u{{{:x}}})", u32::from(mark));
    }
    if let (Place::Around, Some(name)) = (place, brace(below, above)) {
        return format!("std.math.{name}({shown})");
    }
    let base = match place {
        Place::Right => format!("std.math.scripts({shown})"),
        Place::Around => format!("std.math.limits({shown})"),
        Place::Either => format!("std.math.limits({shown}, inline: #false)"),
    };
    let mark = |name: &str, mark: Option<&Math>| {
        mark.map_or_else(String::new, |mark| format!(", {name}: {}", argument(mark)))
    };
    format!("std.math.attach({base}{}{})", mark("b", below), mark("t", above))
}

/// Returns the function for a brace under or over something.
fn brace(below: Option<&Math>, above: Option<&Math>) -> Option<&'static str> {
    let sign = |mark: Option<&Math>| match mark {
        Some(Math::Sign { text, .. } | Math::Letter { text, .. }) => text.chars().next(),
        _ => None,
    };
    match (sign(below), sign(above), below, above) {
        (Some('⏟'), _, _, None) => Some("underbrace"),
        (Some('_'), _, _, None) => Some("underline"),
        (_, Some('⏞'), None, _) => Some("overbrace"),
        _ => None,
    }
}
