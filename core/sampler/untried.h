// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/lattice.h"
#include "core/sampler/sampler.h"
#include "core/study/trial.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

namespace sweep {

/// Knows which configurations of a space are taken, by trials of any state, and finds others: for samplers that repeat nothing
/// and end with a finite space. For use by one thread at a time.
class Untried {
public:
  explicit Untried(SearchSpace space);

  const SearchSpace& space() const { return m_space; }
  /// As Sampler::observe.
  void observe(std::span<const Trial> changed);
  /// What is about to be suggested counts as taken until forgetSuggested().
  void addSuggested(const Configuration& configuration);
  void forgetSuggested() { m_suggested.clear(); }

  /// Neither taken nor suggested (isTaken), and satisfying the constraints.
  bool offers(const Configuration& configuration) const;
  bool isTaken(const Configuration& configuration) const { return !isNew(configuration.json()); }
  bool isSuggested(const Configuration& configuration) const;
  /// Different configurations that are taken or suggested.
  std::size_t takenCount() const { return m_taken.size() + m_suggested.size(); }
  /// A uniform draw from what is neither taken nor suggested and satisfies the constraints, from the stream (seed, number).
  /// Nothing when there is no more, or when none was found in `MostDraws` draws of a space too large to be gone through.
  std::optional<Configuration> draw(std::uint64_t seed, int number) const;
  /// Why draw found nothing.
  Message reason() const;

  /// How many configurations satisfy the constraints, where there are few enough to be gone through one by one.
  static std::optional<std::uint64_t> count(const SearchSpace& space);

  static constexpr int MostDraws = 10'000;

private:
  bool isNew(const std::string& key) const { return !m_taken.contains(key) && !m_suggested.contains(key); }
  std::optional<Configuration> drawFromRest(std::uint64_t seed, int number) const;

  SearchSpace m_space;
  /// Few enough configurations to be gone through one by one.
  bool m_small;
  std::unordered_set<std::string> m_taken;
  std::unordered_set<std::string> m_suggested;
};

/// Suggestions of `draw` one after the other, each of them taken for the next; ends as exhausted with the first it has not.
/// number: of the trial.
Suggestions suggestUntried(Untried& untried, const SuggestRequest& request,
                           const std::function<std::optional<Suggestion>(int number)>& draw);

} // namespace sweep
