//! What a member may be called beside its own name: "districts without a scheme" and "scheme districts" of "districts
//! with a planting scheme" and "districts without one".
//!
//! **In:** the names of members. **Out:** other names, each with the name that it stands for.
//! **Guarantees:** another name stands for one member alone, and is no member's own.

use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

type Words = Vec<String>;

/// A name that says what its members have or lack.
struct Having<'a> {
    name: &'a Words,
    /// "districts".
    head: &'a [String],
    /// "with".
    tie: &'a String,
    lacks: bool,
    /// "a planting scheme".
    what: &'a [String],
}

fn having<'a>(name: &'a Words, lexicon: &Lexicon) -> Option<Having<'a>> {
    if name.len() < 3 {
        return None;
    }
    let ties = |word: &String| {
        lexicon.says(word, Sense::With) || lexicon.says(word, Sense::Lacking)
    };
    let at = name.iter().position(ties).filter(|at| *at > 0)?;
    let (head, rest) = name.split_at(at);
    let (tie, what) = rest.split_first()?;
    let lacks = lexicon.says(tie, Sense::Lacking);
    (!what.is_empty()).then_some(Having { name, head, tie, lacks, what })
}

/// Returns the other names of members.
pub(super) fn otherwise(
    names: &BTreeSet<Words>,
    lexicon: &Lexicon,
) -> BTreeMap<Words, Words> {
    let all: Vec<Having<'_>> =
        names.iter().filter_map(|name| having(name, lexicon)).collect();
    let has_none = all.iter().find(|one| !one.lacks).and_then(|one| {
        let none = lexicon.none.as_ref()?;
        Some((one.tie.clone(), none.clone()))
    });
    let stands = |word: &String| lexicon.says(word, Sense::One) && word.len() > 2;
    let mut out: BTreeMap<Words, BTreeSet<Words>> = BTreeMap::new();
    // "northern operators".
    for name in names {
        let [word] = name.as_slice() else { continue };
        if let Some(of) = lexicon.of_place.get(word) {
            out.entry(vec![of.clone()]).or_default().insert(name.clone());
        }
    }
    // "rural ones" of "rural wards", where others are wards, too.
    for name in names {
        let [first, last] = name.as_slice() else { continue };
        let alike = |other: &&Words| other.len() == 2 && other.last() == Some(last);
        if names.iter().filter(alike).count() > 1 && lexicon.ends(last, Ending::Plural) {
            let ones = vec![first.clone(), "ones".to_owned()];
            out.entry(ones).or_default().insert(name.clone());
        }
    }
    // "councils" of "council landlords", "associations" of "housing associations", where no other is called so.
    for name in names {
        let [first, last] = name.as_slice() else { continue };
        let shared = names.iter().filter(|other| other.contains(last)).count() > 1;
        if shared || !lexicon.ends(last, Ending::Plural) {
            continue;
        }
        let plural = format!("{first}s");
        let of_it =
            |one: &String| lexicon.stem(one, Ending::Plural) == Some(first.as_str());
        if of_it(&plural) {
            out.entry(vec![plural]).or_default().insert(name.clone());
        }
        out.entry(vec![last.clone()]).or_default().insert(name.clone());
    }
    for own in &all {
        // "districts without one": what the other has.
        let other = all.iter().find(|other| {
            other.head == own.head && other.lacks != own.lacks && other.what != own.what
        });
        let short = matches!(own.what, [word] if stands(word));
        let whats: Vec<&[String]> = match other {
            Some(other) if short => vec![own.what, other.what],
            Some(other) if matches!(other.what, [word] if stands(word)) => {
                vec![own.what, other.what]
            }
            _ => vec![own.what],
        };
        let mut add = |words: Words| {
            out.entry(words).or_default().insert(own.name.clone());
        };
        for what in whats {
            let mut said: Vec<Words> = vec![what.to_vec()];
            if let [article, .., last] = what {
                let articles = [Sense::Indefinite, Sense::Determiner];
                if articles.iter().any(|sense| lexicon.says(article, *sense)) {
                    said.push(vec![article.clone(), last.clone()]);
                }
            }
            for what in &said {
                // "even without a scheme", but not "with one".
                let named = matches!(what.as_slice(), [_, _, ..]).then(Words::new);
                let heads = [own.head.to_vec(), vec!["those".to_owned()]];
                let heads = heads.into_iter().chain(named);
                for head in heads {
                    add([head.as_slice(), std::slice::from_ref(own.tie), what].concat());
                    // "with no scheme".
                    if let ([article, rest @ ..], true) = (what.as_slice(), own.lacks)
                        && !rest.is_empty()
                        && lexicon.says(article, Sense::Indefinite)
                        && let Some((tie, none)) = &has_none
                    {
                        let lead = [tie.clone(), none.clone()];
                        add([head.as_slice(), lead.as_slice(), rest].concat());
                    }
                }
            }
            // "scheme districts", but not of those without.
            let last = what.last().filter(|word| !own.lacks && !stands(word));
            if let Some(last) = last {
                let one = lexicon.stem(last, Ending::Plural).unwrap_or(last).to_owned();
                add([&[one], own.head].concat());
            }
        }
    }
    let single = out.into_iter().filter_map(|(words, of)| {
        let one = of.len() == 1;
        let of = of.into_iter().next().filter(|_| one)?;
        (!names.contains(&words)).then_some((words, of))
    });
    single.collect()
}

#[cfg(test)]
mod tests {
    use super::otherwise;
    use crate::project::lexicon::lexicon;
    use std::collections::BTreeSet;

    #[test]
    fn a_member_is_called_by_what_the_other_one_has() {
        let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let names: BTreeSet<Vec<String>> =
            ["districts with a planting scheme", "districts without one"]
                .map(words)
                .into();
        let found: Vec<String> = otherwise(&names, lexicon())
            .into_iter()
            .map(|(words, of)| format!("{} = {}", words.join(" "), of.join(" ")))
            .collect();
        assert_eq!(
            found,
            [
                "districts with a scheme = districts with a planting scheme",
                "districts with no planting scheme = districts without one",
                "districts with no scheme = districts without one",
                "districts with one = districts with a planting scheme",
                "districts without a planting scheme = districts without one",
                "districts without a scheme = districts without one",
                "scheme districts = districts with a planting scheme",
                "those with a planting scheme = districts with a planting scheme",
                "those with a scheme = districts with a planting scheme",
                "those with no planting scheme = districts without one",
                "those with no scheme = districts without one",
                "those with one = districts with a planting scheme",
                "those without a planting scheme = districts without one",
                "those without a scheme = districts without one",
                "those without one = districts without one",
                "with a planting scheme = districts with a planting scheme",
                "with a scheme = districts with a planting scheme",
                "with no planting scheme = districts without one",
                "with no scheme = districts without one",
                "without a planting scheme = districts without one",
                "without a scheme = districts without one",
            ]
        );
        let names = ["areas with initiatives", "benchmark areas"].map(words).into();
        let found: Vec<Vec<String>> = otherwise(&names, lexicon()).into_keys().collect();
        assert_eq!(found, [words("initiative areas"), words("those with initiatives")]);
    }
}
