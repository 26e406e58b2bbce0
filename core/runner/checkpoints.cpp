// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoints.h"

#include "core/runner/trial_naming.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// Waits until a file or a folder's entries are on disk; what cannot be opened cannot be waited for.
void flush(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  fsync(descriptor);
  close(descriptor);
}

} // namespace

Checkpoints::Checkpoints(const StudySpec& spec, std::string trialsFolder)
    : m_names(spec), m_continues(spec.budget && spec.budget->way == BudgetWay::Continue), m_isReplay(spec.replay.has_value()),
      m_trialsFolder(std::move(trialsFolder)) {}

std::string Checkpoints::folderOf(int trial) const {
  return m_trialsFolder + "/" + trialFolderName(trial);
}

std::string Checkpoints::pathOf(const CheckpointSource& source) const {
  return folderOf(source.trial) + "/" + m_names.own(source.attempt);
}

std::string Checkpoints::readPath(const CheckpointSource& reader, const CheckpointSource& source) const {
  if (source.trial == reader.trial)
    return pathOf(source);
  return folderOf(reader.trial) + "/" + m_names.copy(source, reader.attempt);
}

bool Checkpoints::isThere(const CheckpointSource& source) const {
  if (m_isReplay)
    return true;
  const fs::path path = pathOf(source);
  std::error_code failed;
  return fs::exists(path, failed) && !fs::is_empty(path, failed) && !failed;
}

std::optional<CheckpointSource> Checkpoints::resumePoint(const Trial& trial) const {
  if (trial.attempts.empty())
    return std::nullopt;
  const auto& last = trial.attempts.back();
  if (!last.values.empty())
    return m_continues && last.hasCheckpoint ? std::optional(CheckpointSource{trial.number, last.number}) : std::nullopt;
  if (last.interrupted == InterruptedRule::Continue)
    if (const auto point = unfinishedPoint(trial))
      return point;
  return beginningOfStretch(trial).resumed;
}

/// What the last attempt had saved, or, when it was ended before it saved anything, what it went on from itself.
std::optional<CheckpointSource> Checkpoints::unfinishedPoint(const Trial& trial) const {
  const auto& last = trial.attempts.back();
  const CheckpointSource own{trial.number, last.number};
  if (last.hasCheckpoint && isThere(own))
    return own;
  return last.resumed && isThere(*last.resumed) ? last.resumed : std::nullopt;
}

Result<void> copyCheckpoint(const std::string& from, const std::string& to) {
  const fs::path target = to;
  const fs::path part = target.parent_path() / (target.filename().string() + std::string(PartSuffix));
  removeCheckpoint(part.string());
  std::error_code failed;
  const fs::path source = fs::canonical(from, failed);
  if (!failed)
    fs::copy(source, part, fs::copy_options::recursive | fs::copy_options::copy_symlinks, failed);
  if (!failed) {
    removeCheckpoint(to);
    fs::rename(part, target, failed);
  }
  if (!failed)
    return {};
  removeCheckpoint(part.string());
  return Error(SWEEP_TEXT("The checkpoint %1 cannot be copied to %2: %3."), {from, to, failed.message()});
}

void flushCheckpoint(const std::string& path) {
  std::error_code failed;
  if (fs::is_directory(fs::symlink_status(path, failed)))
    for (auto entry = fs::recursive_directory_iterator(path, failed);
         !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
      flush(entry->path());
  flush(path);
  flush(fs::path(path).parent_path());
}

void removeCheckpoint(const std::string& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

} // namespace sweep
