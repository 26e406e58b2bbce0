// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/attempt_text.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace sweep::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(sweep::ui::AttemptText)
};

QString endText(const Attempt& attempt) {
  if (attempt.signal)
    return Words::tr("ended by signal %1").arg(*attempt.signal);
  if (attempt.exitCode)
    return Words::tr("exit code %1").arg(*attempt.exitCode);
  return attempt.ended == 0 ? Words::tr("running") : Words::tr("did not end by itself");
}

QString costText(const Attempt& attempt) {
  const auto started = QDateTime::fromMSecsSinceEpoch(attempt.started);
  const QString memory = attempt.peakMemoryBytes > 0 ? QLocale().formattedDataSize(attempt.peakMemoryBytes)
                                                     : QStringLiteral("–");
  return Words::tr("%1, started %2, %3, processor %4, memory %5")
      .arg(endText(attempt), QLocale().toString(started.time(), QStringLiteral("HH:mm:ss")),
           duration(attempt.wallSeconds), duration(attempt.cpuSeconds), memory);
}

QString beginText(const Attempt& attempt, int trial) {
  if (!attempt.resumed)
    return Words::tr("seed %1").arg(attempt.seed);
  if (attempt.resumed->trial == trial)
    return Words::tr("seed %1, from the checkpoint of attempt %2")
        .arg(attempt.seed)
        .arg(attempt.resumed->attempt);
  return Words::tr("seed %1, from the checkpoint of trial %2").arg(attempt.seed).arg(attempt.resumed->trial);
}

} // namespace

QString attemptText(const Attempt& attempt, int trial) {
  QStringList lines = {costText(attempt), beginText(attempt, trial)};
  if (attempt.failure)
    lines.append(translated(attempt.failure->message));
  return lines.join(QLatin1Char('\n'));
}

} // namespace sweep::ui
