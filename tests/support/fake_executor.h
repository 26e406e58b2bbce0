// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"

#include <QObject>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sweep::test {

/// What a scripted job prints and how it ends.
struct FakeResult {
  std::vector<std::string> lines = {};
  std::optional<int> exitCode = 0;
  std::optional<int> signal = {};
  JobFinished::Cause cause = JobFinished::Cause::Exited;
  std::string tail = {};
  double seconds = 1.0;
  /// Instead of everything else.
  std::optional<JobNotStarted> notStarted = {};
  /// Never ends unless it is cancelled.
  bool hangs = false;
};

/// What outlives an executor: its script, its clock and what it saw.
struct FakeWorld {
  std::function<FakeResult(const Job&)> script;
  double now = 0.0;
  std::vector<Job> jobs;
  int running = 0;
  int mostRunning = 0;
  /// With those that wait.
  int mostInHand = 0;
  int workers = 0;
};

/// An executor without processes: jobs follow a script on a virtual clock that jumps to the end of the one that ends first. Those
/// for which there is no worker wait.
/// Lives on the thread that submits.
class FakeExecutor : public Executor {
public:
  FakeExecutor(FakeWorld& world, Listener listener, int workers) : m_world(world), m_listener(std::move(listener)) {
    m_world.workers = workers;
  }
  ~FakeExecutor() override {
    withdrawQueued();
    while (!m_running.empty())
      cancel(m_running.begin()->first);
  }

  void submit(Job job) override {
    m_queue.push_back(std::move(job));
    m_world.mostInHand = std::max(m_world.mostInHand, static_cast<int>(m_running.size() + m_queue.size()));
    startQueued();
  }

  void cancel(int trial) override {
    const auto found = m_running.find(trial);
    if (found == m_running.end())
      return;
    found->second.result.cause = JobFinished::Cause::Cancelled;
    found->second.result.exitCode.reset();
    found->second.result.signal = 15;
    end(trial);
  }

  void withdrawQueued() override {
    for (const Job& job : std::exchange(m_queue, {}))
      tell(job, JobNotStarted{{}, false, true});
  }

  void setWorkers(int count) override {
    m_world.workers = count;
    startQueued();
  }

private:
  static constexpr int RealMilliseconds = 15;

  struct Running {
    Job job;
    FakeResult result;
    double end = 0.0;
  };

  template <class What> void tell(const Job& job, What what) {
    m_listener({job.trial, job.attempt, static_cast<std::int64_t>(m_world.now * 1000.0) + 1, std::move(what)});
  }

  void startQueued() {
    while (!m_queue.empty() && static_cast<int>(m_running.size()) < m_world.workers) {
      Job job = std::move(m_queue.front());
      m_queue.pop_front();
      start(std::move(job));
    }
  }

  void start(Job job) {
    m_world.jobs.push_back(job);
    if (job.prepare)
      if (auto prepared = job.prepare(); !prepared) {
        tell(job, JobNotStarted{prepared.error(), true});
        return;
      }
    auto result = m_world.script(job);
    if (result.notStarted) {
      tell(job, *result.notStarted);
      return;
    }
    m_world.mostRunning = std::max(m_world.mostRunning, ++m_world.running);
    tell(job, JobStarted{1000 + job.trial, 1, 0});
    const double end = m_world.now + result.seconds;
    m_running[job.trial] = {std::move(job), std::move(result), end};
    // Long enough for the runner to fill its other workers meanwhile.
    QTimer::singleShot(RealMilliseconds, &m_context, [this] { endNext(); });
  }

  void endNext() {
    const Running* first = nullptr;
    for (const auto& [trial, running] : m_running)
      if (!running.result.hangs && (!first || running.end < first->end))
        first = &running;
    if (!first)
      return;
    m_world.now = std::max(m_world.now, first->end);
    end(first->job.trial);
  }

  void end(int trial) {
    auto running = std::move(m_running.extract(trial).mapped());
    --m_world.running;
    JobReported reported;
    for (const auto& line : running.result.lines)
      running.job.reader->read(OutputReader::Stream::Output, line + "\n", reported.reports);
    running.job.reader->finish(reported.reports);
    if (!reported.reports.empty())
      tell(running.job, std::move(reported));
    if (running.job.conclude && running.result.cause == JobFinished::Cause::Exited)
      running.job.conclude();
    JobFinished finished;
    finished.cause = running.result.cause;
    finished.exitCode = running.result.exitCode;
    finished.signal = running.result.signal;
    finished.wallSeconds = running.result.seconds;
    finished.tail = running.result.tail;
    tell(running.job, std::move(finished));
    startQueued();
  }

  FakeWorld& m_world;
  Listener m_listener;
  std::map<int, Running> m_running;
  std::deque<Job> m_queue;
  QObject m_context;
};

} // namespace sweep::test
