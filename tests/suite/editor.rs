//! `reissue lsp`: a scripted editor over stdio.

use crate::harness::Project;
use crate::harness::program;
use serde_json::Value;
use serde_json::json;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Stdio;

struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    root: String,
    asked: i64,
}

impl Editor {
    fn open(project: &Project) -> Self {
        let mut child = program(project.path())
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let root = format!("file://{}", project.path().display());
        let mut editor = Self { child, input, output, root, asked: 0 };
        let root = editor.root.clone();
        let about =
            editor.ask("initialize", &json!({ "rootUri": root, "capabilities": {} }));
        assert_eq!(about["serverInfo"]["name"], "reissue");
        editor.tell("initialized", &json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().unwrap();
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and returns the result or the error.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }),
        );
        loop {
            let message = self.next();
            if message["id"] == id {
                let result = message.get("result").or_else(|| message.get("error"));
                return result.cloned().unwrap_or_default();
            }
        }
    }

    fn file(&self, path: &str) -> Value {
        json!({ "uri": format!("{}/{path}", self.root) })
    }

    fn type_into(&mut self, path: &str, text: &str) {
        let uri = format!("{}/{path}", self.root);
        let document =
            json!({ "uri": uri, "languageId": "x", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Returns the next findings of a file.
    fn findings(&mut self, path: &str) -> Vec<(u64, u64, String, String)> {
        loop {
            let message = self.next();
            let uri = message["params"]["uri"].as_str().unwrap_or_default();
            if message["method"] == "textDocument/publishDiagnostics"
                && uri.ends_with(path)
            {
                let found = message["params"]["diagnostics"].as_array().unwrap().clone();
                return found
                    .iter()
                    .map(|one| {
                        let start = &one["range"]["start"];
                        let message = one["message"].as_str().unwrap();
                        (
                            start["line"].as_u64().unwrap(),
                            start["character"].as_u64().unwrap(),
                            one["code"].as_str().unwrap().to_owned(),
                            message.lines().next().unwrap().to_owned(),
                        )
                    })
                    .collect();
            }
        }
    }

    fn close(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

/// The place of a text in a file, in UTF-16 units.
fn place(text: &str, part: &str) -> Value {
    let at = text.find(part).unwrap();
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

const CHAPTER: &str = "report/chapters/1-numbers.md";

#[test]
fn findings_follow_what_is_typed_and_nothing_is_written() {
    let project = Project::starter();
    let saved = project.read(CHAPTER);
    let mut editor = Editor::open(&project);
    // A letter of two units before the number, and lines that end as on Windows.
    let typed = format!(
        "{saved}\n𝄞 There were 4321 trees, {{{{ stat(\"grwth.planting\") }}}}.\n"
    );
    editor.type_into(CHAPTER, &typed.replace('\n', "\r\n"));
    let line = u64::try_from(saved.lines().count() + 1).unwrap();
    assert_eq!(
        editor.findings(CHAPTER),
        [
            (
                line,
                34,
                "R0502".to_owned(),
                "unknown statistic `grwth.planting`".to_owned()
            ),
            (
                line,
                0,
                "R0623".to_owned(),
                "no font has the character `𝄞` (U+1D11E)".to_owned()
            ),
            (
                line,
                14,
                "R0506".to_owned(),
                "the number `4321` is bound to no value".to_owned()
            ),
        ]
    );
    let range = json!({ "start": place(&typed, "grwth"), "end": place(&typed, "grwth") });
    let file = editor.file(CHAPTER);
    let fixes = editor.ask("textDocument/codeAction", &json!({ "textDocument": file, "range": range, "context": { "diagnostics": [] } }),
    );
    assert_eq!(fixes[0]["title"], "write `growth`");
    editor.type_into(CHAPTER, &saved);
    assert_eq!(editor.findings(CHAPTER), []);
    assert_eq!(project.read(CHAPTER), saved);
    editor.close();
}

#[test]
fn what_has_no_place_is_told_at_the_beginning_of_the_report() {
    let project = Project::starter();
    let mut editor = Editor::open(&project);
    editor.type_into(CHAPTER, &project.read(CHAPTER));
    // Once it answers, it has read the report.
    let document = editor.file(CHAPTER);
    editor.ask("textDocument/documentSymbol", &json!({ "textDocument": document }));
    project.remove("report/report.yaml");
    editor.tell("textDocument/didSave", &json!({}));
    let found = editor.findings("report/report.yaml");
    assert_eq!(
        found,
        [(
            0,
            0,
            "R0101".to_owned(),
            "cannot read `report/report.yaml`: there is no such file".to_owned()
        )]
    );
    editor.close();
}

#[test]
fn values_are_known_although_a_chapter_was_wrong_from_the_beginning() {
    let project = Project::starter();
    let wrong = format!(
        "{}\nTrees, {{{{ stat(\"growth.plantng\") }}}}.\n",
        project.read(CHAPTER)
    );
    project.file(CHAPTER, &wrong);
    let mut editor = Editor::open(&project);
    editor.type_into(CHAPTER, &wrong);
    let document = editor.file(CHAPTER);
    let at =
        json!({ "textDocument": document, "position": place(&wrong, "growth.planting") });
    let card = editor.ask("textDocument/hover", &at);
    let card = card["contents"]["value"].as_str().unwrap();
    assert!(card.contains("30.3%"), "{card}");
    let typed = json!({ "textDocument": document, "position": place(&wrong, "plantng") });
    let offered = editor.ask("textDocument/completion", &typed);
    assert!(offered.to_string().contains("7.5%"), "{offered}");
    editor.close();
}

#[test]
fn a_message_of_very_many_bytes_is_refused_with_words() {
    let project = Project::starter();
    let mut command = program(project.path());
    let mut child = command
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"Content-Length: 99999999999999999\r\n\r\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = "error: the conversation with the editor ended: a message has 99999999999999999 bytes, more than the 67108864 allowed\n";
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), err.as_str()), (Some(2), said));
    drop(input);
}

#[test]
fn a_number_is_bound_to_the_statistic_that_has_its_value() {
    let project = Project::starter();
    let mut editor = Editor::open(&project);
    let typed = format!("{}\nThey gained 30.3% in all.\n", project.read(CHAPTER));
    editor.type_into(CHAPTER, &typed);
    let range = json!({ "start": place(&typed, "30.3"), "end": place(&typed, "30.3") });
    let file = editor.file(CHAPTER);
    let fixes = editor.ask("textDocument/codeAction", &json!({ "textDocument": file, "range": range, "context": { "diagnostics": [] } }),
    );
    let texts: Vec<&str> = fixes
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|fix| {
            fix["edit"]["changes"].as_object()?.values().next()?[0]["newText"].as_str()
        })
        .collect();
    assert!(texts.contains(&"{{ stat(\"growth.planting\") }}"), "{fixes}");
    editor.close();
}

#[test]
fn a_name_leads_to_its_declaration_and_is_renamed_everywhere() {
    let project = Project::starter();
    let text = project.read(CHAPTER);
    let mut editor = Editor::open(&project);
    editor.type_into(CHAPTER, &text);
    let file = editor.file(CHAPTER);
    let at = place(&text, "growth.planting");
    let there = json!({ "textDocument": file, "position": at });
    let card = editor.ask("textDocument/hover", &there);
    let card = card["contents"]["value"].as_str().unwrap().to_owned();
    assert!(card.starts_with("**30.3%**  \nChange in street trees"), "{card}");
    let declared = editor.ask("textDocument/definition", &there);
    assert!(
        declared[0]["uri"].as_str().unwrap().ends_with("report/statistics.yaml"),
        "{declared}"
    );
    let mut there = there;
    there["newName"] = json!("districts");
    let refused = editor.ask("textDocument/rename", &there);
    assert_eq!(
        refused["message"],
        "`districts` is there already, in report/statistics.yaml"
    );
    there["newName"] = json!("tree_growth");
    let renamed = editor.ask("textDocument/rename", &there);
    editor.close();
    for (uri, edits) in renamed["changes"].as_object().unwrap() {
        let path =
            uri.strip_prefix(&format!("file://{}/", project.path().display())).unwrap();
        let mut text = project.read(path);
        let mut edits: Vec<(usize, usize)> = edits
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| {
                let byte = |place: &Value| {
                    let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
                    let column =
                        usize::try_from(place["character"].as_u64().unwrap()).unwrap();
                    let start: usize =
                        text.split_inclusive('\n').take(line).map(str::len).sum();
                    start + column
                };
                (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]))
            })
            .collect();
        edits.sort_unstable();
        for (start, end) in edits.into_iter().rev() {
            assert_eq!(&text[start..end], "growth");
            text.replace_range(start..end, "tree_growth");
        }
        project.file(path, text);
    }
    let ran = project.run(&["check", "--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.run(&["stats", "tree_growth"]).out.contains("tree_growth.planting"));
}

#[test]
fn ids_calls_keys_and_words_are_offered_where_they_may_stand() {
    let project = Project::starter();
    let mut editor = Editor::open(&project);
    let mut offered = |path: &str, text: &str| -> Vec<String> {
        let at = text.find('¦').unwrap();
        let text = text.replace('¦', "");
        let line = text[..at].matches('\n').count();
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        editor.type_into(path, &text);
        let file = editor.file(path);
        let found = editor.ask("textDocument/completion", &json!({ "textDocument": file, "position": { "line": line, "character": at - start } }),
        );
        let items = found.as_array().unwrap().clone();
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    let chapter = project.read(CHAPTER);
    let ids = offered(CHAPTER, &format!("{chapter}\n{{{{ stat(\"growth.¦\") }}}}\n"));
    assert!(ids.contains(&"growth.planting".to_owned()), "{ids:?}");
    let shows = offered(
        CHAPTER,
        &format!("{chapter}\n{{{{ stat(\"growth.none\", show=\"¦\") }}}}\n"),
    );
    assert!(shows.contains(&"interval".to_owned()), "{shows:?}");
    let calls = offered(CHAPTER, &format!("{chapter}\n{{{{ ¦ }}}}\n"));
    assert!(calls.contains(&"claim".to_owned()), "{calls:?}");
    let figures = project.read("report/figures.yaml");
    let keys = offered("report/figures.yaml", &format!("{figures}    la¦"));
    assert!(
        keys.contains(&"labels".to_owned()) && !keys.contains(&"layout".to_owned()),
        "{keys:?}"
    );
    let kinds = offered("report/figures.yaml", &format!("{figures}  more:\n    kind: ¦"));
    assert!(kinds.contains(&"histogram".to_owned()), "{kinds:?}");
    let statistics = project.read("report/statistics.yaml");
    let columns = offered(
        "report/statistics.yaml",
        &format!(
            "{statistics}  more:\n    kind: level\n    frame: panel\n    measure: ¦"
        ),
    );
    assert_eq!(columns, ["district", "scheme", "year", "trees"]);
    let words = offered(
        "report/statistics.yaml",
        &format!(
            "{statistics}  more:\n    kind: level\n    frame: panel\n    summary: ¦"
        ),
    );
    assert!(words.contains(&"median".to_owned()), "{words:?}");
    editor.close();
}
