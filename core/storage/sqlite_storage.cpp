// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_storage.h"

#include "core/storage/schema.h"
#include "core/storage/sqlite_database.h"
#include "core/storage/study_lock.h"
#include "core/storage/trial_rows.h"
#include "core/study/study_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// Which file a path names now.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

std::optional<FileIdentity> identityOf(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

class SqliteStorage : public Storage {
public:
  SqliteStorage(std::string path, std::optional<StudyLock> lock, Database database,
                std::optional<TrialWriter> writer)
      : m_path(std::move(path)), m_lock(std::move(lock)), m_database(std::move(database)),
        m_writer(std::move(writer)), m_identity(identityOf(m_path)) {}

  Result<StoredStudy> load() override;
  Result<void> saveSpec(const StudySpec& spec) override;
  Result<void> write(std::span<const TrialChange> changes, double runSeconds) override;
  std::string path() const override { return m_path; }
  bool readOnly() const override { return !m_writer; }

private:
  Result<void> checkWritable() const;
  Result<StudySpec> loadSpec();
  Result<void> writeInside(std::span<const TrialChange> changes, double runSeconds);

  std::string m_path;
  // Released last, after the database is closed.
  std::optional<StudyLock> m_lock;
  Database m_database;
  std::optional<TrialWriter> m_writer;
  std::optional<FileIdentity> m_identity;
};

Result<StudySpec> SqliteStorage::loadSpec() {
  const auto text = m_database.text("SELECT spec FROM study");
  if (!text)
    return text.error();
  auto file = readStudyFile(*text);
  if (!file)
    return Error(
        SWEEP_TEXT(
            "%1 is damaged: the study that it holds cannot be read (%2). Restore it from a copy; it was left "
            "as it is."),
        {m_path, file.error().str()});
  return std::move(file->spec);
}

Result<StoredStudy> SqliteStorage::load() {
  auto moment = Transaction::beginReading(m_database);
  if (!moment)
    return moment.error();
  StoredStudy study;
  auto spec = loadSpec();
  if (!spec)
    return spec.error();
  study.spec = std::move(*spec);
  auto trials = readTrials(m_database, m_path);
  if (!trials)
    return trials.error();
  study.trials = std::move(*trials);
  auto order = readFinishOrder(m_database);
  if (!order)
    return order.error();
  study.finishOrder = std::move(*order);
  auto session = m_database.prepare("SELECT run_seconds, boot_id FROM study");
  if (!session)
    return session.error();
  if (auto row = session->execute(); !row)
    return row.error();
  study.runSeconds = session->real(0);
  study.sameBoot = !bootId().empty() && session->text(1) == bootId();
  if (m_lock)
    study.lostInstance = m_lock->lostHolder();
  return study;
}

Result<void> SqliteStorage::checkWritable() const {
  if (!m_writer)
    return Error(
        SWEEP_TEXT("%1 was opened read-only and cannot be changed. Open it for running, or save a copy."),
        {m_path});
  if (identityOf(m_path) != m_identity)
    return Error(
        SWEEP_TEXT(
            "%1 was removed, renamed or replaced while it was open. Put it back where it was: results wait "
            "in memory until then."),
        {m_path});
  return {};
}

Result<void> SqliteStorage::saveSpec(const StudySpec& spec) {
  if (auto fine = checkWritable(); !fine)
    return fine;
  auto statement =
      m_database.prepare("INSERT INTO study (id, spec, run_seconds, boot_id) VALUES (1, ?1, 0, '') "
                         "ON CONFLICT (id) DO UPDATE SET spec = excluded.spec");
  if (!statement)
    return statement.error();
  if (auto done = statement->execute(writeStudyFile(spec)); !done)
    return done.error();
  return {};
}

Result<void> SqliteStorage::writeInside(std::span<const TrialChange> changes, double runSeconds) {
  auto transaction = Transaction::beginWriting(m_database);
  if (!transaction)
    return transaction.error();
  for (const auto& change : changes)
    if (auto done = m_writer->write(change); !done)
      return done;
  {
    auto session = m_database.prepare("UPDATE study SET run_seconds = ?1, boot_id = ?2");
    if (!session)
      return session.error();
    if (auto done = session->execute(runSeconds, bootId()); !done)
      return done.error();
  }
  return transaction->commit();
}

Result<void> SqliteStorage::write(std::span<const TrialChange> changes, double runSeconds) {
  if (auto fine = checkWritable(); !fine)
    return fine;
  auto done = writeInside(changes, runSeconds);
  if (!done)
    m_writer->forget();
  return done;
}

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

Result<std::unique_ptr<Storage>> finishOpening(const std::string& path, StudyLock lock, Database database) {
  if (auto done = makeDurable(database); !done)
    return done.error();
  auto writer = TrialWriter::create(database);
  if (!writer)
    return writer.error();
  return std::unique_ptr<Storage>(
      std::make_unique<SqliteStorage>(path, std::move(lock), std::move(database), std::move(*writer)));
}

Result<std::unique_ptr<Storage>> openForWriting(const std::string& path) {
  if (auto fine = checkMayWrite(path); !fine)
    return fine.error();
  auto lock = StudyLock::acquire(path);
  if (!lock)
    return lock.error();
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  if (auto fine = checkIsStudy(*database, path); !fine)
    return fine.error();
  if (auto fine = checkIsSound(*database, path); !fine)
    return fine.error();
  if (auto done = migrate(*database, path); !done)
    return done.error();
  return finishOpening(path, std::move(*lock), std::move(*database));
}

Result<std::unique_ptr<Storage>> finishReading(const std::string& path, Database database) {
  if (auto fine = checkIsSound(database, path); !fine)
    return fine.error();
  return std::unique_ptr<Storage>(
      std::make_unique<SqliteStorage>(path, std::nullopt, std::move(database), std::nullopt));
}

/// What was renamed into a folder stays there after a power cut.
void syncFolderOf(const std::string& path) {
  const auto folder = fs::path(path).parent_path();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  fsync(descriptor);
  close(descriptor);
}

Error cannotBeMade(const std::string& path, int error) {
  return error == EEXIST ? Error(SWEEP_TEXT("%1 is there already. Open it, or choose another name."), {path})
                         : Error(SWEEP_TEXT("%1 cannot be made (%2). Choose another folder."),
                                 {path, std::strerror(error)});
}

/// An empty file of its owner alone, in the place of one that was left behind half made.
Result<void> makeEmptyFile(const std::string& path, const std::string& forStudy) {
  unlink(path.c_str());
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return cannotBeMade(forStudy, errno);
  close(descriptor);
  return {};
}

/// A whole study without a write-ahead log, closed again.
Result<void> fillNewFile(const std::string& path, const StudySpec& spec) {
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  if (auto done = migrate(*database, path); !done)
    return done.error();
  auto writer = TrialWriter::create(*database);
  if (!writer)
    return writer.error();
  return SqliteStorage(path, std::nullopt, std::move(*database), std::move(*writer)).saveSpec(spec);
}

/// The file gets its name once it is whole: killed at any moment there is a study or none, never a half-made one.
Result<void> makeStudy(const std::string& path, const StudySpec& spec) {
  const std::string part = path + ".part";
  if (auto made = makeEmptyFile(part, path); !made)
    return made;
  auto done = fillNewFile(part, spec);
  if (done && renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0)
    done = cannotBeMade(path, errno);
  if (!done)
    unlink(part.c_str());
  else
    syncFolderOf(path);
  return done;
}

} // namespace

