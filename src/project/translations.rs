//! `translations:` in `report.yaml`: the same publication in other languages, from the same data, statistics,
//! figures and claims.

use crate::labels::base;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::GuardDecl;
use crate::project::HtmlDecl;
use crate::project::Language;
use crate::project::PageForm;
use crate::project::PressDecl;
use crate::project::ReportDecl;
use crate::project::yaml::Spoken;
use crate::project::yaml::Yaml;
use serde::Deserialize;
use serde::Serialize;

/// The folder of translations in the output folder.
pub const FOLDER: &str = "languages";

/// The publication in another language. Values of the files under `report/` are given by language where they
/// differ: `title: {en: Street trees, cy: Coed stryd}`, `chapters: {en: […], cy: […]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TranslationDecl {
    /// BCP 47 language tag.
    pub language: Language,
    /// What its sentences are held to the data by: `words`, the default, or `digits`.
    #[serde(default)]
    pub guard: GuardDecl,
}

/// What of `report.yaml` says in which languages its values are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Heads {
    language: Language,
    translations: Vec<TranslationDecl>,
}

/// Returns the languages of a publication of several, asked for the report's own or that of one of its
/// translations; none where there is one language.
pub(super) fn languages(report: &Yaml, translation: Option<usize>) -> Option<Spoken> {
    let Heads { language, translations } = report.decode().ok()?;
    let own = match translation {
        None => language.as_str(),
        Some(index) => translations.get(index)?.language.as_str(),
    };
    let others = translations.iter().map(|one| one.language.as_str());
    let all = std::iter::once(language.as_str()).chain(others);
    let all = all.map(str::to_owned).collect();
    (!translations.is_empty()).then(|| Spoken { own: own.to_owned(), all })
}

/// Returns what is wrong with the translations of a report.
pub(super) fn faults(report: &ReportDecl, yaml: &Yaml) -> Vec<Diagnostic> {
    let mut seen = vec![report.language.as_str()];
    let mut out = Vec::new();
    for (index, decl) in report.translations.iter().enumerate() {
        let tag = decl.language.as_str();
        if seen.contains(&tag) {
            let place = yaml.place(&["translations", &index.to_string(), "language"]);
            let message = format!("the publication is in `{tag}` twice");
            out.push(
                Diagnostic::error(Code::R0529, message)
                    .at(place, "")
                    .help("`language:` is that of the report, and each translation has one of its own"),
            );
        }
        seen.push(tag);
    }
    out
}

/// Returns the report that a translation is.
pub(super) fn report_of(whole: ReportDecl, index: usize) -> ReportDecl {
    let decl = whole.translations.get(index).cloned();
    let Some(TranslationDecl { language, guard }) = decl else { return whole };
    let folder = format!("{FOLDER}/{}/", language.as_str());
    let form = match whole.html.form {
        PageForm::Pages => PageForm::Pages,
        PageForm::Folder | PageForm::File => PageForm::File,
    };
    ReportDecl {
        url: whole.url.under(&folder),
        language,
        guard,
        html: HtmlDecl { form, landing: false },
        press: PressDecl::default(),
        editions: None,
        translations: Vec::new(),
        ..whole
    }
}

/// Returns the finding of a translation whose chapters are those of the report.
pub(super) fn untranslated(
    own: &ReportDecl,
    whole: &ReportDecl,
    yaml: &Yaml,
) -> Option<Diagnostic> {
    let same = own.chapters.iter().find(|path| whole.chapters.contains(path))?;
    let tag = own.language.as_str();
    let (first, other) = (base(whole.language.as_str()), base(tag));
    Some(
        Diagnostic::error(
            Code::R0529,
            format!("`{same}` is a chapter in every language"),
        )
        .at(yaml.place(&["chapters"]), "")
        .help(format!(
            "give the chapters by language: `chapters: {{{first}: […], {other}: […]}}`"
        )),
    )
}
