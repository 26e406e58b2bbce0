// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/value.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace sweep {

/// Real numbers from low to high, both included. With a step: low, low + step, … up to the last one that is not above high.
/// On a log scale low > 0 and there is no step.
struct FloatDomain {
  double low = 0.0;
  double high = 1.0;
  bool log = false;
  std::optional<double> step;
  friend bool operator==(const FloatDomain&, const FloatDomain&) = default;
};

/// Whole numbers from low to high, both included; with a step as FloatDomain. On a log scale low >= 1 and step == 1.
struct IntDomain {
  std::int64_t low = 0;
  std::int64_t high = 10;
  bool log = false;
  std::int64_t step = 1;
  friend bool operator==(const IntDomain&, const IntDomain&) = default;
};

/// One of several values without an order. weights: empty for equal chances, else one per choice, >= 0 with a positive sum.
struct CategoricalDomain {
  std::vector<Value> choices;
  std::vector<double> weights;
  friend bool operator==(const CategoricalDomain&, const CategoricalDomain&) = default;
};

/// A fixed value: handed to the program, not searched.
struct ConstantDomain {
  Value value;
  friend bool operator==(const ConstantDomain&, const ConstantDomain&) = default;
};

using Domain = std::variant<FloatDomain, IntDomain, CategoricalDomain, ConstantDomain>;

/// The part of a parameter that a problem concerns: the field of a form where its sentence stands.
enum class Field { Name, Low, High, Scale, Step, Choices, Default, Condition, Whole };

struct DomainProblem {
  Field field;
  Message message;
  friend bool operator==(const DomainProblem&, const DomainProblem&) = default;
};

/// Everything that keeps a domain from being searched. The functions below want a domain without problems.
std::vector<DomainProblem> problemsOf(const Domain& domain);

bool isNumeric(const Domain& domain);
bool isLog(const Domain& domain);
/// How many different values there are; nothing when they are not countable (a float without a step).
/// Saturates at the largest 64-bit number.
std::optional<std::uint64_t> sizeOf(const Domain& domain);
/// Whether the value has the domain's kind and lies on it (on its grid, within 1e-9 of a step, when it has a step).
bool contains(const Domain& domain, const Value& value);
/// The i-th value in order, i < sizeOf(domain).
Value valueAt(const Domain& domain, std::uint64_t index);
/// The value nearest to x on a numeric domain: clamped, on the grid, ties upwards.
Value nearestValue(const Domain& domain, double x);

/// Position in the unit interval and back. A stepped or integer domain is widened by half a step
/// on each side before normalising (in the log for log), so that each value owns an equal slice; a category owns a slice in
/// proportion to its weight. A domain with one value maps to 0.5. fromUnit accepts anything and clamps it to [0, 1].
double toUnit(const Domain& domain, const Value& value);
Value fromUnit(const Domain& domain, double unit);

} // namespace sweep
