//! What groups the digits of a column's numbers, and what stands before their decimals.
//!
//! **In:** the cells of a column; then all columns of a file. **Out:** `groupChar` and `decimalChar`, each with what
//! a person should check. **Guarantees:** no sign is taken for both.

use crate::frame::infer::form::NumberForm;
use crate::frame::infer::form::form;
use crate::frame::infer::form::in_thousands;
use crate::frame::infer::form::inner;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::guess::Guess;
use crate::frame::notes;

/// A point, as a value of YAML.
pub(super) const POINT: &str = "\".\"";
const COMMA: &str = "\",\"";

/// Declares what parts the digits of a column of numbers, each of which `form` knows; false where they
/// cannot be read in one way.
pub(super) fn declare(out: &mut Guess, filled: &[&str]) -> bool {
    let numbers: Vec<&str> = filled
        .iter()
        .map(|text| notes::split(text.trim()).0)
        .filter(|text| form(text).is_some())
        .map(inner)
        .collect();
    let any = |found: &dyn Fn(&str) -> bool| numbers.iter().any(|text| found(text));
    let has = |wanted| any(&|text| form(text) == Some(wanted));
    let decimals = has(NumberForm::Comma);
    // 1.234.567, or 1.234 beside 1,5.
    let points = has(NumberForm::Dotted) || decimals && any(&|text| text.contains('.'));
    let grouped: Vec<&str> = numbers
        .iter()
        .copied()
        .filter(|text| form(text) == Some(NumberForm::Grouped))
        .collect();
    // 2,107 beside 0,478: no thousands.
    let commas =
        !(grouped.is_empty() || decimals && grouped.iter().all(|text| one_comma(text)));
    let spaces = any(&|text| text.contains([' ', '\u{a0}', '\u{202f}', '\u{2009}']));
    let quotes: Vec<char> = ['\'', '’']
        .into_iter()
        .filter(|quote| any(&|text| text.contains(*quote)))
        .collect();
    let ways = [points, commas, spaces].iter().filter(|way| **way).count() + quotes.len();
    let strange = points
        && any(&|text| {
            let whole = text.split(',').next().unwrap_or_default();
            whole.contains('.') && !in_thousands(whole)
        });
    if ways > 1 || decimals && commas || strange {
        return false;
    }
    if decimals {
        out.keys.push(("decimalChar", COMMA.to_owned()));
        out.checks.push(format!(
            "`{}` is read with a decimal comma: 1,5 is one and a half",
            out.name
        ));
    }
    let group = match quotes.first() {
        _ if points => Some(POINT.to_owned()),
        _ if commas => Some(COMMA.to_owned()),
        _ if spaces => Some("\" \"".to_owned()),
        Some(quote) => Some(format!("\"{quote}\"")),
        None => None,
    };
    if points && !decimals {
        let plain = !out.keys.iter().any(|(key, _)| *key == "format");
        out.kind = if plain { "integer" } else { out.kind };
        out.checks.push(by_points(&out.name));
    }
    out.keys.extend(group.map(|group| ("groupChar", group)));
    true
}

/// Returns whether a number has one comma, which may stand before its decimals.
fn one_comma(text: &str) -> bool {
    text.matches(',').count() == 1 && !text.contains('.')
}

/// In a file that has decimal commas elsewhere, 2,107 in a column of such numbers is 2.107.
pub(super) fn commas_beside_commas(guesses: &mut [Guess], grid: &Grid) {
    let comma = |key: &str, it: &str, wanted: &str| key == wanted && it == COMMA;
    let has = |guess: &Guess, wanted: &str| {
        guess.keys.iter().any(|(key, it)| comma(key, it, wanted))
    };
    if !guesses.iter().any(|guess| has(guess, "decimalChar")) {
        return;
    }
    for (at, guess) in guesses.iter_mut().enumerate() {
        if !has(guess, "groupChar") {
            continue;
        }
        let cells = grid.rows.iter().filter_map(|row| row.get(at));
        let mut grouped = cells
            .map(|cell| inner(notes::split(cell.trim()).0))
            .filter(|cell| form(cell) == Some(NumberForm::Grouped));
        if grouped.all(one_comma) {
            guess.kind = "number";
            guess.keys.retain(|(key, it)| !comma(key, it, "groupChar"));
            guess.keys.push(("decimalChar", COMMA.to_owned()));
            guess.checks.push(format!(
                "`{}` is read with a decimal comma, as others of this file: 2,107 is 2.107",
                guess.name
            ));
        }
    }
}

fn by_points(name: &str) -> String {
    format!(
        "`{name}` is read with points between thousands: 1.500 is one thousand five hundred"
    )
}

/// In a file that has decimal commas elsewhere, 1.500 in a column of such numbers is one thousand five hundred.
pub(super) fn points_beside_commas(guesses: &mut [Guess], grid: &Grid) {
    if !guesses
        .iter()
        .any(|guess| guess.keys.iter().any(|(key, _)| *key == "decimalChar"))
    {
        return;
    }
    for (at, guess) in guesses.iter_mut().enumerate() {
        if guess.kind != "number"
            || guess
                .keys
                .iter()
                .any(|(key, _)| matches!(*key, "decimalChar" | "groupChar"))
        {
            continue;
        }
        let cells = || {
            let cells = grid.rows.iter().filter_map(|row| row.get(at));
            cells
                .map(|cell| notes::split(cell.trim()).0)
                .filter(|cell| form(cell).is_some())
        };
        let grouped = cells().all(|cell| in_thousands(inner(cell)));
        if grouped && cells().any(|cell| cell.contains('.')) {
            guess.kind = "integer";
            guess.keys.push(("groupChar", POINT.to_owned()));
            guess.checks.push(by_points(&guess.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::frame::infer::column::guess;

    #[test]
    fn signs_between_digits_are_declared_as_the_cells_have_them() {
        for (cells, kind, keys) in [
            (&["1’407’090", "999"][..], "integer", "groupChar=\"’\""),
            (&["1'407.5", "2'000"], "number", "groupChar=\"'\""),
            (&["1.234.567", "999", "12.000"], "integer", "groupChar=\".\""),
            (&["1.234.567", "1.5"], "string", ""),
            (&["12.500", "1.250"], "number", ""),
            (&["1.234,5", "2,5"], "number", "decimalChar=\",\" groupChar=\".\""),
            (&["1 234,5", "2,5"], "number", "decimalChar=\",\" groupChar=\" \""),
            (&["66,0 %", "7,5 %"], "number", "format=percent decimalChar=\",\""),
            (
                &["€12,50", "€1.200,00"],
                "number",
                "bareNumber=false decimalChar=\",\" groupChar=\".\"",
            ),
            (&["(1,234.5)", "2"], "number", "format=accounting groupChar=\",\""),
            (&["£1,234", "£20"], "integer", "bareNumber=false groupChar=\",\""),
            (&["2,107", "0,478", "1,250"], "number", "decimalChar=\",\""),
            (&["1,234", "1 234"], "string", ""),
            (&["1,234.5", "1.234,5"], "string", ""),
        ] {
            let found = guess("n", cells);
            let said: Vec<String> =
                found.keys.iter().map(|(key, it)| format!("{key}={it}")).collect();
            assert_eq!((found.kind, said.join(" ").as_str()), (kind, keys), "{cells:?}");
        }
    }
}
