// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sweep {

/// A folder for copies of a study that cannot be used where it lies; it goes with its object.
class WorkFolder {
public:
  WorkFolder();
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  /// False when none could be made.
  bool isThere() const { return !m_path.empty(); }
  std::string operator/(const char* name) const { return (m_path / name).string(); }

private:
  std::filesystem::path m_path;
};

/// Whether two copies of a file of that size have room where such folders are made; none of more than 16 GiB are.
bool haveRoomForCopies(std::uintmax_t fileSize);

/// Puts a copy in the place of whatever study is at `to`, with what belongs to it of a program that did not close it: its log, if
/// wanted, and its journal. False when that fails or there is no room.
bool copyStudyFile(const std::string& from, const std::string& to, bool withLog = true);

} // namespace sweep
