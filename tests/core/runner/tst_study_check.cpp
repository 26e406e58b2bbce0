// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_check.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

/// A study of /bin/echo that can be run.
StudySpec soundStudy() {
  StudySpec spec;
  spec.program.command = {"/bin/echo", "${args}"};
  spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  spec.objectives.front().metric = "loss";
  return spec;
}

const StudyProblem* problemIn(const StudyCheck& check, Section section) {
  for (const auto& problem : check.problems)
    if (problem.section == section)
      return &problem;
  return nullptr;
}

StudyCheck checked(const StudySpec& spec) { return checkStudy(spec, "/", {}); }

/// Expects an error in this section whose sentence contains `words`.
void expectError(const StudySpec& spec, Section section, const std::string& words) {
  const auto check = checked(spec);
  EXPECT_FALSE(check.runnable());
  const auto* problem = problemIn(check, section);
  ASSERT_TRUE(problem) << words;
  EXPECT_FALSE(problem->isWarning);
  EXPECT_NE(problem->message.str().find(words), std::string::npos) << problem->message.str();
}

TEST(StudyCheck, ASoundStudyHasAPlanAndItsFirstCommands) {
  const auto check = checked(soundStudy());
  EXPECT_TRUE(check.runnable());
  EXPECT_EQ(check.plannedTrials, 50u);
  ASSERT_EQ(check.firstCommands.size(), 5u);
  EXPECT_EQ(check.firstCommands.front().rfind("/bin/echo --x=", 0), 0u);
}

TEST(StudyCheck, AFileOfMetricsIsCheckedAtItsField) {
  auto spec = soundStudy();
  const auto problemsOf = [&spec](const std::string& file, const std::string& format = {}) {
    spec.metricSource = {"file", {}, file, format};
    std::string sentences;
    for (const auto& problem : checked(spec).problems) {
      EXPECT_EQ(problem.section, Section::Objective);
      EXPECT_EQ(problem.key, "metric_file");
      sentences += (problem.isWarning ? "warning: " : "") + problem.message.str() + "\n";
    }
    return sentences;
  };
  EXPECT_EQ(problemsOf("metrics.csv"), "");
  EXPECT_EQ(problemsOf("${dir}/x-${x}.log", "csv"), "");
  EXPECT_EQ(problemsOf("${study_dir}/${trial}.json"), "");
  EXPECT_EQ(problemsOf(""), "Name the file that the program writes its metrics into, such as metrics.csv.\n");
  EXPECT_EQ(problemsOf("metrics.log"), "The metrics in “metrics.log” are to be read as json or as csv: say which.\n");
  EXPECT_NE(problemsOf("${trail}.csv").find("Did you mean ${trial}?"), std::string::npos);
  EXPECT_NE(problemsOf("${args}.csv").find("must be a word of its own"), std::string::npos);
  EXPECT_NE(problemsOf("${trial.csv").find("has a ${ without its }"), std::string::npos);
  EXPECT_EQ(problemsOf("/tmp/metrics.csv").find("warning: Every trial writes the same file /tmp/metrics.csv"), 0u);
  EXPECT_EQ(problemsOf("${study_dir}/metrics.csv").find("warning: Every trial writes"), 0u);
  spec.limits.parallel = 1;
  EXPECT_EQ(problemsOf("/tmp/metrics.csv"), "");
}

TEST(StudyCheck, RangesAreCheckedAtTheirField) {
  auto spec = soundStudy();
  const auto fieldOf = [&spec](const Domain& domain) {
    spec.space.parameters.front().domain = domain;
    const auto check = checked(spec);
    const auto* problem = problemIn(check, Section::Parameter);
    return problem ? problem->field : Field::Name;
  };
  const auto inverted = fieldOf(FloatDomain{2.0, 1.0, false, {}});
  EXPECT_TRUE(inverted == Field::Low || inverted == Field::High);
  const auto zero = fieldOf(FloatDomain{0.0, 1.0, true, {}});
  EXPECT_TRUE(zero == Field::Low || zero == Field::Scale);
  EXPECT_EQ(fieldOf(FloatDomain{0.0, 1.0, false, 3.0}), Field::Step);
  EXPECT_EQ(fieldOf(FloatDomain{0.0, 1.0, false, -0.1}), Field::Step);
  EXPECT_EQ(fieldOf(CategoricalDomain{}), Field::Choices);
}

