//! The appendices the program writes: figures in print against the recomputed ones, where
//! every number comes from, and the works cited.

use crate::labels::phrase;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Block;
use crate::model::document::Cell;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::PrintedColumn;
use crate::model::document::TableBlock;
use crate::model::document::coded;
use crate::model::format::fixed;
use crate::model::statistic::GroupCount;
use crate::model::statistic::MARKED;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::cite::Call;
use crate::project::Generated;
use crate::project::Project;
use crate::say;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most values of one declaration that are listed.
const LISTED: usize = 12;

fn chapter(id: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter {
        id: id.to_owned(),
        number: String::new(),
        part: Part::Appendix,
        title: vec![Inline::text(title)],
        file: String::new(),
        blocks,
    }
}

fn paragraph(project: &Project, content: Vec<Inline>) -> Block {
    Block::Paragraph { content, span: project.report_yaml.span() }
}

/// Compares figures in print with the recomputed ones; one outside its tolerance is an
/// error that names both. Citations of the ledger are added to `calls`.
pub(super) fn published(
    project: &Project,
    statistics: &Statistics,
    keys: &BTreeSet<String>,
    calls: &mut Vec<Call>,
    draft: bool,
    found: &mut Findings,
) -> Chapter {
    let labels = ["print", "published", "recomputed", "verdict", "source"];
    let mut table = TableBlock {
        id: "published".to_owned(),
        title: vec![Inline::text(say!("published-table"))],
        subtitle: vec![Inline::text(say!("published-subtitle"))],
        columns: labels
            .iter()
            .map(|label| PrintedColumn {
                label: vec![Inline::text(say!(&format!("published-head-{label}")))],
                numeric: matches!(*label, "published" | "recomputed"),
                ..PrintedColumn::default()
            })
            .collect(),
        ..TableBlock::empty(project.report_yaml.span())
    };
    for entry in &project.published {
        let decl = &entry.decl;
        let Some(stat) = statistics.find(&decl.statistic) else {
            let at = entry.place(&["statistic"]);
            found.push(statistics.unknown(&decl.statistic).at(at, ""));
            continue;
        };
        let Some(value) = stat.number() else { continue };
        let agrees = (value - decl.value).abs() <= decl.tolerance + 1e-9;
        if !agrees {
            let fault = Diagnostic::error(
                Code::R0310,
                format!(
                    "`{}` is published as {} and recomputed as {}",
                    entry.id,
                    stat.format.full(decl.value),
                    stat.format.full(value)
                ),
            )
            .at(entry.place(&["value"]), format!("tolerance {}", decl.tolerance))
            .related(stat.provenance.span.clone(), "computed here")
            .help("mend the data or the definition, or record why the figures differ");
            let severity = if draft { Severity::Warning } else { Severity::Error };
            found.push(Diagnostic { severity, ..fault });
        }
        let mut source = Vec::new();
        if keys.contains(&decl.source) {
            calls.push(Call { keys: vec![decl.source.clone()], ..Call::default() });
            source.push(Inline::Cite {
                keys: vec![decl.source.clone()],
                text: format!("+{}", calls.len() - 1),
                raised: false,
                added: String::new(),
            });
        } else {
            found.push(
                Diagnostic::error(Code::R0504, format!("unknown work `{}`", decl.source))
                    .at(entry.place(&["source"]), "")
                    .help(did_you_mean(
                        &decl.source,
                        keys.iter().map(String::as_str),
                        "works",
                    )),
            );
        }
        if !decl.place.is_empty() {
            source.push(Inline::text(format!(", {}", decl.place)));
        }
        let cell = |content: Vec<Inline>, sort: Option<f64>| Cell {
            content,
            sort,
            ..Cell::default()
        };
        table.rows.push(vec![
            cell(vec![Inline::text(decl.says.clone())], None),
            cell(
                vec![Inline::text(stat.format.full(decl.value))],
                Some(stat.format.sorted(decl.value)),
            ),
            cell(
                vec![Inline::Stat {
                    id: stat.id.clone(),
                    show: "value".to_owned(),
                    text: stat.printed(),
                    span: entry.place(&["statistic"]),
                }],
                Some(stat.format.sorted(value)),
            ),
            cell(
                vec![Inline::text(if agrees {
                    say!("published-agrees")
                } else {
                    say!("published-differs")
                })],
                None,
            ),
            cell(source, None),
        ]);
    }
    let text = say!("published-text");
    let blocks = vec![paragraph(project, vec![Inline::text(text)]), Block::Table(table)];
    chapter("published", &say!("published-title"), blocks)
}

