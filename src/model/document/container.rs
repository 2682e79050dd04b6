//! Blocks that are set apart by name, `::: {.case-study}`: what each kind is called, holds and
//! looks like. The next kind is one more entry of [`KINDS`].

use crate::model::diagnostic::Span;
use crate::model::document::block::Alert;
use crate::model::document::block::Block;
use crate::model::document::inline::Inline;
use crate::model::document::text::plain;
use crate::say;
use serde::Deserialize;
use serde::Serialize;

/// A block that is set apart by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// The name of its kind, such as `case-study`.
    pub kind: String,
    /// Its anchor; empty where nothing refers to it.
    pub id: String,
    /// "2.1", or empty for a kind that is not counted.
    pub number: String,
    /// Its title; may be empty.
    pub title: Vec<Inline>,
    /// What else it says of itself, by the name of the field, in the order of the kind's.
    pub fields: Vec<(String, Vec<Inline>)>,
    /// The picture that goes with it: a portrait, a place.
    #[serde(default)]
    pub picture: Option<Box<Block>>,
    /// The declared quotation that it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Quoted>,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// The fence that opens it.
    pub span: Span,
}

/// A declared quotation where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Its id in `quotations.yaml`.
    pub id: String,
    /// Whether its words are approved.
    pub approved: bool,
    /// Whether it has no words yet.
    pub empty: bool,
}

impl Quoted {
    /// Returns what is printed over it; nothing over approved words.
    pub fn mark(&self) -> String {
        match (self.approved, self.empty) {
            (true, _) => String::new(),
            (false, false) => say!("quotation-draft"),
            (false, true) => say!("quotation-empty"),
        }
    }
}

impl Container {
    /// Returns what is printed over a quotation that may not be published yet; nothing over
    /// others.
    pub fn mark(&self) -> String {
        self.quoted.as_ref().map(Quoted::mark).unwrap_or_default()
    }

    /// Returns its kind; a record may hold one that this version does not know.
    pub fn kind(&self) -> Option<&'static Kind> {
        kind(&self.kind)
    }

    /// Returns what a field says.
    pub fn field(&self, name: &str) -> Option<&[Inline]> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, content)| content.as_slice())
    }

    /// Returns the language of a block in another; empty for others.
    pub fn language(&self) -> String {
        let lang = self.kind().is_some_and(|kind| kind.form == BlockForm::Lang);
        self.field("tag").filter(|_| lang).map(plain).unwrap_or_default()
    }

    /// Returns "Box 2.1", "block-case-study", or nothing for a kind without a name in print.
    pub fn label(&self) -> String {
        let label = self.kind().map_or_else(String::new, |kind| named(kind.label));
        match self.number.as_str() {
            "" => label,
            number => format!("{label}\u{a0}{number}"),
        }
    }
}

/// How blocks of a kind are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockForm {
    /// A frame with a label, a title and a list of fields.
    Panel,
    /// The same, narrower, beside the text where there is room.
    Aside,
    /// Words of somebody, with who said them.
    Quotation,
    /// A few words set large.
    Pull,
    /// Running text that somebody signs.
    Letter,
    /// A note set apart; becomes a [`Block::Alert`].
    Alert(Alert),
    /// Closed until a reader opens it; open in print.
    Detail,
    /// Columns side by side; holds nothing else.
    Columns,
    /// One of them.
    Column,
    /// Figures side by side that share a number, with letters.
    Figures,
    /// Logos in a row, of one height; holds pictures and nothing else.
    Logos,
    /// A page of its own in print.
    Page,
    /// Running text in another language.
    Lang,
    /// Written by the program from what stands elsewhere; the author writes nothing in it.
    Listing,
}

/// By what blocks of a kind are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// They have no number.
    No,
    /// By chapter: 2.1.
    Chapter,
    /// Through the whole report: 1, 2, 3.
    Report,
    /// Among the figures.
    Figures,
}

/// Whether something is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be.
    Must,
    /// It may be.
    May,
    /// It may not be.
    Not,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldSort {
    /// A line of Markdown.
    Line,
    /// Ids of figures, tables, chapters, sections or blocks, with commas between.
    References,
}

/// A field of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name by which it is given.
    pub name: &'static str,
    /// The message with its name in print; empty where it needs no name.
    pub label: &'static str,
    /// Whether it must be given.
    pub need: Need,
    /// What it holds.
    pub sort: FieldSort,
}

/// A kind of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The class by which it is written.
    pub name: &'static str,
    /// The message with its name in print; may be empty.
    pub label: &'static str,
    /// How it is laid out.
    pub form: BlockForm,
    /// By what it is counted.
    pub count: Count,
    /// Whether it has a title.
    pub title: Need,
    /// Whether it takes a picture.
    pub pictured: bool,
    /// What else it says of itself.
    pub fields: &'static [Field],
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// How it is written: the fence, then what it holds.
    pub example: (&'static str, &'static str),
}

