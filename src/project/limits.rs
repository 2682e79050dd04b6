//! Limits as an author writes them: `10m`, `2GB`.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use std::fmt;
use std::time::Duration;

/// A length of time: `30s`, `10m`, `2h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "String")]
pub struct Period(u64);

/// An amount of memory: `500MB`, `2GB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "String")]
pub struct Bytes(u64);

const PERIODS: &[(&str, u64)] = &[("h", 3600), ("m", 60), ("s", 1)];
const BYTES: &[(&str, u64)] = &[("GB", 1_000_000_000), ("MB", 1_000_000)];

impl Period {
    /// Returns it as a duration.
    pub fn duration(self) -> Duration {
        Duration::from_secs(self.0)
    }
}

impl Bytes {
    /// Returns how many there are.
    pub fn count(self) -> u64 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self(600)
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self(2_000_000_000)
    }
}

/// Returns a value as it is written: a number without a unit is none of ours, but is shown.
fn text(value: &serde_yaml::Value) -> String {
    let text = value.as_str().map(str::to_owned);
    let other = || serde_yaml::to_string(value).unwrap_or_default().trim().to_owned();
    text.unwrap_or_else(other)
}

/// Reads a whole number above 0 and its unit.
fn read(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let (unit, size) = units.iter().find(|(unit, _)| text.ends_with(unit))?;
    let number: u64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
    number.checked_mul(*size).filter(|all| *all > 0)
}

/// Writes an amount in the largest unit that divides it.
fn written(amount: u64, units: &[(&str, u64)]) -> String {
    let whole = units.iter().find(|(_, size)| amount.is_multiple_of(*size));
    whole.map_or_else(
        || amount.to_string(),
        |(unit, size)| format!("{}{unit}", amount / size),
    )
}

macro_rules! limits {
    ($($name:ident, $units:ident, $expected:literal;)+) => {
        $(
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&written(self.0, $units))
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = text(&serde_yaml::Value::deserialize(deserializer)?);
                    read(&text, $units).map(Self).ok_or_else(|| {
                        serde::de::Error::custom(format!(
                            "expected {}, found `{text}`", $expected
                        ))
                    })
                }
            }
        )+
    };
}

limits! {
    Period, PERIODS, "a time such as `30s`, `10m` or `2h`";
    Bytes, BYTES, "an amount such as `500MB` or `2GB`";
}

#[cfg(test)]
mod tests {
    use super::Bytes;
    use super::Period;

    #[test]
    fn limits_are_read_as_they_are_written() {
        for text in ["1s", "90s", "10m", "2h"] {
            let period: Period = serde_yaml::from_str(text).unwrap();
            assert_eq!(period.to_string(), text);
        }
        for text in ["500MB", "2GB"] {
            let bytes: Bytes = serde_yaml::from_str(text).unwrap();
            assert_eq!(bytes.to_string(), text);
        }
        for text in ["0s", "10", "1.5h", "-1m", "99999999999999999999s", "m"] {
            let error = serde_yaml::from_str::<Period>(text).unwrap_err().to_string();
            assert!(error.contains("expected a time such as"), "{error}");
        }
    }
}
