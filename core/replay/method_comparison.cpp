// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/method_comparison.h"

#include "core/base/text.h"
#include "core/replay/replayed_study.h"
#include "core/runner/methods.h"
#include "core/runner/replay_loading.h"
#include "core/scheduler/registry.h"
#include "core/storage/sqlite_storage.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

namespace sweep {

namespace {

constexpr double Nan = std::numeric_limits<double>::quiet_NaN();
/// The smallest budget, when the table begins early enough.
constexpr double LeastShare = 1.0 / 27.0;

/// A new best value, and what had been spent by then.
struct Improvement {
  double spent = 0.0;
  double seconds = 0.0;
  double value = 0.0;
};
using Course = std::vector<Improvement>;

double valueAt(const Course& course, double spent, double Improvement::*axis) {
  double value = Nan;
  for (const auto& step : course)
    if (step.*axis <= spent)
      value = step.value;
  return value;
}

/// Interpolated; NaN when any is.
QualityPoint quartilesAt(const std::vector<Course>& courses, double spent, double Improvement::*axis) {
  std::vector<double> values;
  for (const auto& course : courses)
    values.push_back(valueAt(course, spent, axis));
  if (std::ranges::any_of(values, [](double value) { return std::isnan(value); }))
    return {spent, Nan, Nan, Nan};
  std::ranges::sort(values);
  const auto quantile = [&](double share) {
    const double at = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
  };
  return {spent, quantile(0.25), quantile(0.5), quantile(0.75)};
}

/// From first to last, evenly in the logarithm.
std::vector<QualityPoint> curveOf(const std::vector<Course>& courses, double first, double last, int points,
                                  double Improvement::*axis) {
  std::vector<QualityPoint> curve;
  for (int i = 0; i < points; ++i) {
    const double share = static_cast<double>(i) / std::max(points - 1, 1);
    curve.push_back(quartilesAt(courses, first * std::pow(last / first, share), axis));
  }
  return curve;
}

double fullStepsOf(const StudySpec& spec) {
  return spec.budget ? spec.budget->max : 1.0;
}

Course courseOf(ReplayedStudy& study, const StudySpec& spec, double fullTrials) {
  const auto& objective = spec.objective();
  const double full = fullStepsOf(spec);
  Course course;
  study.onEvent = [&](const JobEvent& event) {
    const auto* reported = std::get_if<JobReported>(&event.what);
    if (!reported)
      return;
    for (const auto& report : reported->reports)
      if (const auto found = report.metrics.find(objective.metric);
          found != report.metrics.end() && std::isfinite(found->second) &&
          (course.empty() || objective.better(found->second, course.back().value)))
        course.push_back({study.executor().trainedSteps() / full, study.now(), found->second});
  };
  study.run([&] { return study.executor().trainedSteps() < fullTrials * full; });
  return course;
}

/// The study with another method, which goes on as long as there is something left to try.
StudySpec withMethod(StudySpec spec, const MethodChoice& method, const ComparisonOptions& options, int seed) {
  spec.method = method;
  const auto scheduler = findScheduler(method.scheduler)->options();
  if (std::ranges::any_of(scheduler, [](const Option& option) { return option.parameter.name == "rounds"; }))
    spec.method.schedulerOptions.set("rounds", std::int64_t{0});
  spec.limits = Limits();
  spec.limits.trials.reset();
  spec.limits.parallel = options.parallel;
  spec.failures.stopAfterInitialFailures = 0;
  spec.seed = static_cast<std::uint64_t>(seed);
  return spec;
}

MethodQuality qualityOf(const StudySpec& spec, const std::string& folder, const std::string& id, const NamedMethod& method,
                        const ComparisonOptions& options) {
  MethodQuality quality{id, method.name, {}, {}, {}};
  std::vector<Course> courses;
  double seconds = 0.0;
  for (int seed = 1; seed <= options.seeds; ++seed) {
    const auto wanted = withMethod(spec, method.choice, options, seed);
    auto study = ReplayedStudy::create(wanted, folder);
    if (!study) {
      quality.problem = study.error();
      return quality;
    }
    courses.push_back(courseOf(**study, wanted, options.fullTrials));
    seconds = std::max(seconds, (*study)->now());
  }
  double firstSpent = options.fullTrials;
  double firstSeconds = std::max(seconds, std::numeric_limits<double>::min());
  for (const auto& course : courses)
    if (!course.empty()) {
      firstSpent = std::min(firstSpent, std::max(course.front().spent, 1e-3));
      firstSeconds = std::min(firstSeconds, std::max(course.front().seconds, seconds * 1e-6));
    }
  quality.overBudget = curveOf(courses, firstSpent, options.fullTrials, options.points, &Improvement::spent);
  quality.overTime = curveOf(courses, firstSeconds, seconds, options.points, &Improvement::seconds);
  return quality;
}

double bestOf(const RecordedCurves& curves, const Objective& objective) {
  const auto metric =
      static_cast<std::size_t>(std::ranges::find(curves.metrics, objective.metric) - curves.metrics.begin());
  double best = Nan;
  for (const auto& run : curves.runs)
    for (const auto& point : run.points)
      if (const auto& value = point.values[metric];
          value && std::isfinite(*value) && (std::isnan(best) || objective.better(*value, best)))
        best = *value;
  return best;
}

Result<StudySpec> recordedSpec(const std::string& path) {
  auto storage = readSqliteStudy(path);
  if (!storage)
    return storage.error();
  auto study = (*storage)->load();
  if (!study)
    return study.error();
  return std::move(study->spec);
}

} // namespace

double medianAt(std::span<const QualityPoint> curve, double spent) {
  double median = Nan;
  for (const auto& point : curve)
    if (point.spent <= spent * (1.0 + 1e-9))
      median = point.median;
  return median;
}

Result<StudySpec> replayOf(const std::string& path, const std::string& metric, Direction direction) {
  const auto absolute = std::filesystem::absolute(path).lexically_normal();
  StudySpec spec;
  const bool isStudy = absolute.extension() == ".sweep";
  if (isStudy) {
    auto recorded = recordedSpec(absolute.string());
    if (!recorded)
      return recorded.error();
    spec = std::move(*recorded);
  }
  const auto curves = loadCurves(absolute.string());
  if (!curves)
    return curves.error();
  if (!isStudy)
    spec.space = spaceOf(**curves);
  if (!isStudy || !metric.empty()) {
    spec.objectives = {Objective()};
    spec.objectives[0].metric = metric.empty() ? (*curves)->metrics.front() : metric;
    spec.objectives[0].direction = direction;
  }
  spec.objectives[0].target.reset();
  spec.name = absolute.stem().string();
  spec.replay = Replay();
  spec.replay->table = absolute.string();
  spec.budget.reset();
  if (const auto steps = stepsOf(**curves); steps && steps->last > steps->first) {
    const auto last = static_cast<double>(steps->last);
    const double least = std::max({static_cast<double>(steps->first), std::round(last * LeastShare), 1.0});
    spec.budget = Budget{"step", least, last, BudgetWay::Continue};
  }
  return spec;
}

Result<MethodComparison> compareMethods(const StudySpec& spec, const std::string& studyFolder,
                                        const ComparisonOptions& options,
                                        const std::function<bool(const std::string& method)>& tell) {
  const auto content = loadReplay(spec, studyFolder);
  if (!content)
    return content.error();
  if (!content->table)
    return Error(SWEEP_TEXT("Methods are compared on a table, and this study replays a formula."));
  MethodComparison comparison{spec.objective(),
                              fullStepsOf(spec),
                              spec.budget ? spec.budget->unit : "trial",
                              content->table->pool()->size(),
                              bestOf(content->table->curves(), spec.objective()),
                              {}};
  for (const auto& id : options.methods) {
    const auto method = methodNamed(id);
    if (!method)
      return Error(SWEEP_TEXT("There is no method “%1”; `sweepscope methods` names them."), {id});
    if (tell && !tell(id))
      break;
    comparison.methods.push_back(qualityOf(spec, studyFolder, id, *method, options));
  }
  return comparison;
}

std::string comparisonCsv(const MethodComparison& comparison) {
  std::string text = "method,axis,spent,lower,median,upper\r\n";
  for (const auto& method : comparison.methods)
    for (const auto& [axis, curve] :
         {std::pair("budget", &method.overBudget), std::pair("time", &method.overTime)})
      for (const auto& point : *curve)
        text += method.id + "," + axis + "," + numberText(point.spent) + "," + numberText(point.lower) + "," +
                numberText(point.median) + "," + numberText(point.upper) + "\r\n";
  return text;
}

} // namespace sweep