const fn line(name: &'static str, label: &'static str, need: Need) -> Field {
    Field { name, label, need, sort: FieldSort::Line }
}

const PLAIN: Kind = Kind {
    name: "",
    label: "",
    form: BlockForm::Panel,
    count: Count::No,
    title: Need::May,
    pictured: false,
    fields: &[],
    about: "",
    example: ("", ""),
};

const fn alert(name: &'static str, kind: Alert, about: &'static str) -> Kind {
    let example = ("title=\"Read this first\"", "The numbers are provisional.");
    Kind { name, form: BlockForm::Alert(kind), about, example, ..PLAIN }
}

/// Every kind, in the order in which a report has them.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "foreword",
        pictured: true,
        form: BlockForm::Letter,
        fields: &[line("name", "", Need::May), line("role", "", Need::May)],
        about: "A letter to the reader, signed with a name and a role.",
        example: ("role=\"Chair of the programme board\"", "This report …"),
        ..PLAIN
    },
    Kind {
        name: "quotation",
        pictured: true,
        form: BlockForm::Quotation,
        title: Need::Not,
        fields: &[line("by", "", Need::Must), line("source", "", Need::May)],
        about: "What somebody said, with who said it and where.",
        example: (
            "by=\"Resident, area N024\" source=\"Interview, 2023\"",
            "We waited a year.",
        ),
        ..PLAIN
    },
    Kind {
        name: "pull-quote",
        form: BlockForm::Pull,
        title: Need::Not,
        fields: &[line("by", "", Need::May)],
        about: "A few words of the text, repeated in large letters.",
        example: ("", "The grants reached every area in the first year."),
        ..PLAIN
    },
    Kind {
        name: "case-study",
        pictured: true,
        label: "block-case-study",
        title: Need::Must,
        fields: &[
            line("place", "field-place", Need::May),
            line("period", "field-period", Need::May),
        ],
        about: "One place or person, told at length.",
        example: ("title=\"A market hall\" place=\"Area N024\"", "The hall …"),
        ..PLAIN
    },
    Kind {
        name: "box",
        pictured: true,
        label: "block-box",
        count: Count::Chapter,
        title: Need::Must,
        about: "Something beside the argument, numbered, so that the text can refer to it.",
        example: ("#how-areas-were-chosen title=\"How areas were chosen\"", "Areas …"),
        ..PLAIN
    },
    Kind {
        name: "sidebar",
        pictured: true,
        form: BlockForm::Aside,
        about: "A short aside; it is set beside the text where there is room.",
        example: ("title=\"In short\"", "Three areas in four …"),
        ..PLAIN
    },
    Kind {
        name: "recommendation",
        label: "block-recommendation",
        count: Count::Report,
        fields: &[
            line("who", "field-who", Need::Must),
            line("when", "field-when", Need::Must),
            Field {
                name: "evidence",
                label: "field-evidence",
                need: Need::Must,
                sort: FieldSort::References,
            },
        ],
        about: "What should be done, by whom and by when, and what in the report it rests on.",
        example: (
            "who=\"The department\" when=\"April 2026\" evidence=\"business_index, results\"",
            "Extend the grants to areas that were left out.",
        ),
        ..PLAIN
    },
    Kind {
        name: "recommendations",
        form: BlockForm::Listing,
        about: "All recommendations in a table: what, who, by when, evidence, each with a link. It \
                is made of the `recommendation` blocks of the report, so nothing is written in it.",
        example: ("title=\"All recommendations\"", ""),
        ..PLAIN
    },
    Kind {
        name: "endnotes",
        label: "block-endnotes",
        form: BlockForm::Listing,
        about: "The footnotes whose marks stand before it, in place of notes beside the text and at the \
                foot of pages: at the end of each chapter those of the chapter, at the end of the report all. \
                Nothing is written in it.",
        ..PLAIN
    },
    Kind {
        name: "index",
        form: BlockForm::Listing,
        about: "An index of the terms that `index(\"term\")` marks in the text, in the order of the \
                alphabet: links in the page, page numbers in the PDF. Nothing is written in it.",
        ..PLAIN
    },
    Kind {
        name: "question",
        label: "block-question",
        about: "A question that readers may discuss.",
        example: ("", "What would have happened without the programme?"),
        ..PLAIN
    },
    Kind {
        name: "acknowledgements",
        form: BlockForm::Letter,
        about: "Who helped, with thanks.",
        example: ("title=\"Acknowledgements\"", "We thank the residents …"),
        ..PLAIN
    },
    Kind {
        name: "detail",
        form: BlockForm::Detail,
        title: Need::Must,
        about: "Detail that a reader opens; it is open in print and in the PDF.",
        example: ("title=\"How the interval is computed\"", "The estimate …"),
        ..PLAIN
    },
    Kind {
        name: "columns",
        form: BlockForm::Columns,
        title: Need::Not,
        about: "Two or three columns side by side; each is a `::: {.column}` within it.",
        example: (
            "",
            "::: {.column}\nOn the left\n:::\n::: {.column}\nOn the right\n:::",
        ),
        ..PLAIN
    },
    Kind {
        name: "column",
        form: BlockForm::Column,
        title: Need::Not,
        about: "One of two or three columns, directly within `::: {.columns}`.",
        example: ("", "On the left"),
        ..PLAIN
    },
    Kind {
        name: "figures",
        label: "figure",
        form: BlockForm::Figures,
        count: Count::Figures,
        title: Need::Must,
        about: "Two to four figures side by side that share a number: 3.1a and 3.1b. They \
                take their letters in order; `ref()` links to the whole and to each.",
        example: (
            "#before-after title=\"Before and after\"",
            "{{ figure(\"before\") }}\n\n{{ figure(\"after\") }}",
        ),
        ..PLAIN
    },
    Kind {
        name: "logos",
        form: BlockForm::Logos,
        title: Need::Not,
        about: "Logos of funders and partners in a row, all of one height; each is a picture.",
        example: (
            "",
            "{{ picture(\"funder\") }}\n\n![City council](report/pictures/council.svg)",
        ),
        ..PLAIN
    },
    Kind {
        name: "back-page",
        pictured: true,
        form: BlockForm::Page,
        about: "What the back cover has: an address, a charity's number. There is one; it comes last, \
                after appendices and references, wherever it is written.",
        example: ("title=\"About the publisher\"", "Published by …"),
        ..PLAIN
    },
    Kind {
        name: "lang",
        form: BlockForm::Lang,
        title: Need::Not,
        fields: &[line("tag", "", Need::Must)],
        about: "Text in another language, by its tag: read aloud, hyphenated and searched in it, \
                and held to the data by its digits alone. Single words: `lang(\"cy\", \"…\")`.",
        example: ("tag=\"cy\"", "Mae'r adroddiad hwn ar gael yn Gymraeg."),
        ..PLAIN
    },
    alert("note", Alert::Note, "A note with a title of its own; `> [!NOTE]` has none."),
    alert("tip", Alert::Tip, "A tip with a title of its own."),
    alert("important", Alert::Important, "What must not be missed, under its own title."),
    alert("warning", Alert::Warning, "What needs care, under its own title."),
    alert("caution", Alert::Caution, "What may do harm, under its own title."),
];

