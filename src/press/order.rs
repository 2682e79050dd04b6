//! What is wanted of an edition, with all that its making needs.

use crate::diff;
use crate::diff::Drifts;
use crate::figure;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Result;
use crate::model::edition::Edition;
use crate::model::moment::Moment;
use crate::model::moment::long_date;
use crate::output;
use crate::press::Terms;
use crate::press::entry::Entry;
use crate::press::own;
use crate::press::seal::ARCHIVE;
use crate::press::stamp;
use crate::press::words::Voice;
use crate::project::Files;
use crate::project::Synonyms;
use crate::say;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What is wanted of an edition.
#[expect(missing_debug_implementations, reason = "files have no picture")]
pub struct Order<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The one released before, with what changed since.
    pub before: Option<(&'a Edition, Comparison)>,
    /// The project's files, for templates of its own.
    pub templates: &'a dyn Files,
    /// On what terms.
    pub terms: Terms,
    /// Other words by which things are found.
    pub synonyms: Synonyms,
    /// The recipient in names of files; made from their name unless given.
    pub part: String,
}

/// What the page of one figure is filled with.
#[derive(Debug, Serialize)]
struct Card<'a> {
    language: &'a str,
    report: &'a str,
    issue: String,
    embargo: String,
    licence: &'a crate::model::document::Licence,
    contacts: &'a [crate::model::document::Contact],
    figure: &'a Entry<'a>,
    style: String,
    logo: String,
}

impl<'a> Order<'a> {
    /// Takes an order; the edition before is compared once.
    pub fn new(
        edition: &'a Edition,
        before: Option<&'a Edition>,
        templates: &'a dyn Files,
        terms: Terms,
    ) -> Self {
        let before = before
            .map(|before| (before, diff::compare(before, edition, &Drifts::default())));
        Self {
            edition,
            before,
            templates,
            terms,
            synonyms: Synonyms::default(),
            part: String::new(),
        }
    }

    pub(super) fn voice(&self) -> Voice<'_> {
        Voice { edition: self.edition, terms: &self.terms }
    }

    /// The embargo that holds.
    pub fn held(&self) -> Option<&Moment> {
        self.voice().held()
    }

    /// The name of the pack as one file; under embargo it says so.
    pub fn archive(&self) -> String {
        format!("{ARCHIVE}{}.zip", self.suffix())
    }

    /// What the name of anything handed out ends in: the embargo, the recipient.
    pub fn suffix(&self) -> String {
        let mut out = String::new();
        if let Some(embargo) = self.held() {
            out.push_str(&format!("-embargoed-until-{}", embargo.slug()));
        }
        if let Some(name) = &self.terms.recipient {
            let named = if self.part.is_empty() { slug(name) } else { self.part.clone() };
            out.push_str(&format!("-for-{named}"));
        }
        out
    }

    /// Fills a template.
    pub(super) fn fill<T: Serialize>(&self, path: &str, values: &T) -> Result<String> {
        let filled = output::fill(self.templates, &self.edition.theme, path, values)?;
        own::says(self.templates, path, values, &filled)?;
        Ok(filled)
    }

    /// Returns a template as it stands.
    pub(super) fn text(&self, path: &str) -> Result<String> {
        output::template(self.templates, path).map(|text| (*text).to_owned())
    }

    /// The style by which pictures in a page follow its ground.
    pub(super) fn style(&self, scope: &str) -> String {
        figure::style(&self.edition.theme, scope)
    }

    /// The style of the pack's pages.
    pub(super) fn pages_style(&self) -> Result<String> {
        let own = self.text("press/style.css")?;
        Ok(format!("{own}{}", output::brand::style(&self.edition.theme)))
    }

    /// The publisher's logo as markup; empty without one.
    pub(super) fn logo(&self) -> String {
        output::brand::plain(&self.edition.theme)
    }

    /// The one-page card of a figure.
    pub(super) fn card(&self, figure: &Entry<'_>) -> Result<String> {
        let meta = self.voice().meta();
        let card = Card {
            language: &meta.language,
            report: &meta.title,
            issue: self.voice().issue(),
            embargo: self.voice().embargo(),
            licence: &meta.licence,
            contacts: &meta.contacts,
            figure,
            style: self.pages_style()?,
            logo: self.logo(),
        };
        self.fill("press/card.html", &card)
    }

    /// The edition before, in words.
    pub(super) fn before_words(&self) -> String {
        let Some((before, _)) = &self.before else { return String::new() };
        let meta = &before.document.meta;
        format!("{}, {}", meta.edition, long_date(&meta.date))
    }

    /// What changed of a figure since the edition before; empty when nothing did.
    pub(super) fn changed(&self, id: &str) -> String {
        let Some((_, changes)) = &self.before else { return String::new() };
        let id = format!("figure:{id}");
        let own = changes.items.iter().filter(|item| item.id == id);
        own.map(kind).collect::<Vec<_>>().join("; ")
    }

    /// What changed since the edition before, a line each.
    pub(super) fn changes(&self) -> Vec<String> {
        let Some((_, changes)) = &self.before else { return Vec::new() };
        [Class::Conclusions, Class::Numbers, Class::Statements, Class::Figures]
            .into_iter()
            .flat_map(|class| changes.of(class))
            .map(|item| {
                let what = format!("{}: {}", item.title, kind(item));
                if item.old.is_empty() && item.new.is_empty() {
                    what
                } else {
                    format!("{what}: {} → {}", item.old, item.new)
                }
            })
            .collect()
    }
}

