// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/schedule_script.h"

#include "core/base/text.h"
#include "core/runner/budget_check.h"
#include "core/runner/command_template.h"
#include "core/study/secret_names.h"

#include <algorithm>
#include <filesystem>

namespace sweep {

namespace {

/// The script's variable for its folder. Its mark in a word is filled in by the shell, as those of secrets are.
const std::string Folder = "sweep_run";

class Script {
public:
  Script(const Snapshot& snapshot, const std::vector<LineageStep>& steps, std::string studyFolder)
      : m_spec(snapshot.spec), m_snapshot(snapshot), m_steps(steps), m_studyFolder(std::move(studyFolder)), m_known(m_spec.program.secrets) {
    m_known.push_back(Folder);
  }

  Result<std::string> text() const {
    std::string all = header();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
      auto stretch = this->stretch(i);
      if (!stretch)
        return stretch.error();
      all += *stretch;
    }
    return all;
  }

private:
  std::string header() const {
    const auto& last = m_steps.back();
    const auto folder = (std::filesystem::path(m_studyFolder) / m_spec.program.workingDirectory).lexically_normal().string();
    return "#!/bin/sh\n# The training of trial " + std::to_string(last.by.trial) + " as one run, up to " + numberText(last.to) + ": " +
           std::to_string(m_steps.size()) + " stretches, each from the checkpoint of the one before.\n" +
           "# " + Folder + ": the folder for checkpoints, the first argument.\nset -eu\n" + Folder + "=${1:-schedule-run}\nmkdir -p \"$" +
           Folder + "\"\n" + Folder + "=$(cd \"$" + Folder + "\" && pwd)\ncd " + shellQuoted(folder) + "\n";
  }

  Result<std::string> stretch(std::size_t index) const {
    const auto& step = m_steps[index];
    const auto& attempts = m_snapshot.trials[static_cast<std::size_t>(step.by.trial)]->attempts;
    const auto attempt = std::ranges::find(attempts, step.by.attempt, &Attempt::number);
    if (attempt == attempts.end() || attempt->command.empty())
      return Error(SWEEP_TEXT("Nothing was started for trial %1, so there is no command to play its schedule with."),
                   {std::to_string(step.by.trial)});
    const auto context = contextOf(index);
    auto words = expandCommand(m_spec.program, step.configuration, context);
    if (!words)
      return words.error();
    words->front() = attempt->command.front();
    std::string text = "\n# from " + numberText(step.from) + " to " + numberText(step.to) + "\n";
    if (needsArgumentsFile(m_spec.program))
      text += "printf %s " + shellQuoted(argumentsJson(step.configuration)) + " > " + quoted(argumentsFile(context.folder)) + "\n";
    return text + "env " + variables(step.configuration, context) + joined(quoted(*words), " ") + "\n";
  }

  CommandContext contextOf(std::size_t index) const {
    CommandContext context;
    context.trial = m_steps[index].by.trial;
    context.seed = m_steps[index].seed;
    context.budget = toldBudget(m_spec, m_steps[index].to);
    context.folder = secretMark(Folder);
    context.checkpoint = checkpoint(index);
    if (index > 0)
      context.resume = checkpoint(index - 1);
    context.studyFolder = m_studyFolder;
    return context;
  }

  std::string checkpoint(std::size_t index) const { return secretMark(Folder) + "/checkpoint-" + std::to_string(index + 1); }

  std::string variables(const Configuration& configuration, const CommandContext& context) const {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value) { text += quoted(name + "=" + value) + " "; };
    for (const auto& [name, value] : trialEnvironment(m_spec.program, configuration, context))
      add(name, value);
    for (const auto& [name, value] : m_spec.program.environment)
      add(name, isSecretVariable(m_spec.program.secrets, name) ? secretMark(name) : value);
    return text;
  }

  std::string quoted(const std::string& word) const { return shellQuotedWithSecrets(word, m_known); }
  std::vector<std::string> quoted(const std::vector<std::string>& words) const {
    std::vector<std::string> all;
    for (const auto& word : words)
      all.push_back(quoted(word));
    return all;
  }

  const StudySpec& m_spec;
  const Snapshot& m_snapshot;
  const std::vector<LineageStep>& m_steps;
  std::string m_studyFolder;
  std::vector<std::string> m_known;
};

} // namespace

Result<std::string> scheduleScript(const Snapshot& snapshot, const std::vector<LineageStep>& steps, const std::string& studyFolder) {
  if (steps.empty())
    return Error(SWEEP_TEXT("The trial has not reached a budget yet, so there is no schedule."));
  if (steps.size() > 1 && snapshot.spec.budget->way != BudgetWay::Continue)
    return Error(SWEEP_TEXT("The program does not go on from checkpoints, so its stretches cannot be played one after the other."));
  return Script(snapshot, steps, studyFolder).text();
}

} // namespace sweep
