// SPDX-License-Identifier: GPL-3.0-or-later
// Folders where others may write, and what others may read.
#include "places.h"
#include "tests/faults/fault_test.h"
#include "tests/faults/lonely_user.h"

#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* Token = "hf_0123456789abcdef";
constexpr const char* Key = "sk-fedcba9876543210";

/// Done by another user.
void asSomebodyElse(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    becomeUser(lonelyUser());
    work();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

std::string readable(fs::perms permissions) {
  char text[8];
  std::snprintf(text, sizeof text, "%03o", static_cast<unsigned>(permissions) & 07777U);
  return text;
}

class UntrustedPlaces : public FaultTest {
protected:
  /// As /tmp is.
  void letEverybodyWrite() { ASSERT_EQ(::chmod(folder.path().c_str(), 01777), 0); }
  bool isRoot() const { return ::geteuid() == 0; }

  /// Paths below the folder that group or others may do anything with, with their modes.
  std::vector<std::string> openOnes() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      const auto mode = entry.symlink_status().permissions();
      if (!entry.is_symlink() && (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none && !isOwn(entry.path()))
        found.push_back(entry.path().lexically_relative(folder.path()).string() + " " + readable(mode));
    }
    return found;
  }
  /// Made by the test or by a trial's program, who say themselves who may read it.
  static bool isOwn(const fs::path& path) {
    static const std::set<std::string> names = {"study.yaml", "trial.sh", "at", "go", "old.sweep"};
    return names.contains(path.filename().string());
  }
  /// Files below the folder that contain a text.
  std::vector<std::string> filesWith(const std::string& text) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
      if (entry.is_regular_file() && fileContent(entry.path()).find(text) != std::string::npos)
        found.push_back(entry.path().lexically_relative(folder.path()).string());
    return found;
  }
};

TEST_F(UntrustedPlaces, F88_ALinkThatSomebodyElsePlantedForTheTrialsIsNotFollowed) {
  if (!isRoot())
    GTEST_SKIP() << "only root can be somebody else";
  letEverybodyWrite();
  const TemporaryFolder victim;
  asSomebodyElse([&] { fs::create_directory_symlink(victim.path(), path("study.trials")); });
  scriptStudy("echo loss: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.errors, HasSubstr("study.trials belongs to another user, and everybody may write beside it"));
  EXPECT_TRUE(fs::is_empty(victim.path()));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), IsEmpty());
}

TEST_F(UntrustedPlaces, F88_AFolderThatSomebodyElseMadeForTheTrialsIsNotUsed) {
  if (!isRoot())
    GTEST_SKIP() << "only root can be somebody else";
  letEverybodyWrite();
  asSomebodyElse([&] { fs::create_directory(path("study.trials")); });
  scriptStudy("echo loss: 1");
  EXPECT_THAT(run().errors, HasSubstr("study.trials belongs to another user"));
  EXPECT_TRUE(fs::is_empty(path("study.trials")));
}

TEST_F(UntrustedPlaces, F88_ALinkOfOnesOwnToAnotherDiskIsFollowed) {
  letEverybodyWrite();
  const TemporaryFolder large;
  fs::create_directory_symlink(large.path(), path("study.trials"));
  scriptStudy("echo loss: 1");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_TRUE(fs::exists(large / "00000/stdout-1.log"));
}

TEST_F(UntrustedPlaces, F88_LinksInPlaceOfWhatLiesBesideAStudyAreNotFollowed) {
  for (const char* name : {"study.sweep.part", "study.sweep-lock", "study.sweep-wal", "study.sweep-shm", "study.sweep-journal"}) {
    for (const bool dangling : {false, true}) {
      const TemporaryFolder victim;
      if (!dangling)
        writeFile(victim / "precious", "precious");
      fs::create_symlink(victim / "precious", path(name));
      scriptStudy("echo loss: 1");
      const auto end = run();
      EXPECT_EQ(end.exitCode, std::string(name) == "study.sweep-lock" ? 2 : 0) << name << ": " << end.errors;
      EXPECT_EQ(fs::exists(victim / "precious"), !dangling) << name;
      EXPECT_EQ(fileContent(victim / "precious"), dangling ? "" : "precious") << name;
      for (const auto& entry : fs::directory_iterator(folder.path()))
        fs::remove_all(entry);
    }
  }
}

TEST_F(UntrustedPlaces, F88_ALinkInPlaceOfTheCopyOfAnOldStudyIsNotFollowed) {
  const TemporaryFolder victim;
  for (const char* name : {"old.sweep.bak-v1", "old.sweep.bak-v1.part"}) {
    fs::create_symlink(victim / "precious", path(name));
    writeFile(path("old.sweep"), fileContent(TEST_DATA_DIR "/studies/version-1.sweep"));
    runApp(folder.path(), {"run", "old.sweep"});
    EXPECT_FALSE(fs::exists(victim / "precious")) << name;
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(path("old.sweep.bak-v1")))) << name;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      fs::remove_all(entry);
  }
}

