// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/grid_refinement_sampler.h"

#include "core/sampler/grid_sampler.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

bool liesOn(const std::vector<Value>& levels, const Value& value) {
  return std::find(levels.begin(), levels.end(), value) != levels.end();
}

/// Levels by hand may come in any order.
std::vector<double> ascending(const std::vector<Value>& levels) {
  std::vector<double> numbers;
  for (const auto& level : levels)
    numbers.push_back(*valueNumber(level));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::size_t nearestIndex(const std::vector<double>& axis, double x) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < axis.size(); ++i)
    if (std::abs(axis[i] / 2 - x / 2) < std::abs(axis[nearest] / 2 - x / 2))
      nearest = i;
  return nearest;
}

std::vector<Value> zoomedLevels(const Domain& domain, const std::vector<Value>& levels, double x,
                                std::size_t count) {
  const auto axis = ascending(levels);
  const std::size_t j = nearestIndex(axis, x);
  double low = axis[j > 0 ? j - 1 : 0];
  double high = axis[std::min(j + 1, axis.size() - 1)];
  if (const auto* whole = std::get_if<IntDomain>(&domain); whole && low == high) {
    const auto step = static_cast<double>(whole->step);
    low = std::max(low - step, axis.front());
    high = std::min(high + step, axis.back());
  }
  return levelsBetween(domain, low, high, count);
}

bool sameLevels(const std::vector<Lattice>& a, const std::vector<Lattice>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Lattice& x, const Lattice& y) { return x.levels() == y.levels(); });
}

} // namespace

std::vector<Option> GridRefinementSampler::options() {
  return {levelsOption(4),
          {{"rounds", IntDomain{1, 50}, Value(std::int64_t{3}), {}, {}},
           SWEEP_TEXT("Rounds"),
           SWEEP_TEXT("How often the grid is laid; 1 is a plain grid.")},
          {{"keep", IntDomain{1, 100}, Value(std::int64_t{1}), {}, {}},
           SWEEP_TEXT("Best points kept"),
           SWEEP_TEXT("Around how many of the best points the grid is refined: more than one guards against "
                      "the wrong valley.")}};
}

Result<std::unique_ptr<Sampler>> GridRefinementSampler::create(SamplerContext context) {
  auto lattice = gridOf(context);
  if (!lattice)
    return lattice.error();
  return Result<std::unique_ptr<Sampler>>(
      std::make_unique<GridRefinementSampler>(std::move(context), std::move(lattice).value()));
}

std::optional<std::uint64_t> GridRefinementSampler::plannedCount(const SamplerContext& context) {
  const auto first = gridOf(context);
  if (!first)
    return std::nullopt;
  double later = 1.0;
  const auto levels = static_cast<double>(intOption(context.options, "levels"));
  for (std::size_t i = 0; i < first->levels().size(); ++i)
    later *= isNumeric(context.space.parameters()[i].domain) ? levels
                                                             : static_cast<double>(first->levels()[i].size());
  const double rounds = static_cast<double>(intOption(context.options, "rounds") - 1);
  const double total =
      first->count() + rounds * static_cast<double>(intOption(context.options, "keep")) * later;
  const auto size = context.space.size();
  const auto most = total < 0x1p63 ? static_cast<std::uint64_t>(total) : ~std::uint64_t{0};
  return size ? std::min(*size, most) : most;
}

GridRefinementSampler::GridRefinementSampler(SamplerContext context, Lattice first)
    : m_context(std::move(context)),
      m_levels(static_cast<std::size_t>(intOption(m_context.options, "levels"))),
      m_rounds(static_cast<int>(intOption(m_context.options, "rounds"))),
      m_keep(static_cast<std::size_t>(intOption(m_context.options, "keep"))) {
  beginRound({std::move(first)}, {-1});
}

void GridRefinementSampler::beginRound(std::vector<Lattice> cells, std::vector<int> centres) {
  m_cells = std::move(cells);
  m_centres = std::move(centres);
  m_begin = 0;
  m_roundSize = 0;
  for (const auto& cell : m_cells)
    m_roundSize += cell.size();
  m_allCells.insert(m_allCells.end(), m_cells.begin(), m_cells.end());
}

void GridRefinementSampler::observe(std::span<const Trial> changed) {
  for (const auto& trial : changed) {
    if (!isFinished(trial.state)) {
      m_pending[trial.number] = trial.configuration.json();
      continue;
    }
    m_pending.erase(trial.number);
    const bool counts = trial.state == TrialState::Complete && trial.value() && std::isfinite(*trial.value());
    m_outcomes.try_emplace(trial.configuration.json(),
                           Outcome{trial.number, trial.configuration, counts ? trial.value() : std::nullopt});
  }
}

Suggestions GridRefinementSampler::suggest(const SuggestRequest& request) {
  Keys pending;
  for (const auto& [number, key] : m_pending)
    pending.insert(key);
  Suggestions answer;
  while (m_end.empty()) {
    Round round = takeFromRound(request, pending);
    answer.items = std::move(round.items);
    if (answer.items.size() == request.count)
      return answer;
    if (round.running || !answer.items.empty()) {
      answer.reason = Message(
          SWEEP_TEXT("The next round of the grid begins when the running trials of round %1 have finished."),
          {std::to_string(m_round)});
      return answer;
    }
    m_end = advance();
  }
  answer.exhausted = true;
  answer.reason = m_end;
  return answer;
}

