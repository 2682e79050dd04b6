//! The names of tables in a query.
//!
//! In: its tree. Out: what it reads, and what it names itself.

use crate::frame::query::walk::Met;
use crate::frame::query::walk::walk;
use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use std::collections::BTreeSet;

/// Returns the tables that a query names, sorted: those that `WITH` names are none.
pub(in crate::frame) fn tables(query: &Query) -> Vec<String> {
    let mut all = BTreeSet::new();
    let _ = walk(query, &mut |met| {
        if let Met::Relation(name) = met {
            all.insert(plain(name));
        }
        Ok(())
    });
    let own: BTreeSet<String> =
        with_names(query).into_iter().map(|name| name.value).collect();
    all.difference(&own).cloned().collect()
}

/// Returns the names that a query gives to parts of itself.
pub(in crate::frame) fn with_names(query: &Query) -> Vec<Ident> {
    let mut names = Vec::new();
    let _ = walk(query, &mut |met| {
        if let Met::Query(Query { with: Some(with), .. }) = met {
            names.extend(with.cte_tables.iter().map(|table| table.alias.name.clone()));
        }
        Ok(())
    });
    names
}

/// Returns a table's name without quotes.
pub(in crate::frame) fn plain(name: &ObjectName) -> String {
    let parts = name.0.iter().map(|part| match part.as_ident() {
        Some(ident) => ident.value.clone(),
        None => part.to_string(),
    });
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::tables;
    use crate::frame::query::parse;

    #[test]
    fn tables_are_those_that_a_query_reads_wherever_it_names_them() {
        let sql = "WITH big AS (SELECT * FROM a WHERE x IN (SELECT x FROM b)) SELECT * FROM big JOIN (SELECT * FROM \"c d\") AS e ON big.x = e.x UNION ALL SELECT * FROM f";
        assert_eq!(tables(&parse(sql).unwrap()), ["a", "b", "c d", "f"]);
    }
}
