//! A whole picture to which a strip was added: a caption set under it, a band above it, a column beside it.
//!
//! **In:** a picture of unknown history, and the shapes of ours. **Out:** where one of them may be within it.
//! **Guarantees:** a strip spans the picture's whole width or height, and is no thinner than can be read.

use crate::figure::Pixels;

/// The least share of a picture that a strip is.
const THINNEST: f64 = 0.015;
/// How many times as large as our picture the whole may be.
const LARGEST: f64 = 3.0;

/// Where a strip is, and what it leaves of a picture: left, top, right and bottom.
pub(super) type Part = (&'static str, [f64; 4]);

/// Returns the parts of a picture that have the shape of another and its whole width, or its whole height.
pub(super) fn parts([width, height]: [f64; 2], [across, down]: [f64; 2]) -> Vec<Part> {
    let (wide, tall) = (height * across / down, width * down / across);
    let strip = |whole: f64, part: f64| {
        part < whole * (1.0 - THINNEST) && part * LARGEST >= whole
    };
    if strip(height, tall) {
        let above = [0.0, height - tall, width, height];
        vec![("below", [0.0, 0.0, width, tall]), ("above", above)]
    } else if strip(width, wide) {
        let left = [width - wide, 0.0, width, height];
        vec![("to the right of", [0.0, 0.0, wide, height]), ("to the left of", left)]
    } else {
        Vec::new()
    }
}

/// Cuts a part out of a picture.
pub(super) fn cut(pixels: &Pixels, part: [f64; 4]) -> Pixels {
    let [left, top, right, bottom] = part.map(|side| side.round() as usize);
    let row = 3 * pixels.width as usize;
    let lines = pixels.rgb.chunks(row).take(bottom).skip(top);
    let rgb = lines
        .flat_map(|line| line.get(3 * left..3 * right).unwrap_or_default())
        .copied()
        .collect();
    Pixels { width: (right - left) as u32, height: (bottom - top) as u32, rgb }
}

#[cfg(test)]
mod tests {
    use super::cut;
    use super::parts;
    use crate::figure::Pixels;

    #[test]
    fn a_part_has_the_shape_of_the_other_picture_and_spans_the_whole() {
        let named = |whole| parts(whole, [200.0, 100.0]);
        assert_eq!(
            named([400.0, 260.0]),
            [("below", [0.0, 0.0, 400.0, 200.0]), ("above", [0.0, 60.0, 400.0, 260.0])]
        );
        assert_eq!(
            named([500.0, 200.0]),
            [
                ("to the right of", [0.0, 0.0, 400.0, 200.0]),
                ("to the left of", [100.0, 0.0, 500.0, 200.0])
            ]
        );
        for whole in [[400.0, 200.0], [400.0, 202.0], [400.0, 900.0]] {
            assert_eq!(named(whole), [], "{whole:?}");
        }
    }

    #[test]
    fn a_part_keeps_its_pixels() {
        let rgb = (0..4 * 3).flat_map(|at| [at; 3]).collect();
        let part = cut(&Pixels { width: 4, height: 3, rgb }, [1.0, 1.0, 3.0, 3.0]);
        assert_eq!((part.width, part.height), (2, 2));
        assert_eq!(part.rgb, [5, 5, 5, 6, 6, 6, 9, 9, 9, 10, 10, 10]);
    }
}
