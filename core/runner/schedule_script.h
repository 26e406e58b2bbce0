// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/lineage.h"

#include <string>
#include <vector>

namespace sweep {

/// A script for a POSIX shell that plays a schedule as one run: the study's program once for each stretch, with its values, its
/// seed and its budget, going on from the checkpoint of the stretch before, so that a program whose result depends on these alone
/// ends with the result of the last one. The script's argument is the folder for checkpoints ("schedule-run" when it has none);
/// secrets (study/secret_names.h) are expected in its environment. It ends at the first stretch that fails.
/// steps: of lineageOf(snapshot, …). Fails where nothing was started (a replay), and where there are several stretches and the
/// program does not go on from checkpoints.
Result<std::string> scheduleScript(const Snapshot& snapshot, const std::vector<LineageStep>& steps, const std::string& studyFolder);

} // namespace sweep
