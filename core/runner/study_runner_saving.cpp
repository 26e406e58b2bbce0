// SPDX-License-Identifier: GPL-3.0-or-later
// How what happens comes to the disk.
#include "core/runner/rescue.h"
#include "core/runner/study_runner_private.h"
#include "core/storage/sqlite_storage.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace sweep {

namespace {

/// Milliseconds. Changes of this long make one commit.
constexpr int SaveEvery = 30;
/// New tries after a failed write: doubled from the first to the last.
constexpr int FirstSaveRetry = 500;
constexpr int LastSaveRetry = 30'000;

/// Something that would be missed: trials that were running are found again without it.
bool holdsResults(const WriteBatch& batch) {
  return batch.spec || std::ranges::any_of(
                           batch.changes, [](const auto& change) { return isFinished(change.trial->state); });
}

Message rescuedNotice(const std::string& study, const std::string& path) {
  return Message(
      SWEEP_TEXT("%1 could not be saved any more. The whole study is in %2 instead: open that to go on."),
      {study, path});
}

} // namespace

StudyRunner::Private::~Private() {
  // Nobody posts any more once these are gone. What they posted last still counts: a trial may just have finished.
  m_replay = nullptr;
  m_executor.reset();
  m_cleaner.reset();
  m_sampler.reset();
  m_copier = {};
  if (!m_writer)
    return;
  m_storage = m_writer->stop();
  for (auto& letter : m_mailbox.take())
    take(letter);
  m_engine->abandonRunning();
  // In this order or not at all: what comes later would leave gaps.
  const std::shared_ptr<const WriteBatch> rest = nextBatch();
  if ((!m_batch || writeBatch(*m_storage, *m_batch)) && writeBatch(*m_storage, *rest))
    return;
  if (!holdsResults(*rest) && (m_rescued || !m_batch || !holdsResults(*m_batch)))
    return;
  const auto path = rescue(m_path, m_engine->everything());
  std::fprintf(stderr, "%s\n", (path ? rescuedNotice(m_path, *path) : path.error()).str().c_str());
}

std::shared_ptr<WriteBatch> StudyRunner::Private::nextBatch() {
  auto batch = std::make_shared<WriteBatch>();
  batch->changes = m_engine->ledger().takeUnsaved();
  batch->runSeconds = m_engine->runSeconds();
  if (m_specChanged)
    batch->spec = m_engine->spec();
  m_specChanged = false;
  return batch;
}

void StudyRunner::Private::save() {
  if (m_readOnly || m_batch || !(m_engine->ledger().hasUnsaved() || m_specChanged))
    return;
  const auto since = m_lastSave.isValid() ? m_lastSave.elapsed() : SaveEvery;
  if (since < SaveEvery) {
    if (!m_saveTimer.isActive())
      m_saveTimer.start(static_cast<int>(SaveEvery - since));
    return;
  }
  m_batch = nextBatch();
  m_lastSave.start();
  m_writer->write(m_batch);
}

void StudyRunner::Private::written(const Result<void>& result) {
  if (!result) {
    m_saveRetry = std::clamp(2 * m_saveRetry, FirstSaveRetry, LastSaveRetry);
    m_retryTimer.start(m_saveRetry);
    m_engine->setSaving(false);
    m_engine->notify(
        Message(SWEEP_TEXT("Results cannot be saved: %1 They are kept in memory and saved as soon as it is "
                           "possible; running trials go on, new ones wait."),
                {result.error().str()}),
        true);
    if (m_engine->isResting() && !m_rescued)
      saveElsewhere();
    return;
  }
  if (m_saveRetry > 0)
    m_engine->notify(Message(SWEEP_TEXT("Results are saved again.")), false);
  m_saveRetry = 0;
  m_rescued = false;
  m_engine->setSaving(true);
  m_engine->ledger().saved(m_batch->changes);
  cleanAfter(*std::exchange(m_batch, nullptr));
}

/// Nothing runs any more and the person has asked for the end: what could not be saved must not keep the study open for ever.
void StudyRunner::Private::saveElsewhere() {
  const auto path = rescue(m_path, m_engine->everything());
  m_engine->notify(path ? rescuedNotice(m_path, *path) : path.error(), true);
  if (!path)
    return;
  // The study's own file still lacks all this, and gets it when it can.
  auto rest = nextBatch();
  rest->changes.insert(rest->changes.begin(), m_batch->changes.begin(), m_batch->changes.end());
  if (!rest->spec)
    rest->spec = m_batch->spec;
  m_batch = std::move(rest);
  m_engine->ledger().saved(m_batch->changes);
  m_rescued = true;
}

void StudyRunner::Private::saveCopy(const std::string& path) {
  if (!m_engine)
    return;
  m_copier = std::jthread([this, path, study = m_engine->everything()] {
    const auto done = writeSqliteStudy(path, study);
    m_mailbox.post(CopySaved{path, done ? Message() : done.error()});
  });
}

} // namespace sweep
