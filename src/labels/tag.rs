//! Tags of languages: `cy`, `en-GB`.
//!
//! **In:** a tag as an author wrote it. **Out:** why it is no tag of a language, in words.
//! **Guarantees:** what passes is well formed (BCP 47), known to CLDR, and in its shortest form, so that browsers,
//! screen readers and Typst know it, too.

use icu_locale::LanguageIdentifier;
use icu_locale::Locale;
use icu_locale::LocaleCanonicalizer;
use icu_locale::LocaleExpander;
use icu_locale::TransformResult;
use icu_locale::subtags::Language;
use icu_locale::subtags::Region;

/// Regions of ISO 3166, and `XK`, which is in use for Kosovo.
const REGIONS: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
    BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
    DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP \
    GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG \
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
    MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE \
    PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL \
    SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM \
    US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Returns the first part of a tag: `en` of `en-GB`.
pub fn base(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

/// Returns what is wrong with a tag; nothing with a good one.
pub fn fault(tag: &str) -> Option<String> {
    let malformed =
        || format!("`{tag}` is no tag of a language: write it as `en-GB` or `cy`");
    // A language, a script and a region; the parser would also take `en_GB` and `EN`.
    let parts: Vec<&str> = tag.split('-').collect();
    let small =
        parts.first().is_some_and(|own| own.chars().all(|c| c.is_ascii_lowercase()));
    let Ok(mut locale) = tag.parse::<Locale>() else { return Some(malformed()) };
    let plain = locale.extensions.is_empty() && locale.id.variants.is_empty();
    if !small || !plain || parts.len() > 3 || locale.id.language == Language::UNKNOWN {
        return Some(malformed());
    }
    let mut language =
        LanguageIdentifier { script: None, region: None, ..locale.id.clone() };
    let canonical = LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    if canonical == TransformResult::Modified {
        return Some(format!(
            "`{tag}` is an old or longer tag of a language: write `{locale}`"
        ));
    }
    let name = language.language;
    if LocaleExpander::new_extended().maximize(&mut language)
        == TransformResult::Unmodified
    {
        return Some(format!("there is no language `{name}`"));
    }
    let strange = |region: &Region| {
        region.is_alphabetic() && !REGIONS.split(' ').any(|own| own == region.as_str())
    };
    let region = locale.id.region.filter(strange);
    region.map(|region| format!("there is no region `{region}`"))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn tags_are_well_formed_known_and_short() {
        for good in [
            "en",
            "en-GB",
            "cy",
            "gd",
            "kw",
            "gv",
            "sco",
            "pa-Arab-PK",
            "es-419",
            "zh-Hant",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for (bad, why) in [
            ("Welsh", "`Welsh` is no tag of a language: write it as `en-GB` or `cy`"),
            ("welsh", "`welsh` is no tag of a language: write it as `en-GB` or `cy`"),
            ("xx", "there is no language `xx`"),
            ("en_GB", "`en_GB` is no tag of a language: write it as `en-GB` or `cy`"),
            ("EN", "`EN` is no tag of a language: write it as `en-GB` or `cy`"),
            ("", "`` is no tag of a language: write it as `en-GB` or `cy`"),
            ("und", "`und` is no tag of a language: write it as `en-GB` or `cy`"),
            ("cym", "`cym` is an old or longer tag of a language: write `cy`"),
            ("en-UK", "`en-UK` is an old or longer tag of a language: write `en-GB`"),
            ("iw", "`iw` is an old or longer tag of a language: write `he`"),
            ("en-QX", "there is no region `QX`"),
            ("cy-GB-", "`cy-GB-` is no tag of a language: write it as `en-GB` or `cy`"),
        ] {
            assert_eq!(fault(bad).as_deref(), Some(why), "{bad}");
        }
    }
}
