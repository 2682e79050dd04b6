//! Texts that were encoded twice: "Â£" for "£", "â€™" for "’".
//!
//! **In:** a text. **Out:** the same as it was meant, where it was encoded twice.
//! **Guarantees:** signs that may well stand together as they are stay.

/// Returns a text whose letters were encoded twice, as "Â£" is for "£", as it was meant; none where it
/// reads as it is.
///
/// In UTF-8 a sign beyond ASCII is several bytes. Who reads these as Windows-1252 and writes them
/// again makes several signs of them, of which the first is mostly Ã, Â or â.
pub fn decoded_twice(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let (read, length) =
            meant(signs.get(at..).unwrap_or_default()).unwrap_or((*sign, 1));
        out.push(read);
        at += length;
    }
    (out != text).then_some(out)
}

/// Returns the sign whose bytes in UTF-8 some signs are in Windows-1252, and how many they are.
fn meant(signs: &[char]) -> Option<(char, usize)> {
    let length = match signs.first()? {
        'Ã' | 'Â' => 2,
        'â' | 'ï' => 3,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> =
        signs.get(..length)?.iter().map(|sign| western(*sign)).collect();
    let bytes = bytes?;
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    // Of two signs that may well stand together, only those are taken that mean a usual one.
    let usual = match meant {
        '\u{a0}'..='\u{bf}'
        | '\u{df}'..='\u{ff}'
        | '\u{2010}'..='\u{203a}'
        | '€'
        | '™'
        | '−'
        | '≤'
        | '≥'
        | '\u{feff}' => true,
        '\u{c0}'..='\u{de}' => !"“”‘’‚„–—…".contains(*signs.get(1)?),
        _ => false,
    };
    usual.then_some((meant, length))
}

/// Returns the byte of a sign in Windows-1252, or in Latin-1 where that has no sign there.
fn western(sign: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let high = HIGH.chars().position(|own| own == sign);
    match high {
        Some(at) => u8::try_from(0x80 + at).ok(),
        None => u8::try_from(u32::from(sign)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded_twice;

    #[test]
    fn what_was_encoded_twice_is_read_as_it_was_meant() {
        for meant in
            ["£5", "it’s", "“word”", "2019–20", "café", "à la", "5 €", "naïve", "É"]
        {
            let twice: String = meant
                .bytes()
                .map(|byte| match byte {
                    0x80 => '€',
                    0x93 => '“',
                    0x99 => '™',
                    0x9c => 'œ',
                    0x9d => '\u{9d}',
                    0x82 => '‚',
                    0x89 => '‰',
                    other => char::from(other),
                })
                .collect();
            assert_eq!(decoded_twice(&twice).as_deref(), Some(meant), "{twice}");
        }
        // Signs that may well stand together stay beside others.
        assert_eq!(decoded_twice("GÅµyl Ã\u{a0}").as_deref(), Some("GÅµyl à"));
    }

    #[test]
    fn what_may_well_stand_together_stays() {
        for text in [
            "",
            "plain",
            "£5",
            "it’s",
            "SÃO PAULO",
            "“CAFÉ”",
            "CHÂTEAU",
            "Â",
            "â€",
            "MAÇÔ",
            "très « bon »",
            "日本",
        ] {
            assert_eq!(decoded_twice(text), None, "{text}");
        }
    }
}
