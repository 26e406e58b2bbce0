// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/print_methods.h"

#include "app/exit_codes.h"
#include "core/base/text.h"
#include "core/runner/methods.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <cstdio>

namespace sweep {

namespace {

constexpr int IdWidth = 18;

void printLine(std::string_view id, const std::string& text) {
  std::printf("%-*s  %s\n", IdWidth, std::string(id).c_str(), text.c_str());
}

std::string domainText(const Domain& domain) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return numberText(real->low) + " … " + numberText(real->high);
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return numberText(whole->low) + " … " + numberText(whole->high);
  std::vector<std::string> choices;
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    for (const auto& choice : categorical->choices)
      choices.push_back(valueText(choice));
  return joined(choices, ", ");
}

template <class Entry> void printPart(const Entry& entry) {
  printLine(entry.id, std::string(entry.summary));
  for (const auto& option : entry.options())
    printLine({}, "  " + option.parameter.name + " (" + domainText(option.parameter.domain) + "; default " +
                      valueText(defaultOf(option.parameter)) + "): " + option.help);
}

} // namespace

int printMethods() {
  std::printf("Methods, each a sampler (`method:` in a study file) with a scheduler (`scheduler:`):\n\n");
  for (const auto& method : methods()) {
    printLine(method.id, std::string(method.sampler) + " × " + std::string(method.scheduler));
    printLine({}, "  " + std::string(method.summary));
  }
  std::printf("\nSamplers choose configurations:\n\n");
  for (const auto& sampler : samplers())
    printPart(sampler);
  std::printf("\nSchedulers spend budgets:\n\n");
  for (const auto& scheduler : schedulers())
    printPart(scheduler);
  return ExitOk;
}

} // namespace sweep
