//! How a table fits the paper: the size of its type, its columns' widths, whether its page is
//! turned, and, where no page is wide enough, its columns in parts.
//!
//! **In:** a table.
//! **Out:** a [`Fit`].
//! **Guarantees:** no column is narrower than the pieces its words may be broken into.

use crate::figure::text_width;
use crate::model::document::Inline;
use crate::model::document::PrintedColumn;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::model::format::NBSP;

/// The widths of a page and of one that is turned, of the narrower paper, in points.
const PAGE: [f64; 2] = [450.0, 650.0];
/// The widest word of a head that is not broken, in ems.
const HEAD: f64 = 11.5;
/// The widest word of a cell that is not broken, in ems.
const CELL: f64 = 14.0;
/// Cells up to this width stay on one line, in ems.
const SHORT: f64 = 6.0;
/// How much of a head stands on a line where there is room, in ems.
const LINE: f64 = 7.8;

/// How a table fits the paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// The size of its type, in points.
    pub size: f64,
    /// The room at both sides of a cell, in points.
    pub inset: f64,
    /// Whether its page is turned.
    pub turned: bool,
    /// Its columns, in the parts in which they stand; all but the first part repeat the first.
    pub parts: Vec<Vec<usize>>,
    /// The width of each column where they share the page, in ems.
    pub widths: Option<Vec<f64>>,
    /// The widest piece of a word in each column, in ems.
    pub words: Vec<f64>,
}

/// What a column needs, in ems: its longest cell, its head, and the longest words of both.
#[derive(Debug, Clone, Copy)]
struct Need {
    cell: f64,
    head: f64,
    cell_word: f64,
    head_word: f64,
}

impl Need {
    /// The width in which its words can be set, those of its head broken to a limit.
    fn least(&self, limit: f64) -> f64 {
        self.cell_word.min(CELL).max(self.head_word.min(limit)) + 0.1
    }

    /// The width in which nothing needs a second line but a long head.
    fn full(&self) -> f64 {
        self.cell.max(self.head.min(LINE))
    }
}

/// A way to set a table.
#[derive(Clone, Copy)]
struct Way {
    size: f64,
    turned: bool,
    /// The widest word of a head that is not broken.
    head: f64,
    inset: f64,
}

/// Returns how a table fits the paper.
pub(super) fn fit(table: &TableBlock) -> Fit {
    let needs = needs(table);
    let usual = match needs.len() {
        0..=5 => 8.5,
        6..=7 => 7.8,
        _ => 7.0,
    };
    // One that was written in the text stands in it, maybe within a list.
    let turns = !table.id.is_empty();
    let way =
        |size, turned, head, inset| Way { size, turned: turned && turns, head, inset };
    let ways = [
        way(usual, false, HEAD, 4.0),
        way(7.0, false, HEAD, 4.0),
        way(7.0, true, HEAD, 4.0),
        way(7.0, true, 7.0, 4.0),
        way(6.0, true, 5.0, 2.0),
    ];
    let whole = ways.iter().filter(|way| parts(&needs, way, turns).len() == 1);
    let mut whole: Vec<Fit> = whole.map(|way| set(&needs, way, turns)).collect();
    // A page is rather turned than the names of rows set word under word.
    let roomy = whole.iter().position(|fit| named(table, fit) <= NAMES).unwrap_or(0);
    if roomy < whole.len() {
        return whole.swap_remove(roomy);
    }
    set(&needs, &way(7.0, true, 7.0, 4.0), turns)
}

/// The most lines that the name of a row takes where a turned page needs fewer.
const NAMES: usize = 4;

/// Returns how many lines the longest name of a row takes.
fn named(table: &TableBlock, fit: &Fit) -> usize {
    let Some([first, ..]) = fit.widths.as_deref() else { return 1 };
    let width = first - 2.0 * fit.inset / fit.size;
    let names = table.rows.iter().filter_map(|row| row.first());
    names.map(|cell| lines(&plain(&cell.content), width, false)).max().unwrap_or(1)
}

/// Sets a table in a way.
fn set(needs: &[Need], way: &Way, turns: bool) -> Fit {
    let parts = parts(needs, way, turns);
    let room = room(way, turns);
    let least: Vec<f64> = needs.iter().map(|need| need.least(way.head)).collect();
    let whole: f64 =
        needs.iter().map(|need| need.full() * way.size + 2.0 * way.inset).sum();
    let broken = needs
        .iter()
        .any(|need| need.head_word.max(need.cell_word) > need.least(way.head));
    let shared = parts.len() > 1 || whole > room || broken;
    let widths = shared.then(|| {
        let mut widths = least.clone();
        for part in &parts {
            let used: f64 =
                part.iter().map(|at| least[*at] * way.size + 2.0 * way.inset).sum();
            let mut rest = (room - used).max(0.0) / way.size;
            // Columns that lack least come first, so that as many as can be need one line. The
            // first column is in every part and has one width in all.
            let full = |need: &Need| need.cell.max(need.head_word).min(34.0);
            let lack = |at: usize| (full(&needs[at]) - least[at]).max(0.0);
            let own = part.iter().copied().filter(|at| *at > 0 || parts.len() == 1);
            let mut own: Vec<usize> = own.collect();
            own.sort_by(|a, b| lack(*a).total_cmp(&lack(*b)).then(b.cmp(a)));
            for (done, at) in own.iter().enumerate() {
                let more = lack(*at).min(rest / (own.len() - done) as f64);
                widths[*at] += more;
                rest -= more;
            }
        }
        widths.iter().map(|width| width + 2.0 * way.inset / way.size).collect()
    });
    let words = if shared { least } else { vec![HEAD.max(CELL); needs.len()] };
    Fit { size: way.size, inset: way.inset, turned: way.turned, parts, widths, words }
}

