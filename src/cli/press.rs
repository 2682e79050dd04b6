//! `reissue press`.

use crate::cli::Exit;
use crate::cli::args::PressArgs;
use crate::cli::side::built;
use crate::cli::ui::Ui;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::Sources;
use crate::make;
use crate::press;
use std::path::Path;

pub(super) fn press(ui: Ui, args: &PressArgs) -> Exit {
    match run(ui, args) {
        Ok(()) => Exit::Done,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            Exit::Failed
        }
    }
}

fn run(ui: Ui, args: &PressArgs) -> Result<()> {
    let edition = built(&args.edition, "edition.json", &args.edition.to_string_lossy())?;
    if args.list {
        ui.data(&(press::ids(&edition).join("\n") + "\n"));
        return Ok(());
    }
    if let Some(form) = &args.format {
        let [id] = args.ids.as_slice() else {
            let message = "one figure is wanted for `--format`";
            return Err(Diagnostic::error(Code::R0702, message)
                .help("name one id")
                .into());
        };
        let bytes = press::one(&edition, id, form, &args.size)?;
        if args.to == Path::new("-") {
            ui.bytes(&bytes);
            return Ok(());
        }
        make::write_file(&args.to, &bytes)?;
        ui.say(&format!("wrote {}", args.to.display()));
        return Ok(());
    }
    let files = press::press(&edition, &args.ids)?;
    let zipped = args.to.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    if zipped {
        make::write_file(&args.to, &press::zip(&files)?)?;
    } else {
        make::write_all(&args.to, &files)?;
    }
    ui.say(&format!("wrote {} files to {}", files.len(), args.to.display()));
    Ok(())
}
