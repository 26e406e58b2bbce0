// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_file.h"
#include "places.h"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace sweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string Head = "method: random\nmetric: {name: loss}\nparameters: {x: {min: 0.0, max: 1.0}}\n";

StudyFile read(const std::string& text) {
  const auto file = readStudyFile(text);
  if (!file) {
    ADD_FAILURE() << file.error().str();
    return {};
  }
  return *file;
}

std::string errorOf(const std::string& text) {
  const auto file = readStudyFile(text);
  return file ? "(read)" : file.error().str();
}

std::string notesOf(const std::string& text) {
  std::string all;
  for (const auto& note : read(text).notes)
    all += std::to_string(note.line) + ": " + note.message.str() + "\n";
  return all;
}

TEST(StudyFile, ReadsASmallSweep) {
  const auto file = read(Head + "program: train.py\nrun_cap: 12\n");
  EXPECT_THAT(file.notes, IsEmpty());
  EXPECT_EQ(file.spec.program.program, "train.py");
  EXPECT_THAT(file.spec.program.command, ElementsAre("${env}", "${interpreter}", "${program}", "${args}"));
  EXPECT_EQ(file.spec.method.sampler, "random");
  EXPECT_EQ(file.spec.limits.trials, 12);
  EXPECT_EQ(file.spec.objective().metric, "loss");
  EXPECT_EQ(file.spec.objective().direction, Direction::Minimise);
  EXPECT_EQ(file.lines.at("parameters.x"), 3);
  EXPECT_EQ(file.lines.at("run_cap"), 5);
}

TEST(StudyFile, WithoutRunCapTrialsAreNotLimited) {
  EXPECT_EQ(read(Head).spec.limits.trials, std::nullopt);
}

TEST(StudyFile, WhatAMetricSourceHasSaysWhichWayIsMeant) {
  const auto source = [](const std::string& map) {
    const auto file = read(Head + "metric_source: " + map + "\n");
    EXPECT_THAT(file.notes, IsEmpty()) << map;
    return file.spec.metricSource;
  };
  EXPECT_EQ(source("{file: out/metrics.csv}"), (MetricSource{"file", {}, "out/metrics.csv", {}}));
  EXPECT_EQ(source("{file: metrics, format: json}"), (MetricSource{"file", {}, "metrics", "json"}));
  EXPECT_EQ(source("{expression: 'is (.*)'}"), (MetricSource{"regex", "is (.*)"}));
  EXPECT_EQ(source("{preset: auto, expression: 'is (.*)', file: m.csv}"), (MetricSource{"auto", "is (.*)", "m.csv", {}}));
  EXPECT_EQ(source("{preset: smac}"), MetricSource{"smac"});
}

TEST(StudyFile, ReadsOurKeys) {
  const auto file = read(Head + R"yaml(working_directory: sub
environment: {OMP_NUM_THREADS: 1, DEBUG: no, EMPTY: }
metric_source: {preset: regex, expression: "loss=(?<value>.*)"}
objective_from: {mean_of_last: 5}
constraints: ["x < 0.5"]
parallel: 8
seed: 18446744073709551615
trial_time_limit: 10m
study_time_limit: 1h 30m
silence_limit: 45
trial_memory_limit: 2 GiB
grace_period: 2.5
retries: 2
stop_after_initial_failures: 0
method_options: {scrambled: true}
scheduler: halving
scheduler_options: {eta: 3}
)yaml");
  EXPECT_THAT(file.notes, IsEmpty());
  const auto& spec = file.spec;
  EXPECT_EQ(spec.program.workingDirectory, "sub");
  EXPECT_THAT(spec.program.environment,
              ElementsAre(std::pair<std::string, std::string>("OMP_NUM_THREADS", "1"),
                          std::pair<std::string, std::string>("DEBUG", "no"),
                          std::pair<std::string, std::string>("EMPTY", "")));
  EXPECT_EQ(spec.metricSource, (MetricSource{"regex", "loss=(?<value>.*)"}));
  EXPECT_EQ(spec.objective().reduction, Reduction::MeanOfLast);
  EXPECT_EQ(spec.objective().lastCount, 5);
  EXPECT_THAT(spec.space.constraints, ElementsAre("x < 0.5"));
  EXPECT_EQ(spec.limits.parallel, 8);
  EXPECT_EQ(spec.seed, 18446744073709551615u);
  EXPECT_EQ(spec.limits.trialTime, 600.0);
  EXPECT_EQ(spec.limits.studyTime, 5400.0);
  EXPECT_EQ(spec.limits.silence, 45.0);
  EXPECT_EQ(spec.limits.trialMemory, std::int64_t(2) << 30);
  EXPECT_EQ(spec.limits.grace, 2.5);
  EXPECT_EQ(spec.failures, (FailureRules{{2, likelyPassingClasses(), false}, 0, InterruptedRule::Ask}));
  EXPECT_EQ(spec.method.samplerOptions, (Configuration{{"scrambled", true}}));
  EXPECT_EQ(spec.method.scheduler, "halving");
  EXPECT_EQ(spec.method.schedulerOptions, (Configuration{{"eta", std::int64_t(3)}}));
}

