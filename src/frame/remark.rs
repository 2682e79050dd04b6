//! Lines of a file that fit the width of its table, but are notes about it: sources, footnotes, the
//! day of publication, headings of blocks, blank lines.
//!
//! **In:** the cells of one row, or of all rows between the head and the end.
//! **Out:** whether it reads as a note; which rows do.
//! **Guarantees:** a row is never left out here: who reads the file leaves it out, or says so.

use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words before a colon that begin a note, and what begins one without.
static SURELY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:data\s+|the\s+)?(?:sources?|notes?|footnotes?|caveats?|contacts?|e-?mail|telephone
                |published(?:\s+(?:by|on))?|publication(?:\s+date)?|released?(?:\s+(?:date|on))?
                |last\s+(?:updated|revised|modified)|updated(?:\s+on)?|next\s+(?:release|update|publication)
                |downloaded(?:\s+(?:on|from))?|accessed|extracted(?:\s+on)?|date\s+(?:of\s+)?extract\w*|copyright
                |licen[cs]e|symbols?|key|legend|coverage|disclaimer|warning|methodology|statistician
                |(?:press|media|public|general|statistical|data|further)\s+(?:office|enquir(?:y|ies)|quer(?:y|ies)|contacts?)
                |enquir(?:y|ies)|quer(?:y|ies)|feedback|tel(?:\.|ephone\s+number)?|phone|web\s?site|web\s+page|issued(?:\s+by)?
                |(?:responsible|lead|head)\s+(?:statistician|analyst|officer)|produced\s+by|prepared\s+by|author
                |notes?\s+(?:to|on|for)\s.{1,60}|source\s+of\s.{1,60})
                \s*(?:\d+|\(\w\))?\s*:
            |(?:©|\(c\)\s+crown|crown\s+copyright|copyright\s)
            |end\s+of\s+(?:the\s+)?(?:table|data|work\s?sheet|sheet|file|report|list|document|extract|notes?)\b
            |(?:contains|includes)\s+(?:public\s+sector|ordnance|national\s+statistics|os)\s
            |this\s+(?:table|sheet|work\s?sheet|file|spreadsheet|dataset|release)\s
            |(?:back|return|go)\s+to\s+(?:the\s+)?(?:contents?|cover|index|top)
            |(?:totals?|figures?|numbers?|percentages?|values?|columns?|components?)\s+(?:may|might|are|have|do|in\s+this|for\s+\w+\s+are)\s
            |(?:some|all)\s+(?:cells|figures|values|numbers|data|rows|shorthand)\s+(?:are|is|in|have|may)\s
        )",
    )
    .ok()
});

/// What may begin a note, where nothing else is in the row.
static PERHAPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:sources?|notes?|footnotes?|published|released|last\s+(?:updated|revised)|updated|next\s+release
                |downloaded|accessed|extracted|crown|copyright|licen[cs]ed?|contact|contains|statistics|data
                |figures?|provisional|revised|estimates?|for\s+(?:more|further|details))\b
            |[*†‡§¶\#~^⁰¹²³⁴⁵⁶⁷⁸⁹]+\s*\S
            |[\[(](?:note\s*)?(?:\d{1,2}|[a-z])[\])]\s*\S
            |\d{1,2}[.)]\s+\p{L}
            |(?:\.\.|-|:)\s*(?:=|means|denotes|not\s)
            |\w{1,3}\s*=\s*\p{L}
            |\S+@\S+\.\w+$|https?://\S+$|www\.\S+$
            |(?:contacts?|enquir(?:y|ies)|quer(?:y|ies)|telephone|phone)\b
            |(?:as\s+(?:at|of)|correct\s+(?:at|as)|produced|prepared|compiled|published|e-?mail|tel|nb|n\.b|please
                |based\s+on|exclud(?:es|ing)|includ(?:es|ing)|rounded|percentages|due\s+to)\b
        )",
    )
    .ok()
});

