//! Publishers, recognised by the shape of their files.

use crate::frame::infer::form;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::guess::Guess;
use crate::frame::infer::unnamed::PRICE_PAID;
use crate::frame::notes;
use crate::frame::packed;
use crate::labels::capital;

/// What is known of a file by its shape.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub name: String,
    pub title: String,
    /// Who publishes it, and where.
    pub source: Option<(String, String)>,
    /// What `..` means to this publisher.
    pub dots: Option<&'static str>,
    /// Whether the contract declares fewer columns than the file has.
    pub subset: bool,
}

/// Returns whether a column says how others are to be read, and is no breakdown.
pub(super) fn qualifies(name: &str) -> bool {
    let lower = name.to_lowercase().replace('_', " ");
    let words = ["status", "flag", "unit mult", "multiplier", "decimals", "confidential"];
    let notes =
        ["note", "notes", "footnote", "footnotes", "marker", "symbol", "annotation"];
    words.iter().any(|word| lower.contains(word)) || notes.contains(&lower.trim())
}

/// Returns whether a column says what is measured: amounts of one thing are no group beside those of another.
pub(super) fn defines(name: &str) -> bool {
    let lower = name.to_lowercase();
    // Eurostat has all breakdowns in one column.
    if lower.contains('\\') {
        return false;
    }
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        matches!(
            word,
            "measure"
                | "measures"
                | "measurement"
                | "indicator"
                | "metric"
                | "unit"
                | "units"
                | "variable"
        )
    })
}

/// Recognises a file.
pub(super) fn of(path: &str, grid: &Grid, texts: &[String]) -> Known {
    let has =
        |names: &[&str]| names.iter().all(|name| grid.header.iter().any(|it| it == name));
    let above = grid.above.join("\n");
    let source =
        |title: &str, address: &str| Some((title.to_owned(), address.to_owned()));
    let name = named(path, grid);
    let mut known = Known {
        title: titled(&grid.above).map(|(_, title)| title).unwrap_or_default(),
        name,
        ..Known::default()
    };
    let street = has(&["Crime ID", "Falls within", "LSOA code"]);
    let stops = has(&["Self-defined ethnicity", "Object of search"]);
    if street || stops {
        let (name, title) = match (stops, has(&["Crime type"])) {
            (true, _) => ("stop_and_search", "Stops and searches"),
            (false, true) => ("street_crime", "Recorded crime, by street and month"),
            (false, false) => ("outcomes", "Outcomes of recorded crime, by month"),
        };
        name.clone_into(&mut known.name);
        title.clone_into(&mut known.title);
        known.source = source(
            "data.police.uk, Open Government Licence v3.0",
            "https://data.police.uk/",
        );
    } else if grid.header.iter().any(|name| name.ends_with(" - Annotations"))
        || !grid.empty.is_empty()
        || above.contains("Stat-Xplore")
    {
        known.dots = Some("nil or negligible");
        known.source = source(
            "Department for Work and Pensions, Stat-Xplore",
            "https://stat-xplore.dwp.gov.uk/",
        );
        known.title = grid.above.get(1).cloned().unwrap_or_else(|| words(&known.name));
    } else if above.contains("from Nomis") || has(&["GEOGRAPHY_CODE", "OBS_VALUE"]) {
        known.source = source(
            "Office for National Statistics, Nomis",
            "https://www.nomisweb.co.uk/",
        );
        known.title = grid.above.first().cloned().unwrap_or_else(|| words(&known.name));
    } else if has(&["STRUCTURE_ID", "REF_AREA", "TIME_PERIOD", "OBS_VALUE"]) {
        let cell = |name: &str| {
            let at = grid.header.iter().position(|it| it == name)?;
            grid.rows.first()?.get(at).filter(|text| !text.is_empty()).cloned()
        };
        known.title = cell("STRUCTURE_NAME").unwrap_or_default();
        if cell("STRUCTURE_ID").is_some_and(|id| id.starts_with("OECD")) {
            known.source =
                source("OECD Data Explorer", "https://data-explorer.oecd.org/");
        }
    } else if grid.settings.iter().any(|it| it.contains("\\TIME_PERIOD")) {
        known.source = source("Eurostat", "https://ec.europa.eu/eurostat/");
    } else if grid.header == PRICE_PAID {
        "price_paid".clone_into(&mut known.name);
        "Sales of homes".clone_into(&mut known.title);
        known.source = source(
            "HM Land Registry, Price Paid Data, Open Government Licence v3.0",
            "https://www.gov.uk/government/collections/price-paid-data",
        );
    } else if has(&["time_period", "time_identifier", "geographic_level"]) {
        known.source = source(
            "Department for Education, Explore education statistics",
            "https://explore-education-statistics.service.gov.uk/",
        );
    }
    if known.title.is_empty() {
        known.title = indicator(grid).unwrap_or_else(|| words(&known.name));
    }
    if known.source.is_none() {
        let lines = grid.above.iter().chain(&grid.below).chain(texts);
        let line = lines.map(|line| line.trim()).find_map(|line| {
            let lower = line.to_lowercase();
            let at = lower.strip_prefix("source").map(|_| 6)?;
            let rest = line.get(at..)?.trim_start_matches([':', ' ']);
            (rest.len() > 3 && rest.len() < 200).then(|| rest.to_owned())
        });
        known.source = line.map(|line| (line, String::new()));
    }
    known.title = unmarked(&known.title).0;
    known
}

