// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/runner/command_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

using namespace sweep;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

namespace {

const Configuration someValues{{"lr", 1e-4},
                               {"layers", std::int64_t{3}},
                               {"nesterov", true},
                               {"verbose", false},
                               {"name", std::string("a b")},
                               {"none", std::monostate()},
                               {"shape", OpaqueValue{"[1,2]"}}};

CommandContext someContext() {
  CommandContext context;
  context.trial = 7;
  context.seed = 18446744073709551615U;
  context.folder = "/data/t7";
  context.checkpoint = "/data/t7/checkpoint";
  context.studyFolder = "/data";
  return context;
}

Program programOf(std::vector<std::string> command) {
  Program program;
  program.program = "train.py";
  program.command = std::move(command);
  return program;
}

Result<std::vector<std::string>> expanded(std::vector<std::string> command, const Configuration& values = someValues,
                                          const CommandContext& context = someContext()) {
  return expandCommand(programOf(std::move(command)), values, context);
}

std::vector<std::string> words(std::vector<std::string> command, const CommandContext& context = someContext()) {
  const auto result = expanded(std::move(command), someValues, context);
  EXPECT_TRUE(result.ok()) << (result ? "" : result.error().str());
  return result ? *result : std::vector<std::string>();
}

std::vector<std::string> problems(std::vector<std::string> command) {
  SpaceSpec space;
  space.parameters = {{"lr", FloatDomain{}, {}, {}, {}}, {"units", IntDomain{}, {}, {}, {}}};
  std::vector<std::string> sentences;
  for (const auto& problem : problemsOfCommand(programOf(std::move(command)), space))
    sentences.push_back(problem.str());
  return sentences;
}

} // namespace

TEST(CommandTemplate, ExpandsTheMacrosOfASweep) {
  EXPECT_THAT(words({"${env}", "${interpreter}", "${program}"}), ElementsAre("/usr/bin/env", "python3", "train.py"));
  EXPECT_THAT(words({"p", "${args}"}), ElementsAre("p", "--lr=0.0001", "--layers=3", "--nesterov=True", "--verbose=False",
                                                   "--name=a b", "--none=None", "--shape=[1,2]"));
  EXPECT_THAT(words({"p", "${args_no_hyphens}"}), ElementsAre("p", "lr=0.0001", "layers=3", "nesterov=True", "verbose=False",
                                                              "name=a b", "none=None", "shape=[1,2]"));
  EXPECT_THAT(words({"p", "${args_no_equals}"}),
              ElementsAre("p", "--lr", "0.0001", "--layers", "3", "--nesterov", "True", "--verbose", "False", "--name", "a b",
                          "--none", "None", "--shape", "[1,2]"));
  EXPECT_THAT(words({"p", "${args_no_boolean_flags}"}),
              ElementsAre("p", "--lr=0.0001", "--layers=3", "--nesterov", "--name=a b", "--none=None", "--shape=[1,2]"));
  EXPECT_THAT(words({"p", "${args_append_hydra}"}), testing::Contains("+lr=0.0001"));
  EXPECT_THAT(words({"p", "${args_override_hydra}"}), testing::Contains("++lr=0.0001"));
  EXPECT_THAT(words({"p", "${args_json}"}),
              ElementsAre("p", R"({"lr": 0.0001, "layers": 3, "nesterov": true, "verbose": false, "name": "a b", )"
                               R"("none": null, "shape": [1,2]})"));
  EXPECT_THAT(words({"p", "${args_json_file}"}), ElementsAre("p", "/data/t7/arguments.json"));
  EXPECT_TRUE(needsArgumentsFile(programOf({"p", "${args_json_file}"})));
  EXPECT_FALSE(needsArgumentsFile(programOf({"p", "${args_json}"})));
}

TEST(CommandTemplate, FillsPlaceholdersWithinWords) {
  EXPECT_THAT(words({"./${program}", "--id=${trial}-${seed}", "${dir}/out", "${study_dir}", "x${lr}y${layers}z"}),
              ElementsAre("./train.py", "--id=7-18446744073709551615", "/data/t7/out", "/data", "x0.0001y3z"));
  EXPECT_THAT(words({"p", "--save=${checkpoint}"}), ElementsAre("p", "--save=/data/t7/checkpoint"));
}

TEST(CommandTemplate, DropsWhatWouldResumeNothing) {
  EXPECT_THAT(words({"p", "--resume=${resume}", "x"}), ElementsAre("p", "x"));
  EXPECT_THAT(words({"p", "--resume", "${resume}", "x"}), ElementsAre("p", "x"));
  EXPECT_THAT(words({"p", "${resume}", "x"}), ElementsAre("p", "x"));
  EXPECT_THAT(words({"p", "--lr=1", "${resume}"}), ElementsAre("p", "--lr=1"));
  auto context = someContext();
  context.resume = "/data/t3/checkpoint";
  EXPECT_THAT(words({"p", "--resume", "${resume}", "--r=${resume}"}, context),
              ElementsAre("p", "--resume", "/data/t3/checkpoint", "--r=/data/t3/checkpoint"));
}

TEST(CommandTemplate, DropsABudgetThatIsNotThere) {
  EXPECT_THAT(words({"p", "--epochs=${budget}", "--for", "${budget}"}), ElementsAre("p"));
  auto context = someContext();
  context.budget = 27.0;
  EXPECT_THAT(words({"p", "--epochs=${budget}", "--for", "${budget}"}, context), ElementsAre("p", "--epochs=27", "--for", "27"));
}

