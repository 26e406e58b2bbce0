// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/schedule_export.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

StudySpec spec() {
  StudySpec made;
  made.space.parameters = {{"lr", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
                           {"to", CategoricalDomain{{Value(std::string("=1+1")), Value(std::string("b"))}, {}}, {}, {}, {}}};
  made.budget = Budget{"epoch", 1.0, 4.0, BudgetWay::Continue};
  return made;
}

const std::vector<LineageStep> Steps = {
    {0.0, 1.0, {3, 1}, {{"lr", Value(0.1)}, {"to", Value(std::string("=1+1"))}}, 0.75, 18446744073709551615U},
    {1.0, 4.0, {0, 2}, {{"lr", Value(0.12)}}, 0.5, 7}};

TEST(ScheduleExport, IsATableOfStretches) {
  EXPECT_EQ(scheduleCsv(spec(), Steps), "from,to,lr,parameter to,value,trial,seed\r\n"
                                        "0,1,0.1,'=1+1,0.75,3,18446744073709551615\r\n"
                                        "1,4,0.12,,0.5,0,7\r\n");
  EXPECT_THAT(scheduleCsv(spec(), Steps, CellTexts::Raw), testing::HasSubstr(",=1+1,"));
}

TEST(ScheduleExport, IsJsonThatReadsBack) {
  const auto json = nlohmann::json::parse(scheduleJson(spec(), Steps));
  EXPECT_EQ(json["unit"], "epoch");
  EXPECT_EQ(json["metric"], "loss");
  ASSERT_EQ(json["schedule"].size(), 2u);
  EXPECT_EQ(json["schedule"][0]["parameters"]["to"], "=1+1");
  EXPECT_EQ(json["schedule"][0]["seed"], 18446744073709551615U);
  EXPECT_EQ(json["schedule"][1]["parameters"].size(), 1u);
  EXPECT_EQ(json["schedule"][1]["from"], 1.0);
}

} // namespace
} // namespace sweep
