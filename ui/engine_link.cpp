// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine_link.h"

#include "core/executor/local_executor.h"
#include "core/runner/trial_naming.h"
#include "ui/text.h"

#include <QFileInfo>

#include <filesystem>

namespace sweep::ui {

namespace {

/// A new study, or a study without trials that gets another spec.
Result<std::unique_ptr<Storage>> makeStudy(const std::string& path, const StudySpec& spec) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return createSqliteStudy(path, spec);
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  if (!storage)
    return storage;
  const auto study = (*storage)->load();
  if (!study)
    return study.error();
  if (!study->trials.empty())
    return Error(SWEEP_TEXT("%1 holds a study with trials: choose another name."), {path});
  if (const auto saved = (*storage)->saveSpec(spec); !saved)
    return saved.error();
  return storage;
}

} // namespace

/// What lives on the engine thread for one open study.
class EngineLink::Session : public QObject {
public:
  Session() : calls(this) {}

  std::unique_ptr<StudyRunner> runner;
  CallQueue calls;
};

EngineLink::EngineLink(QStringList programFolders, QObject* parent)
    : QObject(parent), m_programFolders(std::move(programFolders)), m_answers(this), m_context(new QObject),
      m_pacer(new UpdatePacer(this)) {
  connect(m_pacer, &UpdatePacer::updated, this, &EngineLink::updated);
  m_thread.setObjectName(QStringLiteral("engine"));
  m_context->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
  m_thread.start();
}

EngineLink::~EngineLink() {
  close();
  m_thread.quit();
  m_thread.wait();
}

template <class Call> void EngineLink::tell(Call call) {
  if (m_session)
    m_session->calls.post([session = m_session, call] {
      if (session->runner)
        call(*session->runner);
    });
}

void EngineLink::create(const QString& path, const StudySpec& spec, const QString& studyFolder, bool runAtOnce) {
  start(path, studyFolder, runAtOnce, [path = fromQt(path), spec] { return makeStudy(path, spec); });
}

void EngineLink::open(const QString& path) {
  start(path, QFileInfo(path).absolutePath(), false,
        [path = fromQt(path)] { return openSqliteStudyIfPossible(path); });
}

void EngineLink::close() {
  ++m_generation;
  m_pacer->clear();
  if (!m_session)
    return;
  // The runner ends its trials in its destructor, on its own thread.
  m_session->deleteLater();
  m_session = nullptr;
}

void EngineLink::start(const QString& path, const QString& studyFolder, bool runAtOnce,
                       std::function<Result<std::unique_ptr<Storage>>()> make) {
  close();
  m_session = new Session;
  m_session->moveToThread(&m_thread);
  m_trialsFolder = toQt(trialsFolderOf(fromQt(path)));
  RunnerPlaces places{fromQt(studyFolder), fromQt(m_trialsFolder), {}};
  for (const auto& folder : m_programFolders)
    places.programFolders.push_back(fromQt(folder));
  const auto ifCurrent = [this, generation = m_generation](auto act) {
    m_answers.post([this, generation, act = std::move(act)] {
      if (generation == m_generation)
        act();
    });
  };
  m_session->calls.post([this, session = m_session, path, places, runAtOnce, make, ifCurrent] {
    auto storage = make();
    if (!storage) {
      ifCurrent([this, path, sentence = storage.error()] { Q_EMIT openFailed(path, translated(sentence)); });
      return;
    }
    auto study = (*storage)->load();
    if (!study) {
      ifCurrent([this, path, sentence = study.error()] { Q_EMIT openFailed(path, translated(sentence)); });
      return;
    }
    const bool readOnly = (*storage)->readOnly();
    ifCurrent([this, path, spec = study->spec, readOnly] { Q_EMIT opened(path, spec, readOnly); });
    session->runner = std::make_unique<StudyRunner>(
        *std::move(storage), places,
        [](Executor::Listener listener, int workers) { return std::make_unique<LocalExecutor>(listener, workers); });
    connect(session->runner.get(), &StudyRunner::updated, session,
            [this, ifCurrent](const RunnerUpdate& update) { ifCurrent([this, update] { m_pacer->take(update); }); });
    connect(session->runner.get(), &StudyRunner::copySaved, session,
            [this, ifCurrent](const CopySaved& copy) {
              ifCurrent([this, copy] {
                Q_EMIT copied(toQt(copy.path), copy.error.empty() ? QString() : translated(copy.error));
              });
            });
    session->runner->load();
    if (runAtOnce)
      session->runner->run();
  });
}

void EngineLink::run() {
  tell([](StudyRunner& runner) { runner.run(); });
}
void EngineLink::pause() {
  tell([](StudyRunner& runner) { runner.pause(); });
}
void EngineLink::stopAfterRunning() {
  tell([](StudyRunner& runner) { runner.stopAfterRunning(); });
}
void EngineLink::stopNow() {
  tell([](StudyRunner& runner) { runner.stopNow(); });
}
void EngineLink::stopTrial(int number) {
  tell([number](StudyRunner& runner) { runner.stopTrial(number); });
}
void EngineLink::retryTrials(const QList<int>& numbers) {
  tell([trials = std::vector<int>(numbers.begin(), numbers.end())](StudyRunner& runner) { runner.retryTrials(trials); });
}
void EngineLink::decideInterrupted(const QList<int>& numbers, InterruptedRule decision) {
  tell([trials = std::vector<int>(numbers.begin(), numbers.end()), decision](StudyRunner& runner) {
    runner.decideInterrupted(trials, decision);
  });
}
void EngineLink::enqueue(const Configuration& configuration) {
  tell([configuration](StudyRunner& runner) { runner.enqueue(configuration); });
}
void EngineLink::addKnown(const std::vector<KnownResult>& results) {
  tell([results](StudyRunner& runner) { runner.addKnown(results); });
}
void EngineLink::setParallel(int count) {
  tell([count](StudyRunner& runner) { runner.setParallel(count); });
}
void EngineLink::setLimits(const Limits& limits, const FailureRules& failures) {
  tell([limits, failures](StudyRunner& runner) { runner.setLimits(limits, failures); });
}

void EngineLink::copyTo(const QString& path) {
  tell([path = fromQt(path)](StudyRunner& runner) { runner.saveCopy(path); });
}

QString EngineLink::trialFolder(int number) const {
  return m_trialsFolder + QLatin1Char('/') + toQt(trialFolderName(number));
}

} // namespace sweep::ui
