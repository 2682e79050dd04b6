//! Citations and the list of references, formatted by `hayagriva` in the Harvard style.

use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::document::Inline;
use crate::model::document::Reference;
use crate::model::key::Key;
use crate::project::ChapterFile;
use crate::project::is_safe;
use hayagriva::BibliographyDriver;
use hayagriva::BibliographyRequest;
use hayagriva::CitationItem;
use hayagriva::CitationRequest;
use hayagriva::CitePurpose;
use hayagriva::ElemChild;
use hayagriva::ElemChildren;
use hayagriva::Library;
use hayagriva::LocatorPayload;
use hayagriva::SpecificLocator;
use hayagriva::archive::ArchivedStyle;
use hayagriva::archive::LOCALES;
use hayagriva::citationberg::Locale;
use hayagriva::citationberg::Style;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::io::BibLaTeXError;
use serde::Deserialize;
use serde::Serialize;
use std::sync::LazyLock;

/// The archive's style takes a while to decode: once a run, and early. It names no language,
/// so that words it does not bring itself are looked up in one locale; to decode all sixty of
/// the archive would be a fourteenth of a cold build.
static STYLE: LazyLock<(Style, Vec<Locale>)> = LazyLock::new(|| {
    let english = LOCALES.iter().filter(|locale| locale.get(12..17) == Some(b"en-US"));
    let english = english.filter_map(|locale| ciborium::from_reader(*locale).ok());
    (ArchivedStyle::HarvardCiteThemRight.get(), english.collect())
});

/// Begins to decode style and locales beside whatever else is done, unless citations of the
/// same bibliography were formatted before: they are most likely to be found again.
pub(super) fn prepare(file: &ChapterFile, memo: &dyn Memo) {
    if memo.find(&before(&file.text)).is_none() {
        rayon::spawn(|| {
            LazyLock::force(&STYLE);
        });
    }
}

/// The key that says whether anything of a bibliography was ever formatted.
fn before(bibliography: &str) -> Key {
    Key::new("citations").content("bibliography", bibliography.as_bytes()).part("before")
}

/// Citations in the order called, and the works they cite.
pub(super) type Cited = (Vec<String>, Vec<Reference>);

/// Returns the citations of an earlier run, if they were the same, or formats them.
pub(super) fn cited(
    bibliography: &str,
    library: &Library,
    calls: &[Call],
    memo: &dyn Memo,
) -> Result<Cited> {
    let key = Key::new("citations")
        .content("bibliography", bibliography.as_bytes())
        .content("calls", format!("{calls:?}").as_bytes());
    let Json(cited) = memo::through(memo, &key, || {
        memo.keep(&before(bibliography), Vec::new());
        Ok(Json(format(library, calls)))
    })?;
    Ok(cited)
}

/// A citation as it was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Call {
    pub keys: Vec<String>,
    pub prose: bool,
    pub page: Option<String>,
}

/// Reads the bibliography.
pub(super) fn library(
    file: &ChapterFile,
) -> std::result::Result<Library, Vec<Diagnostic>> {
    let name = file.path.as_str();
    let bibtex =
        name.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("bib"));
    if bibtex {
        return hayagriva::io::from_biblatex_str(&file.text).map_err(|errors| {
            let fault = |error: BibLaTeXError| {
                let (why, at) = match error {
                    BibLaTeXError::Parse(error) => (error.kind.to_string(), error.span),
                    BibLaTeXError::Type(error) => (error.kind.to_string(), error.span),
                };
                let at = Span::new(name, at.start..at.end.max(at.start + 1));
                unreadable(&why).at(at, "")
            };
            errors.into_iter().map(fault).collect()
        });
    }
    hayagriva::io::from_yaml_str(&file.text).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let text = error.to_string();
        // Neither the line, which is shown, nor the list of all words there are.
        let text = text.split(" at line ").next().unwrap_or_default();
        let text = text.split(", expected one of ").next().unwrap_or_default();
        let rest = file.text.get(at..).unwrap_or_default();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        vec![unreadable(text).at(Span::new(name, at..at + length), "")]
    })
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::error(Code::R0509, format!("the bibliography cannot be read: {why}"))
}

fn format(library: &Library, calls: &[Call]) -> Cited {
    if calls.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (Style::Independent(style), locales) = &*STYLE else {
        return (Vec::new(), Vec::new());
    };
    let mut driver = BibliographyDriver::new();
    for call in calls {
        let items = call
            .keys
            .iter()
            .filter_map(|key| library.get(key))
            .map(|entry| {
                let locator = call.page.as_deref().map(|page| {
                    SpecificLocator(Locator::Page, LocatorPayload::Str(page))
                });
                let item = CitationItem::with_locator(entry, locator);
                if call.prose { item.kind(CitePurpose::Prose) } else { item }
            })
            .collect();
        driver.citation(CitationRequest::from_items(items, style, locales));
    }
    let request = BibliographyRequest { style, locale: None, locale_files: locales };
    let rendered = driver.finish(request);
    let texts = rendered
        .citations
        .iter()
        .map(|citation| crate::model::document::plain(&nodes(&citation.citation)))
        .collect();
    let references = rendered
        .bibliography
        .map(|bibliography| {
            bibliography
                .items
                .iter()
                .map(|item| Reference {
                    key: item.key.clone(),
                    content: nodes(&item.content),
                })
                .collect()
        })
        .unwrap_or_default();
    (texts, references)
}

fn nodes(children: &ElemChildren) -> Vec<Inline> {
    let mut out = Vec::new();
    for child in &children.0 {
        node(child, &mut out);
    }
    out
}

fn node(child: &ElemChild, out: &mut Vec<Inline>) {
    match child {
        ElemChild::Text(text) => {
            let italic =
                text.formatting.font_style == hayagriva::citationberg::FontStyle::Italic;
            let plain = Inline::text(text.text.clone());
            if italic {
                out.push(Inline::Emph { content: vec![plain] });
            } else if let (Some(Inline::Text { text: last }), Inline::Text { text }) =
                (out.last_mut(), &plain)
            {
                last.push_str(text);
            } else {
                out.push(plain);
            }
        }
        ElemChild::Elem(elem) => {
            for child in &elem.children.0 {
                node(child, out);
            }
        }
        ElemChild::Link { text, url } if is_safe(url) => out.push(Inline::Link {
            url: url.clone(),
            content: vec![Inline::text(text.text.clone())],
        }),
        ElemChild::Link { text, .. } => out.push(Inline::text(text.text.clone())),
        ElemChild::Markup(text) => out.push(Inline::text(text.clone())),
        ElemChild::Transparent { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::STYLE;
    use hayagriva::archive::locales;
    use hayagriva::citationberg::LocaleCode;
    use hayagriva::citationberg::Style;

    #[test]
    fn the_one_locale_is_what_the_style_looks_words_up_in() {
        let (Style::Independent(style), decoded) = &*STYLE else {
            panic!("the style rests on another")
        };
        assert_eq!(style.default_locale, None);
        let mut all = locales();
        all.retain(|locale| locale.lang == Some(LocaleCode::en_us()));
        assert_eq!(*decoded, all);
        assert_eq!(decoded.len(), 1);
    }
}
