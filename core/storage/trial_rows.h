// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_database.h"
#include "core/storage/storage.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sweep {

/// Writes trials into the tables of a study, inside a transaction of the caller.
class TrialWriter {
public:
  static Result<TrialWriter> create(Database& database);

  /// Fails when the stored trial is finished and this is no retry.
  Result<void> write(const Storage::TrialChange& change);
  /// The transaction was rolled back: what was remembered of it is forgotten.
  void forget();

private:
  TrialWriter(Statement trial, Statement attempt, Statement oldReports, Statement report, Statement metric,
              Statement metricId, Statement order);

  Result<void> writeTrial(const Trial& trial);
  Result<void> writeAttempts(const Trial& trial);
  Result<void> writeReports(const Trial& trial, std::size_t first);
  Result<std::int64_t> idOfMetric(const std::string& name);
  Result<std::int64_t> nextFinish();

  Statement m_trial;
  Statement m_attempt;
  Statement m_oldReports;
  Statement m_report;
  Statement m_metric;
  Statement m_metricId;
  Statement m_order;
  std::map<std::string, std::int64_t> m_metricIds;
  std::int64_t m_nextFinish = -1;
};

/// All trials ordered by number; fails with a sentence on content that no study has.
Result<std::vector<Trial>> readTrials(Database& database, const std::string& path);
Result<std::vector<int>> readFinishOrder(Database& database);

} // namespace sweep
