// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/base/text.h"
#include "core/study/objective.h"

#include <string>

namespace sweep {

/// The value behind a loss, for a sentence.
inline std::string valueText(const Objective& objective, double loss) {
  return roundedText(lossOf(objective, loss), 6);
}

/// The name of a rung, for a Threshold.
inline Message rungName(double budget) { return Message(SWEEP_TEXT("rung %1"), {roundedText(budget)}); }

} // namespace sweep
