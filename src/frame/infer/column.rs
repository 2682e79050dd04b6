//! What a column holds, guessed from its cells: type, missing markers, categories and rules.

use crate::frame::infer::guess::Guess;
use crate::frame::notes;
use crate::model::calendar::Step;
use crate::model::calendar::Written;
use crate::model::calendar::periods;
use crate::model::order;
use crate::model::order::Scheme;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Signs for missing values that publishers use, with what they mostly mean.
const MARKERS: &[(&str, &str)] = &[
    ("NA", "not available"),
    ("N/A", "not available"),
    ("n/a", "not available"),
    ("..", "not available"),
    (":", "not available"),
    ("...", "not available"),
    ("-", "none, or not available"),
    ("–", "none, or not available"),
    ("—", "none, or not available"),
    ("*", "suppressed"),
    ("~", "too small to show"),
    ("#", "not available"),
    ("[x]", "not available"),
    ("[c]", "confidential"),
    ("[z]", "not applicable"),
    ("[w]", "not available"),
    ("[u]", "too unreliable to show"),
    ("[low]", "rounds to zero"),
    ("[k]", "low number"),
    ("x", "not available"),
    ("c", "confidential"),
    ("z", "not applicable"),
    ("u", "too unreliable to show"),
    ("k", "low number"),
    ("low", "rounds to zero"),
    ("NULL", "not available"),
    ("null", "not available"),
    ("NaN", "not available"),
    ("nan", "not available"),
    ("SUPP", "suppressed"),
    ("DNS", "did not submit"),
    ("LOWCOV", "low coverage"),
    ("NE", "no entries"),
    ("NEW", "new, so not available"),
    ("#N/A", "not available"),
];

static CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("^[EWSNKJLM][0-9]{8}$").ok());
static GROUPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$").ok());
static COMMA: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?[0-9]{1,3}(\.?[0-9]{3})*,[0-9]+$").ok());

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Whole,
    Plain,
    Grouped,
    Percent,
    Money,
    /// With a decimal comma; also what might be grouped thousands.
    Comma,
}

fn form(text: &str) -> Option<Form> {
    let leading = text.trim_start_matches(['-', '+']);
    let zeros =
        leading.len() > 1 && leading.starts_with('0') && !leading.starts_with("0.");
    if text.parse::<i64>().is_ok() {
        return (!zeros).then_some(Form::Whole);
    }
    if text.parse::<f64>().is_ok_and(f64::is_finite)
        && leading.starts_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return Some(Form::Plain);
    }
    if fits(&GROUPED, text) {
        return Some(Form::Grouped);
    }
    if fits(&COMMA, text) {
        return Some(Form::Comma);
    }
    if let Some(number) = text.strip_suffix('%') {
        return form(number.trim_end()).map(|_| Form::Percent);
    }
    let bare = text.trim_start_matches(['£', '$', '€']);
    (bare.len() < text.len() && form(bare).is_some()).then_some(Form::Money)
}

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
    let comma = guess.keys.iter().any(|(key, _)| *key == "decimalChar");
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

/// Returns whether a name is one for times.
fn named_for_time(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["year", "period", "time", "date", "month", "quarter"]
        .iter()
        .any(|it| lower.contains(it))
}

