//! Files that are published without the names of their columns, recognised by their first row.

/// The columns of price paid data, which are published without their names.
pub(super) const PRICE_PAID: [&str; 16] = [
    "Transaction unique identifier",
    "Price",
    "Date of Transfer",
    "Postcode",
    "Property Type",
    "Old/New",
    "Duration",
    "PAON",
    "SAON",
    "Street",
    "Locality",
    "Town/City",
    "District",
    "County",
    "PPD Category Type",
    "Record Status",
];

/// Returns the names of the columns of a file without any, by its first row.
pub(in crate::frame::infer) fn unnamed(
    first: &[&str],
) -> Option<&'static [&'static str]> {
    let identifier = first.first()?;
    let one = |at: usize, letters: &str| {
        first.get(at).is_some_and(|cell| cell.len() == 1 && letters.contains(cell))
    };
    let price_paid = first.len() == PRICE_PAID.len()
        && identifier.len() == 38
        && identifier.starts_with('{')
        && identifier.ends_with('}')
        && one(4, "DSTFO")
        && one(5, "YN");
    price_paid.then_some(&PRICE_PAID[..])
}
