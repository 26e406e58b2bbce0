// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_storage.h"

#include "core/storage/schema.h"
#include "core/storage/sqlite_database.h"
#include "core/storage/sqlite_study.h"
#include "core/storage/study_file_making.h"
#include "core/storage/study_lock.h"
#include "core/storage/study_log.h"
#include "core/storage/study_salvage.h"
#include "core/storage/work_folder.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// What can be told without opening it.
Result<void> checkIsFile(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return errno == ENOENT
               ? Error(SWEEP_TEXT("%1 is not there. Check its name, or make a new study."), {path})
               : Error(SWEEP_TEXT("%1 cannot be opened (%2)."), {path, std::strerror(errno)});
  if (S_ISDIR(status.st_mode))
    return Error(SWEEP_TEXT("%1 is a folder. Choose a .sweep file inside it."), {path});
  if (!S_ISREG(status.st_mode))
    return Error(SWEEP_TEXT("%1 is not a file. Choose a .sweep file."), {path});
  if (status.st_size == 0)
    return Error(
        SWEEP_TEXT(
            "%1 is empty (0 bytes). If it should hold a study, restore it from a copy; else remove it."),
        {path});
  if (access(path.c_str(), R_OK) != 0)
    return Error(SWEEP_TEXT("%1 may not be read (%2). Check its permissions."), {path, std::strerror(errno)});
  return {};
}

Result<void> checkMayWrite(const std::string& path) {
  const auto folder = fs::path(path).parent_path();
  if (access(path.c_str(), W_OK) != 0)
    return Error(SWEEP_TEXT("%1 is read-only (%2). Open it read-only, or save a copy elsewhere."),
                 {path, std::strerror(errno)});
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    return Error(
        SWEEP_TEXT(
            "The folder %1 is read-only (%2): no study can be run there. Open it read-only, or save a copy "
            "elsewhere."),
        {folder.string(), std::strerror(errno)});
  return {};
}

bool hasContent(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && status.st_size > 0;
}

/// Nobody can be writing where we can create nothing and no write-ahead log lies: then the file may be read
/// as it is.
Result<Database> openForReading(const std::string& path) {
  const auto folder = fs::path(path).parent_path();
  const bool frozen = access(folder.c_str(), W_OK) != 0 && !hasContent(path + "-wal");
  auto database = Database::open(path, frozen ? Database::Access::Immutable : Database::Access::ReadOnly);
  if (!database)
    return database;
  if (auto fine = checkIsStudy(*database, path); !fine)
    return fine.error();
  return database;
}

/// Write-ahead log where the file system can carry it (not on network ones), durable with every commit.
Result<void> makeDurable(Database& database) {
  const auto mode = database.text("PRAGMA journal_mode = WAL");
  if (!mode)
    return mode.error();
  if (*mode != "wal")
    if (auto done = database.text("PRAGMA journal_mode = DELETE"); !done)
      return done.error();
  return database.run("PRAGMA synchronous = FULL");
}

/// One name for one file, so that two links lock each other out.
std::string canonicalPath(const std::string& path) {
  std::error_code failed;
  const auto canonical = fs::weakly_canonical(fs::absolute(path, failed), failed);
  return failed ? path : canonical.string();
}

Result<std::unique_ptr<SqliteStudy>> finishOpening(const std::string& path, StudyLock lock,
                                                   Database database) {
  if (auto done = makeDurable(database); !done)
    return done.error();
  auto writer = TrialWriter::create(database);
  if (!writer)
    return writer.error();
  return std::make_unique<SqliteStudy>(path, std::move(lock), std::move(database), std::move(*writer));
}

/// A log of what was written last belongs to a study in WAL mode that nobody has closed.
Message missingLogNotice(Database& database, const std::string& path, const StudyLock& lock) {
  const auto mode = database.text("PRAGMA journal_mode");
  if (!lock.lostHolder() || !mode || *mode != "wal")
    return {};
  return Message(SWEEP_TEXT("%1 was not closed properly, and the file %2 that belongs to it is gone: what "
                            "was written last may be "
                            "missing. Put that file back beside it if you have it."),
                 {path, fs::path(path + "-wal").filename().string()});
}

Error foreignLog(const std::string& path) {
  return Error(
      SWEEP_TEXT("%1 and the log beside it, %2, do not belong together: with it, trials that are complete "
                 "would be lost. "
                 "The study is shown without it. Move the log to another folder to go on with the study."),
      {path, fs::path(path + "-wal").filename().string()});
}

Result<StudyLock> lockForWriting(const std::string& path) {
  if (auto fine = checkMayWrite(path); !fine)
    return fine.error();
  return StudyLock::acquire(path);
}

/// `reading` has looked at it and found it a study. Only what is sound is opened for writing: closing it then moves what stands
/// in its log into the file, which would spoil the file if the log is not its own.
Result<std::unique_ptr<SqliteStudy>> openForWriting(const std::string& path, Database reading,
                                                    Result<StudyLock> lock, bool hasLog) {
  if (!lock)
    return lock.error();
  if (auto fine = checkIsSound(reading, path); !fine)
    return fine.error();
  const Message notice = hasLog ? Message() : missingLogNotice(reading, path, *lock);
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  if (auto done = migrate(*database, path); !done)
    return done.error();
  auto study = finishOpening(path, std::move(*lock), std::move(*database));
  if (study)
    (*study)->setNotice(notice);
  return study;
}

