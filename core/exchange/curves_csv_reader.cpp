// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/exchange/curves_csv.h"
#include "core/exchange/trials_export.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

namespace sweep {

namespace {

using Names = std::vector<std::string>;

/// A name with a number at least so often is a curve.
constexpr std::size_t FewestSteps = 3;

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool isOneOf(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, lowered(word)) != words.end();
}

bool has(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// valid_12 → valid, 12
std::optional<std::pair<std::string, std::int64_t>> numbered(const std::string& name) {
  const auto at = name.rfind('_');
  if (at == name.npos || at == 0 || at + 1 == name.size() ||
      !std::ranges::all_of(name.substr(at + 1), [](unsigned char c) { return std::isdigit(c); }))
    return std::nullopt;
  const auto number = readInteger(name.substr(at + 1));
  return number ? std::optional(std::pair(name.substr(0, at), *number)) : std::nullopt;
}

struct Column {
  enum class Role { Unused, Parameter, Metric, Step, Seconds, Run, State, Failure, Budget };
  Role role = Role::Unused;
  /// Of a parameter or metric.
  std::size_t index = 0;
  /// Of a metric, or of seconds, at one step of the wide shape.
  std::optional<std::int64_t> step;
};

class CurvesReader {
public:
  CurvesReader(const CsvTable& table, const CurveColumns& hints) : m_table(table), m_hints(hints) {}

  Result<RecordedCurves> read() {
    m_columns.resize(m_table.header.size());
    nameBookkeeping();
    if (const auto step = columnOf(Column::Role::Step))
      nameByPosition(*step, false);
    else if (const auto begin = firstOfSeries())
      nameByPosition(*begin, true);
    else if (auto problem = namePlain(); !problem.empty())
      return problem;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
      if (m_columns[i].role == Column::Role::Unused)
        m_curves.unused.push_back(m_table.header[i]);
    if (m_curves.metrics.empty())
      return Error(SWEEP_TEXT("No column could be a metric. There are: %1."), {joined(m_table.header, ", ")});
    return readRows();
  }

private:
  using Role = Column::Role;

  bool isExport() const {
    const auto& header = m_table.header;
    return header.size() > 3 && header[0] == "number" && header[1] == "state" && header[2] == "value";
  }

  std::optional<std::size_t> columnOf(Role role) const {
    const auto found = std::ranges::find(m_columns, role, &Column::role);
    return found == m_columns.end() ? std::nullopt
                                    : std::optional(static_cast<std::size_t>(found - m_columns.begin()));
  }

  Role bookkeepingRole(const std::string& name) const {
    if (isOneOf(name, {"step", "epoch", "iteration", "iter"}))
      return Role::Step;
    if (isOneOf(name, {"seconds", "time", "runtime", "elapsed"}))
      return Role::Seconds;
    if (isOneOf(name, {"run", "trial", "number"}))
      return Role::Run;
    return isOneOf(name, {"state"})     ? Role::State
           : isOneOf(name, {"failure"}) ? Role::Failure
           : isOneOf(name, {"budget"})  ? Role::Budget
                                        : Role::Unused;
  }

  void nameBookkeeping() {
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const auto& name = m_table.header[i];
      if (has(m_hints.parameters, name))
        addParameter(i);
      else if (!has(m_hints.metrics, name))
        m_columns[i].role = bookkeepingRole(name);
      // The first step that is named is the one that counts.
      if (m_columns[i].role == Role::Step && columnOf(Role::Step) != i)
        m_columns[i].role = Role::Unused;
    }
  }

  bool isFree(std::size_t column) const { return m_columns[column].role == Role::Unused; }

  /// Whether all cells that are filled are numbers, and some are.
  bool holdsNumbers(std::size_t column) const {
    bool some = false;
    for (const auto& row : m_table.rows)
      if (!row[column].empty()) {
        if (!readNumber(row[column]))
          return false;
        some = true;
      }
    return some;
  }

  void addParameter(std::size_t column) {
    m_columns[column] = {Role::Parameter, m_curves.parameters.size(), {}};
    m_curves.parameters.push_back(m_table.header[column]);
  }

  void addMetric(std::size_t column, const std::string& name, std::optional<std::int64_t> step) {
    const auto found = std::ranges::find(m_curves.metrics, name);
    m_columns[column] = {Role::Metric, static_cast<std::size_t>(found - m_curves.metrics.begin()), step};
    if (found == m_curves.metrics.end())
      m_curves.metrics.push_back(name);
  }

  std::optional<std::size_t> firstOfSeries() const {
    std::map<std::string, std::vector<std::size_t>> series;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
      if (const auto split = numbered(m_table.header[i]); split && isFree(i))
        series[split->first].push_back(i);
    std::optional<std::size_t> first;
    for (const auto& [name, columns] : series)
      if (columns.size() >= FewestSteps)
        first = std::min(first.value_or(columns.front()), columns.front());
    return first;
  }

  /// Parameters before the column where the curves begin, unless they are known; metrics after it.
  void nameByPosition(std::size_t begin, bool isWide) {
    const bool known = !m_hints.parameters.empty();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const auto& name = m_table.header[i];
      if (!isFree(i))
        continue;
      const auto split = isWide ? numbered(name) : std::nullopt;
      if (!known && i < begin)
        addParameter(i);
      else if (split && bookkeepingRole(split->first) == Role::Seconds)
        m_columns[i] = {Role::Seconds, 0, split->second};
      else if (split)
        addMetric(i, split->first, split->second);
      else if (!isWide && (has(m_hints.metrics, name) || holdsNumbers(i)))
        addMetric(i, name, {});
    }
  }

