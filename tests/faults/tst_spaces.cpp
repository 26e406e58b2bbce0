// SPDX-License-Identifier: GPL-3.0-or-later
// Search spaces that cannot be, or that are larger than anything.
#include "tests/faults/fault_test.h"
#include "tests/support/sanitized.h"

#include <filesystem>
#include <set>
#include <sqlite3.h>
#include <sys/resource.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

void useLittleMemory() {
  const rlimit memory{1u << 30, 1u << 30};
  if (!test::IsSanitized)
    ::setrlimit(RLIMIT_AS, &memory);
}

class Spaces : public FaultTest {
protected:
  /// A study over these parameters, each on a line of its own from line 9 on.
  void spaceOf(const std::vector<std::string>& parameters, const std::string& more = {}) {
    std::string text = parameters.empty() ? "parameters: {}\n" : "parameters:\n";
    for (const auto& parameter : parameters)
      text += "  " + parameter + "\n";
    fakeStudy({"metrics", "1"}, text + more);
  }
  /// Both ways in say so with the line, and make nothing.
  void expectRefused(const std::vector<std::string>& parameters, const std::string& sentence,
                     const std::string& more = {}) {
    spaceOf(parameters, more);
    for (const char* command : {"check", "run"}) {
      const auto end = runApp(folder.path(), {command, "study.yaml"}, {}, useLittleMemory);
      EXPECT_EQ(end.exitCode, 2) << sentence;
      EXPECT_THAT(end.errors, HasSubstr(sentence));
    }
    EXPECT_FALSE(fs::exists(path("study.sweep")));
  }
  void expectParameterRefused(const std::string& parameter, const std::string& sentence) {
    expectRefused(std::vector{parameter}, "study.yaml:9: " + sentence);
  }
  /// It works, as far as four trials tell.
  void expectRuns(const std::vector<std::string>& parameters, const std::string& more = {}) {
    spaceOf(parameters, more);
    const auto end = run(useLittleMemory);
    EXPECT_EQ(end.exitCode, 0) << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
  }
  std::vector<Value> valuesOf(const std::string& name) const {
    std::vector<Value> values;
    for (const auto& trial : stored().trials)
      if (const auto* value = trial.configuration.find(name))
        values.push_back(*value);
    return values;
  }
};

TEST_F(Spaces, F72_BoundsThatAreNoRange) {
  for (const char* bound : {".nan", ".inf", "-.inf"})
    expectRefused(std::vector<std::string>{"x: {min: 0.0, max: " + std::string(bound) + "}"},
                  "line 9, column 22: “x: max” should be a number, but it is “" + std::string(bound) + "”.");
  expectParameterRefused("x: {min: 2.0, max: 1.0}", "parameter x: The low end 2 is above the high end 1.");
  expectParameterRefused("x: {min: 2, max: 1}", "parameter x: The low end 2 is above the high end 1.");
}

TEST_F(Spaces, F72_ASingleValueIsAConstant) {
  expectRuns({"x: {min: 1.5, max: 1.5}", "n: {min: 3, max: 3}", "y: {min: 0.0, max: 1.0}"});
  EXPECT_THAT(valuesOf("x"), Each(Value(1.5)));
  EXPECT_THAT(valuesOf("n"), Each(Value(std::int64_t(3))));
}

TEST_F(Spaces, F73_LogScalesThatReachNought) {
  expectParameterRefused("x: {distribution: log_uniform_values, min: 0.0, max: 1.0}",
                "parameter x: A log scale must begin above 0, not at 0.");
  expectParameterRefused("x: {distribution: log_uniform_values, min: -1.0, max: 1.0}",
                "parameter x: A log scale must begin above 0, not at -1.");
  expectParameterRefused("x: {min: 0, max: 8, log: true}",
                "parameter x: A log scale of whole numbers must begin at 1 or above, not at 0.");
}

TEST_F(Spaces, F73_StepsThatLeadNowhere) {
  expectParameterRefused("x: {min: 0.0, max: 1.0, step: 0.0}", "parameter x: The step must be above 0, not 0.");
  expectParameterRefused("x: {min: 0.0, max: 1.0, step: -0.1}", "parameter x: The step must be above 0, not -0.1.");
  expectParameterRefused("x: {min: 0.0, max: 1.0, step: 3.0}", "parameter x: The step 3 is wider than the range from 0 to 1.");
  expectParameterRefused("x: {min: 1.0, max: 2.0, step: 0.1, log: true}", "parameter x: A log scale has no step");
  expectParameterRefused("x: {min: 0.0, max: 1.0, step: 1.0e-300}", "parameter x: The step 1e-300 is too fine for the range");
  expectParameterRefused("x: {min: 0, max: 9, step: 0}", "parameter x: The step must be 1 or more, not 0.");
  expectParameterRefused("x: {min: 0, max: 9, step: 10}", "parameter x: The step 10 is wider than the range from 0 to 9.");
}

