//! Which picture of the edition a picture of unknown history shows, although it was compressed,
//! rescaled or had its margin cut: both are reduced to what is inside their margins.
//!
//! First a coarse print of every picture is compared (a mean of brightness in each cell of a
//! grid); then the nearest are compared closely, window by window. A picture that is like one of
//! ours everywhere but in one place was altered there.

use crate::figure::Pixels;
use crate::model::colour::Colour;

/// Cells across and down of a coarse print.
const GRID: usize = 24;
/// The greatest mean difference of two coarse prints of one picture, of 255.
pub(super) const LIKE: f64 = 6.0;
/// Cells across of the close comparison: a digit is a few of them.
const CLOSE: usize = 640;
/// The least pixels across of a cell.
const CELL: f64 = 1.2;
/// The pixels across of a cell from which compression leaves no more than [`WINDOW`]; of smaller ones
/// it leaves more.
const FULL: f64 = 1.7;
/// The greatest difference of a window that compression leaves, of 255.
const WINDOW: f64 = 22.0;
/// Cells across and down of a window.
const SIDE: usize = 5;
/// How far a colour differs from the ground where something is drawn, of 255.
const INK: f64 = 40.0;

/// The difference of a cell from which two pictures differ there, of 255.
const APART: f64 = 6.0;

/// How far the brightness of a ground moves through compression and changes of colours, of 255.
const GROUND: f64 = 48.0;

/// A picture's brightness, without its margin.
#[derive(Debug)]
pub(crate) struct Print {
    /// Red, green and blue, summed from the top left: any box is four look-ups.
    sums: Vec<[u32; 3]>,
    /// Pixels across and down.
    size: [usize; 2],
    /// Left, top, right and bottom of what is drawn.
    inside: [f64; 4],
    /// The brightness of what it stands on.
    ground: f64,
    /// What is inside its margin, and the whole of it, coarsely.
    grids: [Vec<[f64; 3]>; 2],
}

/// How near two pictures are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearness {
    /// The mean difference, of 255.
    pub mean: f64,
    /// The greatest mean difference of a window, of 255.
    pub worst: f64,
    /// What compression may leave of it.
    pub allowed: f64,
}

impl Nearness {
    /// Returns whether nothing but compression tells them apart.
    pub(super) fn same(self) -> bool {
        self.worst <= self.allowed
    }

    /// Returns whether it is nearer than another: of two pictures alike on the whole, the one that no
    /// window tells apart.
    pub(super) fn nearer(self, other: Self) -> bool {
        match (self.same(), other.same()) {
            (true, false) => true,
            (false, true) => false,
            _ => self.mean < other.mean,
        }
    }
}

impl Print {
    /// Reduces a picture; none for one without anything drawn.
    pub(super) fn new(pixels: &Pixels) -> Option<Self> {
        let (width, height) = (pixels.width as usize, pixels.height as usize);
        let colours = pixels.rgb.as_chunks::<3>().0;
        // A sum of more pixels would not fit.
        if colours.len() >= (u32::MAX / 255) as usize {
            return None;
        }
        let ground = ground(colours, width, height)?;
        let inked = |at: usize| {
            colours.get(at).is_some_and(|colour| far(seen(*colour), ground) > INK)
        };
        let row = |y: &usize| (0..width).any(|x| inked(y * width + x));
        let column = |x: &usize| (0..height).any(|y| inked(y * width + x));
        let (top, bottom) = ((0..height).find(row)?, (0..height).rev().find(row)? + 1);
        let (left, right) =
            ((0..width).find(column)?, (0..width).rev().find(column)? + 1);
        if right - left < GRID || bottom - top < GRID {
            return None;
        }
        let mut sums = vec![[0; 3]; (width + 1) * (height + 1)];
        for (y, line) in colours.chunks(width).enumerate() {
            let mut run = [0_u32; 3];
            for (x, colour) in line.iter().enumerate() {
                let mut sum =
                    sums.get(y * (width + 1) + x + 1).copied().unwrap_or_default();
                for ((sum, run), value) in sum.iter_mut().zip(&mut run).zip(colour) {
                    *run += u32::from(*value);
                    *sum += *run;
                }
                if let Some(place) = sums.get_mut((y + 1) * (width + 1) + x + 1) {
                    *place = sum;
                }
            }
        }
        let inside = [left, top, right, bottom].map(|side| side as f64);
        let (size, grids) = ([width, height], Default::default());
        let mut out = Self { sums, size, inside, ground: ground[0], grids };
        out.grids = [inside, out.whole()].map(|one| out.cells((GRID, GRID), one));
        Some(out)
    }

