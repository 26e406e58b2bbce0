// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/kde_model.h"
#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

#include <optional>

namespace sweep {

/// The model of BOHB (Falkner et al. 2018, algorithm 2): kernel densities of good and bad results at the largest budget that
/// has enough of them; of some draws near good trials the one with the largest ratio of the two is tried next. A share of the
/// trials is drawn uniformly all along.
///
/// It learns from every budget that a trial has reached, also of trials that wait to go on. Trials that run do not count: the
/// uniform draws and the widened kernels keep those apart that run at a time.
class KdeSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit KdeSampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  std::optional<Suggestion> suggestOne(int number);
  std::optional<Suggestion> modelled(int number) const;
  std::optional<Suggestion> uniformDraw(int number, const Message& why) const;
  void updateModel();
  Configuration configurationAt(std::span<const double> positions) const;

  SamplerContext m_context;
  ParzenSpace m_axes;
  Untried m_untried;
  KdeModelOptions m_options;
  KdeHistory m_history;
  std::optional<KdeModel> m_model;
  /// Of the model.
  double m_budget = 0.0;
  /// How much of the history it knows.
  std::size_t m_modelled = 0;
};

} // namespace sweep
