// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/checkpoint_folder.h"
#include "core/runner/checkpoints.h"
#include "core/runner/kept_checkpoints.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace sweep {

/// The doing half of keeping checkpoints by a rule: counts what they take, and deletes what is not to be kept, on a thread of its
/// own. What is deleted gets another name first, so that no checkpoint is ever a part of one. Copies that attempts read other
/// trials' checkpoints from go once these attempts have ended, whatever the rule. What could not be deleted is left, and tried
/// again when its folder is looked at the next time.
class CheckpointCleaner {
public:
  struct Told {
    CheckpointNews news;
    /// The first that could not be deleted, and why; later ones are not told.
    Message problem;
  };
  /// Called on the cleaner's thread, at most about ten times a second while there is much to do.
  using Tell = std::function<void(Told)>;

  /// countsOnly: nothing is deleted.
  CheckpointCleaner(Checkpoints places, bool countsOnly, Tell tell);
  /// Leaves the rest undone; a folder that is being deleted stays half so, under its other name.
  ~CheckpointCleaner();

  /// What was asked of the same folders before and is not done yet is forgotten.
  void look(std::vector<KeptInFolder> folders);
  /// Whether there is something to do. If so, it is told once there is not.
  bool isBusy();

private:
  void work(const std::stop_token& stop);
  bool takeNext(KeptInFolder& next);
  bool rest(bool& isAwaited);
  void lookInto(const KeptInFolder& kept, const std::stop_token& stop);
  CheckpointUse remove(const CheckpointFolder& folder, int trial, const std::string& name,
                       const std::stop_token& stop);
  void count(int trial, const CheckpointUse& use);
  void tell();

  Checkpoints m_places;
  bool m_countsOnly;
  Tell m_tell;

  std::mutex m_mutex;
  std::condition_variable_any m_given;
  std::map<int, KeptInFolder> m_waiting;
  bool m_working = false;
  bool m_awaited = false;

  // Of the thread:
  std::map<int, CheckpointUse> m_use;
  std::map<int, CheckpointUse> m_untold;
  CheckpointUse m_total;
  Message m_problem;
  bool m_complained = false;
  std::jthread m_thread;
};

} // namespace sweep
