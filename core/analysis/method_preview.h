// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sweep {

/// What a method will try, seen in the plane of two parameters: the planned points and their shadows on each axis.
struct MethodPreview {
  struct Point {
    int trial = 0;
    double x = 0.0;
    double y = 0.0;
  };

  ParameterAxis xAxis;
  ParameterAxis yAxis;
  /// The first trials in which both parameters are active.
  std::vector<Point> points;
  /// The different positions on each axis, ascending.
  std::vector<double> xShadow;
  std::vector<double> yShadow;
  /// How many configurations the points were taken from, and how many there will be in all where that is known.
  std::size_t tried = 0;
  std::optional<std::uint64_t> planned;
};

/// The first `count` suggestions of the study's sampler, or as many as it gives before it waits for results.
/// Fails as createSampler does, and on a parameter that is not there.
Result<MethodPreview> methodPreview(const StudySpec& spec, std::string_view x, std::string_view y,
                                    std::size_t count = 64);

/// The study with another sampler at its defaults, for a preview side by side.
StudySpec withSampler(StudySpec spec, std::string_view sampler);

/// The two searched parameters that a preview shows first: numeric ones without a condition before others. Fewer than two
/// searched parameters: nothing.
std::optional<std::pair<std::string, std::string>> previewParameters(const SpaceSpec& space);

} // namespace sweep
