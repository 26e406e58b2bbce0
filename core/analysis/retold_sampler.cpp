// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/retold_sampler.h"

#include "core/sampler/registry.h"

#include <algorithm>
#include <limits>

namespace sweep {

namespace {

constexpr std::int64_t Never = std::numeric_limits<std::int64_t>::max();

/// Never for one that has not begun. The clock of a replay begins at 0, where others have no time yet.
std::int64_t beginOf(const Trial& trial) {
  if (trial.attempts.empty() || (trial.attempts.front().started == 0 && !isFinished(trial.state)))
    return Never;
  return trial.attempts.front().started;
}

/// Never while it has not ended; 0 for one that never was started here.
std::int64_t endOf(const Trial& trial) {
  if (!isFinished(trial.state))
    return Never;
  return trial.attempts.empty() ? 0 : trial.attempts.back().ended;
}

/// A trial that had not finished, with the results that it had at smaller budgets.
Trial unfinished(Trial trial, std::int64_t moment) {
  std::erase_if(trial.attempts, [&](const Attempt& attempt) { return attempt.ended == 0 || attempt.ended > moment; });
  trial.state = TrialState::Running;
  trial.values.clear();
  trial.failure.reset();
  trial.verdict = {};
  return trial;
}

bool isKnownAs(const Trial& told, const Trial& now) {
  return told.state == now.state && told.values == now.values && told.attempts.size() == now.attempts.size();
}

} // namespace

std::vector<Trial> historyAt(const Snapshot& snapshot, int trial) {
  const auto count = std::min(static_cast<std::size_t>(std::max(trial, 0)), snapshot.trials.size());
  const auto moment = count < snapshot.trials.size() ? beginOf(*snapshot.trials[count]) : Never;
  std::vector<Trial> history;
  history.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Trial& one = *snapshot.trials[i];
    history.push_back(moment == Never || endOf(one) <= moment ? one : unfinished(one, moment));
  }
  return history;
}

bool RetoldSampler::continues(const Snapshot& snapshot, const std::vector<Trial>& history) const {
  if (!m_sampler || m_told.size() > history.size() || !isSameStudy(m_spec, snapshot.spec))
    return false;
  for (std::size_t i = 0; i < m_told.size(); ++i)
    if (m_told[i].configuration != history[i].configuration ||
        (isFinished(m_told[i].state) && !isKnownAs(m_told[i], history[i])))
      return false;
  return true;
}

Sampler* RetoldSampler::at(const Snapshot& snapshot, int trial) {
  auto history = historyAt(snapshot, trial);
  if (!continues(snapshot, history)) {
    m_spec = snapshot.spec;
    m_told.clear();
    auto made = createSampler(m_spec);
    m_sampler = made ? std::move(*made) : nullptr;
  }
  if (!m_sampler)
    return nullptr;
  std::vector<Trial> changed;
  for (std::size_t i = 0; i < history.size(); ++i)
    if (i >= m_told.size() || !isKnownAs(m_told[i], history[i]))
      changed.push_back(history[i]);
  // In the order in which they finished.
  std::ranges::stable_sort(changed, {}, endOf);
  m_sampler->observe(changed);
  m_told = std::move(history);
  return m_sampler.get();
}

} // namespace sweep
