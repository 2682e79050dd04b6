//! A first report over drafted resources: a table, a chart and a sentence that are true.

use crate::frame::infer::Draft;
use crate::frame::infer::roles::Roles;
use crate::frame::infer::yaml::scalar;
use crate::model::id;
use crate::project::quoted;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of a first report, by path.
pub type Start = BTreeMap<String, String>;

/// Groups that the first chart shows.
const SHOWN: usize = 10;

/// Makes the files of a project around drafted resources. `copied` lists for each resource its entry
/// as the contract has it.
pub fn start(title: &str, drafts: &[Draft]) -> Start {
    let best = drafts.iter().max_by_key(|draft| {
        let roles = &draft.roles;
        let full = roles.shown.len().min(SHOWN);
        // Of several as good the first.
        (full > 1, roles.series, roles.measure.is_some(), full)
    });
    let mut out = Start::new();
    let mut contract = format!(
        "# What each data file holds, and what must be true of it. Guessed from the files: read it.\nname: {}\ntitle: {}\nresources:\n",
        slug(title),
        scalar(title)
    );
    let entries: Vec<&str> = drafts.iter().map(|draft| draft.yaml.as_str()).collect();
    contract += &entries.join("\n");
    out.insert("data/datapackage.yaml".to_owned(), contract);
    let Some(draft) = best else { return out };
    let roles = &draft.roles;
    let mut report = format!(
        "# What stands on the cover, and which chapters there are.\ntitle: {}\nsubtitle: A first look at the data\nedition: First edition\ndate: \"2025-01-01\"   # of publication\ndescription: {}\n",
        scalar(title),
        scalar("A first report over these data, to change into your own.")
    );
    report += "chapters:\n  - report/chapters/1-first-look.md\ngenerated: [provenance]\n";
    out.insert("report/report.yaml".to_owned(), report);
    out.insert("report/statistics.yaml".to_owned(), statistics(draft));
    let one = roles.shown.len() < 2;
    if roles.series {
        out.insert("report/figures.yaml".to_owned(), line(roles));
    } else if !one {
        out.insert("report/figures.yaml".to_owned(), figures(roles));
        out.insert("report/tables.yaml".to_owned(), tables(roles));
        out.insert("report/claims.yaml".to_owned(), claims(roles));
    }
    out.insert("report/chapters/1-first-look.md".to_owned(), chapter(draft, one));
    out.insert(".gitignore".to_owned(), "/.reissue\n/out\n/press\n".to_owned());
    out
}

fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "report".to_owned() } else { words.join("-") }
}

