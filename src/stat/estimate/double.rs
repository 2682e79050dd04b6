//! Numbers of twice the precision: a sum of two doubles, about 32 digits (Dekker 1971).
//!
//! For sums of products in which nearly all digits cancel, as in regressions on powers.

use std::ops::Add;
use std::ops::Div;
use std::ops::Mul;
use std::ops::Neg;
use std::ops::Sub;

/// A number as the unevaluated sum of a double and what it leaves over.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Double {
    high: f64,
    low: f64,
}

impl Double {
    /// Zero.
    pub const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// Returns the nearest double.
    pub const fn value(self) -> f64 {
        self.high
    }

    /// Returns the square root; zero for what is not positive.
    #[must_use]
    pub fn sqrt(self) -> Self {
        if self.high <= 0.0 {
            return Self::ZERO;
        }
        // One Newton step from the double's root doubles its digits.
        let root = self.high.sqrt();
        let rest = self - Self::product(root, root);
        Self::sum(root, rest.high / (2.0 * root))
    }

    /// Returns the power with a whole exponent.
    #[must_use]
    pub fn powi(self, exponent: u32) -> Self {
        (0..exponent).fold(Self::from(1.0), |power, _| power * self)
    }

    /// Returns the number in a unit, a power of two: no digit is lost.
    #[must_use]
    pub fn in_unit(self, unit: f64) -> Self {
        Self { high: self.high / unit, low: self.low / unit }
    }

    /// Returns a + b exactly (Knuth).
    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self { high, low: (a - (high - part)) + (b - part) }
    }

    /// Returns a·b exactly.
    fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }
}

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

impl Add for Double {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = Self::sum(self.high, other.high);
        let low = Self::sum(self.low, other.low);
        let first = Self::sum(high.high, high.low + low.high);
        Self::sum(first.high, first.low + low.low)
    }
}

impl Neg for Double {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for Double {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Double {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        let cross = self.high.mul_add(other.low, self.low * other.high);
        Self::sum(product.high, product.low + cross)
    }
}

impl Div for Double {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * Self::from(first);
        let second = rest.high / other.high;
        let rest = rest - other * Self::from(second);
        let third = rest.high / other.high;
        Self::sum(first, second) + Self::from(third)
    }
}

impl std::iter::Sum for Double {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, |total, term| total + term)
    }
}

#[cfg(test)]
mod tests {
    use super::Double;

    #[test]
    fn what_cancels_keeps_its_digits() {
        let (big, small) = (Double::from(1e20), Double::from(1.0));
        assert!(((big + small - big).value() - 1.0).abs() < f64::EPSILON);
        let third = Double::from(1.0) / Double::from(3.0);
        let back = third * Double::from(3.0) - Double::from(1.0);
        assert!(back.value().abs() < 1e-31);
        let root = Double::from(2.0).sqrt();
        assert!((root * root - Double::from(2.0)).value().abs() < 1e-31);
        assert!((Double::from(-3.0).powi(3).value() + 27.0).abs() < f64::EPSILON);
        assert!(Double::from(-1.0).sqrt().value().abs() < f64::EPSILON);
    }
}
