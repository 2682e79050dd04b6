//! The two groups of a `change` block, read again under other settings.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::kind::area_change;
use crate::stat::kind::area_change::Change;
use crate::stat::kind::area_change::GroupChanges;
use crate::stat::measure::change_format;
use crate::stat::measure::difference_format;

/// The two groups of a `change` block, read again.
pub(super) struct Compared<'a> {
    pub decl: &'a Change,
    pub treated: GroupChanges,
    pub control: GroupChanges,
    pub format: Format,
    pub files: Vec<String>,
}

/// Finds the block that `of:` names, which must compare two groups.
pub(super) fn change_of<'a>(
    context: &Context<'a>,
    of: &str,
) -> Result<(&'a StatDecl, &'a Change)> {
    let place = context.block.place(&["of"]);
    let block = context.declared(of)?;
    match block.settings.get::<Change>() {
        Some(decl) if decl.compare.is_some() => Ok((block, decl)),
        _ => Err(Diagnostic::error(Code::R0304, format!("`{of}` compares no groups"))
            .at(place, "")
            .help("name a block of `kind: change` with `compare:`")
            .into()),
    }
}

/// Reads the groups of a `change` block under settings that may differ from its own.
pub(super) fn compared<'a>(
    context: &Context<'a>,
    block: &'a StatDecl,
    decl: &'a Change,
    changed: &Change,
) -> Result<Compared<'a>> {
    let inner = context.of(block);
    let groups = area_change::groups(&inner, changed)?;
    let pairs = area_change::pairs(&inner, changed, &groups)?;
    let Some((_, treated, control)) =
        pairs.into_iter().find(|(rest, ..)| rest.is_empty())
    else {
        return Err(context
            .contradiction(
                &["of"],
                format!("`{}` breaks its groups down further", block.id),
            )
            .help("name a block whose `by:` is the group alone")
            .into());
    };
    let (treated, control) = (treated.clone(), control.clone());
    let format = difference_format(&inner.format(change_format(
        inner.precise(&changed.measure, &changed.frame),
        changed.form,
    ))?);
    let files = inner.reader(&changed.frame)?.files();
    Ok(Compared { decl, treated, control, format, files })
}

impl Compared<'_> {
    pub(super) fn values(&self) -> (Vec<f64>, Vec<f64>) {
        (self.treated.values(), self.control.values())
    }
}
