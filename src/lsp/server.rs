//! The conversation with an editor: messages in, answers and findings out.

use crate::lsp::complete;
use crate::lsp::edit;
use crate::lsp::find::Occurrence;
use crate::lsp::fix;
use crate::lsp::hover;
use crate::lsp::session::Session;
use crate::lsp::text;
use crate::lsp::wire::Wire;
use lsp_server::Connection;
use lsp_server::Message;
use lsp_server::Notification;
use lsp_server::Request;
use lsp_server::Response;
use lsp_types::CodeAction;
use lsp_types::CodeActionOrCommand;
use lsp_types::Location;
use lsp_types::Position;
use lsp_types::Range;
use lsp_types::TextEdit;
use lsp_types::Uri;
use lsp_types::WorkspaceEdit;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Range as Bytes;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// How long typing must rest before the report is read again.
const REST: Duration = Duration::from_millis(40);

/// The file that findings without a place are shown in.
const REPORT: &str = "report/report.yaml";

/// What went wrong in a conversation.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Talks with an editor over stdio until it says goodbye.
pub fn serve() -> Result<(), Fault> {
    let wire = Wire::new();
    let talked = talk(&wire.connection);
    match wire.end()? {
        Some(why) => Err(why.into()),
        None => talked,
    }
}

/// What the server can do.
fn capabilities() -> Value {
    json!({
        "positionEncoding": "utf-16",
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "completionProvider": { "triggerCharacters": ["\"", "{", "(", ":", " "] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "renameProvider": { "prepareProvider": true },
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
        "documentSymbolProvider": true,
        "inlayHintProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
    })
}

fn talk(connection: &Connection) -> Result<(), Fault> {
    let (id, asked) = connection.initialize_start()?;
    connection.initialize_finish(
        id,
        json!({
            "capabilities": capabilities(),
            "serverInfo": { "name": "reissue", "version": env!("CARGO_PKG_VERSION") },
        }),
    )?;
    let mut server = Server { sessions: BTreeMap::new(), shown: BTreeSet::new() };
    for root in roots(&asked) {
        server.session(&root.join("report/report.yaml"));
    }
    let mut pending = true;
    loop {
        let message = if pending {
            match connection.receiver.recv_timeout(REST) {
                Ok(message) => Some(message),
                Err(error) if error.is_timeout() => None,
                Err(_) => return Ok(()),
            }
        } else {
            match connection.receiver.recv() {
                Ok(message) => Some(message),
                Err(_) => return Ok(()),
            }
        };
        match message {
            None => {
                pending = false;
                for note in server.findings() {
                    connection.sender.send(Message::Notification(note))?;
                }
            }
            Some(Message::Request(request)) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(());
                }
                let answer = server.answer(&request);
                connection.sender.send(Message::Response(answer))?;
            }
            Some(Message::Notification(note)) => pending |= server.note(&note),
            Some(Message::Response(_)) => {}
        }
    }
}

/// Returns the folders that the editor has open.
fn roots(asked: &Value) -> Vec<PathBuf> {
    let folders = asked.get("workspaceFolders").and_then(Value::as_array);
    let named = folders.into_iter().flatten().filter_map(|folder| folder.get("uri"));
    let root = asked.get("rootUri").into_iter();
    named
        .chain(root)
        .filter_map(|uri| serde_json::from_value::<Uri>(uri.clone()).ok())
        .filter_map(|uri| text::path(&uri))
        .collect()
}

struct Server {
    /// The projects by their folders.
    sessions: BTreeMap<PathBuf, Session>,
    /// The files whose findings the editor shows.
    shown: BTreeSet<PathBuf>,
}

/// A place that a request is about.
struct At<'a> {
    session: &'a Session,
    file: String,
    text: std::sync::Arc<str>,
    byte: usize,
}

impl Server {
    /// Returns the project that a file belongs to: the nearest folder above with a report.
    fn session(&mut self, path: &Path) -> Option<(&mut Session, String)> {
        let root = path
            .ancestors()
            .skip(1)
            .find(|root| root.join("report/report.yaml").is_file())?;
        let session =
            self.sessions.entry(root.to_owned()).or_insert_with(|| Session::new(root));
        let file = session.inside(path)?;
        Some((session, file))
    }

