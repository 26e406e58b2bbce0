// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/cholesky_factor.h"

#include "core/numerics/row_products.h"

#include <algorithm>
#include <cmath>

namespace sweep {

using namespace rows;

void CholeskyFactor::reserve(std::size_t rows) {
  if (rows > m_stride)
    grow(padded(rows));
}

void CholeskyFactor::grow(std::size_t stride) {
  for (auto* matrix : {&m_lower, &m_inverseRows, &m_inverseColumns}) {
    std::vector<double> wider(stride * stride);
    for (std::size_t i = 0; i < m_size; ++i)
      std::copy_n(matrix->data() + i * m_stride, padded(m_size), wider.data() + i * stride);
    *matrix = std::move(wider);
  }
  m_reciprocals.resize(stride);
  m_stride = stride;
}

/// Turns a row of K into a row of L, four columns at a time: first the part that earlier blocks explain, then the block's own.
bool CholeskyFactor::factorRow(double* row) const {
  for (std::size_t block = 0; block < m_size; block += Lane) {
    const double* l[Lane];
    for (std::size_t c = 0; c < Lane; ++c)
      l[c] = m_lower.data() + (block + c) * m_stride;
    double explained[Lane];
    dot1x4(row, l, 0, block, explained);
    for (std::size_t c = 0; c < Lane && block + c < m_size; ++c) {
      double rest = row[block + c] - explained[c];
      for (std::size_t b = 0; b < c; ++b)
        rest -= row[block + b] * l[c][block + b];
      row[block + c] = rest * m_reciprocals[block + c];
    }
  }
  const std::size_t last = aligned(m_size);
  double rest = row[m_size] - dot(row, row, 0, last);
  for (std::size_t b = last; b < m_size; ++b)
    rest -= row[b] * row[b];
  // Below this share of the diagonal nothing but rounding is left.
  if (!(rest > 1e-14 * std::abs(row[m_size])) || !std::isfinite(rest))
    return false;
  row[m_size] = std::sqrt(rest);
  return true;
}

bool CholeskyFactor::append(std::span<const double> row) {
  if (m_size + Lane > m_stride)
    grow(std::max<std::size_t>(padded(m_size + Lane), m_stride * 3 / 2 / Lane * Lane));
  double* lower = m_lower.data() + m_size * m_stride;
  std::copy(row.begin(), row.end(), lower);
  if (!factorRow(lower)) {
    std::fill_n(lower, row.size(), 0.0);
    return false;
  }
  m_reciprocals[m_size] = 1.0 / lower[m_size];
  invertRow(m_size);
  ++m_size;
  return true;
}

/// Row i of L⁻¹: for each column j, -(sum over j <= k < i of L_ik (L⁻¹)_kj) / L_ii.
void CholeskyFactor::invertRow(std::size_t i) {
  const double* lower = m_lower.data() + i * m_stride;
  double* inverse = m_inverseRows.data() + i * m_stride;
  const std::size_t end = aligned(i);
  for (std::size_t block = 0; block < i; block += Lane) {
    const double* columns[Lane];
    for (std::size_t c = 0; c < Lane; ++c)
      columns[c] = inverseColumn(block + c);
    double sums[Lane];
    dot1x4(lower, columns, std::min(block, end), end, sums);
    for (std::size_t c = 0; c < Lane && block + c < i; ++c) {
      for (std::size_t k = std::max(end, block); k < i; ++k)
        sums[c] += lower[k] * columns[c][k];
      inverse[block + c] = -sums[c] * m_reciprocals[i];
    }
  }
  inverse[i] = m_reciprocals[i];
  for (std::size_t j = 0; j <= i; ++j)
    m_inverseColumns[j * m_stride + i] = inverse[j];
}

void CholeskyFactor::truncate(std::size_t size) {
  for (std::size_t i = size; i < m_size; ++i) {
    std::fill_n(m_lower.data() + i * m_stride, m_size, 0.0);
    std::fill_n(m_inverseRows.data() + i * m_stride, m_size, 0.0);
    for (std::size_t j = 0; j <= i; ++j)
      m_inverseColumns[j * m_stride + i] = 0.0;
  }
  m_size = std::min(size, m_size);
}

double CholeskyFactor::logDeterminant() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < m_size; ++i)
    sum += std::log(lower(i, i));
  return 2.0 * sum;
}

void CholeskyFactor::solveLower(const double* b, double* result) const {
  for (std::size_t i = 0; i < m_size; i += Lane) {
    const double* rows[Lane];
    for (std::size_t c = 0; c < Lane; ++c)
      rows[c] = inverseRow(i + c);
    dot1x4(b, rows, 0, i + Lane, result + i);
  }
}

void CholeskyFactor::solveLower(const double* b, std::size_t count, std::size_t stride,
                                double* result) const {
  for (std::size_t i = 0; i < m_size; i += Lane) {
    const double* rows[Lane];
    for (std::size_t c = 0; c < Lane; ++c)
      rows[c] = inverseRow(i + c);
    std::size_t at = 0;
    for (; at + 1 < count; at += 2) {
      const double* pair[2] = {b + at * stride, b + (at + 1) * stride};
      double sums[2 * Lane];
      dot2x4(pair, rows, 0, i + Lane, sums);
      std::copy_n(sums, Lane, result + at * stride + i);
      std::copy_n(sums + Lane, Lane, result + (at + 1) * stride + i);
    }
    if (at < count)
      dot1x4(b + at * stride, rows, 0, i + Lane, result + at * stride + i);
  }
}

void CholeskyFactor::solveUpper(const double* b, double* result) const {
  for (std::size_t j = 0; j < m_size; j += Lane) {
    const double* columns[Lane];
    for (std::size_t c = 0; c < Lane; ++c)
      columns[c] = inverseColumn(j + c);
    dot1x4(b, columns, j, padded(m_size), result + j);
  }
}

void CholeskyFactor::inverse(std::vector<double>& result) const {
  const std::size_t stride = padded(m_size);
  result.resize(stride * stride);
  for (std::size_t i = 0; i < m_size; i += 2) {
    const double* pair[2] = {inverseColumn(i), inverseColumn(i + 1)};
    for (std::size_t j = 0; j <= i + 1 && j < m_size; j += Lane) {
      const double* columns[Lane];
      for (std::size_t c = 0; c < Lane; ++c)
        columns[c] = inverseColumn(j + c);
      double sums[2 * Lane];
      dot2x4(pair, columns, aligned(i), stride, sums);
      std::copy_n(sums, Lane, result.data() + i * stride + j);
      if (i + 1 < stride)
        std::copy_n(sums + Lane, Lane, result.data() + (i + 1) * stride + j);
    }
  }
}

} // namespace sweep
