//! What a PNG holds beside its pixels, and whether a viewer could show something else for it.

/// Parts of a PNG that change nothing that is seen.
const PLAIN: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"sRGB",
    b"bKGD", b"hIST", b"sBIT",
];

/// The gamma and the primaries of sRGB, which say what is taken for granted anyway.
const SRGB: &[(&[u8; 4], &[u32])] = &[
    (b"gAMA", &[45_455]),
    (b"cHRM", &[31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]),
];

/// Returns what a PNG carries that could show another picture than its pixels; none for a
/// plain one.
pub(super) fn added(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes.get(8..)?;
    while !rest.is_empty() {
        let Some((name, content, after)) = chunk(rest) else {
            return Some("data that are no part of a PNG".to_owned());
        };
        let known = PLAIN.contains(&name)
            || SRGB
                .iter()
                .any(|(known, values)| name == *known && numbers(content) == *values)
            || name == b"pHYs" && content.get(..4) == content.get(4..8);
        if !known {
            return Some(told(*name));
        }
        if name == b"IEND" {
            return (!after.is_empty()).then(|| "data after its end".to_owned());
        }
        rest = after;
    }
    Some("no end".to_owned())
}

/// Returns how many parts of a PNG hold words: a reader leaves out those whose checksum does not fit.
pub(super) fn texts(bytes: &[u8]) -> usize {
    let mut rest = bytes.get(8..).unwrap_or_default();
    let mut count = 0;
    while let Some((name, _, after)) = chunk(rest) {
        count += usize::from([b"tEXt", b"zTXt", b"iTXt"].contains(&name));
        rest = after;
    }
    count
}

fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (name, rest) = rest.split_first_chunk::<4>()?;
    let (content, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    let (_, rest) = rest.split_at_checked(4)?;
    Some((name, content, rest))
}

fn numbers(content: &[u8]) -> Vec<u32> {
    content.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes)).collect()
}

fn told(name: [u8; 4]) -> String {
    let what = match &name {
        b"acTL" | b"fcTL" | b"fdAT" => "an animation",
        b"tRNS" => "transparent colours",
        b"gAMA" | b"cHRM" | b"iCCP" | b"cICP" | b"mDCV" | b"cLLI" => {
            "a colour correction"
        }
        b"eXIf" => "camera settings, which can turn it",
        b"pHYs" => "pixels that are not square",
        _ => "a part that pictures of this report do not have",
    };
    format!("{what} (`{}`)", name.escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::added;
    use super::texts;

    fn png(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, content) in chunks {
            out.extend((content.len() as u32).to_be_bytes());
            out.extend([name, content, &[0; 4][..]].concat());
        }
        out
    }

    #[test]
    fn what_could_show_another_picture_is_named() {
        let with = |name: &[u8], content: &[u8]| {
            added(&png(&[(b"IHDR", b""), (name, content), (b"IEND", b"")]))
        };
        assert_eq!(with(b"tEXt", b"a\0b"), None);
        assert_eq!(with(b"gAMA", &45_455_u32.to_be_bytes()), None);
        assert_eq!(with(b"pHYs", b"\0\0\0\x01\0\0\0\x01\x01"), None);
        let said = |name: &[u8]| with(name, b"\0\0\x03\xe8").unwrap();
        assert_eq!(said(b"gAMA"), "a colour correction (`gAMA`)");
        assert_eq!(said(b"acTL"), "an animation (`acTL`)");
        assert_eq!(said(b"tRNS"), "transparent colours (`tRNS`)");
        assert_eq!(
            said(b"zzZz"),
            "a part that pictures of this report do not have (`zzZz`)"
        );
        let words =
            png(&[(b"IHDR", b""), (b"tEXt", b"a\0b"), (b"iTXt", b""), (b"IEND", b"")]);
        assert_eq!(texts(&words), 2);
        let mut longer = png(&[(b"IHDR", b""), (b"IEND", b"")]);
        longer.extend(b"PK");
        assert_eq!(added(&longer).unwrap(), "data after its end");
    }
}
