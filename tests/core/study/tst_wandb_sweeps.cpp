// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_file.h"
#include "places.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <sstream>

namespace sweep {
namespace {

/// Sweeps that people have published: $SWEEPSCOPE_DATA/realworld/wandb, else beside the sources.
std::filesystem::path sweepsFolder() {
  const char* given = std::getenv("SWEEPSCOPE_DATA");
  const std::filesystem::path data = given ? given : SOURCE_FOLDER "/../shared/data";
  return data / "realworld" / "wandb";
}

std::vector<std::filesystem::path> sweeps() {
  std::vector<std::filesystem::path> paths;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(sweepsFolder(), missing))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string contentsOf(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(WandbSweeps, AllOpenAndSayWhatIsNotApplied) {
  const auto paths = sweeps();
  if (paths.empty())
    GTEST_SKIP() << "no sweeps in " << sweepsFolder();
  int withoutNotes = 0;
  for (const auto& path : paths) {
    const auto file = readStudyFile(contentsOf(path));
    ASSERT_TRUE(file) << path << ": " << file.error().str();
    EXPECT_FALSE(file->spec.space.parameters.empty()) << path;
    EXPECT_TRUE(problemsOf(file->spec.space).empty())
        << path << ": " << problemsOf(file->spec.space).front().message.str();
    withoutNotes += file->notes.empty();
    for (const auto& note : file->notes) {
      EXPECT_GT(note.line, 0) << path;
      std::cout << path.filename().string() << ":" << note.line << ": " << note.message.str() << "\n";
    }
  }
  std::cout << withoutNotes << " of " << paths.size() << " sweeps open without a note\n";
}

TEST(WandbSweeps, SurviveBeingSaved) {
  const auto paths = sweeps();
  if (paths.empty())
    GTEST_SKIP() << "no sweeps in " << sweepsFolder();
  for (const auto& path : paths) {
    const auto file = readStudyFile(contentsOf(path));
    ASSERT_TRUE(file) << path;
    const auto again = readStudyFile(writeStudyFile(file->spec));
    ASSERT_TRUE(again) << path << ": " << again.error().str();
    EXPECT_EQ(again->spec, file->spec) << path;
    EXPECT_TRUE(again->notes.empty()) << path << ": " << again->notes.front().message.str();
  }
}

} // namespace
} // namespace sweep
