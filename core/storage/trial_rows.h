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

/// Which trials are read.
struct TrialSelection {
  /// SQL on the table trial, in which ?1 is `bound`; empty for all.
  std::string condition = {};
  std::int64_t bound = 0;

  /// Those that may have changed since the trial with that place in the order was the last to finish.
  static TrialSelection changedSince(std::int64_t finishOrder) {
    return {"finish_order IS NULL OR finish_order > ?1", finishOrder};
  }
  static TrialSelection one(int number) { return {"number = ?1", number}; }
};

/// Ordered by number, with their attempts and reports; fails with a sentence on content that no study has.
Result<std::vector<Trial>> readTrials(Database& database, const std::string& path,
                                      const TrialSelection& which = {});
/// The three steps of it; false for content that no study has, the trial in `at`.
Result<bool> readTrialRows(Database& database, const TrialSelection& which, std::vector<Trial>& trials,
                           std::int64_t& at);
Result<bool> addAttempts(Database& database, const TrialSelection& which, std::vector<Trial>& trials,
                         std::int64_t& at);
Result<bool> addReports(Database& database, const TrialSelection& which, std::vector<Trial>& trials);
/// Numbers of the finished trials in their order, behind that place.
Result<std::vector<int>> readFinishOrder(Database& database, std::int64_t behind = -1);
/// The place of the last one, -1 when none is finished.
Result<std::int64_t> lastFinishOrder(Database& database);

} // namespace sweep
