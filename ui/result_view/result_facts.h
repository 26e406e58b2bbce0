// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"
#include "ui/result_view/result_estimates.h"

#include <QStringList>

namespace sweep::ui {

/// What is worth knowing about a trial as a result, a sentence each: how far the runner-up is, what its configuration is worth by the
/// mean of several runs and as a model of all results sees it, and at which edge of a range it lies.
QStringList resultFacts(const Snapshot& snapshot, const Trial& trial, const ResultEstimates& estimates = {});

} // namespace sweep::ui
