// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/numerics/pareto.h"
#include "core/numerics/sobol.h"
#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

namespace sweep {

/// NSGA-II (Deb et al. 2002) for one or several objectives, in its steady-state form (Durillo et al. 2009, "On the effect of
/// the steady-state selection scheme in multi-objective genetic algorithms"): every finished trial at once competes for a
/// place in the population, so that no worker waits for a generation. The population is the best of all trials so far, by
/// front and, within the last front, by crowding.
///
/// Children come from two parents chosen by tournament: simulated binary crossover and polynomial mutation for numbers (Deb &
/// Agrawal 1995), exchange and redrawing for categories. Of a parameter that only one parent has active, its value is
/// taken; one that neither has is drawn. Failed and pruned trials are no parents. Children against the constraints or
/// already tried are bred again; then a uniform draw is made instead.
class Nsga2Sampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit Nsga2Sampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  struct Member {
    int number = 0;
    /// One per parameter in the unit interval; nothing where it was not active.
    std::vector<std::optional<double>> genes;
    ObjectiveVector objectives;
    int front = 0;
    double crowding = 0.0;
  };
  struct Child {
    std::vector<double> genes;
    int mutations = 0;
  };

  std::vector<std::optional<double>> genesOf(const Configuration& configuration) const;
  ObjectiveVector objectivesOf(const Trial& trial) const;
  void admit(Member member);
  std::optional<Suggestion> suggestOne(int number);
  std::optional<Suggestion> startUp(int number) const;
  std::optional<Suggestion> breed(Rng& rng) const;
  const Member& tournament(Rng& rng) const;
  Child cross(const Member& one, const Member& other, Rng& rng) const;
  void mutate(Child& child, Rng& rng) const;
  std::optional<Suggestion> drawInstead(int number, Message why) const;
  bool isChoice(std::size_t parameter) const;

  SamplerContext m_context;
  Untried m_untried;
  SobolSequence m_sequence;
  std::size_t m_populationSize;
  std::vector<Member> m_population;
  /// Parameters of more than one value.
  std::size_t m_searched = 0;
};

} // namespace sweep
