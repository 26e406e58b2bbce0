// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sweep {

/// A process that no later one can be mistaken for; see Attempt::processStart.
struct ProcessId {
  std::int64_t pid = 0;
  std::uint64_t start = 0;
  friend bool operator==(const ProcessId&, const ProcessId&) = default;
};

struct StoredStudy {
  StudySpec spec;
  /// Ordered by number, with all reports and attempts.
  std::vector<Trial> trials;
  /// Numbers of the finished trials in the order in which they finished: what samplers are told on reopening.
  std::vector<int> finishOrder;
  /// Seconds during which the study has been running, over all sessions.
  double runSeconds = 0.0;
  /// Last written on this machine since it was started: only then can recorded processes still be there.
  bool sameBoot = false;
  /// The instance that ran this study before and did not end by itself, when that was since this machine's start.
  std::optional<ProcessId> lostInstance;
};

/// One study on disk. Used from one thread. Trials are values; what is returned never changes.
/// A finished trial refuses further writes, except being put back to Waiting by an explicit retry.
/// write() is all or nothing and durable when it returns: what was written survives a crash of program and machine.
class Storage {
public:
  virtual ~Storage() = default;

  virtual Result<StoredStudy> load() = 0;
  virtual Result<void> saveSpec(const StudySpec& spec) = 0;

  /// What happened since the last call, in one transaction. For each trial its whole state is given, but reports before
  /// `firstReport` are stored already and not looked at; stored ones from there on are replaced.
  struct TrialChange {
    TrialChange(TrialPtr whole, std::size_t first) : trial(std::move(whole)), firstReport(first) {}
    TrialChange(Trial whole, std::size_t first)
        : TrialChange(std::make_shared<Trial>(std::move(whole)), first) {}

    TrialPtr trial;
    std::size_t firstReport = 0;
  };
  virtual Result<void> write(std::span<const TrialChange> changes, double runSeconds) = 0;

  /// Where the study lives, as a path.
  virtual std::string path() const = 0;
  virtual bool readOnly() const = 0;
  /// What a person should know of how it was opened: why only for reading, what of a damaged file is missing. Empty otherwise.
  virtual Message notice() const { return {}; }

  /// For a study that another instance may be running: the trials that are new or have changed since load() or the last call,
  /// with the spec and times as they are now, and in finishOrder those that have finished; nothing when nothing was written
  /// meanwhile.
  virtual Result<std::optional<StoredStudy>> changes() { return std::optional<StoredStudy>(); }
  /// Whether another instance has it open for running at this moment.
  virtual bool runsElsewhere() const { return false; }
};

} // namespace sweep
