// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/domain.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

constexpr std::uint64_t Uncounted = std::numeric_limits<std::uint64_t>::max();

// Real numbers
// ------------------------------------------------------------------------------------------------------

bool isGrid(const FloatDomain& domain) {
  return domain.step && !domain.log && domain.low < domain.high;
}

/// high - low in units of `unit`, without overflow for the widest ranges.
double quotient(double low, double high, double unit) {
  const double range = high - low;
  return std::isfinite(range) ? range / unit : high / unit - low / unit;
}

/// The last index of a stepped range; a quotient within rounding of a whole number counts as whole.
double lastIndex(const FloatDomain& domain) {
  const double steps = quotient(domain.low, domain.high, *domain.step);
  const double whole = std::round(steps);
  return std::abs(steps - whole) <= 1e-9 * std::max(1.0, steps) ? whole : std::floor(steps);
}

/// How many digits the shortest decimal form has behind the point; nothing when that is more than 17.
std::optional<int> decimalPlaces(double value) {
  std::array<char, 64> buffer;
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  if (written.ec != std::errc{})
    return std::nullopt;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const auto point = text.find('.');
  const auto places = point == text.npos ? 0 : text.size() - point - 1;
  return places <= 17 ? std::optional(static_cast<int>(places)) : std::nullopt;
}

/// x without the rounding noise of low + i * step: 0.3, not 0.30000000000000004.
double tidied(double x, const FloatDomain& domain) {
  const auto ofLow = decimalPlaces(domain.low);
  const auto ofStep = decimalPlaces(*domain.step);
  if (!ofLow || !ofStep || std::abs(x) >= 1e15)
    return x;
  std::array<char, 64> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x,
                                     std::chars_format::fixed, std::max(*ofLow, *ofStep));
  double tidy = x;
  std::from_chars(buffer.data(), written.ptr, tidy);
  return std::abs(tidy - x) <= 1e-9 * *domain.step ? tidy + 0.0 : x;
}

double gridValue(const FloatDomain& domain, double index) {
  return std::min(tidied(domain.low + index * *domain.step, domain), domain.high);
}

double nearestIndex(const FloatDomain& domain, double x) {
  const double steps = quotient(domain.low, x, *domain.step);
  // A tie that rounding has pushed down still goes upwards.
  return std::clamp(std::floor(steps + 0.5 + 1e-12 * std::max(1.0, std::abs(steps))), 0.0, lastIndex(domain));
}

double unitOf(double low, double high, double x) {
  if (!(low < high))
    return 0.5;
  const double range = high - low;
  const double unit = std::isfinite(range) ? (x - low) / range : (x / 2 - low / 2) / (high / 2 - low / 2);
  return std::clamp(unit, 0.0, 1.0);
}

double between(double low, double high, double unit) {
  const double range = high - low;
  const double x = std::isfinite(range) ? low + unit * range : low * (1.0 - unit) + high * unit;
  return unit >= 1.0 ? high : std::clamp(x, low, high);
}

double toUnit(const FloatDomain& domain, double x) {
  if (!(domain.low < domain.high))
    return 0.5;
  if (domain.log)
    return unitOf(std::log(domain.low), std::log(domain.high), x > 0.0 ? std::log(x) : std::log(domain.low));
  if (isGrid(domain))
    return (nearestIndex(domain, x) + 0.5) / (lastIndex(domain) + 1.0);
  return unitOf(domain.low, domain.high, x);
}

double fromUnit(const FloatDomain& domain, double unit) {
  if (!(domain.low < domain.high))
    return domain.low;
  if (isGrid(domain)) {
    const double last = lastIndex(domain);
    return gridValue(domain, std::min(std::floor(unit * (last + 1.0)), last));
  }
  if (!domain.log)
    return between(domain.low, domain.high, unit) + 0.0;
  // The ends are kept exact.
  if (unit <= 0.0 || unit >= 1.0)
    return unit <= 0.0 ? domain.low : domain.high;
  return std::clamp(std::exp(between(std::log(domain.low), std::log(domain.high), unit)), domain.low,
                    domain.high);
}

// Whole numbers; distances are unsigned so that the widest range does not overflow
// --------------------------------

std::uint64_t distance(std::int64_t low, std::int64_t high) {
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

std::uint64_t lastIndex(const IntDomain& domain) {
  return distance(domain.low, domain.high) / static_cast<std::uint64_t>(domain.step);
}

std::int64_t gridValue(const IntDomain& domain, std::uint64_t index) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(domain.low) +
                                   index * static_cast<std::uint64_t>(domain.step));
}

std::uint64_t nearestIndex(const IntDomain& domain, double x) {
  if (!(x > static_cast<double>(domain.low)))
    return 0;
  if (x >= static_cast<double>(domain.high))
    return lastIndex(domain);
  const double whole = std::floor(x);
  const auto step = static_cast<std::uint64_t>(domain.step);
  const std::uint64_t offset = distance(domain.low, static_cast<std::int64_t>(whole));
  const std::uint64_t rest = offset % step;
  const std::uint64_t toNext = step - rest;
  const bool upwards = rest >= toNext || (toNext - rest == 1 && x - whole >= 0.5);
  return std::min(offset / step + (upwards ? 1 : 0), lastIndex(domain));
}

double logEdge(std::int64_t value, double half) {
  return std::log(static_cast<double>(value) + half);
}

double toUnit(const IntDomain& domain, std::int64_t value) {
  if (domain.low == domain.high)
    return 0.5;
  value = std::clamp(value, domain.low, domain.high);
  if (domain.log)
    return unitOf(logEdge(domain.low, -0.5), logEdge(domain.high, 0.5), std::log(static_cast<double>(value)));
  const std::uint64_t index = distance(domain.low, value) / static_cast<std::uint64_t>(domain.step);
  return std::min((static_cast<double>(index) + 0.5) / (static_cast<double>(lastIndex(domain)) + 1.0), 1.0);
}

