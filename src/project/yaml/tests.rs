//! Entries decoded, and what is said where they do not fit.

use crate::model::diagnostic::Sources;
use crate::project::yaml::Yaml;
use crate::project::yaml::read::read;
use serde::Deserialize;
use serde_yaml::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Entry {
    frame: String,
    #[serde(default)]
    by: Vec<String>,
}

fn entry(text: &str) -> (String, String, Option<String>) {
    let yaml = Yaml::parse("s.yaml", text).unwrap();
    let entries = yaml.entries("statistics").unwrap();
    let found = entries[0].1.decode::<Entry>().unwrap_err().into_diagnostics().remove(0);
    let mut sources = Sources::new();
    sources.insert("s.yaml", text);
    (found.message.clone(), sources.place(found.span().unwrap()), found.help)
}

#[test]
fn an_unknown_key_is_shown_at_its_own_place_with_the_nearest_known_one() {
    let (message, place, help) =
        entry("# c\nstatistics:\n  growth:\n    frame: x\n    buy: [a]\n");
    assert_eq!(message, "unknown key `buy`");
    assert_eq!(place, "s.yaml:5:5");
    assert_eq!(help.unwrap(), "did you mean `by`? the keys are `frame`, `by`");
}

#[test]
fn every_fault_of_an_entry_is_reported_at_once() {
    let text = "statistics:\n  growth:\n    fram: x\n    by: a\n    buy: [a]\n";
    let yaml = Yaml::parse("s.yaml", text).unwrap();
    let entries = yaml.entries("statistics").unwrap();
    let found = entries[0].1.decode::<Entry>().unwrap_err();
    let messages: Vec<&str> =
        found.diagnostics().iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        ["unknown key `fram`", "expected a list, found `a`", "unknown key `buy`"]
    );
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Person {
    name: String,
    #[serde(default)]
    pair: Option<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Report {
    title: String,
    authors: Vec<Person>,
    #[serde(default)]
    editor: Option<Person>,
    #[serde(default)]
    pages: Vec<u32>,
}

#[test]
fn a_fault_within_a_list_hides_none_behind_it() {
    let text = "titel: x\nauthors:\n  - {nme: a}\n  - {role: b}\n  - {name: c, pair: [1, x]}\n  - {name: [d]}\neditor: {nam: e}\npages: [1, b, 2, c]\n";
    let yaml = Yaml::parse("r.yaml", text).unwrap();
    let mut sources = Sources::new();
    sources.insert("r.yaml", text);
    let found = yaml.decode::<Report>().unwrap_err().into_diagnostics();
    let told: Vec<String> = found
        .iter()
        .map(|it| format!("{} {}", sources.place(it.span().unwrap()), it.message))
        .collect();
    assert_eq!(
        told,
        [
            "r.yaml:1:1 unknown key `titel`",
            "r.yaml:3:6 unknown key `nme`",
            "r.yaml:4:6 unknown key `role`",
            "r.yaml:4:5 missing key `name`",
            "r.yaml:5:25 expected a number, found `x`",
            "r.yaml:6:12 expected a text, found a list",
            "r.yaml:7:10 unknown key `nam`",
            "r.yaml:8:12 expected a whole number, 0 or greater, found `b`",
            "r.yaml:8:18 expected a whole number, 0 or greater, found `c`",
        ]
    );
}

#[test]
fn a_value_of_the_wrong_type_is_shown_at_the_value() {
    let (message, place, _) =
        entry("statistics:\n  growth:\n    frame: x\n    by: [a, [b]]\n");
    assert_eq!(message, "expected a text, found a list");
    assert_eq!(place, "s.yaml:4:13");
}

#[test]
fn a_missing_key_is_shown_at_the_entry() {
    let (message, place, _) = entry("statistics:\n  growth:\n    by: [a]\n");
    assert_eq!(message, "missing key `frame`");
    assert_eq!(place, "s.yaml:2:3");
}

#[test]
fn anchors_that_explode_are_refused() {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        use std::fmt::Write as _;
        let list = vec![format!("*{of}"); 9].join(",");
        writeln!(text, "{name}: &{name} [{list}]").unwrap();
    }
    let found = Yaml::parse("s.yaml", &text).unwrap_err().into_diagnostics().remove(0);
    assert_eq!(found.message, "`s.yaml` is not well formed: repetition limit exceeded");
}

