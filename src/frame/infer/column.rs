//! What a column holds, guessed from its cells: type, missing markers, categories and rules.

use crate::frame::check::is_kept;
use crate::frame::infer::form::MARKERS;
use crate::frame::infer::form::NumberForm;
use crate::frame::infer::form::form;
use crate::frame::infer::form::is_code;
use crate::frame::infer::guess::Guess;
use crate::frame::infer::separators;
use crate::frame::infer::when::in_digits;
use crate::frame::infer::when::named_for_time;
use crate::frame::infer::when::school_years;
use crate::frame::infer::when::time;
use crate::frame::notes;
use crate::model::calendar::Step;
use crate::model::calendar::periods;
use crate::model::order;
use crate::model::order::Scheme;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Guesses what a column holds.
pub(super) fn guess(name: &str, cells: &[&str]) -> Guess {
    let mut out = Guess { name: name.to_owned(), kind: "string", ..Guess::default() };
    let mut values: BTreeMap<&str, usize> = BTreeMap::new();
    cells.iter().for_each(|cell| *values.entry(cell).or_default() += 1);
    out.is_whole = !values.contains_key("");
    let filled: Vec<&str> =
        values.keys().copied().filter(|text| !text.is_empty()).collect();
    out.distinct = filled.len();
    if filled.is_empty() {
        out.comments.push("empty in every row of this file".to_owned());
        return out;
    }
    let most = filled.iter().max_by_key(|text| values.get(**text));
    out.leading = most.map(ToString::to_string).unwrap_or_default();
    if !number(&mut out, &filled, &values, cells.len()) && !time(&mut out, &filled) {
        text(&mut out, &filled, cells.len());
    }
    if out.leading_raw.is_empty() {
        out.leading_raw.clone_from(&out.leading);
    }
    if out.is_whole && out.missing.is_empty() {
        out.rules.insert(0, ("required", "true".to_owned()));
    }
    out
}

/// Reads a cell as the guess would have it read.
pub(super) fn value(guess: &Guess, cell: &str) -> Option<f64> {
    if guess.missing.iter().any(|(marker, _)| marker == cell) {
        return None;
    }
    let format =
        |name: &str| guess.keys.iter().any(|(key, it)| *key == "format" && it == name);
    let trimmed = cell.trim().replace('\u{2212}', "-");
    if format("accounting") && trimmed.starts_with('(') {
        let inner = trimmed.trim_matches(['(', ')']);
        return value(guess, inner).map(|number| -number);
    }
    if format("scaled") {
        return crate::frame::check::scaled(&trimmed.replace(['£', '$', '€'], ""))
            .and_then(|text| text.parse().ok());
    }
    let cell = trimmed.as_str();
    let comma = guess.keys.iter().any(|(key, it)| {
        *key == "decimalChar" || *key == "groupChar" && it == separators::POINT
    });
    let base = notes::split(cell.trim()).0;
    let signs =
        base.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    let text: String = if comma {
        signs.filter(|c| *c != '.').map(|c| if c == ',' { '.' } else { c }).collect()
    } else {
        signs.filter(|c| *c != ',').collect()
    };
    text.parse().ok()
}

/// Declares numbers such as 1.2m, whose letter multiplies them.
fn of_scaled(out: &mut Guess, filled: &[&str]) {
    out.kind = "number";
    out.keys.push(("format", "scaled".to_owned()));
    out.comments.push("1.2m is read as 1200000".to_owned());
    let scaled = |text: &&&str| form(text.trim()) == Some(NumberForm::Scaled);
    out.checks.push(format!(
        "`{}` has numbers such as `{}`, whose letter multiplies them: if it is a mark, make it `footnotes: true`",
        out.name,
        filled.iter().find(scaled).unwrap_or(&"")
    ));
}

/// What the filled cells of a column are, taken for numbers.
#[derive(Default)]
struct Cells<'a> {
    forms: BTreeMap<NumberForm, usize>,
    /// What is no number.
    others: Vec<&'a str>,
    /// The marks behind numbers and signs, and whether there are such cells.
    marks: BTreeSet<String>,
    noted: bool,
    numbers: Vec<f64>,
    /// How many rows have a number.
    rows: usize,
}

