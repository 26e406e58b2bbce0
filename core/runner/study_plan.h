// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <optional>

namespace sweep {

struct StudyPlan {
  /// What the sampler has by itself; nothing when it never ends.
  std::optional<std::uint64_t> own;
  /// How many trials the study will have before its time runs out: the smallest of what its sampler has, its scheduler begins
  /// and its limit allows; nothing when none is known.
  std::optional<std::uint64_t> trials;
};

/// Fails where the sampler or the scheduler cannot be made.
Result<StudyPlan> planOf(const StudySpec& spec);

} // namespace sweep
