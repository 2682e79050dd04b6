//! The pictures of the specimen, drawn by rule: no place and no person is shown.

/// The colours of walls, from those of the report.
const WALLS: [&str; 5] = ["#c9d6e2", "#e9d8c4", "#b7c9b8", "#d9c3c0", "#d8d3e0"];
/// The colours of roofs.
const ROOFS: [&str; 4] = ["#12436d", "#7a4a3a", "#3f5d4a", "#5b5470"];

/// A row of numbers that looks like chance and is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn svg(width: u32, height: u32, inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n{inner}</svg>\n"
    )
}

fn rect(x: u64, y: u64, width: u64, height: u64, fill: &str) -> String {
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>\n"
    )
}

/// A street of houses under a wide sky.
fn street() -> String {
    let mut dice = Dice(2025);
    let mut out = rect(0, 0, 1600, 700, "#e8f0f6");
    out += "<circle cx=\"1310\" cy=\"150\" r=\"64\" fill=\"#f3d9a4\"/>\n";
    out += "<path d=\"M0 470 Q300 380 620 450 T1600 400 V700 H0 Z\" fill=\"#cfdccf\"/>\n";
    let mut x = 20;
    while x < 1560 {
        let (width, height) = (92 + 8 * dice.roll(6), 120 + 20 * dice.roll(5));
        let (wall, roof) = (WALLS[dice.roll(5) as usize], ROOFS[dice.roll(4) as usize]);
        let top = 590 - height;
        out += &rect(x, top, width, height, wall);
        out += &format!(
            "<path d=\"M{} {top} L{} {} L{} {top} Z\" fill=\"{roof}\"/>\n",
            x - 8,
            x + width / 2,
            top - 50,
            x + width + 8
        );
        for floor in 0..(height - 60) / 44 {
            for window in 0..2 {
                let lit = if dice.roll(4) == 0 { "#f6e3ae" } else { "#6f8aa3" };
                let left = x + 16 + window * (width - 58);
                out += &rect(left, top + 16 + 44 * floor, 26, 28, lit);
            }
        }
        out += &rect(x + width / 2 - 11, 546, 22, 44, roof);
        x += width + 6;
    }
    out += &rect(0, 590, 1600, 26, "#b9bec4");
    out += &rect(0, 616, 1600, 84, "#8b939c");
    for tree in 0..9 {
        let x = 90 + 178 * tree + dice.roll(40);
        out += &rect(x - 4, 530, 8, 74, "#6a4d3b");
        out += &format!(
            "<circle cx=\"{x}\" cy=\"505\" r=\"{}\" fill=\"#5f8a62\"/>\n",
            34 + dice.roll(14)
        );
    }
    svg(1600, 700, &out)
}

/// A market hall with an open door.
fn hall() -> String {
    let mut out = rect(0, 0, 1200, 560, "#eef2f5");
    out += &rect(0, 470, 1200, 90, "#b9bec4");
    out += &rect(170, 210, 860, 260, "#e9d8c4");
    out += "<path d=\"M140 210 L600 70 L1060 210 Z\" fill=\"#7a4a3a\"/>\n";
    out += "<circle cx=\"600\" cy=\"155\" r=\"30\" fill=\"#eef2f5\"/>\n";
    for bay in 0..7 {
        let x = 200 + 116 * bay;
        let fill = if bay == 3 { "#2f3b46" } else { "#6f8aa3" };
        out += &format!(
            "<path d=\"M{x} 470 V320 Q{} 260 {} 320 V470 Z\" fill=\"{fill}\"/>\n",
            x + 42,
            x + 84
        );
        if bay != 3 {
            for (at, fruit) in ["#c8553d", "#d9a441", "#5f8a62"].into_iter().enumerate() {
                out += &rect(x + 6 + 25 * at as u64, 436, 22, 34, fruit);
            }
        }
    }
    svg(1200, 560, &out)
}

/// A head and shoulders that are nobody's.
fn person(ground: &str, coat: &str) -> String {
    let inner = format!(
        "{}<path d=\"M60 400 Q60 270 200 270 T340 400 Z\" fill=\"{coat}\"/>\n<circle cx=\"200\" cy=\"180\" r=\"78\" fill=\"#c9a88b\"/>\n",
        rect(0, 0, 400, 400, ground)
    );
    svg(400, 400, &inner)
}

/// Returns the pictures by name.
pub(crate) fn draw() -> Vec<(&'static str, String)> {
    vec![
        ("street.svg", street()),
        ("hall.svg", hall()),
        ("resident.svg", person("#d3e1ee", "#12436d")),
        ("trader.svg", person("#efe3d2", "#7a4a3a")),
    ]
}
