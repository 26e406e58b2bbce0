// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/study/failure_yaml.h"
#include "core/study/replay_yaml.h"
#include "core/study/scheduling_yaml.h"
#include "core/study/study_file.h"
#include "core/study/wandb_parameters.h"
#include "core/study/yaml_scalar.h"

#include <algorithm>

namespace sweep {

namespace {

std::string entry(std::string_view key, const std::string& value) {
  return std::string(key) + ": " + value + "\n";
}

/// Seconds, whole ones without a dot.
std::string secondsText(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::clamp(seconds, -1e15, 1e15));
  return static_cast<double>(whole) == seconds ? numberText(whole) : yamlNumber(seconds);
}

std::string flowTexts(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const auto& text : texts)
    quoted.push_back(yamlString(text));
  return "[" + joined(quoted, ", ") + "]";
}

std::string programYaml(const Program& program) {
  std::string text;
  if (!program.program.empty())
    text += entry("program", yamlString(program.program));
  if (program.command != std::vector<std::string>{"${env}", "${interpreter}", "${program}", "${args}"})
    text += entry("command", flowTexts(program.command));
  if (!program.workingDirectory.empty())
    text += entry("working_directory", yamlString(program.workingDirectory));
  if (!program.secrets.empty())
    text += entry("secrets", flowTexts(program.secrets));
  if (program.environment.empty())
    return text;
  text += "environment:\n";
  for (const auto& [name, value] : program.environment)
    text += "  " + entry(yamlString(name), yamlString(value));
  return text;
}

std::string methodYaml(const MethodChoice& method) {
  std::string text = entry("method", method.sampler == "gp" ? "bayes" : yamlString(method.sampler));
  return text + optionsYaml("method_options", method.samplerOptions) + schedulerYaml(method);
}

std::string reductionText(const Objective& objective) {
  switch (objective.reduction) {
  case Reduction::Last:
    return "last";
  case Reduction::Best:
    return "best";
  case Reduction::MeanOfLast:
    return "{mean_of_last: " + std::to_string(objective.lastCount) + "}";
  }
  return "last";
}

/// The lines of a metric, the first one begun by `first` and the others by blanks.
std::string metricYaml(const Objective& objective, const std::string& first) {
  std::string text = first + entry("name", yamlString(objective.metric));
  text += "  " + entry("goal", objective.direction == Direction::Maximise ? "maximize" : "minimize");
  if (objective.target)
    text += "  " + entry("target", yamlNumber(*objective.target));
  if (first != "  " && objective.reduction != Reduction::Last)
    text += "  " + entry("from", reductionText(objective));
  return text;
}

std::string objectivesYaml(const std::vector<Objective>& objectives) {
  if (objectives.size() == 1) {
    const auto& objective = objectives.front();
    const std::string text = "metric:\n" + metricYaml(objective, "  ");
    return objective.reduction == Reduction::Last ? text
                                                  : text + entry("objective_from", reductionText(objective));
  }
  std::string text = "metrics:\n";
  for (const auto& objective : objectives)
    text += metricYaml(objective, "- ");
  return text;
}

std::string metricSourceYaml(const MetricSource& source) {
  if (source == MetricSource{})
    return {};
  std::string text = "metric_source:\n  " + entry("preset", yamlString(source.preset));
  for (const auto& [key, value] :
       {std::pair("expression", source.expression), {"file", source.file}, {"format", source.format}})
    if (!value.empty())
      text += "  " + entry(key, yamlString(value));
  return text;
}

std::string spaceYaml(const SpaceSpec& space, bool isGrid) {
  std::string text = space.parameters.empty() ? "parameters: {}\n" : "parameters:\n";
  for (const auto& parameter : space.parameters)
    text += parameterYaml(parameter, isGrid);
  if (space.constraints.empty())
    return text;
  text += "\nconstraints:\n";
  for (const auto& constraint : space.constraints)
    text += "  - " + yamlString(constraint) + "\n";
  return text;
}

std::string resourcesYaml(const Resources& resources) {
  const Resources defaults;
  if (resources == defaults)
    return {};
  std::string text = "resources:\n";
  if (!resources.devices.empty())
    text += "  " + entry("devices", flowTexts(resources.devices));
  if (resources.trialsPerDevice != defaults.trialsPerDevice)
    text += "  " + entry("trials_per_device", std::to_string(resources.trialsPerDevice));
  if (resources.deviceVariable != defaults.deviceVariable)
    text += "  " + entry("device_variable", yamlString(resources.deviceVariable));
  if (resources.processors)
    text += "  " + entry("processors", std::to_string(*resources.processors));
  if (resources.niceness != defaults.niceness)
    text += "  " + entry("niceness", std::to_string(resources.niceness));
  return text;
}

std::string limitsYaml(const StudySpec& spec) {
  const Limits defaults;
  const Limits& limits = spec.limits;
  std::string text;
  if (limits.trials)
    text += entry("run_cap", std::to_string(*limits.trials));
  if (limits.parallel != defaults.parallel)
    text += entry("parallel", std::to_string(limits.parallel));
  if (spec.seed != StudySpec{}.seed)
    text += entry("seed", std::to_string(spec.seed));
  if (limits.trialTime)
    text += entry("trial_time_limit", secondsText(*limits.trialTime));
  if (limits.studyTime)
    text += entry("study_time_limit", secondsText(*limits.studyTime));
  if (limits.silence)
    text += entry("silence_limit", secondsText(*limits.silence));
  if (limits.trialMemory)
    text += entry("trial_memory_limit", numberText(*limits.trialMemory));
  if (limits.grace != defaults.grace)
    text += entry("grace_period", secondsText(limits.grace));
  text += checkpointRuleYaml(limits.checkpoints) + resourcesYaml(limits.resources);
  return text + failureRulesYaml(spec.failures);
}

} // namespace

std::string writeStudyFile(const StudySpec& spec) {
  std::string text = "# Sweepscope study: the keys of a W&B sweep with Sweepscope's own beside them.\n";
  text += entry("name", yamlString(spec.name));
  if (!spec.description.empty())
    text += entry("description", yamlString(spec.description));
  text += "\n" + programYaml(spec.program) + (spec.replay ? replayYaml(*spec.replay) : "");
  text += "\n" + methodYaml(spec.method) + (spec.budget ? budgetYaml(*spec.budget) : "") +
          objectivesYaml(spec.objectives) + metricSourceYaml(spec.metricSource);
  text += "\n" + spaceYaml(spec.space, spec.method.sampler == "grid");
  const std::string limits = limitsYaml(spec);
  return limits.empty() ? text : text + "\n" + limits;
}

} // namespace sweep
