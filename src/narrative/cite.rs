//! Citations and the list of references, formatted by `hayagriva` in the style and the language
//! of the report.
//!
//! **In:** works, and calls of `cite()` in reading order. **Out:** the text of each call, and the
//! works as the list prints them. **Guarantees:** letters behind years follow the list.

use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::diagnostic::Result;
use crate::model::document::Reference;
use crate::model::document::plain;
use crate::model::key::Key;
use crate::narrative::set::each_text;
use crate::narrative::set::nodes;
use crate::narrative::set::push;
use crate::narrative::set::raised;
use crate::narrative::style;
use crate::narrative::style::Setting;
use crate::narrative::works;
use crate::narrative::works_mends::dated;
use crate::narrative::works_mends::edited;
use crate::narrative::works_mends::lacking;
use crate::narrative::works_mends::name;
use crate::project::ChapterFile;
use crate::project::Project;
use crate::say;
use hayagriva::BibliographyDriver;
use hayagriva::BibliographyRequest;
use hayagriva::CitationItem;
use hayagriva::CitationRequest;
use hayagriva::CitePurpose;
use hayagriva::Library;
use hayagriva::LocatorPayload;
use hayagriva::SpecificLocator;
use hayagriva::citationberg::CitationFormat;
use hayagriva::citationberg::StyleCategory;
use hayagriva::citationberg::taxonomy::Locator;
use regex::Regex;
use serde::Deserialize;
use serde::Serialize;
use std::sync::LazyLock;

/// Numbers that say where in a work: "chapter 3", "Tables 2 and 3".
static PARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:chapters?|chs?\.?|sections?|secs?\.?|tables?|figures?|figs?\.?|pages?|pp?\.?|paragraphs?|paras?\.?|appendix|annex|parts?|volumes?|vols?\.?|notes?|numbers?|nos?\.?|lines?|columns?|cols?\.?|articles?|arts?\.?|clauses?|recommendations?|principles?)\s*[0-9][0-9.]*(?:\s*(?:[-–,]|and|to)\s*[0-9][0-9.]*)*",
    )
    .ok()
});

/// Begins to decode the style beside whatever else is done, unless citations of the
/// same bibliography were formatted before: they are most likely to be found again.
pub(super) fn prepare(project: &Project, file: &ChapterFile, memo: &dyn Memo) {
    if memo::find::<Vec<u8>>(memo, &before(&file.text)).is_none() {
        if project.style.is_none() {
            style::prepare();
        }
        works::prepare();
    }
}

/// The key that says whether anything of a bibliography was ever formatted.
fn before(bibliography: &str) -> Key {
    Key::new("citations").content("bibliography", bibliography.as_bytes()).part("before")
}

/// Citations in the order called, each with whether it is raised, and the works they cite.
pub(super) type Cited = (Vec<(String, bool)>, Vec<Reference>);

/// Returns the citations of an earlier run, if they were the same, or formats them.
pub(super) fn cited(
    project: &Project,
    bibliography: &str,
    library: &Library,
    calls: &[Call],
    memo: &dyn Memo,
) -> Result<Cited> {
    let own = project.style.as_ref().map_or("", |file| &*file.text);
    // Each text is a step of its own.
    let step = match (&project.document, project.translation) {
        (Some(document), _) => format!("citations documents/{}", document.decl.id),
        (None, Some(_)) => format!("citations {}", project.report.language.as_str()),
        (None, None) => "citations".to_owned(),
    };
    let key = Key::new(step)
        .content("bibliography", bibliography.as_bytes())
        .field("language", project.report.language.as_str())
        .field("style", &project.report.style)
        .content("own style", own.as_bytes())
        .content("calls", format!("{calls:?}").as_bytes());
    let Json(cited) = memo::through(memo, &key, || {
        let setting = style::setting(project)?;
        memo::keep(memo, &before(bibliography), &Vec::new());
        Ok(Json(setting.cited(library, calls)))
    })?;
    Ok(cited)
}

/// A citation as it was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Call {
    pub keys: Vec<String>,
    pub prose: bool,
    pub page: Option<String>,
    /// Words before the works, as "see for example".
    pub prefix: Option<String>,
    /// Words after them.
    pub suffix: Option<String>,
}

