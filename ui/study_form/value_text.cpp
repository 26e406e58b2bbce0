// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/value_text.h"

#include "core/base/text.h"
#include "ui/text.h"

#include <QStringList>

#include <cmath>

namespace sweep::ui {

namespace {

/// A number, also in the ways that JSON does not know.
std::optional<Value> numberIn(const std::string& plain) {
  if (const auto whole = readInteger(plain))
    return Value(*whole);
  const bool startsLikeOne = !plain.empty() && std::string_view("0123456789+-.").find(plain.front()) != std::string_view::npos;
  if (const auto number = readNumber(plain); number && startsLikeOne && std::isfinite(*number))
    return Value(*number);
  return std::nullopt;
}

/// Divides at commas outside of quotes and brackets. Reports what was left open.
class ChoiceSplitter {
public:
  explicit ChoiceSplitter(const QString& text) {
    for (const QChar letter : text)
      take(letter);
    finish();
  }

  bool quoteIsOpen() const { return m_inQuotes; }
  bool bracketIsOpen() const { return m_depth != 0; }
  const QStringList& parts() const { return m_parts; }

private:
  void take(QChar letter) {
    if (m_inQuotes) {
      m_inQuotes = letter != QLatin1Char('"') || m_escaped;
      m_escaped = letter == QLatin1Char('\\') && !m_escaped;
    } else if (letter == QLatin1Char('"') && m_part.trimmed().isEmpty()) {
      m_inQuotes = true;
    } else if (letter == QLatin1Char('[') || letter == QLatin1Char('{')) {
      ++m_depth;
    } else if (letter == QLatin1Char(']') || letter == QLatin1Char('}')) {
      --m_depth;
    } else if (letter == QLatin1Char(',') && m_depth == 0) {
      finish();
      return;
    }
    m_part += letter;
  }

  void finish() {
    if (const QString part = m_part.trimmed(); !part.isEmpty())
      m_parts += part;
    m_part.clear();
  }

  QStringList m_parts;
  QString m_part;
  bool m_inQuotes = false;
  bool m_escaped = false;
  int m_depth = 0;
};

} // namespace

QString valueField(const Value& value) {
  const QString json = toQt(valueJson(value));
  if (const auto* text = std::get_if<std::string>(&value)) {
    const QString plain = toQt(*text);
    const bool isSafe = !plain.contains(QLatin1Char(',')) && plain == plain.trimmed() && !plain.isEmpty() &&
                        !plain.contains(QLatin1Char('[')) && !plain.contains(QLatin1Char('{')) &&
                        !plain.contains(QLatin1Char(']')) && !plain.contains(QLatin1Char('}'));
    return isSafe && valueFromField(plain) == value ? plain : json;
  }
  return json;
}

Value valueFromField(const QString& text) {
  const std::string plain = fromQt(text.trimmed());
  if (const auto number = numberIn(plain))
    return *number;
  if (const auto value = valueFromJson(plain))
    return *value;
  return Value(plain);
}

QString choicesField(const std::vector<Value>& choices) {
  QStringList parts;
  for (const auto& choice : choices)
    parts += valueField(choice);
  return parts.join(QStringLiteral(", "));
}

Result<std::vector<Value>> choicesFromField(const QString& text) {
  const ChoiceSplitter splitter(text);
  if (splitter.quoteIsOpen())
    return Error("A quote is opened here and not closed.");
  if (splitter.bracketIsOpen())
    return Error("A bracket is opened or closed here without its counterpart.");
  std::vector<Value> choices;
  for (const auto& part : splitter.parts())
    choices.push_back(valueFromField(part));
  return choices;
}

} // namespace sweep::ui