/// How far a line of a cell is below the one before, and how high the last one is, in ems.
const LEADING: f64 = 0.55 + CAPITAL;
const CAPITAL: f64 = 0.714;
/// The room over and under a cell, and between parts, in points.
const ROOM: f64 = 8.4;
const BETWEEN: f64 = 36.5;
/// The most height of heads that are turned, in points: 32 mm.
const UPRIGHT: f64 = 91.0;
/// The same, in ems of the smallest type.
const UPRIGHT_EMS: f64 = 10.0;
/// The width of a page's text, of the narrower paper, in points.
const TEXT: f64 = 459.0;

/// Returns how high the rows of a table are, its head among them, in points.
pub(super) fn tall(table: &TableBlock, fit: &Fit) -> f64 {
    let part = |part: &Vec<usize>| {
        let whole: f64 =
            fit.widths.iter().flat_map(|all| part.iter().map(|at| all[*at])).sum();
        // Without widths all is on one line.
        let width = |at: usize| match &fit.widths {
            Some(all) => (all[at] / whole * TEXT - 2.0 * fit.inset) / fit.size,
            None => f64::INFINITY,
        };
        let row = |cells: &mut dyn Iterator<Item = (usize, &[Inline])>, bold: bool| {
            let lines = cells.map(|(at, cell)| lines(&plain(cell), width(at), bold));
            let most = lines.max().unwrap_or(1) as f64;
            fit.size * (CAPITAL + (most - 1.0) * LEADING) + ROOM
        };
        let labels = part.iter().map(|at| (*at, table.columns[*at].label.as_slice()));
        let line = fit.size * CAPITAL + ROOM;
        let over = table.groups.len() + table.head_rows(part).len() - 1;
        let head = line * over as f64
            + if table.turned {
                let wide =
                    labels.map(|(_, label)| text_width(&plain(label), fit.size, true));
                wide.fold(line, f64::max).min(UPRIGHT) + ROOM
            } else {
                row(&mut labels.into_iter(), true)
            };
        let rows = table.rows.iter().map(|cells| {
            let cells = part
                .iter()
                .filter_map(|at| Some((*at, cells.get(*at)?.content.as_slice())));
            row(&mut cells.into_iter(), false)
        });
        head + rows.sum::<f64>()
    };
    let between = fit.parts.len().saturating_sub(1) as f64 * BETWEEN;
    fit.parts.iter().map(part).sum::<f64>() + between
}