impl Call {
    /// Returns what the author adds to the works, for comparison.
    pub(super) fn added(&self) -> String {
        let parts = [("<", &self.prefix), (">", &self.suffix), ("p", &self.page)];
        let given = parts.iter().filter_map(|(mark, text)| Some((mark, text.as_ref()?)));
        given.map(|(mark, text)| format!("|{mark}{text}")).collect()
    }

    /// Returns a number among the words around the works that does not say where in a work.
    pub(super) fn number(&self) -> Option<String> {
        [&self.prefix, &self.suffix].into_iter().flatten().find_map(|words| {
            let parts = PARTS.as_ref()?;
            let rest = parts.replace_all(words, "");
            let start = rest.find(|c: char| c.is_numeric())?;
            let rest = rest.get(start..)?;
            let inner = |c: char| c.is_numeric() || ".,%".contains(c);
            let end = rest.find(|c: char| !inner(c)).unwrap_or(rest.len());
            rest.get(..end).map(|digits| digits.trim_end_matches(['.', ',']).to_owned())
        })
    }
}

/// Returns a citation with the words around its works, within the brackets where it has them.
fn framed(text: &str, call: &Call) -> String {
    let pairs = [('(', ')'), ('[', ']')];
    let inner = pairs.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        // "(Smith, 2020) and (Jones, 2021)" has no brackets around it.
        (!inner.contains(*open) && !inner.contains(*close))
            .then_some((*open, inner, *close))
    });
    let prefix = call.prefix.as_deref().map(|words| format!("{} ", words.trim()));
    let suffix = call.suffix.as_deref().map(str::trim).map(|words| {
        let joined = words.starts_with(|c: char| c.is_ascii_punctuation() && c != '(');
        if joined { words.to_owned() } else { format!(" {words}") }
    });
    let (prefix, suffix) = (prefix.unwrap_or_default(), suffix.unwrap_or_default());
    match inner {
        Some((open, inner, close)) => format!("{open}{prefix}{inner}{suffix}{close}"),
        None => format!("{prefix}{text}{suffix}"),
    }
}

impl Setting {
    fn cited(&self, library: &Library, calls: &[Call]) -> Cited {
        if calls.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let (mut texts, mut references) = self.format(library, calls, &[]);
        let printed = references.iter().map(|one| (&*one.key, plain(&one.content)));
        let edited = edited(library, printed);
        let library = edited.as_ref().unwrap_or(library);
        if edited.is_some() {
            (texts, references) = self.format(library, calls, &[]);
        }
        if self.style.citation.disambiguate_add_year_suffix {
            // Letters behind years go to works as they are cited; a reader of the list expects a
            // before b.
            let keys: Vec<String> =
                references.iter().map(|one| one.key.clone()).collect();
            (texts, references) = self.format(library, calls, &keys);
            let place = |key: &str| keys.iter().position(|known| known == key);
            references.sort_by_key(|one| place(&one.key));
        }
        for ((text, raised), call) in texts.iter_mut().zip(calls) {
            let framed = framed(text, &self.placed(text, call));
            *raised &= framed == *text;
            *text = framed;
        }
        (texts, references)
    }

