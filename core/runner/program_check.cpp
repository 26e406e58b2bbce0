// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/program_check.h"

#include "core/runner/command_template.h"
#include "core/runner/command_word.h"
#include "core/runner/program_environment.h"
#include "core/runner/secrets.h"
#include "core/study/secret_names.h"

#include <algorithm>
#include <optional>

namespace sweep {

namespace {

StudyProblem problem(Section section, Message message, std::size_t index = 0, const char* key = "",
                     bool isWarning = false) {
  return {section, index, Field::Whole, key, std::move(message), isWarning};
}

bool hasNul(std::string_view text) {
  return text.find('\0') != text.npos;
}

Message noName(const std::string& name) {
  return Message(SWEEP_TEXT("“%1” cannot be the name of an environment variable."), {name});
}

/// The values that a person wrote down one by one.
std::vector<Value> listedValues(const Parameter& parameter) {
  if (const auto* constant = std::get_if<ConstantDomain>(&parameter.domain))
    return {constant->value};
  const auto* categorical = std::get_if<CategoricalDomain>(&parameter.domain);
  return categorical ? categorical->choices : std::vector<Value>();
}

Value longestOf(const Parameter& parameter) {
  const auto values = listedValues(parameter);
  const auto longest = std::ranges::max_element(values, {}, [](const Value& value) { return valueText(value).size(); });
  return longest == values.end() ? defaultOf(parameter) : *longest;
}

/// A listed text that begins with a dash.
std::optional<std::string> optionLike(const Parameter& parameter) {
  for (const auto& value : listedValues(parameter))
    if (const auto* text = std::get_if<std::string>(&value); text && text->starts_with('-'))
      return *text;
  return std::nullopt;
}

/// Looks at the words of the command one by one.
class WordWarnings {
public:
  explicit WordWarnings(const StudySpec& spec) : m_spec(spec) {}

  std::vector<StudyProblem> find() {
    for (const auto& word : m_spec.program.command) {
      m_optionsAreOver = m_optionsAreOver || word == "--";
      const auto parts = parseCommandWord(word);
      if (!parts)
        continue;
      for (const auto& part : parts->parts)
        if (part.isPlaceholder)
          lookForSecret(part.text);
      if (const auto* name = parts->onlyPlaceholder(); name && !m_optionsAreOver)
        lookForOptions(*name);
    }
    return std::move(m_found);
  }

private:
  void lookForSecret(std::string_view placeholder) {
    constexpr std::string_view prefix = "envvar:";
    if (!placeholder.starts_with(prefix) || !soundsSecret(placeholder.substr(prefix.size())))
      return;
    const std::string name(placeholder.substr(prefix.size()));
    m_found.push_back(
        problem(Section::Program,
                Message(SWEEP_TEXT("${envvar:%1} puts %1 into the command, which everyone on this machine can see while a trial "
                                   "runs. Let the program read its environment instead."),
                        {name}),
                0, "", true));
  }

  void lookForOptions(std::string_view placeholder) {
    for (const auto& parameter : m_spec.space.parameters) {
      if (placeholder != parameter.name && placeholder != "args_no_equals")
        continue;
      if (const auto value = optionLike(parameter))
        m_found.push_back(problem(
            Section::Program,
            Message(SWEEP_TEXT("“%1” of %2 stands as a word of its own, and the program may take it for an option. Write "
                               "--%2=${%2}, or a word -- before it."),
                    {*value, parameter.name}),
            0, "", true));
    }
  }

  const StudySpec& m_spec;
  bool m_optionsAreOver = false;
  std::vector<StudyProblem> m_found;
};

void addSecretConstants(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  const auto& parameters = spec.space.parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto* constant = std::get_if<ConstantDomain>(&parameters[i].domain);
    if (constant && std::holds_alternative<std::string>(constant->value) && soundsSecret(parameters[i].name))
      problems.push_back(
          problem(Section::Parameter,
                  Message(SWEEP_TEXT("The value of a parameter is stored with the study, and everyone on this machine can see it in "
                                     "the commands. If this is a secret, name a variable among the secrets instead.")),
                  i, "", true));
  }
}

} // namespace

bool canNameVariable(std::string_view name) {
  return !name.empty() && name.find('=') == name.npos && !hasNul(name);
}

std::vector<StudyProblem> environmentProblems(const Program& program) {
  std::vector<StudyProblem> problems;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < program.environment.size(); ++i) {
    const auto& [name, value] = program.environment[i];
    if (!canNameVariable(name))
      problems.push_back(problem(Section::Environment, noName(name), i));
    else if (hasNul(value))
      problems.push_back(problem(
          Section::Environment,
          Message(SWEEP_TEXT("The value of %1 contains a NUL byte, which no program can be given. Take it out."), {name}), i));
    else if (std::ranges::find(names, name) != names.end())
      problems.push_back(
          problem(Section::Environment, Message(SWEEP_TEXT("The environment variable %1 is set twice."), {name}), i));
    else if (!value.empty() && soundsSecret(name))
      problems.push_back(problem(
          Section::Environment,
          Message(SWEEP_TEXT("The value of %1 is stored with the study. If it is a secret, name it among the secrets instead: it "
                             "is then taken from Sweepscope's own environment."),
                  {name}),
          i, "", true));
    names.push_back(name);
  }
  for (const auto& name : program.secrets) {
    if (!canNameVariable(name))
      problems.push_back(problem(Section::Environment, noName(name), 0, "secrets"));
    else if (std::ranges::find(names, name) != names.end())
      problems.push_back(problem(
          Section::Environment,
          Message(SWEEP_TEXT("%1 is named as a secret and has a value in the study as well. Remove one of them."), {name}), 0,
          "secrets"));
  }
  for (const auto& name : missingSecrets(program))
    if (!name.empty())
      problems.push_back(problem(
          Section::Environment,
          Message(SWEEP_TEXT("The secret %1 is not set in the environment of Sweepscope. Set it there and start Sweepscope "
                             "again."),
                  {name}),
          0, "secrets"));
  return problems;
}

std::vector<StudyProblem> argumentProblems(const StudySpec& spec, const std::string& studyFolder) {
  std::vector<Configuration::Entry> values;
  for (const auto& parameter : spec.space.parameters)
    values.emplace_back(parameter.name, longestOf(parameter));
  const Configuration longest(std::move(values));
  CommandContext context;
  context.studyFolder = studyFolder;
  context.folder = studyFolder;
  const auto words = expandCommand(spec.program, longest, context);
  if (!words)
    return {problem(Section::Program, words.error())};
  if (auto size = problemOfSize(*words, programEnvironment(spec.program, longest, context)))
    return {problem(Section::Program, *std::move(size))};
  auto problems = WordWarnings(spec).find();
  addSecretConstants(spec, problems);
  return problems;
}

} // namespace sweep
