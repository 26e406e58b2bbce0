// SPDX-License-Identifier: GPL-3.0-or-later
// How the program speaks, of all of its sources.
#include "places.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <string>

namespace {

namespace fs = std::filesystem;

TEST(Sentences, LeaveNoPluralToTheReader) {
  const std::regex undecided(R"("[^"]*[a-z]\((s|es)\)[^"]*")");
  ASSERT_TRUE(std::regex_search(std::string(R"(tr("%n trial(s) are running."))"), undecided));
  int files = 0;
  for (const char* folder : {"app", "core", "ui"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SOURCE_FOLDER) / folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp")
        continue;
      ++files;
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);)
        EXPECT_FALSE(line.find("s)") != std::string::npos && std::regex_search(line, undecided))
            << entry.path() << ": " << line;
    }
  EXPECT_GT(files, 300);
}

} // namespace