/// Returns what happened to an item, in words.
fn kind(item: &Item) -> String {
    say!("press-change-kind", class = item.class.name(), kind = item.kind.as_str())
}

/// The most letters of a recipient in the name of a file.
const LONGEST: usize = 60;

/// Returns recipients as parts of file names, in their order; names that would give the same
/// file are told apart by a hash.
pub fn parts(names: &[String]) -> Vec<String> {
    let slugs: Vec<String> = names.iter().map(|name| slug(name)).collect();
    let parts = names.iter().zip(&slugs).map(|(name, own)| {
        let others = names.iter().zip(&slugs);
        let shared =
            others.filter(|(other, slug)| *slug == own && *other != name).count();
        let short: String = own.chars().take(LONGEST).collect();
        if shared > 0 || own.is_empty() || short != *own {
            let hash: String = stamp::hash(name.as_bytes()).chars().take(6).collect();
            [short.as_str(), &hash].join("-").trim_start_matches('-').to_owned()
        } else {
            own.clone()
        }
    });
    parts.collect()
}

/// Returns a name as it may stand in a file's: small letters, digits and dashes. Letters lose
/// their accents; those of other scripts stay as they are.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for character in
        name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
    {
        match character {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            letter if letter.is_alphanumeric() => out.push(letter),
            _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::parts;
    use super::slug;

    #[test]
    fn a_name_becomes_a_part_of_a_file_name() {
        assert_eq!(slug("The Desk, North & South "), "the-desk-north-south");
        assert_eq!(slug("Süd, Łódź & Straße"), "sud-lodz-strasse");
        assert_eq!(slug("Новости"), "новости");
    }

    #[test]
    fn recipients_never_share_a_file() {
        let named = |names: &[&str]| {
            parts(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(named(&["North desk", "South desk"]), ["north-desk", "south-desk"]);
        let alike = named(&["A B", "A-B", "a b", "!", "?", "Other"]);
        let mut apart = alike.clone();
        apart.sort();
        apart.dedup();
        assert_eq!(apart.len(), 6, "{alike:?}");
        assert_eq!(alike.last().map(String::as_str), Some("other"));
        // The same name has the same file whoever else gets a copy in its place.
        assert_eq!(named(&["A-B", "A B"]).first(), alike.get(1));
    }
}
