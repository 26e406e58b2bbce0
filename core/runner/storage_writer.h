// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/storage.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sweep {

/// What is written in one go.
struct WriteBatch {
  std::vector<Storage::TrialChange> changes;
  double runSeconds = 0.0;
  /// When it has changed.
  std::optional<StudySpec> spec;
};

Result<void> writeBatch(Storage& storage, const WriteBatch& batch);

/// Writes on a thread of its own, so that waiting for the disk delays nobody. One batch at a time: what happens meanwhile
/// makes the next batch, so that one commit serves many trials.
class StorageWriter {
public:
  /// Called on the writer's thread once a batch is on disk, or with what kept it from that.
  using Done = std::function<void(Result<void>)>;

  StorageWriter(std::unique_ptr<Storage> storage, Done done);
  ~StorageWriter();

  /// Finishes and answers the batch in hand, and gives the storage back; nothing can be written after it.
  std::unique_ptr<Storage> stop();

  /// Not before the last batch was answered.
  void write(std::shared_ptr<const WriteBatch> batch);

private:
  void work(const std::stop_token& stop);

  std::unique_ptr<Storage> m_storage;
  Done m_done;
  std::mutex m_mutex;
  std::condition_variable_any m_given;
  std::shared_ptr<const WriteBatch> m_batch;
  std::jthread m_thread;
};

} // namespace sweep
