// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/kept_checkpoints.h"

#include <algorithm>

namespace sweep {

namespace {

bool endedWell(TrialState state) {
  return state == TrialState::Complete || state == TrialState::Pruned;
}

void add(std::vector<CheckpointSource>& sources, const CheckpointSource& source) {
  if (std::ranges::find(sources, source) == sources.end())
    sources.push_back(source);
}

/// What it went on from, and so on through its own attempts that were ended before their time.
void addOrigins(std::vector<CheckpointSource>& sources, const Trial& trial, const Attempt& last) {
  const Attempt* at = &last;
  while (at && at->resumed) {
    add(sources, *at->resumed);
    const auto before = at->resumed->attempt;
    if (!isUnfinished(trial, *at->resumed) || before >= at->number)
      return;
    const auto found = std::ranges::find(trial.attempts, before, &Attempt::number);
    at = found == trial.attempts.end() ? nullptr : &*found;
  }
}

} // namespace

std::vector<CheckpointSource> neededCheckpoints(const Trial& trial) {
  std::vector<CheckpointSource> sources;
  if (trial.attempts.empty() || endedWell(trial.state))
    return sources;
  if (const auto* reached = lastReached(trial); reached && reached->hasCheckpoint)
    add(sources, {trial.number, reached->number});
  const auto& last = trial.attempts.back();
  if (!last.values.empty())
    return sources;
  if (trial.state != TrialState::Failed)
    add(sources, {trial.number, last.number});
  addOrigins(sources, trial, last);
  return sources;
}

std::vector<int> newestCheckpoints(const Trial& trial) {
  std::vector<int> numbers;
  for (auto attempt = trial.attempts.rbegin(); attempt != trial.attempts.rend(); ++attempt)
    numbers.push_back(attempt->number);
  const auto cameToItsEnd = [&trial](int number) {
    const auto found = std::ranges::find(trial.attempts, number, &Attempt::number);
    return !found->values.empty() || (endedWell(trial.state) && number == trial.attempts.back().number);
  };
  std::ranges::stable_partition(numbers, cameToItsEnd);
  return numbers;
}

KeptCheckpoints::KeptCheckpoints(const StudySpec& spec)
    : m_objective(spec.objective()), m_canRank(spec.objectives.size() == 1) {
  setRule(spec.limits.checkpoints);
}

void KeptCheckpoints::setRule(const CheckpointRule& rule) {
  const bool isUsable = rule.keep != CheckpointRule::Keep::Best || (m_canRank && rule.best >= 1);
  const auto usable = isUsable ? rule : CheckpointRule();
  if (usable == m_rule)
    return;
  m_rule = usable;
  m_best.clear();
  for (std::size_t index = 0; index < m_stored.size(); ++index)
    if (const auto number = static_cast<int>(index); m_stored[index].lastAttempt > 0) {
      rank(number);
      m_changed.insert(number);
    }
}

void KeptCheckpoints::stored(const Trial& trial) {
  if (trial.attempts.empty() || trial.number < 0)
    return;
  const auto index = static_cast<std::size_t>(trial.number);
  if (m_stored.size() <= index)
    m_stored.resize(index + 1);
  auto& stored = m_stored[index];
  stored = {{}, trial.attempts.back().number, trial.state == TrialState::Running};
  if (trial.state == TrialState::Complete && trial.value())
    stored.loss = lossOf(m_objective, *trial.value());
  need(trial.number, neededCheckpoints(trial));
  rank(trial.number);
  if (!stored.running)
    m_changed.insert(trial.number);
}

/// Another trial's checkpoint that is not needed here any more may go.
void KeptCheckpoints::need(int trial, std::vector<CheckpointSource> needed) {
  for (const auto& source : needed)
    ++m_users[{source.trial, source.attempt}];
  if (const auto before = m_needed.find(trial); before != m_needed.end()) {
    for (const auto& source : before->second)
      if (const auto users = m_users.find({source.trial, source.attempt}); --users->second == 0) {
        m_users.erase(users);
        if (source.trial != trial)
          m_changed.insert(source.trial);
      }
    m_needed.erase(before);
  }
  if (!needed.empty())
    m_needed[trial] = std::move(needed);
}

void KeptCheckpoints::rank(int trial) {
  const auto& loss = m_stored[static_cast<std::size_t>(trial)].loss;
  if (!keeps(CheckpointRule::Keep::Best) || !loss)
    return;
  m_best.insert({*loss, trial});
  if (m_best.size() <= static_cast<std::size_t>(m_rule.best))
    return;
  const auto worst = std::prev(m_best.end());
  m_changed.insert(worst->second);
  m_best.erase(worst);
}

KeptInFolder KeptCheckpoints::keptOf(const Trial& now) const {
  KeptInFolder kept;
  kept.trial = now.number;
  const auto index = static_cast<std::size_t>(now.number);
  const Stored stored = index < m_stored.size() ? m_stored[index] : Stored();
  kept.lastAttempt = stored.lastAttempt;
  kept.all = keeps(CheckpointRule::Keep::All);
  if (stored.running)
    kept.reading.insert(stored.lastAttempt);
  if (now.state == TrialState::Running)
    kept.reading.insert(now.attempts.back().number);
  for (auto user = m_users.lower_bound({now.number, 0});
       user != m_users.end() && user->first.first == now.number; ++user)
    kept.attempts.insert(user->first.second);
  for (const auto& source : neededCheckpoints(now))
    if (source.trial == now.number)
      kept.attempts.insert(source.attempt);
  if (keeps(CheckpointRule::Keep::Last) || (stored.loss && m_best.contains({*stored.loss, now.number})))
    kept.newest = newestCheckpoints(now);
  return kept;
}

} // namespace sweep
