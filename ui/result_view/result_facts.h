// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <QStringList>

namespace sweep::ui {

/// What is worth knowing about a trial as a result, a sentence each: how far the runner-up is, at which edge of a range it lies,
/// how it compares with the defaults when those were tried.
QStringList resultFacts(const Snapshot& snapshot, const Trial& trial);

} // namespace sweep::ui
