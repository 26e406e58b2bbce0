// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <optional>
#include <span>
#include <string>
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

/// A method as a person names it in one word.
struct NamedMethod {
  /// As MethodEntry::name; of a pair without a name those of its halves.
  std::string name;
  /// With default settings.
  MethodChoice choice;
};
/// An id of methods(), or any pair by the ids of the registries, such as "tpe+percentile". Nothing for other words.
std::optional<NamedMethod> methodNamed(std::string_view word);

} // namespace sweep