TEST_F(UntrustedPlaces, F88_NoOtherNameOfAFileIsWrittenThrough) {
  writeFile(path("precious"), "precious");
  writeFile(path("trial.sh"),
            "#!/bin/sh\nif [ ! -e tried ]; then touch tried\n"
            "  for name in arguments.json stdout-2.log stderr-2.log; do ln -f precious $SWEEP_DIR/$name; done; exit 1; fi\n"
            "echo noise >&2; echo loss: 1\n",
            true);
  study({"./trial.sh", "\"${args_json_file}\""}, "run_cap: 1\nretries: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_EQ(fileContent(path("precious")), "precious");
  EXPECT_THAT(fileContent(path("study.trials/00000/arguments.json")), HasSubstr("\"x\": "));
}

class Secrets : public UntrustedPlaces {
protected:
  Secrets() {
    variables["HF_TOKEN"] = Token;
    variables["OTHER_PASSWORD"] = "correct horse";
  }
  /// A study that names a secret and has another one in its file; every second trial fails and tells both.
  void secretStudy(const std::string& command, const std::string& more = {}) {
    writeFile(path("trial.sh"),
              "#!/bin/sh\n[ $((SWEEP_TRIAL % 2)) -eq 0 ] || { echo \"denied: $HF_TOKEN $API_KEY $OTHER_PASSWORD\" >&2; exit 1; }\n"
              "[ \"$HF_TOKEN\" = " + std::string(Token) + " ] || exit 2\n" + more + "echo loss: $SWEEP_X\n",
              true);
    study({command}, "secrets: [HF_TOKEN]\nenvironment: {API_KEY: " + std::string(Key) + "}");
  }
};

TEST_F(Secrets, F89_AreInNoFileThatWeWrite) {
  secretStudy("./trial.sh");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(end.output + end.errors, AllOf(Not(HasSubstr(Token)), Not(HasSubstr(Key))));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(2));
  fs::remove(path("trial.sh"));
  for (const auto& file : filesWith(Token))
    EXPECT_THAT(file, HasSubstr("/stderr-")) << "only where the program itself has printed it";
  for (const auto& file : filesWith(Key))
    EXPECT_THAT(file, testing::AnyOf(HasSubstr("/stderr-"), "study.yaml", "study.sweep")) << "and where the person has put it";
  EXPECT_THAT(failure().tail, HasSubstr("denied: ‹HF_TOKEN› ‹API_KEY› ‹OTHER_PASSWORD›"));
}

TEST_F(Secrets, F89_AreInNoExport) {
  secretStudy("./trial.sh");
  ASSERT_EQ(run().exitCode, 0);
  for (const auto& words : std::vector<std::vector<std::string>>{{"trials", "study.sweep"},
                                                                {"trials", "study.sweep", "--format", "json"},
                                                                {"best", "study.sweep", "--format", "command"},
                                                                {"best", "study.sweep", "--format", "env"}}) {
    const auto end = runApp(folder.path(), words);
    EXPECT_EQ(end.exitCode, 0);
    EXPECT_THAT(end.output, AllOf(Not(HasSubstr(Token)), Not(HasSubstr(Key)))) << words[0];
  }
}

TEST_F(Secrets, F89_AreSeenInNoCommand) {
  secretStudy("./trial.sh", "touch at; while [ ! -e go ]; do sleep 0.02; done\n");
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return fs::exists(path("at")); }));
  int seen = 0;
  for (const auto& entry : fs::directory_iterator("/proc"))
    if (const auto command = fileContent(entry.path() / "cmdline"); command.find("trial.sh") != std::string::npos) {
      EXPECT_THAT(command, AllOf(Not(HasSubstr(Token)), Not(HasSubstr(Key))));
      ++seen;
    }
  EXPECT_GT(seen, 0);
  writeFile(path("go"), "");
  EXPECT_EQ(endOf(*app).exitCode, 0);
}

TEST_F(Secrets, F89_ThatAPersonPutsIntoTheCommandAreWarnedOfAndNotStored) {
  secretStudy("./trial.sh, \"--key=${envvar:API_KEY}\"");
  const auto check = runApp(folder.path(), {"check", "study.yaml"}, variables);
  EXPECT_EQ(check.exitCode, 0);
  EXPECT_THAT(check.errors, HasSubstr("warning: ${envvar:API_KEY} puts API_KEY into the command, which everyone on this machine can see"));
  EXPECT_THAT(check.output, AllOf(HasSubstr("--key=‹API_KEY›"), Not(HasSubstr(Key))));
  ASSERT_EQ(run().exitCode, 0);
  EXPECT_THAT(stored().trials[0].attempts[0].command, Contains("--key=‹API_KEY›"));
  secretStudy("./trial.sh, \"--token=${envvar:HF_TOKEN}\"");
  fs::remove(path("study.sweep"));
  const auto refused = run();
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_THAT(refused.errors, HasSubstr("${envvar:HF_TOKEN} would put the secret HF_TOKEN into the command"));
}

