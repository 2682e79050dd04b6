//! A contract as an author would write it.

use crate::frame::infer::guess::Guess;
use crate::project::quoted;

/// Returns a text as a YAML scalar that stands within brackets too.
pub(super) fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let plain = first.is_some_and(|c| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || " _-./()'&".contains(c))
        && !text.ends_with(' ')
        && !matches!(
            text.to_lowercase().as_str(),
            "true"
                | "false"
                | "yes"
                | "no"
                | "on"
                | "off"
                | "null"
                | "y"
                | "n"
                | "nan"
                | "inf"
        );
    if plain { text.to_owned() } else { quoted(text) }
}

/// Returns a regular expression in single quotes, in which backslashes mean themselves.
pub(super) fn expression(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Folds a text into lines under a key.
pub(super) fn folded(key: &str, text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let one = format!("{pad}{key}: {}", scalar(text));
    if one.len() <= 100 {
        return one + "\n";
    }
    let mut out = format!("{pad}{key}: >-\n");
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.len() + word.len() + indent + 3 > 96 {
            out += &format!("{pad}  {line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    out + &format!("{pad}  {line}\n")
}

/// Returns a field of a schema.
pub(super) fn field(guess: &Guess, title: &str, own_missing: bool) -> String {
    let mut pairs = vec![
        ("name".to_owned(), scalar(&guess.name)),
        ("type".to_owned(), guess.kind.to_owned()),
    ];
    if !title.is_empty() {
        pairs.push(("title".to_owned(), scalar(title)));
    }
    let keys = guess.keys.iter();
    pairs.extend(keys.map(|(key, value)| ((*key).to_owned(), value.clone())));
    if own_missing {
        pairs.push((
            "missingValues".to_owned(),
            format!("[{}]", missing(&guess.missing).join(", ")),
        ));
    }
    if !guess.rules.is_empty() {
        let rules: Vec<String> =
            guess.rules.iter().map(|(rule, value)| format!("{rule}: {value}")).collect();
        pairs.push(("constraints".to_owned(), format!("{{{}}}", rules.join(", "))));
    }
    let comment = match guess.comments.as_slice() {
        [] => String::new(),
        all => all.iter().map(|it| format!("        # {it}\n")).collect(),
    };
    let flow: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let flow = format!("        - {{{}}}\n", flow.join(", "));
    if flow.len() <= 101 {
        return comment + &flow;
    }
    let mut out = comment;
    for (index, (key, value)) in pairs.iter().enumerate() {
        let lead = if index == 0 { "        - " } else { "          " };
        if key == "title" && value.len() > 80 {
            out += &folded(key, title, 10);
        } else if key == "constraints" && value.len() > 84 {
            out += &format!("{lead}{key}:\n");
            for (rule, value) in &guess.rules {
                if *rule == "enum" && value.len() > 76 {
                    out += &format!("            {rule}:\n");
                    for item in items(value) {
                        out += &format!("              - {item}\n");
                    }
                } else {
                    out += &format!("            {rule}: {value}\n");
                }
            }
        } else {
            out += &format!("{lead}{key}: {value}\n");
        }
    }
    out
}

/// Returns the items of a list in brackets; quoted ones may hold commas.
fn items(list: &str) -> Vec<String> {
    let inner = list.trim_start_matches('[').trim_end_matches(']');
    let mut out = vec![String::new()];
    let (mut within, mut escaped) = (false, false);
    for sign in inner.chars() {
        if sign == ',' && !within {
            out.push(String::new());
            continue;
        }
        if sign == '"' && !escaped {
            within = !within;
        }
        escaped = sign == '\\' && !escaped;
        if let Some(last) = out.last_mut() {
            last.push(sign);
        }
    }
    out.into_iter().map(|item| item.trim().to_owned()).collect()
}

/// Returns markers of missing values as items of a list.
pub(super) fn missing(markers: &[(String, String)]) -> Vec<String> {
    let item = |(marker, reason): &(String, String)| {
        if reason.is_empty() {
            quoted(marker)
        } else {
            format!("{{value: {}, label: {}}}", quoted(marker), scalar(reason))
        }
    };
    markers.iter().map(item).collect()
}
