//! How citations are set: a style of the Citation Style Language and the language of the report.
//!
//! **In:** `style:` and `language:` of the report. **Out:** the decoded style with its locales, or
//! why there is none. **Guarantees:** a style from a stranger's project cannot loop or nest without
//! end; styles of notes are refused, since citations are set in the text.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::narrative::style_limits::excess;
use crate::narrative::style_mends::mended;
use crate::project::Project;
use hayagriva::archive::ArchivedStyle;
use hayagriva::archive::LOCALES;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::InfoLinkRel;
use hayagriva::citationberg::Locale;
use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::Style;
use hayagriva::citationberg::StyleClass;
use std::sync::LazyLock;

/// The deepest that elements of a style may nest.
const DEEPEST: usize = 64;
/// The largest file of a style, in bytes: the largest of the archive has a tenth of it.
const LARGEST: usize = 2 << 20;

/// The style of reports that name none takes a while to decode: once a run, and early.
static USUAL: LazyLock<Style> =
    LazyLock::new(|| ArchivedStyle::HarvardCiteThemRight.get());

/// Begins to decode the style that most reports take.
pub(super) fn prepare() {
    rayon::spawn(|| {
        LazyLock::force(&USUAL);
    });
}

/// How citations are set.
pub(super) struct Setting {
    pub style: IndependentStyle,
    pub locales: Vec<Locale>,
    pub code: LocaleCode,
}

/// Returns how the citations of a project are set.
pub(super) fn setting(project: &Project) -> Result<Setting> {
    let place = || project.report_yaml.place(&["style"]);
    let style = match &project.style {
        Some(file) => own(file.path.as_str(), &file.text)?,
        None => {
            archived(&project.report.style).map_err(|fault| (*fault).at(place(), ""))?
        }
    };
    let name = &project.report.style;
    let refused = if style.settings.class == StyleClass::Note {
        "puts citations in notes"
    } else if style.bibliography.is_none() {
        "lists no references"
    } else {
        let language = project.report.language.as_str();
        let code = style.default_locale.clone().unwrap_or_else(|| locale(language));
        return Ok(Setting { locales: locales(&code), style: mended(style), code });
    };
    Err(Failure::from(
        Diagnostic::error(Code::R0620, format!("the style `{name}` {refused}"))
            .at(place(), "")
            .help(
                "citations are set in the text and lead to the list of references: take a style \
                 of authors and years, such as `harvard-cite-them-right`, or of numbers, such as \
                 `vancouver`",
            ),
    ))
}

/// Returns the names of the styles that citations can be set in.
fn names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| style.names()).copied()
}

/// Returns a style of the archive by its name, or by the address that dependent styles give.
fn archived(name: &str) -> std::result::Result<IndependentStyle, Box<Diagnostic>> {
    let simple = name.trim().to_lowercase().replace([' ', '_'], "-");
    // Zotero's names are the ends of the addresses.
    let named =
        |style: &&ArchivedStyle| style.csl_id().rsplit('/').next() == Some(&*simple);
    let style = ArchivedStyle::by_name(&simple)
        .or_else(|| ArchivedStyle::by_id(name.trim()))
        .or_else(|| ArchivedStyle::all().iter().find(named).copied());
    let decoded = style.map(|style| match style {
        ArchivedStyle::HarvardCiteThemRight => USUAL.clone(),
        style => style.get(),
    });
    if let Some(Style::Independent(style)) = decoded {
        return Ok(style);
    }
    let help = did_you_mean(&simple, names(), "styles");
    let fault = Diagnostic::error(Code::R0620, format!("unknown style `{name}`"))
        .help(format!("{help}; or a file of the project ending in `.csl`"));
    Err(Box::new(fault))
}

/// Reads a style that the project brings.
fn own(path: &str, text: &str) -> Result<IndependentStyle> {
    let at = |range: std::ops::Range<usize>| Span::new(path, range);
    let first = text.find('<').unwrap_or(0);
    let fault = |why: String| {
        Failure::from(
            Diagnostic::error(Code::R0620, format!("the style cannot be read: {why}"))
                .at(at(first..(first + 1).min(text.len())), ""),
        )
    };
    if text.len() > LARGEST {
        return Err(fault("it has more than 2 MiB".to_owned()));
    }
    if let Some(place) = too_deep(text) {
        return Err(Failure::from(
            Diagnostic::error(
                Code::R0620,
                format!("the style nests more than {DEEPEST} elements"),
            )
            .at(at(place..place + 1), ""),
        ));
    }
    let style = Style::from_xml(text).map_err(|error| fault(error.to_string()))?;
    let style = match style {
        Style::Independent(style) => style,
        Style::Dependent(style) => {
            let parent = style.info.link.iter();
            let mut parent =
                parent.filter(|link| link.rel == InfoLinkRel::IndependentParent);
            let address =
                parent.next().map(|link| link.href.as_str()).unwrap_or_default();
            let mut parent = archived(address).map_err(|_| {
                fault(format!(
                    "it follows `{address}`, which is not among the styles of the program; \
                     take the file of that style"
                ))
            })?;
            parent.default_locale = style.default_locale.or(parent.default_locale);
            parent
        }
    };
    match excess(&style) {
        Some(why) => Err(fault(why)),
        None => Ok(style),
    }
}

