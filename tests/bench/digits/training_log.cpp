// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/digits/training_log.h"

#include <algorithm>
#include <limits>

namespace sweep::bench {

Executor::Listener TrainingLog::before(Executor::Listener next) {
  return [this, next = std::move(next)](JobEvent event) {
    note(event);
    next(std::move(event));
  };
}

void TrainingLog::note(const JobEvent& event) {
  const auto* reported = std::get_if<JobReported>(&event.what);
  if (!reported)
    return;
  const std::lock_guard lock(m_mutex);
  for (const auto& report : reported->reports)
    if (const auto found = report.metrics.find(m_metric); found != report.metrics.end()) {
      ++m_epochs;
      // NaN is never more.
      if (found->second > (m_improvements.empty() ? 0.0 : m_improvements.back().value))
        m_improvements.push_back({m_epochs, found->second});
    }
}

int TrainingLog::epochs() const {
  const std::lock_guard lock(m_mutex);
  return m_epochs;
}

double TrainingLog::best() const {
  const std::lock_guard lock(m_mutex);
  return m_improvements.empty() ? 0.0 : m_improvements.back().value;
}

double TrainingLog::epochsUntil(double value) const {
  const std::lock_guard lock(m_mutex);
  const auto found =
      std::ranges::find_if(m_improvements, [&](const Improvement& each) { return each.value >= value; });
  return found == m_improvements.end() ? std::numeric_limits<double>::infinity() : found->epochs;
}

} // namespace sweep::bench
