// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/known_result.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sweep {

/// What a file knows of a study's configurations.
struct KnownResults {
  std::vector<KnownResult> results;
  /// A sentence for each of the first runs that cannot be used, MostReasons of them.
  std::vector<Message> reasons;
  /// How many cannot.
  std::size_t leftOut = 0;

  static constexpr std::size_t MostReasons = 20;
};

/// Reads the results of an earlier study (.sweep, its complete trials) or of a table (CSV, see exchange/curves_csv.h) as results of
/// this study. Left out is what failed, lies outside of the space, lacks an objective, or did not come to the study's largest
/// budget. Fails where the file cannot be read, or lacks a parameter or a metric. Reads the disk: not for the UI thread.
Result<KnownResults> loadKnownResults(const std::string& path, const StudySpec& spec);

/// A line for each reason, and one for those that are not named.
std::vector<Message> reasonsOf(const KnownResults& known);

/// “Results known from FILE: 12.” with how many of its runs are left out.
Message summaryOf(const KnownResults& known, const std::string& path);

} // namespace sweep