fn number(
    out: &mut Guess,
    filled: &[&str],
    values: &BTreeMap<&str, usize>,
    rows: usize,
) -> bool {
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    let mut others: Vec<&str> = Vec::new();
    let mut noted = false;
    let mut numbers: Vec<f64> = Vec::new();
    let mut of_numbers = 0;
    for text in filled {
        let trimmed = text.trim();
        let (base, note) = notes::split(trimmed);
        let found = form(trimmed).or_else(|| {
            let found = note.as_ref().and(form(base));
            noted |= found.is_some();
            found
        });
        let Some(found) = found else {
            others.push(text);
            continue;
        };
        *forms.entry(found).or_default() += 1;
        of_numbers += values.get(text).copied().unwrap_or(0);
        let bare: String = base
            .chars()
            .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            .collect();
        numbers.extend(bare.parse::<f64>().ok());
    }
    let known = |text: &&&str| {
        MARKERS.iter().any(|(marker, _)| *marker == text.trim())
            || text.trim().starts_with(['<', '>'])
            || (text.len() <= 12 && text.starts_with('[') && text.ends_with(']'))
    };
    let unknown = others.iter().filter(|text| !known(text)).count();
    let blank = values.get("").copied().unwrap_or(0);
    let mostly = of_numbers * 5 >= (rows - blank) * 4;
    // `90+` is the last of a list of bands, and no sign for a missing number.
    let band = |text: &&str| {
        text.trim().strip_suffix('+').is_some_and(|text| text.parse::<f64>().is_ok())
    };
    if others.iter().any(band) {
        return false;
    }
    if forms.is_empty() || others.len() > 8 || unknown > 0 && !(mostly && unknown <= 3) {
        return false;
    }
    let has = |form| forms.contains_key(&form);
    let lower = out.name.to_lowercase();
    let years = has(Form::Whole)
        && forms.len() == 1
        && numbers.iter().all(|year| (1800.0..2101.0).contains(year))
        && filled.iter().all(|text| others.contains(text) || text.trim().len() == 4);
    let named = named_for_time(&lower) || lower == "fy";
    if years && named {
        out.kind = "year";
        out.step = Some(Step::Year);
        out.leading = filled.last().map(ToString::to_string).unwrap_or_default();
    } else if has(Form::Percent) {
        out.kind = "number";
        out.keys.push(("format", "percent".to_owned()));
        out.comments.push("12.3% is read as 12.3".to_owned());
    } else if has(Form::Comma) {
        out.kind = "number";
        let groups = filled.iter().any(|text| text.contains('.'));
        out.keys.push(("decimalChar", "\",\"".to_owned()));
        if groups {
            out.keys.push(("groupChar", "\".\"".to_owned()));
        }
        out.checks.push(format!(
            "`{}` is read with a decimal comma: 1,5 is one and a half",
            out.name
        ));
    } else {
        let whole = !has(Form::Plain)
            && numbers.iter().all(|number| number.fract() == 0.0)
            && !filled
                .iter()
                .any(|text| text.contains('.') && form(text.trim()).is_some());
        out.kind = if whole { "integer" } else { "number" };
        if has(Form::Grouped)
            || has(Form::Money) && filled.iter().any(|it| it.contains(','))
        {
            out.keys.push(("groupChar", "\",\"".to_owned()));
        }
        if has(Form::Money) {
            out.keys.push(("bareNumber", "false".to_owned()));
        }
    }
    if noted {
        out.keys.push(("footnotes", "true".to_owned()));
        out.comments.push(format!("marks such as [p] go into `{}_note`", out.name));
    }
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let place = ["longitude", "latitude", "easting", "northing", "change", "difference"];
    if out.is_number() && least >= 0.0 && !place.iter().any(|word| lower.contains(word)) {
        out.rules.push(("minimum", "0".to_owned()));
    }
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
    true
}

/// Formats of months and of dates, tried in this order.
const MONTH_FORMATS: &[&str] =
    &["%Y-%m", "%B %Y", "%b-%y", "%B-%Y", "%Y %b", "%m/%Y", "%Y/%m", "%b %y"];
const DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d/%m/%y",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
];

