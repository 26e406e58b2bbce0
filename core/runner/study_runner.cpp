// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_runner_private.h"

#include "core/executor/orphans.h"
#include "core/executor/wall_clock.h"
#include "core/runner/recovery.h"
#include "core/runner/replay_loading.h"
#include "core/study/study_file.h"

#include <algorithm>
#include <chrono>

namespace sweep {

namespace {

/// Milliseconds. Changes of this long make one update.
constexpr int TellEvery = 100;
/// While something runs, elapsed and remaining time are told without any other change.
constexpr int TellTimeEvery = 1000;
/// How often a study that another instance may be running is looked at.
constexpr int FollowEvery = 500;
/// How often what running trials save is counted.
constexpr int CountEvery = 5000;

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Milliseconds since 1970: now, unless what was replayed before lies in the future.
std::int64_t beginningOfReplay(const TrialLedger& ledger) {
  std::int64_t beginning = wallMilliseconds();
  for (int number = 0; number < ledger.size(); ++number)
    for (const auto& attempt : ledger.trial(number).attempts)
      beginning = std::max(beginning, attempt.ended);
  return beginning;
}

} // namespace

StudyRunner::Private::Private(StudyRunner* runner, std::unique_ptr<Storage> storage, RunnerPlaces places,
                              ExecutorFactory makeExecutor, Clock clock)
    : q(runner), m_places(std::move(places)), m_makeExecutor(std::move(makeExecutor)),
      m_clock(clock ? std::move(clock) : Clock(monotonicSeconds)), m_storage(std::move(storage)),
      m_path(m_storage->path()), m_readOnly(m_storage->readOnly()),
      m_mailbox(runner, [this](std::vector<Letter> letters) { receive(std::move(letters)); }) {
  for (auto* timer : {&m_saveTimer, &m_retryTimer, &m_tellTimer, &m_dueTimer}) {
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
  }
  m_heartbeat.setInterval(TellTimeEvery);
  m_followTimer.setInterval(FollowEvery);
  m_countTimer.setInterval(CountEvery);
  QObject::connect(&m_followTimer, &QTimer::timeout, q, [this] { follow(); });
  QObject::connect(&m_saveTimer, &QTimer::timeout, q, [this] { save(); });
  QObject::connect(&m_retryTimer, &QTimer::timeout, q, [this] { m_writer->write(m_batch); });
  QObject::connect(&m_tellTimer, &QTimer::timeout, q, [this] { tell(); });
  QObject::connect(&m_heartbeat, &QTimer::timeout, q, [this] { tellSoon(); });
  QObject::connect(&m_countTimer, &QTimer::timeout, q, [this] { lookAtRunning(); });
  QObject::connect(&m_dueTimer, &QTimer::timeout, q, [this] { step(); });
}

void StudyRunner::Private::load(std::optional<InterruptedRule> interrupted) {
  auto study = m_storage->load();
  if (!study) {
    m_notice = StudyEngine::Notice{study.error(), true};
    tellSoon();
    return;
  }
  // What is shown for reading only cannot be run; what is whole enough to be run is.
  if (const Message notice = m_storage->notice(); !notice.empty())
    m_notice = StudyEngine::Notice{notice, m_readOnly};
  Recovery recovery;
  if (!m_readOnly) {
    recovery = recover(*study, Checkpoints(study->spec, m_places.trialsFolder));
    for (const auto& process : recovery.processes)
      endProcessTree(process.pid, process.start, study->spec.limits.grace);
    // A process that had just been started was not recorded yet.
    if (study->lostInstance)
      endProcessesOf(study->lostInstance->pid, study->lostInstance->start, study->spec.limits.grace);
    m_writer = std::make_unique<StorageWriter>(
        std::move(m_storage), [this](Result<void> result) { m_mailbox.post(Written{std::move(result)}); });
  }
  m_isReplay = study->spec.replay.has_value();
  m_engine = std::make_unique<StudyEngine>(std::move(*study), m_places, world());
  for (const int number : recovery.interrupted)
    m_engine->ledger().touch(number);
  beginCleaning();
  if (!m_readOnly)
    m_engine->decideInterrupted(interrupted.value_or(m_engine->spec().failures.interrupted));
  // What the file lacks comes first; what was decided stands at each trial.
  if (m_notice)
    (void)m_engine->takeNotice();
  m_toldState = m_engine->state();
  lookAtCheckpoints();
  step();
  if (m_readOnly) {
    m_engine->showElsewhere(m_storage->runsElsewhere());
    m_followTimer.start();
  }
  tellSoon();
}

StudyEngine::World StudyRunner::Private::world() {
  StudyEngine::World world;
  world.submit = [this](Job job) {
    m_executor->submit(std::move(job));
  };
  world.cancel = [this](int trial) {
    if (m_executor)
      m_executor->cancel(trial);
  };
  world.withdrawQueued = [this] {
    if (m_executor)
      m_executor->withdrawQueued();
  };
  world.ask = [this](SuggestionWorker::Question question) {
    m_sampler->ask(std::move(question));
  };
  world.renewSampler = [this] {
    return renewSampler();
  };
  // A replay's time is that of its clock.
  world.now = [this] {
    return !m_isReplay ? m_clock() : m_replay ? m_replay->now() : 0.0;
  };
  return world;
}

Result<void> StudyRunner::Private::renewSampler() {
  auto sampler = createSampler(m_engine->spec(), m_pool);
  if (!sampler)
    return sampler.error();
  m_sampler = std::make_unique<SuggestionWorker>(
      std::move(*sampler), [this](Suggestions suggestions) { m_mailbox.post(std::move(suggestions)); });
  return {};
}

void StudyRunner::Private::run() {
  if (!m_engine)
    return;
  Result<void> started =
      m_readOnly
          ? Error(SWEEP_TEXT(
                "The study was opened read-only and cannot be run. Close it elsewhere and open it again, "
                "or save a copy."))
          : makeExecutor();
  if (started)
    started = m_engine->run();
  if (!started)
    m_engine->notify(started.error(), true);
  answer();
}

Result<void> StudyRunner::Private::makeExecutor() {
  if (m_executor)
    return {};
  const auto tell = [this](JobEvent event) {
    if (m_isReplay)
      ++m_replayEvents;
    m_mailbox.post(std::move(event));
  };
  const int workers = std::max(m_engine->spec().limits.parallel, 1);
  if (!m_isReplay) {
    m_executor = m_makeExecutor(tell, workers);
    return {};
  }
  auto content = loadReplay(m_engine->spec(), m_places.studyFolder);
  if (!content)
    return content.error();
  m_pool = content->source->pool();
  auto replay = std::make_unique<ReplayExecutor>(std::move(content->source), tell, workers, beginningOfReplay(m_engine->ledger()));
  m_replay = replay.get();
  m_executor = std::move(replay);
  return {};
}

void StudyRunner::Private::setLimits(Limits limits, FailureRules failures) {
  if (!m_engine || m_readOnly)
    return;
  limits.parallel = std::clamp(limits.parallel, 1, mostParallel(m_engine->spec()));
  failures.retry.times = std::clamp(failures.retry.times, 0, RetryRule::MostTimes);
  // Somebody may be in the middle of a number; what could not be read again would lose the study.
  StudySpec changed = m_engine->spec();
  changed.limits = limits;
  changed.failures = failures;
  if (!readStudyFile(writeStudyFile(changed)))
    return;
  m_engine->setLimits(limits, failures);
  if (m_executor)
    m_executor->setWorkers(limits.parallel);
  m_specChanged = true;
  answer();
}

void StudyRunner::Private::take(Letter& letter) {
  if (const auto* event = std::get_if<JobEvent>(&letter)) {
    if (m_isReplay)
      --m_replayEvents;
    m_engine->happened(*event);
  } else if (auto* suggestions = std::get_if<Suggestions>(&letter)) {
    m_engine->suggested(std::move(*suggestions));
  } else if (const auto* copy = std::get_if<CopySaved>(&letter)) {
    Q_EMIT q->copySaved(*copy);
  } else if (auto* told = std::get_if<CheckpointCleaner::Told>(&letter)) {
    cleaned(*told);
  } else {
    written(std::get<Written>(letter).result);
  }
}

void StudyRunner::Private::receive(std::vector<Letter> letters) {
  for (auto& letter : letters)
    take(letter);
  if (!m_readOnly)
    step();
}

void StudyRunner::Private::step() {
  m_engine->step(allSaved());
  if (auto notice = m_engine->takeNotice(); notice && !(m_notice && m_notice->isError && !notice->isError))
    m_notice = std::move(notice);
  save();
  watchTime();
  if (m_executor && m_replayEvents == 0 && !m_engine->isAsking())
    m_executor->settled();
  if (m_notice || m_engine->state() != m_toldState || m_engine->ledger().hasUntold())
    tellSoon();
}

void StudyRunner::Private::follow() {
  auto changes = m_storage->changes();
  if (!changes) {
    m_followTimer.stop();
    m_notice = StudyEngine::Notice{changes.error(), true};
    tellSoon();
    return;
  }
  if (*changes) {
    if (m_kept)
      for (const auto& trial : (*changes)->trials)
        m_kept->stored(trial);
    m_engine->follow(std::move(**changes));
    lookAtCheckpoints();
  }
  m_engine->showElsewhere(m_storage->runsElsewhere());
  if (*changes || m_engine->state() != m_toldState || m_engine->state() == StudyState::Running)
    tellSoon();
}

// Telling

void StudyRunner::Private::tellSoon() {
  if (m_tellTimer.isActive())
    return;
  const auto since = m_lastTold.isValid() ? m_lastTold.elapsed() : TellEvery;
  m_tellTimer.start(static_cast<int>(std::max<qint64>(TellEvery - since, 0)));
}

void StudyRunner::Private::tell() {
  m_lastTold.start();
  RunnerUpdate update;
  if (m_engine) {
    update.state = m_engine->state();
    update.progress = m_engine->progress();
    update.trials = m_engine->ledger().takeUntold();
    update.checkpoints = checkpointNews();
    m_toldState = update.state;
  }
  if (m_notice) {
    update.notice = std::move(m_notice->message);
    update.noticeIsError = m_notice->isError;
    m_notice.reset();
  }
  Q_EMIT q->updated(update);
}

void StudyRunner::Private::watchTime() {
  const bool runs = m_engine->state() == StudyState::Running || m_engine->state() == StudyState::Stopping;
  for (auto* timer : {&m_heartbeat, &m_countTimer})
    if (runs != timer->isActive())
      runs ? timer->start() : timer->stop();
  const auto due = m_engine->due();
  if (due)
    m_dueTimer.start(static_cast<int>(std::min(*due * 1000.0, 1e9)) + 1);
  else
    m_dueTimer.stop();
}

// The interface

StudyRunner::StudyRunner(std::unique_ptr<Storage> storage, RunnerPlaces places, ExecutorFactory makeExecutor,
                         QObject* parent, Clock clock)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(storage), std::move(places),
                                                   std::move(makeExecutor), std::move(clock))) {
  qRegisterMetaType<RunnerUpdate>();
  qRegisterMetaType<CopySaved>();
}