/// The longest name of a thing in a row; what is longer is a sentence.
const LONGEST_NAME: usize = 100;

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Returns whether a text begins as a note does, whatever is in the other cells of its row.
pub(in crate::frame) fn opens_note(text: &str) -> bool {
    let text = text.trim_start();
    // The letters with which a note may begin: most names need no closer look.
    text.starts_with(|c: char| "SNFCPRLUDEAKTWMBGVQHIsnfcprludeaktwmbgvqhi©(".contains(c))
        && fits(&SURELY, text)
}

/// What a row is that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::frame) enum Remark {
    /// Nothing is in it.
    Blank,
    /// Text about the table.
    Note,
    /// A full row within the table that begins as a note does, and is kept.
    Doubt,
}

/// Returns whether a row of a table of several columns is blank or reads as a note by its words alone.
pub(in crate::frame) fn of(cells: &[&str]) -> Option<Remark> {
    // A line of dashes is blank, too.
    let ruled = |cell: &str| cell.len() > 2 && cell.chars().all(|c| "-=_–—".contains(c));
    let cells = cells.iter().map(|cell| cell.trim());
    let leads = cells.clone().next().is_some_and(|cell| !cell.is_empty());
    let mut filled = cells.filter(|cell| !cell.is_empty() && !ruled(cell));
    let Some(first) = filled.next() else { return Some(Remark::Blank) };
    let alone = filled.next().is_none();
    let note = leads && (opens_note(first) || alone && fits(&PERHAPS, first));
    note.then_some(Remark::Note)
}

/// Returns whether a text is a sentence or a heading, rather than a name.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(':')
        || text.chars().count() > LONGEST_NAME
        || text.ends_with('.') && text.split_whitespace().count() > 4
}

/// What is wrong with the lines of a file as one table.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::frame) struct Second {
    /// The place of the row that begins another table.
    pub row: usize,
}

/// A row of the table.
pub(in crate::frame) struct Line<'c> {
    pub cells: Vec<&'c str>,
    /// Whether an empty line is above it.
    pub parted: bool,
}

