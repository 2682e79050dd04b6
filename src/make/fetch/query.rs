//! Asks an engine: the profile is looked at first, and the connection is a process of its own.

use crate::engine;
use crate::engine::Answer;
use crate::engine::Fault;
use crate::engine::Question;
use crate::make::fetch::Surroundings;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::output::connection;
use crate::output::connection::Unheard;
use crate::project::Disk;
use crate::project::EngineDecl;
use crate::project::Entry;
use crate::project::Extract;
use crate::project::Files as _;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::QueryDecl;

/// The word after which this program answers a question and ends.
pub const CONNECTION: &str = "connection";

/// Asks an engine for the rows of a frame, or only for what it calls its data.
pub(super) fn asked(
    project: &Project,
    extract: &Extract,
    query: &QueryDecl,
    surroundings: &Surroundings,
    rows: bool,
) -> Result<Answer> {
    let Some(engine) = project.statistics.engine(&query.engine) else {
        let message = format!("unknown engine `{}`", query.engine);
        let at = extract.yaml.place(&["engine"]);
        return Err(Diagnostic::error(Code::R0103, message).at(at, "").into());
    };
    let sql = [("sql", Some(&query.sql)), ("version", query.version.as_ref())];
    for (key, sql) in sql {
        if let Some(why) = sql.and_then(|sql| engine::not_alone(sql)) {
            let message = format!("`{key}` is not one query: {why}");
            let at = extract.yaml.place(&[key]);
            return Err(Diagnostic::error(Code::R0349, message).at(at, "").into());
        }
    }
    usable(engine, surroundings)?;
    let question = Question {
        profile: engine.decl.profile.clone(),
        sql: if rows { query.sql.clone() } else { String::new() },
        version: query.version.clone(),
        most: engine.decl.max_rows,
    };
    let answer = answered(&question, &engine.decl, surroundings).map_err(|fault| {
        let state = match fault.state.as_str() {
            "" => String::new(),
            state => format!(" (SQLSTATE {state})"),
        };
        let message = format!("engine `{}` {}{state}", engine.id, fault.message);
        let at = if fault.connected { extract.made_at() } else { engine.yaml.span() };
        Failure::from(Diagnostic::error(Code::R0349, message).at(at, ""))
    })?;
    answer.ok_or_else(|| {
        let message =
            format!("engine `{}` gave no answer within {}", engine.id, engine.decl.timeout);
        Diagnostic::error(Code::R0349, message)
            .at(engine.yaml.place(&["timeout"]), "")
            .related(extract.made_at(), "")
            .help("`timeout` says how long an answer may take; see whether the engine can be reached")
            .into()
    })
}

/// Refuses a profile that is not there or lacks something.
fn usable(engine: &Entry<EngineDecl>, surroundings: &Surroundings) -> Result<()> {
    let profile = &engine.decl.profile;
    let folder = surroundings.profiles.clone().unwrap_or_default();
    let path = ProjectPath::new(&format!("{profile}.toml")).ok();
    let disk = Disk::new(&folder);
    let text = path.and_then(|path| disk.text(&path).ok());
    let shown = folder.join(format!("{profile}.toml"));
    let lacks = match text {
        None => Some("is not there, or cannot be read".to_owned()),
        Some(text) => engine::lacks(&text, |name| {
            (surroundings.variable)(name).is_some_and(|value| !value.is_empty())
        }),
    };
    match lacks {
        None => Ok(()),
        Some(lacks) => {
            let message = format!("the profile `{}` {lacks}", shown.display());
            let at = engine.yaml.place(&["profile"]);
            Err(Diagnostic::error(Code::R0348, message)
                .at(at, "")
                .help("`reissue explain engines` shows a profile")
                .into())
        }
    }
}

/// Returns the answer, unless none came in time.
fn answered(
    question: &Question,
    engine: &EngineDecl,
    surroundings: &Surroundings,
) -> std::result::Result<Option<Answer>, Fault> {
    let unheard =
        |message: String| Fault { message, connected: true, ..Fault::default() };
    let Some(own) = &surroundings.own else {
        return Err(unheard(
            "cannot be asked: this program does not know its file".into(),
        ));
    };
    let text = serde_json::to_string(question).unwrap_or_default();
    let patience = engine.timeout.duration();
    let bytes = match connection::asked(own, CONNECTION, &text, patience) {
        Ok(bytes) => bytes,
        Err(Unheard::Late) => return Ok(None),
        Err(Unheard::Ended(why)) => return Err(unheard(why)),
    };
    let answer: std::result::Result<Answer, Fault> = serde_json::from_slice(&bytes)
        .map_err(|error| unheard(format!("gave no answer: {error}")))?;
    let answer = answer?;
    if answer.before != answer.after && !question.sql.is_empty() {
        let (before, after) = (&answer.before, &answer.after);
        let changed = "changed its data while it answered";
        return Err(unheard(format!("{changed} (`{before}` → `{after}`): fetch again")));
    }
    Ok(Some(answer))
}
