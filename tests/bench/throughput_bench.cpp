// SPDX-License-Identifier: GPL-3.0-or-later
// Short programs, two at a time, through the whole engine (log files, durable rows, the runner; without and with a live window)
// against what starts programs and nothing else: `xargs -P2 -n1` and GNU parallel. All take turns within one run, so that the
// machine's mood is the same for all of them.
//   throughput_bench [TRIALS [ROUNDS [CONTENDER]]]
#include "tests/bench/study_bench.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace sweep;
using namespace sweep::bench;

namespace {

constexpr int Workers = 2;

struct Contender {
  std::string name;
  /// Seconds for that many runs.
  std::function<double(int runs)> run;
  /// Of fewer runs where one takes long.
  int share = 1;
  std::vector<double> rates = {};
  /// Milliseconds of processor time a run, of the programs and of what starts them.
  std::vector<double> costs = {};
};

double shellSeconds(const std::string& command) {
  const auto start = std::chrono::steady_clock::now();
  if (std::system(command.c_str()) != 0)
    std::printf("this failed: %s\n", command.c_str());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string sequence(int runs) {
  return "seq " + std::to_string(runs) + " | ";
}

double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

/// What runs `words` that often, each time in another folder. `plain`: the same command for a shell.
std::vector<Contender> contenders(const std::vector<std::string>& words, const std::string& plain,
                                  const std::function<QString()>& fresh) {
  const std::string workers = std::to_string(Workers);
  std::vector<Contender> all;
  all.push_back({"xargs", [=](int runs) {
                   return shellSeconds(sequence(runs) + "xargs -P" + workers + " -n1 " + plain +
                                       " >/dev/null");
                 }});
  if (std::system("parallel --version >/dev/null 2>&1") == 0)
    all.push_back({"GNU parallel",
                   [=](int runs) {
                     return shellSeconds(sequence(runs) + "parallel -j" + workers + " " + plain +
                                         " >/dev/null 2>&1");
                   },
                   5});
  else
    std::printf("GNU parallel is not installed (package parallel), so it is left out.\n");
  all.push_back({"headless", [=](int runs) {
                   return runHeadlessStudy(benchStudy(runs, Workers, words), freshFolder());
                 }});
  all.push_back({"with a window", [=](int runs) {
                   const std::string home = freshFolder();
                   qputenv("HOME", home.c_str());
                   return runWindowStudy(benchStudy(runs, Workers, words), home);
                 }});
  return all;
}

void compare(const std::string& title, std::vector<Contender> all, int runs, int rounds, const std::string& only) {
  if (!only.empty())
    std::erase_if(all, [&](const Contender& contender) { return contender.name != only; });
  for (int round = 0; round < rounds; ++round)
    for (auto& contender : all) {
      const int count = std::max(1, runs / contender.share);
      const double before = cpuSeconds(true);
      contender.rates.push_back(count / contender.run(count));
      contender.costs.push_back((cpuSeconds(true) - before) * 1000.0 / count);
    }
  std::printf("%s, %d runs, %d at a time, median of %d rounds:\n", title.c_str(), runs, Workers, rounds);
  for (const auto& contender : all) {
    std::printf("  %-14s %6.0f /s  %5.2f ms CPU a run", contender.name.c_str(), median(contender.rates),
                median(contender.costs));
    for (const auto& other : all)
      if (&other != &contender && (other.name == "xargs" || other.name == "GNU parallel"))
        std::printf("   %5.2f x %s", median(contender.rates) / median(other.rates), other.name.c_str());
    std::printf("\n");
  }
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  qputenv("PARALLEL_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  const QApplication application(argc, argv);
  const int runs = argc > 1 ? std::atoi(argv[1]) : 2000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const std::string only = argc > 3 ? argv[3] : "";
  // All are deleted at the very end: for a while the file system passes over what was just freed, which slows the next run down.
  int count = 0;
  const auto fresh = [&] {
    const QString path = home.filePath(QString::number(++count));
    QDir().mkpath(path);
    return path;
  };
  compare("/bin/true", contenders({"/bin/true"}, "/bin/true", fresh), runs, rounds, only);
  compare("/bin/echo, a metric each", contenders({"/bin/echo", "loss: 0.5"}, "/bin/echo loss: 0.5", fresh), runs,
          rounds, only);
  return 0;
}
