// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/nsga2_sampler.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace sweep {

namespace {

constexpr std::uint64_t BreedingSeed = 0x6e736761;
constexpr std::uint64_t SequenceSeed = 0x7374617274;
constexpr int MostChildren = 100;
/// Wider than the customary 20 (Deb et al. 2002, section VI), which are for tens of thousands of evaluations.
constexpr double CrossoverChance = 0.9;
constexpr double CrossoverIndex = 5.0;
constexpr double MutationIndex = 8.0;

bool isSearched(const Domain& domain) {
  if (const auto* floating = std::get_if<FloatDomain>(&domain))
    return floating->low < floating->high;
  return !std::holds_alternative<ConstantDomain>(domain) && sizeOf(domain) != 1u;
}

/// Simulated binary crossover within [0, 1] (Deb & Agrawal 1995, "Simulated binary crossover for continuous search space"): a
/// child near one of two parents, as near as they are to each other.
double crossed(double one, double other, double u) {
  const double low = std::min(one, other);
  const double high = std::max(one, other);
  if (high - low < 1e-14)
    return one;
  const bool nearOne = one <= other;
  const double room = nearOne ? low : 1.0 - high;
  const double beta = 1.0 + 2.0 * room / (high - low);
  const double alpha = 2.0 - std::pow(beta, -(CrossoverIndex + 1.0));
  const double spread = u <= 1.0 / alpha ? std::pow(u * alpha, 1.0 / (CrossoverIndex + 1.0))
                                         : std::pow(1.0 / (2.0 - u * alpha), 1.0 / (CrossoverIndex + 1.0));
  const double child = 0.5 * (low + high + (nearOne ? -1.0 : 1.0) * spread * (high - low));
  return std::clamp(child, 0.0, 1.0);
}

/// Polynomial mutation within [0, 1].
double mutated(double x, double u) {
  const double power = 1.0 / (MutationIndex + 1.0);
  const double delta =
      u < 0.5 ? std::pow(2.0 * u + (1.0 - 2.0 * u) * std::pow(1.0 - x, MutationIndex + 1.0), power) - 1.0
              : 1.0 - std::pow(2.0 * (1.0 - u) + 2.0 * (u - 0.5) * std::pow(x, MutationIndex + 1.0), power);
  return std::clamp(x + delta, 0.0, 1.0);
}

} // namespace

std::vector<Option> Nsga2Sampler::options() {
  return {{{"population", IntDomain{4, 10'000}, Value(std::int64_t{20}), {}, {}},
           SWEEP_TEXT("Population"),
           SWEEP_TEXT("How many of the best trials are parents, and how many trials are spread evenly first: "
                      "about a tenth "
                      "to a quarter of all trials.")}};
}

Result<std::unique_ptr<Sampler>> Nsga2Sampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<Nsga2Sampler>(std::move(context)));
}

std::optional<std::uint64_t> Nsga2Sampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

Nsga2Sampler::Nsga2Sampler(SamplerContext context)
    : m_context(std::move(context)), m_untried(m_context.space),
      m_sequence(m_context.space.parameters().size(), m_context.seed ^ SequenceSeed),
      m_populationSize(static_cast<std::size_t>(intOption(m_context.options, "population"))) {
  for (const Parameter& parameter : m_context.space.parameters())
    m_searched += isSearched(parameter.domain) ? 1 : 0;
}

bool Nsga2Sampler::isChoice(std::size_t parameter) const {
  return !isNumeric(m_context.space.parameters()[parameter].domain);
}

std::vector<std::optional<double>> Nsga2Sampler::genesOf(const Configuration& configuration) const {
  std::vector<std::optional<double>> genes;
  for (const Parameter& parameter : m_context.space.parameters()) {
    const Value* value = configuration.find(parameter.name);
    genes.push_back(value ? std::optional(toUnit(parameter.domain, *value)) : std::nullopt);
  }
  return genes;
}

/// To be minimised; empty for a trial that has no value for each objective.
ObjectiveVector Nsga2Sampler::objectivesOf(const Trial& trial) const {
  if (trial.state != TrialState::Complete || trial.values.size() != m_context.objectives.size())
    return {};
  ObjectiveVector objectives;
  for (std::size_t i = 0; i < trial.values.size(); ++i)
    objectives.push_back(lossOf(m_context.objectives[i], trial.values[i]));
  const bool finite =
      std::all_of(objectives.begin(), objectives.end(), [](double x) { return std::isfinite(x); });
  return finite ? objectives : ObjectiveVector{};
}

void Nsga2Sampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
  for (const Trial& trial : changed)
    if (auto objectives = objectivesOf(trial); !objectives.empty())
      admit({trial.number, genesOf(trial.configuration), std::move(objectives)});
}

