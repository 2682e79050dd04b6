//! How things are damaged: bytes, text, trees.

use crate::harness::Random;
use serde_yaml::Mapping;
use serde_yaml::Value;

/// Pieces of text that mean something to one of the readers.
pub(super) const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "\"",
    "'",
    "`",
    "```",
    "|",
    "|--|",
    ">",
    "*",
    "**",
    "~~",
    "# ",
    "###### ",
    "[^1]",
    "[^1]: ",
    "$",
    "$$",
    "$x^2$",
    "\\",
    "&a ",
    "*a",
    "<b>",
    "<!--",
    "!",
    "![a](x.png)",
    "[a](https://example.org)",
    "[a](#b)",
    "::: note\n",
    ":::\n",
    "::: {.box #x title=\"y\"}\n",
    "{#id}",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "~",
    "?",
    "@",
    "%",
    "£",
    "\t",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{e000}",
    "\u{202e}",
    "\u{1b}[31m",
    "é",
    "𝟘",
    "\u{301}",
    "&#xE000;",
    "&amp;",
    "9223372036854775807",
    "1,000",
    "<5",
    "65+",
    "2017/18",
    "2018",
    "planting",
    "none",
    "D1",
    "growth",
    "{{ stat(\"growth.none\") }}",
    "{{ stat(\"growth.none\", show=\"x\") }}",
    "{{ claim(\"grew_faster\", \"x\") }}",
    "{{ figure(\"trees_index\") }}",
    "{{ table(\"growth\") }}",
    "{% for i in range(end=9) %}",
    "{% endfor %}",
    "{% set a = 1 %}",
    "{% include \"report/chapters/1-numbers.md\" %}",
    "{{ cite(\"x\") }}",
    "{{ fixed(\"1\", because=\"x\") }}",
    "rose",
    "fell by 3%",
    "because",
];

/// Pieces of SQL.
pub(super) const SQL: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "LIMIT",
    "UNION ALL",
    "WITH x AS (",
    "(",
    ")",
    ",",
    "*",
    "+",
    "-",
    "/",
    "%",
    "||",
    "=",
    "<>",
    "<",
    "AND",
    "OR",
    "NOT",
    "IN (1, 2)",
    "IS NULL",
    "BETWEEN 1 AND 2",
    "LIKE '%a_'",
    "CASE WHEN",
    "THEN",
    "ELSE",
    "END",
    "AS a",
    "trees",
    "panel",
    "district",
    "scheme",
    "year",
    "\"a b\"",
    "'a'",
    "''",
    "1",
    "0",
    "-1",
    "1e400",
    "9223372036854775807",
    "NULL",
    "TRUE",
    "CAST(",
    "AS INT)",
    "SUM(trees)",
    "AVG(trees)",
    "COUNT(*)",
    "COUNT(DISTINCT district)",
    "MAX(",
    "ROUND(trees, 2)",
    "ABS(",
    "ROW_NUMBER() OVER (PARTITION BY district ORDER BY year)",
    "LAG(trees) OVER (ORDER BY year)",
    "JOIN trees b ON",
    "LEFT JOIN",
    "CROSS JOIN",
    "USING (district)",
    "DISTINCT",
    "EXISTS (",
    "COALESCE(",
    "SUBSTR(",
    "DATE '2018-01-01'",
    "INTERVAL '1 day'",
    "EXTRACT(YEAR FROM",
    ";",
    "--",
    "/*",
    "TRUNCATE",
    "EXPLAIN",
];

/// Puts something in the place of a few characters, or doubles, drops or moves a line.
pub(super) fn text(text: &str, random: &mut Random, pieces: &[&str]) -> String {
    if random.below(3) == 0 {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        if !lines.is_empty() {
            let line = lines.remove(random.below(lines.len()));
            for _ in 0..random.below(3) {
                lines.insert(random.below(lines.len() + 1), line);
            }
        }
        return lines.concat();
    }
    let characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    let end = (at + random.below(16)).min(characters.len());
    let mut out: String = characters[..at].iter().collect();
    let times = if random.below(20) == 0 { 1 << random.below(11) } else { 1 };
    out.push_str(&pieces[random.below(pieces.len())].repeat(times));
    out.extend(&characters[end..]);
    out
}

