// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/row_text.h"
#include "core/storage/trial_rows.h"

#include <algorithm>
#include <utility>

namespace sweep {

namespace {

Error unreadable(const std::string& path, std::int64_t trial) {
  return Error(
      SWEEP_TEXT(
          "%1 is damaged: what it says about trial %2 cannot be read. Restore it from a copy; it was left as "
          "it is."),
      {path, std::to_string(trial)});
}

/// Calls `use` with the statement on each row; `use` gives false for content that cannot be read.
template <class Use, class... Arguments>
Result<bool> forEachRow(Database& database, std::string_view sql, Use use, const Arguments&... arguments) {
  auto statement = database.prepare(sql);
  if (!statement)
    return statement.error();
  auto row = statement->execute(arguments...);
  for (; row && *row; row = statement->step())
    if (!use(*statement))
      return false;
  if (!row)
    return row.error();
  return true;
}

/// Null when it is not among those that were read.
Trial* findTrial(std::vector<Trial>& trials, std::int64_t number) {
  if (number >= 0 && number < static_cast<std::int64_t>(trials.size()) &&
      trials[static_cast<std::size_t>(number)].number == number)
    return &trials[static_cast<std::size_t>(number)];
  const auto found = std::ranges::lower_bound(trials, number, {}, &Trial::number);
  return found != trials.end() && found->number == number ? &*found : nullptr;
}

/// With the condition where there is one; `clause` has the condition at its @.
template <class Use>
Result<bool> forEachSelected(Database& database, const TrialSelection& which, std::string_view select,
                             std::string clause, std::string_view order, Use use) {
  if (which.condition.empty())
    return forEachRow(database, std::string(select) + std::string(order), use);
  clause.replace(clause.find('@'), 1, which.condition);
  return forEachRow(database, std::string(select) + clause + std::string(order), use, which.bound);
}

constexpr const char* OfSelected = " WHERE trial IN (SELECT number FROM trial WHERE @)";

std::optional<int> optionalInt(const Statement& row, int column) {
  if (row.isNull(column))
    return std::nullopt;
  return static_cast<int>(row.integer(column));
}

std::optional<Failure> readFailure(const Statement& row, int column, bool& fine) {
  if (row.isNull(column))
    return std::nullopt;
  const auto kind = failureClassFromName(row.text(column));
  const auto message = messageFromText(row.text(column + 1));
  fine = fine && kind && message;
  if (!fine)
    return std::nullopt;
  return Failure{*kind, *message, std::string(row.text(column + 2))};
}

bool readTrial(const Statement& row, Trial& trial) {
  trial.number = static_cast<int>(row.integer(0));
  auto configuration = Configuration::fromJson(row.text(1));
  const auto state = stateFromName(row.text(2));
  auto values = resultsFromText(row.text(4));
  auto origin = messageFromText(row.text(8));
  auto verdict = messageFromText(row.text(12));
  bool fine = configuration && state && values && origin && verdict;
  trial.failure = readFailure(row, 5, fine);
  if (!fine)
    return false;
  trial.configuration = std::move(*configuration);
  trial.state = *state;
  if (!row.isNull(3))
    trial.budget = row.real(3);
  trial.values = std::move(*values);
  trial.origin = std::move(*origin);
  trial.fromSampler = row.integer(9) != 0;
  trial.seed = static_cast<std::uint64_t>(row.integer(10));
  trial.bracket = optionalInt(row, 11);
  trial.verdict = std::move(*verdict);
  trial.retries = static_cast<int>(row.integer(13));
  return true;
}

/// What concerns budgets.
bool readSpending(const Statement& row, Attempt& attempt) {
  if (!row.isNull(13))
    attempt.budget = row.real(13);
  if (!row.isNull(14))
    attempt.resumed = {static_cast<int>(row.integer(14)), static_cast<int>(row.integer(15))};
  auto reason = messageFromText(row.text(17));
  auto values = resultsFromText(row.text(19));
  if (!reason || !values || row.integer(18) < 0)
    return false;
  attempt.reason = std::move(*reason);
  attempt.firstReport = static_cast<std::size_t>(row.integer(18));
  attempt.values = std::move(*values);
  attempt.hasCheckpoint = row.integer(20) != 0;
  if (row.isNull(16))
    return true;
  auto configuration = Configuration::fromJson(row.text(16));
  if (configuration)
    attempt.configuration = std::move(*configuration);
  return configuration.ok();
}

bool readAttempt(const Statement& row, std::vector<Trial>& trials) {
  const auto number = row.integer(0);
  auto words = wordsFromText(row.text(2));
  Trial* const trial = findTrial(trials, number);
  if (!trial || !words)
    return false;
  Attempt attempt;
  attempt.number = static_cast<int>(row.integer(1));
  attempt.command = std::move(*words);
  attempt.pid = row.integer(3);
  attempt.processStart = static_cast<std::uint64_t>(row.integer(4));
  attempt.started = row.integer(5);
  attempt.ended = row.integer(6);
  attempt.exitCode = optionalInt(row, 7);
  attempt.signal = optionalInt(row, 8);
  attempt.wallSeconds = row.real(9);
  attempt.cpuSeconds = row.real(10);
  attempt.peakMemoryBytes = row.integer(11);
  attempt.worker = static_cast<int>(row.integer(12));
  attempt.seed = static_cast<std::uint64_t>(row.integer(21));
  bool fine = readSpending(row, attempt);
  attempt.failure = readFailure(row, 22, fine);
  if (!row.isNull(25)) {
    attempt.interrupted = interruptedRuleFromName(row.text(25));
    fine = fine && attempt.interrupted;
  }
  if (!fine)
    return false;
  trial->attempts.push_back(std::move(attempt));
  return true;
}

using MetricNames = std::map<std::int64_t, std::string>;

/// Rows of one report follow each other; `last` is the position of the one before.
bool readReport(const Statement& row, std::vector<Trial>& trials, const MetricNames& names,
                std::pair<std::int64_t, std::int64_t>& last) {
  const auto number = row.integer(0);
  const auto name = names.find(row.integer(2));
  Trial* const trial = findTrial(trials, number);
  if (!trial || name == names.end())
    return false;
  auto& reports = trial->reports;
  const std::pair here(number, row.integer(1));
  if (here != last) {
    reports.push_back({row.integer(3), {}, row.real(4)});
    last = here;
  }
  reports.change(reports.size() - 1).metrics.emplace(name->second, row.real(5));
  return true;
}

} // namespace

Result<bool> readTrialRows(Database& database, const TrialSelection& which, std::vector<Trial>& trials,
                           std::int64_t& at) {
  return forEachSelected(
      database, which,
      "SELECT number, configuration, state, budget, results, failure_class, failure_message, "
      "failure_tail, origin, from_sampler, seed, bracket, verdict, retries FROM trial",
      " WHERE @", " ORDER BY number", [&](const Statement& row) {
        at = row.integer(0);
        const bool complete = at == static_cast<std::int64_t>(trials.size());
        return (complete || !which.condition.empty()) && readTrial(row, trials.emplace_back());
      });
}

Result<bool> addAttempts(Database& database, const TrialSelection& which, std::vector<Trial>& trials,
                         std::int64_t& at) {
  return forEachSelected(database, which, "SELECT * FROM attempt", OfSelected, " ORDER BY trial, number",
                         [&](const Statement& row) {
                           at = row.integer(0);
                           return readAttempt(row, trials);
                         });
}

Result<bool> addReports(Database& database, const TrialSelection& which, std::vector<Trial>& trials) {
  MetricNames names;
  auto read = forEachRow(database, "SELECT id, name FROM metric", [&](const Statement& row) {
    names.emplace(row.integer(0), row.text(1));
    return true;
  });
  if (!read)
    return read;
  std::pair<std::int64_t, std::int64_t> last{-1, -1};
  return forEachSelected(database, which, "SELECT trial, position, metric, step, time, value FROM report",
                         OfSelected, " ORDER BY trial, position, metric",
                         [&](const Statement& row) { return readReport(row, trials, names, last); });
}

Result<std::vector<Trial>> readTrials(Database& database, const std::string& path,
                                      const TrialSelection& which) {
  std::vector<Trial> trials;
  std::int64_t at = 0;
  auto read = readTrialRows(database, which, trials, at);
  if (read && *read)
    read = addAttempts(database, which, trials, at);
  if (read && *read)
    read = addReports(database, which, trials);
  if (!read)
    return read.error();
  if (!*read)
    return unreadable(path, at);
  return trials;
}

Result<std::vector<int>> readFinishOrder(Database& database, std::int64_t behind) {
  std::vector<int> order;
  const auto read = forEachRow(
      database, "SELECT number FROM trial WHERE finish_order > ?1 ORDER BY finish_order",
      [&](const Statement& row) {
        order.push_back(static_cast<int>(row.integer(0)));
        return true;
      },
      behind);
  if (!read)
    return read.error();
  return order;
}

Result<std::int64_t> lastFinishOrder(Database& database) {
  return database.integer("SELECT coalesce(max(finish_order), -1) FROM trial");
}

} // namespace sweep
