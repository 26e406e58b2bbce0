// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/replay_executor.h"
#include "core/runner/checkpoint_cleaner.h"
#include "core/runner/mailbox.h"
#include "core/runner/storage_writer.h"
#include "core/runner/study_engine.h"
#include "core/runner/study_runner.h"

#include <QElapsedTimer>
#include <QTimer>
#include <thread>
#include <variant>

namespace sweep {

/// The runner behind its slots. study_runner.cpp lets trials run and tells of them, study_runner_saving.cpp sees to it that
/// nothing of them is lost, study_runner_checkpoints.cpp that no more checkpoints stay than wanted.
class StudyRunner::Private {
public:
  Private(StudyRunner* runner, std::unique_ptr<Storage> storage, RunnerPlaces places,
          ExecutorFactory makeExecutor, Clock clock);
  ~Private();

  void load(std::optional<InterruptedRule> interrupted);
  void run();
  /// Calls an action of the engine, when there is one that may change, and goes on from there.
  template <class Action> void act(Action action) {
    if (m_engine && !m_readOnly) {
      action(*m_engine);
      answer();
    }
  }
  /// Whoever asked for something hears what came of it, also where nothing has changed.
  void answer() {
    step();
    tellSoon();
  }
  void setLimits(Limits limits, FailureRules failures);
  void saveCopy(const std::string& path);

  StudyRunner* const q;

  std::unique_ptr<StudyEngine> m_engine;

private:
  /// What became of the batch in hand.
  struct Written {
    Result<void> result;
  };
  /// What the engine thread hears from the others.
  using Letter = std::variant<JobEvent, Suggestions, Written, CopySaved, CheckpointCleaner::Told>;

  void take(Letter& letter);
  void receive(std::vector<Letter> letters);
  void step();
  void save();
  void written(const Result<void>& result);
  std::shared_ptr<WriteBatch> nextBatch();
  bool allSaved() const { return (!m_batch || m_rescued) && !m_specChanged; }
  void saveElsewhere();
  void beginCleaning();
  void cleanAfter(const WriteBatch& batch);
  void lookAtCheckpoints();
  void lookAtRunning();
  void lookInto(const std::vector<int>& trials);
  void cleaned(CheckpointCleaner::Told& told);
  CheckpointNews checkpointNews();
  void follow();
  void tellSoon();
  void tell();
  void watchTime();
  Result<void> renewSampler();
  Result<void> makeExecutor();
  StudyEngine::World world();

  RunnerPlaces m_places;
  ExecutorFactory m_makeExecutor;
  Clock m_clock;
  std::unique_ptr<Storage> m_storage;
  std::string m_path;
  bool m_readOnly = false;
  bool m_isReplay = false;

  Mailbox<Letter> m_mailbox;
  std::unique_ptr<StorageWriter> m_writer;
  std::unique_ptr<SuggestionWorker> m_sampler;
  std::unique_ptr<Executor> m_executor;
  /// Of a replay: the executor again, how many of its events are on their way, and what was recorded.
  const ReplayExecutor* m_replay = nullptr;
  int m_replayEvents = 0;
  std::shared_ptr<const ConfigurationPool> m_pool;
  std::jthread m_copier;

  /// Not of a replay.
  std::optional<KeptCheckpoints> m_kept;
  std::unique_ptr<CheckpointCleaner> m_cleaner;
  /// What has not been told.
  std::map<int, CheckpointUse> m_checkpointUse;
  CheckpointUse m_checkpointTotal;
  QTimer m_countTimer;

  /// In the writer's hands, or waiting for a new try.
  std::shared_ptr<const WriteBatch> m_batch;
  bool m_specChanged = false;
  /// What is in the batch is on disk in another file.
  bool m_rescued = false;
  int m_saveRetry = 0;
  QElapsedTimer m_lastSave;
  QTimer m_saveTimer;
  QTimer m_retryTimer;
  QTimer m_followTimer;

  QElapsedTimer m_lastTold;
  QTimer m_tellTimer;
  QTimer m_heartbeat;
  QTimer m_dueTimer;
  StudyState m_toldState = StudyState::Idle;
  std::optional<StudyEngine::Notice> m_notice;
};

} // namespace sweep
