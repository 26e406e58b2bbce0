// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_model.h"

#include "core/base/rng.h"
#include "core/sampler/gp_subset.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// Results that running trials may have, together.
constexpr std::size_t Scenarios = 32;
/// Shorter than this, trials count as equally short.
constexpr double ShortestSeconds = 1e-3;
constexpr double LeastVariance = 1e-12;
/// At the border of what works, what fails goes on promising the most: so twice the share of failures among so many latest trials is how
/// likely the next has to be to succeed, which leaves a third of them to fail. Below it every bit of likelihood counts so much more.
constexpr std::ptrdiff_t Latest = 10;
constexpr double MostLeastSuccess = 0.9;
constexpr double Barrier = 1000.0;

std::vector<ColumnKind> kindsOf(const GpEncoding& encoding) {
  return {encoding.kinds().begin(), encoding.kinds().end()};
}

std::vector<double> targetsOf(std::span<const double> losses, double knee) {
  const TargetScale scale(losses, knee);
  std::vector<double> targets;
  for (const double loss : losses)
    targets.push_back(scale.target(loss));
  return targets;
}

} // namespace

GpPrior gpPriorOf(const GpEncoding& encoding, bool deterministic) {
  GpPrior prior;
  prior.weight = std::min(1.0, 10.0 / static_cast<double>(std::max<std::size_t>(encoding.dimensions(), 1)));
  prior.deterministic = deterministic;
  prior.mainEffects = true;
  return prior;
}

GpModel::Standardisation GpModel::Standardisation::of(std::span<const double> values) {
  Standardisation result;
  const auto n = static_cast<double>(values.size());
  for (const double value : values)
    result.mean += value / n;
  double squares = 0.0;
  for (const double value : values)
    squares += (value - result.mean) * (value - result.mean) / n;
  result.deviation = std::max(std::sqrt(squares), 1e-10);
  return result;
}

std::vector<double> GpModel::Standardisation::applied(std::span<const double> values) const {
  std::vector<double> result;
  for (const double value : values)
    result.push_back((value - mean) / deviation);
  return result;
}

GpModel::GpModel(const GpEncoding& encoding, GpOptions options, double knee)
    : m_encoding(encoding), m_options(options), m_knee(knee),
      m_objective(kindsOf(encoding), gpPriorOf(encoding, options.deterministic),
                  [knee](std::span<const double> losses) { return targetsOf(losses, knee); }),
      m_success(kindsOf(encoding), gpPriorOf(encoding, false),
                [](std::span<const double> labels) { return Standardisation::of(labels).applied(labels); }),
      m_time(kindsOf(encoding), gpPriorOf(encoding, false),
             [](std::span<const double> logs) { return Standardisation::of(logs).applied(logs); }) {}

void GpModel::learn(const GpHistory& history, std::span<const double> losses,
                    std::span<const std::size_t> subset, std::span<const std::size_t> known) {
  std::vector<LearnedProcess::Sample> samples;
  std::vector<double> chosen;
  for (const std::size_t i : subset) {
    samples.push_back({history.observed()[i].trial, history.observed()[i].point, losses[i]});
    chosen.push_back(losses[i]);
  }
  m_objective.learn(samples);
  m_scale = TargetScale(chosen, m_knee);
  std::vector<double> targets;
  for (const double loss : chosen)
    targets.push_back(m_scale.target(loss));
  findIncumbent(targets);
  learnFailures(history, known);
  learnSeconds(history, known);
}

/// By the model where there is noise, so that no lucky trial becomes a bar that nothing can pass.
void GpModel::findIncumbent(std::span<const double> targets) {
  std::vector<double> believed(targets.begin(), targets.end());
  if (!m_options.deterministic) {
    const auto& process = m_objective.process();
    for (std::size_t i = 0; i < targets.size(); ++i)
      believed[i] = process.predict(process.points().point(i)).mean;
  }
  const auto best = std::max_element(believed.begin(), believed.end());
  m_incumbent = *best;
  m_incumbentIndex = static_cast<std::size_t>(best - believed.begin());
  m_scenarioIncumbents = {m_incumbent};
}

