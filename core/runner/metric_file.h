// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/executor/unique_fd.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace sweep {

/// What tells one state of a file from another: whose it is, its size and times.
using FileStamp = std::array<std::int64_t, 7>;

/// Written so lately that another write may have left the same stamp: clocks of file systems tick some hundred times a second.
bool isFresh(const FileStamp& stamp);

/// The sentence for a file and a sentence about what stands in it.
Message notRead(const std::string& path, const Message& why);

/// A file that a program writes its metrics into. One thread at a time.
class MetricFile {
public:
  /// A relative path begins in the trial's folder.
  MetricFile(std::string folder, std::string path) : m_folder(std::move(folder)), m_path(std::move(path)) {}

  const std::string& path() const { return m_path; }
  /// Takes hold of the trial's folder, so that nothing that is put in its place later is looked into.
  void begin();

  struct Content {
    /// Nothing when the file is not there, or is no file that can be read.
    std::optional<FileStamp> stamp;
    /// At most MostMetricBytes and one more; empty when the file is still as `known` says.
    std::string text;
    /// Why it cannot be read, as a sentence; empty when it can, or is not there.
    Message problem;
  };
  /// Links are not followed, the trial's folder and what lies below it included; of an absolute path only the file itself is looked
  /// at so. Never waits for a pipe or a device.
  Content read(const std::optional<FileStamp>& known = {}) const;

private:
  UniqueFd open() const;

  std::string m_folder;
  std::string m_path;
  UniqueFd m_root;
};

} // namespace sweep
