//! Small dense linear algebra: products, Cholesky, and powers of symmetric matrices.
//!
//! Sizes are tens of rows, never the rows of a data set. Sums run in a fixed order.

/// A dense matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    rows: usize,
    cols: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// Returns a matrix of zeros, rows × cols.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, cells: vec![0.0; rows * cols] }
    }

    /// Returns the matrix whose cell (i, j) is `cell(i, j)`.
    pub fn from_fn(rows: usize, cols: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        let cells = (0..rows * cols).map(|at| cell(at / cols, at % cols)).collect();
        Self { rows, cols, cells }
    }

    /// Returns the number of rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the number of columns.
    pub const fn cols(&self) -> usize {
        self.cols
    }

    /// Returns cell (i, j); both lie within the matrix.
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.cols + j]
    }

    /// Sets cell (i, j).
    pub fn set(&mut self, i: usize, j: usize, value: f64) {
        self.cells[i * self.cols + j] = value;
    }

    /// Returns row i.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.cells[i * self.cols..(i + 1) * self.cols]
    }

    /// Adds `factor` times a matrix of the same shape.
    pub fn accumulate(&mut self, factor: f64, other: &Self) {
        for (cell, value) in self.cells.iter_mut().zip(&other.cells) {
            *cell += factor * value;
        }
    }

    /// Adds `factor`·u·vᵀ.
    pub fn add_outer(&mut self, factor: f64, u: &[f64], v: &[f64]) {
        for (row, left) in self.cells.chunks_mut(v.len().max(1)).zip(u) {
            let scaled = factor * left;
            if scaled != 0.0 {
                for (cell, right) in row.iter_mut().zip(v) {
                    *cell += scaled * right;
                }
            }
        }
    }

    /// Returns the transpose.
    pub fn transposed(&self) -> Self {
        Self::from_fn(self.cols, self.rows, |i, j| self.at(j, i))
    }

    /// Returns self·other: (a × b)·(b × c).
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.rows, other.cols);
        for i in 0..self.rows {
            for (at, left) in self.row(i).iter().enumerate() {
                if *left != 0.0 {
                    let start = i * other.cols;
                    let row = &mut product.cells[start..start + other.cols];
                    for (cell, right) in row.iter_mut().zip(other.row(at)) {
                        *cell += left * right;
                    }
                }
            }
        }
        product
    }

    /// Returns selfᵀ·other: (b × a)ᵀ·(b × c).
    pub fn cross(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.cols, other.cols);
        for at in 0..self.rows {
            product.add_outer(1.0, self.row(at), other.row(at));
        }
        product
    }

    /// Returns self·v.
    pub fn apply(&self, v: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), v)).collect()
    }

    /// Returns the columns named, in that order.
    pub fn columns(&self, keep: &[usize]) -> Self {
        let mut cells = Vec::with_capacity(self.rows * keep.len());
        for i in 0..self.rows {
            cells.extend(keep.iter().map(|j| self.at(i, *j)));
        }
        Self { rows: self.rows, cols: keep.len(), cells }
    }

    /// Returns the rows and columns named, of a square matrix.
    pub fn minor(&self, keep: &[usize]) -> Self {
        Self::from_fn(keep.len(), keep.len(), |i, j| self.at(keep[i], keep[j]))
    }

    /// Returns the rows with each multiplied by its factor.
    pub fn scaled_rows(&self, factors: &[f64]) -> Self {
        Self::from_fn(self.rows, self.cols, |i, j| self.at(i, j) * factors[i])
    }
}

/// Returns tr(a·b) of square matrices.
pub(super) fn trace_of_product(a: &Matrix, b: &Matrix) -> f64 {
    (0..a.rows())
        .map(|i| (0..a.cols()).map(|j| a.at(i, j) * b.at(j, i)).sum::<f64>())
        .sum()
}

/// Returns Σ uᵢvᵢ.
pub(super) fn dot(u: &[f64], v: &[f64]) -> f64 {
    u.iter().zip(v).map(|(a, b)| a * b).sum()
}

/// Returns the columns of a Gram matrix that do not depend on those before them: a
/// Cholesky pivot above `tolerance` of its own diagonal.
pub(super) fn independent(gram: &Matrix, tolerance: f64) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut factor: Vec<Vec<f64>> = Vec::new();
    for j in 0..gram.cols() {
        let mut row: Vec<f64> = Vec::with_capacity(kept.len() + 1);
        for (i, above) in kept.iter().zip(&factor) {
            let done = dot(&row, above);
            let pivot = above.last().copied().unwrap_or(1.0);
            row.push((gram.at(j, *i) - done) / pivot);
        }
        let pivot = gram.at(j, j) - dot(&row, &row);
        if gram.at(j, j) > 0.0 && pivot > tolerance * gram.at(j, j) {
            row.push(pivot.sqrt());
            factor.push(row);
            kept.push(j);
        }
    }
    kept
}

