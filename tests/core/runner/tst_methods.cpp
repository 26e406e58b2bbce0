// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/methods.h"
#include "core/runner/study_check.h"
#include "core/runner/study_plan.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"
#include "core/study/study_file.h"

#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

TEST(Methods, AreDescribedPairsOfWhatThereIs) {
  std::set<std::string_view> ids, names;
  std::set<std::pair<std::string_view, std::string_view>> pairs;
  for (const auto& method : methods()) {
    EXPECT_TRUE(ids.insert(method.id).second) << method.id;
    EXPECT_TRUE(names.insert(method.name).second) << method.name;
    EXPECT_TRUE(pairs.insert({method.sampler, method.scheduler}).second) << method.id;
    EXPECT_FALSE(method.summary.empty()) << method.id;
    EXPECT_TRUE(findSampler(method.sampler)) << method.id;
    EXPECT_TRUE(findScheduler(method.scheduler)) << method.id;
    EXPECT_EQ(findMethod(method.id), &method);
  }
}

TEST(Methods, AreFoundByTheirPairAndOnlyByIt) {
  MethodChoice choice;
  choice.scheduler = "hyperband";
  ASSERT_TRUE(methodOf(choice));
  EXPECT_EQ(methodOf(choice)->id, "hyperband");
  choice.schedulerOptions.set("eta", std::int64_t{4});
  EXPECT_EQ(methodOf(choice)->id, "hyperband");
  choice.sampler = "nsga-ii";
  EXPECT_EQ(methodOf(choice), nullptr);
}

TEST(Methods, AreNamedInOneWordAsAreAllOtherPairs) {
  const auto bohb = methodNamed("bohb");
  ASSERT_TRUE(bohb);
  EXPECT_EQ(bohb->name, "BOHB");
  EXPECT_EQ(bohb->choice, (MethodChoice{"kde", {}, "hyperband", {}}));
  const auto pair = methodNamed("tpe+percentile");
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->choice, (MethodChoice{"tpe", {}, "percentile", {}}));
  EXPECT_EQ(pair->name, std::string(findSampler("tpe")->name) + " × " + std::string(findScheduler("percentile")->name));
  for (const char* word : {"", "+", "luck", "tpe+", "+percentile", "tpe+luck", "luck+full", "tpe+full+full", "bohb+full", "kde"})
    EXPECT_FALSE(methodNamed(word)) << word;
}

TEST(Methods, CanBePlannedAndSurviveAStudyFile) {
  for (const auto& method : methods()) {
    StudySpec spec;
    spec.program.command = {"/bin/echo", "${args}", "--epochs=${budget}"};
    spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
                             {"y", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
    spec.objectives.front().metric = "loss";
    spec.method = {std::string(method.sampler), {}, std::string(method.scheduler), {}};
    spec.budget = Budget{"epoch", 1.0, 9.0, BudgetWay::Continue};
    EXPECT_TRUE(planOf(spec).ok()) << method.id;
    const auto file = readStudyFile(writeStudyFile(spec));
    ASSERT_TRUE(file.ok()) << method.id;
    EXPECT_EQ(file->spec, spec) << method.id;
    ASSERT_TRUE(methodOf(file->spec.method)) << method.id;
    EXPECT_EQ(methodOf(file->spec.method)->id, method.id);
  }
}

TEST(Methods, ANameInTheSamplersPlaceIsAnsweredWithBothHalves) {
  StudySpec spec;
  spec.method.sampler = "tpe-asha";
  const auto check = checkStudy(spec, "/", {});
  std::string sentence;
  for (const auto& problem : check.problems)
    if (problem.section == Section::Method)
      sentence = problem.message.str();
  EXPECT_NE(sentence.find("method: tpe"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("scheduler: asha"), std::string::npos) << sentence;
}

} // namespace
} // namespace sweep
