// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_check.h"

#include "core/base/text.h"
#include "core/base/visible_text.h"
#include "core/runner/budget_check.h"
#include "core/runner/command_template.h"
#include "core/runner/methods.h"
#include "core/runner/metric_source_check.h"
#include "core/runner/program_check.h"
#include "core/runner/replay_check.h"
#include "core/runner/replay_loading.h"
#include "core/runner/secrets.h"
#include "core/runner/study_plan.h"
#include "core/runner/trial_naming.h"
#include "core/runner/trial_share.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"
#include "core/study/study_file.h"

#include <algorithm>
#include <filesystem>

namespace sweep {

namespace {

/// A study that leaves less of its space than this is probably not what was meant.
constexpr double SmallShare = 0.01;
/// Bytes of the name of a study, a metric or a device.
constexpr std::size_t LongestName = 200;

/// Study files name both halves of a method; a person may have written its name.
Message unknownSampler(const std::string& id) {
  const auto* method = findMethod(id);
  if (!method)
    return Message(SWEEP_TEXT("There is no method “%1” in this version."), {id});
  return Message(SWEEP_TEXT("“%1” is a pair: write “method: %2” and “scheduler: %3”."),
                 {id, std::string(method->sampler), std::string(method->scheduler)});
}

class Checker {
public:
  Checker(const StudySpec& spec, const std::string& studyFolder, const std::vector<std::string>& programFolders)
      : m_spec(spec), m_studyFolder(studyFolder), m_programFolders(programFolders) {}

  StudyCheck check(std::size_t commandCount) {
    checkName();
    m_spec.replay ? checkReplay() : checkProgram();
    if (!m_spec.replay)
      append(environmentProblems(m_spec.program));
    checkSpace();
    checkObjectives();
    checkLimits();
    append(budgetProblems(m_spec));
    checkArguments();
    checkMethod(commandCount);
    checkKeeping();
    std::stable_sort(m_check.problems.begin(), m_check.problems.end(),
                     [](const auto& a, const auto& b) { return a.section < b.section; });
    return std::move(m_check);
  }

private:
  void add(Section section, Message message, std::size_t index = 0, std::string key = {}, bool isWarning = false) {
    m_check.problems.push_back({section, index, Field::Whole, std::move(key), std::move(message), isWarning});
  }

  void append(std::vector<StudyProblem> problems) {
    std::ranges::move(problems, std::back_inserter(m_check.problems));
  }

  void checkName() {
    if (trimmed(m_spec.name).empty())
      add(Section::Name, Message(SWEEP_TEXT("The study has no name.")));
    else
      checkIsShowable(m_spec.name, Section::Name);
  }

  /// Names stand in titles, in lists and on charts.
  void checkIsShowable(const std::string& name, Section section, std::size_t index = 0, const char* key = "") {
    if (name.size() > LongestName)
      add(section, Message(SWEEP_TEXT("The name “%1…” is too long: it has %2 bytes, at most %3 are allowed."),
                           {name.substr(0, 20), std::to_string(name.size()), std::to_string(LongestName)}),
          index, key);
    else if (hasHiddenCharacters(name))
      add(section, Message(SWEEP_TEXT("The name “%1” has a character in it that cannot be seen. Take it out."), {name}),
          index, key);
  }

  std::string workingFolder() const {
    return (std::filesystem::path(m_studyFolder) / m_spec.program.workingDirectory).lexically_normal().string();
  }

  void checkProgram() {
    const auto& program = m_spec.program;
    std::error_code ignored;
    if (hasHiddenCharacters(program.workingDirectory) || !std::filesystem::is_directory(workingFolder(), ignored))
      add(Section::WorkingFolder, Message(SWEEP_TEXT("The working folder %1 does not exist."), {workingFolder()}));
    if (program.command.empty()) {
      add(Section::Program, Message(SWEEP_TEXT("There is no command: say which program to run.")));
      return;
    }
    const auto problems = problemsOfCommand(program, m_spec.space);
    for (const auto& problem : problems)
      add(Section::Program, problem);
    m_commandIsSound = problems.empty();
    if (m_commandIsSound)
      checkProgramIsThere();
  }

  void checkReplay() {
    auto replay = checkOfReplay(m_spec, m_studyFolder);
    m_pool = std::move(replay.pool);
    append(std::move(replay.problems));
  }

  void checkProgramIsThere() {
    const auto& program = m_spec.program;
    std::string word = program.command.front();
    if (word == "${program}")
      word = program.program;
    if (word.empty()) {
      add(Section::Program, Message(SWEEP_TEXT("Say which program to run.")));
      return;
    }
    // A first word that depends on the trial cannot be looked up beforehand.
    if (word.find("${") != std::string::npos)
      return;
    if (const auto found = findProgram(program, word, {workingFolder(), m_studyFolder, m_programFolders}))
      m_check.program = *found;
    else
      add(Section::Program, found.error());
  }