/// Least-squares classification (Rasmussen & Williams 2006, section 6.5): labels of -1 and 1 as noisy values.
void GpModel::learnFailures(const GpHistory& history, std::span<const std::size_t> known) {
  m_failures = !history.failed().empty();
  if (!m_failures)
    return;
  std::vector<LearnedProcess::Sample> samples;
  for (const std::size_t i : known)
    samples.push_back({history.observed()[i].trial, history.observed()[i].point, 1.0});
  std::vector<int> failed;
  for (const auto& entry : history.failed())
    failed.push_back(entry.trial);
  for (const std::size_t i : learnedSubset(failed, std::vector(failed.size(), 0.0)))
    samples.push_back({history.failed()[i].trial, history.failed()[i].point, -1.0});
  std::sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.trial < b.trial; });
  std::vector<double> labels;
  for (const auto& sample : samples)
    labels.push_back(sample.value);
  m_success.learn(samples);
  m_successScale = Standardisation::of(labels);
  const auto latest = labels.end() - std::min<std::ptrdiff_t>(Latest, static_cast<std::ptrdiff_t>(labels.size()));
  const auto failures = static_cast<double>(std::count(latest, labels.end(), -1.0));
  m_leastSuccess = std::min(2.0 * failures / static_cast<double>(labels.end() - latest), MostLeastSuccess);
}

double GpModel::success(std::span<const double> point) const {
  return m_failures ? std::exp(logNormalCdf(successOf(m_success.process().predict(point)))) : 1.0;
}

void GpModel::learnSeconds(const GpHistory& history, std::span<const std::size_t> known) {
  std::vector<LearnedProcess::Sample> samples;
  std::vector<double> logs;
  if (m_options.perSecond)
    for (const std::size_t i : known)
      if (const auto& entry = history.observed()[i]; entry.seconds > 0.0) {
        logs.push_back(std::log(std::max(entry.seconds, ShortestSeconds)));
        samples.push_back({entry.trial, entry.point, logs.back()});
      }
  m_seconds = samples.size() >= 2;
  if (!m_seconds)
    return;
  m_time.learn(samples);
  m_timeScale = Standardisation::of(logs);
}

void GpModel::setPending(const std::vector<std::vector<double>>& points, std::uint64_t seed) {
  GaussianProcess& process = m_objective.process();
  process.dropPending();
  Rng rng(seed);
  const std::size_t count = m_options.pending == GpOptions::Pending::Joint ? Scenarios : 1;
  for (const auto& point : points) {
    std::vector<double> innovations(count);
    if (count > 1)
      // Pairs of opposite signs keep the mean of all scenarios.
      for (std::size_t s = 0; s < count; s += 2) {
        innovations[s] = rng.normal();
        innovations[s + 1] = -innovations[s];
      }
    process.appendPending(point, innovations);
  }
  m_scenarioIncumbents.assign(process.scenarios(), m_incumbent);
  for (std::size_t i = 0; i < process.pending(); ++i)
    for (std::size_t s = 0; s < process.scenarios(); ++s)
      m_scenarioIncumbents[s] = std::max(m_scenarioIncumbents[s], process.pendingValue(i, s));
}

AcquisitionValue GpModel::oneScenario(double mean, double deviation, double incumbent) const {
  switch (m_options.acquisition) {
  case GpOptions::Acquisition::ProbabilityOfImprovement:
    return logProbabilityOfImprovement(mean, deviation, incumbent + m_options.xi);
  case GpOptions::Acquisition::UpperConfidenceBound:
    return upperConfidenceBound(mean, deviation, m_options.kappa);
  default:
    return logExpectedImprovement(mean, deviation, incumbent + m_options.xi);
  }
}

double GpModel::objectiveValue(std::span<const double> means, double variance, std::span<double> byMeans,
                               double* byVariance) const {
  const double deviation = std::sqrt(variance + LeastVariance);
  const std::size_t count = means.size();
  if (count == 1) {
    const auto one = oneScenario(means[0], deviation, m_scenarioIncumbents[0]);
    if (byVariance) {
      byMeans[0] = one.byMean;
      *byVariance = one.byDeviation / (2.0 * deviation);
    }
    return one.value;
  }
  // The mean over the scenarios, of what the logarithms stand for.
  const bool isLog = m_options.acquisition != GpOptions::Acquisition::UpperConfidenceBound;
  std::array<AcquisitionValue, Scenarios> each;
  double largest = -INFINITY;
  for (std::size_t s = 0; s < count; ++s) {
    each[s] = oneScenario(means[s], deviation, m_scenarioIncumbents[s]);
    largest = std::max(largest, each[s].value);
  }
  double sum = 0.0, slope = 0.0;
  for (std::size_t s = 0; s < count; ++s) {
    const double weight = isLog ? std::exp(each[s].value - largest) : 1.0;
    sum += isLog ? weight : each[s].value;
    slope += weight * each[s].byDeviation;
    if (byVariance)
      byMeans[s] = weight * each[s].byMean;
  }
  const double total = isLog ? sum : static_cast<double>(count);
  if (byVariance) {
    for (double& byMean : byMeans)
      byMean /= total;
    *byVariance = slope / total / (2.0 * deviation);
  }
  return isLog ? largest + std::log(sum / static_cast<double>(count)) : sum / static_cast<double>(count);
}

