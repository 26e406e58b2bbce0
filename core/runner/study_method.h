// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/latest_order.h"
#include "core/runner/suggestion_worker.h"
#include "core/runner/trial_ledger.h"
#include "core/scheduler/scheduler.h"
#include "core/study/known_result.h"
#include "core/study/study_spec.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace sweep {

/// What decides within a study: its scheduler, and its sampler behind a question that is answered later. Keeps what either
/// was told and what is still open; new trials go into the ledger from here.
class StudyMethod {
public:
  struct Voice {
    /// Asks the sampler for one suggestion; suggested() brings it.
    std::function<void(SuggestionWorker::Question)> ask;
    /// A sampler that knows nothing yet, for ask() from now on.
    std::function<Result<void>()> renewSampler;
  };

  /// Both references stay valid as long as it lives.
  StudyMethod(const StudySpec& spec, TrialLedger& ledger, Voice voice);

  /// Makes scheduler and sampler anew from the ledger when what they were told no longer holds.
  Result<void> renew();
  void outdate() { m_stale = true; }
  /// What is tried next, and how far, depends on nothing that becomes of trials.
  bool ignoresResults() const;
  /// New configurations may be had again, or more of them.
  void reopen() { m_exhausted = false; }

  /// A trial has another state than the scheduler was shown last.
  void changed(int number);
  Verdict judge(int number) { return m_scheduler->judge(m_ledger.trial(number)); }
  Verdict reached(int number) { return m_scheduler->reached(m_ledger.trial(number)); }

  /// The scheduler's next step; StartNew when addReady() has a trial for it, or after the sampler was asked.
  NextStep next();
  /// Adds a trial that was suggested already; false when there is none.
  bool addReady();
  bool isAsking() const { return m_asking; }
  void suggested(Suggestions suggestions);
  /// As soon as numbers can be given: the sampler was asked for the next one.
  void enqueue(Configuration configuration);
  /// Likewise: for the sampler to learn from. The scheduler compares what it has begun itself.
  void addKnown(std::vector<KnownResult> results);
  /// The configuration of a trial in which another's training is to go on; its number.
  int add(Configuration configuration, Message origin, Placement placement);
  /// The trial that goes on from another's checkpoint, with its new configuration: an old one, or one that is added.
  int copied(const CopyTrial& copy);

private:
  NewTrials newTrials() const;
  bool isFull() const;
  std::size_t mostAhead() const;
  void ask();
  int addTrial(Trial trial);
  Message originByHand(const Configuration& wanted) const;
  void addQueued();
  void addQueuedResults();
  NextStep explained(NextStep step) const;

  const StudySpec& m_spec;
  TrialLedger& m_ledger;
  Voice m_voice;
  std::unique_ptr<Scheduler> m_scheduler;
  bool m_stale = true;

  /// What the sampler has not been told.
  LatestOrder m_unseen;
  bool m_asking = false;
  bool m_exhausted = false;
  Message m_exhaustedReason;
  /// The sampler waits for results, and why.
  bool m_samplerWaits = false;
  Message m_samplerReason;
  std::vector<Configuration> m_queued;
  std::vector<KnownResult> m_queuedResults;
  /// Suggested ahead for the numbers that are given next: of no use once another trial takes one of them.
  std::deque<Suggestion> m_ready;
};

/// Why a waiting trial is run: the reason of the attempt that is repeated, if any.
Message reasonToRun(const Trial& waiting);

} // namespace sweep
