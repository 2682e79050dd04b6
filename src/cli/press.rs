//! `reissue press`: figures and findings with everything that must travel with them.

use crate::cli::Exit;
use crate::cli::access;
use crate::cli::args::PressArgs;
use crate::cli::embargo;
use crate::cli::environment::Environment;
use crate::cli::side::built;
use crate::cli::side::side;
use crate::cli::ui::Ui;
use crate::cli::verify::bytes;
use crate::labels;
use crate::make;
use crate::make::Desk;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Style;
use crate::model::edition::Edition;
use crate::model::words::counted;
use crate::output::typst::Bundle;
use crate::output::typst::Program;
use crate::output::typst::shared;
use crate::press;
use crate::press::Files;
use crate::press::Order;
use crate::press::Pack;
use crate::press::Press;
use crate::press::State;
use crate::press::Terms;
use crate::project;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

pub(super) fn press(ui: Ui, args: &PressArgs, environment: &Environment) -> Exit {
    match run(ui, args, environment) {
        Ok(exit) => exit,
        Err((failure, sources)) => {
            ui.findings(failure.diagnostics(), &sources);
            Exit::Failed
        }
    }
}

/// A failure with the texts it points into.
type Told<T> = Result<T, (Failure, Sources)>;

fn untold(failure: Failure) -> (Failure, Sources) {
    (failure, Sources::new())
}

fn run(ui: Ui, args: &PressArgs, environment: &Environment) -> Told<Exit> {
    let name = args.edition.to_string_lossy();
    let edition = built(&args.edition, "edition.json", &name).map_err(untold)?;
    let disk = Disk::new(&args.project);
    let _within = labels::enter(&project::spoken(&disk, &edition.document.meta.language));
    if args.list {
        return list(ui, args, &edition).map_err(untold);
    }
    if !args.verify.is_empty() {
        return verify(ui, args, environment, &edition);
    }
    if edition.draft {
        return Err(untold(draft(&name).into()));
    }
    let terms = terms(args, &edition).map_err(untold)?;
    let before = match since(args, &edition).map_err(untold)? {
        Some(name) => {
            let (before, sources) = side((&args.project, &environment.seal()), &name);
            Some(before.map_err(|failure| (failure, sources))?.edition)
        }
        None => None,
    };
    let synonyms = project::Synonyms::read(&disk).map_err(untold)?;
    let mut orders = Vec::new();
    let mut seen = BTreeSet::new();
    let names: Vec<String> =
        args.recipients.iter().filter(|name| seen.insert(*name)).cloned().collect();
    if names.is_empty() {
        let order = Order::new(&edition, before.as_ref(), &disk, terms);
        orders.push(Order { synonyms, ..order });
    } else {
        // Who has a copy already keeps it: no other name gets the same file.
        let known = access::listed(&access::list_of(args)).map_err(untold)?;
        let all: Vec<String> = names.iter().chain(known.keys()).cloned().collect();
        for (name, part) in names.iter().zip(press::parts(&all)) {
            let terms = Terms { recipient: Some(name.clone()), ..terms.clone() };
            let order = Order::new(&edition, before.as_ref(), &disk, terms);
            orders.push(Order { part, synonyms: synonyms.clone(), ..order });
        }
    }
    let result = match orders.first() {
        Some(order) if args.format.is_some() || args.copy_text => {
            snippet(ui, args, order)
        }
        _ => packs(ui, args, environment, &orders),
    };
    result.map_err(untold)?;
    Ok(Exit::Done)
}

/// A draft may say what the data do not bear out, and what is pulled from it would not tell so.
fn draft(name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::R0702,
        format!("`{name}` is a draft, and its statements need not hold"),
    )
    .help("mend what does not hold, and build without `--draft`")
}

