// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/local_executor.h"

#include "core/executor/job_run.h"
#include "core/executor/start_failure.h"
#include "core/executor/wall_clock.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr std::size_t BufferBytes = 256 * 1024;

/// A thread with what it needs to run jobs. `trial` and `alive` are guarded by the pool's mutex.
struct Worker {
  explicit Worker(int number) : index(number) {}

  const int index;
  /// While it has a job.
  UniqueFd wake;
  std::atomic<bool> cancelled = false;
  std::optional<int> trial;
  bool alive = false;
  std::jthread thread;

  bool isIdle() const { return alive && !trial; }

  void interrupt() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake.fd(), &one, sizeof one);
  }
};

/// A job that no worker gets, and why.
struct Dropped {
  Job job;
  JobNotStarted reason;
};

JobNotStarted withdrawn() {
  return {Message(SWEEP_TEXT("Stopped before it was started.")), false, true};
}

JobEvent eventOf(const Dropped& dropped) {
  return {dropped.job.trial, dropped.job.attempt, wallMilliseconds(), dropped.reason};
}

} // namespace

class LocalExecutor::Pool {
public:
  explicit Pool(Listener listener) : m_listener(std::move(listener)), m_herald([this] { announceDropped(); }) {}
  ~Pool() { shutDown(); }

  void submit(Job job);
  void cancel(int trial);
  void withdrawQueued();
  void setWorkers(int count);

private:
  void addWorkers();
  bool startThread(Worker& worker);
  void drop(Job job, const JobNotStarted& reason) { m_dropped.push_back({std::move(job), reason}); }
  void dropQueue();
  void work(Worker& worker);
  std::optional<Job> nextJob(Worker& worker);
  bool retire(Worker& worker);
  void announceDropped();
  void endJobOf(Worker& worker);
  void shutDown();

  Listener m_listener;
  ProcessTable m_processes;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::condition_variable m_droppedSome;
  std::deque<Job> m_queue;
  /// Not announced yet.
  std::deque<Dropped> m_dropped;
  std::size_t m_wanted = 0;
  /// errno of the last thread that could not be had.
  int m_threadError = 0;
  bool m_closing = false;
  std::vector<std::unique_ptr<Worker>> m_workers;
  /// Speaks for the jobs that never start: all workers may be busy for hours.
  std::jthread m_herald;
};

void LocalExecutor::Pool::submit(Job job) {
  bool hasDropped = false;
  {
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(job));
    addWorkers();
    hasDropped = !m_dropped.empty();
  }
  m_changed.notify_one();
  if (hasDropped)
    m_droppedSome.notify_one();
}

void LocalExecutor::Pool::endJobOf(Worker& worker) {
  worker.cancelled = true;
  worker.interrupt();
}

void LocalExecutor::Pool::cancel(int trial) {
  const std::lock_guard lock(m_mutex);
  for (const auto& worker : m_workers)
    if (worker->trial == trial)
      endJobOf(*worker);
  const auto dropped = std::ranges::stable_partition(m_queue, [=](const Job& job) { return job.trial != trial; });
  for (Job& job : dropped)
    drop(std::move(job), withdrawn());
  m_queue.erase(dropped.begin(), dropped.end());
  m_droppedSome.notify_one();
}

void LocalExecutor::Pool::dropQueue() {
  for (Job& job : std::exchange(m_queue, {}))
    drop(std::move(job), withdrawn());
}

void LocalExecutor::Pool::withdrawQueued() {
  const std::lock_guard lock(m_mutex);
  dropQueue();
  m_droppedSome.notify_one();
}

void LocalExecutor::Pool::setWorkers(int count) {
  const std::lock_guard lock(m_mutex);
  m_wanted = static_cast<std::size_t>(std::max(count, 1));
  addWorkers();
  m_changed.notify_all();
}

