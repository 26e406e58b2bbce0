// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/command_template.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sweep;
using namespace sweep::test;
using testing::HasSubstr;

namespace {

struct Folders : testing::Test {
  Folders() {
    for (const char* name : {"work", "study", "extra"})
      std::filesystem::create_directory(folder.path() / name);
  }
  void script(const std::string& path, const std::string& firstLine = "#!/bin/sh\n") {
    writeFile(folder / path, firstLine, true);
  }
  ProgramPlaces places() const { return {folder / "work", folder / "study", {folder / "extra"}}; }
  /// Behind the word ${program}.
  Result<std::string> find(const std::string& word) const {
    return findProgram({word, {"${program}"}, {}, {}, {}}, word, places());
  }
  /// Behind a word of the command.
  Result<std::string> findInCommand(const std::string& word) const {
    return findProgram({{}, {word}, {}, {}, {}}, word, places());
  }
  TemporaryFolder folder;
};

} // namespace

using ProgramSearch = Folders;

TEST_F(ProgramSearch, LooksInTheWorkingFolderFirstAndAlongThePathLast) {
  EXPECT_EQ(find("true").value().substr(find("true").value().rfind('/')), "/true");
  script("extra/true");
  EXPECT_EQ(find("true").value(), folder / "extra/true");
  script("study/true");
  EXPECT_EQ(find("true").value(), folder / "study/true");
  script("work/true");
  EXPECT_EQ(find("true").value(), folder / "work/true");
}

TEST_F(ProgramSearch, LetsNoFileOfTheStudyTakeThePlaceOfAProgramOfTheSystem) {
  for (const char* name : {"work/true", "study/true", "work/train", "study/tool"})
    script(name);
  EXPECT_THAT(findInCommand("true").value(), testing::EndsWith("bin/true"));
  EXPECT_EQ(findInCommand("./true").value(), folder / "work/true");
  EXPECT_THAT(findInCommand("train").error().str(), HasSubstr("If you mean the file in the working folder, write ./train."));
  EXPECT_THAT(findInCommand("tool").error().str(), HasSubstr("There is no program “tool”"));
  script("extra/tool");
  EXPECT_EQ(findInCommand("tool").value(), folder / "extra/tool");
}

TEST_F(ProgramSearch, TakesPathsFromTheWorkingFolder) {
  script("study/tool");
  EXPECT_EQ(find("../study/tool").value(), folder / "study/tool");
  EXPECT_EQ(find(folder / "study/tool").value(), folder / "study/tool");
  EXPECT_FALSE(find("./tool"));
}

TEST_F(ProgramSearch, PassesOverAFileOfTheSameNameThatIsNoProgram) {
  writeFile(folder / "work/true", "data");
  EXPECT_THAT(find("true").value(), testing::EndsWith("bin/true"));
  writeFile(folder / "work/train.py", "print()");
  EXPECT_THAT(find("train.py").error().str(), HasSubstr("may not be executed"));
}

TEST_F(ProgramSearch, SaysWhatIsWrong) {
  script("work/windows", "#!/bin/sh\r\necho\r\n");
  script("work/lost", "#!/no/such/interpreter -x\n");
  script("work/fine", "#!/usr/bin/env sh\n");
  script("work/binary", test::fileContent("/proc/self/exe").substr(0, 64));
  script("work/foreign", std::string("\x7f" "ELF\2\1\1", 7) + std::string(9, '\0') + "\x02\x00\x7e\x7e");
  script("work/headless", "echo no first line\n");
  EXPECT_TRUE(find("fine"));
  EXPECT_TRUE(find("binary"));
  for (const char* name : {"foreign", "headless"})
    EXPECT_THAT(find(name).error().str(), HasSubstr("neither a program for this machine nor a script")) << name;
  EXPECT_THAT(find("windows").error().str(), HasSubstr("line endings of Windows"));
  EXPECT_THAT(find("lost").error().str(), HasSubstr("“/no/such/interpreter”, which is not there"));
  EXPECT_THAT(find("nowhere-to-be-found").error().str(), HasSubstr("There is no program"));
  EXPECT_THAT(find("python3 train.py").error().str(), HasSubstr("give each word of the command on its own"));
  EXPECT_THAT(find("./").error().str(), HasSubstr("is a folder"));
  EXPECT_FALSE(find(""));
}
