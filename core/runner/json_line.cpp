// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/json_line.h"

#include "core/base/text.h"
#include "core/runner/metric_number.h"
#include "core/space/value.h"

namespace sweep {

namespace {

using View = std::string_view;
constexpr int DeepestLevel = 32;

/// A reader that knows where in the line every number stands.
class JsonWalker {
public:
  JsonWalker(View line, JsonNumbers numbers) : m_line(line), m_numbers(numbers) {}

  bool walk() {
    skipBlanks();
    const bool whole = object("", 0);
    skipBlanks();
    return whole && m_at == m_line.size();
  }
  std::vector<FoundMetric> metrics;

private:
  char here() const { return m_at < m_line.size() ? m_line[m_at] : '\0'; }
  void skipBlanks() {
    while (here() == ' ' || here() == '\t')
      ++m_at;
  }
  bool take(char c) {
    skipBlanks();
    const bool there = here() == c;
    m_at += there ? 1 : 0;
    return there;
  }

  bool object(const std::string& path, int level) {
    if (level > DeepestLevel || !take('{'))
      return false;
    if (take('}'))
      return true;
    do {
      skipBlanks();
      const std::size_t begin = m_at;
      if (!text())
        return false;
      const auto key = valueFromJson(m_line.substr(begin, m_at - begin));
      const auto* name = key ? std::get_if<std::string>(&*key) : nullptr;
      if (name == nullptr || !take(':') || !value(path.empty() ? *name : path + "." + *name, level))
        return false;
    } while (take(','));
    return take('}');
  }

  bool list(int level) {
    if (level > DeepestLevel || !take('['))
      return false;
    if (take(']'))
      return true;
    const std::size_t before = metrics.size();
    do {
      if (!value("", level))
        return false;
    } while (take(','));
    metrics.resize(before);
    return take(']');
  }

  bool value(const std::string& name, int level) {
    skipBlanks();
    const std::size_t begin = m_at;
    switch (here()) {
    case '{': return object(name, level + 1);
    case '[': return list(level + 1);
    case '"': return text() && (quotedNumber(name, begin), true);
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: break;
    }
    const auto number = numberAt(m_line, m_at);
    if (!number)
      return false;
    m_at = number->end;
    metrics.push_back({name, number->value, begin, m_at});
    return true;
  }

  bool text() {
    if (here() != '"')
      return false;
    for (++m_at; m_at < m_line.size(); ++m_at) {
      if (here() == '\\')
        ++m_at;
      else if (here() == '"')
        return ++m_at, true;
    }
    return false;
  }

  bool word(View expected) {
    const bool there = m_line.substr(m_at).starts_with(expected);
    m_at += there ? expected.size() : 0;
    return there;
  }

  void quotedNumber(const std::string& name, std::size_t begin) {
    if (m_numbers == JsonNumbers::Bare)
      return;
    const auto number = numberAt(m_line, begin + 1);
    if (number && number->end == m_at - 1)
      metrics.push_back({name, number->value, begin + 1, number->end});
  }

  View m_line;
  JsonNumbers m_numbers;
  std::size_t m_at = 0;
};

} // namespace

bool readJsonLine(View line, LineFinding& found, JsonNumbers numbers) {
  const auto first = line.find_first_not_of(" \t");
  if (first == View::npos || line[first] != '{')
    return false;
  JsonWalker walker(line, numbers);
  if (!walker.walk())
    return false;
  found.metrics = std::move(walker.metrics);
  return true;
}

} // namespace sweep
