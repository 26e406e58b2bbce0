// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/axis_ticks.h"
#include "core/study/trial.h"

#include <QColor>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <vector>

namespace sweep::ui {

inline constexpr double NoNumber = std::numeric_limits<double>::quiet_NaN();

struct ChartAxis {
  QString title;
  /// Beside the title, quietly: "higher is better ↑".
  QString note;
  AxisScale scale = AxisScale::Linear;
  double low = 0.0;
  double high = 1.0;
  /// Names at 0, 1, … instead of numbers; empty for an axis of numbers.
  QStringList categories;
  /// Names at any places instead of numbers; ascending.
  std::vector<std::pair<double, QString>> names = {};
  /// Lines across the plot at the marks of the axis.
  bool grid = true;
  /// Whether the hover text says the value on this axis. Off where it says it already.
  bool inHover = true;
  /// Whether low or high may lie inside the data, so that points beyond are drawn at the edge.
  bool clips = false;

  /// Position along the axis: 0 at low, 1 at high.
  double unit(double value) const;
};

/// A trial's mark.
struct ChartPoint {
  int trial = 0;
  TrialState state = TrialState::Complete;
  double x = 0.0;
  /// NoNumber: drawn at the edge where the scores are worse.
  double y = NoNumber;
  /// Rank of the score, 0 worst … 1 best: gives the colour. NoNumber: the colour is the state's.
  double goodness = NoNumber;
  bool best = false;
  /// Can be pointed at, but a line shows it already.
  bool hidden = false;
};

/// The points of one trial's curve in their order.
struct ChartLine {
  int trial = 0;
  TrialState state = TrialState::Complete;
  double goodness = NoNumber;
  bool best = false;
  std::vector<std::pair<double, double>> points;
  /// On a band of the accent's colour.
  bool stands = false;
};

/// A stretch of time in a lane: `lane` is a category of the y axis.
struct ChartBar {
  int trial = 0;
  TrialState state = TrialState::Complete;
  double goodness = NoNumber;
  bool best = false;
  int lane = 0;
  double begin = 0.0;
  double end = 0.0;
};

/// A vertical line with a few words at its top.
struct ChartRule {
  double x = 0.0;
  QString text;
  /// Heights at which a short bar crosses it.
  std::vector<double> marks = {};
  /// Said when the line is pointed at; empty for nothing.
  QString hover = {};
};

/// A few words in the picture, from x on to the right, above y; cut to `width` in units of the x axis.
struct ChartLabel {
  double x = 0.0;
  double y = 0.0;
  double width = 0.0;
  QString text;
};

/// The area between two lines, in a colour of Theme::category.
struct ChartBand {
  struct At {
    double x = 0.0;
    double low = 0.0;
    double high = 0.0;
  };
  std::vector<At> points;
  int colour = 0;
};

/// A line that is no trial's. colour: of Theme::category, -1 for the text's. A dashed one is a mere help for the eye.
struct ChartCurve {
  std::vector<std::pair<double, double>> points;
  int colour = -1;
  bool dashed = false;
};

/// Colours over the whole plot: at every x, for one y after the other, from 0 (worst) to 1 (best). Positions ascend.
struct ChartHeat {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> shares;
};

/// What the colours mean: five texts from the worst to the best.
struct ColourScale {
  QString title;
  QStringList labels;
};

/// Everything a chart shows, in the values of its axes: no pixels, no pens.
struct ChartContent {
  ChartAxis x;
  ChartAxis y;
  std::vector<ChartPoint> points;
  std::vector<ChartLine> lines;
  std::vector<ChartBar> bars;
  std::vector<ChartRule> rules;
  std::vector<ChartLabel> labels;
  std::vector<ChartBand> bands;
  std::vector<ChartCurve> curves;
  std::optional<ChartHeat> heat;
  /// Where marks are expected that are not there yet.
  std::vector<std::pair<double, double>> places;
  /// Marks and places stand on whole numbers of both axes, beside each other: they are made as large as there is room.
  bool onGrid = false;
  /// A step line drawn by Qt Charts over everything: the best score so far.
  std::vector<std::pair<double, double>> steps;
  std::optional<ColourScale> colours;
  /// Failed and unscored trials stand at the top edge rather than at the bottom.
  bool worseAtTop = true;
  /// At the top right: what is to be remembered of the picture.
  QString note;
  /// Shown instead of the picture while there is nothing to show.
  QString emptyText;
  /// The key numbers in words, for assistive tools.
  QString description;

  bool isEmpty() const { return points.empty() && lines.empty() && bars.empty() && places.empty() && curves.empty() && !heat; }
};

} // namespace sweep::ui
