// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/parameter_edits.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>

namespace sweep::ui {

namespace {

auto countNamed(const SpaceSpec& space, const std::string& name) {
  return std::count_if(space.parameters.begin(), space.parameters.end(),
                       [&name](const Parameter& parameter) { return parameter.name == name; });
}

bool isWordLetter(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) || letter == '_' || letter == '.'; }

/// Replaces whole words only.
void replaceWord(std::string& text, const std::string& before, const std::string& after) {
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at)) {
    const std::size_t end = at + before.size();
    const bool isWhole = (at == 0 || !isWordLetter(text[at - 1])) && (end >= text.size() || !isWordLetter(text[end]));
    if (isWhole)
      text.replace(at, before.size(), after);
    at += isWhole ? after.size() : 1;
  }
}

void replaceAll(std::string& text, const std::string& before, const std::string& after) {
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + after.size()))
    text.replace(at, before.size(), after);
}

} // namespace

std::string freeName(const SpaceSpec& space, const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2; countNamed(space, name) > 0; ++number)
    name = wanted + "_" + std::to_string(number);
  return name;
}

Parameter newParameter(const SpaceSpec& space, DomainKind kind) {
  Parameter parameter;
  switch (kind) {
  case DomainKind::Float:
    parameter.domain = FloatDomain{};
    break;
  case DomainKind::Int:
    parameter.domain = IntDomain{1, 10};
    break;
  case DomainKind::Categorical:
    parameter.domain = CategoricalDomain{};
    break;
  case DomainKind::Fixed:
    parameter.domain = ConstantDomain{Value(std::int64_t{1})};
    break;
  }
  parameter.name = freeName(space, "parameter");
  return parameter;
}

void followRename(StudySpec& spec, const std::string& before, const std::string& after) {
  if (before.empty() || after.empty() || countNamed(spec.space, before) > 0 || countNamed(spec.space, after) != 1)
    return;
  for (auto& parameter : spec.space.parameters)
    if (parameter.condition && parameter.condition->parent == before)
      parameter.condition->parent = after;
  for (auto& constraint : spec.space.constraints)
    replaceWord(constraint, before, after);
  for (auto& word : spec.program.command)
    replaceAll(word, "${" + before + "}", "${" + after + "}");
}

} // namespace sweep::ui
