// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/storage/row_text.h"
#include "core/storage/trial_rows.h"

#include <utility>

namespace sweep {

namespace {

/// A finished row changes only back to waiting.
constexpr std::string_view WriteTrial = R"(
INSERT INTO trial (number, configuration, state, finish_order, budget, results, failure_class, failure_message,
                   failure_tail, origin, from_sampler, seed, bracket, verdict, retries)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT (number) DO UPDATE SET configuration = excluded.configuration, state = excluded.state,
  finish_order = excluded.finish_order, budget = excluded.budget, results = excluded.results,
  failure_class = excluded.failure_class, failure_message = excluded.failure_message,
  failure_tail = excluded.failure_tail, origin = excluded.origin, from_sampler = excluded.from_sampler,
  seed = excluded.seed, bracket = excluded.bracket, verdict = excluded.verdict, retries = excluded.retries
WHERE trial.finish_order IS NULL OR excluded.state = 'waiting'
RETURNING number)";

constexpr std::string_view WriteAttempt =
    "INSERT OR REPLACE INTO attempt VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
    "?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)";
constexpr std::string_view DropReports = "DELETE FROM report WHERE trial = ?1 AND position >= ?2";
constexpr std::string_view WriteReport = "INSERT INTO report VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view AddMetric = "INSERT OR IGNORE INTO metric (name) VALUES (?1)";
constexpr std::string_view MetricId = "SELECT id FROM metric WHERE name = ?1";
constexpr std::string_view LastFinish = "SELECT coalesce(max(finish_order), -1) FROM trial";

/// A statement that gives no rows.
template <class... Arguments> Result<void> run(Statement& statement, const Arguments&... arguments) {
  if (auto done = statement.execute(arguments...); !done)
    return done.error();
  return {};
}

struct FailureTexts {
  explicit FailureTexts(const std::optional<Failure>& failure) {
    if (!failure)
      return;
    kind = failureClassName(failure->kind);
    message = messageText(failure->message);
    tail = failure->tail;
  }
  std::optional<std::string> kind, message, tail;
};

} // namespace

TrialWriter::TrialWriter(Statement trial, Statement attempt, Statement oldReports, Statement report,
                         Statement metric, Statement metricId, Statement order)
    : m_trial(std::move(trial)), m_attempt(std::move(attempt)), m_oldReports(std::move(oldReports)),
      m_report(std::move(report)), m_metric(std::move(metric)), m_metricId(std::move(metricId)),
      m_order(std::move(order)) {}

Result<TrialWriter> TrialWriter::create(Database& database) {
  std::vector<Statement> statements;
  for (const auto sql :
       {WriteTrial, WriteAttempt, DropReports, WriteReport, AddMetric, MetricId, LastFinish}) {
    auto statement = database.prepare(sql);
    if (!statement)
      return statement.error();
    statements.push_back(std::move(*statement));
  }
  return TrialWriter(std::move(statements[0]), std::move(statements[1]), std::move(statements[2]),
                     std::move(statements[3]), std::move(statements[4]), std::move(statements[5]),
                     std::move(statements[6]));
}

Result<void> TrialWriter::write(const Storage::TrialChange& change) {
  if (auto done = writeTrial(*change.trial); !done)
    return done;
  if (auto done = writeAttempts(*change.trial); !done)
    return done;
  return writeReports(*change.trial, change.firstReport);
}

void TrialWriter::forget() {
  m_metricIds.clear();
  m_nextFinish = -1;
}

Result<std::int64_t> TrialWriter::nextFinish() {
  if (m_nextFinish < 0) {
    if (auto row = m_order.execute(); !row)
      return row.error();
    m_nextFinish = m_order.integer(0) + 1;
    m_order.reset();
  }
  return m_nextFinish++;
}

Result<void> TrialWriter::writeTrial(const Trial& trial) {
  std::optional<std::int64_t> order;
  if (isFinished(trial.state)) {
    auto next = nextFinish();
    if (!next)
      return next.error();
    order = *next;
  }
  const FailureTexts failure(trial.failure);
  const auto row =
      m_trial.execute(trial.number, trial.configuration.json(), stateName(trial.state), order, trial.budget,
                      resultsText(trial.values), failure.kind, failure.message, failure.tail,
                      messageText(trial.origin), trial.fromSampler, static_cast<std::int64_t>(trial.seed),
                      trial.bracket, messageText(trial.verdict), trial.retries);
  m_trial.reset();
  if (!row)
    return row.error();
  if (!*row)
    return Error(SWEEP_TEXT("Trial %1 is finished and cannot be changed."), {std::to_string(trial.number)});
  return {};
}

Result<void> TrialWriter::writeAttempts(const Trial& trial) {
  for (const auto& attempt : trial.attempts) {
    std::optional<int> resumedTrial, resumedAttempt;
    if (attempt.resumed) {
      resumedTrial = attempt.resumed->trial;
      resumedAttempt = attempt.resumed->attempt;
    }
    std::optional<std::string> configuration;
    if (attempt.configuration)
      configuration = attempt.configuration->json();
    const FailureTexts failure(attempt.failure);
    std::optional<std::string_view> interrupted;
    if (attempt.interrupted)
      interrupted = interruptedRuleName(*attempt.interrupted);
    if (auto done = run(m_attempt, trial.number, attempt.number, wordsText(attempt.command), attempt.pid,
                        static_cast<std::int64_t>(attempt.processStart), attempt.started, attempt.ended,
                        attempt.exitCode, attempt.signal, attempt.wallSeconds, attempt.cpuSeconds,
                        attempt.peakMemoryBytes, attempt.worker, attempt.budget, resumedTrial, resumedAttempt,
                        configuration, messageText(attempt.reason),
                        static_cast<std::int64_t>(attempt.firstReport), resultsText(attempt.values),
                        attempt.hasCheckpoint, static_cast<std::int64_t>(attempt.seed), failure.kind,
                        failure.message, failure.tail, interrupted);
        !done)
      return done;
  }
  return {};
}

Result<void> TrialWriter::writeReports(const Trial& trial, std::size_t first) {
  if (auto done = run(m_oldReports, trial.number, static_cast<std::int64_t>(first)); !done)
    return done;
  for (auto i = first; i < trial.reports.size(); ++i) {
    const auto& report = trial.reports[i];
    for (const auto& [name, value] : report.metrics) {
      const auto metric = idOfMetric(name);
      if (!metric)
        return metric.error();
      if (auto done = run(m_report, trial.number, static_cast<std::int64_t>(i), *metric, report.step,
                          report.time, value);
          !done)
        return done;
    }
  }
  return {};
}

Result<std::int64_t> TrialWriter::idOfMetric(const std::string& name) {
  if (const auto found = m_metricIds.find(name); found != m_metricIds.end())
    return found->second;
  if (auto done = run(m_metric, name); !done)
    return done.error();
  if (auto row = m_metricId.execute(name); !row)
    return row.error();
  const auto id = m_metricId.integer(0);
  m_metricId.reset();
  return m_metricIds[name] = id;
}

} // namespace sweep
