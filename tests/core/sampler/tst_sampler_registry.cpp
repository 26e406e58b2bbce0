// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/registry.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

TEST(Samplers, AreAllDescribed) {
  std::set<std::string_view> ids;
  for (const auto& entry : samplers()) {
    EXPECT_TRUE(ids.insert(entry.id).second);
    EXPECT_EQ(findSampler(entry.id), &entry);
    EXPECT_FALSE(entry.name.empty() || entry.summary.empty());
    for (const auto& option : entry.options()) {
      EXPECT_FALSE(option.label.empty() || option.help.empty()) << entry.id;
      EXPECT_TRUE(problemsOf(option.parameter.domain).empty()) << entry.id;
      EXPECT_TRUE(contains(option.parameter.domain, defaultOf(option.parameter))) << entry.id;
    }
  }
  EXPECT_EQ(findSampler("none"), nullptr);
}

TEST(Samplers, SayWhatIsWrong) {
  auto spec = studyOf({real("x", 0.0, 1.0)}, "simulated-annealing");
  EXPECT_NE(createSampler(spec).error().str().find("simulated-annealing"), std::string::npos);
  spec = studyOf({real("x", 2.0, 1.0)}, "random");
  EXPECT_NE(createSampler(spec).error().str().find("“x”"), std::string::npos);
  spec = studyOf({real("x", 0.0, 1.0)}, "grid", {{"level", whole(3)}});
  EXPECT_NE(createSampler(spec).error().str().find("levels"), std::string::npos);
  spec = studyOf({real("x", 0.0, 1.0)}, "grid", {{"levels", whole(0)}});
  EXPECT_NE(plannedTrialCount(spec).error().str().find("levels"), std::string::npos);
}

TEST(Samplers, KnowHowManyTrialsThereWillBe) {
  auto spec = studyOf({real("x", 0.0, 1.0)}, "random");
  spec.limits.trials = 30;
  EXPECT_EQ(*plannedTrialCount(spec), 30u);
  spec.limits.trials.reset();
  EXPECT_EQ(*plannedTrialCount(spec), std::nullopt);
  spec.method.sampler = "grid";
  EXPECT_EQ(*plannedTrialCount(spec), 4u);
  spec.space.parameters = {integer("n", 0, 2)};
  spec.method.sampler = "random";
  EXPECT_EQ(*plannedTrialCount(spec), 3u);
}

} // namespace
} // namespace sweep
