//! What an edition's templates may ask: whether a value is there, and the texts of its row.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::did_you_mean;
use crate::model::name::Name;
use crate::narrative::weave::calls::Piece;
use crate::narrative::weave::calls::Shared;
use crate::narrative::weave::calls::text_of;
use std::sync::Arc;
use tera::Context;
use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;

impl Shared {
    /// Returns the id of a call, with the row's values in the place of `{column}`.
    pub(super) fn id(&self, kwargs: &Kwargs) -> TeraResult<String> {
        let id = text_of(kwargs, "id")?;
        Ok(self.names.row.as_ref().map_or_else(|| id.clone(), |row| row.keyed(&id)))
    }

    /// Returns what templates may compare: the row's values, as the data have them.
    pub(super) fn context(&self) -> Context {
        let mut context = Context::new();
        for (name, value) in self.names.row.iter().flat_map(|row| &row.values) {
            context.insert(name.clone(), value);
        }
        context
    }
}

/// Makes the calls known to Tera.
pub(super) fn register(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(
        "shown",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<bool> {
            let id = own.id(&kwargs)?;
            own.look(Name::Statistic(id.clone()));
            Ok(own.names.statistics.get(&id).is_some())
        },
    );
    let own = Arc::clone(shared);
    tera.register_function(
        "column",
        move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let name = text_of(&kwargs, "name")?;
            let Some(row) = &own.names.row else {
                own.note(
                    Diagnostic::error(
                        Code::R0502,
                        "`column` has a row only in an edition",
                    )
                    .at(own.whole(&kwargs), "")
                    .help("use it in a chapter of `editions:`"),
                );
                return Ok(String::new());
            };
            if let Some(text) = row.words.get(&name) {
                let because = format!("column `{name}` of `{}`", row.frame);
                let (text, span) = (text.clone(), own.whole(&kwargs));
                return Ok(own.piece(Piece::Fixed { text, because, span }));
            }
            let message = if row.values.contains_key(&name) {
                format!(
                    "column `{name}` of `{}` is a number: show it with `stat()`",
                    row.frame
                )
            } else if own.names.columns.contains(&name) {
                format!("`{}` has no `{name}` in the row `{}`", row.frame, row.name)
            } else {
                format!("`{}` has no column `{name}`", row.frame)
            };
            let known = own.names.columns.iter().map(String::as_str);
            own.note(
                Diagnostic::error(Code::R0502, message)
                    .at(own.first(&kwargs), "")
                    .help(did_you_mean(&name, known, "columns")),
            );
            Ok(String::new())
        },
    );
}
