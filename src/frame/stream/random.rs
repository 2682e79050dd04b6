//! Random queries over random tables, run in memory and in blocks of a few rows: where both
//! accept a query, both give the same.

use crate::frame;
use crate::frame::Frames;
use crate::memo::Forgetful;
use crate::model::diagnostic::Span;
use crate::model::table::Cells;
use crate::model::table::Table;
use crate::project::Memory;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// No statistics and no figures are declared.
const NONE: crate::project::Kinds = crate::project::Kinds {
    statistics: &[],
    figure: |_| Vec::new(),
    logo: |_| Err((String::new(), "")),
};

/// Numbers that are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// A table of texts, whole numbers, numbers and truth values, with some of each missing and
/// rows that agree.
fn rows(random: &mut Random) -> String {
    let mut text = "k,t,i,x,b\n".to_owned();
    let kinds = 1 + random.below(5);
    for _ in 0..=random.below(60) {
        let k = ["North", "south", "é", "\"a,b\"", "South"][random.below(kinds)];
        let t = random.of(&[
            "",
            "alpha",
            "Beta",
            "x1",
            "\"say \"\"hi\"\"\"",
            "zz",
            "2021-04",
        ]);
        let i = random.of(&["", "0", "1", "-7", "42", "1000", "-7", "3"]);
        let x = random.of(&["", "0.5", "-2.25", "1e3", "0.1", "0.285", "7", "-0.5"]);
        let b = random.of(&["", "true", "false"]);
        let _ = writeln!(text, "{k},{t},{i},{x},{b}");
    }
    text
}

/// A table of places to join, in which one occurs twice and one is missing.
const PLACES: &str = "id,weight,kind\nNorth,2,u\nsouth,3,v\nsouth,5,v\né,,u\nother,1,w\n";

/// The same, each once: they are looked up.
const ONCE: &str = "id,weight,kind\nSouth,2,u\nsouth,3,v\né,,u\n\"a,b\",4,\n";

const CONTRACT: &str = "name: d
resources:
  - {name: held, path: rows.csv, stream: false, schema: &rows {fields: [{name: k, type: string}, {name: t, type: string}, {name: i, type: integer}, {name: x, type: number}, {name: b, type: boolean}]}}
  - {name: large, path: rows.csv, stream: true, schema: *rows}
  - {name: places, path: places.csv, schema: &places {fields: [{name: id, type: string}, {name: weight, type: integer}, {name: kind, type: string}]}}
  - {name: once, path: once.csv, schema: *places}
";

/// An expression over one row, of texts, of numbers, or a condition.
fn text(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.below(3) == 0 {
        return random.of(&["k", "t", "k", "'North'", "l.t"]).to_owned();
    }
    let (a, b) = (text(random, depth - 1), text(random, depth - 1));
    let n = 1 + random.below(4);
    match random.below(12) {
        0 => format!("UPPER({a})"),
        1 => format!("LOWER({a})"),
        2 => format!("SUBSTR({a}, {n}, 2)"),
        3 => format!("COALESCE({a}, {b})"),
        4 => format!("({a} || {b})"),
        5 => format!("CASE WHEN {} THEN {a} ELSE {b} END", condition(random, depth - 1)),
        6 => format!("NULLIF({a}, {b})"),
        7 => format!("REPLACE({a}, 'a', '-')"),
        8 => format!("CAST({} AS VARCHAR)", whole(random, depth - 1)),
        9 => format!("LEFT({a}, {n})"),
        10 => format!("CONCAT({a}, {b})"),
        _ => format!("TRIM({a})"),
    }
}

fn whole(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.below(3) == 0 {
        return random.of(&["i", "i", "2", "-3", "l.i"]).to_owned();
    }
    let (a, b) = (whole(random, depth - 1), whole(random, depth - 1));
    match random.below(9) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} - {b})"),
        2 => format!("{a} * 3"),
        3 => format!("LENGTH({})", text(random, depth - 1)),
        4 => format!("CAST({b} AS INT)"),
        5 => format!("-({a})"),
        6 => format!("COALESCE({a}, 0)"),
        7 => format!("CASE WHEN {} THEN {a} END", condition(random, depth - 1)),
        _ => format!("ABS({a})"),
    }
}

