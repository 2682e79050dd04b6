//! `report/quotations.yaml`: what somebody said, word for word, who said it, and whether it is
//! approved.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::moment::Day;
use crate::project::Entry;
use serde::Deserialize;
use serde::Serialize;

/// The file of quotations.
pub const QUOTATIONS: &str = "report/quotations.yaml";

/// What somebody said. Without `words:` it is an empty slot: a quotation that is still to come.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct QuotationDecl {
    /// The words as they were said: no Markdown and no calls, so that no build changes them. An
    /// empty line begins a paragraph.
    #[serde(default)]
    pub words: String,
    /// Who said them.
    #[serde(default)]
    pub speaker: String,
    /// The speaker's role; alone where the speaker is not named.
    #[serde(default)]
    pub role: String,
    /// For whom the speaker speaks.
    #[serde(default)]
    pub organisation: String,
    /// `draft`, unless said, or `approved`. A release waits for drafts.
    #[serde(default)]
    pub status: QuotationStatus,
    /// Who approved the words.
    #[serde(default)]
    pub approved_by: String,
    /// When they were approved: `2025-06-20`.
    #[serde(default)]
    pub date: Option<Day>,
    /// Which of the words state what of the data.
    #[serde(default)]
    pub says: Vec<SaysDecl>,
}

/// Words of a quotation that state a value or a claim, or that are bound to neither, with a
/// reason: one of `stat`, `claim` and `because`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaysDecl {
    /// The words, as the quotation has them: "30.3%".
    pub words: String,
    /// The statistic whose value they are.
    #[serde(default)]
    pub stat: Option<String>,
    /// How the statistic is shown, as in `stat()`: `value` unless said.
    #[serde(default)]
    pub show: Option<String>,
    /// With how many decimals.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// The claim that they make.
    #[serde(default)]
    pub claim: Option<String>,
    /// Why they are bound to nothing: "what the speaker remembers".
    #[serde(default)]
    pub because: Option<String>,
}

/// Whether the words of a quotation may be published.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum QuotationStatus {
    /// Not yet.
    #[default]
    Draft,
    /// The speaker agreed to them.
    Approved,
}

impl QuotationDecl {
    /// Returns whether there are no words yet.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Returns its paragraphs.
    pub fn paragraphs(&self) -> Vec<String> {
        let lines = self.words.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// Returns who speaks, and as what: the name, or the role where there is no name, and the
    /// rest.
    pub fn attribution(&self) -> (String, String) {
        let parts = [&self.speaker, &self.role, &self.organisation];
        let mut parts =
            parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default().to_owned();
        (first, parts.collect::<Vec<_>>().join(", "))
    }
}

/// Reports what the declaration of a quotation lacks, each at its place.
pub(super) fn check_quotation(entry: &Entry<QuotationDecl>, found: &mut Findings) {
    let (id, decl) = (&entry.id, &entry.decl);
    let mut fault = |key: &str, message: String, help: &str| {
        let there = key.is_empty() || !entry.yaml.has(key);
        let at = if there { entry.span() } else { entry.place(&[key]) };
        found.push(Diagnostic::error(Code::R0714, message).at(at, "").help(help));
    };
    if decl.speaker.trim().is_empty() && decl.role.trim().is_empty() {
        fault(
            "",
            format!("quotation `{id}` has no speaker"),
            "give `speaker:`, or `role:` where the speaker is not named",
        );
    }
    if decl.status == QuotationStatus::Approved {
        if decl.is_empty() {
            fault(
                "status",
                format!("quotation `{id}` is approved and has no words"),
                "give `words:`, or leave `status:` out until they come",
            );
        } else if decl.approved_by.trim().is_empty() {
            fault(
                "status",
                format!("quotation `{id}` is approved by nobody"),
                "give `approved_by:`: who agreed to the words",
            );
        } else if decl.date.is_none() {
            fault(
                "status",
                format!("quotation `{id}` has no date of its approval"),
                "give `date:`, such as `2025-06-20`",
            );
        }
    } else if !decl.approved_by.trim().is_empty() || decl.date.is_some() {
        let key = if decl.date.is_some() { "date" } else { "approved_by" };
        fault(
            key,
            format!("quotation `{id}` is a draft with an approval"),
            "write `status: approved`, or leave `approved_by:` and `date:` out",
        );
    }
    if ["{{", "{%", "{#"].iter().any(|open| decl.words.contains(open)) {
        fault(
            "words",
            format!("the words of quotation `{id}` hold a call"),
            "write what was said, number and all, and bind the number under `says:`",
        );
    }
    // In `words: |` each line of the file is a line of the text.
    let ends = |line: &str| {
        line.trim_end_matches(|c: char| "\"'”’»)]".contains(c))
            .ends_with(['.', '!', '?', '…', ':', ';', '—', '–'])
    };
    let lines: Vec<&str> =
        decl.words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.split_last().is_some_and(|(_, before)| !before.iter().all(|line| ends(line)))
    {
        fault(
            "words",
            format!("a line of quotation `{id}` ends within a sentence"),
            "write `words: >-` before it: lines then join to paragraphs, with an empty line between two",
        );
    }
    for (index, says) in decl.says.iter().enumerate() {
        let index = index.to_string();
        let place = |key: &str| entry.place(&["says", &index, key]);
        let given = [&says.stat, &says.claim, &says.because];
        let count = given.iter().filter(|one| one.is_some()).count();
        if says.words.trim().is_empty() {
            found.push(
                Diagnostic::error(Code::R0716, "`says:` names no words")
                    .at(place("words"), "")
                    .help(
                        "give the words as the quotation has them, such as `\"30.3%\"`",
                    ),
            );
        } else if count != 1 {
            found.push(
                Diagnostic::error(
                    Code::R0716,
                    format!(
                        "`{}` is bound to {}",
                        says.words.trim(),
                        if count == 0 { "nothing" } else { "several things" }
                    ),
                )
                .at(place("words"), "")
                .help("give one of `stat:`, `claim:` and `because:`"),
            );
        } else if (says.show.is_some() || says.decimals.is_some()) && says.stat.is_none()
        {
            let key = if says.show.is_some() { "show" } else { "decimals" };
            found.push(
                Diagnostic::error(Code::R0716, format!("`{key}:` needs `stat:`"))
                    .at(place(key), "")
                    .help("it says how the value of a statistic is shown"),
            );
        }
    }
}
