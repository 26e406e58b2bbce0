// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/csv_text.h"

#include "core/base/text.h"
#include "core/runner/metric_number.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

namespace {

using View = std::string_view;
constexpr std::size_t MostColumns = 10'000;
constexpr std::size_t LongestName = 512;

/// What stands between the quotes, or between the separators without blanks around it.
struct Cell {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool isQuoted = false;
  View in(View text) const { return text.substr(begin, end - begin); }
};

/// The separator that the first line has most of, quoted parts left out.
char separatorOf(View text) {
  constexpr View separators = ",;\t";
  std::size_t counts[separators.size()] = {};
  bool isQuoted = false;
  for (const char c : text) {
    isQuoted ^= c == '"';
    if (!isQuoted && (c == '\n' || c == '\r'))
      break;
    if (const auto index = separators.find(c); !isQuoted && index != View::npos)
      ++counts[index];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts)];
}

class RowReader {
public:
  explicit RowReader(View text) : m_text(text), m_separator(separatorOf(text)) {}

  /// The next row that is not blank. False at the end of the text.
  bool next(std::vector<Cell>& row) {
    do {
      row.clear();
      if (m_at >= m_text.size())
        return false;
      m_line += m_linesInRow;
      m_linesInRow = 0;
      readRow(row);
    } while (row.size() == 1 && row.front().in(m_text).empty());
    return true;
  }
  /// From 1, of the row read last.
  std::size_t line() const { return m_line; }
  /// The row read last has its end of line.
  bool isComplete() const { return m_isComplete; }

private:
  void readRow(std::vector<Cell>& row) {
    m_isComplete = false;
    while (true) {
      if (const Cell next = cell(); row.size() <= MostColumns)
        row.push_back(next);
      if (m_at >= m_text.size())
        return;
      const char c = m_text[m_at++];
      if (c == m_separator)
        continue;
      if (c == '\r' && m_at < m_text.size() && m_text[m_at] == '\n')
        ++m_at;
      ++m_linesInRow;
      m_isComplete = true;
      return;
    }
  }

  bool isEnd(char c) const { return c == m_separator || c == '\n' || c == '\r'; }

  /// Ends in front of a separator, the end of the line or of the text.
  Cell cell() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || (m_text[m_at] == '\t' && m_separator != '\t')))
      ++m_at;
    if (m_at < m_text.size() && m_text[m_at] == '"')
      return quotedCell();
    Cell cell{m_at, m_at};
    for (; m_at < m_text.size() && !isEnd(m_text[m_at]); ++m_at)
      if (m_text[m_at] != ' ' && m_text[m_at] != '\t')
        cell.end = m_at + 1;
    return cell;
  }

  Cell quotedCell() {
    Cell cell{++m_at, m_text.size(), true};
    for (; m_at < m_text.size(); ++m_at) {
      m_linesInRow += m_text[m_at] == '\n' ? 1 : 0;
      if (m_text[m_at] != '"')
        continue;
      if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
        ++m_at;
        continue;
      }
      cell.end = m_at;
      break;
    }
    while (m_at < m_text.size() && !isEnd(m_text[m_at]))
      ++m_at;
    return cell;
  }

  View m_text;
  char m_separator;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
  std::size_t m_linesInRow = 0;
  bool m_isComplete = false;
};

/// Empty for a column without one, or one too long to be a metric's.
std::string nameOf(const Cell& cell, View text) {
  std::string name(trimmed(cell.in(text)));
  for (auto at = name.find("\"\""); cell.isQuoted && at != name.npos; at = name.find("\"\"", at + 1))
    name.erase(at, 1);
  return name.size() > LongestName ? std::string() : name;
}

void readCell(const std::string& name, Cell cell, View text, LineFinding& found) {
  if (name.empty())
    return;
  while (cell.begin < cell.end && text[cell.begin] == ' ')
    ++cell.begin;
  const View within = text.substr(0, cell.end);
  const auto number = numberAt(within, cell.begin);
  if (!number)
    return;
  if (isCutByComma(within, number->end)) {
    found.unreadName = name;
    found.unreadNumber = cell.in(text);
  } else if (trimmed(within.substr(number->end)).empty() ||
             (text[number->end] != ' ' && isEndOfNumber(within, number->end))) {
    found.metrics.push_back({name, number->value, cell.begin, number->end});
  }
}

bool holdsOnlyNumbers(const std::vector<Cell>& row, View text) {
  return std::ranges::all_of(row, [&](const Cell& cell) { return readNumber(cell.in(text)).has_value(); });
}

bool isBlankFrom(const std::vector<Cell>& row, std::size_t index, View text) {
  return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(index), row.end(),
                     [&](const Cell& cell) { return trimmed(cell.in(text)).empty(); });
}

Message problemOfHeader(const std::vector<Cell>& row, View text) {
  if (holdsOnlyNumbers(row, text))
    return Message(SWEEP_TEXT("its first row holds numbers where the names of the metrics should stand"));
  if (row.size() > MostColumns)
    return Message(SWEEP_TEXT("it has more than %1 columns"), {std::to_string(MostColumns)});
  return {};
}

} // namespace

CsvTextEnd readCsvText(View text, bool isWhole, const std::function<bool(LineFinding&)>& take) {
  RowReader rows(text);
  std::vector<Cell> row;
  if (!rows.next(row) || !(isWhole || rows.isComplete()))
    return {};
  if (auto problem = problemOfHeader(row, text); !problem.empty())
    return {std::move(problem)};
  std::vector<std::string> names;
  for (const Cell& cell : row)
    names.push_back(nameOf(cell, text));
  while (rows.next(row) && (isWhole || rows.isComplete())) {
    if (row.size() > names.size() && !isBlankFrom(row, names.size(), text))
      return {Message(
          SWEEP_TEXT(
              "its line %1 has %2 cells and the row of names only %3; numbers need a decimal point, not a "
              "comma"),
          {std::to_string(rows.line()), std::to_string(row.size()), std::to_string(names.size())})};
    LineFinding found;
    for (std::size_t i = 0; i < std::min(row.size(), names.size()); ++i)
      readCell(names[i], row[i], text, found);
    if (!take(found))
      return {{}, true};
  }
  return {};
}

} // namespace sweep
