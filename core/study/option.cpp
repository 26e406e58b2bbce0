// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/option.h"

#include "core/base/text.h"

namespace sweep {

namespace {

const Option* findOption(std::span<const Option> options, std::string_view name) {
  for (const auto& option : options)
    if (option.parameter.name == name)
      return &option;
  return nullptr;
}

std::vector<std::string> namesOf(std::span<const Option> options) {
  std::vector<std::string> names;
  for (const auto& option : options)
    names.push_back(option.parameter.name);
  return names;
}

/// A whole number where a real one is wanted, as people write it in files.
Value inKindOf(const Domain& domain, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value); whole && std::holds_alternative<FloatDomain>(domain))
    return static_cast<double>(*whole);
  return value;
}

Error unknownOption(std::span<const Option> options, const std::string& name) {
  const auto names = namesOf(options);
  if (const auto close = closestTo(name, names); !close.empty())
    return Error(SWEEP_TEXT("The method has no setting “%1”; did you mean “%2”?"), {name, close});
  if (names.empty())
    return Error(SWEEP_TEXT("The method has no setting “%1”; it has none at all."), {name});
  return Error(SWEEP_TEXT("The method has no setting “%1”; it has: %2."), {name, joined(names, ", ")});
}

} // namespace

Option wholeOption(std::string name, IntDomain domain, std::int64_t standard, std::string label, std::string help) {
  return {{std::move(name), domain, Value(standard), {}, {}}, std::move(label), std::move(help)};
}

Option realOption(std::string name, FloatDomain domain, double standard, std::string label, std::string help) {
  return {{std::move(name), domain, Value(standard), {}, {}}, std::move(label), std::move(help)};
}

Option wordOption(std::string name, std::vector<std::string> words, std::string label, std::string help) {
  const Value first = words.front();
  return {{std::move(name), CategoricalDomain{{words.begin(), words.end()}, {}}, first, {}, {}},
          std::move(label),
          std::move(help)};
}

Result<Configuration> completedOptions(std::span<const Option> options, const Configuration& chosen) {
  for (const auto& [name, value] : chosen)
    if (!findOption(options, name))
      return unknownOption(options, name);
  Configuration complete;
  for (const auto& option : options) {
    const auto& parameter = option.parameter;
    const Value* given = chosen.find(parameter.name);
    const Value value = given ? inKindOf(parameter.domain, *given) : defaultOf(parameter);
    if (!contains(parameter.domain, value))
      return Error(SWEEP_TEXT("The setting “%1” cannot be %2."), {parameter.name, valueText(value)});
    complete.set(parameter.name, value);
  }
  return complete;
}

std::int64_t intOption(const Configuration& options, std::string_view name) {
  return std::get<std::int64_t>(*options.find(name));
}

double floatOption(const Configuration& options, std::string_view name) { return std::get<double>(*options.find(name)); }

bool boolOption(const Configuration& options, std::string_view name) { return std::get<bool>(*options.find(name)); }

std::string textOption(const Configuration& options, std::string_view name) {
  return std::get<std::string>(*options.find(name));
}

} // namespace sweep
