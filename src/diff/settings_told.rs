//! Settings of a figure as a reader knows them: "scale of the value axis: linear → log".
//!
//! **In:** a changed setting by its path. **Out:** the same in words.
//! **Guarantees:** a setting that is not known here is told by its own words, without signs between them.

use crate::model::comparison::Detail;

/// What the settings of a figure are called.
const NAMES: &[(&str, &str)] = &[
    ("annotations", "annotation"),
    ("areas", "areas of the map"),
    ("axis", "title of the value axis"),
    ("bands", "bands"),
    ("better", "which values are the better ones"),
    ("bin", "width of the bins"),
    ("boundaries", "boundaries of areas"),
    ("classes", "classes of values"),
    ("control", "what is drawn as control"),
    ("curve", "curve over the bins"),
    ("data", "family drawn"),
    ("events", "event"),
    ("forecast", "where the projection begins"),
    ("grid", "place of a tile"),
    ("highlight", "what stands out"),
    ("insets", "small map"),
    ("items", "statistic drawn"),
    ("keep", "keys drawn"),
    ("kind", "kind of chart"),
    ("labels", "label"),
    ("layout", "how bars stand to one another"),
    ("left", "series at the left"),
    ("letters", "letters of panels"),
    ("marks", "mark along the x axis"),
    ("names", "names of areas"),
    ("neutral", "series for neither side"),
    ("no_data", "word for areas without a value"),
    ("nodes", "box"),
    ("only", "keys drawn"),
    ("order", "order of the rows"),
    ("outline", "thicker borders"),
    ("panel", "dimension of the panels"),
    ("panels", "panel"),
    ("projection", "projection of the map"),
    ("reference", "line at a value"),
    ("scale", "scale of the value axis"),
    ("series", "dimension of the series"),
    ("size", "family of the sizes"),
    ("style", "how the map shows values"),
    ("totals", "totals"),
    ("treated", "what is drawn as treated"),
    ("x", "dimension along the x axis"),
    ("x_axis", "title of the x axis"),
    ("x_scale", "scale of the x axis"),
    ("y", "family along the y axis"),
    ("zero", "value axis starts at zero"),
];

/// Returns a changed setting in words.
pub(super) fn told(part: &Detail) -> Detail {
    let value = |text: &str| value(&part.what, text);
    Detail {
        what: words(&part.what),
        old: value(&part.old),
        new: value(&part.new),
        note: part.note.clone(),
    }
}

fn words(path: &str) -> String {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default();
    let known = NAMES.iter().find(|(key, _)| *key == first).map(|(_, name)| *name);
    let mut out = known.map_or_else(|| first.replace('_', " "), str::to_owned);
    for part in parts {
        // Items of a list are counted from one.
        match part.parse::<usize>() {
            Ok(at) => out.push_str(&format!(" {}", at + 1)),
            Err(_) => out.push_str(&format!(", {}", part.replace('_', " "))),
        }
    }
    out
}

/// Returns a value, or what holds where none is given.
fn value(path: &str, text: &str) -> String {
    match (path, text) {
        ("scale" | "x_scale", "") => "linear",
        ("zero" | "letters", "" | "false") => "no",
        ("zero" | "letters", "true") => "yes",
        _ => text,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::model::comparison::Detail;

    #[test]
    fn a_setting_of_a_figure_is_told_as_readers_know_it() {
        let told = |what: &str, old: &str, new: &str| {
            let part = told(&Detail::new(what, old, new));
            format!("{}: {} → {}", part.what, part.old, part.new)
        };
        assert_eq!(told("scale", "", "log"), "scale of the value axis: linear → log");
        assert_eq!(told("zero", "", "true"), "value axis starts at zero: no → yes");
        assert_eq!(
            told("marks.0.text", "Pandemic", "Lockdown"),
            "mark along the x axis 1, text: Pandemic → Lockdown"
        );
        assert_eq!(told("labels.nbi", "A", "B"), "label, nbi: A → B");
        assert_eq!(told("value_axis.low", "0", "1"), "value axis, low: 0 → 1");
    }
}
