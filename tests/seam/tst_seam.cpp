// SPDX-License-Identifier: GPL-3.0-or-later
// Which way the arrows point; see ARCHITECTURE.md. That this program links is a test of its own.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <vector>

#include "places.h"

namespace {

namespace fs = std::filesystem;

/// "file: include" for each include in a folder of core that the pattern finds.
std::vector<std::string> includesMatching(const fs::path& folder, const std::regex& pattern, int& files) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp")
      continue;
    ++files;
    std::ifstream stream(entry.path());
    for (std::string line; std::getline(stream, line);)
      if (line.starts_with("#include") && std::regex_search(line, pattern))
        found.push_back(entry.path().string() + ": " + line);
  }
  return found;
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines)
    text += line + '\n';
  return text;
}

TEST(Seam, WhatDecidesKnowsNoQt) {
  const std::regex qt(R"([<"](Qt|Q[A-Z]|q[a-z]+\.h))");
  int files = 0;
  for (const char* folder :
       {"base", "space", "study", "sampler", "scheduler", "numerics", "analysis", "exchange"}) {
    const fs::path path = fs::path(SOURCE_FOLDER "/core") / folder;
    if (!fs::exists(path))
      continue;
    const auto found = includesMatching(path, qt, files);
    EXPECT_TRUE(found.empty()) << listed(found);
  }
  EXPECT_GT(files, 20);
}

TEST(Seam, CoreKnowsNoInterface) {
  int files = 0;
  const auto found =
      includesMatching(SOURCE_FOLDER "/core", std::regex(R"([<"](QtGui|QtWidgets|QtCharts|ui/|app/))"), files);
  EXPECT_TRUE(found.empty()) << listed(found);
  EXPECT_GT(files, 20);
}

TEST(Seam, SpaceKnowsNothingAboveIt) {
  int files = 0;
  const std::regex above("\"core/(study|sampler|scheduler|executor|runner|storage|analysis|exchange)/");
  const auto found = includesMatching(fs::path(SOURCE_FOLDER "/core") / "space", above, files);
  EXPECT_TRUE(found.empty()) << listed(found);
  EXPECT_GT(files, 5);
}

} // namespace
