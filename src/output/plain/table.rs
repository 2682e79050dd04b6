//! Tables as plain text: in columns where they fit, else a row after the other.

use crate::model::document::Inline;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::output::plain::writer::COLUMNS;
use crate::output::plain::writer::Form;
use crate::output::plain::writer::Writer;
use crate::say;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &TableBlock) {
        if !table.title.is_empty() {
            let label = match table.number.as_str() {
                "" => String::new(),
                number => format!("{}: ", say!("table-caption", number = number)),
            };
            let mut title = vec![Inline::text(label)];
            title.extend(table.title.iter().cloned());
            self.line(&[Inline::Strong { content: title }]);
        }
        self.line_of(&table.subtitle);
        if self.form == Form::Markdown {
            self.piped(table);
        } else {
            self.columns(table);
        }
        self.line_of(&table.note);
        if !table.source.is_empty() {
            let mut source = vec![Inline::text(format!("{} ", say!("source")))];
            source.extend(table.source.iter().cloned());
            self.line(&source);
        }
    }

    fn piped(&mut self, table: &TableBlock) {
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let one = |content: &[Inline]| self.inlines(content).replace('\n', " ");
        let mut lines =
            vec![row(table.columns.iter().map(|column| one(&column.label)).collect())];
        let rules = table.columns.iter().map(|column| {
            if column.numeric { "---:".to_owned() } else { "---".to_owned() }
        });
        lines.push(row(rules.collect()));
        for cells in &table.rows {
            lines.push(row(cells.iter().map(|cell| one(&cell.content)).collect()));
        }
        lines.iter().for_each(|line| self.raw(line));
        self.end();
    }

    fn columns(&mut self, table: &TableBlock) {
        let heads: Vec<String> =
            table.columns.iter().map(|column| plain(&column.label)).collect();
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|cells| cells.iter().map(|cell| plain(&cell.content)).collect())
            .collect();
        let width = |at: usize| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let all = heads.get(at).into_iter().chain(cells);
            all.map(|text| text.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..heads.len()).map(width).collect();
        let all: usize = widths.iter().sum::<usize>() + 2 * widths.len();
        if all <= COLUMNS + 2 - self.indent.chars().count().min(COLUMNS) {
            let set = |cells: &[String]| {
                let cells = cells.iter().zip(&widths).zip(&table.columns);
                let cells = cells.map(|((text, width), column)| {
                    let gap = " ".repeat(width.saturating_sub(text.chars().count()));
                    if column.numeric {
                        format!("{gap}{text}")
                    } else {
                        format!("{text}{gap}")
                    }
                });
                cells.collect::<Vec<_>>().join("  ")
            };
            self.raw(&set(&heads));
            let rules: Vec<String> =
                widths.iter().map(|width| "-".repeat(*width)).collect();
            self.raw(&set(&rules));
            rows.iter().for_each(|row| self.raw(&set(row)));
            self.end();
            return;
        }
        for row in &rows {
            let mut cells = heads.iter().zip(row);
            if let Some((_, first)) = cells.next() {
                self.wrapped(first);
            }
            for (head, text) in cells {
                self.within("  ", |writer| writer.wrapped(&format!("{head}: {text}")));
            }
            self.end();
        }
    }
}