/// Returns where elements nest too deeply.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let closed = rest.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with(['!', '?']) && !closed {
            depth += 1;
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// Returns the locale of a language in the archive, as the style names it: the report's own, else
/// one of the same language, British for English.
fn locale(language: &str) -> LocaleCode {
    let base = language.split('-').next().unwrap_or(language);
    let british = if base == "en" { "en-GB" } else { base };
    let of = |code: &str| LOCALES.iter().any(|file| is_of(file, code));
    let exact =
        [language, british].into_iter().find(|code| code.contains('-') && of(code));
    let code = exact.map(str::to_owned).or_else(|| {
        let starts =
            |file: &&&[u8]| file.get(12..12 + base.len()) == Some(base.as_bytes());
        let file = LOCALES.iter().find(starts)?;
        let text = String::from_utf8_lossy(file.get(12..17)?).into_owned();
        let regional = text.as_bytes().get(base.len()) == Some(&b'-');
        Some(if regional { text } else { base.to_owned() })
    });
    LocaleCode(code.unwrap_or_else(|| "en-GB".to_owned()))
}

/// Returns whether a file of the archive is the locale of a code.
fn is_of(file: &[u8], code: &str) -> bool {
    file.get(12..12 + code.len()) == Some(code.as_bytes())
}

/// Decodes the locales that words are looked up in: to decode all sixty of the archive would
/// be a fourteenth of a cold build.
fn locales(code: &LocaleCode) -> Vec<Locale> {
    let wanted = |file: &&&[u8]| is_of(file, &code.0) || is_of(file, "en-US");
    let decoded = LOCALES.iter().filter(wanted);
    decoded.filter_map(|file| ciborium::from_reader(*file).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::archived;
    use super::excess;
    use super::locale;
    use super::locales;
    use super::names;
    use super::own;

    const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>House</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info>"#;
    const TAIL: &str = r#"<citation><layout><text macro="a"/></layout></citation>
<bibliography><layout><text macro="a"/></layout></bibliography></style>"#;

    #[test]
    fn words_are_looked_up_in_the_language_of_the_report() {
        for (language, expected) in [
            ("en-GB", "en-GB"),
            ("en", "en-GB"),
            ("en-US", "en-US"),
            ("cy", "cy-GB"),
            ("de-AT", "de-AT"),
            ("gd", "en-GB"),
        ] {
            let code = locale(language);
            assert_eq!(code.0, expected);
            let all = hayagriva::archive::locales();
            let own = all.iter().filter(|file| file.lang.as_ref() == Some(&code)).count();
            assert_eq!(own, 1, "{language}");
            assert!(locales(&code).iter().any(|file| file.lang.as_ref() == Some(&code)));
        }
    }

    #[test]
    fn every_style_of_the_archive_is_found_by_its_name_and_asks_for_little() {
        let mut count = 0;
        for name in names() {
            let style = archived(name).expect(name);
            assert_eq!(excess(&style), None, "{name}");
            count += 1;
        }
        assert!(count > 80, "{count}");
    }

    #[test]
    fn a_style_that_calls_itself_is_refused() {
        let macros = r#"<macro name="a"><group><text macro="b"/></group></macro>
<macro name="b"><choose><if type="book"><text macro="a"/></if></choose></macro>"#;
        let failure = own("house.csl", &format!("{HEAD}{macros}{TAIL}")).unwrap_err();
        let text = format!("{failure:?}");
        assert!(text.contains("the macro `a` calls itself"), "{text}");
        let deep = "<group>".repeat(500);
        let failure = own("house.csl", &format!("{HEAD}<macro name=\"a\">{deep}"));
        assert!(format!("{:?}", failure.unwrap_err()).contains("nests more than 64"));
        // Twice as much with each macro, a chain of macros, and texts of a megabyte.
        let title = r#"<macro name="m0"><text variable="title"/></macro>"#;
        let said = |count: usize, calls: usize, layers: usize| {
            let (open, close) = ("<group>".repeat(layers), "</group>".repeat(layers));
            let one = |at: usize| {
                let call = format!("<text macro=\"m{}\"/>", at - 1).repeat(calls);
                format!("<macro name=\"m{at}\">{open}{call}{close}</macro>")
            };
            let macros: String = (1..=count).map(one).collect();
            let first = format!("<macro name=\"a\"><text macro=\"m{count}\"/></macro>");
            own("house.csl", &format!("{HEAD}{title}{macros}{first}{TAIL}"))
                .err()
                .map(|failure| failure.into_diagnostics()[0].message.clone())
        };
        let much = "the style cannot be read: its macros come to more than 50000 elements, or nest more than 250 deep";
        for (count, calls, layers, wanted) in [
            (40, 2, 0, Some(much)),
            (60, 1, 55, Some(much)),
            (900, 1, 0, Some(much)),
            (1000, 1, 0, Some("the style cannot be read: it has more than 1000 macros")),
            (12, 2, 0, None),
            (10, 1, 2, None),
        ] {
            assert_eq!(
                said(count, calls, layers).as_deref(),
                wanted,
                "{count} {calls} {layers}"
            );
        }
        let long =
            format!("<macro name=\"a\"><text value=\"{}\"/></macro>", "y".repeat(1001));
        let failure = own("house.csl", &format!("{HEAD}{long}{TAIL}")).unwrap_err();
        assert!(
            format!("{failure:?}").contains("one of its texts has more than 1000 bytes")
        );
        let fine = r#"<macro name="a"><text variable="title"/></macro>"#;
        assert!(own("house.csl", &format!("{HEAD}{fine}{TAIL}")).is_ok());
    }
}
