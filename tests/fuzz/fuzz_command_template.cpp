// SPDX-License-Identifier: GPL-3.0-or-later
// Any words and any values: a command's words come out one for one, and a value in them is never looked into.
// Input: lines. The first is the number of those that are words of the command; of the rest each two are a parameter.
#include "core/base/text.h"
#include "core/runner/command_template.h"
#include "tests/fuzz/claim.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>

namespace sweep::fuzz {
namespace {

Value valueFrom(std::string_view text) {
  if (text.starts_with('#'))
    return readNumber(text.substr(1)).value_or(0.5);
  if (text.starts_with('%'))
    return readInteger(text.substr(1)).value_or(7);
  if (text.starts_with('[') || text.starts_with('{'))
    if (const auto value = valueFromJson(text))
      return *value;
  return std::string(text);
}

struct Input {
  Program program;
  Configuration configuration;
  SpaceSpec space;
};

Input inputFrom(std::string_view bytes) {
  Input input;
  const auto lines = split(bytes, '\n');
  const auto words = static_cast<std::size_t>(readInteger(lines.front()).value_or(1) & 0xf);
  std::size_t at = 1;
  input.program.command.clear();
  for (; at < lines.size() && at <= words; ++at)
    input.program.command.push_back(lines[at]);
  for (; at + 1 < lines.size(); at += 2) {
    input.configuration.set(lines[at], valueFrom(lines[at + 1]));
    input.space.parameters.push_back({lines[at], FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}});
  }
  input.program.program = "./train";
  return input;
}

CommandContext contextOf(std::size_t variant) {
  CommandContext context;
  context.trial = 3;
  context.seed = variant;
  context.folder = "/study.trials/00003";
  context.checkpoint = "/study.trials/00003/checkpoint";
  context.studyFolder = "/study folder";
  if (variant % 2 == 0)
    context.budget = 9.5;
  if (variant % 3 == 0)
    context.resume = "/study.trials/00001/checkpoint";
  return context;
}

void checkWords(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    claim(word.find('\0') == word.npos, "no word has a NUL byte");
  const auto again = shellWords(shellLine(words));
  claim(again && *again == words, "a shell gives the same words back", shellLine(words));
}

/// Alone in its word, a value arrives as it is, whatever it contains.
void checkSinglePass(const Configuration& configuration, const CommandContext& context) {
  for (const auto& [name, value] : configuration) {
    if (name.empty() || name.find_first_of("{}$") != name.npos)
      continue;
    Program program;
    program.command = {"x${" + name + "}y"};
    const auto words = expandCommand(program, configuration, context);
    claim(!words || *words == std::vector{"x" + valueText(value) + "y"}, "a value is never expanded",
          valueText(value));
  }
}

void checkEnvironment(const Input& input, const CommandContext& context) {
  std::set<std::string> names;
  for (const auto& [name, value] : trialEnvironment(input.program, input.configuration, context)) {
    claim(!name.empty() && name.find_first_of(std::string_view("=\0", 2)) == name.npos,
          "a variable's name can be one", name);
    claim(names.insert(name).second, "each variable is there once", name);
  }
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  const fuzz::Input input = fuzz::inputFrom({reinterpret_cast<const char*>(data), size});
  const CommandContext context = fuzz::contextOf(size);
  (void)problemsOfCommand(input.program, input.space);
  const auto line = shellWords(templateLine(input.program.command));
  fuzz::claim(line && *line == input.program.command, "a line for editing gives the same words back");
  const auto words = expandCommand(input.program, input.configuration, context);
  if (words)
    fuzz::checkWords(*words);
  else
    fuzz::claim(!words.error().empty(), "a refusal has a sentence");
  fuzz::checkSinglePass(input.configuration, context);
  fuzz::checkEnvironment(input, context);
  fuzz::claim(nlohmann::json::accept(argumentsJson(input.configuration)), "the arguments are JSON",
              argumentsJson(input.configuration));
  return 0;
}
