// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/best_choice.h"
#include "app/exit_codes.h"
#include "app/guard.h"
#include "app/progress_line.h"
#include "app/study_commands.h"
#include "app/study_file_report.h"
#include "core/analysis/repeats.h"
#include "core/base/text.h"
#include "core/base/visible_text.h"
#include "core/executor/local_executor.h"
#include "core/runner/known_results.h"
#include "core/runner/run_digest.h"
#include "core/runner/study_check.h"
#include "core/runner/trial_naming.h"
#include "core/storage/sqlite_storage.h"
#include "ui/study_files.h"
#include "ui/text.h"
#include "ui/trusted_studies.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <map>
#include <unistd.h>

namespace sweep {

namespace {

constexpr int SignalPollMs = 100;

std::atomic<int> interruptions = 0;

void onSignal(int) {
  // The second one does not wait for anything; the executor's children are ended at the next start.
  if (interruptions.fetch_add(1) > 0)
    _exit(ExitInterrupted);
}

void listenForSignals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, onSignal);
  // Whoever read our lines may go before us; the study goes on.
  std::signal(SIGPIPE, SIG_IGN);
}

struct OpenedStudy {
  std::unique_ptr<Storage> storage;
  StudySpec spec;
};

/// Whoever types a command that runs a study lets it run, in the window as well.
void trust(const StudySpec& spec, const std::string& studyFolder) { ui::TrustedStudies().add(runDigest(spec, studyFolder)); }

std::string folderOf(const std::string& path) { return std::filesystem::absolute(path).parent_path().string(); }

void applyWishes(StudySpec& spec, const RunCommand& command) {
  if (command.parallel)
    spec.limits.parallel = *command.parallel;
  if (command.trials)
    spec.limits.trials = *command.trials;
  if (command.seed)
    spec.seed = *command.seed;
  if (command.checkpoints)
    spec.limits.checkpoints = *command.checkpoints;
}

std::string studyPathFor(const RunCommand& command) {
  if (!command.study.empty())
    return command.study;
  return std::filesystem::path(command.file).replace_extension(".sweep").string();
}

/// A study that is there goes on. Its limits may change, what its trials have in common may not.
Result<OpenedStudy> goOnWith(const std::string& path, const RunCommand& command, const StudySpec* wanted) {
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  if (!storage)
    return storage.error();
  auto study = (*storage)->load();
  if (!study)
    return study.error();
  StudySpec spec = study->spec;
  if (wanted) {
    if (!isSameStudy(spec, *wanted))
      return Error(SWEEP_TEXT("%1 is there already and holds another study than %2. Name another file with --study."),
                   {path, command.file});
    spec.limits = wanted->limits;
    spec.failures = wanted->failures;
  }
  const auto seed = spec.seed;
  applyWishes(spec, command);
  if (spec.seed != seed && !study->trials.empty())
    return Error(SWEEP_TEXT("%1 has trials already, so that its seed stays %2."), {path, std::to_string(seed)});
  if (spec != study->spec)
    if (const auto saved = (*storage)->saveSpec(spec); !saved)
      return saved.error();
  return OpenedStudy{*std::move(storage), std::move(spec)};
}

Result<OpenedStudy> openFromText(const RunCommand& command, const std::vector<std::string>& programFolders) {
  auto file = ui::readStudyText(ui::toQt(command.file));
  if (!file)
    return Error(SWEEP_TEXT("%1: %2"), {command.file, file.error().str()});
  printNotes(command.file, *file);
  const std::string path = studyPathFor(command);
  const auto folder = folderOf(command.file);
  trust(file->spec, folder);
  file->spec = ui::movedFrom(std::move(file->spec), ui::toQt(folder), ui::toQt(path));
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return goOnWith(path, command, &file->spec);
  applyWishes(file->spec, command);
  const auto check = checkStudy(file->spec, folder, programFolders, 0);
  if (const auto* problem = check.firstError())
    return Error(SWEEP_TEXT("%1"), {problemLine(command.file, *file, *problem)});
  auto storage = createSqliteStudy(path, file->spec);
  if (!storage)
    return storage.error();
  return OpenedStudy{*std::move(storage), std::move(file->spec)};
}

