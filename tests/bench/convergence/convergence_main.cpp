// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/report.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

/// How close samplers come to known optima, beside the recorded results of other programs.
namespace sweep::test {
namespace {

struct Settings {
  std::vector<std::string> samplers;
  std::vector<std::string> functions = {"listed"};
  std::vector<int> evaluations = {50, 100, 200};
  std::vector<std::string> options;
  int seeds = 20;
  int jobs = 1;
  bool origins = false;
};

/// A sampler on a function: what its seeds gave.
struct Cell {
  std::string sampler;
  const ProblemEntry* problem = nullptr;
  std::vector<std::optional<StudyRun>> runs;
  std::string refusal;
};

/// "name=value" pairs that the sampler knows; the value as in JSON.
Configuration optionsFor(const std::string& sampler, const std::vector<std::string>& pairs) {
  Configuration chosen;
  for (const auto& option : findSampler(sampler)->options())
    for (const auto& pair : pairs) {
      const auto equals = pair.find('=');
      if (equals == pair.npos || pair.substr(0, equals) != option.parameter.name)
        continue;
      const std::string word = pair.substr(equals + 1);
      chosen.set(option.parameter.name, valueFromJson(word).value_or(Value(word)));
    }
  return chosen;
}

std::vector<const ProblemEntry*> chosenProblems(const Settings& settings) {
  std::vector<const ProblemEntry*> chosen;
  for (const auto& entry : problems())
    for (const auto& name : settings.functions)
      if (name == entry.name || name == "all" || (name == "listed" && entry.listed) ||
          (name == "others" && !entry.listed)) {
        chosen.push_back(&entry);
        break;
      }
  return chosen;
}

void runOne(Cell& cell, int seed, const Settings& settings, std::mutex& mutex) {
  const int evaluations = *std::max_element(settings.evaluations.begin(), settings.evaluations.end());
  const auto problem = cell.problem->create(seed);
  auto run = problem ? runStudy(*problem, cell.sampler, optionsFor(cell.sampler, settings.options),
                                static_cast<std::uint64_t>(seed), evaluations)
                     : Result<StudyRun>(problem.error());
  const std::lock_guard lock(mutex);
  if (run)
    cell.runs[static_cast<std::size_t>(seed)] = std::move(*run);
  else
    cell.refusal = run.error().str();
}

/// All seeds of the cells, `jobs` at a time.
void run(std::vector<Cell>& cells, const Settings& settings) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  const auto seeds = static_cast<std::size_t>(settings.seeds);
  const auto work = [&] {
    for (std::size_t i = next++; i < cells.size() * seeds; i = next++)
      runOne(cells[i / seeds], static_cast<int>(i % seeds), settings, mutex);
  };
  std::vector<std::jthread> workers;
  for (int i = 0; i < settings.jobs; ++i)
    workers.emplace_back(work);
}

PeerRow::Quartiles quartilesAfter(const Cell& cell, int evaluations) {
  std::vector<double> regrets;
  for (const auto& run : cell.runs)
    if (run)
      regrets.push_back(run->regretAfter(evaluations));
  return quartilesOf(regrets);
}

double millisecondsPerSuggestion(const Cell& cell) {
  double seconds = 0.0;
  double count = 0.0;
  for (const auto& run : cell.runs)
    if (run) {
      seconds += run->seconds;
      count += static_cast<double>(run->regrets.size());
    }
  return 1000.0 * seconds / std::max(count, 1.0);
}

constexpr std::size_t NameWidth = 18;
constexpr std::size_t CellWidth = 25;

void printCell(const Cell& cell, const Settings& settings, Verdicts& verdicts) {
  std::string line = "  " + padded(cell.sampler, NameWidth);
  if (!cell.refusal.empty()) {
    std::printf("%s%s\n", line.c_str(), cell.refusal.c_str());
    return;
  }
  std::string judged;
  for (const int n : settings.evaluations) {
    const auto quartiles = quartilesAfter(cell, n);
    line += padded(cellText(quartiles), CellWidth);
    if (const auto verdict = verdicts.judge(std::string(cell.problem->name), n, quartiles.median);
        !verdict.empty())
      judged += "\n      after " + std::to_string(n) + ": " + verdict;
  }
  std::printf("%s%8.2f ms%s\n", line.c_str(), millisecondsPerSuggestion(cell), judged.c_str());
  if (settings.origins && cell.runs.front())
    std::printf("      last: %s\n", cell.runs.front()->lastOrigin.c_str());
}

void printPeers(const std::vector<PeerRow>& peers, std::string_view function, const Settings& settings) {
  for (const auto& row : peers) {
    if (row.function != function)
      continue;
    std::string line = "  " + padded(row.peer, NameWidth);
    for (const int n : settings.evaluations) {
      const auto found = row.regret.find(n);
      line += padded(found == row.regret.end() ? ""
                     : row.singleTrajectory    ? "(" + logText(found->second.median) + ", one run)"
                                               : cellText(found->second),
                     CellWidth);
    }
    std::printf("%s\n", line.c_str());
  }
}

void benchFunctions(const Settings& settings) {
  const auto read = readPeers();
  const std::vector<PeerRow> peers = read ? *read : std::vector<PeerRow>{};
  if (!read)
    std::printf("%s\n", read.error().str().c_str());
  std::string header = "  " + padded("", NameWidth);
  for (const int n : settings.evaluations)
    header += padded("after " + std::to_string(n), CellWidth);
  std::printf("log10 of the median regret over %d seeds [quartiles]; CPU time per suggestion\n%s\n",
              settings.seeds, header.c_str());
  std::vector<Verdicts> verdicts;
  for (const auto& sampler : settings.samplers)
    verdicts.emplace_back(sampler, peers);
  for (const ProblemEntry* problem : chosenProblems(settings)) {
    std::vector<Cell> cells;
    for (const auto& sampler : settings.samplers)
      cells.push_back({sampler,
                       problem,
                       std::vector<std::optional<StudyRun>>(static_cast<std::size_t>(settings.seeds)),
                       {}});
    run(cells, settings);
    std::printf("%s\n", std::string(problem->name).c_str());
    for (std::size_t i = 0; i < cells.size(); ++i)
      printCell(cells[i], settings, verdicts[i]);
    printPeers(peers, problem->name, settings);
    std::fflush(stdout);
  }
  for (const auto& verdict : verdicts)
    if (const auto summary = verdict.summary(); !summary.empty())
      std::printf("%s\n", summary.c_str());
}

/// Every sampler that learns or draws: grids need levels, and the number of points that goes with them.
std::vector<std::string> defaultSamplers() {
  std::vector<std::string> ids;
  for (const auto& entry : samplers())
    if (!entry.id.starts_with("grid"))
      ids.emplace_back(entry.id);
  return ids;
}

} // namespace
} // namespace sweep::test

