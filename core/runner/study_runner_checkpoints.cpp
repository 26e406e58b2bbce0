// SPDX-License-Identifier: GPL-3.0-or-later
// Which checkpoints stay, and what they take.
#include "core/runner/study_runner_private.h"

#include <system_error>
#include <utility>

namespace sweep {

/// All folders are looked at once: the program may have been killed before it came to what was to be deleted.
void StudyRunner::Private::beginCleaning() {
  if (m_isReplay)
    return;
  m_kept.emplace(m_engine->spec());
  for (int number = 0; number < m_engine->ledger().size(); ++number)
    m_kept->stored(m_engine->ledger().trial(number));
  try {
    m_cleaner = std::make_unique<CheckpointCleaner>(
        Checkpoints(m_engine->spec(), m_places.trialsFolder), m_readOnly,
        [this](CheckpointCleaner::Told told) { m_mailbox.post(std::move(told)); });
  } catch (const std::system_error& failure) {
    // A study can do without it.
    m_engine->notify(Message(SWEEP_TEXT("Checkpoints are neither counted nor deleted, since the system has no thread left (%1). Opening "
                                        "the study again later makes up for it."),
                             {failure.code().message()}),
                     false);
  }
}

/// What was written is what a kill leaves.
void StudyRunner::Private::cleanAfter(const WriteBatch& batch) {
  if (!m_cleaner)
    return;
  for (const auto& change : batch.changes)
    m_kept->stored(*change.trial);
  if (batch.spec)
    m_kept->setRule(batch.spec->limits.checkpoints);
  lookAtCheckpoints();
}

void StudyRunner::Private::lookAtCheckpoints() {
  if (!m_cleaner)
    return;
  const auto changed = m_kept->takeChanged();
  lookInto({changed.begin(), changed.end()});
}

/// What a long training saves shows before its end.
void StudyRunner::Private::lookAtRunning() {
  if (m_cleaner)
    lookInto(m_engine->ledger().running());
}

void StudyRunner::Private::lookInto(const std::vector<int>& trials) {
  std::vector<KeptInFolder> folders;
  for (const int number : trials)
    if (m_engine->ledger().has(number))
      folders.push_back(m_kept->keptOf(m_engine->ledger().trial(number)));
  m_cleaner->look(std::move(folders));
}

void StudyRunner::Private::cleaned(CheckpointCleaner::Told& told) {
  m_checkpointTotal = told.news.total;
  for (const auto& [trial, use] : told.news.trials)
    m_checkpointUse[trial] = use;
  // It holds nothing up.
  if (!told.problem.empty())
    m_engine->notify(std::move(told.problem), false);
  tellSoon();
}

CheckpointNews StudyRunner::Private::checkpointNews() {
  CheckpointNews news;
  news.total = m_checkpointTotal;
  const auto changed = std::exchange(m_checkpointUse, {});
  news.trials.assign(changed.begin(), changed.end());
  news.isBusy = m_cleaner && m_cleaner->isBusy();
  return news;
}

} // namespace sweep