/// Returns how many lines a text takes in a width of so many ems.
fn lines(text: &str, width: f64, bold: bool) -> usize {
    let space = text_width(" ", 1.0, bold);
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split(' ') {
        let wide = text_width(word, 1.0, bold);
        if used > 0.0 && used + space + wide > width {
            lines += 1;
            used = 0.0;
        }
        used += if used > 0.0 { space + wide } else { wide };
        // A longer word is broken.
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

/// The width that a table has.
fn room(way: &Way, turns: bool) -> f64 {
    PAGE[usize::from(way.turned)] * if turns { 1.0 } else { 0.9 }
}

/// Returns the columns that stand side by side, part by part.
fn parts(needs: &[Need], way: &Way, turns: bool) -> Vec<Vec<usize>> {
    let width = |at: usize| needs[at].least(way.head) * way.size + 2.0 * way.inset;
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    let mut used = 0.0;
    for at in 0..needs.len() {
        if used + width(at) > room(way, turns)
            && out.last().is_some_and(|part| part.len() > 1)
        {
            out.push(vec![0]);
            used = width(0);
        }
        used += width(at);
        if let Some(part) = out.last_mut() {
            part.push(at);
        }
    }
    out
}

fn needs(table: &TableBlock) -> Vec<Need> {
    let word = |content: &[Inline], bold: bool| {
        let text = plain(content);
        let words = text.split([' ', NBSP]).map(|word| text_width(word, 1.0, bold));
        words.fold(0.0, f64::max)
    };
    let column = |at: usize, head_of: &PrintedColumn| {
        let label = &head_of.label;
        let cells =
            || table.rows.iter().filter_map(|row| row.get(at)).map(|cell| &cell.content);
        let wide = |cell: &Vec<Inline>| text_width(&plain(cell), 1.0, false);
        let cell = cells().map(wide).fold(0.0, f64::max);
        let words = cells().map(|cell| word(cell, false)).fold(0.0, f64::max);
        let head = text_width(&plain(label), 1.0, true);
        let (head, head_word) = if table.turned && head_of.numeric {
            // A line that stands upright is as wide as it is high; a long head takes two.
            let lines = (head / UPRIGHT_EMS).ceil() * LEADING;
            (lines, lines)
        } else {
            (head, word(label, true))
        };
        let cell_word = if cell <= SHORT { cell } else { words };
        Need { cell, head, cell_word, head_word }
    };
    let columns = table.columns.iter().enumerate();
    let mut needs: Vec<Need> = columns.map(|(at, head)| column(at, head)).collect();
    // The words of a head over columns need the room of all of them.
    let all: Vec<usize> = (0..needs.len()).collect();
    for head in table.head_rows(&all).into_iter().flatten().filter(|head| head.over) {
        let wide = word(head.words, true) / head.columns as f64;
        for need in needs.iter_mut().skip(head.column).take(head.columns) {
            need.head = need.head.max(wide);
            need.head_word = need.head_word.max(wide);
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::fit;
    use super::tall;
    use crate::model::diagnostic::Span;
    use crate::model::document::Cell;
    use crate::model::document::Inline;
    use crate::model::document::PrintedColumn;
    use crate::model::document::TableBlock;

    fn table(id: &str, head: &[&str], row: &[&str]) -> TableBlock {
        let column = |label: &&str| PrintedColumn {
            label: vec![Inline::text(*label)],
            ..PrintedColumn::default()
        };
        let cell =
            |text: &&str| Cell { content: vec![Inline::text(*text)], ..Cell::default() };
        TableBlock {
            id: id.to_owned(),
            columns: head.iter().map(column).collect(),
            rows: vec![row.iter().map(cell).collect()],
            ..TableBlock::empty(Span::new("a.md", 0..0))
        }
    }

    #[test]
    fn columns_take_what_they_need_where_all_fits() {
        let fit = fit(&table("t", &["Area", "Trees"], &["Northgate", "1,200"]));
        assert_eq!((fit.size, fit.turned, fit.widths), (8.5, false, None));
        assert_eq!(fit.parts, [[0, 1]]);
    }

    #[test]
    fn long_words_of_heads_break_before_a_page_is_turned() {
        let head = ["Area", "Wirtschaftsentwicklungsgesellschaften", "Trees"];
        let fit = fit(&table("t", &head, &["Northgate", "1", "1"]));
        assert!(!fit.turned);
        assert!(fit.words[1] < 12.0, "{fit:?}");
    }

    #[test]
    fn a_table_is_turned_when_its_words_do_not_fit_side_by_side() {
        assert!(fit(&table("t", &["Unemployment"; 10], &["x"; 10])).turned);
        assert!(!fit(&table("", &["Unemployment"; 10], &["x"; 10])).turned);
    }

    #[test]
    fn a_table_is_turned_rather_than_its_names_set_word_under_word() {
        let head: Vec<&str> = std::iter::once("Area").chain(["1,234,567"; 9]).collect();
        let long = "Northgate and the villages between the river and the old canal, with all of the mills and the weirs";
        let row =
            |name| std::iter::once(name).chain(["1,234,567"; 9]).collect::<Vec<_>>();
        assert!(!fit(&table("t", &head, &row("Northgate"))).turned);
        assert!(fit(&table("t", &head, &row(long))).turned);
    }

    #[test]
    fn what_no_page_holds_is_set_in_parts_that_repeat_the_first_column() {
        let fit = fit(&table("t", &["Area"; 60], &["1,234,567"; 60]));
        assert!(fit.parts.len() > 1);
        assert!(fit.parts.iter().skip(1).all(|part| part[0] == 0));
        let held: Vec<usize> =
            fit.parts.iter().flatten().copied().filter(|at| *at > 0).collect();
        assert_eq!(held, (1..60).collect::<Vec<_>>());
        for part in &fit.parts {
            let widths = fit.widths.as_ref().unwrap();
            let used: f64 = part.iter().map(|at| widths[*at] * fit.size).sum();
            assert!(used <= 650.5, "{used}");
        }
    }

    #[test]
    fn the_height_of_a_table_is_that_of_its_lines() {
        let of = |table: &TableBlock| tall(table, &fit(table));
        let short = table("t", &["Area", "Trees"], &["Northgate", "1,200"]);
        // Two lines of 8.5 points, with the room over and under each.
        assert!((of(&short) - 2.0 * (0.714 * 8.5 + 8.4)).abs() < 0.01);
        let mut long = short.clone();
        long.rows[0][0].content = vec![Inline::text("word ".repeat(60))];
        let lines = (of(&long) - of(&short)) / (1.264 * 8.5);
        assert!((2.0..6.0).contains(&lines) && lines.fract() < 0.001, "{lines}");
    }
}
