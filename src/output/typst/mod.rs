//! The publication as Typst source, and its PDF through the `typst` program.
//!
//! **In:** a [`Publication`] and the PDF's template.
//! **Out:** files for Typst with a map from their lines to the author's, and the PDF.
//! **Guarantees:** text reaches Typst only inside string literals; a refusal of Typst is
//! reported at the narrative line that caused it.

mod program;
mod source;

pub use program::Program;
pub use program::TESTED;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::Span;
use crate::output::Publication;
use crate::output::template;
use crate::project::Files;
use crate::project::Paper;
use std::collections::BTreeMap;

/// What Typst compiles.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Files by path; the main one is `main.typ`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The author's place behind each line of `main.typ`, from 1.
    pub lines: BTreeMap<usize, Span>,
    /// Seconds since 1970 that stand for the date of publication.
    pub timestamp: i64,
}

/// Writes the source, the figures and the fonts for Typst.
pub fn write(
    publication: &Publication<'_>,
    paper: Paper,
    files: &dyn Files,
) -> Result<Bundle> {
    let look = template(files, "pdf/template.typ")?;
    let (main, lines) = source::main(publication, paper);
    let mut bundle: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    bundle.insert("main.typ".to_owned(), main.into_bytes());
    bundle.insert("template.typ".to_owned(), look.as_bytes().to_vec());
    for (id, drawn) in publication.figures {
        bundle.insert(format!("figures/{id}.svg"), drawn.wide.clone().into_bytes());
    }
    let fonts: [(&str, &[u8]); 4] = [
        ("regular", ttf_noto_sans::REGULAR),
        ("bold", ttf_noto_sans::BOLD),
        ("italic", ttf_noto_sans::ITALIC),
        ("bold-italic", ttf_noto_sans::BOLD_ITALIC),
    ];
    for (name, bytes) in fonts {
        bundle.insert(format!("fonts/noto-sans-{name}.ttf"), bytes.to_vec());
    }
    let timestamp = seconds(&publication.document.meta.date).unwrap_or(0);
    Ok(Bundle { files: bundle, lines, timestamp })
}

/// Returns the seconds from 1970 to the start of a day such as `2025-07-01`.
fn seconds(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || !(1970..=9999).contains(&year)
    {
        return None;
    }
    // Days of the Gregorian calendar, counted in years that begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days =
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * 86_400)
}

/// Turns what Typst wrote to findings at the author's own lines.
fn refusals(text: &str, lines: &BTreeMap<usize, Span>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for line in text.lines() {
        let Some((place, message)) = line.split_once(": error: ") else { continue };
        let mut diagnostic = Diagnostic::error(
            Code::R0603,
            format!("typst refused the document: {message}"),
        );
        let parts: Vec<&str> = place.rsplitn(3, ':').collect();
        if let [_, number, file] = parts.as_slice()
            && file.ends_with("main.typ")
            && let Ok(number) = number.parse::<usize>()
            && let Some((_, span)) = lines.range(..=number).next_back()
        {
            diagnostic = diagnostic.at(span.clone(), "this became the Typst that failed");
        }
        out.push(diagnostic);
    }
    if out.is_empty() {
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("no reason given");
        out.push(Diagnostic::error(Code::R0603, format!("typst failed: {first}")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::refusals;
    use super::seconds;
    use crate::diag::Span;
    use std::collections::BTreeMap;

    #[test]
    fn a_date_becomes_its_seconds() {
        assert_eq!(seconds("1970-01-01"), Some(0));
        assert_eq!(seconds("2025-07-01"), Some(1_751_328_000));
        assert_eq!(seconds("2024-02-29"), Some(1_709_164_800));
        assert_eq!(seconds("July"), None);
    }

    #[test]
    fn a_refusal_is_shown_at_the_line_that_became_the_typst() {
        let lines =
            BTreeMap::from([(3, Span::new("a.md", 5..9)), (8, Span::new("b.md", 0..4))]);
        let found = refusals("main.typ:5:2: error: file not found\n", &lines);
        assert_eq!(found[0].message, "typst refused the document: file not found");
        assert_eq!(&*found[0].span().unwrap().file, "a.md");
    }
}
