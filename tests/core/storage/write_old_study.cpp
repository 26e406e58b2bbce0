// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the study that is kept of every schema version, in the newest one: write_old_study tests/data/studies/version-N.sweep
#include "core/storage/sqlite_database.h"
#include "tests/core/storage/old_study.h"

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "write_old_study FILE\n");
    return 2;
  }
  if (const auto written = sweep::writeSqliteStudy(argv[1], sweep::studyOfVersion1()); !written) {
    std::fprintf(stderr, "%s\n", written.error().str().c_str());
    return 1;
  }
  auto database = sweep::Database::open(argv[1], sweep::Database::Access::ReadWrite);
  return database && database->run("UPDATE study SET boot_id = 'of a machine long ago'") ? 0 : 1;
}
