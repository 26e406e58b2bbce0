// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_database.h"
#include "core/storage/storage.h"
#include "core/storage/study_lock.h"
#include "core/storage/trial_rows.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace sweep {

/// Which file a path names.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
/// Nothing when there is none.
std::optional<FileIdentity> identityOf(const std::string& path);

/// A study on an open database whose schema is the newest.
class SqliteStudy : public Storage {
public:
  /// Without a writer it is only read.
  SqliteStudy(std::string path, std::optional<StudyLock> lock, Database database,
              std::optional<TrialWriter> writer);

  Result<StoredStudy> load() override;
  Result<void> saveSpec(const StudySpec& spec) override;
  Result<void> write(std::span<const TrialChange> changes, double runSeconds) override;
  std::string path() const override { return m_path; }
  bool readOnly() const override { return !m_writer; }
  Message notice() const override { return m_notice; }
  Result<std::optional<StoredStudy>> changes() override;
  bool runsElsewhere() const override { return readOnly() && StudyLock::isHeldElsewhere(m_path); }

  void setNotice(Message notice) { m_notice = std::move(notice); }
  /// What the next load() gives.
  void setLoaded(StoredStudy study) { m_loaded = std::move(study); }

private:
  Result<void> checkInPlace() const;
  Result<void> checkWritable() const;
  Result<StudySpec> loadSpec();
  /// All but the trials.
  Result<StoredStudy> loadHead();
  Result<void> loadTrials(StoredStudy& study, const TrialSelection& which);
  Result<void> writeInside(std::span<const TrialChange> changes, double runSeconds);

  std::string m_path;
  // Released last, after the database is closed.
  std::optional<StudyLock> m_lock;
  Database m_database;
  std::optional<TrialWriter> m_writer;
  std::optional<FileIdentity> m_identity;
  Message m_notice;
  std::optional<StoredStudy> m_loaded;
  /// Changes with every commit of others.
  std::int64_t m_dataVersion = -1;
  /// The place of the last trial that is known to have finished.
  std::int64_t m_lastFinish = -1;
};

} // namespace sweep
