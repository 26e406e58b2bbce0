// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_engine.h"

#include "core/base/overloaded.h"
#include "core/base/text.h"
#include "core/runner/interruption.h"
#include "core/runner/secrets.h"
#include "core/runner/study_check.h"
#include "core/runner/study_plan.h"
#include "core/runner/trial_naming.h"

#include <algorithm>
#include <utility>

namespace sweep {

namespace {

/// Seconds before a new try after a passing problem: doubled from the first to the last.
constexpr double FirstHold = 1.0;
constexpr double LastHold = 30.0;
/// Seconds that a trial takes on average.
constexpr double ShortTrial = 0.1;
/// Programs that cannot be started, in a row, after which the study pauses.
constexpr int MostStartFailures = 3;

} // namespace

StudyEngine::StudyEngine(StoredStudy study, RunnerPlaces places, World world)
    : m_spec(std::move(study.spec)), m_places(std::move(places)), m_builder(m_spec, m_places),
      m_world(std::move(world)), m_ledger(m_spec.objective()),
      m_method(m_spec, m_ledger, {m_world.ask, m_world.renewSampler}), m_runSeconds(study.runSeconds),
      m_lastTime(m_world.now()) {
  m_ledger.load(std::move(study.trials), std::move(study.finishOrder));
  findPlan();
  if (m_planned && m_ledger.waiting().empty() && m_ledger.undecided().empty() && !m_ledger.hasPaused() &&
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
  if (auto renewed = m_method.renew(); !renewed)
    return renewed;
  m_method.reopen();
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
  if (m_state != StudyState::Running)
    return;
  m_state = StudyState::Paused;
  m_world.withdrawQueued();
}

void StudyEngine::stopAfterRunning() {
  if (m_state != StudyState::Running && m_state != StudyState::Paused)
    return;
  m_state = StudyState::Stopping;
  m_world.withdrawQueued();
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
  if (isUndecided(m_ledger.trial(number)))
    return decideInterrupted({number}, InterruptedRule::Drop);
  const auto state = m_ledger.trial(number).state;
  if (state == TrialState::Waiting || state == TrialState::Paused)
    settleTrial(number, failedOutcome(FailureClass::Stopped,
                                      state == TrialState::Paused
                                          ? Message(SWEEP_TEXT("Dropped by hand while it was paused."))
                                          : Message(SWEEP_TEXT("Dropped by hand before it ran."))));
}

void StudyEngine::retryTrial(int number) {
  decideInterrupted({number}, InterruptedRule::RunAgain);
  if (!m_ledger.has(number) || m_ledger.trial(number).state != TrialState::Failed)
    return;
  putBack(number);
  m_ledger.setRetries(number, 0);
  // What the sampler was told of it no longer holds.
  m_method.outdate();
  if (m_state == StudyState::Finished)
    m_state = StudyState::Idle;
}

void StudyEngine::enqueue(Configuration configuration) {
  m_method.enqueue(std::move(configuration));
  if (m_state == StudyState::Finished)
    m_state = StudyState::Idle;
}

void StudyEngine::setLimits(const Limits& limits, const FailureRules& failures) {
  m_spec.limits = limits;
  m_spec.failures = failures;
  m_builder = JobBuilder(m_spec, m_places);
  m_method.reopen();
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
  m_state = runs && m_ledger.hasRunning() ? StudyState::Running
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
         static_cast<int>(m_active.size()) < mostActive() && freeShare();
}

/// As many as run at a time. Of trials so short that a worker would wait for us as long as for them, the executor has the next ones
/// in its queue, where nothing that happens meanwhile could change which they are, as long as they can be started, and once one of
/// them has shown that the program works.
int StudyEngine::mostActive() const {
  const int parallel = std::max(m_spec.limits.parallel, 1);
  const auto progress = m_ledger.progress();
  const bool isAhead = m_method.ignoresResults() && m_startFailures == 0 && m_spec.limits.resources == Resources() &&
                       progress.complete > 0 && progress.finished() >= parallel && m_ledger.meanDuration() < ShortTrial;
  return isAhead ? 2 * parallel : parallel;
}

std::optional<TrialShare> StudyEngine::freeShare() const {
  static const Resources none;
  const auto& resources = m_spec.limits.resources;
  if (resources == none)
    return TrialShare();
  std::vector<TrialShare> taken;
  for (const auto& [number, active] : m_active)
    taken.push_back(active.share);
  return nextShare(resources, m_world.processors ? m_world.processors() : availableProcessors(), taken);
}

bool StudyEngine::startNext() {
  if (auto renewed = m_method.renew(); !renewed)
    return take(NothingLeft{renewed.error()});
  if (m_ledger.waiting().empty())
    return chooseNext();
  const int number = *m_ledger.waiting().begin();
  const auto& trial = m_ledger.trial(number);
  beginTrial(number, trial.budget, m_builder.checkpoints().resumePoint(trial), reasonToRun(trial));
  return true;
}

bool StudyEngine::chooseNext() {
  m_nothingLeft = false;
  m_waits = false;
  return take(m_method.next());
}

/// Whether something was begun, or may be now.
bool StudyEngine::take(const NextStep& step) {
  return std::visit(Overloaded{[this](const StartNew&) { return m_method.addReady(); },
                               [this](const ContinueTrial& more) {
                                 const auto& trial = m_ledger.trial(more.trial);
                                 beginTrial(more.trial, more.budget,
                                            m_builder.checkpoints().resumePoint(trial), more.reason);
                                 return true;
                               },
                               [this](const CopyTrial& copy) {
                                 copyTrial(copy);
                                 return true;
                               },
                               [this](const EndTrial& end) {
                                 settleTrial(end.trial, prunedOutcome(m_ledger.trial(end.trial), m_spec.objectives), end.reason);
                                 return true;
                               },
                               [this](const WaitForTrials& wait) {
                                 m_waits = true;
                                 m_waitReason = wait.reason;
                                 return false;
                               },
                               [this](const NothingLeft& nothing) {
                                 m_nothingLeft = true;
                                 m_leftReason = nothing.reason;
                                 return false;
                               }},
                    step);
}

void StudyEngine::copyTrial(const CopyTrial& copy) {
  beginTrial(m_method.copied(copy), copy.budget, copy.donor, copy.reason);
}

void StudyEngine::beginTrial(int number, std::optional<double> budget, std::optional<CheckpointSource> resume,
                             Message reason) {
  if (resume && !m_builder.checkpoints().isThere(*resume)) {
    warnOfMissingCheckpoint(resume->trial);
    resume.reset();
  }
  const auto& trial = m_ledger.trial(number);
  const auto seed = nextSeed(trial);
  auto prepared = m_builder.prepare(trial, {budget, resume, seed, resume ? budgetOf(*resume) : 0.0});
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
  attempt.command = withoutSecrets(prepared.job.command, m_spec.program);
  attempt.budget = budget;
  attempt.resumed = resume;
  attempt.seed = seed;
  const bool repeats = resume && isUnfinished(trial, *resume);
  attempt.reason = std::move(reason);
  if (budget)
    attempt.configuration = trial.configuration;
  m_ledger.start(number, std::move(attempt));
  m_active[number] = {prepared.job.attempt, std::move(prepared.reader), Active::Wish::None, {}, share, repeats};
  changed(number);
  m_world.submit(std::move(prepared.job));
}

/// Of a trial that is tried again the rule says whether it has the seed of the try that failed.
std::uint64_t StudyEngine::nextSeed(const Trial& trial) const {
  if (!m_spec.failures.retry.newSeed || trial.attempts.empty())
    return trial.seed;
  return failedByItself(trial.attempts.back()) ? retrySeed(m_spec.seed, trial.number, failuresOfItsOwn(trial))
                                               : trial.seed;
}

/// How far the attempt was to go that left this checkpoint.
double StudyEngine::budgetOf(const CheckpointSource& source) const {
  for (const auto& attempt : m_ledger.trial(source.trial).attempts)
    if (attempt.number == source.attempt)
      return attempt.budget.value_or(0.0);
  return 0.0;
}

void StudyEngine::couldNotStart(int number, const Message& reason) {
  if (mayTryAgain(m_ledger.trial(number), FailureClass::CouldNotStart)) {
    m_ledger.setRetries(number, m_ledger.trial(number).retries + 1);
    return holdBack(reason);
  }
  settleTrial(number, failedOutcome(FailureClass::CouldNotStart, reason));
  if (++m_startFailures < MostStartFailures || m_state != StudyState::Running)
    return;
  pause();
  notify(Message(SWEEP_TEXT("Paused: %1 trials in a row could not be started. %2"),
                 {std::to_string(m_startFailures), reason.str()}),
         true);
}

void StudyEngine::holdBack(const Message& reason) {
  // Of several that were begun together one counts.
  if (m_world.now() < m_holdUntil)
    return;
  m_holdSeconds = std::clamp(2.0 * m_holdSeconds, FirstHold, LastHold);
  m_holdUntil = m_world.now() + m_holdSeconds;
  notify(Message(SWEEP_TEXT("No trial can be started now: %1 Trying again in %2 s."),
                 {reason.str(), roundedText(m_holdSeconds)}),
         true);
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
  } else if (m_state == StudyState::Running && !isOver() && m_ledger.waiting().empty() && !m_method.isAsking() &&
             (m_nothingLeft || m_waits) && !m_ledger.undecided().empty()) {
    m_state = StudyState::Idle;
    notify(undecidedNotice(m_ledger.undecided().size()), true);
    m_waits = false;
  } else if (m_state == StudyState::Running && isOver()) {
    m_state = m_overIsFinal ? StudyState::Finished : StudyState::Idle;
    notify(m_over, !m_overIsFinal);
  } else if (m_state == StudyState::Running && m_ledger.waiting().empty() && !m_method.isAsking() &&
             m_nothingLeft) {
    m_state = StudyState::Finished;
    if (!m_leftReason.empty())
      notify(m_leftReason, false);
  } else if (m_state == StudyState::Running && m_ledger.waiting().empty() && !m_method.isAsking() &&
             m_waits) {
    m_state = StudyState::Idle;
    notify(m_waitReason.empty() ? Message(SWEEP_TEXT("The method waits for trials, but none is running."))
                                : m_waitReason,
           true);
    m_waits = false;
  }
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
  const auto plan = planOf(m_spec);
  m_planned = plan ? plan->trials : std::nullopt;
}

Progress StudyEngine::progress() {
  Progress progress = m_ledger.progress();
  progress.elapsedSeconds = runSeconds();
  progress.parallel = m_spec.limits.parallel;
  if (m_planned)
    progress.planned = std::max<std::uint64_t>(*m_planned, static_cast<std::uint64_t>(m_ledger.size() - m_ledger.known()));
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
