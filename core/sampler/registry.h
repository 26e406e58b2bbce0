// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sampler/sampler.h"
#include "core/study/option.h"
#include "core/study/study_spec.h"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sweep {

/// What a sampler needs to begin.
struct SamplerContext {
  SearchSpace space;
  std::vector<Objective> objectives;
  /// Completed (study/option.h).
  Configuration options;
  std::uint64_t seed = 1;
  /// How many trials the study will have at most, where that is known: for methods that plan ahead.
  std::optional<int> plannedTrials;
};

/// A row of the registry.
struct SamplerEntry {
  /// Stored in studies: never renamed.
  std::string_view id;
  /// What the form shows, and one sentence on when to choose it (both SWEEP_TEXT).
  std::string_view name;
  std::string_view summary;
  std::vector<Option> (*options)();
  /// Fails on a space that the sampler cannot search, such as a grid of too many points.
  Result<std::unique_ptr<Sampler>> (*create)(SamplerContext context);
  /// How many trials it will suggest in all (at most, for one that may end earlier), where it ends by itself and knows; null
  /// when it never ends by itself. Wants a context that create accepts.
  std::optional<std::uint64_t> (*plannedCount)(const SamplerContext& context) = nullptr;
  /// Its configurations are a plan that is meant to be gone through as a whole, such as a grid: a limit that cuts it short is
  /// worth a word.
  bool isWhole = false;
  /// Results change what it suggests. One that does not learn is asked for several configurations ahead: it gives the same ones
  /// whether it is told of results or not.
  bool learns = true;
};

/// All samplers, in the order of the form.
std::span<const SamplerEntry> samplers();
const SamplerEntry* findSampler(std::string_view id);

/// The context of a study's sampler; fails when the space, the sampler's name or its options have a problem.
Result<SamplerContext> samplerContext(const StudySpec& spec);
/// The sampler of a study.
Result<std::unique_ptr<Sampler>> createSampler(const StudySpec& spec);
/// What the sampler itself has, whatever the study's limit: SamplerEntry::plannedCount. Fails where createSampler does.
Result<std::optional<std::uint64_t>> ownTrialCount(const StudySpec& spec);
/// The smaller of a count and the study's limit; nothing when neither is known.
std::optional<std::uint64_t> withinLimit(std::optional<std::uint64_t> count, const Limits& limits);
/// How many trials the study will have before its time runs out: the smaller of the sampler's own count and the limit;
/// nothing when neither is known. Fails where createSampler does.
Result<std::optional<std::uint64_t>> plannedTrialCount(const StudySpec& spec);

} // namespace sweep
