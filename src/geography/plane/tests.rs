//! Boundaries that are right, odd or wrong.

use super::Wanted;
use super::plane;
use crate::model::geography::Boundaries;
use crate::model::geography::Ring;

fn of(rings: Vec<Vec<Ring>>) -> Boundaries {
    Boundaries { rings, degrees: true, ..Boundaries::default() }
}

fn square(west: f64, south: f64, side: f64) -> Ring {
    vec![
        (west, south),
        (west + side, south),
        (west + side, south + side),
        (west, south + side),
    ]
}

fn crs(name: &str) -> Wanted<'_> {
    Wanted { crs: Some(name), ..Wanted::default() }
}

#[test]
fn degrees_in_britain_are_drawn_on_its_grid() {
    let found =
        plane(of(vec![vec![square(-2.4, 53.3, 0.1)]]), Wanted::default()).unwrap();
    assert_eq!(found.projection, "British National Grid");
    let metres = f64::from(found.size.1) * found.unit;
    assert!((11_000.0..11_300.0).contains(&metres), "{metres}");
    // A tenth of a degree of longitude is shorter than one of latitude up here.
    assert!(found.size.0 < found.size.1);
}

#[test]
fn elsewhere_they_are_drawn_about_their_middle() {
    let found =
        plane(of(vec![vec![square(10.0, 45.0, 2.0)]]), Wanted::default()).unwrap();
    assert_eq!(found.projection, "equal-area projection about 46° N, 11° E");
}

#[test]
fn metres_that_are_declared_degrees_and_the_reverse_are_refused() {
    let metres = of(vec![vec![square(370_000.0, 390_000.0, 1000.0)]]);
    let degrees = of(vec![vec![square(-2.4, 53.3, 0.1)]]);
    let message =
        |file: &Boundaries, wanted| plane(file.clone(), wanted).unwrap_err().message;
    assert_eq!(
        message(&metres, Wanted::default()),
        "the file does not say its coordinate reference system, and coordinates such as \
         (370000, 390000) are no degrees"
    );
    assert_eq!(
        message(&metres, crs("EPSG:4326")),
        "coordinates such as (370000, 390000) are no degrees, as `EPSG:4326` has them"
    );
    assert_eq!(
        message(&degrees, crs("EPSG:27700")),
        "coordinates such as (-2.4, 53.3) are degrees, and `EPSG:27700` counts in metres"
    );
    assert_eq!(
        message(&of(vec![vec![square(4e6, 3e6, 1000.0)]]), crs("EPSG:27700")),
        "coordinates such as (4000000, 3000000) lie outside the British National Grid"
    );
    assert_eq!(
        message(&of(vec![vec![square(53.3, -2.4, 0.1)]]), Wanted::default()),
        "the coordinates seem to be latitude and longitude: (53.3, -2.4) lies in Great Britain \
         only the other way round"
    );
    assert!(plane(metres.clone(), crs("EPSG:27700")).is_ok());
    let unsaid = Boundaries { degrees: false, ..metres };
    assert_eq!(
        message(&unsaid, Wanted::default()),
        "the file does not say its coordinate reference system"
    );
}

#[test]
fn the_antimeridian_does_not_tear_areas_apart() {
    // An island group in two halves, and a ring that jumps.
    let halves = vec![square(178.0, -18.0, 2.0), square(-180.0, -18.0, 2.0)];
    let jumping =
        vec![vec![(179.0, -16.0), (-179.0, -16.0), (-179.0, -15.0), (179.0, -15.0)]];
    let found = plane(of(vec![halves, jumping]), Wanted::default()).unwrap();
    let wide = f64::from(found.size.0) * found.unit / 1000.0;
    assert!((400.0..450.0).contains(&wide), "{wide} km");
    assert!(found.crossed.is_empty());
}

#[test]
fn a_ring_that_crosses_itself_is_found_and_one_that_touches_itself_is_none() {
    let bow = vec![(10.0, 45.0), (11.0, 46.0), (11.0, 45.0), (10.0, 46.0)];
    let touching = vec![
        (10.0, 45.0),
        (12.0, 45.0),
        (11.0, 46.0),
        (12.0, 47.0),
        (10.0, 47.0),
        (11.0, 46.0),
    ];
    let file = of(vec![vec![bow], vec![square(12.0, 45.0, 1.0)], vec![touching]]);
    assert_eq!(plane(file, Wanted::default()).unwrap().crossed, [0]);
}

#[test]
fn the_middle_of_a_bent_area_lies_inside_it() {
    let horseshoe = vec![
        (10.0, 45.0),
        (13.0, 45.0),
        (13.0, 45.3),
        (10.3, 45.3),
        (10.3, 46.7),
        (13.0, 46.7),
        (13.0, 47.0),
        (10.0, 47.0),
    ];
    let found = plane(of(vec![vec![horseshoe]]), Wanted::default()).unwrap();
    let (x, _) = found.middles[0].unwrap();
    assert!(x < found.size.0 / 8, "{x} of {}", found.size.0);
}

#[test]
fn neighbours_have_one_border_in_the_plane() {
    let file = of(vec![vec![square(10.0, 45.0, 1.0)], vec![square(11.0, 45.0, 1.0)]]);
    let found = plane(file, Wanted::default()).unwrap();
    assert_eq!(found.chains.len(), 3);
}
