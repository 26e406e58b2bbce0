// SPDX-License-Identifier: GPL-3.0-or-later
// Files that came from elsewhere, opened by the real program. What a person is asked in its window: UntrustedStudy in
// tests/ui/main_window.
#include "core/storage/sqlite_storage.h"
#include "core/study/study_file.h"
#include "tests/faults/fault_test.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class UntrustedFile : public FaultTest {
protected:
  void SetUp() override {
    variables = {{"QT_QPA_PLATFORM", "offscreen"},
                 {"HOME", folder / "home"},
                 {"XDG_CONFIG_HOME", folder / "config"},
                 {"XDG_DATA_HOME", folder / "data"},
                 {"FAULT_TEST_FOLDER", folder.path().string()}};
    // Whatever is started leaves a trace.
    scriptStudy("touch " + (folder / "started") + "; echo loss: 0.5",
                "environment: {LD_LIBRARY_PATH: \"" + folder.path().string() + "\"}\nworking_directory: \"" +
                    folder.path().string() + "\"");
  }

  /// Opens the window on a file, gives it time, and closes it.
  void openAndClose(const std::string& file) {
    AppProcess app(folder.path(), {file}, variables);
    ASSERT_TRUE(eventually([&] { return isRemembered(file); })) << app.errors();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    EXPECT_THAT(living(), IsEmpty());
    app.signal(SIGTERM);
    EXPECT_EQ(app.wait().exitCode, 0) << app.errors();
  }
  /// Among the files that the program has opened.
  bool isRemembered(const std::string& file) const {
    return fileContent(folder / "config/Sweepscope/Sweepscope.conf").find(file) != std::string::npos;
  }
};

TEST_F(UntrustedFile, F87_OpeningAStudyFileStartsNothing) {
  openAndClose("study.yaml");
  EXPECT_FALSE(fs::exists(path("started")));
  EXPECT_FALSE(fs::exists(path("study.sweep")));
  EXPECT_FALSE(fs::exists(path("data/sweepscope/trusted-studies")));
}

TEST_F(UntrustedFile, F87_OpeningAStudyThatWasStoppedInTheMiddleStartsNothing) {
  const auto file = readStudyFile(fileContent(folder / "study.yaml"));
  ASSERT_TRUE(file);
  {
    auto storage = createSqliteStudy(folder / "study.sweep", file->spec);
    ASSERT_TRUE(storage);
    Trial trial;
    trial.configuration = Configuration{{"x", 0.5}};
    trial.state = TrialState::Running;
    const std::vector<Storage::TrialChange> changes{{trial, 0}};
    ASSERT_TRUE((*storage)->write(changes, 0.0));
  }
  openAndClose("study.sweep");
  EXPECT_FALSE(fs::exists(path("started")));
}

TEST_F(UntrustedFile, F87_CheckingStartsNothingAndSaysWhatWould) {
  const auto check = runApp(folder.path(), {"check", "study.yaml"}, variables);
  EXPECT_EQ(check.exitCode, 0) << check.errors;
  EXPECT_THAT(check.output, HasSubstr("./trial.sh"));
  EXPECT_FALSE(fs::exists(path("started")));
}

TEST_F(UntrustedFile, F87_ATypedCommandIsLeaveEnoughAndIsRemembered) {
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_TRUE(fs::exists(path("started")));
  // The file in its folder, and the study that was made of it.
  const auto trusted = fileContent(folder / "data/sweepscope/trusted-studies");
  EXPECT_EQ(trusted.size(), 65U) << trusted;
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_EQ(fileContent(folder / "data/sweepscope/trusted-studies"), trusted) << "once for a content";
}

} // namespace
} // namespace sweep::test
