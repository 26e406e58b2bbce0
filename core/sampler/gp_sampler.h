// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/gp_model.h"
#include "core/sampler/gp_search.h"
#include "core/sampler/quadratic_step.h"
#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

namespace sweep {

/// Bayesian optimisation with Gaussian processes (Mockus 1978; Jones, Schonlau & Welch 1998; Snoek, Larochelle & Adams 2012; see
/// gp_model.h and gp_search.h), for one objective. After a start of evenly spread trials each one is where the model expects the
/// most: anywhere, or around the best trial so far, by a quadratic (quadratic_step.h) or a process of its own (gp_region.h), in turns
/// that depend on the trial's number, until there is nothing left to gain around it. Of many trials it learns from some (gp_subset.h), which bounds the cost of a suggestion.
class GpSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  GpSampler(SamplerContext context, GpOptions options);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

  const GpEncoding& encoding() const { return m_encoding; }
  const GpHistory& history() const { return m_history; }
  /// Of each observed trial; one that was stopped early counts as no better than the middle of those that were not.
  std::vector<double> losses() const;

  /// The model that chooses a trial; valid until the sampler is told or asked something again.
  struct Insight {
    const GpModel* model = nullptr;
    const GpEncoding* encoding = nullptr;
    const GpHistory* history = nullptr;
    /// The best observed trial in the model's eyes, and whether only its surroundings are looked at.
    int best = 0;
    bool isLocal = false;
  };
  /// Of the trial of this number, were it suggested now; nothing while the start-up lasts.
  std::optional<Insight> insight(int number);

  /// What the model of the whole space believes of a trial's configuration, without noise: a loss and its standard deviation.
  struct TrialBelief {
    int trial = 0;
    double loss = 0.0;
    double deviation = 0.0;
  };
  struct Beliefs {
    /// Of the trials that were run to their end, by number.
    std::vector<TrialBelief> trials;
    /// GpModel::noise().
    double noise = 0.0;
  };
  /// Of all that is known now; nothing while the start-up lasts.
  std::optional<Beliefs> beliefs();

private:
  /// The model that chooses a trial, by turns.
  enum class Turn { Everywhere, WithoutNoise, Local, Elsewhere };
  /// Of trials without a result yet, those just suggested among them.
  using Points = std::vector<std::vector<double>>;
  /// What is learned for a trial: the model of the whole space, from a part of the observed trials.
  struct Lesson {
    Turn turn = Turn::Everywhere;
    std::vector<double> losses;
    std::vector<std::size_t> subset;
    GpModel* global = nullptr;
    /// For a local turn, where a quadratic fits.
    std::optional<QuadraticStep> step;
  };
  /// Where a model looks for the next trial.
  struct Look {
    GpModel* model = nullptr;
    /// Index of the observed trial that local steps surround.
    std::size_t centre = 0;
    GpSearchArea area;
  };
  Points running() const;
  std::vector<std::size_t> subsetOf(std::span<const double> losses) const;
  Lesson learn(int number);
  Look lookFor(int number, const Lesson& lesson, const Points& running);
  std::optional<Suggestion> suggestOne(int number, const Points& running);
  bool isStarting(const Points& running) const;
  std::optional<Suggestion> startUp(int number) const;
  std::optional<Suggestion> modelled(int number, const Points& running);
  std::optional<QuadraticStep> onQuadratic(const GpModel& global, std::span<const double> losses) const;
  bool isWorthwhile(const QuadraticStep& step, std::span<const double> losses) const;
  bool isUsable(const QuadraticStep& step, const GpModel& global, std::span<const double> losses) const;
  Suggestion explained(const QuadraticStep& step, std::span<const double> losses) const;
  Turn turnOf(int number) const;
  std::size_t bestObserved(std::span<const double> losses) const;
  std::size_t centreOf(int number, std::size_t believed, std::span<const double> losses) const;
  std::vector<std::vector<double>> bestPlaces(std::span<const double> losses) const;
  Message explained(Turn turn, int centre, const GpModel& model, std::span<const double> point) const;
  bool isTaken(std::span<const double> place) const;

  SamplerContext m_context;
  GpOptions m_options;
  GpEncoding m_encoding;
  GpHistory m_history;
  GpModel m_model;
  GpModel m_exact;
  GpModel m_local;
  Untried m_untried;
};

} // namespace sweep
