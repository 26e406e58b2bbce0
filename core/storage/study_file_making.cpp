// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_file_making.h"

#include "core/storage/private_file.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite_database.h"
#include "core/storage/sqlite_study.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// What SQLite keeps beside a database until that is closed.
constexpr const char* Companions[] = {"-wal", "-shm", "-journal"};

Error cannotBeMade(const std::string& path, int error) {
  return error == EEXIST ? Error(SWEEP_TEXT("%1 is there already. Open it, or choose another name."), {path})
                         : Error(SWEEP_TEXT("%1 cannot be made (%2). Choose another folder."),
                                 {path, std::strerror(error)});
}

bool isThere(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0;
}

/// In the place of one that was left behind half made.
Result<void> makeEmptyFile(const std::string& path, const std::string& forStudy) {
  const int descriptor = makePrivateFile(path);
  if (descriptor < 0)
    return cannotBeMade(forStudy, errno);
  close(descriptor);
  return {};
}

/// All trials, the finished ones in the order in which they finished.
std::vector<Storage::TrialChange> allOf(const StoredStudy& study) {
  std::vector<Storage::TrialChange> changes;
  for (const auto& trial : study.trials)
    if (!isFinished(trial.state))
      changes.push_back({trial, 0});
  for (const int number : study.finishOrder)
    changes.push_back({study.trials.at(static_cast<std::size_t>(number)), 0});
  return changes;
}

/// A whole study without a write-ahead log, closed again.
Result<void> fill(const std::string& path, const StoredStudy& study) {
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  if (auto done = migrate(*database, path); !done)
    return done.error();
  auto writer = TrialWriter::create(*database);
  if (!writer)
    return writer.error();
  SqliteStudy file(path, std::nullopt, std::move(*database), std::move(*writer));
  if (auto saved = file.saveSpec(study.spec); !saved || study.trials.empty())
    return saved;
  return file.write(allOf(study), study.runSeconds);
}

/// A log that was left behind would be taken for the new file's own: it is kept under another name.
void setAsideCompanions(const std::string& path) {
  for (const char* ending : Companions)
    if (isThere(path + ending))
      std::rename((path + ending).c_str(), (path + ending + ".old").c_str());
}

/// Not over a file that came meanwhile; file systems that cannot promise that are asked beforehand.
int giveNewName(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (isThere(to))
    return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// What was renamed into a folder stays there after a power cut.
void syncFolderOf(const std::string& path) {
  const int descriptor = open(fs::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  fsync(descriptor);
  close(descriptor);
}

/// Fills the file beside `path` and lets `place` bring it there, which gives an errno.
template <class Place>
Result<void> makeBeside(const std::string& path, const StoredStudy& study, Place place) {
  const std::string part = path + ".part";
  if (auto made = makeEmptyFile(part, path); !made)
    return made;
  auto done = fill(part, study);
  if (done)
    if (const int error = place(part); error != 0)
      done = cannotBeMade(path, error);
  if (!done)
    unlink(part.c_str());
  else
    syncFolderOf(path);
  return done;
}

/// Closes what a study that is about to be replaced left open, so that no log of it stays.
void settle(const std::string& path) {
  if (auto database = Database::open(path, Database::Access::ReadWrite))
    (void)database->text("PRAGMA journal_mode = DELETE");
}

} // namespace

Result<StudyLock> makeStudyFile(const std::string& path, const StudySpec& spec) {
  if (isThere(path))
    return cannotBeMade(path, EEXIST);
  if (access(fs::path(path).parent_path().c_str(), W_OK | X_OK) != 0)
    return cannotBeMade(path, errno);
  auto lock = StudyLock::acquire(path);
  if (!lock)
    return lock;
  setAsideCompanions(path);
  StoredStudy study;
  study.spec = spec;
  const auto made = makeBeside(path, study, [&](const std::string& part) { return giveNewName(part, path); });
  if (!made)
    return made.error();
  return lock;
}

Result<void> replaceStudyFile(const std::string& path, const StoredStudy& study) {
  if (access(fs::path(path).parent_path().c_str(), W_OK | X_OK) != 0)
    return cannotBeMade(path, errno);
  const auto lock = StudyLock::acquire(path);
  if (!lock)
    return lock.error();
  return makeBeside(path, study, [&](const std::string& part) {
    if (isThere(path))
      settle(path);
    setAsideCompanions(path);
    return std::rename(part.c_str(), path.c_str()) == 0 ? 0 : errno;
  });
}

} // namespace sweep
