// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <unordered_map>

namespace sweep {

namespace {

constexpr std::size_t LongestName = 128;

/// Placeholders of commands and the variables SWEEP_… of a trial's environment. Not the seed: programs are often tuned
/// over their own, which then takes its place.
constexpr std::array<std::string_view, 18> Reserved = {"PROGRAM",
                                                       "ARGS",
                                                       "ARGS_NO_EQUALS",
                                                       "ARGS_NO_HYPHENS",
                                                       "ARGS_NO_BOOLEAN_FLAGS",
                                                       "ARGS_JSON",
                                                       "ARGS_JSON_FILE",
                                                       "ARGS_APPEND_HYDRA",
                                                       "ARGS_OVERRIDE_HYDRA",
                                                       "TRIAL",
                                                       "BUDGET",
                                                       "DIR",
                                                       "CHECKPOINT",
                                                       "RESUME",
                                                       "STUDY_DIR",
                                                       "ENV",
                                                       "ENVVAR",
                                                       "INTERPRETER"};

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The name as it is in the variable SWEEP_… of a trial's environment: two parameters must not share one.
std::string folded(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    c = isLetter(c) || isDigit(c) ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : '_';
  return text;
}

/// Characters that are not plain ASCII shown by their bytes, so that a sentence cannot be turned around by
/// one of them.
std::string shown(std::string_view name) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (const char c : name.substr(0, 40)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f)
      text += c;
    else
      text += {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
  }
  return name.size() > 40 ? text + "…" : text;
}

using Indices = std::unordered_map<std::string_view, std::size_t>;

class SpaceCheck {
public:
  explicit SpaceCheck(const SpaceSpec& spec) : m_spec(spec) {}

  std::vector<SpaceProblem> run() {
    checkNames();
    for (m_index = 0; m_index < m_spec.parameters.size(); ++m_index)
      checkParameter(m_spec.parameters[m_index]);
    checkConstraints();
    return std::move(m_problems);
  }

private:
  void add(Field field, Message message) {
    m_problems.push_back({m_index, false, field, std::move(message)});
  }

  void checkNames() {
    std::unordered_map<std::string, std::size_t> seen;
    for (m_index = 0; m_index < m_spec.parameters.size(); ++m_index) {
      const std::string& name = m_spec.parameters[m_index].name;
      if (auto problem = problemOfName(name); !problem.empty()) {
        add(Field::Name, std::move(problem));
        continue;
      }
      const auto [other, isNew] = seen.emplace(folded(name), m_index);
      if (isNew)
        m_indices.emplace(name, m_index);
      else
        addTwin(name, m_spec.parameters[other->second].name);
    }
  }

  void addTwin(const std::string& name, const std::string& other) {
    if (name == other)
      add(Field::Name, Message(SWEEP_TEXT("The name “%1” is there twice."), {name}));
    else
      add(Field::Name,
          Message(
              SWEEP_TEXT("The names “%1” and “%2” differ only in capitals or in the signs _ . - and would "
                         "share an environment variable."),
              {other, name}));
  }

  void checkParameter(const Parameter& parameter) {
    const auto problems = problemsOf(parameter.domain);
    for (const auto& problem : problems)
      add(problem.field, problem.message);
    if (problems.empty())
      checkValues(parameter);
    if (parameter.condition)
      checkCondition(parameter, *parameter.condition);
  }

  void checkValues(const Parameter& parameter) {
    if (parameter.defaultValue && !contains(parameter.domain, *parameter.defaultValue))
      add(Field::Default, Message(SWEEP_TEXT("The default %1 is not one of the parameter's values."),
                                  {valueText(*parameter.defaultValue)}));
    std::set<std::string> seen;
    for (const auto& level : parameter.gridLevels) {
      if (!contains(parameter.domain, level))
        add(Field::Whole, Message(SWEEP_TEXT("The grid level %1 is not one of the parameter's values."),
                                  {valueText(level)}));
      else if (!seen.insert(valueJson(level)).second)
        add(Field::Whole, Message(SWEEP_TEXT("The grid level %1 is there twice."), {valueText(level)}));
    }
  }

  void checkCondition(const Parameter& parameter, const Condition& condition) {
    const auto parent = m_indices.find(condition.parent);
    if (parent == m_indices.end()) {
      addMissingParent(condition.parent);
      return;
    }
    if (auto circle = circleThrough(parameter.name, condition.parent); !circle.empty()) {
      add(Field::Condition, Message(SWEEP_TEXT("The conditions go round in a circle: %1."), {circle}));
      return;
    }
    const Domain& domain = m_spec.parameters[parent->second].domain;
    if (problemsOf(domain).empty())
      condition.relation == Relation::OneOf ? checkOneOf(condition, domain) : checkBound(condition, domain);
  }

