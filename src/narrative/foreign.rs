//! Markup of other tools, which is no Markdown: a warning at each place, with what to write
//! instead. It would stand in print as it was typed.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::twice::decoded_twice;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What is looked for: a pattern, what it is, and what to write instead.
type Mark = (Regex, &'static str, &'static str);

/// What the words of a line may hold. The first group, where there is one, is the mark.
static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let marks: [(&str, &str, &str); 22] = [
        (
            r"\[[^\]\[]*@[A-Za-z_][^\]]*\]",
            "a citation of Pandoc",
            "write `{{ cite(\"key\") }}`; several keys make one citation: `cite(\"a\", \"b\")`",
        ),
        (
            r"@(?:fig|tbl|tab|sec|eq|lst|thm)[-:][\w-]+|\\?@ref\([^)]*\)",
            "a reference of Quarto",
            "write `{{ ref(\"id\") }}`",
        ),
        (r"\w(~[^~\s]{1,12}~)", "a subscript of Pandoc", "write the sign itself: CO₂"),
        (r"\^[^\^\s]{1,12}\^", "a superscript of Pandoc", "write the sign itself: m²"),
        (
            r"\^\[[^\]]+\]?",
            "a note of Pandoc",
            "write `[^label]` here and `[^label]: …` on a line of its own",
        ),
        (
            r"==[^=\s](?:[^=]*[^=\s])?==",
            "a highlight",
            "write `**strong**` or `*emphasis*`",
        ),
        (
            r"(?:^|[\s(])(\+\+[^+\s](?:[^+]*[^+\s])?\+\+)",
            "an insertion",
            "write the words alone, or `**strong**`",
        ),
        (
            r"\{(?:[.#][A-Za-z][^}]*|[A-Za-z-]+=[^}]*)\}",
            "an attribute of Pandoc",
            "remove it: the look is set in the theme; a heading takes `{#id}`",
        ),
        (
            r"\\[A-Za-z]{2,}(?:\{[^}]*\}|\b)",
            "a command of TeX",
            "write Markdown, or the sign itself",
        ),
        (r"\[\[[^\]]+\]\]", "a link of a wiki", "write `[words](https://…)`"),
        (
            r"(?:^|[\s(])(@[A-Za-z][A-Za-z_:-]*[0-9]{4}[a-z]?)\b",
            "a citation of Pandoc",
            "write `{{ cite(\"key\", form=\"prose\") }}`",
        ),
        (
            r"(?:^|\s)(:[a-z][a-z0-9_+-]*:)(?:$|[\s.,;])",
            "a sign by name",
            "write the sign itself, or its name in words",
        ),
        (r"^\[(?:TOC|toc)\]$", "a list of contents", "remove it: the report has its own"),
        (
            r"\{:\s*[.#][^}]*\}",
            "an attribute of Kramdown",
            "remove it: the look is set in the theme; a heading takes `{#id}`",
        ),
        (
            r"\{(?:>>|\+\+|--|–|~~)[^}]*\}?",
            "a remark or change of CriticMarkup",
            "take it out: `reissue diff` shows what changed",
        ),
        (r"^\*\[[^\]]+\]:", "an abbreviation", "write its words where it is used first"),
        (
            r"(?:image|include|video|link|xref|footnote|stem|kbd):{1,2}[^\s\[]*\[[^\]]*\]",
            "a macro of AsciiDoc",
            "write `[words](https://…)`, `![words](picture.png)` or `[^label]`",
        ),
        (
            r"<<[A-Za-z][\w-]*(?:,[^>]*)?>>",
            "a reference of AsciiDoc",
            "write `{{ ref(\"id\") }}`",
        ),
        (
            r"\{(?:panel|code|noformat|quote|info|note|warning|toc)(?::[^}]*)?\}",
            "a macro of a wiki",
            "write `> [!NOTE]` or a block of code between lines of three backticks",
        ),
        (
            r"[‘’']{2,5}[^‘’'\s][^‘’']*[‘’']{2,5}",
            "emphasis of a wiki",
            "write `**strong**` or `*emphasis*`",
        ),
        (
            r"(:(?:math|ref|doc|cite|sub|sup|term|numref|eq):|\{(?:math|ref|doc|cite|cite:[pt]|sub|sup|term|numref|eq)\})$",
            "a role of reStructuredText",
            "write `$…$`, `{{ ref(\"id\") }}` or `{{ cite(\"key\") }}`",
        ),
        (
            r"^\[(?:source|quote|cols|NOTE|TIP|IMPORTANT|WARNING|CAUTION)[^\]]*\]$",
            "an attribute of AsciiDoc",
            "write `> [!NOTE]`, or three backticks and the language before code",
        ),
    ];
    let compiled = marks.into_iter().filter_map(|(mark, what, instead)| {
        Some((Regex::new(mark).ok()?, what, instead))
    });
    compiled.collect()
});

