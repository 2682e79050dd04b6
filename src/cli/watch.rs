//! `reissue watch` and `reissue serve`.

use crate::cli::Exit;
use crate::cli::args::ServeArgs;
use crate::cli::args::WatchArgs;
use crate::cli::build;
use crate::cli::environment::Environment;
use crate::cli::progress::Lines;
use crate::cli::ui::Ui;
use crate::make::OutFiles;
use crate::make::Outcome;
use crate::make::Progress;
use crate::model::diagnostic;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Style;
use crate::serve::Server;
use crate::watch;
use crate::watch::Follower;
use std::sync::Arc;
use std::time::Duration;

/// Tells the terminal, and open pages, of each build.
struct Teller<'a> {
    ui: Ui,
    lines: &'a Lines,
    server: Option<Server>,
}

/// Shows the progress of each build on the terminal, and its page to open ones.
struct Ahead<'a> {
    lines: &'a Lines,
    server: Option<Server>,
}

impl Progress for Ahead<'_> {
    fn begin(&self, name: &str) {
        self.lines.begin(name);
    }

    fn end(&self, name: &str) {
        self.lines.end(name);
    }

    fn wait(&self, holder: Option<&str>) {
        self.lines.wait(holder);
    }

    fn page(&self, files: &Arc<OutFiles>) {
        if let Some(server) = &self.server {
            server.show(Arc::clone(files));
        }
    }
}

impl Follower for Teller<'_> {
    fn begin(&mut self) {
        if let Some(server) = &self.server {
            server.begin();
        }
    }

    fn end(&mut self, outcome: &Outcome) {
        self.lines.clear();
        build::report(self.ui, outcome);
        let ran = outcome.steps.iter().map(|step| step.start + step.took).max();
        let took = ran.unwrap_or_default().as_millis();
        if outcome.done {
            let reused = outcome.steps.iter().all(|step| step.reused);
            self.ui.say(&if reused {
                "up to date".to_owned()
            } else {
                format!("built in {took} ms")
            });
        } else {
            self.ui.say("the last good edition stays; waiting for a change");
        }
        if let Some(server) = &self.server {
            let style = Style::Full { colour: false };
            let failed = outcome.failed() || !outcome.done;
            let text = failed.then(|| {
                diagnostic::render(&outcome.diagnostics, &outcome.sources, style)
            });
            server.end(outcome.done, text);
        }
    }

    fn goes_on(&mut self) -> bool {
        true
    }
}

pub(super) fn watch(ui: Ui, args: &WatchArgs, environment: &Environment) -> Exit {
    run(ui, args, environment, None)
}

pub(super) fn serve(ui: Ui, args: &ServeArgs, environment: &Environment) -> Exit {
    let out = args.watch.build.project.join(&args.watch.build.out);
    match Server::start(out, &args.address) {
        Ok((server, address)) => {
            ui.say(&format!("serving http://{address}/ (stop with Ctrl-C)"));
            if !args.watch.build.html_only {
                ui.say(&format!("the PDF follows at http://{address}/__reissue/pdf"));
            }
            run(ui, &args.watch, environment, Some(server))
        }
        Err(error) => {
            ui.urgent(&format!("error: cannot listen on {}: {error}", args.address));
            ui.urgent("hint: choose another with `--address 127.0.0.1:PORT`");
            Exit::Failed
        }
    }
}

fn run(
    ui: Ui,
    args: &WatchArgs,
    environment: &Environment,
    server: Option<Server>,
) -> Exit {
    let mut request = match build::request(ui, &args.build, environment) {
        Ok(request) => request,
        Err(exit) => return exit,
    };
    request.wait = true;
    let line = ui.progress();
    let poll = args.poll.map(Duration::from_secs);
    let ahead = Ahead { lines: &line, server: server.clone() };
    let mut teller = Teller { ui, lines: &line, server };
    match watch::watch(&request, poll, &ahead, &mut teller) {
        Ok(()) => Exit::Done,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            Exit::Failed
        }
    }
}
