// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_proposal.h"

#include <algorithm>

namespace sweep {

namespace {
/// Complete configurations looked at before the search is given up.
constexpr int MostAttempts = 240;
/// What a group counts as that has no draw which satisfies the constraints.
constexpr int AttemptsWithoutCandidates = MostAttempts / 4;
/// Draws per candidate in search of some that satisfy the constraints.
constexpr std::size_t DrawsPerCandidate = 20;
} // namespace

TpeProposal::TpeProposal(const Untried& untried, const ParzenSpace& axes, const std::vector<TpeGroup>& groups,
                         std::size_t candidates, Rng rng)
    : m_untried(untried), m_space(untried.space()), m_axes(axes), m_groups(groups), m_candidates(candidates),
      m_rng(rng), m_values(axes.size()), m_attemptsLeft(MostAttempts) {
  for (std::size_t i = 0; i < m_values.size(); ++i)
    if (!m_axes.isSearched(i))
      m_values[i] = fromUnit(m_space.parameters()[i].domain, 0.5);
}

std::optional<TpeProposal::Found> TpeProposal::find() {
  while (m_attemptsLeft > 0)
    if (complete(0))
      return std::move(m_found);
  return std::nullopt;
}

bool TpeProposal::complete(std::size_t group) {
  while (group < m_groups.size() && !isActive(m_groups[group].parameters().front()))
    ++group;
  if (group == m_groups.size()) {
    --m_attemptsLeft;
    m_found.configuration = assembled();
    return m_untried.offers(m_found.configuration);
  }
  const auto candidates = candidatesOf(m_groups[group]);
  if (candidates.empty())
    m_attemptsLeft -= AttemptsWithoutCandidates;
  for (const Candidate& candidate : candidates)
    if (m_attemptsLeft > 0 && tryCandidate(group, candidate))
      return true;
  return false;
}

bool TpeProposal::tryCandidate(std::size_t group, const Candidate& candidate) {
  place(m_groups[group], candidate.values);
  if (!complete(group + 1)) {
    clear(m_groups[group]);
    return false;
  }
  m_found.logGood += candidate.logGood;
  m_found.logBad += candidate.logBad;
  m_found.near = candidate.near;
  ++m_found.groups;
  return true;
}

/// The best first.
std::vector<TpeProposal::Candidate> TpeProposal::candidatesOf(const TpeGroup& group) {
  const bool constrained = !m_space.spec().constraints.empty();
  const std::size_t mostRounds = constrained ? DrawsPerCandidate : 1;
  std::vector<Candidate> candidates;
  for (std::size_t round = 0; round < mostRounds && candidates.size() < m_candidates; ++round)
    for (const auto& draw : group.good().draw(m_candidates, m_rng)) {
      Candidate candidate{{}, draw.id};
      for (std::size_t i = 0; i < draw.at.size(); ++i)
        candidate.values.push_back(m_axes.value(group.parameters()[i], draw.at[i]));
      if (candidates.size() < m_candidates && (!constrained || isFeasible(group, candidate)))
        candidates.push_back(std::move(candidate));
    }
  score(group, candidates);
  return candidates;
}

void TpeProposal::score(const TpeGroup& group, std::vector<Candidate>& candidates) const {
  std::vector<ParzenCoordinate> points;
  for (const Candidate& candidate : candidates)
    for (std::size_t i = 0; i < candidate.values.size(); ++i)
      points.push_back(
          m_axes.coordinate(group.parameters()[i], candidate.values[i]).value_or(ParzenCoordinate()));
  const auto logGood = group.good().logDensities(points);
  const auto logBad = group.bad().logDensities(points);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].logGood = logGood[i];
    candidates[i].logBad = logBad[i];
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.logGood - a.logBad > b.logGood - b.logBad;
  });
}

bool TpeProposal::isFeasible(const TpeGroup& group, const Candidate& candidate) {
  place(group, candidate.values);
  const bool feasible = m_space.satisfiesConstraints(assembled());
  clear(group);
  return feasible;
}

void TpeProposal::place(const TpeGroup& group, const std::vector<Value>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    m_values[group.parameters()[i]] = values[i];
}

void TpeProposal::clear(const TpeGroup& group) {
  for (const std::size_t parameter : group.parameters())
    m_values[parameter].reset();
}

/// Null while it is not active or not decided.
const Value* TpeProposal::valueOf(std::size_t parameter) const {
  return m_values[parameter] && isActive(parameter) ? &*m_values[parameter] : nullptr;
}

bool TpeProposal::isActive(std::size_t parameter) const {
  const auto parent = m_space.parentOf(parameter);
  if (!parent)
    return true;
  const Value* value = valueOf(*parent);
  return value && holds(*m_space.parameters()[parameter].condition, *value);
}

Configuration TpeProposal::assembled() const {
  std::vector<Configuration::Entry> entries;
  for (std::size_t i = 0; i < m_values.size(); ++i)
    if (const Value* value = valueOf(i))
      entries.emplace_back(m_space.parameters()[i].name, *value);
  return Configuration(std::move(entries));
}

} // namespace sweep