/// Changes, drops, doubles or inserts bytes.
pub(super) fn bytes(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(out.len().max(1)).min(out.len());
        match random.below(6) {
            0 => out.truncate(at),
            1 if at < out.len() => out[at] ^= 1 << random.below(8),
            2 if at < out.len() => out[at] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
            3 => out.insert(at, random.below(256) as u8),
            4 => {
                let end = (at + random.below(64)).min(out.len());
                let part = out[at..end].to_vec();
                let to = random.below(out.len() + 1);
                out.splice(to..to, part);
            }
            _ => {
                // A length or an offset that says very much.
                let end = (at + 4).min(out.len());
                out[at..end].fill(0xff);
            }
        }
    }
    out
}

/// Something that may be where something else was.
fn strange(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => Value::Bool(random.below(2) == 0),
        2 => Value::from(-1),
        3 => Value::from(i64::MAX),
        4 => {
            Value::from([0.0, -0.0, 1e308, f64::NAN, f64::INFINITY, 0.1][random.below(6)])
        }
        5 => Value::Sequence(Vec::new()),
        6 => Value::Mapping(Mapping::new()),
        7 => (0..random.below(80))
            .fold(Value::from(1), |inner, _| Value::Sequence(vec![inner])),
        8 => Value::from(random.below(5000)),
        9 => {
            Value::from(PIECES[random.below(PIECES.len())].repeat(1 << random.below(10)))
        }
        _ => Value::from(PIECES[random.below(PIECES.len())]),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Sequence(all) => all.iter().map(count).sum(),
        Value::Mapping(all) => all.values().map(count).sum(),
        _ => 0,
    }
}

fn nth<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Sequence(all) => all.iter_mut().find_map(|inner| nth(inner, at)),
        Value::Mapping(all) => all.values_mut().find_map(|inner| nth(inner, at)),
        _ => None,
    }
}

/// Changes a node of a tree: another value, one from elsewhere, a key less, more or renamed.
pub(super) fn tree(tree: &Value, random: &mut Random) -> Value {
    let mut out = tree.clone();
    let nodes = count(&out);
    let other = nth(&mut out, &mut random.below(nodes)).cloned().unwrap_or(Value::Null);
    let Some(node) = nth(&mut out, &mut random.below(nodes)) else { return out };
    match node {
        Value::Mapping(all) if random.below(4) > 0 && !all.is_empty() => {
            let at = random.below(all.len());
            let key = all.keys().nth(at).cloned().unwrap_or(Value::Null);
            match random.below(5) {
                0 => drop(all.shift_remove(&key)),
                1 => {
                    let value = all.shift_remove(&key).unwrap_or(Value::Null);
                    all.insert(strange(random), value);
                }
                2 => drop(all.insert(key, other)),
                3 => drop(all.insert(Value::from("from"), strange(random))),
                _ => {
                    let text = key.as_str().unwrap_or_default().to_owned();
                    all.insert(Value::from(format!("{text}_2")), other);
                }
            }
        }
        Value::Sequence(all) if random.below(4) > 0 => match random.below(4) {
            0 if !all.is_empty() => drop(all.remove(random.below(all.len()))),
            1 if !all.is_empty() => {
                let one = all[random.below(all.len())].clone();
                all.extend(std::iter::repeat_n(one, random.below(40)));
            }
            2 => all.push(strange(random)),
            _ => all.push(other),
        },
        Value::String(words) if random.below(3) > 0 => {
            *words = text(words, random, PIECES);
        }
        node => *node = if random.below(3) == 0 { other } else { strange(random) },
    }
    out
}