/// Returns what a stretch of text holds of other tools, with its range; `begins` says whether
/// a line begins with it.
pub(super) fn read(text: &str, begins: bool) -> Vec<(Range<usize>, Diagnostic)> {
    let mut out: Vec<(Range<usize>, Diagnostic)> = Vec::new();
    if begins && text.starts_with(":::") {
        let end = text.find('\n').unwrap_or(text.len());
        out.push((0..end, warning(FENCE.0, FENCE.1)));
    }
    let opens = BEGINNINGS.iter().find(|(start, _, _)| begins && text.starts_with(start));
    if let Some((_, what, instead)) = opens {
        let end = text.find('\n').unwrap_or(text.len());
        out.push((0..end, warning(what, instead)));
    }
    out.extend(twice(text));
    // Few texts hold any of these.
    if !text.contains(['@', '$', '~', '^', '=', '{', '\\', '[', '+', ':', '<', '’', '\''])
    {
        return out;
    }
    for (mark, what, instead) in MARKS.iter() {
        for found in mark.captures_iter(text) {
            let Some(range) =
                found.get(1).or_else(|| found.get(0)).map(|found| found.range())
            else {
                continue;
            };
            let apart = |other: &Range<usize>| {
                range.end <= other.start || other.end <= range.start
            };
            if out.iter().all(|(other, _)| apart(other)) {
                out.push((range, warning(what, instead)));
            }
        }
    }
    out.sort_by_key(|(range, _)| range.start);
    out
}

/// Returns the words of a text that were encoded twice.
fn twice(text: &str) -> Vec<(Range<usize>, Diagnostic)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut at = 0;
    let mut out = Vec::new();
    for word in text.split_inclusive([' ', '\n', '\t']) {
        let bare = word.trim_end_matches([' ', '\n', '\t']);
        if let Some(meant) = decoded_twice(bare) {
            let message = format!("`{bare}` is in letters encoded twice, for `{meant}`");
            let help = "type it anew, or copy it from where it reads well";
            let found = Diagnostic::warning(Code::R0610, message).help(help);
            out.push((at..at + bare.len(), found));
        }
        at += word.len();
    }
    out
}

/// A formula of LaTeX in its own brackets, as the author wrote it.
static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)\\\((.+?)\\\)|\\\[(.+?)\\\]").ok());

/// Returns the formulas in brackets of LaTeX, which the parser takes for escaped brackets. Words in
/// escaped square brackets are no formula.
pub(super) fn formulas(raw: &str) -> Vec<(Range<usize>, Diagnostic)> {
    if !raw.contains("\\(") && !raw.contains("\\[") {
        return Vec::new();
    }
    let found = BRACKETS.iter().flat_map(|brackets| brackets.captures_iter(raw));
    let formula = found.filter(|found| {
        let inside = found.get(2).map_or("", |inside| inside.as_str().trim());
        found.get(1).is_some()
            || inside.contains(['=', '^', '_', '\\', '+', '<', '>'])
            || inside.chars().count() == 1 && inside.chars().all(char::is_alphabetic)
    });
    let ranged = formula.filter_map(|found| Some(found.get(0)?.range()));
    ranged
        .map(|range| {
            let instead = "write `$…$` in a line, and `$$…$$` on lines of its own";
            (range, warning("a formula of LaTeX", instead))
        })
        .collect()
}

