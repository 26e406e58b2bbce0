// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axis.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace sweep::ui {

namespace {

/// Share of the span that is left free at each end, so that no mark is cut.
constexpr double Room = 0.06;

bool holds(const ChartAxis& axis, ValueRange wanted) {
  const double span = axis.high - axis.low;
  return axis.low <= wanted.low && wanted.high <= axis.high && wanted.high - wanted.low > 0.5 * span;
}

/// "1e-4" rather than "0.0001", once one of the labels needs it.
void shortenPowers(AxisTicks& ticks) {
  const auto isLong = [](double value) { return value != 0 && (std::abs(value) < 0.999e-3 || std::abs(value) >= 1e5); };
  if (std::none_of(ticks.major.begin(), ticks.major.end(), isLong))
    return;
  for (std::size_t i = 0; i < ticks.major.size(); ++i) {
    const int exponent = static_cast<int>(std::floor(std::log10(ticks.major[i]) + 1e-9));
    const double digit = ticks.major[i] / std::pow(10.0, exponent);
    ticks.labels[i] = QStringLiteral("%1e%2").arg(shortNumber(digit, 3)).arg(exponent).toStdString();
  }
}

AxisTicks categoryTicks(const ChartAxis& axis) {
  AxisTicks ticks;
  for (qsizetype i = 0; i < axis.categories.size(); ++i) {
    ticks.major.push_back(static_cast<double>(i));
    ticks.labels.push_back(fromQt(axis.categories[i]));
  }
  return ticks;
}

AxisTicks namedTicks(const ChartAxis& axis) {
  AxisTicks ticks;
  for (const auto& [place, name] : axis.names) {
    ticks.major.push_back(place);
    ticks.labels.push_back(fromQt(name));
  }
  return ticks;
}

} // namespace

double ChartAxis::unit(double value) const {
  if (!(high > low))
    return 0.5;
  if (scale == AxisScale::Log && low > 0)
    return value > 0 ? std::log(value / low) / std::log(high / low) : 0.0;
  return (value - low) / (high - low);
}

double roundedUp(double n) {
  constexpr std::array Steps = {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
  const double decade = std::pow(10.0, std::floor(std::log10(std::max(n, 10.0))));
  for (const double step : Steps)
    if (step * decade >= n)
      return step * decade;
  return 10 * decade;
}

ChartAxis scoreAxis(const std::string& metric, Direction direction, ValueRange focus, const ChartAxis* shown) {
  ChartAxis axis;
  axis.title = shownText(metric);
  axis.note = direction == Direction::Maximise ? QCoreApplication::translate("charts", "higher is better ↑")
                                               : QCoreApplication::translate("charts", "lower is better ↓");
  axis.inHover = false;
  axis.clips = true;
  const double span = focus.high - focus.low;
  // Values that are all alike get a range around them that is large against rounding.
  const double room = span > 0 ? span * Room : std::max(std::abs(focus.low) * 0.1, 1e-3);
  axis.low = focus.low - room;
  axis.high = focus.high + room;
  if (shown && shown->title == axis.title && shown->note == axis.note && holds(*shown, {axis.low, axis.high})) {
    axis.low = shown->low;
    axis.high = shown->high;
    return axis;
  }
  widenToRound(AxisScale::Linear, axis.low, axis.high, 20);
  return axis;
}

ChartAxis axisOf(const ParameterAxis& parameter) {
  ChartAxis axis;
  axis.title = toQt(parameter.name);
  axis.scale = parameter.scale;
  axis.low = parameter.low;
  axis.high = parameter.high;
  for (const auto& category : parameter.categories)
    axis.categories.append(toQt(category));
  if (parameter.isCategorical())
    return axis;
  // Trials lie on the ends of a range often (a grid begins there): a little room keeps their marks whole.
  if (axis.scale == AxisScale::Log && axis.low > 0) {
    const double factor = std::pow(axis.high / axis.low, Room / 2);
    axis.low /= factor;
    axis.high *= factor;
  } else {
    const double room = std::max((axis.high - axis.low) * Room / 2, axis.high > axis.low ? 0.0 : 0.5);
    axis.low -= room;
    axis.high += room;
  }
  return axis;
}

ChartAxis trialAxis(int last) {
  ChartAxis axis;
  axis.title = QCoreApplication::translate("charts", "Trial");
  axis.scale = AxisScale::Integer;
  axis.high = roundedUp(last + 1);
  axis.low = -0.02 * axis.high;
  axis.inHover = false;
  return axis;
}

AxisTicks ticksFor(const ChartAxis& axis, double pixels, double pixelsPerTick) {
  if (!axis.names.empty())
    return namedTicks(axis);
  if (!axis.categories.isEmpty())
    return categoryTicks(axis);
  const int wanted = std::clamp(static_cast<int>(pixels / pixelsPerTick), 2, 12);
  AxisTicks ticks = axisTicks(axis.scale, axis.low, axis.high, wanted);
  if (axis.scale == AxisScale::Log && axis.low > 0)
    shortenPowers(ticks);
  return ticks;
}

QString axisText(const ChartAxis& axis, double value) {
  if (axis.categories.isEmpty())
    return shortNumber(value, 6);
  const auto index = static_cast<qsizetype>(std::llround(value));
  return index >= 0 && index < axis.categories.size() ? axis.categories[index] : QString();
}

} // namespace sweep::ui