TEST(StudyCheck, NamesMustBeThereAndDiffer) {
  auto spec = soundStudy();
  spec.space.parameters.push_back(spec.space.parameters.front());
  auto check = checked(spec);
  EXPECT_FALSE(check.runnable());
  ASSERT_TRUE(problemIn(check, Section::Parameter));
  EXPECT_EQ(problemIn(check, Section::Parameter)->field, Field::Name);
  spec.space.parameters.back().name.clear();
  check = checked(spec);
  EXPECT_FALSE(check.runnable());
  EXPECT_EQ(problemIn(check, Section::Parameter)->index, 1u);
}

TEST(StudyCheck, AProgramThatIsNotThereIsNamed) {
  auto spec = soundStudy();
  spec.program.command = {"/nowhere/train", "${args}"};
  expectError(spec, Section::Program, "/nowhere/train");
}

TEST(StudyCheck, AnUnknownPlaceholderIsNamed) {
  auto spec = soundStudy();
  spec.program.command.push_back("${lr}");
  expectError(spec, Section::Program, "lr");
}

TEST(StudyCheck, AnObjectiveWithoutANameIsAsked) {
  auto spec = soundStudy();
  spec.objectives.front().metric = "  ";
  expectError(spec, Section::Objective, "metric");
}

TEST(StudyCheck, AGridOfTooManyPointsIsRefusedWithItsSize) {
  auto spec = soundStudy();
  spec.space.parameters.clear();
  for (int i = 0; i < 12; ++i)
    spec.space.parameters.push_back({"p" + std::to_string(i), FloatDomain{}, {}, {}, {}});
  spec.method.sampler = "grid";
  spec.method.samplerOptions.set("levels", Value(std::int64_t{10}));
  expectError(spec, Section::Method, "10^12");
}

TEST(StudyCheck, AGridThatIsCutShortIsAWarning) {
  auto spec = soundStudy();
  spec.space.parameters.push_back({"y", FloatDomain{}, {}, {}, {}});
  spec.method.sampler = "grid";
  spec.limits.trials = 10;
  const auto check = checked(spec);
  EXPECT_TRUE(check.runnable());
  ASSERT_TRUE(problemIn(check, Section::Limits));
  EXPECT_EQ(problemIn(check, Section::Limits)->message.str(), "The method has 16 configurations; only the first 10 are tried.");
  spec.limits.trials = 16;
  EXPECT_TRUE(checked(spec).problems.empty());
}

TEST(StudyCheck, ASampleOfASmallSpaceIsMeantToBeOne) {
  auto spec = soundStudy();
  spec.space.parameters = {{"n", IntDomain{1, 100, false, 1}, {}, {}, {}}};
  spec.limits.trials = 10;
  EXPECT_TRUE(checked(spec).problems.empty());
}

TEST(StudyCheck, AStudyThatNothingEndsIsAWarning) {
  auto spec = soundStudy();
  spec.limits.trials.reset();
  const auto check = checked(spec);
  EXPECT_TRUE(check.runnable());
  EXPECT_TRUE(problemIn(check, Section::Limits));
  spec.limits.studyTime = 60.0;
  EXPECT_TRUE(checked(spec).problems.empty());
}

TEST(StudyCheck, LimitsMustMakeSense) {
  auto spec = soundStudy();
  spec.limits.parallel = 0;
  expectError(spec, Section::Limits, "Between 1 and");
  spec = soundStudy();
  spec.limits.trialTime = 0.0;
  expectError(spec, Section::Limits, "more than 0 seconds");
  spec = soundStudy();
  spec.limits.trials = 0;
  expectError(spec, Section::Limits, "at least 1");
}

TEST(StudyCheck, RetriesMustMakeSense) {
  auto spec = soundStudy();
  spec.failures.retry.times = RetryRule::MostTimes + 1;
  expectError(spec, Section::Limits, "between 0 and 1000 times");
  spec.failures.retry = {3, {}, false};
  expectError(spec, Section::Limits, "after which failures");
  EXPECT_EQ(problemIn(checked(spec), Section::Limits)->key, "retries");
  spec.failures.retry.times = 0;
  EXPECT_TRUE(checked(spec).runnable()) << "nothing is tried again";
}

TEST(StudyCheck, AConstraintThatLeavesNothingIsRefused) {
  auto spec = soundStudy();
  spec.space.constraints = {"x > 2"};
  const auto check = checked(spec);
  EXPECT_FALSE(check.runnable());
  EXPECT_EQ(check.feasibleShare, 0.0);
  EXPECT_TRUE(problemIn(check, Section::Constraint));
}

TEST(StudyCheck, AMethodOfALaterVersionIsNamed) {
  auto spec = soundStudy();
  spec.method.sampler = "oracle";
  expectError(spec, Section::Method, "oracle");
}

} // namespace
} // namespace sweep
