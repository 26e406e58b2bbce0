// SPDX-License-Identifier: GPL-3.0-or-later
// Each example is run the way its study file says, with the defaults of its parameters.
#include "places.h"
#include "tests/examples/run_program.h"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace sweep::test {

namespace {

const std::filesystem::path examples{EXAMPLES_FOLDER};

YAML::Node studyOf(const std::string& example) {
  return YAML::LoadFile(examples / example / "study.yaml");
}

std::string defaultOf(const YAML::Node& parameter) {
  return (parameter["default"] ? parameter["default"] : parameter["value"]).as<std::string>();
}

/// False when the default of the parameter that the condition names is not one of those it asks for.
bool activeByDefault(const YAML::Node& parameter, const YAML::Node& all) {
  const YAML::Node condition = parameter["condition"];
  if (!condition)
    return true;
  const std::string chosen = defaultOf(all[condition["parameter"].as<std::string>()]);
  for (const YAML::Node& value : condition["is"])
    if (value.as<std::string>() == chosen)
      return true;
  return false;
}

Words defaultArguments(const YAML::Node& study) {
  Words words;
  for (const auto& parameter : study["parameters"])
    if (activeByDefault(parameter.second, study["parameters"]))
      words.push_back("--" + parameter.first.as<std::string>() + "=" + defaultOf(parameter.second));
  return words;
}

std::string programOf(const std::string& example, const YAML::Node& study) {
  const auto name = study["program"].as<std::string>();
  return name == "digits-train" ? DIGITS_TRAIN : (examples / example / name).string();
}

Words commandOf(const std::string& example) {
  const YAML::Node study = studyOf(example);
  Words words;
  for (const YAML::Node& word : study["command"]) {
    const auto text = word.as<std::string>();
    if (text == "${program}")
      words.push_back(programOf(example, study));
    else if (text == "${args}")
      for (const std::string& argument : defaultArguments(study))
        words.push_back(argument);
    else
      words.push_back(text);
  }
  return words;
}

std::string metricOf(const std::string& example) {
  return studyOf(example)["metric"]["name"].as<std::string>();
}

class ExampleStudy : public testing::TestWithParam<const char*> {};

} // namespace

TEST_P(ExampleStudy, ItsProgramPrintsItsMetricForTheDefaults) {
  const std::string example = GetParam();
  const Ended ended = runProgram(commandOf(example));
  EXPECT_EQ(ended.exitCode, 0) << ended.err;
  EXPECT_TRUE(std::isfinite(lastNumber(ended.out, metricOf(example)))) << ended.out;
}

TEST_P(ExampleStudy, SaysWhatItIsAndWhatItNeeds) {
  const std::string example = GetParam();
  const YAML::Node study = studyOf(example);
  EXPECT_FALSE(study["name"].as<std::string>().empty());
  EXPECT_FALSE(study["description"].as<std::string>().empty());
  EXPECT_TRUE(std::filesystem::exists(examples / example / "README.md"));
}

INSTANTIATE_TEST_SUITE_P(All, ExampleStudy, testing::Values("digits", "simulated_annealing", "compressor"),
                         [](const auto& chosen) { return std::string(chosen.param); });

TEST(SklearnExample, RunsOrSaysWhatToInstall) {
  const Ended ended = runProgram(commandOf("sklearn"));
  if (ended.exitCode == 0)
    EXPECT_GT(lastNumber(ended.out, metricOf("sklearn")), 0.9) << ended.out;
  else
    EXPECT_EQ(ended.err, "scikit-learn is missing: sudo apt install python3-sklearn\n");
}

TEST(SklearnExample, EndsWithThreeWhenSklearnIsMissing) {
  // -I -S: neither the person's nor the system's packages, only the standard library.
  const Ended ended = runProgram({"python3", "-I", "-S", examples / "sklearn" / "classify.py"});
  EXPECT_EQ(ended.exitCode, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "scikit-learn is missing: sudo apt install python3-sklearn\n");
}

TEST(SimulatedAnnealingExample, GivesTheSameTripForTheSameFlags) {
  const Words words{"python3", examples / "simulated_annealing" / "anneal.py", "--tries=20000",
                    "--move=reverse"};
  const Ended first = runProgram(words);
  EXPECT_EQ(linesOf(first.out).size(), 20U);
  EXPECT_EQ(runProgram(words).out, first.out);
}

TEST(SimulatedAnnealingExample, SettingsMatterToTheTrip) {
  const std::string script = examples / "simulated_annealing" / "anneal.py";
  const Words base{"python3", script, "--tries=50000"};
  const auto trip = [&base](Words more) {
    more.insert(more.begin(), base.begin(), base.end());
    return lastNumber(runProgram(more).out, "tour_length");
  };
  EXPECT_LT(trip({"--move=reverse"}), trip({"--move=swap"}));
  EXPECT_NE(trip({"--move=insert"}), trip({"--move=swap"}));
  EXPECT_NE(trip({"--schedule=linear"}), trip({}));
  EXPECT_NE(trip({"--reheats=2"}), trip({}));
  EXPECT_NE(trip({"--end_temperature=0.01"}), trip({}));
}

TEST(SimulatedAnnealingExample, RefusesBadFlags) {
  const Ended ended =
      runProgram({"python3", examples / "simulated_annealing" / "anneal.py", "--start_temperature=-1"});
  EXPECT_EQ(ended.exitCode, 2);
  EXPECT_NE(ended.err.find("must be above 0, not -1"), std::string::npos) << ended.err;
}

TEST(CompressorExample, HigherLevelsMakeSmallerFiles) {
  const auto size = [](const std::string& flag, const std::string& tool) {
    const Ended ended =
        runProgram({"sh", examples / "compressor" / "compress.sh", "--lines=5000", "--tool=" + tool, flag});
    EXPECT_EQ(ended.exitCode, 0) << ended.err;
    return lastNumber(ended.out, "size");
  };
  EXPECT_LT(size("--gzip_level=9", "gzip"), size("--gzip_level=1", "gzip"));
  EXPECT_LT(size("--xz_level=6", "xz"), size("--xz_level=0", "xz"));
  EXPECT_LT(size("--xz_level=6", "xz"), size("--gzip_level=9", "gzip"));
}

TEST(CompressorExample, ArrivalIsTheTimeToCompressPlusTheTimeToSend) {
  const Ended ended =
      runProgram({"sh", examples / "compressor" / "compress.sh", "--lines=5000", "--bytes_per_second=1000"});
  EXPECT_NEAR(lastNumber(ended.out, "arrival"),
              lastNumber(ended.out, "seconds") + lastNumber(ended.out, "size") / 1000, 0.002);
}

TEST(CompressorExample, RefusesBadFlags) {
  for (const char* flag :
       {"--tool=zip", "--gzip_level=0", "--xz_level=10", "--xz_extreme=maybe", "--lines=5x", "--bogus"}) {
    const Ended ended = runProgram({"sh", examples / "compressor" / "compress.sh", flag});
    EXPECT_EQ(ended.exitCode, 2) << flag;
    EXPECT_EQ(ended.out, "") << flag;
    EXPECT_NE(ended.err.find("compress.sh: --"), std::string::npos) << ended.err;
  }
}

} // namespace sweep::test
