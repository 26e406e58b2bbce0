// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a study gets slower as it grows: so many runs of /bin/true, two at a time, through the whole engine. The first thousand
// against the last one, in time and in our own processor time, and what a finished trial costs in memory.
//   growth_bench [TRIALS]
#include "tests/bench/study_bench.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace sweep;
using namespace sweep::bench;

namespace {

constexpr int Stretch = 1000;

struct Moment {
  int finished = 0;
  double seconds = 0.0;
  double cpu = 0.0;
  long long resident = 0;
};

double secondsPerTrial(const Moment& from, const Moment& to) {
  return (to.seconds - from.seconds) / (to.finished - from.finished);
}

double cpuPerTrial(const Moment& from, const Moment& to) {
  return (to.cpu - from.cpu) / (to.finished - from.finished);
}

} // namespace

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const int trials = std::max(argc > 1 ? std::atoi(argv[1]) : 100'000, 4 * Stretch);
  const QTemporaryDir folder;
  // The moments of about every thousandth trial: updates come in tens of them.
  std::vector<Moment> moments;
  runHeadlessStudy(benchStudy(trials, 2, {"/bin/true"}), folder.path().toStdString(),
                   [&](const RunnerUpdate& update, double seconds) {
                     const int finished = update.progress.finished();
                     if (finished > 0 && (moments.empty() || finished >= moments.back().finished + Stretch || finished == trials) &&
                         (moments.empty() || finished > moments.back().finished))
                       moments.push_back({finished, seconds, cpuSeconds(), residentBytes()});
                   });
  std::printf("/bin/true, 2 at a time, %d trials in one study:\n", trials);
  const std::size_t last = moments.size() - 1;
  for (std::size_t i = 1; i <= last; i += std::max<std::size_t>(last / 10, 1))
    std::printf("  at %7d: %6.0f /s, %4.0f us of our CPU a trial, %6.1f MB\n", moments[i].finished,
                1.0 / secondsPerTrial(moments[i - 1], moments[i]), cpuPerTrial(moments[i - 1], moments[i]) * 1e6,
                static_cast<double>(moments[i].resident) / 1e6);
  // The last moment may follow the one before it closely.
  const auto& before = moments[last - (moments[last].finished - moments[last - 1].finished < Stretch / 2 ? 2 : 1)];
  std::printf("last thousand against the first: %.2f x the time, %.2f x our CPU\n",
              secondsPerTrial(before, moments[last]) / secondsPerTrial(moments[0], moments[1]),
              cpuPerTrial(before, moments[last]) / cpuPerTrial(moments[0], moments[1]));
  const auto& early = moments[1];
  std::printf("%.0f bytes of memory for each finished trial\n",
              static_cast<double>(moments[last].resident - early.resident) / (moments[last].finished - early.finished));
  return 0;
}
