//! A query answered by an engine, through the ADBC driver that a person's profile names.
//!
//! Runs in a process of its own: drivers bring runtimes and signal handlers along, and may crash.

use crate::engine::Answer;
use crate::engine::Fault;
use crate::engine::Question;
use crate::engine::cells::Rows;
use adbc_core::Connection as _;
use adbc_core::Database as _;
use adbc_core::LOAD_FLAG_SEARCH_ENV;
use adbc_core::LOAD_FLAG_SEARCH_SYSTEM;
use adbc_core::LOAD_FLAG_SEARCH_USER;
use adbc_core::Statement as _;
use adbc_core::error::Error;
use adbc_core::options::AdbcVersion;
use adbc_core::options::InfoCode;
use adbc_driver_manager::ManagedConnection;
use adbc_driver_manager::ManagedDatabase;
use arrow_array::Array as _;
use arrow_array::cast::AsArray as _;
use std::collections::HashSet;

/// What a column of `get_info` says: the number of the question, and the answer.
const VENDOR: [u32; 2] = [0, 1];

/// Answers a question; a fault says at which step.
pub fn answer(question: &Question) -> Result<Answer, Fault> {
    let uri = format!("profile://{}", question.profile);
    let flags = LOAD_FLAG_SEARCH_ENV | LOAD_FLAG_SEARCH_USER | LOAD_FLAG_SEARCH_SYSTEM;
    let database = ManagedDatabase::from_uri(&uri, None, AdbcVersion::V110, flags, None)
        .map_err(|error| fault("cannot be opened", &error))?;
    let mut connection = database
        .new_connection()
        .map_err(|error| fault("cannot be connected to", &error))?;
    asked(&mut connection, question).map_err(|fault| Fault { connected: true, ..fault })
}

fn asked(
    connection: &mut ManagedConnection,
    question: &Question,
) -> Result<Answer, Fault> {
    let [name, version] = vendor(connection);
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

fn fault(what: &str, error: &Error) -> Fault {
    let state: String = error
        .sqlstate
        .iter()
        .map(|byte| char::from(*byte as u8))
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let state = if state == "00000" { String::new() } else { state };
    Fault { state, ..Fault::of(what, &error.message) }
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
    let mut rows = Rows::default();
    for batch in statement.execute().map_err(refused)? {
        rows.add(&batch.map_err(|error| Fault::of("broke off its answer", error))?)?;
        if rows.count() > most {
            let message = format!("answers with more than {most} rows");
            return Err(Fault { message, ..Fault::default() });
        }
    }
    Ok(rows)
}

/// Returns the only cell that a query answers with.
fn one_cell(connection: &mut ManagedConnection, sql: &str) -> Result<String, Fault> {
    let rows = read(connection, sql.trim().trim_end_matches(';'), 1)?;
    rows.only().ok_or_else(|| Fault {
        message: "answers `version` with something else than one cell".to_owned(),
        ..Fault::default()
    })
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
