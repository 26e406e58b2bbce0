// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_naming.h"

#include "core/base/rng.h"

#include <filesystem>

namespace sweep {

std::uint64_t trialSeed(std::uint64_t studySeed, int trial) {
  return mixBits(mixBits(studySeed) + static_cast<std::uint64_t>(trial)) >> 33;
}

std::uint64_t retrySeed(std::uint64_t studySeed, int trial, int failures) {
  if (failures == 0)
    return trialSeed(studySeed, trial);
  const auto ofTrial = mixBits(mixBits(studySeed) + static_cast<std::uint64_t>(trial));
  return mixBits(ofTrial + static_cast<std::uint64_t>(failures)) >> 33;
}

std::string trialFolderName(int trial) {
  const std::string digits = std::to_string(trial);
  return digits.size() < 5 ? std::string(5 - digits.size(), '0') + digits : digits;
}

std::string trialsFolderOf(const std::string& studyPath) {
  return std::filesystem::absolute(studyPath).replace_extension(".trials").string();
}

} // namespace sweep
