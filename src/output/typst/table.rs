//! Figures and tables as Typst.

use crate::model::document::FigureBlock;
use crate::model::document::Head;
use crate::model::document::PrintedColumn;
use crate::model::document::TableBlock;
use crate::output::typst::fit::Fit;
use crate::output::typst::fit::fit;
use crate::output::typst::fit::tall;
use crate::output::typst::literal::literal;
use crate::output::typst::literal::tuple;
use crate::output::typst::tall::Setting;
use crate::output::typst::tall::setting;
use crate::output::typst::writer::Words;
use crate::output::typst::writer::Writer;

/// The most rows whose numbers lead to where they come from.
const LINKED: usize = 40;

impl Writer<'_> {
    pub(super) fn figure(&mut self, figure: &FigureBlock) {
        self.charted(figure, "chart", ".svg");
    }

    /// Writes a figure beside others: drawn for half the width.
    pub(super) fn beside(&mut self, figure: &FigureBlock) {
        self.charted(figure, "chart-beside", "-half.svg");
    }

    fn charted(&mut self, figure: &FigureBlock, call: &str, ending: &str) {
        self.from(&figure.span);
        let drawn = self.publication.figures.get(&figure.id);
        let alt = drawn.map(|drawn| drawn.alternatives.alt.clone()).unwrap_or_default();
        let bands = match setting(drawn.map_or("", |drawn| &drawn.print)) {
            Setting::Whole(1.0) => String::new(),
            Setting::Whole(scale) => format!(", width: {:.2}%", scale * 100.0),
            Setting::Bands(aspect, bands) => {
                let bands =
                    bands.iter().map(|(from, to)| format!("({from:.5}, {to:.5})"));
                format!(", aspect: {aspect:.5}, bands: {}", tuple(bands))
            }
        };
        let text = format!(
            "#{call}(id: {}, number: {}, headline: {}, subtitle: {}, file: {}, alt: {}, note: {}, source: {}{bands})",
            literal(&format!("figure-{}", figure.id)),
            literal(&figure.number),
            self.option(&figure.headline),
            self.option(&figure.subtitle),
            literal(&format!("{}{}{ending}", self.pictures, figure.id)),
            literal(&alt),
            self.option(&figure.note),
            self.option(&figure.source),
        );
        self.put(&text);
    }

    pub(super) fn table(&mut self, table: &TableBlock) {
        self.from(&table.span);
        let fit = fit(table);
        let id = if table.id.is_empty() {
            "none".to_owned()
        } else {
            literal(&format!("table-{}", table.id))
        };
        let open = format!(
            "#data-table(id: {id}, number: {}, headline: {}, subtitle: {}, size: {}pt, inset: {}pt, turned: {}, tall: {:.1}pt, parts: (",
            literal(&table.number),
            self.option(&table.title),
            self.option(&table.subtitle),
            fit.size,
            fit.inset,
            fit.turned,
            tall(table, &fit),
        );
        self.put(&open);
        let linked = self.linked && table.rows.len() <= LINKED;
        let before = std::mem::replace(&mut self.linked, linked);
        for columns in &fit.parts {
            self.columns(table, &fit, columns);
        }
        self.linked = before;
        let note = self.option(&table.note);
        let source = self.option(&table.source);
        let notes = table.notes.iter().map(|note| {
            format!("[#super[{}] {}]", note.mark, self.inlines(&note.content))
        });
        let notes = tuple(notes);
        self.put(&format!(
            "), row-heads: {}, notes: {notes}, note: {note}, source: {source})",
            table.row_heads
        ));
    }

    /// Columns of a table that stand side by side.
    fn columns(&mut self, table: &TableBlock, fit: &Fit, columns: &[usize]) {
        let widths = tuple(columns.iter().map(|at| match &fit.widths {
            Some(widths) => format!("{:.2}fr", widths[*at]),
            None if *at == 0 => "1fr".to_owned(),
            None => "auto".to_owned(),
        }));
        let aligns = tuple(columns.iter().map(|at| {
            let PrintedColumn { numeric, centred, .. } = table.columns[*at];
            if numeric {
                "right"
            } else if centred {
                "center"
            } else {
                "left"
            }
            .to_owned()
        }));
        let words = self.words;
        let heads = table.head_rows(columns);
        let head = tuple(heads.iter().flatten().map(|head| {
            let Head { words: label, column: at, over, columns, rows } = *head;
            if over {
                self.words = words;
                let body = self.option(label);
                return format!(
                    "(columns: {columns}, rows: {rows}, over: true, body: {body})"
                );
            }
            let turned = table.turned && table.columns[at].numeric;
            let width = if turned { f64::INFINITY } else { fit.words[at] };
            self.words = Words { width, bold: true };
            let (label, note) = (self.title(label), raised(&table.columns[at].note));
            format!("(columns: 1, rows: {rows}, turned: {turned}, body: [{label}{note}])")
        }));
        self.put(&format!(
            "  (widths: {widths}, aligns: {aligns}, heads: {}, head: {head}, rows: (",
            heads.len()
        ));
        for (at, row) in table.rows.iter().enumerate() {
            if let Some(group) = table.opens(at) {
                let heading = self.inlines(&group.label);
                self.put(&format!("  (heading: [{heading}]),"));
            } else if table.closes(at) {
                self.put("  (heading: none),");
            }
            let cells = columns.iter().filter_map(|at| row.get(*at).zip(Some(*at)));
            let cells = tuple(cells.map(|(cell, at)| {
                self.words = Words { width: fit.words[at], bold: false };
                let body =
                    format!("[{}{}]", self.inlines(&cell.content), raised(&cell.note));
                match (cell.shade, cell.bar()) {
                    (0, None) => body,
                    (_, Some((from, long, zero))) => {
                        format!("(bar: ({from}%, {long}%, {zero}%), body: {body})")
                    }
                    (shade, None) => format!("(shade: {shade}, body: {body})"),
                }
            }));
            let total = table.totals.contains(&at);
            self.put(&if total {
                format!("  (total: {cells}),")
            } else {
                format!("  {cells},")
            });
        }
        self.words = words;
        self.put("  )),");
    }
}

/// Returns the marks of notes, raised; they take no room, so that numbers stay in line.
fn raised(marks: &str) -> String {
    if marks.is_empty() {
        String::new()
    } else {
        format!("#box(width: 0pt, align(left, super[{marks}]))")
    }
}
