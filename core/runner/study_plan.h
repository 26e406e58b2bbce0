// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <optional>

namespace sweep {

/// How many trials a study will have before its time runs out: the smallest of what its sampler has, its scheduler begins and
/// its limit allows; nothing when none is known. Fails where the sampler or the scheduler cannot be made.
Result<std::optional<std::uint64_t>> plannedTrials(const StudySpec& spec);

} // namespace sweep