/// Returns a title without the marks of footnotes within it, and these.
fn unmarked(title: &str) -> (String, Vec<String>) {
    let (mut out, mut marks, mut rest) = (String::new(), Vec::new(), title);
    while let Some((before, behind)) = rest.split_once('[') {
        let (inside, after) = behind.split_once(']').unwrap_or((behind, ""));
        let whole = format!("x [{inside}]");
        out.push_str(before);
        match notes::split(&whole).1 {
            Some(mark) if behind.contains(']') => {
                out.truncate(out.trim_end().len());
                marks.push(mark);
            }
            _ => {
                out.push('[');
                rest = behind;
                continue;
            }
        }
        rest = after;
    }
    out.push_str(rest);
    (out.trim().to_owned(), marks)
}

/// Returns which line above a table is its title, and the title without `Table 4:` before it. Lines
/// about the sheet, its signs and its source are none.
fn titled(above: &[String]) -> Option<(usize, String)> {
    const OTHERS: [&str; 14] = [
        "source",
        "this work",
        "this sheet",
        "this table",
        "some ",
        "contact",
        "back to",
        "return to",
        "released",
        "published",
        "note",
        "symbols",
        "freeze",
        "content",
    ];
    let title = |line: &str| {
        let line = line.trim();
        let numbered = line.to_lowercase().starts_with("table");
        let rest = line.split_once([':', '.', '–']).filter(|_| numbered);
        let title = match rest {
            Some((head, rest)) if head.len() < 16 => rest.trim(),
            _ if numbered && line.len() < 16 => "",
            _ => line,
        };
        title.to_owned()
    };
    let lines = above.iter().enumerate().map(|(at, line)| (at, title(line)));
    lines.into_iter().find(|(_, title)| {
        let lower = title.to_lowercase();
        title.chars().any(char::is_alphabetic)
            && title.len() > 3
            && !OTHERS.iter().any(|word| lower.starts_with(word))
    })
}

/// Returns the one indicator of a tidy file, if it has one alone.
fn indicator(grid: &Grid) -> Option<String> {
    let at = grid.header.iter().position(|name| name == "indicator")?;
    let first = grid.rows.first()?.get(at)?;
    grid.rows.iter().all(|row| row.get(at) == Some(first)).then(|| first.clone())
}

/// Returns a name that SQL can say without quotes.
fn named(path: &str, grid: &Grid) -> String {
    let path = packed::bare(path);
    let file = path.rsplit('/').next().unwrap_or(path);
    let file = file.rsplit_once('.').map_or(file, |(name, _)| name);
    let raw = grid.sheet.as_deref().unwrap_or(file);
    let mut parts: Vec<String> = Vec::new();
    let mut word = String::new();
    for sign in raw.chars().chain([' ']) {
        if sign.is_ascii_alphanumeric() {
            word.extend(sign.to_lowercase());
        } else if !word.is_empty() {
            parts.push(std::mem::take(&mut word));
        }
    }
    // The years of a file say which edition it is, not what.
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let kept: Vec<&String> =
        parts.iter().filter(|part| grid.sheet.is_some() || !is_number(part)).collect();
    let name = kept.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("_");
    match name.chars().next() {
        None => "data".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("t_{name}"),
        Some(_) if RESERVED.contains(&name.as_str()) => format!("{name}_data"),
        Some(_) => name,
    }
}

/// Words of SQL that a name would have to be quoted for.
const RESERVED: [&str; 40] = [
    "all",
    "and",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cross",
    "desc",
    "distinct",
    "else",
    "end",
    "except",
    "from",
    "full",
    "group",
    "having",
    "in",
    "inner",
    "intersect",
    "is",
    "join",
    "left",
    "like",
    "limit",
    "natural",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "right",
    "select",
    "table",
    "union",
    "using",
    "values",
    "when",
    "where",
];

