// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/sequence_sampler.h"

namespace sweep {

namespace {

/// Where the search for a new point ends, given how many configurations are taken: a limit that the history alone decides.
/// Points that repeat others or break a constraint may be far more than those that do not.
std::uint64_t endOfSearch(std::size_t taken) {
  return 10'000 + 50 * static_cast<std::uint64_t>(taken);
}

} // namespace

SequenceSampler::SequenceSampler(SamplerContext context)
    : m_seed(context.seed), m_untried(std::move(context.space)) {
  const auto parameters = m_untried.space().parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (sizeOf(parameters[i].domain) != 1u)
      m_axes.push_back(i);
}

void SequenceSampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
}

Suggestions SequenceSampler::suggest(const SuggestRequest& request) {
  return suggestUntried(m_untried, request, [this](int number) { return next(number); });
}

Configuration SequenceSampler::configurationAt(std::uint64_t index) {
  std::vector<double> unit(m_untried.space().parameters().size(), 0.5);
  const auto coordinates = point(index);
  for (std::size_t i = 0; i < m_axes.size(); ++i)
    unit[m_axes[i]] = coordinates[i];
  return m_untried.space().fromUnit(unit);
}

std::optional<Suggestion> SequenceSampler::next(int number) {
  const std::uint64_t end = endOfSearch(m_untried.takenCount());
  bool passedForGood = true;
  for (std::uint64_t index = m_begin; index < end; ++index) {
    Configuration configuration = configurationAt(index);
    if (m_untried.offers(configuration))
      return Suggestion{std::move(configuration), origin(index)};
    passedForGood = passedForGood && !m_untried.isSuggested(configuration);
    if (passedForGood)
      m_begin = index + 1;
  }
  auto configuration = m_untried.draw(m_seed, number);
  if (!configuration)
    return std::nullopt;
  return Suggestion{std::move(*configuration),
                    Message(SWEEP_TEXT("uniform draw, as none of the first %1 points of the sequence is new "
                                       "and satisfies the constraints"),
                            {std::to_string(end)})};
}

} // namespace sweep
