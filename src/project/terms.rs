//! What several declarations have: web addresses, languages, contacts.

use crate::labels;
use serde::Deserialize;
use serde::Serialize;

/// A web address under which files stand; empty when there is none.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

impl Address {
    /// Returns the address of a folder in it; empty where there is none.
    #[must_use]
    pub fn under(&self, folder: &str) -> Self {
        if self.0.is_empty() {
            Self::default()
        } else {
            Self(format!("{}{folder}", self.0))
        }
    }

    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let web = text.starts_with("https://") || text.starts_with("http://");
        let plain =
            text.chars().all(|c| c.is_ascii_graphic() && !"\"'<>?#\\`".contains(c));
        if text.is_empty() || (web && plain && text.ends_with('/')) {
            return Ok(Self(text));
        }
        Err(format!(
            "`{text}` is no address of a folder: write it as `https://example.org/report/`"
        ))
    }
}

/// Returns whether an address leads to the web or to mail: browsers obey others, such as
/// `javascript:`, which a reader could not see.
pub fn is_safe(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    }) && !address.contains(|c: char| c.is_control() || c.is_whitespace())
}

/// A web address that a name leads to; empty when there is none.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

impl Link {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl TryFrom<String> for Link {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.is_empty() || is_safe(&text) {
            return Ok(Self(text));
        }
        Err(format!("`{text}` is {NO_LINK}: write it as `https://example.org/`"))
    }
}

/// What is said of an address that leads elsewhere.
const NO_LINK: &str = "no address of the web or of mail";

/// Returns whether a decoder's message refuses an address.
pub(super) fn is_no_link(message: &str) -> bool {
    message.contains(NO_LINK)
}

/// An address of mail or of a page; it may be written without a scheme.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Contact(String);

impl Contact {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Contact> for String {
    fn from(contact: Contact) -> Self {
        contact.0
    }
}

impl TryFrom<String> for Contact {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
            !scheme.is_empty()
                && !rest.starts_with(' ')
                && scheme
                    .trim()
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || "+.-".contains(c))
        });
        if !scheme || is_safe(&text) || text.starts_with("tel:") {
            return Ok(Self(text));
        }
        Err(format!("`{text}` is {NO_LINK}: write it as `office@example.org`"))
    }
}

/// A BCP 47 tag of a language: `en-GB`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Default for Language {
    fn default() -> Self {
        Self("en-GB".to_owned())
    }
}

impl Language {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match labels::tag_fault(&text) {
            None => Ok(Self(text)),
            Some(why) => Err(why),
        }
    }
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDecl {
    /// For what.
    pub role: String,
    /// Name.
    pub name: String,
    /// Address of mail or page.
    #[serde(default)]
    pub address: Contact,
}