  void checkSpace() {
    if (m_spec.space.parameters.empty())
      add(Section::Parameter, Message(SWEEP_TEXT("There are no parameters: add at least one to search over.")));
    for (const auto& problem : problemsOf(m_spec.space)) {
      m_spaceIsSound = false;
      m_check.problems.push_back({problem.inConstraint ? Section::Constraint : Section::Parameter, problem.index,
                                  problem.field, {}, problem.message, false});
    }
    if (!m_spaceIsSound)
      return;
    const auto space = SearchSpace::create(m_spec.space);
    if (!space || m_spec.space.constraints.empty())
      return;
    m_check.feasibleShare = space->feasibleShare();
    checkShare();
  }

  void checkShare() {
    const double share = m_check.feasibleShare;
    if (share == 0.0)
      add(Section::Constraint, Message(SWEEP_TEXT("The constraints leave nothing of the space that could be found.")));
    else if (share < SmallShare)
      add(Section::Constraint,
          Message(SWEEP_TEXT("The constraints leave only %1 % of the space."), {roundedText(100.0 * share, 2)}), 0, {}, true);
  }

  void checkObjectives() {
    for (std::size_t i = 0; i < m_spec.objectives.size(); ++i) {
      if (trimmed(m_spec.objectives[i].metric).empty())
        add(Section::Objective, Message(SWEEP_TEXT("Name the metric to optimise, as the program prints it.")), i, "metric");
      else
        checkIsShowable(m_spec.objectives[i].metric, Section::Objective, i, "metric");
      if (m_spec.objectives[i].reduction == Reduction::MeanOfLast && m_spec.objectives[i].lastCount < 1)
        add(Section::Objective, Message(SWEEP_TEXT("The mean needs at least one report.")), i, "last_count");
    }
    append(metricSourceProblems(m_spec));
  }

  void checkPositive(const std::optional<double>& seconds, const char* key) {
    if (seconds && !(*seconds > 0.0))
      add(Section::Limits, Message(SWEEP_TEXT("A time limit must be more than 0 seconds.")), 0, key);
  }

  void checkLimits() {
    const auto& limits = m_spec.limits;
    if (limits.trials && *limits.trials < 1)
      add(Section::Limits, Message(SWEEP_TEXT("The number of trials must be at least 1.")), 0, "trials");
    if (limits.parallel < 1 || limits.parallel > mostParallel(m_spec))
      add(Section::Limits,
          Message(SWEEP_TEXT("Between 1 and %1 trials can run at a time."), {std::to_string(mostParallel(m_spec))}), 0,
          "parallel");
    checkPositive(limits.trialTime, "trial_time");
    checkPositive(limits.studyTime, "study_time");
    checkPositive(limits.silence, "silence");
    if (!(limits.grace >= 0.0))
      add(Section::Limits, Message(SWEEP_TEXT("The time between SIGTERM and SIGKILL cannot be less than 0 seconds.")), 0, "grace");
    if (limits.trialMemory && *limits.trialMemory < 1 << 20)
      add(Section::Limits, Message(SWEEP_TEXT("A memory limit must be at least 1 MiB.")), 0, "trial_memory");
    checkRetries();
    checkResources(limits.resources);
  }

  void checkRetries() {
    const auto& rule = m_spec.failures.retry;
    if (rule.times < 0 || rule.times > RetryRule::MostTimes)
      add(Section::Limits,
          Message(SWEEP_TEXT("A trial can be tried again between 0 and %1 times."), {std::to_string(RetryRule::MostTimes)}),
          0, "retries");
    else if (rule.times > 0 && rule.classes.empty())
      add(Section::Limits, Message(SWEEP_TEXT("Choose after which failures a trial is tried again.")), 0, "retries");
  }

  void checkResources(const Resources& resources) {
    const auto processors = availableProcessors().size();
    if (resources.processors &&
        (*resources.processors < 1 || static_cast<std::size_t>(*resources.processors) > processors))
      add(Section::Limits,
          Message(SWEEP_TEXT("A trial can have between 1 and %1 processors on this machine, not %2."),
                  {std::to_string(processors), std::to_string(*resources.processors)}),
          0, "processors");
    if (std::find(resources.devices.begin(), resources.devices.end(), "") != resources.devices.end())
      add(Section::Limits, Message(SWEEP_TEXT("A device has no name. Write them like 0, 1.")), 0, "devices");
    for (const auto& device : resources.devices)
      checkIsShowable(device, Section::Limits, 0, "devices");
    if (!canNameVariable(resources.deviceVariable))
      add(Section::Limits,
          Message(SWEEP_TEXT("“%1” cannot be the name of an environment variable."), {resources.deviceVariable}), 0, "devices");
    if (resources.trialsPerDevice < 1)
      add(Section::Limits, Message(SWEEP_TEXT("At least 1 trial must be allowed on a device.")), 0,
          "trials_per_device");
    if (resources.niceness < 0 || resources.niceness > 19)
      add(Section::Limits, Message(SWEEP_TEXT("Niceness lies between 0 and 19.")), 0, "niceness");
    const auto most = mostShares(resources, processors);
    if (most && *most >= 1 && *most < m_spec.limits.parallel)
      add(Section::Limits,
          Message(SWEEP_TEXT("Only %1 trials run at a time instead of %2: there are no more devices or "
                             "processors for them."),
                  {std::to_string(*most), std::to_string(m_spec.limits.parallel)}),
          0, "parallel", true);
  }