int main(int count, char** arguments) {
  using namespace sweep;
  test::Settings settings;
  CLI::App app("How close samplers come to known optima, beside recorded results of other programs.");
  std::set<std::string> ids;
  for (const auto& entry : samplers())
    ids.emplace(entry.id);
  std::set<std::string> functions = {"listed", "others", "all"};
  for (const auto& entry : test::problems())
    functions.emplace(entry.name);
  app.add_option("--samplers", settings.samplers, "Ids (all but the grids)")
      ->delimiter(',')
      ->check(CLI::IsMember(ids));
  app.add_option("--functions", settings.functions,
                 "Names, or listed (where others were measured), others, all")
      ->delimiter(',')
      ->check(CLI::IsMember(functions));
  app.add_option("--evaluations", settings.evaluations, "Where to read the regret (50,100,200)")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  app.add_option("--seeds", settings.seeds, "Studies per sampler and function (20)")
      ->check(CLI::PositiveNumber);
  app.add_option("--set", settings.options, "name=value of a sampler's option; may be given several times");
  app.add_option("--jobs", settings.jobs, "Studies at a time (1)")->check(CLI::PositiveNumber);
  app.add_flag("--origins", settings.origins, "Print where the last suggestion of the first study came from");
  CLI11_PARSE(app, count, arguments);
  if (settings.samplers.empty())
    settings.samplers = test::defaultSamplers();
  test::benchFunctions(settings);
  return 0;
}
