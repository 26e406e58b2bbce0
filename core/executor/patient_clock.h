// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace sweep {

/// Seconds for time limits. A wait that took far longer than it should have means that the application itself was stopped or the
/// machine asleep; such gaps are left out, so that a trial is not taken for late because we were.
class PatientClock {
public:
  using Steady = std::chrono::steady_clock;

  explicit PatientClock(Steady::time_point start) : m_last(start) {}
  double now() const { return m_seconds; }
  /// After a wait that should have ended within `asked` seconds (infinity: none was expected).
  void tick(Steady::time_point time, double asked) {
    m_seconds += std::min(std::chrono::duration<double>(time - m_last).count(), asked + Slack);
    m_last = time;
  }

private:
  static constexpr double Slack = 1.0;
  Steady::time_point m_last;
  double m_seconds = 0.0;
};

} // namespace sweep
