// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"
#include "ui/result_view/result_estimates.h"

#include <QStringList>

namespace sweep::ui {

/// What is worth knowing about a trial as a result, a sentence each: what its configuration is worth by the mean of several runs, how
/// far the runner-up is (by mean where both were run several times, else by single score), what a model of all results expects of it,
/// and at which edge of a range it lies.
QStringList resultFacts(const Snapshot& snapshot, const Trial& trial, const ResultEstimates& estimates = {});

} // namespace sweep::ui
