// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/exit_codes.h"
#include "app/version.h"
#include "core/study/study_spec.h"

#include <CLI/CLI.hpp>
#include <map>

namespace sweep {

namespace {

constexpr const char* Examples = R"(Examples:
  sweepscope                               opens the window
  sweepscope study.yaml                    opens the window on a study
  sweepscope check study.yaml              says what is wrong with it, starts nothing
  sweepscope run study.yaml                runs it here, into study.sweep beside it
  sweepscope run study.yaml --known old.csv    learns from results that are known already
  sweepscope run study.sweep               goes on with a study that was interrupted
  sweepscope run study.yaml --repeat-best 3 --runs 5    tells good configurations from lucky ones
  sweepscope best study.sweep --format command
  sweepscope trials study.sweep --format csv -o trials.csv
  sweepscope chart study.sweep --kind history -o history.png
  sweepscope compare study.sweep -o methods.png
A study file is YAML whose keys are those of a W&B sweep. `sweepscope COMMAND --help` says more.)";

const std::map<std::string, InterruptedRule> InterruptedWords = {{"continue", InterruptedRule::Continue},
                                                                  {"run-again", InterruptedRule::RunAgain},
                                                                  {"drop", InterruptedRule::Drop}};

constexpr const char* AskTellHelp = R"(Each line is a request, and each has one line of answer:
  {"ask": 1}                             {"trials": [{"trial": 0, "configuration": {"x": 0.3}, "seed": 5, "origin": "…"}]}
  {"tell": 0, "value": 0.25}             {"trial": 0, "state": "complete", "value": 0.25, "best": true}
  {"tell": 0, "report": 0.5, "step": 3}  {"trial": 0, "state": "running"}; another state: stop it, "reason" says why
  {"tell": 0, "failure": "it crashed"}   {"trial": 0, "state": "failed", "reason": "it crashed"}
  {"tell": {"x": 0.1}, "value": 0.4}     a result that was known before
  {"enqueue": {"x": 0.2}}                tried next
  {"best": true}                         {"trial": 0, "configuration": {"x": 0.3}, "value": 0.25}
What cannot be done is answered {"error": "a sentence"}.)";

CLI::App* addRun(CLI::App& app, RunCommand& run) {
  auto* command = app.add_subcommand("run", "Run a study here, without a window. Ctrl-C stops it; the same words go on with it.");
  command->add_option("FILE", run.file, "a study file (.yaml), or a study (.sweep) to go on with")->required();
  command->add_option("--study", run.study, "the study to make or to go on with (default: beside FILE, ending in .sweep)");
  command->add_option("--parallel", run.parallel, "trials at a time")->check(CLI::Range(1, Limits::MostParallel));
  command->add_option("--trials", run.trials, "number of trials")->check(CLI::Range(1, Limits::MostTrials));
  command->add_option("--seed", run.seed, "seed of the search");
  command->add_option("--interrupted", run.interrupted,
                      "what becomes of trials that were running when the program was killed: continue (from their checkpoints, "
                      "or anew without one), run-again or drop (default: what the study says, else continue)")
      ->transform(CLI::CheckedTransformer(InterruptedWords))
      ->option_text("WORD");
  command
      ->add_option_function<std::string>(
          "--keep-checkpoints",
          [&run](const std::string& word) {
            run.checkpoints = checkpointRuleFromText(word);
            if (!run.checkpoints)
              throw CLI::ValidationError("--keep-checkpoints", "must be all, last or best:K, not " + word);
          },
          "which checkpoints stay on disk from now on: all, last (of each trial the newest), or best:K (of each of the K best "
          "trials the newest); those that trials go on from stay always (default: what the study says, else all)")
      ->option_text("RULE");
  command->add_option("--known", run.known,
                      "a study (.sweep) or a table (.csv) whose results the method learns from; may be given several times")
      ->option_text("FILE");
  auto* repeat = command->add_option("--repeat-best", run.repeatBest,
                                     "once the study is done, run so many of its best configurations again, each with other seeds")
                     ->check(CLI::Range(1, 1000));
  command->add_option("--runs", run.runs, "how many runs each of them is to have, the first one included")
      ->needs(repeat)
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  return command;
}

CLI::App* addBest(CLI::App& app, BestCommand& best) {
  auto* command = app.add_subcommand("best", "Print the best configuration of a study.");
  command->add_option("STUDY", best.study, "a study (.sweep)")->required();
  command->add_option("--format", best.format, "json, yaml, toml, env, command or python")->capture_default_str();
  command->add_option("-o,--output", best.output, "a file instead of standard output");
  auto* trial = command->add_option("--trial", best.trial, "this trial instead of the best");
  command->add_option("--by", best.by,
                      "what is best: the best single score, the mean of configurations that were run several times, or what a model "
                      "of all results expects")
      ->excludes(trial)
      ->capture_default_str()
      ->check(CLI::IsMember({"score", "mean", "model"}));
  return command;
}