TEST(CommandTemplate, AParameterGoesBeforeAPlaceholder) {
  const auto result = expanded({"p", "${seed}", "${args}"}, {{"seed", std::int64_t{5}}, {"args", std::string("mine")}});
  ASSERT_TRUE(result);
  EXPECT_THAT(*result, ElementsAre("p", "5", "mine"));
}

TEST(CommandTemplate, NeverExpandsWhatAValueContains) {
  for (const std::string value : {"${lr}", "$(rm -rf ~)", "`id`", "; id", "a b", "*", "'", "\"", "a\nb", "{", "}", "--flag=$(x)",
                                  "@file", "-x", "", "$${", "%1", "\xff\xfe"}) {
    const Configuration values{{"lr", 0.5}, {"v", value}};
    const auto result = expanded({"p", "--v=${v}", "${v}", "${args}"}, values);
    ASSERT_TRUE(result);
    EXPECT_THAT(*result, ElementsAre("p", "--v=" + value, value, "--lr=0.5", "--v=" + value));
  }
}

TEST(CommandTemplate, KeepsLiteralDollars) {
  EXPECT_THAT(words({"p", "$${lr}", "$", "$x", "a$", "$$", "{}", "}"}), ElementsAre("p", "${lr}", "$", "$x", "a$", "$$", "{}", "}"));
}

TEST(CommandTemplate, ReadsEnvironmentVariables) {
  ::setenv("SWEEP_TEST_VARIABLE", "ours", 1);
  Program program = programOf({"p", "--a=${envvar:SWEEP_TEST_VARIABLE}", "${envvar:OWN}", "${envvar:SWEEP_TEST_UNSET}"});
  program.environment = {{"OWN", "own"}};
  const auto result = expandCommand(program, someValues, someContext());
  ASSERT_TRUE(result);
  EXPECT_THAT(*result, ElementsAre("p", "--a=ours", "own", "SWEEP_TEST_UNSET"));
}

TEST(CommandTemplate, RefusesWithASentence) {
  EXPECT_THAT(expanded({"p", "--x=${layer}"}).error().str(), HasSubstr("Did you mean ${layers}?"));
  EXPECT_THAT(expanded({"p", "${nothing_like_it}"}).error().str(), HasSubstr("Write $${ for a literal ${"));
  EXPECT_THAT(expanded({"p", "--x=${args}"}).error().str(), HasSubstr("must be a word of its own"));
  EXPECT_THAT(expanded({"p", "${lr"}).error().str(), HasSubstr("without its }"));
  EXPECT_THAT(expanded({}).error().str(), HasSubstr("The command is empty"));
  EXPECT_THAT(expanded({"p", "${args}"}, {{"bad", std::string("a\0b", 3)}}).error().str(), HasSubstr("“bad” contains a NUL byte"));
  EXPECT_THAT(expanded({std::string("p\0", 2)}).error().str(), HasSubstr("NUL byte"));
}

TEST(CommandTemplate, FindsProblemsBeforehand) {
  EXPECT_THAT(problems({"${program}", "${args}", "${lr}", "${envvar:X}", "${seed}", "--b=${budget}"}), IsEmpty());
  EXPECT_THAT(problems({}), SizeIs(1));
  EXPECT_THAT(problems({"p", "${unit}", "${unit}", "--x=${args}", "${"}),
              ElementsAre(HasSubstr("${units}"), HasSubstr("word of its own"), HasSubstr("without its }")));
  Program nameless = programOf({"python3", "${program}"});
  nameless.program.clear();
  EXPECT_THAT(problemsOfCommand(nameless, {}), SizeIs(1));
}

TEST(CommandTemplate, GivesTheValuesInTheEnvironmentToo) {
  Program program = programOf({"p"});
  program.environment = {{"SWEEP_DIR", "own"}};
  const Configuration values{{"lr", 0.5}, {"weight-decay", 0.25}, {"LR", 9.0}, {"trial", std::string("mine")}};
  auto context = someContext();
  EXPECT_THAT(trialEnvironment(program, values, context),
              ElementsAre(Pair("SWEEP_LR", "0.5"), Pair("SWEEP_WEIGHT_DECAY", "0.25"), Pair("SWEEP_TRIAL", "mine"),
                          Pair("SWEEP_SEED", "18446744073709551615"), Pair("SWEEP_CHECKPOINT", "/data/t7/checkpoint"),
                          Pair("SWEEP_RESUME", "")));
  context.budget = 0.5;
  EXPECT_THAT(trialEnvironment(program, values, context), testing::Contains(Pair("SWEEP_BUDGET", "0.5")));
}

TEST(CommandTemplate, ALineIsWhatAShellTurnsBack) {
  const std::vector<std::string> command{"p", "--a=b c", "it's", "", "$x", "\n", "*", "\xe2\x88\x92"};
  EXPECT_EQ(shellLine({"p", "--lr=0.1", "a b"}), "p --lr=0.1 'a b'");
  EXPECT_EQ(shellWords(shellLine(command)), command);
}

TEST(CommandTemplate, ALineForEditingKeepsItsWordsApart) {
  const std::vector<std::string> command{"${program}", "C:\\data\\", "--lr=${lr}", "a b", "", "it's"};
  EXPECT_EQ(templateLine(command), "${program} 'C:\\data\\' --lr=${lr} 'a b' '' 'it'\\''s'");
  EXPECT_EQ(shellWords(templateLine(command)), command);
}