fn column(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// Returns the query of the groups that the chart shows.
fn query(draft: &Draft) -> String {
    let roles = &draft.roles;
    let group = roles.group.as_deref().map(column).unwrap_or_default();
    let value = match (&roles.measure, roles.single) {
        (None, _) => "COUNT(*)".to_owned(),
        (Some(measure), true) => column(measure),
        (Some(measure), false) => format!("SUM({})", column(measure)),
    };
    let mut rules: Vec<String> = vec![format!("{group} IS NOT NULL")];
    if let Some((name, last)) = &roles.time {
        let value = if roles.time_is_number { last.clone() } else { text(last) };
        rules.push(format!("{} = {value}", column(name)));
    }
    rules.extend(
        roles
            .held
            .iter()
            .map(|(name, value)| format!("{} = {}", column(name), text(value))),
    );
    rules
        .extend(roles.measure.iter().map(|name| format!("{} IS NOT NULL", column(name))));
    if !roles.totals.is_empty() {
        let list: Vec<String> = roles.totals.iter().map(|total| text(total)).collect();
        rules.push(format!("{group} NOT IN ({})", list.join(", ")));
    }
    let grouped = if roles.measure.is_none() || !roles.single {
        format!("\n      GROUP BY {group}")
    } else {
        String::new()
    };
    format!(
        "      SELECT {group} AS category, {value} AS amount\n      FROM {}\n      WHERE {}{grouped}\n      ORDER BY amount DESC, category\n      LIMIT {SHOWN}\n",
        draft.name,
        rules.join("\n        AND ")
    )
}

fn statistics(draft: &Draft) -> String {
    let roles = &draft.roles;
    let mut out =
        "# Frames are tables made with SQL; statistics are computed from frames.\n"
            .to_owned();
    if let (true, Some((time, _)), Some(measure)) =
        (roles.series, &roles.time, &roles.measure)
    {
        let _ = write!(
            out,
            "frames:\n  course:\n    description: One value for each time\n    sql: |\n      SELECT {} AS period, {} AS amount\n      FROM {}\n    key: [period]\n\nstatistics:\n  amounts:\n    kind: level\n    title: {}\n    frame: course\n    measure: amount\n    summary: total\n    by: [period]\n{}",
            column(time),
            column(measure),
            draft.name,
            scalar(&short(roles)),
            decimals(roles)
        );
        return out;
    }
    if roles.group.is_none() {
        let _ = write!(
            out,
            "statistics:\n  rows:\n    kind: sql\n    title: Rows\n    sql: SELECT COUNT(*) AS amount FROM {}\n",
            draft.name
        );
        return out;
    }
    let _ = write!(
        out,
        "frames:\n  highest:\n    description: The {SHOWN} highest\n    sql: |\n{}    key: [category]\n\nstatistics:\n  amounts:\n    kind: level\n    title: {}\n    frame: highest\n    measure: amount\n    summary: total\n    by: [category]\n{}",
        query(draft),
        scalar(&short(roles)),
        decimals(roles)
    );
    out
}

/// Returns the unit of percentages, and how many decimals values need to be told from whole numbers.
fn decimals(roles: &Roles) -> &'static str {
    let whole = roles.shown.iter().all(|(_, value)| value.fract() == 0.0);
    match (roles.percent, whole) {
        (true, true) => return "    unit: percent\n    decimals: 0\n",
        (true, false) => return "    unit: percent\n    decimals: 1\n",
        // Values over time keep the digits of their column.
        (false, _) if roles.series => return "",
        (false, _) => {}
    }
    let shown = || roles.shown.iter().take(SHOWN).map(|(_, value)| *value);
    if shown().all(|value| value.fract() == 0.0) {
        ""
    } else if shown().all(|value| value.abs() < 1.0) {
        "    decimals: 3\n"
    } else {
        "    decimals: 1\n"
    }
}

