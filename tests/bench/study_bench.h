// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"
#include "core/study/study_spec.h"

#include <functional>
#include <string>
#include <vector>

namespace sweep::bench {

/// A random search over two parameters that runs these words.
StudySpec benchStudy(int trials, int parallel, std::vector<std::string> command);

/// The runner as headless runs use it: on the calling thread, real processes, a new study file inside `folder`.
/// Called with every update, `seconds` since the run began; returns the seconds from making the file until all is saved.
double runHeadlessStudy(const StudySpec& spec, const std::string& folder,
                        const std::function<void(const RunnerUpdate&, double seconds)>& onUpdate = {},
                        const StudyRunner::ExecutorFactory& makeExecutor = {});

/// The same through the real window on the platform of the QApplication: the study file is opened and Run pressed.
double runWindowStudy(const StudySpec& spec, const std::string& folder);

/// Of this process, in bytes.
long long residentBytes();
int openDescriptors();
/// User and system time of this process, without its children.
double cpuSeconds();

} // namespace sweep::bench
