//! Findings as services that build a project want them: annotations of GitHub, and SARIF.
//!
//! A service knows files by their path in the repository: `folder` is the project's there, empty or
//! with its slash.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// Returns findings as workflow commands of GitHub, a line each.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources, folder: &str) -> String {
    let line = |found: &Diagnostic| {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut at = vec![("title", found.code.name().to_owned())];
        if let Some(span) = found.span().filter(|span| !span.file.is_empty()) {
            at.insert(0, ("file", format!("{folder}{}", span.file)));
            if let Some([line, column, end_line, end_column]) = lines(span, sources) {
                at.push(("line", line.to_string()));
                at.push(("endLine", end_line.to_string()));
                // Columns are read only where the range is on one line.
                if line == end_line {
                    at.push(("col", column.to_string()));
                    at.push(("endColumn", end_column.to_string()));
                }
            }
        }
        let at: Vec<String> = at
            .iter()
            .map(|(name, value)| format!("{name}={}", command_value(value, true)))
            .collect();
        format!("::{command} {}::{}\n", at.join(","), command_value(&words(found), false))
    };
    diagnostics.iter().map(line).collect()
}

/// Returns a text as a workflow command may hold it.
fn command_value(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}

/// The message, and what to do.
fn words(found: &Diagnostic) -> String {
    match &found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.clone(),
    }
}

/// Line and column of the start and of the end of a span, from 1.
fn lines(span: &Span, sources: &Sources) -> Option<[usize; 4]> {
    let start = sources.position(span)?;
    let end = sources.position(&Span::new(&*span.file, span.end..span.end))?;
    Some([start.line, start.column, end.line, end.column])
}

/// Findings of a run in the making of one SARIF document.
#[derive(Debug, Default)]
pub struct Sarif {
    codes: BTreeSet<Code>,
    results: Vec<(Code, Value)>,
}

impl Sarif {
    /// Returns a document without findings.
    pub const fn new() -> Self {
        Self { codes: BTreeSet::new(), results: Vec::new() }
    }

    /// Adds findings.
    pub fn add(&mut self, diagnostics: &[Diagnostic], sources: &Sources, folder: &str) {
        let location = |span: &Span, note: &str| {
            let mut place = json!({
                "artifactLocation": {"uri": uri(&format!("{folder}{}", span.file))},
            });
            if let Some([line, column, end_line, end_column]) = lines(span, sources) {
                place["region"] = json!({
                    "startLine": line,
                    "startColumn": column,
                    "endLine": end_line,
                    "endColumn": end_column,
                });
            }
            let mut out = json!({"physicalLocation": place});
            if !note.is_empty() {
                out["message"] = json!({"text": note});
            }
            out
        };
        for found in diagnostics {
            let level = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let mut result = json!({
                "ruleId": found.code.name(),
                "level": level,
                "message": {"text": words(found)},
            });
            let named = |span: &&Span| !span.file.is_empty();
            if let Some(span) = found.span().filter(named) {
                result["locations"] = json!([location(span, "")]);
            }
            if !found.related.is_empty() {
                let related =
                    found.related.iter().map(|label| location(&label.span, &label.note));
                result["relatedLocations"] = related.collect();
            }
            self.codes.insert(found.code);
            self.results.push((found.code, result));
        }
    }

    /// Returns the document, as SARIF 2.1.0.
    pub fn finish(&self, version: &str) -> String {
        let rule = |code: &Code| {
            let lines = code.text().lines().map(str::trim);
            let text = lines.collect::<Vec<_>>().join(" ").trim().to_owned();
            let first = text.split_once(". ").map_or(&*text, |(first, _)| first);
            json!({
                "id": code.name(),
                "shortDescription": {"text": first},
                "fullDescription": {"text": text},
                "help": {"text": format!("reissue explain {}", code.name())},
            })
        };
        let result = |(code, result): &(Code, Value)| {
            let mut result = result.clone();
            result["ruleIndex"] = json!(self.codes.iter().position(|one| one == code));
            result
        };
        let document = json!({
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "reissue",
                    "version": version,
                    "rules": self.codes.iter().map(rule).collect::<Vec<_>>(),
                }},
                "columnKind": "unicodeCodePoints",
                "results": self.results.iter().map(result).collect::<Vec<_>>(),
            }],
        });
        format!("{document:#}\n")
    }
}

/// Returns a path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Sarif;
    use super::github;
    use crate::model::diagnostic::Code;
    use crate::model::diagnostic::Diagnostic;
    use crate::model::diagnostic::Sources;
    use crate::model::diagnostic::Span;

    fn sample() -> (Vec<Diagnostic>, Sources) {
        let text = "statistics:\n  säle:\n    measure: revenu\n";
        let mut sources = Sources::new();
        sources.insert("report/my stats.yaml", text);
        let at = text.find("revenu").unwrap();
        let place = Span::new("report/my stats.yaml", at..at + 6);
        let of = Span::new("report/my stats.yaml", 0..10);
        let found = Diagnostic::error(Code::R0302, "unknown column `revenu`: 100% new")
            .at(place, "")
            .related(of, "here")
            .help("did you mean `revenue`?");
        (vec![found, Diagnostic::warning(Code::R0101, "a file, nowhere")], sources)
    }

    #[test]
    fn annotations_have_the_place_in_the_repository_and_escape_what_github_reads() {
        let (found, sources) = sample();
        assert_eq!(
            github(&found, &sources, "reports/a,b/"),
            "::error file=reports/a%2Cb/report/my stats.yaml,title=R0302,line=3,endLine=3,col=14,endColumn=20::unknown column `revenu`: 100%25 new%0Ahelp: did you mean `revenue`?\n\
             ::warning title=R0101::a file, nowhere\n"
        );
    }

    #[test]
    fn sarif_has_rules_results_and_their_places() {
        let (found, sources) = sample();
        let mut sarif = Sarif::new();
        sarif.add(&found, &sources, "a/");
        let made: serde_json::Value = serde_json::from_str(&sarif.finish("1.0")).unwrap();
        let run = &made["runs"][0];
        assert_eq!(made["version"], "2.1.0");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let result = &run["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a/report/my%20stats.yaml");
        assert_eq!(
            place["region"],
            serde_json::json!({"startLine": 3, "startColumn": 14, "endLine": 3, "endColumn": 20})
        );
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "here");
        assert_eq!(run["results"][1]["level"], "warning");
        assert!(run["results"][1].get("locations").is_none());
    }
}
