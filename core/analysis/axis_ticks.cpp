// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/axis_ticks.h"

#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sweep {

namespace {

/// Rounding that forgives what division leaves behind.
double floorNearly(double x) {
  return std::abs(x - std::round(x)) < 1e-9 ? std::round(x) : std::floor(x);
}
double ceilNearly(double x) {
  return std::abs(x - std::round(x)) < 1e-9 ? std::round(x) : std::ceil(x);
}

double powerOfTen(int exponent) {
  double value = 0;
  const std::string text = "1e" + std::to_string(exponent);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// 1, 2 or 5 times a power of ten, nearest to span / wanted.
struct Step {
  int digit = 1;
  int exponent = 0;
  double at(double index) const {
    return exponent >= 0 ? index * digit * powerOfTen(exponent) : index * digit / powerOfTen(-exponent);
  }
  double indexOf(double x) const {
    return exponent >= 0 ? x / digit / powerOfTen(exponent) : x / digit * powerOfTen(-exponent);
  }
};

Step niceStep(double span, int wanted) {
  const double raw = span / std::max(1, wanted);
  const int exponent = static_cast<int>(std::floor(std::log10(raw)));
  const double digits = raw / powerOfTen(exponent);
  if (digits >= 7.07)
    return {1, exponent + 1};
  return {digits < 1.42 ? 1 : digits < 3.17 ? 2 : 5, exponent};
}

Step stepOf(AxisScale scale, double low, double high, int wanted) {
  const Step step = niceStep(high - low, std::max(wanted, 2));
  return scale == AxisScale::Integer && step.exponent < 0 ? Step{1, 0} : step;
}

/// Labels of round numbers with equal decimals; powers of ten where they are short no more.
std::vector<std::string> labelsOf(const std::vector<double>& values, int decimals) {
  std::vector<std::string> labels;
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::abs(value));
  const bool plain = largest < 1e6 && decimals <= 6;
  for (const double value : values) {
    if (!plain) {
      labels.push_back(roundedText(
          value, std::clamp(decimals + 1 + static_cast<int>(std::log10(std::max(largest, 1e-300))), 4, 12)));
      continue;
    }
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value == 0 ? 0.0 : value,
                                   std::chars_format::fixed, decimals)
                         .ptr;
    labels.emplace_back(buffer, end);
  }
  return labels;
}

AxisTicks linearTicks(AxisScale scale, double low, double high, int wanted) {
  const Step step = stepOf(scale, low, high, wanted);
  AxisTicks ticks;
  for (double index = ceilNearly(step.indexOf(low));
       index <= floorNearly(step.indexOf(high)) && ticks.major.size() < 1000; ++index)
    ticks.major.push_back(step.at(index));
  ticks.labels = labelsOf(ticks.major, std::max(0, -step.exponent));
  return ticks;
}

/// The marks of a log axis with these digits of every `every`-th decade.
std::vector<double> decadeMarks(double low, double high, std::initializer_list<int> digits, int every) {
  std::vector<double> marks;
  const int first = static_cast<int>(std::floor(std::log10(low))) - 1;
  const int last = static_cast<int>(std::ceil(std::log10(high))) + 1;
  for (int exponent = first; exponent <= last; ++exponent) {
    if (exponent % every != 0)
      continue;
    for (const int digit : digits) {
      const double mark = exponent >= 0 ? digit * powerOfTen(exponent) : digit / powerOfTen(-exponent);
      if (mark >= low * (1 - 1e-12) && mark <= high * (1 + 1e-12))
        marks.push_back(mark);
    }
  }
  return marks;
}

AxisTicks logTicks(double low, double high, int wanted) {
  AxisTicks ticks;
  const double decades = std::log10(high / low);
  if (decades < 0.5)
    return linearTicks(AxisScale::Linear, low, high, wanted);
  const int every = std::max(1, static_cast<int>(std::ceil(decades / std::max(2, wanted) - 0.25)));
  ticks.major = decadeMarks(low, high, {1}, every);
  if (ticks.major.size() < 3)
    ticks.major = decadeMarks(low, high, {1, 2, 5}, 1);
  for (const double mark :
       every == 1 ? decadeMarks(low, high, {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1) : decadeMarks(low, high, {1}, 1))
    if (std::find(ticks.major.begin(), ticks.major.end(), mark) == ticks.major.end())
      ticks.minor.push_back(mark);
  for (const double mark : ticks.major)
    ticks.labels.push_back(numberText(mark));
  return ticks;
}

bool isDrawable(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) && low < high && std::isfinite(high - low);
}

} // namespace

AxisTicks axisTicks(AxisScale scale, double low, double high, int wanted) {
  if (!isDrawable(low, high))
    return {{low}, {roundedText(low, 6)}, {}};
  if (scale == AxisScale::Log && low > 0)
    return logTicks(low, high, wanted);
  return linearTicks(scale == AxisScale::Log ? AxisScale::Linear : scale, low, high, wanted);
}

void widenToRound(AxisScale scale, double& low, double& high, int wanted) {
  if (!isDrawable(low, high))
    return;
  if (scale == AxisScale::Log && low > 0) {
    if (std::log10(high / low) < 1)
      return;
    low = std::min(low, powerOfTen(static_cast<int>(floorNearly(std::log10(low)))));
    high = std::max(high, powerOfTen(static_cast<int>(ceilNearly(std::log10(high)))));
    return;
  }
  const Step step = stepOf(scale, low, high, wanted);
  low = std::min(low, step.at(floorNearly(step.indexOf(low))));
  high = std::max(high, step.at(ceilNearly(step.indexOf(high))));
}

} // namespace sweep
