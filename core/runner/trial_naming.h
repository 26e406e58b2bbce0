// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace sweep {

/// The seed that a trial's program is given: from the study's seed and the trial's number, 0 … 2^31-1 so that every language
/// takes it.
std::uint64_t trialSeed(std::uint64_t studySeed, int trial);

/// The seed of a trial that is tried again after it has failed by itself so many times, likewise; that of the trial for none.
/// Interruptions of the study change nothing in it.
std::uint64_t retrySeed(std::uint64_t studySeed, int trial, int failures);

/// The name of a trial's folder within the study's, such as "00007".
std::string trialFolderName(int trial);

/// Where the trials of a study file have their folders: "digits.sweep" has "digits.trials" beside it.
std::string trialsFolderOf(const std::string& studyPath);

} // namespace sweep
