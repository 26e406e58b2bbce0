// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/recorded_sampler.h"
#include "core/sampler/registry.h"
#include "tests/support/spaces.h"

#include <gmock/gmock.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

class RecordedSamplerTest : public testing::Test {
protected:
  void SetUp() override {
    Rng rng(1);
    std::vector<Configuration> recorded;
    for (int i = 0; i < 25; ++i)
      recorded.push_back({{"x", rng.uniform()}, {"n", static_cast<std::int64_t>(rng.below(9) + 1)}});
    m_pool = std::make_shared<const ConfigurationPool>(spaceOf(m_spec.space.parameters), recorded);
  }

  std::unique_ptr<Sampler> create() const {
    return std::make_unique<RecordedSampler>(std::move(*createSampler(m_spec)), m_pool);
  }

  StudySpec m_spec = studyOf({real("x", 0.0, 1.0), integer("n", 1, 9)}, "random");
  std::shared_ptr<const ConfigurationPool> m_pool;
};

TEST_F(RecordedSamplerTest, SuggestsTheNearestThatIsLeft) {
  const auto sampler = create();
  const auto free = std::move(*createSampler(m_spec));
  std::set<std::size_t> taken;
  for (int number = 0; number < 25; ++number) {
    const auto wanted = free->suggest({1, number}).items.at(0).configuration;
    const auto given = sampler->suggest({1, number}).items.at(0);
    const auto expected = m_pool->nearest(wanted, [&](std::size_t i) { return !taken.contains(i); });
    EXPECT_EQ(given.configuration, m_pool->configurations()[*expected]);
    EXPECT_THAT(given.origin.str(), testing::HasSubstr("the nearest recorded configuration"));
    taken.insert(*expected);
    const auto trial = completed(number, given.configuration, 1.0);
    sampler->observe({&trial, 1});
    free->observe({&trial, 1});
  }
  const auto end = sampler->suggest({1, 25});
  EXPECT_TRUE(end.exhausted);
  EXPECT_TRUE(end.items.empty());
  EXPECT_EQ(end.reason.str(), "All 25 recorded configurations have been tried.");
}

TEST_F(RecordedSamplerTest, GivesEachOnceInOneAnswerToo) {
  const auto answer = create()->suggest({40, 0});
  std::set<std::string> seen;
  for (const auto& item : answer.items)
    EXPECT_TRUE(seen.insert(item.configuration.json()).second);
  EXPECT_EQ(seen.size(), 25u);
}

TEST_F(RecordedSamplerTest, IsRebuiltFromItsHistory) {
  const auto sampler = create();
  std::vector<Trial> history;
  for (int number = 0; number < 12; ++number) {
    history.push_back(completed(number, sampler->suggest({1, number}).items.at(0).configuration, 1.0));
    sampler->observe({&history.back(), 1});
  }
  const auto again = create();
  again->observe(history);
  EXPECT_EQ(again->suggest({1, 12}).items.at(0).configuration,
            sampler->suggest({1, 12}).items.at(0).configuration);
}

} // namespace
} // namespace sweep
