//! Maps: from files of boundaries to pictures, and what is refused on the way.

use crate::harness::Project;
use reissue::figure::Look;
use reissue::figure::Placement;
use reissue::figure::Texts;
use reissue::figure::Variant;
use reissue::figure::describe;
use reissue::figure::draw;
use reissue::geography::Format as Boundary;
use reissue::geography::Wanted;
use reissue::geography::read;
use reissue::geography::sheet;
use reissue::model::chart::Chart;
use reissue::model::chart::FigureKind;
use reissue::model::format::Format;
use reissue::model::format::Unit;
use reissue::model::geography::Boundaries;
use reissue::model::geography::Class;
use reissue::model::geography::Inset;
use reissue::model::geography::Map;
use reissue::model::geography::MapStyle;
use reissue::model::geography::Outline;
use reissue::model::geography::Purpose;
use reissue::model::theme::Theme;
use resvg::usvg::roxmltree::Document;
use std::io::Cursor;
use std::io::Write as _;
use std::sync::Arc;

/// A square of areas in metres whose borders wander, many points to a side.
fn many(side: usize, detail: usize) -> Boundaries {
    let noise = |at: usize, other: usize| {
        let mixed =
            (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ ((other as u64) << 7);
        (mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as f64 / f64::from(1_u32 << 24)
            - 0.5
    };
    let place = |x: usize, y: usize| {
        let step = 1000.0 / detail as f64;
        let (u, v) = (x as f64 * step, y as f64 * step);
        let wander = 0.9 * step;
        (200_000.0 + u + wander * noise(x, y), 200_000.0 + v + wander * noise(y + 7, x))
    };
    let ring = |column: usize, row: usize| {
        let (left, top) = (column * detail, row * detail);
        let (right, bottom) = (left + detail, top + detail);
        let mut points = Vec::new();
        points.extend((left..right).map(|x| place(x, top)));
        points.extend((top..bottom).map(|y| place(right, y)));
        points.extend((left + 1..=right).rev().map(|x| place(x, bottom)));
        points.extend((top + 1..=bottom).rev().map(|y| place(left, y)));
        points
    };
    let rings = (0..side * side).map(|at| vec![ring(at % side, at / side)]);
    Boundaries {
        rings: rings.collect(),
        crs: Some("EPSG:27700".to_owned()),
        ..Boundaries::default()
    }
}

/// A map of many areas with values in five classes.
fn choropleth(boundaries: Boundaries) -> Chart {
    let sheet = sheet(boundaries, Wanted::default()).unwrap();
    let key = |at: usize| format!("a{at}");
    let count = sheet.areas.len();
    let areas = sheet.areas.iter().zip(&sheet.middles).enumerate();
    let areas = areas.map(|(at, (rings, middle))| Outline {
        key: key(at),
        name: key(at),
        group: String::new(),
        rings: rings.clone(),
        at: middle.unwrap(),
    });
    let classes = (0..5_u8).map(|at| Class {
        from: f64::from(at) * 20.0,
        to: f64::from(at) * 20.0 + 20.0,
        step: 6 + at,
    });
    let map = Map {
        resource: "areas".to_owned(),
        style: MapStyle::Choropleth,
        areas: areas.collect(),
        classes: classes.collect(),
        method: "breaks: quantiles".to_owned(),
        projection: sheet.projection,
        unit: sheet.unit,
        chains: sheet.chains,
        ..Map::default()
    };
    let values = (0..count).map(|at| (key(at), (at * 7919 % 1000) as f64 / 10.0));
    let mut chart =
        Chart::new(FigureKind::new("map"), Format::of(Unit::Percent).decimals(1))
            .series("", values);
    chart.map = Some(Arc::new(map));
    chart
}

#[test]
fn seven_thousand_areas_are_a_picture_of_less_than_300_kilobytes() {
    let chart = choropleth(many(84, 12));
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    assert_eq!(chart.map.as_ref().unwrap().areas.len(), 7056);
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
    // All areas of a class are one shape.
    assert!(svg.matches("<path").count() < 20);
    // Each has its place, at which a page says its row of the table.
    let (_, at) = svg.split_once("data-names=\"1\"").unwrap();
    let (at, _) = at.split_once("data-at=\"").unwrap().1.split_once('"').unwrap();
    assert_eq!(at.split(',').filter(|place| !place.is_empty()).count(), 7056);
}

#[test]
fn each_area_of_a_map_has_its_words_at_the_pointer_and_the_keyboard_once() {
    let drawn = |style| {
        let mut chart = choropleth(many(3, 4));
        Arc::make_mut(chart.map.as_mut().unwrap()).style = style;
        let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
        let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
        let discs = svg.split_once("class=\"values\"").map_or("", |(_, discs)| discs);
        let areas = svg.matches("class=\"areas\"").count();
        (areas, discs.matches("<circle").count(), svg.matches("<title>a4: 67.6%").count())
    };
    assert_eq!(drawn(MapStyle::Choropleth), (1, 0, 1));
    assert_eq!(drawn(MapStyle::Hexes), (9, 0, 1));
    // Discs over circles and dots, and the words of the land around them; zero has no circle.
    assert_eq!(drawn(MapStyle::Symbols), (0, 8, 2));
    assert_eq!(drawn(MapStyle::Dots), (0, 9, 2));
}

/// The places of all paths of areas in a picture: the scale that they are drawn in, and points.
fn places(svg: &str) -> Vec<(f64, f64)> {
    let page = Document::parse(svg).unwrap();
    let groups = page.descendants().filter(|node| node.has_attribute("fill-rule"));
    let mut out = Vec::new();
    for group in groups {
        let scale = group.attribute("transform").unwrap();
        let scale: f64 = scale[6..scale.len() - 1].parse().unwrap();
        for path in group.children().filter(|node| node.has_tag_name("path")) {
            for ring in path.attribute("d").unwrap().split('M').skip(1) {
                let (start, steps) = ring.split_once('l').unwrap();
                let (x, y) = start.split_once(' ').unwrap();
                let mut at: (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                out.push((at.0 * scale, at.1 * scale));
                let steps = steps.trim_end_matches('z').replace('-', " -");
                let steps: Vec<f64> =
                    steps.split_whitespace().map(|step| step.parse().unwrap()).collect();
                for step in steps.chunks(2) {
                    at = (at.0 + step[0], at.1 + step[1]);
                    out.push((at.0 * scale, at.1 * scale));
                }
            }
        }
    }
    out
}

/// The first corners of the hexagons of an area, in the order in which they are drawn.
fn corners(svg: &str, key: &str) -> Vec<(f64, f64)> {
    let title = format!("<title>{key}:");
    let before = svg.split(&title).map(|text| text.rsplit("d=\"M").next().unwrap());
    let mut before: Vec<&str> = before.collect();
    before.pop();
    let corner = |text: &str| -> (f64, f64) {
        let (x, y) = text.split('L').next().unwrap().split_once(' ').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    before.into_iter().map(corner).collect()
}

#[test]
fn hexagons_of_an_inset_stand_to_one_another_as_they_do_on_the_map() {
    let mut chart = choropleth(many(6, 4));
    let keys = ["a0", "a1", "a8", "a14", "a28"];
    let map = Arc::make_mut(chart.map.as_mut().unwrap());
    map.style = MapStyle::Hexes;
    map.insets = vec![Inset {
        label: "Some".to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        purpose: Purpose::Zoom,
    }];
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    let places = keys.map(|key| corners(&svg, key));
    let apart = |at: usize, of: usize| {
        let ((x0, y0), (x1, y1)) = (places[0][at], places[of][at]);
        (x1 - x0, y1 - y0)
    };
    let larger = apart(1, 4).1 / apart(0, 4).1;
    for (of, key) in keys.iter().enumerate().skip(1) {
        let ((x, y), (inset_x, inset_y)) = (apart(0, of), apart(1, of));
        let off = (x * larger - inset_x).abs().max((y * larger - inset_y).abs());
        assert!(off < 0.5, "{key}: {off}");
    }
}

#[test]
fn an_inset_shows_what_lies_in_its_frame_and_the_map_shows_where_that_is() {
    let with = |insets: &[Inset], shown: &[&str]| {
        let mut chart = choropleth(many(6, 8));
        let map = Arc::make_mut(chart.map.as_mut().unwrap());
        map.insets = insets.to_vec();
        map.shown = shown.iter().map(|key| (*key).to_owned()).collect();
        chart
    };
    let svg_of = |chart: &Chart| {
        let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
        draw(chart, &Texts::default(), Placement::OnPage, &look)
    };
    let inset = |label: &str, keys: &[&str], purpose| Inset {
        label: label.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        purpose,
    };
    // The frames: closed lines of four corners, in the colour of borders and of words.
    let frames = |svg: &str| {
        let page = Document::parse(svg).unwrap();
        let mut out: Vec<[f64; 4]> = Vec::new();
        for node in page.descendants().filter(|node| node.has_tag_name("path")) {
            let class = node.attribute("class").unwrap_or_default();
            let line = node.attribute("d").unwrap();
            if matches!(class, "k-ink" | "k-base") && line.matches('L').count() == 4 {
                let corner = |text: &str| -> (f64, f64) {
                    let (x, y) = text.split_once(' ').unwrap();
                    (x.parse().unwrap(), y.parse().unwrap())
                };
                let corners: Vec<_> = line[1..].split('L').map(corner).collect();
                out.push([corners[0].0, corners[0].1, corners[2].0, corners[2].1]);
            }
        }
        out
    };
    let chart = with(&[inset("The middle", &["a14", "a15"], Purpose::Zoom)], &[]);
    let svg = svg_of(&chart);
    // Those two, and what lies around them, a second time; the mark, and the frame.
    assert_eq!(svg.matches("<title>a14:").count(), 2);
    assert_eq!(svg.matches("<title>a8:").count(), 2);
    assert_eq!(svg.matches("<title>a0:").count(), 1);
    let [mark, frame] = frames(&svg)[..] else { panic!("{:?}", frames(&svg)) };
    let whole = svg_of(&with(&[], &[]));
    assert!(places(&svg).len() > places(&whole).len() + 20);
    for (x, y) in places(&svg) {
        assert!(
            x < frame[0] - 1.0
                || (x > frame[0] - 0.2
                    && x < frame[2] + 0.2
                    && y > frame[1] - 0.2
                    && y < frame[3] + 0.2),
            "{x} {y} {frame:?}"
        );
    }
    let share = |[left, top, right, bottom]: [f64; 4]| (right - left) / (bottom - top);
    assert!((share(mark) - share(frame)).abs() < 0.05, "{mark:?} {frame:?}");
    let alt = describe(&chart, &Texts::default()).alt;
    assert!(alt.contains("An inset, “The middle”, shows 2 areas larger."), "{alt}");
    // Two have letters.
    let two = [
        inset("The west", &["a12"], Purpose::Zoom),
        inset("The east", &["a17"], Purpose::Zoom),
    ];
    let svg = svg_of(&with(&two, &[]));
    for words in [">A<", ">B<", ">A: The west<", ">B: The east<"] {
        assert_eq!(svg.matches(words).count(), 1, "{words}");
    }
    // Where the map lies among all boundaries.
    let mut chart =
        with(&[inset("In the country", &[], Purpose::Overview)], &["a14", "a15"]);
    for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.points.retain(|point| ["a14", "a15"].contains(&point.key.as_str()));
    }
    let svg = svg_of(&chart);
    assert_eq!(frames(&svg).len(), 2);
    assert_eq!(svg.matches("<title>a0</title>").count(), 1);
    assert_eq!(svg.matches("<title>a14:").count(), 2);
    let alt = describe(&chart, &Texts::default()).alt;
    assert!(
        alt.contains(
            "An inset, “In the country”, shows where these 2 areas lie among 36."
        ),
        "{alt}"
    );
}

#[test]
#[ignore = "a time limit, for the profile of releases"]
fn thirty_five_thousand_areas_are_drawn_in_two_seconds() {
    let boundaries = many(187, 12);
    let begun = std::time::Instant::now();
    let chart = choropleth(boundaries);
    let made = begun.elapsed();
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    let drawn = begun.elapsed();
    assert!(
        drawn.as_secs_f64() < 2.0,
        "{made:?} for the sheet, {drawn:?} with the picture"
    );
    assert!(svg.len() < 1_500_000, "{} bytes", svg.len());
}

const SQUARES: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"district": "Ash", "name": "Ash Town"},
 "geometry": {"type": "Polygon", "coordinates": [[[0,1],[1,1],[1,2],[0,2],[0,1]]]}},
{"type": "Feature", "properties": {"district": "Elm", "name": "Elm Town"},
 "geometry": {"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,2],[1,1]]]}}
]}"#;

#[test]
fn the_same_areas_are_read_from_every_format() {
    let topology = r#"{"type": "Topology", "arcs": [[[1,1],[1,2]], [[1,2],[0,2],[0,1],[1,1]],
        [[1,1],[2,1],[2,2],[1,2]]], "objects": {"areas": {"type": "GeometryCollection",
        "geometries": [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"district": "Ash", "name": "Ash Town"}},
        {"type": "Polygon", "arcs": [[2, -1]], "properties": {"district": "Elm", "name": "Elm Town"}}]}}}"#;
    let shapes = archive();
    let found = [
        read(Boundary::GeoJson, SQUARES.as_bytes()).unwrap(),
        read(Boundary::TopoJson, topology.as_bytes()).unwrap(),
        read(Boundary::Shapefile, &shapes).unwrap(),
    ];
    for boundaries in found {
        assert_eq!(boundaries.header, ["district", "name"]);
        assert_eq!(boundaries.cell(1, 1), Some("Elm Town"));
        let crs = boundaries.crs.is_none().then_some("EPSG:4326");
        let sheet = sheet(boundaries, Wanted { crs, projection: None }).unwrap();
        // A border of two areas is one chain.
        assert_eq!(sheet.chains.len(), 3);
        assert_eq!(sheet.projection, "equal-area projection about 2° N, 1° E");
    }
}

