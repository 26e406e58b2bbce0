// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/try_once.h"

#include "core/executor/local_executor.h"
#include "core/runner/arguments_file.h"
#include "core/runner/program_environment.h"
#include "core/runner/metric_reader.h"
#include "core/runner/trial_naming.h"
#include "core/space/search_space.h"
#include "ui/text.h"

#include <QDir>
#include <QTemporaryDir>

#include <mutex>
#include <optional>

namespace sweep::ui {

namespace {

/// Seconds between the polite and the final signal.
constexpr double Grace = 1.0;
/// Bytes of a file of metrics that are shown.
constexpr std::size_t MostOfFile = 128 * 1024;

/// Hands on what the program prints to the thread of the receiver: one packet at a time, and no more than a person could read,
/// so that a program that floods its output never floods the interface.
class OutputRelay : public OutputReader, public std::enable_shared_from_this<OutputRelay> {
public:
  using Take = std::function<void(const QByteArray& bytes, bool isError)>;
  OutputRelay(QObject* receiver, Take take) : m_receiver(receiver), m_take(std::move(take)) {}

  /// Reads this file as well, once the program has ended.
  void watch(MetricFile file) { m_file.emplace(std::move(file)); }

  double begin() override {
    if (m_file)
      m_file->begin();
    return OutputReader::begin();
  }
  void read(Stream stream, std::string_view bytes, std::vector<Report>&) override {
    const std::lock_guard lock(m_mutex);
    if (m_waitingBytes > MostWaiting)
      return;
    m_waitingBytes += bytes.size();
    m_waiting.emplace_back(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())), stream == Stream::Errors);
    if (!std::exchange(m_posted, true))
      QMetaObject::invokeMethod(m_receiver, [self = shared_from_this()] { self->deliver(); }, Qt::QueuedConnection);
  }
  void finish(std::vector<Report>&) override {
    if (m_file)
      m_content = m_file->read();
  }

  /// Once the job has ended; nothing without a file.
  const std::optional<MetricFile::Content>& content() const { return m_content; }
  QString filePath() const { return toQt(m_file->path()); }

  /// On the receiver's thread.
  void deliver() {
    std::vector<std::pair<QByteArray, bool>> packets;
    {
      const std::lock_guard lock(m_mutex);
      packets.swap(m_waiting);
      m_waitingBytes = 0;
      m_posted = false;
    }
    for (const auto& [bytes, isError] : packets)
      m_take(bytes, isError);
  }

private:
  static constexpr std::size_t MostWaiting = 64 << 10;
  QObject* m_receiver;
  Take m_take;
  std::mutex m_mutex;
  std::vector<std::pair<QByteArray, bool>> m_waiting;
  std::size_t m_waitingBytes = 0;
  bool m_posted = false;
  std::optional<MetricFile> m_file;
  std::optional<MetricFile::Content> m_content;
};

} // namespace

TryOnce::TryOnce(const QStringList& programFolders, QObject* parent) : QObject(parent) {
  for (const auto& folder : programFolders)
    m_programFolders.push_back(fromQt(folder));
}

TryOnce::~TryOnce() = default;

CommandContext TryOnce::contextOf(const StudySpec& spec, const QString& studyFolder) const {
  CommandContext context;
  context.seed = trialSeed(spec.seed, 0);
  context.folder = fromQt(m_folder->path());
  context.checkpoint = context.folder + "/checkpoint";
  context.studyFolder = fromQt(studyFolder);
  return context;
}

Result<Job> TryOnce::jobFor(const StudySpec& spec, const Configuration& defaults, const CommandContext& context,
                            QString& commandLine) const {
  auto words = expandCommand(spec.program, defaults, context);
  if (!words)
    return words.error();
  if (words->empty())
    return Error(fromQt(tr("There is no command: say which program to run.")));
  Job job;
  job.workingDirectory = fromQt(QDir::cleanPath(QDir(toQt(context.studyFolder)).absoluteFilePath(toQt(spec.program.workingDirectory))));
  const auto program = findProgram(spec.program, words->front(), {job.workingDirectory, context.studyFolder, m_programFolders});
  if (!program)
    return program.error();
  commandLine = toQt(shellLine(*words));
  words->front() = *program;
  job.command = std::move(*words);
  job.environment = programEnvironment(spec.program, defaults, context);
  if (auto problem = problemOfSize(job.command, job.environment))
    return *std::move(problem);
  job.folder = context.folder;
  if (needsArgumentsFile(spec.program))
    job.prepare = [defaults, folder = job.folder] { return writeArgumentsFile(defaults, folder); };
  job.limits.wallTime = spec.limits.trialTime.value_or(DefaultLimit);
  job.limits.silence = spec.limits.silence;
  job.limits.memory = spec.limits.trialMemory;
  job.limits.grace = Grace;
  return job;
}

Result<void> TryOnce::start(const StudySpec& spec, const QString& studyFolder) {
  if (isRunning())
    return Error(fromQt(tr("The last try is still running: stop it first.")));
  m_folder = std::make_unique<QTemporaryDir>();
  if (!m_folder->isValid())
    return Error(fromQt(tr("No folder for the run could be made: %1").arg(m_folder->errorString())));
  const auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  const Configuration defaults = space->defaults();
  const CommandContext context = contextOf(spec, studyFolder);
  QString commandLine;
  auto job = jobFor(spec, defaults, context, commandLine);
  if (!job)
    return job.error();
  const int run = ++m_run;
  m_limit = job->limits.wallTime.value_or(DefaultLimit);
  auto relay = std::make_shared<OutputRelay>(this, [this, run](const QByteArray& bytes, bool isError) {
    if (run == m_run)
      Q_EMIT output(bytes, isError);
  });
  if (spec.metricSource.preset == MetricFilePreset)
    if (const auto path = expandText(spec.metricSource.file, spec.program, defaults, context); path && !path->empty())
      relay->watch(MetricFile(context.folder, *path));
  job->reader = relay;
  m_executor = std::make_unique<LocalExecutor>(
      [this, run, relay](JobEvent event) {
        QMetaObject::invokeMethod(this, [this, run, relay, event = std::move(event)] {
          relay->deliver();
          if (run == m_run && std::holds_alternative<JobFinished>(event.what) && relay->content())
            tellFile(relay->filePath(), *relay->content());
          take(event, run);
        }, Qt::QueuedConnection);
      },
      1);
  Q_EMIT started(commandLine);
  m_executor->submit(std::move(*job));
  return {};
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

void TryOnce::take(const JobEvent& event, int run) {
  if (run != m_run)
    return;
  if (const auto* refused = std::get_if<JobNotStarted>(&event.what))
    end(true, translated(refused->reason), 0.0);
  else if (const auto* job = std::get_if<JobFinished>(&event.what))
    end(job->cause != JobFinished::Cause::Exited || job->exitCode != 0, endSentence(*job), job->wallSeconds);
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