/// Returns a name as words.
fn words(name: &str) -> String {
    capital(&name.replace('_', " "))
}

/// Returns what the file says of a marker beside its table: `- These figures are missing.`
fn legend(marker: &str, grid: &Grid, texts: &[String]) -> Option<String> {
    let lines = grid.below.iter().chain(&grid.above).chain(texts);
    let mut found = lines.filter_map(|line| {
        let rest = line.trim().strip_prefix(marker)?;
        let signs = [' ', '=', ':', '–'];
        let parted = rest.trim_start().starts_with(['=', ':', '–']);
        // A word that begins a sentence is no marker.
        let plain = rest.starts_with(' ') && !marker.contains(char::is_alphanumeric);
        let text = rest.trim_matches(signs).trim_end_matches('.');
        let told = text.chars().any(char::is_alphabetic) && text.chars().count() <= 120;
        ((parted || plain) && told).then(|| text.to_owned())
    });
    let first = found.next()?;
    // Lines that all begin with a sign are a list.
    found.all(|other| other == first).then_some(first)
}

/// Puts in what a publisher means, and what the file says itself.
pub(super) fn adjust(known: &Known, grid: &Grid, texts: &[String], guess: &mut Guess) {
    if let Some(dots) = known.dots {
        for (marker, reason) in &mut guess.missing {
            if marker == ".." {
                dots.clone_into(reason);
            }
        }
    }
    for (marker, reason) in &mut guess.missing {
        if let Some(told) = legend(marker, grid, texts) {
            *reason = told;
        }
    }
}

/// Returns the lines above and below a table in one, but for its title, of which the footnotes are kept.
pub(super) fn description(grid: &Grid, texts: &[String]) -> String {
    let titled = titled(&grid.above);
    let marks = titled.iter().flat_map(|(_, title)| unmarked(title).1);
    let notes: Vec<String> = marks
        .map(|mark| note("", &mark, texts).trim().to_owned())
        .filter(|note| note.contains("]: "))
        .collect();
    let title = titled.map(|(at, _)| at);
    let above = grid.above.iter().enumerate().filter(|(at, _)| Some(*at) != title);
    let lines =
        above.map(|(_, line)| line).chain(&grid.below).chain(&notes).chain(&grid.notes);
    // A row of totals is no text.
    let told = |line: &&str| {
        let numbers = line.split_whitespace().filter(|word| form::is_number(word));
        line.len() > 3 && 2 * numbers.count() <= line.split_whitespace().count()
    };
    let lines: Vec<&str> = lines.map(|line| line.trim()).filter(told).take(16).collect();
    lines.join(" / ").chars().take(900).collect()
}

/// Returns the title of a column with the text of its footnote.
pub(super) fn note(name: &str, mark: &str, texts: &[String]) -> String {
    let number: String = mark.chars().filter(char::is_ascii_digit).collect();
    let text = texts.iter().find_map(|line| {
        let (head, rest) =
            line.split_once(": ").or_else(|| line.strip_prefix('[')?.split_once("] "))?;
        let digits: String = head.chars().filter(char::is_ascii_digit).collect();
        (!number.is_empty() && digits == number && head.len() < 12).then_some(rest)
    });
    match text {
        Some(text) => format!("{name} [{mark}]: {text}"),
        None => format!("{name} [{mark}]"),
    }
}

/// Returns whether a numeric column measures something.
pub(super) fn measures(name: &str) -> bool {
    let lower = name.to_lowercase();
    // What each of many things cost is no sum that tells anything, nor are numbers of houses.
    if qualifies(name) || matches!(lower.as_str(), "price" | "paon" | "saon") {
        return false;
    }
    ![
        "longitude",
        "latitude",
        "easting",
        "northing",
        "id",
        "code",
        "year",
        "rank",
        "decile",
    ]
    .iter()
    .any(|word| {
        lower == *word || lower.contains(&format!(" {word}")) || lower.ends_with(word)
    })
}

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn marks_of_footnotes_are_taken_off_a_title_wherever_they_stand() {
        for (title, bare, marks) in [
            ("Births, 2022 [note 1] [note 2]", "Births, 2022", &["note 1", "note 2"][..]),
            ("Journeys [note 4] on buses", "Journeys on buses", &["note 4"]),
            ("Rates [per 1,000] of [open", "Rates [per 1,000] of [open", &[]),
        ] {
            let (found, kept) = unmarked(title);
            assert_eq!(
                (found.as_str(), kept),
                (bare, marks.iter().map(ToString::to_string).collect())
            );
        }
    }
}