fn warning(what: &str, instead: &str) -> Diagnostic {
    Diagnostic::warning(Code::R0521, format!("{what} is printed as it is typed"))
        .help(instead)
}

/// What a line of another tool begins with.
const BEGINNINGS: &[(&str, &str, &str)] = &[
    ("!!! ", ALERT.0, ALERT.1),
    ("??? ", ALERT.0, ALERT.1),
    ("???+ ", ALERT.0, ALERT.1),
    ("[!", "an alert of no known kind", ALERT.1),
    (".. note::", ALERT.0, ALERT.1),
    (".. warning::", ALERT.0, ALERT.1),
    (".. figure::", "a figure of reStructuredText", "write `{{ figure(\"id\") }}`"),
    (".. image::", "a picture of reStructuredText", "write `![words](picture.png)`"),
    (".. math::", "a formula of reStructuredText", "write `$$…$$` on lines of its own"),
    (".. code-block::", "code of reStructuredText", CODE),
    ("#+BEGIN_", "a block of Org", CODE),
    ("#+begin_", "a block of Org", CODE),
    ("|===", "a table of AsciiDoc", TABLE),
    ("{|", "a table of a wiki", TABLE),
    ("== ", "a heading of another tool", HEADING),
    ("=== ", "a heading of another tool", HEADING),
    ("==== ", "a heading of another tool", HEADING),
    ("h1. ", "a heading of another tool", HEADING),
    ("h2. ", "a heading of another tool", HEADING),
    ("h3. ", "a heading of another tool", HEADING),
];
const CODE: &str = "write code between lines of three backticks";
const TABLE: &str = "write `| A | B |` with `|---|---|` below, or declare a table";
const HEADING: &str = "write `## Words` for a section";

/// What a note of another tool is, and what to write instead.
const ALERT: (&str, &str) = (
    "a note of another tool",
    "write `> [!NOTE]` above the lines of a quotation; TIP, IMPORTANT, WARNING and CAUTION are the others",
);

/// Languages of drawings.
const DRAWINGS: &[&str] =
    &["mermaid", "plantuml", "graphviz", "dot", "vega", "vega-lite", "tikz"];

/// The finding for a block of code that another tool would run or draw.
pub(super) fn block(language: &str, place: Span) -> Option<Diagnostic> {
    let word = language.split_whitespace().next().unwrap_or_default();
    if language.starts_with('{') {
        return Some(chunk(place));
    }
    DRAWINGS.contains(&word.to_lowercase().as_str()).then(|| {
        Diagnostic::warning(Code::R0521, "a drawing in words is printed, never drawn")
            .at(place, "")
            .help("declare a figure, or bring the picture as a file: `reissue explain pictures`")
    })
}

/// Returns whether code within a line would be run by another tool: `r nrow(x)`.
pub(super) fn is_run(code: &str) -> bool {
    const TOOLS: &[&str] =
        &["r", "{r}", "python", "{python}", "julia", "{julia}", "{ojs}"];
    code.split_once(' ').is_some_and(|(first, rest)| {
        // `r = 0.4` is a formula.
        let formula = rest.trim_start().starts_with(['=', '<', '>', '≈']);
        TOOLS.contains(&first) && !rest.trim().is_empty() && !formula
    })
}

/// What a fence of another tool is, and what to write instead.
const FENCE: (&str, &str) = (
    "a fenced block of another tool",
    "write `::: {.note title=\"…\"}`; `reissue explain blocks` lists the kinds of blocks",
);

/// The finding for a fence of another tool.
pub(super) fn fence(place: Span) -> Diagnostic {
    warning(FENCE.0, FENCE.1).at(place, "")
}

/// The finding for attributes of a heading besides its id.
pub(super) fn attributes(place: Span) -> Diagnostic {
    Diagnostic::warning(Code::R0521, "attributes of a heading are not printed")
        .at(place, "")
        .help("remove them: a heading takes an id, `{#so-named}`, and nothing else")
}

/// The finding for a link with a title.
pub(super) fn titled(place: Span) -> Diagnostic {
    Diagnostic::warning(Code::R0521, "the title of a link is not printed")
        .at(place, "")
        .help("say it in the text: paper shows no words under a pointer")
}

