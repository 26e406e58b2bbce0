// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/replay_yaml.h"

#include "core/base/text.h"
#include "core/study/yaml_scalar.h"

namespace sweep {

namespace {

std::int64_t stepsIn(const YamlNode& node, std::string_view key) {
  const std::int64_t steps = integerIn(node, key);
  if (steps < 1)
    throw YamlError{node.mark, Message(SWEEP_TEXT("“%1” should be at least 1, but it is %2."),
                                       {std::string(key), node.text})};
  return steps;
}

void readFormulas(const YamlNode& node, const std::string& metric, Replay& replay) {
  if (node.isScalar()) {
    replay.formulas.emplace_back(metric, textIn(node, "replay: formula"));
    return;
  }
  mapIn(node, "replay: formula");
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    replay.formulas.emplace_back(node.keys[i].text, textIn(node.items[i], "replay: formula"));
}

std::string member(std::string_view key, const std::string& value) {
  return "  " + std::string(key) + ": " + value + "\n";
}

} // namespace

Replay readReplay(const YamlNode& node, YamlReading& reading, const std::string& metric) {
  mapIn(node, "replay");
  reading.noteUnknownKeys(node, "replay", {"table", "formula", "steps", "report_every", "seconds_per_step"});
  Replay replay;
  if (const auto* table = node.find("table"))
    replay.table = textIn(*table, "replay: table");
  if (const auto* formula = node.find("formula"))
    readFormulas(*formula, metric, replay);
  if (const auto* steps = node.find("steps"))
    replay.steps = stepsIn(*steps, "replay: steps");
  if (const auto* every = node.find("report_every"))
    replay.reportEvery = stepsIn(*every, "replay: report_every");
  if (const auto* seconds = node.find("seconds_per_step"))
    replay.secondsPerStep = textIn(*seconds, "replay: seconds_per_step");
  return replay;
}

std::string replayYaml(const Replay& replay) {
  const Replay defaults;
  std::string text = "executor: replay\nreplay:\n";
  text += member("table", yamlString(replay.table));
  if (!replay.formulas.empty())
    text += "  formula:\n";
  for (const auto& [metric, formula] : replay.formulas)
    text += "  " + member(yamlString(metric), yamlString(formula));
  if (replay.steps != defaults.steps)
    text += member("steps", numberText(replay.steps));
  if (replay.reportEvery != defaults.reportEvery)
    text += member("report_every", numberText(replay.reportEvery));
  if (replay.secondsPerStep != defaults.secondsPerStep)
    text += member("seconds_per_step", yamlString(replay.secondsPerStep));
  return text;
}

} // namespace sweep
