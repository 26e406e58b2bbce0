// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/failure.h"

#include <array>

namespace sweep {

namespace {
constexpr std::array<std::string_view, 10> Names = {
    "exit code", "signal",       "timeout",         "no output", "out of memory",
    "no metric", "not a number", "could not start", "lost",      "stopped"};
} // namespace

std::string_view failureClassName(FailureClass kind) {
  return Names[static_cast<std::size_t>(kind)];
}

std::optional<FailureClass> failureClassFromName(std::string_view name) {
  for (std::size_t i = 0; i < Names.size(); ++i)
    if (Names[i] == name)
      return static_cast<FailureClass>(i);
  return std::nullopt;
}

} // namespace sweep