StudyRunner::~StudyRunner() = default;

void StudyRunner::load(std::optional<InterruptedRule> interrupted) {
  d->load(interrupted);
}

void StudyRunner::run() {
  d->run();
}

void StudyRunner::pause() {
  d->act([](StudyEngine& engine) { engine.pause(); });
}

void StudyRunner::stopAfterRunning() {
  d->act([](StudyEngine& engine) { engine.stopAfterRunning(); });
}

void StudyRunner::stopNow() {
  d->act([](StudyEngine& engine) { engine.stopNow(); });
}

void StudyRunner::stopTrial(int number) {
  d->act([number](StudyEngine& engine) { engine.stopTrial(number); });
}

void StudyRunner::setParallel(int count) {
  if (!d->m_engine)
    return;
  Limits limits = d->m_engine->spec().limits;
  limits.parallel = count;
  d->setLimits(limits, d->m_engine->spec().failures);
}

void StudyRunner::retryTrials(const std::vector<int>& numbers) {
  d->act([&numbers](StudyEngine& engine) {
    for (const int number : numbers)
      engine.retryTrial(number);
  });
}

void StudyRunner::decideInterrupted(const std::vector<int>& numbers, InterruptedRule decision) {
  d->act([&](StudyEngine& engine) { engine.decideInterrupted(numbers, decision); });
}

void StudyRunner::enqueue(Configuration configuration) {
  d->act([&](StudyEngine& engine) { engine.enqueue(std::move(configuration)); });
}

void StudyRunner::addKnown(std::vector<KnownResult> results) {
  d->act([&](StudyEngine& engine) { engine.addKnown(std::move(results)); });
}

void StudyRunner::setLimits(Limits limits, FailureRules failures) {
  d->setLimits(std::move(limits), std::move(failures));
}

void StudyRunner::saveCopy(const std::string& path) {
  d->saveCopy(path);
}

} // namespace sweep
