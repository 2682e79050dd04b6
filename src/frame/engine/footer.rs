//! What a Parquet file says of itself, read before the engine reads it: a file that nests deeply or
//! unpacks to very much is refused.
//!
//! **In:** the bytes of a file. **Out:** nothing, or why it is refused.
//! **Guarantees:** reads heads of pages only, without recursion. A file may unpack to as much as files
//! of its size do, and to [`FREE`] bytes in any case.

use polars_parquet_format::ColumnMetaData;
use polars_parquet_format::ConvertedType;
use polars_parquet_format::FileMetaData;
use polars_parquet_format::LogicalType;
use polars_parquet_format::PageHeader;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::thrift::protocol::TCompactOutputProtocol;
use std::io::Cursor;

/// What any file may unpack to.
const FREE: u64 = 256 << 20;
/// How many times its own size a larger file may unpack to; columns of few values that are sorted
/// come to about 30.
const TIMES: u64 = 64;
/// What a cell takes in memory, at least.
const CELL: u64 = 16;
/// The most levels of records within records.
const DEEPEST: usize = 64;
/// The most columns, and the most pieces (columns of a group of rows).
const PIECES: usize = 1_000_000;

/// Returns what a file of this size may unpack to.
fn allowed(bytes: &[u8]) -> u64 {
    FREE.max((bytes.len() as u64).saturating_mul(TIMES))
}

/// Checks what a file says of itself. What cannot be read is left to the engine, which says why.
pub(super) fn within(bytes: &[u8]) -> Result<(), String> {
    let Some(footer) = footer(bytes) else { return Ok(()) };
    let most = footer.len().saturating_mul(2).saturating_add(1024);
    let mut protocol = TCompactInputProtocol::new(Cursor::new(footer), most);
    let Ok(file) = FileMetaData::read_from_in_protocol(&mut protocol) else {
        return Ok(());
    };
    depth(&file)?;
    let pieces: usize = file.row_groups.iter().map(|group| group.columns.len()).sum();
    if pieces > PIECES {
        return Err(format!("it has {pieces} pieces, more than the {PIECES} allowed"));
    }
    let allowed = allowed(bytes);
    let mut left = allowed;
    let mut take = |more: u64| {
        left = left.checked_sub(more).ok_or_else(|| too_large(allowed))?;
        Ok::<(), String>(())
    };
    for group in &file.row_groups {
        let rows = u64::try_from(group.num_rows).unwrap_or(0);
        take(rows.saturating_mul(CELL).saturating_mul(group.columns.len() as u64))?;
        for column in group.columns.iter().filter_map(|it| it.meta_data.as_ref()) {
            pages(bytes, column, rows, &mut take)?;
        }
    }
    Ok(())
}

/// Returns a file whose columns of small unsigned numbers, for which the engine has no type, are called what
/// they are stored as: numbers of 32 bits. None where it has no such columns.
pub(super) fn widened(bytes: &[u8]) -> Option<Vec<u8>> {
    let footer = footer(bytes)?;
    let most = footer.len().saturating_mul(2).saturating_add(1024);
    let mut protocol = TCompactInputProtocol::new(Cursor::new(footer), most);
    let mut file = FileMetaData::read_from_in_protocol(&mut protocol).ok()?;
    let mut any = false;
    for node in &mut file.schema {
        let small = matches!(
            &node.logical_type,
            Some(LogicalType::INTEGER(it)) if !it.is_signed && it.bit_width < 32
        );
        let named = [ConvertedType::UINT_8, ConvertedType::UINT_16];
        if small || node.converted_type.is_some_and(|it| named.contains(&it)) {
            node.logical_type = None;
            node.converted_type = None;
            any = true;
        }
    }
    if !any {
        return None;
    }
    let mut written = Vec::new();
    let mut protocol = TCompactOutputProtocol::new(&mut written);
    file.write_to_out_protocol(&mut protocol).ok()?;
    let length = u32::try_from(written.len()).ok()?;
    let data = bytes.get(..bytes.len().checked_sub(footer.len() + 8)?)?;
    Some([data, &written, &length.to_le_bytes(), b"PAR1"].concat())
}

/// Checks that texts which came out, shared by many cells in the file, are not too much apart.
pub(super) fn texts(bytes: &[u8], size: u64) -> Result<(), String> {
    let allowed = allowed(bytes);
    if size > allowed { Err(too_large(allowed)) } else { Ok(()) }
}

fn too_large(allowed: u64) -> String {
    format!("it unpacks to more than the {allowed} bytes allowed to a file of its size")
}

