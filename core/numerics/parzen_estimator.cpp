// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/parzen_estimator.h"

#include "core/numerics/category_distribution.h"
#include "core/numerics/truncated_normal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sweep {

namespace {

constexpr double HalfLogTwoPi = 0.91893853320467274178;
/// What is narrower than this without the clip is taken for it.
constexpr double NarrowestWidth = 1e-12;
constexpr double NewestCount = 25.0;

/// The weight of the observation with `before` older ones among `count`.
double ageWeight(double before, double count) {
  const double ramp = count - NewestCount;
  if (before >= ramp)
    return 1.0;
  const double lowest = 1.0 / count;
  return ramp > 1.0 ? lowest + (1.0 - lowest) * before / (ramp - 1.0) : lowest;
}

} // namespace

std::vector<double> parzenAgeWeights(std::size_t count) {
  std::vector<double> weights(count);
  for (std::size_t i = 0; i < count; ++i)
    weights[i] = ageWeight(static_cast<double>(i), static_cast<double>(count));
  return weights;
}

ParzenEstimator::ParzenEstimator(std::vector<ParzenAxis> axes, ParzenOptions options)
    : m_axes(std::move(axes)), m_options(options) {
  for (const auto& axis : m_axes) {
    if (axis.kind == ParzenAxis::Kind::Categorical)
      m_kernels.emplace_back(Categories());
    else
      m_kernels.emplace_back(NumericKernels(axis.low, axis.high, axis.kind == ParzenAxis::Kind::Stepped,
                                            m_options.considerEndpoints));
  }
}

std::size_t ParzenEstimator::positionOf(int id) const {
  return static_cast<std::size_t>(std::lower_bound(m_ids.begin(), m_ids.end(), id) - m_ids.begin());
}

void ParzenEstimator::insert(int id, std::span<const double> at, double multiplicity) {
  const std::size_t position = positionOf(id);
  const auto offset = static_cast<std::ptrdiff_t>(position);
  m_ids.insert(m_ids.begin() + offset, id);
  m_multiplicities.insert(m_multiplicities.begin() + offset, multiplicity);
  m_count += multiplicity;
  countChanged();
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
    if (auto* numbers = std::get_if<NumericKernels>(&m_kernels[axis]))
      numbers->insert(position, at[axis]);
    else if (auto* categories = std::get_if<Categories>(&m_kernels[axis]))
      categories->insert(categories->begin() + offset, at[axis]);
  }
}

void ParzenEstimator::erase(int id) {
  const std::size_t position = positionOf(id);
  const auto offset = static_cast<std::ptrdiff_t>(position);
  m_count -= m_multiplicities[position];
  m_ids.erase(m_ids.begin() + offset);
  m_multiplicities.erase(m_multiplicities.begin() + offset);
  for (auto& kernels : m_kernels) {
    if (auto* numbers = std::get_if<NumericKernels>(&kernels))
      numbers->erase(position);
    else if (auto* categories = std::get_if<Categories>(&kernels))
      categories->erase(categories->begin() + offset);
  }
  countChanged();
}

void ParzenEstimator::setMultiplicity(int id, double multiplicity) {
  double& held = m_multiplicities[positionOf(id)];
  m_count += multiplicity - held;
  held = multiplicity;
  countChanged();
}

void ParzenEstimator::countChanged() {
  for (auto& kernels : m_kernels)
    if (auto* numbers = std::get_if<NumericKernels>(&kernels)) {
      const double range = numbers->high() - numbers->low();
      numbers->setSmallestWidth(m_options.magicClip
                                    ? range / std::min(100.0, m_options.sharpness * m_count + 2.0)
                                    : std::min(NarrowestWidth, range));
    }
}

std::vector<double> ParzenEstimator::weights() const {
  std::vector<double> weights;
  weights.reserve(m_ids.size() + 1);
  double before = 0.0;
  for (const double multiplicity : m_multiplicities) {
    weights.push_back(multiplicity * ageWeight(before + 0.5 * (multiplicity - 1.0), m_count));
    before += multiplicity;
  }
  weights.push_back(m_options.priorWeight);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights)
    weight /= sum;
  return weights;
}

/// How much of an observation's probability goes to the prior's categories instead.
double ParzenEstimator::priorShare(std::size_t axis) const {
  const double pseudo =
      m_options.priorWeight * static_cast<double>(m_axes[axis].prior.size()) / (m_count + 1.0);
  return pseudo / (1.0 + pseudo);
}

std::vector<double> ParzenEstimator::categoryProbabilities(std::size_t axis, std::size_t kernel) const {
  std::vector<double> probabilities = m_axes[axis].prior;
  if (kernel == m_ids.size())
    return probabilities;
  const double share = priorShare(axis);
  for (double& p : probabilities)
    p *= share;
  const auto observed = static_cast<std::size_t>(std::get<Categories>(m_kernels[axis])[kernel]);
  probabilities[observed] += 1.0 - share;
  return probabilities;
}

double ParzenEstimator::logPrior(std::size_t axis, const ParzenCoordinate& point) const {
  const ParzenAxis& a = m_axes[axis];
  if (a.kind == ParzenAxis::Kind::Categorical)
    return std::log(a.prior[static_cast<std::size_t>(point.at)]);
  const double range = a.high - a.low;
  const double middle = a.low + 0.5 * range;
  const double logMass = std::log(normalMass(-0.5, 0.5));
  if (a.kind == ParzenAxis::Kind::Stepped)
    return logNormalMass((point.middle - middle) / range, point.width / range) - logMass;
  const double z = (point.at - middle) / range;
  return -0.5 * z * z - HalfLogTwoPi - std::log(range) - logMass;
}

double ParzenEstimator::drawOnAxis(std::size_t axis, std::optional<std::size_t> kernel, Rng& rng) const {
  const ParzenAxis& a = m_axes[axis];
  const double u = rng.uniform();
  if (a.kind != ParzenAxis::Kind::Categorical) {
    const double centre = kernel ? centres(axis)[*kernel] : a.low + 0.5 * (a.high - a.low);
    const double width = kernel ? widths(axis)[*kernel] : a.high - a.low;
    const double z = truncatedNormalQuantile(u, (a.low - centre) / width, (a.high - centre) / width);
    return std::clamp(centre + width * z, a.low, a.high);
  }
  const double v = rng.uniform();
  if (kernel) {
    const double observed = std::get<Categories>(m_kernels[axis])[*kernel];
    // What has no chance is never drawn, even where it was observed.
    if (u >= priorShare(axis) && a.prior[static_cast<std::size_t>(observed)] > 0.0)
      return observed;
  }
  return static_cast<double>(categoryAt(a.prior, v));
}

std::vector<ParzenEstimator::Draw> ParzenEstimator::draw(std::size_t count, Rng& rng) const {
  std::vector<double> cumulative = weights();
  std::partial_sum(cumulative.begin(), cumulative.end(), cumulative.begin());
  std::vector<Draw> draws(count);
  for (Draw& draw : draws) {
    const auto above = std::upper_bound(cumulative.begin(), cumulative.end(), rng.uniform());
    const auto chosen = static_cast<std::size_t>(above - cumulative.begin());
    const auto kernel = chosen < m_ids.size() ? std::optional(chosen) : std::nullopt;
    if (kernel)
      draw.id = m_ids[*kernel];
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
      draw.at.push_back(drawOnAxis(axis, kernel, rng));
  }
  return draws;
}

} // namespace sweep
