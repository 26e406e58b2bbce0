// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <span>
#include <string_view>

namespace sweep {

/// A pair of sampler and scheduler under the name that people know it by; a row of the list.
struct MethodEntry {
  /// For command lines and forms; studies store the pair.
  std::string_view id;
  /// What the form shows, and one sentence on when to choose it (both SWEEP_TEXT).
  std::string_view name;
  std::string_view summary;
  /// Ids in the registries of samplers and schedulers.
  std::string_view sampler;
  std::string_view scheduler;
};

/// All named methods, in the order of the form: those that run every trial to its end before those that spend budgets. Any
/// other pair of a sampler and a scheduler is composed by hand.
std::span<const MethodEntry> methods();
const MethodEntry* findMethod(std::string_view id);
/// The method that this pair is; null when it has no name.
const MethodEntry* methodOf(const MethodChoice& choice);

} // namespace sweep
