// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/support/sanitized.h"
#include "tests/examples/run_program.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>

namespace sweep::test {

namespace {

Ended digitsTrain(const Words& flags) {
  Words words{DIGITS_TRAIN};
  words.insert(words.end(), flags.begin(), flags.end());
  return runProgram(words);
}

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Everything that takes random numbers or keeps a state is in use.
const Words everything{"--layers=2",        "--units=24",      "--dropout=0.2", "--momentum=0.8",
                       "--activation=tanh", "--batch-size=50", "--seed=7",      "--weight-decay=0.001"};

struct BadFlag {
  Words words;
  std::string sentence;

  friend std::ostream& operator<<(std::ostream& out, const BadFlag& flag) {
    return out << testing::PrintToString(flag.words);
  }
};

class DigitsTrainRefuses : public testing::TestWithParam<BadFlag> {};

} // namespace

TEST(DigitsTrain, PrintsOneLineOfScoresAfterEveryEpoch) {
  const Ended ended = digitsTrain({"--epochs=3", "--units=16"});
  EXPECT_EQ(ended.exitCode, 0);
  EXPECT_EQ(ended.err, "");
  const auto lines = linesOf(ended.out);
  ASSERT_EQ(lines.size(), 3U);
  const std::regex form(R"(epoch=(\d+) train_loss=\d\.\d+ val_loss=\d\.\d+ val_accuracy=0\.\d{4})");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    ASSERT_TRUE(std::regex_match(lines[i], match, form)) << lines[i];
    EXPECT_EQ(match[1], std::to_string(i + 1));
  }
}

TEST(DigitsTrain, IsAGoodTrainerForGoodSettings) {
  for (const char* activation : {"--activation=relu", "--activation=tanh", "--activation=logistic"}) {
    const Ended ended = digitsTrain({"--lr=0.1", "--momentum=0.8", "--units=128", "--epochs=20", activation});
    EXPECT_GE(lastNumber(ended.out, "val_accuracy"), 0.97) << activation;
    EXPECT_LE(lastNumber(ended.out, "val_loss"), 0.13) << activation;
  }
}

TEST(DigitsTrain, ReachesNinetyEightPercentWhenTuned) {
  const Ended ended = digitsTrain({"--lr=0.153", "--momentum=0.548", "--layers=2", "--units=218",
                                   "--dropout=0.05", "--batch-size=32", "--epochs=40"});
  EXPECT_GE(lastNumber(ended.out, "val_accuracy"), 0.98) << ended.out;
}

TEST(DigitsTrain, EverySettingMattersToTheResult) {
  const Words base{"--epochs=2", "--units=16", "--layers=2"};
  const std::string before = digitsTrain(base).out;
  for (const char* flag : {"--lr=0.02", "--momentum=0.5", "--weight-decay=0.1", "--dropout=0.3",
                           "--batch-size=64", "--activation=tanh", "--seed=2"})
    EXPECT_NE(digitsTrain(base + Words{flag}).out, before) << flag;
}

TEST(DigitsTrain, TakesUnderscoresInFlagsToo) {
  EXPECT_EQ(digitsTrain({"--epochs=1", "--batch_size=64", "--weight_decay=0.01"}).out,
            digitsTrain({"--epochs=1", "--batch-size=64", "--weight-decay=0.01"}).out);
}

TEST(DigitsTrain, GivesTheSameOutputForTheSameFlagsInAnyFolder) {
  const Words words = Words{DIGITS_TRAIN, "--epochs=3"} + everything;
  const Ended first = runProgram(words, "/");
  EXPECT_EQ(first.exitCode, 0) << first.err;
  EXPECT_EQ(linesOf(first.out).size(), 3U);
  EXPECT_EQ(runProgram(words, std::filesystem::temp_directory_path()).out, first.out);
}

TEST(DigitsTrain, GoesOnFromACheckpointAsIfNeverStopped) {
  const TemporaryFolder folder;
  const std::string whole = folder / "whole";
  const std::string half = folder / "half";
  const Ended ten = digitsTrain(everything + Words{"--epochs=10", "--checkpoint", whole});
  const Ended five = digitsTrain(everything + Words{"--epochs=5", "--checkpoint", half});
  const Ended fiveMore =
      digitsTrain(everything + Words{"--epochs=10", "--resume", half, "--checkpoint", half});
  EXPECT_EQ(linesOf(five.out).size(), 5U);
  EXPECT_EQ(five.out + fiveMore.out, ten.out);
  EXPECT_EQ(contentOf(half), contentOf(whole));
}

