// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"
#include "core/space/configuration_pool.h"

#include <memory>
#include <string>
#include <vector>

namespace sweep {

/// What checkStudy has to say of a study that is replayed.
struct ReplayCheck {
  std::vector<StudyProblem> problems;
  /// What was recorded; null for a formula, and where the table cannot be read.
  std::shared_ptr<const ConfigurationPool> pool;
};
ReplayCheck checkOfReplay(const StudySpec& spec, const std::string& studyFolder);

} // namespace sweep
