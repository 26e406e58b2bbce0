// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/json_line.h"

#include "core/base/text.h"
#include "core/runner/metric_number.h"
#include "core/space/value.h"

#include <algorithm>

namespace sweep {

namespace {

using View = std::string_view;
constexpr int DeepestLevel = 32;
/// A longer name is nobody's metric, and names within names would grow with the square of the text.
constexpr std::size_t LongestName = 512;
constexpr std::size_t MostMembers = 10'000;

/// A reader that knows where in the text every number stands.
class JsonWalker {
public:
  JsonWalker(View text, JsonNumbers numbers) : m_text(text), m_numbers(numbers) {}

  /// The text is one object and nothing else.
  bool walkObject() {
    const bool whole = object("", 0);
    skipBlanks();
    return whole && m_at == m_text.size();
  }

  bool walkText(const JsonRecordTaker& take) {
    for (skipBlanks(); m_at < m_text.size(); skipBlanks())
      if (!(here() == '[' ? records(take) : record(take)))
        return false;
    return true;
  }

  /// Why it could not go on, and where.
  JsonTextEnd end() const { return {m_why, std::min(m_at, m_text.size())}; }
  LineFinding found;

private:
  char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
  void skipBlanks() {
    while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r')
      ++m_at;
  }
  bool take(char c) {
    skipBlanks();
    const bool there = here() == c;
    m_at += there ? 1 : 0;
    return there;
  }

  bool record(const JsonRecordTaker& takeRecord) {
    found = {};
    skipBlanks();
    const bool isObject = here() == '{';
    return value("", 0) && (!isObject || takeRecord(found) || refuse(JsonTextEnd::Why::Stopped));
  }

  bool records(const JsonRecordTaker& takeRecord) {
    ++m_at;
    if (take(']'))
      return true;
    do {
      if (!record(takeRecord))
        return false;
    } while (take(','));
    return take(']');
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
      const auto key = valueFromJson(m_text.substr(begin, m_at - begin));
      const auto* name = key ? std::get_if<std::string>(&*key) : nullptr;
      if (name == nullptr || !take(':') || !member(path, *name, level))
        return false;
    } while (take(','));
    return take('}');
  }

  bool member(const std::string& path, const std::string& name, int level) {
    if (path.size() + name.size() >= LongestName)
      return passedOver(level);
    return value(path.empty() ? name : path + "." + name, level);
  }

  bool list(int level) {
    if (level > DeepestLevel || !take('['))
      return false;
    if (take(']'))
      return true;
    do {
      if (!passedOver(level))
        return false;
    } while (take(','));
    return take(']');
  }

  bool passedOver(int level) {
    const std::size_t before = found.metrics.size();
    const bool there = value("", level);
    found.metrics.resize(std::min(before, found.metrics.size()));
    return there;
  }

  bool value(const std::string& name, int level) {
    skipBlanks();
    const std::size_t begin = m_at;
    switch (here()) {
    case '{': return object(name, level + 1);
    case '[': return list(level + 1);
    case '"': return text() && quotedNumber(name, begin);
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: break;
    }
    const auto number = numberAt(m_text, m_at);
    if (!number)
      return false;
    m_at = number->end;
    return add(name, begin, *number);
  }

  bool add(const std::string& name, std::size_t begin, const NumberInText& number) {
    found.metrics.push_back({name, number.value, begin, number.end});
    return found.metrics.size() <= MostMembers || refuse(JsonTextEnd::Why::TooManyNumbers);
  }

  bool refuse(JsonTextEnd::Why why) {
    m_why = why;
    return false;
  }

  bool text() {
    if (here() != '"')
      return false;
    for (++m_at; m_at < m_text.size(); ++m_at) {
      if (here() == '\\')
        ++m_at;
      else if (here() == '"')
        return ++m_at, true;
    }
    return false;
  }

  bool word(View expected) {
    const bool there = m_text.substr(m_at).starts_with(expected);
    m_at += there ? expected.size() : 0;
    return there;
  }

  bool quotedNumber(const std::string& name, std::size_t begin) {
    if (m_numbers == JsonNumbers::Bare)
      return true;
    const View quoted = m_text.substr(0, m_at - 1);
    const auto number = numberAt(quoted, begin + 1);
    if (number && number->end == quoted.size())
      return add(name, begin + 1, *number);
    if (number && !name.empty() && isCutByComma(quoted, number->end)) {
      found.unreadName = name;
      found.unreadNumber = quoted.substr(begin + 1);
    }
    return true;
  }

  View m_text;
  JsonNumbers m_numbers;
  std::size_t m_at = 0;
  JsonTextEnd::Why m_why = JsonTextEnd::Why::NotJson;
};

} // namespace

bool readJsonLine(View line, LineFinding& found, JsonNumbers numbers) {
  const auto first = line.find_first_not_of(" \t");
  if (first == View::npos || line[first] != '{')
    return false;
  JsonWalker walker(line, numbers);
  if (!walker.walkObject())
    return false;
  found = std::move(walker.found);
  return true;
}

JsonTextEnd readJsonText(View text, JsonNumbers numbers, const JsonRecordTaker& take) {
  JsonWalker walker(text, numbers);
  return walker.walkText(take) ? JsonTextEnd{JsonTextEnd::Why::Whole, text.size()} : walker.end();
}

} // namespace sweep
