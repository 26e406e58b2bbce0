// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"

#include <functional>

namespace sweep {

/// Where trials run. All calls return at once and come from one thread; events are delivered from any thread (also from within a
/// call), in order for each job, and never after the destructor has returned. The destructor ends every job it still has.
class Executor {
public:
  using Listener = std::function<void(JobEvent)>;

  virtual ~Executor() = default;

  /// Starts the job on a free worker, or queues it until one is free.
  virtual void submit(Job job) = 0;
  /// Ends the job of this trial: SIGTERM to all of it, SIGKILL after its grace. It still gets its Finished (cause Cancelled).
  /// A job that waits in the queue gets NotStarted. Unknown trials are ignored.
  virtual void cancel(int trial) = 0;
  /// Takes back every job that still waits in the queue: each gets NotStarted, withdrawn. Running ones go on.
  virtual void withdrawQueued() = 0;
  /// Number of workers, >= 1. Fewer workers never end a running job.
  virtual void setWorkers(int count) = 0;
  /// All that may start now was submitted, and nothing will be before the next event: a virtual clock may go on to it.
  virtual void settled() {}
};

} // namespace sweep
