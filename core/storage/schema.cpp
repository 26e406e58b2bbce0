// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schema.h"

#include "core/storage/private_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace sweep {

namespace {

/// Trials keep what they need to be read alone. report is append only while a trial runs: one row per metric,
/// clustered by trial, so that loading is one walk without a sort; NULL stands for NaN. Commands are
/// shell-quoted words, messages JSON lists of a template and what fills it.
constexpr std::string_view Version1 = R"(
CREATE TABLE study (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  spec TEXT NOT NULL,
  run_seconds REAL NOT NULL,
  boot_id TEXT NOT NULL
) STRICT;
CREATE TABLE trial (
  number INTEGER PRIMARY KEY,
  configuration TEXT NOT NULL,
  state TEXT NOT NULL,
  finish_order INTEGER,
  budget REAL,
  results TEXT NOT NULL,
  failure_class TEXT,
  failure_message TEXT,
  failure_tail TEXT,
  origin TEXT NOT NULL,
  from_sampler INTEGER NOT NULL,
  seed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX trial_finish_order ON trial (finish_order) WHERE finish_order IS NOT NULL;
CREATE TABLE attempt (
  trial INTEGER NOT NULL,
  number INTEGER NOT NULL,
  command TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_start INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  exit_code INTEGER,
  signal INTEGER,
  wall_seconds REAL NOT NULL,
  cpu_seconds REAL NOT NULL,
  peak_memory INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  PRIMARY KEY (trial, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE report (
  trial INTEGER NOT NULL,
  position INTEGER NOT NULL,
  metric INTEGER NOT NULL,
  step INTEGER NOT NULL,
  time REAL NOT NULL,
  value REAL,
  PRIMARY KEY (trial, position, metric)
) STRICT, WITHOUT ROWID;
)";

/// Budgets: what an attempt was to do, and what came of it.
constexpr std::string_view Version2 = R"(
ALTER TABLE trial ADD COLUMN bracket INTEGER;
ALTER TABLE trial ADD COLUMN verdict TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN budget REAL;
ALTER TABLE attempt ADD COLUMN resumed_trial INTEGER;
ALTER TABLE attempt ADD COLUMN resumed_attempt INTEGER;
ALTER TABLE attempt ADD COLUMN configuration TEXT;
ALTER TABLE attempt ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN first_report INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN results TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attempt ADD COLUMN has_checkpoint INTEGER NOT NULL DEFAULT 0;
)";

/// Failures: what each attempt was given and why it came to nothing. What older files know of it is the seed of the trial, and
/// why it failed in the end.
constexpr std::string_view Version3 = R"(
ALTER TABLE trial ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN seed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN failure_class TEXT;
ALTER TABLE attempt ADD COLUMN failure_message TEXT;
ALTER TABLE attempt ADD COLUMN failure_tail TEXT;
UPDATE attempt SET seed = trial.seed FROM trial WHERE trial.number = attempt.trial;
UPDATE attempt SET failure_class = ended.failure_class, failure_message = ended.failure_message,
  failure_tail = ended.failure_tail
FROM (SELECT trial.*, max(attempt.number) AS last FROM trial JOIN attempt ON attempt.trial = trial.number
      WHERE trial.failure_class IS NOT NULL GROUP BY trial.number) AS ended
WHERE attempt.trial = ended.number AND attempt.number = ended.last;
)";

/// Attempts that were ended before their time, and what was decided of them.
constexpr std::string_view Version4 = "ALTER TABLE attempt ADD COLUMN interrupted TEXT;";

constexpr std::array<Migration, 4> Migrations = {{{1, Version1}, {2, Version2}, {3, Version3}, {4, Version4}}};

Error cannotBackUp(const std::string& target) {
  return Error(SWEEP_TEXT("The copy %1 of the study as it was cannot be made (%2). Check the folder's permissions."),
               {target, std::strerror(errno)});
}

/// Of the whole database, into an empty file.
Result<void> copyInto(Database& database, const std::string& path) {
  auto statement = database.prepare("VACUUM INTO ?");
  if (!statement)
    return statement.error();
  if (auto done = statement->execute(path); !done)
    return done.error();
  return {};
}

/// A copy of the whole file, there only when it is whole; one that is there already is from an earlier try and as good.
Result<void> backUp(Database& database, const std::string& target) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(std::filesystem::symlink_status(target, ignored)))
    return {};
  const std::string part = target + ".part";
  const int descriptor = makePrivateFile(part);
  if (descriptor < 0)
    return cannotBackUp(target);
  close(descriptor);
  auto done = copyInto(database, part);
  if (done && std::rename(part.c_str(), target.c_str()) != 0)
    done = cannotBackUp(target);
  if (!done)
    unlink(part.c_str());
  return done;
}

Error damagedError(const std::string& path, const std::string& detail) {
  return Error(SWEEP_TEXT("%1 is damaged (%2). Restore it from a copy; it was left as it is."),
               {path, detail});
}

} // namespace

std::span<const Migration> migrations() {
  return Migrations;
}

int newestVersion(std::span<const Migration> steps) {
  return steps.back().version;
}

Result<void> migrate(Database& database, const std::string& path, std::span<const Migration> steps) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version)
    return version.error();
  if (*version >= newestVersion(steps))
    return {};
  if (*version > 0 && !path.empty())
    if (auto done = backUp(database, path + ".bak-v" + std::to_string(*version)); !done)
      return done;
  auto transaction = Transaction::beginWriting(database);
  if (!transaction)
    return transaction.error();
  for (const auto& step : steps)
    if (step.version > *version)
      if (auto done = database.run(std::string(step.sql)); !done)
        return done;
  if (auto done = database.run("PRAGMA user_version = " + std::to_string(newestVersion(steps))); !done)
    return done;
  if (auto done = database.run("PRAGMA application_id = " + std::to_string(StudyApplicationId)); !done)
    return done;
  return transaction->commit();
}

Result<Database> migratedCopy(Database& older, std::span<const Migration> steps) {
  auto copy = older.copyInMemory();
  if (!copy)
    return copy;
  if (auto done = migrate(*copy, {}, steps); !done)
    return done.error();
  return copy;
}

Result<void> checkIsStudy(Database& database, const std::string& path, int newest) {
  const auto application = database.integer("PRAGMA application_id");
  if (!application)
    return application.error();
  if (*application != StudyApplicationId)
    return Error(SWEEP_TEXT("%1 is an SQLite file of another program, not a Sweepscope study."), {path});
  const auto version = database.integer("PRAGMA user_version");
  if (!version)
    return version.error();
  if (*version > newest)
    return Error(
        SWEEP_TEXT(
            "%1 was written by a newer Sweepscope (file version %2; this one reads up to %3). Install the "
            "newer program; the file was left as it is."),
        {path, std::to_string(*version), std::to_string(newest)});
  if (*version < 1)
    return damagedError(path, "version 0");
  return {};
}

Result<void> checkIsSound(Database& database, const std::string& path) {
  const auto verdict = database.text("PRAGMA quick_check(1)");
  if (!verdict)
    return verdict.error();
  if (*verdict != "ok")
    return damagedError(path, *verdict);
  const auto foreign = database.text("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')");
  if (!foreign)
    return foreign.error();
  if (!foreign->empty())
    return Error(SWEEP_TEXT("%1 is not a plain Sweepscope study: it contains \"%2\", which no study has."),
                 {path, *foreign});
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN "
                                       "('study', 'trial', 'attempt', 'metric', 'report')");
  if (!tables)
    return tables.error();
  if (*tables != 5)
    return damagedError(path, "a table is missing");
  return {};
}

} // namespace sweep
