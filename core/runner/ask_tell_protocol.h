// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/ask_tell.h"

#include <string>
#include <string_view>

namespace sweep {

/// The answer to one line of ask and tell: JSON in, JSON out, a line each. Never empty, never throws; what was not understood
/// or not possible is answered {"error": "sentence"} and changes nothing.
///
///   {"ask": 2}                                  {"trials": [{"trial": 0, "configuration": {…}, "seed": …, "origin": "…"}, …]}
///       with "budget" and "resume": {"trial", "attempt"} where the study has budgets; fewer than asked for come with "reason",
///       and "over": true at the study's end
///   {"tell": 0, "value": 0.25}                  {"trial": 0, "state": "complete", "value": 0.25, "best": true}
///       or "values": [one per objective] or {metric: value}; or neither, to take them from the reports
///   {"tell": 0, "report": 0.5, "step": 3}       {"trial": 0, "state": "running"}, or a state that ends it, with "reason"
///       the report may be {metric: value}; without a step it is the one after the last
///   {"tell": 0, "failure": "a sentence"}        {"trial": 0, "state": "failed", …}; "class" as in exports ("timeout", …)
///   {"tell": {"x": 1}, "value": 0.25}           a result that was known: {"trial": 1, "state": "complete", …}
///   {"enqueue": {"x": 1}}                       {"waiting": 1}: tried next
///   {"best": true}                              {"trial": 0, "configuration": {…}, "value": 0.25}, or {"trial": null}
///
/// Numbers may be written NaN and Infinity as Python does, or as texts.
std::string answerLine(AskTell& study, std::string_view line);

} // namespace sweep
