//! Columns that have another name and hold the same: of a data file by their values, of a frame
//! by its query.

use crate::diff::align::named::Definitions;
use crate::diff::align::named::RenamedColumn;
use crate::diff::align::word::reworded;
use crate::diff::settings::is_words;
use crate::model::edition::Edition;
use crate::model::name::Name;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Sorts of declarations that name columns.
const USING: [&str; 6] =
    ["frame", "statistic", "local-statistic", "resource", "figure", "table"];

/// Returns the columns of data files that have another name and the same values, where no other file
/// has a column of the new name.
pub(super) fn of_files(old: &Edition, new: &Edition) -> Vec<RenamedColumn> {
    let mut out: Vec<RenamedColumn> = Vec::new();
    for (file, is) in &new.rows {
        let Some(was) = old.rows.get(file) else { continue };
        for gone in &was.columns {
            if is.columns.iter().any(|one| one.name == gone.name) {
                continue;
            }
            let come = is.columns.iter().find(|one| {
                one.hash == gone.hash
                    && was.columns.iter().all(|old| old.name != one.name)
            });
            if let Some(come) = come {
                out.push(RenamedColumn {
                    of: file.clone(),
                    old: gone.name.clone(),
                    new: come.name.clone(),
                });
            }
        }
    }
    let reason = |one: &RenamedColumn, of: &RenamedColumn| {
        one.of == of.of && one.old == reasons(&of.old) && one.new == reasons(&of.new)
    };
    // The reasons of a column go with it.
    let kept = |one: &&RenamedColumn| !out.iter().any(|of| reason(one, of));
    let elsewhere = |one: &&RenamedColumn| {
        let others = new.rows.iter().filter(|(file, _)| **file != one.of);
        others.flat_map(|(_, rows)| &rows.columns).all(|column| column.name != one.new)
    };
    out.iter().filter(kept).filter(elsewhere).cloned().collect()
}

/// Returns the name of the column of reasons that stands beside a column.
pub(in crate::diff) fn reasons(column: &str) -> String {
    format!("{column}_reason")
}

/// Returns declarations that read a column of a data file under its new name: all that name it, or,
/// where the old name stays in use, those that differ from the new ones by that name alone.
pub(super) fn follow(
    old: &Definitions,
    new: &Definitions,
    column: &RenamedColumn,
) -> Definitions {
    if unused(new, &column.old) {
        return under(old, column);
    }
    let flat = |text: &str| -> String {
        let text = replaced(text, &column.new, &column.old);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A query may go on to call it what it was called.
        ["", "\""].iter().fold(text, |text, quote| {
            let name = format!("{}{quote}", column.old);
            [" AS ", " as "].iter().fold(text, |text, to| {
                text.replace(&format!("{name}{to}{}", column.old), &name)
            })
        })
    };
    let each = old.iter().map(|(name, was)| {
        let sort = name.split(' ').next().unwrap_or_default();
        let mut definition = was.clone();
        let Some(is) = new.get(name).filter(|_| USING.contains(&sort)) else {
            return (name.clone(), definition);
        };
        let known: BTreeMap<String, (&String, &String)> =
            is.settings.iter().map(|one| (flat(one.0), one)).collect();
        definition.settings = was
            .settings
            .iter()
            .map(|(path, text)| match known.get(&flat(path)) {
                Some((now, said)) if flat(said) == flat(text) => {
                    ((*now).clone(), (*said).clone())
                }
                _ => (path.clone(), text.clone()),
            })
            .collect();
        (name.clone(), definition)
    });
    each.collect()
}

/// Returns a column of a frame that its query gives another name, and nothing else.
pub(super) fn of_frames(old: &Definitions, new: &Definitions) -> Option<RenamedColumn> {
    let frames = new
        .iter()
        .filter_map(|(name, is)| Some((name.parse().ok()?, old.get(name)?, is)));
    let frames = frames.filter(|(name, ..)| matches!(name, Name::Frame(_)));
    for (frame, was, is) in frames {
        let sql = |one: &crate::model::edition::Definition| {
            one.settings.get("sql").cloned().unwrap_or_default()
        };
        let (before, after) = (sql(was), sql(is));
        let (a, b) = (words(&before), words(&after));
        let (gone, come): (BTreeSet<&str>, BTreeSet<&str>) =
            (a.difference(&b).copied().collect(), b.difference(&a).copied().collect());
        if let ([gone], [come]) = (
            &*gone.into_iter().collect::<Vec<_>>(),
            &*come.into_iter().collect::<Vec<_>>(),
        ) && replaced(&before, gone, come) == after
            && unused(new, gone)
            && unused(old, come)
        {
            return Some(RenamedColumn {
                of: frame.to_string(),
                old: (*gone).to_owned(),
                new: (*come).to_owned(),
            });
        }
    }
    None
}

