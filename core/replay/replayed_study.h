// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/replay_executor.h"
#include "core/runner/study_engine.h"
#include "core/sampler/sampler.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// A study that is replayed from its beginning to its end on the calling thread: the engine of the runner, the study's own
/// sampler and scheduler, and a ReplayExecutor. Nothing is written, nothing waits; it takes the course that the runner would take.
class ReplayedStudy {
public:
  /// Fails where the study cannot be run (runner/study_check.h), or is no replay. studyFolder as in RunnerPlaces.
  static Result<std::unique_ptr<ReplayedStudy>> create(StudySpec spec, const std::string& studyFolder);

  /// Until the study ends by itself, or `goesOn`, which is asked after every moment of the clock, says no.
  void run(const std::function<bool()>& goesOn = {});

  /// Told of every event once the engine has taken it. A report that is late, or beyond the trial's budget, is an event too.
  std::function<void(const JobEvent&)> onEvent;

  /// Virtual seconds.
  double now() const { return m_executor->now(); }
  const ReplayExecutor& executor() const { return *m_executor; }
  StudyEngine& engine() { return *m_engine; }
  const TrialLedger& ledger() const { return m_engine->ledger(); }
  /// Why it ended, as far as there is something to say.
  const Message& notice() const { return m_notice; }

private:
  ReplayedStudy() = default;
  void answer();
  void hear();

  std::vector<JobEvent> m_events;
  std::optional<SuggestionWorker::Question> m_question;
  std::shared_ptr<const ConfigurationPool> m_pool;
  std::unique_ptr<ReplayExecutor> m_executor;
  std::unique_ptr<Sampler> m_sampler;
  std::unique_ptr<StudyEngine> m_engine;
  Message m_notice;
};

} // namespace sweep
