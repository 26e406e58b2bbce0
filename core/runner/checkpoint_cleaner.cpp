// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoint_cleaner.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace sweep {

namespace {

using Kind = CheckpointNames::Name::Kind;
constexpr std::chrono::milliseconds TellEvery{100};

/// Which of the checkpoints in a folder stay.
std::set<int> attemptsToKeep(const CheckpointFolder& folder, const KeptInFolder& kept,
                             const CheckpointNames& names) {
  std::set<int> attempts = kept.attempts;
  const auto newest =
      std::ranges::find_if(kept.newest, [&](int attempt) { return folder.holds(names.own(attempt)); });
  if (newest != kept.newest.end())
    attempts.insert(*newest);
  return attempts;
}

} // namespace

CheckpointCleaner::CheckpointCleaner(Checkpoints places, bool countsOnly, Tell tell)
    : m_places(std::move(places)), m_countsOnly(countsOnly), m_tell(std::move(tell)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

CheckpointCleaner::~CheckpointCleaner() {
  m_thread.request_stop();
  m_thread.join();
}

void CheckpointCleaner::look(std::vector<KeptInFolder> folders) {
  if (folders.empty())
    return;
  const std::lock_guard lock(m_mutex);
  for (auto& folder : folders)
    m_waiting[folder.trial] = std::move(folder);
  m_given.notify_one();
}

bool CheckpointCleaner::isBusy() {
  const std::lock_guard lock(m_mutex);
  m_awaited = m_working || !m_waiting.empty();
  return m_awaited;
}

/// False when there is nothing to do now.
bool CheckpointCleaner::takeNext(KeptInFolder& next) {
  const std::lock_guard lock(m_mutex);
  if (m_waiting.empty())
    return false;
  m_working = true;
  next = std::move(m_waiting.extract(m_waiting.begin()).mapped());
  return true;
}

/// Whether there is nothing to do any more. What was found out was told before.
bool CheckpointCleaner::rest(bool& isAwaited) {
  const std::lock_guard lock(m_mutex);
  if (!m_waiting.empty())
    return false;
  m_working = false;
  isAwaited = std::exchange(m_awaited, false);
  return true;
}

void CheckpointCleaner::work(const std::stop_token& stop) {
  auto told = std::chrono::steady_clock::now();
  KeptInFolder next;
  while (!stop.stop_requested()) {
    while (!stop.stop_requested() && takeNext(next)) {
      lookInto(next, stop);
      if (const auto now = std::chrono::steady_clock::now(); now - told > TellEvery && !m_untold.empty()) {
        tell();
        told = now;
      }
    }
    if (!m_untold.empty() || !m_problem.empty())
      tell();
    bool isAwaited = false;
    if (rest(isAwaited) && isAwaited)
      tell();
    std::unique_lock lock(m_mutex);
    m_given.wait(lock, stop, [this] { return !m_waiting.empty(); });
  }
}

void CheckpointCleaner::lookInto(const KeptInFolder& kept, const std::stop_token& stop) {
  const auto& names = m_places.names();
  const auto folder = CheckpointFolder::open(m_places.folderOf(kept.trial));
  if (!folder)
    return count(kept.trial, {});
  const auto attempts = attemptsToKeep(*folder, kept, names);
  CheckpointUse use;
  for (const auto& name : folder->names()) {
    const auto what = names.read(name);
    if (!what || what->attempt > kept.lastAttempt)
      continue;
    const bool stays = m_countsOnly                  ? true
                       : what->kind == Kind::Own     ? kept.all || attempts.contains(what->attempt)
                       : what->kind == Kind::Removed ? false
                                                     : kept.reading.contains(what->attempt);
    use += stays ? folder->useOf(name) : remove(*folder, kept.trial, name, stop);
    if (stop.stop_requested())
      return;
  }
  count(kept.trial, use);
}

/// What is left of it.
CheckpointUse CheckpointCleaner::remove(const CheckpointFolder& folder, int trial, const std::string& name,
                                        const std::stop_token& stop) {
  std::string doomed = name;
  if (!name.ends_with(RemovedSuffix) && folder.rename(name, name + std::string(RemovedSuffix)) == 0)
    doomed += RemovedSuffix;
  const int failed = folder.remove(doomed, stop);
  if (failed == 0)
    return {};
  if (failed != ECANCELED && !std::exchange(m_complained, true))
    m_problem = Message(SWEEP_TEXT("A checkpoint that is not needed any more cannot be deleted: %1 (%2). It "
                                   "stays there, and nothing "
                                   "else changes."),
                        {m_places.folderOf(trial) + "/" + doomed, std::strerror(failed)});
  return folder.useOf(doomed);
}

void CheckpointCleaner::count(int trial, const CheckpointUse& use) {
  const auto known = m_use.find(trial);
  const CheckpointUse before = known == m_use.end() ? CheckpointUse() : known->second;
  if (use == before)
    return;
  m_total -= before;
  m_total += use;
  if (use == CheckpointUse())
    m_use.erase(trial);
  else
    m_use[trial] = use;
  m_untold[trial] = use;
}

void CheckpointCleaner::tell() {
  Told told;
  told.news.total = m_total;
  const auto changed = std::exchange(m_untold, {});
  told.news.trials.assign(changed.begin(), changed.end());
  told.problem = std::exchange(m_problem, {});
  m_tell(std::move(told));
}

} // namespace sweep
