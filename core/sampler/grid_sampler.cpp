// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/grid_sampler.h"

#include <algorithm>

namespace sweep {

namespace {

const std::string InOrder = "in order";
const std::string Shuffled = "shuffled";

Lattice latticeOf(const SamplerContext& context) {
  const auto count = static_cast<std::size_t>(intOption(context.options, "levels"));
  std::vector<std::vector<Value>> levels;
  for (const auto& parameter : context.space.parameters())
    levels.push_back(levelsOf(parameter, count));
  return {context.space, std::move(levels)};
}

} // namespace

Option levelsOption(std::int64_t fewest) {
  return {
      {"levels", IntDomain{fewest, 1000}, Value(std::int64_t{4}), {}, {}},
      SWEEP_TEXT("Levels"),
      SWEEP_TEXT("Points on each range of numbers that has neither a step nor levels of its own; both ends are among them.")};
}

Result<Lattice> gridOf(const SamplerContext& context) {
  Lattice lattice = latticeOf(context);
  if (lattice.count() > GridSampler::MostPoints)
    return Error(SWEEP_TEXT("A grid of %1 points is too large: at most %2 can be tried. Give fewer levels, "
                            "fix some parameters, "
                            "or choose random search."),
                 {countText(lattice.count()), countText(GridSampler::MostPoints)});
  return lattice;
}

std::vector<Option> GridSampler::options() {
  return {levelsOption(1),
          {{"order", CategoricalDomain{{InOrder, Shuffled}, {}}, Value(InOrder), {}, {}},
           SWEEP_TEXT("Order"),
           SWEEP_TEXT("Shuffled covers the whole space early, which is better when time may run out.")}};
}

Result<std::unique_ptr<Sampler>> GridSampler::create(SamplerContext context) {
  auto lattice = gridOf(context);
  if (!lattice)
    return lattice.error();
  return Result<std::unique_ptr<Sampler>>(
      std::make_unique<GridSampler>(std::move(context), std::move(lattice).value()));
}

std::optional<std::uint64_t> GridSampler::plannedCount(const SamplerContext& context) {
  const Lattice lattice = latticeOf(context);
  if (lattice.count() > MostPoints)
    return lattice.count() < 0x1p63 ? static_cast<std::uint64_t>(lattice.count()) : ~std::uint64_t{0};
  if (context.space.spec().constraints.empty())
    return lattice.size();
  std::uint64_t feasible = 0;
  for (std::uint64_t i = 0; i < lattice.size(); ++i)
    feasible += context.space.satisfiesConstraints(lattice.at(i)) ? 1 : 0;
  return feasible;
}

GridSampler::GridSampler(SamplerContext context, Lattice lattice)
    : m_space(std::move(context.space)), m_lattice(std::move(lattice)),
      m_shuffled(textOption(context.options, "order") == Shuffled),
      m_order(std::max<std::uint64_t>(m_lattice.size(), 1), context.seed) {}

void GridSampler::observe(std::span<const Trial> changed) {
  for (const auto& trial : changed)
    m_taken.insert(trial.configuration.json());
}

Suggestions GridSampler::suggest(const SuggestRequest& request) {
  Suggestions answer;
  const std::string total = std::to_string(m_lattice.size());
  bool allTaken = true;
  for (std::uint64_t at = m_begin; at < m_lattice.size() && answer.items.size() < request.count; ++at) {
    const std::uint64_t point = pointAt(at);
    Configuration configuration = m_lattice.at(point);
    const bool taken = m_taken.contains(configuration.json()) || !m_space.satisfiesConstraints(configuration);
    allTaken = allTaken && taken;
    if (allTaken)
      m_begin = at + 1;
    if (!taken)
      answer.items.push_back({std::move(configuration), Message(SWEEP_TEXT("grid point %1 of %2"),
                                                                {std::to_string(point + 1), total})});
  }
  answer.exhausted = answer.items.size() < request.count;
  if (answer.exhausted)
    answer.reason = Message(SWEEP_TEXT("Every point of the grid has been tried."));
  return answer;
}

} // namespace sweep
