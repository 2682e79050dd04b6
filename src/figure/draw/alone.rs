//! A figure as a picture of its own, with its words above and below the chart or, where a
//! flat picture leaves too little height for both, beside it.
//!
//! In a picture of a given size the whole chart is tried first, in the smallest letters that
//! may be; then less and less of it ([`Less`]). Where there is room to spare, letters grow.

use crate::figure::draw::Texts;
use crate::figure::draw::around::Around;
use crate::figure::draw::less::Less;
use crate::figure::draw::size::Frame;
use crate::figure::place::Area;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;

/// How much of its natural height a plot must have before letters grow.
const ENOUGH: f64 = 0.9;
/// The most by which letters grow.
const LARGEST: f64 = 0.7;
/// From one size of letters to the next.
const STEP: f64 = 1.06;
/// How much wider than high a picture is whose words may stand beside the chart.
const FLAT: f64 = 1.5;
/// The parts of a width that words beside a chart may take.
const SHARES: [f64; 3] = [0.32, 0.38, 0.45];
/// Room between words and chart, side by side.
const GUTTER: f64 = 24.0;

/// One way to arrange words and chart.
struct Arranged<'a> {
    size: (f64, f64),
    words: Around,
    chart: Less<'a>,
    area: Area,
    /// The height of the plot against what looks right.
    ease: f64,
    /// How many names under the plot have no room.
    nameless: usize,
}

impl<'a> Arranged<'a> {
    /// Words above and below the chart; nothing where the height is too small for that.
    fn stacked(
        less: &Less<'a>,
        texts: &Texts,
        frame: Frame,
        look: &Look,
    ) -> Option<Self> {
        let edge = look.theme.space.edge;
        let w = frame.width - 2.0 * edge;
        let (nameless, chart) = (less.nameless(look, w), less.across(look, w));
        let words = chart.around(look, texts, (w, w), frame);
        let need = chart.need(look, w);
        let free = frame.height.map(|height| height - words.top - words.bottom);
        let h = free.map_or(need.natural, |free| free.min(need.most));
        let tall = frame.height.unwrap_or(words.top + h + words.bottom);
        (h >= need.least || frame.height.is_none()).then(|| Self {
            size: (frame.width, tall),
            area: Area { x: edge, y: words.top, w, h },
            words,
            chart,
            ease: h / need.natural,
            nameless,
        })
    }

    /// The finding in a column at the left of the chart, the other words under it or, over
    /// the whole width, at the foot.
    fn beside(
        less: &Less<'a>,
        texts: &Texts,
        frame: Frame,
        look: &Look,
        (share, foot): (f64, bool),
    ) -> Option<Self> {
        let height = frame.height.filter(|height| frame.width > height * FLAT)?;
        let edge = look.theme.space.edge;
        let (whole, column) = (frame.width - 2.0 * edge, frame.width * share);
        let widths = (column, if foot { whole } else { column });
        let x = edge + column + GUTTER;
        let w = frame.width - x - edge;
        let (nameless, chart) = (less.nameless(look, w), less.across(look, w));
        let words = chart.around(look, texts, widths, frame);
        let need = chart.need(look, w);
        let top = words.under_band + edge;
        let free = height - top - if foot { words.bottom } else { edge };
        let h = free.min(need.most);
        let fits = h >= need.least && words.top + words.bottom <= height;
        fits.then(|| Self {
            size: (frame.width, height),
            words,
            chart,
            area: Area { x, y: top + (free - h) / 2.0, w, h },
            ease: h / need.natural,
            nameless,
        })
    }

