// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/storage_writer.h"

#include <utility>

namespace sweep {

Result<void> writeBatch(Storage& storage, const WriteBatch& batch) {
  if (batch.spec)
    if (auto saved = storage.saveSpec(*batch.spec); !saved)
      return saved;
  return storage.write(batch.changes, batch.runSeconds);
}

StorageWriter::StorageWriter(std::unique_ptr<Storage> storage, Done done)
    : m_storage(std::move(storage)), m_done(std::move(done)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

StorageWriter::~StorageWriter() {
  stop();
}

std::unique_ptr<Storage> StorageWriter::stop() {
  m_thread.request_stop();
  if (m_thread.joinable())
    m_thread.join();
  return std::move(m_storage);
}

void StorageWriter::write(std::shared_ptr<const WriteBatch> batch) {
  const std::lock_guard lock(m_mutex);
  m_batch = std::move(batch);
  m_given.notify_one();
}

void StorageWriter::work(const std::stop_token& stop) {
  while (true) {
    std::shared_ptr<const WriteBatch> batch;
    {
      std::unique_lock lock(m_mutex);
      if (!m_given.wait(lock, stop, [this] { return m_batch != nullptr; }))
        return;
      batch = std::exchange(m_batch, nullptr);
    }
    m_done(writeBatch(*m_storage, *batch));
  }
}

} // namespace sweep