    /// Returns whether it may stand on a ground of a colour: compression and grey leave its brightness.
    pub(super) fn stands_on(&self, colour: Colour) -> bool {
        near(colour, self.ground)
    }

    /// Returns as much of it as is compared coarsely.
    #[must_use]
    pub(super) fn small(self) -> Self {
        Self { sums: Vec::new(), ..self }
    }

    /// Returns the mean difference of two coarse prints; none where their shapes differ.
    pub(super) fn coarse(&self, other: &Self) -> Option<f64> {
        self.within(other, 0.04)
    }

    /// Returns the same of pictures whose words take more room or less.
    pub(super) fn rough(&self, other: &Self) -> Option<f64> {
        self.within(other, 0.2)
    }

    fn within(&self, other: &Self, slack: f64) -> Option<f64> {
        let boxes = [(self.inside, other.inside), (self.whole(), other.whole())];
        let grids = self.grids.iter().zip(&other.grids);
        let alike = grids
            .zip(boxes)
            .filter(|(_, (own, others))| alike(*own, *others, slack))
            .map(|((own, others), _)| mean(own, others));
        alike.min_by(f64::total_cmp)
    }

    /// Returns the mean difference of the whole of another picture from what is within a box of this one.
    pub(super) fn part(&self, place: [f64; 4], other: &Self) -> f64 {
        let [_, grid] = &other.grids;
        mean(&self.cells((GRID, GRID), place), grid)
    }

    /// Returns whether one of its four edges has the brightness of a colour.
    pub(super) fn borders_on(&self, colour: Colour) -> bool {
        let [width, height] = self.size();
        let edges = [
            [0.0, 0.0, width, 1.0],
            [0.0, height - 1.0, width, height],
            [0.0, 0.0, 1.0, height],
            [width - 1.0, 0.0, width, height],
        ];
        let light = edges.map(|edge| self.cells((1, 1), edge).first().map(|one| one[0]));
        light.into_iter().flatten().any(|light| near(colour, light))
    }

    /// Returns the pixels across and down.
    pub(super) fn size(&self) -> [f64; 2] {
        self.size.map(|side| side as f64)
    }

    /// Returns the box of the whole picture.
    fn whole(&self) -> [f64; 4] {
        [0.0, 0.0, self.size[0] as f64, self.size[1] as f64]
    }

    /// Returns where what another picture shows is in this one if neither was cut: compression may make
    /// a pale field at the margin part of it, or blank. None where their shapes differ.
    fn uncut(&self, own: &Self) -> Option<[f64; 4]> {
        let ([_, _, across, down], [_, _, width, height]) = (self.whole(), own.whole());
        let [left, top, right, bottom] = own.inside;
        let (x, y) = (across / width, down / height);
        alike(self.whole(), own.whole(), 0.02).then_some([
            left * x,
            top * y,
            right * x,
            bottom * y,
        ])
    }

    /// Finds where in this picture another one is. Compression and scaling move the edge of the margin
    /// by a pixel or two; the place where both agree best counts.
    fn laid_over(&self, own: &Self) -> Laid {
        let [left, top, right, bottom] = own.inside;
        let width = self.inside[2] - self.inside[0];
        let across = CLOSE.min((width / CELL) as usize);
        let down =
            (across as f64 * (bottom - top) / (right - left)).round().max(1.0) as usize;
        let grid = (across, down);
        let expected = own.cells(grid, own.inside);
        let trial = |place| {
            let cells = self.cells(grid, place);
            (mean(&cells, &expected), place, cells)
        };
        let mut best = trial(self.inside);
        if let Some(uncut) = self.uncut(own) {
            let found = trial(uncut);
            if found.0 < best.0 {
                best = found;
            }
        }
        for step in [1.5, 0.5, 0.25] {
            let mut moved = true;
            let mut rounds = 0;
            while moved && rounds < 2 {
                (moved, rounds) = (false, rounds + 1);
                for side in 0..4 {
                    for by in [-step, step] {
                        let mut place = best.1;
                        if let Some(edge) = place.get_mut(side) {
                            *edge += by;
                        }
                        let found = trial(place);
                        if found.0 < best.0 {
                            (best, moved) = (found, true);
                        }
                    }
                }
            }
        }
        let (least, _, cells) = best;
        Laid { grid, cells, expected, mean: least }
    }

