// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/study_bench.h"

#include "core/executor/local_executor.h"
#include "core/runner/run_digest.h"
#include "core/runner/trial_naming.h"
#include "core/storage/sqlite_storage.h"
#include "ui/main_window.h"
#include "ui/study_document.h"
#include "ui/study_files.h"
#include "ui/text.h"
#include "ui/trusted_studies.h"

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace sweep::bench {

namespace {

using Steady = std::chrono::steady_clock;

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

[[noreturn]] void giveUp(const std::string& sentence) {
  std::fprintf(stderr, "bench: %s\n", sentence.c_str());
  std::exit(1);
}

void checkCount(const StudySpec& spec, int finished) {
  if (spec.limits.trials && finished != *spec.limits.trials)
    giveUp("only " + std::to_string(finished) + " trials were finished.");
}

template <class Condition> void processUntil(Condition fulfilled) {
  while (!fulfilled())
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

bool isOver(StudyState state) {
  return state == StudyState::Finished || state == StudyState::Idle;
}

} // namespace

std::string freshFolder() {
  static const QTemporaryDir all;
  static int count = 0;
  const QString path = all.filePath(QString::number(++count));
  QDir().mkpath(path);
  return path.toStdString();
}

StudySpec benchStudy(int trials, int parallel, std::vector<std::string> command) {
  StudySpec spec;
  spec.name = "bench";
  spec.program.program = command.front();
  command.front() = "${program}";
  spec.program.command = std::move(command);
  spec.space.parameters = {{"lr", FloatDomain{1e-5, 1.0, true, {}}, {}, {}, {}},
                           {"layers", IntDomain{1, 8, false, 1}, {}, {}, {}}};
  spec.limits.trials = trials;
  spec.limits.parallel = parallel;
  // A program that prints nothing is a failed trial, and here all of them are.
  spec.failures.stopAfterInitialFailures = 0;
  return spec;
}

double runHeadlessStudy(const StudySpec& spec, const std::string& folder,
                        const std::function<void(const RunnerUpdate&, double seconds)>& onUpdate,
                        const StudyRunner::ExecutorFactory& makeExecutor, const std::function<bool()>& goesOn) {
  const auto local = [](Executor::Listener listener, int workers) {
    return std::make_unique<LocalExecutor>(std::move(listener), workers);
  };
  const std::string path = folder + "/bench.sweep";
  const auto start = Steady::now();
  auto storage = createSqliteStudy(path, spec);
  if (!storage)
    giveUp(storage.error().str());
  StudyRunner runner(*std::move(storage), RunnerPlaces{folder, trialsFolderOf(path), {}},
                     makeExecutor ? makeExecutor : local);
  bool running = false;
  bool over = false;
  int finished = 0;
  QObject::connect(&runner, &StudyRunner::updated, &runner, [&](const RunnerUpdate& update) {
    if (onUpdate)
      onUpdate(update, since(start));
    running = running || update.state == StudyState::Running;
    over = running && isOver(update.state);
    finished = update.progress.finished();
  });
  runner.load();
  runner.run();
  bool stopped = false;
  processUntil([&] {
    if (!over && !stopped && goesOn && !goesOn()) {
      stopped = true;
      runner.stopNow();
    }
    return over;
  });
  const double seconds = since(start);
  if (!stopped)
    checkCount(spec, finished);
  return seconds;
}

BenchWindow::BenchWindow(const StudySpec& spec, const std::string& folder)
    : m_window(std::make_unique<ui::MainWindow>(ui::Places{})), m_document(m_window->findChild<ui::StudyDocument*>()) {
  const QString path = ui::toQt(folder + "/bench.yaml");
  if (const auto written = ui::writeStudyText(path, spec); !written)
    giveUp(written.error().str());
  m_window->show();
  m_window->openPath(path);
  waitUntil([this] { return m_document->checked(); });
  if (!m_document->check().runnable())
    giveUp("the study cannot be run.");
  ui::TrustedStudies().add(runDigest(m_document->spec(), ui::fromQt(m_document->studyFolder())));
}

BenchWindow::~BenchWindow() = default;

void BenchWindow::press(const char* action) {
  m_window->findChild<QAction*>(QLatin1String(action))->trigger();
}

void BenchWindow::waitUntil(const std::function<bool()>& fulfilled) {
  processUntil(fulfilled);
}

double runWindowStudy(const StudySpec& spec, const std::string& folder) {
  BenchWindow window(spec, folder);
  const auto start = Steady::now();
  window.press("run");
  window.waitUntil([&] { return window.document().state() == StudyState::Finished; });
  const double seconds = since(start);
  checkCount(spec, window.document().progress().finished());
  return seconds;
}

long long residentBytes() {
  long long total = 0;
  long long resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

int openDescriptors() {
  int count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    ++count;
  return count - 1;
}

double cpuSeconds(bool withChildren) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  const auto used = [&](int who) {
    struct rusage usage = {};
    ::getrusage(who, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  };
  return used(RUSAGE_SELF) + (withChildren ? used(RUSAGE_CHILDREN) : 0.0);
}

} // namespace sweep::bench
