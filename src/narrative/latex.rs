//! LaTeX as bibliographies hold it, as plain characters.
//!
//! **In:** the text of a field, accents resolved. **Out:** characters, with what is emphasised
//! between two private characters, and the first command that is not understood.

use regex::Captures;
use regex::Regex;
use std::sync::LazyLock;

const ON: char = '\u{F8F0}';
const OFF: char = '\u{F8F1}';

/// Commands with an argument that holds no other.
static COMMAND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\\([A-Za-z]+)\s*\{([^{}]*)\}").ok());
/// Letters and signs by name.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\\([A-Za-z]+)\s?").ok());
/// A raised or lowered part of a formula.
static SCRIPT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([\^_])\s*(?:\{([^{}]*)\}|([0-9A-Za-z+\-−]))").ok());

const LETTERS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("vartheta", "ϑ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("omicron", "ο"),
    ("pi", "π"),
    ("varpi", "ϖ"),
    ("rho", "ρ"),
    ("varrho", "ϱ"),
    ("sigma", "σ"),
    ("varsigma", "ς"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("textalpha", "α"),
    ("textbeta", "β"),
    ("textgamma", "γ"),
    ("textdelta", "δ"),
    ("textmu", "µ"),
    ("times", "×"),
    ("cdot", "·"),
    ("pm", "±"),
    ("div", "÷"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("leftarrow", "←"),
    ("infty", "∞"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("sqrt", "√"),
    ("degree", "°"),
    ("textdegree", "°"),
    ("circ", "∘"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("textsterling", "£"),
    ("pounds", "£"),
    ("textcent", "¢"),
    ("textyen", "¥"),
    ("textonehalf", "½"),
    ("textonequarter", "¼"),
    ("textthreequarters", "¾"),
    ("textnumero", "№"),
    ("textcopyright", "©"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textquotesingle", "'"),
    ("textdblhyphen", "="),
    ("slash", "/"),
    ("textcelsius", "℃"),
    ("textohm", "Ω"),
    ("j", "ȷ"),
    ("aleph", "ℵ"),
    ("textsuperscript", ""),
    ("textsubscript", ""),
    ("quad", " "),
    ("qquad", " "),
    ("newline", " "),
    ("linebreak", " "),
    ("space", " "),
    ("noopsort", ""),
    ("relax", ""),
    ("allowbreak", ""),
    ("newblock", " "),
    ("protect", ""),
    ("ensuremath", ""),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("prime", "′"),
    ("ell", "ℓ"),
    ("bullet", "•"),
    ("dag", "†"),
    ("ddag", "‡"),
    ("S", "§"),
    ("P", "¶"),
];
/// Commands that change nothing that plain text shows.
const BARE: &[&str] = &[
    "textbf",
    "textsc",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textmd",
    "text",
    "mathrm",
    "mathit",
    "mathbf",
    "mathsf",
    "mathcal",
    "mathbb",
    "mbox",
    "hbox",
    "uppercase",
    "url",
    "path",
    "nolinkurl",
    "enquote",
    "natexlab",
    "bibinfo",
    "ensuremath",
    "underline",
    "operatorname",
    "MakeUppercase",
    "boldsymbol",
    "noopsort",
    "textnormal",
    "lowercase",
];
const EMPHASIS: &[&str] = &["emph", "textit", "textsl", "mkbibemph"];
const SWITCHES: &[&str] = &["em", "it", "sl", "itshape", "slshape"];
const PLAIN: &[&str] = &[
    "bf",
    "rm",
    "sc",
    "sf",
    "tt",
    "bfseries",
    "scshape",
    "sffamily",
    "ttfamily",
    "small",
    "normalfont",
];

/// Returns a field's text without LaTeX, and the first command that is not understood.
pub(super) fn plain(text: &str, person: bool) -> (String, Option<String>) {
    let mut out = text.replace([ON, OFF], "");
    // Quotation marks and spaces as TeX types them.
    out = out
        .replace("``", "“")
        .replace("''", "”")
        .replace("\\ ", " ")
        .replace("\\,", "\u{202f}");
    out = out.replace('`', "‘");
    out = out.replace('~', if person { " " } else { "\u{a0}" });
    if !out.contains('\\') {
        return (out, None);
    }
    // The innermost first: what a command holds may hold another.
    for _ in 0..16 {
        let Some(command) = &*COMMAND else { break };
        let next = command.replace_all(&out, |found: &Captures<'_>| {
            let (name, inner) = (&found[1], &found[2]);
            if EMPHASIS.contains(&name) {
                return format!("{ON}{inner}{OFF}");
            }
            match name {
                "textsuperscript" => {
                    scripted(inner, true).unwrap_or_else(|| inner.to_owned())
                }
                "textsubscript" => {
                    scripted(inner, false).unwrap_or_else(|| inner.to_owned())
                }
                "enquote" => format!("‘{inner}’"),
                "sqrt" => format!("√{inner}"),
                name if BARE.contains(&name) => inner.to_owned(),
                name => match letter(name) {
                    Some(letter) => format!("{letter}{inner}"),
                    None => found[0]
                        .replace('\\', "\u{F8F2}")
                        .replace('{', "\u{F8F3}")
                        .replace('}', "\u{F8F4}"),
                },
            }
        });
        if next == out {
            break;
        }
        out = next.into_owned();
    }
    out = switched(&out);
    if let Some(named) = &*NAMED {
        out = named
            .replace_all(&out, |found: &Captures<'_>| {
                letter(&found[1]).map_or_else(|| found[0].to_owned(), str::to_owned)
            })
            .into_owned();
    }
    out = out.replace('\u{F8F2}', "\\").replace('\u{F8F3}', "{").replace('\u{F8F4}', "}");
    let strange = strange(&out);
    (out, strange)
}

/// `{\em Quercus} robur`: a switch holds to the end of its group, which is the end of the text.
fn switched(text: &str) -> String {
    let Some(named) = &*NAMED else { return text.to_owned() };
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(found) = out.get(from..).and_then(|rest| named.captures(rest)) {
        let (whole, name) =
            (found.get(0).map_or(0..0, |all| all.range()), found[1].to_owned());
        let (start, end) = (from + whole.start, from + whole.end);
        if SWITCHES.contains(&name.as_str()) {
            out.replace_range(start..end, &ON.to_string());
            out.push(OFF);
        } else if PLAIN.contains(&name.as_str()) {
            out.replace_range(start..end, "");
        } else {
            from = end;
        }
    }
    out
}

fn letter(name: &str) -> Option<&'static str> {
    LETTERS.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

/// Returns a command that is left.
fn strange(text: &str) -> Option<String> {
    let at = text.find('\\')?;
    let rest = text.get(at + 1..).unwrap_or_default();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
    text.get(at..at + 1 + end).map(str::to_owned)
}

/// Returns characters as raised or lowered ones, where Unicode has all of them.
fn scripted(text: &str, up: bool) -> Option<String> {
    const UP: &[(char, char)] = &[
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('+', '⁺'),
        ('-', '⁻'),
        ('−', '⁻'),
        ('n', 'ⁿ'),
        ('(', '⁽'),
        (')', '⁾'),
    ];
    const DOWN: &[(char, char)] = &[
        ('0', '₀'),
        ('1', '₁'),
        ('2', '₂'),
        ('3', '₃'),
        ('4', '₄'),
        ('5', '₅'),
        ('6', '₆'),
        ('7', '₇'),
        ('8', '₈'),
        ('9', '₉'),
        ('+', '₊'),
        ('-', '₋'),
        ('−', '₋'),
        ('(', '₍'),
        (')', '₎'),
    ];
    let table = if up { UP } else { DOWN };
    let one = |c: char| table.iter().find(|(from, _)| *from == c).map(|(_, to)| *to);
    text.chars().map(one).collect()
}

/// Returns a simple formula as plain characters, and what of it is not understood.
pub(super) fn formula(text: &str) -> (String, Option<String>) {
    let text = text.trim_matches('$');
    let (mut out, unknown) = plain(text, true);
    let mut lost = None;
    if let Some(script) = &*SCRIPT {
        out = script
            .replace_all(&out, |found: &Captures<'_>| {
                let inner =
                    found.get(2).or_else(|| found.get(3)).map_or("", |one| one.as_str());
                scripted(inner, &found[1] == "^").unwrap_or_else(|| {
                    // An ordinal loses nothing on the line.
                    if !matches!(inner, "st" | "nd" | "rd" | "th") {
                        lost = Some(found[0].to_owned());
                        return found[0].to_owned();
                    }
                    inner.to_owned()
                })
            })
            .into_owned();
    }
    if unknown.is_none() && lost.is_none() {
        out = out.replace(['{', '}'], "");
    }
    (out, unknown.or(lost))
}

/// Returns the pieces of a text, each with whether it is emphasised.
pub(super) fn emphasis(text: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    let mut on = false;
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(*c, ON | OFF)) {
        out.extend(
            text.get(start..at).filter(|piece| !piece.is_empty()).map(|p| (on, p)),
        );
        on = c == ON;
        start = at + c.len_utf8();
    }
    out.extend(text.get(start..).filter(|piece| !piece.is_empty()).map(|p| (on, p)));
    out
}

#[cfg(test)]
mod tests {
    use super::emphasis;
    use super::formula;
    use super::plain;

    #[test]
    fn commands_become_what_they_print() {
        for (typed, printed) in [
            (
                r"Trees of \emph{Quercus \textbf{robur}} here",
                "Trees of *Quercus robur* here",
            ),
            (r"\em Quercus", "*Quercus*"),
            (
                r"The \alpha -level, \textbeta and 5\textsuperscript{th}",
                "The α-level, βand 5th",
            ),
            (r"m\textsuperscript{2} at 3\,\textdegree C", "m² at 3\u{202f}°C"),
            (r"``Green'' roofs, p.~3", "“Green” roofs, p.\u{a0}3"),
            (
                r"\textsc{nhs} and \url{https://example.org}",
                "nhs and https://example.org",
            ),
        ] {
            let (text, strange) = plain(typed, false);
            let shown: String = emphasis(&text)
                .into_iter()
                .map(
                    |(on, piece)| {
                        if on { format!("*{piece}*") } else { piece.to_owned() }
                    },
                )
                .collect();
            assert_eq!((shown.as_str(), strange), (printed, None), "{typed}");
        }
        let (text, strange) = plain(r"By \foo{bar} and \emph{so}", false);
        assert!(text.contains(r"\foo{bar}"), "{text}");
        assert_eq!(strange.as_deref(), Some(r"\foo"));
    }

    #[test]
    fn simple_formulas_become_characters() {
        for (typed, printed) in [
            (r"\alpha", "α"),
            (r"_2", "₂"),
            (r"10^{-3}", "10⁻³"),
            (r"\mathrm{PM}_{10}", "PM₁₀"),
            (r"\mu g/m^3", "μg/m³"),
            (r"n \geq 30", "n ≥30"),
            (r"5^{th}", "5th"),
        ] {
            assert_eq!(formula(typed), (printed.to_owned(), None), "{typed}");
        }
        assert_eq!(formula(r"\frac{1}{2}").1.as_deref(), Some(r"\frac"));
        assert_eq!(formula(r"x^{ij}").1.as_deref(), Some("^{ij}"));
    }
}
