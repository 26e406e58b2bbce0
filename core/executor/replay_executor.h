// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"
#include "core/executor/replay_source.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Plays jobs on a virtual clock with as many virtual workers as are asked for: nothing is started and nothing waits.
///
/// The clock stands still until settled(), which lets happen all that happens at the next moment at which anything does, in the
/// order in which it was begun; so that a study takes the same course every time. Events come from within the calls.
/// Of a job's limits the wall time is kept.
class ReplayExecutor final : public Executor {
public:
  /// origin: milliseconds since 1970, of the clock's beginning.
  ReplayExecutor(std::unique_ptr<ReplaySource> source, Listener listener, int workers,
                 std::int64_t origin = 0);
  ~ReplayExecutor() override;

  void submit(Job job) override;
  void cancel(int trial) override;
  void withdrawQueued() override;
  void setWorkers(int count) override;
  void settled() override;

  /// Virtual seconds since the beginning.
  double now() const { return m_now; }
  /// Neither running nor queued jobs.
  bool isIdle() const { return m_active.empty() && m_queue.empty(); }
  /// Steps of all reports together: what was trained, again what was trained again.
  double trainedSteps() const { return m_trained; }
  /// Seconds of all workers together in which they had a job.
  double busySeconds() const;

private:
  struct Active {
    int attempt = 1;
    std::uint64_t id = 0;
    int worker = 0;
    double start = 0.0;
    double deadline = 0.0;
    /// How far its training has come.
    double step = 0.0;
    std::unique_ptr<ReplayRun> run;
    /// What happens next: a report, or the end.
    std::optional<Report> report;
    double time = 0.0;
  };
  /// Something will happen to a job; out of date when the job has ended meanwhile.
  struct Appointment {
    double time = 0.0;
    std::uint64_t order = 0;
    int trial = 0;
    std::uint64_t id = 0;
    bool operator>(const Appointment& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  void start(const Job& job);
  void startQueued();
  int takeWorker();
  void plan(int trial, Active& active);
  void happen(int trial);
  void finish(int trial, JobFinished::Cause cause);
  void dropOutdated();
  template <class What> void tell(int trial, int attempt, What what);

  std::unique_ptr<ReplaySource> m_source;
  Listener m_listener;
  int m_workers;
  std::int64_t m_origin;
  double m_now = 0.0;
  double m_busy = 0.0;
  double m_trained = 0.0;
  std::uint64_t m_count = 0;
  std::unordered_map<int, Active> m_active;
  std::deque<Job> m_queue;
  /// Numbers of workers that were given back, the lowest first, and the first one that was never taken.
  std::priority_queue<int, std::vector<int>, std::greater<>> m_free;
  int m_nextWorker = 0;
  std::priority_queue<Appointment, std::vector<Appointment>, std::greater<>> m_appointments;
};

} // namespace sweep