    /// Takes a notification; returns whether the report must be read again.
    fn note(&mut self, note: &Notification) -> bool {
        let params = &note.params;
        let uri = params.pointer("/textDocument/uri").cloned().unwrap_or_default();
        let path =
            serde_json::from_value::<Uri>(uri).ok().and_then(|uri| text::path(&uri));
        match (note.method.as_str(), path) {
            ("textDocument/didOpen" | "textDocument/didChange", Some(path)) => {
                let whole = params.pointer("/textDocument/text").or_else(|| {
                    params.get("contentChanges")?.as_array()?.last()?.get("text")
                });
                let Some(whole) = whole.and_then(Value::as_str) else { return false };
                let Some((session, file)) = self.session(&path) else { return false };
                session.set(&file, Some(whole.to_owned()));
                true
            }
            ("textDocument/didClose", Some(path)) => {
                let Some((session, file)) = self.session(&path) else { return false };
                session.set(&file, None);
                true
            }
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => {
                self.sessions.values_mut().for_each(Session::touched);
                true
            }
            _ => false,
        }
    }

    /// Reads what changed, and returns the findings of every file that has or had some.
    fn findings(&mut self) -> Vec<Notification> {
        let mut by_file: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        for session in self.sessions.values_mut() {
            session.refresh();
            let session = &*session;
            for found in &session.found {
                // Whatever is found is told: without a place, or with one in a file that no text
                // was read of, at the beginning of that file or of the report.
                let file = found.span().map_or(REPORT, |span| &*span.file);
                let found =
                    fix::protocol(session, found).unwrap_or_else(|| fix::unplaced(found));
                by_file.entry(session.root().join(file)).or_default().push(found);
            }
        }
        let had = std::mem::take(&mut self.shown);
        for gone in had {
            by_file.entry(gone).or_default();
        }
        let mut out = Vec::new();
        for (path, found) in by_file {
            let Some(uri) = text::uri(&path) else { continue };
            if !found.is_empty() {
                self.shown.insert(path);
            }
            let params = json!({ "uri": uri, "diagnostics": found });
            out.push(Notification::new(
                "textDocument/publishDiagnostics".to_owned(),
                params,
            ));
        }
        out
    }

    fn answer(&mut self, request: &Request) -> Response {
        let id = request.id.clone();
        let params = &request.params;
        let answer = match request.method.as_str() {
            "textDocument/completion" => self
                .at(params)
                .map(|at| json!(complete::at(at.session, &at.file, at.byte))),
            "textDocument/hover" => self.at(params).and_then(|at| {
                let card = hover::card(at.session, &at.file, at.byte)?;
                Some(json!({ "contents": { "kind": "markdown", "value": card } }))
            }),
            "textDocument/definition" => self.at(params).map(|at| {
                let places = at.same().filter(|found| found.declared);
                json!(places.filter_map(|found| at.location(found)).collect::<Vec<_>>())
            }),
            "textDocument/references" => self.at(params).map(|at| {
                let whole = params.pointer("/context/includeDeclaration");
                let whole = whole.and_then(Value::as_bool).unwrap_or(true);
                let places = at.same().filter(|found| whole || !found.declared);
                json!(places.filter_map(|found| at.location(found)).collect::<Vec<_>>())
            }),
            "textDocument/prepareRename" => self.at(params).and_then(|at| {
                let found = at.session.index.at(&at.file, at.byte)?;
                Some(json!({
                    "range": range(&at.text, &found.of_name()),
                    "placeholder": found.name,
                }))
            }),
            "textDocument/rename" => {
                let name =
                    params.get("newName").and_then(Value::as_str).unwrap_or_default();
                if !is_id(name) {
                    let message = format!(
                        "`{name}` cannot be an id: write small letters, digits and `_`, starting with a letter"
                    );
                    return Response::new_err(id, -32602, message);
                }
                let name = name.to_owned();
                let at = self.at(params);
                if let Some(taken) = at.as_ref().and_then(|at| at.taken(&name)) {
                    let message = format!("`{name}` is there already, in {taken}");
                    return Response::new_err(id, -32602, message);
                }
                at.map(|at| json!(at.rename(&name)))
            }
            "textDocument/codeAction" => {
                self.actions(params).map(|actions| json!(actions))
            }
            "textDocument/documentSymbol" => self
                .at(params)
                .map(|at| json!(edit::symbols(at.session, &at.file, &at.text))),
            "textDocument/inlayHint" => self
                .at(params)
                .map(|at| json!(edit::values(at.session, &at.file, &at.text))),
            "textDocument/foldingRange" => {
                self.at(params).map(|at| json!(edit::folds(&at.file, &at.text)))
            }
            "textDocument/formatting" => self.at(params).map(|at| {
                let markdown =
                    Path::new(&at.file).extension().is_some_and(|end| end == "md");
                let tables = if markdown { edit::tables(&at.text) } else { Vec::new() };
                let edits: Vec<TextEdit> = tables
                    .into_iter()
                    .map(|(place, new)| TextEdit::new(range(&at.text, &place), new))
                    .collect();
                json!(edits)
            }),
            other => {
                let message = format!("`{other}` is not known");
                return Response::new_err(id, -32601, message);
            }
        };
        Response::new_ok(id, answer.unwrap_or(Value::Null))
    }

