// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// K = L Lᵀ of a symmetric positive-definite matrix, together with the inverse of L, growing row by row (O(n²) a row).
/// A factor that grew equals the one made at once bit for bit (see row_products.h). Memory: 3 n² doubles.
class CholeskyFactor {
public:
  std::size_t size() const { return m_size; }

  /// Appends the row and column with which the matrix grows: size() + 1 numbers, the diagonal last. False, and nothing
  /// changes, when the matrix would not be positive definite.
  bool append(std::span<const double> row);
  /// Back to the first `size` rows.
  void truncate(std::size_t size);
  /// Room for so many rows, so that growing up to there moves nothing.
  void reserve(std::size_t rows);

  double lower(std::size_t row, std::size_t column) const { return m_lower[row * m_stride + column]; }
  double logDeterminant() const;

  /// L⁻¹ b for vectors of padded(size()) numbers, zeros at the end (row_products.h). `result` may not be `b`.
  void solveLower(const double* b, double* result) const;
  /// The same for `count` vectors at a distance of `stride` numbers from each other.
  void solveLower(const double* b, std::size_t count, std::size_t stride, double* result) const;
  /// L⁻ᵀ b.
  void solveUpper(const double* b, double* result) const;

  /// Entry (i, j) of K⁻¹ for j <= i, into rows of padded(size()) numbers; the rest of each row is not written.
  void inverse(std::vector<double>& result) const;

private:
  void grow(std::size_t rows);
  bool factorRow(double* row) const;
  void invertRow(std::size_t row);
  const double* inverseRow(std::size_t i) const { return m_inverseRows.data() + i * m_stride; }
  const double* inverseColumn(std::size_t j) const { return m_inverseColumns.data() + j * m_stride; }

  std::size_t m_size = 0;
  std::size_t m_stride = 0;
  // Rows of L; rows and columns of L⁻¹. Zero outside their triangles and beyond the size.
  std::vector<double> m_lower;
  std::vector<double> m_inverseRows;
  std::vector<double> m_inverseColumns;
  /// 1 / L_ii.
  std::vector<double> m_reciprocals;
};

} // namespace sweep
