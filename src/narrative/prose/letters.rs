//! Words with letters of two alphabets, which a reader takes for others than they are.
//!
//! **In:** a passage, in any language. **Out:** a fault for the first of each such words.

use crate::model::diagnostic::Code;
use crate::model::unreadable::lookalike;
use crate::narrative::prose::Fault;
use crate::narrative::prose::passage::Passage;

/// Reports words that mix alphabets.
pub(super) fn read(passage: &Passage, out: &mut Vec<Fault>) {
    let text = passage.text.as_str();
    if text.is_ascii() {
        return;
    }
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let own = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if let Some(letter) = lookalike(own) {
            out.push(Fault::wrong(
                Code::R0662,
                start..start + own.len(),
                format!("`{own}` has a letter of another alphabet: `{letter}` (U+{:04X})", u32::from(letter)),
                "write the word in one alphabet: it reads as another than it is, and is held to nothing".to_owned(),
            ));
        }
        start += word.len();
    }
}