TEST_F(Secrets, F89_TakeTheirPlacesAgainInTheExportedCommand) {
  secretStudy("./trial.sh, \"--key=${envvar:API_KEY} and more\"", "printf %s \"$1\" > given; printf %s \"$API_KEY\" > seen\n");
  ASSERT_EQ(run().exitCode, 0);
  const auto line = runApp(folder.path(), {"best", "study.sweep", "--format", "command"}).output;
  fs::remove(path("given"));
  writeFile(path("again.sh"), "SWEEP_TRIAL=0 SWEEP_X=1; export SWEEP_TRIAL SWEEP_X HF_TOKEN API_KEY\n" + line);
  const std::string shell = "cd " + folder.path().string() + " && sh again.sh > /dev/null 2> said";
  EXPECT_NE(std::system(shell.c_str()), 0) << line;
  EXPECT_THAT(fileContent(path("said")), HasSubstr("API_KEY"));
  EXPECT_FALSE(fs::exists(path("given"))) << "without its secret it does not start";
  EXPECT_EQ(std::system(("export HF_TOKEN=" + std::string(Token) + " API_KEY=" + Key + "; " + shell).c_str()), 0) << line;
  EXPECT_EQ(fileContent(path("given")), "--key=" + std::string(Key) + " and more");
  EXPECT_EQ(fileContent(path("seen")), Key);
}

TEST_F(UntrustedPlaces, F90_WithoutAnUmaskEverythingIsTheOwnersAlone) {
  writeFile(path("trial.sh"), "#!/bin/sh\ntouch at; while [ ! -e go ]; do sleep 0.02; done; echo noise >&2; echo loss: 1\n", true);
  study({"./trial.sh", "\"${args_json_file}\""});
  const auto app = start([] { ::umask(0); });
  ASSERT_TRUE(eventually([&] { return fs::exists(path("at")); }));
  EXPECT_TRUE(fs::exists(path("study.sweep-wal")) && fs::exists(path("study.sweep-lock")));
  EXPECT_THAT(openOnes(), IsEmpty());
  writeFile(path("go"), "");
  EXPECT_EQ(endOf(*app).exitCode, 0);
  EXPECT_THAT(openOnes(), IsEmpty());
  EXPECT_EQ(readable(fs::status(path("study.trials")).permissions()), "700");
  EXPECT_EQ(readable(fs::status(path("study.sweep")).permissions()), "600");
}

TEST_F(UntrustedPlaces, F90_CopiesOfOldStudiesAreAsPrivateAsTheStudy) {
  writeFile(path("old.sweep"), fileContent(TEST_DATA_DIR "/studies/version-1.sweep"));
  runApp(folder.path(), {"run", "old.sweep"}, {}, [] { ::umask(0); });
  ASSERT_TRUE(fs::exists(path("old.sweep.bak-v1")));
  EXPECT_THAT(openOnes(), IsEmpty());
}

/// Everything that might be found beside the study by mistake, doing the same: leaving the file "owned" behind.
class HostileFolder : public UntrustedPlaces {
protected:
  HostileFolder() {
    for (const char* name : {"sh", "env", "python3", "printf", "true", "sweepscope", "ld.so", "xdg-open"})
      writeFile(path(name), "#!/bin/sh\n: > " + path("owned") + "\n", true);
    fs::create_directories(path("platforms"));
    for (const char* name : {"libQt6Core.so.6", "libsqlite3.so.0", "libyaml-cpp.so.0.7", "platforms/libqoffscreen.so"})
      writeFile(path(name), "no library");
    writeFile(path("qt.conf"), "[Paths]\nPlugins=" + folder.path().string() + "\n");
    writeFile(path(".sweepscope"), "owned");
    variables["PATH"] = ".::" + std::string(std::getenv("PATH"));
  }
  void TearDown() override {
    EXPECT_FALSE(fs::exists(path("owned")));
    UntrustedPlaces::TearDown();
  }
};

TEST_F(HostileFolder, F97_NoProgramOfTheStudysFolderTakesThePlaceOfTheSystems) {
  study({"sh", "-c", "'echo \"loss: $SWEEP_X\"'"});
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(stored().trials[0].attempts[0].command[0], Not(HasSubstr(folder.path().string())));
  EXPECT_EQ(runApp(folder.path(), {"chart", "study.sweep", "-o", "history.png"}, variables).exitCode, 0);
  EXPECT_EQ(runApp(folder.path(), {"best", "study.sweep"}, variables).exitCode, 0);
}

TEST_F(HostileFolder, F97_AProgramThatIsOnlyThereIsNamedWithTheWayToMeanIt) {
  writeFile(path("mine"), "#!/bin/sh\necho loss: 1\n", true);
  study({"mine"});
  const auto end = run();
  EXPECT_EQ(end.exitCode, 2);
  EXPECT_THAT(end.errors, HasSubstr("There is no program “mine” along the PATH. If you mean the file in the working folder, write ./mine."));
  study({"./mine"});
  EXPECT_EQ(run().exitCode, 0);
}

} // namespace
} // namespace sweep::test
