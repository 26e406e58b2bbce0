// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/learned_process.h"

#include <algorithm>
#include <numeric>

namespace sweep {

std::size_t LearnedProcess::fittedOf(std::size_t n) {
  std::size_t m = std::min<std::size_t>(n, 40);
  while (m + std::max<std::size_t>(1, m / 10) <= n)
    m += std::max<std::size_t>(1, m / 10);
  return m;
}

namespace {

/// Of the log posterior: what is left to gain then, some thousandths, says nothing about a model.
constexpr double FitTolerance = 0.1;

std::vector<double> valuesOf(std::span<const LearnedProcess::Sample> samples) {
  std::vector<double> values;
  for (const auto& sample : samples)
    values.push_back(sample.value);
  return values;
}

/// The best third and the rest evenly thinned, in order.
std::vector<LearnedProcess::Sample> thinned(std::vector<LearnedProcess::Sample> samples, std::size_t most) {
  if (samples.size() <= most)
    return samples;
  std::vector<std::size_t> order(samples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return samples[a].value < samples[b].value; });
  std::vector<char> kept(samples.size());
  for (std::size_t i = 0; i < most / 3; ++i)
    kept[order[i]] = 1;
  const std::size_t rest = most - most / 3;
  const std::size_t others = samples.size() - most / 3;
  std::size_t seen = 0;
  std::vector<LearnedProcess::Sample> result;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!kept[i]) {
      kept[i] = (seen + 1) * rest / others > seen * rest / others;
      ++seen;
    }
    if (kept[i])
      result.push_back(std::move(samples[i]));
  }
  return result;
}

} // namespace

bool LearnedProcess::refit(const std::vector<Sample>& samples) {
  const auto end = samples.begin() + static_cast<std::ptrdiff_t>(fittedOf(samples.size()));
  if (m_process && std::equal(samples.begin(), end, m_fittedOn.begin(), m_fittedOn.end()))
    return false;
  m_fittedOn.assign(samples.begin(), end);
  const auto chosen = thinned(m_fittedOn, MostFitted);
  PointTable table(m_kinds);
  for (const auto& sample : chosen)
    table.append(sample.point);
  GpFitOptions options;
  options.prior = m_prior;
  options.gradientTolerance = FitTolerance;
  m_fit = fitGaussianProcess(table, m_scaling(valuesOf(chosen)), options);
  return true;
}

void LearnedProcess::learn(const std::vector<Sample>& samples) {
  const bool changed = refit(samples);
  const bool grown = m_process && m_known.size() <= samples.size() &&
                     std::equal(m_known.begin(), m_known.end(), samples.begin(),
                                [](const Sample& a, const Sample& b) { return a.point == b.point; });
  if (m_process)
    m_process->dropPending();
  if (changed || !grown)
    m_process.emplace(m_kinds, m_fit.kernel, m_fit.noise);
  for (std::size_t i = m_process->size(); i < samples.size(); ++i)
    m_process->append(samples[i].point);
  m_known = samples;
  m_process->setTargets(m_scaling(valuesOf(samples)));
}

} // namespace sweep
