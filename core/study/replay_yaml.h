// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "core/study/yaml_document.h"
#include "core/study/yaml_reading.h"

#include <string>

namespace sweep {

/// `replay:` with the members table, formula, steps, report_every and seconds_per_step. A formula without a name is that of
/// `metric`.
Replay readReplay(const YamlNode& node, YamlReading& reading, const std::string& metric);

/// `executor:` and `replay:`.
std::string replayYaml(const Replay& replay);

} // namespace sweep