TEST(StudyFile, ReadsMetrics) {
  const auto file = read("method: grid\nparameters: {x: {values: [1]}}\nmetrics:\n- {name: acc, goal: "
                         "maximize, target: 0.99, from: best}\n"
                         "- {name: cost, goal: minimise}\n");
  ASSERT_THAT(file.spec.objectives, SizeIs(2));
  EXPECT_EQ(file.spec.objectives[0].direction, Direction::Maximise);
  EXPECT_EQ(file.spec.objectives[0].target, 0.99);
  EXPECT_EQ(file.spec.objectives[0].reduction, Reduction::Best);
  EXPECT_EQ(file.spec.objectives[1].metric, "cost");
  EXPECT_THAT(file.notes, IsEmpty());
}

TEST(StudyFile, BayesIsTheGaussianProcess) {
  EXPECT_EQ(
      read("method: bayes\nmetric: {name: a}\nparameters: {x: {min: 0.0, max: 1.0}}\n").spec.method.sampler,
      "gp");
}

TEST(StudyFile, EarlyTerminateIsAScheduler) {
  const std::string text = Head + "early_terminate:\n  type: hyperband\n  max_iter: 27\n  s: 2\n  strict: false\n";
  const auto file = read(text);
  EXPECT_THAT(file.notes, IsEmpty());
  EXPECT_EQ(file.spec.method.scheduler, "wandb-hyperband");
  EXPECT_EQ(file.spec.method.schedulerOptions,
            (Configuration{{"max_iter", std::int64_t{27}}, {"s", std::int64_t{2}}, {"strict", false}}));
  EXPECT_THAT(writeStudyFile(file.spec), HasSubstr("early_terminate:\n  type: hyperband\n  max_iter: 27\n"));
}

TEST(StudyFile, ReadsBudgets) {
  const auto file = read(Head + "scheduler: hyperband\nscheduler_options: {eta: 4}\n"
                                "budget: {unit: epoch, min: 1, max: 64, way: continue}\n");
  EXPECT_THAT(file.notes, IsEmpty());
  EXPECT_EQ(file.spec.budget, (Budget{"epoch", 1.0, 64.0, BudgetWay::Continue}));
  EXPECT_TRUE(file.spec.budget->isWhole());
  EXPECT_FALSE((Budget{"share", 0.1, 1.0, BudgetWay::StartOver}).isWhole());
  EXPECT_FALSE(read(Head).spec.budget);
  EXPECT_FALSE(readStudyFile(Head + "budget: {way: sideways}\n"));
  EXPECT_THAT(notesOf(Head + "budget: {max: 9, maximum: 3}\n"), HasSubstr("maximum"));
}

TEST(StudyFile, NothingIsLeftOutSilently) {
  EXPECT_THAT(notesOf(Head + "early_terminate: {type: envelope}\n"),
              HasSubstr("“early_terminate” is not applied"));
  EXPECT_THAT(notesOf(Head + "scheduler: asha\nearly_terminate: {type: hyperband, min_iter: 3}\n"),
              StartsWith("5: “early_terminate” is not applied"));
  EXPECT_THAT(notesOf(Head + "project: p\nentity: e\n"), HasSubstr("4: “project” concerns W&B"));
  EXPECT_THAT(notesOf(Head + "paralel: 3\n"),
              HasSubstr("4: “paralel” is no key of a study and is left out; did you mean “parallel”?"));
  EXPECT_THAT(notesOf("method: custom\nmetric: {name: a, impute: best}\nparameters: {}\n"),
              HasSubstr("1: The method “custom”"));
  EXPECT_THAT(notesOf("method: custom\nmetric: {name: a, impute: best}\nparameters: {}\n"),
              HasSubstr("2: “impute” is not applied"));
  EXPECT_THAT(notesOf("method: grid\nmetric: {name: a, goal: up}\nparameters: {}\n"),
              HasSubstr("“goal” is minimize or maximize"));
  EXPECT_THAT(notesOf("method: grid\nparameters: {}\n"), HasSubstr("There is no “metric”"));
  EXPECT_THAT(notesOf("metric: {name: a}\nparameters: {}\n"), HasSubstr("There is no “method”"));
  EXPECT_THAT(notesOf("method: grid\nmetric: {name: a}\n"), HasSubstr("There are no “parameters”"));
  EXPECT_THAT(notesOf(Head + "scheduler: {engine: wandb}\n"), HasSubstr("W&B Launch"));
}

