//! The identity of a publisher, ready for every output: colours by role, fonts, logo.
//!
//! **In:** nothing; `project` makes it of `report/brand.yaml`.
//! **Out:** plain data that is kept in the record of an edition, so that pictures can be drawn
//! again years later.

use crate::model::colour::Colour;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The identity of a publisher.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// The publisher's name.
    pub name: String,
    /// The family of its fonts; empty for the built-in one. It is [`plain`].
    #[serde(deserialize_with = "family")]
    pub family: String,
    /// Its fonts.
    pub fonts: Vec<Face>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Colours of pages by role, on light, dark and paper.
    #[serde(deserialize_with = "roles")]
    pub light: BTreeMap<String, Colour>,
    /// The same on a dark page.
    #[serde(deserialize_with = "roles")]
    pub dark: BTreeMap<String, Colour>,
    /// The same on paper.
    #[serde(deserialize_with = "roles")]
    pub print: BTreeMap<String, Colour>,
}

/// Returns whether the name of a font can be written into a style sheet: a font's own table and a
/// record of an edition may say anything.
pub fn plain(family: &str) -> bool {
    !family.chars().any(|c| c.is_control() || "<>'\"\\{};/*".contains(c))
}

fn family<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if plain(&text) { Ok(text) } else { Err(Error::custom("no name of a font")) }
}

fn roles<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Colour>, D::Error> {
    let roles = BTreeMap::<String, Colour>::deserialize(deserializer)?;
    let named = |role: &String| role.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if roles.keys().all(named) {
        Ok(roles)
    } else {
        Err(Error::custom("no role of a colour"))
    }
}

fn ending<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = ["svg", "png", "jpg"].contains(&text.as_str());
    if known { Ok(text) } else { Err(Error::custom("no picture that a page shows")) }
}

/// A font.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is italic.
    pub italic: bool,
    /// The file: TrueType or OpenType.
    pub bytes: Bytes,
}

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// What it says, for those who cannot see it.
    pub alt: String,
    /// For light grounds.
    pub plain: Sign,
    /// For dark grounds and the cover.
    pub reversed: Sign,
}

/// One form of a logo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// `svg`, `png` or `jpg`.
    #[serde(deserialize_with = "ending")]
    pub ending: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The file.
    pub bytes: Bytes,
}

/// The bytes of a file; base64 in a record, a hash where they are printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Arc<[u8]>);

impl Bytes {
    /// Returns the hash of the content.
    pub fn hash(&self) -> blake3::Hash {
        blake3::hash(&self.0)
    }

    /// Returns them as base64.
    pub fn base64(&self) -> String {
        BASE64_STANDARD.encode(&self.0)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.hash().to_hex())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.base64())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_STANDARD.decode(text).map_err(Error::custom)?;
        Ok(Self(bytes.into()))
    }
}

impl Brand {
    /// Returns its font of a weight and a slope.
    pub fn face(&self, bold: bool, italic: bool) -> Option<&Face> {
        self.fonts.iter().find(|face| face.bold == bold && face.italic == italic)
    }
}

impl Sign {
    /// Returns it as an address that holds the file itself.
    pub fn address(&self) -> String {
        let sort = match self.ending.as_str() {
            "svg" => "svg+xml",
            "jpg" => "jpeg",
            other => other,
        };
        format!("data:image/{sort};base64,{}", self.bytes.base64())
    }
}

#[cfg(test)]
mod tests {
    use super::Brand;
    use super::Sign;

    #[test]
    fn a_record_cannot_write_into_a_style_sheet_or_out_of_a_folder() {
        let brand = |family: &str, role: &str| {
            let text = format!(
                r##"{{"name": "", "family": {family:?}, "fonts": [], "logo": null, "light": {{{role:?}: "#000000"}}, "dark": {{}}, "print": {{}}}}"##
            );
            serde_json::from_str::<Brand>(&text).map_err(|error| error.to_string())
        };
        assert!(brand("Noto Sans", "on-band").is_ok());
        assert!(
            brand("x}</style><script>", "band")
                .unwrap_err()
                .contains("no name of a font")
        );
        assert!(brand("a'; b", "band").is_err());
        assert!(
            brand("Noto Sans", "x:url(y)").unwrap_err().contains("no role of a colour")
        );
        let sign = |ending: &str| {
            let text = format!(
                r#"{{"ending": {ending:?}, "width": 1, "height": 1, "bytes": ""}}"#
            );
            serde_json::from_str::<Sign>(&text).is_ok()
        };
        assert!(sign("svg") && !sign("svg/../../x"));
    }
}
