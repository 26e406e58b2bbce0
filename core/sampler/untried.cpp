// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/untried.h"

#include "core/base/rng.h"

#include <algorithm>

namespace sweep {

namespace {

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

} // namespace

std::optional<std::uint64_t> Untried::count(const SearchSpace& space) {
  if (!isSmall(space))
    return std::nullopt;
  const Lattice all = everything(space);
  if (space.spec().constraints.empty())
    return all.size();
  std::uint64_t feasible = 0;
  for (std::uint64_t i = 0; i < all.size(); ++i)
    feasible += space.satisfiesConstraints(all.at(i)) ? 1 : 0;
  return feasible;
}

Untried::Untried(SearchSpace space) : m_space(std::move(space)), m_small(isSmall(m_space)) {}

void Untried::observe(std::span<const Trial> changed) {
  for (const auto& trial : changed)
    m_taken.insert(trial.configuration.json());
}

void Untried::addSuggested(const Configuration& configuration) {
  m_suggested.insert(configuration.json());
}

bool Untried::isSuggested(const Configuration& configuration) const {
  return m_suggested.contains(configuration.json());
}

bool Untried::offers(const Configuration& configuration) const {
  return m_space.satisfiesConstraints(configuration) && isNew(configuration.json());
}

std::optional<Configuration> Untried::draw(std::uint64_t seed, int number) const {
  Rng rng(seed, static_cast<std::uint64_t>(number));
  std::vector<double> point(m_space.parameters().size());
  for (int attempt = 0; attempt < (m_small ? MostDrawsWhenSmall : MostDraws); ++attempt) {
    for (double& coordinate : point)
      coordinate = rng.uniform();
    Configuration configuration = m_space.fromUnit(point);
    if (offers(configuration))
      return configuration;
  }
  return m_small ? drawFromRest(seed, number) : std::nullopt;
}

std::optional<Configuration> Untried::drawFromRest(std::uint64_t seed, int number) const {
  const Lattice all = everything(m_space);
  std::vector<std::uint64_t> rest;
  for (std::uint64_t i = 0; i < all.size(); ++i)
    if (offers(all.at(i)))
      rest.push_back(i);
  if (rest.empty())
    return std::nullopt;
  Rng rng(~seed, static_cast<std::uint64_t>(number));
  return all.at(rest[static_cast<std::size_t>(rng.below(rest.size()))]);
}

Message Untried::reason() const {
  if (m_small)
    return Message(SWEEP_TEXT("Every configuration of the search space has been tried."));
  return Message(SWEEP_TEXT("No new configuration that satisfies the constraints was found in %1 draws: "
                            "loosen the constraints or widen the ranges."),
                 {std::to_string(MostDraws)});
}

Suggestions suggestUntried(Untried& untried, const SuggestRequest& request,
                           const std::function<std::optional<Suggestion>(int number)>& draw) {
  untried.forgetSuggested();
  Suggestions answer;
  while (answer.items.size() < request.count) {
    auto suggestion = draw(request.firstNumber + static_cast<int>(answer.items.size()));
    if (!suggestion) {
      answer.exhausted = true;
      answer.reason = untried.reason();
      return answer;
    }
    untried.addSuggested(suggestion->configuration);
    answer.items.push_back(std::move(*suggestion));
  }
  return answer;
}

} // namespace sweep
