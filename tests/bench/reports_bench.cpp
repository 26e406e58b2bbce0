// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a talkative trial slows the others down: short trials, two at a time, beside one that prints 10,000 reports a second
// against beside one that is silent; without and with a live window. The two take turns.
//   reports_bench [RATE [SECONDS [ROUNDS]]]
#include "places.h"
#include "tests/bench/study_bench.h"
#include "ui/study_document.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace sweep;
using namespace sweep::bench;

namespace {

StudySpec studyOf(int rate, int seconds) {
  auto spec = benchStudy(0, 3, {REPORT_SOURCE, "${trial}", std::to_string(rate), std::to_string(seconds)});
  spec.limits.trials.reset();
  spec.limits.studyTime = seconds;
  return spec;
}

/// Trials that were finished while the first one ran, for each second.
double headlessRate(const StudySpec& spec, int seconds) {
  int finished = 0;
  runHeadlessStudy(spec, freshFolder(), [&](const RunnerUpdate& update, double) {
    if (update.progress.elapsedSeconds < seconds)
      finished = update.progress.finished();
  });
  return static_cast<double>(finished) / seconds;
}

double windowRate(const StudySpec& spec, int seconds) {
  const std::string home = freshFolder();
  qputenv("HOME", home.c_str());
  BenchWindow window(spec, home);
  int finished = 0;
  QObject::connect(&window.document(), &ui::StudyDocument::progressChanged, [&] {
    if (window.document().progress().elapsedSeconds < seconds)
      finished = window.document().progress().finished();
  });
  window.press("run");
  window.waitUntil([&] { return window.document().state() == StudyState::Finished; });
  return static_cast<double>(finished) / seconds;
}

void compare(const char* title, double (*rateOf)(const StudySpec&, int), int rate, int seconds, int rounds) {
  double silent = 0.0;
  double talking = 0.0;
  for (int round = 0; round < rounds; ++round) {
    silent += rateOf(studyOf(0, seconds), seconds);
    talking += rateOf(studyOf(rate, seconds), seconds);
  }
  std::printf("%s: %.0f trials/s beside a silent trial, %.0f beside %d reports/s: %.2f x as slow\n", title, silent / rounds,
              talking / rounds, rate, silent / talking);
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  const QApplication application(argc, argv);
  const int rate = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int seconds = argc > 2 ? std::atoi(argv[2]) : 5;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
  compare("headless", headlessRate, rate, seconds, rounds);
  compare("with a window", windowRate, rate, seconds, rounds);
  return 0;
}