fn number(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.below(3) == 0 {
        return random.of(&["x", "x", "0.25", "i", "l.x"]).to_owned();
    }
    let (a, b) = (number(random, depth - 1), number(random, depth - 1));
    match random.below(8) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} * {b})"),
        2 => format!("ROUND({a}, {})", random.below(3)),
        3 => format!("{a} / 4"),
        4 => format!("FLOOR({a})"),
        5 => format!("GREATEST({a}, {b})"),
        6 => format!("CAST({} AS DOUBLE)", whole(random, depth - 1)),
        _ => format!("COALESCE({a}, {b})"),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return random
            .of(&["b", "i > 0", "x < 1", "k = 'North'", "t IS NULL"])
            .to_owned();
    }
    match random.below(11) {
        0 => format!("{} > {}", whole(random, depth - 1), whole(random, depth - 1)),
        1 => format!("{} <= {}", number(random, depth - 1), number(random, depth - 1)),
        2 => format!("{} = {}", text(random, depth - 1), text(random, depth - 1)),
        3 => format!(
            "({} AND {})",
            condition(random, depth - 1),
            condition(random, depth - 1)
        ),
        4 => format!(
            "({} OR {})",
            condition(random, depth - 1),
            condition(random, depth - 1)
        ),
        5 => format!("NOT ({})", condition(random, depth - 1)),
        6 => format!("{} IS NOT NULL", number(random, depth - 1)),
        7 => format!("k {}IN ('North', 'é')", random.of(&["", "NOT "])),
        8 => format!("t LIKE '%{}%'", random.of(&["a", "e", "_1"])),
        9 => format!("i BETWEEN -7 AND {}", random.below(50)),
        _ => format!(
            "({}) IS {}TRUE",
            condition(random, depth - 1),
            random.of(&["", "NOT "])
        ),
    }
}

/// An aggregate, or an expression around some.
fn aggregate(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.below(3) == 0 {
        let (a, b) = (aggregate(random, depth - 1), aggregate(random, depth - 1));
        return match random.below(6) {
            0 => format!("ROUND(100.0 * {a} / 7, 1)"),
            1 => format!("2 * {a}"),
            2 => format!("({a} - {b})"),
            3 => format!("COALESCE({a}, 0)"),
            4 => format!("CASE WHEN {a} > 3 THEN {b} ELSE 0 END"),
            _ => format!("-({a})"),
        };
    }
    match random.below(16) {
        0 | 1 => "COUNT(*)".to_owned(),
        2 => format!("COUNT({})", text(random, 1)),
        3 | 4 => format!("SUM({})", whole(random, 2)),
        5 => format!("SUM({})", number(random, 1)),
        6 => format!("MIN({})", number(random, 1)),
        7 => format!("MAX({})", whole(random, 1)),
        8 => format!("AVG({})", number(random, 1)),
        9 => format!("COUNT(DISTINCT {})", text(random, 1)),
        10 => format!("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", condition(random, 1)),
        11 => format!("MEDIAN({})", number(random, 1)),
        12 => format!("QUANTILE_CONT({}, 0.{})", whole(random, 1), 1 + random.below(9)),
        13 => format!("VAR({})", number(random, 1)),
        14 => format!("STDDEV({})", whole(random, 1)),
        // What needs all rows at once, and must be refused, not got wrong.
        _ => random
            .of(&[
                "MEDIAN(x) OVER ()",
                "MIN(t)",
                "MAX(b)",
                "SUM(x) OVER ()",
                "FIRST(i)",
                "SUM(RANK() OVER (ORDER BY i))",
                "QUANTILE_DISC(x, 0.5)",
                "MAX(i) FILTER (WHERE b)",
                "COUNT(*) FILTER (WHERE x > 0)",
            ])
            .to_owned(),
    }
}

