// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// A density over numbers and categories from observations: the mean of one product kernel per observation, all of the same
/// bandwidths (Q. Li, J. Racine, "Nonparametric estimation of distributions with categorical and continuous data", Journal of
/// Multivariate Analysis 86, 2003). Numbers have Gaussian kernels, not truncated; categories those of J. Aitchison, C. Aitken,
/// "Multivariate binary discrimination by the kernel method", Biometrika 63, 1976: 1 - h for the observation's own
/// category, h / (c - 1) for each of the others.
///
/// A value; const functions may run in several threads.
class KernelDensity {
public:
  using Point = std::vector<double>;

  /// categories: per axis how many there are, 0 for a number. rows: at least one, a number or the index of a category per axis.
  /// bandwidths: > 0; those of categories at most 1, and of an axis with one category unused.
  KernelDensity(std::vector<std::size_t> categories, std::vector<Point> rows, std::vector<double> bandwidths);

  /// The normal reference rule: 1.06 σ n^(-1 / (4 + axes)), σ the population standard deviation of the axis (of categories: of
  /// their indices).
  static std::vector<double> normalReferenceBandwidths(std::span<const Point> rows);

  double logDensity(std::span<const double> point) const;

  const std::vector<Point>& rows() const { return m_rows; }
  std::span<const std::size_t> categories() const { return m_categories; }
  std::span<const double> bandwidths() const { return m_bandwidths; }

private:
  double logKernel(std::span<const double> row, std::span<const double> point) const;

  std::vector<std::size_t> m_categories;
  std::vector<Point> m_rows;
  std::vector<double> m_bandwidths;
  /// log of a category's kernel where it is the observation's own and where it is another.
  struct CategoryKernel {
    double same = 0.0;
    double other = 0.0;
  };
  std::vector<CategoryKernel> m_categoryKernels;
  /// log of what all kernels have in common.
  double m_logScale = 0.0;
};

} // namespace sweep