/// A file of an older version stays as it is.
Result<std::unique_ptr<SqliteStudy>> finishReading(const std::string& path, Database database) {
  if (auto fine = checkIsSound(database, path); !fine)
    return fine.error();
  const auto version = database.integer("PRAGMA user_version");
  if (!version)
    return version.error();
  if (*version == newestVersion())
    return std::make_unique<SqliteStudy>(path, std::nullopt, std::move(database), std::nullopt);
  auto copy = migratedCopy(database);
  if (!copy)
    return copy.error();
  return std::make_unique<SqliteStudy>(path, std::nullopt, std::move(*copy), std::nullopt);
}

/// Whether its header says so.
bool beginsAsStudy(const std::string& path) {
  std::array<unsigned char, 72> header{};
  std::ifstream(path, std::ios::binary).read(reinterpret_cast<char*>(header.data()), header.size());
  const auto word = [&](std::size_t at) {
    return header[at] << 24 | header[at + 1] << 16 | header[at + 2] << 8 | header[at + 3];
  };
  return std::string_view(reinterpret_cast<const char*>(header.data()), 15) == "SQLite format 3" &&
         word(68) == StudyApplicationId;
}

/// A program that ended in the middle of a write left its journal: what it had changed is taken back, which takes a connection
/// that writes.
Result<StudyLock> takeBackHalfAWrite(const std::string& path) {
  auto lock = lockForWriting(path);
  if (lock)
    if (auto database = Database::open(path, Database::Access::ReadWrite))
      (void)database->integer("PRAGMA schema_version");
  return lock;
}

Result<std::unique_ptr<SqliteStudy>> openStudy(const std::string& path, OpenMode mode) {
  if (auto fine = checkIsFile(path); !fine)
    return fine.error();
  std::optional<Result<StudyLock>> lock;
  if (mode == OpenMode::ReadWrite && hasContent(path + "-journal") && beginsAsStudy(path))
    lock.emplace(takeBackHalfAWrite(path));
  // Connections make an empty log.
  const bool hasLog = hasContent(path + "-wal");
  // Looked at without writing first, so that what is not ours or newer stays as it is.
  auto reading = openForReading(path);
  if (!reading)
    return reading.error();
  if (hasLog && !StudyLock::isHeldElsewhere(path) && !mayBeItsLog(*reading, path))
    return foreignLog(path);
  if (mode == OpenMode::ReadOnly)
    return finishReading(path, std::move(*reading));
  return openForWriting(path, std::move(*reading), lock ? std::move(*lock) : lockForWriting(path), hasLog);
}

/// So that what its rows hold is known to be readable.
Result<std::unique_ptr<SqliteStudy>> loaded(Result<std::unique_ptr<SqliteStudy>> study) {
  if (!study)
    return study;
  auto content = (*study)->load();
  if (!content)
    return content.error();
  (*study)->setLoaded(std::move(*content));
  return study;
}

/// A sound study where SQLite cannot make what it needs beside it (a full disk, a log on a read-only one, a network's file
/// system without shared memory), or without the log of another study: read from a copy elsewhere.
Result<std::unique_ptr<SqliteStudy>> openCopy(const std::string& path, const Error& reason, bool withLog = true) {
  const WorkFolder folder;
  const std::string copy = folder / "copy";
  if (!beginsAsStudy(path) || !folder.isThere() || !copyStudyFile(path, copy, withLog))
    return reason;
  auto database = Database::open(copy, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  if (hasContent(copy + "-wal") && !mayBeItsLog(*database, copy))
    return openCopy(path, foreignLog(path), false);
  if (auto fine = checkIsStudy(*database, path); !fine)
    return fine.error();
  if (auto fine = checkIsSound(*database, path); !fine)
    return fine.error();
  auto content = migratedCopy(*database);
  if (!content)
    return content.error();
  return loaded(std::make_unique<SqliteStudy>(path, std::nullopt, std::move(*content), std::nullopt));
}

template <class Study> Result<std::unique_ptr<Storage>> asStorage(Result<std::unique_ptr<Study>> study) {
  if (!study)
    return study.error();
  return std::unique_ptr<Storage>(*std::move(study));
}

/// Where it lies, from a copy, or what can be salvaged of it.
Result<std::unique_ptr<Storage>> readAnyhow(const std::string& path, const Message& notice) {
  auto study = loaded(openStudy(path, OpenMode::ReadOnly));
  if (study) {
    (*study)->setNotice(notice);
    return asStorage(std::move(study));
  }
  if (auto copy = openCopy(path, study.error())) {
    (*copy)->setNotice(notice.empty() ? study.error() : notice);
    return asStorage(std::move(copy));
  }
  auto salvaged = salvageStudy(path);
  return salvaged ? std::move(salvaged) : study.error();
}

} // namespace

Result<std::unique_ptr<Storage>> createSqliteStudy(const std::string& givenPath, const StudySpec& spec) {
  const std::string path = canonicalPath(givenPath);
  auto lock = makeStudyFile(path, spec);
  if (!lock)
    return lock.error();
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  return asStorage(finishOpening(path, std::move(*lock), std::move(*database)));
}

Result<std::unique_ptr<Storage>> openSqliteStudy(const std::string& path, OpenMode mode) {
  return asStorage(openStudy(canonicalPath(path), mode));
}

Result<std::unique_ptr<Storage>> readSqliteStudy(const std::string& givenPath) {
  return readAnyhow(canonicalPath(givenPath), {});
}

Result<std::unique_ptr<Storage>> openSqliteStudyIfPossible(const std::string& givenPath) {
  const std::string path = canonicalPath(givenPath);
  auto writable = loaded(openStudy(path, OpenMode::ReadWrite));
  return writable ? asStorage(std::move(writable)) : readAnyhow(path, writable.error());
}

Result<void> writeSqliteStudy(const std::string& path, const StoredStudy& study) {
  return replaceStudyFile(canonicalPath(path), study);
}

} // namespace sweep