CLI::App* addTrials(CLI::App& app, TrialsCommand& trials) {
  auto* command = app.add_subcommand("trials", "Print all trials of a study.");
  command->add_option("STUDY", trials.study, "a study (.sweep)")->required();
  command->add_option("--format", trials.format, "csv, json, or curves: a CSV of all reports")
      ->capture_default_str()
      ->check(CLI::IsMember({"csv", "json", "curves"}));
  command->add_flag("--raw", trials.raw, "texts as they are, without the apostrophe that keeps spreadsheets from running them");
  command->add_option("-o,--output", trials.output, "a file instead of standard output");
  return command;
}

CLI::App* addSchedule(CLI::App& app, ScheduleCommand& schedule) {
  auto* command = app.add_subcommand("schedule", "Print how the best trial was trained: its values from budget to budget.");
  command->add_option("STUDY", schedule.study, "a study (.sweep) with budgets")->required();
  command->add_option("--format", schedule.format, "csv, json, or script: a shell script that trains so in one run")
      ->capture_default_str()
      ->check(CLI::IsMember({"csv", "json", "script"}));
  command->add_option("--trial", schedule.trial, "this trial instead of the best");
  command->add_option("-o,--output", schedule.output, "a file instead of standard output");
  return command;
}

CLI::App* addChart(CLI::App& app, ChartCommand& chart) {
  auto* command = app.add_subcommand("chart", "Draw a chart of a study into a PNG or SVG file.");
  command->add_option("STUDY", chart.study, "a study (.sweep)");
  command->add_option("--kind", chart.kind, "which chart; --list names them")->capture_default_str();
  command->add_option("-o,--output", chart.output, "the file to write: .png or .svg");
  command->add_flag("--list", chart.list, "name the charts, a line each");
  return command;
}

CLI::App* addAskTell(CLI::App& app, AskTellCommand& command) {
  auto* asks = app.add_subcommand("asktell", "Hand out configurations and be told of results, as JSON lines on standard input and output.");
  asks->add_option("FILE", command.file, "a study file (.yaml); its program is not started")->required();
  asks->add_option("--study", command.study, "a study (.sweep) to make or to go on with (default: nothing is kept)");
  asks->add_option("--seed", command.seed, "seed of the search");
  asks->footer(AskTellHelp);
  return asks;
}

CLI::App* addCompare(CLI::App& app, CompareCommand& compare) {
  auto* command = app.add_subcommand(
      "compare", "Replay methods on what was recorded and say which would have found the best with the least budget.");
  command->add_option("TABLE", compare.table, "a study (.sweep), or a CSV of learning curves")->required();
  command->add_option("--methods", compare.methods, "names, or pairs such as tpe+percentile, with commas between; `sweepscope methods` lists them")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--metric", compare.metric, "the metric to optimise (default: the study's, else the table's first)");
  command->add_flag("--maximize", compare.maximise, "more of the metric is better");
  command->add_option("--seeds", compare.seeds, "studies of each method")->check(CLI::Range(1, 10'000))->capture_default_str();
  command->add_option("--budget", compare.budget, "where each study ends: after so many full trials' worth of training")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--parallel", compare.parallel, "virtual workers")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  command->add_option("-o,--output", compare.outputs, "files to write the curves into: .csv, .png or .svg");
  return command;
}

} // namespace

std::variant<CommandLine, int> readCommandLine(int argc, char** argv) {
  CLI::App app("Sweepscope tunes other programs: it runs them over ranges of their parameters and finds the best.", "sweepscope");
  app.footer(Examples);
  app.set_version_flag("--version", "Sweepscope " SWEEPSCOPE_VERSION);
  app.require_subcommand(0, 1);
  WindowCommand window;
  RunCommand run;
  BestCommand best;
  TrialsCommand trials;
  ScheduleCommand schedule;
  ChartCommand chart;
  CheckCommand check;
  app.add_option("FILE", window.file, "a study, a study file, or a program to tune");
  const auto* runs = addRun(app, run);
  const auto* bests = addBest(app, best);
  const auto* lists = addTrials(app, trials);
  const auto* schedules = addSchedule(app, schedule);
  const auto* draws = addChart(app, chart);
  auto* checks = app.add_subcommand("check", "Say what is wrong with a study file and what it would run; starts nothing.");
  checks->add_option("FILE", check.file, "a study file (.yaml)")->required();
  CompareCommand compare;
  const auto* compares = addCompare(app, compare);
  const auto* methods = app.add_subcommand("methods", "Name the search methods and their settings.");
  AskTellCommand askTell;
  const auto* asks = addAskTell(app, askTell);
  GuardCommand guard;
  auto* guards = app.add_subcommand("guard", "")->group("");
  guards->add_option("PID", guard.pid)->required();
  guards->add_option("START", guard.start)->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitOk : ExitBadInput;
  }
  if (runs->parsed())
    return CommandLine(run);
  if (bests->parsed())
    return CommandLine(best);
  if (lists->parsed())
    return CommandLine(trials);
  if (schedules->parsed())
    return CommandLine(schedule);
  if (draws->parsed())
    return CommandLine(chart);
  if (checks->parsed())
    return CommandLine(check);
  if (compares->parsed())
    return CommandLine(compare);
  if (methods->parsed())
    return CommandLine(MethodsCommand{});
  if (asks->parsed())
    return CommandLine(askTell);
  if (guards->parsed())
    return CommandLine(guard);
  return CommandLine(window);
}

} // namespace sweep