/// Returns declarations that use a column under its new name.
pub(super) fn under(definitions: &Definitions, column: &RenamedColumn) -> Definitions {
    let each = definitions.iter().map(|(name, definition)| {
        let mut definition = definition.clone();
        let (sort, id) = name.split_once(' ').unwrap_or((name, ""));
        if sort == "labels" && id == column.old {
            return (format!("labels {}", column.new), definition);
        }
        if !USING.contains(&sort) {
            return (name.clone(), definition);
        }
        let settings = std::mem::take(&mut definition.settings);
        for (path, text) in settings {
            if is_words(&path) || path.starts_with("labels.") {
                definition.settings.insert(path, text);
                continue;
            }
            let path = replaced(&path, &column.old, &column.new);
            definition.settings.insert(path, replaced(&text, &column.old, &column.new));
        }
        (name.clone(), definition)
    });
    each.collect()
}

/// Returns whether no query, statistic or contract has a word.
fn unused(definitions: &Definitions, word: &str) -> bool {
    let using = definitions
        .iter()
        .filter(|(name, _)| USING.contains(&name.split(' ').next().unwrap_or_default()));
    let settings = using.flat_map(|(_, one)| one.settings.iter());
    let mut texts = settings
        .filter(|(path, _)| !is_words(path) && !path.starts_with("labels."))
        .flat_map(|(path, text)| [path, text]);
    texts.all(|text| !words(text).contains(word))
}

fn letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c| !letter(c)).filter(|word| !word.is_empty()).collect()
}

/// Returns a text with another word in the place of one.
fn replaced(text: &str, old: &str, new: &str) -> String {
    reworded(text, letter, |word| (word == old).then_some(new))
}

#[cfg(test)]
mod tests {
    use super::follow;
    use super::of_frames;
    use super::replaced;
    use super::under;
    use crate::diff::align::named::Definitions;
    use crate::diff::align::named::RenamedColumn;
    use crate::model::edition::Definition;

    fn definitions(sql: &str, measure: &str) -> Definitions {
        let one = |key: &str, text: &str| Definition {
            settings: [(key.to_owned(), text.to_owned())].into(),
            ..Definition::default()
        };
        [
            ("frame panel".to_owned(), one("sql", sql)),
            ("statistic growth".to_owned(), one("measure", measure)),
        ]
        .into()
    }

    #[test]
    fn a_column_of_a_frame_is_renamed_where_its_query_says_nothing_else() {
        let old = definitions("SELECT a AS counted FROM t", "counted");
        let new = definitions("SELECT a AS trees FROM t", "trees");
        let found = of_frames(&old, &new).unwrap();
        assert_eq!((&*found.old, &*found.new), ("counted", "trees"));
        assert_eq!(under(&old, &found), new);
        let other = definitions("SELECT b AS trees FROM t", "trees");
        assert_eq!(of_frames(&old, &other), None);
        let kept = definitions("SELECT a AS trees FROM t", "counted");
        assert_eq!(of_frames(&old, &kept), None, "the old name is still used");
    }

    #[test]
    fn a_query_that_goes_on_to_call_a_column_what_it_was_called_only_follows() {
        let column = RenamedColumn {
            of: "data/t.csv".to_owned(),
            old: "counted".to_owned(),
            new: "trees".to_owned(),
        };
        let old = definitions("SELECT t.counted FROM t", "counted");
        let new = definitions("SELECT  t.trees AS counted FROM t", "counted");
        assert_eq!(follow(&old, &new, &column), new);
        let quoted = definitions("SELECT t.\"trees\" as counted FROM t", "counted");
        let old = definitions("SELECT t.\"counted\" FROM t", "counted");
        assert_eq!(follow(&old, &quoted, &column), quoted);
        let other = definitions("SELECT t.trees AS counted FROM t WHERE a", "counted");
        assert_eq!(follow(&old, &other, &column), old, "it says something else, too");
    }

    #[test]
    fn a_column_is_replaced_as_a_whole_word() {
        assert_eq!(
            replaced("a.needs, needs_all, needs", "needs", "score"),
            "a.score, needs_all, score"
        );
        assert_eq!(
            replaced("schema.fields.needs.name", "needs", "score"),
            "schema.fields.score.name"
        );
    }
}