    /// Formats calls as if the works `first` had been cited before, in this order.
    fn format(&self, library: &Library, calls: &[Call], first: &[String]) -> Cited {
        let mut driver = BibliographyDriver::new();
        let numbers = self.numbers();
        let all =
            (!first.is_empty()).then(|| Call { keys: first.to_vec(), ..Call::default() });
        for call in all.iter().chain(calls) {
            let entries = call.keys.iter().filter_map(|key| library.get(key));
            let items = entries.map(|entry| {
                let locator = call.page.as_deref().map(|page| {
                    SpecificLocator(Locator::Page, LocatorPayload::Str(page))
                });
                let item = CitationItem::with_locator(entry, locator);
                if call.prose && !numbers { item.kind(CitePurpose::Prose) } else { item }
            });
            let mut request =
                CitationRequest::from_items(items.collect(), &self.style, &self.locales);
            request.locale = Some(self.code.clone());
            driver.citation(request);
        }
        let rendered = driver.finish(BibliographyRequest {
            style: &self.style,
            locale: Some(self.code.clone()),
            locale_files: &self.locales,
        });
        let citations = rendered.citations.iter().skip(usize::from(all.is_some()));
        let texts = citations.zip(calls).map(|(citation, call)| {
            let works = call.keys.iter().filter_map(|key| library.get(key));
            let text = dated(plain(&nodes(&citation.citation)), works);
            let above = citation.citation.0.iter().all(raised);
            // A sentence names the work also where the style does not.
            let work = call.keys.first().and_then(|key| library.get(key));
            match work.filter(|_| call.prose && !text.starts_with(char::is_alphabetic)) {
                Some(work) => (format!("{} {text}", name(work)), false),
                None => (text, above),
            }
        });
        let items = rendered.bibliography.map(|list| list.items).unwrap_or_default();
        let reference = |item: hayagriva::BibliographyItem| {
            let mut content = nodes(&item.content);
            if let Some(work) = library.get(&item.key) {
                each_text(&mut content, &|text| {
                    *text = dated(std::mem::take(text), std::iter::once(work));
                });
                for more in lacking(work, &plain(&content)) {
                    let ended = |text: &str| text.trim_end().ends_with(['.', '?', '!']);
                    let before = if ended(&plain(&content)) { " " } else { ". " };
                    let after = if ended(&more) { "" } else { "." };
                    push(&mut content, format!("{before}{more}{after}"));
                }
            }
            Reference { content, key: item.key }
        };
        (texts.collect(), items.into_iter().map(reference).collect())
    }

    /// Returns a call with the page that a style leaves out among the words behind its works.
    fn placed(&self, text: &str, call: &Call) -> Call {
        let mut call = call.clone();
        let Some(page) = call.page.as_deref().map(str::trim) else { return call };
        let mut parts = page.split(|c: char| !c.is_alphanumeric());
        let first = parts.next().unwrap_or_default();
        // A citation that is a number alone has no letters.
        let lettered = !self.numbers() || text.contains(char::is_alphabetic);
        if !(lettered && text.contains(first)) {
            let several = parts.any(|part| !part.is_empty());
            let short = if several { say!("pages-short") } else { say!("page-short") };
            let more = call.suffix.as_deref().map(|words| {
                let joined = words.trim_start().starts_with([',', '.', ';', ':']);
                if joined {
                    words.trim().to_owned()
                } else {
                    format!(" {}", words.trim())
                }
            });
            call.suffix = Some(format!(", {short} {page}{}", more.unwrap_or_default()));
        }
        call
    }

    /// Returns whether citations are numbers, which lead to the list.
    fn numbers(&self) -> bool {
        self.style.info.category.iter().any(|category| {
            matches!(
                category,
                StyleCategory::CitationFormat {
                    format: CitationFormat::Numeric | CitationFormat::Label
                }
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Call;
    use super::framed;

    #[test]
    fn words_around_a_citation_stand_within_its_brackets() {
        let call = |prefix: Option<&str>, suffix: Option<&str>| Call {
            prefix: prefix.map(str::to_owned),
            suffix: suffix.map(str::to_owned),
            ..Call::default()
        };
        let see = call(Some("see for example"), Some(", our emphasis"));
        for (text, expected) in [
            ("(Smith, 2020)", "(see for example Smith, 2020, our emphasis)"),
            ("[1]", "[see for example 1, our emphasis]"),
            ("[1], [2]", "see for example [1], [2], our emphasis"),
        ] {
            assert_eq!(framed(text, &see), expected);
        }
        assert_eq!(
            framed("Smith (2020)", &call(None, Some("and others"))),
            "Smith (2020) and others"
        );
    }

    #[test]
    fn numbers_around_a_citation_say_where_in_a_work() {
        let number =
            |words: &str| Call { suffix: Some(words.into()), ..Call::default() }.number();
        for fine in [
            ", chapter 3",
            ", Tables 2 and 3",
            ", paras 4.1 to 4.3",
            ", our emphasis",
            ", p. 12",
        ] {
            assert_eq!(number(fine), None, "{fine}");
        }
        assert_eq!(number(", which found a rise of 45%."), Some("45%".to_owned()));
        assert_eq!(number(", part 2, where 7,000 answered"), Some("7,000".to_owned()));
    }
}
