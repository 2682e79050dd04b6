//! Well-known binary, as GeoParquet and GeoPackage keep geometries.

use crate::geography::Outlines;
use crate::model::geography::Ring;

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

const SHORT: &str = "the geometry ends too early";

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn whole(&mut self) -> Result<u32, String> {
        let bytes = self.take::<4>()?;
        Ok(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn number(&mut self) -> Result<f64, String> {
        let bytes = self.take::<8>()?;
        Ok(if self.little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    fn geometry(
        &mut self,
        outlines: &mut Outlines,
        rings: &mut Vec<Ring>,
        depth: usize,
    ) -> Result<(), String> {
        if depth > 8 {
            return Err("geometries are nested too deeply".to_owned());
        }
        self.little = match self.take::<1>()? {
            [1] => true,
            [0] => false,
            _ => return Err("it is not well-known binary".to_owned()),
        };
        let code = self.whole()?;
        // Extended WKB has flags in the upper bits, ISO WKB adds thousands.
        let (flags, kind) = (code >> 28, code & 0x0fff_ffff);
        if flags & 2 != 0 {
            self.whole()?;
        }
        let iso = kind / 1000;
        let more = if flags & 0b1100 == 0b1100 || iso == 3 {
            2
        } else {
            usize::from(flags & 0b1100 != 0 || matches!(iso, 1 | 2))
        };
        match kind % 1000 {
            3 => {
                for _ in 0..self.whole()? {
                    let count = self.whole()? as usize;
                    let mut points = Vec::with_capacity(count.min(self.bytes.len() / 16));
                    for _ in 0..count {
                        points.push((self.number()?, self.number()?));
                        for _ in 0..more {
                            self.number()?;
                        }
                    }
                    rings.push(outlines.ring(points)?);
                }
                Ok(())
            }
            6 | 7 => {
                for _ in 0..self.whole()? {
                    self.geometry(outlines, rings, depth + 1)?;
                }
                Ok(())
            }
            _ => Err("it is a point or a line, not an area".to_owned()),
        }
    }
}

/// Returns the rings of a geometry.
pub fn read(bytes: &[u8], outlines: &mut Outlines) -> Result<Vec<Ring>, String> {
    let mut rings = Vec::new();
    Reader { bytes, little: true }.geometry(outlines, &mut rings, 0)?;
    Ok(rings)
}

#[cfg(test)]
mod tests {
    use super::Outlines;

    fn read(bytes: &[u8]) -> Result<Vec<super::Ring>, String> {
        super::read(bytes, &mut Outlines::default())
    }

    fn square(little: bool) -> Vec<u8> {
        let whole = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let number = |n: f64| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut out = vec![u8::from(little)];
        out.extend(whole(3));
        out.extend(whole(1));
        out.extend(whole(5));
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)] {
            out.extend(number(x));
            out.extend(number(y));
        }
        out
    }

    #[test]
    fn a_polygon_is_read_in_both_byte_orders() {
        for little in [true, false] {
            assert_eq!(
                read(&square(little)).unwrap(),
                [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]]
            );
        }
        let mut many = vec![1, 6, 0, 0, 0, 2, 0, 0, 0];
        many.extend(square(true));
        many.extend(square(false));
        assert_eq!(read(&many).unwrap().len(), 2);
    }

    #[test]
    fn bytes_that_are_cut_are_refused_wherever_they_end() {
        let whole = square(true);
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err());
        }
    }
}
