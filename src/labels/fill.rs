//! Messages within templates: `@@figure-caption|number={{ block.figure.number }}@@`.
//!
//! **In:** the text of a template, and how text is written where it lands.
//! **Out:** the text with each message in the language of this thread; what stands behind `name=` is
//! put in as it is, for it is the template's own code.
//! **Guarantees:** what is no message of the program stays as it is.

use crate::labels::Value;
use crate::labels::current;

/// The mark around a message.
const MARK: &str = "@@";

/// Stands for the arguments of a message while its words are escaped; no text holds them.
const ARGUMENTS: [&str; 4] = ["\u{f8f0}", "\u{f8f1}", "\u{f8f2}", "\u{f8f3}"];

/// Returns the template with its messages.
pub fn filled(template: &str, escape: impl Fn(&str) -> String) -> String {
    let labels = current();
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let Some((inside, next)) = after.split_once(MARK) else {
            out.push_str(MARK);
            rest = after;
            continue;
        };
        let mut parts = inside.split('|');
        let id = parts.next().unwrap_or_default();
        if !labels.knows(id) {
            out.push_str(MARK);
            rest = after;
            continue;
        }
        let given: Vec<(&str, &str)> =
            parts.filter_map(|part| part.split_once('=')).collect();
        let arguments: Vec<(&str, Value<'_>)> = given
            .iter()
            .zip(ARGUMENTS)
            .map(|((name, _), mark)| (*name, Value::from(mark)))
            .collect();
        let mut said = escape(&labels.say(id, &arguments));
        for ((_, code), mark) in given.iter().zip(ARGUMENTS) {
            said = said.replace(mark, code);
        }
        out.push_str(&said);
        rest = next;
    }
    out.push_str(rest);
    out
}

/// Returns text as it is written in a string of JavaScript, within a page.
pub fn in_script(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '"' | '\'' | '`' | '$' => out.extend(['\\', letter]),
            '<' => out.push_str("\\x3c"),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Returns text as it is written in content of Typst.
pub fn in_typst(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\#[]*_$@<>~`".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::filled;
    use super::in_script;
    use super::in_typst;
    use crate::labels::Labels;
    use crate::labels::enter;
    use std::sync::Arc;

    #[test]
    fn messages_of_a_template_take_its_own_code() {
        let template = "<p>@@figure-caption|number={{ n }}@@</p> a@@b @@no such@@";
        let plain = |text: &str| text.to_owned();
        assert_eq!(filled(template, plain), "<p>Figure {{ n }}</p> a@@b @@no such@@");
        let welsh = Arc::new(Labels::built_in("cy").unwrap());
        let _within = enter(&welsh);
        assert_eq!(filled("@@figure-caption|number={{ n }}@@", plain), "Ffigur {{ n }}");
    }

    #[test]
    fn words_of_a_script_end_neither_their_string_nor_the_script() {
        assert_eq!(
            in_script("a\nb \"c\" </script> ${d} \\"),
            "a b \\\"c\\\" \\x3c/script> \\${d} \\\\"
        );
    }

    #[test]
    fn words_are_escaped_for_where_they_land_and_code_is_not() {
        let (labels, faults) =
            Labels::with("en", Some("figure-caption = <Fig> { $number }\n"));
        assert_eq!(faults, []);
        let _within = enter(&labels);
        assert_eq!(
            filled("@@figure-caption|number=#number@@", in_typst),
            "\\<Fig\\> #number"
        );
    }
}
