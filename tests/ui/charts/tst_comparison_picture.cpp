// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/comparison_picture.h"
#include "ui/theme.h"

#include <QImage>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

/// A method that arrives at a fraction of what it begins with.
MethodComparison farAboveAtFirst() {
  MethodComparison comparison;
  comparison.fullSteps = 1000.0;
  comparison.unit = "step";
  comparison.bestRecorded = 1.0;
  MethodQuality method;
  method.id = method.name = "x";
  for (int i = 0; i <= 40; ++i) {
    const double spent = 0.01 * std::pow(10.0, i / 10.0);
    const double value = i < 20 ? 100.0 : 2.0 - 0.05 * (i - 20);
    method.overBudget.push_back({spent, value, value, value});
  }
  comparison.methods = {method};
  return comparison;
}

/// The columns, as shares of the width, in which the first method's colour is found left of the legend.
std::pair<double, double> columnsWithItsColour(const QImage& image) {
  const QColor wanted = Theme::instance().category(0);
  double first = 1.0;
  double last = 0.0;
  for (int x = 0; x < image.width() * 4 / 5; ++x)
    for (int y = 0; y < image.height(); ++y)
      if (image.pixelColor(x, y).rgb() == wanted.rgb()) {
        first = std::min(first, double(x) / image.width());
        last = std::max(last, double(x) / image.width());
      }
  return {first, last};
}

TEST(ComparisonPicture, ALineFarBeyondThePlotIsNotDrawnAlongItsEdge) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("comparison.png");
  ASSERT_TRUE(saveComparison(farAboveAtFirst(), ComparisonAxis::Budget, "methods", path, {900, 500}));
  const QImage image(path);
  ASSERT_FALSE(image.isNull());
  const auto [first, last] = columnsWithItsColour(image);
  EXPECT_GT(first, 0.2);
  EXPECT_GT(last, first + 0.1);
}

} // namespace
} // namespace sweep::ui
