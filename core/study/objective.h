// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/shared_vector.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace sweep {

enum class Direction { Minimise, Maximise };

/// Metric values that a program printed at one step. Without a step of its own, a report takes the one after the last.
struct Report {
  std::int64_t step = 0;
  std::map<std::string, double> metrics;
  /// Seconds since the trial's first attempt began.
  double time = 0.0;
  friend bool operator==(const Report&, const Report&) = default;
};

/// In order of arrival. Copies share them, so that a trial with very many is copied at no cost.
using Reports = SharedVector<Report>;

/// Which of a trial's reports make its value.
enum class Reduction { Last, Best, MeanOfLast };

struct Objective {
  std::string metric = "loss";
  Direction direction = Direction::Minimise;
  Reduction reduction = Reduction::Last;
  /// For MeanOfLast, >= 1.
  int lastCount = 1;
  /// The study ends when a trial reaches it.
  std::optional<double> target;

  /// Whether a is strictly better than b. NaN is never better than anything.
  bool better(double a, double b) const;
  /// The trial's value from the first `count` of its reports (for one step the last one counts), nothing when none carries
  /// the metric. NaN when a report that counts is NaN; for Best when all of them are.
  std::optional<double> valueOf(const Reports& reports,
                                std::size_t count = std::numeric_limits<std::size_t>::max()) const;

  friend bool operator==(const Objective&, const Objective&) = default;
};

/// A value to be minimised: the objective's, negated where more is better. The same function leads back.
inline double lossOf(const Objective& objective, double value) {
  return objective.direction == Direction::Minimise ? value : -value;
}

} // namespace sweep