Result<OpenedStudy> openStudy(const RunCommand& command, const std::vector<std::string>& programFolders) {
  const bool isStudy = ui::kindOf(ui::toQt(command.file)) == ui::FileKind::Study;
  return isStudy ? goOnWith(command.file, command, nullptr) : openFromText(command, programFolders);
}

/// Nobody is there to be asked.
InterruptedRule unattended(InterruptedRule rule) {
  return rule == InterruptedRule::Ask ? InterruptedRule::Continue : rule;
}

/// Says of each file how much of it can be used, and why the rest cannot.
Result<std::vector<KnownResult>> knownResults(const RunCommand& command, const StudySpec& spec) {
  std::vector<KnownResult> all;
  for (const auto& path : command.known) {
    auto known = loadKnownResults(path, spec);
    if (!known)
      return known.error();
    std::fprintf(stderr, "%s\n", summaryOf(*known, path).str().c_str());
    for (const auto& reason : reasonsOf(*known))
      std::fprintf(stderr, "  %s\n", reason.str().c_str());
    std::ranges::move(known->results, std::back_inserter(all));
  }
  return all;
}

void printCheckpoints(const std::string& path, const CheckpointUse& use) {
  if (use.count > 0)
    std::printf("checkpoints: %lld, %s in %s\n", static_cast<long long>(use.count),
                QLocale::c().formattedDataSize(use.bytes).toUtf8().constData(), trialsFolderOf(path).c_str());
}

/// Which of the best configurations are run again once the study is done.
struct Repeats {
  int best = 0;
  int runs = 0;
};

/// What a person does next, as commands. repeats: a line for each configuration that was run several times.
void printWaysOn(const std::string& path, const StudySpec& spec, const Progress& progress, const std::string& repeats) {
  const std::string study = shellQuoted(path);
  if (!progress.bestTrial || !progress.bestValue) {
    std::printf("No trial is complete. Every trial with its reason: sweepscope trials %s\n", study.c_str());
    return;
  }
  std::printf("\nbest: %s = %s, trial %d\n", visibleText(spec.objective().metric).c_str(), numberText(*progress.bestValue).c_str(), *progress.bestTrial);
  if (!repeats.empty())
    std::printf("mean and standard deviation of configurations with several runs:\n%s", repeats.c_str());
  std::printf("study: %s\n", path.c_str());
  std::printf("  sweepscope best %s --format yaml%s\n", study.c_str(), repeats.empty() ? "" : " --by mean");
  std::printf("  sweepscope chart %s --kind history -o history.png\n", study.c_str());
}

class Run {
public:
  Run(OpenedStudy study, const std::vector<std::string>& programFolders, InterruptedRule interrupted, Repeats repeats)
      : m_interrupted(interrupted), m_repeats(repeats), m_path(study.storage->path()), m_spec(std::move(study.spec)), m_line(m_spec.objective()),
        m_runner(std::move(study.storage), placesOf(m_path, programFolders),
                 [](Executor::Listener listener, int workers) { return std::make_unique<LocalExecutor>(std::move(listener), workers); }) {}

  int toTheEnd(std::vector<KnownResult> known) {
    QObject::connect(&m_runner, &StudyRunner::updated, &m_runner, [this](const RunnerUpdate& update) { onUpdate(update); });
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &m_runner, [this] { onTick(); });
    poll.start(SignalPollMs);
    m_runner.load(m_interrupted);
    // What was there before is told once, and is no news.
    QCoreApplication::exec();
    m_started = true;
    if (m_loaded && !m_stopping) {
      m_runner.addKnown(std::move(known));
      m_runner.run();
      QCoreApplication::exec();
    }
    const auto snapshot = m_repeats.best > 0 ? repeatBest() : Snapshot();
    m_line.finish();
    printCheckpoints(m_path, m_checkpoints);
    printWaysOn(m_path, m_spec, m_progress, repeatsTable(snapshot));
    return exitCode();
  }

