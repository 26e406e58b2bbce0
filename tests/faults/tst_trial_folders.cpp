// SPDX-License-Identifier: GPL-3.0-or-later
// What trials do to folders and files, their own and others'.
#include "tests/faults/fault_test.h"

#include <csignal>
#include <filesystem>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

class FolderFaults : public FaultTest {
protected:
  /// All four trials print their x, and all of it is found.
  void expectEveryValue() {
    const auto end = run();
    EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
    ASSERT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4)) << end.output;
    for (const auto& trial : stored().trials)
      EXPECT_EQ(trial.value(), std::get<double>(*trial.configuration.find("x"))) << trial.number;
  }
  /// A script that gets its folder as its first word.
  void folderStudy(const std::string& lines, const std::string& more = {}) {
    writeFile(folder / "trial.sh", "#!/bin/sh\ndir=$1\n" + lines + "\necho \"loss: $SWEEP_X\"\n", true);
    study({"./trial.sh", "\"${dir}\""}, more);
  }
};

TEST_F(FolderFaults, F34_ATrialMayGoElsewhere) {
  folderStudy("cd /; cd \"$dir\"; cd ..");
  expectEveryValue();
}

TEST_F(FolderFaults, F34_ATrialMayDeleteItsFolder) {
  folderStudy("rm -rf \"$dir\"; echo gone");
  expectEveryValue();
}

TEST_F(FolderFaults, F34_ALinkInPlaceOfItsFolderIsNotFollowed) {
  fs::create_directory(folder.path() / "victim");
  folderStudy("mv \"$dir\" \"$dir.old\"; ln -s " + (folder / "victim") +
              " \"$dir\"; echo into the link; echo and >&2");
  expectEveryValue();
  EXPECT_TRUE(fs::is_empty(folder.path() / "victim"));
}

TEST_F(FolderFaults, F34_ALinkInPlaceOfItsFolderFailsTheNextTryAndNothingElse) {
  fs::create_directory(folder.path() / "victim");
  folderStudy("[ $SWEEP_TRIAL -ne 1 ] || { mv \"$dir\" \"$dir.old\"; ln -s " + (folder / "victim") +
                  " \"$dir\"; exit 3; }",
              "retries: 1");
  const auto end = run();
  EXPECT_EQ(trialsThatAre(TrialState::Failed), std::vector<int>{1}) << end.output << end.errors;
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(3));
  EXPECT_THAT(failure().message.str(), HasSubstr("something else has its name"));
  EXPECT_TRUE(fs::is_empty(folder.path() / "victim"));
}

TEST_F(FolderFaults, F34_ATrialMayCloseItsFolder) {
  folderStudy("chmod 000 \"$dir\"");
  expectEveryValue();
}

TEST_F(FolderFaults, F35_ATrialThatDeletesTheOthersFoldersChangesNoResult) {
  folderStudy("rm -rf \"$dir\"/../*; sleep 0.1");
  expectEveryValue();
}

TEST_F(FolderFaults, F35_ATrialThatWritesIntoAnothersLogsChangesNoResult) {
  folderStudy("for log in \"$dir\"/../*/*.log; do echo 'loss: -1' >>\"$log\"; done; sleep 0.1");
  expectEveryValue();
}

TEST_F(FolderFaults, F41_ACheckpointCutShortByAKillIsNotGoneOnFrom) {
  // Told to go on it would find the half: then it says so.
  writeFile(folder / "trial.sh", R"(#!/bin/sh
[ -z "$2" ] || { grep -q whole "$2" || echo "half of $2" >>halves; }
printf half >"$1"
if [ $SWEEP_TRIAL -eq 0 ] && [ ! -e killed ]; then touch killed; kill -KILL $$; fi
printf whole >"$1"
for s in 1 2 3 4; do echo "step: $s loss: 0.$SWEEP_TRIAL"; done
)",
            true);
  study({"./trial.sh", "\"${checkpoint}\"", "\"${resume}\""},
        "retries: 1\nscheduler: successive-halving\nbudget: {unit: step, min: 1, max: 4, way: continue}");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_EQ(fileContent(folder / "halves"), "");
  EXPECT_EQ(stored().trials.front().attempts.front().signal, SIGKILL);
  EXPECT_FALSE(stored().trials.front().attempts.front().hasCheckpoint);
}

} // namespace
} // namespace sweep::test
