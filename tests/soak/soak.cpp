// SPDX-License-Identifier: GPL-3.0-or-later
// A study of very many short trials in the real window, used as a person would meanwhile: at every twentieth of the way the
// study is paused, memory and descriptors are printed, and another page is looked at. Fails when descriptors are left behind, or
// when a finished trial costs more memory than its row, its reports and its place in tables and charts explain.
//   soak [TRIALS]
#include "tests/bench/study_bench.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <vector>

using namespace sweep;
using namespace sweep::bench;
using sweep::ui::test::WindowDriver;

namespace {

constexpr int Samples = 20;
/// Until then memory grows by what is made once: fonts, pictures, tables of the allocator.
constexpr int WarmUpSamples = 4;
/// Bytes of memory that a finished trial may cost, all views of it included.
constexpr double MostBytesPerTrial = 4 * 1024;
/// What the allocator may hold beside that, whatever the number of trials.
constexpr double SlackBytes = 16e6;
constexpr int Patience = 30 * 60 * 1000;

struct Sample {
  int finished = 0;
  long long resident = 0;
  int descriptors = 0;
};

/// Runs until so many are finished. Then the study rests, so that no trial's own descriptors are counted.
Sample rest(WindowDriver& person, int finished) {
  const auto& document = person.document();
  if (document.progress().finished() < finished) {
    person.trigger(QStringLiteral("run"));
    person.waitFor([&] { return document.progress().finished() >= finished; }, Patience);
    person.trigger(QStringLiteral("pause"));
  }
  if (!person.waitFor([&] { return document.state() != StudyState::Running && document.progress().running == 0; }))
    throw std::runtime_error("the study does not come to rest");
  return {document.progress().finished(), residentBytes(), openDescriptors()};
}

/// Another page, another filter, another trial.
void lookAround(WindowDriver& person, int turn) {
  person.mode(1 + turn % 3);
  person.control<QLineEdit>(QStringLiteral("trialFilter")).setText(turn % 2 == 0 ? QString() : QStringLiteral("x < 0.5"));
}

std::vector<Sample> run(WindowDriver& person, int trials) {
  const QString program = person.script(QStringLiteral("program.sh"), QStringLiteral("echo \"loss: ${1#--x=}\""));
  person.fillForm(program, QStringLiteral("loss"), QString::number(trials));
  if (!person.waitUntilRunnable())
    throw std::runtime_error("the study cannot be run");
  std::vector<Sample> samples;
  QElapsedTimer clock;
  clock.start();
  std::printf("  trials   resident MB   descriptors   trials/s\n");
  for (int i = 1; i <= Samples; ++i) {
    const int before = samples.empty() ? 0 : samples.back().finished;
    clock.restart();
    samples.push_back(rest(person, trials * i / Samples));
    const auto& now = samples.back();
    std::printf("%8d   %11.1f   %11d   %8.0f\n", now.finished, static_cast<double>(now.resident) / 1e6, now.descriptors,
                (now.finished - before) * 1000.0 / static_cast<double>(std::max<qint64>(clock.elapsed(), 1)));
    std::fflush(stdout);
    lookAround(person, i);
  }
  return samples;
}

bool isFlat(const std::vector<Sample>& samples, int trials) {
  const auto& warm = samples.at(WarmUpSamples - 1);
  const auto& last = samples.back();
  const double grown = static_cast<double>(last.resident - warm.resident);
  const int count = last.finished - warm.finished;
  std::printf("after %d trials: %.0f bytes of memory more for each, %+d descriptors\n", warm.finished, grown / count,
              last.descriptors - warm.descriptors);
  bool flat = last.finished == trials;
  if (!flat)
    std::printf("FAILED: %d trials were finished instead of %d\n", last.finished, trials);
  if (grown > MostBytesPerTrial * count + SlackBytes) {
    std::printf("FAILED: a trial may cost %.0f bytes\n", MostBytesPerTrial);
    flat = false;
  }
  for (const auto& sample : samples)
    if (sample.finished >= warm.finished && sample.descriptors != warm.descriptors) {
      std::printf("FAILED: %d descriptors at %d trials, %d at %d\n", sample.descriptors, sample.finished,
                  warm.descriptors, warm.finished);
      flat = false;
    }
  return flat;
}

} // namespace

int main(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  const QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("SweepscopeTests"));
  const int trials = argc > 1 ? std::max(std::atoi(argv[1]), Samples) : 20'000;
  try {
    WindowDriver person;
    return isFlat(run(person, trials), trials) ? 0 : 1;
  } catch (const std::exception& failure) {
    std::printf("FAILED: %s\n", failure.what());
    return 1;
  }
}
