// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/kde_model.h"

#include "core/numerics/category_distribution.h"
#include "core/numerics/truncated_normal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

constexpr double LeastDensity = 1e-32;

struct Ranked {
  int trial = 0;
  const KdeHistory::Result* result = nullptr;
};

/// The best first; of equals the earlier trial.
std::vector<Ranked> ranked(const KdeHistory::Results& results) {
  std::vector<Ranked> all;
  for (const auto& [trial, result] : results)
    all.push_back({trial, &result});
  std::ranges::stable_sort(all, {}, [](const Ranked& each) { return each.result->loss; });
  return all;
}

double priorDraw(const ParzenAxis& axis, Rng& rng) {
  const double uniform = rng.uniform();
  return axis.kind == ParzenAxis::Kind::Categorical ? static_cast<double>(categoryAt(axis.prior, uniform)) : uniform;
}

/// A value for a parameter that is not active: that of another result of the same set in which it is, else any.
double imputed(std::size_t parameter, const ParzenAxis& axis, std::span<const Ranked> set, Rng& rng) {
  std::vector<double> known;
  for (const auto& each : set)
    if (const double at = each.result->positions[parameter]; !std::isnan(at))
      known.push_back(at);
  return known.empty() ? priorDraw(axis, rng) : known[static_cast<std::size_t>(rng.below(known.size()))];
}

} // namespace

KdeSplit kdeSplit(std::size_t results, std::size_t least, int goodPercent) {
  const auto percent = static_cast<std::size_t>(goodPercent);
  const std::size_t good = std::min(results, std::max(least, percent * results / 100));
  return {good, std::min(results - good, std::max(least, (100 - percent) * results / 100))};
}

std::optional<KdeModel> KdeModel::of(const KdeHistory::Results& results, const ParzenSpace& axes,
                                     const KdeModelOptions& options) {
  auto parameters = axes.searched();
  const auto split = kdeSplit(results.size(), options.least, options.goodPercent);
  if (parameters.empty() || split.good <= parameters.size() || split.bad <= parameters.size())
    return std::nullopt;
  std::vector<std::size_t> categories;
  for (const std::size_t parameter : parameters)
    categories.push_back(axes.axis(parameter).prior.size());

  const auto all = ranked(results);
  const auto side = [&](std::span<const Ranked> set) {
    std::vector<int> trials;
    std::vector<KernelDensity::Point> rows;
    for (const auto& each : set) {
      // Of the trial alone, so that it does not matter when the model is made.
      Rng rng(mixBits(options.seed + 1), static_cast<std::uint64_t>(each.trial));
      KernelDensity::Point& row = rows.emplace_back();
      for (const std::size_t parameter : parameters) {
        const double at = each.result->positions[parameter];
        row.push_back(std::isnan(at) ? imputed(parameter, axes.axis(parameter), set, rng) : at);
      }
      trials.push_back(each.trial);
    }
    auto bandwidths = KernelDensity::normalReferenceBandwidths(rows);
    for (std::size_t axis = 0; axis < bandwidths.size(); ++axis) {
      const double c = static_cast<double>(categories[axis]);
      const double widest = c > 0.0 ? (c - 1.0) / c : std::numeric_limits<double>::infinity();
      bandwidths[axis] = std::clamp(bandwidths[axis], std::min(options.leastBandwidth, widest), widest);
    }
    return Side{std::move(trials), KernelDensity(categories, std::move(rows), std::move(bandwidths))};
  };
  const std::span ranks(all);
  auto good = side(ranks.first(split.good));
  auto bad = side(ranks.subspan(split.good, split.bad));
  return KdeModel(axes, std::move(parameters), std::move(good), std::move(bad), options.bandwidthFactor);
}

KdeModel::KdeModel(const ParzenSpace& axes, std::vector<std::size_t> parameters, Side good, Side bad,
                   double bandwidthFactor)
    : m_axes(&axes), m_parameters(std::move(parameters)), m_goodTrials(std::move(good.trials)),
      m_good(std::move(good.density)), m_bad(std::move(bad.density)), m_bandwidthFactor(bandwidthFactor) {}

double KdeModel::Draw::score() const {
  const double least = std::log(LeastDensity);
  return std::max(logGood, least) - std::max(logBad, least);
}

KdeModel::Draw KdeModel::draw(Rng& rng) const {
  const auto chosen = static_cast<std::size_t>(rng.below(m_good.rows().size()));
  KernelDensity::Point point = m_good.rows()[chosen];
  for (std::size_t axis = 0; axis < point.size(); ++axis)
    point[axis] = drawAround(point[axis], axis, rng);
  Draw draw{std::vector<double>(m_axes->size(), std::numeric_limits<double>::quiet_NaN()),
            m_goodTrials[chosen], m_good.logDensity(point), m_bad.logDensity(point)};
  for (std::size_t axis = 0; axis < point.size(); ++axis)
    draw.positions[m_parameters[axis]] = point[axis];
  return draw;
}

double KdeModel::drawAround(double at, std::size_t axis, Rng& rng) const {
  const double h = m_good.bandwidths()[axis];
  if (m_good.categories()[axis] > 0)
    return rng.uniform() < 1.0 - h ? at : priorDraw(m_axes->axis(m_parameters[axis]), rng);
  const double width = m_bandwidthFactor * h;
  const double drawn = at + width * truncatedNormalQuantile(rng.uniform(), -at / width, (1.0 - at) / width);
  return std::clamp(drawn, 0.0, 1.0);
}

} // namespace sweep