    /// Compares two pictures closely.
    pub(super) fn close(&self, own: &Self) -> Nearness {
        let width = self.inside[2] - self.inside[0];
        let Laid { grid: (across, down), cells, expected, mean: least } =
            self.laid_over(own);
        let mut worst: f64 = 0.0;
        for y in (0..down).step_by(2) {
            for x in (0..across).step_by(2) {
                let mut sum = plus([0.0; 3], [0.0; 3], 0.0);
                let mut count = 0.0;
                for row in y..(y + SIDE).min(down) {
                    for column in x..(x + SIDE).min(across) {
                        let at = row * across + column;
                        if let (Some(a), Some(b)) = (cells.get(at), expected.get(at)) {
                            sum = plus(sum, plus(*a, *b, -1.0), 1.0);
                            count += 1.0;
                        }
                    }
                }
                worst = worst.max(far(sum, [0.0; 3]) / f64::max(count, 1.0));
            }
        }
        let allowed = WINDOW * (FULL * across as f64 / width).max(1.0);
        Nearness { mean: least, worst, allowed }
    }

    /// Weighs where two pictures that look alike differ: which of them this one shows there, from −1, the
    /// first, to 1, the other. Nought where nothing tells.
    pub(super) fn balance(&self, first: &Self, other: &Self) -> f64 {
        if first.size != other.size {
            let (near, far) = (self.close(first), self.close(other));
            return if far.nearer(near) { 1.0 } else { -1.0 };
        }
        0.5 * (self.leaning(first, other) - self.leaning(other, first))
    }