private:
  static RunnerPlaces placesOf(const std::string& path, const std::vector<std::string>& programFolders) {
    return {folderOf(path), trialsFolderOf(path), programFolders};
  }

  /// What is known in the end.
  Snapshot repeatBest() {
    const auto tried = triedConfigurations(snapshot());
    const auto missing = missingRuns(tried, m_spec.objective(), m_repeats.best, m_repeats.runs);
    if (missing.empty() || m_stopping || m_state != StudyState::Finished)
      return snapshot();
    for (const std::size_t i : missing)
      m_runner.enqueue(m_trials.at(tried[i].trials.front())->configuration);
    m_runner.run();
    QCoreApplication::exec();
    return snapshot();
  }

  Snapshot snapshot() const {
    Snapshot snapshot;
    snapshot.spec = m_spec;
    for (const auto& [number, trial] : m_trials)
      snapshot.trials.push_back(trial);
    return snapshot;
  }

  void onUpdate(const RunnerUpdate& update) {
    if (m_repeats.best > 0)
      for (const auto& trial : update.trials)
        m_trials[trial->number] = trial;
    if (m_started)
      m_line.tell(update);
    m_progress = update.progress;
    m_checkpoints = update.checkpoints.total;
    m_state = update.state;
    if (!update.notice.empty()) {
      m_line.finish();
      std::fprintf(stderr, "%s\n", update.notice.str().c_str());
      m_loaded = m_loaded && !(update.noticeIsError && !m_started);
    }
    // A study that paused itself waits for a person, and here is none.
    const bool over = m_state != StudyState::Running && m_state != StudyState::Stopping;
    if (!m_started || (over && update.progress.running == 0 && !update.checkpoints.isBusy))
      QCoreApplication::quit();
  }

  void onTick() {
    if (interruptions == 0 || m_stopping)
      return;
    m_stopping = true;
    m_line.finish();
    std::fprintf(stderr, "Stopping: the running trials are ended. They continue from their checkpoints or run again when you go on with\n  sweepscope run %s\n",
                 shellQuoted(m_path).c_str());
    m_runner.stopNow();
  }

  int exitCode() const {
    if (m_stopping)
      return ExitInterrupted;
    return m_progress.complete > 0 && m_state == StudyState::Finished ? ExitOk : ExitFailed;
  }

  InterruptedRule m_interrupted;
  Repeats m_repeats;
  /// Kept where some are to be repeated.
  std::map<int, TrialPtr> m_trials;
  std::string m_path;
  StudySpec m_spec;
  ProgressLine m_line;
  Progress m_progress;
  CheckpointUse m_checkpoints;
  StudyRunner m_runner;
  StudyState m_state = StudyState::Idle;
  bool m_started = false;
  bool m_stopping = false;
  bool m_loaded = true;
};

} // namespace

int runHeadless(const RunCommand& command, const std::vector<std::string>& programFolders) {
  auto study = openStudy(command, programFolders);
  if (!study)
    return complain(study.error().str(), ExitBadInput);
  auto known = knownResults(command, study->spec);
  if (!known)
    return complain(known.error().str(), ExitBadInput);
  trust(study->spec, folderOf(study->storage->path()));
  listenForSignals();
  startGuard();
  const auto interrupted = command.interrupted.value_or(unattended(study->spec.failures.interrupted));
  const Repeats repeats{command.repeatBest.value_or(0), command.runs};
  return Run(*std::move(study), programFolders, interrupted, repeats).toTheEnd(*std::move(known));
}

} // namespace sweep
