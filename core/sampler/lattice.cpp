// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/lattice.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// The i-th of `parts` + 1 evenly spaced numbers.
double levelAt(bool log, double low, double high, double i, double parts) {
  if (i <= 0.0 || i >= parts)
    return i <= 0.0 ? low : high;
  if (log)
    return std::clamp(std::exp(std::log(low) + (std::log(high) - std::log(low)) * i / parts), low, high);
  const double range = (high - low) * i;
  return std::isfinite(range) ? low + range / parts : low * (1.0 - i / parts) + high * (i / parts);
}

/// Whether somebody has said how far apart its values are.
bool hasStep(const Domain& domain) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return real->step.has_value();
  const auto* whole = std::get_if<IntDomain>(&domain);
  return whole && whole->step != 1;
}

} // namespace

std::vector<Value> levelsBetween(const Domain& domain, double low, double high, std::size_t count) {
  std::vector<Value> levels;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = count == 1 ? levelAt(isLog(domain), low, high, 1.0, 2.0)
                                : levelAt(isLog(domain), low, high, static_cast<double>(i),
                                          static_cast<double>(count - 1));
    Value value = nearestValue(domain, x);
    if (levels.empty() || !(levels.back() == value))
      levels.push_back(std::move(value));
  }
  return levels;
}

std::vector<Value> levelsOf(const Parameter& parameter, std::size_t count) {
  if (!parameter.gridLevels.empty())
    return parameter.gridLevels;
  const auto size = sizeOf(parameter.domain);
  const std::uint64_t most = hasStep(parameter.domain) ? MostSteps : count;
  if (isNumeric(parameter.domain) && (!size || *size > most)) {
    const auto low = valueNumber(fromUnit(parameter.domain, 0.0));
    const auto high = valueNumber(fromUnit(parameter.domain, 1.0));
    return levelsBetween(parameter.domain, *low, *high, count);
  }
  std::vector<Value> all;
  for (std::uint64_t i = 0; i < *size; ++i)
    all.push_back(valueAt(parameter.domain, i));
  return all;
}

std::string countText(double count) {
  if (count < 1e6)
    return numberText(static_cast<std::int64_t>(count));
  if (!std::isfinite(count))
    return "10^308";
  const double exponent = std::floor(std::log10(count) + 1e-12);
  const std::string leading = roundedText(count / std::pow(10.0, exponent), 2);
  return (leading == "1" ? std::string() : leading + " × ") + "10^" +
         numberText(static_cast<std::int64_t>(exponent));
}

Lattice::Lattice(const SearchSpace& space, std::vector<std::vector<Value>> levels)
    : m_space(space), m_levels(std::move(levels)), m_counts(m_levels.size()), m_before(m_levels.size()) {
  const auto order = m_space.parentsFirst();
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    double total = 0.0;
    for (const auto& value : m_levels[*at]) {
      m_before[*at].push_back(total);
      total += weightOf(*at, value);
    }
    m_counts[*at] = total;
  }
  for (std::size_t i = 0; i < m_levels.size(); ++i)
    if (!m_space.parentOf(i)) {
      m_roots.push_back(i);
      m_count *= m_counts[i];
    }
}

double Lattice::weightOf(std::size_t parameter, const Value& value) const {
  double weight = 1.0;
  for (const std::size_t child : m_space.childrenOf(parameter))
    if (holds(*m_space.parameters()[child].condition, value))
      weight *= m_counts[child];
  return weight;
}

void Lattice::choose(std::span<const std::size_t> siblings, std::uint64_t index,
                     std::vector<const Value*>& chosen) const {
  for (auto at = siblings.rbegin(); at != siblings.rend(); ++at) {
    const auto count = static_cast<std::uint64_t>(m_counts[*at]);
    const std::uint64_t own = index % count;
    index /= count;
    const auto& before = m_before[*at];
    const auto next = std::upper_bound(before.begin(), before.end(), static_cast<double>(own));
    const auto level = static_cast<std::size_t>(next - before.begin()) - 1;
    chosen[*at] = &m_levels[*at][level];
    std::vector<std::size_t> children;
    for (const std::size_t child : m_space.childrenOf(*at))
      if (holds(*m_space.parameters()[child].condition, *chosen[*at]))
        children.push_back(child);
    choose(children, own - static_cast<std::uint64_t>(before[level]), chosen);
  }
}

Configuration Lattice::at(std::uint64_t index) const {
  std::vector<const Value*> chosen(m_levels.size(), nullptr);
  choose(m_roots, index, chosen);
  std::vector<Configuration::Entry> entries;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (chosen[i])
      entries.emplace_back(m_space.parameters()[i].name, *chosen[i]);
  return Configuration(std::move(entries));
}

} // namespace sweep
