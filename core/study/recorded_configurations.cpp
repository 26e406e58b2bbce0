// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/recorded_configurations.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace sweep {

namespace {

bool equalWithoutCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// A choice as it was written: by its text, else by its number.
bool isChoice(const Value& choice, const std::string& text) {
  if (valueText(choice) == text ||
      (std::holds_alternative<bool>(choice) && equalWithoutCase(valueText(choice), text)))
    return true;
  const auto number = valueNumber(choice);
  return number && !std::holds_alternative<bool>(choice) && readNumber(text) == number;
}

/// Nothing when the text is no value of the domain.
std::optional<Value> valueOf(const Domain& domain, const std::string& text) {
  const auto number = readNumber(text);
  std::optional<Value> value;
  if (std::holds_alternative<FloatDomain>(domain) && number)
    value = *number;
  if (std::holds_alternative<IntDomain>(domain) && number && *number == std::floor(*number) &&
      std::abs(*number) < 0x1p53)
    value = static_cast<std::int64_t>(*number);
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    for (const auto& choice : categorical->choices)
      if (!value && isChoice(choice, text))
        value = choice;
  if (const auto* constant = std::get_if<ConstantDomain>(&domain);
      constant && isChoice(constant->value, text))
    value = constant->value;
  return value && contains(domain, *value) ? value : std::nullopt;
}

} // namespace

Result<RecordedConfigurations> RecordedConfigurations::create(SearchSpace space, const std::vector<std::string>& names) {
  RecordedConfigurations made;
  for (const auto& parameter : space.parameters()) {
    const auto found = std::ranges::find(names, parameter.name);
    if (found == names.end() && !std::holds_alternative<ConstantDomain>(parameter.domain))
      return Error(SWEEP_TEXT("The table has no column for the parameter “%1”. Its parameters are: %2."),
                   {parameter.name, joined(names, ", ")});
    made.m_columns.push_back(found == names.end() ? std::nullopt
                                                  : std::optional(static_cast<std::size_t>(found - names.begin())));
  }
  made.m_space = std::move(space);
  return made;
}

Result<Configuration> RecordedConfigurations::read(const RecordedRun& run) const {
  Configuration configuration;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const auto& parameter = m_space.parameters()[i];
    if (!m_columns[i])
      configuration.set(parameter.name, std::get<ConstantDomain>(parameter.domain).value);
    else if (const auto& text = run.configuration[*m_columns[i]]; !text.empty()) {
      auto value = valueOf(parameter.domain, text);
      if (!value)
        return Error(SWEEP_TEXT("“%1” is no value of %2 in this study."), {text, parameter.name});
      configuration.set(parameter.name, std::move(*value));
    }
  }
  configuration = m_space.withoutInactive(configuration);
  if (auto checked = m_space.check(configuration); !checked)
    return checked.error();
  return configuration;
}

} // namespace sweep
