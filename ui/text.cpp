// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text.h"

#include "core/base/text.h"
#include "core/base/visible_text.h"

#include <QCoreApplication>

#include <cmath>

namespace sweep::ui {

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

std::string fromQt(const QString& text) { return text.toStdString(); }

QString shownText(std::string_view text, qsizetype most) {
  // A character has four bytes at most.
  const QString beginning = toQt(text.substr(0, 4 * static_cast<std::size_t>(most))).left(most);
  const bool isCut = fromQt(beginning).size() < text.size();
  return toQt(visibleText(fromQt(beginning))) + (isCut ? QStringLiteral("…") : QString());
}

QString translated(const Message& message) {
  Message local = message;
  local.text = fromQt(QCoreApplication::translate("core", message.text.c_str()));
  return toQt(local.str());
}

QString shortNumber(double value, int digits) {
  if (std::isnan(value))
    return QStringLiteral("–");
  if (std::isfinite(value) && value == std::round(value) && std::abs(value) < 1e7)
    return QString::number(static_cast<qlonglong>(value));
  return toQt(roundedText(value, digits));
}

QString exactNumber(double value) { return toQt(numberText(value)); }

QString duration(double seconds) {
  const auto whole = static_cast<qlonglong>(std::llround(seconds));
  if (seconds < 10.0)
    return QCoreApplication::translate("duration", "%1 s").arg(seconds, 0, 'f', seconds < 1.0 ? 2 : 1);
  if (whole < 60)
    return QCoreApplication::translate("duration", "%1 s").arg(whole);
  if (whole < 600)
    return QCoreApplication::translate("duration", "%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  if (whole < 3600)
    return QCoreApplication::translate("duration", "%1 min").arg((whole + 30) / 60);
  const auto minutes = (whole + 30) / 60;
  if (minutes < 48 * 60)
    return QCoreApplication::translate("duration", "%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
  return QCoreApplication::translate("duration", "%1 days").arg(static_cast<double>(minutes) / (24 * 60), 0, 'f', 1);
}

} // namespace sweep::ui
