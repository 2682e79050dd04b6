//! `reissue brand`.

use crate::cli::Exit;
use crate::cli::args::BrandArgs;
use crate::cli::figures::looked_at;
use crate::cli::ui::Ui;
use crate::make;
use crate::make::Seal;
use crate::make::Woven;
use crate::model::diagnostic::Result;
use crate::output::brand;
use crate::output::brand_sheet;

pub(super) fn brand(ui: Ui, args: &BrandArgs, seal: &Seal) -> Exit {
    looked_at(ui, &args.project, seal, |woven| run(ui, args, woven))
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