TEST_F(Spaces, F73_AStepThatDoesNotDivideTheRangeStopsBeforeItsEnd) {
  expectRuns({"x: {min: 0.0, max: 1.0, step: 0.3}"}, "method: grid");
  EXPECT_THAT(valuesOf("x"), ElementsAre(Value(0.0), Value(0.3), Value(0.6), Value(0.9)));
}

std::vector<std::string> thousands(int count) {
  std::vector<std::string> parameters;
  for (int i = 0; i < count; ++i)
    parameters.push_back("p" + std::to_string(i) + ": {min: 1, max: 1000}");
  return parameters;
}

TEST_F(Spaces, F74_AGridOfMoreThanAnybodyCanTryIsCountedAndRefused) {
  const std::string grid = "method: grid\nmethod_options: {levels: 1000}";
  expectRefused(thousands(6), "study.yaml:14: A grid of 10^18 points is too large: at most 10^6 can be tried.", grid);
  expectRefused(thousands(300), "A grid of 10^308 points is too large", grid);
}

TEST_F(Spaces, F74_OtherMethodsSearchThereAllTheSame) {
  expectRuns(thousands(6), "method: sobol");
  EXPECT_THAT(valuesOf("p0"), SizeIs(4));
}

TEST_F(Spaces, F75_NoParametersAndNoChoices) {
  expectRefused(std::vector<std::string>{}, "There are no parameters: add at least one to search over.");
  expectParameterRefused("x: {values: []}", "parameter x: There are no choices: give at least one.");
  expectParameterRefused("x: {values: [a, b, a]}", "parameter x: The choice a is there twice.");
  expectParameterRefused("x: {values: [a, b], probabilities: [1.0]}", "parameter x: There are 1 probabilities for 2 choices.");
  expectParameterRefused("x: {values: [a, b], probabilities: [0.0, 0.0]}", "parameter x: The probabilities must have a sum above 0.");
}

TEST_F(Spaces, F75_ChoicesAreToldApartByTheirKind) {
  spaceOf({"x: {values: [1, \"1\", 1.0, true, \"true\", ~, \"\"]}"}, "method: grid\nrun_cap: 7\nparallel: 1");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(valuesOf("x"), ElementsAre(Value(std::int64_t(1)), Value("1"), Value(1.0), Value(true), Value("true"), Value(), Value("")));
}

TEST_F(Spaces, F75_OneChoiceAlone) { expectRuns({"x: {values: [only]}", "y: {min: 0.0, max: 1.0}"}); }

