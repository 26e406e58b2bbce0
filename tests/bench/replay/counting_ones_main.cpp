// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "tests/bench/convergence/report.h"
#include "tests/bench/replay/counting_ones.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iterator>

/// Methods that spend budgets on counting ones, beside the recorded figures of other programs.
namespace sweep::bench {
namespace {

struct Entry {
  std::string name;
  MethodChoice method;
};

/// Rounds without end, so that the budget alone ends the study.
Configuration endless(Configuration options = {}) {
  options.set("rounds", std::int64_t{0});
  return options;
}

/// ASHA promotes, and keeps one of three as the others do.
std::vector<Entry> entries() {
  const Configuration promotion = {{"variant", std::string("promotion")}, {"eta", std::int64_t{3}}};
  return {
      {"bohb", {"kde", {}, "hyperband", endless()}},
      {"bohb rounding down", {"kde", {}, "hyperband", endless({{"rounding", std::string("down")}})}},
      {"hyperband", {"random", {}, "hyperband", endless()}},
      {"tpe-hyperband", {"tpe", {}, "hyperband", endless()}},
      {"gp-hyperband", {"gp", {}, "hyperband", endless()}},
      {"tpe-asha", {"tpe", {}, "asha", promotion}},
      {"kde x asha", {"kde", {}, "asha", promotion}},
      {"gp x asha", {"gp", {}, "asha", promotion}},
      {"asha", {"random", {}, "asha", promotion}},
      {"random", {"random", {}, "full", {}}},
      {"tpe", {"tpe", {}, "full", {}}},
      {"gp", {"gp", {}, "full", {}}},
  };
}

using Regrets = std::vector<test::PeerRow::Quartiles>;
/// Of every seed.
using ByReading = std::vector<std::vector<double>>;

ByReading measured(const Entry& entry, int bits, int seeds) {
  ByReading byReading(std::size(Readings));
  for (int seed = 0; seed < seeds; ++seed) {
    auto spec = countingOnes(bits);
    spec.method = entry.method;
    const auto regrets = countingOnesRegrets(std::move(spec), static_cast<std::uint64_t>(seed) + 1);
    for (std::size_t i = 0; i < regrets.size(); ++i)
      byReading[i].push_back(regrets[i]);
  }
  return byReading;
}

Regrets quartilesOf(const ByReading& byReading) {
  Regrets quartiles;
  for (const auto& values : byReading)
    quartiles.push_back(test::quartilesOf(values));
  return quartiles;
}

/// Medians of so many draws (with replacement), sorted.
std::vector<double> mediansOf(const std::vector<double>& values, int count) {
  constexpr int Resamples = 10'000;
  Rng rng(1);
  std::vector<double> medians;
  for (int resample = 0; resample < Resamples; ++resample) {
    std::vector<double> some;
    for (int i = 0; i < count; ++i)
      some.push_back(values[static_cast<std::size_t>(rng.below(values.size()))]);
    medians.push_back(test::quartilesOf(std::move(some)).median);
  }
  std::ranges::sort(medians);
  return medians;
}

std::string fixedText(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4f", value);
  return buffer;
}

constexpr std::size_t NameWidth = 28;
constexpr std::size_t CellWidth = 25;

void printRow(const std::string& name, const Regrets& regrets) {
  std::string line = "  " + test::padded(name, NameWidth);
  for (const auto& cell : regrets)
    line += test::padded(fixedText(cell.median) + " [" + fixedText(cell.lower) + ", " +
                             fixedText(cell.upper) + "]",
                         CellWidth);
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

Regrets regretsOf(const test::BudgetPeerRow& row) {
  Regrets regrets;
  for (const int multiple : Readings)
    regrets.push_back(row.regret.at(multiple));
  return regrets;
}

/// At how many readings ours is at or below theirs, and by how much it falls short at the others.
void printVerdict(const std::string& what, const Regrets& ours, const Regrets& theirs) {
  std::string text = what + ":";
  int held = 0;
  for (std::size_t i = 0; i < std::size(Readings); ++i) {
    const double ratio = ours[i].median / theirs[i].median;
    held += ratio <= 1.0;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, " %dx %.2f%s", Readings[i], ratio, ratio <= 1.0 ? "" : " (short)");
    text += buffer;
  }
  std::printf("  %s; held %d of %zu\n", text.c_str(), held, std::size(Readings));
}

/// How far medians of as few seeds as the recorded ones scatter: between what nine in ten of them lie, and how many are at or below the
/// recorded median.
void printScatter(const ByReading& ours, const test::BudgetPeerRow& theirs) {
  std::string text = "medians of " + std::to_string(theirs.seeds) + " of our seeds:";
  for (std::size_t i = 0; i < std::size(Readings); ++i) {
    const auto medians = mediansOf(ours[i], theirs.seeds);
    // Recorded with as many digits.
    const double mark = theirs.regret.at(Readings[i]).median + 5e-8;
    const auto below = std::ranges::upper_bound(medians, mark) - medians.begin();
    text += " " + std::to_string(Readings[i]) + "x " + fixedText(medians[medians.size() / 20]) + " … " +
            fixedText(medians[medians.size() - medians.size() / 20 - 1]) + " (" +
            std::to_string(100 * below / std::ssize(medians)) + " %)";
  }
  std::printf("  %s\n", text.c_str());
}

void bench(int bits, int seeds, const std::vector<std::string>& names) {
  const std::string function = "counting" + std::to_string(bits) + "+" + std::to_string(bits);
  std::string header = "  " + test::padded(function, NameWidth);
  for (const int multiple : Readings)
    header += test::padded(std::to_string(multiple) + "x", CellWidth);
  std::printf("%s\n", header.c_str());
  std::optional<test::BudgetPeerRow> reference;
  std::optional<Regrets> bestPeer;
  const auto peers = test::readBudgetPeers();
  if (!peers)
    std::printf("  %s\n", peers.error().str().c_str());
  else
    for (const auto& row : *peers)
      if (row.function == function) {
        const auto regrets = regretsOf(row);
        printRow(row.peer + (row.startsOver ? " (starts over), " : ", ") + std::to_string(row.seeds) +
                     " seeds",
                 regrets);
        if (row.startsOver)
          continue;
        if (row.peer == "bohb")
          reference = row;
        bestPeer = bestPeer.value_or(regrets);
        for (std::size_t i = 0; i < regrets.size(); ++i)
          if (regrets[i].median < (*bestPeer)[i].median)
            (*bestPeer)[i] = regrets[i];
      }
  std::optional<Regrets> bestOurs;
  for (const auto& entry : entries()) {
    if (!names.empty() && std::ranges::find(names, entry.name) == names.end())
      continue;
    const auto all = measured(entry, bits, seeds);
    const auto regrets = quartilesOf(all);
    printRow("ours: " + entry.name, regrets);
    if (entry.name.starts_with("bohb") && reference) {
      printVerdict("over the recorded BOHB", regrets, regretsOf(*reference));
      if (seeds > 2 * reference->seeds)
        printScatter(all, *reference);
    }
    bestOurs = bestOurs.value_or(regrets);
    for (std::size_t i = 0; i < regrets.size(); ++i)
      if (regrets[i].median < (*bestOurs)[i].median)
        (*bestOurs)[i] = regrets[i];
  }
  if (bestOurs && bestPeer)
    printVerdict("our best over the best recorded", *bestOurs, *bestPeer);
}

} // namespace
} // namespace sweep::bench

int main(int count, char** arguments) {
  using namespace sweep;
  int seeds = 20;
  std::vector<int> bits = {4, 8};
  std::vector<std::string> names;
  CLI::App app("Methods that spend budgets on counting ones, beside the recorded figures of other programs.");
  app.add_option("--seeds", seeds, "Studies of each method (20)")->check(CLI::PositiveNumber);
  app.add_option("--bits", bits, "Of each kind (4,8)")->delimiter(',')->check(CLI::PositiveNumber);
  app.add_option("--methods", names, "Names (all)")->delimiter(',');
  CLI11_PARSE(app, count, arguments);
  std::printf("regret of the incumbent after multiples of the largest budget: median [quartiles] over %d "
              "seeds; going on costs "
              "the difference\n",
              seeds);
  for (const int each : bits)
    bench::bench(each, seeds, names);
  return 0;
}
