//! The names of tables in a query.
//!
//! In: its tree. Out: what it reads, and what it names itself.

use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::Visit as _;
use sqlparser::ast::Visitor;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Returns the tables that a query names, sorted: those that `WITH` names are none.
pub(in crate::frame) fn tables(query: &Query) -> Vec<String> {
    let mut names = Tables::default();
    let _ = query.visit(&mut names);
    names.all.difference(&names.with).cloned().collect()
}

/// Returns the names that a query gives to parts of itself.
pub(in crate::frame) fn with_names(query: &Query) -> Vec<Ident> {
    let mut names = Tables::default();
    let _ = query.visit(&mut names);
    names.idents
}

/// The names of tables in a query, and those that it gives itself.
#[derive(Default)]
struct Tables {
    all: BTreeSet<String>,
    with: BTreeSet<String>,
    idents: Vec<Ident>,
}

impl Visitor for Tables {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.with.insert(table.alias.name.value.clone());
            self.idents.push(table.alias.name.clone());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<()> {
        self.all.insert(plain(name));
        ControlFlow::Continue(())
    }
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
