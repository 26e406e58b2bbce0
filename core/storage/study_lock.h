// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/storage.h"

#include <optional>
#include <string>

namespace sweep {

/// Keeps a second instance from running the same study. An flock on a file beside the study (its name +
/// "-lock"): the system releases it when the process ends in whatever way, so that it is never stale. The
/// study's own file is not touched, since closing a second descriptor of it would drop SQLite's locks.
class StudyLock {
public:
  /// Fails at once when another instance, or another part of this one, has it; the sentence says who. Waits for a moment where
  /// the one who had it was killed and the system has not released it yet.
  static Result<StudyLock> acquire(const std::string& studyPath);
  /// Whether another process has it now. Takes no lock itself, so that nobody is ever kept out by the question.
  static bool isHeldElsewhere(const std::string& studyPath);

  /// The process that had it before and went without releasing it, when that was on this machine since its start.
  const std::optional<ProcessId>& lostHolder() const { return m_lostHolder; }

  StudyLock(StudyLock&& other) noexcept;
  StudyLock& operator=(StudyLock&&) = delete;
  /// Releases it and removes the file.
  ~StudyLock();

private:
  StudyLock(std::string path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

  std::string m_path;
  int m_descriptor;
  std::optional<ProcessId> m_lostHolder;
};

/// Different after every start of the machine; empty where the system does not say.
const std::string& bootId();

} // namespace sweep
