// SPDX-License-Identifier: GPL-3.0-or-later
// Results that are known from elsewhere: read from a table or a study, learned from, never run.
#include "core/runner/known_results.h"

#include "tests/core/runner/runner_harness.h"

#include <gmock/gmock.h>

#include <fstream>

namespace sweep {
namespace {

using test::runnerSpec;
using test::RunnerHarness;
using testing::HasSubstr;

StudySpec tpeSpec(int trials) {
  auto spec = runnerSpec(trials);
  spec.method.sampler = "tpe";
  return spec;
}

class KnownResultsTest : public testing::Test, protected RunnerHarness {
protected:
  std::string table(const std::string& text) {
    const std::string file = folder / "known.csv";
    std::ofstream(file) << text;
    return file;
  }
  /// So many rows whose loss is their x.
  std::string manyRows(int count) {
    std::string text = "x,n,loss\n";
    for (int i = 0; i < count; ++i)
      text += numberText(0.3 + 0.7 * i / count) + "," + std::to_string(1 + i) + "," + numberText(0.3 + 0.7 * i / count) + "\n";
    return table(text);
  }
  void load(const std::string& file) {
    auto known = loadKnownResults(file, spec);
    ASSERT_TRUE(known) << known.error().str();
    runner->addKnown(std::move(known->results));
  }
  StudySpec spec = tpeSpec(12);
};

TEST_F(KnownResultsTest, EveryRowThatFitsIsReadAndEveryOtherSaysWhy) {
  const auto known = loadKnownResults(table("x,n,loss,note\n"
                                            "0.25,7,0.5,fine\n"
                                            "1.5,7,0.5,outside\n"
                                            "0.5,2.5,0.5,no whole number\n"
                                            "0.5,3,nan,not a number\n"),
                                      spec);
  ASSERT_TRUE(known) << known.error().str();
  ASSERT_EQ(known->results.size(), 1u);
  EXPECT_EQ(known->results[0].configuration, (Configuration{{"x", 0.25}, {"n", std::int64_t{7}}}));
  EXPECT_EQ(known->results[0].values, std::vector{0.5});
  EXPECT_EQ(known->results[0].origin.str(), "Known result: run 1 of known.csv");
  EXPECT_EQ(known->leftOut, 3u);
  ASSERT_EQ(known->reasons.size(), 3u);
  EXPECT_EQ(known->reasons[0].str(), "Run 2 is left out: “1.5” is no value of x in this study.");
  EXPECT_THAT(known->reasons[1].str(), HasSubstr("“2.5” is no value of n"));
  EXPECT_EQ(known->reasons[2].str(), "Run 4 is left out: Its loss is nan.");
  EXPECT_EQ(summaryOf(*known, "a/known.csv").str(), "Results known from known.csv: 1. Runs of it that are left out: 3.");
}

TEST_F(KnownResultsTest, AFileThatLacksAParameterOrTheMetricIsRefusedWithItsNames) {
  const auto parameter = loadKnownResults(table("x,loss\n0.5,1\n"), spec);
  ASSERT_FALSE(parameter);
  EXPECT_THAT(parameter.error().str(), HasSubstr("no column for the parameter “n”"));
  const auto metric = loadKnownResults(table("x,n,accuracy\n0.5,1,1\n"), spec);
  ASSERT_FALSE(metric);
  EXPECT_THAT(metric.error().str(), HasSubstr("“loss”"));
  EXPECT_FALSE(loadKnownResults(folder / "nowhere.csv", spec));
}

TEST_F(KnownResultsTest, WhatDidNotComeToTheLargestBudgetIsNoResult) {
  spec.budget = Budget{"epoch", 1.0, 9.0, BudgetWay::StartOver};
  const auto known = loadKnownResults(table("x,n,step,loss\n"
                                            "0.1,1,3,0.5\n"
                                            "0.1,1,9,0.4\n"
                                            "0.2,1,3,0.3\n"),
                                      spec);
  ASSERT_TRUE(known) << known.error().str();
  ASSERT_EQ(known->results.size(), 1u);
  EXPECT_EQ(known->results[0].values, std::vector{0.4});
  EXPECT_EQ(known->reasons.at(0).str(), "Run 2 is left out: It came to 3 of 9 (epoch).");
}

TEST_F(KnownResultsTest, TheyAreTrialsThatNobodyRanAndThatNoLimitCounts) {
  create(spec);
  load(manyRows(20));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 12);
  EXPECT_EQ(update.progress.planned, 12u);
  EXPECT_EQ(world.jobs.size(), 12u);
  ASSERT_EQ(trials.size(), 32u);
  for (int number = 0; number < 20; ++number) {
    EXPECT_TRUE(isKnownResult(trials.at(number)));
    EXPECT_FALSE(trials.at(number).fromSampler);
  }
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
  EXPECT_EQ(stored().finishOrder.size(), 32u);
}

TEST_F(KnownResultsTest, TheBestOfThemIsTheBestUntilATrialBeatsIt) {
  create(spec);
  load(table("x,n,loss\n0.5,1,-7\n"));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.bestTrial, 0);
  EXPECT_EQ(update.progress.bestValue, -7.0);
}

