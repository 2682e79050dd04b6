//! What changed since the latest release and is a fault until somebody accepts it: guards that were loosened, for
//! `check --strict`, and documents that were left behind, for `release`.

use crate::cli::side::sides;
use crate::cli::ui::Ui;
use crate::diff;
use crate::make;
use crate::make::Seal;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::signoff::Review;
use crate::project;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::project::Yaml;
use std::path::Path;
use std::sync::Arc;

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

/// Returns a fault at each sentence that was not updated and that nobody accepted.
pub(super) fn left_behind(
    found: &Comparison,
    review: &Review,
    disk: &Disk,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let open =
        diff::unaccepted(found, review).into_iter().filter(|item| diff::mixed(item));
    let faults = open.flat_map(|item| {
        item.places.iter().map(|place| {
            let message = format!(
                "“{}” ({}) was not updated: {} → {}",
                place.sentence, place.at, item.old, item.new
            );
            let help = format!(
                "update the sentence, or accept it as it is with `reissue review --accept '{}' --by NAME`",
                item.id
            );
            let fault = Diagnostic::error(Code::R0736, message).help(help);
            match line(&place.line, disk, sources) {
                Some(span) => fault.at(span, item.title.clone()),
                None => fault,
            }
        }).collect::<Vec<_>>()
    });
    faults.collect()
}

/// Returns the warning of an edition that changed and is called what the one before is called.
pub(super) fn same_name(
    found: &Comparison,
    disk: &Disk,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let (old, new) = (&found.old, &found.new);
    let same = (&old.title, &old.edition) == (&new.title, &new.edition);
    if found.is_empty() || new.edition.is_empty() || !same {
        return None;
    }
    let message =
        format!("the edition is called “{}”, as the one before it", new.edition);
    let warning = Diagnostic::warning(Code::R0738, message).help(
        "say in `edition:` what it is: “Second edition”, “First edition, corrected”",
    );
    let path = ProjectPath::new("report/report.yaml").ok()?;
    let text = disk.text(&path).ok()?;
    let place = Yaml::parse(path.as_str(), &text).ok()?.place(&["edition"]);
    sources.insert(Arc::from(path.as_str()), text);
    Some(warning.at(place, ""))
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