  Message namePlain() {
    const auto value = isExport() ? std::optional<std::size_t>(2) : std::nullopt;
    if (m_hints.parameters.empty() && value)
      return Message(
          SWEEP_TEXT("It is an export of trials and does not say which columns are parameters: name "
                     "them, or take the study itself."));
    if (value) {
      const auto& metrics = m_hints.metrics;
      const bool isNamed = !metrics.empty() && !has(m_table.header, metrics.front());
      addMetric(*value, isNamed ? metrics.front() : "value", {});
    }
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
      if (has(m_hints.metrics, m_table.header[i]) && isFree(i))
        addMetric(i, m_table.header[i], {});
      else if (isFree(i))
        rest.push_back(i);
    if (m_hints.parameters.empty()) {
      if (m_curves.metrics.empty() && !rest.empty() && holdsNumbers(rest.back())) {
        addMetric(rest.back(), m_table.header[rest.back()], {});
        rest.pop_back();
      }
      for (const auto column : rest)
        addParameter(column);
      return {};
    }
    for (const auto column : rest)
      if (holdsNumbers(column))
        addMetric(column, m_table.header[column], {});
    return {};
  }

  // Rows

  struct Cells {
    RecordedRun run;
    std::string key;
    std::optional<std::int64_t> step;
    std::optional<double> seconds;
    std::map<std::int64_t, RecordedPoint> points;
  };

  Error badCell(std::size_t row, std::size_t column, const char* sentence) const {
    return Error(sentence, {std::to_string(row + 1), m_table.header[column], m_table.rows[row][column]});
  }

  RecordedPoint& pointAt(Cells& cells, std::int64_t step) const {
    auto& point = cells.points[step];
    point.step = step;
    point.values.resize(m_curves.metrics.size());
    return point;
  }

