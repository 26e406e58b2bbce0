// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/text.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace sweep::test {

/// What a gzipped file holds.
inline Result<std::string> unpacked(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path))
    return Error("%1 is not there.", {path.string()});
  const std::string command = "gzip -dc " + shellQuoted(path.string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe)
    return Error("gzip could not be started.");
  std::string text;
  std::array<char, 1 << 16> piece;
  while (const auto size = std::fread(piece.data(), 1, piece.size(), pipe.get()))
    text.append(piece.data(), size);
  if (text.empty())
    return Error("%1 could not be read.", {path.string()});
  return text;
}

} // namespace sweep::test