/// A query over `TABLE`.
fn query(random: &mut Random) -> String {
    let joined = random.below(4) == 0;
    let from = if joined {
        let left = random.of(&["", "LEFT ", "INNER "]);
        let places = random.of(&["places", "once", "once"]);
        format!("TABLE AS l {left}JOIN {places} AS p ON p.id = l.k")
    } else {
        "TABLE AS l".to_owned()
    };
    let mut items = Vec::new();
    let mut keys = Vec::new();
    for number in 0..random.below(3) {
        let key = match random.below(4) {
            0 if joined => "p.kind".to_owned(),
            1 => text(random, 2),
            2 => whole(random, 1),
            _ => "k".to_owned(),
        };
        items.push(format!("{key} AS a{number}"));
        // By what it is, by its name, by its number.
        keys.push(match random.below(4) {
            0 => format!("a{number}"),
            1 => (number + 1).to_string(),
            _ => key,
        });
    }
    let grouped = !keys.is_empty() && random.below(4) > 0;
    for number in 0..=random.below(3) {
        let made = match random.below(6) {
            0 if joined && grouped => "SUM(p.weight)".to_owned(),
            _ if grouped || keys.is_empty() => aggregate(random, 2),
            0 => number_or_text(random),
            _ => whole(random, 2),
        };
        items.push(format!("{made} AS n{number}"));
    }
    let distinct = if random.below(6) == 0 { "DISTINCT " } else { "" };
    let mut sql = format!("SELECT {distinct}{} FROM {from}", items.join(", "));
    if random.below(2) == 0 {
        let _ = write!(sql, " WHERE {}", condition(random, 2));
    }
    if grouped {
        let _ = write!(sql, " GROUP BY {}", keys.join(", "));
        if random.below(4) == 0 {
            let _ = write!(sql, " HAVING {} > 1", aggregate(random, 1));
        }
    }
    match random.below(25) {
        0 => sql.push_str(" ORDER BY 1"),
        1 => sql.push_str(" LIMIT 2"),
        _ => {}
    }
    sql
}

fn number_or_text(random: &mut Random) -> String {
    if random.below(2) == 0 { number(random, 2) } else { text(random, 2) }
}

/// A cell as a text, or a number to be compared within what the order of a sum may change.
#[derive(Debug, Clone)]
enum Answer {
    Text(String),
    Number(f64),
}

impl Answer {
    fn is_near(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => {
                (a - b).abs() <= 1e-10 * a.abs().max(1e-3)
            }
            _ => false,
        }
    }

    /// Texts come before numbers, and these in coarse steps.
    fn order(&self) -> (usize, String) {
        match self {
            Self::Text(text) => (0, text.clone()),
            Self::Number(number) => (1, format!("{number:.5e}")),
        }
    }
}

/// Returns the columns' names and the rows of a table, sorted.
fn sorted(table: &Table) -> (Vec<String>, Vec<Vec<Answer>>) {
    let cell = |cells: &Cells, row: usize| match cells {
        Cells::Integer(cells) => cells[row].map(|cell| Answer::Text(cell.to_string())),
        Cells::Number(cells) => cells[row].map(Answer::Number),
        Cells::Text(cells) => cells.get(row).map(|text| Answer::Text(text.to_owned())),
        Cells::Bool(cells) => cells[row].map(|cell| Answer::Text(cell.to_string())),
    };
    let missing = || Answer::Text("missing".to_owned());
    let mut rows: Vec<Vec<Answer>> = (0..table.rows())
        .map(|row| {
            let cells = table.columns.iter().map(|column| cell(&column.cells, row));
            cells.map(|cell| cell.unwrap_or_else(missing)).collect()
        })
        .collect();
    rows.sort_by_key(|row| {
        let mut order: Vec<_> = row.iter().map(Answer::order).collect();
        order.sort_by_key(|(kind, _)| *kind);
        order
    });
    (table.names().map(str::to_owned).collect(), rows)
}

fn agree(held: &Table, large: &Table) -> bool {
    let ((names, held), (others, large)) = (sorted(held), sorted(large));
    let near = |(a, b): (&Vec<Answer>, &Vec<Answer>)| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_near(b))
    };
    names == others && held.len() == large.len() && held.iter().zip(&large).all(near)
}