double GpModel::successOf(const GaussianProcess::Belief& belief) const {
  const double spread = std::sqrt(belief.variance + m_success.process().noise());
  return (belief.mean + m_successScale.mean / m_successScale.deviation) / spread;
}

/// What the chance of success adds, and its slope by z.
double GpModel::successValue(double z, double* slope) const {
  const double value = logNormalCdf(z);
  const double missing = m_leastSuccess > 0.0 ? std::max(std::log(m_leastSuccess) - value, 0.0) : 0.0;
  if (slope)
    *slope = logNormalCdfSlope(z) * (missing > 0.0 ? 1.0 + Barrier : 1.0);
  return value - Barrier * missing;
}

/// What failures and run time add, and their gradients.
double GpModel::otherValues(std::span<const double> point, std::span<double> gradient) const {
  double value = 0.0;
  std::vector<double> slopes(gradient.size());
  if (m_failures) {
    PosteriorAt at(m_success.process());
    at.moveTo(point);
    const double variance = at.variance() + m_success.process().noise();
    const double z = successOf({at.means()[0], at.variance()});
    double slope = 0.0;
    value += successValue(z, &slope);
    if (!gradient.empty()) {
      at.gradient(std::array{slope / std::sqrt(variance)}, -0.5 * slope * z / variance, slopes);
      for (std::size_t i = 0; i < slopes.size(); ++i)
        gradient[i] += slopes[i];
    }
  }
  if (m_seconds) {
    PosteriorAt at(m_time.process());
    at.moveTo(point);
    value -= m_timeScale.mean + m_timeScale.deviation * at.means()[0];
    if (!gradient.empty()) {
      at.gradient(std::array{-m_timeScale.deviation}, 0.0, slopes);
      for (std::size_t i = 0; i < slopes.size(); ++i)
        gradient[i] += slopes[i];
    }
  }
  return value;
}

void GpModel::values(const double* points, std::size_t count, double* values) const {
  const auto& process = m_objective.process();
  const std::size_t scenarios = process.scenarios();
  std::vector<GaussianProcess::Belief> beliefs(count);
  std::vector<double> means(count * scenarios);
  process.predict(points, count, beliefs.data(), means.data());
  for (std::size_t i = 0; i < count; ++i)
    values[i] = objectiveValue({means.data() + i * scenarios, scenarios}, beliefs[i].variance, {}, nullptr);
  if (m_failures) {
    m_success.process().predict(points, count, beliefs.data());
    for (std::size_t i = 0; i < count; ++i)
      values[i] += successValue(successOf(beliefs[i]));
  }
  if (m_seconds) {
    m_time.process().predict(points, count, beliefs.data());
    for (std::size_t i = 0; i < count; ++i)
      values[i] -= m_timeScale.mean + m_timeScale.deviation * beliefs[i].mean;
  }
  if (m_options.acquisition == GpOptions::Acquisition::ExpectedImprovement)
    for (std::size_t i = 0; i < count; ++i)
      values[i] = std::exp(values[i]);
}

double GpModel::value(std::span<const double> point) const {
  double result = 0.0;
  values(point.data(), 1, &result);
  return result;
}

double GpModel::value(std::span<const double> point, std::span<double> gradient) const {
  PosteriorAt at(m_objective.process());
  at.moveTo(point);
  std::vector<double> byMeans(at.means().size());
  double byVariance = 0.0;
  double value = objectiveValue(at.means(), at.variance(), byMeans, &byVariance);
  at.gradient(byMeans, byVariance, gradient);
  if (m_failures || m_seconds)
    value += otherValues(point, gradient);
  if (m_options.acquisition == GpOptions::Acquisition::ExpectedImprovement) {
    value = std::exp(value);
    for (double& slope : gradient)
      slope *= value;
  }
  return value;
}

GpModel::Belief GpModel::at(std::span<const double> point) const {
  Belief belief;
  const auto believed = m_objective.process().predict(point);
  const double deviation = std::sqrt(believed.variance);
  belief.loss = m_scale.loss(believed.mean);
  belief.deviation = 0.5 * (m_scale.loss(believed.mean - deviation) - m_scale.loss(believed.mean + deviation));
  const double floor = std::sqrt(believed.variance + LeastVariance);
  belief.improvement = std::exp(logExpectedImprovement(believed.mean, floor, m_incumbent).value) *
                       m_scale.lossPerTarget(m_incumbent);
  return belief;
}

} // namespace sweep
