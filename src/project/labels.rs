//! The words of outputs in the project's language, and what is wrong with the project's own file of them.
//!
//! **In:** `templates/labels/LANGUAGE.ftl`, where the project has it.
//! **Out:** the [`Labels`], and findings at the place in that file, or at `language:`.

use crate::labels::Fault;
use crate::labels::Labels;
use crate::labels::english;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::unreadable::refused;
use crate::model::unreadable::unreadable;
use crate::project::Files;
use crate::project::ProjectPath;
use std::sync::Arc;

/// Messages that are named in a finding; the rest is counted.
const NAMED: usize = 6;

/// Returns the path of a project's file for a language.
pub fn path(language: &str) -> String {
    let tag = language.split('-').next().unwrap_or_default().to_lowercase();
    format!("templates/labels/{tag}.ftl")
}

/// Returns the words that outputs print in a language; what is wrong with them, a build reports.
pub fn spoken(files: &dyn Files, language: &str) -> Arc<Labels> {
    let path = ProjectPath::new(&path(language)).ok();
    let path = path.filter(|path| files.found(path));
    let own = path.and_then(|path| files.text(&path).ok());
    Labels::with(language, own.as_deref()).0
}

/// Returns the words of a language; `own` is the text of the project's file of them.
pub(super) fn labels(
    language: &str,
    own: Option<&str>,
    place: &Span,
) -> (Arc<Labels>, Vec<Diagnostic>) {
    let (labels, faults) = Labels::with(language, own);
    let file = path(language);
    let letters = own.unwrap_or_default().char_indices();
    let strange =
        letters.filter(|(_, letter)| unreadable(*letter)).map(|(at, letter)| {
            refused(letter, Span::new(file.clone(), at..at + letter.len_utf8()))
        });
    let ids = english().ids();
    let found = faults.into_iter().map(|fault| match fault {
        Fault::Syntax(range, why) => {
            Diagnostic::error(Code::R0523, format!("the words cannot be read: {why}"))
                .at(Span::new(file.clone(), range), "")
                .help("a message is `id = words`; lines that go on are indented")
        }
        Fault::Unknown(range, id) => {
            Diagnostic::error(Code::R0524, format!("there is no message `{id}`"))
                .at(Span::new(file.clone(), range), "")
                .help(did_you_mean(&id, ids.iter().map(String::as_str), "messages"))
        }
        Fault::Argument(range, id, name) => {
            let message = format!("message `{id}` is not given `${name}`");
            Diagnostic::error(Code::R0525, message)
                .at(Span::new(file.clone(), range), "")
                .help(match english().arguments(&id).as_slice() {
                    [] => "it is given nothing: write words alone".to_owned(),
                    names => format!("it is given `${}`", names.join("`, `$")),
                })
        }
        Fault::Broken(range, id, why) => {
            let message = format!("message `{id}` cannot be printed: it {why}");
            Diagnostic::error(Code::R0523, message).at(Span::new(file.clone(), range), "")
        }
        Fault::Missing(ids) => missing(language, &file, own.is_some(), &ids, place),
    });
    (labels, strange.chain(found).collect())
}

fn missing(
    language: &str,
    file: &str,
    own: bool,
    ids: &[String],
    place: &Span,
) -> Diagnostic {
    let mut named =
        ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    if ids.len() > NAMED {
        named.push_str(&format!(" and {} more", ids.len() - NAMED));
    }
    let fault =
        |message: String| Diagnostic::warning(Code::R0522, message).at(place.clone(), "");
    if own {
        return fault(format!("`{file}` has no {named}")).help(
            "they print in English: copy them from `reissue templates --copy labels/en.ftl` and translate them",
        );
    }
    fault(format!("there are no words for the language `{language}`")).help(format!(
        "\"Figure\", \"Table\", \"Source\", \"Contents\" and dates will be in English: copy the words of English with `reissue templates --copy labels/en.ftl`, translate them, and save them as `{file}`"
    ))
}
