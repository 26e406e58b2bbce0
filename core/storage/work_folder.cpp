// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/work_folder.h"

#include <cstdlib>

namespace sweep {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t MostBytes = std::uintmax_t{16} << 30;

bool copyOne(const std::string& from, const std::string& to) {
  std::error_code failed;
  return fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed) && !failed;
}

} // namespace

WorkFolder::WorkFolder() {
  std::string pattern = (fs::temp_directory_path() / "sweepscope-copy-XXXXXX").string();
  if (mkdtemp(pattern.data()))
    m_path = pattern;
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (!m_path.empty())
    fs::remove_all(m_path, ignored);
}

bool haveRoomForCopies(std::uintmax_t fileSize) {
  std::error_code failed;
  const auto space = fs::space(fs::temp_directory_path(), failed);
  return !failed && fileSize <= MostBytes && 2 * fileSize <= space.available;
}

bool copyStudyFile(const std::string& from, const std::string& to, bool withLog) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", "-journal"})
    fs::remove(to + ending, ignored);
  if (!haveRoomForCopies(fs::file_size(from, ignored)) || !copyOne(from, to))
    return false;
  for (const std::string ending : {"-wal", "-journal"})
    if ((withLog || ending != "-wal") && fs::exists(from + ending, ignored) &&
        !copyOne(from + ending, to + ending))
      return false;
  return true;
}

} // namespace sweep
