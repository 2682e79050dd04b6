//! Few colours: a picture's pixels settle on a palette, which makes its file a third as large
//! and as quick to write.
//!
//! The colours that cover most stay exactly as they are; what is rare, the shades at the edges
//! of letters and lines, moves to a neighbour that no eye tells apart. A picture that needs
//! more keeps all its colours.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

/// The most colours of a palette.
pub(super) const MOST: usize = 256;
/// How many colours are remembered by a part of their digits: a prime.
const LATELY: usize = 509;
/// How far a colour may move, in levels of a channel: the first of these that suffices.
const NEAR: [u8; 5] = [1, 2, 3, 4, 6];

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Pixels as runs of one colour: the colours in the order they appear, and for each run the
/// place of its colour among them and its length.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub colours: Vec<Colour>,
    runs: Vec<(u32, u32)>,
}

/// Colours are told apart by one multiplication: there are few, and every run asks.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, word: u32) {
        let mixed = (self.0 ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

impl Runs {
    /// Reads pixels, of which the first three bytes are the colour.
    pub(super) fn of<const BYTES: usize>(pixels: &[[u8; BYTES]]) -> Self {
        // Charts are flat: few pixels begin a run.
        let runs = Vec::with_capacity(pixels.len() / 16);
        let mut out = Self { runs, ..Self::default() };
        let mut places: HashMap<u32, u32, BuildHasherDefault<Mixed>> = HashMap::default();
        // The edges of letters have the same few colours over and over.
        let mut lately = [(u32::MAX, 0); LATELY];
        let mut rest = pixels;
        while let Some(first) = rest.first()
            && let [red, green, blue, ..] = first.as_slice()
        {
            let colour = u32::from_be_bytes([0, *red, *green, *blue]);
            let known = &mut lately[colour as usize % LATELY];
            if known.0 != colour {
                let place = *places.entry(colour).or_insert_with(|| {
                    out.colours.push([*red, *green, *blue]);
                    out.colours.len() as u32 - 1
                });
                *known = (colour, place);
            }
            let place = known.1;
            let length = run(rest);
            out.runs.push((place, length as u32));
            rest = rest.get(length..).unwrap_or_default();
        }
        out
    }

    /// Returns something for each pixel, by the place of its colour.
    pub(super) fn spread<T: Copy + Default>(&self, of: &[T]) -> Vec<T> {
        let pixels = self.runs.iter().map(|(_, length)| *length as usize).sum();
        let mut out = Vec::with_capacity(pixels);
        for (place, length) in &self.runs {
            let value = of.get(*place as usize).copied().unwrap_or_default();
            out.resize(out.len() + *length as usize, value);
        }
        out
    }

    /// Returns the colour and the length of each run.
    pub(super) fn each(&self) -> impl Iterator<Item = (Colour, u32)> {
        let colour = |place: &u32| self.colours.get(*place as usize).copied();
        self.runs
            .iter()
            .map(move |(place, length)| (colour(place).unwrap_or_default(), *length))
    }

    /// Puts the colours in the order in which they appear, as [`Runs::of`] finds them.
    pub(super) fn in_order(mut self) -> Self {
        let mut to = vec![None; self.colours.len()];
        let mut colours = Vec::new();
        for (place, _) in &mut self.runs {
            let Some(new) = to.get_mut(*place as usize) else { continue };
            *place = *new.get_or_insert_with(|| {
                colours.extend(self.colours.get(*place as usize));
                colours.len() as u32 - 1
            });
        }
        Self { colours, ..self }
    }

    /// Moves rare colours to their neighbours, if a palette can hold the rest.
    pub(super) fn settled(mut self) -> Self {
        if self.colours.len() <= MOST {
            return self;
        }
        let places = self.by_cover();
        let moved = NEAR.iter().find_map(|near| self.moved(&places, *near));
        let Some(moved) = moved else { return self };
        self.colours.clear();
        let mut place_of = |colour: &Colour| {
            let known = self.colours.iter().position(|known| known == colour);
            known.unwrap_or_else(|| {
                self.colours.push(*colour);
                self.colours.len() - 1
            }) as u32
        };
        let to: Vec<u32> = moved.iter().map(&mut place_of).collect();
        for (place, _) in &mut self.runs {
            *place = to.get(*place as usize).copied().unwrap_or_default();
        }
        self
    }

    /// Returns the places of the colours, of those that cover most first.
    fn by_cover(&self) -> Vec<usize> {
        let mut counts = vec![0_u64; self.colours.len()];
        for (place, length) in &self.runs {
            if let Some(count) = counts.get_mut(*place as usize) {
                *count += u64::from(*length);
            }
        }
        let mut places: Vec<usize> = (0..counts.len()).collect();
        places.sort_by_key(|place| Reverse(counts.get(*place).copied().unwrap_or(0)));
        places
    }

    /// Returns what each colour becomes; none when too many would be left.
    fn moved(&self, places: &[usize], near: u8) -> Option<Vec<Colour>> {
        let mut kept = Kept::new();
        let mut moved = self.colours.clone();
        for place in places {
            let colour = moved.get_mut(*place)?;
            match kept.nearest(*colour) {
                Some((apart, to)) if apart <= near => *colour = to,
                _ => kept.keep(*colour)?,
            }
        }
        Some(moved)
    }
}

/// The colours that stay, channel by channel, so that many are compared at once.
struct Kept {
    channels: [[u8; MOST]; 3],
    count: usize,
}

impl Kept {
    /// How many are compared at once.
    const LANES: usize = 32;

    fn new() -> Self {
        Self { channels: [[0; MOST]; 3], count: 0 }
    }

    /// Keeps a colour, if there is room.
    fn keep(&mut self, colour: Colour) -> Option<()> {
        for (channel, level) in self.channels.iter_mut().zip(colour) {
            *channel.get_mut(self.count)? = level;
        }
        self.count += 1;
        Some(())
    }

    /// Returns the first of those that are nearest to a colour, and how far it is.
    fn nearest(&self, [red, green, blue]: Colour) -> Option<(u8, Colour)> {
        let mut best = (u8::MAX, None);
        let [reds, greens, blues] =
            self.channels.each_ref().map(|channel| channel.as_chunks().0);
        let many = reds.iter().zip(greens).zip(blues).enumerate();
        for (chunk, ((reds, greens), blues)) in
            many.take(self.count.div_ceil(Self::LANES))
        {
            let mut apart: [u8; Self::LANES] = reds.map(|level| level.abs_diff(red));
            for (apart, level) in apart.iter_mut().zip(greens) {
                *apart = (*apart).max(level.abs_diff(green));
            }
            for (apart, level) in apart.iter_mut().zip(blues) {
                *apart = (*apart).max(level.abs_diff(blue));
            }
            let known = (self.count - chunk * Self::LANES).min(Self::LANES);
            let own = apart.iter().take(known).copied().enumerate();
            if let Some((at, least)) = own.min_by_key(|(_, apart)| *apart)
                && least < best.0
            {
                best = (least, Some(chunk * Self::LANES + at));
            }
        }
        let at = best.1?;
        let [red, green, blue] = &self.channels;
        Some((best.0, [*red.get(at)?, *green.get(at)?, *blue.get(at)?]))
    }
}

/// Returns how many pixels at the beginning are alike. Most runs are long: many are compared at once.
fn run<const BYTES: usize>(pixels: &[[u8; BYTES]]) -> usize {
    const MANY: usize = 16;
    let Some(first) = pixels.first() else { return 0 };
    let alike = |many: &&[[u8; BYTES]; MANY]| {
        many.iter().filter(|pixel| *pixel == first).count() == MANY
    };
    let long = MANY * pixels.as_chunks().0.iter().take_while(alike).count();
    let rest = pixels.get(long..).unwrap_or_default();
    long + rest.iter().take_while(|pixel| *pixel == first).count()
}

#[cfg(test)]
mod tests {
    use super::Colour;
    use super::Kept;
    use super::MOST;
    use super::Runs;

    /// The largest difference of a channel.
    fn apart([red, green, blue]: Colour, other: Colour) -> u8 {
        red.abs_diff(other[0]).max(green.abs_diff(other[1])).max(blue.abs_diff(other[2]))
    }

    fn settled(pixels: &[Colour]) -> (Vec<Colour>, Vec<Colour>) {
        let runs = Runs::of(pixels).settled();
        (runs.spread(&runs.colours), runs.colours)
    }

    #[test]
    fn what_covers_most_stays_and_the_rest_moves_by_little() {
        let mut pixels: Vec<Colour> = vec![[255, 255, 255]; 900];
        pixels.extend([[18, 67, 109]; 500]);
        let shades = (0..=255_u8).flat_map(|level| [[level, 90, 90], [level, 91, 90]]);
        pixels.extend(shades);
        let (settled, colours) = settled(&pixels);
        assert!(colours.len() <= MOST);
        assert_eq!(Runs::of(&settled).colours, colours);
        assert_eq!(settled[..1400], pixels[..1400]);
        assert!(settled.iter().zip(&pixels).all(|(new, old)| apart(*new, *old) <= 6));
    }

    #[test]
    fn the_nearest_colour_is_the_first_of_those_that_are_least_apart() {
        let mut kept = Kept::new();
        let all: Vec<Colour> = (0..MOST as u32)
            .map(|n| (n * 7919).to_le_bytes())
            .map(|[r, g, b, _]| [r, g, b])
            .collect();
        assert_eq!(kept.nearest([0, 0, 0]), None);
        for (count, colour) in all.iter().enumerate() {
            kept.keep(*colour).unwrap();
            for asked in [[0, 0, 0], [200, 100, 9], *colour] {
                let known = all.iter().take(count + 1).copied();
                let nearest = known.min_by_key(|other| apart(asked, *other));
                let found = nearest.map(|other| (apart(asked, other), other));
                assert_eq!(kept.nearest(asked), found);
            }
        }
        assert_eq!(kept.keep([1, 2, 3]), None);
    }

    #[test]
    fn a_picture_of_very_many_colours_keeps_them() {
        let pixels: Vec<Colour> = (0..20_u8)
            .flat_map(|a| (0..20_u8).map(move |b| [a * 12, b * 12, 0]))
            .collect();
        assert_eq!(settled(&pixels).0, pixels);
    }
}
