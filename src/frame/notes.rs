//! Marks of footnotes at the end of names and cells: `[note 3]`, `[r]`, `(p)`, `¹`.

/// Takes marks of footnotes off the end of a text; nothing where the text is nothing else, as `[x]`
/// is.
pub(in crate::frame) fn split(text: &str) -> (&str, Option<String>) {
    let mut rest = text.trim();
    let mut marks: Vec<String> = Vec::new();
    loop {
        let raised = rest.trim_end_matches(|c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾,†‡§".contains(c));
        if raised.len() < rest.len()
            && !raised.trim().is_empty()
            && !is_power(raised, rest.get(raised.len()..).unwrap_or_default())
        {
            let mark = rest.get(raised.len()..).unwrap_or_default();
            if mark != "," {
                marks.push(mark.trim_matches(',').to_owned());
                rest = raised.trim_end();
                continue;
            }
        }
        if let Some((base, mark)) = beside(rest) {
            marks.push(mark.to_owned());
            rest = base;
            continue;
        }
        let bracketed = [('[', ']'), ('(', ')')].into_iter().find_map(|(open, close)| {
            let inner = rest.strip_suffix(close)?;
            let at = inner.rfind(open)?;
            let mark = inner.get(at + 1..)?;
            is_mark(mark, open).then(|| (at, mark.to_owned()))
        });
        match bracketed {
            Some((at, mark)) if !rest.get(..at).unwrap_or_default().trim().is_empty() => {
                rest = rest.get(..at).unwrap_or_default().trim_end();
                marks.push(mark);
            }
            _ => break,
        }
    }
    if marks.is_empty() {
        return (text, None);
    }
    marks.reverse();
    (rest, Some(marks.join(", ")))
}

/// Returns whether raised digits belong to what they stand behind: km², m³, per 10⁵.
fn is_power(base: &str, raised: &str) -> bool {
    let word = base.trim_end_matches(|c: char| c.is_alphanumeric()).len();
    let last = base.get(word..).unwrap_or_default();
    let unit =
        matches!(last, "m" | "km" | "cm" | "mm" | "dm" | "mi" | "ft" | "in" | "yd");
    unit && matches!(raised, "²" | "³")
        || last == "10" && base.contains(char::is_alphabetic) && !raised.contains(',')
}

/// Signs that stand behind a number, or where one is missing, alone or several together: those of Eurostat (break in
/// the series, confidential, differs, estimated, forecast, …) and of others (revised, provisional).
const FLAGS: &str = "bcdefinprsuz";

/// Takes a mark without brackets off the end of a number: `900 r`, `900*`, `: c`.
fn beside(text: &str) -> Option<(&str, &str)> {
    let bare = text.trim_end_matches('*');
    let (base, mark) = if bare.len() < text.len() {
        (bare, text.get(bare.len()..)?)
    } else {
        let (base, mark) = text.rsplit_once(' ')?;
        let flags = mark.len() <= 3 && mark.chars().all(|flag| FLAGS.contains(flag));
        (flags && !mark.is_empty()).then_some((base, mark))?
    };
    let base = base.trim_end();
    let figure = base.contains(|c: char| c.is_ascii_digit())
        && base.chars().all(|c| c.is_ascii_digit() || ".,%£$€-\u{2212}".contains(c));
    (figure || base == ":").then_some((base, mark))
}

/// Returns whether the text in brackets is the mark of a footnote.
fn is_mark(text: &str, open: char) -> bool {
    let lower = text.trim().to_lowercase();
    let listed = |text: &str| {
        let mut parts =
            text.split([',', ' ', ';']).filter(|part| !part.is_empty()).peekable();
        parts.peek().is_some()
            && parts.all(|part| {
                matches!(part, "and" | "to")
                    || part.trim_start_matches("note").chars().all(|c| c.is_ascii_digit())
                        && !part.is_empty()
            })
    };
    let short = |text: &str| {
        matches!(
            text,
            "p" | "r"
                | "e"
                | "b"
                | "u"
                | "c"
                | "x"
                | "z"
                | "w"
                | "low"
                | "er"
                | "provisional"
                | "revised"
                | "estimated"
        )
    };
    match open {
        '[' => {
            let rest = lower
                .strip_prefix("notes")
                .or_else(|| lower.strip_prefix("note"))
                .or_else(|| lower.strip_prefix("footnotes"))
                .or_else(|| lower.strip_prefix("footnote"));
            rest.map_or_else(
                || listed(&lower) || short(&lower),
                |rest| listed(rest.trim()),
            )
        }
        // A year or a number in round brackets may be part of the name.
        _ => {
            matches!(
                lower.as_str(),
                "p" | "r" | "e" | "provisional" | "revised" | "estimated"
            ) || lower.strip_prefix("note").is_some_and(|rest| listed(rest.trim()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn marks_are_taken_off_and_kept() {
        let cases = [
            ("Households [note 3]", "Households", Some("note 3")),
            ("Wales [Note 1, 2]", "Wales", Some("Note 1, 2")),
            ("Total[1]", "Total", Some("1")),
            ("2021/22 (p)", "2021/22", Some("p")),
            ("2021/22 (r)", "2021/22", Some("r")),
            ("England¹", "England", Some("¹")),
            ("Area in km²", "Area in km²", None),
            ("Flow (m³", "Flow (m³", None),
            ("Cases per 10⁵", "Cases per 10⁵", None),
            ("10²", "10", Some("²")),
            ("Km¹", "Km", Some("¹")),
            ("Farm²", "Farm", Some("²")),
            ("Rate [r] [note 2]", "Rate", Some("r, note 2")),
            ("1,234 [p]", "1,234", Some("p")),
            ("900 r", "900", Some("r")),
            ("£1,200 p", "£1,200", Some("p")),
            ("12.5**", "12.5", Some("**")),
            ("*", "*", None),
            ("50p", "50p", None),
            ("Group r", "Group r", None),
            ("12 b", "12", Some("b")),
            ("6.1 ep", "6.1", Some("ep")),
            (": c", ":", Some("c")),
            ("12 m", "12 m", None),
            ("[x]", "[x]", None),
            ("[note 1]", "[note 1]", None),
            (
                "IMD rank (where 1 is most deprived)",
                "IMD rank (where 1 is most deprived)",
                None,
            ),
            ("Area (2019)", "Area (2019)", None),
            ("Journeys [millions]", "Journeys [millions]", None),
            ("a, b,", "a, b,", None),
        ];
        for (text, base, mark) in cases {
            assert_eq!(split(text), (base, mark.map(str::to_owned)), "{text}");
        }
    }
}