TEST_F(Spaces, F75_TenThousandParameters) {
  std::vector<std::string> parameters;
  for (int i = 0; i < 10'000; ++i)
    parameters.push_back("parameter_" + std::to_string(i) + ": {min: 0.0, max: 1.0}");
  expectRuns(parameters);
  EXPECT_EQ(stored().trials.front().configuration.size(), 10'000u);
}

TEST_F(Spaces, F75_AMillionChoicesAreRefusedAndManyThousandsWork) {
  const auto choices = [](int count) {
    std::string text = "x: {values: [0";
    for (int i = 1; i < count; ++i)
      text += "," + std::to_string(i);
    return text + "]}";
  };
  expectRefused(std::vector<std::string>{choices(1'000'000)}, "larger than 4 MiB");
  expectRefused(std::vector<std::string>{choices(200'000)}, "more than 100,000 entries");
  expectRuns({choices(90'000)});
}

TEST_F(Spaces, F76_ConditionsThatGoRoundInACircle) {
  const std::string range = "min: 0, max: 1, condition: {parameter: ";
  expectRefused({"a: {" + range + "b, is: 1}}", "b: {" + range + "c, is: 1}}", "c: {" + range + "a, is: 1}}"},
                "study.yaml:9: parameter a: The conditions go round in a circle: a → b → c → a.");
  expectParameterRefused("a: {" + range + "a, is: 1}}", "parameter a: The conditions go round in a circle: a → a.");
}

TEST_F(Spaces, F76_ConditionsOnWhatIsNotThere) {
  const std::string optimizer = "optimizer: {values: [sgd, adam]}";
  const auto momentum = [](const std::string& condition) { return "momentum: {min: 0.0, max: 1.0, condition: {" + condition + "}}"; };
  expectRefused({momentum("parameter: optimzer, is: sgd"), optimizer},
                "study.yaml:9: parameter momentum: The condition names “optimzer”, which is no parameter; did you mean “optimizer”?");
  expectRefused({momentum("parameter: optimizer, is: sdg"), optimizer},
                "The condition needs sdg, which is not one of the values of “optimizer”; the parameter would never take part.");
  expectRefused({momentum("parameter: optimizer, at_least: 1"), optimizer}, "“optimizer” is not a range of numbers");
}

/// Names of parameters, each with a word of the sentence that refuses it.
TEST_F(Spaces, F78_NamesOfParametersThatCannotBe) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"\"\"", "The parameter has no name."},
      {"\"" + std::string(1000, 'n') + "\"", "is too long: it has 1000 characters, at most 128 are allowed."},
      {"\"😀\"", "The name “\\xf0\\x9f\\x98\\x80” is not allowed"},
      {"\"\\u202Eabc\"", "The name “\\xe2\\x80\\xaeabc” is not allowed"},
      {"\"gro\\u0308sse\"", "is not allowed: use the letters a to z and A to Z, digits and _ . -"},
      {"\"\\u0430\"", "The name “\\xd0\\xb0” is not allowed"},
      {"\"a\\nb\"", "The name “a\\x0ab” is not allowed"},
      {"\"a b\"", "The name “a b” is not allowed"},
      {"\"-rf\"", "The name “-rf” is not allowed"},
      {"\"${x}\"", "The name “${x}” is not allowed"},
      {"\"a=b\"", "The name “a=b” is not allowed"}};
  for (const auto& [name, sentence] : names)
    expectRefused(std::vector<std::string>{name + ": {min: 0.0, max: 1.0}"}, sentence);
}

TEST_F(Spaces, F78_NamesOfStudiesAndMetricsThatDeceive) {
  const std::string x = "x: {min: 0.0, max: 1.0}";
  expectRefused({x}, "study.yaml:9: The name “\\u202egpj.exe” has a character in it that cannot be seen.", "name: \"\\u202Egpj.exe\"");
  expectRefused({x}, "The name “one\ntwo” has a character in it that cannot be seen.", "name: \"one\\ntwo\"");
  expectRefused({x}, "is too long: it has 10000 bytes, at most 200 are allowed.", "name: " + std::string(10'000, 'n'));
  expectRefused({x}, "The name “\\x1b]0;loss\\x07” has a character in it that cannot be seen.", "metric: {name: \"\\e]0;loss\\a\"}");
}

TEST_F(Spaces, F78_WhatATerminalWouldObeyIsWrittenOut) {
  spaceOf({"x: {min: 0.0, max: 1.0}"}, "working_directory: \"\\e]0;owned\\a\\u202E\"");
  writeFile(path("study.yaml"), fileContent(path("study.yaml")) + "\"key\\e[2J\": 1\n");
  for (const char* command : {"check", "run"}) {
    const auto end = runApp(folder.path(), {command, "study.yaml"});
    EXPECT_EQ(end.exitCode, 2);
    EXPECT_THAT(end.errors, Not(HasSubstr("\x1b")));
    EXPECT_THAT(end.errors, Not(HasSubstr("\u202e")));
  }
}

TEST_F(Spaces, F78_AnyNameThatCanBeSeenWillDo) {
  spaceOf({"x: {min: 0.0, max: 1.0}"}, "name: \"-Größe 😀 ../שלום\"");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_EQ(stored().spec.name, "-Größe 😀 ../שלום");
}

TEST_F(Spaces, F79_NamesThatMeanSomethingElsewhereAreKeptApart) {
  scriptStudy("env | grep -E '^(PATH|LD_PRELOAD|HOME|IFS|SWEEP_PATH|SWEEP_LD_PRELOAD)=' > seen-$SWEEP_TRIAL\n"
              "echo \"loss: $SWEEP_LOSS\"",
              "run_cap: 2\nparameters:\n  PATH: {values: [/evil]}\n  LD_PRELOAD: {values: [/evil.so]}\n"
              "  loss: {min: 0.25, max: 0.5}\n  id: {min: 1, max: 2}\n  number: {min: 1, max: 2}\n  value: {min: 1, max: 2}");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(fileContent(path("seen-0")), AllOf(HasSubstr("SWEEP_PATH=/evil\n"), HasSubstr("SWEEP_LD_PRELOAD=/evil.so\n")));
  EXPECT_THAT("\n" + fileContent(path("seen-0")), AllOf(Not(HasSubstr("\nPATH=/evil")), Not(HasSubstr("\nLD_PRELOAD"))));
  const auto csv = runApp(folder.path(), {"trials", "study.sweep"}).output;
  EXPECT_THAT(csv, HasSubstr("number,state,value,PATH,LD_PRELOAD,loss,id,parameter number,parameter value,"));
}

TEST_F(Spaces, F79_NamesThatWouldTakeAPlaceOfOursOrOfEachOtherAreRefused) {
  for (const char* name : {"trial", "budget", "dir", "checkpoint", "resume", "args", "program", "env"})
    expectParameterRefused(std::string(name) + ": {min: 0.0, max: 1.0}",
                  "parameter " + std::string(name) + ": The name “" + name + "” is reserved for a placeholder of commands");
  expectRefused(std::vector<std::string>{"Lr: {min: 0.0, max: 1.0}", "lr: {min: 0.0, max: 1.0}"},
                "study.yaml:10: parameter lr: The names “Lr” and “lr” differ only in capitals");
}

TEST_F(Spaces, F80_OnceTrialsAreThereTheSpaceStays) {
  scriptStudy("echo \"loss: $SWEEP_X\"", "run_cap: 100");
  ASSERT_EQ(run().exitCode, 0);
  const auto before = stored();
  for (const char* space : {"parameters: {x: {min: 0.0, max: 0.5}}", "parameters: {x: {values: [a, b]}}"}) {
    scriptStudy("echo \"loss: $SWEEP_X\"", "run_cap: 120\n" + std::string(space));
    const auto end = run();
    EXPECT_EQ(end.exitCode, 2);
    EXPECT_THAT(end.errors, HasSubstr("study.sweep is there already and holds another study than study.yaml. Name another file with --study."));
    EXPECT_EQ(stored().trials, before.trials);
    EXPECT_EQ(stored().spec, before.spec);
  }
}

/// Somebody else changed the file: the space that it holds no longer has what was tried.
class SpaceEditedBehindOurBack : public Spaces, public testing::WithParamInterface<const char*> {
protected:
  void editStored(const std::string& from, const std::string& to) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path("study.sweep").c_str(), &handle), SQLITE_OK);
    const std::string change = "UPDATE study SET spec = replace(spec, '" + from + "', '" + to + "')";
    ASSERT_EQ(sqlite3_exec(handle, change.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_changes(handle), 1);
    sqlite3_close(handle);
  }
};

TEST_P(SpaceEditedBehindOurBack, F80_KeepsItsTrialsAndGoesOnWithinTheNewSpace) {
  scriptStudy("echo \"loss: $SWEEP_X\"; echo $SWEEP_KIND > kind",
              "run_cap: 100\nparameters:\n  x: {distribution: uniform, min: 0.0, max: 1.0}\n  kind: {values: [a, b, c]}\nmethod: " +
                  std::string(GetParam()));
  const auto first = run();
  ASSERT_EQ(first.exitCode, 0) << first.errors;
  const auto before = stored();
  editStored("max: 1.0", "max: 0.5");
  editStored("[a, b, c]", "[a, b]");
  const auto end = runApp(folder.path(), {"run", "study.sweep", "--trials", "120"});
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  const auto after = stored();
  ASSERT_THAT(after.trials, SizeIs(120));
  for (std::size_t i = 0; i < before.trials.size(); ++i)
    EXPECT_EQ(after.trials[i], before.trials[i]) << "what was tried stays as it was";
  const auto space = SearchSpace::create(after.spec.space);
  ASSERT_TRUE(space);
  for (std::size_t i = before.trials.size(); i < after.trials.size(); ++i)
    EXPECT_TRUE(space->check(after.trials[i].configuration)) << i;
}

INSTANTIATE_TEST_SUITE_P(Methods, SpaceEditedBehindOurBack,
                         testing::Values("random", "sobol", "latin-hypercube", "gp", "tpe", "cma-es", "kde"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

} // namespace
} // namespace sweep::test
