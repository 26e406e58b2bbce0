// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/point_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace sweep::ui {
namespace {

constexpr double Reach = 10;

std::vector<QPointF> scattered(int count) {
  std::mt19937 random(3);
  std::vector<QPointF> points;
  for (int i = 0; i < count; ++i)
    points.emplace_back(static_cast<double>(random() % 5000) / 10, static_cast<double>(random() % 3000) / 10);
  return points;
}

double squared(QPointF p) { return QPointF::dotProduct(p, p); }

TEST(PointIndex, FindsTheNearestAsASearchThroughAllDoes) {
  const auto points = scattered(2000);
  const PointIndex index(points, QRectF(0, 0, 500, 300));
  for (const QPointF& to : scattered(300)) {
    const QPointF place = to + QPointF(3.3, 1.7);
    const auto found = index.nearest(place, Reach);
    const auto best = std::min_element(points.begin(), points.end(), [&](QPointF a, QPointF b) { return squared(a - place) < squared(b - place); });
    if (squared(*best - place) > Reach * Reach)
      EXPECT_FALSE(found);
    else
      EXPECT_DOUBLE_EQ(squared(points[found.value()] - place), squared(*best - place));
  }
}

TEST(PointIndex, FindsAllInsideARectangleAlsoBeyondTheArea) {
  auto points = scattered(500);
  points.emplace_back(-50, -50);
  const PointIndex index(points, QRectF(0, 0, 500, 300));
  const QRectF part(-60, -60, 200, 150);
  const auto expected = std::count_if(points.begin(), points.end(), [&](QPointF p) { return part.contains(p); });
  EXPECT_EQ(static_cast<long>(index.inside(part).size()), expected);
}

TEST(PointIndex, FindsNothingInNothing) {
  EXPECT_FALSE(PointIndex().nearest({1, 1}, Reach));
  EXPECT_FALSE(PointIndex({}, QRectF(0, 0, 10, 10)).nearest({1, 1}, Reach));
}

} // namespace
} // namespace sweep::ui
