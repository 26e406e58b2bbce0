// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/search_space.h"
#include "core/study/recorded_curves.h"

#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// Reads recorded runs as configurations of a space. Not for use by two threads at once, as the space.
class RecordedConfigurations {
public:
  /// names: the curves' parameters. Fails where one of the space's, other than a constant, is not among them.
  static Result<RecordedConfigurations> create(SearchSpace space, const std::vector<std::string>& names);

  const SearchSpace& space() const { return m_space; }
  /// Numbers and choices are read from their texts; parameters that are not active are dropped. Fails where the run lies outside
  /// of the space, saying where.
  Result<Configuration> read(const RecordedRun& run) const;

private:
  SearchSpace m_space;
  /// For each parameter of the space its place in the run; nothing for a constant that was not recorded.
  std::vector<std::optional<std::size_t>> m_columns;
};

} // namespace sweep