TEST(StudyFile, ReadsAReplay) {
  const auto table = read(Head + "executor: replay\nreplay: {table: curves.csv, seconds_per_step: 2}\nparallel: 10000\n").spec;
  ASSERT_TRUE(table.replay);
  EXPECT_EQ(table.replay->table, "curves.csv");
  EXPECT_EQ(table.replay->secondsPerStep, "2");
  EXPECT_EQ(table.limits.parallel, 10'000);
  const auto formula = read(Head + "executor: replay\nreplay: {formula: x + 1, steps: 9, report_every: 3}\n").spec;
  using Formulas = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(formula.replay->formulas, (Formulas{{formula.objective().metric, "x + 1"}}));
  EXPECT_EQ(formula.replay->steps, 9);
  EXPECT_EQ(formula.replay->reportEvery, 3);
  EXPECT_FALSE(read(Head + "executor: local\n").spec.replay);
  EXPECT_THAT(notesOf(Head + "replay: {table: a}\n"), HasSubstr("“replay” is not applied"));
  EXPECT_THAT(errorOf(Head + "executor: cloud\n"), HasSubstr("The “executor” is local or replay"));
  EXPECT_THAT(errorOf(Head + "executor: replay\nreplay: {steps: 0}\n"), HasSubstr("should be at least 1"));
}

TEST(StudyFile, RefusesWithLineAndColumn) {
  EXPECT_THAT(errorOf("- a\n- b\n"), HasSubstr("should be a map"));
  EXPECT_THAT(errorOf("just text\n"), HasSubstr("should be a map"));
  EXPECT_THAT(errorOf(Head + "run_cap: many\n"),
              StartsWith("line 4, column 10: “run_cap” should be a whole number"));
  EXPECT_THAT(errorOf(Head + "run_cap: 0\n"), HasSubstr("between 1 and"));
  EXPECT_THAT(errorOf(Head + "parallel: 100000\n"), HasSubstr("between 1 and 1024"));
  EXPECT_THAT(errorOf(Head + "seed: -1\n"), HasSubstr("whole number from 0"));
  EXPECT_THAT(errorOf(Head + "trial_time_limit: soon\n"), HasSubstr("a time such as"));
  EXPECT_THAT(errorOf(Head + "trial_memory_limit: 3 apples\n"), HasSubstr("memory"));
  EXPECT_THAT(errorOf(Head + "objective_from: middle\n"), HasSubstr("last, best or"));
  EXPECT_THAT(errorOf(Head + "command: python train.py\n"), HasSubstr("“command” should be a list"));
  EXPECT_THAT(errorOf("method: grid\nmetric: {goal: maximize}\nparameters: {}\n"),
              HasSubstr("needs a “name”"));
  EXPECT_THAT(errorOf("method: grid\nparameters: [1]\n"), HasSubstr("“parameters” should be a map"));
}

TEST(StudyFile, ReadsWhichCheckpointsStay) {
  using Keep = CheckpointRule::Keep;
  const auto ruleOf = [](const std::string& yaml) {
    const auto file = read(Head + yaml);
    EXPECT_THAT(file.notes, IsEmpty()) << yaml;
    return file.spec.limits.checkpoints;
  };
  EXPECT_EQ(ruleOf(""), (CheckpointRule{Keep::All}));
  EXPECT_EQ(ruleOf("keep_checkpoints: all\n"), (CheckpointRule{Keep::All}));
  EXPECT_EQ(ruleOf("keep_checkpoints: last\n"), (CheckpointRule{Keep::Last}));
  EXPECT_EQ(ruleOf("keep_checkpoints: {best: 5}\n"), (CheckpointRule{Keep::Best, 5}));
  EXPECT_THAT(errorOf(Head + "keep_checkpoints: {best: 0}\n"), HasSubstr("between 1 and"));
  EXPECT_THAT(errorOf(Head + "keep_checkpoints: {best: few}\n"), HasSubstr("should be a whole number"));
  for (const auto* other : {"some", "best", "3", "[last]", "{}", "{last: 1}"})
    EXPECT_THAT(errorOf(Head + "keep_checkpoints: " + other + "\n"),
                HasSubstr("“keep_checkpoints” is all, last or {best: k} with k from 1 to 1000000"))
        << other;
  EXPECT_THAT(read(Head + "keep_checkpoints: {best: 5, of: all}\n").notes, SizeIs(1));
}

TEST(StudyFile, AllCheckpointsNeedNoMention) {
  auto spec = read(Head).spec;
  EXPECT_THAT(writeStudyFile(spec), Not(HasSubstr("keep_checkpoints")));
  spec.limits.checkpoints = {CheckpointRule::Keep::Best, 12};
  EXPECT_THAT(writeStudyFile(spec), HasSubstr("keep_checkpoints: {best: 12}\n"));
}

TEST(CheckpointRule, TextsAreReadAsTheyAreWritten) {
  using Keep = CheckpointRule::Keep;
  for (const auto& rule : {CheckpointRule{Keep::All}, CheckpointRule{Keep::Last}, CheckpointRule{Keep::Best, 1},
                           CheckpointRule{Keep::Best, CheckpointRule::MostBest}})
    EXPECT_EQ(checkpointRuleFromText(checkpointRuleText(rule)), rule) << checkpointRuleText(rule);
  for (const auto* other : {"", "best", "best:", "best:0", "best:-1", "best:3 ", "best:3.5", "best:1000001", "LAST", "none"})
    EXPECT_FALSE(checkpointRuleFromText(other)) << other;
  EXPECT_NE((CheckpointRule{Keep::Best, 1}), (CheckpointRule{Keep::Best, 2}));
  EXPECT_EQ((CheckpointRule{Keep::Last, 1}), (CheckpointRule{Keep::Last, 2})) << "the number belongs to the best";
}

RetryRule retriesOf(const std::string& yaml) {
  const auto file = read(Head + yaml);
  EXPECT_THAT(file.notes, IsEmpty()) << yaml;
  return file.spec.failures.retry;
}

TEST(StudyFile, ReadsWhenATrialIsTriedAgain) {
  using enum FailureClass;
  EXPECT_EQ(retriesOf(""), (RetryRule{0, {ExitCode, Signal, NoOutput, CouldNotStart}, false}));
  EXPECT_EQ(retriesOf("retries: 3\n"), (RetryRule{3, likelyPassingClasses(), false}));
  EXPECT_EQ(retriesOf("retries: {times: 2, after: [signal, out of memory], seed: new}\n"),
            (RetryRule{2, {Signal, OutOfMemory}, true}));
  EXPECT_EQ(retriesOf("retries: {after: not_a_number, seed: same}\n"), (RetryRule{1, {NotANumber}, false}));
  EXPECT_EQ(retriesOf("retries: {times: 4, after: any}\n").classes,
            std::set(retriableClasses().begin(), retriableClasses().end()));
  EXPECT_EQ(retriesOf("retries: {after: [could-not-start]}\n").classes, std::set{CouldNotStart});
}

TEST(StudyFile, RefusesRetriesThatMeanNothing) {
  EXPECT_THAT(errorOf(Head + "retries: {times: 2,\n  after: [signal, out of memry]}\n"),
              StartsWith("line 5, column 19: “out of memry” is no failure that is tried again; did you mean "
                         "“out of memory”?"));
  EXPECT_THAT(errorOf(Head + "retries: {after: stopped}\n"),
              AllOf(HasSubstr("“stopped” is no failure that is tried again"), HasSubstr("exit code, signal")));
  EXPECT_THAT(errorOf(Head + "retries: {seed: nw}\n"),
              StartsWith("line 4, column 17: The “seed” of retries is same or new, not “nw”; did you mean “new”?"));
  EXPECT_THAT(errorOf(Head + "retries: {seed: 17}\n"), HasSubstr("same or new, not “17”"));
  EXPECT_THAT(errorOf(Head + "retries: 1001\n"), HasSubstr("between 0 and 1000"));
  EXPECT_THAT(errorOf(Head + "retries: {times: -1}\n"), HasSubstr("between 0 and 1000"));
  EXPECT_THAT(errorOf(Head + "retries: often\n"), HasSubstr("a whole number"));
  EXPECT_THAT(notesOf(Head + "retries: {time: 2}\n"), HasSubstr("4: “time” is no key of “retries” and is left out; "
                                                                "did you mean “times”?"));
}

TEST(StudyFile, ReadsWhatBecomesOfInterruptedTrials) {
  const auto ruleOf = [](const std::string& yaml) { return read(Head + yaml).spec.failures.interrupted; };
  EXPECT_EQ(ruleOf(""), InterruptedRule::Ask);
  EXPECT_EQ(ruleOf("interrupted: ask\n"), InterruptedRule::Ask);
  EXPECT_EQ(ruleOf("interrupted: run again\n"), InterruptedRule::RunAgain);
  EXPECT_EQ(ruleOf("interrupted: run_again\n"), InterruptedRule::RunAgain);
  EXPECT_EQ(ruleOf("interrupted: continue\n"), InterruptedRule::Continue);
  EXPECT_EQ(ruleOf("interrupted: drop\n"), InterruptedRule::Drop);
  EXPECT_THAT(errorOf(Head + "interrupted: continu\n"),
              StartsWith("line 4, column 14: “interrupted” is ask, run again, continue or drop, not “continu”; did you "
                         "mean “continue”?"));
  EXPECT_THAT(errorOf(Head + "interrupted: 3\n"), HasSubstr("not “3”"));
  EXPECT_THAT(errorOf(Head + "interrupted: [ask]\n"), HasSubstr("should be a text"));
}

TEST(StudyFile, BadRangesAreReadSoThatTheFormCanShowThem) {
  const auto file = read("method: random\nmetric: {name: a}\nparameters: {x: {min: 3, max: 1}}\n");
  EXPECT_EQ(file.spec.space.parameters[0].domain, Domain(IntDomain{3, 1, false, 1}));
  EXPECT_FALSE(problemsOf(file.spec.space).empty());
}

TEST(StudyFile, TenThousandParametersAreRead) {
  std::string text = "method: random\nmetric: {name: a}\nparameters:\n";
  for (int i = 0; i < 10'000; ++i)
    text += "  p" + std::to_string(i) + ": {min: 0.0, max: 1.0}\n";
  EXPECT_THAT(read(text).spec.space.parameters, SizeIs(10'000));
}

TEST(StudyFile, WritesWhatPeopleCanRead) {
  const auto file = read(Head + "program: train.py\nrun_cap: 12\n");
  EXPECT_EQ(writeStudyFile(file.spec),
            R"(# Sweepscope study: the keys of a W&B sweep with Sweepscope's own beside them.
name: study

program: train.py

method: random
metric:
  name: loss
  goal: minimize

parameters:
  x:
    distribution: uniform
    min: 0.0
    max: 1.0

run_cap: 12
)");
}

std::string contentsOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class ExampleStudies : public ::testing::TestWithParam<const char*> {};

TEST_P(ExampleStudies, AreUnderstoodWhole) {
  const auto file = read(contentsOf(std::string(EXAMPLES_FOLDER "/") + GetParam() + "/study.yaml"));
  for (const auto& note : file.notes)
    ADD_FAILURE() << note.line << ": " << note.message.str();
  for (const auto& problem : problemsOf(file.spec.space))
    ADD_FAILURE() << problem.message.str();
  EXPECT_FALSE(file.spec.space.parameters.empty());
}

INSTANTIATE_TEST_SUITE_P(All, ExampleStudies,
                         ::testing::Values("digits", "compressor", "simulated_annealing", "sklearn"));

TEST(StudyFile, SaysWhatTrialsGetOfTheMachine) {
  const auto file = readStudyFile(
      "program: a\nparameters: {x: {min: 0.0, max: 1.0}}\nmethod: random\nmetric: {name: loss}\n"
      "secrets: [HF_TOKEN, DB_PASSWORD]\n"
      "resources: {devices: [0, 1, GPU-5ff], trials_per_device: 2, processors: 3, niceness: 10}\n");
  ASSERT_TRUE(file) << file.error().str();
  EXPECT_TRUE(file->notes.empty());
  EXPECT_THAT(file->spec.program.secrets, testing::ElementsAre("HF_TOKEN", "DB_PASSWORD"));
  const Resources expected{{"0", "1", "GPU-5ff"}, 2, "CUDA_VISIBLE_DEVICES", 3, 10};
  EXPECT_EQ(file->spec.limits.resources, expected);
}

TEST(StudyFile, RefusesResourcesThatNoMachineHas) {
  for (const char* line :
       {"{niceness: 20}", "{niceness: -1}", "{processors: 0}", "{trials_per_device: 0}", "[gpu]"})
    EXPECT_FALSE(readStudyFile("metric: {name: a}\nresources: " + std::string(line) + "\n")) << line;
}

} // namespace
} // namespace sweep
