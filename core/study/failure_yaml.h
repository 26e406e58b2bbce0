// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"
#include "core/study/yaml_reading.h"

#include <string>

namespace sweep {

/// `retries:` as a number, or as a map with the members times, after (classes of failures, or `any`) and seed (same or new).
RetryRule readRetries(const YamlNode& node, YamlReading& reading);

/// `interrupted:` as one of the words ask, run again, continue and drop.
InterruptedRule readInterrupted(const YamlNode& node);

/// The keys of the rules that are not the usual ones; empty when all are.
std::string failureRulesYaml(const FailureRules& rules);

} // namespace sweep
