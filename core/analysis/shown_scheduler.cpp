// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shown_scheduler.h"

#include "core/scheduler/registry.h"
#include "core/study/known_result.h"

namespace sweep {

/// A finished trial changes only when it is run again, or when the study is another one: then all is shown anew.
bool ShownScheduler::continues(const Snapshot& snapshot) const {
  if (!m_scheduler || m_shown.size() > snapshot.trials.size() || !isSameStudy(m_spec, snapshot.spec))
    return false;
  for (std::size_t i = 0; i < m_shown.size(); ++i)
    if (isFinished(m_shown[i]->state) && m_shown[i] != snapshot.trials[i])
      return false;
  return true;
}

void ShownScheduler::show(const Snapshot& snapshot) {
  if (!continues(snapshot)) {
    m_spec = snapshot.spec;
    m_shown.clear();
    auto made = createScheduler(m_spec);
    m_scheduler = made ? std::move(*made) : nullptr;
  }
  if (!m_scheduler)
    return;
  m_shown.resize(snapshot.trials.size());
  for (std::size_t i = 0; i < m_shown.size(); ++i)
    if (m_shown[i] != snapshot.trials[i]) {
      m_shown[i] = snapshot.trials[i];
      // As in the study itself: known results are nothing that the scheduler has begun.
      if (!isKnownResult(*m_shown[i]))
        m_scheduler->observe(*m_shown[i]);
    }
}

std::vector<Threshold> ShownScheduler::thresholds() const {
  return m_scheduler ? m_scheduler->thresholds() : std::vector<Threshold>();
}

} // namespace sweep