/// Lists the statistics that the document shows, block by block.
pub(super) fn provenance(
    project: &Project,
    statistics: &Statistics,
    document: &Document,
) -> Chapter {
    let mut used: BTreeSet<String> = BTreeSet::new();
    crate::model::document::visit(document, &mut |node| {
        if let Inline::Stat { id, .. } = node {
            used.insert(id.clone());
        }
    });
    let mut by_block: BTreeMap<&str, Vec<&Stat>> = BTreeMap::new();
    for id in &used {
        if let Some(stat) = statistics.get(id) {
            by_block.entry(stat.provenance.block.as_str()).or_default().push(stat);
        }
    }
    let read = by_block.values().flatten().flat_map(|stat| &stat.provenance.files);
    let files: Vec<&str> =
        read.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
    let listed = files
        .iter()
        .map(|file| {
            vec![paragraph(project, vec![Inline::Code { text: (*file).to_owned() }])]
        })
        .collect();
    let text = say!("provenance-text");
    let mut blocks = vec![
        paragraph(project, vec![Inline::text(text)]),
        Block::List { start: Some(1), loose: false, items: listed },
    ];
    let mut items = Vec::new();
    let declared =
        project.statistics.statistics.iter().map(|block| {
            (block.id.clone(), block.title.clone(), block.description.as_str())
        });
    let marked = project
        .figures
        .iter()
        .map(|figure| (format!("{MARKED}.{}", figure.id), say!("provenance-marked"), ""));
    for (id, title, description) in declared.chain(marked) {
        let Some(stats) = by_block.get(id.as_str()) else { continue };
        let term = vec![
            Inline::Strong { content: vec![Inline::text(title.clone())] },
            Inline::text(" "),
            Inline::Code { text: id.clone() },
        ];
        let mut meanings = Vec::new();
        let mut said = BTreeSet::new();
        let mut read = BTreeSet::new();
        for stat in stats {
            let from = &stat.provenance;
            read.extend(from.files.iter().map(String::as_str));
            if !said.insert((&from.definition, &from.formula)) {
                continue;
            }
            let definition = phrase(&from.definition);
            let mut how = coded(&format!("{}.", definition.trim_end_matches('.')));
            if !from.formula.is_empty() {
                how.push(Inline::text(format!(" {} ", say!("provenance-formula"))));
                how.push(Inline::Code { text: phrase(&from.formula) });
                how.push(Inline::text("."));
            }
            meanings.push(vec![paragraph(project, how)]);
        }
        // A definition that opens with the author's description says it already.
        let description = description.trim_end_matches('.');
        let again =
            said.iter().any(|(definition, _)| definition.starts_with(description));
        if !again {
            meanings.insert(0, vec![paragraph(project, coded(description))]);
        }
        if files.len() > 1 && !read.is_empty() {
            let numbers = (1..).zip(&files).filter(|(_, file)| read.contains(*file));
            let numbers: Vec<String> = numbers.map(|(at, _)| at.to_string()).collect();
            let text = say!("provenance-files", files = numbers.join(", "));
            meanings.push(vec![paragraph(project, vec![Inline::text(text)])]);
        }
        let mut values = Vec::new();
        for (index, stat) in stats.iter().enumerate().take(LISTED) {
            if index > 0 {
                values.push(Inline::text("; "));
            }
            values.extend(member(stat, &title));
            values.push(Inline::Stat {
                id: stat.id.clone(),
                show: "value".to_owned(),
                text: stat.printed(),
                span: stat.provenance.span.clone(),
            });
            if let Some(n) = counts(&stat.n) {
                values.push(Inline::text(format!(" (n = {n})")));
            }
        }
        let more = stats.len().saturating_sub(LISTED);
        let end = if more > 0 {
            format!("; {}", say!("provenance-more", more = more))
        } else {
            ".".to_owned()
        };
        values.push(Inline::text(end));
        meanings.push(vec![paragraph(project, values)]);
        items.push((term, meanings));
    }
    blocks.push(Block::Definitions { items });
    chapter("provenance", &say!("provenance-title"), blocks)
}

/// Returns what tells a value from the others of its declaration, in words: what its title has
/// beside the title of all.
fn member(stat: &Stat, title: &str) -> Option<Inline> {
    let own = stat.title.strip_prefix(title).unwrap_or(&stat.title);
    let own = own.trim_start_matches([',', ':', ' ']);
    (!own.is_empty()).then(|| Inline::text(format!("{}: ", phrase(own))))
}

fn counts(n: &[GroupCount]) -> Option<String> {
    let one = |count: &GroupCount| {
        let used = fixed(count.used as f64, 0);
        if count.used == count.of {
            used
        } else {
            say!("count-of", used = used, of = fixed(count.of as f64, 0))
        }
    };
    (!n.is_empty())
        .then(|| n.iter().map(one).collect::<Vec<_>>().join(&say!("count-and")))
}

/// Returns the chapter in which the writers set the works cited.
pub(super) fn references() -> Chapter {
    chapter("references", &say!("references"), Vec::new())
}

/// Warns of works that are cited where no list of works is printed.
pub(super) fn unlisted(project: &Project, document: &Document) -> Option<Diagnostic> {
    let missed = project.is_whole()
        && !wanted(project, Generated::References)
        && !document.references.is_empty();
    missed.then(|| {
        let message = "works are cited, and the list of works is not printed";
        Diagnostic::warning(Code::R0504, message)
            .at(project.report_yaml.place(&["generated"]), "")
            .help("add `references` to `generated:`")
    })
}

/// Returns whether a generated appendix is wanted.
pub(super) fn wanted(project: &Project, which: Generated) -> bool {
    project.report.generated.contains(&which)
}

/// Takes out the list of references of a document that cites nothing.
pub(super) fn without_empty_list(project: &Project, document: &mut Document) {
    if project.document.is_some() && document.references.is_empty() {
        document.chapters.retain(|one| !one.file.is_empty() || one.id != "references");
    }
}