  /// Nothing, or what is wrong. Wants the step first where the row has one.
  std::optional<Error> readCell(Cells& cells, std::size_t row, std::size_t column) const {
    const auto& text = m_table.rows[row][column];
    const auto& what = m_columns[column];
    if (what.role == Role::Parameter)
      cells.run.configuration[what.index] = withFormula(text);
    if (text.empty())
      return std::nullopt;
    const bool isMissing = isOneOf(text, {"null", "none"});
    if (what.role == Role::Run)
      cells.key = text;
    if (what.role == Role::State && text == "failed" && cells.run.failure.empty())
      cells.run.failure = text;
    if (what.role == Role::Failure)
      cells.run.failure = withFormula(text);
    const bool isNumber = what.role == Role::Metric || what.role == Role::Seconds;
    const auto number = readNumber(text);
    if (isNumber && !number && !isMissing)
      return badCell(row, column, SWEEP_TEXT("Row %1: “%3” in the column %2 is no number."));
    if (!isNumber || isMissing)
      return std::nullopt;
    if (what.role == Role::Metric)
      pointAt(cells, what.step.value_or(cells.step.value_or(1))).values[what.index] = *number;
    else if (what.step)
      pointAt(cells, *what.step).seconds = *number;
    else
      cells.seconds = *number;
    return std::nullopt;
  }

  std::optional<Error> readStep(Cells& cells, std::size_t row) const {
    for (const auto role : {Role::Step, Role::Budget})
      if (const auto column = columnOf(role)) {
        const auto& text = m_table.rows[row][*column];
        const auto number = readNumber(text);
        if (number &&
            *number == static_cast<double>(static_cast<std::int64_t>(std::clamp(*number, -1e15, 1e15)))) {
          cells.step = static_cast<std::int64_t>(*number);
          return std::nullopt;
        }
        if (role == Role::Step)
          return badCell(row, *column, SWEEP_TEXT("Row %1: “%3” in the column %2 is no whole number."));
      }
    return std::nullopt;
  }

  Result<RecordedCurves> readRows() {
    const bool isLong = columnOf(Role::Step).has_value();
    for (std::size_t row = 0; row < m_table.rows.size(); ++row) {
      Cells cells;
      cells.run.configuration.resize(m_curves.parameters.size());
      if (auto problem = readStep(cells, row))
        return *problem;
      for (std::size_t column = 0; column < m_columns.size(); ++column)
        if (auto problem = readCell(cells, row, column))
          return *problem;
      // The seconds of a row are those of its last step.
      if (cells.seconds && !cells.points.empty() && !cells.points.rbegin()->second.seconds)
        cells.points.rbegin()->second.seconds = cells.seconds;
      isLong ? addReport(std::move(cells)) : addRun(std::move(cells));
    }
    if (m_curves.runs.empty())
      return Error(SWEEP_TEXT("There is no run in it that has a result."));
    return std::move(m_curves);
  }

  void addRun(Cells cells) {
    for (auto& [step, point] : cells.points)
      cells.run.points.push_back(std::move(point));
    cells.run.seconds = cells.seconds;
    if (!cells.run.points.empty() || !cells.run.failure.empty())
      m_curves.runs.push_back(std::move(cells.run));
  }

  void addReport(Cells cells) {
    std::string key = cells.key;
    for (const auto& text : cells.run.configuration)
      key += '\x1f' + text;
    const auto known = m_runOf.find(key);
    const bool goesOn =
        known != m_runOf.end() && (cells.points.empty() || m_curves.runs[known->second].points.empty() ||
                                   m_curves.runs[known->second].points.back().step < *cells.step);
    if (!goesOn) {
      m_runOf[key] = m_curves.runs.size();
      return addRun(std::move(cells));
    }
    auto& run = m_curves.runs[known->second];
    for (auto& [step, point] : cells.points)
      run.points.push_back(std::move(point));
    run.seconds = cells.seconds ? cells.seconds : run.seconds;
    if (!cells.run.failure.empty())
      run.failure = std::move(cells.run.failure);
  }

  const CsvTable& m_table;
  const CurveColumns& m_hints;
  std::vector<Column> m_columns;
  RecordedCurves m_curves;
  /// The last run of a configuration.
  std::map<std::string, std::size_t> m_runOf;
};

} // namespace

Result<RecordedCurves> readCurvesCsv(std::string_view text, const CurveColumns& columns) {
  const auto table = readCsv(text);
  if (!table)
    return table.error();
  return CurvesReader(*table, columns).read();
}

} // namespace sweep