/// Reads the filled cells of a column as numbers; none where digits would be lost.
fn cells<'a>(
    out: &mut Guess,
    filled: &[&'a str],
    values: &BTreeMap<&str, usize>,
) -> Option<Cells<'a>> {
    let mut all = Cells::default();
    for text in filled {
        let trimmed = text.trim();
        let (base, note) = notes::split(trimmed);
        all.marks.extend(note.clone());
        let found = form(trimmed).or_else(|| {
            let found = note.as_ref().and(form(base));
            all.noted |= found.is_some();
            found
        });
        let Some(found) = found else {
            // Marks stand behind signs for missing values, too: `: c`.
            let is_marker =
                |text: &str| MARKERS.iter().any(|(marker, _)| *marker == text);
            let text = if is_marker(base) { base } else { *text };
            all.noted |= note.is_some() && is_marker(base);
            if !all.others.contains(&text) {
                all.others.push(text);
            }
            continue;
        };
        *all.forms.entry(found).or_default() += 1;
        all.rows += values.get(text).copied().unwrap_or(0);
        let bare: String = base
            .chars()
            .map(|c| if c == '\u{2212}' { '-' } else { c })
            .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            .collect();
        let sign = if found == NumberForm::Brackets { -1.0 } else { 1.0 };
        let number = bare.parse::<f64>().ok();
        if lost(out, &bare, number) {
            return None;
        }
        all.numbers.extend(number.map(|number| sign * number));
    }
    Some(all)
}

fn number(
    out: &mut Guess,
    filled: &[&str],
    values: &BTreeMap<&str, usize>,
    rows: usize,
) -> bool {
    let Some(Cells { forms, others, marks, noted, numbers, rows: of_numbers }) =
        cells(out, filled, values)
    else {
        return false;
    };
    let known = |text: &&&str| {
        MARKERS.iter().any(|(marker, _)| *marker == text.trim())
            || text.trim().starts_with(['<', '>', '~', '≤', '≥', '≈'])
            || (text.len() <= 12 && text.starts_with('[') && text.ends_with(']'))
    };
    // A letter that stands for billions elsewhere is a mark where others are, or what Eurostat sets for none.
    if marks.len() == 1 && marks.contains("b") && !others.contains(&":") {
        return false;
    }
    // `90+` is the last of a list of bands, and no sign for a missing number.
    let band = |text: &&str| {
        text.trim().strip_suffix('+').is_some_and(|text| text.parse::<f64>().is_ok())
    };
    if let Some(open) = others.iter().find(|text| band(text)) {
        out.checks.push(format!(
            "`{}` is kept as text, in the order of its bands: `{}` has no end",
            out.name,
            open.trim()
        ));
        return false;
    }
    // A number with more beside it is no sign that there is none.
    if others.iter().any(|text| !known(&text) && is_more_than_a_number(text)) {
        return false;
    }
    let unknown = others.iter().filter(|text| !known(text)).count();
    let blank = values.get("").copied().unwrap_or(0);
    let mostly = of_numbers * 5 >= (rows - blank) * 4;
    if forms.is_empty() || others.len() > 8 || unknown > 0 && !(mostly && unknown <= 3) {
        return false;
    }
    let has = |form| forms.contains_key(&form);
    let lower = out.name.to_lowercase();
    if has(NumberForm::Scaled)
        && (has(NumberForm::Brackets)
            || has(NumberForm::Spaced)
            || has(NumberForm::Grouped))
    {
        return false;
    }
    if forms.len() == 1
        && has(NumberForm::Whole)
        && named_for_time(&lower)
        && (school_years(filled) || in_digits(filled))
    {
        return false;
    }
    let years = has(NumberForm::Whole)
        && forms.len() == 1
        && numbers.iter().all(|year| (1800.0..2101.0).contains(year))
        && filled
            .iter()
            .all(|text| others.contains(text) || notes::split(text.trim()).0.len() == 4);
    let named = named_for_time(&lower) || lower == "fy" || lower.starts_with("column_");
    if years && named {
        let last = filled.iter().rfind(|text| !others.contains(text));
        of_years(out, last.copied().unwrap_or_default());
    } else if has(NumberForm::Percent) {
        out.kind = "number";
        out.keys.push(("format", "percent".to_owned()));
        out.comments.push("12.3% is read as 12.3".to_owned());
        let bare = |text: &&str| {
            let text = text.trim();
            !text.contains('%') && form(text).is_some() && text.parse() != Ok(0.0_f64)
        };
        if let Some(bare) = filled.iter().copied().find(|text| bare(text)) {
            let bare = bare.trim();
            let name = &out.name;
            out.checks.push(format!(
                "some cells of `{name}` have a percent sign and some have none: `{bare}` is read as {bare}%"
            ));
        }
    } else {
        let whole = !has(NumberForm::Plain)
            && !has(NumberForm::Comma)
            && numbers.iter().all(|number| number.fract() == 0.0)
            && !filled.iter().any(|text| {
                text.contains('.')
                    && form(text.trim()).is_some_and(|it| it != NumberForm::Dotted)
            });
        out.kind = if whole { "integer" } else { "number" };
        let money = |text: &&&str| text.contains(['£', '$', '€']) && form(text).is_some();
        if has(NumberForm::Money) || filled.iter().any(|text| money(&text)) {
            out.keys.push(("bareNumber", "false".to_owned()));
        }
        if has(NumberForm::Scaled) {
            of_scaled(out, filled);
        } else if has(NumberForm::Brackets) {
            out.keys.push(("format", "accounting".to_owned()));
            out.comments.push("(4) is read as -4".to_owned());
        }
    }
    if !years && !separators::declare(out, filled) {
        *out = Guess { kind: "string", keys: Vec::new(), ..std::mem::take(out) };
        out.comments.clear();
        out.checks.clear();
        return false;
    }
    if noted {
        out.keys.push(("footnotes", "true".to_owned()));
        out.comments.push(format!("marks such as [p] go into `{}_note`", out.name));
    }
    rules(out, &numbers);
    missing(out, others);
    true
}

