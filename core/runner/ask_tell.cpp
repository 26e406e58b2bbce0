// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/ask_tell.h"

#include "core/base/overloaded.h"
#include "core/executor/wall_clock.h"
#include "core/runner/interruption.h"
#include "core/runner/recovery.h"
#include "core/runner/trial_naming.h"
#include "core/sampler/registry.h"

#include <set>
#include <utility>

namespace sweep {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// The first value that cannot be compared makes it a failure.
Outcome judgeValues(const std::vector<double>& values, const std::vector<Objective>& objectives) {
  Report report;
  for (std::size_t i = 0; i < objectives.size(); ++i)
    report.metrics[objectives[i].metric] = values[i];
  return judgeTrial({}, {report}, {}, objectives, {});
}

Outcome judgeReports(const Reports& reports, const std::vector<Objective>& objectives) {
  OutputSeen seen;
  for (const auto& report : reports)
    for (const auto& [name, value] : report.metrics)
      seen.names.insert(name);
  return judgeTrial({}, reports, seen, objectives, {});
}

} // namespace

AskTell::AskTell(StudySpec spec, std::unique_ptr<Storage> storage)
    : m_spec(std::move(spec)), m_storage(std::move(storage)), m_ledger(m_spec.objective()),
      m_method(m_spec, m_ledger,
               {[this](SuggestionWorker::Question question) { m_question = std::move(question); },
                [this] { return renewSampler(); }}),
      m_checkpoints(m_spec, m_storage ? trialsFolderOf(m_storage->path()) : std::string()) {}

Result<std::unique_ptr<AskTell>> AskTell::create(StudySpec spec, std::unique_ptr<Storage> storage) {
  auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  std::unique_ptr<AskTell> study(new AskTell(std::move(spec), std::move(storage)));
  study->m_space = *std::move(space);
  if (auto loaded = study->load(); !loaded)
    return loaded.error();
  if (auto renewed = study->m_method.renew(); !renewed)
    return renewed.error();
  return study;
}

Result<void> AskTell::load() {
  if (!m_storage)
    return {};
  auto stored = m_storage->load();
  if (!stored)
    return stored.error();
  recover(*stored, m_checkpoints);
  m_runSeconds = stored->runSeconds;
  m_ledger.load(std::move(stored->trials), std::move(stored->finishOrder));
  // Whoever ran them is gone.
  for (const int number : std::set(m_ledger.undecided())) {
    const auto& why = m_ledger.trial(number).attempts.back().failure;
    m_ledger.interrupt(number, interruptedFailure(InterruptedRule::RunAgain, why.value_or(Failure())),
                       InterruptedRule::RunAgain, false);
    m_ledger.putBack(number);
  }
  return {};
}

Result<void> AskTell::renewSampler() {
  auto sampler = createSampler(m_spec);
  if (!sampler)
    return sampler.error();
  m_sampler = *std::move(sampler);
  return {};
}

void AskTell::answerQuestion() {
  const auto question = std::exchange(m_question, std::nullopt);
  if (!question)
    return;
  tellChanges(*question, *m_sampler);
  m_method.suggested(m_sampler->suggest({1, question->firstNumber}));
}

AskTell::Asked AskTell::ask() {
  while (true) {
    if (auto renewed = m_method.renew(); !renewed)
      return {std::nullopt, true, renewed.error()};
    if (!m_ledger.waiting().empty()) {
      const auto& trial = m_ledger.trial(*m_ledger.waiting().begin());
      return begin(trial.number, trial.budget, m_checkpoints.resumePoint(trial), reasonToRun(trial));
    }
    std::optional<Asked> asked;
    std::visit(
        Overloaded{[&](const StartNew&) { answerQuestion(); },
                   [&](const ContinueTrial& more) {
                     asked = begin(more.trial, more.budget, m_checkpoints.resumePoint(m_ledger.trial(more.trial)),
                                   more.reason);
                   },
                   [&](const CopyTrial& copy) {
                     asked = begin(m_method.copied(copy), copy.budget, copy.donor, copy.reason);
                   },
                   [&](const EndTrial& end) {
                     settle(end.trial, prunedOutcome(m_ledger.trial(end.trial), m_spec.objectives), end.reason);
                   },
                   [&](const WaitForTrials& wait) { asked = Asked{std::nullopt, false, wait.reason}; },
                   [&](const NothingLeft& nothing) {
                     asked = Asked{std::nullopt, !m_ledger.hasRunning(), nothing.reason};
                   }},
        m_method.next());
    if (asked)
      return *asked;
  }
}

AskTell::Asked AskTell::begin(int number, std::optional<double> budget, std::optional<CheckpointSource> resume,
                              Message reason) {
  const auto& trial = m_ledger.trial(number);
  Attempt attempt;
  attempt.number = trial.attempts.empty() ? 1 : trial.attempts.back().number + 1;
  attempt.started = wallMilliseconds();
  attempt.seed = trial.seed;
  attempt.budget = budget;
  attempt.resumed = resume;
  attempt.reason = std::move(reason);
  if (budget)
    attempt.configuration = trial.configuration;
  m_ledger.start(number, std::move(attempt));
  m_begun[number] = SteadyClock::now();
  m_method.changed(number);
  return {number, false, {}};
}