/// The two squares as a zipped Shapefile.
fn archive() -> Vec<u8> {
    use shapefile::Point;
    use shapefile::Polygon;
    use shapefile::PolygonRing;
    use shapefile::dbase::TableWriterBuilder;
    let (mut shp, mut shx, mut dbf) =
        (Cursor::new(Vec::new()), Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    {
        let table = TableWriterBuilder::new()
            .add_character_field("district".try_into().unwrap(), 20)
            .add_character_field("name".try_into().unwrap(), 20)
            .build_with_dest(&mut dbf);
        let shapes = shapefile::ShapeWriter::with_shx(&mut shp, &mut shx);
        let mut writer = shapefile::Writer::new(shapes, table);
        for (west, code, name) in [(0.0, "Ash", "Ash Town"), (1.0, "Elm", "Elm Town")] {
            let corner = |x: f64, y: f64| Point { x: west + x, y };
            let ring = vec![
                corner(0.0, 1.0),
                corner(0.0, 2.0),
                corner(1.0, 2.0),
                corner(1.0, 1.0),
                corner(0.0, 1.0),
            ];
            let mut record = shapefile::dbase::Record::default();
            record.insert("district".to_owned(), Some(code.to_owned()).into());
            record.insert("name".to_owned(), Some(name.to_owned()).into());
            let polygon = Polygon::new(PolygonRing::Outer(ring));
            writer.write_shape_and_record(&polygon, &record).unwrap();
        }
    }
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let prj = b"GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]".to_vec();
    let parts = [
        ("areas.shp", shp.into_inner()),
        ("areas.dbf", dbf.into_inner()),
        ("areas.prj", prj),
    ];
    for (name, bytes) in parts {
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The starter with a map of its districts.
fn mapped(boundaries: &str) -> Project {
    let project = Project::starter();
    let package = project.read("data/datapackage.yaml");
    let resource = "  - name: outlines
    path: outlines.geojson
    sources: [{title: A made-up survey}]
    schema:
      primaryKey: [district]
      fields: [{name: district}, {name: name}]
";
    project.file("data/datapackage.yaml", format!("{package}{resource}"));
    project.file("data/outlines.geojson", boundaries);
    project.file(
        "report/figures.yaml",
        "figures:
  trees_index:
    kind: map
    headline: Trees
    subtitle: Street trees in each district, mean
    data: by_district
    x: district
    boundaries: outlines
    names: name
    source: Made up
",
    );
    let statistics = project.read("report/statistics.yaml");
    let block = "
  by_district:
    kind: level
    title: Street trees
    frame: panel
    measure: trees
    by: [district]
";
    project.file("report/statistics.yaml", format!("{}{block}", statistics.trim_end()));
    project
}

#[test]
fn values_without_an_area_and_areas_without_a_value_are_counted_and_named() {
    let project = mapped(SQUARES);
    let ran = project.run(&["check"]);
    let message = ran.err.lines().find(|line| line.starts_with("error[R0693]")).unwrap();
    assert!(message.contains("values of"), "{message}");
    assert!(message.contains("2 areas have no value: `Ash` and `Elm`"), "{message}");
    assert_ne!(ran.code, 0);
}

#[test]
fn keys_that_differ_only_in_blanks_or_capital_letters_are_told() {
    for (from, to, what) in [
        (
            "\"D1\"",
            "\"D1 \"",
            "`D1` of the data and `D1 ` of the boundaries differ only in blanks at their ends: write them alike in one of the files",
        ),
        (
            "\"D1\"",
            "\"d1\"",
            "`D1` of the data and `d1` of the boundaries differ only in capital letters or blanks at their ends: write them alike in one of the files",
        ),
    ] {
        let err = mapped(&eight().replace(from, to)).run(&["check"]).err;
        assert!(err.contains("error[R0693]") && err.contains(what), "{err}");
    }
}

#[test]
fn two_areas_of_one_key_and_a_reference_system_that_cannot_be_are_refused() {
    let project = mapped(&SQUARES.replace("\"Elm\"", "\"Ash\""));
    assert!(project.run(&["check"]).err.contains("error[R0203]"));
    let project = mapped(&SQUARES.replace("[1,1]", "[1000,1]"));
    let err = project.run(&["check"]).err;
    assert!(
        err.contains("the file does not say its coordinate reference system, and coordinates such as (0, 1) are no degrees"),
        "{err}"
    );
}

/// Eight districts side by side.
fn eight() -> String {
    let squares: String = (1..=8)
        .map(|number| {
            let (left, right) = (number - 1, number);
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"district\":\"D{number}\",\"name\":\"District {number}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{left},0],[{right},0],[{right},1],[{left},1],[{left},0]]]}}}}"
            )
        })
        .collect::<Vec<_>>()
        .join(",");
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{squares}]}}")
}