/// Returns whether a number has digits that are not kept, and notes that.
fn lost(out: &mut Guess, text: &str, number: Option<f64>) -> bool {
    let lost = number.is_some_and(|number| !is_kept(text, number));
    if lost {
        let comment = "more digits than a number keeps: codes, kept as text";
        out.comments.push(comment.to_owned());
    }
    lost
}

/// Notes the rules that numbers keep, and whether they may be days.
fn rules(out: &mut Guess, numbers: &[f64]) {
    let lower = out.name.to_lowercase();
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let place = ["longitude", "latitude", "easting", "northing", "change", "difference"];
    let place = place.iter().any(|word| lower.contains(word))
        || ["lat", "lon", "long", "lng", "x", "y"].contains(&lower.as_str());
    if out.is_number() && least >= 0.0 && !place {
        out.rules.push(("minimum", "0".to_owned()));
    }
    let serial =
        |number: &f64| number.fract() == 0.0 && (20_000.0..60_000.0).contains(number);
    if lower.contains("date") && out.is_number() && numbers.iter().all(serial) {
        out.checks.push(format!(
            "`{}` holds numbers such as {}, which may be days as a spreadsheet counts them: \
             save them as dates",
            out.name,
            numbers.first().copied().unwrap_or_default()
        ));
    }
}

/// Makes it a column of years, of which one text is the last.
fn of_years(out: &mut Guess, last: &str) {
    out.kind = "year";
    out.step = Some(Step::Year);
    notes::split(last.trim()).0.clone_into(&mut out.leading);
    last.clone_into(&mut out.leading_raw);
}

/// Notes what stands for a missing value, each with its reason where it is known.
fn missing(out: &mut Guess, others: Vec<&str>) {
    for text in others {
        let trimmed = text.trim();
        let reason = MARKERS.iter().find(|(marker, _)| *marker == trimmed);
        let reason = match (reason, trimmed.chars().next()) {
            (Some((_, reason)), _) => (*reason).to_owned(),
            (None, Some('<')) => {
                format!("fewer than {}", trimmed.trim_start_matches(['<', ' ', '=']))
            }
            (None, Some('>')) => {
                format!("more than {}", trimmed.trim_start_matches(['>', ' ', '=']))
            }
            _ => String::new(),
        };
        out.missing.push((text.to_owned(), reason));
    }
}

/// Returns whether a text is digits with signs of money, brackets, or a letter or two around them.
fn looks_numeric(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let sign = |c: char| " \u{a0}\u{202f}£$€%()[],.+~<>*\u{2212}-–'".contains(c);
    let inside = text.trim_start_matches(['-', '–', '\u{2212}']);
    digits > 0
        && letters <= 2
        && !inside.contains(['-', '–', '/', ':'])
        && !text.starts_with('0')
        && !text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_ascii_digit() || c.is_alphabetic() || sign(c))
}

