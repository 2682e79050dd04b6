//! `reissue brand`.

use crate::cli::Exit;
use crate::cli::args::BrandArgs;
use crate::cli::ui::Ui;
use crate::make;
use crate::make::Earlier;
use crate::make::Seal;
use crate::make::Silent;
use crate::make::Steps;
use crate::make::Woven;
use crate::model::diagnostic::Result;
use crate::narrative::Options;
use crate::output::brand;
use crate::output::brand_sheet;
use crate::project::Disk;

pub(super) fn brand(ui: Ui, args: &BrandArgs, seal: &Seal) -> Exit {
    let disk = Disk::new(&args.project);
    let memo = Earlier::open(&args.project, seal);
    let steps = Steps::new(&Silent);
    let options = Options { draft: true, strict: false };
    let (woven, _, sources) = make::weave(&disk, options, &steps, &memo);
    match woven.and_then(|woven| run(ui, args, &woven)) {
        Ok(()) => Exit::Done,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            Exit::Found
        }
    }
}

fn run(ui: Ui, args: &BrandArgs, woven: &Woven) -> Result<()> {
    let theme = &woven.project.theme;
    let Some(path) = &args.sheet else {
        ui.data(&brand_sheet::list(theme));
        return Ok(());
    };
    let charts = make::charted(woven);
    let first = charts.first().map(|(_, chart, texts)| (*chart, texts));
    let page = brand::with_fonts(brand_sheet::page(theme, first), theme);
    make::write_file(path, page.as_bytes())?;
    ui.say(&format!("wrote {}", path.display()));
    Ok(())
}
