//! What to declare for a cell that is no number, so that it is read as one.

use crate::frame::check::beside::is_inexact;
use crate::frame::check::exact;
use crate::frame::check::typed::read;
use crate::model::calendar::Period;
use crate::model::calendar::day_of;
use crate::project::FieldDecl;
use crate::project::FieldType;

/// A change of a declaration, with its words.
type Change<'c> = (&'c dyn Fn(&mut FieldDecl), &'c str);

/// Returns what would read a text as a number: a declaration, or where it goes instead.
pub(super) fn hint(field: &FieldDecl, text: &str) -> Option<String> {
    let trimmed = text.trim();
    if field.kind == FieldType::Date
        && let Some(day) = serial(trimmed)
    {
        return Some(format!(
            "a spreadsheet keeps {} so: format the column as a date there before it is saved as CSV",
            day.words()
        ));
    }
    let has_digit = trimmed.contains(|c: char| c.is_ascii_digit());
    if !matches!(field.kind, FieldType::Number | FieldType::Integer) || !has_digit {
        return None;
    }
    if read(field, None, trimmed) == Err(exact::WANTED) {
        return Some(exact::HELP.to_owned());
    }
    let declared = |change: &dyn Fn(&mut FieldDecl)| -> bool {
        let mut other = field.clone();
        change(&mut other);
        // What is declared stays: another sign would misread the other cells of the column.
        let kept = |before: &Option<String>, after: &Option<String>| {
            before.is_none() || before == after
        };
        let point = other.decimal_char.as_deref().unwrap_or(".");
        kept(&field.group_char, &other.group_char)
            && kept(&field.decimal_char, &other.decimal_char)
            && kept(&field.format, &other.format)
            && other.group_char.as_deref() != Some(point)
            && read(&other, None, trimmed).is_ok()
    };
    let none = |_: &mut FieldDecl| {};
    let bare = |field: &mut FieldDecl| field.bare_number = false;
    let comma = |field: &mut FieldDecl| field.group_char = Some(",".to_owned());
    let point = |field: &mut FieldDecl| field.group_char = Some(".".to_owned());
    let space = |field: &mut FieldDecl| field.group_char = Some(" ".to_owned());
    let decimal = |field: &mut FieldDecl| field.decimal_char = Some(",".to_owned());
    let number = |field: &mut FieldDecl| field.kind = FieldType::Number;
    let format = |name: &'static str| {
        move |field: &mut FieldDecl| {
            field.kind = FieldType::Number;
            field.format = Some(name.to_owned());
        }
    };
    let (percent, accounting, scaled) =
        (format("percent"), format("accounting"), format("scaled"));
    let first: [Change<'_>; 5] = [
        (&none, ""),
        (&number, "`type: number`"),
        (&percent, "`format: percent`, which reads 12.3% as 12.3"),
        (&accounting, "`format: accounting`, which reads (4) as -4"),
        (&scaled, "`type: number` and `format: scaled`, which reads 1.2m as 1200000"),
    ];
    let second: [Change<'_>; 6] = [
        (&none, ""),
        (&comma, "`groupChar: \",\"`"),
        (&space, "`groupChar: \" \"`"),
        (&decimal, "`decimalChar: \",\"`"),
        (&point, "`groupChar: \".\"`"),
        (
            &|it| {
                point(it);
                decimal(it);
            },
            "`groupChar: \".\"` and `decimalChar: \",\"`",
        ),
    ];
    let third: [Change<'_>; 2] = [(&none, ""), (&bare, "`bareNumber: false`")];
    for c in third {
        for b in second {
            for a in first {
                let all =
                    |field: &mut FieldDecl| [a, b, c].iter().for_each(|it| it.0(field));
                if declared(&all) {
                    let parts: Vec<&str> =
                        [c.1, b.1, a.1].into_iter().filter(|it| !it.is_empty()).collect();
                    let also = if b.1.contains("\",\"")
                        && !trimmed.contains('.')
                        && trimmed.matches(',').count() == 1
                    {
                        "; decide whether the comma groups digits (`groupChar`) or stands before the decimals (`decimalChar`)"
                    } else {
                        ""
                    };
                    return (!parts.is_empty()).then(|| {
                        format!("declare {} for it{also}", parts.join(" with "))
                    });
                }
            }
        }
    }
    is_inexact(trimmed).then(|| {
        format!("it is no exact value: declare it with its reason, `missingValues: [{{value: \"{trimmed}\", label: …}}]`")
    })
}

/// Returns the day that a spreadsheet keeps as a number of days; none of what is before 1927 or after 2119.
fn serial(text: &str) -> Option<Period> {
    let days: i64 = text.parse().ok().filter(|days| (10_000..80_000).contains(days))?;
    let start = day_of(1899, 12, 30)?;
    Some(Period { number: start.number + days, ..start })
}

#[cfg(test)]
mod tests {
    use super::serial;

    #[test]
    fn the_number_of_a_day_in_a_spreadsheet_is_that_day() {
        assert_eq!(serial("45173").unwrap().words(), "4 September 2023");
        assert_eq!(serial("20240331"), None);
    }
}
