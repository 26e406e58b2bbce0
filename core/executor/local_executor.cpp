// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/local_executor.h"

#include "core/executor/job_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr std::size_t BufferBytes = 256 * 1024;

/// A thread with what it needs to run jobs. `trial` and `alive` are guarded by the pool's mutex.
struct Worker {
  explicit Worker(int number) : index(number), wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  const int index;
  UniqueFd wake;
  std::atomic<bool> cancelled = false;
  std::optional<int> trial;
  bool alive = false;
  std::jthread thread;

  void interrupt() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake.fd(), &one, sizeof one);
  }
};

JobEvent notStarted(const Job& job) {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  return {job.trial, job.attempt, now, JobNotStarted{Message(SWEEP_TEXT("Stopped before it was started.")), false, true}};
}

} // namespace

class LocalExecutor::Pool {
public:
  explicit Pool(Listener listener) : m_listener(std::move(listener)), m_herald([this] { announceDropped(); }) {}
  ~Pool() { shutDown(); }

  void submit(Job job);
  void cancel(int trial);
  void setWorkers(int count);

private:
  void work(Worker& worker);
  std::optional<Job> nextJob(Worker& worker);
  void announceDropped();
  void endJobOf(Worker& worker);
  void shutDown();

  Listener m_listener;
  ProcessTable m_processes;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::condition_variable m_droppedSome;
  std::deque<Job> m_queue;
  /// Cancelled in the queue, not announced yet.
  std::deque<Job> m_dropped;
  std::size_t m_wanted = 0;
  bool m_closing = false;
  std::vector<std::unique_ptr<Worker>> m_workers;
  /// Speaks for the jobs that never start: all workers may be busy for hours.
  std::jthread m_herald;
};

void LocalExecutor::Pool::submit(Job job) {
  {
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(job));
  }
  m_changed.notify_one();
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
  std::ranges::move(dropped, std::back_inserter(m_dropped));
  m_queue.erase(dropped.begin(), dropped.end());
  m_droppedSome.notify_one();
}

void LocalExecutor::Pool::setWorkers(int count) {
  const std::lock_guard lock(m_mutex);
  m_wanted = static_cast<std::size_t>(std::max(count, 1));
  while (m_workers.size() < m_wanted)
    m_workers.push_back(std::make_unique<Worker>(static_cast<int>(m_workers.size())));
  for (std::size_t i = 0; i < m_wanted; ++i) {
    Worker& worker = *m_workers[i];
    if (worker.alive)
      continue;
    worker.alive = true;
    worker.thread = std::jthread([this, &worker] { work(worker); });
  }
  m_changed.notify_all();
}

void LocalExecutor::Pool::shutDown() {
  {
    const std::lock_guard lock(m_mutex);
    m_closing = true;
    std::ranges::move(m_queue, std::back_inserter(m_dropped));
    m_queue.clear();
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
    const Job job = std::move(m_dropped.front());
    m_dropped.pop_front();
    lock.unlock();
    m_listener(notStarted(job));
    lock.lock();
  }
}

/// Nothing when this worker shall end.
std::optional<Job> LocalExecutor::Pool::nextJob(Worker& worker) {
  std::unique_lock lock(m_mutex);
  worker.trial.reset();
  const auto isSurplus = [&] { return m_closing || static_cast<std::size_t>(worker.index) >= m_wanted; };
  m_changed.wait(lock, [&] { return isSurplus() || !m_queue.empty(); });
  if (isSurplus()) {
    worker.alive = false;
    return std::nullopt;
  }
  Job job = std::move(m_queue.front());
  m_queue.pop_front();
  worker.trial = job.trial;
  worker.cancelled = false;
  return job;
}

void LocalExecutor::Pool::work(Worker& worker) {
  std::vector<char> buffer(BufferBytes);
  while (auto job = nextJob(worker))
    JobRun(std::move(*job), {worker.index, worker.wake.fd(), worker.cancelled, m_processes, m_listener, buffer}).run();
}

LocalExecutor::LocalExecutor(Listener listener, int workers) : m_pool(std::make_unique<Pool>(std::move(listener))) {
  m_pool->setWorkers(workers);
}

LocalExecutor::~LocalExecutor() = default;

void LocalExecutor::submit(Job job) { m_pool->submit(std::move(job)); }
void LocalExecutor::cancel(int trial) { m_pool->cancel(trial); }
void LocalExecutor::setWorkers(int count) { m_pool->setWorkers(count); }

} // namespace sweep
