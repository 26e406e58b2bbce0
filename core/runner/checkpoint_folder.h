// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/unique_fd.h"
#include "core/runner/checkpoint_use.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sweep {

/// One trial's folder, held open so that nothing outside it is ever reached: links in it are links, and what is put in its place
/// meanwhile is not looked at.
class CheckpointFolder {
public:
  /// Nothing when there is none, or a link has its name.
  static std::optional<CheckpointFolder> open(const std::string& path);

  /// Of all that lies in it, in no order; empty when it cannot be read.
  std::vector<std::string> names() const;
  /// It is there and not empty: a file of some bytes, a folder with entries, a link to anything.
  bool holds(const std::string& name) const;
  /// The blocks of a file, or of a folder with all that is in it.
  CheckpointUse useOf(const std::string& name) const;
  /// errno, 0 when it is not there.
  int rename(const std::string& from, const std::string& to) const;
  /// Deletes a file, a link or a folder with all that is in it: as much of it as can be. errno of the first thing that could
  /// not be deleted, 0 for success, ECANCELED when it was stopped before the end.
  int remove(const std::string& name, const std::stop_token& stop) const;

private:
  explicit CheckpointFolder(UniqueFd folder) : m_folder(std::move(folder)) {}

  UniqueFd m_folder;
};

} // namespace sweep
