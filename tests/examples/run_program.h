// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sweep::test {

using Words = std::vector<std::string>;

struct Ended {
  int exitCode = -1; ///< -1: ended by a signal, or never started
  std::string out;
  std::string err;
};

/// Runs a program (found in PATH unless its name has a slash) in `folder` and waits for its end.
Ended runProgram(const Words& words,
                 const std::filesystem::path& folder = std::filesystem::temp_directory_path());

/// Runs a program until it has written `lines` lines to standard output, then ends it with SIGKILL. What it
/// wrote to standard output up to that moment is returned.
std::string killAfterLines(int lines, const Words& words);

std::vector<std::string> linesOf(const std::string& text);

/// The number after `name` and "=" or ": ", where it is found last; NaN when it is not found at all.
double lastNumber(const std::string& text, const std::string& name);

std::string contentOf(const std::filesystem::path& file);

/// A new empty folder, removed with everything in it at the end.
class TemporaryFolder {
public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

private:
  std::filesystem::path m_path;
};

} // namespace sweep::test
