// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/quantity_edit.h"

#include "core/base/text.h"
#include "ui/text.h"

#include <QRegularExpression>

#include <array>
#include <cmath>
#include <span>

namespace sweep::ui {

namespace {

struct Unit {
  const char* name;
  double size;
};

constexpr double KiB = 1024.0;
/// The first unit is the one of a number without any; those to write with come before their other names.
constexpr std::array<Unit, 15> TimeUnits = {{{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"sec", 1},
                                             {"secs", 1}, {"second", 1}, {"seconds", 1}, {"m", 60}, {"minute", 60},
                                             {"minutes", 60}, {"hour", 3600}, {"hours", 3600}, {"day", 86400},
                                             {"days", 86400}}};
constexpr std::array<Unit, 14> MemoryUnits = {{{"mib", KiB * KiB}, {"gib", KiB * KiB * KiB}, {"kib", KiB},
                                               {"tib", KiB * KiB * KiB * KiB}, {"m", KiB * KiB}, {"g", KiB * KiB * KiB},
                                               {"k", KiB}, {"t", KiB * KiB * KiB * KiB}, {"kb", 1e3}, {"mb", 1e6},
                                               {"gb", 1e9}, {"tb", 1e12}, {"b", 1}, {"bytes", 1}}};

std::optional<double> sizeOfUnit(std::span<const Unit> units, const QString& name) {
  if (name.isEmpty())
    return units.front().size;
  for (const auto& unit : units)
    if (name == QLatin1String(unit.name))
      return unit.size;
  return std::nullopt;
}

/// The sum of all "number unit" pairs that the whole text consists of.
std::optional<double> readSum(std::span<const Unit> units, const QString& text) {
  static const QRegularExpression Part(QStringLiteral("\\G\\s*([0-9.][0-9.eE^+]*(?:(?<=[eE^])-[0-9]+)?)\\s*([a-z]*)"));
  double sum = 0.0;
  qsizetype end = 0;
  for (auto parts = Part.globalMatch(text); parts.hasNext();) {
    const auto part = parts.next();
    const auto number = readNumber(fromQt(part.captured(1)));
    const auto size = sizeOfUnit(units, part.captured(2));
    if (!number || !size)
      return std::nullopt;
    sum += *number * *size;
    end = part.capturedEnd();
  }
  const bool all = end > 0 && text.mid(end).trimmed().isEmpty();
  return all && std::isfinite(sum) ? std::optional(sum) : std::nullopt;
}

QString timeText(double seconds) {
  if (seconds < 60.0 || seconds != std::round(seconds))
    return QStringLiteral("%1 s").arg(exactNumber(seconds));
  QStringList parts;
  auto rest = static_cast<qint64>(seconds);
  const std::array<std::pair<qint64, const char*>, 3> steps = {{{3600, "h"}, {60, "min"}, {1, "s"}}};
  for (const auto& [size, name] : steps) {
    if (rest >= size)
      parts += QStringLiteral("%1 %2").arg(rest / size).arg(QLatin1String(name));
    rest %= size;
  }
  return parts.join(QLatin1Char(' '));
}

QString memoryText(std::int64_t bytes) {
  static constexpr std::array<std::pair<std::int64_t, const char*>, 3> Steps = {
      {{std::int64_t{1} << 30, "GiB"}, {std::int64_t{1} << 20, "MiB"}, {std::int64_t{1} << 10, "KiB"}}};
  for (const auto& [size, name] : Steps)
    if (bytes >= size && bytes * 100 % size == 0)
      return QStringLiteral("%1 %2").arg(exactNumber(static_cast<double>(bytes) / static_cast<double>(size)),
                                         QLatin1String(name));
  return QStringLiteral("%1 bytes").arg(bytes);
}

} // namespace

QuantityEdit::QuantityEdit(Kind kind, QWidget* parent) : ReadingEdit(parent), m_kind(kind) {}

std::optional<Value> QuantityEdit::read(const QString& text) const {
  const QString plain = text.toLower();
  if (m_kind == Kind::Time) {
    const auto seconds = readSum(TimeUnits, plain);
    return seconds ? std::optional<Value>(*seconds) : std::nullopt;
  }
  const auto bytes = readSum(MemoryUnits, plain);
  return bytes && *bytes < 9e18 ? std::optional<Value>(static_cast<std::int64_t>(std::llround(*bytes))) : std::nullopt;
}

QString QuantityEdit::write(const Value& value) const {
  if (const auto* bytes = std::get_if<std::int64_t>(&value))
    return memoryText(*bytes);
  return timeText(valueNumber(value).value_or(0.0));
}

QString QuantityEdit::complaint(const QString& text) const {
  if (m_kind == Kind::Time)
    return tr("“%1” is not a time. Write it like 90 s, 10 min or 1 h 30 min.").arg(text.trimmed());
  return tr("“%1” is not an amount of memory. Write it like 512 MiB or 4 GiB.").arg(text.trimmed());
}

} // namespace sweep::ui