/// As many as the queue keeps busy, within what is wanted and what the system has threads for.
void LocalExecutor::Pool::addWorkers() {
  while (m_workers.size() < m_wanted)
    m_workers.push_back(std::make_unique<Worker>(static_cast<int>(m_workers.size())));
  auto idle = std::ranges::count_if(m_workers, [](const auto& worker) { return worker->isIdle(); });
  bool hasRoom = true;
  for (std::size_t i = 0; i < m_wanted && hasRoom && std::cmp_less(idle, m_queue.size()); ++i)
    if (!m_workers[i]->alive) {
      hasRoom = startThread(*m_workers[i]);
      idle += hasRoom;
    }
  if (!hasRoom && std::ranges::none_of(m_workers, [](const auto& worker) { return worker->alive; }))
    for (Job& job : std::exchange(m_queue, {})) {
      const auto reason = startFailure(StartStep::Resources, m_threadError, job);
      drop(std::move(job), reason);
    }
}

bool LocalExecutor::Pool::startThread(Worker& worker) {
  try {
    worker.thread = std::jthread([this, &worker] { work(worker); });
  } catch (const std::system_error& failure) {
    m_threadError = failure.code().value();
    return false;
  }
  worker.alive = true;
  return true;
}

void LocalExecutor::Pool::shutDown() {
  {
    const std::lock_guard lock(m_mutex);
    m_closing = true;
    dropQueue();
    for (const auto& worker : m_workers)
      if (worker->trial)
        endJobOf(*worker);
  }
  m_changed.notify_all();
  m_droppedSome.notify_all();
  m_herald.join();
  for (const auto& worker : m_workers)
    if (worker->thread.joinable())
      worker->thread.join();
}

/// The listener is called without the lock: it may call back into the executor.
void LocalExecutor::Pool::announceDropped() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_droppedSome.wait(lock, [this] { return m_closing || !m_dropped.empty(); });
    if (m_dropped.empty())
      return;
    const Dropped dropped = std::move(m_dropped.front());
    m_dropped.pop_front();
    lock.unlock();
    m_listener(eventOf(dropped));
    lock.lock();
  }
}

/// Nothing when this worker shall end.
std::optional<Job> LocalExecutor::Pool::nextJob(Worker& worker) {
  std::unique_lock lock(m_mutex);
  worker.trial.reset();
  worker.wake.reset();
  const auto isSurplus = [&] { return m_closing || static_cast<std::size_t>(worker.index) >= m_wanted; };
  m_changed.wait(lock, [&] { return isSurplus() || !m_queue.empty(); });
  if (isSurplus()) {
    worker.alive = false;
    return std::nullopt;
  }
  Job job = std::move(m_queue.front());
  m_queue.pop_front();
  worker.trial = job.trial;
  worker.wake = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  worker.cancelled = false;
  return job;
}

/// The last one stays. A thread counts as a process where these are short.
bool LocalExecutor::Pool::retire(Worker& worker) {
  const std::lock_guard lock(m_mutex);
  if (std::ranges::count_if(m_workers, [](const auto& other) { return other->alive; }) <= 1)
    return false;
  worker.trial.reset();
  worker.wake.reset();
  worker.alive = false;
  return true;
}

void LocalExecutor::Pool::work(Worker& worker) {
  std::vector<char> buffer(BufferBytes);
  while (auto job = nextJob(worker)) {
    JobRun run(std::move(*job),
               {worker.index, worker.wake.fd(), worker.cancelled, m_processes, m_listener, buffer});
    if (!run.run() && retire(worker))
      return;
  }
}

LocalExecutor::LocalExecutor(Listener listener, int workers) : m_pool(std::make_unique<Pool>(std::move(listener))) {
  m_pool->setWorkers(workers);
}

LocalExecutor::~LocalExecutor() = default;

void LocalExecutor::submit(Job job) { m_pool->submit(std::move(job)); }
void LocalExecutor::cancel(int trial) { m_pool->cancel(trial); }
void LocalExecutor::withdrawQueued() { m_pool->withdrawQueued(); }
void LocalExecutor::setWorkers(int count) { m_pool->setWorkers(count); }

} // namespace sweep
