// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_study.h"

#include "core/study/study_file.h"

#include <sys/stat.h>
#include <utility>

namespace sweep {

std::optional<FileIdentity> identityOf(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

SqliteStudy::SqliteStudy(std::string path, std::optional<StudyLock> lock, Database database,
                         std::optional<TrialWriter> writer)
    : m_path(std::move(path)), m_lock(std::move(lock)), m_database(std::move(database)),
      m_writer(std::move(writer)), m_identity(identityOf(m_path)) {}

Result<StudySpec> SqliteStudy::loadSpec() {
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

Result<StoredStudy> SqliteStudy::loadHead() {
  StoredStudy study;
  auto spec = loadSpec();
  if (!spec)
    return spec.error();
  study.spec = std::move(*spec);
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

Result<void> SqliteStudy::loadTrials(StoredStudy& study, const TrialSelection& which) {
  auto trials = readTrials(m_database, m_path, which);
  if (!trials)
    return trials.error();
  auto order = readFinishOrder(m_database, m_lastFinish);
  if (!order)
    return order.error();
  const auto last = lastFinishOrder(m_database);
  if (!last)
    return last.error();
  study.trials = std::move(*trials);
  study.finishOrder = std::move(*order);
  m_lastFinish = *last;
  return {};
}

Result<StoredStudy> SqliteStudy::load() {
  if (m_loaded)
    return *std::exchange(m_loaded, std::nullopt);
  const auto version = m_database.integer("PRAGMA data_version");
  if (!version)
    return version.error();
  auto moment = Transaction::beginReading(m_database);
  if (!moment)
    return moment.error();
  auto study = loadHead();
  if (!study)
    return study;
  m_lastFinish = -1;
  if (auto done = loadTrials(*study, {}); !done)
    return done.error();
  m_dataVersion = *version;
  return study;
}

Result<std::optional<StoredStudy>> SqliteStudy::changes() {
  if (auto fine = checkInPlace(); !fine)
    return fine.error();
  const auto version = m_database.integer("PRAGMA data_version");
  if (!version)
    return version.error();
  if (*version == m_dataVersion)
    return std::optional<StoredStudy>();
  auto moment = Transaction::beginReading(m_database);
  if (!moment)
    return moment.error();
  auto study = loadHead();
  if (!study)
    return study.error();
  if (auto done = loadTrials(*study, TrialSelection::changedSince(m_lastFinish)); !done)
    return done.error();
  m_dataVersion = *version;
  return std::optional(std::move(*study));
}

Result<void> SqliteStudy::checkInPlace() const {
  if (identityOf(m_path) == m_identity)
    return {};
  return Error(
      SWEEP_TEXT(
          "%1 was removed, renamed or replaced while it was open. Put it back where it was, or save a copy: "
          "results wait in memory until then."),
      {m_path});
}

Result<void> SqliteStudy::checkWritable() const {
  if (!m_writer)
    return Error(
        SWEEP_TEXT("%1 was opened read-only and cannot be changed. Open it for running, or save a copy."),
        {m_path});
  return checkInPlace();
}

Result<void> SqliteStudy::saveSpec(const StudySpec& spec) {
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

Result<void> SqliteStudy::writeInside(std::span<const TrialChange> changes, double runSeconds) {
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

Result<void> SqliteStudy::write(std::span<const TrialChange> changes, double runSeconds) {
  if (auto fine = checkWritable(); !fine)
    return fine;
  auto done = writeInside(changes, runSeconds);
  if (done)
    return done;
  m_writer->forget();
  // On a small or nearly full disk it may be the log that has taken the last of the room.
  if (!m_database.foldLog())
    return done;
  if (auto again = writeInside(changes, runSeconds); again)
    return again;
  m_writer->forget();
  return done;
}

} // namespace sweep
