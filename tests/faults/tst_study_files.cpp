// SPDX-License-Identifier: GPL-3.0-or-later
// Study files that mean harm, or that a slip of the fingers has spoilt.
#include "tests/faults/fault_test.h"
#include "tests/support/sanitized.h"

#include <cmath>
#include <filesystem>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

/// What a file that swells while it is read, or goes down without end, runs into.
void useLittle() {
  // Sanitizers want more of both than any file.
  if (test::IsSanitized)
    return;
  const rlimit memory{1u << 30, 1u << 30};
  ::setrlimit(RLIMIT_AS, &memory);
  const rlimit stack{1u << 20, 1u << 20};
  ::setrlimit(RLIMIT_STACK, &stack);
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

class StudyFiles : public FaultTest {
protected:
  void write(std::string_view text) { writeFile(path("study.yaml"), std::string(text)); }

  /// What `check` and `run` say of study.yaml: they refuse it and make nothing.
  std::vector<std::string> refusals() {
    std::vector<std::string> said;
    for (const char* command : {"check", "run"}) {
      const auto end = runApp(folder.path(), {command, "study.yaml"}, {}, useLittle);
      EXPECT_EQ(end.exitCode, 2) << command << ": " << end.errors;
      EXPECT_THAT(end.errors, HasSubstr("study.yaml"));
      said.push_back(end.errors);
    }
    EXPECT_FALSE(fs::exists(path("study.sweep")));
    return said;
  }
  void expectRefused(std::string_view text, const std::string& sentence) {
    write(text);
    EXPECT_THAT(refusals(), Each(HasSubstr(sentence)));
  }

  /// A grid over these values of v, written as YAML; each trial writes what it was given into a file of its own.
  void gridOver(const std::string& values, const std::string& more = {}) {
    scriptStudy("printf %s \"$SWEEP_V\" > given-$SWEEP_TRIAL; echo loss: 1",
                "method: grid\nparallel: 1\nparameters: {v: {values: " + values + "}}\n" + more);
  }
  /// What the programs were given, in the order of the trials.
  std::vector<std::string> given() const {
    std::vector<std::string> texts;
    for (int i = 0; fs::exists(path("given-" + std::to_string(i))); ++i)
      texts.push_back(fileContent(path("given-" + std::to_string(i))));
    return texts;
  }
  std::vector<Value> stored() const {
    std::vector<Value> values;
    for (const auto& trial : FaultTest::stored().trials)
      if (const auto* value = trial.configuration.find("v"))
        values.push_back(*value);
    return values;
  }
};

TEST_F(StudyFiles, F67_AnAliasBombEndsAtItsBudget) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name <= 'i'; ++name) {
    const std::string last = std::string("*") + static_cast<char>(name - 1);
    bomb += std::string(1, name) + ": &" + name + " [" + repeated(last + ",", 8) + last + "]\n";
  }
  expectRefused(bomb, "study.yaml: line 5, column ");
  EXPECT_THAT(refusals(), Each(HasSubstr("more than 100,000 entries (repeated ones counted)")));
}

TEST_F(StudyFiles, F67_ABombOfMergesEndsAtItsBudget) {
  std::string bomb = "a: &a {k0: 1, k1: 1, k2: 1, k3: 1, k4: 1, k5: 1, k6: 1, k7: 1}\n";
  for (char name = 'b'; name <= 'p'; ++name) {
    const std::string last = std::string("*") + static_cast<char>(name - 1);
    bomb += std::string(1, name) + ": &" + name + "\n  <<: " + last + "\n";
    for (int i = 0; i < 4; ++i)
      bomb += "  " + std::string(1, name) + std::to_string(i) + ": " + last + "\n";
  }
  expectRefused(bomb, "more than 100,000 entries");
}

