//! Pictures that are taller than a page: a little too tall, they are set smaller; else they are cut
//! into bands between which a page may end, where no letter and no bar is cut.
//!
//! **In:** a chart as SVG, an element a line, as `figure` writes it.
//! **Out:** how it is set.
//! **Guarantees:** the bands are the whole picture, in order.

/// The width of the text, and the height of a picture that stands on a page with its words, in
/// points, on the lesser paper.
const PAGE: (f64, f64) = (459.0, 520.0);
/// How much smaller a picture may be set.
const LEAST: f64 = 0.78;
/// The least height of a band, in points.
const BAND: f64 = 110.0;

/// How a picture is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setting {
    /// As wide as the text, times this.
    Whole(f64),
    /// In bands, each from and to a part of its height, which is this many times its width.
    Bands(f64, Vec<(f64, f64)>),
}

/// Returns how a picture is set.
pub(super) fn setting(svg: &str) -> Setting {
    let head = svg.lines().next().unwrap_or_default();
    let (Some(width), Some(height)) = (number(head, " width"), number(head, " height"))
    else {
        return Setting::Whole(1.0);
    };
    let scale = PAGE.1 / (PAGE.0 * height / width);
    if scale >= LEAST {
        return Setting::Whole(scale.min(1.0));
    }
    let least = BAND * width / PAGE.0;
    let mut bands = Vec::new();
    let mut from = 0.0;
    for cut in gaps(svg) {
        if cut - from >= least && height - cut >= least {
            bands.push((from / height, cut / height));
            from = cut;
        }
    }
    bands.push((from / height, 1.0));
    // Where nothing can be cut, small letters are better than lost ones.
    let tallest = bands.iter().map(|(from, to)| to - from).fold(0.0, f64::max);
    if tallest * height / width * PAGE.0 > PAGE.1 {
        return Setting::Whole(scale);
    }
    Setting::Bands(height / width, bands)
}

/// Returns the middles of what is free of letters and marks, from top to bottom.
fn gaps(svg: &str) -> Vec<f64> {
    let mut taken: Vec<(f64, f64)> = svg.lines().filter_map(extent).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for (top, bottom) in taken {
        if end.is_finite() && top > end + 0.5 {
            out.push(f64::midpoint(end, top));
        }
        end = end.max(bottom);
    }
    out
}

/// Returns from where to where a letter or a mark reaches. Panels, lines and areas may be cut.
fn extent(line: &str) -> Option<(f64, f64)> {
    let line = line.trim_start();
    if line.starts_with("<text") {
        let (y, size) = (number(line, " y")?, number(line, " font-size")?);
        let long = number(line, " textLength").unwrap_or_default();
        let half = if line.contains("rotate") { long / 2.0 } else { 0.0 };
        return Some((y - 0.85 * size - half, y + 0.3 * size + half));
    }
    if line.starts_with("<rect") {
        let (y, height) = (number(line, " y")?, number(line, " height")?);
        return (height < 60.0).then_some((y, y + height));
    }
    if line.starts_with("<circle") {
        let (y, r) = (number(line, " cy")?, number(line, " r")?);
        return Some((y - r, y + r));
    }
    None
}

/// Returns the number of an attribute.
fn number(element: &str, name: &str) -> Option<f64> {
    let (_, rest) = element.split_once(&format!("{name}=\""))?;
    rest.split_once('"')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Setting;
    use super::setting;

    fn bars(count: usize) -> String {
        let height = count * 28 + 10;
        let mut out = format!(
            "<svg viewBox=\"0 0 680 {height}\" width=\"680\" height=\"{height}\">\n"
        );
        for at in 0..count {
            let y = 9.5 + 28.0 * at as f64;
            out.push_str(&format!(
                "<text x=\"2\" y=\"{}\" font-size=\"13\">A</text>\n",
                y + 13.0
            ));
            out.push_str(&format!(
                "<rect x=\"68\" y=\"{y}\" width=\"90\" height=\"17\"/>\n"
            ));
        }
        out + "</svg>"
    }

    #[test]
    fn a_picture_that_a_page_holds_is_as_wide_as_the_text() {
        assert_eq!(setting(&bars(20)), Setting::Whole(1.0));
    }

    #[test]
    fn one_a_little_too_tall_is_set_smaller() {
        let Setting::Whole(scale) = setting(&bars(32)) else { panic!("cut") };
        assert!((0.78..1.0).contains(&scale), "{scale}");
    }

    #[test]
    fn a_tall_one_is_cut_between_its_bars_and_loses_none() {
        let Setting::Bands(_, bands) = setting(&bars(60)) else { panic!("whole") };
        assert!(bands.len() > 5);
        assert_eq!((bands[0].0, bands[bands.len() - 1].1), (0.0, 1.0));
        assert!(bands.windows(2).all(|two| two[0].1.total_cmp(&two[1].0).is_eq()));
        for (_, cut) in bands.iter().take(bands.len() - 1) {
            let y = cut * (60.0 * 28.0 + 10.0);
            let within = (y - 9.5) % 28.0;
            assert!(within > 17.0, "a bar is cut at {y}");
        }
    }
}
