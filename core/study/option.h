// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"
#include "core/space/parameter.h"

#include <span>
#include <string>
#include <vector>

namespace sweep {

/// A setting of a method, described in the words of the search space: from it come its field in the form, its key in study
/// files and its check.
struct Option {
  /// name (the key in files), domain and default.
  Parameter parameter;
  /// What the form shows.
  std::string label;
  /// One sentence.
  std::string help;
};

Option wholeOption(std::string name, IntDomain domain, std::int64_t standard, std::string label, std::string help);
Option realOption(std::string name, FloatDomain domain, double standard, std::string label, std::string help);
/// One of several words, the first by default.
Option wordOption(std::string name, std::vector<std::string> words, std::string label, std::string help);

/// The chosen settings completed by defaults. Fails on an unknown name or a value outside its domain.
Result<Configuration> completedOptions(std::span<const Option> options, const Configuration& chosen);

/// Settings after completedOptions, so that each name is there with its domain's kind.
std::int64_t intOption(const Configuration& options, std::string_view name);
double floatOption(const Configuration& options, std::string_view name);
bool boolOption(const Configuration& options, std::string_view name);
std::string textOption(const Configuration& options, std::string_view name);

} // namespace sweep
