// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/rank_evidence.h"

#include "core/numerics/gaussian_process.h"
#include "core/numerics/gaussian_process_fit.h"
#include "core/numerics/rank_correlation.h"
#include "core/sampler/gp_model.h"
#include "core/sampler/target_scale.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace sweep {

namespace {

constexpr std::size_t Neighbours = 3;

/// The largest of 20, 30, 45, … that is not above n.
std::size_t checkpoint(std::size_t n) {
  std::size_t m = RankEvidence::Fewest;
  while (m + m / 2 <= std::min(n, RankEvidence::Most))
    m += m / 2;
  return m;
}

double distance(const PointTable& points, std::size_t a, std::size_t b) {
  double sum = 0.0;
  for (std::size_t k = 0; k < points.dimensions(); ++k) {
    const double difference = points.at(a, k) - points.at(b, k);
    sum += points.kinds()[k] == ColumnKind::Number ? difference * difference : double(difference != 0.0);
  }
  return sum;
}

std::vector<double> neighbourMeans(const PointTable& points, std::span<const double> targets) {
  std::vector<double> means;
  std::vector<std::size_t> others(targets.size());
  std::iota(others.begin(), others.end(), std::size_t{0});
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
      return std::tuple(a == i, distance(points, a, i), a) < std::tuple(b == i, distance(points, b, i), b);
    });
    double sum = 0.0;
    for (std::size_t k = 0; k < Neighbours; ++k)
      sum += targets[others[k]];
    means.push_back(sum / static_cast<double>(Neighbours));
  }
  return means;
}

} // namespace

std::optional<RankPrediction> RankEvidence::of(const std::vector<GpHistory::Entry>& observed,
                                               std::span<const double> losses) {
  if (observed.size() < Fewest || m_encoding.dimensions() == 0)
    return std::nullopt;
  const std::size_t count = checkpoint(observed.size());
  std::vector<int> trials;
  for (std::size_t i = 0; i < count; ++i)
    trials.push_back(observed[i].trial);
  if (trials == m_trials && std::equal(m_losses.begin(), m_losses.end(), losses.begin()))
    return m_answer;
  m_trials = std::move(trials);
  m_losses.assign(losses.begin(), losses.begin() + static_cast<std::ptrdiff_t>(count));
  m_answer = computed(observed, m_losses);
  return m_answer;
}

RankPrediction RankEvidence::computed(const std::vector<GpHistory::Entry>& observed, std::span<const double> losses) const {
  PointTable points({m_encoding.kinds().begin(), m_encoding.kinds().end()});
  for (std::size_t i = 0; i < losses.size(); ++i)
    points.append(observed[i].point);
  const TargetScale scale(losses);
  std::vector<double> targets;
  for (const double loss : losses)
    targets.push_back(scale.target(loss));
  GpFitOptions options;
  options.prior = gpPriorOf(m_encoding, false);
  const GpFit fit = fitGaussianProcess(points, targets, options);
  GaussianProcess process(std::vector(m_encoding.kinds().begin(), m_encoding.kinds().end()), fit.kernel, fit.noise);
  for (std::size_t i = 0; i < targets.size(); ++i)
    process.append(points.point(i));
  process.setTargets(targets);
  auto predicted = process.leaveOneOutMeans(targets);
  // Where points on top of each other leave nothing to compute with, nothing is predicted.
  std::ranges::replace_if(predicted, [](double mean) { return !std::isfinite(mean); }, 0.0);
  return {rankCorrelation(predicted, targets), rankCorrelation(neighbourMeans(points, targets), targets)};
}

} // namespace sweep
