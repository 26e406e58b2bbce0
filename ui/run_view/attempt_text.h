// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <QString>

namespace sweep::ui {

/// What is known of one attempt of a trial, in a few lines: how it ended, when it ran and what it took; its seed and what it
/// went on from; why it came to nothing.
QString attemptText(const Attempt& attempt, int trial);

} // namespace sweep::ui
