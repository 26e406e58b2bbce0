// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/matern_kernel.h"

#include "core/numerics/lanes.h"
#include "core/numerics/main_effects.h"
#include "core/numerics/row_products.h"

#include <algorithm>
#include <cmath>

namespace sweep {

using namespace lanes;
using rows::Lane;
using rows::padded;

void PointTable::append(std::span<const double> point) {
  if (m_size + 1 > m_stride) {
    const std::size_t stride = std::max<std::size_t>(16, 2 * m_stride);
    std::vector<double> wider(stride * m_kinds.size());
    for (std::size_t i = 0; i < m_kinds.size(); ++i)
      std::copy_n(m_values.data() + i * m_stride, m_size, wider.data() + i * stride);
    m_values = std::move(wider);
    m_stride = stride;
  }
  for (std::size_t i = 0; i < m_kinds.size(); ++i)
    m_values[i * m_stride + m_size] = point[i];
  ++m_size;
}

std::vector<double> PointTable::point(std::size_t index) const {
  std::vector<double> values(m_kinds.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = at(index, i);
  return values;
}

namespace {

SWEEP_INLINE Lanes distance(Lanes x, Lanes y, bool number) {
  const Lanes difference = x - y;
  return number ? difference * difference : (x != y ? all(1.0) : all(0.0));
}

/// Where a row of the kernel is computed from.
struct RowTask {
  const double* x;
  const PointTable* points;
  const double* weights;
  double scale;
  std::size_t count;
};

SWEEP_INLINE void rowInLanes(const RowTask& task, double* values, double* slopes) {
  const std::size_t end = padded(task.count);
  std::fill_n(values, end, 0.0);
  for (std::size_t i = 0; i < task.points->dimensions(); ++i) {
    const double* column = task.points->column(i);
    const bool number = task.points->kinds()[i] == ColumnKind::Number;
    const Lanes x = all(task.x[i]), weight = all(task.weights[i]);
    if (number)
      for (std::size_t j = 0; j < end; j += Lane)
        store(values + j, load(values + j) + weight * distance(x, load(column + j), true));
    else
      for (std::size_t j = 0; j < end; j += Lane)
        store(values + j, load(values + j) + weight * distance(x, load(column + j), false));
  }
  const Lanes scale = all(task.scale);
  for (std::size_t j = 0; j < end; j += Lane) {
    const Lanes q = all(5.0) * load(values + j);
    const Lanes r = squareRoot(q);
    const Lanes decay = scale * expOfMinus(r);
    store(values + j, (all(1.0) + r + q * all(1.0 / 3.0)) * decay);
    if (slopes)
      store(slopes + j, all(-5.0 / 6.0) * (all(1.0) + r) * decay);
  }
  for (std::size_t j = task.count; j < end; ++j) {
    values[j] = 0.0;
    if (slopes)
      slopes[j] = 0.0;
  }
}

SWEEP_AVX2 void rowWide(const RowTask& task, double* values, double* slopes) {
  rowInLanes(task, values, slopes);
}
void rowPlain(const RowTask& task, double* values, double* slopes) {
  rowInLanes(task, values, slopes);
}

SWEEP_INLINE void addInLanes(const double* x, const PointTable& points, std::size_t count,
                             const double* factors, double* sums) {
  const std::size_t end = padded(count);
  for (std::size_t i = 0; i < points.dimensions(); ++i) {
    const double* column = points.column(i);
    const bool number = points.kinds()[i] == ColumnKind::Number;
    const Lanes at = all(x[i]);
    Lanes total{};
    for (std::size_t j = 0; j < end; j += Lane)
      total += load(factors + j) * distance(at, load(column + j), number);
    sums[i] += sum(total);
  }
}

SWEEP_AVX2 void addWide(const double* x, const PointTable& points, std::size_t count, const double* factors,
                        double* sums) {
  addInLanes(x, points, count, factors, sums);
}
void addPlain(const double* x, const PointTable& points, std::size_t count, const double* factors,
              double* sums) {
  addInLanes(x, points, count, factors, sums);
}

} // namespace

void MaternKernel::row(std::span<const double> x, const PointTable& points, std::size_t count, double* values,
                       double* slopes) const {
  const RowTask task{x.data(), &points, weights.data(), scale, count};
  hasAvx2() ? rowWide(task, values, slopes) : rowPlain(task, values, slopes);
  if (mainEffects > 0.0)
    addMainEffects(x, points, count, mainEffects, values);
}

void MaternKernel::row(std::span<const double> x, const PointTable& points, std::size_t count,
                       double* values) const {
  row(x, points, count, values, nullptr);
}

double MaternKernel::between(std::span<const double> x, std::span<const double> y,
                             std::span<const ColumnKind> kinds) const {
  PointTable one(std::vector<ColumnKind>(kinds.begin(), kinds.end()));
  one.append(y);
  double values[Lane];
  row(x, one, 1, values);
  return values[0];
}

double MaternKernel::atNoDistance(std::span<const double> x, std::span<const ColumnKind> kinds) const {
  return mainEffects > 0.0 ? scale + mainEffects * mainEffectsOf(x, kinds) : scale;
}

void addWeightedDistances(std::span<const double> x, const PointTable& points, std::size_t count,
                          const double* factors, std::span<double> sums) {
  hasAvx2() ? addWide(x.data(), points, count, factors, sums.data())
            : addPlain(x.data(), points, count, factors, sums.data());
}

} // namespace sweep
