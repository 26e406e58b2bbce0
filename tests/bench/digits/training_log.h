// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"

#include <mutex>
#include <string>
#include <vector>

namespace sweep::bench {

/// What the programs of a study really trained and reached, in the order in which they said so. An epoch is a report with the
/// metric, also where it is NaN; those that a trial prints while it is being stopped count too. Any thread may ask.
class TrainingLog {
public:
  /// The metric is maximised.
  explicit TrainingLog(std::string metric) : m_metric(std::move(metric)) {}

  /// Notes each event, then hands it on.
  Executor::Listener before(Executor::Listener next);

  int epochs() const;
  /// 0 while there is none.
  double best() const;
  /// Epochs of all trials together until one had this value; infinity where none has.
  double epochsUntil(double value) const;

private:
  struct Improvement {
    int epochs = 0;
    double value = 0.0;
  };
  void note(const JobEvent& event);

  std::string m_metric;
  mutable std::mutex m_mutex;
  int m_epochs = 0;
  std::vector<Improvement> m_improvements;
};

} // namespace sweep::bench
