//! A column of the file, and its cells as queries see them.

use crate::frame::check::Field;
use crate::frame::check::Judged;
use crate::frame::engine::Values;
use std::borrow::Cow;

/// A table in the making: named columns of values.
pub(super) type Columns<'t> = Vec<(String, Values<'t>)>;

/// A column of the file that somebody looks at.
pub(super) struct Column<'a> {
    /// Its place among those.
    pub(super) slot: usize,
    /// What it should hold.
    pub(super) field: Field<'a>,
    /// Whether its cells are held against the contract.
    pub(super) judged: bool,
}

impl Column<'_> {
    /// Returns the name under which queries see the reasons of missing cells.
    pub(super) fn reasons(&self) -> Option<String> {
        self.field.with_reasons().then(|| format!("{}_reason", self.field.decl.name))
    }

    /// Makes the columns of texts that are wanted.
    pub(super) fn put<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        wanted: impl Fn(&str) -> bool,
        out: &mut Columns<'t>,
    ) where
        Self: 't,
    {
        let decl = self.field.decl;
        let reasons = self.reasons().filter(|name| wanted(name));
        let cells = wanted(&decl.name);
        if !cells && reasons.is_none() {
            return;
        }
        let mut values = Values::new(decl.kind, texts.size_hint().0);
        let mut why = Vec::new();
        for text in texts {
            let judged = self.field.judge(text);
            if reasons.is_some() {
                why.push(match judged {
                    Judged::Missing(reason) => Some(Cow::Owned(reason.to_owned())),
                    _ => None,
                });
            }
            values.push(match judged {
                Judged::Value(value) => Some(value),
                _ => None,
            });
        }
        if cells {
            out.push((decl.name.clone(), values));
        }
        out.extend(reasons.map(|name| (name, Values::Text(why))));
    }
}
