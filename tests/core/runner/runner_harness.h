// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/runner/study_runner.h"
#include "core/runner/trial_naming.h"
#include "core/storage/sqlite_storage.h"
#include "tests/support/fake_executor.h"
#include "tests/support/sanitized.h"
#include "tests/support/temporary_folder.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sweep::test {

/// A random study of a program that need not do anything.
inline StudySpec runnerSpec(int trials, int parallel = 1) {
  StudySpec spec;
  spec.name = "runner";
  spec.program.program = "/bin/true";
  spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
                           {"n", IntDomain{1, 100, false, 1}, {}, {}, {}}};
  spec.limits.trials = trials;
  spec.limits.parallel = parallel;
  return spec;
}

/// The loss that a program with a memory of its configuration alone would print.
inline FakeResult printsLoss(const Job& job) {
  for (const auto& word : job.command)
    if (word.starts_with("--x="))
      return {.lines = {"loss: " + word.substr(4)}};
  return {.lines = {"loss: 1"}};
}

/// A runner on the test's own thread, with what it has told.
class RunnerHarness {
public:
  RunnerHarness() {
    static char name[] = "tests";
    static char* arguments[] = {name, nullptr};
    static int argumentCount = 1;
    if (!QCoreApplication::instance())
      new QCoreApplication(argumentCount, arguments);
    world.script = printsLoss;
  }
  ~RunnerHarness() { close(); }

  using Wrap = std::function<std::unique_ptr<Storage>(std::unique_ptr<Storage>)>;

  void create(const StudySpec& spec, const Wrap& wrap = {}) { start(*createSqliteStudy(path, spec), wrap); }
  void reopen() {
    close();
    start(*openSqliteStudy(path, OpenMode::ReadWrite), {});
  }
  /// The study as it would be if the program of `other` were killed now, with what its trials have written.
  void takeKilled(RunnerHarness& other, const std::function<void(StoredStudy&)>& change = {}) {
    StoredStudy study;
    other.until([&] { return (study = other.stored()).trials == other.list(); });
    if (change)
      change(study);
    if (const auto written = writeSqliteStudy(path, study); !written)
      throw std::runtime_error(written.error().str());
    std::filesystem::copy(other.folder / "study.trials", folder / "study.trials",
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    other.close();
    reopen();
  }
  void openReadOnly() { start(*openSqliteStudy(path, OpenMode::ReadOnly), {}); }
  void close() { runner.reset(); }
  StoredStudy stored() { return *(*openSqliteStudy(path, OpenMode::ReadOnly))->load(); }

  /// Lets events happen until `fulfilled`; false after 20 s, longer under a sanitizer.
  bool until(const std::function<bool()>& fulfilled) {
    QElapsedTimer timer;
    timer.start();
    while (!fulfilled()) {
      if (timer.elapsed() > 20'000 * Slowness)
        return false;
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
  }
  bool until(StudyState state) {
    return until([&] { return update.state == state && runner; });
  }
  /// Runs until the study is at rest.
  bool runToEnd() {
    const int before = updates;
    runner->run();
    return until([&] {
      return updates > before && (update.state == StudyState::Finished || update.state == StudyState::Idle);
    });
  }
  int finished() const {
    int count = 0;
    for (const auto& [number, trial] : trials)
      count += isFinished(trial.state);
    return count;
  }
  std::vector<Trial> list() const {
    std::vector<Trial> all;
    for (const auto& [number, trial] : trials)
      all.push_back(trial);
    return all;
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  FakeWorld world;
  StudyRunner::ExecutorFactory makeExecutor = [this](Executor::Listener listener, int workers) {
    return std::make_unique<FakeExecutor>(world, std::move(listener), workers);
  };
  /// Instead of the study's rule, when it is opened.
  std::optional<InterruptedRule> interrupted;
  StudyRunner::Clock clock = [this] { return world.now; };
  std::unique_ptr<StudyRunner> runner;
  RunnerUpdate update;
  int updates = 0;
  std::map<int, Trial> trials;
  std::vector<std::string> notices;
  std::function<void(const RunnerUpdate&)> onUpdate;

private:
  void start(std::unique_ptr<Storage> storage, const Wrap& wrap) {
    trials.clear();
    notices.clear();
    update = {};
    if (wrap)
      storage = wrap(std::move(storage));
    runner = std::make_unique<StudyRunner>(std::move(storage),
                                           RunnerPlaces{folder.path().string(), trialsFolderOf(path), {}}, makeExecutor,
                                           nullptr, clock);
    QObject::connect(runner.get(), &StudyRunner::updated, runner.get(), [this](const RunnerUpdate& latest) {
      ++updates;
      update = latest;
      for (const auto& trial : latest.trials)
        trials[trial->number] = *trial;
      if (!latest.notice.empty())
        notices.push_back(latest.notice.str());
      if (onUpdate)
        onUpdate(latest);
    });
    const int before = updates;
    runner->load(interrupted);
    until([&] { return updates > before; });
  }
};

} // namespace sweep::test