  void checkMethod(std::size_t commandCount) {
    if (!findSampler(m_spec.method.sampler)) {
      add(Section::Method, unknownSampler(m_spec.method.sampler), 0, "sampler");
      return;
    }
    if (!findScheduler(m_spec.method.scheduler)) {
      add(Section::Method, Message(SWEEP_TEXT("There is no scheduler “%1” in this version."), {m_spec.method.scheduler}), 0, "scheduler");
      return;
    }
    if (!m_spaceIsSound || m_spec.space.parameters.empty())
      return;
    auto sampler = createSampler(m_spec, m_pool);
    if (!sampler) {
      add(Section::Method, sampler.error());
      return;
    }
    append(schedulerProblems(m_spec));
    if (const auto plan = planOf(m_spec)) {
      m_check.plannedTrials = plan->trials;
      checkPlan(*plan);
    }
    if (m_check.feasibleShare > 0.0 && !m_spec.replay)
      showFirstCommands(**sampler, commandCount);
  }

  void checkPlan(const StudyPlan& plan) {
    if (plan.trials && *plan.trials > std::uint64_t{Limits::MostTrials})
      add(Section::Method,
          Message(SWEEP_TEXT("%1 trials are more than a study can hold."), {std::to_string(*plan.trials)}));
    if (plan.own && *plan.own > *plan.trials && findSampler(m_spec.method.sampler)->isWhole)
      add(Section::Limits,
          Message(SWEEP_TEXT("The method has %1 configurations; only the first %2 are tried."),
                  {std::to_string(*plan.own), std::to_string(*plan.trials)}),
          0, "trials", true);
    if (!plan.trials && !m_spec.limits.studyTime)
      add(Section::Limits, Message(SWEEP_TEXT("Nothing ends this study: it runs until you stop it.")), 0, "trials", true);
  }

  void checkArguments() {
    if (m_commandIsSound && m_spaceIsSound)
      append(argumentProblems(m_spec, m_studyFolder));
  }

  /// What is stored must be read again, whatever a person put into the form.
  void checkKeeping() {
    if (!m_check.runnable())
      return;
    if (const auto kept = readStudyFile(writeStudyFile(m_spec)); !kept)
      add(Section::Parameter, Message(SWEEP_TEXT("The study cannot be kept in a file: %1"), {kept.error().str()}));
  }

  void showFirstCommands(Sampler& sampler, std::size_t count) {
    const auto suggestions = sampler.suggest({count, 0});
    const auto scheduler = createScheduler(m_spec);
    int number = 0;
    for (const auto& suggestion : suggestions.items) {
      CommandContext context;
      context.trial = number++;
      context.seed = trialSeed(m_spec.seed, context.trial);
      context.studyFolder = m_studyFolder;
      if (scheduler)
        context.budget = toldBudget(m_spec, (*scheduler)->place(context.trial).budget);
      context.folder = "…/" + trialFolderName(context.trial);
      context.checkpoint = context.folder + "/checkpoint";
      if (const auto words = expandCommand(m_spec.program, suggestion.configuration, context); words)
        m_check.firstCommands.push_back(visibleText(shellLine(withoutSecrets(*words, m_spec.program))));
      else if (m_check.runnable())
        add(Section::Program, words.error());
    }
  }

  const StudySpec& m_spec;
  const std::string& m_studyFolder;
  const std::vector<std::string>& m_programFolders;
  StudyCheck m_check;
  bool m_commandIsSound = false;
  /// Of a replay, what was recorded.
  std::shared_ptr<const ConfigurationPool> m_pool;
  bool m_spaceIsSound = true;
};

} // namespace

bool StudyCheck::runnable() const { return firstError() == nullptr; }

const StudyProblem* StudyCheck::firstError() const {
  for (const auto& problem : problems)
    if (!problem.isWarning)
      return &problem;
  return nullptr;
}

StudyCheck checkStudy(const StudySpec& spec, const std::string& studyFolder,
                      const std::vector<std::string>& programFolders, std::size_t commandCount) {
  return Checker(spec, studyFolder, programFolders).check(commandCount);
}

} // namespace sweep
