// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include "core/base/text.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace sweep {

namespace {

char separatorOf(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::ranges::count(line, candidate) > std::ranges::count(line, best))
      best = candidate;
  return best;
}

class CsvReader {
public:
  explicit CsvReader(std::string_view text) : m_text(text), m_separator(separatorOf(text)) {}

  bool atEnd() const { return m_at >= m_text.size(); }
  /// Of the line that was read last, from 1.
  std::size_t line() const { return m_line; }

  /// The cells of the next line; nothing when a quote is not closed.
  std::optional<std::vector<std::string>> next() {
    m_line = m_nextLine;
    std::vector<std::string> cells;
    while (true) {
      auto cell = takeCell();
      if (!cell)
        return std::nullopt;
      cells.push_back(std::move(*cell));
      if (atEnd() || m_text[m_at] == '\n')
        break;
      ++m_at;
    }
    ++m_at;
    ++m_nextLine;
    return cells;
  }

private:
  std::optional<std::string> takeCell() {
    while (!atEnd() && m_text[m_at] == ' ')
      ++m_at;
    if (!atEnd() && m_text[m_at] == '"')
      return takeQuoted();
    const std::size_t begin = m_at;
    skipToEndOfCell();
    return std::string(trimmed(m_text.substr(begin, m_at - begin)));
  }

  std::optional<std::string> takeQuoted() {
    std::string cell;
    for (++m_at; !atEnd(); ++m_at) {
      const char c = m_text[m_at];
      if (c == '"' && (m_at + 1 == m_text.size() || m_text[m_at + 1] != '"')) {
        ++m_at;
        skipToEndOfCell();
        return cell;
      }
      m_at += c == '"' ? 1 : 0;
      m_nextLine += c == '\n' ? 1 : 0;
      cell += c;
    }
    return std::nullopt;
  }

  void skipToEndOfCell() {
    while (!atEnd() && m_text[m_at] != m_separator && m_text[m_at] != '\n')
      ++m_at;
  }

  std::string_view m_text;
  char m_separator;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
  std::size_t m_nextLine = 1;
};

bool isEmptyLine(const std::vector<std::string>& cells) {
  return cells.size() == 1 && cells.front().empty();
}

Message problemOfHeader(const std::vector<std::string>& header) {
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].empty())
      return Message(SWEEP_TEXT("Column %1 has no name in the first line."), {std::to_string(i + 1)});
    if (!seen.insert(header[i]).second)
      return Message(SWEEP_TEXT("Two columns have the name “%1”."), {header[i]});
  }
  return {};
}

} // namespace

Result<CsvTable> readCsv(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf"))
    text.remove_prefix(3);
  CsvReader reader(text);
  CsvTable table;
  while (!reader.atEnd()) {
    auto cells = reader.next();
    if (!cells)
      return Error(SWEEP_TEXT("Line %1: a quote is not closed."), {std::to_string(reader.line())});
    if (isEmptyLine(*cells))
      continue;
    if (table.header.empty()) {
      table.header = std::move(*cells);
      if (auto problem = problemOfHeader(table.header); !problem.empty())
        return problem;
      continue;
    }
    if (cells->size() > table.header.size())
      return Error(SWEEP_TEXT("Line %1 has %2 cells, but the first line names only %3 columns."),
                   {std::to_string(reader.line()), std::to_string(cells->size()),
                    std::to_string(table.header.size())});
    cells->resize(table.header.size());
    table.rows.push_back(std::move(*cells));
  }
  if (table.header.empty())
    return Error(SWEEP_TEXT("There is nothing in it."));
  return table;
}

} // namespace sweep
