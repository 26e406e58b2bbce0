// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/replay_executor.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <utility>

namespace sweep {

ReplayExecutor::ReplayExecutor(std::unique_ptr<ReplaySource> source, Listener listener, int workers,
                               std::int64_t origin)
    : m_source(std::move(source)), m_listener(std::move(listener)), m_workers(std::max(workers, 1)),
      m_origin(origin) {}

ReplayExecutor::~ReplayExecutor() {
  withdrawQueued();
  std::vector<int> trials;
  for (const auto& [trial, active] : m_active)
    trials.push_back(trial);
  std::ranges::sort(trials);
  for (const int trial : trials)
    cancel(trial);
}

template <class What> void ReplayExecutor::tell(int trial, int attempt, What what) {
  m_listener(
      {trial, attempt, m_origin + static_cast<std::int64_t>(std::llround(m_now * 1000.0)), std::move(what)});
}

void ReplayExecutor::submit(Job job) {
  m_queue.push_back(std::move(job));
  startQueued();
}

void ReplayExecutor::cancel(int trial) {
  if (m_active.contains(trial)) {
    finish(trial, JobFinished::Cause::Cancelled);
    return startQueued();
  }
  const auto queued = std::ranges::find(m_queue, trial, &Job::trial);
  if (queued == m_queue.end())
    return;
  const int attempt = queued->attempt;
  m_queue.erase(queued);
  tell(trial, attempt, JobNotStarted{{}, false, true});
}

void ReplayExecutor::withdrawQueued() {
  for (const Job& job : std::exchange(m_queue, {}))
    tell(job.trial, job.attempt, JobNotStarted{{}, false, true});
}

void ReplayExecutor::setWorkers(int count) {
  m_workers = std::max(count, 1);
  startQueued();
}

void ReplayExecutor::startQueued() {
  while (!m_queue.empty() && static_cast<int>(m_active.size()) < m_workers) {
    const Job job = std::move(m_queue.front());
    m_queue.pop_front();
    start(job);
  }
}

int ReplayExecutor::takeWorker() {
  if (m_free.empty())
    return m_nextWorker++;
  const int worker = m_free.top();
  m_free.pop();
  return worker;
}

void ReplayExecutor::start(const Job& job) {
  auto& active = m_active[job.trial];
  active.attempt = job.attempt;
  active.id = ++m_count;
  active.worker = takeWorker();
  active.start = m_now;
  active.deadline = m_now + job.limits.wallTime.value_or(std::numeric_limits<double>::infinity());
  active.step = job.task.from;
  active.run = m_source->play(job.task);
  plan(job.trial, active);
  tell(job.trial, job.attempt, JobStarted{0, 0, active.worker});
}

void ReplayExecutor::plan(int trial, Active& active) {
  active.report = active.run->next();
  active.time = active.start + (active.report ? active.report->time : active.run->end());
  m_appointments.push({std::min(active.time, active.deadline), ++m_count, trial, active.id});
}

void ReplayExecutor::dropOutdated() {
  while (!m_appointments.empty()) {
    const auto& next = m_appointments.top();
    const auto found = m_active.find(next.trial);
    if (found != m_active.end() && found->second.id == next.id)
      return;
    m_appointments.pop();
  }
}

void ReplayExecutor::settled() {
  dropOutdated();
  if (m_appointments.empty())
    return;
  m_now = std::max(m_now, m_appointments.top().time);
  // What this moment brings about at the same time belongs to the next call.
  std::vector<Appointment> due;
  while (!m_appointments.empty() && m_appointments.top().time <= m_now) {
    due.push_back(m_appointments.top());
    m_appointments.pop();
    dropOutdated();
  }
  for (const auto& appointment : due)
    if (const auto found = m_active.find(appointment.trial);
        found != m_active.end() && found->second.id == appointment.id)
      happen(appointment.trial);
  startQueued();
}

void ReplayExecutor::happen(int trial) {
  auto& active = m_active.at(trial);
  if (active.time > active.deadline)
    return finish(trial, JobFinished::Cause::TimeLimit);
  if (!active.report)
    return finish(trial, JobFinished::Cause::Exited);
  const auto step = static_cast<double>(active.report->step);
  m_trained += std::max(step - active.step, 0.0);
  active.step = step;
  JobReported reported;
  reported.reports.push_back(std::move(*active.report));
  plan(trial, active);
  const bool ends = !active.report && active.time <= m_now;
  const int attempt = active.attempt;
  tell(trial, attempt, std::move(reported));
  // Who was told may have ended it.
  if (const auto found = m_active.find(trial);
      ends && found != m_active.end() && found->second.attempt == attempt)
    finish(trial, JobFinished::Cause::Exited);
}

void ReplayExecutor::finish(int trial, JobFinished::Cause cause) {
  const auto active = std::move(m_active.extract(trial).mapped());
  m_free.push(active.worker);
  JobFinished finished;
  finished.cause = cause;
  finished.wallSeconds = m_now - active.start;
  m_busy += finished.wallSeconds;
  if (cause == JobFinished::Cause::Exited) {
    finished.tail = active.run->failure();
    finished.exitCode = finished.tail.empty() ? 0 : 1;
  } else {
    finished.signal = SIGTERM;
  }
  tell(trial, active.attempt, std::move(finished));
}

double ReplayExecutor::busySeconds() const {
  double busy = m_busy;
  for (const auto& [trial, active] : m_active)
    busy += m_now - active.start;
  return busy;
}

} // namespace sweep
