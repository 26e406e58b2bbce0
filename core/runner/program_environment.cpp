// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/program_environment.h"

#include <algorithm>
#include <cstring>
#include <sys/resource.h>
#include <unistd.h>

namespace sweep {

namespace {

using Words = std::vector<std::string>;
using Variable = std::pair<std::string, std::string>;
using Variables = std::vector<Variable>;

/// Room for what is added later: the path of the program, the variables that mark an attempt and its device.
constexpr std::size_t Reserve = 16 << 10;

/// Bytes of one word or variable with the NUL behind it (MAX_ARG_STRLEN of Linux).
std::size_t mostForOne() { return 32 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

/// A quarter of the stack, at most three quarters of the usual 8 MiB, at least 128 KiB (execve(2)).
std::size_t mostForAll() {
  struct rlimit stack = {};
  ::getrlimit(RLIMIT_STACK, &stack);
  return std::clamp<std::size_t>(stack.rlim_cur / 4, 128 << 10, 6 << 20) - Reserve;
}

std::size_t sizeOfVariable(const Variable& variable) { return variable.first.size() + 1 + variable.second.size() + 1; }

/// With the pointer to it.
template <class Range, class Size> std::size_t sizeOfAll(const Range& range, Size sizeOfOne) {
  std::size_t sum = 0;
  for (const auto& one : range)
    sum += sizeOfOne(one) + sizeof(char*);
  return sum;
}

Variables ownVariables() {
  Variables variables;
  for (char** entry = environ; entry && *entry; ++entry)
    if (const char* equals = std::strchr(*entry, '='))
      variables.emplace_back(std::string(static_cast<const char*>(*entry), equals), equals + 1);
  if (std::ranges::find(variables, "PYTHONUNBUFFERED", &Variable::first) == variables.end())
    variables.emplace_back("PYTHONUNBUFFERED", "1");
  return variables;
}

void addTo(Variables& variables, const Variables& more) {
  for (const auto& [name, value] : more) {
    const auto found = std::ranges::find(variables, name, &Variable::first);
    if (found != variables.end())
      found->second = value;
    else
      variables.emplace_back(name, value);
  }
}

/// Those of the values that fit, else those of the context alone.
Variables fitting(const Program& program, const Configuration& configuration, const CommandContext& context, std::size_t taken) {
  Variables variables = trialEnvironment(program, configuration, context);
  std::erase_if(variables, [](const auto& variable) { return sizeOfVariable(variable) > mostForOne(); });
  const auto all = sizeOfAll(variables, sizeOfVariable);
  return taken + all <= mostForAll() / 2 ? variables : trialEnvironment(program, {}, context);
}

std::string beginningOf(const std::string& text) { return text.substr(0, 30) + (text.size() > 30 ? "…" : ""); }

Error tooLong(const std::string& what, std::size_t size) {
  return Error(SWEEP_TEXT("“%1” has %2 bytes, and the system hands at most %3 to a program in one piece. Let the program read its "
                          "values from a file: put ${args_json_file} into the command, and name no long value beside it."),
               {beginningOf(what), std::to_string(size - 1), std::to_string(mostForOne() - 1)});
}

} // namespace

Variables programEnvironment(const Program& program, const Configuration& configuration, const CommandContext& context) {
  Variables variables = ownVariables();
  addTo(variables, program.environment);
  addTo(variables, needsArgumentsFile(program) ? fitting(program, configuration, context, sizeOfAll(variables, sizeOfVariable))
                                               : trialEnvironment(program, configuration, context));
  return variables;
}

std::optional<Error> problemOfSize(const Words& words, const Variables& environment) {
  for (const auto& word : words)
    if (word.size() + 1 > mostForOne())
      return tooLong(word, word.size() + 1);
  for (const auto& variable : environment)
    if (sizeOfVariable(variable) > mostForOne())
      return tooLong(variable.first + "=" + variable.second, sizeOfVariable(variable));
  const auto size = sizeOfAll(words, [](const auto& word) { return word.size() + 1; }) + sizeOfAll(environment, sizeOfVariable);
  if (size <= mostForAll())
    return std::nullopt;
  return Error(SWEEP_TEXT("The command and its environment have %1 bytes together, and the system hands at most %2 to a program. Let "
                          "the program read its values from a file: put ${args_json_file} into the command."),
               {std::to_string(size), std::to_string(mostForAll())});
}

} // namespace sweep