  void addMissingParent(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [known, index] : m_indices)
      names.emplace_back(known);
    std::sort(names.begin(), names.end());
    if (const auto close = closestTo(name, names); !close.empty())
      add(Field::Condition,
          Message(SWEEP_TEXT("The condition names “%1”, which is no parameter; did you mean “%2”?"),
                  {shown(name), close}));
    else
      add(Field::Condition,
          Message(SWEEP_TEXT("The condition names “%1”, which is no parameter."), {shown(name)}));
  }

  /// "a → b → a" when the parents of `name` lead back to it, else empty. A circle that does not contain it is
  /// theirs.
  std::string circleThrough(const std::string& name, std::string_view parent) const {
    std::string path = name;
    for (std::size_t steps = 0; steps <= m_spec.parameters.size(); ++steps) {
      path += " → " + std::string(parent);
      if (parent == name)
        return path;
      const auto found = m_indices.find(parent);
      if (found == m_indices.end() || !m_spec.parameters[found->second].condition)
        return {};
      parent = m_spec.parameters[found->second].condition->parent;
    }
    return {};
  }

  void checkOneOf(const Condition& condition, const Domain& parent) {
    if (condition.values.empty())
      add(Field::Condition, Message(SWEEP_TEXT("The condition on “%1” names no value."), {condition.parent}));
    for (const auto& value : condition.values)
      if (!contains(parent, value))
        add(Field::Condition, Message(SWEEP_TEXT("The condition needs %1, which is not one of the values of "
                                                 "“%2”; the parameter would never take part."),
                                      {valueText(value), condition.parent}));
  }

  void checkBound(const Condition& condition, const Domain& parent) {
    const auto bound = condition.values.size() == 1 ? valueNumber(condition.values.front()) : std::nullopt;
    if (!isNumeric(parent))
      add(Field::Condition,
          Message(SWEEP_TEXT("“%1” is not a range of numbers: choose the values it must have."),
                  {condition.parent}));
    else if (!bound || !(*bound == *bound))
      add(Field::Condition,
          Message(SWEEP_TEXT("The condition on “%1” needs exactly one number."), {condition.parent}));
    else if (!holds(condition, extremeOf(parent, condition.relation)))
      add(Field::Condition, Message(SWEEP_TEXT("“%1” never reaches %2; the parameter would never take part."),
                                    {condition.parent, valueText(condition.values.front())}));
  }

  static Value extremeOf(const Domain& parent, Relation relation) {
    return fromUnit(parent, relation == Relation::AtLeast ? 1.0 : 0.0);
  }

  void checkConstraints() {
    const auto names = numericNames(m_spec);
    for (std::size_t i = 0; i < m_spec.constraints.size(); ++i)
      if (auto constraint = Constraint::compile(m_spec.constraints[i], names); !constraint)
        m_problems.push_back({i, true, Field::Whole, constraint.error()});
  }

  const SpaceSpec& m_spec;
  std::size_t m_index = 0;
  Indices m_indices;
  std::vector<SpaceProblem> m_problems;
};

bool isNumericParameter(const Parameter& parameter) {
  if (const auto* constant = std::get_if<ConstantDomain>(&parameter.domain))
    return valueNumber(constant->value).has_value();
  const auto* categorical = std::get_if<CategoricalDomain>(&parameter.domain);
  return !categorical || std::all_of(categorical->choices.begin(), categorical->choices.end(),
                                     [](const Value& choice) { return valueNumber(choice).has_value(); });
}

} // namespace

Message problemOfName(std::string_view name) {
  if (name.empty())
    return Message(SWEEP_TEXT("The parameter has no name."));
  if (name.size() > LongestName)
    return Message(SWEEP_TEXT("The name “%1” is too long: it has %2 characters, at most %3 are allowed."),
                   {shown(name), std::to_string(name.size()), std::to_string(LongestName)});
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '-';
  });
  if (!plain || !(isLetter(name.front()) || name.front() == '_'))
    return Message(SWEEP_TEXT("The name “%1” is not allowed: use the letters a to z and A to Z, digits and _ "
                              ". - and begin with "
                              "a letter or _."),
                   {shown(name)});
  if (std::find(Reserved.begin(), Reserved.end(), folded(name)) != Reserved.end())
    return Message(SWEEP_TEXT("The name “%1” is reserved for a placeholder of commands: choose another."),
                   {std::string(name)});
  return {};
}

std::vector<std::string> numericNames(const SpaceSpec& spec) {
  std::vector<std::string> names;
  for (const auto& parameter : spec.parameters)
    if (isNumericParameter(parameter))
      names.push_back(parameter.name);
  return names;
}

std::vector<SpaceProblem> problemsOf(const SpaceSpec& spec) {
  return SpaceCheck(spec).run();
}

} // namespace sweep