    /// The first arrangement that leaves the plot high enough and all names under it, else of those
    /// that leave out the fewest names the one with the highest plot.
    fn best(less: &Less<'a>, texts: &Texts, frame: Frame, look: &Look) -> Option<Self> {
        let beside = [false, true]
            .into_iter()
            .flat_map(|foot| SHARES.map(|share| (share, foot)))
            .map(|column| Self::beside(less, texts, frame, look, column));
        let mut best: Option<Self> = None;
        for found in
            std::iter::once_with(|| Self::stacked(less, texts, frame, look)).chain(beside)
        {
            let Some(found) = found else { continue };
            if found.ease >= ENOUGH && found.nameless == 0 {
                return Some(found);
            }
            let better = |best: &Self| {
                let fewer = found.nameless.cmp(&best.nameless);
                fewer.is_lt() || fewer.is_eq() && found.ease > best.ease
            };
            if best.as_ref().is_none_or(better) {
                best = Some(found);
            }
        }
        best
    }

    /// Paints it in each look.
    fn paint(&self, looks: &[Look]) -> Vec<Svg> {
        let (width, height) = self.size;
        let page = |look: &Look| {
            let svg = Svg::new(width, height, look);
            self.words.paint(&svg, look.theme.space.edge, height - self.words.bottom);
            self.chart.paint(&svg, self.area);
            svg
        };
        looks.iter().map(page).collect()
    }
}

/// The most of a chart that fits a frame, and that frame: with words that take their room, or else little of it.
fn most<'a>(
    chart: &'a Chart,
    texts: &Texts,
    frame: Frame,
    look: &Look,
) -> (Less<'a>, Frame) {
    let found = |less: &Less<'a>| -> Option<Frame> {
        let nameless =
            |frame| Arranged::best(less, texts, frame, look).map(|best| best.nameless);
        let usual = nameless(frame);
        if usual == Some(0) || frame.height.is_none() {
            return usual.map(|_| frame);
        }
        let better = nameless(frame.tight())
            .filter(|tight| usual.is_none_or(|usual| *tight < usual));
        better.map(|_| frame.tight()).or(usual.map(|_| frame))
    };
    let whole = Less::of(chart);
    if let Some(frame) = found(&whole) {
        return (whole, frame);
    }
    // The less is shown, the more surely it fits.
    let levels: Vec<Less<'a>> = (1..).map_while(|level| Less::at(chart, level)).collect();
    let first = levels.partition_point(|less| found(less).is_none());
    let less = levels.get(first).or(levels.last()).cloned().unwrap_or(whole);
    let frame = found(&less).unwrap_or(frame);
    (less, frame)
}

/// Lays a figure out for a picture of its own, and paints it in each look. What does not fit however little is
/// shown is drawn smaller, step by step; nothing is cut.
pub(super) fn alone<'a>(
    chart: &'a Chart,
    texts: &Texts,
    frame: Frame,
    looks: &[Look],
) -> Vec<Svg> {
    let Some(look) = looks.first() else { return Vec::new() };
    let (less, frame) = most(chart, texts, frame, look);
    let best = |less: &Less<'a>, factor: f64| {
        Arranged::best(less, texts, frame.times(factor), look)
    };
    let larger: Vec<f64> = std::iter::successors(Some(LARGEST), |f| Some(f * STEP))
        .take_while(|factor| frame.larger && *factor < 1.0)
        .collect();
    let usual = best(&less, 1.0).map_or(usize::MAX, |best| best.nameless);
    let roomy = |factor: f64| {
        let best = best(&less, factor)?;
        (best.ease >= ENOUGH && best.nameless <= usual).then_some(best)
    };
    let first = larger.partition_point(|factor| roomy(*factor).is_none());
    if let Some(larger) = larger.get(first).and_then(|factor| roomy(*factor)) {
        return larger.paint(looks);
    }
    let smaller = std::iter::successors(Some(1.0), |factor| Some(factor * STEP));
    let mut smaller = smaller.take_while(|factor| *factor < 4.0);
    if let Some(smaller) = smaller.find_map(|factor| best(&less, factor)) {
        return smaller.paint(looks);
    }
    // So much as this never fits a picture of one shape.
    let free = Frame { height: None, ..frame.times(4.0) };
    match Arranged::stacked(&less, texts, free, look) {
        Some(arranged) => arranged.paint(looks),
        None => looks.iter().map(|look| Svg::new(frame.width, 0.0, look)).collect(),
    }
}
