// SPDX-License-Identifier: GPL-3.0-or-later
// What the window costs while nothing happens: with a finished study open, and with a paused one.
//   idle_bench [TRIALS [SECONDS]]
#include "tests/bench/study_bench.h"
#include "ui/study_document.h"

#include <QApplication>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <cstdlib>

using namespace sweep;
using namespace sweep::bench;

namespace {

/// The share of one processor that this process uses while the event loop runs for so many seconds.
double idleShare(int seconds) {
  const auto run = [](int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
  };
  // Until what the last change caused is drawn.
  run(2000);
  const double before = cpuSeconds();
  run(seconds * 1000);
  return (cpuSeconds() - before) / seconds;
}

} // namespace

int main(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  const QApplication application(argc, argv);
  const int trials = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int seconds = argc > 2 ? std::atoi(argv[2]) : 10;
  BenchWindow window(benchStudy(trials, 2, {"/bin/echo", "loss: 0.5"}), home.path().toStdString());
  window.press("run");
  window.waitUntil([&] { return window.document().progress().finished() >= trials / 2; });
  window.press("pause");
  window.waitUntil([&] { return window.document().state() == StudyState::Paused && window.document().progress().running == 0; });
  std::printf("a window with a study paused after %d trials: %.2f %% of a processor\n", window.document().progress().finished(),
              100.0 * idleShare(seconds));
  std::fflush(stdout);
  window.press("run");
  window.waitUntil([&] { return window.document().state() == StudyState::Finished; });
  std::printf("with the study finished, %d trials: %.2f %% of a processor\n", window.document().progress().finished(),
              100.0 * idleShare(seconds));
  return 0;
}
