//! `reissue figures`.

use crate::cli::Exit;
use crate::cli::args::FiguresArgs;
use crate::cli::ui::Ui;
use crate::figure;
use crate::figure::Texts;
use crate::make;
use crate::make::Earlier;
use crate::make::Seal;
use crate::make::Silent;
use crate::make::Steps;
use crate::make::Woven;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::words::counted;
use crate::narrative::Options;
use crate::project::Disk;
use std::path::Path;

pub(super) fn figures(ui: Ui, args: &FiguresArgs, seal: &Seal) -> Exit {
    looked_at(ui, &args.project, seal, |woven| run(ui, args, woven))
}

/// Makes something to look at of a project; claims are held to the data by `build` and `check`.
pub(super) fn looked_at(
    ui: Ui,
    project: &Path,
    seal: &Seal,
    run: impl FnOnce(&Woven) -> Result<()>,
) -> Exit {
    let disk = Disk::new(project);
    let memo = Earlier::open(project, seal);
    let steps = Steps::new(&Silent);
    let options = Options { draft: true, strict: false };
    let (woven, _, sources) = make::weave(&disk, options, &steps, &memo);
    match woven.and_then(|woven| run(&woven)) {
        Ok(()) => Exit::Done,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            Exit::Found
        }
    }
}

fn run(ui: Ui, args: &FiguresArgs, woven: &Woven) -> Result<()> {
    let all = make::charted(woven);
    for id in &args.ids {
        if !all.iter().any(|(known, ..)| known == id) {
            let message = format!("there is no figure `{id}`");
            let known = all.iter().map(|(known, ..)| *known);
            return Err(Diagnostic::error(Code::R0401, message)
                .help(did_you_mean(id, known, "figures"))
                .into());
        }
    }
    let wanted = |id: &str| args.ids.is_empty() || args.ids.iter().any(|name| name == id);
    let chosen: Vec<(&Chart, Texts)> = all
        .into_iter()
        .filter(|(id, ..)| wanted(id))
        .map(|(_, chart, texts)| (chart, texts))
        .collect();
    let Some(path) = &args.sheet else {
        let lines = chosen.iter().map(|(chart, texts)| {
            format!("{}\t{}\t{}\n", chart.id, figure::sort(chart), texts.headline)
        });
        ui.data(&lines.collect::<String>());
        return Ok(());
    };
    let title = &woven.document.meta.title;
    let page = figure::sheet(title, &chosen, &woven.project.theme);
    make::write_file(path, page.as_bytes())?;
    let figures = counted(chosen.len(), "figure");
    ui.say(&format!("wrote {} with {figures}", path.display()));
    Ok(())
}
