// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/run_digest.h"

#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

StudySpec study() {
  StudySpec spec;
  spec.program.program = "train.py";
  spec.program.command = {"python3", "${program}", "${args}"};
  spec.program.environment = {{"A", "1"}, {"B", "2"}};
  spec.program.secrets = {"TOKEN"};
  spec.space.parameters = {
      {"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
      {"kind", CategoricalDomain{{std::string("sgd"), std::string("adam")}, {}}, {}, {}, {}},
      {"fixed", ConstantDomain{std::string("a")}, {}, {}, {}}};
  return spec;
}

std::string digestAfter(const std::function<void(StudySpec&)>& change,
                        const std::string& folder = "/home/ann") {
  StudySpec spec = study();
  change(spec);
  return runDigest(spec, folder);
}

TEST(RunDigest, IsTheSameForWhatStartsTheSame) {
  const std::string digest = runDigest(study(), "/home/ann");
  EXPECT_EQ(digest.size(), 64U);
  EXPECT_EQ(digest, runDigest(study(), "/home/ann"));
  EXPECT_EQ(digest, digestAfter([](StudySpec& spec) {
              spec.name = "another";
              spec.limits.trials = 7;
              spec.limits.parallel = 9;
              spec.method.sampler = "grid";
              spec.objectives.front().metric = "accuracy";
              spec.metricSource = {"regex", "is (.*)", "unused.csv", {}};
              std::get<FloatDomain>(spec.space.parameters[0].domain).high = 5.0;
              spec.seed = 9;
            }));
}

TEST(RunDigest, DiffersForWhateverDecidesWhatIsStarted) {
  const std::vector<std::function<void(StudySpec&)>> changes = {
      [](StudySpec&) {},
      [](StudySpec& spec) { spec.program.program = "evil.py"; },
      [](StudySpec& spec) {
        spec.program.command = {"python3 ${program}", "${args}"};
      },
      [](StudySpec& spec) { spec.program.command.push_back("--x"); },
      [](StudySpec& spec) { spec.program.workingDirectory = "sub"; },
      [](StudySpec& spec) { spec.program.workingDirectory = "/tmp"; },
      [](StudySpec& spec) { spec.program.environment[1].second = "3"; },
      [](StudySpec& spec) {
        spec.program.environment = {{"A", "1B2"}};
      },
      [](StudySpec& spec) { spec.program.environment.emplace_back("LD_PRELOAD", "evil.so"); },
      [](StudySpec& spec) { spec.program.secrets.push_back("AWS_SECRET"); },
      [](StudySpec& spec) { spec.limits.resources.devices = {"evil.so"}; },
      [](StudySpec& spec) { spec.limits.resources.deviceVariable = "LD_PRELOAD"; },
      [](StudySpec& spec) { spec.space.parameters[0].name = "y"; },
      [](StudySpec& spec) {
        std::get<CategoricalDomain>(spec.space.parameters[1].domain).choices[0] = std::string("; rm");
      },
      [](StudySpec& spec) {
        std::get<ConstantDomain>(spec.space.parameters[2].domain).value = std::string("b");
      },
      [](StudySpec& spec) {
        spec.metricSource = {"file", {}, "/etc/passwd", "csv"};
      }};
  std::set<std::string> digests;
  for (const auto& change : changes)
    digests.insert(digestAfter(change));
  digests.insert(digestAfter([](StudySpec&) {}, "/home/bob"));
  EXPECT_EQ(digests.size(), changes.size() + 1);
}

TEST(RunDigest, KnowsAFolderByItsNameAlone) {
  const auto inFolder = [](const std::string& folder, const std::string& working) {
    return digestAfter([&](StudySpec& spec) { spec.program.workingDirectory = working; }, folder);
  };
  EXPECT_EQ(inFolder("/home/ann/../ann", "sub/.."), inFolder("/home/ann", "."));
}

} // namespace
} // namespace sweep
