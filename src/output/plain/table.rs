//! Tables as plain text: in columns where they fit, else a row after the other.

use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::output::plain::writer::COLUMNS;
use crate::output::plain::writer::TextForm;
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
        if self.form == TextForm::Markdown {
            self.piped(table);
        } else {
            self.columns(table);
        }
        for note in &table.notes {
            let mut line = vec![Inline::text(format!("{} ", note.mark))];
            line.extend(note.content.iter().cloned());
            self.line(&line);
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
        let heads =
            table.heads().into_iter().zip(table.columns.iter().map(|c| c.note.as_str()));
        let mut lines = vec![row(heads.map(|(head, note)| one(&head) + note).collect())];
        let rules = table.columns.iter().map(|column| {
            if column.numeric { "---:".to_owned() } else { "---".to_owned() }
        });
        lines.push(row(rules.collect()));
        for (at, cells) in table.rows.iter().enumerate() {
            if let Some(group) = table.opens(at) {
                let mut heading = vec![String::new(); table.columns.len()];
                if let Some(first) = heading.first_mut() {
                    *first = format!("**{}**", one(&group.label));
                }
                lines.push(row(heading));
            }
            let marked = |cell: &Cell| one(&cell.content) + &cell.note;
            lines.push(row(cells.iter().map(marked).collect()));
        }
        lines.iter().for_each(|line| self.raw(line));
        self.end();
    }

    fn columns(&mut self, table: &TableBlock) {
        let heads = table.heads().into_iter().zip(&table.columns);
        let heads: Vec<String> =
            heads.map(|(head, column)| plain(&head) + &column.note).collect();
        let marked = |cell: &Cell| plain(&cell.content) + &cell.note;
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|cells| cells.iter().map(marked).collect()).collect();
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
            for (at, row) in rows.iter().enumerate() {
                if let Some(group) = table.opens(at) {
                    self.raw(&plain(&group.label));
                } else if table.closes(at) {
                    self.raw(&set(&rules));
                }
                self.raw(&set(row));
            }
            self.end();
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            if let Some(group) = table.opens(at) {
                self.wrapped(&plain(&group.label));
            }
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
