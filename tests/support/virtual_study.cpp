// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/virtual_study.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace sweep::test {

VirtualStudy::VirtualStudy(StudySpec spec, int workers, Curve curve)
    : m_spec(std::move(spec)), m_workers(workers), m_curve(std::move(curve)) {
  auto scheduler = createScheduler(m_spec);
  if (!scheduler)
    throw std::runtime_error(scheduler.error().str());
  m_scheduler = std::move(*scheduler);
}

void VirtualStudy::run(std::size_t most) {
  fill();
  for (std::size_t i = 0; i < most && !m_running.empty(); ++i) {
    happen();
    fill();
  }
}

void VirtualStudy::fill() {
  while (static_cast<int>(m_running.size()) < m_workers) {
    const auto waiting = std::find_if(m_trials.begin(), m_trials.end(),
                                      [](const Trial& t) { return t.state == TrialState::Waiting; });
    if (waiting != m_trials.end()) {
      const auto& last = waiting->attempts;
      begin(waiting->number, *waiting->budget, last.empty() ? std::nullopt : last.back().resumed);
      continue;
    }
    const bool isFull = limit && static_cast<int>(m_trials.size()) >= *limit;
    auto step = m_scheduler->next(isFull ? NewTrials::Never : NewTrials::Now);
    if (onStep)
      onStep(step);
    if (!take(std::move(step)))
      return;
  }
}

bool VirtualStudy::take(NextStep step) {
  if (std::holds_alternative<StartNew>(step)) {
    Trial trial;
    trial.number = static_cast<int>(m_trials.size());
    trial.configuration = configure(trial.number);
    const auto placement = m_scheduler->place(trial.number);
    trial.budget = placement.budget;
    trial.bracket = placement.bracket;
    m_trials.push_back(trial);
    m_scheduler->observe(trial);
    return true;
  }
  if (const auto* more = std::get_if<ContinueTrial>(&step)) {
    auto& trial = m_trials.at(static_cast<std::size_t>(more->trial));
    if (trial.state != TrialState::Paused)
      throw std::runtime_error("a trial that is not paused was continued");
    log.push_back("continue " + std::to_string(more->trial) + " @" + roundedText(more->budget) + ": " +
                  more->reason.str());
    begin(more->trial, more->budget, CheckpointSource{trial.number, trial.attempts.back().number});
    return true;
  }
  if (auto* copy = std::get_if<CopyTrial>(&step)) {
    if (!copy->trial) {
      Trial trial;
      trial.number = static_cast<int>(m_trials.size());
      trial.bracket = copy->bracket;
      trial.budget = copy->budget;
      trial.fromSampler = false;
      m_trials.push_back(trial);
    }
    auto& trial = m_trials.at(static_cast<std::size_t>(copy->trial.value_or(m_trials.back().number)));
    trial.configuration = copy->configuration;
    trial.origin = copy->reason;
    log.push_back("copy " + std::to_string(trial.number) + " from " + std::to_string(copy->donor.trial) +
                  " @" + roundedText(copy->budget) + ": " + copy->reason.str());
    m_age[trial.number] = m_age.at(copy->donor.trial);
    if (onCopy)
      onCopy(trial, copy->donor);
    begin(trial.number, copy->budget, copy->donor);
    return true;
  }
  if (const auto* farewell = std::get_if<EndTrial>(&step)) {
    auto& trial = m_trials.at(static_cast<std::size_t>(farewell->trial));
    if (trial.state != TrialState::Paused)
      throw std::runtime_error("a trial that is not paused was ended");
    log.push_back("end " + std::to_string(trial.number) + ": " + farewell->reason.str());
    end(trial, TrialState::Pruned, farewell->reason);
    return true;
  }
  m_over = std::holds_alternative<NothingLeft>(step);
  if (!m_over && m_running.empty())
    throw std::runtime_error("the scheduler waits although nothing runs");
  return false;
}

