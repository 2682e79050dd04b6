//! Random damage to the starter project: whatever comes of it is an edition or a message
//! with a place, never a panic.

use proptest::prelude::*;
use reissue::make::Silent;
use reissue::make::Steps;
use reissue::narrative::Options;
use reissue::project::Memory;
use std::collections::BTreeMap;

/// Pieces that mean something to one of the readers.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    ":",
    "-",
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
    "#}",
    "\"",
    "'",
    "`",
    "|",
    ">",
    "*",
    "**",
    "_",
    "#",
    "##",
    "[^1]",
    "[^1]: ",
    "$",
    "\\",
    "&a ",
    "*a",
    "<b>",
    "!",
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
    "\t",
    "\u{e000}",
    "\u{e001}",
    "\u{202e}",
    "é",
    "𝟘",
    "\r\n",
    "\0",
    "\u{feff}",
    "{{ stat(\"growth.none\") }}",
    "{{ claim(\"grew_faster\", \"x\") }}",
    "{% include \"report/chapters/1-numbers.md\" %}",
    "{{ figure(\"trees_index\") }}",
    "SELECT",
    "FROM",
    ",",
    "2018",
    "2024",
    "planting",
    "none",
    "D1",
];

/// One act of damage: which file, where in it, how much goes and what comes.
#[derive(Debug, Clone)]
struct Damage {
    file: usize,
    at: usize,
    gone: usize,
    piece: usize,
    line: bool,
}

fn damage() -> impl Strategy<Value = Damage> {
    (0..64usize, 0..100_000usize, 0..24usize, 0..PIECES.len(), any::<bool>())
        .prop_map(|(file, at, gone, piece, line)| Damage { file, at, gone, piece, line })
}

/// Puts a piece in the place of some characters, or doubles or drops a line.
fn apply(text: &str, damage: &Damage) -> String {
    let characters: Vec<char> = text.chars().collect();
    if damage.line {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        if !lines.is_empty() {
            let at = damage.at % lines.len();
            let line = lines.remove(at);
            if damage.gone.is_multiple_of(2) {
                let to = damage.piece % (lines.len() + 1);
                lines.insert(to, line);
                lines.insert(at.min(lines.len()), line);
            }
        }
        return lines.concat();
    }
    let at = damage.at % (characters.len() + 1);
    let end = (at + damage.gone).min(characters.len());
    let mut out: String = characters[..at].iter().collect();
    out.push_str(PIECES[damage.piece]);
    out.extend(&characters[end..]);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_project_gives_an_edition_or_placed_messages(
        acts in proptest::collection::vec(damage(), 1..4),
    ) {
        let mut files: BTreeMap<String, String> = reissue::output::builtin_under("new/")
            .map(|(path, bytes)| (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap()))
            .collect();
        let names: Vec<String> = files.keys().cloned().collect();
        for act in &acts {
            let name = &names[act.file % names.len()];
            let text = apply(&files[name], act);
            files.insert(name.clone(), text);
        }
        let mut memory = Memory::new();
        for (name, text) in &files {
            memory.insert(name.clone(), text);
        }
        let steps = Steps::new(&Silent);
        let options = Options { draft: false, strict: true };
        let (woven, warnings, sources) = reissue::make::weave(&memory, options, &steps, &reissue::memo::Forgetful);
        let found = match woven {
            Ok(_) => warnings,
            Err(failure) => failure.into_diagnostics(),
        };
        for one in &found {
            prop_assert!(!one.message.trim().is_empty());
            let place = one.span().map(|span| sources.place(span));
            prop_assert!(place.is_some(), "{} has no place", one.message);
        }
        // Drawing the messages must not fail either.
        let style = reissue::model::diagnostic::Style::Full { colour: false };
        prop_assert!(found.is_empty() || !reissue::model::diagnostic::render(&found, &sources, style).is_empty());
    }
}
