//! Guards that were loosened since the latest release, as faults of `check --strict`.

use crate::cli::side::sides;
use crate::cli::ui::Ui;
use crate::diff;
use crate::make;
use crate::make::Seal;
use crate::model::comparison::Item;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::project;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::path::Path;

/// Reports the guards that were loosened since the latest release and that nobody accepted;
/// none where there is no release. Returns whether there were any.
pub(super) fn loosened(ui: Ui, project: &Path, seal: &Seal) -> Result<bool> {
    let disk = Disk::new(project);
    let (releases, review) = (project::releases(&disk)?, project::review(&disk)?);
    let Some(latest) = project::latest(&releases) else { return Ok(false) };
    let name = format!("release:{latest}");
    let Some((old, new)) = sides(ui, (project, seal), [&name, "."]) else {
        return Ok(true);
    };
    let found = make::compare(&old, &new);
    let mut sources = Sources::new();
    let diagnostics: Vec<Diagnostic> = diff::unaccepted(&found, &review)
        .into_iter()
        .filter(|item| diff::loosened(item))
        .map(|item| diagnostic(item, latest, &disk, &mut sources))
        .collect();
    ui.findings(&diagnostics, &sources);
    Ok(!diagnostics.is_empty())
}

fn diagnostic(
    item: &Item,
    latest: &str,
    disk: &Disk,
    sources: &mut Sources,
) -> Diagnostic {
    let message = format!("a guard was loosened since `{latest}`: {}", diff::told(item));
    let help = format!(
        "put it back, or accept it with `reissue review --accept '{}' --by NAME`",
        item.id
    );
    let fault = Diagnostic::error(Code::R0550, message).help(help);
    match item.cause.inputs.first().and_then(|input| line(&input.place, disk, sources)) {
        Some(span) => fault.at(span, ""),
        None => fault,
    }
}

/// Returns the first line that a place names: `report/claims.yaml:27,31`.
fn line(place: &str, disk: &Disk, sources: &mut Sources) -> Option<Span> {
    let (file, lines) = place.rsplit_once(':').unwrap_or((place, "1"));
    let number: usize = lines.split(',').next()?.parse().ok()?;
    let text = disk.text(&ProjectPath::new(file).ok()?).ok()?;
    let before: usize =
        text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let line = text.get(before..)?.lines().next().unwrap_or_default();
    let start = before + (line.len() - line.trim_start().len());
    let end = before + line.trim_end().len();
    sources.insert(file, text.to_string());
    Some(Span::new(file, start..end.max(start)))
}
