// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoint_names.h"

#include "core/base/text.h"
#include "core/runner/trial_naming.h"

#include <limits>

namespace sweep {

namespace {

constexpr std::string_view Own = "checkpoint";
constexpr std::string_view From = "from-";
constexpr std::string_view For = "-for-";

/// Positive, without signs and leading zeros.
std::optional<int> countIn(std::string_view digits) {
  const auto count = readInteger(digits);
  const bool isPlain = count && *count >= 1 && *count <= std::numeric_limits<int>::max() && std::to_string(*count) == digits;
  return isPlain ? std::optional(static_cast<int>(*count)) : std::nullopt;
}

} // namespace

CheckpointNames::CheckpointNames(const StudySpec& spec)
    : m_continues(spec.budget && spec.budget->way == BudgetWay::Continue) {}

std::string CheckpointNames::own(int attempt) const {
  return m_continues || attempt > 1 ? std::string(Own) + "-" + std::to_string(attempt) : std::string(Own);
}

std::string CheckpointNames::copy(const CheckpointSource& source, int reader) const {
  return std::string(From) + trialFolderName(source.trial) + "-" + std::to_string(source.attempt) +
         std::string(For) + std::to_string(reader);
}

std::optional<CheckpointNames::Name> CheckpointNames::read(std::string_view name) const {
  // Programs may have parts of their own.
  for (const auto suffix : {PartSuffix, RemovedSuffix})
    if (name.ends_with(suffix)) {
      const auto whole = readWhole(name.substr(0, name.size() - suffix.size()));
      return whole && (suffix == RemovedSuffix || whole->kind == Name::Kind::Copy)
                 ? std::optional(
                       Name{suffix == PartSuffix ? Name::Kind::Part : Name::Kind::Removed, whole->attempt})
                 : std::nullopt;
    }
  return readWhole(name);
}

std::optional<CheckpointNames::Name> CheckpointNames::readWhole(std::string_view name) const {
  if (name == own(1))
    return Name{Name::Kind::Own, 1};
  if (name.starts_with(Own)) {
    const auto attempt = name.size() > Own.size() && name[Own.size()] == '-'
                             ? countIn(name.substr(Own.size() + 1))
                             : std::nullopt;
    return attempt && own(*attempt) == name ? std::optional(Name{Name::Kind::Own, *attempt}) : std::nullopt;
  }
  const auto place = name.rfind(For);
  if (!name.starts_with(From) || place == std::string_view::npos)
    return std::nullopt;
  const auto reader = countIn(name.substr(place + For.size()));
  return reader ? std::optional(Name{Name::Kind::Copy, *reader}) : std::nullopt;
}

} // namespace sweep
