// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/lattice.h"
#include "core/sampler/registry.h"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace sweep {

/// A grid that zooms in, round after round.
///
/// A round is the union of the grids of its cells; the first round has one cell, the whole space. When all points of a round have
/// finished, the best `keep` points of all rounds so far (the earlier trial wins ties) give the cells of the next: on each numeric
/// axis the stretch between the neighbours of the point's level, clipped at the ends of the axis; a whole-number stretch of one
/// value is widened by one on each side within the axis. Categories are never narrowed. Points tried in an earlier round are not
/// tried again. It ends after `rounds`, when no axis changes any more, or when every trial of the rounds so far has failed.
class GridRefinementSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  /// At most so many: later rounds leave out what was tried before.
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  GridRefinementSampler(SamplerContext context, Lattice first);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  using Keys = std::unordered_set<std::string>;
  struct Outcome {
    int number = 0;
    Configuration configuration;
    std::optional<double> value;
  };
  /// What is left of the current round.
  struct Round {
    std::vector<Suggestion> items;
    bool running = false;
  };

  Round takeFromRound(const SuggestRequest& request, const Keys& pending);
  void beginRound(std::vector<Lattice> cells, std::vector<int> centres);
  Message originOf(std::size_t cell, std::uint64_t position) const;
  /// Goes on to the next round; says why not when there is none.
  Message advance();
  std::vector<Outcome> bestPoints() const;
  bool wasPlanned(const Configuration& configuration) const;
  const Lattice* cellOf(const Configuration& configuration) const;
  Lattice zoomed(const Lattice& cell, const Configuration& around) const;

  SamplerContext m_context;
  std::size_t m_levels;
  int m_rounds;
  std::size_t m_keep;
  /// The first to finish of each configuration.
  std::unordered_map<std::string, Outcome> m_outcomes;
  /// Configurations of trials that have not finished.
  std::map<int, std::string> m_pending;
  int m_round = 1;
  std::vector<Lattice> m_cells;
  /// The trial that each cell lies around, -1 for none.
  std::vector<int> m_centres;
  /// The cells of the rounds that are over and of the current one.
  std::vector<Lattice> m_allCells;
  /// Every point of the round before it has finished or breaks a constraint.
  std::uint64_t m_begin = 0;
  std::uint64_t m_roundSize = 0;
  /// Why it has ended, empty while it has not.
  Message m_end;
};

} // namespace sweep
