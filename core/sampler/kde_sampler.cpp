// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/kde_sampler.h"

#include "core/base/text.h"

#include <cmath>
#include <limits>

namespace sweep {

namespace {

KdeModelOptions modelOptions(const SamplerContext& context, const ParzenSpace& axes) {
  const auto least = static_cast<std::size_t>(intOption(context.options, "least-results"));
  return {static_cast<int>(intOption(context.options, "good-percent")),
          least > 0 ? least : axes.searched().size() + 1, floatOption(context.options, "least-bandwidth"),
          floatOption(context.options, "bandwidth-factor"), context.seed};
}

} // namespace

std::vector<Option> KdeSampler::options() {
  return {
      realOption(
          "random-share", {0.0, 1.0, false, {}}, 1.0 / 3.0, SWEEP_TEXT("Share of random trials"),
          SWEEP_TEXT("This share of the trials is drawn from all of the space, whatever was learned.")),
      wholeOption("good-percent", {1, 99}, 15, SWEEP_TEXT("Good trials in percent"),
                  SWEEP_TEXT("This share of the results, the best, tells where to look.")),
      wholeOption("candidates", {1, 100'000}, 64, SWEEP_TEXT("Draws per trial"),
          SWEEP_TEXT("Drawn near good trials; the one least like the others is tried. More is greedier.")),
      wholeOption("least-results", {0, 100'000}, 0, SWEEP_TEXT("Results for a model"),
          SWEEP_TEXT(
              "A budget has a model from so many good and so many bad results on; 0: one more than there "
              "are parameters.")),
      realOption(
          "bandwidth-factor", {0.1, 100.0, true, {}}, 3.0, SWEEP_TEXT("Widening"),
          SWEEP_TEXT("New trials are drawn so many times as far around good ones as the model itself says.")),
      realOption("least-bandwidth", {1e-9, 1.0, true, {}}, 1e-3, SWEEP_TEXT("Least bandwidth"),
                 SWEEP_TEXT("Keeps the model from becoming narrower than this share of a range.")),
  };
}

Result<std::unique_ptr<Sampler>> KdeSampler::create(SamplerContext context) {
  if (context.objectives.size() > 1)
    return Error(
        SWEEP_TEXT(
            "Kernel densities learn one objective, and the study has %1: choose NSGA-II or TPE for several."),
        {std::to_string(context.objectives.size())});
  return Result<std::unique_ptr<Sampler>>(std::make_unique<KdeSampler>(std::move(context)));
}

std::optional<std::uint64_t> KdeSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

KdeSampler::KdeSampler(SamplerContext context)
    : m_context(std::move(context)), m_axes(m_context.space), m_untried(m_context.space),
      m_options(modelOptions(m_context, m_axes)), m_history(m_axes, m_context.objectives.front()) {}

void KdeSampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
  for (const Trial& trial : changed)
    m_history.learn(trial);
}

Suggestions KdeSampler::suggest(const SuggestRequest& request) {
  updateModel();
  return suggestUntried(m_untried, request, [this](int number) { return suggestOne(number); });
}

void KdeSampler::updateModel() {
  if (m_modelled == m_history.size())
    return;
  m_modelled = m_history.size();
  m_model.reset();
  const auto& budgets = m_history.budgets();
  for (auto at = budgets.rbegin(); at != budgets.rend(); ++at)
    if ((m_model = KdeModel::of(at->second, m_axes, m_options))) {
      m_budget = at->first;
      return;
    }
}

std::optional<Suggestion> KdeSampler::suggestOne(int number) {
  if (!m_model)
    return uniformDraw(number,
                       Message(SWEEP_TEXT("a uniform draw, as there are not enough results for a model")));
  const double share = floatOption(m_context.options, "random-share");
  Rng coin(mixBits(m_context.seed + 2), static_cast<std::uint64_t>(number));
  if (coin.uniform() < share)
    return uniformDraw(
        number, Message(SWEEP_TEXT("a uniform draw, as are %1 of the trials"), {roundedText(share, 2)}));
  return modelled(number);
}

std::optional<Suggestion> KdeSampler::modelled(int number) const {
  const auto candidates = static_cast<std::size_t>(intOption(m_context.options, "candidates"));
  Rng rng(mixBits(m_context.seed), static_cast<std::uint64_t>(number));
  std::optional<KdeModel::Draw> best;
  Configuration configuration;
  for (std::size_t i = 0; i < candidates; ++i) {
    auto draw = m_model->draw(rng);
    if (best && draw.score() <= best->score())
      continue;
    auto candidate = configurationAt(draw.positions);
    if (!m_untried.offers(candidate))
      continue;
    best = std::move(draw);
    configuration = std::move(candidate);
  }
  if (!best)
    return uniformDraw(
        number,
        Message(SWEEP_TEXT("a uniform draw, as what is likely to be good was tried before or breaks a "
                           "constraint")));
  const std::vector<std::string> words = {std::to_string(best->near),
                                          std::to_string(candidates),
                                          std::to_string(m_model->good().rows().size()),
                                          std::to_string(m_history.budgets().at(m_budget).size()),
                                          roundedText(best->logGood, 3),
                                          roundedText(best->logBad, 3),
                                          roundedText(m_budget)};
  return Suggestion{
      std::move(configuration),
      std::isinf(m_budget)
          ? Message(
                SWEEP_TEXT("near trial %1, the best of %2 draws like the best %3 of %4 results: log l %5, "
                           "log g %6"),
                words)
          : Message(SWEEP_TEXT("near trial %1, the best of %2 draws like the best %3 of %4 results at "
                               "budget %7: log l %5, log g %6"),
                    words)};
}

std::optional<Suggestion> KdeSampler::uniformDraw(int number, const Message& why) const {
  auto configuration = m_untried.draw(m_context.seed, number);
  return configuration ? std::optional(Suggestion{std::move(*configuration), why}) : std::nullopt;
}

Configuration KdeSampler::configurationAt(std::span<const double> positions) const {
  Configuration all;
  const auto parameters = m_context.space.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i)
    all.set(parameters[i].name,
            m_axes.isSearched(i) ? m_axes.value(i, positions[i]) : fromUnit(parameters[i].domain, 0.5));
  return m_context.space.withoutInactive(all);
}

} // namespace sweep