fn time(out: &mut Guess, filled: &[&str]) -> bool {
    let reads = |format: &str, day: bool, texts: &[&str]| {
        Written::new(format, day)
            .is_ok_and(|it| texts.iter().all(|text| it.read(text).is_some()))
    };
    let bases: Vec<&str> =
        filled.iter().map(|text| notes::split(text.trim()).0).collect();
    let noted = bases.iter().zip(filled).any(|(base, text)| *base != text.trim());
    let found = periods(bases.iter().copied());
    let seasons =
        found.as_ref().is_some_and(|all| all.iter().all(|it| it.step == Step::Season));
    if !seasons && !noted {
        let date = DATE_FORMATS.iter().find(|format| reads(format, true, filled));
        let month = MONTH_FORMATS.iter().find(|format| reads(format, false, filled));
        if let Some(format) = date.or(month) {
            let is_date = date.is_some();
            out.kind = if is_date { "date" } else { "yearmonth" };
            out.step = Some(if is_date { Step::Day } else { Step::Month });
            if !matches!(*format, "%Y-%m-%d" | "%Y-%m") {
                out.keys.push(("format", format!("\"{format}\"")));
                out.comments.push(
                    "kept as 2024-03-31 or 2024-03, which sorts and compares".to_owned(),
                );
            }
            if *format == "%d/%m/%Y" && reads("%m/%d/%Y", true, filled) {
                out.checks.push(format!("`{}` is read as day/month/year: no date shows that it is not month/day/year", out.name));
            }
            let last = Written::new(format, is_date).ok().and_then(|written| {
                let read = |text: &&str| {
                    Some((written.read(text)?.as_str().to_owned(), (*text).to_owned()))
                };
                filled.iter().filter_map(read).max()
            });
            (out.leading, out.leading_raw) = last.unwrap_or_default();
            return true;
        }
    }
    let Some(found) = found else {
        let some = bases.iter().filter(|text| periods([**text]).is_some()).count();
        if some == bases.len() && named_for_time(&out.name) {
            out.checks.push(format!(
                "`{}` mixes kinds of period (such as {}): they cannot stand on one axis; choose one in the frame's SQL",
                out.name,
                mixed(&bases)
            ));
        }
        return false;
    };
    out.step = found.first().map(|period| period.step);
    let last = found.iter().zip(&bases).max_by_key(|(period, _)| **period);
    out.leading = last.map(|(_, text)| (*text).to_owned()).unwrap_or_default();
    if noted {
        out.keys.push(("footnotes", "true".to_owned()));
        out.comments.push(format!(
            "marks such as (p) for provisional go into `{}_note`",
            out.name
        ));
    }
    if seasons {
        out.comments
            .push("financial or school years: placed on an axis as time".to_owned());
    }
    true
}

/// Returns a text of each kind of period.
fn mixed(texts: &[&str]) -> String {
    let mut steps: BTreeMap<Step, &str> = BTreeMap::new();
    for text in texts {
        if let Some(period) = periods([*text]).and_then(|all| all.first().copied()) {
            steps.entry(period.step).or_insert(text);
        }
    }
    steps.values().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
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
    if !codes.is_empty() && codes.iter().all(|text| fits(&CODE, text)) {
        out.is_code = true;
        for text in signs {
            let known = MARKERS.iter().find(|(marker, _)| marker == text);
            let reason = known.map_or("", |(_, reason)| reason);
            out.missing.push(((*text).to_owned(), reason.to_owned()));
        }
        out.rules.push(("pattern", "\"[A-Z][0-9]{8}\"".to_owned()));
        return;
    }
    if filled.iter().all(|text| text.parse::<i64>().is_ok()) {
        out.comments.push("digits with leading zeros: codes, kept as text".to_owned());
        return;
    }
    // Places and periods are not a list that is closed: the next file has others.
    let lower = out.name.to_lowercase();
    let open = [
        "name", "area", "lsoa", "msoa", "ward", "location", "region", "country",
        "reported", "falls",
    ];
    let open = open.iter().any(|word| lower.contains(word))
        || filled.iter().all(|text| periods([notes::split(text.trim()).0]).is_some());
    if !open
        && filled.len() <= 30
        && rows >= 4 * filled.len()
        && filled.iter().all(|it| it.len() <= 120)
    {
        let (scheme, ranks) = order::ranks(filled, None);
        let mut sorted: Vec<(usize, &str)> =
            ranks.into_iter().zip(filled.iter().copied()).collect();
        sorted.sort_unstable();
        let list: Vec<String> = sorted
            .iter()
            .map(|(_, text)| crate::frame::infer::yaml::scalar(text))
            .collect();
        out.rules.push(("enum", format!("[{}]", list.join(", "))));
        if matches!(scheme, Scheme::Bands | Scheme::Scale | Scheme::Cycle) {
            out.keys.push(("categoriesOrdered", "true".to_owned()));
            out.comments.push("the order of the list is the order on charts".to_owned());
        }
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
    let totals: Vec<&&str> = filled
        .iter()
        .filter(|text| {
            let lower = text.trim().to_lowercase();
            lower == "total"
                || lower == "unknown"
                || lower.starts_with("total ")
                || lower == "all"
        })
        .collect();
    for total in totals {
        out.checks.push(format!(
            "`{}` has a row `{total}` among the others: leave it out of sums in the frame's SQL",
            out.name
        ));
    }
}
