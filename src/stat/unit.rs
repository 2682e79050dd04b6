//! The names of units, as blocks declare them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::nearest;
use crate::model::format::Unit;
use crate::project::Print;

/// The names of units.
const UNITS: &[(&str, Unit)] = &[
    ("count", Unit::Count),
    ("currency", Unit::Currency),
    ("effect", Unit::Effect),
    ("index", Unit::Index),
    ("number", Unit::Number),
    ("p", Unit::P),
    ("percent", Unit::Percent),
    ("points", Unit::Points),
    ("rate", Unit::Rate),
    ("ratio", Unit::Ratio),
    ("year", Unit::Year),
];

/// What is written for a unit elsewhere.
const SIGNS: &[(&str, &str)] = &[
    ("%", "percent"),
    ("$", "currency"),
    ("£", "currency"),
    ("€", "currency"),
    ("pounds", "currency"),
    ("euros", "currency"),
    ("dollars", "currency"),
    ("gbp", "currency"),
    ("eur", "currency"),
    ("usd", "currency"),
    ("money", "currency"),
    ("percentage", "percent"),
    ("per cent", "percent"),
    ("pp", "points"),
    ("ppt", "points"),
    ("percentage points", "points"),
];

/// Returns the name of a unit.
pub(super) fn unit_name(unit: Unit) -> &'static str {
    UNITS.iter().find(|(_, known)| *known == unit).map_or("", |(name, _)| name)
}

pub(crate) fn unit_named(name: &str) -> Option<Unit> {
    UNITS.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
}

/// Returns the unit that a block declares; `at` is its place.
pub(super) fn declared_unit(
    print: &Print,
    at: impl FnOnce() -> Span,
) -> Result<Option<Unit>> {
    let Some(name) = &print.unit else { return Ok(None) };
    unit_named(name).map(Some).ok_or_else(|| unknown_unit(name).at(at(), "").into())
}

/// Says that a unit is unknown, without a place.
pub(crate) fn unknown_unit(name: &str) -> Diagnostic {
    let names = || UNITS.iter().map(|(name, _)| *name);
    let fault = Diagnostic::error(Code::R0103, format!("unknown unit `{name}`"));
    let lower = name.to_lowercase();
    if let Some((_, meant)) = SIGNS.iter().find(|(sign, _)| *sign == lower) {
        return fault.help(format!("write `{meant}`"));
    }
    let mut help = did_you_mean(name, names(), "units");
    // What is counted or measured in ("weeks", "patients") is no unit but a noun.
    if nearest(name, names()).is_none() {
        help += &format!(
            "; for a count or measure of its own: `unit: count` or `unit: number`, with `noun: {name}`"
        );
    }
    fault.help(help)
}

#[cfg(test)]
mod tests {
    use super::SIGNS;
    use super::unit_named;
    use super::unknown_unit;

    #[test]
    fn a_sign_is_told_the_name_of_its_unit() {
        assert_eq!(unknown_unit("%").help.as_deref(), Some("write `percent`"));
        assert_eq!(unknown_unit("GBP").help.as_deref(), Some("write `currency`"));
        assert_eq!(unknown_unit("pounds").help.as_deref(), Some("write `currency`"));
        assert!(SIGNS.iter().all(|(_, unit)| unit_named(unit).is_some()));
    }
}