    /// Returns what a request is about, the report read as it is now.
    fn at(&mut self, params: &Value) -> Option<At<'_>> {
        let uri = params.pointer("/textDocument/uri")?.clone();
        let path = text::path(&serde_json::from_value::<Uri>(uri).ok()?)?;
        let (session, file) = self.session(&path)?;
        session.refresh();
        let session = &*session;
        let text = session.text(&file)?;
        let place = params.get("position").cloned();
        let place =
            place.and_then(|place| serde_json::from_value::<Position>(place).ok());
        let byte = text::offset(&text, place.unwrap_or_default());
        Some(At { session, file, text, byte })
    }

    fn actions(&mut self, params: &Value) -> Option<Vec<CodeActionOrCommand>> {
        let wanted: Range = serde_json::from_value(params.get("range")?.clone()).ok()?;
        let at = self.at(params)?;
        let from = text::offset(&at.text, wanted.start);
        let to = text::offset(&at.text, wanted.end);
        let touched = at.session.found.iter().filter(|found| {
            found.span().is_some_and(|span| {
                *span.file == *at.file && span.start <= to && from <= span.end
            })
        });
        let mut out = Vec::new();
        for found in touched {
            for fix in fix::fixes(at.session, found) {
                let edit = TextEdit::new(range(&at.text, &fix.place), fix.text);
                let uri = text::uri(&at.session.root().join(&at.file))?;
                out.push(CodeActionOrCommand::CodeAction(CodeAction {
                    title: fix.title,
                    kind: Some(lsp_types::CodeActionKind::QUICKFIX),
                    diagnostics: fix::protocol(at.session, found)
                        .map(|found| vec![found]),
                    edit: Some(changes([(uri, edit)])),
                    ..CodeAction::default()
                }));
            }
        }
        Some(out)
    }
}

impl At<'_> {
    /// Returns every occurrence of the name at the place.
    fn same(&self) -> impl Iterator<Item = &Occurrence> {
        let found = self.session.index.at(&self.file, self.byte);
        found.into_iter().flat_map(|found| self.session.index.same(found))
    }

    fn location(&self, found: &Occurrence) -> Option<Location> {
        let text = self.session.text(&found.file)?;
        let uri = text::uri(&self.session.root().join(&found.file))?;
        Some(Location::new(uri, range(&text, &found.place)))
    }

    /// Returns where a new name is taken.
    fn taken(&self, name: &str) -> Option<String> {
        let found = self.session.index.at(&self.file, self.byte)?;
        let mut names = self.session.index.names(found.sort);
        names
            .find(|other| other.name == name && found.name != name)
            .map(|other| other.file.clone())
    }

    fn rename(&self, name: &str) -> WorkspaceEdit {
        let edits = self.same().filter_map(|found| {
            let text = self.session.text(&found.file)?;
            let uri = text::uri(&self.session.root().join(&found.file))?;
            Some((uri, TextEdit::new(range(&text, &found.of_name()), name.to_owned())))
        });
        changes(edits)
    }
}

#[expect(clippy::mutable_key_type, reason = "the protocol's type has addresses for keys")]
fn changes(edits: impl IntoIterator<Item = (Uri, TextEdit)>) -> WorkspaceEdit {
    let mut by_file: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        by_file.entry(uri).or_default().push(edit);
    }
    WorkspaceEdit::new(by_file)
}

fn range(text: &str, place: &Bytes<usize>) -> Range {
    Range::new(text::position(text, place.start), text::position(text, place.end))
}

fn is_id(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
