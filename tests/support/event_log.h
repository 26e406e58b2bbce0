// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace sweep::test {

/// Keeps every event of an executor, and waits for some. Thread-safe.
class EventLog {
public:
  Executor::Listener listener() {
    return [this](JobEvent event) {
      const std::lock_guard lock(m_mutex);
      m_events.push_back(std::move(event));
      m_changed.notify_all();
    };
  }

  std::vector<JobEvent> events() const {
    const std::lock_guard lock(m_mutex);
    return m_events;
  }

  /// All events of a trial of one kind, so far.
  template <class Kind> std::vector<Kind> of(int trial) const {
    std::vector<Kind> found;
    for (const JobEvent& event : events())
      if (const auto* what = std::get_if<Kind>(&event.what); what != nullptr && event.trial == trial)
        found.push_back(*what);
    return found;
  }

  /// The first event of that kind, waited for; nothing when it does not come within a minute.
  template <class Kind> std::optional<Kind> waitFor(int trial) {
    std::optional<Kind> found;
    waitUntil([&] {
      for (const JobEvent& event : m_events)
        if (const auto* what = std::get_if<Kind>(&event.what); what != nullptr && event.trial == trial && !found)
          found = *what;
      return found.has_value();
    });
    return found;
  }

  /// How many jobs have come to their end, whichever.
  bool waitForEnds(std::size_t count) {
    return waitUntil([&] {
      std::size_t ends = 0;
      for (const JobEvent& event : m_events)
        ends += std::holds_alternative<JobFinished>(event.what) || std::holds_alternative<JobNotStarted>(event.what);
      return ends >= count;
    });
  }

private:
  bool waitUntil(const std::function<bool()>& fulfilled) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::minutes(1), fulfilled);
  }

  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<JobEvent> m_events;
};

} // namespace sweep::test
