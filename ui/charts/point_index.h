// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>

#include <cstddef>
#include <optional>
#include <vector>

namespace sweep::ui {

/// Points in buckets of a grid, so that the nearest one to the pointer is found at once among hundreds of thousands.
class PointIndex {
public:
  PointIndex() = default;
  /// Points outside `area` are put into the buckets at its edge.
  PointIndex(std::vector<QPointF> points, const QRectF& area);

  /// Index of the nearest point not farther than `radius`.
  std::optional<std::size_t> nearest(QPointF to, double radius) const;
  std::vector<std::size_t> inside(const QRectF& rectangle) const;
  std::size_t size() const { return m_points.size(); }

private:
  int column(double x) const;
  int row(double y) const;

  QRectF m_area;
  int m_columns = 1;
  int m_rows = 1;
  std::vector<QPointF> m_points;
  /// Indices of points, bucket after bucket; m_starts[b] … m_starts[b + 1] are those of bucket b.
  std::vector<std::size_t> m_order;
  std::vector<std::size_t> m_starts;
};

} // namespace sweep::ui