Result<void> AskTell::checkRunning(int number) const {
  if (!m_ledger.has(number))
    return Error(SWEEP_TEXT("There is no trial %1: no such number was given out."), {std::to_string(number)});
  const auto state = m_ledger.trial(number).state;
  if (state == TrialState::Running)
    return {};
  return Error(SWEEP_TEXT("Trial %1 is not running: it is %2."),
               {std::to_string(number), std::string(stateName(state))});
}

Result<void> AskTell::checkCount(const std::vector<double>& values) const {
  if (values.size() == m_spec.objectives.size())
    return {};
  return Error(SWEEP_TEXT("The study has %1 objectives, but %2 values were told."),
               {std::to_string(m_spec.objectives.size()), std::to_string(values.size())});
}

Result<void> AskTell::report(int number, Report report) {
  if (auto running = checkRunning(number); !running)
    return running;
  report.time = std::chrono::duration<double>(SteadyClock::now() - m_begun[number]).count();
  m_ledger.report(number, std::move(report));
  const auto shared = m_ledger.shared(number);
  const Trial& trial = *shared;
  if (trial.reports.empty())
    return {};
  auto verdict = m_method.judge(number);
  if (verdict.kind == Verdict::Kind::GoOn && !hasReachedBudget(trial, m_spec))
    return {};
  endAttempt(number);
  if (verdict.kind == Verdict::Kind::Stop) {
    settle(number, prunedOutcome(trial, m_spec.objectives), std::move(verdict.reason));
  } else if (verdict.kind == Verdict::Kind::Pause) {
    m_ledger.pause(number, std::move(verdict.reason));
    m_method.changed(number);
  } else {
    reachBudget(number, judgeReports(trial.reports, m_spec.objectives));
  }
  return {};
}

Result<void> AskTell::tell(int number, const std::vector<double>& values) {
  if (auto running = checkRunning(number); !running)
    return running;
  if (!values.empty())
    if (auto counted = checkCount(values); !counted)
      return counted;
  auto outcome = values.empty() ? judgeReports(m_ledger.trial(number).reports, m_spec.objectives)
                                : judgeValues(values, m_spec.objectives);
  endAttempt(number);
  reachBudget(number, std::move(outcome));
  return {};
}

Result<void> AskTell::fail(int number, FailureClass kind, Message why) {
  if (auto running = checkRunning(number); !running)
    return running;
  endAttempt(number);
  settle(number, failedOutcome(kind, std::move(why)));
  return {};
}

void AskTell::endAttempt(int number) {
  JobFinished end;
  end.wallSeconds = std::chrono::duration<double>(SteadyClock::now() - m_begun[number]).count();
  m_begun.erase(number);
  m_ledger.endAttempt(number, end, wallMilliseconds());
}

void AskTell::reachBudget(int number, Outcome outcome) {
  const auto& trial = m_ledger.trial(number);
  if (!trial.budget || outcome.failure)
    return settle(number, std::move(outcome));
  m_ledger.reachBudget(number, outcome.values, m_spec.budget && m_spec.budget->way == BudgetWay::Continue);
  auto verdict = m_method.reached(number);
  if (verdict.kind == Verdict::Kind::GoOn)
    return settle(number, std::move(outcome));
  if (verdict.kind == Verdict::Kind::Stop) {
    outcome.state = TrialState::Pruned;
    return settle(number, std::move(outcome), std::move(verdict.reason));
  }
  m_ledger.pause(number, std::move(verdict.reason));
  m_method.changed(number);
}

void AskTell::settle(int number, Outcome outcome, Message verdict) {
  m_ledger.finish(number, std::move(outcome), std::move(verdict));
  m_method.changed(number);
}

Result<int> AskTell::add(const Configuration& configuration, const std::vector<double>& values) {
  if (m_spec.budget)
    return Error(SWEEP_TEXT("In a study with budgets no known result can be added: it would belong to no budget."));
  auto adopted = m_space.adopted(configuration);
  if (!adopted)
    return adopted.error();
  if (auto counted = checkCount(values); !counted)
    return counted.error();
  const int number = m_method.add(*std::move(adopted), Message(SWEEP_TEXT("A result that was known")), {});
  settle(number, judgeValues(values, m_spec.objectives));
  return number;
}

Result<void> AskTell::enqueue(const Configuration& configuration) {
  auto adopted = m_space.adopted(configuration);
  if (!adopted)
    return adopted.error();
  m_method.enqueue(*std::move(adopted));
  return {};
}

Result<void> AskTell::save() {
  auto changes = m_ledger.takeUnsaved();
  m_unsaved.insert(m_unsaved.end(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
  if (m_unsaved.empty())
    return {};
  if (m_storage)
    if (auto written = m_storage->write(m_unsaved, m_runSeconds); !written)
      return written;
  m_ledger.saved(m_unsaved);
  m_unsaved.clear();
  return {};
}

const Trial* AskTell::best() const {
  const auto number = m_ledger.progress().bestTrial;
  return number ? &m_ledger.trial(*number) : nullptr;
}

} // namespace sweep