    /// The same, as one of the two lies over it.
    fn leaning(&self, first: &Self, other: &Self) -> f64 {
        let laid = self.laid_over(first);
        let others = other.cells(laid.grid, first.inside);
        let (mut sum, mut all) = (0.0, 0.0);
        for ((found, a), b) in laid.cells.iter().zip(&laid.expected).zip(&others) {
            let apart = far(*a, *b);
            if apart > APART {
                sum += far(*found, *a) - far(*found, *b);
                all += apart;
            }
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }

    /// Returns the means of a grid's cells within a box of the picture.
    fn cells(&self, (across, down): (usize, usize), within: [f64; 4]) -> Vec<[f64; 3]> {
        let [left, top, right, bottom] = within;
        let stride = self.size[0] + 1;
        let rows = self.sums.len() / stride - 1;
        let columns: Vec<Edge> = (0..=across)
            .map(|at| Edge::new(left, right, (at, across), self.size[0]))
            .collect();
        // The sums from the top left to each corner of a row of cells: the lower corners of one
        // row are the upper ones of the next.
        let corners = |at: usize| -> Vec<[f64; 3]> {
            let y = Edge::new(top, bottom, (at, down), rows);
            columns.iter().map(|x| self.until(x, &y)).collect()
        };
        let area = (right - left) / across as f64 * ((bottom - top) / down as f64);
        let mut out = Vec::with_capacity(across * down);
        let mut upper = corners(0);
        for row in 0..down {
            let lower = corners(row + 1);
            for (above, below) in upper.windows(2).zip(lower.windows(2)) {
                if let ([a, b], [c, d]) = (above, below) {
                    out.push(seen(
                        [0, 1, 2].map(|at| (d[at] - c[at] - b[at] + a[at]) / area),
                    ));
                }
            }
            upper = lower;
        }
        out
    }

    /// The sum from the top left to a point, parts of pixels by their share.
    fn until(&self, x: &Edge, y: &Edge) -> [f64; 3] {
        let stride = self.size[0] + 1;
        let at = |column: usize, row: usize| {
            self.sums.get(row * stride + column).copied().unwrap_or_default()
        };
        let (a, b) = (at(x.whole, y.whole), at(x.next, y.whole));
        let (c, d) = (at(x.whole, y.next), at(x.next, y.next));
        [0, 1, 2].map(|at| {
            let mix = |from: u32, to: u32| {
                f64::from(from) * (1.0 - x.part) + f64::from(to) * x.part
            };
            mix(a[at], b[at]) * (1.0 - y.part) + mix(c[at], d[at]) * y.part
        })
    }
}

/// One picture where it lies over another.
struct Laid {
    /// Cells across and down.
    grid: (usize, usize),
    /// What is found in each of them, and what is expected.
    cells: Vec<[f64; 3]>,
    expected: Vec<[f64; 3]>,
    /// Their mean difference.
    mean: f64,
}

/// Where the edge of a cell lies among the pixels of one direction.
struct Edge {
    /// The pixel before it, and the one after it.
    whole: usize,
    next: usize,
    /// How far it is from one to the other.
    part: f64,
}

impl Edge {
    /// The edge `at` of `of` cells between two places, within a picture of `most` pixels.
    fn new(from: f64, to: f64, (at, of): (usize, usize), most: usize) -> Self {
        let place =
            (to - from).mul_add(at as f64 / of as f64, from).clamp(0.0, most as f64);
        let whole = place.floor() as usize;
        Self { whole, next: (whole + 1).min(most), part: place - whole as f64 }
    }
}

/// Returns whether a colour may have become as bright as this.
fn near(Colour(red, green, blue): Colour, light: f64) -> bool {
    (seen([red, green, blue])[0] - light).abs() <= GROUND
}

/// Brightness, and blue and red against it: compression keeps colour more coarsely.
fn seen(colour: [impl Into<f64>; 3]) -> [f64; 3] {
    let [red, green, blue] = colour.map(Into::into);
    let light = 0.299 * red + 0.587 * green + 0.114 * blue;
    [light, 0.5 * (blue - light), 0.5 * (red - light)]
}

/// The colour of the margin: the one that most pixels of the edge have, roughly.
fn ground(colours: &[[u8; 3]], width: usize, height: usize) -> Option<[f64; 3]> {
    let mut counts: std::collections::BTreeMap<[i64; 3], (usize, [f64; 3])> =
        std::collections::BTreeMap::new();
    let edge = (0..width)
        .flat_map(|x| [x, (height - 1) * width + x])
        .chain((0..height).flat_map(|y| [y * width, y * width + width - 1]));
    for colour in edge.filter_map(|at| colours.get(at)).map(|colour| seen(*colour)) {
        let rough = colour.map(|value| (value / 16.0).round() as i64);
        let (count, sum) = counts.entry(rough).or_default();
        *count += 1;
        *sum = plus(*sum, colour, 1.0);
    }
    let (count, sum) = counts.into_values().max_by_key(|(count, _)| *count)?;
    Some(sum.map(|value| value / count as f64))
}

/// Returns whether two boxes have one shape, but for a share of it.
fn alike(a: [f64; 4], b: [f64; 4], slack: f64) -> bool {
    let shape = |[left, top, right, bottom]: [f64; 4]| (right - left) / (bottom - top);
    (1.0 - slack..1.0 + slack).contains(&(shape(a) / shape(b)))
}

fn plus(a: [f64; 3], b: [f64; 3], times: f64) -> [f64; 3] {
    let mut out = a;
    for (value, other) in out.iter_mut().zip(b) {
        *value += other * times;
    }
    out
}

fn far(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum()
}

fn mean(a: &[[f64; 3]], b: &[[f64; 3]]) -> f64 {
    let sum: f64 = a.iter().zip(b).map(|(a, b)| far(*a, *b)).sum();
    sum / a.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::Print;
    use crate::figure::Pixels;

    /// A picture with a title and a pale field that reaches further to the right.
    fn picture(field: u8, title: u32) -> Print {
        picture_of(90, field, title)
    }

    /// The same with a bar.
    fn picture_of(bar: u8, field: u8, title: u32) -> Print {
        let (width, height) = (300_u32, 160_u32);
        let colour = |at: u32| {
            let (x, y) = (at % width, at / width);
            match (x, y) {
                (20.., 20..40) if x < title && x / 3 % 2 == 0 => 20,
                (200..280, 60..140) => field,
                (20..100, 60..140) => bar,
                _ => 255,
            }
        };
        let rgb = (0..width * height).flat_map(|at| [colour(at); 3]).collect();
        Print::new(&Pixels { width, height, rgb }).unwrap()
    }

    #[test]
    fn of_two_that_look_alike_the_one_that_it_shows_is_found() {
        // Two values of grey in the bar: no window tells them apart, the sum of them does.
        let (now, then) = (picture_of(90, 200, 270), picture_of(97, 200, 270));
        let found = picture_of(96, 201, 270);
        assert!(found.close(&now).same() && found.close(&then).same());
        assert!(found.balance(&now, &then) > 0.5);
        assert!(found.balance(&then, &now) < -0.5);
        assert!(now.balance(&now, &now).abs() < f64::EPSILON);
    }

    #[test]
    fn a_pale_field_at_the_margin_is_found_where_compression_made_it_blank() {
        // 41 from the ground, and 39: within the margin of one alone.
        let (own, found) = (picture(214, 270), picture(216, 270));
        assert!(own.inside[2] > found.inside[2]);
        assert!(found.coarse(&own).is_some_and(|differs| differs < 1.0));
        assert!(found.close(&own).same());
        assert!(!picture(216, 240).close(&own).same());
    }
}
