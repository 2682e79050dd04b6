//! `reissue diff`: what changed between two editions, ordered by how much it matters.

use crate::cli::Exit;
use crate::cli::args::DiffArgs;
use crate::cli::args::DiffFormat;
use crate::cli::args::Weight;
use crate::cli::side::sides;
use crate::cli::ui::Ui;
use crate::diff;
use crate::diff::Class;
use crate::diff::Comparison;
use crate::make;

pub(super) fn diff(ui: Ui, args: &DiffArgs) -> Exit {
    let old = args.old.as_deref().unwrap_or("git:HEAD");
    let new = args.new.as_deref().unwrap_or(".");
    let Some((old, new)) = sides(ui, &args.project, [old, new]) else {
        return Exit::Failed;
    };
    let found = make::compare(&old, &new);
    ui.data(&match args.format {
        DiffFormat::Text => diff::terminal(&found, args.all),
        DiffFormat::Markdown => diff::markdown(&found),
        DiffFormat::Json => serde_json::to_string_pretty(&found)
            .map(|text| text + "\n")
            .unwrap_or_default(),
    });
    if weighs(&found, args.fail_on) { Exit::Found } else { Exit::Done }
}

/// Returns whether anything of this weight, or more, changed.
pub(super) fn weighs(found: &Comparison, weight: Weight) -> bool {
    found.items.iter().any(|item| match weight {
        Weight::Conclusions => item.class == Class::Conclusions,
        Weight::Numbers => item.class.signed(),
        Weight::Words => item.class <= Class::Words && item.class != Class::Unseen,
        Weight::Any => true,
    })
}
