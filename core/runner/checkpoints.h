// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/runner/checkpoint_names.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <optional>
#include <string>

namespace sweep {

/// Where the programs of a study save their training and go on from it.
///
/// Every attempt saves to a place of its own. In a study whose trials go on from checkpoints it reads the one that the attempt
/// before it left when it had ended well. What an attempt reads is therefore never written to: an attempt that crashes half-way
/// does no harm, and the next begins where that one began.
/// Where an attempt was ended before its time, the next may go on from what it had saved until then, in any study. That may be
/// cut short; whoever fails because of it begins where the first of these attempts began.
/// A checkpoint is a file or a folder, as the program likes. Of a replay all are there, and nothing is on disk.
class Checkpoints {
public:
  /// trialsFolder as in RunnerPlaces.
  Checkpoints(const StudySpec& spec, std::string trialsFolder);

  std::string folderOf(int trial) const;
  const CheckpointNames& names() const { return m_names; }
  /// Where the attempt saves.
  std::string pathOf(const CheckpointSource& source) const;
  /// Where the attempt `reader` reads this checkpoint: another trial's is copied into its own folder first.
  std::string readPath(const CheckpointSource& reader, const CheckpointSource& source) const;
  /// It is there and not empty.
  bool isThere(const CheckpointSource& source) const;
  /// The same for an attempt that was ended before its time: of a replay there is nothing then.
  bool isThereUnfinished(const CheckpointSource& source) const { return !m_isReplay && isThere(source); }

  /// What the trial's next attempt goes on from: what its last attempt left, or, when that one did not end well, what it went
  /// on from itself; what is there of an attempt that was ended before its time and is to be continued. Nothing for a fresh
  /// start.
  std::optional<CheckpointSource> resumePoint(const Trial& trial) const;

private:
  std::optional<CheckpointSource> unfinishedPoint(const Trial& trial) const;

  CheckpointNames m_names;
  bool m_continues;
  bool m_isReplay;
  std::string m_trialsFolder;
};

/// Copies a file or a folder with all that is in it, in place of what is at `to`. However it ends, `to` is never a part of a
/// copy. May take long; any thread.
Result<void> copyCheckpoint(const std::string& from, const std::string& to);

/// Waits until all of it is on disk, so that what is recorded of it holds after a crash of the machine. May take long; any
/// thread; silent when there is none.
void flushCheckpoint(const std::string& path);

/// Deletes a file or a folder with all that is in it, without following links; silent when there is none.
void removeCheckpoint(const std::string& path);

} // namespace sweep