/// The first line of each finding of a check of the starter with a map of eight districts.
fn found(change: impl FnOnce(&Project)) -> Vec<String> {
    let project = mapped(&eight());
    change(&project);
    let ran = project.run(&["check"]);
    let lines = ran.err.lines().filter(|line| line.contains("[R069"));
    lines.map(str::to_owned).collect()
}

#[test]
fn what_is_wrong_with_a_map_is_said_in_words() {
    let figure = "report/figures.yaml";
    let outlines = "data/outlines.geojson";
    assert_eq!(
        found(|_| ()),
        [
            "warning[R0697]: colours on areas of different size show rates, and these values are counts"
        ]
    );
    let found = |change: &dyn Fn(&Project)| -> Vec<String> {
        found(|project| {
            project.replace(
                figure,
                "    kind: map\n",
                "    kind: map\n    style: symbols\n",
            );
            change(project);
        })
    };
    assert_eq!(found(&|_| ()), Vec::<String>::new());
    assert_eq!(
        found(&|project| {
            project.file(outlines, "{}");
        }),
        [
            "error[R0690]: cannot read boundaries from `data/outlines.geojson`: missing field `type` at line 1 column 2"
        ]
    );
    assert_eq!(
        found(&|project| {
            project.replace(outlines, "[1,1]", "[1000,1]");
        }),
        [
            "error[R0691]: boundaries `outlines`: the file does not say its coordinate reference system, and coordinates such as (0, 0) are no degrees"
        ]
    );
    assert_eq!(
        found(&|project| {
            project.replace(outlines, "\"D8\"", "\"E8\"");
        }),
        [
            "error[R0693]: 1 value of 8 has no area in `data/outlines.geojson`: `D8`; 1 area has no value: `E8`"
        ]
    );
    assert_eq!(
        found(&|project| {
            project.replace(
                "report/figures.yaml",
                "    x: district\n",
                "    x: district\n    only: [D1, D2, D3, D4, D5, D6, D7]\n",
            );
        }),
        ["warning[R0692]: 1 area of 8 has no value: District 8"]
    );
    assert_eq!(
        found(&|project| {
            project.replace(
                figure,
                "    style: symbols\n",
                "    classes: {breaks: [3, 2]}\n",
            );
        }),
        ["error[R0694]: these breaks make no classes"]
    );
    assert_eq!(
        found(&|project| {
            project.replace(
                outlines,
                "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]",
                "[[[0,0],[1,1],[1,0],[0,1],[0,0]]]",
            );
        }),
        [
            "warning[R0695]: 1 outline of `data/outlines.geojson` crosses itself: District 1"
        ]
    );
    assert_eq!(
        found(&|project| {
            project.replace(
                "data/datapackage.yaml",
                "    sources: [{title: A made-up survey}]\n",
                "",
            );
            project.replace("data/datapackage.yaml", "licenses:\n  - name: CC0-1.0\n    path: https://creativecommons.org/publicdomain/zero/1.0/\n", "");
        }),
        ["warning[R0696]: boundaries `outlines` have neither a source nor a licence"]
    );
    let chosen = |lines: &'static str| {
        found(&|project| {
            project.replace(figure, "    style: symbols\n", lines);
        })
    };
    assert_eq!(
        chosen("    style: symbols\n    areas: [D1, D2]\n"),
        [
            "error[R0693]: 6 values of 8 lie outside the `areas:` of the map: District 3, District 4, District 5, District 6, District 7 and 1 more"
        ]
    );
    let of = |lines: &str| -> Vec<String> {
        let project = mapped(&eight());
        project.replace(figure, "    kind: map\n", &format!("    kind: map\n{lines}"));
        let ran = project.run(&["check"]);
        ran.err
            .lines()
            .filter(|line| line.starts_with("error"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        of("    style: symbols\n    insets: [{label: All}]\n"),
        ["error[R0401]: the inset shows all areas, as the map does"]
    );
    assert_eq!(
        of("    style: symbols\n    insets: [{label: None, moved: true}]\n"),
        ["error[R0401]: an inset that is moved has areas"]
    );
    assert_eq!(
        of(
            "    style: symbols\n    areas: [D1]\n    only: [D1]\n    insets: [{label: Two, areas: [D2]}]\n"
        ),
        ["error[R0401]: `D2` is in the inset, but not among the `areas:` of the map"]
    );
}

#[test]
fn areas_that_cover_the_same_ground_are_told() {
    // The first district again, over half of the second.
    assert_eq!(
        found(|project| {
            project.replace(
                "data/outlines.geojson",
                "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]",
                "[[[0,0],[1.5,0],[1.5,1],[0,1],[0,0]]]",
            );
        })
        .iter()
        .filter(|found| found.contains("R0698"))
        .collect::<Vec<_>>(),
        [
            "warning[R0698]: two areas of `data/outlines.geojson` cover the same ground: District 1 and District 2"
        ]
    );
}
