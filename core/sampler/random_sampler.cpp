// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/random_sampler.h"

#include "core/base/rng.h"
#include "core/sampler/lattice.h"

#include <algorithm>

namespace sweep {

namespace {

constexpr int MostDraws = 10'000;
constexpr int MostDrawsWhenSmall = 100;
constexpr double SmallSpace = 100'000;

/// Every value that can be drawn at all.
std::vector<Value> drawableValues(const Domain& domain) {
  std::vector<Value> values;
  const auto* categorical = std::get_if<CategoricalDomain>(&domain);
  for (std::uint64_t i = 0; i < *sizeOf(domain); ++i)
    if (!categorical || categorical->weights.empty() || categorical->weights[i] > 0.0)
      values.push_back(valueAt(domain, i));
  return values;
}

bool isSmall(const SearchSpace& space) {
  const auto size = space.size();
  const auto parameters = space.parameters();
  return size && static_cast<double>(*size) <= SmallSpace &&
         std::all_of(parameters.begin(), parameters.end(), [](const Parameter& parameter) {
           return static_cast<double>(sizeOf(parameter.domain).value_or(~0ull)) <= SmallSpace;
         });
}

Lattice everything(const SearchSpace& space) {
  std::vector<std::vector<Value>> levels;
  for (const auto& parameter : space.parameters())
    levels.push_back(drawableValues(parameter.domain));
  return {space, std::move(levels)};
}

std::uint64_t countFeasible(const SearchSpace& space) {
  const Lattice all = everything(space);
  if (space.spec().constraints.empty())
    return all.size();
  std::uint64_t feasible = 0;
  for (std::uint64_t i = 0; i < all.size(); ++i)
    feasible += space.satisfiesConstraints(all.at(i)) ? 1 : 0;
  return feasible;
}

} // namespace

std::vector<Option> RandomSampler::options() {
  return {};
}

Result<std::unique_ptr<Sampler>> RandomSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<RandomSampler>(std::move(context)));
}

std::optional<std::uint64_t> RandomSampler::plannedCount(const SamplerContext& context) {
  return isSmall(context.space) ? std::optional(countFeasible(context.space)) : std::nullopt;
}

RandomSampler::RandomSampler(SamplerContext context)
    : m_context(std::move(context)), m_small(isSmall(m_context.space)) {}

void RandomSampler::observe(std::span<const Trial> finished) {
  for (const auto& trial : finished)
    m_tried.insert(trial.configuration.json());
}

Suggestions RandomSampler::suggest(const SuggestRequest& request) {
  std::unordered_set<std::string> pending;
  for (const auto& trial : request.pending)
    pending.insert(trial.configuration.json());
  Suggestions answer;
  for (std::size_t i = 0; i < request.count; ++i) {
    const int number = request.firstNumber + static_cast<int>(i);
    auto configuration = draw(number, pending);
    if (!configuration) {
      answer.exhausted = true;
      answer.reason =
          m_small ? Message(SWEEP_TEXT("Every configuration of the search space has been tried."))
                  : Message(SWEEP_TEXT(
                                "No new configuration that satisfies the constraints was found in %1 draws: "
                                "loosen the constraints or widen the ranges."),
                            {std::to_string(MostDraws)});
      return answer;
    }
    pending.insert(configuration->json());
    answer.items.push_back({std::move(*configuration), Message(SWEEP_TEXT("uniform draw"))});
  }
  return answer;
}

std::optional<Configuration> RandomSampler::draw(int number,
                                                 const std::unordered_set<std::string>& pending) const {
  Rng rng(m_context.seed, static_cast<std::uint64_t>(number));
  std::vector<double> point(m_context.space.parameters().size());
  for (int attempt = 0; attempt < (m_small ? MostDrawsWhenSmall : MostDraws); ++attempt) {
    for (double& coordinate : point)
      coordinate = rng.uniform();
    Configuration configuration = m_context.space.fromUnit(point);
    if (!m_context.space.satisfiesConstraints(configuration))
      continue;
    const std::string key = configuration.json();
    if (!m_tried.count(key) && !pending.count(key))
      return configuration;
  }
  return m_small ? drawFromRest(number, pending) : std::nullopt;
}

std::optional<Configuration>
RandomSampler::drawFromRest(int number, const std::unordered_set<std::string>& pending) const {
  const Lattice all = everything(m_context.space);
  std::vector<std::uint64_t> rest;
  for (std::uint64_t i = 0; i < all.size(); ++i) {
    const Configuration configuration = all.at(i);
    const std::string key = configuration.json();
    if (m_context.space.satisfiesConstraints(configuration) && !m_tried.count(key) && !pending.count(key))
      rest.push_back(i);
  }
  if (rest.empty())
    return std::nullopt;
  Rng rng(~m_context.seed, static_cast<std::uint64_t>(number));
  return all.at(rest[static_cast<std::size_t>(rng.below(rest.size()))]);
}

} // namespace sweep
