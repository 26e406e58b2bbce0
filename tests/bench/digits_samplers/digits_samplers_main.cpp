// SPDX-License-Identifier: GPL-3.0-or-later
// Samplers that learn against random search where it counts: the digits example, opened in the real window, its method, number of
// trials and seed chosen in the form, its programs really run. Prints how good the best network is after so many trainings, and how
// good those are that were tried last, medians of the studies with seeds 1 to 5, and draws the first as a chart.
//   digits_samplers_bench [CHART [TRIALS [METRIC]]]
//     CHART: a .png or .svg, digits_samplers.png when it is not named
//     METRIC: val_accuracy, which is maximised, or val_loss, which is minimised and knows more steps than one image
#include "core/base/text.h"
#include "places.h"
#include "tests/bench/convergence/report.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/charts/comparison_picture.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace sweep {
namespace {

constexpr int Seeds = 5;
constexpr int Readings[] = {10, 20, 30, 40};
constexpr int TwoHours = 7'200'000;
constexpr QSize ChartSize(960, 600);

/// As the form names them; the first is what the others are measured by.
constexpr const char* Methods[] = {"Random search", "TPE", "Bayesian optimisation (GP)"};

/// What a study found, in the order of its trials' numbers.
struct Course {
  /// The best value after each trial; NaN before there is one.
  std::vector<double> best;
  /// Of the second half of the trials, what each came to; one that failed or diverged is left out.
  std::vector<double> late;
};

Course courseOf(const Snapshot& snapshot) {
  Course course;
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const auto& trial : snapshot.trials) {
    if (const auto value = trial->value(); value && trial->state == TrialState::Complete) {
      best = std::isnan(best) || snapshot.spec.objective().better(*value, best) ? *value : best;
      if (2 * course.best.size() >= snapshot.trials.size())
        course.late.push_back(*value);
    }
    course.best.push_back(best);
  }
  return course;
}

/// One study from the form to its end: a trial at a time and each as long as it takes, so that nothing depends on how quick the machine is.
SnapshotPtr study(const char* method, int seed, int trials, const QString& metric) {
  const QString example = QFileInfo(QStringLiteral(EXAMPLES_FOLDER "/digits")).canonicalFilePath();
  ui::test::WindowDriver person({{QFileInfo(QStringLiteral(DIGITS_TRAIN)).absolutePath()}, {example}});
  person.window().openPath(example + QStringLiteral("/study.yaml"));
  person.type(QStringLiteral("objective.metric"), metric);
  person.choose(QStringLiteral("objective.direction"), metric.endsWith(QStringLiteral("loss"))
                                                           ? QStringLiteral("minimise")
                                                           : QStringLiteral("maximise"));
  person.choose(QStringLiteral("method.name"), QString::fromUtf8(method));
  person.type(QStringLiteral("method.seed"), QString::number(seed));
  person.type(QStringLiteral("limits.trials"), QString::number(trials));
  person.type(QStringLiteral("limits.parallel"), QStringLiteral("1"));
  person.type(QStringLiteral("limits.trial_time"), QString());
  if (!person.runToTheEnd(TwoHours) || person.document().state() != StudyState::Finished)
    throw std::runtime_error("the study did not come to its end: " + person.banner().toStdString());
  return person.document().snapshot();
}

QualityPoint pointAt(const std::vector<Course>& courses, std::size_t trial) {
  std::vector<double> values;
  for (const auto& course : courses)
    values.push_back(trial < course.best.size() ? course.best[trial] : course.best.back());
  const auto spent = static_cast<double>(trial + 1);
  const bool isMissing = std::ranges::any_of(values, [](double value) { return std::isnan(value); });
  if (isMissing)
    return {spent, NAN, NAN, NAN};
  const auto quartiles = test::quartilesOf(std::move(values));
  return {spent, quartiles.lower, quartiles.median, quartiles.upper};
}

MethodQuality measure(const char* method, int trials, const QString& metric, MethodComparison& all) {
  std::vector<Course> courses;
  std::vector<double> late;
  for (int seed = 1; seed <= Seeds; ++seed) {
    const auto snapshot = study(method, seed, trials, metric);
    courses.push_back(courseOf(*snapshot));
    all.objective = snapshot->spec.objective();
    if (const double best = courses.back().best.back();
        std::isnan(all.bestRecorded) || all.objective.better(best, all.bestRecorded))
      all.bestRecorded = best;
    late.push_back(test::quartilesOf(courses.back().late).median);
    std::printf("%s, seed %d: %s after %d trials, the second half of them %s in the median\n", method, seed,
                roundedText(courses.back().best.back(), 6).c_str(), trials,
                roundedText(late.back(), 6).c_str());
    std::fflush(stdout);
  }
  std::printf("%s: the second half of the trials %s in the median of %d studies\n", method,
              roundedText(test::quartilesOf(late).median, 6).c_str(), Seeds);
  MethodQuality quality{method, method, {}, {}, {}};
  for (int trial = 0; trial < trials; ++trial)
    quality.overBudget.push_back(pointAt(courses, static_cast<std::size_t>(trial)));
  return quality;
}

void print(const MethodComparison& comparison, int trials) {
  std::printf("\nMedian of %d studies: %s of the best network.\n\n| trials |", Seeds,
              comparison.objective.metric.c_str());
  for (const auto& method : comparison.methods)
    std::printf(" %s |", method.name.c_str());
  std::printf("\n| --- |");
  for ([[maybe_unused]] const auto& method : comparison.methods)
    std::printf(" --- |");
  for (const int reading : Readings) {
    if (reading > trials)
      break;
    std::printf("\n| %d |", reading);
    for (const auto& method : comparison.methods)
      std::printf(" %.4f |", medianAt(method.overBudget, reading));
  }
  std::printf("\n");
}

int run(const QString& chart, int trials, const QString& metric) {
  MethodComparison comparison;
  comparison.bestRecorded = std::numeric_limits<double>::quiet_NaN();
  // What a trial of the example trains.
  comparison.fullSteps = 40.0;
  comparison.unit = "epoch";
  for (const char* method : Methods)
    comparison.methods.push_back(measure(method, trials, metric, comparison));
  print(comparison, trials);
  const bool drawn = ui::saveComparison(
      comparison, ui::ComparisonAxis::Budget,
      QStringLiteral("Handwritten digits: medians and quartiles of %1 studies").arg(Seeds), chart, ChartSize);
  std::printf("%s %s\n", drawn ? "chart:" : "could not write", qPrintable(chart));
  return drawn ? 0 : 1;
}

} // namespace
} // namespace sweep

int main(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("SweepscopeBench"));
  sweep::ui::Theme::instance().setMode(sweep::ui::Theme::Mode::Light);
  const auto words = QApplication::arguments();
  try {
    return sweep::run(words.value(1, QStringLiteral("digits_samplers.png")),
                      words.value(2, QStringLiteral("40")).toInt(),
                      words.value(3, QStringLiteral("val_accuracy")));
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "digits_samplers_bench: %s\n", problem.what());
    return 1;
  }
}