GridRefinementSampler::Round GridRefinementSampler::takeFromRound(const SuggestRequest& request,
                                                                  const Keys& pending) {
  Round round;
  Keys taken;
  bool allDone = true;
  std::size_t cell = 0;
  std::uint64_t cellBegin = 0;
  for (std::uint64_t at = m_begin; at < m_roundSize && round.items.size() < request.count; ++at) {
    while (at - cellBegin >= m_cells[cell].size())
      cellBegin += m_cells[cell++].size();
    Configuration configuration = m_cells[cell].at(at - cellBegin);
    std::string key = configuration.json();
    const bool done = m_outcomes.count(key) || !m_context.space.satisfiesConstraints(configuration);
    allDone = allDone && done;
    if (allDone)
      m_begin = at + 1;
    round.running = round.running || pending.count(key);
    if (!done && !pending.count(key) && taken.insert(std::move(key)).second)
      round.items.push_back({std::move(configuration), originOf(cell, at)});
  }
  return round;
}

Message GridRefinementSampler::originOf(std::size_t cell, std::uint64_t position) const {
  std::vector<std::string> fillings = {std::to_string(m_round), std::to_string(position + 1),
                                       std::to_string(m_roundSize)};
  if (m_centres[cell] < 0)
    return Message(SWEEP_TEXT("round %1, point %2 of %3"), std::move(fillings));
  fillings.push_back(std::to_string(m_centres[cell]));
  return Message(SWEEP_TEXT("round %1, point %2 of %3, near trial %4"), std::move(fillings));
}

Message GridRefinementSampler::advance() {
  if (m_round >= m_rounds)
    return Message(SWEEP_TEXT("Every round of the grid has been tried."));
  std::vector<Lattice> cells;
  std::vector<int> centres;
  double count = 0.0;
  for (const auto& best : bestPoints())
    if (const Lattice* cell = cellOf(best.configuration)) {
      cells.push_back(zoomed(*cell, best.configuration));
      centres.push_back(best.number);
      count += cells.back().count();
    }
  if (cells.empty())
    return Message(
        SWEEP_TEXT("No trial of the grid has a value, so that there is nothing to refine around."));
  if (count > GridSampler::MostPoints)
    return Message(SWEEP_TEXT("The next round would have %1 points: give fewer levels or keep fewer points."),
                   {countText(count)});
  if (sameLevels(cells, m_cells))
    return Message(SWEEP_TEXT("The grid cannot be divided more finely."));
  ++m_round;
  beginRound(std::move(cells), std::move(centres));
  return {};
}

/// Only points of the rounds so far: a sampler that is told a whole history at once decides as it did the first time.
std::vector<GridRefinementSampler::Outcome> GridRefinementSampler::bestPoints() const {
  std::vector<Outcome> points;
  for (const auto& [key, outcome] : m_outcomes)
    if (outcome.value && wasPlanned(outcome.configuration))
      points.push_back(outcome);
  std::sort(points.begin(), points.end(), [&](const Outcome& a, const Outcome& b) {
    const Objective& objective = m_context.objectives.front();
    if (*a.value != *b.value)
      return objective.better(*a.value, *b.value);
    return a.number < b.number;
  });
  points.resize(std::min(points.size(), m_keep));
  return points;
}

/// Whether it is a point of a round so far.
bool GridRefinementSampler::wasPlanned(const Configuration& configuration) const {
  const auto parameters = m_context.space.parameters();
  return std::any_of(m_allCells.begin(), m_allCells.end(), [&](const Lattice& cell) {
    for (std::size_t i = 0; i < parameters.size(); ++i)
      if (const Value* value = configuration.find(parameters[i].name);
          value && !liesOn(cell.levels()[i], *value))
        return false;
    return true;
  });
}

const Lattice* GridRefinementSampler::cellOf(const Configuration& configuration) const {
  const auto parameters = m_context.space.parameters();
  for (const auto& cell : m_cells) {
    bool inside = true;
    for (std::size_t i = 0; i < parameters.size() && inside; ++i) {
      const Value* value = configuration.find(parameters[i].name);
      if (!value)
        continue;
      if (!isNumeric(parameters[i].domain)) {
        inside = liesOn(cell.levels()[i], *value);
        continue;
      }
      const auto axis = ascending(cell.levels()[i]);
      const double x = *valueNumber(*value);
      inside = x >= axis.front() && x <= axis.back();
    }
    if (inside)
      return &cell;
  }
  return nullptr;
}

Lattice GridRefinementSampler::zoomed(const Lattice& cell, const Configuration& around) const {
  const auto parameters = m_context.space.parameters();
  auto levels = cell.levels();
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (const Value* value = around.find(parameters[i].name); value && isNumeric(parameters[i].domain))
      levels[i] = zoomedLevels(parameters[i].domain, levels[i], *valueNumber(*value), m_levels);
  return {m_context.space, std::move(levels)};
}

} // namespace sweep