fn footer(bytes: &[u8]) -> Option<&[u8]> {
    let (rest, end) = bytes.split_last_chunk::<8>()?;
    let [a, b, c, d, ..] = *end;
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    rest.get(rest.len().checked_sub(length)?..)
}

/// The schema is a list of nodes, each with how many of those behind it are its own.
fn depth(file: &FileMetaData) -> Result<(), String> {
    let mut open: Vec<i32> = Vec::new();
    for node in &file.schema {
        if let Some(last) = open.last_mut() {
            *last -= 1;
        }
        open.push(node.num_children.unwrap_or(0));
        if open.len() > DEEPEST {
            return Err(format!("its columns nest more than {DEEPEST} levels deep"));
        }
        while open.last().is_some_and(|left| *left <= 0) {
            open.pop();
        }
    }
    Ok(())
}

/// Takes what the pages of a piece unpack to, as their own heads say: room is made for that.
fn pages(
    bytes: &[u8],
    column: &ColumnMetaData,
    rows: u64,
    take: &mut impl FnMut(u64) -> Result<(), String>,
) -> Result<(), String> {
    let data = column.data_page_offset;
    let start = column.dictionary_page_offset.map_or(data, |first| first.min(data));
    let (Ok(start), Ok(length)) =
        (usize::try_from(start), usize::try_from(column.total_compressed_size))
    else {
        return Ok(());
    };
    let end = start.saturating_add(length).min(bytes.len());
    let mut rest = bytes.get(start..end).unwrap_or_default();
    while !rest.is_empty() {
        let mut cursor = Cursor::new(rest);
        let mut protocol = TCompactInputProtocol::new(&mut cursor, 1 << 24);
        let Ok(page) = PageHeader::read_from_in_protocol(&mut protocol) else { break };
        take(u64::try_from(page.uncompressed_page_size).unwrap_or(0))?;
        // Nulls and runs of one value take no room in the page, but one cell each.
        let values = page.data_page_header.map_or(0, |head| head.num_values);
        let values =
            values.max(page.data_page_header_v2.map_or(0, |head| head.num_values));
        let values = u64::try_from(values).unwrap_or(0);
        take(values.saturating_sub(rows).saturating_mul(CELL))?;
        let head = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
        let body = usize::try_from(page.compressed_page_size).unwrap_or(0);
        rest = rest.get(head.saturating_add(body)..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::within;

    fn varint(mut number: u64) -> Vec<u8> {
        let mut out = Vec::new();
        while number > 127 {
            out.push((number & 127) as u8 | 128);
            number >>= 7;
        }
        out.push(number as u8);
        out
    }

    /// A file that is all footer: a schema of so many nested nodes, and a group of so many rows of
    /// one column.
    fn file(nodes: u64, rows: u64) -> Vec<u8> {
        let mut meta = vec![0x15, 2, 0x19, 0xfc];
        meta.extend(varint(nodes + 1));
        for node in 0..=nodes {
            // A name; then how many nodes are its own, but for the last, which has a type.
            if node == nodes {
                meta.extend([0x15, 2, 0x38, 1, b'a', 0]);
            } else {
                meta.extend([0x48, 1, b'a', 0x15, 2, 0]);
            }
        }
        meta.push(0x16);
        meta.extend(varint(rows * 2));
        meta.extend([0x19, 0x1c, 0x19, 0x1c, 0x26, 0, 0, 0x16, 0, 0x16]);
        meta.extend(varint(rows * 2));
        meta.extend([0, 0]);
        let mut out = b"PAR1".to_vec();
        out.extend(&meta);
        out.extend((meta.len() as u32).to_le_bytes());
        out.extend(b"PAR1");
        out
    }

    #[test]
    fn files_that_nest_deeply_or_unpack_to_very_much_are_refused() {
        assert_eq!(within(&file(1, 1000)), Ok(()));
        assert_eq!(
            within(&file(1, 1_000_000_000)).unwrap_err(),
            "it unpacks to more than the 268435456 bytes allowed to a file of its size"
        );
        assert_eq!(
            within(&file(100, 1)).unwrap_err(),
            "its columns nest more than 64 levels deep"
        );
        assert!(within(&file(200_000, 1)).is_err());
    }

    #[test]
    fn what_is_no_file_is_left_to_the_engine() {
        let whole = file(3, 3);
        for end in 0..whole.len() {
            let _ = within(&whole[..end]);
        }
        assert_eq!(within(b"PAR1\xff\xff\xff\xffPAR1"), Ok(()));
    }
}
