// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <QString>

namespace sweep::ui {

/// "complete", "running", "failed: timeout", … in the interface's language.
QString stateText(const Trial& trial);
QString stateText(TrialState state);
QString failureText(FailureClass kind);
/// "Exit code", "Time limit", …: the class alone.
QString failureClassText(FailureClass kind);

/// What its scheduler decided last about it, null when it had nothing to decide.
const Message* lastDecision(const Trial& trial);
/// Why its scheduler let it go on, each time, and why it paused or stopped it, a line each; empty when it did neither.
QString decisionText(const Trial& trial);

/// A value for a cell: numbers with few digits, texts as they are.
QString shortValue(const Value& value);
/// "lr = 0.01, layers = 3".
QString configurationText(const Configuration& configuration);

} // namespace sweep::ui
