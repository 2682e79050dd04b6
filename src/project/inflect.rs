//! Every form of a word that a file of words gives in its base form, with a `~` behind it.
//!
//! **In:** the rules and irregular forms of a file of words. **Out:** forms, each with whether it is a
//! past. **Guarantees:** rules may make forms that do not exist ("slumpped"): nobody writes them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The sign behind a word that is given in its base form.
const BASE: char = '~';

/// How the words of a language change their form.
#[derive(Debug, Default, Clone)]
pub(super) struct Inflections {
    /// What stands in place of an ending of the base form, the forms of a past apart.
    rules: BTreeMap<String, Rule>,
    irregular: BTreeMap<String, Vec<String>>,
    /// Irregular forms that are not the base form as well.
    made: BTreeSet<String>,
}

/// What replaces an ending.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Rule {
    present: Vec<String>,
    past: Vec<String>,
}

/// A form of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordForm {
    pub word: String,
    /// Whether it can only be a verb: a past.
    pub past: bool,
}

impl Inflections {
    /// Adds the rules of another file.
    pub fn extend(
        &mut self,
        rules: BTreeMap<String, Rule>,
        irregular: BTreeMap<String, Vec<String>>,
    ) {
        self.rules.extend(rules);
        let made = irregular
            .iter()
            .flat_map(|(base, forms)| forms.iter().filter(move |form| *form != base));
        self.made.extend(made.cloned());
        self.irregular.extend(irregular);
    }

    /// Returns whether a word is a form that no rule makes ("fell").
    pub fn is_irregular(&self, word: &str) -> bool {
        self.made.contains(word)
    }

    /// Returns the forms of a word or phrase; one without the sign is its only form.
    pub fn forms(&self, written: &str) -> Vec<WordForm> {
        let Some((before, after)) = written.split_once(BASE) else {
            return vec![WordForm { word: written.to_owned(), past: false }];
        };
        let (lead, base) = before
            .rsplit_once(' ')
            .map_or_else(|| (String::new(), before), |(lead, b)| (format!("{lead} "), b));
        let form = |word: &str, past: bool| WordForm {
            word: format!("{lead}{word}{after}"),
            past,
        };
        let mut out = vec![form(base, false)];
        let fits = self.rules.iter().filter(|(ending, _)| base.ends_with(*ending));
        if let Some((ending, rule)) = fits.max_by_key(|(ending, _)| ending.len()) {
            let stem = base.strip_suffix(ending.as_str()).unwrap_or(base);
            let made = |end: &String, past: bool| form(&format!("{stem}{end}"), past);
            out.extend(rule.present.iter().map(|end| made(end, false)));
            out.extend(rule.past.iter().map(|end| made(end, true)));
        }
        let irregular = self.irregular.get(base).into_iter().flatten();
        out.extend(irregular.map(|word| form(word, word != base)));
        out
    }
}

/// Returns a word with other endings than its own.
pub(super) fn ended(word: &str, endings: &BTreeMap<String, String>) -> Vec<String> {
    let other = |(own, other): (&String, &String)| {
        word.strip_suffix(own.as_str()).map(|stem| format!("{stem}{other}"))
    };
    endings.iter().filter_map(other).collect()
}

#[cfg(test)]
mod tests {
    use crate::project::lexicon::lexicon;
    use crate::project::sense::Sense;

    #[test]
    fn a_verb_in_its_base_form_brings_all_its_forms() {
        let forms = "climb climbs climbed climbing grew grown dipped dipping intensified \
                     intensifies spiralled spiraled slashes swollen";
        for word in forms.split_whitespace() {
            let (rise, fall) =
                (lexicon().says(word, Sense::Rise), lexicon().says(word, Sense::Fall));
            assert!(rise != fall, "{word}");
        }
    }

    #[test]
    fn a_past_is_no_noun_and_a_phrase_changes_its_verb() {
        assert!(lexicon().says("climbed", Sense::VerbOnly));
        assert!(!lexicon().says("climb", Sense::VerbOnly));
        assert!(!lexicon().says("cut", Sense::VerbOnly));
        let words = ["fell", "behind"];
        assert_eq!(lexicon().length(|at| words.get(at).copied(), Sense::Trails), 2);
    }
}
