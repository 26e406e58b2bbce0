// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace sweep {
namespace {

TEST(Schedulers, AreAllDescribedAndCanBeMade) {
  std::set<std::string_view> ids;
  for (const auto& entry : schedulers()) {
    EXPECT_TRUE(ids.insert(entry.id).second);
    EXPECT_EQ(findScheduler(entry.id), &entry);
    EXPECT_FALSE(entry.name.empty() || entry.summary.empty());
    StudySpec spec;
    spec.method.scheduler = entry.id;
    EXPECT_TRUE(createScheduler(spec).ok());
  }
}

TEST(Schedulers, RefusesWhatItDoesNotKnow) {
  StudySpec spec;
  spec.method.scheduler = "hyperbandit";
  ASSERT_FALSE(createScheduler(spec).ok());
  EXPECT_NE(createScheduler(spec).error().str().find("hyperbandit"), std::string::npos);
  spec.method.scheduler = "full";
  spec.method.schedulerOptions.set("eta", std::int64_t{3});
  EXPECT_FALSE(createScheduler(spec).ok());
}

TEST(FullScheduler, LetsEveryTrialRunToItsEnd) {
  const auto scheduler = createScheduler(StudySpec()).value();
  Trial trial;
  trial.reports.push_back({1, {{"loss", std::numeric_limits<double>::quiet_NaN()}}, 0.0});
  scheduler->observe(trial);
  EXPECT_EQ(scheduler->judge(trial).kind, Verdict::Kind::GoOn);
  const NextStep next = scheduler->next();
  ASSERT_TRUE(std::holds_alternative<StartNew>(next));
  EXPECT_FALSE(std::get<StartNew>(next).budget);
}

} // namespace
} // namespace sweep
