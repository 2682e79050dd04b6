//! How a measure and its changes print, and what they are called.

use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::format::fixed;
use crate::project::Measure;
use crate::stat::kind::settings::ChangeAs;

/// Returns the usual format of a measure.
pub(super) fn measure_format(measure: &Measure) -> Format {
    match measure {
        Measure::Column(_) => Format::of(Unit::Count),
        Measure::Share(_) => Format::of(Unit::Percent),
        Measure::Rate(rate) => Format::of(Unit::Rate).noun(format!(
            "per {} {}",
            fixed(rate.per, 0),
            rate.noun()
        )),
    }
}

/// Returns the usual format of a change of a measure, which has a usual format of its own.
pub(super) fn change_format(measure: Format, form: ChangeAs) -> Format {
    match form {
        ChangeAs::Percent => Format::of(Unit::Percent),
        ChangeAs::Points => Format::of(Unit::Points),
        ChangeAs::Absolute => measure,
    }
}

/// Returns the format of a difference of two values: of two percentages it is points.
pub(super) fn difference_format(format: &Format) -> Format {
    let mut out = format.clone();
    if out.unit == Unit::Percent {
        out.unit = Unit::Points;
        out.noun = String::new();
    }
    out
}

/// Returns the words of a measure, for definitions.
pub(super) fn measure_words(measure: &Measure) -> String {
    match measure {
        Measure::Column(name) => name.replace('_', " "),
        Measure::Share(share) => {
            format!(
                "{} as a share of {}",
                share.share.replace('_', " "),
                share.of.replace('_', " ")
            )
        }
        Measure::Rate(rate) => {
            let mut words = format!(
                "{} per {} {}",
                rate.rate.replace('_', " "),
                fixed(rate.per, 0),
                rate.noun()
            );
            let complete = rate.complete.as_ref();
            if let Some(waived) = complete.and_then(|rule| rule.waived.as_ref()) {
                words.push_str(&format!(" (periods not complete among them: {waived})"));
            }
            words
        }
    }
}