Result<std::unique_ptr<Storage>> createSqliteStudy(const std::string& givenPath, const StudySpec& spec) {
  const std::string path = canonicalPath(givenPath);
  if (struct stat status{}; lstat(path.c_str(), &status) == 0)
    return cannotBeMade(path, EEXIST);
  if (access(fs::path(path).parent_path().c_str(), W_OK | X_OK) != 0)
    return cannotBeMade(path, errno);
  auto lock = StudyLock::acquire(path);
  if (!lock)
    return lock.error();
  if (auto made = makeStudy(path, spec); !made)
    return made.error();
  auto database = Database::open(path, Database::Access::ReadWrite);
  if (!database)
    return database.error();
  return finishOpening(path, std::move(*lock), std::move(*database));
}

Result<std::unique_ptr<Storage>> openSqliteStudy(const std::string& givenPath, OpenMode mode) {
  const std::string path = canonicalPath(givenPath);
  if (auto fine = checkIsFile(path); !fine)
    return fine.error();
  {
    // Looked at without writing first, so that what is not ours or newer stays as it is.
    auto reading = openForReading(path);
    if (!reading)
      return reading.error();
    if (mode == OpenMode::ReadOnly)
      return finishReading(path, std::move(*reading));
  }
  return openForWriting(path);
}

} // namespace sweep
