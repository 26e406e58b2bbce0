// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// What a coordinate means to a kernel: numbers differ by their distance, categories (whole numbers) by being different.
enum class ColumnKind : unsigned char { Number, Category };

/// Points of one dimension, stored coordinate by coordinate so that a kernel reads along them.
class PointTable {
public:
  explicit PointTable(std::vector<ColumnKind> kinds = {}) : m_kinds(std::move(kinds)) {}

  std::size_t size() const { return m_size; }
  std::size_t dimensions() const { return m_kinds.size(); }
  std::span<const ColumnKind> kinds() const { return m_kinds; }

  void append(std::span<const double> point);
  void truncate(std::size_t size) { m_size = size < m_size ? size : m_size; }
  double at(std::size_t point, std::size_t dimension) const { return m_values[dimension * m_stride + point]; }
  std::vector<double> point(std::size_t index) const;
  /// The coordinate of all points; readable up to padded(size()) (row_products.h).
  const double* column(std::size_t dimension) const { return m_values.data() + dimension * m_stride; }

private:
  std::vector<ColumnKind> m_kinds;
  std::vector<double> m_values;
  std::size_t m_size = 0;
  std::size_t m_stride = 0;
};

/// Matérn 5/2 with one length scale per coordinate and Hamming distance between categories (Snoek, Larochelle & Adams 2012,
/// section 3): k = scale (1 + r + r²/3) exp(-r), r = sqrt(5 q), q = sum of w_i d_i, d_i = (x_i - y_i)² or [x_i ≠ y_i].
///
/// Added to it, where `mainEffects` is not 0, the kernel of main_effects.h: then the process is a regression on what each coordinate
/// does alone, and a Matérn process of what that leaves (Rasmussen & Williams 2006, section 2.7).
struct MaternKernel {
  /// w_i > 0, inverse squared length scales.
  std::vector<double> weights;
  /// The variance far from all data, > 0.
  double scale = 1.0;
  /// The variance of the effect of each coordinate alone, >= 0.
  double mainEffects = 0.0;

  /// k(x, x)
  double atNoDistance(std::span<const double> x, std::span<const ColumnKind> kinds) const;
  /// k(x, point) for the first `count` points of the table, into padded(count) numbers with zeros at the end.
  void row(std::span<const double> x, const PointTable& points, std::size_t count, double* values) const;
  /// The same, and dk/dq of the Matérn kernel alone, which has a finite limit at q = 0.
  void row(std::span<const double> x, const PointTable& points, std::size_t count, double* values,
           double* slopes) const;
  /// The kernel between two points.
  double between(std::span<const double> x, std::span<const double> y,
                 std::span<const ColumnKind> kinds) const;
};

/// For each coordinate i adds the sum over the first `count` points of factor_j d_i(x, point_j) to sums[i]. factors: padded(count)
/// numbers, zeros at the end.
void addWeightedDistances(std::span<const double> x, const PointTable& points, std::size_t count,
                          const double* factors, std::span<double> sums);

} // namespace sweep
