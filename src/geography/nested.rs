//! Coordinates of GeoJSON: positions in lists within lists, read in one pass.

use serde::Deserialize;

const FEW: &str = "a position has fewer than two numbers";

/// A position; heights are left out.
pub(super) struct Position(pub f64, pub f64);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Two)
    }
}

/// Reads the first two numbers of a list.
struct Two;

impl<'de> serde::de::Visitor<'de> for Two {
    type Value = Position;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a position of two numbers")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(
        self,
        mut list: A,
    ) -> Result<Position, A::Error> {
        let few = || <A::Error as serde::de::Error>::custom(FEW);
        let x = list.next_element()?.ok_or_else(few)?;
        let y = list.next_element()?.ok_or_else(few)?;
        while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Position(x, y))
    }
}

/// The positions of a line or a ring.
pub(super) type Line = Vec<Position>;

/// Positions in lists, as deep as they are nested.
#[derive(Default)]
pub(super) enum Nested {
    #[default]
    Empty,
    Position(Position),
    Line(Line),
    Rings(Vec<Line>),
    Polygons(Vec<Vec<Line>>),
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Lists)
    }
}

/// What a list begins with.
enum First {
    Number(f64),
    List(Nested),
}

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(NumberOrList)
    }
}

struct NumberOrList;

impl<'de> serde::de::Visitor<'de> for NumberOrList {
    type Value = First;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number or a list")
    }

    fn visit_f64<E>(self, number: f64) -> Result<First, E> {
        Ok(First::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<First, E> {
        Ok(First::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<First, E> {
        Ok(First::Number(number as f64))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<First, A::Error> {
        Lists.visit_seq(list).map(First::List)
    }
}

/// Reads lists of positions: the first of each says how deep they are.
struct Lists;

impl<'de> serde::de::Visitor<'de> for Lists {
    type Value = Nested;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of positions")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(
        self,
        mut list: A,
    ) -> Result<Nested, A::Error> {
        let fault = |words: &str| <A::Error as serde::de::Error>::custom(words);
        let mut hollow = 0;
        loop {
            match list.next_element::<First>()? {
                Some(First::Number(x)) if hollow == 0 => {
                    let y = list.next_element()?.ok_or_else(|| fault(FEW))?;
                    while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                    return Ok(Nested::Position(Position(x, y)));
                }
                Some(First::List(Nested::Position(first))) if hollow == 0 => {
                    return Ok(Nested::Line(rest(list, vec![first])?));
                }
                // What goes before has no positions: rings, or polygons.
                Some(First::List(Nested::Line(first))) => {
                    return Ok(Nested::Rings(rest(list, after(hollow, first))?));
                }
                Some(First::List(Nested::Rings(first))) => {
                    return Ok(Nested::Polygons(rest(list, after(hollow, first))?));
                }
                Some(First::List(Nested::Empty)) => hollow += 1,
                Some(First::List(Nested::Polygons(_))) => {
                    return Err(fault("positions are nested too deeply"));
                }
                Some(_) => return Err(fault(FEW)),
                None if hollow == 0 => return Ok(Nested::Empty),
                None => return Ok(Nested::Rings(after(hollow - 1, Vec::new()))),
            }
        }
    }
}

/// Empty lists, and one after them.
fn after<T>(hollow: usize, first: Vec<T>) -> Vec<Vec<T>> {
    let mut out: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(hollow).collect();
    out.push(first);
    out
}

/// What is left of a list, behind what has been read of it.
fn rest<'de, A: serde::de::SeqAccess<'de>, T: Deserialize<'de>>(
    mut list: A,
    mut out: Vec<T>,
) -> Result<Vec<T>, A::Error> {
    while let Some(next) = list.next_element()? {
        out.push(next);
    }
    Ok(out)
}
