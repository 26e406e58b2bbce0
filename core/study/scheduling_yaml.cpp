// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/scheduling_yaml.h"

#include "core/base/text.h"
#include "core/study/yaml_scalar.h"

#include <algorithm>
#include <array>

namespace sweep {

namespace {

constexpr std::array<std::string_view, 5> EarlyTerminateKeys = {"min_iter", "max_iter", "s", "eta", "strict"};

std::string member(std::string_view key, const std::string& value) {
  return "  " + std::string(key) + ": " + value + "\n";
}

/// Whole numbers without a dot.
std::string amountText(double amount) {
  const auto whole = static_cast<std::int64_t>(std::clamp(amount, -1e15, 1e15));
  return static_cast<double>(whole) == amount ? numberText(whole) : yamlNumber(amount);
}

bool isEarlyTerminate(const MethodChoice& method) {
  return method.scheduler == EarlyTerminateScheduler && !method.schedulerOptions.empty() &&
         std::ranges::all_of(method.schedulerOptions, [](const auto& option) {
           return std::ranges::find(EarlyTerminateKeys, option.first) != EarlyTerminateKeys.end();
         });
}

std::string earlyTerminateYaml(const Configuration& options) {
  std::string text = "early_terminate:\n" + member("type", "hyperband");
  for (const auto& [name, value] : options)
    text += member(name, yamlText(value));
  return text;
}

} // namespace

Budget readBudget(const YamlNode& node, YamlReading& reading) {
  mapIn(node, "budget");
  reading.noteUnknownKeys(node, "budget", {"unit", "min", "max", "way"});
  Budget budget;
  if (const auto* unit = node.find("unit"))
    budget.unit = textIn(*unit, "budget: unit");
  if (const auto* min = node.find("min"))
    budget.min = numberIn(*min, "budget: min");
  if (const auto* max = node.find("max"))
    budget.max = numberIn(*max, "budget: max");
  if (const auto* way = node.find("way")) {
    const auto known = budgetWayFromName(textIn(*way, "budget: way"));
    if (!known)
      throw YamlError{
          way->mark,
          Message(SWEEP_TEXT("The “way” of a budget is stop_in_flight, continue or start_over, not “%1”."),
                  {way->text})};
    budget.way = *known;
  }
  return budget;
}

std::string budgetYaml(const Budget& budget) {
  return "budget:\n" + member("unit", yamlString(budget.unit)) + member("min", amountText(budget.min)) +
         member("max", amountText(budget.max)) + member("way", std::string(budgetWayName(budget.way)));
}

CheckpointRule readCheckpointRule(const YamlNode& node, YamlReading& reading) {
  if (node.isMap()) {
    reading.noteUnknownKeys(node, "keep_checkpoints", {"best"});
    if (const auto* best = node.find("best"))
      return {CheckpointRule::Keep::Best, countIn(*best, "keep_checkpoints: best", 1, CheckpointRule::MostBest)};
  } else if (node.isScalar() && (node.text == "all" || node.text == "last")) {
    return *checkpointRuleFromText(node.text);
  }
  throw YamlError{node.mark,
                  Message(SWEEP_TEXT("“keep_checkpoints” is all, last or {best: k} with k from 1 to %1."),
                          {std::to_string(CheckpointRule::MostBest)})};
}

std::string checkpointRuleYaml(const CheckpointRule& rule) {
  if (rule == CheckpointRule())
    return {};
  return "keep_checkpoints: " +
         (rule.keep == CheckpointRule::Keep::Best ? "{best: " + std::to_string(rule.best) + "}" : checkpointRuleText(rule)) +
         "\n";
}

void readEarlyTerminate(const YamlNode& node, YamlReading& reading, MethodChoice& method) {
  mapIn(node, "early_terminate");
  const auto* type = node.find("type");
  if (!type || textIn(*type, "early_terminate: type") != "hyperband") {
    reading.note(node.mark, Message(SWEEP_TEXT("“early_terminate” is not applied: the only type that W&B "
                                               "knows is hyperband.")));
    return;
  }
  reading.noteUnknownKeys(node, "early_terminate", {"type", "min_iter", "max_iter", "s", "eta", "strict"});
  method.scheduler = EarlyTerminateScheduler;
  for (const auto key : EarlyTerminateKeys)
    if (const auto* value = node.find(key))
      method.schedulerOptions.set(key, reading.value(*value));
}

std::string schedulerYaml(const MethodChoice& method) {
  if (isEarlyTerminate(method))
    return earlyTerminateYaml(method.schedulerOptions);
  std::string text;
  if (method.scheduler != MethodChoice{}.scheduler)
    text += "scheduler: " + yamlString(method.scheduler) + "\n";
  return text + optionsYaml("scheduler_options", method.schedulerOptions);
}

std::string optionsYaml(std::string_view key, const Configuration& options) {
  if (options.empty())
    return {};
  std::string text = std::string(key) + ":\n";
  for (const auto& [name, value] : options)
    text += member(yamlString(name), yamlText(value));
  return text;
}

} // namespace sweep