/// The population with the newcomer, without its worst.
void Nsga2Sampler::admit(Member member) {
  m_population.push_back(std::move(member));
  const auto measure = [&] {
    std::vector<ObjectiveVector> points;
    for (const Member& each : m_population)
      points.push_back(each.objectives);
    const auto fronts = nonDominationRanks(points);
    const auto crowding = crowdingDistances(points, fronts);
    for (std::size_t i = 0; i < m_population.size(); ++i) {
      m_population[i].front = fronts[i];
      m_population[i].crowding = crowding[i];
    }
  };
  measure();
  if (m_population.size() <= m_populationSize)
    return;
  const auto worst =
      std::max_element(m_population.begin(), m_population.end(), [](const Member& a, const Member& b) {
        return std::tuple(a.front, -a.crowding, a.number) < std::tuple(b.front, -b.crowding, b.number);
      });
  m_population.erase(worst);
  measure();
}

Suggestions Nsga2Sampler::suggest(const SuggestRequest& request) {
  return suggestUntried(m_untried, request, [this](int number) { return suggestOne(number); });
}

std::optional<Suggestion> Nsga2Sampler::suggestOne(int number) {
  if (m_population.size() < 2 || static_cast<std::size_t>(number) < m_populationSize)
    return startUp(number);
  Rng rng(m_context.seed ^ BreedingSeed, static_cast<std::uint64_t>(number));
  if (auto child = breed(rng))
    return child;
  return drawInstead(
      number, Message(SWEEP_TEXT("uniform draw: %1 children of the best trials were all tried before or "
                                 "against the constraints"),
                      {std::to_string(MostChildren)}));
}

std::optional<Suggestion> Nsga2Sampler::startUp(int number) const {
  Configuration configuration =
      m_context.space.fromUnit(m_sequence.point(static_cast<std::uint64_t>(number)));
  if (m_untried.offers(configuration))
    return Suggestion{std::move(configuration),
                      Message(SWEEP_TEXT("start-up: one of %1 evenly spread points, %2 parents so far"),
                              {std::to_string(m_populationSize), std::to_string(m_population.size())})};
  return drawInstead(
      number, Message(SWEEP_TEXT("start-up: uniform draw, since the evenly spread point was tried before or "
                                 "is against the constraints")));
}

std::optional<Suggestion> Nsga2Sampler::drawInstead(int number, Message why) const {
  auto configuration = m_untried.draw(m_context.seed, number);
  if (!configuration)
    return std::nullopt;
  return Suggestion{std::move(*configuration), std::move(why)};
}

const Nsga2Sampler::Member& Nsga2Sampler::tournament(Rng& rng) const {
  const Member& one = m_population[static_cast<std::size_t>(rng.below(m_population.size()))];
  const Member& other = m_population[static_cast<std::size_t>(rng.below(m_population.size()))];
  return std::pair(one.front, -one.crowding) <= std::pair(other.front, -other.crowding) ? one : other;
}

std::optional<Suggestion> Nsga2Sampler::breed(Rng& rng) const {
  for (int i = 0; i < MostChildren; ++i) {
    const Member& one = tournament(rng);
    const Member& other = tournament(rng);
    Child child = cross(one, other, rng);
    mutate(child, rng);
    Configuration configuration = m_context.space.fromUnit(child.genes);
    if (!m_untried.offers(configuration))
      continue;
    return Suggestion{
        std::move(configuration),
        Message(SWEEP_TEXT("child of trial %1 (front %2) and trial %3 (front %4), mutations: %5"),
                {std::to_string(one.number), std::to_string(one.front + 1), std::to_string(other.number),
                 std::to_string(other.front + 1), std::to_string(child.mutations)})};
  }
  return std::nullopt;
}

Nsga2Sampler::Child Nsga2Sampler::cross(const Member& one, const Member& other, Rng& rng) const {
  Child child;
  const bool crosses = rng.uniform() < CrossoverChance;
  for (std::size_t i = 0; i < one.genes.size(); ++i) {
    const bool exchanged = rng.uniform() < 0.5;
    const double u = rng.uniform();
    const auto& first = one.genes[i];
    const auto& second = other.genes[i];
    if (!first || !second)
      child.genes.push_back(first ? *first : second.value_or(u));
    else if (!crosses)
      child.genes.push_back(*first);
    else if (isChoice(i))
      child.genes.push_back(exchanged ? *second : *first);
    else
      child.genes.push_back(exchanged ? crossed(*second, *first, u) : crossed(*first, *second, u));
  }
  return child;
}

void Nsga2Sampler::mutate(Child& child, Rng& rng) const {
  const double chance = 1.0 / static_cast<double>(std::max<std::size_t>(m_searched, 1));
  for (std::size_t i = 0; i < child.genes.size(); ++i) {
    const double whether = rng.uniform();
    const double u = rng.uniform();
    if (whether >= chance || !isSearched(m_context.space.parameters()[i].domain))
      continue;
    child.genes[i] = isChoice(i) ? u : mutated(child.genes[i], u);
    ++child.mutations;
  }
}

} // namespace sweep