void VirtualStudy::begin(int number, double budget, std::optional<CheckpointSource> resume) {
  auto& trial = m_trials.at(static_cast<std::size_t>(number));
  const bool continues = m_spec.budget && m_spec.budget->way == BudgetWay::Continue;
  if (!continues)
    resume.reset();
  if (!resume) {
    trial.reports.clear();
    m_age[number] = 0;
  }
  Attempt attempt;
  attempt.number = trial.attempts.empty() ? 1 : trial.attempts.back().number + 1;
  attempt.budget = budget;
  attempt.resumed = resume;
  attempt.configuration = trial.configuration;
  attempt.firstReport = trial.reports.size();
  trial.attempts.push_back(attempt);
  trial.budget = budget;
  trial.verdict = {};
  trial.state = TrialState::Running;
  if (trial.attempts.size() == 1)
    log.push_back("start " + std::to_string(number) + " @" + roundedText(budget));
  m_running[number] = {m_now + slowness(number), m_age[number] + 1};
  m_scheduler->observe(trial);
}

void VirtualStudy::happen() {
  auto first = m_running.begin();
  for (auto it = m_running.begin(); it != m_running.end(); ++it)
    if (it->second.nextTime < first->second.nextTime)
      first = it;
  auto& [number, run] = *first;
  m_idle += (m_workers - static_cast<int>(m_running.size())) * (run.nextTime - m_now);
  m_now = run.nextTime;
  m_spent += 1.0;
  auto& trial = m_trials.at(static_cast<std::size_t>(number));
  if (crashes(trial, run.step)) {
    trial.failure = Failure{FailureClass::ExitCode, Message("crashed"), {}};
    log.push_back("fail " + std::to_string(number));
    return end(trial, TrialState::Failed, {});
  }
  for (const double value : m_curve(trial, run.step)) {
    trial.reports.push_back({run.step, {{m_spec.objective().metric, value}}, m_now});
    auto verdict = m_scheduler->judge(trial);
    if (verdict.kind == Verdict::Kind::Stop) {
      log.push_back("stop " + std::to_string(number) + ": " + verdict.reason.str());
      return end(trial, TrialState::Pruned, verdict.reason);
    }
  }
  if (static_cast<double>(run.step) >= *trial.budget)
    return reach(trial);
  ++run.step;
  run.nextTime += slowness(number);
}

void VirtualStudy::reach(Trial& trial) {
  m_age[trial.number] = m_running.at(trial.number).step;
  const auto value = m_spec.objective().valueOf(trial.reports);
  if (!value || !std::isfinite(*value)) {
    trial.failure = Failure{FailureClass::NotANumber, Message("not a number"), {}};
    log.push_back("fail " + std::to_string(trial.number));
    return end(trial, TrialState::Failed, {});
  }
  trial.attempts.back().values = {*value};
  trial.attempts.back().hasCheckpoint = true;
  log.push_back("reach " + std::to_string(trial.number) + " @" + roundedText(*trial.budget));
  const auto verdict = m_scheduler->reached(trial);
  if (verdict.kind == Verdict::Kind::Pause) {
    trial.state = TrialState::Paused;
    trial.verdict = verdict.reason;
    m_running.erase(trial.number);
    m_scheduler->observe(trial);
    return;
  }
  end(trial, verdict.kind == Verdict::Kind::GoOn ? TrialState::Complete : TrialState::Pruned, verdict.reason);
}

void VirtualStudy::end(Trial& trial, TrialState state, Message verdict) {
  trial.state = state;
  trial.verdict = std::move(verdict);
  if (const auto value = m_spec.objective().valueOf(trial.reports);
      state != TrialState::Failed && value && std::isfinite(*value))
    trial.values = {*value};
  m_running.erase(trial.number);
  m_scheduler->observe(trial);
}

void VirtualStudy::reopen(std::uint64_t seed) {
  for (const auto& [number, run] : m_running) {
    auto& trial = m_trials.at(static_cast<std::size_t>(number));
    trial.state = TrialState::Waiting;
    trial.reports.truncate(trial.attempts.back().firstReport);
  }
  m_running.clear();
  renew(seed);
}

void VirtualStudy::renew(std::uint64_t seed) {
  m_scheduler = std::move(*createScheduler(m_spec));
  std::vector<const Trial*> order;
  for (const auto& trial : m_trials)
    order.push_back(&trial);
  Rng(seed).shuffle(std::span(order));
  for (const auto* trial : order)
    m_scheduler->observe(*trial);
}

} // namespace sweep::test
