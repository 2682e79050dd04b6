//! The head of a table as the names of its columns.
//!
//! **In:** the rows of the head, and the names that the contract declares.
//! **Out:** one name for each column.
//! **Guarantees:** a name that occurs again is never taken for the first: it gets its number where
//! the contract declares it so (`Value`, `Value 2`), and stays a fault where it does not.

/// Puts into the blank cells of every row but the last what is on their left: a title over several
/// columns belongs to each of them. A column whose other rows are blank too stays without a name.
pub(super) fn carried(rows: &mut [Vec<String>]) {
    let below = rows.len().saturating_sub(1);
    for at in 0..below {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let filled: Vec<bool> = (0..width)
            .map(|column| {
                let mut lower = rows.iter().skip(at + 1);
                lower.any(|row| row.get(column).is_some_and(|text| !text.is_empty()))
            })
            .collect();
        let Some(row) = rows.get_mut(at) else { continue };
        row.resize(width, String::new());
        let mut left = String::new();
        for (cell, named) in row.iter_mut().zip(filled) {
            if !cell.is_empty() {
                left.clone_from(cell);
            } else if named {
                cell.clone_from(&left);
            }
        }
    }
}

/// Gives a name that occurs again its number, where that name is wanted.
pub(super) fn numbered(names: &mut [String], wanted: &dyn Fn(&str) -> bool) {
    let all = names.to_vec();
    for (at, name) in names.iter_mut().enumerate().filter(|(_, name)| !name.is_empty()) {
        let before = all.iter().take(at).filter(|other| *other == name).count();
        let new = format!("{name} {}", before + 1);
        if before > 0 && !all.contains(&new) && wanted(&new) {
            *name = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::carried;
    use super::numbered;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_title_over_several_columns_belongs_to_each_that_has_a_name_below() {
        let mut rows = [
            row(&["Area", "Males", "", "Females", ""]),
            row(&["", "2021", "2022", "2021", "2022", ""]),
        ];
        carried(&mut rows);
        assert_eq!(rows[0], row(&["Area", "Males", "Males", "Females", "Females", ""]));
    }

    #[test]
    fn a_name_that_occurs_again_has_its_number_where_the_contract_says_so() {
        let mut names = row(&["Area", "Value", "Value", "", "", "Value"]);
        numbered(&mut names, &|name| name == "Value 2");
        assert_eq!(names, row(&["Area", "Value", "Value 2", "", "", "Value"]));
        let mut names = row(&["n", "n", "n 2"]);
        numbered(&mut names, &|_| true);
        assert_eq!(names, row(&["n", "n", "n 2"]));
    }
}