TEST_F(StudyFiles, F67_AnchorsWithinAnchorsKeepNoMoreThanTheBudget) {
  std::string open;
  for (int i = 0; i < 60; ++i)
    open += "&a" + std::to_string(i) + " [";
  expectRefused("a: " + open + repeated("1,", 90'000) + "1" + repeated("]", 60) + "\n", "more than 100,000 entries");
}

TEST_F(StudyFiles, F67_AnAnchorThatContainsItselfIsRefused) {
  expectRefused("name: &name [1, *name]\n", "line 1, column 17: an alias stands inside what it repeats, which has no end.");
  expectRefused("&all\nname: x\nparameters: *all\n", "line 3, column 13: an alias stands inside");
}

TEST_F(StudyFiles, F68_DepthIsRefusedBeforeTheStackSuffers) {
  constexpr int Deep = 100'000;
  for (const auto& text :
       {"a: " + repeated("{a: ", Deep), repeated("- ", Deep), "a: " + repeated("[", Deep) + repeated("]", Deep),
        repeated(R"({"a":)", Deep) + "1" + repeated("}", Deep)})
    expectRefused(text, "more than 64 levels deep");
  expectRefused("a: " + repeated("[", Deep), "study.yaml: line 1, column ");
}

TEST_F(StudyFiles, F68_AliasesThatAddUpToDepthAreRefusedToo) {
  std::string text = "a0: &a0 " + repeated("[", 40) + repeated("]", 40) + "\n";
  text += "a1: &a1 " + repeated("[", 40) + "*a0" + repeated("]", 40) + "\n";
  expectRefused(text, "line 2, column 49: the file is nested more than 64 levels deep");
}

TEST_F(StudyFiles, F68_AProgramMayPrintJsonOfAnyDepth) {
  scriptStudy("head -c 60000 /dev/zero | tr '\\0' '['; echo\n"
              "printf '{\"loss\": 0.5, \"deep\": '; head -c 30000 /dev/zero | tr '\\0' '['; "
              "head -c 30000 /dev/zero | tr '\\0' ']'; echo '}'\n"
              "awk 'BEGIN { for (i = 0; i < 10000; ++i) printf \"{\\\"a\\\":\"; print \"\" }'\necho loss: 0.25");
  EXPECT_EQ(run(useLittle).exitCode, 0);
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
}

TEST_F(StudyFiles, F69_SlipsAreNamedWithTheirPlace) {
  expectRefused("name: a\nseed: 1\nname: b\n",
                "study.yaml: line 3, column 1: “name” is there twice; keep one.");
  expectRefused("name: a\nparameters:\n\tx: {min: 0, max: 1}\n",
                "line 3, column 1: the line is indented with a tab; YAML wants spaces.");
  expectRefused("name: a\n---\nname: b\n---\nname: c\n",
                "line 3, column 1: a second document begins here; a study file has one.");
  write("name: a\nparameters: {x: {min: 0, max: 1}\n");
  EXPECT_THAT(refusals(), Each(MatchesRegex(".*line [0-9]+, column [0-9]+: .*\n")));
  expectRefused("name: a\nparallel: many\n", "line 2, column 11: “parallel” should be a whole number, but it is “many”.");
  expectRefused("", "study.yaml: The file is empty.");
}

TEST_F(StudyFiles, F69_KeysThatNobodyKnowsAreNamedWithTheOneThatWasMeant) {
  study({"/bin/echo", "'loss: 1'"}, "trial_time_limt: 10\nmetirc: {name: loss}\nwhatever: 1\n"
                                    "parameters: {x: {mni: 0.5, min: 0.0, max: 1.0}}");
  const auto end = runApp(folder.path(), {"check", "study.yaml"});
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(end.errors, HasSubstr("study.yaml:8:1: “trial_time_limt” is no key of a study and is left out; did you "
                                    "mean “trial_time_limit”?\n"));
  EXPECT_THAT(end.errors, HasSubstr("study.yaml:9:1: “metirc” is no key of a study and is left out; did you mean “metric”?\n"));
  EXPECT_THAT(end.errors, HasSubstr("study.yaml:10:1: “whatever” is no key of a study and is left out.\n"));
  EXPECT_THAT(end.errors, HasSubstr("study.yaml:11:18: “mni” is no key of “x” and is left out; did you mean “min”?\n"));
}

TEST_F(StudyFiles, F69_WindowsWritesThemTooButNotInUtf16) {
  fakeStudy({"metrics", "3"});
  std::string windows = "\xef\xbb\xbf";
  for (const char c : fileContent(path("study.yaml")))
    windows += c == '\n' ? "\r\n" : std::string(1, c);
  write(windows);
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(end.errors, IsEmpty());
  EXPECT_EQ(FaultTest::stored().spec.name, "fault");
  fs::remove(path("study.sweep"));
  std::string utf16 = "\xff\xfe";
  for (const char c : std::string("name: a\n"))
    utf16 += {c, '\0'};
  expectRefused(utf16, "study.yaml: The file is UTF-16; save it as UTF-8.");
  expectRefused("name: a\ndescription: caf\xe9\n",
                "line 2, column 17: there are bytes that are not text; save the file as UTF-8.");
}

TEST_F(StudyFiles, F69_WhatIsFarTooLargeOrNoFileIsNotRead) {
  write("name: a\n");
  fs::resize_file(path("study.yaml"), std::uintmax_t{2} << 30);
  EXPECT_THAT(refusals(), Each(HasSubstr("study.yaml is larger than 4 MiB, which no study file is.")));
  fs::remove(path("study.yaml"));
  ASSERT_EQ(::mkfifo(path("study.yaml").c_str(), 0600), 0);
  EXPECT_THAT(refusals(), Each(HasSubstr("There is no file study.yaml.")));
  fs::remove(path("study.yaml"));
  fs::create_symlink("/dev/zero", path("study.yaml"));
  EXPECT_THAT(refusals(), Each(HasSubstr("There is no file study.yaml.")));
}

TEST_F(StudyFiles, F70_TagsAreRefused) {
  for (const char* tag : {"!!python/object/apply:os.system [\"touch started\"]", "!!binary aGVsbG8=", "!!str 1", "!mine 1"})
    expectRefused(std::string("name: a\ndescription: ") + tag + "\n", "is not accepted; remove it.");
  EXPECT_FALSE(fs::exists(path("started")));
}

TEST_F(StudyFiles, F70_PlainWordsAreTypedInOneKnownWayAndRemarkedUpon) {
  gridOver("[NO, on, 012, 1:30, 1_000, .5, ~, \"NO\", \"012\", Norway]", "run_cap: 10");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(stored(), ElementsAre(Value(false), Value(true), Value(std::int64_t(10)), Value(std::int64_t(90)),
                                    Value(std::int64_t(1000)), Value(0.5), Value(), Value("NO"), Value("012"), Value("Norway")));
  EXPECT_THAT(given(), ElementsAre("False", "True", "10", "90", "1000", "0.5", "None", "NO", "012", "Norway"));
  for (const char* remark : {"NO is read as false", "on is read as true", "012 is read as 10", "1:30 is read as 90"})
    EXPECT_THAT(end.errors, HasSubstr(std::string(remark) + ", as W&B reads it; write it in quotes when you mean the text."));
}

TEST_F(StudyFiles, F70_MergeKeysFillIn) {
  study({"/bin/sh", "-c", "'echo \"loss: $SWEEP_X\"'"},
        "parameters:\n  base: &base {min: 2.0, max: 3.0}\n  x: {<<: *base, max: 2.5}");
  EXPECT_EQ(run().exitCode, 0);
  for (const auto& trial : FaultTest::stored().trials) {
    EXPECT_GE(*trial.value(), 2.0);
    EXPECT_LE(*trial.value(), 2.5);
  }
}

TEST_F(StudyFiles, F71_WholeNumbersArriveExactly) {
  gridOver("[9007199254740993, 9223372036854775807, -9223372036854775808, 0x10, \"0x10\", -0]", "run_cap: 6");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(given(), ElementsAre("9007199254740993", "9223372036854775807", "-9223372036854775808", "16", "0x10", "0"));
  EXPECT_EQ(stored()[0], Value(std::int64_t(9007199254740993)));
}

TEST_F(StudyFiles, F71_RangesOfLargeWholeNumbersStayWhole) {
  scriptStudy("printf %s \"$SWEEP_V\" > given-$SWEEP_TRIAL; echo loss: 1",
              "run_cap: 12\nparallel: 1\nparameters: {v: {min: 9007199254740993, max: 9007199254740997}}");
  EXPECT_EQ(run().exitCode, 0);
  std::set<std::string> seen;
  for (const auto& text : given()) {
    EXPECT_THAT(text, MatchesRegex("900719925474099[34567]"));
    seen.insert(text);
  }
  EXPECT_GT(seen.size(), 2u) << "odd ones among them";
}

TEST_F(StudyFiles, F71_RealNumbersKeepTheirLastDigitAndTheirSign) {
  gridOver("[-0.0, 1e-4, 5.0e-324, 0.1, 1.7976931348623157e+308]", "run_cap: 5");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(given(), ElementsAre("-0.0", "0.0001", "5e-324", "0.1", "1.7976931348623157e+308"));
  EXPECT_TRUE(std::signbit(std::get<double>(stored()[0])));
}

TEST_F(StudyFiles, F71_WhatNoNumberCanHoldIsRefused) {
  const std::string head = "name: a\nparameters:\n  v: ";
  expectRefused(head + "{values: [1000000000000000000000000000000]}\n", "line 3, column 16: 1000000000000000000000000000000 does not fit in 64 bits");
  expectRefused(head + "{min: 0, max: 1e400}\n", "line 3, column 20: 1e400 is beyond the range of numbers.");
  expectRefused(head + "{distribution: uniform, min: 9007199254740993, max: 1e17}\n", "“v: min” is 9007199254740993, which a real number cannot hold exactly.");
  expectRefused("seed: 18446744073709551616\n", "“seed” is a whole number from 0 to 18446744073709551615");
}

TEST_F(StudyFiles, F77_CountsOutOfRangeAreRefusedWithTheRange) {
  for (const char* count : {"0", "-1", "1000000000000"})
    expectRefused("name: a\nrun_cap: " + std::string(count) + "\n", "line 2, column 10: “run_cap” should lie between 1 and 100000000, but it is " + std::string(count) + ".");
  for (const char* count : {"0", "-3", "1000000"})
    expectRefused("name: a\nparallel: " + std::string(count) + "\n", "“parallel” should lie between 1 and 1024, but it is " + std::string(count) + ".");
  expectRefused("retries: -1\n", "“retries” should lie between 0 and 1000");
}

TEST_F(StudyFiles, F77_BudgetsAndTimesOutOfRangeAreRefused) {
  for (const char* range : {"min: 0, max: 9", "min: -1, max: 9", "min: 9, max: 3", "min: 1, max: .inf"}) {
    fakeStudy({"metrics", "3"}, "scheduler: asha\nbudget: {unit: epoch, " + std::string(range) + "}");
    EXPECT_THAT(refusals(), Each(ContainsRegex("study.yaml:[0-9]*:? .*budget"))) << range;
  }
  for (const auto& [limit, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"trial_time_limit: 0", "9: A time limit must be more than 0 seconds."},
           {"study_time_limit: -5", "9: A time limit must be more than 0 seconds."},
           {"silence_limit: 0 s", "9: A time limit must be more than 0 seconds."},
           {"grace_period: -1", "8: The time between SIGTERM and SIGKILL cannot be less than 0 seconds."},
           {"trial_memory_limit: 10", "9: A memory limit must be at least 1 MiB."}}) {
    fakeStudy({"metrics", "3"}, limit);
    EXPECT_THAT(refusals(), Each(HasSubstr("study.yaml:" + sentence)));
  }
}

TEST_F(StudyFiles, F77_TheCommandLineKnowsTheSameRanges) {
  fakeStudy({"metrics", "3"});
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--trials", "0"}, {"--trials", "-1"}, {"--trials", "1000000000000"}, {"--parallel", "0"}, {"--parallel", "1000000"}}) {
    auto command = words;
    command.insert(command.begin(), {"run", "study.yaml"});
    const auto end = runApp(folder.path(), command);
    EXPECT_EQ(end.exitCode, 2) << words[0] << " " << words[1];
    EXPECT_THAT(end.errors, HasSubstr(words[0]));
    EXPECT_FALSE(fs::exists(path("study.sweep")));
  }
}

TEST_F(StudyFiles, F77_AsManyAtATimeAsAreAllowedAreRun) {
  scriptStudy("echo loss: 1", "run_cap: 20\nparallel: 1024");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(20));
}

} // namespace
} // namespace sweep::test
