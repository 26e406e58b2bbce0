// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "core/study/yaml_document.h"
#include "core/study/yaml_reading.h"

#include <string>

namespace sweep {

/// The scheduler that does what W&B's `early_terminate` does; its options have the names of that key's members.
inline constexpr std::string_view EarlyTerminateScheduler = "wandb-hyperband";

/// `budget:` with the members unit, min, max and way.
Budget readBudget(const YamlNode& node, YamlReading& reading);
std::string budgetYaml(const Budget& budget);

/// `keep_checkpoints:` as all, last, or a map with the member best.
CheckpointRule readCheckpointRule(const YamlNode& node, YamlReading& reading);
/// Empty for the default.
std::string checkpointRuleYaml(const CheckpointRule& rule);

/// `early_terminate:` of a W&B sweep as a scheduler with its options.
void readEarlyTerminate(const YamlNode& node, YamlReading& reading, MethodChoice& method);

/// `scheduler:` with `scheduler_options:`, or `early_terminate:` where that says the same; empty for the default.
std::string schedulerYaml(const MethodChoice& method);

/// `key:` with an entry for each option; empty when there are none.
std::string optionsYaml(std::string_view key, const Configuration& options);

} // namespace sweep
