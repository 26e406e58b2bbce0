// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/point_index.h"

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {
constexpr double Bucket = 24.0;
}

PointIndex::PointIndex(std::vector<QPointF> points, const QRectF& area)
    : m_area(area), m_columns(std::max(1, static_cast<int>(std::ceil(area.width() / Bucket)))),
      m_rows(std::max(1, static_cast<int>(std::ceil(area.height() / Bucket)))), m_points(std::move(points)) {
  const auto bucketOf = [this](QPointF p) { return static_cast<std::size_t>(row(p.y()) * m_columns + column(p.x())); };
  m_starts.assign(static_cast<std::size_t>(m_columns * m_rows) + 1, 0);
  for (const QPointF& point : m_points)
    ++m_starts[bucketOf(point) + 1];
  for (std::size_t i = 1; i < m_starts.size(); ++i)
    m_starts[i] += m_starts[i - 1];
  auto next = m_starts;
  m_order.resize(m_points.size());
  for (std::size_t i = 0; i < m_points.size(); ++i)
    m_order[next[bucketOf(m_points[i])]++] = i;
}

int PointIndex::column(double x) const { return std::clamp(static_cast<int>((x - m_area.left()) / Bucket), 0, m_columns - 1); }
int PointIndex::row(double y) const { return std::clamp(static_cast<int>((y - m_area.top()) / Bucket), 0, m_rows - 1); }

std::optional<std::size_t> PointIndex::nearest(QPointF to, double radius) const {
  std::optional<std::size_t> found;
  double least = radius * radius;
  for (const std::size_t i : inside(QRectF(to.x() - radius, to.y() - radius, 2 * radius, 2 * radius))) {
    const QPointF away = m_points[i] - to;
    const double distance = QPointF::dotProduct(away, away);
    if (distance <= least) {
      least = distance;
      found = i;
    }
  }
  return found;
}

std::vector<std::size_t> PointIndex::inside(const QRectF& rectangle) const {
  std::vector<std::size_t> found;
  if (m_points.empty())
    return found;
  for (int r = row(rectangle.top()); r <= row(rectangle.bottom()); ++r) {
    for (int c = column(rectangle.left()); c <= column(rectangle.right()); ++c) {
      const auto bucket = static_cast<std::size_t>(r * m_columns + c);
      for (std::size_t k = m_starts[bucket]; k < m_starts[bucket + 1]; ++k)
        if (rectangle.contains(m_points[m_order[k]]))
          found.push_back(m_order[k]);
    }
  }
  return found;
}

} // namespace sweep::ui