std::int64_t fromUnit(const IntDomain& domain, double unit) {
  const std::uint64_t last = lastIndex(domain);
  // The ends are kept exact.
  if (unit <= 0.0 || unit >= 1.0)
    return gridValue(domain, unit <= 0.0 ? 0 : last);
  if (domain.log)
    return gridValue(domain, nearestIndex(domain, std::exp(between(logEdge(domain.low, -0.5),
                                                                   logEdge(domain.high, 0.5), unit))));
  const double index = std::floor(unit * (static_cast<double>(last) + 1.0));
  return gridValue(domain, index >= static_cast<double>(last) ? last : static_cast<std::uint64_t>(index));
}

// Categories
// --------------------------------------------------------------------------------------------------------

std::size_t indexOf(const CategoricalDomain& domain, const Value& value) {
  const auto found = std::find(domain.choices.begin(), domain.choices.end(), value);
  return static_cast<std::size_t>(found - domain.choices.begin());
}

double toUnit(const CategoricalDomain& domain, const Value& value) {
  const std::size_t count = domain.choices.size();
  const std::size_t index = std::min(indexOf(domain, value), count - 1);
  if (count == 1)
    return 0.5;
  if (domain.weights.empty())
    return (static_cast<double>(index) + 0.5) / static_cast<double>(count);
  const auto begin = domain.weights.begin();
  const double before = std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(index), 0.0);
  const double total = std::accumulate(begin, domain.weights.end(), 0.0);
  return std::clamp((before + 0.5 * domain.weights[index]) / total, 0.0, 1.0);
}

Value fromUnit(const CategoricalDomain& domain, double unit) {
  const std::size_t count = domain.choices.size();
  if (domain.weights.empty())
    return domain.choices[std::min(static_cast<std::size_t>(unit * static_cast<double>(count)), count - 1)];
  const double target = unit * std::accumulate(domain.weights.begin(), domain.weights.end(), 0.0);
  double sum = 0.0;
  std::size_t lastPossible = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (domain.weights[i] <= 0.0)
      continue;
    lastPossible = i;
    sum += domain.weights[i];
    if (target < sum)
      break;
  }
  return domain.choices[lastPossible];
}

double clampedUnit(double unit) {
  return unit > 0.0 ? std::min(unit, 1.0) : 0.0;
}

} // namespace

bool isNumeric(const Domain& domain) {
  return std::holds_alternative<FloatDomain>(domain) || std::holds_alternative<IntDomain>(domain);
}

bool isLog(const Domain& domain) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return real->log;
  const auto* whole = std::get_if<IntDomain>(&domain);
  return whole && whole->log;
}

std::optional<std::uint64_t> sizeOf(const Domain& domain) {
  if (const auto* real = std::get_if<FloatDomain>(&domain)) {
    if (real->low == real->high)
      return 1;
    if (!isGrid(*real))
      return std::nullopt;
    const double last = lastIndex(*real);
    return last >= 0x1p63 ? Uncounted : static_cast<std::uint64_t>(last) + 1;
  }
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return lastIndex(*whole) == Uncounted ? Uncounted : lastIndex(*whole) + 1;
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return categorical->choices.size();
  return 1;
}

bool contains(const Domain& domain, const Value& value) {
  if (const auto* constant = std::get_if<ConstantDomain>(&domain))
    return constant->value == value;
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return indexOf(*categorical, value) < categorical->choices.size();
  if (const auto* range = std::get_if<IntDomain>(&domain)) {
    const auto* whole = std::get_if<std::int64_t>(&value);
    return whole && *whole >= range->low && *whole <= range->high &&
           distance(range->low, *whole) % static_cast<std::uint64_t>(range->step) == 0;
  }
  const auto& range = std::get<FloatDomain>(domain);
  const auto* real = std::get_if<double>(&value);
  if (!real || !(*real >= range.low && *real <= range.high))
    return false;
  return !isGrid(range) || std::abs(quotient(range.low, *real, *range.step) - nearestIndex(range, *real)) <=
                               1e-9 * std::max(1.0, lastIndex(range));
}

Value valueAt(const Domain& domain, std::uint64_t index) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return isGrid(*real) ? gridValue(*real, static_cast<double>(index)) : real->low;
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return gridValue(*whole, index);
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return categorical->choices[index];
  return std::get<ConstantDomain>(domain).value;
}

Value nearestValue(const Domain& domain, double x) {
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return gridValue(*whole, nearestIndex(*whole, x));
  const auto& real = std::get<FloatDomain>(domain);
  const double inside = x > real.low ? std::min(x, real.high) : real.low;
  return isGrid(real) ? gridValue(real, nearestIndex(real, inside)) : inside + 0.0;
}

double toUnit(const Domain& domain, const Value& value) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return toUnit(*real, valueNumber(value).value_or(real->low));
  if (const auto* whole = std::get_if<IntDomain>(&domain)) {
    const auto* exact = std::get_if<std::int64_t>(&value);
    return toUnit(*whole, exact ? *exact : whole->low);
  }
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return toUnit(*categorical, value);
  return 0.5;
}

Value fromUnit(const Domain& domain, double unit) {
  unit = clampedUnit(unit);
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return fromUnit(*real, unit);
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return fromUnit(*whole, unit);
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return fromUnit(*categorical, unit);
  return std::get<ConstantDomain>(domain).value;
}

} // namespace sweep