/// Returns whether a text begins with its only number and looks like one.
fn is_more_than_a_number(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let numbers = text.split(|c| !digit(c)).filter(|part| !part.is_empty()).count();
    text.trim().starts_with(|c: char| c.is_ascii_digit())
        && numbers == 1
        && looks_numeric(text)
}

fn text(out: &mut Guess, filled: &[&str], rows: usize) {
    let all = |wanted: &[&str]| filled.iter().all(|text| wanted.contains(text));
    if all(&["TRUE", "FALSE"]) || all(&["true", "false"]) || all(&["True", "False"]) {
        out.kind = "boolean";
        return;
    }
    let sign =
        |text: &&&str| text.len() <= 6 && text.starts_with('[') && text.ends_with(']');
    let (signs, codes): (Vec<&&str>, Vec<&&str>) = filled.iter().partition(sign);
    if !codes.is_empty() && codes.iter().all(|text| is_code(text)) {
        out.is_code = true;
        for text in signs {
            let known = MARKERS.iter().find(|(marker, _)| marker == text);
            let reason = known.map_or("", |(_, reason)| reason);
            out.missing.push(((*text).to_owned(), reason.to_owned()));
        }
        out.rules.push(("pattern", "\"[A-Z][0-9]{8}\"".to_owned()));
        return;
    }
    if !out.comments.is_empty() {
        return;
    }
    if filled.iter().all(|text| text.parse::<i64>().is_ok()) {
        out.comments.push("digits with leading zeros: codes, kept as text".to_owned());
        return;
    }
    // Places and periods are not a list that is closed: the next file has others.
    let lower = out.name.to_lowercase();
    let open = [
        "name",
        "area",
        "lsoa",
        "msoa",
        "ward",
        "location",
        "region",
        "country",
        "reported",
        "falls",
        "district",
        "authority",
        "county",
        "school",
        "constituency",
        "place",
        "town",
        "city",
        "trust",
        "provider",
        "street",
    ];
    let open = open.iter().any(|word| lower.contains(word))
        || filled.iter().all(|text| periods([notes::split(text.trim()).0]).is_some());
    let (scheme, ranks) = order::ranks(filled, None);
    let ordered = matches!(scheme, Scheme::Bands | Scheme::Scale | Scheme::Cycle);
    if !open
        && filled.len() <= 30
        && (rows >= 4 * filled.len() || ordered)
        && filled.iter().all(|it| it.len() <= 120)
    {
        let mut sorted: Vec<(usize, &str)> =
            ranks.into_iter().zip(filled.iter().copied()).collect();
        sorted.sort_unstable();
        let list: Vec<String> = sorted
            .iter()
            .map(|(_, text)| crate::frame::infer::yaml::scalar(text))
            .collect();
        out.rules.push(("enum", format!("[{}]", list.join(", "))));
        if ordered {
            out.keys.push(("categoriesOrdered", "true".to_owned()));
            out.comments.push("the order of the list is the order on charts".to_owned());
        }
    }
    let numeric = filled.iter().filter(|text| looks_numeric(text)).count();
    if out.step.is_none() && !ordered && 2 * numeric > filled.len() {
        let example = filled.iter().find(|text| looks_numeric(text)).unwrap_or(&"");
        out.checks.push(format!(
            "`{}` is kept as text, although most of its cells look like numbers, such as \
             `{example}`: write them in one way, or see `reissue explain field.format`",
            out.name
        ));
    }
    if filled.iter().any(|text| text.trim() != *text) {
        out.checks.push(format!(
            "`{}` has values with spaces around them, which are kept: {:?}",
            out.name,
            filled.iter().find(|text| text.trim() != **text).unwrap_or(&"")
        ));
    }
    let marked = filled.iter().filter(|text| notes::split(text).1.is_some()).count();
    if marked > 0 {
        out.keys.push(("footnotes", "true".to_owned()));
        out.comments.push(format!("marks such as [note 3] go into `{}_note`", out.name));
        // A list of the values would have to hold them without their marks.
        out.rules.retain(|(rule, _)| *rule != "enum");
        out.keys.retain(|(key, _)| *key != "categoriesOrdered");
    }
}
