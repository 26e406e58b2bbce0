// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/scheduler/registry.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sweep::test {

/// A study without programs, for schedulers: trials print a value of a given curve at every step, on workers with a virtual
/// clock, and everything a runner would do for the scheduler is done here. A step takes one second, times the trial's
/// slowness.
class VirtualStudy {
public:
  /// The reports that the program of this trial prints on reaching a step; usually one.
  using Curve = std::function<std::vector<double>(const Trial& trial, std::int64_t step)>;

  VirtualStudy(StudySpec spec, int workers, Curve curve);

  /// Until the scheduler has nothing left, or `most` events have happened.
  void run(std::size_t most = 10'000'000);
  /// A new scheduler that is shown all trials in an order drawn from the seed.
  void renew(std::uint64_t seed);
  /// The same with running trials put back: they begin their attempt again.
  void reopen(std::uint64_t seed);

  /// What is checked of each step before it is taken.
  std::function<void(const NextStep&)> onStep;
  /// Whether the trial crashes on reaching this step.
  std::function<bool(const Trial&, std::int64_t)> crashes = [](const Trial&, std::int64_t) {
    return false;
  };
  std::function<double(int trial)> slowness = [](int) {
    return 1.0;
  };
  /// How many new trials there are; nothing: without end.
  std::optional<int> limit;
  /// Configurations of new trials.
  std::function<Configuration(int trial)> configure = [](int) {
    return Configuration();
  };
  /// What is done for a copied trial before it goes on.
  std::function<void(const Trial& trial, const CheckpointSource& donor)> onCopy;

  const std::vector<Trial>& trials() const { return m_trials; }
  Scheduler& scheduler() { return *m_scheduler; }
  double now() const { return m_now; }
  bool isOver() const { return m_over; }
  int running() const { return static_cast<int>(m_running.size()); }
  /// Steps done by all trials, those done twice counted twice.
  double spent() const { return m_spent; }
  /// Worker seconds without work, while something ran.
  double idle() const { return m_idle; }
  /// "start 3 @1", "continue 3 @9: why", "end 3: why", "stop 3: why", "reach 3 @9", "fail 3".
  std::vector<std::string> log;

private:
  struct Run {
    double nextTime = 0.0;
    std::int64_t step = 0;
  };
  void fill();
  bool take(NextStep step);
  void begin(int number, double budget, std::optional<CheckpointSource> resume);
  void happen();
  void reach(Trial& trial);
  void end(Trial& trial, TrialState state, Message verdict);

  StudySpec m_spec;
  int m_workers;
  Curve m_curve;
  std::unique_ptr<Scheduler> m_scheduler;
  std::vector<Trial> m_trials;
  std::map<int, Run> m_running;
  /// How far the training of each trial has come: its checkpoint.
  std::map<int, std::int64_t> m_age;
  double m_now = 0.0;
  double m_spent = 0.0;
  double m_idle = 0.0;
  bool m_over = false;
};

} // namespace sweep::test
