//! A query answered by an engine, through the ADBC driver that a person's profile names.
//!
//! Runs in a process of its own: drivers bring runtimes and signal handlers along, and may crash.

use crate::engine::Answer;
use crate::engine::Fault;
use crate::engine::Question;
use crate::engine::cells::Rows;
use adbc_core::CancelHandle;
use adbc_core::Connection as _;
use adbc_core::Database as _;
use adbc_core::LOAD_FLAG_SEARCH_ENV;
use adbc_core::LOAD_FLAG_SEARCH_SYSTEM;
use adbc_core::LOAD_FLAG_SEARCH_USER;
use adbc_core::Statement as _;
use adbc_core::error::Error;
use adbc_core::error::Status;
use adbc_core::options::AdbcVersion;
use adbc_core::options::InfoCode;
use adbc_driver_manager::ManagedConnection;
use adbc_driver_manager::ManagedDatabase;
use arrow_array::Array as _;
use arrow_array::RecordBatchReader as _;
use arrow_array::cast::AsArray as _;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::PoisonError;

/// What a column of `get_info` says: the number of the question, and the answer.
const VENDOR: [u32; 2] = [0, 1];

/// The query under way.
static UNDER_WAY: Mutex<Option<Box<dyn CancelHandle>>> = Mutex::new(None);

/// Asks the engine to stop the query under way, as far as its driver can.
pub fn cancel() {
    let under_way = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    // One that cannot be stopped ends with the connection, at the latest when it has rows to give.
    let _ = under_way.as_ref().map(|query| query.try_cancel());
}

/// Answers a question; a fault says at which step.
pub fn answer(question: &Question) -> Result<Answer, Fault> {
    let uri = format!("profile://{}", question.profile);
    let flags = LOAD_FLAG_SEARCH_ENV | LOAD_FLAG_SEARCH_USER | LOAD_FLAG_SEARCH_SYSTEM;
    let database = ManagedDatabase::from_uri(&uri, None, AdbcVersion::V110, flags, None)
        .map_err(|error| unreached("cannot be opened", &error))?;
    let mut connection = database
        .new_connection()
        .map_err(|error| unreached("cannot be connected to", &error))?;
    asked(&mut connection, question)
}

fn asked(
    connection: &mut ManagedConnection,
    question: &Question,
) -> Result<Answer, Fault> {
    let [name, version] = vendor(connection);
    attended(connection, &name);
    let state = |connection: &mut ManagedConnection| match &question.version {
        Some(sql) => one_cell(connection, sql),
        None => Ok(String::new()),
    };
    let before = state(connection)?;
    if question.sql.is_empty() {
        return Ok(Answer { name, version, before, ..Answer::default() });
    }
    let sql = question.sql.trim().trim_end_matches(';');
    // A row more than may come says that there are too many; what is no query cannot stand here.
    let limit = question.most + 1;
    let sql = format!("SELECT * FROM (\n{sql}\n) AS reissue_rows LIMIT {limit}");
    let rows = read(connection, &sql, question.most)?;
    let after = state(connection)?;
    Ok(Answer { name, version, before, after, csv: rows.csv()? })
}

/// Has the engine stop a query for which nobody waits any more: whoever is killed cannot say so. Spark and Sail
/// have nothing of the sort.
fn attended(connection: &mut ManagedConnection, name: &str) {
    if name == "PostgreSQL"
        && let Ok(mut statement) = connection.new_statement()
        && statement.set_sql_query("SET client_connection_check_interval = '2s'").is_ok()
    {
        // Versions before 14 do not know it.
        let _ = statement.execute_update();
    }
}

/// Returns the fault of a call before there is a connection.
fn unreached(what: &str, error: &Error) -> Fault {
    Fault { connected: false, ..fault(what, error) }
}

/// Returns the fault of a call; some drivers connect only when a query is asked.
fn fault(what: &str, error: &Error) -> Fault {
    let state: String = error
        .sqlstate
        .iter()
        .map(|byte| char::from(*byte as u8))
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let state = if state == "00000" { String::new() } else { state };
    let lost = matches!(error.status, Status::IO | Status::Unauthenticated);
    if lost && state.is_empty() {
        return Fault::of("cannot be reached", &error.message);
    }
    Fault { state, connected: true, ..Fault::of(what, without_plan(&error.message)) }
}

/// Returns a message without the tree of steps, below a first one, that Spark shows with it: they are those of the
/// query around the author's.
fn without_plan(message: &str) -> &str {
    let end = message.find("\n+- ").and_then(|at| message.get(..at)?.rfind('\n'));
    let kept = end.and_then(|end| message.get(..end)).unwrap_or(message);
    kept.trim_end_matches(';')
}

/// Reads all rows of a query, or so many that there are too many.
fn read(
    connection: &mut ManagedConnection,
    sql: &str,
    most: usize,
) -> Result<Rows, Fault> {
    let refused = |error: Error| fault("refuses the query", &error);
    // The rows are the statement's for as long as it is there.
    let mut statement = connection.new_statement().map_err(refused)?;
    statement.set_sql_query(sql).map_err(refused)?;
    *UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(statement.get_cancel_handle());
    let batches = statement.execute().map_err(refused)?;
    // An answer without rows has columns all the same.
    let mut rows = Rows::new(&batches.schema()).map_err(Fault::answered)?;
    for batch in batches {
        let batch = batch.map_err(|error| Fault {
            connected: true,
            ..Fault::of("broke off its answer", error)
        })?;
        rows.add(&batch).map_err(Fault::answered)?;
        if rows.count() > most {
            return Err(Fault::answered(format!("more than {most} rows")));
        }
    }
    Ok(rows)
}

/// Returns the only cell that a query answers with.
fn one_cell(connection: &mut ManagedConnection, sql: &str) -> Result<String, Fault> {
    let rows = read(connection, sql.trim().trim_end_matches(';'), 1)?;
    rows.only()
        .ok_or_else(|| Fault::answered("something else than one cell to `version`"))
}

/// Returns what an engine is called and its version, where it says so.
fn vendor(connection: &ManagedConnection) -> [String; 2] {
    let codes = HashSet::from([InfoCode::VendorName, InfoCode::VendorVersion]);
    let mut out = [String::new(), String::new()];
    let Ok(batches) = connection.get_info(Some(codes)) else { return out };
    for batch in batches.map_while(Result::ok) {
        let (Some(codes), Some(values)) = (
            batch.column(0).as_primitive_opt::<arrow_array::types::UInt32Type>(),
            batch.column(1).as_union_opt(),
        ) else {
            continue;
        };
        for row in 0..batch.num_rows().min(codes.len()) {
            let code = codes.value(row);
            let value = values.value(row);
            let text = value.as_string_opt::<i32>().filter(|text| !text.is_empty());
            let at = VENDOR.iter().position(|known| *known == code);
            if let (Some(text), Some(place)) = (text, at.and_then(|at| out.get_mut(at))) {
                text.value(0).clone_into(place);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::without_plan;

    #[test]
    fn a_message_has_no_steps_of_the_query_around_the_authors() {
        let said = "[UNRESOLVED_COLUMN] `nope` cannot be resolved. SQLSTATE: 42703; line 2 pos 7;\n'GlobalLimit 1001\n+- 'LocalLimit 1001\n   +- 'Project [*]\n";
        let kept = "[UNRESOLVED_COLUMN] `nope` cannot be resolved. SQLSTATE: 42703; line 2 pos 7";
        assert_eq!(without_plan(said), kept);
        assert_eq!(without_plan(kept), kept);
    }
}