/// TPE draws ten before it has learned enough; here it has from the beginning.
TEST_F(KnownResultsTest, TheMethodLearnsFromThemBeforeItsFirstChoice) {
  create(spec);
  load(manyRows(20));
  ASSERT_TRUE(runToEnd());
  EXPECT_THAT(trials.at(20).origin.str(), testing::Not(HasSubstr("start-up")));
}

TEST_F(KnownResultsTest, AFileThatIsReadAgainAddsNothing) {
  create(spec);
  const auto file = manyRows(5);
  load(file);
  load(file);
  ASSERT_TRUE(runToEnd());
  reopen();
  load(file);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.size(), 17u);
}

TEST_F(KnownResultsTest, AnInterruptedStudyGoesOnAsIfThereHadBeenNoInterruption) {
  create(spec);
  load(manyRows(20));
  ASSERT_TRUE(runToEnd());
  const auto whole = list();

  RunnerHarness other;
  auto shorter = spec;
  shorter.limits.trials = 5;
  other.create(shorter);
  auto known = loadKnownResults(folder / "known.csv", spec);
  ASSERT_TRUE(known);
  other.runner->addKnown(std::move(known->results));
  ASSERT_TRUE(other.runToEnd());
  other.reopen();
  other.runner->setLimits(spec.limits, spec.failures);
  ASSERT_TRUE(other.runToEnd());
  const auto parts = other.list();
  ASSERT_EQ(parts.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i)
    EXPECT_EQ(parts[i].configuration, whole[i].configuration) << i;
}

TEST_F(KnownResultsTest, CompleteTrialsOfAnEarlierStudyAreResults) {
  RunnerHarness earlier;
  earlier.create(runnerSpec(8));
  ASSERT_TRUE(earlier.runToEnd());
  earlier.close();
  const auto known = loadKnownResults(earlier.path, spec);
  ASSERT_TRUE(known) << known.error().str();
  ASSERT_EQ(known->results.size(), 8u);
  EXPECT_EQ(known->leftOut, 0u);
  EXPECT_EQ(known->results[3].configuration, earlier.trials.at(3).configuration);
  EXPECT_EQ(known->results[3].values, earlier.trials.at(3).values);
}

/// What a scheduler compares are trials of its own: none of these fills a place in a bracket.
TEST_F(KnownResultsTest, BracketsAreFilledByTrialsThatAreRun) {
  spec.method.sampler = "random";
  spec.method.scheduler = "hyperband";
  spec.budget = Budget{"epoch", 1.0, 9.0, BudgetWay::StartOver};
  spec.limits.trials.reset();
  world.script = [](const Job& job) {
    auto result = test::printsLoss(job);
    for (const auto& word : job.command)
      if (word.starts_with("--budget="))
        result.lines = {"step: " + word.substr(9) + " " + result.lines.front()};
    return result;
  };
  spec.program.command = {"${program}", "${args}", "--budget=${budget}"};
  create(spec);
  ASSERT_TRUE(runToEnd());
  const auto without = list();

  RunnerHarness other;
  other.world.script = world.script;
  other.create(spec);
  auto known = loadKnownResults(table("x,n,step,loss\n0.9,1,9,0.9\n0.8,1,9,0.8\n"), spec);
  ASSERT_TRUE(known);
  ASSERT_EQ(known->results.size(), 2u);
  other.runner->addKnown(std::move(known->results));
  ASSERT_TRUE(other.runToEnd());
  EXPECT_EQ(other.trials.size(), without.size() + 2);
  EXPECT_EQ(other.update.progress.complete, update.progress.complete);
  EXPECT_EQ(other.update.progress.pruned, update.progress.pruned);
}

} // namespace
} // namespace sweep
