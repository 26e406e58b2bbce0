// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_edit.h"

#include "core/base/text.h"
#include "ui/text.h"

#include <cmath>

namespace sweep::ui {

namespace {

/// Up to here every whole double is exact.
constexpr double LargestExact = 9007199254740992.0;

std::optional<Value> wholeNumber(const std::string& text) {
  if (const auto exact = readInteger(text))
    return Value(*exact);
  const auto number = readNumber(text);
  if (!number || !(std::abs(*number) <= LargestExact) || *number != std::round(*number))
    return std::nullopt;
  return Value(static_cast<std::int64_t>(*number));
}

} // namespace

NumberEdit::NumberEdit(Kind kind, QWidget* parent) : ReadingEdit(parent), m_kind(kind) {}

std::optional<Value> NumberEdit::read(const QString& text) const {
  const std::string plain(trimmed(fromQt(text)));
  if (m_kind == Kind::Whole)
    return wholeNumber(plain);
  const auto number = readNumber(plain);
  return number && std::isfinite(*number) ? std::optional<Value>(*number) : std::nullopt;
}

QString NumberEdit::write(const Value& value) const {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return toQt(numberText(*whole));
  const auto number = valueNumber(value);
  return number ? exactNumber(*number) : toQt(valueText(value));
}

QString NumberEdit::complaint(const QString& text) const {
  if (text.trimmed().isEmpty())
    return tr("A number is missing here.");
  if (text.contains(QLatin1Char(',')))
    return tr("“%1” is not read as a number: write the decimal mark as a dot.").arg(text.trimmed());
  if (m_kind == Kind::Whole && readNumber(fromQt(text)))
    return tr("“%1” is not a whole number.").arg(text.trimmed());
  return tr("“%1” is not a number. Write it like 0.001, 1e-3 or 10^-3.").arg(text.trimmed());
}

} // namespace sweep::ui
