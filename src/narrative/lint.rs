//! What prose may not do: hold a number or a ratio word that is bound to no value, or go
//! further than the design of the study supports.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::document::Design;
use crate::project::AllowDecl;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

type Pattern = LazyLock<Option<Regex>>;

/// The checks, made ready.
#[derive(Debug)]
pub(super) struct Lint {
    wording: bool,
    allowed: Vec<String>,
    severity: Severity,
}

/// One fault in a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where in the stretch.
    pub range: Range<usize>,
    code: Code,
    message: String,
    help: String,
    severity: Severity,
}

impl Fault {
    /// Returns the finding at the author's own place.
    pub fn at(self, place: Span) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            ..Diagnostic::error(self.code, self.message)
        }
        .at(place, "")
        .help(self.help)
    }
}

/// Numbers that need no binding: years, dates, numbers of parts, bases of rates and
/// indexes, and names that hold digits.
static FREE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?x)
    \b(?:1[89]|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?s?\b
  | \b\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b
  | \b(?i:chapter|section|part|step|wave|phase|level|figure|table|appendix|decile|version|edition|page|quarter|week|day|grade|question)s?\s\d+(?:\.\d+)*\b
  | \bper\s(?:100|1,000|10,000|100,000|1,000,000)\b
  | =\s?100\b
  | \b[A-Za-z]+[-–]?\d+(?:\.\d+)*[A-Za-z]?\b
").ok()
});

static RATIO: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:doubl(?:e|ed|es|ing)|halv(?:e|ed|es|ing)|half|tripl(?:e|ed|ing)|trebl(?:e|ed|ing)|quadrupl(?:e|ed|ing)|twice|thrice|(?:one|two|a|three)[ -](?:thirds?|quarters?|fifths?)|(?:two|three|four|five|ten)fold|(?:two|three|four|five|six|seven|eight|nine|ten) times|(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:two|three|four|five|six|seven|eight|nine|ten)|most (?:areas|places|regions|districts|years|types)|majority)\b").ok()
});

static WORDING: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:caus(?:e|ed|es|ing)|led to|leads to|result(?:s|ed) in|thanks to|due to|because of the (?:programme|intervention|initiative)|prov(?:es|ed|en)|impact of|impact on|no (?:effect|impact)|made no difference|no evidence of an? (?:effect|difference|impact))\b").ok()
});
static NUMBER: Pattern = LazyLock::new(|| Regex::new(r"[0-9][0-9,.]*(?:\s?%)?").ok());

/// Makes the patterns ready beside whatever else is done.
pub(super) fn prepare() {
    rayon::spawn(|| {
        for pattern in [&FREE, &NUMBER, &RATIO, &WORDING] {
            LazyLock::force(pattern);
        }
    });
}

impl Lint {
    pub(super) fn new(design: Design, allow: &[AllowDecl], strict: bool) -> Self {
        Self {
            wording: design == Design::Association,
            allowed: allow.iter().map(|allow| allow.words.clone()).collect(),
            severity: if strict { Severity::Error } else { Severity::Warning },
        }
    }

    /// Reads a stretch of text; `before` is what stands before it on the line.
    pub(super) fn read(&self, before: &str, text: &str) -> Vec<Fault> {
        let mut out = Vec::new();
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            self.words(text, &mut out);
            return out;
        }
        let whole = format!("{before}{text}");
        let shift = before.len();
        let mut covered: Vec<Range<usize>> = FREE
            .iter()
            .flat_map(|free| free.find_iter(&whole))
            .map(|m| m.range())
            .collect();
        for words in &self.allowed {
            covered.extend(
                whole.match_indices(words.as_str()).map(|(at, w)| at..at + w.len()),
            );
        }
        for found in NUMBER.iter().flat_map(|number| number.find_iter(&whole)) {
            if found.start() < shift {
                continue;
            }
            let digits = found.as_str().trim_end_matches(['.', ',']);
            let range = found.start()..found.start() + digits.len();
            let inside =
                covered.iter().any(|c| c.start <= range.start && range.end <= c.end);
            if inside {
                continue;
            }
            out.push(Fault {
                range: range.start - shift..range.end - shift,
                code: Code::R0506,
                message: format!("the number `{digits}` is bound to no value"),
                help: "write `stat(\"id\")`, or `fixed(\"…\", because=\"…\")` with the reason"
                    .to_owned(),
                severity: self.severity,
            });
        }
        self.words(text, &mut out);
        out
    }

    fn words(&self, text: &str, out: &mut Vec<Fault>) {
        let allowed = |range: &Range<usize>| {
            self.allowed.iter().any(|words| {
                text.match_indices(words.as_str())
                    .any(|(at, w)| at <= range.start && range.end <= at + w.len())
            })
        };
        for found in RATIO.iter().flat_map(|ratio| ratio.find_iter(text)) {
            if allowed(&found.range()) {
                continue;
            }
            out.push(Fault {
                range: found.range(),
                code: Code::R0506,
                message: format!("`{}` is bound to no claim", found.as_str()),
                help: "write `claim(\"id\", \"…\")`, and what must hold in `claims.yaml`"
                    .to_owned(),
                severity: self.severity,
            });
        }
        for found in WORDING
            .iter()
            .filter(|_| self.wording)
            .flat_map(|wording| wording.find_iter(text))
        {
            if allowed(&found.range()) {
                continue;
            }
            let words = found.as_str().to_lowercase();
            let help = if words.starts_with("no ") || words.starts_with("made no") {
                "write what the interval allows, as a claim of `kind: significance`"
            } else {
                "write `associated with`, or declare `design: causal` in `report.yaml`"
            };
            out.push(Fault {
                range: found.range(),
                code: Code::R0507,
                message: format!(
                    "`{}` goes further than the design supports",
                    found.as_str()
                ),
                help: help.to_owned(),
                severity: self.severity,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lint;
    use crate::model::document::Design;
    use crate::project::AllowDecl;

    fn faults(text: &str) -> Vec<String> {
        let allow = [AllowDecl { words: "Key Stage 2".into(), because: "a name".into() }];
        Lint::new(Design::Association, &allow, false)
            .read("", text)
            .into_iter()
            .map(|fault| text[fault.range].to_owned())
            .collect()
    }

    #[test]
    fn years_dates_bases_and_parts_are_not_bare_numbers() {
        let fine = "On 1 July 2025, between 2012 and 2024 (2014/15), per 1,000 people, 2012 = 100, chapter 3, CR2, Key Stage 2";
        assert_eq!(faults(fine), Vec::<String>::new());
    }

    #[test]
    fn a_bare_number_and_a_ratio_word_are_found() {
        assert_eq!(
            faults("rose by 41% and 1,200 more, which doubled"),
            ["41%", "1,200", "doubled"]
        );
    }

    #[test]
    fn causal_wording_is_found_unless_the_design_is_causal() {
        assert_eq!(faults("this led to growth"), ["led to"]);
        let causal = Lint::new(Design::Causal, &[], false);
        assert!(causal.read("", "this led to growth").is_empty());
    }
}
