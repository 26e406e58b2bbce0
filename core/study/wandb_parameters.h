// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"
#include "core/study/yaml_document.h"
#include "core/study/yaml_reading.h"

#include <string>
#include <vector>

namespace sweep {

struct ReadParameter {
  Parameter parameter;
  YamlMark mark;
};

/// The parameters of a W&B sweep, with step, log, default, condition and levels beside its keys. Which distribution is meant is
/// found as W&B finds it (schema.json and params.py of wandb/sweeps). Groups of parameters are flattened, with dots in the
/// names. What has no counterpart here becomes the nearest domain, and a note says so.
std::vector<ReadParameter> readParameters(const YamlNode& parameters, YamlReading& reading);

/// The entry of a parameter below `parameters:`, lines indented by two blanks.
std::string parameterYaml(const Parameter& parameter, bool isGrid);

} // namespace sweep