TEST(DigitsTrain, RepeatsTheLastScoresWhenNothingIsLeftToTrain) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  const Ended trained = digitsTrain(everything + Words{"--epochs=3", "--checkpoint", file});
  const Ended again = digitsTrain(everything + Words{"--epochs=3", "--resume", file});
  EXPECT_EQ(again.exitCode, 0);
  EXPECT_EQ(again.out, linesOf(trained.out).back() + "\n");
}

TEST(DigitsTrain, GoesOnWithOtherSettingsButNotWithAnotherShape) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  digitsTrain(everything + Words{"--epochs=1", "--checkpoint", file});
  const Ended slower =
      runProgram({DIGITS_TRAIN, "--layers=2", "--units=24", "--lr=0.001", "--epochs=2", "--resume", file});
  EXPECT_EQ(slower.exitCode, 0) << slower.err;
  EXPECT_EQ(linesOf(slower.out).size(), 1U);
  const Ended wider = runProgram({DIGITS_TRAIN, "--layers=2", "--units=25", "--epochs=2", "--resume", file});
  EXPECT_EQ(wider.exitCode, 2);
  EXPECT_NE(wider.err.find("a network of another shape"), std::string::npos) << wider.err;
}

TEST(DigitsTrain, StartsFromTheBeginningWhenResumeIsEmpty) {
  const std::string fresh = digitsTrain({"--epochs=1"}).out;
  EXPECT_EQ(digitsTrain({"--resume=", "--epochs=1"}).out, fresh);
  EXPECT_EQ(digitsTrain({"--resume", "", "--epochs=1"}).out, fresh);
}

TEST(DigitsTrain, WhoeverKillsItOnReadingALineFindsThatEpochInTheCheckpoint) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  const std::string whole = digitsTrain(everything + Words{"--epochs=200"}).out;
  for (const int lines : {1, 2, 5}) {
    const std::string start =
        killAfterLines(lines, Words{DIGITS_TRAIN, "--epochs=200", "--checkpoint", file} + everything);
    const auto printed = linesOf(start);
    ASSERT_GE(printed.size(), static_cast<std::size_t>(lines));
    EXPECT_EQ(whole.substr(0, start.size()), start);
    const Ended rest = digitsTrain(everything + Words{"--epochs=200", "--resume", file});
    ASSERT_EQ(rest.exitCode, 0) << rest.err;
    EXPECT_TRUE(whole.ends_with(rest.out)) << "the continuation differs from the whole training";
    EXPECT_GE(start.size() + rest.out.size() + linesOf(rest.out).front().size() + 1, whole.size())
        << "epochs were lost";
    EXPECT_LE(rest.out.size(), whole.size() - start.size()) << "a printed epoch was not in the checkpoint";
  }
}

TEST(DigitsTrain, ReplacesACheckpointInsteadOfWritingIntoIt) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  digitsTrain(everything + Words{"--epochs=1", "--checkpoint", file});
  const std::string first = contentOf(file);
  std::filesystem::create_hard_link(file, folder / "kept");
  digitsTrain(everything + Words{"--epochs=2", "--resume", file, "--checkpoint", file});
  EXPECT_NE(contentOf(file), first);
  EXPECT_EQ(contentOf(folder / "kept"), first);
  EXPECT_FALSE(std::filesystem::exists(folder / "checkpoint.tmp"));
}

TEST(DigitsTrain, KeepsTheOldCheckpointWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  digitsTrain(everything + Words{"--epochs=1", "--checkpoint", file});
  const std::string first = contentOf(file);
  std::filesystem::create_symlink("/dev/full", folder / "checkpoint.tmp");
  const Ended ended = digitsTrain(everything + Words{"--epochs=2", "--resume", file, "--checkpoint", file});
  EXPECT_EQ(ended.exitCode, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find(file + " cannot be written: No space left on device"), std::string::npos)
      << ended.err;
  EXPECT_EQ(contentOf(file), first);
}

TEST(DigitsTrain, RefusesADamagedCheckpoint) {
  const TemporaryFolder folder;
  const std::string file = folder / "checkpoint";
  digitsTrain(everything + Words{"--epochs=1", "--checkpoint", file});
  const std::string good = contentOf(file);
  std::string flipped = good;
  flipped[flipped.size() / 2] ^= 1;
  for (const std::string& bad : {good.substr(0, good.size() / 2), good.substr(0, good.size() - 1), flipped,
                                 std::string(), std::string("epoch=1\n")}) {
    std::ofstream(file, std::ios::binary) << bad;
    const Ended ended = digitsTrain(everything + Words{"--epochs=2", "--resume", file});
    EXPECT_EQ(ended.exitCode, 2);
    EXPECT_NE(ended.err.find("is damaged"), std::string::npos) << ended.err;
  }
}

