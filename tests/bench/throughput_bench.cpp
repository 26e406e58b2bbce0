// SPDX-License-Identifier: GPL-3.0-or-later
// Short programs, two at a time, through the whole engine (log files, durable rows, the runner; without and with a live window)
// against what starts programs and nothing else: `xargs -P2 -n1` and GNU parallel. All take turns within one run, so that the
// machine's mood is the same for all of them.
//   throughput_bench [TRIALS [ROUNDS]]
#include "tests/bench/study_bench.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
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

/// What runs `words` that often. `plain`: the same command for a shell.
std::vector<Contender> contenders(const std::vector<std::string>& words, const std::string& plain) {
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
                   const QTemporaryDir folder;
                   return runHeadlessStudy(benchStudy(runs, Workers, words), folder.path().toStdString());
                 }});
  all.push_back({"with a window", [=](int runs) {
                   const QTemporaryDir folder;
                   qputenv("HOME", folder.path().toUtf8());
                   return runWindowStudy(benchStudy(runs, Workers, words), folder.path().toStdString());
                 }});
  return all;
}

void compare(const std::string& title, std::vector<Contender> all, int runs, int rounds) {
  for (int round = 0; round < rounds; ++round)
    for (auto& contender : all) {
      const int count = std::max(1, runs / contender.share);
      contender.rates.push_back(count / contender.run(count));
    }
  std::printf("%s, %d runs, %d at a time, median of %d rounds:\n", title.c_str(), runs, Workers, rounds);
  for (const auto& contender : all) {
    std::printf("  %-14s %6.0f /s", contender.name.c_str(), median(contender.rates));
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
  compare("/bin/true", contenders({"/bin/true"}, "/bin/true"), runs, rounds);
  compare("/bin/echo, a metric each", contenders({"/bin/echo", "loss: 0.5"}, "/bin/echo loss: 0.5"), runs,
          rounds);
  return 0;
}
