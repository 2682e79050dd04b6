//! What a file of messages may ask for: it comes with a project, which a stranger may have written.
//!
//! **In:** the text of a file, or a message. **Out:** where and why it is refused.
//! **Guarantees:** a file that passes is read without deep recursion, and no message that passes
//! prints without end.

use crate::labels::Value;
use fluent_bundle::FluentArgs;
use fluent_bundle::FluentError;
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::resolver::errors::ResolverError;
use std::fmt;
use std::ops::Range;

/// The most bytes of a file.
const LARGEST: usize = 256 * 1024;
/// The most bytes of a message as it is written.
const LONGEST: usize = 4 * 1024;
/// The most bytes of a message as it is printed, beside what it is given.
const PRINTED: usize = 2000;
/// How deep braces and calls may nest.
const DEEPEST: usize = 32;

/// Returns where a file asks for too much, and what; its messages are id, place and whole text.
pub(super) fn excess(
    text: &str,
    messages: &[(&str, usize, &str)],
) -> Option<(Range<usize>, String)> {
    if text.len() > LARGEST {
        return Some((0..1, format!("the file has more than {LARGEST} bytes")));
    }
    let long = messages.iter().find(|(.., whole)| whole.len() > LONGEST);
    if let Some((id, begin, _)) = long {
        let why = format!("message `{id}` has more than {LONGEST} bytes");
        return Some((*begin..begin + id.len(), why));
    }
    let (mut depth, mut before) = (0_usize, ' ');
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            // `NAME(` calls a function; other brackets are words.
            '(' if before.is_ascii_uppercase() => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let why = format!("braces nest more than {DEEPEST} levels deep");
            return Some((at..at + 1, why));
        }
        before = letter;
    }
    None
}

/// Text up to a limit.
struct Short(usize);

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        if self.0 > PRINTED { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Returns why a message of these arguments cannot be printed; forms for some numbers may differ.
pub(super) fn unprintable(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    arguments: &[String],
) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let numbers = (0..=12).map(Value::from);
    std::iter::once(Value::from("x")).chain(numbers).find_map(|value| {
        let given: FluentArgs<'_> =
            arguments.iter().map(|name| (name.clone(), value.clone())).collect();
        let mut errors = Vec::new();
        let printed =
            bundle.write_pattern(&mut Short(0), pattern, Some(&given), &mut errors);
        let failed =
            printed.is_err().then(|| format!("prints more than {PRINTED} bytes"));
        errors.iter().find_map(why).or(failed)
    })
}

fn why(error: &FluentError) -> Option<String> {
    let FluentError::ResolverError(error) = error else { return None };
    match error {
        ResolverError::Cyclic => Some("refers to itself".to_owned()),
        ResolverError::TooManyPlaceables => Some("refers to too many others".to_owned()),
        ResolverError::Reference(reference) => match reference {
            // What a message is given is held to English.
            ReferenceKind::Variable { .. } => None,
            ReferenceKind::Message { id, .. } => {
                Some(format!("refers to `{id}`, which is not there"))
            }
            ReferenceKind::Term { id, .. } => {
                Some(format!("refers to `-{id}`, which is not there"))
            }
            ReferenceKind::Function { id } => {
                Some(format!("calls `{id}`, which is not there"))
            }
        },
        ResolverError::NoValue(id) => {
            Some(format!("refers to `{id}`, which has no words"))
        }
        ResolverError::MissingDefault => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::labels::Fault;
    use crate::labels::Labels;

    fn faults(text: &str) -> Vec<String> {
        let said = |fault: Fault| match fault {
            Fault::Syntax(_, why) => why,
            Fault::Broken(_, id, why) => format!("{id}: {why}"),
            other => format!("{other:?}"),
        };
        Labels::with("en", Some(text)).1.into_iter().map(said).collect()
    }

    #[test]
    fn files_that_ask_for_very_much_are_refused_before_they_are_read() {
        let nests = "braces nest more than 32 levels deep";
        let deep = |open: &str, close: &str| {
            format!("figure = {}1{}\n", open.repeat(50_000), close.repeat(50_000))
        };
        // Kept short enough to reach the limit that is meant.
        let short = |open: &str, close: &str| {
            format!("figure = {}1{}\n", open.repeat(500), close.repeat(500))
        };
        assert_eq!(faults(&short("{", "}")), [nests]);
        assert_eq!(faults(&format!("figure = {{ {}1 }}\n", "A(".repeat(500))), [nests]);
        assert!(faults(&deep("{", "}"))[0].ends_with("has more than 4096 bytes"));
        assert_eq!(
            faults(&"figure = x\n".repeat(30_000)),
            ["the file has more than 262144 bytes"]
        );
    }

    #[test]
    fn a_message_that_cannot_be_printed_is_named_with_the_reason() {
        for (text, said) in [
            ("figure = { figure }\n", "figure: refers to itself"),
            ("figure = { nope }\n", "figure: refers to `nope`, which is not there"),
            ("figure = { -nope }\n", "figure: refers to `-nope`, which is not there"),
            ("figure = { NOPE() }\n", "figure: calls `NOPE`, which is not there"),
        ] {
            assert!(faults(text).iter().any(|one| one == said), "{:?}", faults(text));
        }
        let long =
            format!("-t = {}\nfigure = {}\n", "a".repeat(1000), "{ -t }".repeat(90));
        assert!(
            faults(&long).contains(&"figure: prints more than 2000 bytes".to_owned())
        );
        // The form of a single month is looked at as well.
        let month = "month = { $month ->\n    [3] { nope }\n   *[other] x\n }\n";
        assert!(
            faults(month)
                .contains(&"month: refers to `nope`, which is not there".to_owned())
        );
        assert_eq!(faults("figure = Chart {\"{\"}\n"), Vec::<String>::new());
    }
}