/// Returns what the message of a label says; nothing for an empty label.
pub fn named(label: &str) -> String {
    if label.is_empty() { String::new() } else { say!(label) }
}

/// Returns the kind of a name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

impl Kind {
    /// Returns the page that `reissue explain block:NAME` prints.
    pub fn manual(&self) -> String {
        let mut out = format!("# {}\n\n{}\n\n", self.name, self.about);
        let given = |need: Need| match need {
            Need::Must => "must be given",
            Need::May => "may be given",
            Need::Not => "may not be given",
        };
        out.push_str(&format!("`title`: {}.\n", given(self.title)));
        if self.pictured {
            out.push_str("`picture`: the id of a declared picture; may be given.\n");
        }
        for field in self.fields {
            let what = match field.sort {
                FieldSort::Line => "words",
                FieldSort::References => "ids that `ref()` knows, with commas between",
            };
            out.push_str(&format!("`{}`: {what}; {}.\n", field.name, given(field.need)));
        }
        let (fence, body) = self.example;
        let space = if fence.is_empty() { "" } else { " " };
        let end = if body.is_empty() { "" } else { "\n" };
        out.push_str(&format!(
            "\n::: {{.{}{space}{fence}}}\n{body}{end}:::\n",
            self.name
        ));
        out
    }
}

/// Returns the list that `reissue explain blocks` prints.
pub fn index() -> String {
    let wide = KINDS.iter().map(|kind| kind.name.len()).max().unwrap_or_default();
    KINDS.iter().map(|kind| format!("{:wide$}  {}\n", kind.name, kind.about)).collect()
}

#[cfg(test)]
mod tests {
    use super::KINDS;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_says_what_it_is_for() {
        let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
        assert!(
            KINDS.iter().all(|kind| kind.about.ends_with(['.']) && !kind.name.is_empty())
        );
    }
}
