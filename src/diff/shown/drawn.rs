//! The words of figures and tables: compared by themselves in the report, and as passages in a translation.

use crate::diff::line::read;
use crate::diff::shown::FigureShown;
use crate::diff::shown::TableShown;
use crate::diff::shown::reader::Reader;
use crate::model::comparison::Place;
use crate::model::document::FigureBlock;
use crate::model::document::Inline;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use std::collections::BTreeMap;

impl Reader<'_> {
    pub(super) fn figure(&mut self, figure: &FigureBlock) {
        let annotations = figure.annotations.join(&Inline::text(" · "));
        let parts = [
            ("headline", &figure.headline),
            ("subtitle", &figure.subtitle),
            ("note", &figure.note),
            ("source", &figure.source),
            ("alternative text", &figure.alt),
            ("annotations", &annotations),
        ];
        let place = Place {
            at: format!("figure {}{}", figure.number, self.within),
            line: self.edition.place(&figure.span),
            sentence: String::new(),
        };
        if self.tongue.is_some() {
            for (name, part) in parts {
                let slot = format!("figure {} {name}", figure.id);
                self.line(part, &place.at, Some(&figure.span), slot, 0);
            }
            return;
        }
        let mut shown = FigureShown {
            number: figure.number.clone(),
            line: place.line.clone(),
            title: plain(&figure.headline),
            parts: BTreeMap::new(),
        };
        for (name, part) in parts {
            let line = read(part, &self.document.footnotes);
            self.headline = name == "headline";
            self.note(&line, &place);
            let slot = if self.headline { "headline" } else { "part" };
            shown.parts.insert(name, self.passage(line, place.clone(), slot.into(), 0));
        }
        self.headline = false;
        // The report's number of a figure is the one that readers know.
        self.shown.figures.entry(figure.id.clone()).or_insert(shown);
    }

    pub(super) fn table(&mut self, table: &TableBlock, at: &str) {
        let number = &table.number;
        let place = Place {
            at: if number.is_empty() {
                at.to_owned()
            } else {
                format!("table {number}{}", self.within)
            },
            line: self.edition.place(&table.span),
            sentence: String::new(),
        };
        let (noted, grouped) = (table.noted(), vec![Inline::text(table.grouped())]);
        let parts = [
            ("title", &table.title),
            ("subtitle", &table.subtitle),
            ("note", &noted),
            ("groups", &grouped),
            ("source", &table.source),
        ];
        if self.tongue.is_some() && !table.id.is_empty() {
            self.declared(table, &parts, &place.at);
            return;
        }
        let mut shown = TableShown {
            number: number.clone(),
            line: place.line.clone(),
            title: plain(&table.title),
            columns: table.heads().iter().map(|head| plain(head)).collect(),
            ..TableShown::default()
        };
        for (name, part) in parts {
            let line = read(part, &self.document.footnotes);
            self.note(&line, &place);
            let passage = self.passage(line, place.clone(), "part".to_owned(), 0);
            shown.parts.insert(name, passage);
        }
        for row in &table.rows {
            for cell in row {
                let line = read(&cell.content, &self.document.footnotes);
                self.note(&line, &place);
                shown.ids.extend(line.numbers.iter().map(|(id, ..)| id.clone()));
            }
            shown.rows.push(row.iter().map(|cell| plain(&cell.content)).collect());
        }
        if table.id.is_empty() {
            // A table written in Markdown is running text, a row a passage.
            let rows = table.rows.iter().map(|row| {
                row.iter().flat_map(|cell| {
                    cell.content.iter().cloned().chain([Inline::text(" | ")])
                })
            });
            let head = table.columns.iter().flat_map(|column| {
                column.label.iter().cloned().chain([Inline::text(" | ")])
            });
            let head: Vec<Inline> = head.collect();
            let rows: Vec<Vec<Inline>> = rows.map(Iterator::collect).collect();
            self.line(&head, at, Some(&table.span), String::new(), 0);
            for row in rows {
                self.line(&row, at, Some(&table.span), String::new(), 0);
            }
        } else {
            self.shown.tables.entry(table.id.clone()).or_insert(shown);
        }
    }

    /// Reads the words of a declared table in a translation: those of its parts, heads and rows.
    fn declared(&mut self, table: &TableBlock, parts: &[(&str, &Vec<Inline>)], at: &str) {
        let span = Some(&table.span);
        for (name, part) in parts {
            self.line(part, at, span, format!("table {} {name}", table.id), 0);
        }
        let joined = |cells: Vec<&[Inline]>| -> Vec<Inline> {
            let bar = [Inline::text(" | ")];
            cells
                .into_iter()
                .flat_map(|cell| cell.iter().cloned().chain(bar.clone()))
                .collect()
        };
        let heads =
            joined(table.columns.iter().map(|one| one.label.as_slice()).collect());
        self.line(&heads, at, span, format!("table {} heads", table.id), 0);
        for (number, row) in table.rows.iter().enumerate() {
            let cells = joined(row.iter().map(|cell| cell.content.as_slice()).collect());
            self.line(&cells, at, span, format!("table {} row {number}", table.id), 0);
        }
    }
}