/// Texts of one word, as an author may write them, between `§`.
const WORDS: &str = r#"§~§null§Null§nUll§true§TRUE§tRue§false§yes§off§0§7§007§08§+7§-7§-0§0x1F§-0x1f§0o17§0b11§1_000§123456789012345678§1234567890123456789§18446744073709551615§1e3§1.50§.5§5.§-.5§+.5e-3§.inf§-.INF§.nan§inf§nan§1e999§2015-01-01§12:30§1 2§1 -2§--- 5x§-x§a b§é§½§£5§'7'§"7"§"a\nb\u00e9"§'it''s'§a#b§?x§:x§<<§5%§="#;

/// The decoder's own reading is what ours is held to; returns 0 for what one of the two refuses.
fn alike(text: &str) -> usize {
    let Ok(read) = read("a.yaml", text) else { return 0 };
    let Ok(decoded) = serde_yaml::from_str::<Value>(text) else { return 0 };
    assert_eq!(format!("{:?}", read.value), format!("{decoded:?}"), "{text}");
    1
}

#[test]
fn a_text_is_read_as_the_decoder_reads_it() {
    let words: Vec<&str> = WORDS.split('§').collect();
    let mut count = 0;
    for word in &words {
        count += alike(&format!("a: {word}\nb: [{word}, 1]\n"));
        count += alike(&format!("- {word}\n- x\n")) + alike(word);
    }
    assert_eq!((words.len() * 3, count), (174, 172));
    for text in [
        "2015: a\n0x10: b\ntrue: c\n1.50: d\n\"6\": e\n",
        "a: |\n  one\n\n    two\n  three  \n\nb: >-\n  folded\n  words\n\n  more\nc: |+\n  kept\n\n",
        "a: &x {b: 1}\nc: *x\nd: !tag e\n? [k]\n: v\n",
        "plain\n  over lines\n  7\n",
        "a:\n- 1\n-\n- {b: , c}\n- [d: 1, e]\n",
        "a: \"x\\\n  y\n  z\"\nb: 'p\n\n  q'\n",
        "# nothing\n",
        "b: \u{e9}\u{a0}x\n",
    ] {
        assert_eq!(alike(text), 1, "{text}");
    }
}

#[test]
fn random_texts_are_read_as_the_decoder_reads_them() {
    let pieces = [
        "a", "b: ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", ":", ": ",
        "? ", "'", "\"", "|\n", ">\n", "|-\n", ">+\n", "#", " #c", "7", "0x1", "-", ".5",
        "~", "x y", " ", "\t", "\\n", "é", "|2\n", "%", "!t ", "&a ", "*a", "---", "...",
        "key: v\n", "  k: 1\n", "- x\n", "1e3",
    ];
    let mut state = 88_172_645_463_325_252_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end as u64) as usize
    };
    let mut count = 0;
    for _ in 0..20_000 {
        let length = 1 + below(14);
        let text: String = (0..length).map(|_| pieces[below(pieces.len())]).collect();
        count += alike(&text);
    }
    assert!(count > 4_000, "{count}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at the files of this repository"
)]
fn files_of_projects_are_read_as_the_decoder_reads_them() {
    let files =
        ["report", "data", "templates/words", "templates/manual/examples", "tests"];
    let mut count = 0;
    let mut folders: Vec<_> = files.map(std::path::PathBuf::from).into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_yaml =
                path.extension().is_some_and(|end| end == "yaml" || end == "yml");
            if path.is_dir() {
                folders.push(path);
            } else if is_yaml
                && let Ok(text) = std::fs::read_to_string(&path)
                && let Ok(decoded) = serde_yaml::from_str::<Value>(&text)
                && let Ok(read) = read("a.yaml", &text)
            {
                assert_eq!(read.value, decoded, "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}