/// Runs random queries both ways; returns how many both accepted, and how many were refused only
/// in blocks.
fn compared(seed: u64, tables: usize, queries: usize) -> (usize, usize) {
    let mut random = Random(seed);
    let (mut both, mut refused) = (0, 0);
    let mut apart = Vec::new();
    for _ in 0..tables {
        let rows = rows(&mut random);
        let files = Memory::new()
            .with("report/report.yaml", "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: [report/chapters/1.md]\n")
            .with("report/chapters/1.md", "# T\n")
            .with("data/datapackage.yaml", CONTRACT)
            .with("data/rows.csv", &rows)
            .with("data/places.csv", PLACES)
            .with("data/once.csv", ONCE);
        let (project, mut sources) = crate::project::load(&files, &NONE);
        let project = project.unwrap();
        let mut frames = frame::load(&project, &files, &Forgetful, &mut sources).unwrap();
        frames.block = Some(24 + random.below(80));
        let at = Span::new("", 0..0);
        for _ in 0..queries {
            let sql = query(&mut random);
            let ask = |frames: &Frames<'_>, table: &str| {
                frames.query(&sql.replace("TABLE", table), &at)
            };
            match (ask(&frames, "held"), ask(&frames, "large")) {
                (Ok(held), Ok(large)) => {
                    if !agree(&held, &large) {
                        let (held, large) = (sorted(&held), sorted(&large));
                        apart.push(format!(
                            "{sql}\n{rows}\nin memory {held:?}\nin blocks {large:?}"
                        ));
                    }
                    // Blocks change neither a digit nor the order of groups.
                    let rows = sql.contains("JOIN") && !sql.contains("GROUP BY");
                    let ordered = !rows && !sql.contains("SELECT DISTINCT");
                    let size = frames.block.replace(1 << 20);
                    let again = ask(&frames, "large").unwrap();
                    frames.block = size;
                    assert!(!ordered || again == large, "{sql}");
                    both += 1;
                }
                (Ok(_), Err(_)) => refused += 1,
                // The engine takes no key twice, and no value that no row has.
                (Err(_), _) => {}
            }
        }
    }
    assert!(apart.is_empty(), "{} apart:\n{}", apart.len(), apart.join("\n\n"));
    (both, refused)
}

#[test]
fn random_queries_give_the_same_in_memory_and_in_blocks() {
    let (both, refused) = compared(1, 12, 40);
    assert!(both > 150 && refused > 20, "{both} compared, {refused} refused");
}

#[test]
#[ignore = "takes minutes: 10,000 queries that both accept"]
fn ten_thousand_random_queries_give_the_same_in_memory_and_in_blocks() {
    let mut both = 0;
    for seed in 2.. {
        both += compared(seed, 12, 40).0;
        if both >= 10_000 {
            break;
        }
    }
}

/// Queries that were once got wrong: over windows, and with functions of all rows within
/// expressions. They are refused now.
#[test]
fn what_a_block_cannot_know_is_refused() {
    let mut random = Random(7);
    let rows = rows(&mut random);
    let files = Memory::new()
        .with("report/report.yaml", "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: [report/chapters/1.md]\n")
        .with("report/chapters/1.md", "# T\n")
        .with("data/datapackage.yaml", CONTRACT)
        .with("data/rows.csv", &rows)
        .with("data/places.csv", PLACES)
        .with("data/once.csv", ONCE);
    let (project, mut sources) = crate::project::load(&files, &NONE);
    let project = project.unwrap();
    let frames = frame::load(&project, &files, &Forgetful, &mut sources).unwrap();
    let at = Span::new("", 0..0);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for sql in [
        "SELECT k, RANK() OVER (ORDER BY i) AS r FROM large",
        "SELECT k, ROW_NUMBER() OVER (ORDER BY i) AS r FROM large",
        "SELECT k, LAG(i) OVER (ORDER BY x) AS r FROM large",
        "SELECT k, 1 + DENSE_RANK() OVER (ORDER BY i) AS r FROM large",
        "SELECT ROUND(QUANTILE_DISC(x, 0.5), 4) AS m FROM large",
        "SELECT SUM(DISTINCT x) AS m FROM large",
        "SELECT k, FIRST_VALUE(i) OVER (ORDER BY x) AS m FROM large",
        "SELECT k FROM large QUALIFY ROW_NUMBER() OVER (ORDER BY i) = 1",
        "SELECT COUNT(*) AS n FROM large AS a JOIN large AS b ON a.k = b.k",
        "SELECT STRING_AGG(k, ',') AS s FROM large",
        "SELECT CORR(i, x) AS c FROM large",
        "SELECT k, COUNT(*) AS n FROM large GROUP BY ROLLUP(k)",
        "SELECT UNNEST(STRING_TO_ARRAY(k, 'o')) AS s FROM large",
        "SELECT 'North' AS a, COUNT(*) AS n FROM large WHERE k = 'none' GROUP BY a",
    ] {
        let failure = frames.query(sql, &at).unwrap_err();
        *codes.entry(format!("{:?}", failure.diagnostics()[0].code)).or_default() += 1;
    }
    assert_eq!(codes, BTreeMap::from([("R0209".to_owned(), 14)]));
}