/// Returns the inverse of a symmetric positive definite matrix by Cholesky, nothing where
/// it is not.
pub(super) fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let n = matrix.rows();
    let mut lower = Matrix::zeros(n, n);
    for j in 0..n {
        for i in j..n {
            let done: f64 = (0..j).map(|k| lower.at(i, k) * lower.at(j, k)).sum();
            let rest = matrix.at(i, j) - done;
            if i > j {
                lower.set(i, j, rest / lower.at(j, j));
            } else if rest > 0.0 && rest.is_finite() {
                lower.set(j, j, rest.sqrt());
            } else {
                return None;
            }
        }
    }
    // L⁻¹ by forward substitution, column by column.
    let mut inverted = Matrix::zeros(n, n);
    for j in 0..n {
        for i in j..n {
            let unit = if i == j { 1.0 } else { 0.0 };
            let done: f64 = (j..i).map(|k| lower.at(i, k) * inverted.at(k, j)).sum();
            inverted.set(i, j, (unit - done) / lower.at(i, i));
        }
    }
    Some(inverted.cross(&inverted))
}

/// Returns the eigenvalues and, in the columns, the eigenvectors of a symmetric matrix, by
/// cyclic Jacobi rotations.
pub(super) fn eigen(matrix: &Matrix) -> (Vec<f64>, Matrix) {
    let n = matrix.rows();
    let mut a = matrix.clone();
    let mut vectors = Matrix::from_fn(n, n, |i, j| if i == j { 1.0 } else { 0.0 });
    let size: f64 = a.cells.iter().map(|cell| cell * cell).sum();
    for _ in 0..64 {
        let mut off = 0.0;
        for i in 0..n {
            for j in 0..i {
                off += a.at(i, j) * a.at(i, j);
            }
        }
        if off <= 1e-34 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    ((0..n).map(|i| a.at(i, i)).collect(), vectors)
}

/// One Jacobi rotation that makes cell (p, q) zero.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    let apq = a.at(p, q);
    if apq == 0.0 {
        return;
    }
    let theta = (a.at(q, q) - a.at(p, p)) / (2.0 * apq);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for k in 0..a.rows() {
        let (kp, kq) = (a.at(k, p), a.at(k, q));
        a.set(k, p, cosine * kp - sine * kq);
        a.set(k, q, sine * kp + cosine * kq);
    }
    for k in 0..a.rows() {
        let (pk, qk) = (a.at(p, k), a.at(q, k));
        a.set(p, k, cosine * pk - sine * qk);
        a.set(q, k, sine * pk + cosine * qk);
    }
    a.set(p, q, 0.0);
    a.set(q, p, 0.0);
    for k in 0..vectors.rows() {
        let (kp, kq) = (vectors.at(k, p), vectors.at(k, q));
        vectors.set(k, p, cosine * kp - sine * kq);
        vectors.set(k, q, sine * kp + cosine * kq);
    }
}

/// Returns the symmetric inverse square root, zero on the directions whose eigenvalue is
/// within rounding of zero (below 1e-11 of the largest, or of 1 where that is larger).
pub(super) fn inverse_root(matrix: &Matrix) -> Matrix {
    let (values, vectors) = eigen(matrix);
    let floor = 1e-11 * values.iter().copied().fold(1.0_f64, f64::max);
    let mut root = Matrix::zeros(matrix.rows(), matrix.rows());
    for (at, value) in values.iter().enumerate() {
        if *value > floor {
            let vector: Vec<f64> =
                (0..vectors.rows()).map(|i| vectors.at(i, at)).collect();
            root.add_outer(1.0 / value.sqrt(), &vector, &vector);
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use super::independent;
    use super::inverse;
    use super::inverse_root;

    fn sample() -> Matrix {
        let base = Matrix::from_fn(6, 4, |i, j| ((i * 7 + j * j * 3) % 11) as f64 - 4.0);
        base.cross(&base)
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let a = sample();
        let unit = a.times(&inverse(&a).unwrap());
        for i in 0..4 {
            for j in 0..4 {
                let want = if i == j { 1.0 } else { 0.0 };
                assert!((unit.at(i, j) - want).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn an_inverse_root_squared_is_the_inverse() {
        let a = sample();
        let root = inverse_root(&a);
        let (squared, want) = (root.times(&root), inverse(&a).unwrap());
        for i in 0..4 {
            for j in 0..4 {
                assert!((squared.at(i, j) - want.at(i, j)).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn a_dependent_column_is_left_out() {
        let x = Matrix::from_fn(5, 3, |i, j| match j {
            0 => i as f64,
            1 => 2.0 * i as f64,
            _ => (i * i) as f64,
        });
        assert_eq!(independent(&x.cross(&x), 1e-10), [0, 2]);
    }
}