/// Prints what can be pulled: all, or what speaks of every word given.
fn list(ui: Ui, args: &PressArgs, edition: &Edition) -> Result<Exit> {
    let words: Vec<String> = args.ids.iter().map(|word| word.to_lowercase()).collect();
    if !words.is_empty() && press::sought(&words).is_empty() {
        let message =
            format!("`{}` has no letter or digit to look for", args.ids.join(" "));
        return Err(Diagnostic::error(Code::R0702, message)
            .help("name a word or a number, such as `41%`; `reissue press --list` alone tells all")
            .into());
    }
    let synonyms = project::Synonyms::read(&Disk::new(&args.project))?;
    let items = press::items(edition, &synonyms);
    let text = |one: &press::Item| {
        format!("{} {} {} {}", one.id, one.kind, one.title, one.words)
    };
    let speaks = |one: &press::Item| {
        let at = press::found(&text(one), &words)?;
        let said = !words.is_empty() && press::found(&one.title, &words).is_some();
        let kind =
            ["finding", "figure", "release"].iter().position(|kind| *kind == one.kind);
        Some((!said, kind.filter(|_| said), at))
    };
    let mut found: Vec<_> =
        items.iter().filter_map(|one| Some((speaks(one)?, one))).collect();
    // What says it in its title or sentence comes first, then what names it first; of equals, as they stand.
    found.sort_by_key(|(rank, _)| *rank);
    if found.is_empty() {
        let message = format!(
            "no figure, finding or news release matches `{}`",
            args.ids.join(" ")
        );
        let texts: Vec<String> = items.iter().map(text).collect();
        let meant = press::meant(&texts, &words).map_or_else(
            || "use fewer or other words".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        let joint = if meant.ends_with('?') { "" } else { ";" };
        return Err(Diagnostic::error(Code::R0702, message)
            .help(format!("{meant}{joint} `reissue press --list` alone tells all"))
            .into());
    }
    let line = |one: &press::Item| match ui.style {
        Style::Json => {
            object(&[("id", &one.id), ("kind", one.kind), ("title", &one.title)])
        }
        _ => format!("{}\t{}\t{}", one.id, one.kind, one.title),
    };
    ui.data(&found.iter().map(|(_, one)| line(one) + "\n").collect::<String>());
    Ok(Exit::Done)
}

/// Returns words as one JSON object.
fn object(words: &[(&str, &str)]) -> String {
    let word = |text: &str| serde_json::Value::from(text);
    let pairs: Vec<String> = words
        .iter()
        .map(|(key, value)| format!("{}:{}", word(key), word(value)))
        .collect();
    format!("{{{}}}", pairs.join(","))
}

/// Returns the edition to say the changes since: the one asked for, else the latest release,
/// or the one before it when the edition is that release.
fn since(args: &PressArgs, edition: &Edition) -> Result<Option<String>> {
    if args.since.is_some() || args.format.is_some() || args.copy_text {
        return Ok(args.since.clone());
    }
    let releases = project::releases(&Disk::new(&args.project))?;
    let meta = &edition.document.meta;
    let own = (format!("{}, {}", meta.title, meta.edition), meta.date.as_str());
    let latest = project::latest(&releases).and_then(|id| releases.get_key_value(id));
    let id = latest.map(|(id, released)| {
        let same = (released.edition.clone(), released.date.as_str()) == own;
        if same { released.after.clone() } else { id.clone() }
    });
    Ok(id.filter(|id| !id.is_empty()).map(|id| format!("release:{id}")))
}

/// Decides on what terms files may be handed out now.
fn terms(args: &PressArgs, edition: &Edition) -> Result<Terms> {
    let meta = &edition.document.meta;
    let help =
        "wait, or lift it with `--lift --force --because REASON`, which the pack records";
    let lift = embargo::lift(&args.embargo, help).filter(|_| meta.lifted.is_none());
    let lifted = lift.map(|lift| lift.of(meta.embargo.as_ref())).transpose()?;
    Ok(Terms { lifted, recipient: None })
}

/// One form of one figure or finding, or its words.
fn snippet(ui: Ui, args: &PressArgs, order: &Order<'_>) -> Result<()> {
    let [id] = args.ids.as_slice() else {
        let flag = if args.copy_text { "--copy-text" } else { "--format" };
        let message = format!("`{flag}` needs one figure, finding or news release");
        let help = "name one id: `reissue press --list` lists them";
        return Err(Diagnostic::error(Code::R0702, message).help(help).into());
    };
    let Some(form) = args.format.as_deref().filter(|_| !args.copy_text) else {
        ui.data(&press::text(order, id)?);
        return Ok(());
    };
    let tone = args.tone.as_deref().unwrap_or("light");
    let bytes = press::one(order, id, form, (args.size.as_deref(), tone))?;
    let size = args.size.as_deref().unwrap_or(press::USUAL);
    let to = args.to.clone().unwrap_or_else(|| {
        let tone = if tone == "dark" { "-dark" } else { "" };
        let suffix = order.suffix();
        PathBuf::from(match form {
            "png" | "svg" => format!("{id}-{size}{tone}{suffix}.{form}"),
            "csv" | "json" => format!("{id}{suffix}.{form}"),
            _ => "-".to_owned(),
        })
    });
    let ending = to.extension().map(|end| end.to_string_lossy().to_lowercase());
    if ["png", "svg", "csv", "json"].contains(&form)
        && let Some(ending) = ending.filter(|ending| ending != form)
    {
        let message =
            format!("`{}` ends in `.{ending}`, and would hold {form}", to.display());
        return Err(Diagnostic::error(Code::R0702, message)
            .help(format!("let its name end in `.{form}`"))
            .into());
    }
    if to == Path::new("-") {
        ui.bytes(&bytes);
        return Ok(());
    }
    make::write_file(&to, &bytes)?;
    ui.say(&format!("wrote {}", to.display()));
    Ok(())
}

/// A pack for each recipient, and the list of who has which.
fn packs(
    ui: Ui,
    args: &PressArgs,
    environment: &Environment,
    orders: &[Order<'_>],
) -> Result<()> {
    let typst = if args.no_pdf { None } else { Some(typst(args, environment)?) };
    let line = ui.progress();
    let desk = Desk::open(&args.project, Some(&line))?;
    let to_list = access::list_of(args);
    let mut list = access::listed(&to_list)?;
    let mut said = Vec::new();
    for order in orders {
        let Pack { mut files, exposures, press, releases } =
            press::press(order, &args.ids, typst.is_some())?;
        // Typst has a core while the others turn pictures to pixels.
        let (pictures, printed) = labels::join(
            || press::pictures(&exposures),
            || -> Result<Files> {
                match (&press, &typst) {
                    (Some(press), Some(typst)) => {
                        let mut printed = pdfs(&desk, press, typst)?;
                        printed.extend(papers(&desk, order, &releases, typst)?);
                        Ok(printed)
                    }
                    _ => Ok(Files::new()),
                }
            },
        );
        files.extend(pictures?);
        files.extend(printed?);
        let seal = press::seal(order, &mut files)?;
        let to = destination(args, order);
        let zipped = to.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
        let count = if zipped {
            make::write_file(&to, &press::archive(&files)?)?;
            files.len()
        } else {
            let base = Path::new("");
            let mut staged =
                desk.stage((base, &to), make::FolderSort::Pack, &BTreeMap::new())?;
            let (archive, added) =
                labels::join(|| press::archive(&files), || staged.add_all(&files));
            added?;
            staged.add(&order.archive(), &archive?)?;
            staged.publish()?;
            files.len() + 1
        };
        said.push(format!(
            "wrote {} to {}, seal {seal}",
            counted(count, "file"),
            to.display()
        ));
        let name = order.terms.recipient.clone().unwrap_or_default();
        let row = access::row(&name, &to, &seal);
        list.insert(name, row);
    }
    line.clear();
    for line in said {
        ui.say(&line);
    }
    if let Some(embargo) = orders.first().and_then(Order::held) {
        ui.say(&embargo::standing(embargo, "reissue press --lift"));
    }
    if !args.recipients.is_empty() {
        make::write_file(&to_list, access::text(list).as_bytes())?;
        ui.say(&format!("wrote {}", to_list.display()));
    }
    Ok(())
}

/// Where a pack goes; under embargo and for a recipient its name says so.
fn destination(args: &PressArgs, order: &Order<'_>) -> PathBuf {
    let to = args.to.clone().unwrap_or_else(|| PathBuf::from("press"));
    let suffix = order.suffix();
    if suffix.is_empty() {
        return to;
    }
    let ending = to.extension().map(|end| format!(".{}", end.to_string_lossy()));
    to.with_file_name(format!(
        "{}{suffix}{}",
        access::stem(&to),
        ending.unwrap_or_default()
    ))
}

fn typst(args: &PressArgs, environment: &Environment) -> Result<Program> {
    let asked = args.typst.as_deref().or(environment.typst.as_deref());
    let found = Program::find(asked, environment.cache.as_deref(), &environment.path);
    let found = found.and_then(Program::checked);
    found.map(|program| program.packages(args.packages)).map_err(|failure| {
        let told = failure.into_diagnostics().into_iter().map(|found| {
            found.help(
                "run `reissue build --install-typst` once, name it with `--typst PATH`, or leave \
                 the PDFs out with `--no-pdf`",
            )
        });
        let mut found = crate::model::diagnostic::Findings::new();
        found.extend(told);
        match found.finish(()) {
            Err(failure) => failure,
            Ok(_) => Diagnostic::error(Code::R0601, "the `typst` program was not found").into(),
        }
    })
}

/// Makes the PDFs of a pack in one run of Typst.
fn pdfs(desk: &Desk, press: &Press, typst: &Program) -> Result<Files> {
    let folder = desk.fill("press", &press.files)?;
    let template = press.files.get("main.typ").map_or(&[][..], Vec::as_slice);
    typst.documents(&folder.inside(), template, "made")?;
    let made = Disk::new(folder.inside().join("made"));
    let mut files = Files::new();
    for name in &press.pdfs {
        let path =
            ProjectPath::new(name).map_err(|why| Diagnostic::error(Code::R0603, why))?;
        files.insert(name.clone(), made.read(&path)?.to_vec());
    }
    Ok(files)
}

/// Makes the PDFs of news releases.
fn papers(
    desk: &Desk,
    order: &Order<'_>,
    releases: &[(String, Bundle)],
    typst: &Program,
) -> Result<Files> {
    let mut files = Files::new();
    for (name, bundle) in releases {
        let mut beside = shared(order.templates, &order.edition.theme)?;
        beside.extend(bundle.files.clone());
        let folder = desk.fill("release", &beside)?;
        files.insert(name.clone(), typst.compile(&folder.inside(), bundle)?);
    }
    Ok(files)
}

/// Judges files in the wild, a line each.
fn verify(
    ui: Ui,
    args: &PressArgs,
    environment: &Environment,
    edition: &Edition,
) -> Told<Exit> {
    let mut all = Exit::Done;
    let mut out = String::new();
    let recipients = access::recipients(args).map_err(untold)?;
    let earlier = earlier(args, environment, edition)?;
    let judge = press::Judge::new(edition, &earlier, &recipients);
    for file in &args.verify {
        if file.is_dir() {
            let message = format!("cannot read `{}`: it is a folder", file.display());
            let help = format!("`reissue verify {}` checks a whole pack", file.display());
            return Err(untold(
                Diagnostic::error(Code::R0705, message).help(help).into(),
            ));
        }
        let verdict = judge.verify(&bytes(file, press::MOST).map_err(untold)?);
        if verdict.state != State::Current {
            all = Exit::Found;
        }
        let (state, because) = (verdict.state.name(), verdict.because);
        let json = object(&[
            ("file", &file.to_string_lossy()),
            ("state", state),
            ("because", &because),
        ]);
        let line = match ui.style {
            Style::Json => json,
            _ => format!("{}: {state}: {because}", file.display()),
        };
        out.push_str(&(line + "\n"));
    }
    ui.data(&out);
    Ok(all)
}

/// Returns the editions that files may be of besides the one judged by, the latest first: the one asked for,
/// else the releases that are not later.
fn earlier(
    args: &PressArgs,
    environment: &Environment,
    edition: &Edition,
) -> Told<Vec<press::Earlier>> {
    let names = if let Some(name) = &args.since {
        vec![name.clone()]
    } else {
        let releases = project::releases(&Disk::new(&args.project)).map_err(untold)?;
        let date = &edition.document.meta.date;
        let mut known: Vec<_> =
            releases.iter().filter(|(_, one)| one.date <= *date).collect();
        known.sort_by_key(|(_, one)| std::cmp::Reverse(one.number));
        known.into_iter().map(|(id, _)| format!("release:{id}")).collect()
    };
    let read = names.into_iter().map(|name| {
        let (read, sources) = side((&args.project, &environment.seal()), &name);
        let read = read.map_err(|failure| (failure, sources))?;
        let name = name
            .strip_prefix("release:")
            .map_or_else(|| format!("`{name}`"), |id| format!("release `{id}`"));
        Ok((name, read.edition))
    });
    read.collect()
}
