//! The difference in differences that `of:` names.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::kind::settings::Panelled;
use crate::stat::kind::twfe::Did;
use crate::stat::kind::twfe::Twfe;

/// The times between which a block looks for an effect: of `did` its two, of `twfe` the first
/// under treatment.
#[derive(Debug, Clone, Copy)]
pub(in crate::stat) struct Event {
    pub pre: Option<i64>,
    pub post: i64,
}

/// Finds the settings of the `did` or `twfe` block that `of:` names.
pub(in crate::stat) fn settings_of<'a>(
    context: &Context<'a>,
    of: &str,
) -> Result<(&'a StatDecl, Event, Panelled)> {
    let place = context.block.place(&["of"]);
    let block = context.declared(of)?;
    if let Some(did) = block.settings.get::<Did>() {
        let event = Event { pre: Some(did.from), post: did.to };
        return Ok((block, event, did.settings()));
    }
    if let Some(twfe) = block.settings.get::<Twfe>() {
        let event = Event { pre: None, post: twfe.first_treated };
        return Ok((block, event, twfe.panel()));
    }
    Err(Diagnostic::error(Code::R0304, format!("`{of}` is no difference in differences"))
        .at(place, "")
        .help("name a block of `kind: did` or `twfe`")
        .into())
}
