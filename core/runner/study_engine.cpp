// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_engine.h"

#include "core/base/text.h"
#include "core/runner/secrets.h"
#include "core/runner/study_check.h"
#include "core/runner/trial_naming.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <algorithm>
#include <utility>

namespace sweep {

namespace {

/// Seconds before a new try after a passing problem: doubled from the first to the last.
constexpr double FirstHold = 1.0;
constexpr double LastHold = 30.0;
/// Programs that cannot be started, in a row, after which the study pauses.
constexpr int MostStartFailures = 3;

} // namespace

StudyEngine::StudyEngine(StoredStudy study, RunnerPlaces places, World world)
    : m_spec(std::move(study.spec)), m_places(std::move(places)), m_builder(m_spec, m_places),
      m_world(std::move(world)), m_ledger(m_spec.objective()), m_runSeconds(study.runSeconds),
      m_lastTime(m_world.now()) {
  m_ledger.load(std::move(study.trials), std::move(study.finishOrder));
  findPlan();
  if (m_planned && m_ledger.waiting().empty() &&
      static_cast<std::uint64_t>(m_ledger.progress().finished()) >= *m_planned)
    m_state = StudyState::Finished;
}

// What a person asks for

Result<void> StudyEngine::run() {
  if (m_state == StudyState::Running)
    return {};
  const auto check = checkStudy(m_spec, m_places.studyFolder, m_places.programFolders, 0);
  if (const auto* problem = check.firstError())
    return problem->message;
  if (m_spec.limits.studyTime && runSeconds() >= *m_spec.limits.studyTime)
    return Error(SWEEP_TEXT("The study has used its time of %1 s. Raise the limit to go on."),
                 {roundedText(*m_spec.limits.studyTime)});
  if (m_samplerStale && !m_asking)
    if (auto renewed = renewMethod(); !renewed)
      return renewed;
  countTime();
  m_state = StudyState::Running;
  m_over = {};
  m_nothingLeft = false;
  m_initialFailures = 0;
  m_startFailures = 0;
  m_holdUntil = 0.0;
  return {};
}

void StudyEngine::pause() {
  if (m_state == StudyState::Running)
    m_state = StudyState::Paused;
}

void StudyEngine::stopAfterRunning() {
  if (m_state == StudyState::Running || m_state == StudyState::Paused)
    m_state = StudyState::Stopping;
}

void StudyEngine::stopNow() {
  stopAfterRunning();
  for (auto& [number, active] : m_active) {
    if (active.wish == Active::Wish::None)
      active.wish = Active::Wish::PutBack;
    m_world.cancel(number);
  }
}

void StudyEngine::stopTrial(int number) {
  if (const auto found = m_active.find(number); found != m_active.end()) {
    found->second.wish = Active::Wish::StopTrial;
    m_world.cancel(number);
    return;
  }
  if (!m_ledger.has(number))
    return;
  const auto state = m_ledger.trial(number).state;
  if (state == TrialState::Waiting || state == TrialState::Paused)
    settleTrial(number,
                failedOutcome(FailureClass::Stopped, Message(SWEEP_TEXT("Dropped by hand before it ran."))));
}

void StudyEngine::retryTrial(int number) {
  if (!m_ledger.has(number) || m_ledger.trial(number).state != TrialState::Failed)
    return;
  m_ledger.putBack(number);
  // What the method was told of it no longer holds.
  m_samplerStale = true;
  if (m_state == StudyState::Finished)
    m_state = StudyState::Idle;
}

void StudyEngine::enqueue(Configuration configuration) {
  m_enqueued.push_back(std::move(configuration));
  // Numbers are given in order: the sampler was asked for the next one.
  if (m_asking)
    return;
  for (auto& wanted : std::exchange(m_enqueued, {})) {
    Trial trial;
    trial.configuration = std::move(wanted);
    trial.origin = Message(SWEEP_TEXT("Chosen by hand"));
    trial.fromSampler = false;
    trial.seed = trialSeed(m_spec.seed, m_ledger.size());
    m_ledger.add(std::move(trial));
  }
  if (m_state == StudyState::Finished)
    m_state = StudyState::Idle;
}

void StudyEngine::setLimits(const Limits& limits) {
  m_spec.limits = limits;
  m_builder = JobBuilder(m_spec, m_places);
  m_nothingLeft = false;
  findPlan();
}

void StudyEngine::follow(StoredStudy changes) {
  m_spec = std::move(changes.spec);
  m_runSeconds = changes.runSeconds;
  // In the order in which they finished, the others first.
  const std::set<int> finished(changes.finishOrder.begin(), changes.finishOrder.end());
  for (auto& trial : changes.trials)
    if (!finished.contains(trial.number))
      m_ledger.replace(std::move(trial));
  for (const int number : changes.finishOrder)
    if (const auto found = std::ranges::lower_bound(changes.trials, number, {}, &Trial::number);
        found != changes.trials.end() && found->number == number)
      m_ledger.replace(std::move(*found));
  findPlan();
}

void StudyEngine::showElsewhere(bool runs) {
  const bool done = m_planned && static_cast<std::uint64_t>(m_ledger.progress().finished()) >= *m_planned;
  m_state = runs && !m_ledger.running().empty() ? StudyState::Running
            : done                              ? StudyState::Finished
                                                : StudyState::Idle;
}

StoredStudy StudyEngine::everything() {
  StoredStudy study;
  study.spec = m_spec;
  study.trials = m_ledger.all();
  study.finishOrder = m_ledger.finishOrder();
  study.runSeconds = runSeconds();
  return study;
}

// What happens

void StudyEngine::happened(const JobEvent& event) {
  const auto found = m_active.find(event.trial);
  if (found == m_active.end() || found->second.attempt != event.attempt)
    return;
  if (const auto* started = std::get_if<JobStarted>(&event.what)) {
    m_ledger.started(event.trial, *started, event.time);
    m_holdSeconds = 0.0;
    m_startFailures = 0;
  } else if (const auto* what = std::get_if<JobReported>(&event.what)) {
    reported(event.trial, found->second, *what);
  } else if (const auto* end = std::get_if<JobFinished>(&event.what)) {
    finished(event.trial, *end, event.time);
  } else {
    notStarted(event.trial, std::get<JobNotStarted>(event.what));
  }
}

void StudyEngine::reported(int number, Active& active, const JobReported& what) {
  for (const auto& report : what.reports) {
    m_ledger.report(number, report);
    if (active.wish != Active::Wish::None)
      continue;
    auto verdict = m_scheduler->judge(m_ledger.trial(number));
    if (verdict.kind == Verdict::Kind::GoOn)
      continue;
    active.wish = verdict.kind == Verdict::Kind::Stop ? Active::Wish::Prune : Active::Wish::Pause;
    active.reason = std::move(verdict.reason);
    m_world.cancel(number);
  }
}

void StudyEngine::finished(int number, JobFinished what, std::int64_t time) {
  what.tail = withoutSecrets(std::move(what.tail), m_spec.program);
  const Active active = std::move(m_active.extract(number).mapped());
  m_ledger.endAttempt(number, what, time);
  m_waitReason = {};
  if (!what.warning.empty())
    notify(what.warning, true);
  if (what.cause == JobFinished::Cause::Cancelled || active.wish == Active::Wish::Prune ||
      active.wish == Active::Wish::Pause)
    return endAsWished(number, active);
  auto outcome = judgeTrial(what, m_ledger.trial(number).reports, active.reader->namesSeen(),
                            m_spec.objectives, m_spec.limits);
  if (outcome.failure && m_retries[number] < m_spec.failures.retries) {
    ++m_retries[number];
    m_ledger.putBack(number);
    return;
  }
  settleTrial(number, std::move(outcome));
}

void StudyEngine::endAsWished(int number, const Active& active) {
  switch (active.wish) {
  case Active::Wish::StopTrial:
    return settleTrial(number, failedOutcome(FailureClass::Stopped, Message(SWEEP_TEXT("Stopped by hand."))));
  case Active::Wish::Pause:
    return m_ledger.pause(number);
  case Active::Wish::Prune: {
    Outcome outcome{TrialState::Pruned, {}, {}};
    for (const auto& objective : m_spec.objectives)
      if (const auto value = objective.valueOf(m_ledger.trial(number).reports))
        outcome.values.push_back(*value);
    return settleTrial(number, std::move(outcome));
  }
  case Active::Wish::None:
  case Active::Wish::PutBack:
    return m_ledger.putBack(number);
  }
}

void StudyEngine::notStarted(int number, const JobNotStarted& what) {
  const Active active = std::move(m_active.extract(number).mapped());
  m_ledger.takeBack(number);
  m_waitReason = {};
  if (active.wish != Active::Wish::None || what.withdrawn)
    endAsWished(number, active);
  else if (what.passing)
    holdBack(what.reason);
  else
    couldNotStart(number, what.reason);
}

void StudyEngine::couldNotStart(int number, const Message& reason) {
  settleTrial(number, failedOutcome(FailureClass::CouldNotStart, reason));
  if (++m_startFailures < MostStartFailures || m_state != StudyState::Running)
    return;
  pause();
  notify(Message(SWEEP_TEXT("Paused: %1 trials in a row could not be started. %2"),
                 {std::to_string(m_startFailures), reason.str()}),
         true);
}

void StudyEngine::holdBack(const Message& reason) {
  m_holdSeconds = std::clamp(2.0 * m_holdSeconds, FirstHold, LastHold);
  m_holdUntil = m_world.now() + m_holdSeconds;
  notify(Message(SWEEP_TEXT("No trial can be started now: %1 Trying again in %2 s."),
                 {reason.str(), roundedText(m_holdSeconds)}),
         true);
}

void StudyEngine::settleTrial(int number, Outcome outcome) {
  m_ledger.finish(number, std::move(outcome));
  m_retries.erase(number);
  m_unseen.push_back(number);
  afterFinish(m_ledger.trial(number));
}

void StudyEngine::afterFinish(const Trial& trial) {
  if (m_scheduler)
    m_scheduler->observe(trial);
  const auto& target = m_spec.objective().target;
  if (trial.state == TrialState::Complete && target && trial.value() &&
      !m_spec.objective().better(*target, *trial.value())) {
    m_over = Message(SWEEP_TEXT("Trial %1 reached the target: %2."),
                     {std::to_string(trial.number), roundedText(*trial.value(), 6)});
    m_overIsFinal = true;
  }
  if (trial.state == TrialState::Failed && trial.failure->kind != FailureClass::Stopped)
    countInitialFailure(*trial.failure);
}

void StudyEngine::countInitialFailure(const Failure& failure) {
  ++m_initialFailures;
  const int most = m_spec.failures.stopAfterInitialFailures;
  if (most <= 0 || m_initialFailures < most || isOver())
    return;
  const auto& order = m_ledger.finishOrder();
  if (std::any_of(order.begin(), order.end(),
                  [this](int number) { return m_ledger.trial(number).state != TrialState::Failed; }))
    return;
  m_over = Message(
      SWEEP_TEXT(
          "The study stopped itself: its first %1 trials all failed. The last one said: “%2”. Mend the "
          "program or the command, then run again."),
      {std::to_string(m_initialFailures), lastLineOf(failure)});
  m_overIsFinal = false;
}

void StudyEngine::suggested(Suggestions suggestions) {
  m_asking = false;
  for (auto& item : suggestions.items) {
    Trial trial;
    trial.configuration = std::move(item.configuration);
    trial.origin = std::move(item.origin);
    trial.seed = trialSeed(m_spec.seed, m_ledger.size());
    trial.budget = m_askedBudget;
    m_ledger.add(std::move(trial));
  }
  if (suggestions.items.empty() && suggestions.exhausted) {
    m_nothingLeft = true;
    m_leftReason = suggestions.reason;
  } else if (suggestions.items.empty()) {
    m_waitReason = suggestions.reason.empty() ? Message(SWEEP_TEXT("The method waits for running trials."))
                                              : suggestions.reason;
  }
  if (!m_enqueued.empty()) {
    auto last = std::move(m_enqueued.back());
    m_enqueued.pop_back();
    enqueue(std::move(last));
  }
}

// What comes next

void StudyEngine::step(bool saved) {
  checkTime();
  while (mayStart() && startNext()) {
  }
  moveOn(saved);
  countTime();
}

bool StudyEngine::mayStart() {
  return m_state == StudyState::Running && !isOver() && m_saving && m_world.now() >= m_holdUntil &&
         static_cast<int>(m_active.size()) < std::max(m_spec.limits.parallel, 1) && freeShare();
}

std::optional<TrialShare> StudyEngine::freeShare() const {
  const auto& resources = m_spec.limits.resources;
  if (resources == Resources())
    return TrialShare();
  std::vector<TrialShare> taken;
  for (const auto& [number, active] : m_active)
    taken.push_back(active.share);
  return nextShare(resources, m_world.processors ? m_world.processors() : availableProcessors(), taken);
}

bool StudyEngine::startNext() {
  if (m_ledger.waiting().empty())
    return chooseNext();
  const int number = *m_ledger.waiting().begin();
  beginTrial(number, m_ledger.trial(number).budget, std::nullopt);
  return true;
}

bool StudyEngine::chooseNext() {
  if (m_asking || m_nothingLeft || !m_waitReason.empty())
    return false;
  auto next = m_scheduler->next();
  if (const auto* fresh = std::get_if<StartNew>(&next)) {
    askSampler(fresh->budget);
    return false;
  }
  if (const auto* more = std::get_if<ContinueTrial>(&next)) {
    beginTrial(more->trial, more->budget, more->trial);
    return true;
  }
  if (auto* copy = std::get_if<CopyTrial>(&next)) {
    m_ledger.setConfiguration(copy->trial, std::move(copy->configuration), copy->reason);
    beginTrial(copy->trial, copy->budget, copy->donor);
    return true;
  }
  if (const auto* wait = std::get_if<WaitForTrials>(&next)) {
    m_waitReason = wait->reason;
    return false;
  }
  m_nothingLeft = true;
  m_leftReason = std::get<NothingLeft>(next).reason;
  return false;
}

void StudyEngine::askSampler(std::optional<double> budget) {
  if (m_spec.limits.trials && m_ledger.size() >= *m_spec.limits.trials) {
    m_nothingLeft = true;
    m_leftReason = {};
    return;
  }
  if (m_samplerStale)
    if (auto renewed = renewMethod(); !renewed) {
      m_nothingLeft = true;
      m_leftReason = renewed.error();
      return;
    }
  SuggestionWorker::Question question;
  for (const int number : std::exchange(m_unseen, {}))
    question.finished.push_back(m_ledger.trial(number));
  question.pending = m_ledger.pending();
  question.firstNumber = m_ledger.size();
  m_askedBudget = budget;
  m_asking = true;
  m_world.ask(std::move(question));
}

void StudyEngine::beginTrial(int number, std::optional<double> budget, std::optional<int> resumeFrom) {
  auto prepared = m_builder.prepare(m_ledger.trial(number), budget, resumeFrom);
  if (prepared.problem) {
    if (prepared.problem->passing)
      holdBack(prepared.problem->message);
    else
      couldNotStart(number, prepared.problem->message);
    return;
  }
  const auto share = freeShare().value_or(TrialShare());
  giveShare(prepared.job, share, m_spec);
  Attempt attempt;
  attempt.number = prepared.job.attempt;
  attempt.command = prepared.job.command;
  m_ledger.start(number, std::move(attempt), budget);
  m_scheduler->observe(m_ledger.trial(number));
  m_active[number] = {prepared.job.attempt, std::move(prepared.reader), Active::Wish::None, {}, share};
  m_world.submit(std::move(prepared.job));
}

Result<void> StudyEngine::renewMethod() {
  auto scheduler = createScheduler(m_spec);
  if (!scheduler)
    return scheduler.error();
  if (auto renewed = m_world.renewSampler(); !renewed)
    return renewed;
  m_scheduler = std::move(*scheduler);
  for (const auto& trial : m_ledger.pending())
    m_scheduler->observe(trial);
  m_unseen = m_ledger.finishOrder();
  for (const int number : m_unseen)
    m_scheduler->observe(m_ledger.trial(number));
  m_samplerStale = false;
  return {};
}

void StudyEngine::checkTime() {
  countTime();
  if (m_state != StudyState::Running || isOver() || !m_spec.limits.studyTime ||
      m_runSeconds < *m_spec.limits.studyTime)
    return;
  m_over = Message(SWEEP_TEXT("The study's time of %1 s is up."), {roundedText(*m_spec.limits.studyTime)});
  m_overIsFinal = true;
}

void StudyEngine::moveOn(bool saved) {
  if (!m_active.empty() || !saved || m_ledger.hasUnsaved())
    return;
  if (m_state == StudyState::Stopping) {
    m_state = StudyState::Idle;
  } else if (m_state == StudyState::Running && isOver()) {
    m_state = m_overIsFinal ? StudyState::Finished : StudyState::Idle;
    notify(m_over, !m_overIsFinal);
  } else if (m_state == StudyState::Running && m_ledger.waiting().empty() && !m_asking && m_nothingLeft) {
    m_state = StudyState::Finished;
    if (!m_leftReason.empty())
      notify(m_leftReason, false);
  } else if (m_state == StudyState::Running && m_ledger.waiting().empty() && !m_asking &&
             !m_waitReason.empty()) {
    m_state = StudyState::Idle;
    notify(m_waitReason, true);
    m_waitReason = {};
  }
}

void StudyEngine::abandonRunning() {
  for (const auto& [number, active] : std::exchange(m_active, {}))
    m_ledger.putBack(number);
}

// Numbers and words

void StudyEngine::countTime() {
  const double now = m_world.now();
  if (m_counting)
    m_runSeconds += std::max(now - m_lastTime, 0.0);
  m_lastTime = now;
  m_counting = m_state == StudyState::Running || !m_active.empty();
}

double StudyEngine::runSeconds() {
  countTime();
  return m_runSeconds;
}

void StudyEngine::findPlan() {
  const auto planned = plannedTrialCount(m_spec);
  m_planned = planned ? *planned : std::nullopt;
}

Progress StudyEngine::progress() {
  Progress progress = m_ledger.progress();
  progress.elapsedSeconds = runSeconds();
  progress.parallel = m_spec.limits.parallel;
  if (m_planned)
    progress.planned = std::max<std::uint64_t>(*m_planned, static_cast<std::uint64_t>(m_ledger.size()));
  progress.remainingSeconds = estimateRemaining(progress, m_ledger.meanDuration());
  return progress;
}

std::optional<double> StudyEngine::due() {
  if (m_state != StudyState::Running)
    return std::nullopt;
  std::optional<double> seconds;
  if (m_spec.limits.studyTime && !isOver())
    seconds = std::max(*m_spec.limits.studyTime - runSeconds(), 0.0);
  const double hold = m_holdUntil - m_world.now();
  if (hold > 0.0 && (!seconds || hold < *seconds))
    seconds = hold;
  return seconds;
}

std::optional<StudyEngine::Notice> StudyEngine::takeNotice() {
  return std::exchange(m_notice, std::nullopt);
}

void StudyEngine::notify(Message message, bool isError) {
  if (m_notice && m_notice->isError && !isError)
    return;
  m_notice = Notice{std::move(message), isError};
}

} // namespace sweep
