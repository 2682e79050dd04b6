//! Figures and tables as Typst.

use crate::model::document::FigureBlock;
use crate::model::document::Inline;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::model::format::NBSP;
use crate::output::typst::inline::literal;
use crate::output::typst::inline::tuple;
use crate::output::typst::source::Writer;

/// Characters of a table's type that fit on the page's width, about.
const LINE: usize = 95;
/// The most rows whose numbers lead to where they come from.
const LINKED: usize = 40;

impl Writer<'_> {
    pub(super) fn figure(&mut self, figure: &FigureBlock) {
        self.from(&figure.span);
        let drawn = self.publication.figures.get(&figure.id);
        let alt = drawn.map(|drawn| drawn.alternatives.alt.clone()).unwrap_or_default();
        let text = format!(
            "#chart(id: {}, number: {}, headline: {}, subtitle: {}, file: {}, alt: {}, note: {}, source: {})",
            literal(&format!("figure-{}", figure.id)),
            literal(&figure.number),
            self.option(&figure.headline),
            self.option(&figure.subtitle),
            literal(&format!("{}{}.svg", self.pictures, figure.id)),
            literal(&alt),
            self.option(&figure.note),
            self.option(&figure.source),
        );
        self.put(&text);
    }

    pub(super) fn table(&mut self, table: &TableBlock) {
        self.from(&table.span);
        let needs = needs(table);
        let aligns = tuple(table.columns.iter().map(|column| {
            if column.numeric { "right".to_owned() } else { "left".to_owned() }
        }));
        let head = tuple(
            table.columns.iter().map(|column| format!("[{}]", self.title(&column.label))),
        );
        let id = if table.id.is_empty() {
            "none".to_owned()
        } else {
            literal(&format!("table-{}", table.id))
        };
        let size = match table.columns.len() {
            0..=5 => "8.5pt",
            6..=7 => "7.8pt",
            _ => "7pt",
        };
        let text = format!(
            "#data-table(id: {id}, number: {}, headline: {}, subtitle: {}, widths: {}, aligns: {aligns}, size: {size}, turned: {}, head: {head}, rows: (",
            literal(&table.number),
            self.option(&table.title),
            self.option(&table.subtitle),
            widths(&needs),
            turned(&needs),
        );
        self.put(&text);
        let linked = self.linked && table.rows.len() <= LINKED;
        let before = std::mem::replace(&mut self.linked, linked);
        for row in &table.rows {
            let cells = tuple(
                row.iter().map(|cell| format!("[{}]", self.inlines(&cell.content))),
            );
            self.put(&format!("  {cells},"));
        }
        self.linked = before;
        let note = self.option(&table.note);
        let source = self.option(&table.source);
        self.put(&format!("), note: {note}, source: {source})"));
    }
}

/// What a column asks for, in characters: its longest cell, the start of its head, and its
/// longest word.
#[derive(Debug, Clone, Copy)]
struct Need {
    cell: usize,
    head: usize,
    word: usize,
}

fn needs(table: &TableBlock) -> Vec<Need> {
    let length = |content: &[Inline]| plain(content).chars().count();
    let word = |content: &[Inline]| {
        let text = plain(content);
        text.split([' ', NBSP]).map(|word| word.chars().count()).max().unwrap_or(0)
    };
    let column = |at: usize, label: &[Inline]| {
        let cells =
            || table.rows.iter().filter_map(|row| row.get(at)).map(|cell| &cell.content);
        let whole = cells().map(|cell| length(cell)).max().unwrap_or(0);
        let longest = cells().map(|cell| word(cell)).max().unwrap_or(0);
        let head = length(label).min(14);
        Need { cell: whole, head, word: longest.max(word(label)) }
    };
    let columns = table.columns.iter().enumerate();
    columns.map(|(at, head)| column(at, &head.label)).collect()
}

/// Returns the widths of a table's columns. Where all fits on a line, columns take what they
/// need and the first the rest; else they share the page by what they hold, and none is
/// narrower than its longest word.
fn widths(needs: &[Need]) -> String {
    if needs.iter().map(|need| need.cell.max(need.head) + 3).sum::<usize>() <= LINE {
        let auto =
            (0..needs.len()).map(|at| if at == 0 { "1fr" } else { "auto" }.to_owned());
        return tuple(auto);
    }
    tuple(
        needs.iter().map(|need| {
            format!("{}fr", need.cell.clamp(need.word, 34.max(need.word)) + 4)
        }),
    )
}

/// Returns whether a table is turned: a column would be narrower than its longest word.
fn turned(needs: &[Need]) -> bool {
    // The smallest type of a table holds a quarter more.
    needs.iter().map(|need| need.word + 3).sum::<usize>() > LINE * 5 / 4
}

#[cfg(test)]
mod tests {
    use super::Need;
    use super::turned;
    use super::widths;

    #[test]
    fn a_table_is_turned_when_its_words_do_not_fit_side_by_side() {
        let ten = [Need { cell: 20, head: 8, word: 8 }; 10];
        assert!(!turned(&ten), "ten short words fit");
        assert!(turned(&[Need { cell: 20, head: 12, word: 12 }; 10]));
    }

    #[test]
    fn columns_take_what_they_need_where_all_fits() {
        assert_eq!(
            widths(&[Need { cell: 9, head: 9, word: 9 }; 3]),
            "(1fr, auto, auto, )"
        );
        assert_eq!(
            widths(&[Need { cell: 40, head: 9, word: 9 }; 3]),
            "(38fr, 38fr, 38fr, )"
        );
    }
}
