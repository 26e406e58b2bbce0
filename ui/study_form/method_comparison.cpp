// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_comparison.h"

#include "core/runner/study_plan.h"

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// More points than this cannot be told apart in a small picture.
constexpr std::size_t MostPoints = 64;

/// The study over these two parameters alone.
StudySpec onPlane(StudySpec spec, const std::string& x, const std::string& y) {
  SpaceSpec plane;
  for (const auto& name : {x, y})
    if (const auto* parameter = findParameter(spec.space.parameters, name)) {
      plane.parameters.push_back(*parameter);
      plane.parameters.back().condition.reset();
      plane.parameters.back().gridLevels.clear();
    }
  spec.space = std::move(plane);
  return spec;
}

/// A grid would take every step, here it is to have as many points as the other method.
void dropStep(Domain& domain) {
  if (auto* real = std::get_if<FloatDomain>(&domain))
    real->step.reset();
  else if (auto* whole = std::get_if<IntDomain>(&domain))
    whole->step = 1;
}

StudySpec gridWith(const StudySpec& spec, const std::string& x, const std::string& y, std::size_t trials) {
  StudySpec grid = withSampler(onPlane(spec, x, y), "grid");
  for (auto& parameter : grid.space.parameters)
    dropStep(parameter.domain);
  const auto levels = static_cast<std::int64_t>(std::floor(std::sqrt(static_cast<double>(trials)) + 1e-9));
  grid.method.samplerOptions.set("levels", Value(std::max<std::int64_t>(levels, 2)));
  grid.limits.trials.reset();
  return grid;
}

/// As many as the study will have, and no more than can be seen.
std::size_t pointsOf(const StudySpec& spec) {
  const auto plan = planOf(spec);
  const auto wanted = plan ? plan->trials.value_or(MostPoints) : MostPoints;
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1, MostPoints));
}

} // namespace

Result<MethodComparison> compareMethods(const StudySpec& spec, const std::string& x, const std::string& y) {
  auto own = methodPreview(spec, x, y, pointsOf(spec));
  if (!own)
    return own.error();
  const bool isGrid = spec.method.sampler.starts_with("grid");
  const StudySpec otherSpec = isGrid ? withSampler(spec, "random") : gridWith(spec, x, y, own->tried);
  auto other = methodPreview(otherSpec, x, y, std::max<std::size_t>(own->tried, 1));
  if (!other)
    return other.error();
  return MethodComparison{std::move(own).value(), std::move(other).value(), spec.method.sampler, otherSpec.method.sampler};
}

} // namespace sweep::ui
