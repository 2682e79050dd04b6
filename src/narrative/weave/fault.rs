//! What Tera says of a template, in the style of our messages and at the author's place.

use crate::narrative::budget::is_ours;
use tera::ErrorKind;

/// Returns the first line of what Tera says, in the style of our messages.
pub(super) fn message_of(error: &tera::Error) -> String {
    let text = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            report.message().to_owned()
        }
        ErrorKind::CircularInclude { include_chain, .. } => {
            format!(
                "the files include one another in a circle: {}",
                include_chain.join(" → ")
            )
        }
        _ => error.to_string(),
    };
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
        .trim_start_matches("error: ")
        .trim_end_matches('.');
    let mut characters = line.chars();
    let first =
        characters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    let said = format!("{first}{}", characters.as_str());
    match error.kind() {
        ErrorKind::RenderingError(_) if is_ours(&said) => said,
        ErrorKind::RenderingError(_) => {
            let said = ["`i64`", "`f64`"]
                .iter()
                .fold(said, |said, kind| said.replace(kind, "a number"));
            let said = said
                .replace("`u8`", "a whole number from 0 to 255")
                .replace("`bool`", "true or false");
            format!(
                "the call failed: {}",
                said.replace("`&str`", "a text").replace("`string`", "a text")
            )
        }
        _ => format!("the template cannot be read: {said}"),
    }
}

/// Reads the place out of an error that Tera has already drawn: ` --> file:1:6`.
pub(super) fn drawn_place(drawn: &str, file: &str) -> Option<(String, usize, usize)> {
    let line = drawn.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
    let (rest, column) = line.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let name = name.trim_matches(['[', ']']);
    let name = if name.is_empty() { file } else { name };
    Some((
        name.to_owned(),
        line.trim().parse().ok()?,
        column.trim_matches(']').parse().ok()?,
    ))
}