/// The finding for words between single tildes.
pub(super) fn below(place: Span) -> Diagnostic {
    Diagnostic::warning(Code::R0521, "words between single tildes are struck through")
        .at(place, "")
        .help(
            "write a subscript as the sign itself, CO₂; strike words out with `~~two~~`",
        )
}

/// The finding for code that another tool would run.
pub(super) fn chunk(place: Span) -> Diagnostic {
    Diagnostic::warning(Code::R0521, "code in a chapter is printed, never run")
        .at(place, "")
        .help("compute numbers under `statistics:` and print them with `stat()`")
}

#[cfg(test)]
mod tests {
    use super::is_run;
    use super::read;

    fn marks(text: &str) -> Vec<&str> {
        read(text, true).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn markup_of_other_tools_is_found_where_it_is() {
        assert_eq!(
            marks("grew [@smith; see also @jones], m^2^, ==so== {.lead}."),
            ["[@smith; see also @jones]", "^2^", "==so==", "{.lead}"]
        );
        assert_eq!(marks("::: {.callout-note}"), ["::: {.callout-note}"]);
        assert_eq!(marks("CO~2~ is"), ["~2~"]);
        assert_eq!(marks("so ++added++, in C++11 and C++14"), ["++added++"]);
        assert_eq!(
            marks("see @fig-one and \\textbf{bold}"),
            ["@fig-one", "\\textbf{bold}"]
        );
        assert_eq!(marks("A note^[in a line]."), ["^[in a line]"]);
        assert_eq!(
            marks("as @smith2020 says, :warning: and {>>so<<} {: .so }"),
            ["@smith2020", ":warning:", "{>>so<<}", "{: .so }"]
        );
        for line in
            ["!!! note \"Title\"", "[!CALLOUT]", "*[HTML]:", ".. note:: so", "[TOC]"]
        {
            assert_eq!(marks(line), [line]);
        }
        for (code, run) in [
            ("r nrow(x)", true),
            ("{python} x", true),
            ("r = 0.4", false),
            ("r", false),
            ("rows", false),
        ] {
            assert_eq!(is_run(code), run, "{code}");
        }
    }

    #[test]
    fn markup_of_wikis_and_asciidoc_is_found() {
        for line in [
            "== Heading of a wiki ==",
            "=== Section",
            "h2. Textile",
            "|===",
            "{| class=wikitable",
            "#+BEGIN_SRC",
            ".. image:: x.png",
            "[source,python]",
            "image::map.png[]",
            "<<fig-one>>",
            "{panel}",
            "’’’bold’’’",
            ":math:",
            "{ref}",
        ] {
            assert_eq!(marks(line), [line]);
        }
    }

    #[test]
    fn formulas_in_brackets_of_latex_are_found_and_escaped_brackets_are_not() {
        let found = |text: &str| -> Vec<String> {
            let found = super::formulas(text).into_iter();
            found.map(|(range, _)| text[range].to_owned()).collect()
        };
        assert_eq!(
            found(r"a \(x\) b \[y = x\] c \[z\]"),
            [r"\(x\)", r"\[y = x\]", r"\[z\]"]
        );
        assert_eq!(found(r"it \[sic\] said \[1\] so (x) [y = z] \["), [""; 0]);
    }

    #[test]
    fn money_addresses_and_signs_are_no_markup() {
        for text in [
            "It cost $2,000 and not $3,000.",
            "From $5-$10 a head, US$4 and A$5.",
            "Write to office@example.org or @reissue.",
            "a == b, 2^10, x_1, a ~ b, {curly}, 5 = 5",
            "Costs ($) rose and prices ($) fell.",
            "[a note] and [1]",
            "the girls’ and boys’ clubs’ rooms, ‘so’ and rock ’n’ roll; a << b",
            "NOTE: so it is. A link: one, [two]. Image: see [1].",
            "From 10:30: two ratios, 3:1:2, and so: this. Ask @office or mail a@b2020.org",
        ] {
            assert_eq!(marks(text), Vec::<&str>::new(), "{text}");
        }
    }
}