/// Returns which of all rows of a table are no records, where `is_number` says what a cell in a
/// column of numbers may be; or where another table begins.
pub(in crate::frame) fn among(
    lines: &[Line<'_>],
    is_number: &dyn Fn(&str) -> bool,
) -> Result<Vec<(usize, Remark)>, Second> {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    // A column measures where most of its cells are numbers.
    let measured: Vec<bool> = (0..width)
        .map(|at| {
            let cells = lines.iter().filter_map(|line| line.cells.get(at));
            let filled = || cells.clone().filter(|cell| !cell.trim().is_empty());
            filled().count() > 1
                && 2 * filled().filter(|cell| is_number(cell)).count() >= filled().count()
        })
        .collect();
    let strange = |line: &Line<'_>| {
        line.cells.iter().zip(&measured).any(|(cell, measured)| {
            *measured && !cell.trim().is_empty() && !is_number(cell)
        })
    };
    // A sentence where a number belongs.
    let told_in_place = |line: &Line<'_>| {
        line.cells
            .iter()
            .zip(&measured)
            .any(|(cell, measured)| *measured && is_sentence(cell) && !is_number(cell))
    };
    let counts = |line: &Line<'_>| {
        line.cells.iter().zip(&measured).any(|(cell, measured)| {
            *measured && !cell.trim().is_empty() && is_number(cell)
        })
    };
    // Commas of a sentence have a space behind them, those between cells mostly not.
    let spaced = |line: &Line<'_>| {
        line.cells.iter().skip(1).any(|cell| cell.starts_with(' ') && cell.len() > 1)
    };
    let few = |count: usize| count <= 3 && 4 * count <= lines.len();
    let spaced_are_notes = few(lines.iter().filter(|line| spaced(line)).count());
    let words_only = |line: &Line<'_>| {
        line.cells.iter().zip(&measured).all(|(cell, measured)| {
            !measured || !cell.trim().is_empty() && !is_number(cell)
        }) && measured.contains(&true)
    };
    // Where many cells are sentences, they are the data.
    let firsts = || lines.iter().filter_map(|line| line.cells.first());
    let sentences = firsts().filter(|cell| is_sentence(cell)).count();
    let sentences_are_notes = 3 * sentences <= lines.len() || sentences < 2;
    let letters = |cell: &str| cell.chars().filter(|c| c.is_alphabetic()).count();
    let named = 2 * firsts().filter(|cell| letters(cell) > 3).count() > lines.len();
    let unit = |cell: &&str| {
        let cell = cell.trim();
        let known = [
            "number",
            "per cent",
            "percent",
            "thousands",
            "count",
            "name",
            "text",
            "date",
        ];
        cell.is_empty()
            || cell.starts_with('(') && cell.ends_with(')')
            || known.contains(&cell.to_lowercase().as_str())
    };
    // Who to ask, cell by cell, below the table: texts in the columns of numbers, each another and
    // none elsewhere.
    let told_below = |row: usize, line: &Line<'_>| {
        let texts: Vec<&str> = line
            .cells
            .iter()
            .zip(&measured)
            .filter(|(cell, measured)| **measured && !cell.trim().is_empty())
            .map(|(cell, _)| cell.trim())
            .collect();
        let apart: BTreeSet<&str> = texts.iter().copied().collect();
        let elsewhere = || {
            lines
                .iter()
                .take(row)
                .any(|line| line.cells.iter().any(|cell| apart.contains(cell.trim())))
        };
        row + 4 >= lines.len()
            && texts.len() > 1
            && apart.len() == texts.len()
            && texts.iter().all(|text| !is_number(text) && letters(text) > 2)
            && !elsewhere()
    };
    let mut out = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let first = line.cells.first().map_or("", |cell| cell.trim());
        let alone = line.cells.iter().filter(|cell| !cell.trim().is_empty()).count() == 1;
        let told = of(&line.cells).or_else(|| {
            let note = !first.is_empty()
                && width > 1
                && (alone && is_sentence(first) && sentences_are_notes
                    || strange(line) && (fits(&PERHAPS, first) || is_sentence(first))
                    || told_in_place(line)
                    // The legend of a sign: "p,provisional".
                    || strange(line) && named && letters(first) < 2
                    || row == 0 && words_only(line) && line.cells.iter().all(unit)
                    || told_below(row, line)
                    || spaced(line) && spaced_are_notes);
            note.then_some(Remark::Note)
        });
        let after = lines.get(row + 1..).unwrap_or_default();
        let again = after.iter().any(|line| !strange(line) && counts(line));
        match told {
            Some(remark) => out.push((row, remark)),
            None if line.parted && words_only(line) && again && row > 0 => {
                return Err(Second { row });
            }
            None if line.parted && strange(line) => out.push((row, Remark::Note)),
            None => {}
        }
    }
    // A full row that could be data is only left out below the table.
    let mut end = lines.len();
    for (row, remark) in out.iter_mut().rev() {
        let fits = lines.get(*row).is_some_and(|line| {
            !strange(line)
                && !spaced(line)
                && line.cells.iter().all(|it| !it.trim().is_empty())
        });
        if *row + 1 == end {
            end = *row;
        } else if *remark == Remark::Note && fits {
            *remark = Remark::Doubt;
        }
    }
    // Where many rows read so, they are the data.
    let notes = out.iter().filter(|(_, remark)| *remark == Remark::Note).count();
    if notes > 40 || lines.len() > 8 && 2 * notes > lines.len() {
        out.retain(|(_, remark)| *remark == Remark::Blank);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::Line;
    use super::Remark;
    use super::among;
    use super::of;
    use super::opens_note;

    #[test]
    fn notes_are_told_from_names_by_how_they_begin() {
        for note in [
            "Source: ONS",
            "Sources : Home Office",
            "Notes:",
            "Note 3: provisional",
            "Crown copyright 2024",
            "© Crown copyright",
            "End of table",
            "Last updated: 3 May 2024",
            "Contact: statistics team",
            "This table shows counts",
            "Figures are rounded to the nearest 5",
            "Totals may not sum",
            "Back to contents",
        ] {
            assert!(opens_note(note), "{note}");
        }
        for name in [
            "Sourceby",
            "Notting Hill",
            "Source",
            "Endon",
            "Contact lenses",
            "Total",
            "Figures",
            "Key workers",
            "Crownhill",
            "This",
            "Published works",
            "A: first answer",
        ] {
            assert!(!opens_note(name), "{name}");
        }
    }

    #[test]
    fn a_row_without_values_is_a_note_where_it_reads_as_one() {
        let row = |cells: &[&str]| of(cells);
        assert_eq!(row(&["* provisional", ""]), Some(Remark::Note));
        assert_eq!(row(&["1. Excludes Northby", "", ""]), Some(Remark::Note));
        assert_eq!(row(&["(p) Provisional", " "]), Some(Remark::Note));
        assert_eq!(row(&["", ""]), Some(Remark::Blank));
        assert_eq!(row(&["Northby", ""]), None);
        assert_eq!(row(&["1. Northby", "12"]), None);
        assert_eq!(row(&["Source: ONS"]), Some(Remark::Note));
        assert_eq!(row(&["Downloaded 3 May 2024", ""]), Some(Remark::Note));
        assert_eq!(row(&["*", ""]), None);
        for note in [
            "Press office: 0300 123 4567",
            "statistics@example.gov.uk",
            "Tel: 0300 123 4567",
            "Responsible statistician: J Doe",
            "https://www.example.gov.uk/x",
            "Contact us",
        ] {
            assert_eq!(row(&[note, ""]), Some(Remark::Note), "{note}");
        }
    }

    fn lines(text: &str) -> Vec<Line<'_>> {
        let rows = text.lines().map(|line| Line {
            cells: line.trim_start_matches('~').split(',').collect(),
            parted: line.starts_with('~'),
        });
        rows.collect()
    }

    fn found(text: &str) -> Result<Vec<usize>, usize> {
        let number = |cell: &str| cell.trim().parse::<f64>().is_ok() || cell == "..";
        match among(&lines(text), &number) {
            Ok(rows) => Ok(rows.into_iter().map(|(row, _)| row).collect()),
            Err(second) => Err(second.row),
        }
    }

    #[test]
    fn notes_that_fit_the_width_of_two_columns_are_found() {
        let rows = "Northby,12\nSouthby,30\nEastby,41\n";
        for (note, row) in [
            ("Source: ONS, 2024", 3),
            ("Last updated,2024-04-02", 3),
            ("Data for the year ending March, 2024", 3),
            ("1. Provisional, revised in May", 3),
            ("North-eastern, of which:,", 3),
            ("p,provisional", 3),
            ("As at 31 March,", 3),
            ("---,---", 3),
            ("INFO,Totals may not sum to the whole.", 3),
        ] {
            assert_eq!(found(&format!("{rows}{note}\n")), Ok(vec![row]), "{note}");
        }
        assert_eq!(found(&format!("(name),(number)\n{rows}")), Ok(vec![0]));
        let wide = "Northby,12,3\nSouthby,30,4\nEastby,41,5\n";
        let contact = format!("{wide}Jane Doe,Department of Trees,Tel: 0300 123\n");
        assert_eq!(found(&contact), Ok(vec![3]));
        let missing = format!("{wide}Westby,not available,not available\n");
        assert_eq!(found(&missing), Ok(Vec::new()));
        let doubted = format!("Source: wood,4\n{rows}");
        let all = among(&lines(&doubted), &|cell| cell.parse::<f64>().is_ok());
        assert_eq!(all, Ok(vec![(0, Remark::Doubt)]));
        assert_eq!(found(&format!("{rows},\nWestby,5\n")), Ok(vec![3]));
        assert_eq!(found(&format!("{rows}~Area,Homes\nWestby,5\n")), Err(3));
        let info = "~INFO,It is rounded to the nearest five.\nINFO,It may not sum to the total.\nDataset: Trees\n";
        assert_eq!(found(&format!("{rows}{info}")), Ok(vec![3, 4]));
    }

    #[test]
    fn rows_stay_rows() {
        for rows in [
            "It is far away.,\nIt is near.,2\nIt is here.,3\nIt is there.,\n",
            "Northby,12\nSouthby,..\nEastby,\n",
            "Northby,12\n~Southby,30\nEastby,41\n",
            "Northby, 12\nSouthby, 30\nEastby, 41\nWestby, 5\n",
            "Total,12\nNotting,30\nSourceby,41\n",
        ] {
            assert_eq!(found(rows), Ok(Vec::new()), "{rows}");
        }
    }
}
