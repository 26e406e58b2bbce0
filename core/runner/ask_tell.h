// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/checkpoints.h"
#include "core/runner/study_method.h"
#include "core/runner/trial_ledger.h"
#include "core/storage/storage.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace sweep {

/// A study whose trials run elsewhere: somebody asks for configurations and tells what became of them. Sampler, scheduler,
/// seeds and storage are those of a study that runs programs; nothing is started here. From one thread.
///
/// What is asked for is a running trial until it is told of. How often a failed one is tried again is for whoever runs it to
/// decide: a failure that is told stands.
class AskTell {
public:
  /// storage: null for a study that is forgotten at the end. Of one that holds trials those go on first that were asked for and
  /// not told of. Fails when sampler or scheduler cannot be made or the storage cannot be read.
  static Result<std::unique_ptr<AskTell>> create(StudySpec spec, std::unique_ptr<Storage> storage = nullptr);

  struct Asked {
    /// Nothing when none is to be had now.
    std::optional<int> trial;
    /// The study has come to its end; else there may be more once running trials were told of.
    bool isOver = false;
    /// Why there is none.
    Message reason;
  };
  /// One more trial to run. With a budget it goes as far as Trial::budget, on from its last attempt's `resumed` if there is one.
  Asked ask();

  // Each fails, with nothing changed, when the trial is not running; afterwards trial() says what has become of it: it may wait
  // for the others (Paused, to be handed out by ask() again) or have ended before its time (Pruned).

  /// Metrics at a step, which may end the trial.
  Result<void> report(int number, Report report);
  /// The end of a trial, or of the budget it was given: a value for each objective, or none to take them from its reports.
  /// A value that is not finite makes it a failed one.
  Result<void> tell(int number, const std::vector<double>& values = {});
  Result<void> fail(int number, FailureClass kind, Message why);

  /// A configuration whose values are known already: a complete trial; its number. Not in a study with budgets.
  Result<int> add(const Configuration& configuration, const std::vector<double>& values);
  /// The next trial to be handed out has this configuration.
  Result<void> enqueue(const Configuration& configuration);

  /// Writes what has happened since the last call. After a failure the next call tries again with all of it.
  Result<void> save();

  const StudySpec& spec() const { return m_spec; }
  /// How many trials can be handed out at once.
  int waiting() const { return static_cast<int>(m_ledger.waiting().size()); }
  bool has(int number) const { return m_ledger.has(number); }
  const Trial& trial(int number) const { return m_ledger.trial(number); }
  /// The complete trial with the best value of the first objective; null when there is none.
  const Trial* best() const;

private:
  AskTell(StudySpec spec, std::unique_ptr<Storage> storage);
  Result<void> load();
  Result<void> renewSampler();
  void answerQuestion();
  Asked begin(int number, std::optional<double> budget, std::optional<CheckpointSource> resume, Message reason);
  Result<void> checkRunning(int number) const;
  Result<void> checkCount(const std::vector<double>& values) const;
  void endAttempt(int number);
  void reachBudget(int number, Outcome outcome);
  void settle(int number, Outcome outcome, Message verdict = {});

  StudySpec m_spec;
  std::unique_ptr<Storage> m_storage;
  TrialLedger m_ledger;
  std::unique_ptr<Sampler> m_sampler;
  std::optional<SuggestionWorker::Question> m_question;
  StudyMethod m_method;
  SearchSpace m_space;
  /// Only which attempt a trial goes on from: the checkpoints themselves are with whoever runs the trials.
  Checkpoints m_checkpoints;
  double m_runSeconds = 0.0;
  std::map<int, std::chrono::steady_clock::time_point> m_begun;
  /// What could not be written yet.
  std::vector<Storage::TrialChange> m_unsaved;
};

} // namespace sweep
