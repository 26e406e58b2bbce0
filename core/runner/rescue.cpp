// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/rescue.h"

#include "core/storage/sqlite_storage.h"

#include <QStandardPaths>
#include <filesystem>
#include <vector>

namespace sweep {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> rescueFolders(const fs::path& studyPath) {
  const fs::path data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation).toStdString();
  return {studyPath.parent_path(), data / "sweepscope" / "rescued", fs::temp_directory_path()};
}

/// "digits-rescued.sweep", "digits-rescued-2.sweep", …
fs::path freeName(const fs::path& folder, const std::string& stem) {
  std::error_code ignored;
  fs::path path = folder / (stem + "-rescued.sweep");
  for (int number = 2; fs::exists(path, ignored); ++number)
    path = folder / (stem + "-rescued-" + std::to_string(number) + ".sweep");
  return path;
}

} // namespace

Result<std::string> rescue(const std::string& studyPath, const StoredStudy& study) {
  Message reason;
  for (const auto& folder : rescueFolders(studyPath)) {
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    const std::string path = freeName(folder, fs::path(studyPath).stem().string()).string();
    const auto written = writeSqliteStudy(path, study);
    if (written)
      return path;
    reason = written.error();
  }
  return Error(SWEEP_TEXT("%1 could not be saved any more, nor could a copy of it: %2"),
               {studyPath, reason.str()});
}

} // namespace sweep
