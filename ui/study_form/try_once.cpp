// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/try_once.h"

#include "core/executor/local_executor.h"
#include "core/runner/budget_check.h"
#include "core/runner/budget_words.h"
#include "core/runner/trial_naming.h"
#include "core/space/search_space.h"
#include "ui/study_form/output_relay.h"
#include "ui/text.h"

#include <QTemporaryDir>
#include <algorithm>

namespace sweep::ui {

namespace {

/// Seconds between the polite and the final signal.
constexpr double Grace = 1.0;
/// Bytes of a file of metrics that are shown.
constexpr std::size_t MostOfFile = 128 * 1024;

bool endedWell(const JobFinished& job) { return job.cause == JobFinished::Cause::Exited && job.exitCode == 0; }

} // namespace

TryOnce::TryOnce(const QStringList& programFolders, QObject* parent) : QObject(parent), m_news(this) {
  for (const auto& folder : programFolders)
    m_programFolders.push_back(fromQt(folder));
}

TryOnce::~TryOnce() = default;

Result<void> TryOnce::start(const StudySpec& spec, const QString& studyFolder) {
  if (isRunning())
    return Error(fromQt(tr("The last try is still running: stop it first.")));
  m_folder = std::make_unique<QTemporaryDir>();
  if (!m_folder->isValid())
    return Error(fromQt(tr("No folder for the run could be made: %1").arg(m_folder->errorString())));
  const auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  m_spec = spec;
  m_builder = std::make_unique<JobBuilder>(spec, RunnerPlaces{fromQt(studyFolder), fromQt(m_folder->path()), m_programFolders});
  m_trial = {};
  m_trial.configuration = space->defaults();
  m_trial.seed = trialSeed(spec.seed, 0);
  m_budgets = continuationBudgets(spec.budget);
  m_budget.reset();
  m_reachedBudget = false;
  if (spec.budget)
    m_budget = m_budgets ? m_budgets->first : spec.budget->min;
  const auto commandLine = launch(m_budget, {});
  if (!commandLine)
    return commandLine.error();
  Q_EMIT started(*commandLine);
  return {};
}

/// Starts the next attempt; gives its command.
Result<QString> TryOnce::launch(std::optional<double> budget, std::optional<CheckpointSource> resume) {
  auto prepared = m_builder->prepare(m_trial, {budget, resume, m_trial.seed, 0.0});
  if (prepared.problem)
    return prepared.problem->message;
  auto& job = prepared.job;
  const QString commandLine = toQt(shellLine(job.command));
  m_limit = m_spec.limits.trialTime.value_or(DefaultLimit);
  job.limits.wallTime = m_limit;
  job.limits.grace = Grace;
  const int run = ++m_run;
  auto relay = relayFor(job, run);
  job.reader = relay;
  m_leftCheckpoint = std::make_shared<bool>(false);
  job.conclude = [checkpoints = m_builder->checkpoints(), source = CheckpointSource{m_trial.number, job.attempt},
                  left = m_leftCheckpoint] { *left = checkpoints.isThere(source); };
  m_executor = std::make_unique<LocalExecutor>(
      [this, run, relay](JobEvent event) {
        m_news.post([this, run, relay, event = std::move(event)] {
          relay->deliver();
          take(event, run, *relay);
        });
      },
      1);
  m_executor->submit(std::move(job));
  return commandLine;
}

std::shared_ptr<OutputRelay> TryOnce::relayFor(const Job& job, int run) {
  auto relay = std::make_shared<OutputRelay>(this, [this, run](const QByteArray& bytes, bool isError) {
    if (run == m_run)
      Q_EMIT output(bytes, isError);
  });
  CommandContext context;
  context.folder = job.folder;
  context.seed = m_trial.seed;
  context.budget = toldBudget(m_spec, m_budget);
  MetricSource source = m_spec.metricSource;
  if (auto path = expandText(source.file, m_spec.program, m_trial.configuration, context))
    source.file = *std::move(path);
  if (source.preset == MetricFilePreset && !source.file.empty())
    relay->watch(MetricFile(job.folder, source.file));
  if (m_budgets || endsInFlight())
    noteSteps(*relay, source, job, run);
  return relay;
}

void TryOnce::noteSteps(OutputRelay& relay, const MetricSource& source, const Job& job, int run) {
  auto reader = MetricReader::create(source, endsInFlight() ? 1 : UnnumberedStep, job.folder);
  if (!reader)
    return;
  relay.note(*reader, m_spec.objective().metric);
  if (endsInFlight())
    relay.tellAt(*m_budget, [this, run] { m_news.post([this, run] { reachedBudget(run); }); });
}

void TryOnce::reachedBudget(int run) {
  if (run != m_run || !m_executor)
    return;
  m_reachedBudget = true;
  m_executor->cancel(0);
}

void TryOnce::tellFile(const QString& path, const MetricFile::Content& content) {
  QString problem = translated(content.problem);
  if (problem.isEmpty() && !content.stamp)
    problem = tr("It has not written %1.").arg(path);
  if (problem.isEmpty() && content.text.size() > MostOfFile)
    problem = tr("%1 is too large to be shown here.").arg(path);
  Q_EMIT fileRead(problem.isEmpty() ? QByteArray::fromStdString(content.text) : QByteArray(), problem);
}

void TryOnce::stop() {
  if (m_executor)
    m_executor->cancel(0);
}

void TryOnce::take(const JobEvent& event, int run, const OutputRelay& relay) {
  if (run != m_run)
    return;
  const bool isFirst = m_trial.attempts.empty();
  if (const auto* refused = std::get_if<JobNotStarted>(&event.what)) {
    if (isFirst)
      return end(true, translated(refused->reason), 0.0);
    // Somebody who stops it has seen enough.
    if (refused->withdrawn)
      return end(false, m_firstEnd, m_firstSeconds);
    judge(WatchedRun(), translated(refused->reason));
  } else if (const auto* job = std::get_if<JobFinished>(&event.what)) {
    isFirst ? firstEnded(*job, relay) : secondEnded(*job, relay);
  }
}

void TryOnce::firstEnded(const JobFinished& job, const OutputRelay& relay) {
  if (relay.content())
    tellFile(relay.filePath(), *relay.content());
  m_first = {endedWell(job), *m_leftCheckpoint, relay.steps()};
  m_firstEnd = endSentence(job);
  m_firstSeconds = job.wallSeconds;
  if (endsInFlight())
    return judgeFlight(job, relay);
  if (!m_first.endedWell || !m_budgets)
    return end(!m_first.endedWell, m_firstEnd, m_firstSeconds);
  if (!m_first.leftCheckpoint)
    return judge(std::nullopt);
  resume();
}

/// What a trial comes to that is ended by the steps of its reports.
void TryOnce::judgeFlight(const JobFinished& job, const OutputRelay& relay) {
  const QString least = toQt(amountOf(*m_budget, m_spec.budget->unit));
  if (m_reachedBudget && job.cause == JobFinished::Cause::Cancelled) {
    Q_EMIT judged(true, tr("It was ended in flight once its reports had come to %1, as trials are at their budgets.").arg(least));
    return end(false, tr("Done in %1.").arg(duration(job.wallSeconds)), m_firstSeconds);
  }
  const auto& steps = relay.steps();
  if (m_first.endedWell && !m_reachedBudget && !steps.empty())
    Q_EMIT judged(false, tr("It ended before its reports came to %1, the smallest budget: the last was of step %2. Trials are ended in flight "
                            "by the steps that they report.")
                             .arg(least)
                             .arg(*std::ranges::max_element(steps)));
  end(!m_first.endedWell, m_firstEnd, m_firstSeconds);
}

void TryOnce::resume() {
  Attempt attempt;
  attempt.hasCheckpoint = true;
  m_trial.attempts.push_back(attempt);
  // Its worker has nothing left to do, so that this does not wait.
  m_executor.reset();
  const auto commandLine = launch(m_budgets->then, CheckpointSource{m_trial.number, attempt.number});
  if (!commandLine)
    return judge(WatchedRun(), translated(commandLine.error()));
  Q_EMIT resumed(*commandLine, tr("Resumed from the checkpoint of %1, to %2:")
                                   .arg(toQt(amountOf(m_budgets->first, m_spec.budget->unit)),
                                        toQt(amountOf(m_budgets->then, m_spec.budget->unit))));
}

void TryOnce::secondEnded(const JobFinished& job, const OutputRelay& relay) {
  if (job.cause == JobFinished::Cause::Cancelled)
    return end(false, m_firstEnd, m_firstSeconds);
  const bool good = endedWell(job);
  judge(WatchedRun{good, *m_leftCheckpoint, relay.steps()}, good ? QString() : endSentence(job));
}

void TryOnce::judge(const std::optional<WatchedRun>& then, const QString& end) {
  const auto finding = judgeContinuation(m_first, then, *m_budgets, m_spec.budget->unit);
  const QString sentence = translated(finding.sentence);
  Q_EMIT judged(finding.what == Continuation::GoesOn, end.isEmpty() ? sentence : QStringLiteral("%1 %2").arg(sentence, end));
  this->end(false, m_firstEnd, m_firstSeconds);
}

QString TryOnce::endSentence(const JobFinished& job) const {
  const QString took = duration(job.wallSeconds);
  switch (job.cause) {
  case JobFinished::Cause::TimeLimit:
    return tr("Ended after %1: that is the time limit.").arg(duration(m_limit));
  case JobFinished::Cause::Silence:
    return tr("Ended because nothing was printed for too long.");
  case JobFinished::Cause::MemoryLimit:
    return tr("Ended because it used more memory than allowed.");
  case JobFinished::Cause::Cancelled:
    return tr("Stopped after %1.").arg(took);
  case JobFinished::Cause::Exited:
    break;
  }
  if (job.signal)
    return tr("Crashed with signal %1 after %2.").arg(*job.signal).arg(took);
  if (job.exitCode != 0)
    return tr("Failed with exit code %1 after %2.").arg(job.exitCode.value_or(-1)).arg(took);
  return tr("Done in %1.").arg(took);
}

void TryOnce::end(bool failed, const QString& sentence, double seconds) {
  ++m_run;
  // The worker has nothing left to do, so that this does not wait.
  m_executor.reset();
  m_folder.reset();
  Q_EMIT finished(failed, sentence, seconds);
}

} // namespace sweep::ui
