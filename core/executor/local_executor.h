// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"

#include <memory>

namespace sweep {

/// Runs jobs as processes of this machine: a pool of threads, each of which owns one process at a time. See JobRun.
class LocalExecutor : public Executor {
public:
  LocalExecutor(Listener listener, int workers);
  ~LocalExecutor() override;

  void submit(Job job) override;
  void cancel(int trial) override;
  void withdrawQueued() override;
  void setWorkers(int count) override;

private:
  class Pool;
  std::unique_ptr<Pool> m_pool;
};

} // namespace sweep
