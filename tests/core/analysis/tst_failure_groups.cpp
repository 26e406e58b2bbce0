// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/failure_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using testing::ElementsAre;

/// A snapshot that grows by one trial at a time.
class FailureGroupsTest : public testing::Test {
protected:
  std::shared_ptr<Trial> add(TrialState state) {
    auto trial = std::make_shared<Trial>();
    trial->number = static_cast<int>(snapshot.trials.size());
    trial->state = state;
    snapshot.trials.push_back(trial);
    return trial;
  }

  void complete() { add(TrialState::Complete)->values = {1.0}; }

  void fail(FailureClass kind, const std::string& sentence, const std::string& tail = {},
            std::optional<int> exitCode = {}) {
    auto trial = add(TrialState::Failed);
    trial->failure = Failure{kind, Message(sentence), tail};
    Attempt attempt;
    attempt.exitCode = exitCode;
    trial->attempts = {attempt};
  }

  void exits(int code, const std::string& tail) {
    fail(FailureClass::ExitCode, "Ended with exit code " + std::to_string(code) + ".", tail, code);
  }

  std::vector<std::vector<int>> groups() const {
    std::vector<std::vector<int>> numbers;
    for (const auto& group : failureGroups(snapshot))
      numbers.push_back(group.trials);
    return numbers;
  }

  Snapshot snapshot;
};

TEST(NormalisedMessage, LosesWhatDiffersFromTrialToTrial) {
  const std::pair<const char*, const char*> expected[] = {
      {"", ""},
      {"Tried to allocate 2.00 GiB on cuda:1", "Tried to allocate # GiB on cuda:#"},
      {"shapes (3,4) and (5,6) differ", "shapes (#,#) and (#,#) differ"},
      {"lr=1e-4, momentum=-0.9", "lr=#, momentum=#"},
      {"step 10^-3", "step #^#"},
      {"layer3.weight", "layer#.weight"},
      {"object at 0x7f3c2a10>", "object at #>"},
      {"commit 3fa09bc2 is gone", "commit # is gone"},
      {"No such file: '/tmp/run-17/00012/model.pt'", "No such file: '#'"},
      {"in ~/data/train.csv, line 3", "in #, line #"},
      {"see runs/3/log.txt.", "see #."},
      {"File \"../train.py\"", "File \"#\""},
      {"yes and/or no, n/a", "yes and/or no, n/a"},
      {"a decade of facade", "a decade of facade"},
      {"/ by zero", "/ by zero"},
      {"메모리 부족: 512 MiB", "메모리 부족: # MiB"},
  };
  for (const auto& [text, normalised] : expected)
    EXPECT_EQ(normalisedMessage(text), normalised);
}

TEST(CauseLine, IsTheLastLineThatSpeaksOfAnError) {
  const auto cause = [](FailureClass kind, const char* tail) {
    return causeLine(Failure{kind, {}, tail});
  };
  EXPECT_EQ(cause(FailureClass::ExitCode,
                  "Traceback (most recent call last):\n  File \"a.py\", line 1\nValueError: no\n"),
            "ValueError: no");
  EXPECT_EQ(cause(FailureClass::ExitCode,
                  "thread 'main' panicked at 'index out of bounds'\nnote: run with a backtrace\n"),
            "thread 'main' panicked at 'index out of bounds'");
  EXPECT_EQ(cause(FailureClass::ExitCode, "loading\ngave up\n\n"), "gave up");
  EXPECT_EQ(cause(FailureClass::ExitCode, ""), "");
  EXPECT_EQ(cause(FailureClass::Signal, "terminate called after throwing\n  what():  bad_alloc\n"),
            "what():  bad_alloc");
  EXPECT_EQ(cause(FailureClass::Signal, "epoch 3 loss 0.5\n"), "");
  EXPECT_EQ(cause(FailureClass::Timeout, "error: not the cause\n"), "");
}

TEST_F(FailureGroupsTest, AStudyWithoutFailuresHasNone) {
  complete();
  add(TrialState::Running);
  add(TrialState::Pruned);
  EXPECT_TRUE(failureGroups(snapshot).empty());
  EXPECT_TRUE(failureGroups(Snapshot()).empty());
}

TEST_F(FailureGroupsTest, PutsTogetherWhatDiffersInNumbersAndPathsOnly) {
  exits(1, "RuntimeError: out of memory, 2.00 GiB at 0x7f00\n");
  complete();
  exits(1, "RuntimeError: out of memory, 31 GiB at 0x8a10\n");
  fail(FailureClass::NotANumber, "Its “loss” is nan.");
  exits(1, "FileNotFoundError: /data/4/x.csv\n");
  EXPECT_THAT(groups(), ElementsAre(ElementsAre(0, 2), ElementsAre(4), ElementsAre(3)));
}

TEST_F(FailureGroupsTest, KeepsExitCodesApart) {
  exits(1, "");
  exits(2, "");
  exits(2, "");
  EXPECT_THAT(groups(), ElementsAre(ElementsAre(1, 2), ElementsAre(0)));
}

TEST_F(FailureGroupsTest, KeepsClassesApartThatSayTheSame) {
  fail(FailureClass::Timeout, "Ended.");
  fail(FailureClass::NoOutput, "Ended.");
  EXPECT_EQ(groups().size(), 2U);
}

TEST_F(FailureGroupsTest, ShowsTheLatest) {
  exits(1, "loading\nError: batch 3\n");
  exits(1, "Error: batch 17\ncleaning up\n");
  const auto all = failureGroups(snapshot);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().example(), 1);
  EXPECT_EQ(all.front().cause, "Error: batch 17");
  EXPECT_EQ(all.front().tail, "Error: batch 17\ncleaning up\n");
  EXPECT_EQ(all.front().message.str(), "Ended with exit code 1.");
}

TEST_F(FailureGroupsTest, WhatAPersonStoppedComesLast) {
  fail(FailureClass::Stopped, "Stopped by hand.");
  fail(FailureClass::Stopped, "Stopped by hand.");
  exits(3, "");
  EXPECT_THAT(groups(), ElementsAre(ElementsAre(2), ElementsAre(0, 1)));
}

} // namespace
} // namespace sweep