/// Returns what is shown, in a few words.
fn short(roles: &Roles) -> String {
    let held: Vec<&str> = roles.held.iter().map(|(_, value)| value.as_str()).collect();
    let indicator =
        roles.held.iter().find(|(name, _)| name.to_lowercase().contains("indicator"));
    if let Some((_, value)) = indicator {
        return value.clone();
    }
    let title = undated(&roles.title);
    let measure = roles.measure.as_deref().filter(|_| roles.several);
    let measure = measure.filter(|name| !title.contains(*name));
    std::iter::once(title.as_str())
        .chain(measure)
        .chain(held)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns a title without the parts that name the years of the whole file.
fn undated(title: &str) -> String {
    let year = |part: &str| {
        part.split(|c: char| !c.is_ascii_digit())
            .any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
    };
    let parts = title.split_inclusive([',', ':']);
    let kept: String = parts.filter(|part| !year(part)).collect();
    let kept = kept.trim().trim_end_matches([',', ':']).trim_end();
    if kept.is_empty() { title.to_owned() } else { kept.to_owned() }
}

fn subtitle(roles: &Roles) -> String {
    let when = roles.time.as_ref().map(|(_, last)| {
        // A day's digits would read as numbers that nothing binds.
        let day = last.len() == 10 && last.chars().filter(|c| *c == '-').count() == 2;
        let run = last.len() == 6 && last.chars().all(|c| c.is_ascii_digit());
        let twice = last.ends_with(')');
        let words = crate::model::calendar::period(last).filter(|_| run || twice);
        let last = match words {
            _ if day => fixed(last, "the day that the file gives"),
            Some(season) => season.words(),
            None => last.clone(),
        };
        format!(", {last}")
    });
    format!("{}{}: the highest values", bound(&short(roles)), when.unwrap_or_default())
}

fn fixed(text: &str, because: &str) -> String {
    let text = text.replace(['"', '\\', '{', '}'], "");
    format!("{{{{ fixed(\"{text}\", because=\"{because}\") }}}}")
}

/// Returns the publisher's words for a measure; digits in them are bound to nothing, and said to
/// be.
fn bound(text: &str) -> String {
    if text.chars().any(|c| c.is_ascii_digit()) {
        fixed(text, "the publisher's name of the measure")
    } else {
        text.to_owned()
    }
}

fn source(roles: &Roles) -> String {
    if roles.source.is_empty() {
        "The data files of this report".to_owned()
    } else {
        roles.source.clone()
    }
}

/// Returns whether the first is higher than the second, and can be said so in words.
fn clear(roles: &Roles) -> Option<&str> {
    let (first, second) = (roles.shown.first()?, roles.shown.get(1)?);
    (first.1 > second.1).then_some(first.0.as_str())
}

/// Returns the words of the claim: a name with digits would read as a number that nothing binds.
fn words(roles: &Roles) -> Option<String> {
    let name = clear(roles)?;
    let plain =
        !name.chars().any(|c| c.is_ascii_digit()) && name.split_whitespace().count() < 10;
    let plain = plain && !name.contains(['"', '\\', '{', '}', '\'']);
    Some(if plain {
        format!("{name} has the highest value")
    } else {
        "One is the highest of all".to_owned()
    })
}

fn figures(roles: &Roles) -> String {
    let headline = match words(roles) {
        Some(words) => format!("'{{{{ claim(\"highest\", \"{words}\") }}}}'"),
        None => "The highest values".to_owned(),
    };
    // What a headline names is to stand out.
    let named = clear(roles).filter(|name| headline.contains(name));
    let highlight = named
        .map_or_else(String::new, |name| format!("    highlight: [{}]\n", scalar(name)));
    format!(
        "figures:\n  highest:\n    kind: bar\n    headline: {headline}\n    subtitle: {}\n    source: {}\n    data: amounts\n    x: category\n    order: value\n{highlight}",
        scalar(&subtitle(roles)),
        scalar(&source(roles))
    )
}

/// The figure of values over time.
fn line(roles: &Roles) -> String {
    let measure = roles.measure.as_deref().unwrap_or_default();
    format!(
        "figures:\n  course:\n    kind: line\n    headline: Values over time\n    subtitle: {}\n    source: {}\n    data: amounts\n    x: period\n",
        scalar(&format!("{}: {}", bound(&short(roles)), bound(measure))),
        scalar(&source(roles))
    )
}

fn tables(roles: &Roles) -> String {
    let mut out = format!(
        "tables:\n  highest_values:\n    title: {}\n    subtitle: {}\n    head: {}\n    columns:\n      - {{label: Value, stat: \"amounts.{{row}}\"}}\n    rows:\n",
        scalar(&bound(&short(roles))),
        scalar(&subtitle(roles)),
        scalar(roles.group.as_deref().unwrap_or("Group"))
    );
    for (name, _) in roles.shown.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "      - {{key: {}, label: {}}}",
            quoted(&id::segment(name)),
            scalar(name)
        );
    }
    out
}

fn claims(roles: &Roles) -> String {
    let Some(name) = clear(roles) else { return "claims: {}\n".to_owned() };
    format!(
        "# What the prose asserts, and what must hold for it.\nclaims:\n  highest:\n    says: {}\n    kind: rank\n    of: {}\n    family: amounts\n    is: highest\n",
        scalar(&format!("{name} has the highest value")),
        quoted(&format!("amounts.{}", id::segment(name)))
    )
}

fn chapter(draft: &Draft, one: bool) -> String {
    let roles = &draft.roles;
    let mut out = "# A first look\n\n".to_owned();
    if roles.series {
        out += "The last value is {{ stat(\"amounts.latest\") }}, in {{ stat(\"amounts.latest\", show=\"period\") }}.\n\n{{ figure(\"course\") }}\n";
        return out;
    }
    if one {
        if roles.group.is_none() {
            out += "The file has {{ stat(\"rows\") }} rows.\n";
        } else if let Some((only, _)) = roles.shown.first() {
            let only = id::segment(only);
            let _ =
                writeln!(out, "The only value is {{{{ stat(\"amounts.{only}\") }}}}.");
        }
        return out;
    }
    let first =
        roles.shown.first().map(|(name, _)| id::segment(name)).unwrap_or_default();
    match words(roles) {
        Some(words) => {
            let _ = write!(
                out,
                "{{{{ claim(\"highest\", \"{words}\") }}}}: {{{{ stat(\"amounts.{first}\") }}}}.\n\n"
            );
        }
        None => {
            let _ = write!(
                out,
                "The highest value is {{{{ stat(\"amounts.{first}\") }}}}.\n\n"
            );
        }
    }
    out += "{{ figure(\"highest\") }}\n\nThe same values are in {{ ref(\"highest_values\") }}.\n\n{{ table(\"highest_values\") }}\n";
    out
}
