// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/command_template.h"

#include "core/base/text.h"
#include "core/runner/command_word.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <string_view>

namespace sweep {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view EnvironmentPrefix = "envvar:";

Words argumentWords(const Configuration& configuration, const char* before) {
  Words words;
  for (const auto& [name, value] : configuration)
    words.push_back(before + name + "=" + valueText(value));
  return words;
}

Words separateWords(const Configuration& configuration) {
  Words words;
  for (const auto& [name, value] : configuration) {
    words.push_back("--" + name);
    words.push_back(valueText(value));
  }
  return words;
}

Words flagWords(const Configuration& configuration) {
  Words words;
  for (const auto& [name, value] : configuration) {
    const bool* flag = std::get_if<bool>(&value);
    if (flag == nullptr)
      words.push_back("--" + name + "=" + valueText(value));
    else if (*flag)
      words.push_back("--" + name);
  }
  return words;
}

struct Expansion {
  const Program& program;
  const Configuration& configuration;
  const CommandContext& context;
};

/// What stands for any number of words of its own.
struct WordMacro {
  std::string_view name;
  Words (*words)(const Expansion&);
};

constexpr std::array<WordMacro, 10> wordMacros = {{
    {"env", [](const Expansion&) { return Words{"/usr/bin/env"}; }},
    {"interpreter", [](const Expansion&) { return Words{"python3"}; }},
    {"args", [](const Expansion& all) { return argumentWords(all.configuration, "--"); }},
    {"args_no_equals", [](const Expansion& all) { return separateWords(all.configuration); }},
    {"args_no_hyphens", [](const Expansion& all) { return argumentWords(all.configuration, ""); }},
    {"args_no_boolean_flags", [](const Expansion& all) { return flagWords(all.configuration); }},
    {"args_json", [](const Expansion& all) { return Words{argumentsJson(all.configuration)}; }},
    {"args_json_file", [](const Expansion& all) { return Words{argumentsFile(all.context.folder)}; }},
    {"args_append_hydra", [](const Expansion& all) { return argumentWords(all.configuration, "+"); }},
    {"args_override_hydra", [](const Expansion& all) { return argumentWords(all.configuration, "++"); }},
}};

/// What stands for a text within a word; nothing when the word shall disappear.
struct TextPlaceholder {
  std::string_view name;
  std::optional<std::string> (*text)(const Expansion&);
};

std::optional<std::string> unlessEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

constexpr std::array<TextPlaceholder, 8> textPlaceholders = {{
    {"program", [](const Expansion& all) { return std::optional(all.program.program); }},
    {"trial", [](const Expansion& all) { return std::optional(std::to_string(all.context.trial)); }},
    {"seed", [](const Expansion& all) { return std::optional(std::to_string(all.context.seed)); }},
    {"budget",
     [](const Expansion& all) {
       return all.context.budget ? std::optional(numberText(*all.context.budget)) : std::nullopt;
     }},
    {"dir", [](const Expansion& all) { return std::optional(all.context.folder); }},
    {"checkpoint", [](const Expansion& all) { return std::optional(all.context.checkpoint); }},
    {"resume", [](const Expansion& all) { return unlessEmpty(all.context.resume); }},
    {"study_dir", [](const Expansion& all) { return std::optional(all.context.studyFolder); }},
}};

template <class Table> auto* findNamed(const Table& table, std::string_view name) {
  const auto found = std::ranges::find_if(table, [&](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::string variableOrName(const Program& program, const std::string& name) {
  for (const auto& [known, value] : program.environment)
    if (known == name)
      return value;
  const char* const ours = std::getenv(name.c_str());
  return ours != nullptr ? ours : name;
}

std::vector<std::string> knownNames(const std::vector<std::string>& parameters) {
  std::vector<std::string> names = parameters;
  for (const auto& macro : wordMacros)
    names.emplace_back(macro.name);
  for (const auto& placeholder : textPlaceholders)
    names.emplace_back(placeholder.name);
  return names;
}

Error unknownPlaceholder(const std::string& name, const std::vector<std::string>& parameters) {
  if (const std::string close = closestTo(name, knownNames(parameters)); !close.empty())
    return Error(SWEEP_TEXT("${%1} is neither a parameter that takes part nor a placeholder. Did you mean ${%2}?"), {name, close});
  return Error(SWEEP_TEXT("${%1} is neither a parameter that takes part nor a placeholder. Write $${ for a literal ${."), {name});
}

Error notAWordOfItsOwn(const std::string& name, const std::string& word) {
  return Error(SWEEP_TEXT("${%1} stands for whole words: in “%2” it must be a word of its own."), {name, word});
}

Error notClosed(const std::string& word) {
  return Error(SWEEP_TEXT("“%1” has a ${ without its }. Write $${ for a literal ${."), {word});
}

Error nulByte(const std::string& where) {
  return Error(SWEEP_TEXT("%1 contains a NUL byte, which no program can be given. Take it out."), {where});
}

bool hasNul(std::string_view text) { return text.find('\0') != text.npos; }

std::vector<std::string> namesOf(const Configuration& configuration) {
  std::vector<std::string> names;
  for (const auto& entry : configuration)
    names.push_back(entry.first);
  return names;
}

/// The text of one placeholder within a word. An inner nothing makes the word disappear.
Result<std::optional<std::string>> textOf(const std::string& name, const std::string& word, const Expansion& all) {
  if (const Value* value = all.configuration.find(name))
    return std::optional(valueText(*value));
  if (name.starts_with(EnvironmentPrefix))
    return std::optional(variableOrName(all.program, name.substr(EnvironmentPrefix.size())));
  if (const auto* placeholder = findNamed(textPlaceholders, name))
    return placeholder->text(all);
  if (findNamed(wordMacros, name) != nullptr)
    return notAWordOfItsOwn(name, word);
  return unknownPlaceholder(name, namesOf(all.configuration));
}

/// The word filled in; nothing when it disappears.
Result<std::optional<std::string>> filledWord(const CommandWord& parts, const std::string& word, const Expansion& all) {
  std::string filled;
  for (const auto& part : parts.parts) {
    if (!part.isPlaceholder) {
      filled += part.text;
      continue;
    }
    const auto text = textOf(part.text, word, all);
    if (!text)
      return text.error();
    if (!*text)
      return std::optional<std::string>();
    filled += **text;
  }
  return std::optional(filled);
}

bool isOptionWord(const std::string& word) { return word.size() > 1 && word.front() == '-' && word.find('=') == word.npos; }

/// Appends what one word of the template becomes.
Result<void> expandWord(const std::string& word, const Expansion& all, Words& words) {
  const auto parts = parseCommandWord(word);
  if (!parts)
    return notClosed(word);
  if (const auto* name = parts->onlyPlaceholder(); name != nullptr && all.configuration.find(*name) == nullptr)
    if (const auto* macro = findNamed(wordMacros, *name)) {
      std::ranges::move(macro->words(all), std::back_inserter(words));
      return {};
    }
  auto filled = filledWord(*parts, word, all);
  if (!filled)
    return filled.error();
  if (*filled)
    words.push_back(std::move(**filled));
  else if (parts->onlyPlaceholder() != nullptr && !words.empty() && isOptionWord(words.back()))
    words.pop_back();
  return {};
}

std::optional<Error> problemOfVariable(const std::string& variable, const Program& program) {
  if (std::ranges::find(program.secrets, variable) == program.secrets.end())
    return std::nullopt;
  return Error(SWEEP_TEXT("${envvar:%1} would put the secret %1 into the command, which everyone on this "
                          "machine can see and which is "
                          "stored. Let the program read its environment instead."),
               {variable});
}

std::optional<Error> problemOfPlaceholder(const std::string& name, bool alone, const std::string& word, const Program& program,
                                          const std::vector<std::string>& parameters) {
  if (std::ranges::find(parameters, name) != parameters.end())
    return std::nullopt;
  if (name.starts_with(EnvironmentPrefix))
    return problemOfVariable(name.substr(EnvironmentPrefix.size()), program);
  if (findNamed(wordMacros, name) != nullptr)
    return alone ? std::nullopt : std::optional(notAWordOfItsOwn(name, word));
  if (findNamed(textPlaceholders, name) == nullptr)
    return unknownPlaceholder(name, parameters);
  if (name == "program" && program.program.empty())
    return Error(SWEEP_TEXT("Say which program to run: the command names ${program}, and none is given."));
  return std::nullopt;
}

/// Collects what is wrong with words, each sentence once.
class ProblemsOfWords {
public:
  ProblemsOfWords(const Program& program, const SpaceSpec& space) : m_program(program) {
    for (const Parameter& parameter : space.parameters)
      m_parameters.push_back(parameter.name);
  }

  /// where: what a sentence calls the text that the word belongs to. mayBeWords: it may become several words.
  void check(const std::string& word, const std::string& where, bool mayBeWords) {
    const auto parts = parseCommandWord(word);
    if (hasNul(word))
      add(nulByte(where));
    if (!parts)
      return add(notClosed(word));
    const bool alone = mayBeWords && parts->onlyPlaceholder() != nullptr;
    for (const auto& part : parts->parts)
      if (part.isPlaceholder)
        if (auto problem = problemOfPlaceholder(part.text, alone, word, m_program, m_parameters))
          add(std::move(*problem));
  }
  void add(Message problem) {
    if (std::ranges::find(found, problem) == found.end())
      found.push_back(std::move(problem));
  }

  std::vector<Message> found;

private:
  const Program& m_program;
  std::vector<std::string> m_parameters;
};

std::string variableName(std::string_view parameter) {
  std::string name = "SWEEP_";
  for (const char c : parameter) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += lower ? static_cast<char>(c - 'a' + 'A') : plain ? c : '_';
  }
  return name;
}

} // namespace

Result<std::vector<std::string>> expandCommand(const Program& program, const Configuration& configuration,
                                               const CommandContext& context) {
  const Expansion all{program, configuration, context};
  Words words;
  for (const auto& [name, value] : configuration)
    if (hasNul(name) || hasNul(valueText(value)))
      return nulByte("“" + name.substr(0, name.find('\0')) + "”");
  for (const std::string& word : program.command)
    if (auto done = expandWord(word, all, words); !done)
      return done.error();
  if (words.empty() || words.front().empty())
    return Error(SWEEP_TEXT("The command is empty. Name the program to start."));
  if (std::ranges::any_of(words, hasNul))
    return nulByte("The command");
  return words;
}

Result<std::string> expandText(const std::string& text, const Program& program, const Configuration& configuration,
                               const CommandContext& context) {
  const auto parts = parseCommandWord(text);
  if (!parts)
    return notClosed(text);
  std::string filled;
  for (const auto& part : parts->parts) {
    const auto piece = part.isPlaceholder ? textOf(part.text, text, {program, configuration, context})
                                          : Result<std::optional<std::string>>(part.text);
    if (!piece)
      return piece.error();
    filled += piece->value_or("");
  }
  if (hasNul(filled))
    return nulByte("“" + text.substr(0, text.find('\0')) + "”");
  return filled;
}

std::string argumentsFile(const std::string& folder) { return folder + "/arguments.json"; }

bool needsArgumentsFile(const Program& program) {
  return std::ranges::find(program.command, "${args_json_file}") != program.command.end();
}

std::string argumentsJson(const Configuration& configuration) {
  std::string json = "{";
  for (const auto& [name, value] : configuration)
    json += (json.size() > 1 ? ", " : "") + valueJson(Value(name)) + ": " + valueJson(value);
  return json + "}";
}

std::vector<Message> problemsOfCommand(const Program& program, const SpaceSpec& space) {
  ProblemsOfWords problems(program, space);
  if (program.command.empty())
    problems.add(Message(SWEEP_TEXT("The command is empty. Name the program to start.")));
  for (const std::string& word : program.command)
    problems.check(word, "The command", true);
  return problems.found;
}

std::vector<Message> problemsOfText(const std::string& text, const Program& program, const SpaceSpec& space) {
  ProblemsOfWords problems(program, space);
  problems.check(text, "“" + text.substr(0, text.find('\0')) + "”", false);
  return problems.found;
}

std::vector<std::pair<std::string, std::string>> trialEnvironment(const Program& program, const Configuration& configuration,
                                                                  const CommandContext& context) {
  std::vector<std::pair<std::string, std::string>> variables;
  const auto set = [&](const std::string& name, const std::string& value) {
    const auto isNamed = [&](const auto& variable) { return variable.first == name; };
    if (std::ranges::none_of(program.environment, isNamed) && std::ranges::none_of(variables, isNamed))
      variables.emplace_back(name, value);
  };
  for (const auto& [name, value] : configuration)
    set(variableName(name), valueText(value));
  set("SWEEP_TRIAL", std::to_string(context.trial));
  set("SWEEP_SEED", std::to_string(context.seed));
  set("SWEEP_DIR", context.folder);
  set("SWEEP_CHECKPOINT", context.checkpoint);
  set("SWEEP_RESUME", context.resume);
  if (context.budget)
    set("SWEEP_BUDGET", numberText(*context.budget));
  return variables;
}

std::string shellLine(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  std::ranges::transform(words, std::back_inserter(quoted), shellQuoted);
  return joined(quoted, " ");
}

std::string templateLine(const std::vector<std::string>& words) {
  const auto readable = [](const std::string& word) {
    // With a word behind it, which a backslash at its end would take in.
    const auto divided = shellWords(word + " x");
    return divided && *divided == std::vector<std::string>{word, "x"} ? word : shellQuoted(word);
  };
  std::vector<std::string> shown;
  std::ranges::transform(words, std::back_inserter(shown), readable);
  return joined(shown, " ");
}

} // namespace sweep