TEST(DigitsTrain, PrintsNanAndStopsWhenItDiverges) {
  const Ended ended = digitsTrain({"--lr=1000", "--momentum=0.9", "--weight-decay=0.1", "--epochs=10"});
  EXPECT_EQ(ended.exitCode, 0);
  EXPECT_EQ(ended.out, "epoch=1 train_loss=nan val_loss=nan val_accuracy=nan\n");
  EXPECT_NE(ended.err.find("The training diverged in epoch 1"), std::string::npos) << ended.err;
}

TEST(DigitsTrain, NamesTheLineOfBadData) {
  const TemporaryFolder folder;
  const std::string file = folder / "data.csv";
  std::ifstream good(EXAMPLES_FOLDER "/digits/digits.csv");
  std::string first;
  std::getline(good, first);
  for (const std::string& bad : {std::string("1,2,3"), first + ",1", first.substr(0, first.size() - 1) + "10",
                                 "17" + first.substr(1), std::string("a") + first.substr(1)}) {
    std::ofstream(file) << first << '\n' << bad << '\n';
    const Ended ended = digitsTrain({"--data", file});
    EXPECT_EQ(ended.exitCode, 2);
    EXPECT_NE(ended.err.find("Line 2 of the data file " + file + " is not an image"), std::string::npos)
        << ended.err;
  }
}

TEST(DigitsTrain, NeedsEnoughImagesToValidate) {
  const TemporaryFolder folder;
  const std::string file = folder / "data.csv";
  std::ifstream good(EXAMPLES_FOLDER "/digits/digits.csv");
  std::string image;
  std::getline(good, image);
  std::ofstream(file) << image << '\n' << image << '\n' << image << '\n' << image << '\n';
  EXPECT_NE(digitsTrain({"--data", file}).err.find("holds too few images"), std::string::npos);
  std::ofstream(file, std::ios::app) << image << '\n';
  EXPECT_EQ(digitsTrain({"--data", file, "--epochs=1"}).exitCode, 0);
}

TEST(DigitsTrain, SaysThatTheMemoryIsNotEnough) {
  if (test::IsSanitized)
    GTEST_SKIP() << "a sanitizer needs more address space than the limit leaves";
  const Ended ended = runProgram(
      {"sh", "-c", "ulimit -v 80000; exec \"$0\" --units=4096 --layers=16 --epochs=1", DIGITS_TRAIN});
  EXPECT_EQ(ended.exitCode, 1);
  EXPECT_NE(ended.err.find("There is not enough memory"), std::string::npos) << ended.err;
}

TEST_P(DigitsTrainRefuses, WithASentenceAndExitCodeTwo) {
  const Ended ended = digitsTrain(GetParam().words);
  EXPECT_EQ(ended.exitCode, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find(GetParam().sentence), std::string::npos) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(
    BadFlags, DigitsTrainRefuses,
    testing::Values(BadFlag{{"--lr=abc"}, "--lr: must be a number above 0, not abc."},
                    BadFlag{{"--lr=0"}, "--lr: must be a number above 0, not 0."},
                    BadFlag{{"--lr", "nan"}, "--lr: must be a number above 0, not nan."},
                    BadFlag{{"--momentum=1"}, "--momentum: must be a number from 0 to below 1, not 1."},
                    BadFlag{{"--dropout=-0.1"}, "--dropout: must be a number from 0 to below 1, not -0.1."},
                    BadFlag{{"--weight-decay=-1"}, "--weight-decay: must be a number of at least 0, not -1."},
                    BadFlag{{"--layers=0"}, "--layers: must be a whole number from 1 to 16, not 0."},
                    BadFlag{{"--units=1.5"}, "--units: must be a whole number from 1 to 4096, not 1.5."},
                    BadFlag{{"--units"}, "--units needs one value."},
                    BadFlag{{"--batch-size=0"},
                            "--batch-size: must be a whole number from 1 to 100000, not 0."},
                    BadFlag{{"--epochs=0"}, "--epochs: must be a whole number from 1 to 1000000, not 0."},
                    BadFlag{{"--activation=gelu"}, "--activation: must be relu, tanh or logistic, not gelu."},
                    BadFlag{{"--bogus=1"}, "not expected: --bogus"},
                    BadFlag{{"--resume=/no/such"}, "The checkpoint /no/such cannot be read: No such file"},
                    BadFlag{{"--resume=/"}, "The checkpoint /"},
                    BadFlag{{"--data=/no/such"}, "The data file /no/such cannot be read."}),
    [](const auto& chosen) {
      std::string name =
          chosen.param.words.front() + (chosen.param.words.size() > 1 ? chosen.param.words.back() : "");
      std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
      return name + "_" + std::to_string(chosen.index);
    });

} // namespace sweep::test
