// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_share.h"

#include <gmock/gmock.h>
#include <map>

namespace sweep {
namespace {

using testing::ElementsAre;

const std::vector<int> FourProcessors = {0, 1, 4, 5};

std::vector<TrialShare> sharesUntilFull(const Resources& resources) {
  std::vector<TrialShare> taken;
  while (const auto share = nextShare(resources, FourProcessors, taken)) {
    taken.push_back(*share);
    if (taken.size() > 100)
      break;
  }
  return taken;
}

std::vector<std::string> devicesOf(const std::vector<TrialShare>& shares) {
  std::vector<std::string> devices;
  for (const auto& share : shares)
    devices.push_back(share.device);
  return devices;
}

TEST(TrialShare, FillsDevicesEvenlyAndNoFurther) {
  Resources resources;
  resources.devices = {"0", "2"};
  EXPECT_THAT(devicesOf(sharesUntilFull(resources)), ElementsAre("0", "2"));
  resources.trialsPerDevice = 3;
  EXPECT_THAT(devicesOf(sharesUntilFull(resources)), ElementsAre("0", "2", "0", "2", "0", "2"));
  EXPECT_EQ(mostShares(resources, 4), 6);
}

TEST(TrialShare, GivesTheDeviceThatHasBecomeFree) {
  Resources resources;
  resources.devices = {"a", "b", "c"};
  const std::vector<TrialShare> taken = {{"a", {}}, {"c", {}}};
  EXPECT_EQ(nextShare(resources, {}, taken)->device, "b");
}

TEST(TrialShare, BindsToProcessorsThatNoOtherHas) {
  Resources resources;
  resources.processors = 2;
  const auto shares = sharesUntilFull(resources);
  ASSERT_EQ(shares.size(), 2u);
  EXPECT_THAT(shares[0].processors, ElementsAre(0, 1));
  EXPECT_THAT(shares[1].processors, ElementsAre(4, 5));
  const std::vector<TrialShare> taken = {{"", {0, 5}}};
  EXPECT_THAT(nextShare(resources, FourProcessors, taken)->processors, ElementsAre(1, 4));
  resources.processors = 3;
  EXPECT_EQ(sharesUntilFull(resources).size(), 1u) << "one is left over";
  EXPECT_EQ(mostShares(resources, 4), 1);
}

TEST(TrialShare, TheScarcerDecides) {
  Resources resources;
  resources.devices = {"0", "1", "2"};
  resources.processors = 2;
  EXPECT_EQ(sharesUntilFull(resources).size(), 2u);
  EXPECT_EQ(mostShares(resources, 4), 2);
}

TEST(TrialShare, WithoutResourcesNothingIsLimited) {
  EXPECT_EQ(sharesUntilFull({}).size(), 101u);
  EXPECT_EQ(mostShares({}, 4), std::nullopt);
}

TEST(TrialShare, IsToldToTheProgram) {
  StudySpec spec;
  spec.limits.resources.niceness = 7;
  Job job;
  job.environment = {{"CUDA_VISIBLE_DEVICES", "0,1,2,3"}, {"HOME", "/home"}};
  giveShare(job, {"3", {2, 6}}, spec);
  const std::map<std::string, std::string> variables(job.environment.begin(), job.environment.end());
  EXPECT_EQ(variables.size(), job.environment.size()) << "no name twice";
  EXPECT_EQ(variables.at("SWEEP_DEVICE"), "3");
  EXPECT_EQ(variables.at("CUDA_VISIBLE_DEVICES"), "3");
  EXPECT_EQ(variables.at("SWEEP_PROCESSORS"), "2,6");
  EXPECT_EQ(variables.at("OMP_NUM_THREADS"), "2");
  EXPECT_EQ(variables.at("HOME"), "/home");
  EXPECT_EQ(job.limits.niceness, 7);
  EXPECT_THAT(job.limits.processors, ElementsAre(2, 6));
}

TEST(TrialShare, TheStudysOwnVariablesGoBefore) {
  StudySpec spec;
  spec.program.environment = {{"OMP_NUM_THREADS", "1"}};
  spec.limits.resources.deviceVariable = "HIP_VISIBLE_DEVICES";
  Job job;
  job.environment = {{"OMP_NUM_THREADS", "1"}};
  giveShare(job, {"0", {0, 1}}, spec);
  const std::map<std::string, std::string> variables(job.environment.begin(), job.environment.end());
  EXPECT_EQ(variables.at("OMP_NUM_THREADS"), "1");
  EXPECT_EQ(variables.at("HIP_VISIBLE_DEVICES"), "0");
  EXPECT_EQ(variables.count("CUDA_VISIBLE_DEVICES"), 0u);
}

} // namespace
} // namespace sweep
